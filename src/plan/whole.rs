//! The plan as a whole: changes, chosen or not, and steps in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::act::Act;
use super::change::{self, Change, Item, changes};
use super::choice::{Choice, LeftOut};
use super::order::{Object, ordered, waits};
use super::pair::{Of, Pair};
use super::schedule::Slot;
use super::setup;
use super::synced::{self, Edited, Parts, by_hand, edited};
use crate::domain::{
    AddressEntry, Estate, Guid, ObjectId, Ownership, Subject, SyncConfiguration, Tenant, TenantId,
    Workspace,
};

/// What a step is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// It closes, or writes down what is in force anyhow.
    Close,
    /// It may do both; all before it closes, all after it opens.
    Turn,
    /// It opens.
    Open,
    /// It sets synchronisation up.
    SetUp,
}

impl Phase {
    fn of(slot: Slot) -> Self {
        match slot {
            Slot::CloseFirst | Slot::CloseDefault | Slot::CloseLast => Phase::Close,
            Slot::Turn => Phase::Turn,
            Slot::OpenFirst | Slot::OpenDefault | Slot::OpenLast => Phase::Open,
            Slot::SetUp => Phase::SetUp,
        }
    }

    /// One word.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Close => "close",
            Phase::Turn => "turn",
            Phase::Open => "open",
            Phase::SetUp => "setUp",
        }
    }
}

/// Why a step is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It writes what the draft says.
    Draft,
    /// It writes down what is in force anyhow or what both ends share, so that nothing opens when
    /// something else changes.
    Interim,
    /// It closes what both ends allow, because no step between the two is safe: access pauses until
    /// the last step of the same.
    Pauses,
}

impl Why {
    /// One word.
    pub fn word(self) -> &'static str {
        match self {
            Why::Draft => "draft",
            Why::Interim => "interim",
            Why::Pauses => "pauses",
        }
    }
}

/// A step of another tenant that has to be done before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wait {
    /// Whose.
    pub owner: TenantId,
    /// Its number there.
    pub number: usize,
}

/// One request, or one thing to do by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// In which tenant.
    pub owner: TenantId,
    /// Its number in that tenant, from 1.
    pub number: usize,
    /// What it is there for.
    pub phase: Phase,
    /// What it does.
    pub act: Act,
    /// Why it is as it is.
    pub why: Why,
    /// What takes it back, by itself, at this point.
    pub back: Option<Act>,
    /// Numbers of the changes it is part of.
    pub serves: Vec<usize>,
    /// What has to be done elsewhere before.
    pub waits: Vec<Wait>,
}

/// What differs, and what makes it so.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Every difference, whatever is chosen.
    pub changes: Vec<Change>,
    /// What is not made.
    pub left_out: Vec<LeftOut>,
    /// The steps of what is made, in an order that is safe; each tenant's own are in order, too.
    pub steps: Vec<Step>,
    /// What has to be said about the whole.
    pub notes: Vec<String>,
    /// Up to the draft, whatever is chosen.
    whole: Vec<Pair>,
    /// Up to what is made of it.
    pairs: Vec<Pair>,
    made: Vec<Arc<SyncConfiguration>>,
    edited: Vec<Edited>,
    names: Names,
    estate: Estate,
    back: bool,
}

/// Names a person gave to ids.
type Names = BTreeMap<Guid, AddressEntry>;

/// What is at both ends, before anything is chosen.
struct Between {
    pairs: Vec<Pair>,
    made: Vec<Arc<SyncConfiguration>>,
    edited: Vec<Edited>,
    names: Names,
    estate: Estate,
    notes: Vec<String>,
    back: bool,
}

impl Plan {
    /// The plan from what is observed to what is drafted. A tenant that was never imported has
    /// none: there is nothing to compare its draft with. Parts of synchronisations are compared by
    /// their hashes.
    pub fn with(workspace: &Workspace, choice: &Choice, parts: Parts) -> Self {
        let mut notes = Vec::new();
        let mut pairs = Vec::new();
        for (id, draft) in &workspace.draft.tenants {
            if draft.ownership != Ownership::Ours {
                continue;
            }
            let Some(observed) = workspace.observed.get(id) else {
                notes.push(format!(
                    "{} was never imported, so nothing is known that its draft could differ from",
                    draft.display_name
                ));
                continue;
            };
            if observed.tenant.policy.is_none() && draft.policy.is_some() {
                notes.push(format!("the cross-tenant access policy of {} was never imported; the plan takes it to be at service defaults without partners", draft.display_name));
            }
            let (before, after) = (Arc::clone(&observed.tenant), Arc::clone(draft));
            pairs.push(Pair { owner: *id, before, after });
        }
        let ours = |id| pairs.iter().any(|pair: &Pair| pair.owner == id);
        let made = workspace.synchronizations.values();
        let made = made.filter(|held| held.is_made_here() && ours(held.source)).cloned().collect();
        let estate = workspace.draft.clone();
        let (edited, unsure) = edited(workspace, parts);
        notes.extend(unsure);
        let names = workspace.address_book.clone();
        Self::between(Between { pairs, made, edited, names, estate, notes, back: false }, choice)
    }

    /// The same where no synchronisation was edited.
    #[cfg(test)]
    pub fn of(workspace: &Workspace, choice: &Choice) -> Self {
        Self::with(workspace, choice, |held| held.observed.clone().unwrap_or_default())
    }

    fn between(of: Between, choice: &Choice) -> Self {
        let Between { pairs, made, edited, names, estate, notes, back } = of;
        let all = changes(&pairs, (&made, &edited), back, &estate);
        let (wanted, left_out) = choice.of(&all);
        let is_wanted = |change: &Change| wanted.contains(&change.number);
        let whole = pairs;
        let pairs: Vec<Pair> = if left_out.is_empty() {
            whole.iter().map(Pair::kept).collect()
        } else {
            whole
                .iter()
                .map(|pair| {
                    let mut target = Tenant::clone(&pair.before);
                    for change in all.iter().filter(|c| c.owner == pair.owner && is_wanted(c)) {
                        change::put(change.item, &pair.after, &mut target);
                    }
                    Pair { after: Arc::new(target), ..pair.clone() }
                })
                .collect()
        };
        let made: Vec<_> = made
            .into_iter()
            .filter(|held| {
                let item = if back { Item::Unmade(held.id) } else { Item::Made(held.id) };
                all.iter().any(|change| change.item == item && is_wanted(change))
            })
            .collect();
        let chosen: Vec<&Change> = all.iter().filter(|change| is_wanted(change)).collect();
        let mut writes = ordered(&pairs, &estate);
        for change in all.iter().filter(|change| is_wanted(change)) {
            writes.extend(by_hand(change));
        }
        let edited: Vec<Edited> = edited
            .into_iter()
            .filter(|(held, part)| {
                chosen.iter().any(|change| change.item == Item::Edited(held.id, *part))
            })
            .collect();
        writes.extend(edited.iter().map(|one| synced::step(one, back)));
        for held in &made {
            match back {
                false => writes.extend(setup::steps(held)),
                true => writes.insert(0, setup::way_back(held)),
            }
        }
        let mut steps = numbered(&writes, &chosen);
        let mut states: BTreeMap<TenantId, Tenant> =
            pairs.iter().map(|pair| (pair.owner, Tenant::clone(&pair.before))).collect();
        for step in &mut steps {
            if let Some(state) = states.get_mut(&step.owner) {
                step.back = step.act.inverse(state);
                step.act.apply(state);
            }
        }
        Plan {
            changes: all,
            left_out,
            steps,
            notes,
            whole,
            pairs,
            made,
            edited,
            names,
            estate,
            back,
        }
    }

    /// The way back from the end of this plan.
    pub fn reversed(&self) -> Plan {
        let pairs = self.pairs.iter().cloned();
        let of = Between {
            pairs: pairs
                .map(|Pair { owner, before, after }| Pair { owner, before: after, after: before })
                .collect(),
            made: self.made.clone(),
            edited: self.edited.clone(),
            names: self.names.clone(),
            estate: self.estate.clone(),
            notes: self.notes.clone(),
            back: !self.back,
        };
        Self::between(of, &Choice::default())
    }

    /// Whether a change is made.
    pub fn makes(&self, number: usize) -> bool {
        !self.left_out.iter().any(|out| out.number == number)
    }

    /// The tenants that have steps.
    pub fn owners(&self) -> Vec<TenantId> {
        let mut owners: Vec<TenantId> = self.steps.iter().map(|step| step.owner).collect();
        owners.sort_unstable();
        owners.dedup();
        owners
    }

    /// The steps of one tenant, in order.
    pub fn steps_of(&self, owner: TenantId) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.owner == owner)
    }

    /// The estate before and after: what was observed of our tenants, and what is made of it. Other
    /// tenants stand in both as they are drafted.
    pub fn estates(&self) -> (Estate, Estate) {
        let with = |side: fn(&Pair) -> &Arc<Tenant>| {
            let mut tenants: BTreeMap<TenantId, Arc<Tenant>> = self.estate.tenants.clone();
            for pair in &self.pairs {
                tenants.insert(pair.owner, Arc::clone(side(pair)));
            }
            Estate { tenants }
        };
        (with(|pair| &pair.before), with(|pair| &pair.after))
    }

    /// The estate before, and with nothing but one change in it.
    pub fn alone(&self, number: usize) -> Option<(Estate, Estate)> {
        let change = self.changes.iter().find(|change| change.number == number)?;
        let (before, mut after) = self.estates();
        for pair in &self.whole {
            after.tenants.insert(pair.owner, Arc::clone(&pair.before));
        }
        let pair = self.whole.iter().find(|pair| pair.owner == change.owner)?;
        let mut target = Tenant::clone(&pair.before);
        for need in self.changes.iter().filter(|other| change.needs.contains(&other.number)) {
            if need.owner == change.owner {
                change::put(need.item, &pair.after, &mut target);
            }
        }
        change::put(change.item, &pair.after, &mut target);
        after.tenants.insert(pair.owner, Arc::new(target));
        Some((before, after))
    }

    /// A change by its number.
    pub fn change(&self, number: usize) -> Option<&Change> {
        self.changes.iter().find(|change| change.number == number)
    }

    /// A tenant as it is and as it is drafted, whatever is chosen.
    pub fn ends(&self, owner: TenantId) -> Option<(&Tenant, &Tenant)> {
        let pair = self.whole.iter().find(|pair| pair.owner == owner)?;
        Some((&pair.before, &pair.after))
    }

    /// Names and clouds of all tenants.
    pub fn estate(&self) -> &Estate {
        &self.estate
    }

    /// A configuration that is set up or was edited.
    pub fn synced(&self, id: ObjectId) -> Option<&SyncConfiguration> {
        let edited = self.edited.iter().map(|(held, _)| held);
        self.made.iter().chain(edited).find(|held| held.id == id).map(AsRef::as_ref)
    }

    /// The configuration that a change is about, where it is about one.
    pub fn synced_by(&self, change: &Change) -> Option<&SyncConfiguration> {
        match change.item {
            Item::Made(id) | Item::Unmade(id) | Item::Edited(id, _) => self.synced(id),
            _ => None,
        }
    }

    /// Names a person gave to ids.
    pub fn address_book(&self) -> &BTreeMap<Guid, AddressEntry> {
        &self.names
    }
}

fn numbered(writes: &[Of], chosen: &[&Change]) -> Vec<Step> {
    let mut counts: BTreeMap<TenantId, usize> = BTreeMap::new();
    let mut steps: Vec<Step> = Vec::new();
    for (index, (object, write)) in writes.iter().enumerate() {
        let owner = object.owner();
        let count = counts.entry(owner).or_default();
        *count += 1;
        let earlier = writes.iter().zip(&steps).take(index);
        let waits = earlier
            .filter(|((first, done), _)| waits((first.owner(), done), (owner, write)))
            .map(|(_, step)| Wait { owner: step.owner, number: step.number })
            .collect();
        steps.push(Step {
            owner,
            number: *count,
            phase: Phase::of(write.slot),
            act: write.act.clone(),
            why: match (write.pauses, write.interim) {
                (true, _) => Why::Pauses,
                (false, true) => Why::Interim,
                (false, false) => Why::Draft,
            },
            back: None,
            serves: serves(*object, &write.act, chosen),
            waits,
        });
    }
    steps
}

/// The changes a step is part of; of a default that changes where it only makes room for that.
fn serves(object: Object, act: &Act, chosen: &[&Change]) -> Vec<usize> {
    let mine = || chosen.iter().filter(|change| change.owner == object.owner());
    let is_its = |item: Item| match (object, item) {
        (Object::SetUp(_, one), Item::Made(id) | Item::Unmade(id)) => one == id,
        (Object::SetUp(_, one), Item::Edited(id, part)) => {
            one == id && matches!(act, Act::ByHand(words) if synced::is_about(words, part))
        }
        (_, item) => is_part(act, item),
    };
    let found: Vec<usize> =
        mine().filter(|change| is_its(change.item)).map(|change| change.number).collect();
    if !found.is_empty() {
        return found;
    }
    let makes_room = |item: Item| match (act, item) {
        (Act::Partner(_, values), Item::Setting(Subject::Default, property)) => {
            values.iter().any(|value| value.property() == property)
        }
        // That nobody may invite for a while stands for a domain list.
        (Act::Partner(..), Item::Reset) | (Act::Authorization(..), Item::Domains) => true,
        _ => false,
    };
    mine().filter(|change| makes_room(change.item)).map(|change| change.number).collect()
}

fn is_part(act: &Act, item: Item) -> bool {
    let has = |values: &[super::act::Value], property| {
        values.iter().any(|value| value.property() == property)
    };
    match (act, item) {
        (Act::AddPartner(partner), Item::Added(id)) => partner.tenant_id == id,
        (Act::Partner(one, _), Item::Added(id) | Item::Removed(id))
        | (
            Act::RemovePartner(one) | Act::RemoveSync(one) | Act::Sync(one, ..),
            Item::Removed(id),
        ) => *one == id,
        (Act::Partner(one, values), Item::Setting(Subject::Partner(id), property)) => {
            *one == id && has(values, property)
        }
        (Act::AddSync(one, _) | Act::Sync(one, ..) | Act::RemoveSync(one), Item::Sync(id)) => {
            *one == id
        }
        (Act::Default(values), Item::Setting(Subject::Default, property)) => has(values, property),
        (Act::Default(_) | Act::ResetDefault, Item::Reset)
        | (Act::Clouds(_), Item::Clouds)
        | (Act::Domains(_), Item::Domains)
        | (Act::SignUp(_), Item::SignUp)
        | (Act::Leave(_), Item::Leave)
        | (Act::Authorization(Some(_), _), Item::Invites)
        | (Act::Authorization(_, Some(_)), Item::Guests) => true,
        (Act::ByHand(words), Item::Unsaid(name, partner)) => {
            words.starts_with(&format!("`{name}`"))
                && partner.is_none_or(|id| words.contains(&id.to_string()))
        }
        _ => false,
    }
}
