//! Changes counted: ways, people, applications, sign-ins.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::outcome::{Change, Class};
use super::{Replay, Side};
use crate::access::Activity;
use crate::domain::{AppId, ObjectId, TenantId};

/// The days that a log covers, both included, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Window {
    /// The days of these activities; nothing where there are none.
    pub fn of<'a>(activities: impl IntoIterator<Item = &'a Activity>) -> Option<Self> {
        activities.into_iter().fold(None, |window: Option<Window>, one| {
            Some(window.map_or(Window { first: one.first, last: one.last }, |window| Window {
                first: window.first.min(one.first),
                last: window.last.max(one.last),
            }))
        })
    }

    /// How many days.
    pub fn days(self) -> i64 {
        i64::from((self.last - self.first).get_days()) + 1
    }
}

/// How much it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Distinct ways.
    pub ways: u64,
    /// Distinct people, each in its home tenant.
    pub people: u64,
    /// Distinct applications, each in its resource tenant.
    pub apps: u64,
    /// Sign-ins that succeeded.
    pub successes: u64,
    /// Those that did not.
    pub failures: u64,
    /// The last day of any of them.
    pub last_seen: Option<Date>,
}

impl Sum {
    /// `7 people, 1 application`.
    pub fn words(&self) -> String {
        let plural = |count: u64, one: &str, more: &str| {
            format!("{count} {}", if count == 1 { one } else { more })
        };
        let people = plural(self.people, "person", "people");
        format!("{people}, {}", plural(self.apps, "application", "applications"))
    }
}

/// A sum in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Summing {
    sum: Sum,
    people: BTreeSet<(TenantId, ObjectId)>,
    apps: BTreeSet<(TenantId, AppId)>,
}

impl Summing {
    pub fn add(&mut self, one: &Activity) {
        self.sum.ways += 1;
        self.sum.successes += one.successes;
        self.sum.failures += one.failures;
        self.sum.last_seen = self.sum.last_seen.max(Some(one.last));
        self.people.insert((one.way.home, one.way.user));
        self.apps.insert((one.way.resource, one.way.app));
    }

    pub fn sum(self) -> Sum {
        let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        Sum { people: count(self.people.len()), apps: count(self.apps.len()), ..self.sum }
    }

    pub fn of<'a>(all: impl IntoIterator<Item = &'a Activity>) -> Sum {
        let mut summing = Summing::default();
        all.into_iter().for_each(|one| summing.add(one));
        summing.sum()
    }
}

/// What becomes of the traffic with one partner, one way.
#[derive(Clone, Debug, PartialEq)]
pub struct PartnerSum {
    /// With whom, and which way.
    pub side: Side,
    /// All of it.
    pub whole: Sum,
    /// By class; classes that nothing falls into are not there.
    pub sums: Vec<(Class, Sum)>,
    /// Of it, what signed in although the settings as observed stop it.
    pub disagrees: Sum,
}

impl PartnerSum {
    /// One class.
    pub fn of(&self, class: Class) -> Sum {
        self.sums.iter().find(|(known, _)| *known == class).map_or(Sum::default(), |(_, sum)| *sum)
    }
}

fn by_class<'c>(changes: impl Iterator<Item = &'c Change> + Clone) -> Vec<(Class, Sum)> {
    Class::ALL
        .iter()
        .map(|(class, ..)| {
            let of = changes.clone().filter(|change| change.class == *class);
            (*class, Summing::of(of.map(|change| &change.activity)))
        })
        .filter(|(_, sum)| sum.ways > 0)
        .collect()
}

fn disagreeing<'c>(changes: impl Iterator<Item = &'c Change>) -> Sum {
    Summing::of(changes.filter(|change| change.disagrees).map(|change| &change.activity))
}

pub(super) fn summed(changes: Vec<Change>) -> Replay {
    let mut sides: BTreeMap<Side, Vec<&Change>> = BTreeMap::new();
    for change in &changes {
        sides.entry(change.side).or_default().push(change);
    }
    let mut partners: Vec<PartnerSum> = sides
        .into_iter()
        .map(|(side, of)| PartnerSum {
            side,
            whole: Summing::of(of.iter().map(|change| &change.activity)),
            sums: by_class(of.iter().copied()),
            disagrees: disagreeing(of.iter().copied()),
        })
        .collect();
    partners.sort_by_key(|one| {
        let Sum { successes, failures, .. } = one.whole;
        (Reverse(one.of(Class::Breaks).ways), Reverse(successes + failures), one.side)
    });
    Replay {
        window: Window::of(changes.iter().map(|change| &change.activity)),
        sums: by_class(changes.iter()),
        disagrees: disagreeing(changes.iter()),
        partners,
        changes,
    }
}
