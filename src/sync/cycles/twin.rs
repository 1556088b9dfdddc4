//! A copy of as much of both directories as decides about some users, in which events happen and
//! cycles write.
//!
//! Who is near: those who are asked about, their managers, who shares a mail with them, and in the
//! target everybody who can be found by any of them or holds an address of theirs. About the users
//! asked about this says what the whole directories say; a test holds the two against each other.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::event::{Event, Happening, Personal};
use super::people::{Keys, People, add_key, is_near, source_keys};
use crate::domain::{
    Estate, Guid, IdentitySynchronization, ObjectId, SyncConfiguration, SyncInbound,
};
use crate::sync::expression::Expressions;
use crate::sync::inputs::{Inputs, Mode, wanted};
use crate::sync::preview::{Engine, Preview};
use crate::sync::roster::{Field, Roster, SyncGroup, Value};
use crate::sync::scope::is_external;

type Ids = HashSet<ObjectId, FixedState>;

/// Whether it is about the source, an attribute, what everybody has, a sentence.
type Assumption = (bool, &'static str, &'static dyn Fn(ObjectId) -> Field, &'static str);

/// Both directories and the configuration, to be changed.
#[derive(Clone)]
pub struct Twin<'i> {
    pub estate: Estate,
    pub configuration: SyncConfiguration,
    pub source: People,
    pub target: People,
    groups: Vec<SyncGroup>,
    target_groups: &'i [SyncGroup],
    expressions: &'i Expressions,
    /// What had to be taken for granted.
    pub assumed: Vec<&'static str>,
}

/// What a cycle makes of everybody, looked at in both ways.
pub struct Look<'e> {
    /// As if whoever is found in the target is managed, and only changes are looked at.
    pub later: (&'e Engine<'e>, &'e Preview),
    /// As if nobody were managed yet, and everything is looked at.
    pub first: (&'e Engine<'e>, &'e Preview),
}

impl<'i> Twin<'i> {
    /// What decides about these users.
    pub fn of(inputs: &Inputs<'i>, users: &[ObjectId], events: &[Event]) -> Self {
        let [source_names, target_names] = wanted(inputs.configuration);
        let rows = near_in_source(inputs.source, users);
        let mut keys = Keys::default();
        for row in &rows {
            source_keys(inputs.source, *row, &mut keys);
        }
        for event in events {
            if let Happening::To(_, Personal::Changed { value: Field::Text(text), .. }) =
                &event.what
            {
                add_key(text, &mut keys);
            }
        }
        let target = inputs.target;
        // One stands for a directory that is known and holds nobody near.
        let near = (0..target.len()).filter(|row| *row == 0 || is_near(target, *row, &keys));
        let source = People::of(inputs.source, source_names, rows.into_iter());
        let ids: Ids = source.ids().collect();
        let mut twin = Twin {
            estate: inputs.estate.clone(),
            configuration: inputs.configuration.clone(),
            target: People::of(target, target_names, near),
            source,
            groups: groups_of(inputs, &ids),
            target_groups: inputs.target_groups,
            expressions: inputs.expressions,
            assumed: Vec::new(),
        };
        // Users who are assigned and not near would look like unknown groups.
        let assigned: Ids = inputs.configuration.assigned.iter().copied().collect();
        let is_far = |id: &ObjectId| assigned.contains(id) && !ids.contains(id);
        let far: Ids = inputs.source.ids().iter().copied().filter(is_far).collect();
        twin.configuration.assigned.retain(|id| !far.contains(id));
        // How many there would be is counted over all users by the run itself.
        twin.configuration.deletion_threshold = None;
        twin.assume();
        twin
    }

    /// Attributes without which nobody could be followed.
    fn assume(&mut self) {
        let rules: [Assumption; 5] = [
            (
                true,
                "accountEnabled",
                &|_| Field::Bool(true),
                "the export of the source does not say whose sign-in is blocked: taken as nobody's",
            ),
            (
                false,
                "accountEnabled",
                &|_| Field::Bool(true),
                "the export of the target does not say whose sign-in is blocked: taken as nobody's",
            ),
            (
                true,
                "netId",
                &|id| Field::Text(id.to_string()),
                "the export of the source holds no netId, by which users are matched: taken as if everybody had one",
            ),
            (true, "deletedDateTime", &|_| Field::Missing, ""),
            (false, "deletedDateTime", &|_| Field::Missing, ""),
        ];
        for (is_source, name, value, words) in rules {
            let people = if is_source { &mut self.source } else { &mut self.target };
            if !people.tells(name) {
                people.assume(name, value);
                self.assumed.extend(Some(words).filter(|words| !words.is_empty()));
            }
        }
        // Of users who are yet to be made everything is known, whatever the export holds.
        let target = self.target.roster();
        if (0..target.len()).any(|row| is_external(&target, row)) {
            return;
        }
        let [_, names] = wanted(&self.configuration);
        for name in names.iter().filter(|name| !target.tells(name)) {
            self.target.assume(name, &|_| Field::Missing);
        }
    }

    /// Asks what a cycle makes of everybody now.
    pub fn look<T>(&self, ask: impl FnOnce(Look<'_>) -> T) -> T {
        let (source, target) = (self.source.roster(), self.target.roster());
        let engine = |mode| {
            Engine::of(Inputs {
                estate: &self.estate,
                configuration: &self.configuration,
                source: &source,
                target: &target,
                source_groups: &self.groups,
                target_groups: self.target_groups,
                mode,
                expressions: self.expressions,
            })
        };
        let (later, first) = (engine(Mode::Incremental), engine(Mode::Initial));
        let nobody_stops = |_| ControlFlow::Continue(());
        let preview = |engine: &Engine<'_>| {
            let stopped = |_| engine.gated(Vec::new());
            engine.preview(&nobody_stops).unwrap_or_else(stopped)
        };
        let (was_later, was_first) = (preview(&later), preview(&first));
        ask(Look { later: (&later, &was_later), first: (&first, &was_first) })
    }

    /// Takes away the direct assignment of a user; false where there is none.
    pub fn unassign(&mut self, id: ObjectId) -> bool {
        let before = self.configuration.assigned.len();
        self.configuration.assigned.retain(|assigned| *assigned != id);
        self.configuration.assigned.len() < before
    }

    /// Assigns a user directly.
    pub fn assign(&mut self, id: ObjectId) {
        if !self.configuration.assigned.contains(&id) {
            self.configuration.assigned.push(id);
        }
    }

    /// Takes a user out of every assigned group; false where there is none.
    pub fn remove_from_groups(&mut self, id: ObjectId) -> bool {
        let assigned = &self.configuration.assigned;
        let mut removed = false;
        for group in self.groups.iter_mut().filter(|group| assigned.contains(&group.id)) {
            if let Some(members) = &mut group.members {
                let before = members.len();
                members.retain(|member| *member != id);
                removed |= members.len() < before;
            }
        }
        removed
    }

    /// Makes two users one pair that a later cycle finds again, whatever they are called then: the
    /// service keeps the id of the target.
    pub fn bind(&mut self, source: ObjectId, target: ObjectId) {
        let Some(key) = self.source.text(source, "netId").map(|id| format!("5::{id}")) else {
            return;
        };
        // Two users at home may have ended up on one user there: both find it again.
        let mut keys = match self.target.get(target, "alternativeSecurityIds") {
            Some(Field::Many(keys)) => keys.clone(),
            Some(Field::Text(key)) => vec![key.clone()],
            _ => Vec::new(),
        };
        if !keys.contains(&key) {
            keys.push(key);
            self.target.set(target, "alternativeSecurityIds", Field::Many(keys));
        }
    }

    /// What the target says about users of the source from now on.
    pub fn allow_inbound(&mut self, allowed: bool) {
        let (source, target) = (self.configuration.source, self.configuration.target);
        let Some(tenant) = self.estate.tenants.get_mut(&target) else { return };
        let Some(policy) = &mut Arc::make_mut(tenant).policy else { return };
        let Some(partner) = Arc::make_mut(policy).partners.get_mut(&source) else { return };
        let sync = &mut Arc::make_mut(partner).identity_synchronization;
        let sync = sync.get_or_insert_with(IdentitySynchronization::default);
        let users = sync.user_sync_inbound.get_or_insert_with(SyncInbound::default);
        users.is_sync_allowed = Some(allowed);
    }
}

/// The id of a new object: made of the id at home, so that nothing depends on an order.
pub fn new_id(source: ObjectId, generation: u32) -> ObjectId {
    let text = source.to_string().replace('-', "");
    let bits = u128::from_str_radix(&text, 16).unwrap_or_default();
    let mixed =
        (bits ^ u128::from(generation)).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let form = (mixed & !((0xf << 76) | (0b11 << 62))) | (8 << 76) | (0b10 << 62);
    ObjectId(Guid::from_u128(form))
}

/// The users, their managers, and who shares a mail with any of them; in the order of the export.
fn near_in_source(source: &Roster, users: &[ObjectId]) -> Vec<usize> {
    let mut wanted: Ids = users.iter().copied().collect();
    let rows = source.ids().iter().enumerate();
    let asked: Vec<usize> =
        rows.filter(|(_, id)| wanted.contains(id)).map(|(row, _)| row).collect();
    let mut mails = Keys::default();
    for row in &asked {
        if let Value::Reference(id) = source.named(*row, "manager") {
            wanted.insert(id);
        }
        mails.extend(source.named(*row, "mail").text().map(str::to_lowercase));
    }
    let is_wanted = |row: &usize| {
        wanted.contains(&source.id(*row))
            || source
                .named(*row, "mail")
                .text()
                .is_some_and(|mail| mails.contains(&mail.to_lowercase()))
    };
    (0..source.len()).filter(is_wanted).collect()
}

/// The assigned groups and those inside them, with the members that are near.
fn groups_of(inputs: &Inputs<'_>, near: &Ids) -> Vec<SyncGroup> {
    let assigned: Ids = inputs.configuration.assigned.iter().copied().collect();
    let all = inputs.source_groups;
    let outer = || all.iter().filter(|group| assigned.contains(&group.id));
    let inside: Ids = outer().flat_map(|group| group.members.iter().flatten()).copied().collect();
    let groups: Ids = all.iter().map(|group| group.id).collect();
    let wanted = all.iter().filter(|one| assigned.contains(&one.id) || inside.contains(&one.id));
    wanted
        .map(|group| {
            let mut group = group.clone();
            if let Some(members) = &mut group.members {
                members.retain(|id| near.contains(id) || groups.contains(id));
            }
            group
        })
        .collect()
}
