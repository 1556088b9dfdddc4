//! What is tried out before it is kept: one row over everybody, and a scope beside another.

use proptest::prelude::*;

use super::*;
use crate::access::Truth;
use crate::domain::SourceType;
use crate::sync::{
    Around, Found, Given, Giver, Names, OPERATORS, Order, PeopleView, RowKind, count_scope,
    operator_row, people, samples, source_of, survey, text_of,
};

const PEOPLE: &str = "
ann upn=ann@s.com mail=ann@s.com name=Ann department=Sales
bea upn=bea@s.com mail=bea@s.com name=Bé department=null
cid upn=cid@s.com mail=o'cid@s.com name=O'Cid department=East
dee upn=dee@s.com mail=null name=Dee department=Sales_and_Service_for_the_whole_of_the_north_and_of_the_south_east
";

/// A row of `target` from what would be typed.
fn typed(target: &str, text: &str) -> AttributeMapping {
    AttributeMapping {
        target: target.to_owned(),
        source: source_of(text).unwrap(),
        ..AttributeMapping::default()
    }
}

fn go(_: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// `unchanged changed empty long foreign shared failed unknown`.
fn told(target: &str, before: &str, after: &str) -> String {
    scene(PEOPLE, "").with(|engine, _| {
        let source = engine.inputs().source;
        let (was, is) = (typed(target, before), typed(target, after));
        let givers = (
            &Giver::of(&was, source, engine.initial_domain()),
            &Giver::of(&is, source, engine.initial_domain()),
        );
        let all = survey(source.len(), &|_| true, givers, target, &go).unwrap();
        assert_eq!(all.people, 4);
        let shared = all.shared.map_or("-".to_owned(), |count| count.to_string());
        format!(
            "{} {} {} {} {} {shared} {} {}",
            all.unchanged, all.changed, all.empty, all.long, all.foreign, all.failed, all.unknown
        )
    })
}

#[test]
fn a_row_is_counted_over_everybody() {
    #[rustfmt::skip]
    let table: &[(&str, &str, &str, &str)] = &[
        ("displayName", "[displayName]", "[displayName]", "4 0 0 0 1 - 0 0"),
        ("displayName", "[displayName]", "ToLower([displayName])", "0 4 0 0 1 - 0 0"),
        ("department", "[department]", "[department]", "4 0 1 1 0 - 0 0"),
        ("mail", "[mail]", "\"a@b.c\"", "0 4 0 0 0 4 0 0"),
        ("mail", "[mail]", "[mail]", "4 0 1 0 0 0 0 0"),
        ("department", "[department]", "Guid()", "0 0 0 0 0 - 0 4"),
        ("department", "[department]", "[companyName]", "0 0 0 0 0 - 0 4"),
        ("department", "[department]", "", "1 3 4 0 0 - 0 0"),
        ("userPrincipalName", "[userPrincipalName]", "[userPrincipalName]", "4 0 0 0 0 0 0 0"),
    ];
    for (target, before, after, want) in table {
        assert_eq!(told(target, before, after), *want, "{target}: {before} to {after}");
    }
}

#[test]
fn people_who_are_likely_to_be_trouble_come_first() {
    scene(PEOPLE, "").with(|engine, _| {
        let names = ["displayName", "mail", "department"].map(str::to_owned);
        let found = samples(engine.inputs().source, &|_| true, &names, &go).unwrap();
        let told: Vec<(usize, &str)> = found.iter().map(|one| (one.row, one.why)).collect();
        assert_eq!(told, [(1, "an accent"), (2, "a quote"), (3, "the longest"), (0, "")]);
    });
}

#[test]
fn what_a_row_gives_is_what_a_cycle_writes() {
    let scene = scene(PEOPLE, "");
    scene.with(|engine, preview| {
        let rows = &scene.configuration.users().unwrap().attribute_mappings;
        for row in rows.iter().filter(|row| row.matching_priority == Some(0)) {
            let giver = Giver::of(row, engine.inputs().source, engine.initial_domain());
            for (at, user) in preview.users.iter().enumerate() {
                if user.action != Action::Create || row.default_value.is_some() {
                    continue;
                }
                let changes = engine.changes(at, &preview.users);
                let written = changes.into_iter().find(|one| one.attribute == row.target);
                let written = written.and_then(|one| one.after);
                let given = match giver.give(at) {
                    Given::Text(text) => Some(text),
                    _ => None,
                };
                assert_eq!(given, written, "{} of {at}", row.target);
            }
        }
    });
}

#[test]
fn the_text_of_a_row_is_its_row() {
    for row in template().rules[0].object_mappings[0].attribute_mappings.clone() {
        let source = source_of(&text_of(&row)).unwrap();
        let kind = RowKind::of(&AttributeMapping { source, ..row.clone() });
        assert_eq!(kind, RowKind::of(&row), "{}", row.target);
        assert_eq!(source_of(&text_of(&row)).unwrap(), row.source, "{}", row.target);
    }
    assert_eq!(source_of("  ").unwrap(), None);
    let number = source_of("7").unwrap().unwrap();
    assert_eq!(
        (number.kind, number.expression),
        (Some(SourceType::Constant), Some("\"7\"".into()))
    );
    assert!(source_of("Joyn([a])").is_err());
}

/// What is wrong with a row is found by its place in the schema.
#[test]
fn what_is_wrong_is_said_of_its_row() {
    let mut configuration =
        SyncConfiguration { schema: template(), ..SyncConfiguration::default() };
    let rows = &mut configuration.users_mut().unwrap().attribute_mappings;
    let at = rows.len();
    rows.push(typed("proxyAddresses", "[mail]"));
    rows.push(typed("mail", "\"x\""));
    let clause = |attribute: &str, operator: &str| FilterClause {
        attribute: Some(attribute.to_owned()),
        operator: Some(operator.to_owned()),
        operand: Some(FilterOperand { values: vec!["7".to_owned()], ..FilterOperand::default() }),
        ..FilterClause::default()
    };
    let scope = configuration.users_mut().unwrap().scope.get_or_insert_default();
    scope.groups = vec![
        FilterGroup { clauses: vec![clause("city", "EQUALS")], ..FilterGroup::default() },
        FilterGroup {
            clauses: vec![clause("city", "EQUALS"), clause("manager", "EQUALS")],
            ..FilterGroup::default()
        },
    ];
    let faults = crate::sync::faults(&configuration, &Around::default());
    let of = |row: usize| {
        let mine = faults.iter().filter(|fault| fault.row() == Some(row));
        mine.map(|fault| fault.id).collect::<Vec<_>>()
    };
    assert_eq!(of(at), ["CTS022"]);
    assert_eq!(of(at + 1), ["writtenTwice"]);
    assert!(of(0).is_empty());
    let clauses: Vec<_> =
        faults.iter().filter_map(|fault| Some((fault.id, fault.clause()?))).collect();
    assert_eq!(clauses, [("CTS011", (1, 1))]);
}

/// Plain words are looked up among the names; whatever else is asked is asked of each person. Both
/// ways find the same people, in every order.
#[test]
fn words_are_found_as_any_filter_is() {
    let scene = scene(PEOPLE, "");
    scene.with(|engine, preview| {
        let names = Names::of(engine.inputs().source, &go).unwrap();
        for (query, found) in
            [("s.com", 4), ("ann", 1), ("cid s.com", 1), ("O'C", 1), ("bé", 1), ("nobody", 0)]
        {
            for order in Order::ALL {
                let list = |query: &str| {
                    let query = query.to_owned();
                    let view = PeopleView { query, order, ..PeopleView::default() };
                    assert!(view.wants_names());
                    people(engine, preview, Some(&names), &view, None, &go).unwrap().0
                };
                let rows = list(query);
                assert_eq!(rows.len(), found, "{query}");
                assert_eq!(rows, list(&format!("{query} -nothing")), "{query}");
                assert_eq!(
                    rows,
                    list(&format!("/{}/ -nothing", query.replace(' ', ".*"))),
                    "{query}"
                );
            }
        }
    });
}

/// Whatever was looked for before, the same people are found: a filter that goes on looks only among
/// those who were found, any other among everybody.
#[test]
fn what_was_found_before_changes_nothing() {
    let scene = scene(PEOPLE, "");
    scene.with(|engine, preview| {
        let names = Names::of(engine.inputs().source, &go).unwrap();
        let queries = [
            "",
            "s",
            "s.",
            "S.com",
            "a",
            "an",
            "ann",
            "bo",
            "cid",
            "cid s.com",
            "s.com cid",
            "cid s",
            "bé",
            "BÉ",
            "nobody",
            "ann -nothing",
            "/a.*n/",
            "action:create",
            "action:create a",
        ];
        let list = |query: &str, before: Option<&Found>| {
            let view = PeopleView { query: query.to_owned(), ..PeopleView::default() };
            people(engine, preview, Some(&names), &view, before, &go).unwrap()
        };
        for first in queries {
            let (_, before) = list(first, None);
            for then in queries {
                assert_eq!(list(then, before.as_ref()), list(then, None), "{first}, then {then}");
            }
        }
        // Nobody but those who were found is looked at again, here among no names at all.
        let view = PeopleView { query: "s.".to_owned(), ..PeopleView::default() };
        let none = Some(Names::default());
        let (_, found) = people(engine, preview, none.as_ref(), &view, None, &go).unwrap();
        assert!(list("s.com", found.as_ref()).0.is_empty());
        assert_eq!(list("com", found.as_ref()).0.len(), 4);
    });
}

#[test]
fn a_scope_is_counted_beside_the_one_that_stands() {
    let there = "bea upn=bea_s.com#EXT#@tee.onmicrosoft.com mail=bea@s.com";
    let mut scene = scene(PEOPLE, there);
    scene.filter(&[("department", "IS NOT NULL", "")]);
    let mut draft = scene.configuration.clone();
    let clauses =
        [group(&[("department", "EQUALS", "East")]), group(&[("department", "IS NULL", "")])];
    draft.users_mut().unwrap().scope.as_mut().unwrap().groups = clauses.to_vec();
    scene.with(|engine, _| {
        let source = engine.inputs().source;
        let counted = count_scope(engine, &draft, source, &[], &go).unwrap();
        let each: Vec<u64> = counted.filters.iter().map(|one| one.all.yes).collect();
        assert_eq!(each, [1, 1]);
        assert_eq!((counted.people, counted.cut, counted.assigned.yes), (4, 0, 4));
        assert_eq!((counted.scope.yes, counted.stands), (2, 3));
        assert_eq!((counted.joining, counted.leaving, counted.leaving_there), (1, 2, 0));
        draft.users_mut().unwrap().scope.as_mut().unwrap().groups.clear();
        let open = count_scope(engine, &draft, source, &[], &go).unwrap();
        assert_eq!((open.scope.yes, open.joining, open.leaving), (4, 1, 0));
    });
    scene.mapping().scope.as_mut().unwrap().groups.clear();
    scene.with(|engine, _| {
        let mut draft = scene.configuration.clone();
        draft.users_mut().unwrap().scope.as_mut().unwrap().groups =
            vec![group(&[("department", "REGEX MATCH", "East|S")])];
        let counted = count_scope(engine, &draft, engine.inputs().source, &[], &go).unwrap();
        // Nothing but a part of it matches of those who have `Sales` in their department.
        assert_eq!((counted.scope.yes, counted.scope.unknown, counted.readings), (1, 2, 2));
        assert_eq!((counted.leaving, counted.leaving_there), (1, 1));
    });
}

#[test]
fn who_is_in_scope_and_not_active_is_counted_apart() {
    let people = "ann upn=ann@s.com mail=ann@s.com on=true\nbob upn=bob@s.com mail=bob@s.com on=false\ncat upn=cat@s.com mail=cat@s.com on=true gone=2026-01-01";
    scene(people, "").with(|engine, preview| {
        let Inputs { source, configuration, .. } = engine.inputs();
        let counted = count_scope(engine, configuration, source, &[], &go).unwrap();
        assert_eq!((counted.scope.yes, counted.inactive), (3, 2));
        assert_eq!(preview.summary.of(Action::Create), 1);
    });
}

#[test]
fn nobody_waits_for_a_count_that_is_stopped() {
    scene(PEOPLE, "").with(|engine, _| {
        let stop = |_| ControlFlow::Break(());
        let source = engine.inputs().source;
        let draft = engine.inputs().configuration;
        assert!(count_scope(engine, draft, source, &[], &stop).is_err());
        assert!(samples(source, &|_| true, &[], &stop).is_err());
    });
}

#[test]
fn every_operator_is_found_as_it_is_written() {
    assert_eq!(OPERATORS.len(), 14);
    for row in OPERATORS {
        assert_eq!(operator_row(row.name).map(|found| found.name), Some(row.name));
        assert_eq!(operator_row(&row.name.to_lowercase()).map(|found| found.name), Some(row.name));
        assert!(row.rule.len() > 10, "{}", row.name);
    }
}

proptest! {
    #[test]
    fn a_scope_beside_itself_moves_nobody(everyone in any::<bool>(), value in "(Sales|East|X)") {
        let mut scene = scene(PEOPLE, "");
        scene.filter(&[("department", "EQUALS", &value)]);
        if !everyone {
            scene.assign(&[1, 3]);
        }
        scene.with(|engine, _| {
            let source = engine.inputs().source;
            let counted = count_scope(engine, &scene.configuration, source, &[], &go).unwrap();
            prop_assert_eq!((counted.joining, counted.leaving), (0, 0));
            let stands = (0..source.len()).filter(|row| engine.stands(*row) == Truth::Yes).count();
            prop_assert_eq!(counted.scope.yes, stands as u64);
            prop_assert_eq!(counted.stands, stands as u64);
            Ok(())
        })?;
    }
}
