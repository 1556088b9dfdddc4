//! Limits, groups as objects, and what ending it leaves behind.

use super::*;
use crate::domain::{Cloud, Extra};
use crate::sync::forecast::{Escrow, Forecast, forecast};

const ANN: &str = "ann upn=ann@s.com mail=ann@s.com name=Ann on=true";
const GUEST: &str =
    "ann upn=ann_s.com#EXT#@tee.onmicrosoft.com mail=ann@s.com name=Ann on=true type=Guest";

fn of(scene: &Scene) -> Forecast {
    scene.with(|engine, _| forecast(*engine.inputs(), &|_| ControlFlow::Continue(())).unwrap())
}

#[test]
fn limits_of_quarantine() {
    let total = Some("EncounteredTotalEscrowThreshold");
    let base = Some("EncounteredBaseEscrowThreshold");
    let share = Some("EncounteredEscrowProportionThreshold");
    #[rustfmt::skip]
    let table = [
        ("few", 4_999, 4_999, 0, None),
        ("few, references counted", 10_000, 4_000, 1_000, share),
        ("enough, and nearly half", 12_000, 5_000, 0, share),
        ("enough, and 40 in 100", 12_500, 5_000, 0, None),
        ("many among more", 1_000_000, 40_000, 0, None),
        ("too many among more", 1_000_000, 40_001, 0, base),
        ("references do not count there", 1_000_000, 40_000, 19_999, None),
        ("but they do in the end", 1_000_000, 40_000, 20_000, total),
    ];
    for (case, events, failures, references, want) in table {
        assert_eq!(Escrow::of(events, failures, references).quarantine, want, "{case}");
    }
}

#[test]
fn a_manager_out_of_scope_is_a_reference_that_fails() {
    let mut scene = scene(&format!("{ANN} manager=@2\nbea upn=bea@s.com mail=bea@s.com"), "");
    scene.assign(&[1]);
    let escrow = of(&scene).escrow;
    assert_eq!((escrow.events, escrow.failures, escrow.references), (1, 0, 1));
    scene.assign(&[1, 2]);
    assert_eq!(of(&scene).escrow.references, 0);
}

#[test]
fn ways_to_end_it() {
    // Three are there: one of them blocked on both sides, one in the recycle bin; Dan is not.
    let person = |name: &str, on: bool, gone: &str| {
        let upn = |text: &str| GUEST.replace("ann_s", text).replace("ann@", &format!("{name}@"));
        let guest = upn(&format!("{name}_s")).replace("on=true", &format!("on={on}"));
        format!("{guest} gone={gone}\n")
    };
    let source = ["ann", "bea", "cid", "dan"].map(|name| {
        let on = name != "bea";
        format!("{name} upn={name}@s.com mail={name}@s.com on={on}\n")
    });
    let target = [
        person("ann", true, "null"),
        person("bea", false, "null"),
        person("cid", true, "2026-01-01"),
    ];
    let mut scene = scene(&source.concat(), &target.concat());
    let counts = |scene: &Scene| {
        let endings = of(scene).endings;
        let counts = endings.iter().map(|one| {
            format!("{} {} {} {} {}", one.word, one.enabled, one.disabled, one.deleted, one.unclear)
        });
        counts.collect::<Vec<_>>()
    };
    let untouched = [
        "inboundOff 1 1 0 0",
        "partnerDeleted 1 1 0 0",
        "jobDeleted 1 1 0 0",
        "configurationDeleted 1 1 0 0",
        "restartedFull 1 1 0 0",
    ];
    let with = |last| [untouched.as_slice(), &[last]].concat();
    assert_eq!(counts(&scene), with("everybodyUnassigned 0 1 1 0"));
    // A threshold stops it until the deletes are allowed; the end is the same.
    scene.configuration.deletion_threshold = Some(1);
    assert_eq!(counts(&scene), with("everybodyUnassigned 0 1 1 0"));
    scene.mapping().flow_types = Some("Add,Update".to_owned());
    assert_eq!(counts(&scene), with("everybodyUnassigned 1 1 0 0"));
    // Behind a closed door nothing is deprovisioned.
    scene.mapping().flow_types = None;
    scene.partner(TARGET, |partner| partner.identity_synchronization = None);
    assert_eq!(counts(&scene), with("everybodyUnassigned 1 1 0 0"));
}

fn group_mapping(scene: &mut Scene) {
    scene.configuration.schema.rules[0].object_mappings.push(ObjectMapping {
        enabled: Some(true),
        target_object_name: Some("Group".to_owned()),
        ..ObjectMapping::default()
    });
}

fn admits_groups(scene: &mut Scene, allowed: bool) {
    scene.partner(TARGET, |partner| {
        let sync = partner.identity_synchronization.get_or_insert_default();
        let (is_sync_allowed, extra) = (Some(allowed), Extra::none());
        sync.group_sync_inbound = Some(SyncInbound { is_sync_allowed, extra });
    });
}

fn scene_of_groups() -> Scene {
    let mut scene = scene(&format!("{ANN}\nbea upn=bea@s.com mail=bea@s.com on=false"), "");
    scene.assign(&[50]);
    scene.source_groups = vec![SyncGroup {
        id: id(50),
        display_name: "All".to_owned(),
        security_enabled: Some(true),
        mail_enabled: Some(false),
        is_unified: Some(false),
        members: Some(vec![id(1), id(2)]),
        ..SyncGroup::default()
    }];
    group_mapping(&mut scene);
    admits_groups(&mut scene, true);
    scene
}

#[test]
fn groups_as_objects() {
    type Bend = fn(&mut Scene);
    #[rustfmt::skip]
    let table: &[(&str, Bend, &str)] = &[
        ("a security group", |_| {}, "create documented members 1 of 2"),
        ("a Microsoft 365 group", |s| s.source_groups[0].is_unified = Some(true), "create documented members 1 of 2"),
        ("a distribution list", |s| { s.source_groups[0].mail_enabled = Some(true); s.source_groups[0].security_enabled = Some(false); }, "skip documented"),
        ("a mail-enabled security group", |s| s.source_groups[0].mail_enabled = Some(true), "skip documented"),
        ("roles may be given to it", |s| s.source_groups[0].is_role_assignable = Some(true), "skip documented"),
        ("its kind is not told", |s| s.source_groups[0].is_unified = None, "create inferred members 1 of 2"),
        ("its members are not told", |s| s.source_groups[0].members = None, "create documented"),
        ("a later cycle", |s| s.mode = Mode::Incremental, "ambiguous undocumented"),
        ("the mapping is off", |s| s.configuration.schema.rules[0].object_mappings[1].enabled = Some(false), "skip EntityTypeNotSupported documented"),
        ("no mapping", |s| { s.configuration.schema.rules[0].object_mappings.pop(); }, "skip EntityTypeNotSupported documented"),
        ("the target lets no groups in", |s| admits_groups(s, false), "skip documented"),
        ("everyone is synchronised", |s| s.configuration.sync_all = true, "skip documented"),
        ("the job does nothing", |s| s.partner(TARGET, |p| {
            p.identity_synchronization.as_mut().unwrap().user_sync_inbound = None;
        }), "skip documented"),
        ("groups are filtered", |s| {
            let clauses = group(&[("displayName", "EQUALS", "All")]);
            let mapping = &mut s.configuration.schema.rules[0].object_mappings[1];
            mapping.scope = Some(crate::domain::SyncFilter { groups: vec![clauses], ..Default::default() });
        }, "ambiguous inferred"),
        ("another cloud", |s| {
            let tenant = Arc::make_mut(s.estate.tenants.get_mut(&TARGET).unwrap());
            tenant.cloud = Cloud::UsGovernment;
        }, "skip documented"),
        ("the target is not seen", |s| { Arc::make_mut(s.estate.tenants.get_mut(&TARGET).unwrap()).policy = None; }, "ambiguous inferred"),
    ];
    for (case, bend, want) in table {
        let mut scene = scene_of_groups();
        bend(&mut scene);
        let groups = of(&scene).groups;
        let [one] = groups.as_slice() else { panic!("{case}: one group") };
        let members = one.members.zip(one.left_out);
        let members = members.map(|(inside, out)| format!("members {inside} of {}", inside + out));
        let parts = [one.action.word(), one.code, one.certainty.word()];
        let parts = parts.into_iter().map(str::to_owned).chain(members);
        let told = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        assert_eq!(told, *want, "{case}");
        // What becomes of the group is nothing to its members, who are users.
        let counts = scene.source_groups[0].security_enabled == Some(true)
            && scene.source_groups[0].members.is_some()
            && case != &"the job does nothing"
            && scene.estate.tenant(TARGET).is_some_and(|one| one.cloud == Cloud::Global);
        let user = scene.with(|_, preview| preview.users[0].action);
        assert!(!counts || user == Action::Create, "{case}: {user:?}");
    }
}

/// Who of a group is written, who is left out, and why, one by one.
#[test]
fn members_of_a_group() {
    use crate::sync::{Membership, members, unknown_assigned};
    let mut scene = scene_of_groups();
    scene.assign(&[50, 77]);
    let inner = SyncGroup { id: id(51), display_name: "Inner".to_owned(), ..SyncGroup::default() };
    scene.source_groups.push(inner);
    scene.source_groups[0].members = Some(vec![id(1), id(2), id(51), id(88)]);
    scene.target_groups =
        vec![SyncGroup { display_name: "ALL".to_owned(), ..SyncGroup::default() }];
    scene.with(|engine, preview| {
        let told: Vec<_> = members(engine, preview, id(50))
            .into_iter()
            .map(|one| (one.name, one.membership, one.membership.certainty()))
            .collect();
        let stranger = id(88).to_string();
        assert_eq!(
            told,
            [
                (stranger, Membership::Unclear, Certainty::Inferred),
                ("Inner".to_owned(), Membership::Nested, Certainty::Documented),
                ("bea@s.com".to_owned(), Membership::LeftOut, Certainty::Documented),
                ("ann@s.com".to_owned(), Membership::Written, Certainty::Documented),
            ]
        );
        assert_eq!(unknown_assigned(engine), [id(77)]);
        let groups = crate::sync::groups(engine, preview);
        assert_eq!(groups.len(), 1, "who is only inside is not assigned");
        let one = &groups[0];
        assert_eq!((one.members, one.left_out, one.nested, one.unclear), (Some(1), Some(3), 1, 1));
        assert!(one.has_namesake);
    });
}

#[test]
fn what_was_not_looked_at_is_said() {
    let without = of(&scene(ANN, GUEST)).unseen;
    assert_eq!(without.len(), 5);
    let told = format!("{GUEST} assignedPlans=false dirSyncEnabled=false");
    let with = of(&scene(&format!("{ANN} alt=null"), &told)).unseen;
    assert_eq!(with.len(), 2, "{with:?}");
}
