//! Which places of the draft differ from what was observed.

use std::collections::BTreeMap;

use crate::domain::{Estate, TenantId, Workspace};
use crate::wire::{self, Change};

/// What a changed place belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// The tenant itself.
    Tenant,
    /// Its external collaboration settings.
    External,
    /// The policy as a whole.
    Policy,
    /// The default.
    Default,
    /// One partner.
    Partner(TenantId),
}

/// The changed places by what they belong to, as Graph's property paths.
#[derive(Clone, Debug, Default)]
pub struct Drafted {
    paths: BTreeMap<(TenantId, Whose), Vec<String>>,
    places: usize,
}

impl Drafted {
    /// Compares the draft with what was observed.
    pub fn of(workspace: &Workspace) -> Self {
        let only = |draft: Estate| Workspace { draft, ..Workspace::default() };
        let before = only(workspace.observed_estate());
        let after = only(workspace.draft.clone());
        let mut out = Drafted::default();
        for change in wire::changes(&before, &after) {
            out.places += 1;
            out.file(&change);
        }
        for paths in out.paths.values_mut() {
            paths.sort();
            paths.dedup();
        }
        out
    }

    /// How many places differ.
    pub fn places(&self) -> usize {
        self.places
    }

    /// The paths that differ, in order.
    pub fn paths(&self, owner: TenantId, whose: Whose) -> &[String] {
        self.paths.get(&(owner, whose)).map(Vec::as_slice).unwrap_or_default()
    }

    fn file(&mut self, change: &Change) {
        let names: Vec<&str> = change.path.names().iter().map(String::as_str).collect();
        let Some((owner, whose, rest)) = place(&names) else { return };
        let list = self.paths.entry((owner, whose)).or_default();
        if !rest.is_empty() {
            list.push(rest.join("."));
            return;
        }
        // A whole object came or went: its members are what differs.
        let object = change.after.as_ref().or(change.before.as_ref()).and_then(|o| o.as_object());
        list.extend(object.into_iter().flat_map(|members| members.keys().cloned()));
    }
}

fn place<'p>(names: &'p [&'p str]) -> Option<(TenantId, Whose, &'p [&'p str])> {
    let [_, owner, rest @ ..] = names else { return None };
    let owner = owner.parse().ok()?;
    let (whose, rest) = match rest {
        ["crossTenantAccessPolicy", "partners", other, rest @ ..] => {
            (Whose::Partner(other.parse().ok()?), rest)
        }
        ["crossTenantAccessPolicy", "default", rest @ ..] => (Whose::Default, rest),
        ["crossTenantAccessPolicy", rest @ ..] => (Whose::Policy, rest),
        ["externalCollaboration", rest @ ..] => (Whose::External, rest),
        rest => (Whose::Tenant, rest),
    };
    Some((owner, whose, rest))
}
