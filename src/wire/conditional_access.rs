//! Conditional Access policies in Graph's shape.

use super::record::record;
use crate::domain::{
    AuthenticationStrength, ConditionalAccess, ConditionalAccessPolicy, ExternalPeople,
    ExternalTenants, GrantControls, PolicyApplications, PolicyConditions, PolicyUsers,
    SessionControls,
};

record!(ConditionalAccess, "Conditional Access: an object with `policies`", {
    "policies" => policies: list,
    "authenticationStrengths" => strengths: list,
});

record!(ConditionalAccessPolicy, "a Conditional Access policy: an object", {
    "id" => id: value,
    "displayName" => display_name: value,
    "state" => state: value,
    "conditions" => conditions: value,
    "grantControls" => grant: value,
    "sessionControls" => session: value,
});

record!(PolicyConditions, "conditions: an object", {
    "users" => users: value,
    "applications" => applications: value,
});

record!(PolicyUsers, "users of a condition: an object", {
    "includeUsers" => include_users: list,
    "excludeUsers" => exclude_users: list,
    "includeGroups" => include_groups: list,
    "excludeGroups" => exclude_groups: list,
    "includeRoles" => include_roles: list,
    "excludeRoles" => exclude_roles: list,
    "includeGuestsOrExternalUsers" => include_external: value,
    "excludeGuestsOrExternalUsers" => exclude_external: value,
});

record!(ExternalPeople, "guests or external users: an object", {
    "guestOrExternalUserTypes" => kinds: value,
    "externalTenants" => tenants: value,
});

record!(ExternalTenants, "external tenants: an object", {
    "membershipKind" => membership: value,
    "members" => members: list,
});

record!(PolicyApplications, "applications of a condition: an object", {
    "includeApplications" => include: list,
    "excludeApplications" => exclude: list,
    "includeUserActions" => user_actions: list,
    "includeAuthenticationContextClassReferences" => contexts: list,
    "applicationFilter" => filter: value,
});

record!(GrantControls, "grant controls: an object", {
    "operator" => operator: value,
    "builtInControls" => built_in: list,
    "customAuthenticationFactors" => custom: list,
    "termsOfUse" => terms_of_use: list,
    "authenticationStrength" => strength: value,
});

record!(AuthenticationStrength, "an authentication strength: an object", {
    "id" => id: value,
    "displayName" => display_name: value,
    "allowedCombinations" => combinations: list,
});

record!(SessionControls, "session controls: an object", {
    "applicationEnforcedRestrictions" => application_enforced: value,
    "cloudAppSecurity" => cloud_app_security: value,
    "signInFrequency" => sign_in_frequency: value,
    "persistentBrowser" => persistent_browser: value,
});
