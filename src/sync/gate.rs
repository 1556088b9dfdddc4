//! Whether the job runs at all: what the policies of both tenants say.

use super::verdict::{Check, JobVerdict};
use crate::access::{Sign, Truth, b2b_standing, name, resolve_bool};
use crate::domain::{
    AllowInvitesFrom, B2b, B2bManagementPolicy, Cloud, Direction, DomainList, DomainName, Estate,
    Setting, Subject, SyncConfiguration, SyncKind, TenantId,
};

/// Said by a running job whose tenants do not both redeem automatically.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/monitoring-health/howto-analyze-provisioning-logs.md
const POLICY_CHECK: &str = "AzureDirectoryB2BManagementPolicyCheckFailure";

/// All questions in the order in which a test of the connection meets them.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md
pub fn checks(estate: &Estate, configuration: &SyncConfiguration) -> Vec<Check> {
    let (source, target) = (configuration.source, configuration.target);
    let mut out = vec![clouds(estate, source, target)];
    out.push(admits(estate, source, target));
    let redeems = [(source, target, Direction::Outbound), (target, source, Direction::Inbound)];
    out.extend(redeems.map(|(owner, other, way)| redemption(estate, owner, other, way)));
    out.push(invitations(estate, target));
    out
}

/// What the job becomes by the checks alone.
pub fn verdict(checks: &[Check]) -> JobVerdict {
    let closed =
        |verdict| checks.iter().any(|check| check.truth == Truth::No && check.otherwise == verdict);
    match () {
        () if closed(JobVerdict::Blocked) => JobVerdict::Blocked,
        () if closed(JobVerdict::Quarantined) => JobVerdict::Quarantined,
        () if checks.iter().any(|check| check.truth == Truth::Unknown) => JobVerdict::Unknown,
        () => JobVerdict::Runs,
    }
}

/// Whether two tenants live in different clouds; what is not known is taken as the same.
pub fn is_cross_cloud(estate: &Estate, configuration: &SyncConfiguration) -> bool {
    let cloud = |id| estate.tenant(id).map(|tenant| &tenant.cloud);
    match (cloud(configuration.source), cloud(configuration.target)) {
        (Some(source), Some(target)) => source != target,
        (_, None) | (None, _) => false,
    }
}

/// Global and US Government reach each other and themselves; 21Vianet is reached from global only,
/// and by itself (one page says unsupported, the newer one lists it).
fn clouds(estate: &Estate, source: TenantId, target: TenantId) -> Check {
    let (from, to) = (estate.tenant(source), estate.tenant(target));
    let (Some(from), Some(to)) = (from, to) else {
        return check(Truth::Unknown, JobVerdict::Blocked, "", "a cloud is not known".to_owned());
    };
    let pair = format!("{} to {}", from.cloud.title(), to.cloud.title());
    let blocked = |truth, words| check(truth, JobVerdict::Blocked, "", words);
    match (&from.cloud, &to.cloud) {
        (Cloud::Other(_), _) | (_, Cloud::Other(_)) => {
            blocked(Truth::Unknown, format!("clouds: {pair} is not understood"))
        }
        (Cloud::China, Cloud::China) => blocked(
            Truth::Yes,
            format!("clouds: {pair}; the newer of two pages supports it, the older does not"),
        ),
        (from, to) if from == to => {
            blocked(Truth::Yes, format!("both tenants are {}", from.title()))
        }
        (Cloud::Global, _) | (Cloud::UsGovernment, Cloud::Global) => {
            let ticked = ticks(estate, source, target).and(ticks(estate, target, source));
            let word = match ticked {
                Truth::Yes => "both tenants work with the other's cloud",
                Truth::No => "one tenant does not work with the other's cloud",
                Truth::Unknown => {
                    "whether both work with the other's cloud is not in the workspace"
                }
            };
            check(
                ticked,
                JobVerdict::Blocked,
                "AzureActiveDirectoryTokenExpired",
                format!("clouds: {pair}; {word}"),
            )
        }
        (Cloud::UsGovernment | Cloud::China, _) => {
            blocked(Truth::No, format!("clouds: {pair} is not supported"))
        }
    }
}

/// What may stop single invitations, though no document says whether it stops those of a
/// synchronisation: blocked B2B collaboration, and the domain list.
#[derive(Clone, Debug, Default)]
pub struct Invitations {
    is_blocked: bool,
    list: Option<B2bManagementPolicy>,
}

impl Invitations {
    /// What the target says about the source.
    pub fn of(estate: &Estate, configuration: &SyncConfiguration) -> Self {
        let (source, target) = (configuration.source, configuration.target);
        let sign = estate.policy(target).map(|policy| {
            b2b_standing(policy, Subject::Partner(source), B2b::CollaborationInbound).0
        });
        let external = estate.tenant(target).and_then(|tenant| tenant.external.as_deref());
        Invitations {
            is_blocked: sign == Some(Sign::Block),
            list: external.and_then(|external| external.b2b_management.clone()),
        }
    }

    /// Whether an invitation to a domain may be stopped.
    pub fn is_doubtful(&self, domain: &str) -> bool {
        let domain = DomainName::observed(domain);
        let is_listed = match self.list.as_ref().map(B2bManagementPolicy::domain_list) {
            None | Some(DomainList::Any) => false,
            Some(DomainList::Allow(entries)) => !entries.contains(&domain),
            Some(DomainList::Block(entries)) => entries.contains(&domain),
            Some(DomainList::Both(..)) => true,
        };
        self.is_blocked || is_listed
    }
}

fn ticks(estate: &Estate, owner: TenantId, other: TenantId) -> Truth {
    let endpoint = estate.tenant(other).and_then(|tenant| tenant.cloud.endpoint());
    match (estate.policy(owner), endpoint) {
        (Some(policy), Some(endpoint)) => policy.allowed_cloud_endpoints.contains(&endpoint).into(),
        _ => Truth::Unknown,
    }
}

fn check(truth: Truth, otherwise: JobVerdict, code: &'static str, because: String) -> Check {
    Check { truth, otherwise, code, because }
}

pub(super) fn says(estate: &Estate, owner: TenantId, other: TenantId, setting: Setting) -> Truth {
    let Some(policy) = estate.policy(owner) else { return Truth::Unknown };
    resolve_bool(policy, Subject::Partner(other), setting).is_some_and(|found| found.value).into()
}

/// Source: MicrosoftDocs/entra-docs:docs/includes/cross-tenant-synchronization-include.md
fn admits(estate: &Estate, source: TenantId, target: TenantId) -> Check {
    let truth = says(estate, target, source, Setting::Sync(SyncKind::Users));
    let (source, target) = (name(estate, source), name(estate, target));
    let because = match truth {
        Truth::Yes => format!("{target} lets {source} synchronise users in"),
        Truth::No => format!("{target} does not let {source} synchronise users in"),
        Truth::Unknown => {
            format!("whether {target} lets {source} synchronise users in is not in the workspace")
        }
    };
    check(
        truth,
        JobVerdict::Blocked,
        "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure",
        because,
    )
}

/// Source: MicrosoftDocs/entra-docs:docs/includes/automatic-redemption-include.md
fn redemption(estate: &Estate, owner: TenantId, other: TenantId, way: Direction) -> Check {
    let truth = says(estate, owner, other, Setting::Consent(way));
    let word = match way {
        Direction::Inbound => "inbound",
        Direction::Outbound => "outbound",
    };
    let (owner, other) = (name(estate, owner), name(estate, other));
    let state = match truth {
        Truth::Yes => "on",
        Truth::No => "off",
        Truth::Unknown => "not in the workspace",
    };
    let because = format!("automatic redemption {word} in {owner} for {other} is {state}");
    check(truth, JobVerdict::Quarantined, POLICY_CHECK, because)
}

/// Existing users are changed all the same (inferred), so the job runs.
fn invitations(estate: &Estate, target: TenantId) -> Check {
    let tenant = estate.tenant(target);
    let authorization = tenant
        .and_then(|tenant| tenant.external.as_deref())
        .and_then(|external| external.authorization.as_ref());
    let value = authorization.and_then(|policy| policy.allow_invites_from.as_ref());
    let target = name(estate, target);
    let (truth, because) = match value {
        None => (Truth::Unknown, format!("who may invite in {target} is not in the workspace")),
        Some(AllowInvitesFrom::None) => {
            (Truth::No, format!("{target} lets nobody invite: every create fails"))
        }
        Some(AllowInvitesFrom::Other(word)) => {
            (Truth::Unknown, format!("who may invite in {target} is `{}`", word.escape_debug()))
        }
        Some(_) => (Truth::Yes, format!("invitations are not switched off in {target}")),
    };
    check(truth, JobVerdict::Runs, "AzureActiveDirectoryForbidden", because)
}
