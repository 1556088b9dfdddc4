//! Where two workspaces differ, generically: the ground on which journal, undo and merging stand.
//!
//! A workspace is a set of *units* (a tenant, its default, one partner, …), each a JSON object of
//! its own. Units that share their memory are not looked at, so a difference costs what it changes,
//! not what the workspace holds.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::compare::{differences, joined, same, set};
use super::pointer::{Change, Pointer, ReplayFault};
use super::record::{Json, Ref};
use crate::domain::{
    AddressEntry, ConditionalAccess, CrossTenantAccessPolicy, DefaultConfiguration,
    ExternalCollaboration, Guid, Json as Value, Note, ObjectId, Observed, Partner,
    SyncConfiguration, Tenant, TenantId, Workspace,
};

/// Finds the content of an observed tenant by its hash.
pub type Lookup<'l> = &'l dyn Fn(TenantId, &str) -> Result<Arc<Tenant>, String>;

/// What stands by itself. The order is the order of creation: a policy needs its tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Tenant(TenantId),
    Policy(TenantId),
    Default(TenantId),
    Partner(TenantId, TenantId),
    External(TenantId),
    ConditionalAccess(TenantId),
    Observed(TenantId),
    Note(TenantId, TenantId),
    Address(Guid),
    Synchronization(ObjectId),
}

const TENANTS: &str = "tenants";
const POLICY: &str = "crossTenantAccessPolicy";
const EXTERNAL: &str = "externalCollaboration";
const CONDITIONAL: &str = "conditionalAccess";
const OBSERVED: &str = "observed";
const NOTES: &str = "notes";
const ADDRESS_BOOK: &str = "addressBook";
const SYNCHRONIZATIONS: &str = "synchronizations";

impl Unit {
    pub(super) fn pointer(self) -> Vec<String> {
        let names: Vec<&dyn fmt::Display> = match &self {
            Unit::Tenant(id) => vec![&TENANTS, id],
            Unit::Policy(id) => vec![&TENANTS, id, &POLICY],
            Unit::Default(id) => vec![&TENANTS, id, &POLICY, &"default"],
            Unit::Partner(id, other) => vec![&TENANTS, id, &POLICY, &"partners", other],
            Unit::External(id) => vec![&TENANTS, id, &EXTERNAL],
            Unit::ConditionalAccess(id) => vec![&TENANTS, id, &CONDITIONAL],
            Unit::Observed(id) => vec![&OBSERVED, id],
            Unit::Note(id, other) => vec![&NOTES, id, other],
            Unit::Address(id) => vec![&ADDRESS_BOOK, id],
            Unit::Synchronization(id) => vec![&SYNCHRONIZATIONS, id],
        };
        names.into_iter().map(ToString::to_string).collect()
    }

    /// The unit a place lies in, and the names that lead on inside it.
    pub(super) fn find(path: &Pointer) -> Option<(Unit, &[String])> {
        fn id(text: &str) -> Option<TenantId> {
            text.parse().ok()
        }
        let names: Vec<&str> = path.names().iter().map(String::as_str).collect();
        let (unit, depth) = match names.as_slice() {
            [TENANTS, of, POLICY, "partners", other, ..] => (Unit::Partner(id(of)?, id(other)?), 5),
            [TENANTS, of, POLICY, "default", ..] => (Unit::Default(id(of)?), 4),
            [TENANTS, of, POLICY, ..] => (Unit::Policy(id(of)?), 3),
            [TENANTS, of, EXTERNAL, ..] => (Unit::External(id(of)?), 3),
            [TENANTS, of, CONDITIONAL, ..] => (Unit::ConditionalAccess(id(of)?), 3),
            [TENANTS, of, ..] => (Unit::Tenant(id(of)?), 2),
            [OBSERVED, of] => (Unit::Observed(id(of)?), 2),
            [NOTES, of, other, ..] => (Unit::Note(id(of)?, id(other)?), 3),
            [ADDRESS_BOOK, of, ..] => (Unit::Address(of.parse().ok()?), 2),
            [SYNCHRONIZATIONS, of, ..] => (Unit::Synchronization(of.parse().ok()?), 2),
            _ => return None,
        };
        path.names().get(depth..).map(|rest| (unit, rest))
    }

    fn read(self, workspace: &Workspace) -> Option<Value> {
        let tenant = |id: &TenantId| workspace.draft.tenants.get(id);
        match self {
            Unit::Tenant(id) => tenant(&id).map(|t| {
                value(&Tenant {
                    policy: None,
                    external: None,
                    conditional_access: None,
                    ..Tenant::clone(t)
                })
            }),
            Unit::Policy(id) => tenant(&id)?.policy.as_deref().map(|policy| {
                let CrossTenantAccessPolicy {
                    display_name, allowed_cloud_endpoints, extra, ..
                } = policy;
                let mut head = value(&CrossTenantAccessPolicy {
                    display_name: display_name.clone(),
                    allowed_cloud_endpoints: allowed_cloud_endpoints.clone(),
                    extra: extra.clone(),
                    ..CrossTenantAccessPolicy::default()
                });
                if let Some(members) = head.as_object_mut() {
                    members.shift_remove("partners");
                }
                head
            }),
            Unit::Default(id) => tenant(&id)?.policy.as_ref()?.default.as_deref().map(value),
            Unit::Partner(id, other) => {
                tenant(&id)?.policy.as_ref()?.partners.get(&other).map(|p| value(p.as_ref()))
            }
            Unit::External(id) => tenant(&id)?.external.as_deref().map(value),
            Unit::ConditionalAccess(id) => tenant(&id)?.conditional_access.as_deref().map(value),
            Unit::Observed(id) => {
                workspace.observed.get(&id).map(|seen| Value::from(seen.hash.as_str()))
            }
            Unit::Note(id, other) => workspace.notes.get(&(id, other)).map(value),
            Unit::Address(id) => workspace.address_book.get(&id).map(|entry| {
                serde_json::to_value(Ref(&BTreeMap::from([(id, entry.clone())])))
                    .ok()
                    .and_then(|list| list.get(0).cloned())
                    .unwrap_or_default()
            }),
            Unit::Synchronization(id) => {
                workspace.synchronizations.get(&id).map(|held| value(held.as_ref()))
            }
        }
    }

    /// What a value becomes by being read and written.
    pub(super) fn again(self, whole: Value) -> Option<Value> {
        let mut scratch = Workspace::default();
        if let Unit::Policy(id)
        | Unit::Default(id)
        | Unit::Partner(id, _)
        | Unit::External(id)
        | Unit::ConditionalAccess(id) = self
        {
            let policy = Some(Arc::default());
            scratch.draft.tenants.insert(id, Arc::new(Tenant { id, policy, ..Tenant::default() }));
        }
        self.write(&mut scratch, Some(whole), &|_, _| Err(String::new())).ok()?;
        self.read(&scratch)
    }

    fn write(
        self,
        workspace: &mut Workspace,
        stored: Option<Value>,
        observed: Lookup<'_>,
    ) -> Result<(), String> {
        if stored.is_none() && self.read(workspace).is_none() {
            // Gone already, perhaps with what it stood in.
            return Ok(());
        }
        match self {
            Unit::Tenant(id) => match stored {
                None => {
                    workspace.draft.tenants.remove(&id);
                }
                Some(stored) => {
                    let mut head: Tenant = typed(stored)?;
                    if let Some(old) = workspace.draft.tenants.get(&id) {
                        head.policy.clone_from(&old.policy);
                        head.external.clone_from(&old.external);
                        head.conditional_access.clone_from(&old.conditional_access);
                    }
                    workspace.draft.tenants.insert(id, Arc::new(head));
                }
            },
            Unit::Policy(id) => {
                let tenant = tenant_mut(workspace, id)?;
                match stored {
                    None => tenant.policy = None,
                    Some(mut stored) => {
                        if let Some(members) = stored.as_object_mut() {
                            members.insert("partners".to_owned(), Value::Array(Vec::new()));
                        }
                        let mut head: CrossTenantAccessPolicy = typed(stored)?;
                        if let Some(old) = &tenant.policy {
                            head.default.clone_from(&old.default);
                            head.partners.clone_from(&old.partners);
                        }
                        tenant.policy = Some(Arc::new(head));
                    }
                }
            }
            Unit::Default(id) => {
                let default = stored.map(typed::<DefaultConfiguration>).transpose()?;
                policy_mut(workspace, id)?.default = default.map(Arc::new);
            }
            Unit::Partner(id, other) => {
                let partner = stored.map(typed::<Partner>).transpose()?;
                let partners = &mut policy_mut(workspace, id)?.partners;
                match partner {
                    None => partners.remove(&other),
                    Some(partner) => partners.insert(other, Arc::new(partner)),
                };
            }
            Unit::External(id) => {
                let external = stored.map(typed::<ExternalCollaboration>).transpose()?;
                tenant_mut(workspace, id)?.external = external.map(Arc::new);
            }
            Unit::ConditionalAccess(id) => {
                let held = stored.map(typed::<ConditionalAccess>).transpose()?;
                tenant_mut(workspace, id)?.conditional_access = held.map(Arc::new);
            }
            Unit::Observed(id) => match stored {
                None => {
                    workspace.observed.remove(&id);
                }
                Some(Value::String(hash)) => {
                    let tenant = observed(id, &hash)?;
                    workspace.observed.insert(id, Observed { hash, tenant });
                }
                Some(other) => return Err(format!("expected a hash, found {other}")),
            },
            Unit::Note(id, other) => {
                match stored.map(typed::<Note>).transpose()? {
                    None => workspace.notes.remove(&(id, other)),
                    Some(note) => workspace.notes.insert((id, other), note),
                };
            }
            Unit::Address(id) => {
                match stored.map(typed::<AddressEntry>).transpose()? {
                    None => workspace.address_book.remove(&id),
                    Some(entry) => workspace.address_book.insert(id, entry),
                };
            }
            Unit::Synchronization(id) => {
                match stored.map(typed::<SyncConfiguration>).transpose()? {
                    None => workspace.synchronizations.remove(&id),
                    Some(held) => workspace.synchronizations.insert(id, Arc::new(held)),
                };
            }
        }
        Ok(())
    }
}

/// A record as a JSON value.
pub fn value<T>(of: &T) -> Value
where
    for<'a> Ref<'a, T>: Serialize,
{
    serde_json::to_value(Ref(of)).unwrap_or_default()
}

/// A record from a JSON value.
pub fn typed<T>(stored: Value) -> Result<T, String>
where
    Json<T>: DeserializeOwned,
{
    // By way of text: `from_value` hands numbers over as floats, and `1.10` would come out as 1.1.
    let text = stored.to_string();
    serde_json::from_str::<Json<T>>(&text).map(|read| read.0).map_err(|fault| {
        let text = fault.to_string();
        text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what).to_owned()
    })
}

fn tenant_mut(workspace: &mut Workspace, id: TenantId) -> Result<&mut Tenant, String> {
    let tenant = workspace.draft.tenants.get_mut(&id);
    tenant.map(Arc::make_mut).ok_or_else(|| format!("the tenant {id} is not in the workspace"))
}

fn policy_mut(
    workspace: &mut Workspace,
    id: TenantId,
) -> Result<&mut CrossTenantAccessPolicy, String> {
    let policy = tenant_mut(workspace, id)?.policy.as_mut();
    policy
        .map(Arc::make_mut)
        .ok_or_else(|| format!("the policy of tenant {id} is not in the workspace"))
}

/// The units that may differ: all but those that are the same piece of memory.
fn candidates(before: &Workspace, after: &Workspace) -> Vec<Unit> {
    let mut units = Vec::new();
    for (id, old, new) in joined(&before.draft.tenants, &after.draft.tenants) {
        if same(old, new) {
            continue;
        }
        units.push(Unit::Tenant(id));
        units.push(Unit::External(id));
        units.push(Unit::ConditionalAccess(id));
        let policy = |tenant: Option<&Arc<Tenant>>| tenant.and_then(|t| t.policy.clone());
        let (old, new) = (policy(old), policy(new));
        if same(old.as_ref(), new.as_ref()) {
            continue;
        }
        units.push(Unit::Policy(id));
        units.push(Unit::Default(id));
        let none = BTreeMap::new();
        let partners = |policy: &Option<Arc<CrossTenantAccessPolicy>>| match policy {
            Some(policy) => policy.partners.clone(),
            None => none.clone(),
        };
        let (old, new) = (partners(&old), partners(&new));
        for (other, old, new) in joined(&old, &new) {
            if !same(old, new) {
                units.push(Unit::Partner(id, other));
            }
        }
    }
    for (id, old, new) in joined(&before.observed, &after.observed) {
        if old.map(|seen| &seen.hash) != new.map(|seen| &seen.hash) {
            units.push(Unit::Observed(id));
        }
    }
    for (key, old, new) in joined(&before.notes, &after.notes) {
        if old != new {
            units.push(Unit::Note(key.0, key.1));
        }
    }
    for (id, old, new) in joined(&before.address_book, &after.address_book) {
        if old != new {
            units.push(Unit::Address(id));
        }
    }
    for (id, old, new) in joined(&before.synchronizations, &after.synchronizations) {
        if !same(old, new) {
            units.push(Unit::Synchronization(id));
        }
    }
    units
}

/// Every place in which two workspaces differ, in an order in which it can be replayed.
pub fn changes(before: &Workspace, after: &Workspace) -> Vec<Change> {
    let mut gone = Vec::new();
    let mut kept = Vec::new();
    for unit in candidates(before, after) {
        let (old, new) = (unit.read(before), unit.read(after));
        match (old, new) {
            (old, new) if old == new => {}
            (Some(old), Some(new)) => kept.append(&mut differences(unit, old, new)),
            (old, None) => {
                gone.push(Change { path: Pointer::of(unit.pointer()), before: old, after: None });
            }
            (old, new) => {
                kept.push(Change { path: Pointer::of(unit.pointer()), before: old, after: new });
            }
        }
    }
    // What goes, goes in the opposite order: the partners before their policy. Undoing reverses
    // the list, so that what comes back comes in the order of creation.
    gone.reverse();
    gone.append(&mut kept);
    gone
}

/// What stands at a place.
pub fn look(workspace: &Workspace, place: &Pointer) -> Option<Value> {
    let (unit, inside) = Unit::find(place)?;
    let whole = unit.read(workspace)?;
    inside.iter().try_fold(whole, |mut within, name| within.as_object_mut()?.shift_remove(name))
}

/// The changes that lead back.
pub fn invert(changes: &[Change]) -> Vec<Change> {
    changes
        .iter()
        .rev()
        .map(|change| Change {
            path: change.path.clone(),
            before: change.after.clone(),
            after: change.before.clone(),
        })
        .collect()
}

/// The first pair of changes that touch the same place and would have it different.
pub fn clash<'c>(mine: &'c [Change], theirs: &'c [Change]) -> Option<(&'c Change, &'c Change)> {
    mine.iter().find_map(|mine| {
        theirs.iter().find(|theirs| against(mine, theirs)).map(|theirs| (mine, theirs))
    })
}

fn against(a: &Change, b: &Change) -> bool {
    if !a.path.overlaps(&b.path) {
        return false;
    }
    if a.path == b.path {
        return a.after != b.after;
    }
    let (outer, inner) = if a.path.names().len() < b.path.names().len() { (a, b) } else { (b, a) };
    let unit = |change: &Change| Unit::find(&change.path).map(|(unit, _)| unit);
    match &outer.after {
        None => inner.after.is_some(),
        // A tenant or a policy that is written does not touch the units that stand in it.
        Some(_) => unit(outer) == unit(inner),
    }
}

/// Makes the changes on a workspace. `observed` finds the content of an observed tenant by hash.
///
/// The changed units are complete or untouched: on a fault the workspace given is not used.
pub fn replay(
    workspace: &Workspace,
    changes: &[Change],
    observed: Lookup<'_>,
) -> Result<Workspace, ReplayFault> {
    let mut out = workspace.clone();
    for change in changes {
        let fault = |what: String| ReplayFault { path: change.path.to_string(), what };
        let (unit, inside) = Unit::find(&change.path)
            .ok_or_else(|| fault("no such place in a workspace of this version".to_owned()))?;
        let stored = if inside.is_empty() {
            change.after.clone()
        } else {
            let mut whole = match unit.read(&out) {
                Some(whole) => whole,
                // Gone already, with what it stood in.
                None if change.after.is_none() => continue,
                None => return Err(fault("the object around this place is not there".to_owned())),
            };
            set(&mut whole, inside, change.after.clone()).map_err(fault)?;
            Some(whole)
        };
        unit.write(&mut out, stored, observed).map_err(fault)?;
    }
    Ok(out)
}
