//! Two versions of one unit: in which places they differ.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::places::{Unit, invert};
use super::pointer::{Change, Pointer};
use crate::domain::Json as Value;

/// How small the places are that a difference is told in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grain {
    /// Single members.
    Member,
    /// Members, but an object that loses one as a whole.
    Object,
}

/// Where a unit differs, in the smallest places that lead there and back to the same bytes: what is
/// put among the members we do not know lands at their end, whichever way one goes.
pub(super) fn differences(unit: Unit, old: Value, new: Value) -> Vec<Change> {
    for grain in [Grain::Member, Grain::Object] {
        let mut out = Vec::new();
        compare(&mut unit.pointer(), old.clone(), new.clone(), grain, &mut out);
        if leads(unit, &old, &out, &new) && leads(unit, &new, &invert(&out), &old) {
            return out;
        }
    }
    vec![Change { path: Pointer::of(unit.pointer()), before: Some(old), after: Some(new) }]
}

/// Whether the changes make one version of the unit into the other, to the byte.
fn leads(unit: Unit, from: &Value, changes: &[Change], to: &Value) -> bool {
    let mut whole = from.clone();
    for change in changes {
        let Some((_, inside)) = Unit::find(&change.path) else { return false };
        if set(&mut whole, inside, change.after.clone()).is_err() {
            return false;
        }
    }
    // As text: the members of two maps are equal in any order.
    let wanted = to.to_string();
    unit.again(whole).map(|there| there.to_string()) == Some(wanted)
}

fn compare(
    path: &mut Vec<String>,
    before: Value,
    after: Value,
    grain: Grain,
    out: &mut Vec<Change>,
) {
    match (before, after) {
        (Value::Object(old), Value::Object(new))
            if grain == Grain::Object && old.keys().any(|name| !new.contains_key(name)) =>
        {
            out.push(Change {
                path: Pointer::of(path.clone()),
                before: Some(Value::Object(old)),
                after: Some(Value::Object(new)),
            });
        }
        (Value::Object(mut old), Value::Object(new)) => {
            for (name, after) in new {
                path.push(name.clone());
                match old.shift_remove(&name) {
                    Some(before) => compare(path, before, after, grain, out),
                    None => out.push(Change {
                        path: Pointer::of(path.clone()),
                        before: None,
                        after: Some(after),
                    }),
                }
                path.pop();
            }
            for (name, before) in old {
                path.push(name);
                out.push(Change {
                    path: Pointer::of(path.clone()),
                    before: Some(before),
                    after: None,
                });
                path.pop();
            }
        }
        (before, after) if before == after => {}
        (before, after) => out.push(Change {
            path: Pointer::of(path.clone()),
            before: Some(before),
            after: Some(after),
        }),
    }
}

/// Puts a value at a place inside a unit, or takes it away.
pub(super) fn set(whole: &mut Value, path: &[String], after: Option<Value>) -> Result<(), String> {
    let Some(members) = whole.as_object_mut() else {
        return Err("expected an object around this place".to_owned());
    };
    match path {
        [] => Err("expected a member name".to_owned()),
        [name] => {
            match after {
                Some(after) => members.insert(name.clone(), after),
                None => members.shift_remove(name),
            };
            Ok(())
        }
        [name, rest @ ..] => match members.get_mut(name) {
            Some(inner) => set(inner, rest, after),
            None if after.is_none() => Ok(()),
            None => Err(format!("there is no `{name}`")),
        },
    }
}

/// Whether two places share their memory.
pub(super) fn same<T>(old: Option<&Arc<T>>, new: Option<&Arc<T>>) -> bool {
    match (old, new) {
        (None, None) => true,
        (Some(old), Some(new)) => Arc::ptr_eq(old, new),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

/// Both maps side by side, in order of key.
pub(super) fn joined<'m, K: Ord + Copy, V>(
    before: &'m BTreeMap<K, V>,
    after: &'m BTreeMap<K, V>,
) -> impl Iterator<Item = (K, Option<&'m V>, Option<&'m V>)> {
    let mut old = before.iter().peekable();
    let mut new = after.iter().peekable();
    std::iter::from_fn(move || {
        let key = match (old.peek(), new.peek()) {
            (None, None) => return None,
            (Some((key, _)), None) | (None, Some((key, _))) => **key,
            (Some((a, _)), Some((b, _))) => **a.min(b),
        };
        let old = old.next_if(|(of, _)| **of == key).map(|(_, value)| value);
        let new = new.next_if(|(of, _)| **of == key).map(|(_, value)| value);
        Some((key, old, new))
    })
}
