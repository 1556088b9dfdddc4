//! Words of the service that this program does not know. They are kept; somebody should look.

use crate::domain::{
    AccessType, AllowInvitesFrom, AuthorizationPolicy, B2b, CloudEndpoint, Configuration,
    CrossTenantAccessPolicy, DefaultConfiguration, FallbackIdentityProvider, GuestLevel,
    IdentityProvider, Partner, TargetConfiguration, TargetType, TargetValue,
};

use super::fault::shown;
use super::tidy::Warnings;

fn unknown(member: &str, word: &str, file: &str, warnings: &mut Warnings) {
    let what = if word.is_empty() {
        format!("`{member}` is missing in a setting")
    } else {
        format!("`{}` as `{member}` is not known to this program; it was kept", shown(word))
    };
    warnings.add(what, file);
}

/// The words of a partner.
pub(super) fn of_partner(partner: &Partner, file: &str, warnings: &mut Warnings) {
    of_configuration(&partner.configuration, file, warnings);
}

/// The words of the default.
pub(super) fn of_default(default: &DefaultConfiguration, file: &str, warnings: &mut Warnings) {
    of_configuration(&default.configuration, file, warnings);
    let Some(order) = &default.redemption else { return };
    for provider in &order.primary {
        if let IdentityProvider::Other(word) = provider {
            unknown("primaryIdentityProviderPrecedenceOrder", word, file, warnings);
        }
    }
    if let Some(FallbackIdentityProvider::Other(word)) = &order.fallback {
        unknown("fallbackIdentityProvider", word, file, warnings);
    }
}

/// The words of the policy's head.
pub(super) fn of_policy(policy: &CrossTenantAccessPolicy, file: &str, warnings: &mut Warnings) {
    for endpoint in &policy.allowed_cloud_endpoints {
        if let CloudEndpoint::Other(word) = endpoint {
            unknown("allowedCloudEndpoints", word, file, warnings);
        }
    }
}

/// The words of the authorization policy.
pub(super) fn of_authorization(policy: &AuthorizationPolicy, file: &str, warnings: &mut Warnings) {
    if let Some(AllowInvitesFrom::Other(word)) = &policy.allow_invites_from {
        unknown("allowInvitesFrom", word, file, warnings);
    }
    if let Some(GuestLevel::Other(role)) = policy.guest_user_role_id.map(GuestLevel::of) {
        unknown("guestUserRoleId", &role.to_string(), file, warnings);
    }
}

fn of_configuration(configuration: &Configuration, file: &str, warnings: &mut Warnings) {
    for setting in B2b::ALL {
        let Some(whole) = configuration.b2b(setting) else { continue };
        for half in whole.users_and_groups.iter().chain(&whole.applications) {
            of_half(half, file, warnings);
        }
    }
}

fn of_half(half: &TargetConfiguration, file: &str, warnings: &mut Warnings) {
    if let AccessType::Other(word) = &half.access {
        unknown("accessType", word, file, warnings);
    }
    for target in &half.targets {
        if let TargetType::Other(word) = &target.kind {
            unknown("targetType", word, file, warnings);
        }
        if let TargetValue::Other(word) = &target.value {
            let what = format!(
                "the target `{}` is neither an id nor a keyword that this program knows; it was kept",
                shown(word)
            );
            warnings.add(what, file);
        }
    }
}
