//! Orders that matter, each with its reason.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::access::Directories;
use crate::domain::*;
use crate::plan::{Act, Choice, Effect, Plan};

const A: TenantId = TenantId(Guid::from_u128(0xa));
const B: TenantId = TenantId(Guid::from_u128(0xb));
const C: TenantId = TenantId(Guid::from_u128(0xc));

fn everything(access: AccessType) -> B2bSetting {
    let users = TargetConfiguration::all_users(access.clone());
    B2bSetting::of(users, TargetConfiguration::all_apps(access))
}

fn allow() -> B2bSetting {
    everything(AccessType::Allowed)
}

fn block() -> B2bSetting {
    everything(AccessType::Blocked)
}

fn only(group: u128) -> B2bSetting {
    let users = vec![Target::group(ObjectId(Guid::from_u128(group)))];
    let users = TargetConfiguration::of(AccessType::Allowed, users);
    B2bSetting::of(users, TargetConfiguration::all_apps(AccessType::Allowed))
}

/// One of ours at service defaults.
fn tenant(id: TenantId, name: &str) -> Tenant {
    Tenant {
        id,
        display_name: name.to_owned(),
        ownership: Ownership::Ours,
        policy: Some(Arc::new(CrossTenantAccessPolicy {
            default: Some(Arc::new(DefaultConfiguration {
                is_service_default: Some(true),
                configuration: service_default().clone(),
                ..DefaultConfiguration::default()
            })),
            ..CrossTenantAccessPolicy::default()
        })),
        external: Some(Arc::default()),
        ..Tenant::default()
    }
}

fn default(tenant: &mut Tenant, change: impl FnOnce(&mut Configuration)) {
    let policy = Arc::make_mut(tenant.policy.get_or_insert_default());
    let default = Arc::make_mut(policy.default.get_or_insert_default());
    default.is_service_default = Some(false);
    change(&mut default.configuration);
}

fn partner(tenant: &mut Tenant, id: TenantId, change: impl FnOnce(&mut Partner)) {
    let policy = Arc::make_mut(tenant.policy.get_or_insert_default());
    let mut partner =
        policy.partners.get(&id).map_or_else(|| Partner::new(id), |p| Partner::clone(p));
    change(&mut partner);
    policy.partners.insert(id, Arc::new(partner));
}

fn removed(tenant: &mut Tenant, id: TenantId) {
    Arc::make_mut(tenant.policy.get_or_insert_default()).partners.remove(&id);
}

/// A workspace of some tenants and what becomes of them; the third is only known.
fn drafted(tenants: &[Tenant], change: impl FnOnce(&mut [Tenant])) -> Workspace {
    let mut after = tenants.to_vec();
    change(&mut after);
    let known = Tenant { id: C, display_name: "Tailspin".to_owned(), ..Tenant::default() };
    let all = after.into_iter().chain([known]);
    Workspace {
        draft: Estate { tenants: all.map(|tenant| (tenant.id, Arc::new(tenant))).collect() },
        observed: tenants
            .iter()
            .map(|t| (t.id, Observed { hash: String::new(), tenant: Arc::new(t.clone()) }))
            .collect(),
        ..Workspace::default()
    }
}

fn told(workspace: &Workspace) -> Vec<String> {
    let plan = Plan::of(workspace, &Choice::default());
    let line = |step: &crate::plan::Step| {
        let owner = &workspace.draft.tenant(step.owner).unwrap().display_name;
        let waits: Vec<String> = step
            .waits
            .iter()
            .map(|w| {
                format!("{} {}", workspace.draft.tenant(w.owner).unwrap().display_name, w.number)
            })
            .collect();
        let waits = match waits.as_slice() {
            [] => String::new(),
            some => format!(" [waits for {}]", some.join(", ")),
        };
        format!("{owner} {} {}: {}{waits}", step.number, step.phase.word(), plan.says(step))
    };
    plan.steps.iter().map(line).collect()
}

fn contoso() -> Tenant {
    tenant(A, "Contoso")
}

#[test]
fn who_lives_by_the_default_is_written_down_before_it_closes() {
    let workspace = drafted(&[contoso()], |all| {
        default(&mut all[0], |c| c.b2b_collaboration_inbound = Some(block()));
        partner(&mut all[0], C, |p| p.configuration.b2b_collaboration_inbound = Some(allow()));
    });
    assert_eq!(
        told(&workspace),
        [
            "Contoso 1 close: add partner Tailspin with inbound B2B collaboration everything allowed",
            "Contoso 2 close: default: inbound B2B collaboration everything blocked"
        ]
    );
}

#[test]
fn who_is_to_stay_out_is_written_down_before_the_default_opens() {
    let mut before = contoso();
    default(&mut before, |c| c.b2b_collaboration_inbound = Some(block()));
    partner(&mut before, C, |_| {});
    let workspace = drafted(&[before], |all| {
        default(&mut all[0], |c| c.b2b_collaboration_inbound = Some(allow()));
        partner(&mut all[0], C, |p| p.configuration.b2b_collaboration_inbound = Some(block()));
    });
    assert_eq!(
        told(&workspace),
        [
            "Contoso 1 close: Tailspin: inbound B2B collaboration everything blocked",
            "Contoso 2 open: default: inbound B2B collaboration everything allowed"
        ]
    );
}

#[test]
fn a_partner_whose_block_is_its_own_goes_after_the_default_has_closed() {
    let mut before = contoso();
    partner(&mut before, C, |p| {
        p.configuration.b2b_collaboration_inbound = Some(block());
        p.identity_synchronization = Some(IdentitySynchronization::default());
    });
    let workspace = drafted(&[before], |all| {
        default(&mut all[0], |c| c.b2b_collaboration_inbound = Some(block()));
        removed(&mut all[0], C);
    });
    assert_eq!(
        told(&workspace),
        [
            "Contoso 1 close: Tailspin: remove permission to synchronise; users it made stay",
            "Contoso 2 close: default: inbound B2B collaboration everything blocked",
            "Contoso 3 close: remove partner Tailspin; the default holds for it then"
        ]
    );
}

#[test]
fn a_partner_goes_at_the_turn_where_that_opens_one_way_and_closes_another() {
    let mut before = contoso();
    partner(&mut before, C, |p| {
        p.configuration.b2b_collaboration_inbound = Some(block());
        p.configuration.b2b_collaboration_outbound = Some(only(1));
    });
    let workspace = drafted(&[before], |all| {
        default(&mut all[0], |c| c.b2b_collaboration_outbound = Some(only(2)));
        removed(&mut all[0], C);
    });
    assert_eq!(
        told(&workspace),
        [
            "Contoso 1 close: default: outbound B2B collaboration who: allow 1 group, what: allow all",
            "Contoso 2 turn: remove partner Tailspin; the default holds for it then"
        ]
    );
}

#[test]
fn a_partner_that_leans_on_the_default_by_half_is_held_while_it_changes() {
    let mut before = contoso();
    let half = |p: &mut Partner| {
        let users = vec![Target::group(ObjectId(Guid::from_u128(1)))];
        p.configuration.b2b_collaboration_outbound = Some(B2bSetting {
            users_and_groups: Some(TargetConfiguration::of(AccessType::Blocked, users)),
            ..B2bSetting::default()
        });
    };
    partner(&mut before, C, half);
    // One application for everybody; of the partner's people all but a group. Without the default's
    // list of applications nothing but that group is stopped: closing the default would open it.
    let app = vec![Target::app(AppId(Guid::from_u128(3)))];
    let apps = TargetConfiguration::of(AccessType::Allowed, app);
    let setting = B2bSetting::of(TargetConfiguration::all_users(AccessType::Allowed), apps);
    default(&mut before, |c| c.b2b_collaboration_outbound = Some(setting));
    let workspace = drafted(&[before], |all| {
        default(&mut all[0], |c| c.b2b_collaboration_outbound = Some(block()));
    });
    assert_eq!(
        told(&workspace),
        [
            "Contoso 1 close: Tailspin: outbound B2B collaboration who: block 1 group, what: allow 1 application; on the way only, so that nothing opens meanwhile",
            "Contoso 2 close: default: outbound B2B collaboration everything blocked",
            "Contoso 3 open: Tailspin: outbound B2B collaboration who: block 1 group, what: not said"
        ]
    );
}

#[test]
fn one_object_turns_at_once_and_a_second_one_pauses() {
    let mut before = [contoso(), tenant(B, "Fabrikam")];
    for tenant in &mut before {
        default(tenant, |c| c.b2b_collaboration_outbound = Some(only(1)));
    }
    let one = drafted(&before, |all| {
        default(&mut all[0], |c| c.b2b_collaboration_outbound = Some(only(2)));
    });
    assert_eq!(
        told(&one),
        ["Contoso 1 turn: default: outbound B2B collaboration who: allow 1 group, what: allow all"]
    );
    let two = drafted(&before, |all| {
        for tenant in all {
            default(tenant, |c| c.b2b_collaboration_outbound = Some(only(2)));
        }
    });
    assert_eq!(
        told(&two),
        [
            "Fabrikam 1 close: default: outbound B2B collaboration everything blocked; closed on the way: access pauses until the last step of the same",
            "Contoso 1 turn: default: outbound B2B collaboration who: allow 1 group, what: allow all",
            "Fabrikam 2 open: default: outbound B2B collaboration who: allow 1 group, what: allow all"
        ]
    );
}

#[test]
fn one_side_of_a_way_opens_after_the_other_has_closed() {
    let mut before = [contoso(), tenant(B, "Fabrikam")];
    partner(&mut before[1], A, |p| p.configuration.b2b_collaboration_inbound = Some(block()));
    let workspace = drafted(&before, |all| {
        partner(&mut all[0], B, |p| p.configuration.b2b_collaboration_outbound = Some(block()));
        partner(&mut all[1], A, |p| p.configuration.b2b_collaboration_inbound = Some(allow()));
    });
    assert_eq!(
        told(&workspace),
        [
            "Contoso 1 close: add partner Fabrikam with outbound B2B collaboration everything blocked",
            "Fabrikam 1 open: Contoso: inbound B2B collaboration everything allowed [waits for Contoso 1]"
        ]
    );
}

#[test]
fn a_tenant_of_another_cloud_comes_whole_and_its_cloud_before_it() {
    let workspace = {
        let mut workspace = drafted(&[contoso()], |all| {
            let policy = Arc::make_mut(all[0].policy.as_mut().unwrap());
            policy.allowed_cloud_endpoints = vec![CloudEndpoint::UsGovernment];
            partner(&mut all[0], C, |p| {
                p.configuration.b2b_collaboration_inbound = Some(block());
                p.configuration.inbound_trust =
                    Some(InboundTrust { mfa: Some(true), ..InboundTrust::default() });
            });
        });
        let far = workspace.draft.tenants.get_mut(&C).unwrap();
        Arc::make_mut(far).cloud = Cloud::UsGovernment;
        workspace
    };
    assert_eq!(
        told(&workspace),
        [
            "Contoso 1 open: other clouds: microsoftonline.us",
            "Contoso 2 open: add partner Tailspin with inbound B2B collaboration everything blocked; inbound trust MFA on, compliant device inherited, hybrid joined device inherited"
        ]
    );
    let choice = Choice { without: BTreeSet::from([1]), ..Choice::default() };
    let plan = Plan::of(&workspace, &choice);
    assert!(plan.steps.is_empty(), "a partner of a cloud that is not ticked is not added");
    assert_eq!(plan.left_out[1].needs, Some(1));
}

#[test]
fn a_tenant_of_another_cloud_comes_after_the_default_it_will_live_by_has_closed() {
    let mut before = contoso();
    let policy = Arc::make_mut(before.policy.as_mut().unwrap());
    policy.allowed_cloud_endpoints = vec![CloudEndpoint::UsGovernment];
    let mut workspace = drafted(&[before], |all| {
        default(&mut all[0], |c| c.b2b_collaboration_inbound = Some(block()));
        partner(&mut all[0], C, |_| {});
    });
    Arc::make_mut(workspace.draft.tenants.get_mut(&C).unwrap()).cloud = Cloud::UsGovernment;
    assert_eq!(
        told(&workspace),
        [
            "Contoso 1 close: default: inbound B2B collaboration everything blocked",
            "Contoso 2 open: add partner Tailspin, which inherits everything"
        ]
    );
}

fn synchronised() -> Workspace {
    let before = [contoso(), tenant(B, "Fabrikam")];
    let mut workspace = drafted(&before, |all| {
        partner(&mut all[0], B, |p| {
            p.configuration.automatic_user_consent = Some(AutomaticUserConsent {
                outbound: Some(true),
                ..AutomaticUserConsent::default()
            });
        });
        partner(&mut all[1], A, |p| {
            p.configuration.automatic_user_consent = Some(AutomaticUserConsent {
                inbound: Some(true),
                ..AutomaticUserConsent::default()
            });
            let on = SyncInbound { is_sync_allowed: Some(true), ..SyncInbound::default() };
            p.identity_synchronization = Some(IdentitySynchronization {
                user_sync_inbound: Some(on.clone()),
                group_sync_inbound: Some(on),
                ..IdentitySynchronization::default()
            });
        });
    });
    let id = SyncConfiguration::own_id(A, B, "Staff");
    workspace.synchronizations.insert(
        id,
        Arc::new(SyncConfiguration {
            id,
            display_name: "Staff".to_owned(),
            source: A,
            target: B,
            assigned: vec![ObjectId(Guid::from_u128(7))],
            deletion_threshold: Some(100),
            ..SyncConfiguration::default()
        }),
    );
    workspace
}

#[test]
fn a_synchronisation_waits_for_what_the_target_has_to_allow() {
    let workspace = synchronised();
    assert_eq!(
        told(&workspace),
        [
            "Contoso 1 open: add partner Fabrikam with automatic redemption inbound inherited, outbound on",
            "Fabrikam 1 open: add partner Contoso with automatic redemption inbound on, outbound inherited",
            "Fabrikam 2 open: Contoso: permission to synchronise in, users on",
            "Fabrikam 3 open: Contoso: synchronise groups in on",
            "Contoso 2 setUp: synchronisation Staff: make the enterprise application from its template",
            "Contoso 3 setUp: synchronisation Staff: test the connection to the target [waits for Fabrikam 1, Fabrikam 2, Fabrikam 3]",
            "Contoso 4 setUp: synchronisation Staff: make the job",
            "Contoso 5 setUp: synchronisation Staff: say where to and whom",
            "Contoso 6 setUp: synchronisation Staff: assign 00000000-0000-0000-0000-000000000007",
            "Contoso 7 setUp: by hand: Staff: read the schema that the service made (GET …/synchronization/jobs/ID/schema) and compare its scope and mappings with those rehearsed; a schema without its directories cannot be put back as a whole",
            "Contoso 8 setUp: by hand: Staff: set accidental-deletion prevention to 100 deletions in the portal (Configurations, the configuration, Provisioning, Settings); which request carries the number is not documented",
            "Contoso 9 setUp: by hand: Staff: the draft leaves the job paused; try it on single users (POST …/provisionOnDemand), then start it (POST …/synchronization/jobs/ID/start), once only"
        ]
    );
    let plan = Plan::of(&workspace, &Choice::default());
    let back: Vec<String> = plan.reversed().steps.iter().map(|step| plan.says(step)).collect();
    assert_eq!(
        back,
        [
            "by hand: Staff: delete its service principal (DELETE /servicePrincipals/ID), which ends synchronisation; users it made stay in the target as they are",
            "Contoso: remove permission to synchronise; users it made stay",
            "remove partner Fabrikam; the default holds for it then",
            "remove partner Contoso; the default holds for it then"
        ]
    );
    // Without permission in the target there is nothing to set up.
    let sync = plan.changes.iter().find(|c| matches!(c.item, crate::plan::change::Item::Sync(_)));
    let choice = Choice { without: BTreeSet::from([sync.unwrap().number]), ..Choice::default() };
    let plan = Plan::of(&workspace, &choice);
    assert_eq!(plan.left_out.len(), 2, "{:?}", plan.left_out);
    assert!(!plan.steps.iter().any(|step| matches!(step.act, Act::SetUp(..) | Act::AddSync(..))));
    // A configuration that was imported is in its tenant already.
    let mut imported = synchronised();
    let mut held = imported.synchronizations.pop_first().unwrap().1;
    Arc::make_mut(&mut held).id = ObjectId(Guid::from_u128(99));
    imported.synchronizations.insert(held.id, held);
    assert!(told(&imported).iter().all(|line| !line.contains("Staff")));
}

/// Who may invite, what guests see, and the one domain that may be invited.
fn inviting(
    tenant: &mut Tenant,
    invites: AllowInvitesFrom,
    level: Option<GuestLevel>,
    allowed: &str,
) {
    tenant.external = Some(Arc::new(ExternalCollaboration {
        authorization: Some(AuthorizationPolicy {
            allow_invites_from: Some(invites),
            guest_user_role_id: level.map(GuestLevel::role),
            ..AuthorizationPolicy::default()
        }),
        b2b_management: Some(B2bManagementPolicy {
            invitations: InvitationsPolicy {
                allowed: Some(vec![DomainName::observed(allowed)]),
                ..InvitationsPolicy::default()
            },
            ..B2bManagementPolicy::default()
        }),
        ..ExternalCollaboration::default()
    }));
}

#[test]
fn a_domain_list_without_anything_in_common_shuts_invitations_meanwhile() {
    let mut before = contoso();
    inviting(&mut before, AllowInvitesFrom::Everyone, None, "old.example");
    let both = [before.clone(), Tenant { id: B, display_name: "Fabrikam".to_owned(), ..before }];
    let one = drafted(&both, |all| {
        inviting(&mut all[0], AllowInvitesFrom::Everyone, None, "new.example");
    });
    assert_eq!(told(&one), ["Contoso 1 turn: domains: only 1 domain may be invited"]);
    let two = drafted(&both, |all| {
        for tenant in all {
            inviting(tenant, AllowInvitesFrom::Everyone, None, "new.example");
        }
    });
    assert_eq!(
        told(&two),
        [
            "Fabrikam 1 close: may invite: nobody, not even administrators; closed on the way: access pauses until the last step of the same",
            "Contoso 1 turn: domains: only 1 domain may be invited",
            "Fabrikam 2 open: domains: only 1 domain may be invited",
            "Fabrikam 3 open: may invite: everyone, guests too"
        ]
    );
}

#[test]
fn who_may_invite_does_not_come_before_the_list_it_waits_for() {
    let mut before = contoso();
    inviting(&mut before, AllowInvitesFrom::None, Some(GuestLevel::Limited), "old.example");
    let plan = drafted(&[before], |all| {
        inviting(
            &mut all[0],
            AllowInvitesFrom::Everyone,
            Some(GuestLevel::Restricted),
            "new.example",
        );
    });
    assert_eq!(
        told(&plan),
        [
            "Contoso 1 close: guests see: restricted: their own profile only",
            "Contoso 2 open: domains: only 1 domain may be invited",
            "Contoso 3 open: may invite: everyone, guests too"
        ]
    );
}

/// One application is never another: a default that goes from one to all but another only opens.
#[test]
fn what_one_application_opens_is_not_mistaken_for_another() {
    let app = |access, n| {
        let apps = vec![Target::app(AppId(Guid::from_u128(n)))];
        let apps = TargetConfiguration::of(access, apps);
        B2bSetting::of(TargetConfiguration::all_users(AccessType::Allowed), apps)
    };
    let but = |n: u128, group: u128| {
        let mut setting = app(AccessType::Blocked, n);
        setting.users_and_groups = only(group).users_and_groups;
        setting
    };
    let mut before = contoso();
    default(&mut before, |c| c.b2b_collaboration_outbound = Some(app(AccessType::Allowed, 2)));
    partner(&mut before, C, |p| p.configuration.b2b_collaboration_outbound = Some(only(1)));
    let plan = drafted(&[before], |all| {
        let all = &mut all[0];
        default(all, |c| c.b2b_collaboration_outbound = Some(app(AccessType::Blocked, 1)));
        partner(all, C, |p| p.configuration.b2b_collaboration_outbound = Some(but(2, 3)));
    });
    assert_eq!(
        told(&plan),
        [
            "Contoso 1 turn: Tailspin: outbound B2B collaboration who: allow 1 group, what: block 1 application",
            "Contoso 2 open: default: outbound B2B collaboration who: allow all, what: block 1 application"
        ]
    );
}

#[test]
fn people_are_counted_where_they_are_known() {
    let person = |n: u128| Person { id: ObjectId(Guid::from_u128(n)), ..Person::default() };
    let group = Group {
        id: ObjectId(Guid::from_u128(1)),
        members: Some(vec![person(10).id, person(11).id]),
        ..Group::default()
    };
    let directory = Directory {
        users: (10..15).map(person).collect(),
        groups: vec![group],
        ..Directory::default()
    };
    let known: Directories = [(A, Arc::new(directory))].into();
    let workspace = drafted(&[contoso()], |all| {
        partner(&mut all[0], C, |p| {
            p.configuration.b2b_collaboration_outbound = Some(only(1));
            p.configuration.b2b_direct_connect_outbound = Some(allow());
        });
        default(&mut all[0], |c| c.b2b_collaboration_inbound = Some(block()));
    });
    let plan = Plan::of(&workspace, &Choice::default());
    let effect = |number| plan.effect(number, &known);
    assert_eq!(plan.changes.len(), 2);
    // The default closes for people of whom nobody is known.
    assert_eq!(effect(1), Effect::NotKnown(vec![]));
    let Effect::Known(people, unseen) = effect(2) else { panic!("{:?}", effect(2)) };
    // All five reach shared channels, three of them lose what they had as guests.
    assert_eq!((people.gain, people.lose, unseen), (5, 3, vec![C]));
    assert_eq!(plan.effect(2, &Directories::new()), Effect::NotKnown(vec![A, C]));
}
