//! Who is in scope: the built-in filter, assignment, scoping filters.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/how-provisioning-works.md and
//! …/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md

use std::collections::HashSet;

use foldhash::fast::FixedState;

use super::filter::{Clause, Doubt, Filters};
use super::roster::{Known, Roster, SyncGroup, Value};
use super::verdict::Reason;
use crate::access::Truth;
use crate::domain::{ObjectId, SyncConfiguration};

type Ids = HashSet<ObjectId, FixedState>;

/// Whether somebody is in scope, and what decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scoped {
    /// Whether.
    pub truth: Truth,
    /// Why not, or why it cannot be told.
    pub reason: Reason,
    /// Leaving this way deprovisions: so do assignment and scoping filters, not the cuts before.
    pub is_leaving: bool,
}

/// A configuration's scope, ready to be asked.
#[derive(Clone, Debug)]
pub struct Scope {
    everyone: bool,
    input: Filters,
    filters: Filters,
    assigned: Ids,
    members: Ids,
    nested: Ids,
    insecure: Ids,
    /// An assigned object, or the members of an assigned group, are not known.
    is_open: bool,
    /// Assigned objects that are groups.
    groups: usize,
}

impl Scope {
    /// Makes it ready for the users and groups of the source.
    pub fn of(configuration: &SyncConfiguration, users: &Roster, groups: &[SyncGroup]) -> Self {
        let filter = configuration.users().and_then(|mapping| mapping.scope.as_ref());
        let input = filter.map(|scope| scope.input_filter_groups.as_slice()).unwrap_or_default();
        let plain = filter.map(|scope| scope.groups.as_slice()).unwrap_or_default();
        let mut scope = Scope {
            everyone: configuration.sync_all,
            input: Filters::of(input, users, true),
            filters: Filters::of(plain, users, false),
            assigned: configuration.assigned.iter().copied().collect(),
            members: Ids::default(),
            nested: Ids::default(),
            insecure: Ids::default(),
            is_open: !configuration.tells_assigned(),
            groups: 0,
        };
        scope.admit(users, groups);
        scope
    }

    fn admit(&mut self, users: &Roster, groups: &[SyncGroup]) {
        let mut left = self.assigned.clone();
        let mut inside = Ids::default();
        for group in groups {
            if !left.remove(&group.id) {
                continue;
            }
            self.groups += 1;
            let Some(members) = &group.members else {
                self.is_open = true;
                continue;
            };
            inside.extend(members);
            match group.security_enabled {
                Some(false) => self.insecure.extend(members),
                Some(true) | None => self.members.extend(members),
            }
        }
        for group in groups.iter().filter(|group| inside.contains(&group.id)) {
            self.nested.extend(group.members.iter().flatten());
        }
        for id in users.ids() {
            left.remove(id);
        }
        self.is_open |= !left.is_empty();
    }

    /// Whether nobody is meant at all.
    pub fn is_nobody(&self) -> bool {
        !self.everyone && self.assigned.is_empty() && !self.is_open
    }

    /// Whether an assigned object or the members of one are missing in the workspace.
    pub fn is_open(&self) -> bool {
        self.is_open && !self.everyone
    }

    /// Direct members of assigned groups.
    pub fn members(&self) -> impl Iterator<Item = &ObjectId> {
        self.members.iter()
    }

    /// Users, groups and members of groups that a first cycle reads.
    pub fn size(&self, users: &Roster) -> usize {
        if self.everyone { users.len() } else { self.assigned.len() + self.members.len() }
    }

    /// The cut before the filters, and the filters.
    pub fn filters(&self) -> [&Filters; 2] {
        [&self.input, &self.filters]
    }

    /// Every clause, for a look at each.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.input.clauses().chain(self.filters.clauses())
    }

    /// Whether somebody is assigned.
    pub fn entitled(&self, id: ObjectId) -> (Truth, Reason) {
        if self.everyone || self.assigned.contains(&id) || self.members.contains(&id) {
            return (Truth::Yes, Reason::NoMatch);
        }
        match () {
            () if self.is_open => (Truth::Unknown, Reason::AssignmentUnknown),
            () if self.insecure.contains(&id) => (Truth::No, Reason::NotSecurityEnabled),
            () if self.nested.contains(&id) => (Truth::No, Reason::Nested),
            () => (Truth::No, Reason::NotAssigned),
        }
    }

    /// Whether a user is in scope. Being active is asked elsewhere.
    pub fn of_user(&self, users: &Roster, row: usize) -> Scoped {
        let out = |truth, reason, is_leaving| Scoped { truth, reason, is_leaving };
        if let Some(reason) = built_in(users, row) {
            return out(Truth::No, reason, false);
        }
        match self.input.hold(users, row) {
            (Truth::No, _) => return out(Truth::No, Reason::InputFilter, false),
            (Truth::Unknown, why) => return out(Truth::Unknown, unknown(why), false),
            (Truth::Yes, _) => {}
        }
        let kind = users.known(row, Known::Kind).text().unwrap_or_default();
        if kind.eq_ignore_ascii_case("guest") {
            return out(Truth::No, Reason::InternalGuest, false);
        }
        let (entitled, reason) = self.entitled(users.id(row));
        let (passes, why) = self.filters.hold(users, row);
        match (entitled, passes) {
            (Truth::No, _) => out(Truth::No, reason, true),
            (_, Truth::No) => out(Truth::No, Reason::Filtered, true),
            (Truth::Unknown, _) => out(Truth::Unknown, reason, true),
            (Truth::Yes, Truth::Unknown) => out(Truth::Unknown, unknown(why), true),
            (Truth::Yes, Truth::Yes) => out(Truth::Yes, reason, true),
        }
    }
}

fn unknown(why: Option<Doubt>) -> Reason {
    match why {
        Some(Doubt::Readings) => Reason::Readings,
        _ => Reason::FilterUnknown,
    }
}

/// External users, and those who sign in by SMS, never travel, whatever the other filters say.
fn built_in(users: &Roster, row: usize) -> Option<Reason> {
    match users.known(row, Known::AlternativeIds) {
        Value::Untold => is_external(users, row).then_some(Reason::BuiltInInferred),
        Value::Missing => None,
        Value::Text(text) if text.eq_ignore_ascii_case("none") => None,
        Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Reference(_)
        | Value::Many(_)
        | Value::Unreadable => Some(Reason::BuiltIn),
    }
}

/// Whether a user is at home elsewhere, as the sign-in name or the state of an invitation tells.
pub fn is_external(users: &Roster, row: usize) -> bool {
    let upn = users.known(row, Known::SignInName).text().unwrap_or_default();
    before_mark(upn).is_some() || matches!(users.known(row, Known::State), Value::Text(_))
}

/// What stands before `#EXT#`, in any letter case, in the sign-in name of a user from elsewhere.
pub fn before_mark(upn: &str) -> Option<&str> {
    const MARK: &[u8] = b"#EXT#";
    let mut from = 0;
    while let Some(found) = upn.get(from..).and_then(|rest| rest.find('#')) {
        let at = from + found;
        let here = upn.as_bytes().get(at..at + MARK.len());
        if here.is_some_and(|here| here.eq_ignore_ascii_case(MARK)) {
            return upn.get(..at);
        }
        from = at + 1;
    }
    None
}

/// Whether sign-in is allowed; where the export does not say, it is taken as allowed.
pub fn is_enabled(users: &Roster, row: usize) -> bool {
    let enabled = users.known(row, Known::Enabled).text();
    enabled.is_none_or(|word| !word.eq_ignore_ascii_case("false"))
}

/// Whether a user lies in the recycle bin.
pub fn is_deleted(users: &Roster, row: usize) -> bool {
    matches!(users.known(row, Known::Deleted), Value::Text(_))
}
