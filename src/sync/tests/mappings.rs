//! What is written to an attribute.

use super::*;

const BASE: &str = "ann upn=ann@s.com mail=ann@s.com on=true";
const THERE: &str = "ann upn=ann_s.com#EXT#@tee.onmicrosoft.com mail=ann@s.com on=true";

/// Source, target (nobody: the user is created), what is bent, attribute, what happens to it.
#[test]
fn rules() {
    fn expression(scene: &mut Scene, text: &str) {
        let source = scene.row("displayName").source.as_mut().unwrap();
        source.kind = Some(crate::domain::SourceType::Function);
        source.expression = Some(text.to_owned());
    }
    #[expect(clippy::type_complexity, reason = "a table")]
    #[rustfmt::skip]
    let table: &[(&str, Option<&str>, fn(&mut Scene), &str, &str)] = &[
        ("name=Ann", None, |_| {}, "displayName", "- > Ann"),
        ("name=null", None, |_| {}, "displayName", "nothing"),
        ("", None, |_| {}, "displayName", "nothing"),
        ("name=Ann", Some("name=A"), |_| {}, "displayName", "A > Ann"),
        ("name=Ann", Some("name=ANN"), |_| {}, "displayName", "ANN > ANN caseOnly"),
        ("name=Ann", Some("name=null"), |_| {}, "displayName", "- > Ann"),
        ("name=null", Some("name=A"), |_| {}, "displayName", "A > A null"),
        // Of what one of the exports does not hold nothing is said.
        ("", Some("name=A"), |_| {}, "displayName", "nothing"),
        ("name=Ann", Some(""), |_| {}, "displayName", "nothing"),
        ("", None, |_| {}, "userType", "- > Member"),
        ("", Some("type=Guest"), |_| {}, "userType", "Guest > Guest createOnly"),
        ("", Some("type=Guest"), |s| s.row("userType").flow_type = None, "userType", "Guest > Member"),
        ("", None, |_| {}, "showInAddressList", "- > true"),
        ("", Some("showInAddressList=false"), |_| {}, "showInAddressList", "False > true"),
        ("", Some("showInAddressList=false assignedPlans=true"), |_| {}, "showInAddressList", "False > False exchangeOwned"),
        ("", None, |s| s.row("userType").source.as_mut().unwrap().expression = Some("\"Guest\"".to_owned()), "userType", "- > Guest"),
        ("", Some("showInAddressList=true"), |_| {}, "showInAddressList", "nothing"),
        ("preferredLanguage=null", None, |_| {}, "preferredLanguage", "- > en-US default"),
        ("preferredLanguage=null", Some("preferredLanguage=null"), |_| {}, "preferredLanguage", "nothing"),
        ("preferredLanguage=null", Some("preferredLanguage=de"), |_| {}, "preferredLanguage", "de > de null"),
        ("jobTitle=null", None, |s| s.row("jobTitle").default_value = Some("Staff".to_owned()), "jobTitle", "- > Staff default"),
        ("name=Ann", None, |s| s.row("displayName").source = None, "displayName", "nothing"),
        ("name=Ann", None, |s| { s.row("displayName").source = None; s.row("displayName").default_value = Some("X".to_owned()); }, "displayName", "- > X default"),
        ("name=Ann", Some("name=A"), |s| s.row("displayName").source = None, "displayName", "nothing"),
        ("", None, |_| {}, "userPrincipalName", "- > ann_s.com#EXT#@tee.onmicrosoft.com"),
        ("", None, |_| {}, "alternativeSecurityIds", "nothing"),
        ("name=Ann", None, |s| expression(s, "ToUpper([displayName])"), "displayName", "- > ANN"),
        ("name=Ann", Some("name=A"), |s| expression(s, "ToUpper([displayName])"), "displayName", "A > ANN"),
        ("name=null", Some("name=A"), |s| expression(s, "Coalesce([displayName])"), "displayName", "A > A null"),
        // What is another text each time, what cannot be read, and what the language leaves open.
        ("name=Ann", None, |s| expression(s, "Guid()"), "displayName", "- > - notEvaluated"),
        ("name=Ann", None, |s| expression(s, "ToUper([displayName])"), "displayName", "- > - invalid"),
        ("name=Ann", None, |s| expression(s, r#"Replace([displayName], , "(?=A)", , "x", , )"#), "displayName", "- > - notEvaluated"),
        ("name=Ann", None, |s| expression(s, r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#), "displayName", "- > True"),
        ("name=Ann", None, |s| expression(s, ""), "displayName", "nothing"),
        // Faults of the service's own: an odd `Switch`, a condition on nothing, a value that is no date.
        ("name=Ann", None, |s| expression(s, r#"Switch([displayName], "x", "y")"#), "displayName", "- > - invalid"),
        ("name=null", None, |s| expression(s, r#"IIF([displayName] = "A", "b", "c")"#), "displayName", "- > - conditionFails"),
        ("name=null", Some("name=A"), |s| expression(s, r#"IIF([displayName] = "A", "b", "c")"#), "displayName", "A > A conditionFails"),
        ("name=A", Some("name=A"), |s| expression(s, r#"IIF([displayName] = "A", "b", "c")"#), "displayName", "A > b"),
        ("name=Ann", None, |s| expression(s, r#"DateAdd("d", 1, CDate([displayName]))"#), "displayName", "- > - fails"),
        ("name=Ann", Some("name=A"), |s| s.row("displayName").flow_type = Some(crate::domain::FlowType::ValueAddOnly), "displayName", "A > A notEvaluated"),
        ("name=Ann", Some("name=A"), |s| s.row("displayName").flow_type = Some(crate::domain::FlowType::AttributeAddOnly), "displayName", "A > A createOnly"),
        ("name=Ann", Some("name=null"), |s| s.row("displayName").flow_type = Some(crate::domain::FlowType::AttributeAddOnly), "displayName", "- > Ann"),
    ];
    for (source, target, bend, attribute, want) in table {
        let there = target.map(|target| format!("{THERE} {target}")).unwrap_or_default();
        let mut scene = scene(&format!("{BASE} {source}"), &there);
        bend(&mut scene);
        assert_eq!(scene.change(attribute), *want, "{source} on {target:?}, {attribute}");
    }
}

#[test]
fn managers() {
    let bea = "bea upn=bea@s.com mail=bea@s.com on=true";
    let bea_there = "bea upn=bea_s.com#EXT#@tee.onmicrosoft.com mail=bea@s.com on=true";
    let bea_id = "00000000-0000-0000-0000-000000000066";
    #[rustfmt::skip]
    let table = [
        ("both created", "", Mode::Initial, "- > bea_s.com#EXT#@tee.onmicrosoft.com linkedAfterwards"),
        ("the manager is there", bea_there, Mode::Initial, "nothing"),
        ("both are there", "both", Mode::Initial, &format!("- > {bea_id}")),
        ("linked without manager, later", "both", Mode::Incremental, "- > - notReevaluated"),
    ];
    for (case, target, mode, want) in table {
        let target = match target {
            "both" => format!("{THERE} manager=null\n{bea_there}"),
            other => other.to_owned(),
        };
        let mut scene = scene(&format!("{BASE} manager=@2\n{bea}"), &target);
        scene.mode = mode;
        if case == "the manager is there" {
            assert_eq!(
                scene.change("manager"),
                "- > 00000000-0000-0000-0000-000000000065 linkedAfterwards"
            );
            continue;
        }
        assert_eq!(scene.change("manager"), want, "{case}");
    }
    let mut scene = scene(&format!("{BASE} manager=@2\n{bea}"), "");
    scene.assign(&[1]);
    assert_eq!(scene.change("manager"), "- > - managerOutOfScope");
}

#[test]
fn without_an_initial_domain_no_sign_in_name_is_built() {
    let mut scene = scene(BASE, "");
    let tenant = Arc::make_mut(scene.estate.tenants.get_mut(&TARGET).unwrap());
    tenant.domains.retain(|domain| domain.name.as_str() == "t.com");
    assert_eq!(scene.change("userPrincipalName"), "- > - initialDomainUnknown");
}

/// What only a fault of the service does is said of a later cycle in which something else changes, and
/// of nobody else.
#[test]
fn a_switch_may_clear_what_did_not_change() {
    let with = |source: &str, mode, text: &str| {
        let mut scene =
            scene(&format!("{BASE} city=Bern {source}"), &format!("{THERE} city=B name=Ann"));
        scene.mode = mode;
        let from = scene.row("city").source.as_mut().unwrap();
        from.kind = Some(crate::domain::SourceType::Function);
        from.expression = Some(text.to_owned());
        (scene.change("city"), scene.first())
    };
    let switch = r#"Switch([city], "", "Bern", "B")"#;
    let (later, first) = (Mode::Incremental, Mode::Initial);
    assert_eq!(with("name=Bea", later, switch).0, "B > B mayBeCleared");
    assert_eq!(with("name=Bea", first, switch).0, "nothing", "a first cycle looks at everything");
    assert_eq!(with("name=Ann", later, switch).0, "nothing", "nothing else changes");
    assert_eq!(with("name=Bea", later, r#"Coalesce("B", [city])"#).0, "nothing", "no Switch");
    assert_eq!(
        with("name=Bea", later, r#"Switch([city], "", "Bern", "C")"#).0,
        "B > C",
        "its own input changed"
    );
    assert_eq!(
        with("name=Bea", later, switch).1,
        "update inferred displayName",
        "what is done is not in doubt"
    );
}

/// Everybody at risk is counted, with rule, certainty and page.
#[test]
fn mappings_at_risk() {
    let people = "a upn=a@s.com mail=a@s.com city=Bern on=true\nb upn=b@s.com mail=b@s.com city=null on=true\nc upn=c@s.com mail=c@s.com city=Basel on=true";
    let told = |text: &str| {
        let mut scene = scene(people, "");
        let from = scene.row("city").source.as_mut().unwrap();
        from.kind = Some(crate::domain::SourceType::Function);
        from.expression = Some(text.to_owned());
        scene.with(|engine, preview| {
            let found = engine.perils(&preview.users, &|_| ControlFlow::Continue(())).unwrap();
            let one = |one: &crate::sync::Peril| {
                assert!(one.source.ends_with("functions-for-customizing-application-data.md"));
                format!("{} {} {} {}", one.attribute, one.rule, one.certainty.word(), one.users)
            };
            (found.iter().map(one).collect::<Vec<_>>().join(", "), preview.summary.of(Action::Fail))
        })
    };
    for (text, want, failing) in [
        ("[city]", "", 0),
        ("ToUpper([city])", "", 0),
        (r#"IIF([city] = "Bern", "B", "X")"#, "city CTS031 undocumented 1", 0),
        (r#"Switch([city], "", "Bern", "B")"#, "city CTS030 undocumented 0", 0),
        (r#"Switch([city], "Bern", "B")"#, "city CTS033 inferred 3", 0),
        (r#"Swich([city], "Bern", "B")"#, "city invalidExpression inferred 3", 0),
        (r#"CStr(DateAdd("d", 1, Coalesce([city], "2020-01-01")))"#, "city fails inferred 2", 2),
    ] {
        assert_eq!(told(text), (want.to_owned(), failing), "{text}");
    }
}
