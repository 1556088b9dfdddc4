//! Three-way merging: what the service said last time, what it says now, and what was drafted.
//!
//! A place is decided as a whole: a top-level property of the default or of a partner, a member
//! of a tenant's or a policy's head, a part of the external collaboration settings. Finer would
//! join halves of settings that nobody has ever seen together.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::{Json, Tenant, TenantId, Workspace};
use crate::wire::{self, Change, Pointer, ReplayFault};

const POLICY: &str = "crossTenantAccessPolicy";
const EXTERNAL: &str = "externalCollaboration";
const CONDITIONAL: &str = "conditionalAccess";

/// A place about which draft and service say different things since the last import.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// Whose settings.
    pub tenant: TenantId,
    /// The place in words, such as `default, inboundTrust`.
    pub place: String,
    /// What is drafted; `None` when the draft says nothing there.
    pub draft: Option<Json>,
    /// What the service says now.
    pub observed: Option<Json>,
}

/// Brings what is new since `base` into the draft, except where the draft was changed too.
pub(super) fn merge(
    draft: &Workspace,
    base: &Arc<Tenant>,
    new: &Arc<Tenant>,
) -> Result<(Workspace, Vec<Disagreement>), ReplayFault> {
    let tenant = new.id;
    let alone = |of: &Arc<Tenant>| {
        let mut workspace = Workspace::default();
        workspace.draft.tenants.insert(tenant, Arc::clone(of));
        workspace
    };
    if !draft.draft.tenants.contains_key(&tenant) {
        let mut out = draft.clone();
        out.draft.tenants.insert(tenant, Arc::clone(new));
        return Ok((out, Vec::new()));
    }
    let (base, new) = (alone(base), alone(new));
    let mut merge = Merge {
        tenant,
        draft,
        base: &base,
        new: &new,
        decided: BTreeSet::new(),
        taken: Vec::new(),
        disagreements: Vec::new(),
    };
    for change in wire::changes(&base, &new) {
        merge.consider(&change);
    }
    let out = wire::replay(draft, &merge.taken, &|_, _| Err("not part of a merge".to_owned()))?;
    Ok((out, merge.disagreements))
}

struct Merge<'w> {
    tenant: TenantId,
    draft: &'w Workspace,
    base: &'w Workspace,
    new: &'w Workspace,
    decided: BTreeSet<Pointer>,
    taken: Vec<Change>,
    disagreements: Vec<Disagreement>,
}

impl Merge<'_> {
    fn consider(&mut self, change: &Change) {
        let names = change.path.names();
        let depth = unit_depth(names);
        let Some(unit) = join(names.get(..depth).unwrap_or(names)) else { return };
        // Somebody took the whole policy out of the draft: that stands.
        if let Some(policy) = policy_above(names)
            && wire::look(self.draft, &policy).is_none()
            && wire::look(self.base, &policy).is_some()
        {
            if self.decided.insert(policy.clone()) {
                self.disagree(&policy);
            }
            return;
        }
        let drafted = wire::look(self.draft, &unit);
        if names.len() > depth {
            // The whole unit is gone in the draft: one disagreement, not one a property.
            let place = if drafted.is_none() {
                Some(unit)
            } else {
                join(names.get(..=depth).unwrap_or(names))
            };
            if let Some(place) = place {
                self.decide(&place);
            }
            return;
        }
        match (drafted, &change.after) {
            (Some(Json::Object(_)), Some(Json::Object(properties))) => {
                for name in properties.keys() {
                    let mut names = names.to_vec();
                    names.push(name.clone());
                    if let Some(place) = join(&names) {
                        self.decide(&place);
                    }
                }
            }
            _ => self.decide(&unit),
        }
    }

    fn decide(&mut self, place: &Pointer) {
        if !self.decided.insert(place.clone()) {
            return;
        }
        let draft = wire::look(self.draft, place);
        let base = wire::look(self.base, place);
        let new = wire::look(self.new, place);
        if draft == new || new == base {
            return;
        }
        if draft == base {
            self.taken.push(Change { path: place.clone(), before: draft, after: new });
            return;
        }
        self.disagree(place);
    }

    fn disagree(&mut self, place: &Pointer) {
        self.disagreements.push(Disagreement {
            tenant: self.tenant,
            place: words(place),
            draft: wire::look(self.draft, place),
            observed: wire::look(self.new, place),
        });
    }
}

/// The policy that a place lies in.
fn policy_above(names: &[String]) -> Option<Pointer> {
    match names {
        [_, _, policy, ..] if policy == POLICY => join(names.get(..3).unwrap_or(names)),
        _ => None,
    }
}

/// How many names lead to what stands by itself.
fn unit_depth(names: &[String]) -> usize {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names.as_slice() {
        [_, _, POLICY, "partners", _, ..] => 5,
        [_, _, POLICY, "default", ..] => 4,
        [_, _, POLICY | EXTERNAL | CONDITIONAL, ..] => 3,
        _ => 2,
    }
}

fn join(names: &[String]) -> Option<Pointer> {
    let escaped: Vec<String> =
        names.iter().map(|name| name.replace('~', "~0").replace('/', "~1")).collect();
    Pointer::parse(&format!("/{}", escaped.join("/")))
}

fn words(place: &Pointer) -> String {
    let names: Vec<&str> = place.names().iter().map(String::as_str).collect();
    match names.as_slice() {
        [_, _, POLICY, "partners", id, rest @ ..] => sentence(&format!("partner {id}"), rest),
        [_, _, POLICY, "default", rest @ ..] => sentence("default", rest),
        [_, _, POLICY, rest @ ..] => sentence("cross-tenant access policy", rest),
        [_, _, EXTERNAL, rest @ ..] => sentence("external collaboration", rest),
        [_, _, CONDITIONAL, rest @ ..] => sentence("Conditional Access", rest),
        [_, _, rest @ ..] => sentence("tenant", rest),
        rest => rest.join(", "),
    }
}

fn sentence(unit: &str, rest: &[&str]) -> String {
    if rest.is_empty() { unit.to_owned() } else { format!("{unit}, {}", rest.join(", ")) }
}
