//! When a property of one partner may be written, so that at no moment something is open that is
//! closed at both ends.

use std::sync::Arc;

use super::act::{Act, Property, Value};
use super::allowed::Allowed;
use crate::access::{resolve_bool, resolve_half};
use crate::domain::{
    AutomaticUserConsent, B2b, Claim, Configuration, CrossTenantAccessPolicy, DefaultConfiguration,
    Direction, Half, InboundTrust, Partner, Setting, Subject, TenantId,
};

/// The moments of a plan, in order. Up to the turn nothing is opened, after it nothing is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// What closes before the default does, so that who is to stay open does not live by it.
    CloseFirst,
    /// The default closes.
    CloseDefault,
    /// What closes by falling back on it.
    CloseLast,
    /// The one step that may close and open at once.
    Turn,
    /// What opens before the default does, or has to be written down before it.
    OpenFirst,
    /// The default opens.
    OpenDefault,
    /// The rest.
    OpenLast,
    /// Setting up synchronisation, which needs all of it.
    SetUp,
}

/// The moments after which there is a state to look at.
const MOMENTS: [Slot; 7] = [
    Slot::CloseFirst,
    Slot::CloseDefault,
    Slot::CloseLast,
    Slot::Turn,
    Slot::OpenFirst,
    Slot::OpenDefault,
    Slot::OpenLast,
];

/// Where one write alone may go, the best first.
const SINGLE: [Slot; 4] = [Slot::CloseFirst, Slot::CloseLast, Slot::OpenFirst, Slot::OpenLast];

/// A default at one moment.
pub type Default = Option<Arc<DefaultConfiguration>>;

/// The default over time.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// As it is.
    pub before: Default,
    /// When all that closes is closed.
    pub between: Default,
    /// As it will be.
    pub after: Default,
    /// Whether it changes at the turn, in one step.
    pub turns: bool,
}

impl Timeline {
    fn at(&self, slot: Slot) -> &Default {
        let (first, last) = match self.turns {
            true => (Slot::Turn, Slot::Turn),
            false => (Slot::CloseDefault, Slot::OpenDefault),
        };
        if slot < first {
            &self.before
        } else if slot < last {
            &self.between
        } else {
            &self.after
        }
    }
}

/// What a property opens under a policy.
pub fn in_force(policy: &CrossTenantAccessPolicy, subject: Subject, property: Property) -> Allowed {
    let switches = |all: &[Setting]| {
        let on = |setting: &Setting| {
            resolve_bool(policy, subject, *setting).is_some_and(|found| found.value)
        };
        let bits = all.iter().enumerate().filter(|(_, setting)| on(setting));
        Allowed::Switches(bits.fold(0, |bits, (place, _)| bits | 1 << place))
    };
    match property {
        Property::B2b(b2b) => {
            let half = |half| {
                let found = resolve_half(policy, subject, b2b, half);
                found.map(|found| found.value.clone()).unwrap_or_default()
            };
            Allowed::of(half(Half::UsersAndGroups), half(Half::Applications))
        }
        Property::Trust => switches(&Claim::ALL.map(Setting::Trust)),
        Property::Consent => {
            switches(&[Direction::Inbound, Direction::Outbound].map(Setting::Consent))
        }
        Property::Redemption => Allowed::Nothing,
    }
}

/// The value that says exactly this, whatever the default says.
pub fn pinned(property: Property, allowed: &Allowed) -> Value {
    match property {
        Property::B2b(b2b) => Value::B2b(b2b, Some(allowed.setting())),
        Property::Trust => Value::Trust(Some(InboundTrust {
            mfa: Some(allowed.switch(0)),
            compliant_device: Some(allowed.switch(1)),
            hybrid_joined_device: Some(allowed.switch(2)),
            ..InboundTrust::default()
        })),
        Property::Consent => Value::Consent(Some(AutomaticUserConsent {
            inbound: Some(allowed.switch(0)),
            outbound: Some(allowed.switch(1)),
            ..AutomaticUserConsent::default()
        })),
        Property::Redemption => Value::Redemption(None),
    }
}

/// How a write at some moment turns out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Smooth,
    /// Safe, but something is closed on the way that is open at both ends.
    Pauses,
    Unsafe,
}

/// One write.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// When.
    pub slot: Slot,
    /// What.
    pub act: Act,
    /// Written only for the way.
    pub interim: bool,
    /// Access that both ends allow may be closed from here on, until the last step of the same.
    pub pauses: bool,
}

/// One partner at both ends.
#[derive(Clone, Debug)]
pub struct Ends<'t> {
    /// Which.
    pub id: TenantId,
    /// Its record as it is.
    pub before: Option<&'t Arc<Partner>>,
    /// Its record as it will be.
    pub after: Option<&'t Arc<Partner>>,
    /// It is in another cloud, where without a record all is closed.
    pub is_far: bool,
    /// That cloud is not ticked yet; until it is, no partner of it can be added.
    pub cloud_comes: bool,
    /// The default.
    pub default: &'t Timeline,
}

impl Ends<'_> {
    fn allowed(&self, partner: Option<&Arc<Partner>>, default: &Default, of: Property) -> Allowed {
        if self.is_far && partner.is_none() {
            return Allowed::Nothing;
        }
        let policy = CrossTenantAccessPolicy {
            default: default.clone(),
            partners: partner.map(|partner| (self.id, Arc::clone(partner))).into_iter().collect(),
            ..CrossTenantAccessPolicy::default()
        };
        in_force(&policy, Subject::Partner(self.id), of)
    }

    fn both(&self, property: Property) -> (Allowed, Allowed) {
        (
            self.allowed(self.before, &self.default.before, property),
            self.allowed(self.after, &self.default.after, property),
        )
    }

    fn tried(&self, property: Property, write: Slot) -> Outcome {
        let (start, end) = self.both(property);
        let common = start.common(&end);
        let mut outcome = Outcome::Smooth;
        for slot in MOMENTS {
            let partner = if slot < write { self.before } else { self.after };
            let now = self.allowed(partner, self.default.at(slot), property);
            let bound = if slot < Slot::Turn { &start } else { &end };
            if !now.within(bound) {
                return Outcome::Unsafe;
            }
            if !common.within(&now) {
                outcome = Outcome::Pauses;
            }
        }
        outcome
    }

    fn value(partner: Option<&Arc<Partner>>, property: Property) -> Value {
        let nothing = Configuration::default();
        property.of(partner.map_or(&nothing, |partner| &partner.configuration))
    }

    /// Properties that change, and those that only lean on the default with a part of theirs.
    fn touched(&self) -> (Vec<Property>, Vec<Property>) {
        let comes_or_goes = self.before.is_some() != self.after.is_some();
        let mut changed = Vec::new();
        let mut leaning = Vec::new();
        for property in Property::OF_PARTNER {
            let value = Self::value(self.before, property);
            if (comes_or_goes && self.is_far) || value != Self::value(self.after, property) {
                changed.push(property);
            } else if leans(&value) && self.tried(property, Slot::SetUp) == Outcome::Unsafe {
                leaning.push(property);
            }
        }
        (changed, leaning)
    }

    /// All writes of this partner, in order. `turns` when it may change at the turn.
    pub fn writes(&self, turns: bool) -> Vec<Written> {
        let (changed, leaning) = self.touched();
        let comes_or_goes = self.before.is_some() != self.after.is_some();
        if changed.is_empty() && leaning.is_empty() && !comes_or_goes {
            return Vec::new();
        }
        if self.cloud_comes && self.before.is_none() {
            // Nothing is open before, and at the end nothing is but what is to be.
            return self.assembled(vec![(Slot::OpenLast, changed, false)], Vec::new(), false);
        }
        if leaning.is_empty() {
            let smooth =
                |slot: &Slot| changed.iter().all(|p| self.tried(*p, *slot) == Outcome::Smooth);
            let turn = || {
                let fine = |p: &Property| self.tried(*p, Slot::Turn) != Outcome::Unsafe;
                (turns && changed.iter().all(fine)).then_some(Slot::Turn)
            };
            if let Some(slot) = SINGLE.into_iter().find(smooth).or_else(turn) {
                let outcome = changed.iter().map(|p| self.tried(*p, slot)).max();
                let pauses = outcome == Some(Outcome::Pauses);
                return self.assembled(vec![(slot, changed, pauses)], Vec::new(), false);
            }
        }
        let mut slots: Vec<(Slot, Vec<Property>, bool)> = Vec::new();
        let mut put = |slot, property| match slots.iter_mut().find(|(held, ..)| *held == slot) {
            Some((_, properties, _)) => properties.push(property),
            None => slots.push((slot, vec![property], false)),
        };
        let mut pins = Vec::new();
        let mut pauses = false;
        let goes = self.after.is_none();
        for property in changed.iter().chain(&leaning) {
            let may = if goes { &SINGLE[3..] } else { &SINGLE[..] };
            let smooth = |slot: &&Slot| {
                !leaning.contains(property) && self.tried(*property, **slot) == Outcome::Smooth
            };
            let slot = may.iter().find(smooth);
            if slot.is_none() {
                let (start, end) = self.both(*property);
                let common = start.common(&end);
                pauses |= !start.within(&common) && !end.within(&common);
                pins.push(pinned(*property, &common));
            }
            put(slot.copied().unwrap_or(Slot::OpenLast), *property);
        }
        slots.sort_by_key(|(slot, ..)| *slot);
        self.assembled(slots, pins, pauses)
    }

    fn assembled(
        &self,
        slots: Vec<(Slot, Vec<Property>, bool)>,
        pins: Vec<Value>,
        pin_pauses: bool,
    ) -> Vec<Written> {
        let value = |property: &Property| Self::value(self.after, *property);
        let mut all: Vec<(Slot, Vec<Value>, bool, bool)> = slots
            .into_iter()
            .map(|(slot, of, pauses)| (slot, of.iter().map(value).collect(), false, pauses))
            .collect();
        if !pins.is_empty() {
            match all.first_mut().filter(|(slot, ..)| *slot == Slot::CloseFirst) {
                Some((_, values, interim, pauses)) => {
                    values.extend(pins);
                    (*interim, *pauses) = (true, pin_pauses);
                }
                None => all.insert(0, (Slot::CloseFirst, pins, true, pin_pauses)),
            }
        }
        let mut is_there = self.before.is_some();
        let mut write = |(slot, values, interim, pauses): (Slot, Vec<Value>, bool, bool)| {
            let act = match (is_there, self.after) {
                (false, Some(after)) => {
                    let mut made = Partner::clone(after);
                    made.configuration = Configuration::default();
                    for value in &values {
                        value.put(&mut made.configuration);
                    }
                    made.identity_synchronization = None;
                    is_there = true;
                    Act::AddPartner(Box::new(made))
                }
                (true, None) if !interim => Act::RemovePartner(self.id),
                _ => Act::Partner(self.id, values),
            };
            Written { slot, act, interim, pauses }
        };
        all.into_iter().map(&mut write).collect()
    }
}

/// Whether a value takes a part of what is in force from the default.
fn leans(value: &Value) -> bool {
    match value {
        Value::B2b(_, Some(setting)) => Half::BOTH.iter().any(|half| setting.half(*half).is_none()),
        Value::Trust(Some(trust)) => Claim::ALL.iter().any(|claim| trust.claim(*claim).is_none()),
        Value::B2b(_, None) | Value::Trust(None) | Value::Consent(_) | Value::Redemption(_) => {
            false
        }
    }
}

/// The settings that are the two sides of one way: what goes out here comes in there.
pub fn other_side(property: Property) -> Option<Property> {
    match property {
        Property::B2b(b2b) => Some(Property::B2b(match b2b {
            B2b::CollaborationInbound => B2b::CollaborationOutbound,
            B2b::CollaborationOutbound => B2b::CollaborationInbound,
            B2b::DirectConnectInbound => B2b::DirectConnectOutbound,
            B2b::DirectConnectOutbound => B2b::DirectConnectInbound,
            B2b::TenantRestrictions => return None,
        })),
        Property::Consent => Some(Property::Consent),
        Property::Trust | Property::Redemption => None,
    }
}
