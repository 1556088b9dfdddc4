use std::collections::BTreeSet;

use super::*;
use crate::domain::{
    Cloud, FlowType, Json, MappingSource, SourceType, SyncNotification, SyncObserved, SyncSchema,
};
use crate::sync::faults::{Around, SchemaFault, faults};

/// A configuration that nothing can be said against.
fn sound() -> Scene {
    let mut scene = scene("a", "");
    scene.assign(&[1]);
    scene.configuration.deletion_threshold = Some(1);
    scene.configuration.notification = Some(SyncNotification {
        enabled: Some(true),
        recipients: Some("ops@s.com".to_owned()),
        counts_deletions: Some(true),
        ..SyncNotification::default()
    });
    scene
}

fn found(scene: &Scene) -> Vec<SchemaFault> {
    let around = Around {
        estate: Some(&scene.estate),
        groups: &scene.source_groups,
        population: Some(20),
        ..Around::default()
    };
    faults(&scene.configuration, &around)
}

/// `id` of each, refused ones with `!`.
fn ids(scene: &Scene) -> String {
    let found = found(scene);
    let mark = |fault: &SchemaFault| if fault.is_refused { "!" } else { "" };
    let ids: Vec<String> =
        found.iter().map(|fault| format!("{}{}", fault.id, mark(fault))).collect();
    ids.join(" ")
}

fn mapped(target: &str, kind: SourceType, expression: &str) -> AttributeMapping {
    let name = expression.trim_matches(['[', ']', '"']).to_owned();
    AttributeMapping {
        target: target.to_owned(),
        source: Some(MappingSource {
            kind: Some(kind),
            name: Some(name),
            expression: Some(expression.to_owned()),
            ..MappingSource::default()
        }),
        matching_priority: Some(0),
        flow_type: Some(FlowType::Always),
        ..AttributeMapping::default()
    }
}

/// Bends the source of one row; `once` writes it on creation only.
fn expression(text: &str) -> Scene {
    let mut scene = sound();
    let row = scene.row("department");
    *row = mapped("department", SourceType::Function, text);
    scene
}

#[test]
fn the_template_has_nothing_against_it() {
    assert_eq!(ids(&sound()), "");
}

#[test]
fn a_configuration_without_care() {
    let mut scene = scene("a", "");
    scene.configuration.sync_all = false;
    assert_eq!(ids(&scene), "CTS004 CTS026 CTS028");
}

/// What each rule of the job says, and that it says nothing else.
#[test]
fn rules_of_the_job() {
    type Bend = fn(&mut Scene);
    let group = |number, security, members: &[u128]| SyncGroup {
        id: id(number),
        display_name: format!("G{number}"),
        security_enabled: Some(security),
        members: Some(members.iter().map(|number| id(*number)).collect()),
        ..SyncGroup::default()
    };
    let mut nested = sound();
    nested.assign(&[50, 60]);
    nested.source_groups =
        vec![group(50, true, &[1, 51]), group(51, true, &[]), group(60, false, &[2])];
    assert_eq!(ids(&nested), "CTS005 CTS006");
    #[rustfmt::skip]
    let table: &[(&str, Bend)] = &[
        ("CTS004", |scene| scene.configuration.assigned.clear()),
        ("CTS007", |scene| scene.configuration.sync_all = true),
        ("CTS008! CTS007", |scene| {
            scene.configuration.sync_all = true;
            let groups = ObjectMapping {
                enabled: Some(true),
                source_object_name: Some("Group".to_owned()),
                target_object_name: Some("Group".to_owned()),
                ..ObjectMapping::default()
            };
            scene.configuration.schema.rules[0].object_mappings.push(groups);
        }),
        ("CTS024", |scene| scene.mapping().flow_types = Some("Add,Update".to_owned())),
        ("CTS025", |scene| scene.configuration.skip_out_of_scope_deletions = Some(true)),
        ("CTS026", |scene| scene.configuration.deletion_threshold = None),
        ("CTS026", |scene| scene.configuration.deletion_threshold = Some(21)),
        ("", |scene| scene.configuration.deletion_threshold = Some(20)),
        ("CTS028", |scene| scene.configuration.notification.as_mut().unwrap().recipients = None),
        ("CTS028", |scene| scene.configuration.notification.as_mut().unwrap().enabled = Some(false)),
        // An imported job of which the switches did not come.
        ("", |scene| {
            scene.configuration.observed = Some(SyncObserved::default());
            scene.configuration.notification = None;
            scene.configuration.deletion_threshold = None;
        }),
        // Nor who is assigned, where that did not come.
        ("", |scene| {
            scene.configuration.assigned.clear();
            scene.configuration.observed = Some(SyncObserved::default());
        }),
        ("CTS047", |scene| {
            let tenant = Arc::make_mut(scene.estate.tenants.get_mut(&TARGET).unwrap());
            let external = Arc::make_mut(tenant.external.as_mut().unwrap());
            external.authorization.as_mut().unwrap().allow_invites_from = Some(AllowInvitesFrom::None);
        }),
        ("CTS048", |scene| {
            Arc::make_mut(scene.estate.tenants.get_mut(&TARGET).unwrap()).cloud = Cloud::UsGovernment;
        }),
        ("CTS048", |scene| {
            for tenant in scene.estate.tenants.values_mut() {
                Arc::make_mut(tenant).cloud = Cloud::UsGovernment;
            }
        }),
        ("CTS049", |scene| scene.mapping().attribute_mappings.retain(|row| row.target != "manager")),
        ("CTS023", |scene| scene.mapping().attribute_mappings.retain(|row| row.target != "accountEnabled")),
        ("CTS023", |scene| scene.mapping().attribute_mappings.retain(|row| row.target != "IsSoftDeleted")),
        ("noUserMapping!", |scene| scene.configuration.schema = SyncSchema::default()),
    ];
    for (row, (wanted, bend)) in table.iter().enumerate() {
        let mut scene = sound();
        bend(&mut scene);
        assert_eq!(ids(&scene), *wanted, "row {row}");
    }
}

/// Users are matched by one row that cannot be changed: `schemaInvalid`.
#[test]
fn the_match_cannot_be_changed() {
    type Bend = fn(&mut Scene);
    #[rustfmt::skip]
    let table: &[(&str, Bend)] = &[
        ("schemaInvalid: `mail` would be a second attribute to match users by",
            |scene| scene.row("mail").matching_priority = Some(2)),
        ("schemaInvalid: users are matched by `alternativeSecurityIds` from `AltSecIdFromNetId([netId])`, and that cannot be changed",
            |scene| scene.row("alternativeSecurityIds").source.as_mut().unwrap().expression = Some("[mail]".to_owned())),
        ("schemaInvalid: users are matched by `alternativeSecurityIds` from `AltSecIdFromNetId([netId])`, and that cannot be changed",
            |scene| scene.row("alternativeSecurityIds").matching_priority = Some(0)),
        ("schemaInvalid: the mapping of `alternativeSecurityIds`, by which users are matched, is not there",
            |scene| scene.mapping().attribute_mappings.retain(|row| row.target != "alternativeSecurityIds")),
        ("schemaInvalid: `alternativeSecurityIds` is mapped twice to match users",
            |scene| {
                let again = scene.row("alternativeSecurityIds").clone();
                scene.mapping().attribute_mappings.push(again);
            }),
    ];
    for (text, bend) in table {
        let mut scene = sound();
        bend(&mut scene);
        let found = found(&scene);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(
            (found[0].id, found[0].text.as_str(), found[0].is_refused),
            ("CTS017", *text, true)
        );
        assert!(
            found[0]
                .path
                .starts_with("synchronizationRules[0].objectMappings[0].attributeMappings")
        );
        assert!(found[0].fix.contains("matchingPriority 1"));
    }
    // White space in the expression changes nothing.
    let mut scene = sound();
    scene.row("alternativeSecurityIds").source.as_mut().unwrap().expression =
        Some("AltSecIdFromNetId( [netId] )".to_owned());
    assert_eq!(ids(&scene), "");
}

/// What cannot be a target.
#[test]
fn targets_that_cannot_be_written() {
    for (name, wanted) in [
        ("proxyAddresses", "CTS022!"),
        ("otherMails", "CTS022"),
        ("id", "CTS022!"),
        ("objectId", "CTS022!"),
        ("photo", "CTS022!"),
        ("passwordProfile", "CTS022!"),
        ("assignedLicenses", "CTS022!"),
        ("customSecurityAttributes", "CTS022!"),
        ("HiddenFromAddressListsEnabled", "CTS022!"),
        ("targetAddress", "CTS022!"),
        ("ExternalEmailAddress", "CTS022!"),
        ("strongAuthenticationMethods", "CTS022!"),
        ("companyName", ""),
    ] {
        let mut scene = sound();
        let row = mapped(name, SourceType::Attribute, "[companyName]");
        scene.mapping().attribute_mappings.push(row);
        assert_eq!(ids(&scene), wanted, "{name}");
        if !wanted.is_empty() {
            let place = "synchronizationRules[0].objectMappings[0].attributeMappings[23].targetAttributeName";
            assert_eq!(found(&scene)[0].path, place);
        }
    }
}

/// Another configuration of the pair is told of where it has people in common.
#[test]
fn two_configurations_of_one_pair() {
    let scene = sound();
    let of = |source, target, everyone: bool, assigned: &[u128]| SyncConfiguration {
        id: id(99),
        display_name: "Guests".to_owned(),
        source,
        target,
        sync_all: everyone,
        assigned: assigned.iter().map(|number| id(*number)).collect(),
        ..SyncConfiguration::default()
    };
    for (case, other, wanted) in [
        ("the same people", of(SOURCE, TARGET, false, &[1, 2]), "CTS050"),
        ("everybody", of(SOURCE, TARGET, true, &[]), "CTS050"),
        ("other people", of(SOURCE, TARGET, false, &[2]), ""),
        ("nobody", of(SOURCE, TARGET, false, &[]), ""),
        ("the other way", of(TARGET, SOURCE, true, &[]), ""),
    ] {
        let all = [(other.id, Arc::new(other))].into();
        let around = Around { beside: Some(&all), population: Some(20), ..Around::default() };
        let told = faults(&scene.configuration, &around);
        let ids: Vec<&str> = told.iter().map(|one| one.id).collect();
        assert_eq!(ids.join(" "), wanted, "{case}");
        for one in told {
            assert_eq!(one.doubt().unwrap().0, Certainty::Undocumented);
        }
    }
}

/// A `Switch` on what is true or false, and one that gives no such value where one is needed.
#[test]
fn a_switch_of_another_type() {
    for (target, text, wanted) in [
        ("department", r#"Switch([accountEnabled], "x", "true", "on")"#, "CTS030 switchType"),
        ("department", r#"Switch([accountEnabled], "x", "True", "on")"#, "CTS030"),
        ("showInAddressList", r#"Switch([state], "no", "A", "true")"#, "CTS030 switchType"),
        ("showInAddressList", r#"Switch([state], "False", "A", "true")"#, "CTS030"),
        ("showInAddressList", r#"IIF([accountEnabled] = "True", "yes", "False")"#, "switchType"),
    ] {
        let mut scene = sound();
        *scene.row(target) = mapped(target, SourceType::Function, text);
        assert_eq!(ids(&scene), wanted, "{text}");
        let told = found(&scene);
        assert!(told.iter().all(|one| one.doubt().is_some()), "{text}");
    }
}

/// What cannot be synchronised, row by row: refused or warned of as a target, a source, in a filter.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/known-issues.md and
/// …/identity/multi-tenant-organizations/cross-tenant-synchronization-directory-extensions.md
#[test]
fn what_cannot_be_synchronised() {
    let target = |name: &str| {
        let mut scene = sound();
        let row = mapped(name, SourceType::Attribute, "[companyName]");
        scene.mapping().attribute_mappings.push(row);
        ids(&scene)
    };
    let source = |text: &str| {
        let kind = if text.ends_with(')') { SourceType::Function } else { SourceType::Attribute };
        let mut scene = sound();
        *scene.row("department") = mapped("department", kind, text);
        ids(&scene)
    };
    let filter = |name: &str| {
        let mut scene = sound();
        scene.filter(&[(name, "IS NOT NULL", "")]);
        ids(&scene)
    };
    #[rustfmt::skip]
    let table = [
        ("photos", target("photo"), "CTS022!"),
        ("photos by the older name", target("thumbnailPhoto"), "CTS022!"),
        ("custom security attributes", target("customSecurityAttributes"), "CTS022!"),
        ("proxyAddresses are read", source("Item([proxyAddresses], 1)"), ""),
        ("proxyAddresses are not written", target("proxyAddresses"), "CTS022!"),
        ("proxyAddresses are no filter", filter("proxyAddresses"), "CTS011!"),
        ("otherMails are computed anew", target("otherMails"), "CTS022"),
        ("hidden from address lists", target("HiddenFromAddressListsEnabled"), "CTS022!"),
        ("targetAddress", target("targetAddress"), "CTS022!"),
        ("ExternalEmailAddress", target("ExternalEmailAddress"), "CTS022!"),
        ("extensions with one value work", target("extension_2_cost"), ""),
        ("and are read", source("[extension_1_cost]"), ""),
        ("samAccountName is no source", source("[samAccountName]"), "CTS021"),
        ("userType is no source", source("[userType]"), "CTS021"),
        ("userType is no filter", filter("userType"), "CTS011!"),
        ("a manager is no text", source("ToLower([manager])"), "CTS034!"),
        ("a manager is no filter", filter("manager"), "CTS011!"),
        ("passwords", target("passwordProfile"), "CTS022!"),
        ("licences", target("assignedLicenses"), "CTS022!"),
        ("methods of authentication", target("strongAuthenticationMethods"), "CTS022!"),
    ];
    for (case, told, want) in table {
        assert_eq!(told, want, "{case}");
    }
}

#[test]
fn expressions_that_are_refused_or_not_advised() {
    let long = format!("\"{}\"", "x".repeat(9_999));
    for (text, wanted) in [
        ("[department]", ""),
        ("Coalesce([department], \"none\")", ""),
        ("Joyn(\"a\", [b])", "invalidExpression!"),
        ("tolower([department])", "CTS038!"),
        ("Replace([department], , \"\\d\", , \"x\", , )", "CTS037!"),
        (&long, "CTS039!"),
        ("Switch([state], \"x\", \"y\")", "CTS033! CTS030"),
        ("Switch([state], \"x\", \"y\", \"z\")", "CTS030"),
        ("Switch(IsPresent([state]), \"x\", \"True\", \"z\")", "CTS030 CTS032"),
        ("IIF([state] = \"x\", \"y\", \"z\")", "CTS031"),
        ("IIF([accountEnabled] = \"True\", \"y\", \"z\")", ""),
        ("Append([userType], \"x\")", "CTS021"),
        ("Append([samAccountName], \"x\")", "CTS021"),
        ("[userType]", "CTS021"),
        ("ToLower([manager])", "CTS034!"),
        ("SelectUniqueValue([a], [b])", "CTS035!"),
        ("SingleAppRoleAssignment([appRoleAssignments])", "CTS035!"),
        ("Append(\"x\", Guid())", "CTS036"),
        ("Replace([a], , \"(?=b)\", , \"c\")", "CTS015"),
        ("", "invalidExpression!"),
        ("Left(", "invalidExpression!"),
    ] {
        assert_eq!(ids(&expression(text)), wanted, "{text}");
    }
    // What is written once may be something else each time.
    let mut once = expression("Append(\"x\", Guid())");
    once.row("department").flow_type = Some(FlowType::ObjectAddOnly);
    assert_eq!(ids(&once), "");
    // Name, place and way out.
    let told = &found(&expression("Join(\"@\", tolower([mail]))"))[0];
    assert_eq!(
        told.path,
        "synchronizationRules[0].objectMappings[0].attributeMappings[7].source.expression"
    );
    assert_eq!(
        told.text,
        "no function is called `tolower`: names are case-sensitive; did you mean `ToLower`? (character 11, at `tolower`)"
    );
    assert_eq!(told.fix, "write the name as the reference does");
}

#[test]
fn values_that_are_refused_or_not_advised() {
    type Bend = fn(&mut Scene);
    #[rustfmt::skip]
    let table: &[(&str, Bend)] = &[
        ("CTS019", |scene| scene.row("userType").flow_type = Some(FlowType::Always)),
        ("", |scene| *scene.row("userType") = mapped("userType", SourceType::Constant, "\"Guest\"")),
        ("CTS020!", |scene| *scene.row("userType") = mapped("userType", SourceType::Constant, "\"Admin\"")),
        ("CTS020!", |scene| *scene.row("userType") = mapped("userType", SourceType::Constant, "\"member\"")),
        ("CTS021", |scene| *scene.row("department") = mapped("department", SourceType::Attribute, "[samAccountName]")),
        ("CTS029", |scene| scene.row("jobTitle").default_value = Some("Staff".to_owned())),
        ("", |scene| {
            scene.row("jobTitle").default_value = Some("Staff".to_owned());
            scene.row("jobTitle").flow_type = Some(FlowType::ObjectAddOnly);
        }),
        ("CTS034!", |scene| *scene.row("manager") = mapped("manager", SourceType::Function, "ToLower([mail])")),
        ("CTS034!", |scene| *scene.row("manager") = mapped("manager", SourceType::Constant, "\"boss\"")),
        ("CTS034!", |scene| *scene.row("manager") = mapped("manager", SourceType::Attribute, "[mail]")),
    ];
    for (row, (wanted, bend)) in table.iter().enumerate() {
        let mut scene = sound();
        bend(&mut scene);
        assert_eq!(ids(&scene), *wanted, "row {row}");
    }
}

#[test]
fn scoping_filters() {
    type Groups<'g> = &'g [&'g [(&'g str, &'g str, &'g str)]];
    #[rustfmt::skip]
    let table: &[(&str, Groups<'_>)] = &[
        ("", &[&[("department", "EQUALS", "Sales"), ("country", "EQUALS", "NO")]]),
        ("CTS010", &[&[("department", "NOT EQUALS", "Sales")]]),
        ("CTS010", &[&[("department", "NOT REGEX MATCH", "^S.*$")]]),
        ("", &[&[("department", "NOT EQUALS", "Sales")], &[("department", "IS NULL", "")]]),
        ("CTS010 CTS012", &[&[("department", "NOT EQUALS", "Sales")], &[("country", "IS NULL", "")]]),
        ("CTS011!", &[&[("userType", "EQUALS", "Member")]]),
        ("CTS011!", &[&[("manager", "IS NOT NULL", "")]]),
        ("CTS011!", &[&[("appRoleAssignments", "IS NOT NULL", "")]]),
        ("CTS011!", &[&[("members", "IS NOT NULL", "")]]),
        ("CTS011!", &[&[("IsMemberOf", "EQUALS", "G")]]),
        ("CTS011!", &[&[("employeeHireDate", "IS NOT NULL", "")]]),
        ("CTS011!", &[&[("proxyAddresses", "Includes", "x")]]),
        ("CTS012", &[&[("department", "EQUALS", "A")], &[("department", "EQUALS", "B")]]),
        ("CTS013!", &[&[("employeeId", "Greater_Than", "x")]]),
        ("CTS013!", &[&[("employeeId", "Greater_Than_OR_EQUALS", "1.5")]]),
        ("", &[&[("employeeId", "Greater_Than", "7")]]),
        ("CTS014", &[&[("department", "REGEX MATCH", "Sal")]]),
        ("CTS014", &[&[("department", "REGEX MATCH", "^Sal")]]),
        ("CTS014", &[&[("department", "REGEX MATCH", r"^Sal\$")]]),
        ("", &[&[("department", "REGEX MATCH", "^Sal$")]]),
        ("CTS015", &[&[("department", "REGEX MATCH", "^(?=Sal).*$")]]),
        ("unknownOperator", &[&[("department", "STARTS WITH", "Sal")]]),
        ("", &[&[("department", "&", "Sal")]]),
    ];
    for (wanted, groups) in table {
        let mut scene = sound();
        for group in *groups {
            scene.filter(group);
        }
        assert_eq!(ids(&scene), *wanted, "{groups:?}");
    }
    let mut scene = sound();
    scene.filter(&[("department", "EQUALS", "Sales")]);
    let scope = scene.mapping().scope.as_mut().unwrap();
    scope.groups[0].clauses[0].operand.as_mut().unwrap().values.clear();
    assert_eq!(ids(&scene), "filterValue");
    let mut scene = sound();
    let hand = group(&[("department", "EQUALS", "Sales")]);
    scene.mapping().scope.as_mut().unwrap().input_filter_groups.push(hand);
    assert_eq!(ids(&scene), "CTS057");
}

/// What the schema's own directories tell: several values, letter case, what is read-only.
#[test]
fn the_directories_of_a_schema_are_asked() {
    let directories: Json = crate::wire::typed(serde_json::json!([
        { "name": "S", "objects": [{ "name": "User", "attributes": [
            { "name": "department", "type": "String" },
            { "name": "extension_1_tags", "type": "String", "multivalued": true },
            { "name": "extension_1_Cost", "type": "String" },
            { "name": "joined", "type": "DateTime" },
        ] }] },
        { "name": "T", "objects": [{ "name": "User", "attributes": [
            { "name": "fixed", "type": "String", "mutability": "ReadOnly" },
            { "name": "extension_2_tags", "type": "String", "multivalued": true },
        ] }] },
    ]))
    .unwrap();
    let with = |target: &str, from: &str| {
        let mut scene = sound();
        scene.configuration.schema.extra.insert("directories".to_owned(), directories.clone());
        let rule = &mut scene.configuration.schema.rules[0];
        rule.extra.insert("sourceDirectoryName".to_owned(), "S".into());
        rule.extra.insert("targetDirectoryName".to_owned(), "T".into());
        let keep = ["alternativeSecurityIds", "IsSoftDeleted", "accountEnabled", "manager"];
        scene.mapping().attribute_mappings.retain(|row| keep.contains(&row.target.as_str()));
        scene.mapping().attribute_mappings.push(mapped(target, SourceType::Attribute, from));
        scene
    };
    for (target, from, wanted) in [
        ("city", "[department]", ""),
        ("city", "[Department]", "CTS040"),
        ("city", "[extension_1_cost]", "CTS040"),
        ("city", "[extension_1_tags]", "CTS041!"),
        ("extension_2_tags", "[department]", "CTS041!"),
        ("fixed", "[department]", "CTS022!"),
        ("city", "[somethingElse]", ""),
    ] {
        assert_eq!(ids(&with(target, from)), wanted, "{target} {from}");
    }
    let mut filtered = with("city", "[department]");
    filtered.filter(&[("joined", "IS NOT NULL", "")]);
    assert_eq!(ids(&filtered), "CTS011!");
    // The same by the names that users have.
    let known: BTreeSet<String> = ["department".to_owned()].into();
    let around = Around { attributes: Some(&known), ..Around::default() };
    let scene = expression("ToLower([Department])");
    let found = faults(&scene.configuration, &around);
    assert_eq!(found.iter().filter(|fault| fault.id == "CTS040").count(), 1);
}

/// Whatever a schema says, its faults are told without an end of the world.
#[test]
fn hostile_schemas_are_told() {
    let deep = format!("{}[a]{}", "ToLower(".repeat(2_000), ")".repeat(2_000));
    let text = found(&expression(&deep))[0].text.clone();
    assert!(text.chars().count() < 400, "{text}");
    let mut scene = sound();
    scene.filter(&[
        ("department", "REGEX MATCH", "^(a+)+$"),
        ("city", "REGEX MATCH", &"(".repeat(100_000)),
    ]);
    assert_eq!(ids(&scene), "CTS015");
    let told = found(&scene)[0].text.clone();
    assert!(told.chars().count() < 1_000, "{}", told.chars().count());
    for count in [0, 1, 5_000] {
        let mut scene = sound();
        let row = mapped("mail", SourceType::Function, "Left(");
        scene.mapping().attribute_mappings.extend(std::iter::repeat_n(row, count));
        let broken = found(&scene).iter().filter(|one| one.id == "invalidExpression").count();
        assert_eq!(broken, count);
    }
}

#[test]
fn assignments_that_did_not_come_are_not_taken_as_none() {
    let mut scene = scene("a upn=a@s.com mail=a@s.com", "");
    scene.configuration.sync_all = false;
    assert!(scene.first().starts_with("skip NotEffectivelyEntitled"), "{}", scene.first());
    scene.configuration.observed = Some(SyncObserved::default());
    assert!(scene.first().starts_with("ambiguous"), "{}", scene.first());
}
