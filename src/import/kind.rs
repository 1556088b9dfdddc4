//! What an object is, told by its members and by the context around it, never by a file's name.

use crate::domain::{Cloud, Guid, Json};

use super::sign_ins::is_sign_in;
use super::tidy::Object;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Organization,
    Policy,
    Default,
    Partner,
    Synchronization,
    TenantInformation,
    Authorization,
    B2bManagement,
    ConditionalAccess,
    /// A set of methods that are strong enough for Conditional Access.
    Strength,
    ExternalIdentities,
    AuthenticationFlows,
    User,
    Group,
    Member,
    Application,
    SignIn,
    SyncJob,
    SyncSchema,
    /// A pair of key and value among the secrets of a synchronisation.
    SyncSecret,
    /// Somebody assigned to an enterprise application.
    Assignment,
    /// A delta row that says something is gone.
    Removed,
    /// A policy in the recycle bin.
    Deleted,
    /// An answer that is an error.
    Refused,
    /// Known, but of no use here.
    Idle(&'static str),
    Unknown,
}

impl Kind {
    /// The plural, for sentences.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Organization => "organization objects",
            Kind::Policy => "cross-tenant access policies",
            Kind::Default => "default configurations",
            Kind::Partner => "partners",
            Kind::Synchronization => "identity synchronization policies",
            Kind::TenantInformation => "names of other tenants",
            Kind::Authorization => "authorization policies",
            Kind::B2bManagement => "B2B management policies",
            Kind::ConditionalAccess => "Conditional Access policies",
            Kind::Strength => "authentication strengths",
            Kind::ExternalIdentities => "external identities policies",
            Kind::AuthenticationFlows => "authentication flows policies",
            Kind::User => "users",
            Kind::Group => "groups",
            Kind::Member => "group members",
            Kind::Application => "applications",
            Kind::SignIn => "sign-ins",
            Kind::SyncJob => "synchronization jobs",
            Kind::SyncSchema => "synchronization schemas",
            Kind::SyncSecret => "synchronization secrets",
            Kind::Assignment => "assignments",
            Kind::Removed => "removed objects",
            Kind::Deleted => "deleted policies",
            Kind::Refused => "error answers",
            Kind::Idle(title) => title,
            Kind::Unknown => "unknown objects",
        }
    }
}

const PARTNER_MEMBERS: [&str; 15] = [
    "b2bCollaborationInbound",
    "b2bCollaborationOutbound",
    "b2bDirectConnectInbound",
    "b2bDirectConnectOutbound",
    "inboundTrust",
    "tenantRestrictions",
    "automaticUserConsentSettings",
    "isServiceProvider",
    "isInMultiTenantOrganization",
    "identitySynchronization",
    "crossCloudMeetingConfiguration",
    "protectedContentSharing",
    "m365CollaborationInbound",
    "m365CollaborationOutbound",
    "blockServiceProviderOutboundAccess",
];

/// The part of a context behind `#`.
fn fragment(context: &str) -> &str {
    context.split_once('#').map_or("", |(_, fragment)| fragment)
}

/// What a context says, where it says it clearly; the only evidence an empty list has.
pub(super) fn of_context(context: &str) -> Option<Kind> {
    let fragment = fragment(context);
    let (path, _) = fragment.split_once('(').unwrap_or((fragment, ""));
    let of =
        |end: &str| path.trim_end_matches("/$entity").trim_end_matches("/$delta").ends_with(end);
    Some(match () {
        () if fragment.contains("deletedItems") => Kind::Deleted,
        () if fragment.contains("identitySynchronization/") => Kind::Synchronization,
        () if fragment.ends_with("identitySynchronization") => Kind::Synchronization,
        () if of("crossTenantAccessPolicy/partners") => Kind::Partner,
        () if of("crossTenantAccessPolicy/default") => Kind::Default,
        () if of("crossTenantAccessPolicy") => Kind::Policy,
        () if of("conditionalAccess/policies") => Kind::ConditionalAccess,
        () if of("authenticationStrengthPolicies") || of("authenticationStrength/policies") => {
            Kind::Strength
        }
        () if of("auditLogs/signIns") => Kind::SignIn,
        () if path.starts_with("directoryObjects") => Kind::Member,
        () if path.starts_with("groups") && fragment.contains("/members") => Kind::Member,
        () if path.starts_with("users") => Kind::User,
        () if path.starts_with("groups") => Kind::Group,
        () if of("organization") => Kind::Organization,
        () if of_job(fragment, "/schema") => Kind::SyncSchema,
        () if of_job(fragment, "") => Kind::SyncJob,
        () if fragment.contains("synchronization/secrets")
            || fragment.contains("synchronizationSecretKeyStringValuePair") =>
        {
            Kind::SyncSecret
        }
        () if fragment.contains("/appRoleAssignedTo") || of("appRoleAssignments") => {
            Kind::Assignment
        }
        () if path.starts_with("servicePrincipals") && !fragment.contains(")/") => {
            Kind::Application
        }
        () if path.starts_with("applications") && !fragment.contains(")/") => Kind::Application,
        () => return None,
    })
}

/// Whether a context is of jobs, or of what ends like this below a job.
fn of_job(fragment: &str, end: &str) -> bool {
    let fragment = fragment.split("/$entity").next().unwrap_or(fragment);
    let Some((_, rest)) = fragment.split_once("synchronization/jobs") else { return false };
    match rest.split_once(')') {
        None => end.is_empty(),
        Some((_, rest)) => rest.split('(').next() == Some(end),
    }
}

/// The id of the job that a context is of.
pub(super) fn job_of_context(context: &str) -> Option<&str> {
    let (_, rest) = fragment(context).split_once("synchronization/jobs('")?;
    rest.split('\'').next().filter(|id| !id.is_empty())
}

/// The service principal that a context is of.
pub(super) fn principal_of_context(context: &str) -> Option<Guid> {
    let (_, rest) = fragment(context).split_once("servicePrincipals('")?;
    rest.split('\'').next()?.parse().ok()
}

/// Keys of what a synchronisation keeps among its secrets, where no context tells that they are.
///
/// Source: the values of `synchronizationSecret` in
/// microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/enums.md
const SECRET_KEYS: [&str; 14] = [
    "AuthenticationType",
    "CompanyId",
    "SyncAll",
    "SyncNotificationSettings",
    "SkipOutOfScopeDeletions",
    "BaseAddress",
    "SecretToken",
    "UserName",
    "Password",
    "AppKey",
    "Domain",
    "ClientIdentifier",
    "ClientSecret",
    "Oauth2AccessToken",
];

fn is_secret(object: &Object) -> bool {
    let key = object.get("key").and_then(Json::as_str).unwrap_or_default();
    let is_pair =
        object.keys().all(|name| name == "key" || name == "value" || name.starts_with('@'));
    is_pair && SECRET_KEYS.contains(&key)
}

/// Whether only chosen members were asked for, as the context tells.
pub(super) fn is_selected(context: &str) -> bool {
    fragment(context).contains("partners(") && guid_in(fragment(context)).is_none()
}

/// The cloud whose Graph answered.
pub(super) fn cloud_of(context: &str) -> Option<Cloud> {
    let host = context.strip_prefix("https://")?.split('/').next()?;
    match host {
        "graph.microsoft.com" => Some(Cloud::Global),
        "graph.microsoft.us" | "dod-graph.microsoft.us" => Some(Cloud::UsGovernment),
        "microsoftgraph.chinacloudapi.cn" => Some(Cloud::China),
        _ => None,
    }
}

/// The first GUID in a text.
pub(super) fn guid_in(text: &str) -> Option<Guid> {
    const LENGTH: usize = 36;
    (0..text.len()).find_map(|at| text.get(at..at + LENGTH)?.parse().ok())
}

/// The id a policy's display name ends with.
///
/// Source: pnp/cli-microsoft365:src/m365/entra/commands/policy/policy-list.spec.ts
pub(super) fn tenant_of_policy(object: &Object) -> Option<Guid> {
    let name = object.get("displayName")?.as_str()?;
    name.strip_prefix(POLICY_NAME)?.trim().parse().ok()
}

/// How the display name of a policy begins.
pub(super) const POLICY_NAME: &str = "CrossTenantAccessPolicy for ";

/// Whether an object has a member that partners have.
pub(super) fn is_partner(object: &Object) -> bool {
    PARTNER_MEMBERS.iter().any(|name| object.contains_key(*name))
}

/// What an object is.
pub(super) fn of_object(object: &Object, context: &str) -> Kind {
    let has = |name: &str| object.contains_key(name);
    let told = of_context(context);
    let odata = object.get("@odata.type").and_then(Json::as_str).unwrap_or_default();
    let odata = odata.rsplit('.').next().unwrap_or_default();
    let is_partner = is_partner(object);
    match () {
        () if has("@removed") => Kind::Removed,
        () if object.get("error").is_some_and(|error| error.get("code").is_some()) => Kind::Refused,
        () if told == Some(Kind::Deleted)
            || (is_partner && object.get("deletedDateTime").is_some_and(|at| !at.is_null())) =>
        {
            Kind::Deleted
        }
        () if told == Some(Kind::Member) => Kind::Member,
        () if told == Some(Kind::SignIn)
            || odata == "signIn"
            || is_sign_in(object.keys().map(String::as_str)) =>
        {
            Kind::SignIn
        }
        () if has("isServiceDefault")
            || has("invitationRedemptionIdentityProviderConfiguration") =>
        {
            Kind::Default
        }
        () if has("templateApplicationLevel") => Kind::Idle("multitenant organization templates"),
        () if has("tenantId") && is_partner => Kind::Partner,
        () if has("userSyncInbound") || has("groupSyncInbound") => Kind::Synchronization,
        () if has("tenantId") && (has("defaultDomainName") || has("federationBrandName")) => {
            Kind::TenantInformation
        }
        () if has("addedByTenantId") => Kind::Idle("multitenant organization members"),
        () if has("tenantId") && object.keys().all(|n| n == "tenantId" || n.starts_with('@')) => {
            Kind::Partner
        }
        () if has("verifiedDomains") || odata == "organization" => Kind::Organization,
        () if has("allowedCloudEndpoints") || tenant_of_policy(object).is_some() => Kind::Policy,
        () if has("allowInvitesFrom") || has("guestUserRoleId") => Kind::Authorization,
        () if has("allowExternalIdentitiesToLeave") => Kind::ExternalIdentities,
        () if has("selfServiceSignUp") => Kind::AuthenticationFlows,
        () if has("conditions") && (has("grantControls") || has("sessionControls")) => {
            Kind::ConditionalAccess
        }
        () if has("allowedCombinations") && has("id") => Kind::Strength,
        () if is_b2b_management(object) => Kind::B2bManagement,
        () if has("factoryTag") => Kind::Idle("synchronization templates"),
        () if has("synchronizationRules") => Kind::SyncSchema,
        () if has("templateId") && (has("schedule") || has("synchronizationJobSettings")) => {
            Kind::SyncJob
        }
        () if has("principalId") && has("resourceId") && has("appRoleId") => Kind::Assignment,
        () if told == Some(Kind::SyncSecret) || is_secret(object) => Kind::SyncSecret,
        () => of_directory(object, odata).or(told).unwrap_or(Kind::Unknown),
    }
}

fn is_b2b_management(object: &Object) -> bool {
    let definition = match object.get("definition") {
        Some(Json::Array(items)) => items.first(),
        other => other,
    };
    match definition {
        Some(Json::String(text)) => text.contains("B2BManagementPolicy"),
        Some(Json::Object(members)) => members.contains_key("B2BManagementPolicy"),
        _ => false,
    }
}

fn of_directory(object: &Object, odata: &str) -> Option<Kind> {
    let has = |name: &str| object.contains_key(name);
    match odata {
        "user" => return Some(Kind::User),
        "group" => return Some(Kind::Group),
        "servicePrincipal" | "application" => return Some(Kind::Application),
        "device" | "orgContact" => return Some(Kind::Idle("devices and contacts")),
        _ => {}
    }
    match () {
        () if has("userPrincipalName") => Some(Kind::User),
        () if has("appId") => Some(Kind::Application),
        () if has("groupTypes") || has("securityEnabled") || has("mailEnabled") => {
            Some(Kind::Group)
        }
        () if has("id") && has("members") => Some(Kind::Group),
        () => None,
    }
}
