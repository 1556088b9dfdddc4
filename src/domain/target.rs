use std::fmt;

use super::words::words;
use super::{AppId, Extra, Guid, ObjectId, TenantId};

/// The tenant that stands for Microsoft accounts (consumers).
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/tenant-restrictions-v2.md
pub const MICROSOFT_ACCOUNTS_TENANT: TenantId =
    TenantId(Guid::from_u128(0x9188_040d_6c67_4c5b_b112_36a3_04b6_6dad));

words! {
    /// Whether the listed targets are let through or stopped.
    AccessType { Allowed = "allowed", Blocked = "blocked" }
}

words! {
    /// What kind of object a target names.
    TargetType { User = "user", Group = "group", Application = "application" }
}

/// Whom or what a target names.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/crosstenantaccesspolicytarget.md
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetValue {
    /// Every user; travels with the type `user`.
    AllUsers,
    /// Every application; travels with the type `application`.
    ///
    /// One page reads as if only Microsoft cloud applications were meant; the service default and
    /// all samples only make sense as "all", so that is what it means here.
    AllApplications,
    /// The Office 365 suite.
    Office365,
    /// Microsoft's cloud applications.
    AllMicrosoftApps,
    /// A user, a group or an application by id.
    Id(Guid),
    /// A keyword this program does not know, as the service wrote it.
    Other(Box<str>),
}

impl TargetValue {
    const KEYWORDS: [(&'static str, TargetValue); 4] = [
        ("AllUsers", TargetValue::AllUsers),
        ("AllApplications", TargetValue::AllApplications),
        ("Office365", TargetValue::Office365),
        ("AllMicrosoftApps", TargetValue::AllMicrosoftApps),
    ];

    /// Reads the service's text; what is neither a known keyword nor a GUID is kept.
    pub fn parse(text: &str) -> Self {
        if let Ok(id) = text.parse() {
            return TargetValue::Id(id);
        }
        for (word, value) in Self::KEYWORDS {
            if text.eq_ignore_ascii_case(word) {
                return value;
            }
        }
        TargetValue::Other(text.into())
    }

    /// The text as the service writes it.
    pub fn text(&self) -> String {
        self.to_string()
    }

    /// Whether the value names everything of its kind.
    pub fn is_all(&self) -> bool {
        matches!(self, TargetValue::AllUsers | TargetValue::AllApplications)
    }
}

impl fmt::Display for TargetValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TargetValue::AllUsers => f.write_str("AllUsers"),
            TargetValue::AllApplications => f.write_str("AllApplications"),
            TargetValue::Office365 => f.write_str("Office365"),
            TargetValue::AllMicrosoftApps => f.write_str("AllMicrosoftApps"),
            TargetValue::Id(id) => fmt::Display::fmt(id, f),
            TargetValue::Other(text) => f.write_str(text),
        }
    }
}

/// One entry of a list of targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Whom or what is named.
    pub value: TargetValue,
    /// What kind of object that is.
    pub kind: TargetType,
    /// Members we do not know.
    pub extra: Extra,
}

impl Default for Target {
    fn default() -> Self {
        Target::of(TargetValue::Other("".into()), TargetType::Other("".into()))
    }
}

impl Target {
    /// A target without unknown members.
    pub fn of(value: TargetValue, kind: TargetType) -> Self {
        Target { value, kind, extra: Extra::default() }
    }

    /// A user of the tenant whose people are meant.
    pub fn user(id: ObjectId) -> Self {
        Target::of(TargetValue::Id(id.0), TargetType::User)
    }

    /// A group of the tenant whose people are meant.
    pub fn group(id: ObjectId) -> Self {
        Target::of(TargetValue::Id(id.0), TargetType::Group)
    }

    /// An application by client id.
    pub fn app(id: AppId) -> Self {
        Target::of(TargetValue::Id(id.0), TargetType::Application)
    }
}

/// One half of a setting: a list of targets and what happens to them.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/crosstenantaccesspolicytargetconfiguration.md
#[derive(Clone, Debug, PartialEq)]
pub struct TargetConfiguration {
    /// What happens to the listed ones; everyone else gets the opposite *in this half*.
    pub access: AccessType,
    /// The listed ones, in the order they came.
    pub targets: Vec<Target>,
    /// Members we do not know.
    pub extra: Extra,
}

impl Default for TargetConfiguration {
    fn default() -> Self {
        TargetConfiguration {
            access: AccessType::Other("".into()),
            targets: Vec::new(),
            extra: Extra::default(),
        }
    }
}

impl TargetConfiguration {
    /// A half with the given targets.
    pub fn of(access: AccessType, targets: Vec<Target>) -> Self {
        TargetConfiguration { access, targets, extra: Extra::default() }
    }

    /// Everyone.
    pub fn all_users(access: AccessType) -> Self {
        Self::of(access, vec![Target::of(TargetValue::AllUsers, TargetType::User)])
    }

    /// Every application.
    pub fn all_apps(access: AccessType) -> Self {
        Self::of(access, vec![Target::of(TargetValue::AllApplications, TargetType::Application)])
    }

    /// Whether the list names everything of its kind.
    pub fn is_all(&self) -> bool {
        self.targets.iter().any(|target| target.value.is_all())
    }

    /// Whether this half, on its own, lets nothing through.
    pub fn blocks_all(&self) -> bool {
        self.access == AccessType::Blocked && self.is_all()
    }

    /// Whether this half, on its own, lets everything through.
    pub fn allows_all(&self) -> bool {
        self.access == AccessType::Allowed && self.is_all()
    }
}
