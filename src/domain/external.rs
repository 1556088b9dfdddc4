use super::words::words;
use super::{DomainName, Extra, Guid};

words! {
    /// Who among us may send invitations.
    ///
    /// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/authorizationpolicy.md
    AllowInvitesFrom {
        /// Nobody, not even administrators.
        None = "none",
        /// Global Administrator, User Administrator, Guest Inviter.
        AdminsAndGuestInviters = "adminsAndGuestInviters",
        /// Those, and every member.
        AdminsGuestInvitersAndAllMembers = "adminsGuestInvitersAndAllMembers",
        /// Also guests.
        Everyone = "everyone",
    }
}

impl AllowInvitesFrom {
    /// The value in words.
    pub fn title(&self) -> &str {
        match self {
            AllowInvitesFrom::None => "nobody, not even administrators",
            AllowInvitesFrom::AdminsAndGuestInviters => "administrators and guest inviters",
            AllowInvitesFrom::AdminsGuestInvitersAndAllMembers => {
                "members, inviters, administrators"
            }
            AllowInvitesFrom::Everyone => "everyone, guests too",
            AllowInvitesFrom::Other(word) => word,
        }
    }
}

/// What guests see of the directory. It never opens or closes access to an application.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/users/users-restrict-guest-permissions.md
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestLevel {
    /// The same as members.
    Member,
    /// Membership of groups that are not hidden; how a tenant starts.
    Limited,
    /// Their own profile only.
    Restricted,
    /// A role this program does not know.
    Other(Guid),
}

impl GuestLevel {
    /// The three documented levels, most open first.
    pub const KNOWN: [GuestLevel; 3] =
        [GuestLevel::Member, GuestLevel::Limited, GuestLevel::Restricted];

    const MEMBER: Guid = Guid::from_u128(0xa0b1_b346_4d3e_4e8b_98f8_7539_87be_4970);
    const LIMITED: Guid = Guid::from_u128(0x10da_e51f_b6af_4016_8d66_8c2a_99b9_29b3);
    const RESTRICTED: Guid = Guid::from_u128(0x2af8_4b1e_32c8_42b7_82bc_daa8_2404_023b);

    /// The level a `guestUserRoleId` stands for.
    pub fn of(role: Guid) -> Self {
        match role {
            Self::MEMBER => GuestLevel::Member,
            Self::LIMITED => GuestLevel::Limited,
            Self::RESTRICTED => GuestLevel::Restricted,
            other => GuestLevel::Other(other),
        }
    }

    /// The `guestUserRoleId` of the level.
    pub fn role(self) -> Guid {
        match self {
            GuestLevel::Member => Self::MEMBER,
            GuestLevel::Limited => Self::LIMITED,
            GuestLevel::Restricted => Self::RESTRICTED,
            GuestLevel::Other(role) => role,
        }
    }

    /// The level in words.
    pub fn title(self) -> &'static str {
        match self {
            GuestLevel::Member => "the same as members",
            GuestLevel::Limited => "limited: groups that are not hidden",
            GuestLevel::Restricted => "restricted: their own profile only",
            GuestLevel::Other(_) => "a role this program does not know",
        }
    }
}

/// The part of the authorization policy that is about guests.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuthorizationPolicy {
    /// Who may invite.
    pub allow_invites_from: Option<AllowInvitesFrom>,
    /// What guests see, see [`GuestLevel`].
    pub guest_user_role_id: Option<Guid>,
    /// Members we do not know.
    pub extra: Extra,
}

/// Characters the whole B2B management policy may have.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/allow-deny-list.md
pub const DOMAIN_LIST_CHARACTERS_MAX: usize = 25_000;

/// Which mail domains may be invited, as read from the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainList<'a> {
    /// No list: any domain.
    Any,
    /// Only these.
    Allow(&'a [DomainName]),
    /// Any but these.
    Block(&'a [DomainName]),
    /// Both lists hold something, which the service does not support.
    Both(&'a [DomainName], &'a [DomainName]),
}

/// `InvitationsAllowedAndBlockedDomainsPolicy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InvitationsPolicy {
    /// `None` when the member is absent.
    pub allowed: Option<Vec<DomainName>>,
    /// `None` when the member is absent.
    pub blocked: Option<Vec<DomainName>>,
    /// Members we do not know.
    pub extra: Extra,
}

/// The B2B management policy: the domain list and its siblings.
///
/// Graph carries `definition` as JSON inside a string; here it is taken apart. Siblings such as
/// `AutoRedeemPolicy` must be kept, a write without them drops them.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/allow-deny-list.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct B2bManagementPolicy {
    /// The domain list.
    pub invitations: InvitationsPolicy,
    /// Unknown siblings of the list inside `B2BManagementPolicy`.
    pub definition_extra: Extra,
    /// Members of the Graph object we do not know (`id`, `displayName`, …).
    pub extra: Extra,
}

impl B2bManagementPolicy {
    /// The list in force.
    pub fn domain_list(&self) -> DomainList<'_> {
        let allowed = self.invitations.allowed.as_deref().unwrap_or_default();
        let blocked = self.invitations.blocked.as_deref().unwrap_or_default();
        match (allowed.is_empty(), blocked.is_empty()) {
            (true, true) => DomainList::Any,
            (false, true) => DomainList::Allow(allowed),
            (true, false) => DomainList::Block(blocked),
            (false, false) => DomainList::Both(allowed, blocked),
        }
    }
}

/// External collaboration settings of one tenant. Each part is `None` until imported or set.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/external-collaboration-settings-configure.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExternalCollaboration {
    /// Who may invite, what guests see.
    pub authorization: Option<AuthorizationPolicy>,
    /// Which domains may be invited.
    pub b2b_management: Option<B2bManagementPolicy>,
    /// Guests may sign up by user flows.
    pub self_service_sign_up: Option<bool>,
    /// Guests may leave by themselves.
    pub allow_external_identities_to_leave: Option<bool>,
    /// Members we do not know.
    pub extra: Extra,
}
