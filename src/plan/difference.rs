//! Where the two differ, setting by setting.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{
    B2b, Claim, Configuration, CrossTenantAccessPolicy, Direction, ExternalCollaboration, Half,
    Ownership, Partner, SETTINGS, Setting, Subject, SyncKind, Tenant, TenantId, Workspace,
};

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The partner is not there yet.
    Added,
    /// The partner is to go.
    Removed,
    /// A setting has another value.
    Setting(Setting),
    /// Something besides the settings, by Graph's name.
    Property(&'static str),
}

/// One difference of draft and observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Whose policy.
    pub owner: TenantId,
    /// For whom; `None` for what belongs to the tenant as a whole.
    pub subject: Option<Subject>,
    /// What.
    pub what: What,
}

/// How many differences of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Partners added.
    pub added: usize,
    /// Settings changed.
    pub changed: usize,
    /// Partners removed.
    pub removed: usize,
}

impl Tally {
    /// Counts differences.
    pub fn of(differences: &[Difference]) -> Self {
        let mut tally = Tally::default();
        for difference in differences {
            match difference.what {
                What::Added => tally.added += 1,
                What::Removed => tally.removed += 1,
                What::Setting(_) | What::Property(_) => tally.changed += 1,
            }
        }
        tally
    }

    /// Whether draft and observed are the same.
    pub fn is_empty(self) -> bool {
        self == Tally::default()
    }
}

/// Every difference of our tenants. A tenant that was never imported differs in nothing: there is
/// nothing to compare its draft with.
pub fn differences(workspace: &Workspace) -> Vec<Difference> {
    let mut out = Vec::new();
    for (id, draft) in &workspace.draft.tenants {
        let Some(observed) = workspace.observed.get(id) else { continue };
        if draft.ownership == Ownership::Ours && !Arc::ptr_eq(draft, &observed.tenant) {
            tenant(*id, &observed.tenant, draft, &mut out);
        }
    }
    out
}

fn tenant(owner: TenantId, observed: &Tenant, draft: &Tenant, out: &mut Vec<Difference>) {
    external(owner, observed.external.as_deref(), draft.external.as_deref(), out);
    let nothing = CrossTenantAccessPolicy::default();
    let old = observed.policy.as_deref().unwrap_or(&nothing);
    let new = draft.policy.as_deref().unwrap_or(&nothing);
    let mut whole =
        |name| out.push(Difference { owner, subject: None, what: What::Property(name) });
    if old.allowed_cloud_endpoints != new.allowed_cloud_endpoints {
        whole("allowedCloudEndpoints");
    }
    let redemption = |policy: &CrossTenantAccessPolicy| {
        policy.default.as_ref().and_then(|d| d.redemption.clone())
    };
    if redemption(old) != redemption(new) {
        whole("invitationRedemptionIdentityProviderConfiguration");
    }
    let none = Configuration::default();
    let default = |policy: &CrossTenantAccessPolicy| {
        policy
            .default
            .as_ref()
            .map_or_else(|| none.clone(), |default| default.configuration.clone())
    };
    settings(owner, Subject::Default, (&default(old), None), (&default(new), None), out);
    partners(owner, &old.partners, &new.partners, out);
}

fn partners(
    owner: TenantId,
    old: &BTreeMap<TenantId, Arc<Partner>>,
    new: &BTreeMap<TenantId, Arc<Partner>>,
    out: &mut Vec<Difference>,
) {
    for (id, before) in old {
        let subject = Subject::Partner(*id);
        match new.get(id) {
            None => out.push(Difference { owner, subject: Some(subject), what: What::Removed }),
            Some(after) if Arc::ptr_eq(before, after) || before == after => {}
            Some(after) => settings(
                owner,
                subject,
                (&before.configuration, Some(before)),
                (&after.configuration, Some(after)),
                out,
            ),
        }
    }
    for id in new.keys().filter(|id| !old.contains_key(id)) {
        let subject = Some(Subject::Partner(*id));
        out.push(Difference { owner, subject, what: What::Added });
    }
}

fn settings(
    owner: TenantId,
    subject: Subject,
    old: (&Configuration, Option<&Partner>),
    new: (&Configuration, Option<&Partner>),
    out: &mut Vec<Difference>,
) {
    for row in SETTINGS {
        if own(old.0, old.1, row.setting) != own(new.0, new.1, row.setting) {
            let what = What::Setting(row.setting);
            out.push(Difference { owner, subject: Some(subject), what });
        }
    }
}

/// What a layer itself says about one setting, as a comparable value.
#[derive(Debug, PartialEq)]
enum Own<'c> {
    Half(Option<&'c crate::domain::TargetConfiguration>),
    Switch(Option<bool>),
}

fn own<'c>(
    configuration: &'c Configuration,
    partner: Option<&'c Partner>,
    setting: Setting,
) -> Own<'c> {
    match setting {
        Setting::Half(b2b, half) => {
            Own::Half(configuration.b2b(b2b).and_then(|value| value.half(half)))
        }
        Setting::Trust(claim) => {
            Own::Switch(configuration.inbound_trust.as_ref().and_then(|trust| trust.claim(claim)))
        }
        Setting::Consent(direction) => Own::Switch(
            configuration
                .automatic_user_consent
                .as_ref()
                .and_then(|consent| consent.direction(direction)),
        ),
        Setting::Sync(kind) => Own::Switch(
            partner
                .and_then(|partner| partner.identity_synchronization.as_ref())
                .and_then(|sync| sync.is_allowed(kind)),
        ),
    }
}

/// Whether the layer itself says something about a setting (for a half: about the whole setting,
/// since the service inherits whole properties).
pub fn says(configuration: &Configuration, partner: Option<&Partner>, setting: Setting) -> bool {
    match setting {
        Setting::Half(b2b, _) => configuration.b2b(b2b).is_some(),
        Setting::Trust(_) | Setting::Consent(_) | Setting::Sync(_) => {
            matches!(own(configuration, partner, setting), Own::Switch(Some(_)))
        }
    }
}

fn external(
    owner: TenantId,
    old: Option<&ExternalCollaboration>,
    new: Option<&ExternalCollaboration>,
    out: &mut Vec<Difference>,
) {
    let nothing = ExternalCollaboration::default();
    let (old, new) = (old.unwrap_or(&nothing), new.unwrap_or(&nothing));
    let ExternalCollaboration {
        authorization,
        b2b_management,
        self_service_sign_up,
        allow_external_identities_to_leave,
        extra: _,
    } = old;
    let invites = |a: &Option<crate::domain::AuthorizationPolicy>| {
        a.as_ref().and_then(|policy| policy.allow_invites_from.clone())
    };
    let guests = |a: &Option<crate::domain::AuthorizationPolicy>| {
        a.as_ref().and_then(|policy| policy.guest_user_role_id)
    };
    let pairs = [
        ("allowInvitesFrom", invites(authorization) != invites(&new.authorization)),
        ("guestUserRoleId", guests(authorization) != guests(&new.authorization)),
        ("b2bManagementPolicy", *b2b_management != new.b2b_management),
        ("selfServiceSignUp", *self_service_sign_up != new.self_service_sign_up),
        (
            "allowExternalIdentitiesToLeave",
            *allow_external_identities_to_leave != new.allow_external_identities_to_leave,
        ),
    ];
    for (name, differs) in pairs {
        if differs {
            out.push(Difference { owner, subject: None, what: What::Property(name) });
        }
    }
}

// The matrix shows one cell a setting; a setting added to the domain must be shown, too.
const _: () = {
    let halves = B2b::ALL.len() * Half::BOTH.len();
    let directions = [Direction::Inbound, Direction::Outbound];
    let kinds = [SyncKind::Users, SyncKind::Groups];
    assert!(SETTINGS.len() == halves + Claim::ALL.len() + directions.len() + kinds.len());
};
