//! Everything that can be open, told apart one by one: a second reading of what a plan does, which
//! knows nothing of how plans are made.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::access::{Truth, passes, resolve_bool, resolve_half};
use crate::arbitrary;
use crate::domain::*;

/// Ids of tenants, users, groups and applications alike.
pub fn pool(n: u128) -> Guid {
    Guid::from_u128(n * 0x1111_1111_1111_1111_1111_1111_1111)
}

/// Our tenants.
pub fn ours() -> [TenantId; 3] {
    [1, 2, 3].map(|n| TenantId(pool(n)))
}

/// Tenants that somebody may be of: partners or not.
fn others() -> impl Iterator<Item = TenantId> {
    (1..=6).map(|n| TenantId(pool(n)))
}

type User = (Guid, BTreeSet<Guid>);

fn users() -> Vec<User> {
    let groups = |all: &[u128]| all.iter().map(|n| pool(*n)).collect::<BTreeSet<_>>();
    let mut sets = vec![groups(&[])];
    for one in 1..=5 {
        sets.push(groups(&[one]));
        for two in one + 1..=5 {
            sets.push(groups(&[one, two]));
        }
    }
    [1, 2, 6].iter().flat_map(|n| sets.iter().map(|set| (pool(*n), set.clone()))).collect()
}

fn user_listed(list: &TargetConfiguration, (id, groups): &User) -> Truth {
    listed(list, |target| match (&target.value, &target.kind) {
        (TargetValue::AllUsers, _) => Truth::Yes,
        (TargetValue::Id(named), TargetType::User) => (named == id).into(),
        (TargetValue::Id(named), TargetType::Group) => groups.contains(named).into(),
        _ => Truth::Unknown,
    })
}

fn app_listed(list: &TargetConfiguration, (id, suite): (Guid, bool)) -> Truth {
    listed(list, |target| match (&target.value, &target.kind) {
        (TargetValue::AllApplications, _) => Truth::Yes,
        (TargetValue::Id(named), TargetType::Application) => (*named == id).into(),
        (TargetValue::Office365, _) => suite.into(),
        _ => Truth::Unknown,
    })
}

fn listed(list: &TargetConfiguration, each: impl Fn(&Target) -> Truth) -> Truth {
    if list.targets.is_empty() {
        return Truth::Unknown;
    }
    list.targets.iter().map(each).fold(Truth::No, Truth::or)
}

fn far(estate: &Estate, owner: &Tenant, other: TenantId) -> Option<bool> {
    let cloud = &estate.tenant(other)?.cloud;
    (*cloud != owner.cloud).then(|| {
        let policy = owner.policy.as_deref();
        cloud.endpoint().is_some_and(|end| {
            policy.is_some_and(|policy| policy.allowed_cloud_endpoints.contains(&end))
        })
    })
}

/// Everything that one tenant opens, one truth each, always in the same order. What is not known
/// counts as open.
pub fn open(estate: &Estate, owner: TenantId) -> Vec<bool> {
    let tenant = estate.tenant(owner).unwrap();
    let nothing = CrossTenantAccessPolicy::default();
    let policy = tenant.policy.as_deref().unwrap_or(&nothing);
    let mut out = Vec::new();
    for other in others().filter(|other| *other != owner) {
        let shut = match far(estate, tenant, other) {
            None => false,
            Some(ticked) => !ticked || !policy.partners.contains_key(&other),
        };
        let subject = Subject::Partner(other);
        for setting in B2b::ALL {
            let half = |half| resolve_half(policy, subject, setting, half).unwrap().value.clone();
            let (who, what) = (half(Half::UsersAndGroups), half(Half::Applications));
            let who_lists: Vec<Truth> =
                users().iter().map(|user| user_listed(&who, user)).collect();
            for app in [1, 2, 3, 6].iter().flat_map(|n| [(pool(*n), false), (pool(*n), true)]) {
                let app = app_listed(&what, app);
                out.extend(who_lists.iter().map(|user| {
                    !shut && passes(&who.access, *user, &what.access, app) != Truth::No
                }));
            }
        }
        let partner_only = [
            Setting::Consent(Direction::Inbound),
            Setting::Consent(Direction::Outbound),
            Setting::Sync(SyncKind::Users),
            Setting::Sync(SyncKind::Groups),
        ];
        for setting in Claim::ALL.map(Setting::Trust).into_iter().chain(partner_only) {
            let on = resolve_bool(policy, subject, setting).is_some_and(|found| found.value);
            let is_sync = matches!(setting, Setting::Sync(_));
            out.push(on && (is_sync || !shut));
        }
    }
    let external = tenant.external.clone().unwrap_or_default();
    let authorization = external.authorization.clone().unwrap_or_default();
    let rank = |value: &Option<AllowInvitesFrom>| {
        let known =
            value.as_ref().and_then(|v| AllowInvitesFrom::KNOWN.iter().position(|k| k == v));
        known.unwrap_or(9)
    };
    for least in 1..=3 {
        out.push(rank(&authorization.allow_invites_from) >= least);
    }
    let level = authorization.guest_user_role_id.map(GuestLevel::of);
    let level =
        level.and_then(|l| GuestLevel::KNOWN.iter().rev().position(|k| *k == l)).unwrap_or(9);
    out.extend([1, 2].map(|least| level >= least));
    let list = external.b2b_management.clone().unwrap_or_default();
    let inviting = rank(&authorization.allow_invites_from) > 0;
    for name in ["a.example", "b.example", "c.example"] {
        let name = DomainName::observed(name);
        out.push(
            inviting
                && match list.domain_list() {
                    DomainList::Any | DomainList::Both(..) => true,
                    DomainList::Allow(all) => all.contains(&name),
                    DomainList::Block(all) => !all.contains(&name),
                },
        );
    }
    out.push(external.self_service_sign_up != Some(false));
    out
}

/// Whether nothing is open here that is not open there.
pub fn within(one: &[bool], other: &[bool]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| !one || *other)
}

/// Two estates of three tenants of ours, the second made of the first by changing some of it.
pub fn ends() -> impl Strategy<Value = (Estate, Estate)> {
    let tenant = |id: TenantId| {
        let policy = || arbitrary::policy().boxed();
        let external = || arbitrary::external().boxed();
        let cloud = prop_oneof![2 => Just(Cloud::Global), 1 => Just(Cloud::UsGovernment)];
        (policy(), policy(), external(), external(), any::<u64>(), cloud).prop_map(
            move |(before, after, out_before, out_after, bits, cloud)| {
                let mixed = mix(id, &before, after, bits);
                let tenant = |policy: CrossTenantAccessPolicy, external| Tenant {
                    id,
                    cloud: cloud.clone(),
                    ownership: Ownership::Ours,
                    display_name: id.to_string(),
                    policy: Some(policy.into()),
                    external: Some(std::sync::Arc::new(external)),
                    ..Tenant::default()
                };
                let out_before = imported(out_before);
                let external = if bits & 1 << 60 == 0 { out_before.clone() } else { out_after };
                let external = known(&out_before, external);
                let mut before = before;
                before.partners.remove(&id);
                plausible(&mut before, None, bits & 1 << 61 != 0);
                let mut mixed = mixed;
                if bits & 1 << 58 != 0 {
                    let both = vec![CloudEndpoint::Global, CloudEndpoint::UsGovernment];
                    before.allowed_cloud_endpoints.clone_from(&both);
                    mixed.allowed_cloud_endpoints = both;
                }
                plausible(&mut mixed, before.default.as_deref(), bits & 3 << 62 == 0);
                (tenant(before, out_before), tenant(mixed, external))
            },
        )
    };
    ours().map(tenant).prop_map(|all| {
        let side = |pick: fn(&(Tenant, Tenant)) -> &Tenant| Estate {
            tenants: all.iter().map(pick).map(|t| (t.id, t.clone().into())).collect(),
        };
        (side(|pair| &pair.0), side(|pair| &pair.1))
    })
}

/// Of each partner and each property one of two.
fn mix(
    owner: TenantId,
    before: &CrossTenantAccessPolicy,
    mut after: CrossTenantAccessPolicy,
    bits: u64,
) -> CrossTenantAccessPolicy {
    let mut place = 0;
    let mut coin = || {
        place = (place + 7) % 59;
        bits & 1 << place != 0
    };
    after.partners.remove(&owner);
    for (id, partner) in &before.partners {
        match after.partners.get_mut(id) {
            Some(new) => {
                let new = std::sync::Arc::make_mut(new);
                for property in crate::plan::Property::OF_PARTNER {
                    if coin() {
                        property.of(&partner.configuration).put(&mut new.configuration);
                    }
                }
                if coin() {
                    new.identity_synchronization = partner.identity_synchronization.clone();
                }
            }
            None if *id != owner && (coin() || partner.is_service_provider == Some(true)) => {
                after.partners.insert(*id, partner.clone());
            }
            None => {}
        }
    }
    // Nobody makes a service provider by a draft.
    for (id, partner) in &mut after.partners {
        let held = before.partners.get(id).and_then(|held| held.is_service_provider);
        std::sync::Arc::make_mut(partner).is_service_provider = held;
    }
    if let Some(old) = &before.default {
        if after.default.is_none() || coin() {
            after.default = Some(old.clone());
        } else if let Some(new) = &mut after.default {
            let new = std::sync::Arc::make_mut(new);
            for property in crate::plan::Property::OF_PARTNER {
                if coin() {
                    property.of(&old.configuration).put(&mut new.configuration);
                }
            }
        }
    }
    if coin() {
        after.allowed_cloud_endpoints = before.allowed_cloud_endpoints.clone();
    }
    after
}

/// An untouched default says what the service says; what no request writes is the same at both ends.
fn plausible(
    policy: &mut CrossTenantAccessPolicy,
    before: Option<&DefaultConfiguration>,
    untouched: bool,
) {
    let Some(default) = &mut policy.default else { return };
    let default = std::sync::Arc::make_mut(default);
    default.is_service_default = Some(untouched);
    if untouched {
        default.configuration = service_default().clone();
        default.redemption = Some(service_redemption_order());
    }
    default.configuration.automatic_user_consent =
        before.and_then(|before| before.configuration.automatic_user_consent.clone());
    if untouched {
        default.configuration.automatic_user_consent =
            service_default().automatic_user_consent.clone();
    }
    if default.redemption.is_none() {
        default.redemption = before.and_then(|before| before.redemption.clone());
    }
}

/// Nothing is missing of what was imported.
fn imported(external: ExternalCollaboration) -> ExternalCollaboration {
    let authorization = external.authorization.unwrap_or_default();
    ExternalCollaboration {
        authorization: Some(AuthorizationPolicy {
            allow_invites_from: authorization
                .allow_invites_from
                .or(Some(AllowInvitesFrom::Everyone)),
            guest_user_role_id: authorization
                .guest_user_role_id
                .or(Some(GuestLevel::Limited.role())),
            extra: authorization.extra,
        }),
        b2b_management: Some(external.b2b_management.unwrap_or_default()),
        self_service_sign_up: external.self_service_sign_up.or(Some(false)),
        allow_external_identities_to_leave: external
            .allow_external_identities_to_leave
            .or(Some(false)),
        extra: external.extra,
    }
}

/// A draft never forgets what was imported.
fn known(before: &ExternalCollaboration, after: ExternalCollaboration) -> ExternalCollaboration {
    let authorization = match (&before.authorization, after.authorization) {
        (Some(was), Some(will)) => Some(AuthorizationPolicy {
            allow_invites_from: will.allow_invites_from.or(was.allow_invites_from.clone()),
            guest_user_role_id: will.guest_user_role_id.or(was.guest_user_role_id),
            extra: was.extra.clone(),
        }),
        (was, will) => will.or(was.clone()),
    };
    ExternalCollaboration {
        authorization,
        b2b_management: after.b2b_management.or(before.b2b_management.clone()),
        self_service_sign_up: after.self_service_sign_up.or(before.self_service_sign_up),
        allow_external_identities_to_leave: after
            .allow_external_identities_to_leave
            .or(before.allow_external_identities_to_leave),
        extra: before.extra.clone(),
    }
}
