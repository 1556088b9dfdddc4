//! How the two halves of a setting combine, also when it is not known who is listed.

use crate::domain::{AccessType, Half};

/// Yes, no, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Certainly.
    Yes,
    /// Certainly not.
    No,
    /// Cannot be told.
    Unknown,
}

impl Truth {
    /// One known no settles it.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        }
    }

    /// One known yes settles it.
    pub fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    /// The opposite; what is not known stays so.
    pub fn not(self) -> Self {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Self {
        if known { Truth::Yes } else { Truth::No }
    }
}

/// Whether access passes, from whether user and application are listed in their halves.
///
/// The only function that fits all nine published rows. Two block lists do *not* add up: only a
/// listed user with a listed application is stopped. Each of the two memberships stands once in each
/// formula, so that three-valued logic loses nothing. A word that is not known could mean
/// anything: nothing is known then.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/crosstenantaccesspolicy-overview.md
pub fn passes(users: &AccessType, user: Truth, apps: &AccessType, app: Truth) -> Truth {
    match (users, apps) {
        (AccessType::Allowed, AccessType::Allowed) => user.and(app),
        (AccessType::Allowed, AccessType::Blocked) => user.and(app.not()),
        (AccessType::Blocked, AccessType::Allowed) => user.not().and(app),
        (AccessType::Blocked, AccessType::Blocked) => user.and(app).not(),
        (AccessType::Other(_), _) | (_, AccessType::Other(_)) => Truth::Unknown,
    }
}

/// What one half says on its own: whether those it is asked about pass.
pub fn half_passes(access: &AccessType, listed: Truth) -> Truth {
    match access {
        AccessType::Allowed => listed,
        AccessType::Blocked => listed.not(),
        AccessType::Other(_) => Truth::Unknown,
    }
}

/// One half of a setting, asked about somebody or something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said<'a> {
    /// What happens to the listed.
    pub access: &'a AccessType,
    /// Whether the list names everything of its kind.
    pub names_all: bool,
    /// Whether who or what is asked about is listed.
    pub listed: Truth,
}

impl Said<'_> {
    fn passes(self) -> Truth {
        half_passes(self.access, self.listed)
    }
}

/// The half on which it turns that a setting lets pass, or does not.
pub(super) fn turns_on(users: Said<'_>, apps: Said<'_>, passes: Truth) -> Half {
    let both_block = (users.access, apps.access) == (&AccessType::Blocked, &AccessType::Blocked);
    match passes {
        // Of a blocked pair the half that names somebody in particular tells more.
        Truth::No if both_block && users.names_all => Half::Applications,
        Truth::No | Truth::Unknown if users.passes() == passes => Half::UsersAndGroups,
        Truth::No | Truth::Unknown => Half::Applications,
        Truth::Yes if both_block && users.passes() == Truth::No => Half::Applications,
        Truth::Yes if apps.passes() == Truth::Yes && users.names_all => Half::Applications,
        Truth::Yes => Half::UsersAndGroups,
    }
}
