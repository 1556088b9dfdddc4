use super::*;
use crate::access::{resolve_b2b, resolve_bool};
use crate::domain::{
    AllowInvitesFrom, Claim, CrossTenantAccessPolicy, DomainList, Partner, Setting, Subject,
    SyncKind,
};
use crate::practice::identity::{app_id, group_id};
use crate::practice::mistakes::{MISTAKES, Mistake};

/// Whether a mistake is there: the condition of its rule, spelled out.
fn is_there(practice: &Practice, mistake: &Mistake) -> bool {
    let estate = &practice.workspace.draft;
    let owner = by_name(practice, mistake.owner);
    if mistake.partner.is_empty() {
        let external = owner.external.as_ref().unwrap();
        let invites = &external.authorization.as_ref().unwrap().allow_invites_from;
        return mistake.rule == "XT037" && *invites == Some(AllowInvitesFrom::Everyone);
    }
    let other = by_name(practice, mistake.partner);
    let policy: &CrossTenantAccessPolicy = owner.policy.as_ref().unwrap();
    let partner: &Partner = &policy.partners[&other.id];
    let own = |b2b| partner.configuration.b2b(b2b).unwrap();
    let inbound = || own(B2b::CollaborationInbound);
    let people = || inbound().users_and_groups.as_ref().unwrap();
    let apps = || inbound().applications.as_ref().unwrap();
    let consents = |owner: &Tenant, other: &Tenant, direction| {
        let policy = owner.policy.as_ref().unwrap();
        resolve_bool(policy, Subject::Partner(other.id), Setting::Consent(direction)).unwrap().value
    };
    let blocks_some =
        |half: &TargetConfiguration| half.access == AccessType::Blocked && !half.is_all();
    match mistake.rule {
        "XT003" => blocks_some(people()) && apps().blocks_all(),
        "XT004" => blocks_some(people()) && blocks_some(apps()),
        "XT006" => people().targets.iter().any(|target| {
            target.value == TargetValue::Id(group_id(ALPHA.domain, "All Employees").0)
        }),
        "XT007" => inbound().users_and_groups.is_some() && inbound().applications.is_none(),
        "XT008" => {
            let says_nothing = partner.configuration == Configuration::default();
            says_nothing && partner.identity_synchronization.is_none() && partner.extra.is_empty()
        }
        "XT022" => {
            let apps = own(B2b::DirectConnectInbound).applications.as_ref().unwrap();
            let wiki = TargetValue::Id(app_id(ALPHA.domain, "Wiki").0);
            apps.access == AccessType::Allowed && apps.targets.iter().all(|it| it.value == wiki)
        }
        "XT025" => {
            consents(owner, other, Direction::Inbound)
                && !consents(other, owner, Direction::Outbound)
        }
        "XT026" => {
            let sync = partner.identity_synchronization.as_ref().unwrap();
            sync.is_allowed(SyncKind::Users) == Some(true)
                && !consents(owner, other, Direction::Inbound)
        }
        "XT035" => {
            let subject = Subject::Partner(other.id);
            let open = resolve_b2b(policy, subject, B2b::CollaborationInbound).value;
            let is_open = open.users_and_groups.as_ref().unwrap().allows_all();
            let external = owner.external.as_ref().unwrap();
            let list = external.b2b_management.as_ref().unwrap().domain_list();
            let domain = other.primary_domain().unwrap();
            is_open && matches!(list, DomainList::Block(blocked) if blocked.contains(domain))
        }
        "XT040" => {
            let endpoint = other.cloud.endpoint().unwrap();
            let elsewhere =
                other.cloud != owner.cloud && estate.partner(owner.id, other.id).is_some();
            elsewhere && !policy.allowed_cloud_endpoints.contains(&endpoint)
        }
        _ => false,
    }
}

#[test]
fn every_mistake_is_really_there() {
    let drafted = practice();
    let mut imported = drafted.clone();
    imported.workspace.draft.tenants.extend(drafted.observed.clone());
    for mistake in MISTAKES {
        assert!(is_there(&drafted, mistake), "{mistake:?}");
        assert!(!mistake.what.is_empty(), "{mistake:?}");
        assert!(is_there(&imported, mistake), "{mistake:?}, as observed");
    }
}

#[test]
fn what_is_no_mistake_is_in_order() {
    let practice = practice();
    for owner in ours() {
        let tenant = &practice.workspace.draft.tenants[&owner];
        let policy = tenant.policy.as_ref().unwrap();
        for other in policy.partners.keys() {
            let name = practice
                .workspace
                .draft
                .tenant(*other)
                .map_or(String::new(), |it| it.display_name.clone());
            for rule in ["XT003", "XT004", "XT007", "XT008", "XT040"] {
                let known = MISTAKES.iter().any(|it| it.rule == rule && it.partner == name);
                assert_eq!(is_present(&practice, tenant, *other, rule), known, "{rule} {name}");
            }
        }
        for claim in Claim::ALL {
            let trusts = resolve_bool(policy, Subject::Default, Setting::Trust(claim)).unwrap();
            assert!(!trusts.value, "{} trusts everybody", tenant.display_name);
        }
    }
}

/// The conditions of [`is_there`] that ask for nothing but the partner, for any partner.
fn is_present(practice: &Practice, owner: &Tenant, other: TenantId, rule: &str) -> bool {
    let policy = owner.policy.as_ref().unwrap();
    let partner = &policy.partners[&other];
    let cloud = practice.workspace.draft.tenant(other).map(|it| it.cloud.clone());
    let own = || B2b::ALL.into_iter().filter_map(|b2b| partner.configuration.b2b(b2b));
    let blocks = |half: &Option<TargetConfiguration>| {
        half.as_ref().is_some_and(|it| it.access == AccessType::Blocked && !it.is_all())
    };
    let blocks_all = |half: &Option<TargetConfiguration>| {
        half.as_ref().is_some_and(TargetConfiguration::blocks_all)
    };
    match rule {
        "XT003" => own().any(|it| blocks(&it.users_and_groups) && blocks_all(&it.applications)),
        "XT004" => own().any(|it| blocks(&it.users_and_groups) && blocks(&it.applications)),
        "XT007" => own().any(|it| it.users_and_groups.is_none() || it.applications.is_none()),
        "XT008" => partner.configuration == Configuration::default(),
        "XT040" => cloud.is_some_and(|cloud| {
            let endpoint = cloud.endpoint().unwrap();
            cloud != owner.cloud && !policy.allowed_cloud_endpoints.contains(&endpoint)
        }),
        _ => false,
    }
}
