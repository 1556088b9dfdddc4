//! The cases that administrators ask about, by number, with what is documented of each. Everything is
//! exported here that bears on the answer, so that what stays uncertain is so by the documents.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md
//! and …-configure.md, …/multi-tenant-organization-known-issues.md, …/identity/app-provisioning/known-issues.md,
//! …/how-provisioning-works.md, …/accidental-deletions.md, …/identity/monitoring-health/howto-analyze-provisioning-logs.md

use super::cycles::{acts, states};
use super::*;
use crate::domain::{FlowType, MappingSource, SourceType};
use crate::sync::cycles::{Event, Happening, Official, Plan, Timeline, simulate, spoken};

type Bend = fn(&mut Scene);

/// A user of the source of whom everything is told.
const ANN: &str = "ann upn=ann@s.com mail=ann@s.com name=Ann on=true netId=ab12 alt=null";
/// The same user in the target.
const THERE: &str = "ann upn=ann_s.com#EXT#@tee.onmicrosoft.com mail=ann@s.com name=Ann on=true type=Guest alt=5::ab12";

fn member() -> String {
    THERE.replace("Guest", "Member")
}

fn later(scene: &mut Scene) {
    scene.mode = Mode::Incremental;
}

fn set_type(scene: &mut Scene, value: &str) {
    scene.row("userType").source.as_mut().unwrap().expression = Some(format!("\"{value}\""));
}

fn switch(scene: &mut Scene) {
    let rows = &mut scene.mapping().attribute_mappings;
    rows.push(AttributeMapping {
        target: "companyName".to_owned(),
        source: Some(MappingSource {
            kind: Some(SourceType::Function),
            expression: Some(r#"Switch([companyName], "", "A", "A Ltd")"#.to_owned()),
            ..MappingSource::default()
        }),
        ..AttributeMapping::default()
    });
}

fn nobody_invites(scene: &mut Scene) {
    let tenant = Arc::make_mut(scene.estate.tenants.get_mut(&TARGET).unwrap());
    let external = Arc::make_mut(tenant.external.as_mut().unwrap());
    external.authorization.as_mut().unwrap().allow_invites_from = Some(AllowInvitesFrom::None);
}

fn nested(scene: &mut Scene) {
    let group = |number, members: &[u128]| SyncGroup {
        id: id(number),
        security_enabled: Some(true),
        members: Some(members.iter().map(|one| id(*one)).collect()),
        ..SyncGroup::default()
    };
    scene.assign(&[50]);
    scene.source_groups = vec![group(50, &[51]), group(51, &[1])];
}

/// What one look at both directories tells: number, source, target, what is bent, the answer.
#[test]
fn cases_of_one_look() {
    let moved = |mail: &str| ANN.replace("mail=ann@s.com", &format!("mail={mail}"));
    let pending = THERE.replace(" alt=5::ab12", " state=PendingAcceptance");
    #[rustfmt::skip]
    let table: &[(u32, &str, &str, Bend, &str)] = &[
        (1, ANN, "", |_| {}, "create documented"),
        (2, ANN, "", |s| set_type(s, "Guest"), "create documented"),
        (3, ANN, &THERE.replace("name=Ann", "name=A"), |_| {}, "update documented displayName"),
        (5, ANN, &member(), |_| {}, "unchanged RedundantExport inferred"),
        (6, ANN, &pending.replace("name=Ann", "name=A"), |_| {}, "update undocumented displayName"),
        (7, &moved("a.nn@s.com"), &pending.replace("upn=ann_s.com", "upn=a.nn_s.com").replace("name=Ann", "name=A").replace("mail=ann", "mail=a.nn"),
            later, "update undocumented displayName"),
        (9, ANN, "", |s| s.target_groups = vec![SyncGroup { addresses: vec!["ann@s.com".to_owned()], ..SyncGroup::default() }],
            "fail InvitationCreationFailureInvalidPropertyValue documented"),
        (11, ANN, &format!("{THERE} dirSyncEnabled=true").replace("name=Ann", "name=A"), |_| {},
            "fail CannotUpdateObjectsMasteredOnPremises documented displayName"),
        (13, &moved("ann@mail.com"), "", |_| {}, "fail inferred"),
        (14, &ANN.replace("upn=ann@s.com", "upn=ann_x.com#EXT#@s.com").replace("alt=null", "alt=5::1|5::2"), "", |_| {},
            "skip NotEffectivelyEntitled documented"),
        (15, &format!("{ANN} type=Guest"), "", |_| {}, "skip NotEffectivelyEntitled undocumented"),
        (16, &ANN.replace("alt=null", "alt=1:x:2"), "", |_| {}, "skip NotEffectivelyEntitled documented"),
        (23, ANN, "", nested, "skip NotEffectivelyEntitled documented"),
        (28, &format!("{ANN} department=Sales"), "",
            |s| { s.filter(&[("department", "EQUALS", "Marketing")]); s.filter(&[("department", "EQUALS", "Sales")]); }, "create documented"),
        (44, &ANN.replace("name=Ann", "name=ANN"), &member(), later, "unchanged RedundantExport undocumented"),
        (46, &moved("bea@s.com"), &format!("{} assignedPlans=true", member()).replace("name=Ann", "name=A"), later,
            "update inferred displayName"),
        (46, &moved("bea@s.com"), &format!("{} assignedPlans=true", member()), later,
            "fail CannotUpdateObjectsOriginatedInExternalService inferred"),
        (50, ANN, "", |s| s.partner(TARGET, |p| p.identity_synchronization = None), "skip documented"),
        (51, ANN, "", nobody_invites, "fail AzureActiveDirectoryForbidden documented"),
        (51, ANN, &THERE.replace("name=Ann", "name=A"), nobody_invites, "update documented displayName"),
        (61, &ANN.replace("netId=ab12", "netId=null"), "", |_| {}, "skip ImportSkipped inferred"),
        (62, ANN, "", |s| s.partner(SOURCE, |p| p.configuration.automatic_user_consent = None),
            "fail AzureDirectoryB2BManagementPolicyCheckFailure documented"),
    ];
    for (number, source, target, bend, want) in table {
        let mut scene = scene(source, target);
        bend(&mut scene);
        assert_eq!(scene.first(), *want, "case {number}");
    }
}

/// What is written, and why not: number, source, target, what is bent, attribute, what happens.
#[test]
fn cases_of_one_attribute() {
    #[rustfmt::skip]
    let table: &[(u32, &str, &str, Bend, &str, &str)] = &[
        (1, ANN, "", |_| {}, "userType", "- > Member"),
        (2, ANN, "", |s| set_type(s, "Guest"), "userType", "- > Guest"),
        (3, ANN, THERE, |_| {}, "userType", "Guest > Guest createOnly"),
        (7, ANN, &THERE.replace("ann_s.com", "old").replace(" alt=5::ab12", " state=PendingAcceptance"), later, "userPrincipalName",
            "old#EXT#@tee.onmicrosoft.com > old#EXT#@tee.onmicrosoft.com signInNameStays"),
        (42, &format!("{ANN} jobTitle=null"), "", |s| s.row("jobTitle").default_value = Some("Staff".to_owned()), "jobTitle", "- > Staff default"),
        (44, &ANN.replace("name=Ann", "name=ANN"), THERE, later, "displayName", "Ann > Ann caseOnly"),
        (45, &format!("{} companyName=A", ANN.replace("name=Ann", "name=B")), &format!("{THERE} companyName=A_Ltd"), |s| { later(s); switch(s); },
            "companyName", "A Ltd > A Ltd mayBeCleared"),
        (46, &ANN.replace("mail=ann@s.com", "mail=bea@s.com"), &format!("{THERE} assignedPlans=true"), later, "mail", "ann@s.com > ann@s.com exchangeOwned"),
    ];
    for (number, source, target, bend, attribute, want) in table {
        let mut scene = scene(source, target);
        bend(&mut scene);
        assert_eq!(scene.change(attribute), *want, "case {number}");
    }
}

fn directly(scene: &mut Scene) {
    scene.assign(&[1]);
}

fn in_a_group(scene: &mut Scene) {
    scene.assign(&[50]);
    scene.source_groups = vec![SyncGroup {
        id: id(50),
        security_enabled: Some(true),
        members: Some(vec![id(1)]),
        ..SyncGroup::default()
    }];
}

fn by_department(scene: &mut Scene) {
    scene.filter(&[("department", "EQUALS", "Marketing")]);
}

/// What hangs on the past: number, what is bent, what happens, the states, what the cycles do.
#[test]
fn cases_of_a_past() {
    #[rustfmt::skip]
    let table: &[(u32, Bend, &[&str], &str, &str)] = &[
        (18, directly, &["1 blocked"], "linkedActive linkedDisabled", "disable documented"),
        (20, in_a_group, &["1 blocked", "1 removedFromGroups"], "linkedActive targetSoftDeleted gone",
            "softDelete NotEffectivelyEntitled undocumented"),
        (21, directly, &["1 unassigned"], "linkedActive targetSoftDeleted gone", "softDelete NotEffectivelyEntitled documented"),
        (24, by_department, &["1 changed department=Sales"], "linkedActive targetSoftDeleted gone", "softDelete NotEffectivelyEntitled documented"),
        (31, directly, &["1 deleted"], "linkedActive targetSoftDeleted gone", "softDelete documented"),
        (32, directly, &["1 deleted", "12 restored"], "linkedActive targetSoftDeleted linkedActive", "softDelete documented, restore documented"),
        (34, directly, &["1 deletedInTarget"], "linkedActive targetSoftDeleted gone", ""),
        (35, directly, &["1 deletedInTarget", "2 changed displayName=B"], "linkedActive targetSoftDeleted escrowed targetSoftDeleted gone",
            "fail InvalidAnchor undocumented, fail InvalidAnchor undocumented"),
        (36, directly, &["1 leavesTarget"], "linkedActive targetSoftDeleted linkedActive", "restore undocumented"),
        (39, directly, &["1 changed manager="], "linkedActive", "unchanged RedundantExport inferred"),
    ];
    for (number, bend, events, states_wanted, acts_wanted) in table {
        let bea = "bea upn=bea@s.com mail=bea@s.com on=true netId=b7 alt=null";
        let mut scene = scene(&format!("{ANN} manager=@2 department=Marketing\n{bea}"), "");
        bend(&mut scene);
        let timeline = scene.events(events);
        assert_eq!(states(&timeline), *states_wanted, "case {number}");
        assert_eq!(acts(&timeline), *acts_wanted, "case {number}");
    }
}

#[test]
fn case_34_says_that_only_a_hand_restores() {
    let mut scene = scene(ANN, "");
    directly(&mut scene);
    let timeline = scene.events(&["1 deletedInTarget"]);
    let said = timeline.moments.iter().any(|one| one.because.contains("by hand"));
    assert!(said, "{:?}", timeline.moments);
}

/// Managers are linked when the user is looked at again as a whole, not when the manager comes.
#[test]
fn case_40_a_manager_who_comes_into_scope_later() {
    let bea = "bea upn=bea@s.com mail=bea@s.com on=true netId=b7 alt=null";
    let mut scene = scene(&format!("{ANN} manager=@2\n{bea}"), &format!("{THERE} manager=null"));
    scene.assign(&[1]);
    let run = |last: &str| {
        let later = spoken("7 assigned", Some(id(2))).unwrap();
        let events = vec![later, spoken(last, Some(id(1))).unwrap()];
        let plan = Plan { users: vec![id(1)], events, days: 20 };
        let timeline: Timeline = scene.with_inputs(|inputs| simulate(inputs, &plan));
        let moments = timeline.moments.iter().filter(|one| one.at >= 7 * 1440);
        let changes = moments.flat_map(|one| one.changes.clone());
        let managers = changes.filter(|one| one.attribute == "manager" && one.is_written());
        managers.count()
    };
    assert_eq!(run("8 changed displayName=B"), 0, "a later cycle");
    assert_eq!(run("8 restarted"), 1, "a restart");
}

#[test]
fn case_48_six_hundred_are_unassigned() {
    let line = |at: usize, there: bool| match there {
        false => format!("u upn=u{at}@s.com mail=u{at}@s.com on=true netId=n{at}x alt=null\n"),
        true => {
            format!("u upn=u{at}_s.com#EXT#@tee.onmicrosoft.com mail=u{at}@s.com alt=5::n{at}x\n")
        }
    };
    let all = |there| (0..600).map(|at| line(at, there)).collect::<String>();
    let mut scene = scene(&all(false), &all(true));
    later(&mut scene);
    scene.assign(&[]);
    scene.configuration.deletion_threshold = Some(500);
    scene.with(|_, preview| {
        assert_eq!(preview.summary.of(Action::Staged), 600);
        assert_eq!((preview.job.verdict, preview.job.deletions), (JobVerdict::Quarantined, 600));
        assert!(preview.job.because.iter().any(|line| line.starts_with("TooManyDeletes: 600")));
        assert!(preview.users[0].because().starts_with("StagedDelete: "));
    });
}

#[test]
fn case_54_a_filter_is_saved() {
    let mut scene = scene(&format!("{ANN} department=Sales"), "");
    let before = scene.configuration.schema.clone();
    by_department(&mut scene);
    let after = std::mem::replace(&mut scene.configuration.schema, before);
    let saved = Happening::Job(Official::SchemaSaved(Some(Box::new(after))));
    let plan = Plan { users: vec![id(1)], events: vec![Event::on(1, 0, saved)], days: 3 };
    let timeline = scene.with_inputs(|inputs| simulate(inputs, &plan));
    assert_eq!(acts(&timeline), "softDelete NotEffectivelyEntitled documented");
}

/// What no export tells is said to be unseen: mail contacts (10), the quota of the target (52).
#[test]
fn cases_10_and_52_are_said_to_be_unseen() {
    let unseen = scene(ANN, "").with(|engine, _| {
        let go = &|_| ControlFlow::Continue(());
        crate::sync::forecast(*engine.inputs(), go).unwrap().unseen
    });
    assert!(
        unseen
            .iter()
            .any(|line| line.starts_with("mail contacts") && line.contains("not documented"))
    );
    assert!(unseen.iter().any(|line| line.contains("QuotaLimitExceeded")));
}

/// A group is written with the members who are in scope (56); without its mapping it is skipped, and
/// its members are created all the same (58).
#[test]
fn cases_56_and_58_groups() {
    for (number, enabled, want, inside) in [
        (56, true, "create  documented", Some(1)),
        (58, false, "skip EntityTypeNotSupported documented", None),
    ] {
        let mut scene = scene(&format!("{ANN}\nbea upn=bea@s.com mail=bea@s.com on=false"), "");
        in_a_group(&mut scene);
        scene.source_groups[0].members = Some(vec![id(1), id(2)]);
        scene.source_groups[0].is_unified = Some(false);
        scene.source_groups[0].mail_enabled = Some(false);
        scene.configuration.schema.rules[0].object_mappings.push(ObjectMapping {
            enabled: Some(enabled),
            target_object_name: Some("Group".to_owned()),
            ..ObjectMapping::default()
        });
        scene.partner(TARGET, |partner| {
            let sync = partner.identity_synchronization.get_or_insert_default();
            let yes = Some(true);
            sync.group_sync_inbound =
                Some(SyncInbound { is_sync_allowed: yes, ..SyncInbound::default() });
        });
        let (told, members, user) = scene.with(|engine, preview| {
            let groups = crate::sync::groups::groups(engine, preview);
            let one = &groups[0];
            let told = format!("{} {} {}", one.action.word(), one.code, one.certainty.word());
            (told, one.members, preview.users[0].action)
        });
        assert_eq!((told.as_str(), members, user), (want, inside, Action::Create), "case {number}");
    }
}

#[test]
fn case_3_a_guest_becomes_a_member_where_the_type_is_written_always() {
    let mut scene = scene(ANN, THERE);
    scene.row("userType").flow_type = Some(FlowType::Always);
    assert_eq!(scene.change("userType"), "Guest > Member");
    assert_eq!(scene.first(), "update documented userType");
}
