//! Whom a change opens something to, or closes something for, where the people are known.
//!
//! Everybody of a directory is asked about every application that is known, published or named,
//! before and after, both sides together and without proof of anything; who has at least one that
//! opens gains. Guests count with the people of the directory they stand in.

use std::collections::{BTreeMap, BTreeSet};

use super::act::Property;
use super::change::{Change, Item};
use super::whole::Plan;
use crate::access::{Directories, Index, Kind, Question, apps_between, between, crossings};
use crate::domain::{AppId, B2b, Direction, Estate, ObjectId, TenantId};

/// How many people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Something opens to them.
    pub gain: u64,
    /// Something closes for them.
    pub lose: u64,
}

/// What is known of the people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nobody's sign-in turns on it.
    Nobody,
    /// So many of those who are known; of these tenants nobody is known.
    Known(People, Vec<TenantId>),
    /// Nobody is known of these tenants, so nobody can be counted.
    NotKnown(Vec<TenantId>),
}

/// A direction, and what sort of access.
pub type Way = (Direction, Kind);

const WAYS: [Way; 4] = [
    (Direction::Inbound, Kind::Collaboration),
    (Direction::Outbound, Kind::Collaboration),
    (Direction::Inbound, Kind::DirectConnect),
    (Direction::Outbound, Kind::DirectConnect),
];

/// The ways in and out that a change is on.
pub fn ways(item: Item) -> &'static [Way] {
    let [inn, out, direct_in, direct_out] = &WAYS;
    let one = std::slice::from_ref;
    match item {
        Item::Setting(_, Property::B2b(b2b)) => match b2b {
            B2b::CollaborationInbound => one(inn),
            B2b::CollaborationOutbound => one(out),
            B2b::DirectConnectInbound => one(direct_in),
            B2b::DirectConnectOutbound => one(direct_out),
            B2b::TenantRestrictions => &[],
        },
        // Whose proof counts can decide whether a policy is met.
        Item::Setting(_, Property::Trust) => &[WAYS[0], WAYS[2]],
        Item::Added(_) | Item::Removed(_) | Item::Reset | Item::Clouds => &WAYS,
        _ => &[],
    }
}

/// The other tenants that a change is about: one, or everybody we know people or settings of, and
/// somebody we know nothing of.
fn others(change: &Change, estate: &Estate) -> Vec<TenantId> {
    if let Some(id) = change.item.partner() {
        return vec![id];
    }
    let known = estate.tenants.keys().copied().filter(|id| *id != change.owner);
    known.chain([TenantId::default()]).collect()
}

type Seen = BTreeMap<TenantId, BTreeMap<ObjectId, (bool, bool)>>;

impl Plan {
    /// The people one change opens and closes something for, by itself.
    pub fn effect(&self, number: usize, directories: &Directories) -> Effect {
        let (Some(change), Some((before, after))) = (self.change(number), self.alone(number))
        else {
            return Effect::Nobody;
        };
        let mut count = Count::new(&before, &after, directories);
        count.change(change);
        count.effect()
    }

    /// The people all of it, or all of one tenant, opens and closes something for together.
    pub fn people(&self, only: Option<TenantId>, directories: &Directories) -> Effect {
        let (before, after) = self.estates();
        let mut count = Count::new(&before, &after, directories);
        let mine = |change: &&Change| only.is_none_or(|only| only == change.owner);
        let made = self.changes.iter().filter(|change| self.makes(change.number));
        for change in made.filter(mine) {
            count.change(change);
        }
        count.effect()
    }
}

struct Count<'e> {
    before: &'e Estate,
    after: &'e Estate,
    directories: &'e Directories,
    asked: BTreeSet<(TenantId, TenantId, Kind)>,
    sum: People,
    homes: Seen,
    unseen: BTreeSet<TenantId>,
    seen: bool,
}

impl<'e> Count<'e> {
    fn new(before: &'e Estate, after: &'e Estate, directories: &'e Directories) -> Self {
        Count {
            before,
            after,
            directories,
            asked: BTreeSet::new(),
            sum: People::default(),
            homes: Seen::new(),
            unseen: BTreeSet::new(),
            seen: false,
        }
    }

    fn change(&mut self, change: &Change) {
        for (direction, kind) in ways(change.item) {
            for other in others(change, self.after) {
                let (home, resource) = match direction {
                    Direction::Inbound => (other, change.owner),
                    Direction::Outbound => (change.owner, other),
                };
                if self.asked.insert((home, resource, *kind)) {
                    let named = change.item.partner().is_some();
                    self.way(home, resource, *kind, named);
                }
            }
        }
    }

    fn way(&mut self, home: TenantId, resource: TenantId, kind: Kind, named: bool) {
        let users = self.directories.get(&home).map(|known| known.users.as_slice());
        let users = users.unwrap_or_default();
        if users.is_empty() {
            if named || self.after.policy(home).is_some() {
                self.unseen.insert(home);
            }
            return;
        }
        self.seen = true;
        let index = |estate| Index::of(&between(estate, home, resource), self.directories);
        let (was, is) = (index(self.before), index(self.after));
        let mut apps = apps_between(self.before, self.directories, home, resource);
        apps.extend(apps_between(self.after, self.directories, home, resource));
        // And one that no list names.
        apps.insert(AppId::default());
        let question = Question { home, resource, kind, ..Question::default() };
        let seen = self.homes.entry(home).or_default();
        for one in crossings(&was, &is, &question, users.iter().map(|user| &user.id), &apps) {
            let (gain, lose) = (one.opened > 0, one.closed > 0);
            for user in one.users.iter().filter(|_| gain || lose) {
                let (gains, loses) = seen.entry(**user).or_default();
                self.sum.gain += u64::from(gain && !*gains);
                self.sum.lose += u64::from(lose && !*loses);
                *gains |= gain;
                *loses |= lose;
            }
        }
    }

    fn effect(self) -> Effect {
        let unseen: Vec<TenantId> = self.unseen.into_iter().collect();
        match (self.seen, self.asked.is_empty()) {
            (true, _) => Effect::Known(self.sum, unseen),
            (false, false) => Effect::NotKnown(unseen),
            (false, true) => Effect::Nobody,
        }
    }
}
