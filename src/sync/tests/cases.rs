//! What becomes of a user: the cases that administrators ask about.

use super::*;
use crate::domain::{AccessType, B2bSetting, Extra, TargetConfiguration};

const ANN: &str = "ann upn=ann@s.com mail=ann@s.com name=Ann on=true";
const GUEST: &str =
    "ann upn=ann_s.com#EXT#@tee.onmicrosoft.com mail=ann@s.com name=Ann on=true type=Guest";

type Bend = fn(&mut Scene);
type Case<'c> = (&'c str, &'c str, &'c str, Bend, &'c str);

fn later(scene: &mut Scene) {
    scene.mode = Mode::Incremental;
}

/// Case, source, target, what is bent, and what becomes of the first user of the source.
#[test]
fn cases() {
    #[rustfmt::skip]
    let table: &[Case<'_>] = &[
        ("nobody there: created", ANN, "", |_| {}, "create documented"),
        ("a redeemed guest is taken over, and stays a guest", ANN, &GUEST.replace("name=Ann", "name=Annie"),
            |_| {}, "update inferred displayName"),
        ("userType always: the guest becomes a member", ANN, GUEST,
            |s| s.row("userType").flow_type = None, "update inferred userType"),
        ("an identical user is skipped", ANN, GUEST, |_| {}, "unchanged RedundantExport inferred"),
        ("found by the id of the home account", &format!("{ANN} netId=AB12"),
            &GUEST.replace("upn=ann_s.com", "alt=5::ab12 upn=other"), |_| {}, "update documented userPrincipalName"),
        ("found by the identity", ANN, &GUEST.replace("upn=ann_s.com", "identities=ann@s.com|x upn=other"),
            |_| {}, "update inferred userPrincipalName"),
        ("found by mail only", ANN, &GUEST.replace("upn=ann_s.com", "upn=other"),
            |_| {}, "update undocumented userPrincipalName"),
        ("a pending invitation is joined", ANN, &format!("{GUEST} state=PendingAcceptance").replace("name=Ann", "name=A"),
            |_| {}, "update undocumented displayName"),
        ("of a pending one incremental cycles leave the sign-in name", ANN,
            &GUEST.replace("upn=ann_s.com", "state=PendingAcceptance upn=old"), later, "unchanged undocumented"),
        ("two guests for one person", ANN, &format!("{}\n{}", GUEST.replace("ann_s.com", "a"), GUEST.replace("ann_s.com", "b")),
            |_| {}, "ambiguous undocumented"),
        ("an internal user has the address", ANN, "x upn=x@t.com mail=ANN@s.com",
            |_| {}, "fail InvitationCreationFailureAmbiguousUser documented"),
        ("an internal user has it as a proxy", ANN, "x upn=x@t.com proxyAddresses=smtp:ann@s.com|SMTP:x@t.com",
            |_| {}, "fail InvitationCreationFailureAmbiguousUser documented"),
        ("a group has it", ANN, "",
            |s| s.target_groups = vec![SyncGroup { addresses: vec!["ann@s.com".to_owned()], ..SyncGroup::default() }],
            "fail InvitationCreationFailureInvalidPropertyValue documented"),
        ("mastered on-premises in the target", ANN, &format!("{GUEST} dirSyncEnabled=true").replace("name=Ann", "name=A"),
            |_| {}, "fail CannotUpdateObjectsMasteredOnPremises inferred displayName"),
        ("the domain is not verified", &ANN.replace("mail=ann@s.com", "mail=ann@mail.com"), "", |_| {}, "fail inferred"),
        ("no mail", &ANN.replace("mail=ann@s.com", "mail=null"), "", |_| {}, "fail undocumented"),
        ("a mailbox there, and only mail differs", &ANN.replace("mail=ann@s.com", "mail=bea@s.com"), &format!("{GUEST} assignedPlans=true"),
            later, "fail CannotUpdateObjectsOriginatedInExternalService inferred"),
        ("a mailbox there, and more differs", &ANN.replace("mail=ann@s.com", "mail=bea@s.com"),
            &format!("{GUEST} assignedPlans=true").replace("name=Ann", "name=A"), later, "update inferred displayName"),
        ("no mailbox there", &ANN.replace("mail=ann@s.com", "mail=bea@s.com"), &format!("{GUEST} assignedPlans=false"),
            later, "update inferred mail"),
        ("the target blocks collaboration", ANN, "", blocks, "create undocumented"),
        ("the target blocks collaboration: updates go on", ANN, &GUEST.replace("name=Ann", "name=A"), blocks, "update inferred displayName"),
        ("the domain is on the target's block list", ANN, "", |s| domains(s, None, Some("s.com")), "create undocumented"),
        ("another domain is", ANN, "", |s| domains(s, None, Some("x.com")), "create documented"),
        ("the domain is not on its allow list", ANN, "", |s| domains(s, Some("x.com"), None), "create undocumented"),
        ("the domain is on its allow list", ANN, "", |s| domains(s, Some("s.com"), None), "create documented"),
        ("a guest from elsewhere", "g upn=g_x.com#EXT#@s.com mail=g@x.com type=Guest", "",
            |_| {}, "skip NotEffectivelyEntitled inferred"),
        ("a guest from elsewhere, told by the export", "g upn=g_x.com#EXT#@s.com alt=5::1|5::2", "",
            |_| {}, "skip NotEffectivelyEntitled documented"),
        ("an internal guest", &format!("{ANN} type=Guest"), "", |_| {}, "skip NotEffectivelyEntitled undocumented"),
        ("signs in by SMS", &format!("{ANN} alt=1:x:2"), "", |_| {}, "skip NotEffectivelyEntitled documented"),
        ("nobody has alternative ids", &format!("{ANN} alt=null"), "", |_| {}, "create documented"),
        ("disabled, never provisioned", &ANN.replace("on=true", "on=false"), "", |_| {}, "skip NotEffectivelyEntitled documented"),
        ("disabled later", &ANN.replace("on=true", "on=false"), GUEST, later, "disable inferred accountEnabled"),
        ("disabled there already", &ANN.replace("on=true", "on=false"), &GUEST.replace("on=true", "on=false"),
            later, "unchanged RedundantExport inferred"),
        ("unassigned", ANN, GUEST, |s| { later(s); s.assign(&[]); }, "softDelete NotEffectivelyEntitled inferred IsSoftDeleted"),
        ("unassigned before the first cycle", ANN, GUEST, |s| s.assign(&[]), "skip NotEffectivelyEntitled documented"),
        ("unassigned, deletes off", ANN, GUEST,
            |s| { later(s); s.assign(&[]); s.mapping().flow_types = Some("Add, Update".to_owned()); }, "release inferred"),
        ("blocked first, then unassigned", &ANN.replace("on=true", "on=false"), &GUEST.replace("on=true", "on=false"),
            |s| { later(s); s.assign(&[]); }, "release NotEffectivelyEntitled inferred"),
        ("blocked and unassigned at once", &ANN.replace("on=true", "on=false"), GUEST,
            |s| { later(s); s.assign(&[]); }, "softDelete NotEffectivelyEntitled undocumented IsSoftDeleted"),
        ("assigned directly", ANN, "", |s| s.assign(&[1]), "create documented"),
        ("out of the filter", &format!("{ANN} department=Sales"), GUEST,
            |s| { later(s); s.filter(&[("department", "EQUALS", "Marketing")]); }, "softDelete NotEffectivelyEntitled inferred IsSoftDeleted"),
        ("out of an input filter: nothing", &format!("{ANN} department=Sales"), GUEST,
            |s| { later(s); s.mapping().scope.as_mut().unwrap().input_filter_groups[0].clauses.extend(group(&[("department", "EQUALS", "Marketing")]).clauses); },
            "skip NotEffectivelyEntitled documented"),
        ("within an input filter", &format!("{ANN} department=Sales"), "",
            |s| { s.mapping().scope.as_mut().unwrap().input_filter_groups[0].clauses.extend(group(&[("department", "EQUALS", "Sales")]).clauses); },
            "create documented"),
        ("fails one filter, passes another", &format!("{ANN} department=Sales"), "",
            |s| { s.filter(&[("department", "EQUALS", "Marketing")]); s.filter(&[("department", "EQUALS", "Sales")]); }, "create documented"),
        ("no department, and not one of them", &format!("{ANN} department=null"), "",
            |s| s.filter(&[("department", "NOT EQUALS", "Sales")]), "skip NotEffectivelyEntitled documented"),
        ("a regular expression that can be read twice", &format!("{ANN} department=Sales"), "",
            |s| s.filter(&[("department", "REGEX MATCH", "Sal")]), "ambiguous undocumented"),
        ("a filter by what is not exported", ANN, "", |s| s.filter(&[("department", "IS NULL", "")]), "ambiguous inferred"),
    ];
    check(table);
}

/// The same, of deletions, switches and policies.
#[test]
fn more_cases() {
    #[rustfmt::skip]
    let table: &[Case<'_>] = &[
        ("deleted in the source", &format!("{ANN} gone=2026-01-01"), GUEST, later, "softDelete inferred IsSoftDeleted"),
        ("deleted in the source, never provisioned", &format!("{ANN} gone=2026-01-01"), "", later, "skip NotEffectivelyEntitled documented"),
        ("deleted there, in scope", ANN, &format!("{GUEST} gone=2026-01-01").replace("upn=", "upn=0123456789abcdef0123456789abcdef"),
            later, "restore undocumented IsSoftDeleted"),
        ("deleted there before the first cycle", ANN, &format!("{GUEST} gone=2026-01-01"), |_| {}, "ambiguous undocumented"),
        ("deleted there, out of scope", ANN, &format!("{GUEST} gone=2026-01-01"),
            |s| { later(s); s.assign(&[]); }, "skip NotEffectivelyEntitled inferred"),
        ("no netId", &format!("{ANN} netId=null"), "", |_| {}, "skip ImportSkipped inferred"),
        ("creates off", ANN, "", |s| s.mapping().flow_types = Some("Update".to_owned()), "skip documented"),
        ("updates off", ANN, &GUEST.replace("name=Ann", "name=A"), |s| s.mapping().flow_types = Some("Add".to_owned()), "skip inferred"),
        ("no mapping of users", ANN, "", |s| s.mapping().enabled = Some(false), "skip inferred"),
        ("the target is not known", ANN, "", |s| s.target.clear(), "ambiguous inferred"),
        ("too many deletions", ANN, GUEST,
            |s| { later(s); s.assign(&[]); s.configuration.deletion_threshold = Some(1); }, "staged StagedDelete inferred IsSoftDeleted"),
        ("one deletion below", ANN, GUEST,
            |s| { later(s); s.assign(&[]); s.configuration.deletion_threshold = Some(2); }, "softDelete NotEffectivelyEntitled inferred IsSoftDeleted"),
        ("inbound synchronisation off", ANN, "", |s| s.partner(TARGET, |p| p.identity_synchronization = None), "skip documented"),
        ("source redeems nothing outbound", ANN, "", |s| s.partner(SOURCE, |p| p.configuration.automatic_user_consent = None),
            "fail AzureDirectoryB2BManagementPolicyCheckFailure documented"),
        ("what the target says is not known", ANN, "", unseen, "create inferred"),
        ("nobody may invite: no creates", ANN, "", nobody_invites, "fail AzureActiveDirectoryForbidden documented"),
        ("nobody may invite: updates go on", ANN, &GUEST.replace("name=Ann", "name=A"), nobody_invites, "update inferred displayName"),
    ];
    check(table);
}

fn check(table: &[Case<'_>]) {
    for (case, source, target, bend, want) in table {
        let mut scene = scene(source, target);
        bend(&mut scene);
        assert_eq!(scene.first(), *want, "{case}");
    }
}

fn unseen(scene: &mut Scene) {
    Arc::make_mut(scene.estate.tenants.get_mut(&TARGET).unwrap()).policy = None;
}

/// Their users as guests: nobody.
fn blocks(scene: &mut Scene) {
    scene.partner(TARGET, |partner| {
        partner.configuration.b2b_collaboration_inbound = Some(B2bSetting {
            users_and_groups: Some(TargetConfiguration::all_users(AccessType::Blocked)),
            applications: Some(TargetConfiguration::all_apps(AccessType::Blocked)),
            extra: Extra::none(),
        });
    });
}

fn domains(scene: &mut Scene, allowed: Option<&str>, blocked: Option<&str>) {
    let list = |name: Option<&str>| name.map(|name| vec![DomainName::observed(name)]);
    let tenant = Arc::make_mut(scene.estate.tenants.get_mut(&TARGET).unwrap());
    let external = Arc::make_mut(tenant.external.as_mut().unwrap());
    let policy = external.b2b_management.get_or_insert_default();
    (policy.invitations.allowed, policy.invitations.blocked) = (list(allowed), list(blocked));
}

fn nobody_invites(scene: &mut Scene) {
    let tenant = Arc::make_mut(scene.estate.tenants.get_mut(&TARGET).unwrap());
    let external = Arc::make_mut(tenant.external.as_mut().unwrap());
    external.authorization.as_mut().unwrap().allow_invites_from = Some(AllowInvitesFrom::None);
}

#[test]
fn groups() {
    let members = |number, members: &[u128], security_enabled| SyncGroup {
        id: id(number),
        security_enabled,
        members: Some(members.iter().map(|member| id(*member)).collect()),
        ..SyncGroup::default()
    };
    let nested = || vec![members(50, &[51], Some(true)), members(51, &[1], Some(true))];
    let unknown = SyncGroup { id: id(50), ..SyncGroup::default() };
    #[rustfmt::skip]
    let table = [
        ("a direct member", vec![members(50, &[1], Some(true))], "create documented"),
        ("not told whether security-enabled", vec![members(50, &[1], None)], "create documented"),
        ("not a member", vec![members(50, &[2], Some(true))], "skip NotEffectivelyEntitled documented"),
        ("a member of a group inside", nested(), "skip NotEffectivelyEntitled documented"),
        ("not security-enabled", vec![members(50, &[1], Some(false))], "skip NotEffectivelyEntitled documented"),
        ("members not imported", vec![unknown], "ambiguous inferred"),
        ("group not imported", vec![], "ambiguous inferred"),
    ];
    for (case, groups, want) in table {
        let mut scene = scene(ANN, "");
        scene.assign(&[50]);
        scene.source_groups = groups;
        assert_eq!(scene.first(), want, "{case}");
    }
}

#[test]
fn two_people_with_one_mail() {
    let scene = scene(&format!("{ANN}\n{}", ANN.replace("upn=ann", "upn=bea")), "");
    assert_eq!([scene.told(0), scene.told(1)], ["ambiguous documented"; 2]);
}

#[test]
fn the_verdict_on_the_job() {
    use JobVerdict::{Blocked, Quarantined, Runs, Unknown};
    let unseen = |scene: &mut Scene, owner| {
        Arc::make_mut(scene.estate.tenants.get_mut(&owner).unwrap()).policy = None;
    };
    #[expect(clippy::type_complexity, reason = "a table")]
    #[rustfmt::skip]
    let table: &[(&str, &dyn Fn(&mut Scene), JobVerdict)] = &[
        ("all open", &|_| {}, Runs),
        ("inbound synchronisation off", &|s| s.partner(TARGET, |p| p.identity_synchronization = None), Blocked),
        ("outbound redemption off", &|s| s.partner(SOURCE, |p| p.configuration.automatic_user_consent = None), Quarantined),
        ("inbound redemption off", &|s| s.partner(TARGET, |p| p.configuration.automatic_user_consent = None), Quarantined),
        ("target unseen", &|s| unseen(s, TARGET), Unknown),
        ("source unseen", &|s| unseen(s, SOURCE), Unknown),
        ("target unseen, source closed", &|s| { unseen(s, TARGET); s.partner(SOURCE, |p| p.configuration.automatic_user_consent = None); }, Quarantined),
        ("nobody may invite", &nobody_invites, Runs),
    ];
    for (case, bend, want) in table {
        let mut scene = scene(ANN, "");
        bend(&mut scene);
        assert_eq!(scene.with(|_, preview| preview.job.verdict), *want, "{case}");
    }
}

#[test]
fn clouds() {
    use crate::domain::{Cloud, CloudEndpoint};
    use JobVerdict::{Blocked, Runs};
    let clouds = [Cloud::Global, Cloud::UsGovernment, Cloud::China];
    let wants = [[Runs, Runs, Runs], [Runs, Runs, Blocked], [Blocked, Blocked, Runs]];
    for (from, wants) in clouds.iter().zip(wants) {
        for (to, want) in clouds.iter().zip(wants) {
            let mut scene = scene(ANN, "");
            for (id, cloud) in [(SOURCE, from), (TARGET, to)] {
                let tenant = Arc::make_mut(scene.estate.tenants.get_mut(&id).unwrap());
                tenant.cloud = cloud.clone();
                let policy = Arc::make_mut(tenant.policy.as_mut().unwrap());
                policy.allowed_cloud_endpoints = CloudEndpoint::KNOWN.to_vec();
            }
            let got = scene.with(|_, preview| preview.job.verdict);
            assert_eq!(got, want, "{} to {}", from.title(), to.title());
        }
    }
}

#[test]
fn what_would_happen_behind_a_closed_gate_is_told_beside() {
    let mut scene = scene(ANN, "");
    scene.partner(TARGET, |partner| partner.identity_synchronization = None);
    scene.with(|_, preview| {
        assert_eq!(preview.summary.of(Action::Skip), 1);
        assert_eq!(preview.if_let_through.unwrap().of(Action::Create), 1);
        assert!(preview.job.because[0].starts_with("AzureActiveDirectoryCrossTenantSyncPolicy"));
    });
    scene.with(|engine, kept| {
        let go_on = |_| ControlFlow::Continue(());
        let free = engine.previewed(crate::sync::PolicyGate::LetThrough, &go_on).unwrap();
        assert_eq!(free.job, kept.job, "what the job becomes is told as it is");
        assert!(free.is_let_through && !kept.is_let_through);
        assert_eq!(Some(free.summary), kept.if_let_through);
        assert_eq!(free.users[0].action, Action::Create);
    });
}

#[test]
fn who_fails_behind_a_closed_gate_is_told_with_the_reason() {
    let nameless = ANN.replace("mail=ann@s.com", "mail=null");
    let mut scene = scene(&format!("{nameless}\nbob upn=bob@s.com mail=bob@s.com on=true"), "");
    scene.partner(TARGET, |partner| partner.identity_synchronization = None);
    scene.with(|engine, preview| {
        assert_eq!(preview.summary.of(Action::Fail), 0);
        let failing = engine.failing(&|_| ControlFlow::Continue(())).unwrap();
        let told: Vec<_> = failing.iter().map(|(row, user)| (*row, user.reason)).collect();
        assert_eq!(told, [(0, super::super::verdict::Reason::NoMail)]);
    });
}

/// A name that is no attribute of the template or of the schema is no fault of the export.
#[test]
fn an_attribute_that_nobody_knows_is_not_blamed_on_the_export() {
    let mut scene = scene(ANN, "");
    let from = scene.row("displayName").source.as_mut().unwrap();
    (from.kind, from.name, from.expression) = (
        Some(crate::domain::SourceType::Attribute),
        Some("surnam".to_owned()),
        Some("[surnam]".to_owned()),
    );
    scene.with(|engine, _| {
        let said = engine.untold_words(|_| "Ess".to_owned());
        assert_eq!(said[0], "no user of Ess has `surnam`; did you mean `surname`?");
        let blamed = said.iter().find(|line| line.contains("exported without")).unwrap();
        assert!(!blamed.contains("surnam,") && !blamed.contains("surnam;"), "{blamed}");
    });
}

#[test]
fn a_first_cycle_in_minutes_and_licences() {
    let users = (0..100).map(|n| format!("u upn=u{n}@s.com mail=u{n}@s.com")).collect::<Vec<_>>();
    scene(&users.join("\n"), "").with(|_, preview| {
        assert!((preview.job.pace.first[0] - 1.0).abs() < 0.001);
        assert!((preview.job.pace.first[1] - 8.0).abs() < 0.001);
        assert_eq!(preview.job.licences, 100);
        assert_eq!((preview.job.pace.objects, preview.job.pace.changes), (100, 100));
        let words = preview.job.pace.first_words();
        assert!(
            words.starts_with("first cycle 1 to 8 minutes: 0.01 to 0.08 minutes for each of 100")
        );
        assert!(words.contains("inferred: the range is documented for who is assigned only"));
        let later = preview.job.pace.later_words(true);
        assert!(later.starts_with("later cycles start every 40 minutes"), "{later}");
        assert!(later.contains("this one has 100 changes, 1 to 8 minutes"), "{later}");
        assert!(later.contains("500 to 4,000 changes fit"), "{later}");
        assert_eq!(preview.users[0].certainty, Certainty::Documented);
    });
}

/// Assigned objects and members are counted; who crosses clouds or brings groups needs another licence.
#[test]
fn the_first_cycle_of_who_is_assigned() {
    let mut scene = scene(ANN, GUEST);
    scene.assign(&[50, 1]);
    scene.source_groups = vec![SyncGroup {
        id: id(50),
        members: Some((1..=98).map(id).collect()),
        ..SyncGroup::default()
    }];
    scene.with(|_, preview| {
        let pace = preview.job.pace;
        assert_eq!((pace.objects, pace.first), (100, [1.0, 8.0]));
        assert_eq!(pace.first_certainty, Certainty::Documented);
        assert_eq!((pace.changes, pace.later, pace.licence), (0, [0.0, 0.0], "Entra ID P1"));
        assert!(pace.later_words(true).contains("this one has nothing to change"));
        assert!(!pace.later_words(false).contains("this one"));
    });
    scene.configuration.schema.rules[0].object_mappings.push(ObjectMapping {
        enabled: Some(true),
        target_object_name: Some("Group".to_owned()),
        ..ObjectMapping::default()
    });
    let licence = scene.with(|_, preview| preview.job.pace.licence);
    assert_eq!(licence, "Entra ID Governance or Entra Suite");
}

#[test]
fn five_steps() {
    let mut scene = scene(&format!("{ANN} department=Sales"), GUEST);
    scene.filter(&[("department", "EQUALS", "Marketing")]);
    let text = scene.with(|engine, preview| {
        let steps = crate::sync::steps(engine, preview, 0);
        let lines = steps
            .iter()
            .map(|step| format!("{} {:?}\n  {}\n", step.name, step.truth, step.lines.join("\n  ")));
        lines.collect::<String>()
    });
    insta::assert_snapshot!(text, @r"
    testConnection Yes
      both tenants are global
      Tee lets Ess synchronise users in
      automatic redemption outbound in Ess for Tee is on
      automatic redemption inbound in Tee for Ess is on
      invitations are not switched off in Tee
    import Yes
      userPrincipalName: ann@s.com
      mail: ann@s.com
      userType: not in the export
      accountEnabled: True
    scope No
      Active in the source system: true
      Assigned to the application: true
      Filter external users.alternativeSecurityIds EQUALS 'None' = not known (the export of the source does not hold the attribute)
      Filter external users.userState NOT EQUALS 'PendingAcceptance' = not known (the export of the source does not hold the attribute)
      F.department EQUALS 'Marketing' = false
      taken as a user of this tenant: neither sign-in name nor invitation is that of a guest
      no scoping filter holds
    match Yes
      ann_s.com#EXT#@tee.onmicrosoft.com (00000000-0000-0000-0000-000000000065), found by the sign-in name built from the one at home
    action No
      skip: NotEffectivelyEntitled: no scoping filter holds
      certainty: documented
    ");
}
