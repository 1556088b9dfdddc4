//! Ends of plans that the service would hold: what it refuses is in neither.

use proptest::prelude::*;

use super::universe::ends;
use crate::domain::*;

/// What the service takes of a list.
pub fn lawful_list(list: &TargetConfiguration, half: Half, all_only: bool) -> TargetConfiguration {
    let access = match list.access {
        AccessType::Blocked => AccessType::Blocked,
        _ => AccessType::Allowed,
    };
    let fits = |target: &&Target| match half {
        Half::UsersAndGroups => {
            matches!(target.value, TargetValue::Id(_))
                && matches!(target.kind, TargetType::User | TargetType::Group)
        }
        Half::Applications => {
            matches!(target.value, TargetValue::Id(_) | TargetValue::Office365)
                && target.kind == TargetType::Application
        }
    };
    let some: Vec<Target> = list.targets.iter().filter(fits).cloned().collect();
    if list.is_all() || some.is_empty() || all_only {
        return match half {
            Half::UsersAndGroups => TargetConfiguration::all_users(access),
            Half::Applications => TargetConfiguration::all_apps(access),
        };
    }
    TargetConfiguration::of(access, some)
}

/// The nearest configuration that the service takes.
fn lawful(configuration: &mut Configuration, is_default: bool) {
    for which in B2b::ALL {
        let Some(setting) = configuration.b2b_mut(which) else { continue };
        let inward = !matches!(which, B2b::CollaborationOutbound | B2b::DirectConnectOutbound);
        let all_only = is_default && inward;
        if let Some(users) = &mut setting.users_and_groups {
            *users = lawful_list(users, Half::UsersAndGroups, all_only);
        }
        if let Some(apps) = &mut setting.applications {
            *apps = lawful_list(apps, Half::Applications, false);
        }
        let (Some(users), Some(apps)) = (&setting.users_and_groups, &setting.applications) else {
            continue;
        };
        let clash = users.blocks_all() && !apps.blocks_all()
            || users.access == AccessType::Allowed && apps.blocks_all();
        if clash {
            setting.users_and_groups = Some(TargetConfiguration::all_users(AccessType::Blocked));
            setting.applications = Some(TargetConfiguration::all_apps(AccessType::Blocked));
        }
    }
}

/// Both ends as the service would hold them: what it refuses is in neither.
pub fn lawful_ends() -> impl Strategy<Value = (Estate, Estate)> {
    let mend = |estate: &mut Estate| {
        let estates = estate.clone();
        for tenant in estate.tenants.values_mut() {
            let tenant = std::sync::Arc::make_mut(tenant);
            let cloud = tenant.cloud.clone();
            let Some(policy) = &mut tenant.policy else { continue };
            let policy = std::sync::Arc::make_mut(policy);
            let ticked = policy.allowed_cloud_endpoints.clone();
            // Nobody has a partner of a cloud that is not ticked.
            policy.partners.retain(|id, _| {
                let far = estates.tenant(*id).filter(|other| other.cloud != cloud);
                far.is_none_or(|far| far.cloud.endpoint().is_some_and(|end| ticked.contains(&end)))
            });
            for partner in policy.partners.values_mut() {
                lawful(&mut std::sync::Arc::make_mut(partner).configuration, false);
            }
            if let Some(default) = &mut policy.default {
                let default = std::sync::Arc::make_mut(default);
                lawful(&mut default.configuration, true);
                if let Some(order) = &mut default.redemption {
                    order.fallback.get_or_insert(FallbackIdentityProvider::DefaultConfiguredIdp);
                }
            }
            if let Some(external) = &mut tenant.external {
                let external = std::sync::Arc::make_mut(external);
                if let Some(authorization) = &mut external.authorization
                    && matches!(authorization.allow_invites_from, Some(AllowInvitesFrom::Other(_)))
                {
                    authorization.allow_invites_from = Some(AllowInvitesFrom::Everyone);
                }
                if let Some(list) = &mut external.b2b_management
                    && matches!(list.domain_list(), DomainList::Both(..))
                {
                    list.invitations.blocked = None;
                }
            }
        }
    };
    ends().prop_map(move |(mut before, mut after)| {
        mend(&mut before);
        mend(&mut after);
        // A service provider is in both or in neither.
        for (id, tenant) in &mut after.tenants {
            let Some(policy) = &mut std::sync::Arc::make_mut(tenant).policy else { continue };
            for (partner, held) in &mut std::sync::Arc::make_mut(policy).partners {
                if before.partner(*id, *partner).is_none() {
                    std::sync::Arc::make_mut(held).is_service_provider = None;
                }
            }
        }
        for (id, tenant) in &mut before.tenants {
            let Some(policy) = &mut std::sync::Arc::make_mut(tenant).policy else { continue };
            for (partner, held) in &mut std::sync::Arc::make_mut(policy).partners {
                if after.partner(*id, *partner).is_none() {
                    std::sync::Arc::make_mut(held).is_service_provider = None;
                }
            }
        }
        (before, after)
    })
}

/// Settings of which few lie within one another, though some people pass several.
fn shape(n: u8) -> B2bSetting {
    let pool = |n| super::universe::pool(n);
    let groups = |access, all: &[u128]| {
        let targets = all.iter().map(|n| Target::group(ObjectId(pool(*n)))).collect();
        TargetConfiguration::of(access, targets)
    };
    let apps = |access, n| TargetConfiguration::of(access, vec![Target::app(AppId(pool(n)))]);
    let all_apps = TargetConfiguration::all_apps(AccessType::Allowed);
    let all_users = TargetConfiguration::all_users(AccessType::Allowed);
    let (users, apps) = match n % 6 {
        0 => (groups(AccessType::Allowed, &[1]), all_apps),
        1 => (groups(AccessType::Blocked, &[2]), all_apps),
        2 => (groups(AccessType::Allowed, &[1, 3]), apps(AccessType::Allowed, 1)),
        3 => (all_users, apps(AccessType::Allowed, 1)),
        4 => (groups(AccessType::Allowed, &[3]), apps(AccessType::Blocked, 2)),
        _ => (all_users, apps(AccessType::Blocked, 1)),
    };
    B2bSetting::of(users, apps)
}

/// Ends with many settings that pause.
pub fn crossing_ends() -> impl Strategy<Value = (Estate, Estate)> {
    (lawful_ends(), prop::collection::vec(any::<u8>(), 240)).prop_map(
        |((before, after), chance)| {
            let mut chance = chance.into_iter();
            let mut cross = |mut estate: Estate| {
                for tenant in estate.tenants.values_mut() {
                    let tenant = std::sync::Arc::make_mut(tenant);
                    let Some(policy) = &mut tenant.policy else { continue };
                    let policy = std::sync::Arc::make_mut(policy);
                    let of_default = policy.default.iter_mut().map(|default| {
                        let default = std::sync::Arc::make_mut(default);
                        (&mut default.configuration, &[B2b::CollaborationOutbound][..])
                    });
                    let both = &[B2b::CollaborationInbound, B2b::CollaborationOutbound][..];
                    let of_partners = policy.partners.values_mut().map(|partner| {
                        (&mut std::sync::Arc::make_mut(partner).configuration, both)
                    });
                    for (configuration, settings) in of_default.chain(of_partners) {
                        for which in settings {
                            let n = chance.next().unwrap_or_default();
                            if n > 90 {
                                *configuration.b2b_mut(*which) = Some(shape(n));
                            }
                        }
                    }
                }
                estate
            };
            (cross(before), cross(after))
        },
    )
}

/// The same where every setting says both halves, because what one half of it means beside an
/// inherited one is not documented, and names nobody whom [`super::universe`] does not know.
pub fn completed(mut estate: Estate) -> Estate {
    let complete = |configuration: &mut Configuration| {
        for which in B2b::ALL {
            let Some(setting) = configuration.b2b_mut(which) else { continue };
            if setting.users_and_groups.is_none() || setting.applications.is_none() {
                *setting = shape(3);
            }
            for half in Half::BOTH {
                let Some(list) = setting.half_mut(half) else { continue };
                for target in &mut list.targets {
                    let known: u128 = match target.kind {
                        TargetType::Group => 5,
                        TargetType::User => 2,
                        _ => 3,
                    };
                    if let TargetValue::Id(id) = &mut target.value
                        && (known + 1..=5).any(|n| super::universe::pool(n) == *id)
                    {
                        *id = super::universe::pool(known);
                    }
                }
                list.targets.sort_by_key(|target| target.value.text().clone());
                list.targets.dedup();
            }
        }
    };
    for tenant in estate.tenants.values_mut() {
        let tenant = std::sync::Arc::make_mut(tenant);
        let Some(policy) = &mut tenant.policy else { continue };
        let policy = std::sync::Arc::make_mut(policy);
        if let Some(default) = &mut policy.default {
            complete(&mut std::sync::Arc::make_mut(default).configuration);
        }
        for partner in policy.partners.values_mut() {
            complete(&mut std::sync::Arc::make_mut(partner).configuration);
        }
    }
    estate
}
