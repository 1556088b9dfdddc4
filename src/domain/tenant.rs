use std::fmt;
use std::sync::Arc;

use super::words::words;
use super::{ConditionalAccess, CrossTenantAccessPolicy, ExternalCollaboration, Extra, TenantId};

words! {
    /// The national cloud a tenant lives in.
    Cloud { Global = "global", UsGovernment = "usgov", China = "china" }
}

words! {
    /// Another cloud as the policy names it.
    ///
    /// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/crosstenantaccesspolicy.md
    CloudEndpoint {
        Global = "microsoftonline.com",
        UsGovernment = "microsoftonline.us",
        China = "partner.microsoftonline.cn",
    }
}

impl Cloud {
    /// How other clouds' policies name this cloud.
    pub fn endpoint(&self) -> Option<CloudEndpoint> {
        match self {
            Cloud::Global => Some(CloudEndpoint::Global),
            Cloud::UsGovernment => Some(CloudEndpoint::UsGovernment),
            Cloud::China => Some(CloudEndpoint::China),
            Cloud::Other(_) => None,
        }
    }

    /// The name people use.
    pub fn title(&self) -> &str {
        match self {
            Cloud::Global => "global",
            Cloud::UsGovernment => "US Government",
            Cloud::China => "China (21Vianet)",
            Cloud::Other(word) => word,
        }
    }
}

/// A DNS name, lower case. User input goes through [`DomainName::parse`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainName(String);

/// Why a text is no domain name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadDomain {
    /// Nothing there.
    Empty,
    /// A single label.
    NoDot,
    /// The service matches exactly; no page documents wildcards.
    Wildcard,
    /// A character that no domain has.
    Character(char),
    /// More than 253 characters.
    Long,
}

impl fmt::Display for BadDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadDomain::Empty => f.write_str("expected a domain such as fabrikam.com"),
            BadDomain::NoDot => f.write_str("a domain needs a dot, such as fabrikam.com"),
            BadDomain::Wildcard => f.write_str(
                "wildcards are not documented for domain lists; name each domain in full",
            ),
            BadDomain::Character(c) => {
                write!(f, "a domain cannot contain `{}`", c.escape_default())
            }
            BadDomain::Long => f.write_str("a domain has at most 253 characters"),
        }
    }
}

impl std::error::Error for BadDomain {}

impl DomainName {
    /// Reads a domain that a person typed.
    pub fn parse(text: &str) -> Result<Self, BadDomain> {
        let text = text.trim().trim_start_matches('@').to_lowercase();
        if text.is_empty() {
            return Err(BadDomain::Empty);
        }
        if text.contains('*') {
            return Err(BadDomain::Wildcard);
        }
        if let Some(bad) =
            text.chars().find(|c| !c.is_alphanumeric() && !matches!(c, '-' | '.' | '_'))
        {
            return Err(BadDomain::Character(bad));
        }
        if !text.contains('.') {
            return Err(BadDomain::NoDot);
        }
        if text.chars().count() > 253 {
            return Err(BadDomain::Long);
        }
        Ok(DomainName(text))
    }

    /// Takes what the service says, whatever it is.
    pub fn observed(text: &str) -> Self {
        DomainName(text.to_lowercase())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A domain of a tenant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TenantDomain {
    /// The name.
    pub name: DomainName,
    /// Ownership was proven. `None` when the source does not say.
    pub is_verified: Option<bool>,
    /// New users get it.
    pub is_default: Option<bool>,
    /// Members we do not know.
    pub extra: Extra,
}

/// Whether we administer a tenant or only know of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ownership {
    /// We administer it: its settings can be changed here.
    Ours,
    /// Known as somebody's partner.
    #[default]
    Theirs,
}

/// A directory, and what it says about others as far as we know.
#[derive(Clone, Debug, PartialEq)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// Its name, as its own administrators chose it.
    pub display_name: String,
    /// Its domains.
    pub domains: Vec<TenantDomain>,
    /// Its cloud.
    pub cloud: Cloud,
    /// Whether we administer it.
    pub ownership: Ownership,
    /// Its cross-tenant access policy; `None` when it is not in the workspace.
    pub policy: Option<Arc<CrossTenantAccessPolicy>>,
    /// Its external collaboration settings; `None` when they are not in the workspace.
    pub external: Option<Arc<ExternalCollaboration>>,
    /// Its Conditional Access policies; `None` when they are not in the workspace.
    pub conditional_access: Option<Arc<ConditionalAccess>>,
    /// Members we do not know.
    pub extra: Extra,
}

impl Default for Tenant {
    fn default() -> Self {
        Tenant {
            id: TenantId::default(),
            display_name: String::new(),
            domains: Vec::new(),
            cloud: Cloud::Global,
            ownership: Ownership::Theirs,
            policy: None,
            external: None,
            conditional_access: None,
            extra: Extra::default(),
        }
    }
}

impl Tenant {
    /// The domain to show: the default one, else the first.
    pub fn primary_domain(&self) -> Option<&DomainName> {
        self.domains
            .iter()
            .find(|domain| domain.is_default == Some(true))
            .or_else(|| self.domains.first())
            .map(|domain| &domain.name)
    }
}
