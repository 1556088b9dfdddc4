//! The order of all steps of all tenants, and which object may change at the turn.

use std::collections::{BTreeMap, BTreeSet};

use super::act::{Act, Property, SetUp};
use super::pair::{Of, Pair};
use super::schedule::{Slot, Written, other_side};
use crate::domain::{Estate, ObjectId, Subject, SyncKind, TenantId};

/// Something that is written as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// The domain list of a tenant.
    Domains(TenantId),
    /// Who may invite and what guests see.
    Authorization(TenantId),
    /// The default of a tenant.
    Default(TenantId),
    /// One partner of a tenant.
    Partner(TenantId, TenantId),
    /// The other clouds.
    Clouds(TenantId),
    /// Self-service sign-up.
    SignUp(TenantId),
    /// Whether guests may leave.
    Leave(TenantId),
    /// One synchronisation.
    SetUp(TenantId, ObjectId),
}

impl Object {
    /// Whose.
    pub fn owner(self) -> TenantId {
        match self {
            Object::Domains(owner)
            | Object::Authorization(owner)
            | Object::Default(owner)
            | Object::Partner(owner, _)
            | Object::Clouds(owner)
            | Object::SignUp(owner)
            | Object::Leave(owner)
            | Object::SetUp(owner, _) => owner,
        }
    }
}

/// Objects that are tried at the turn before the plan is taken as it is.
const TURNS_TRIED_MAX: usize = 6;

/// All writes of all tenants in an order in which they are safe.
pub fn ordered(pairs: &[Pair], estate: &Estate) -> Vec<Of> {
    let all =
        |turns| -> Vec<Of> { pairs.iter().flat_map(|pair| pair.writes(estate, turns)).collect() };
    let cost =
        |writes: &[Of]| (writes.iter().filter(|(_, write)| write.pauses).count(), writes.len());
    let mut best = all(None);
    for object in worth_turning(&best).into_iter().take(TURNS_TRIED_MAX) {
        let turned = all(Some(object));
        if cost(&turned) < cost(&best) {
            best = turned;
            break;
        }
    }
    best.sort_by_key(|(object, write)| {
        (write.slot, rank(write), object.owner(), write.act.subject(), *object)
    });
    best
}

/// Objects that are closed and opened in two steps, those first that pause, then new partners.
fn worth_turning(writes: &[Of]) -> Vec<Object> {
    let mut split: BTreeMap<Object, (bool, bool, bool, bool)> = BTreeMap::new();
    for (object, write) in writes {
        if matches!(write.act, Act::AddSync(..) | Act::Sync(..) | Act::RemoveSync(_)) {
            continue;
        }
        let (closes, opens, pauses, adds) = split.entry(*object).or_default();
        *closes |= write.slot < Slot::Turn;
        *opens |= write.slot > Slot::Turn;
        *pauses |= write.pauses;
        *adds |= matches!(write.act, Act::AddPartner(_));
        // That nobody may invite for a while stands for a domain list.
        if let (Object::Authorization(owner), true) = (object, write.pauses) {
            split.insert(Object::Domains(*owner), (true, true, true, false));
        }
    }
    let mut found: Vec<_> = split
        .into_iter()
        .filter(|(object, (closes, opens, ..))| {
            *closes && *opens && !matches!(object, Object::Clouds(_))
        })
        .map(|(object, (.., pauses, adds))| (!pauses, !adds, object))
        .collect();
    found.sort();
    found.into_iter().map(|(.., object)| object).collect()
}

/// Within a moment: what stops synchronisation, partners with what needs them, the default, the rest.
fn rank(write: &Written) -> u8 {
    match &write.act {
        Act::Clouds(_) => 0,
        Act::RemoveSync(_) | Act::Sync(.., false) => 1,
        Act::AddPartner(_) => 2,
        Act::AddSync(..) => 3,
        Act::Sync(_, SyncKind::Users, true) => 4,
        Act::Sync(_, SyncKind::Groups, true) => 5,
        Act::Partner(..) => 6,
        Act::RemovePartner(_) => 7,
        Act::Default(_) | Act::ResetDefault => 8,
        Act::Domains(_) => 9,
        Act::Authorization(..) => 10,
        Act::SignUp(_) => 11,
        Act::Leave(_) => 12,
        Act::SetUp(..) | Act::ByHand(_) => 14,
    }
}

/// What a step touches, as far as another tenant's settings meet it.
fn touches(act: &Act) -> BTreeSet<Property> {
    match act {
        Act::Partner(_, values) | Act::Default(values) => {
            values.iter().map(super::act::Value::property).collect()
        }
        Act::AddPartner(_) | Act::RemovePartner(_) | Act::ResetDefault | Act::Clouds(_) => {
            Property::OF_PARTNER.into()
        }
        // What is synchronised needs both switches of automatic redemption.
        Act::AddSync(..) | Act::Sync(..) | Act::RemoveSync(_) => [Property::Consent].into(),
        Act::Authorization(..)
        | Act::Domains(_)
        | Act::SignUp(_)
        | Act::Leave(_)
        | Act::SetUp(..)
        | Act::ByHand(_) => BTreeSet::new(),
    }
}

/// Whether a step of one tenant has to wait for an earlier one of another: the first closes a way
/// of which the second opens the other side.
pub fn waits(
    (first_owner, first): (TenantId, &Written),
    (owner, second): (TenantId, &Written),
) -> bool {
    if first_owner == owner {
        return false;
    }
    let meets = |act: &Act, other| match act.subject() {
        Some(Subject::Partner(id)) => id == other,
        Some(Subject::Default) | None => true,
    };
    if !meets(&first.act, owner) || !meets(&second.act, first_owner) {
        return false;
    }
    let touched = touches(&first.act);
    if let Act::SetUp(held, part) = &second.act {
        // The test of the connection fails until the target lets it in; what follows is in order.
        return *part == SetUp::Validate
            && held.target == first_owner
            && touched.contains(&Property::Consent);
    }
    let needs: BTreeSet<Property> =
        touches(&second.act).into_iter().filter_map(other_side).collect();
    first.slot <= Slot::Turn
        && second.slot >= Slot::Turn
        && touched.iter().any(|property| needs.contains(property))
}
