use super::words::words;
use super::{Extra, Guid, Json};

words! {
    /// Whether a policy is enforced.
    PolicyState {
        /// Enforced.
        Enabled = "enabled",
        /// Not looked at.
        Disabled = "disabled",
        /// Logged only.
        ReportOnly = "enabledForReportingButNotEnforced",
    }
}

words! {
    /// How the controls of a grant combine.
    GrantOperator {
        /// All of them.
        And = "AND",
        /// Any of them.
        Or = "OR",
    }
}

words! {
    /// What a policy wants.
    ///
    /// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/conditionalaccessgrantcontrols.md
    GrantControl {
        Block = "block",
        Mfa = "mfa",
        CompliantDevice = "compliantDevice",
        HybridJoinedDevice = "domainJoinedDevice",
        ApprovedApplication = "approvedApplication",
        CompliantApplication = "compliantApplication",
        PasswordChange = "passwordChange",
    }
}

/// External people a policy picks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExternalPeople {
    /// Kinds of them, as Graph writes them: words joined by commas.
    pub kinds: Option<String>,
    /// Of which tenants; `None` means all.
    pub tenants: Option<ExternalTenants>,
    /// Members we do not know.
    pub extra: Extra,
}

/// Of which tenants people are picked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExternalTenants {
    /// `all` or `enumerated`.
    pub membership: Option<String>,
    /// Tenant ids, where they are enumerated.
    pub members: Vec<String>,
    /// Members we do not know.
    pub extra: Extra,
}

/// Whom a policy picks. Ids are those of the resource tenant, where guests have ids of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyUsers {
    /// Ids, `All`, `None` or `GuestsOrExternalUsers`.
    pub include_users: Vec<String>,
    /// The same, taken out again.
    pub exclude_users: Vec<String>,
    /// Group ids.
    pub include_groups: Vec<String>,
    /// Group ids, taken out again.
    pub exclude_groups: Vec<String>,
    /// Directory role templates.
    pub include_roles: Vec<String>,
    /// Directory role templates, taken out again.
    pub exclude_roles: Vec<String>,
    /// External people.
    pub include_external: Option<ExternalPeople>,
    /// External people, taken out again.
    pub exclude_external: Option<ExternalPeople>,
    /// Members we do not know.
    pub extra: Extra,
}

/// Which applications a policy picks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyApplications {
    /// Client ids, `All`, `None`, `Office365` or `MicrosoftAdminPortals`.
    pub include: Vec<String>,
    /// The same, taken out again.
    pub exclude: Vec<String>,
    /// User actions, which are no applications.
    pub user_actions: Vec<String>,
    /// Authentication contexts, which are no applications.
    pub contexts: Vec<String>,
    /// A filter by attributes, which is not evaluated.
    pub filter: Option<Json>,
    /// Members we do not know.
    pub extra: Extra,
}

/// When a policy applies. Locations, platforms, risk and the like stay in `extra`: they are carried
/// and named, not evaluated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyConditions {
    /// To whom.
    pub users: Option<PolicyUsers>,
    /// For which applications.
    pub applications: Option<PolicyApplications>,
    /// Members we do not know.
    pub extra: Extra,
}

/// A set of methods that are strong enough.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/authenticationstrengthpolicy.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuthenticationStrength {
    /// Its id; three are built in.
    pub id: Option<Guid>,
    /// Its name.
    pub display_name: Option<String>,
    /// Methods, joined by commas where several are used together; any of these will do. Empty where it
    /// is not told.
    pub combinations: Vec<String>,
    /// Members we do not know.
    pub extra: Extra,
}

/// What a policy wants before it lets through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GrantControls {
    /// How they combine.
    pub operator: Option<GrantOperator>,
    /// The built-in ones.
    pub built_in: Vec<GrantControl>,
    /// Custom controls.
    pub custom: Vec<String>,
    /// Terms of use to be accepted.
    pub terms_of_use: Vec<String>,
    /// A strength to be met.
    pub strength: Option<AuthenticationStrength>,
    /// Members we do not know.
    pub extra: Extra,
}

/// What a policy asks of the session after it let through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionControls {
    /// Restrictions the application enforces.
    pub application_enforced: Option<Json>,
    /// Control by Defender for Cloud Apps.
    pub cloud_app_security: Option<Json>,
    /// How often to sign in.
    pub sign_in_frequency: Option<Json>,
    /// Whether the browser stays signed in.
    pub persistent_browser: Option<Json>,
    /// Members we do not know.
    pub extra: Extra,
}

/// One Conditional Access policy.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/conditionalaccesspolicy.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConditionalAccessPolicy {
    /// Its id.
    pub id: Option<Guid>,
    /// Its name.
    pub display_name: Option<String>,
    /// Whether it is enforced.
    pub state: Option<PolicyState>,
    /// When it applies.
    pub conditions: Option<PolicyConditions>,
    /// What it wants.
    pub grant: Option<GrantControls>,
    /// What it asks of the session.
    pub session: Option<SessionControls>,
    /// Members we do not know.
    pub extra: Extra,
}

/// The Conditional Access policies of a tenant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConditionalAccess {
    /// In the order of the export.
    pub policies: Vec<ConditionalAccessPolicy>,
    /// Authentication strengths, where they were exported by themselves.
    pub strengths: Vec<AuthenticationStrength>,
    /// Members we do not know.
    pub extra: Extra,
}
