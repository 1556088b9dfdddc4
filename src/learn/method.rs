//! The ways for people of another tenant, side by side.

/// A way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// One invitation at a time.
    Invitation,
    /// Invitations by file.
    Bulk,
    /// Cross-tenant synchronisation.
    Sync,
    /// B2B direct connect.
    DirectConnect,
    /// Entitlement management.
    Entitlement,
}

/// Every way: its word, its name, its page.
pub const METHODS: &[(Method, &str, &str, &str)] = &[
    (Method::Invitation, "invitation", "invitation by hand", "invitation"),
    (Method::Bulk, "bulk", "invitation by file (bulk CSV)", "bulk-invitation"),
    (Method::Sync, "sync", "cross-tenant synchronisation", "cross-tenant-sync"),
    (
        Method::DirectConnect,
        "direct-connect",
        "B2B direct connect",
        "collaboration-or-direct-connect",
    ),
    (Method::Entitlement, "entitlement", "entitlement management", "entitlement-management"),
];

impl Method {
    fn row(self) -> (&'static str, &'static str, &'static str) {
        let found = METHODS.iter().find(|(method, ..)| *method == self);
        found.map_or(("", "", ""), |(_, word, title, page)| (*word, *title, *page))
    }

    /// The word for programs.
    pub fn word(self) -> &'static str {
        self.row().0
    }

    /// The name.
    pub fn title(self) -> &'static str {
        self.row().1
    }

    /// Its page.
    pub fn page(self) -> &'static str {
        self.row().2
    }
}

/// The comparison: a trait, and how it is with each of [`METHODS`]. The pages of the ways carry the
/// sources.
#[rustfmt::skip]
pub const TRAITS: &[(&str, [&str; 5])] = &[
    ("account here", ["a guest", "guests", "external members, or guests", "none", "a guest, made on approval"]),
    ("reaches", ["any application", "any application", "any application", "Teams shared channels only", "what is in the package"]),
    ("who acts here", ["who may invite", "an administrator with a file", "the target allows it once", "the owner of the channel", "the person asks, an approver says yes"]),
    ("who acts there", ["nobody, unless outbound is shut", "nobody, unless outbound is shut", "the source configures and runs it", "must open outbound", "nobody, unless outbound is shut"]),
    ("kept up to date", ["no", "no", "every 40 minutes, from the source", "nothing to keep", "no"]),
    ("removed", ["by hand", "by hand", "with the person in the source", "taken out of the channel", "when the last package ends"]),
    ("approval, end date", ["no", "no", "no", "no", "yes"]),
    ("consent prompt", ["unless both redeem automatically", "unless both redeem automatically", "none: automatic redemption is a condition", "unless both redeem automatically", "unless both redeem automatically"]),
    ("licence", ["none of its own", "none of its own", "P1 a user in the source; groups, other clouds: Governance", "P1 on both sides", "P2 or Governance; pages differ"]),
    ("other clouds", ["yes, both sides tick and add", "yes, both sides tick and add", "listed pairs only", "no", "yes, both sides tick and add"]),
    ("starts", ["open", "open", "shut", "shut on both sides", "open, once there is a package"]),
];
