//! Several configurations of one ordered pair of tenants, looked at together: who is in the scope of
//! two of them, and who was linked by one and is now in the scope of another.
//!
//! The documents contradict each other about whether there may be several at all ([`PAGES`]), and
//! none says in which order their cycles meet one user. So nothing that is said here is surer than
//! [`Certainty::Undocumented`].

mod told;

pub use told::{Line, together_lines};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::change::{Change, Note};
use super::job::stops_at;
use super::mapping::unquoted;
use super::preview::{Engine, Judged, Stopped, Tick};
use super::scope::is_deleted;
use super::verdict::{Action, Certainty};
use crate::access::Truth;
use crate::domain::{
    AttributeMapping, FlowType, ObjectAction, ObjectId, SourceType, SyncConfiguration,
};

/// What the pages say about several configurations of one pair, and which page says it.
#[rustfmt::skip]
pub const PAGES: &[(&str, &str)] = &[
    ("there is one job for each pair of tenants", "MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md"),
    ("two are advised, one for guests and one for members", "MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/multi-tenant-organization-known-issues.md"),
    ("several make a first cycle faster", "MicrosoftDocs/entra-docs:docs/identity/app-provisioning/application-provisioning-when-will-provisioning-finish-specific-user.md"),
];

/// How sure what is said of meetings is.
pub const CERTAINTY: Certainty = Certainty::Undocumented;

/// What two configurations have to do with one user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Out of the scope of the first, which made or linked the user, as the target tells; in the
    /// scope of the second.
    Moving,
    /// The same, but who linked the user cannot be told.
    Perhaps,
    /// In the scope of both.
    InBoth,
    /// Whether the user is in the scope of one of them cannot be told.
    Unclear,
}

impl Kind {
    /// All, the gravest first.
    pub const ALL: [Kind; 4] = [Kind::Moving, Kind::Perhaps, Kind::InBoth, Kind::Unclear];

    /// The word for programs, and what is the case.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Kind::Moving => {
                ("moving", "linked by one, as the target tells, and now in the scope of another")
            }
            Kind::Perhaps => (
                "perhaps",
                "in the target, out of the scope of one and in that of another; by which of them they were linked cannot be told",
            ),
            Kind::InBoth => ("inBoth", "in the scope of two"),
            Kind::Unclear => {
                ("unclear", "perhaps in the scope of two: the scope of one cannot be told")
            }
        }
    }
}

/// Two configurations that meet at one user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The row of the user in the source.
    pub row: usize,
    /// How they meet.
    pub kind: Kind,
    /// The number of the configuration that lets go; where none does, of the first.
    pub from: usize,
    /// The number of the one that takes over, or of the second.
    pub to: usize,
}

/// What becomes of a user at whom two configurations meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The first lets go without deleting; the second finds the user and goes on.
    HandedOver,
    /// The first deletes, the second updates or restores.
    Race,
    /// The first would delete, and is stopped by the number of deletions.
    Held,
    /// Both write the same.
    Same,
    /// Both write, and not the same.
    Fight,
    /// Both would create; the second then finds the user.
    MadeTwice,
    /// It cannot be told.
    Unknown,
}

impl Outcome {
    /// The word for programs, and a sentence.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Outcome::HandedOver => (
                "handedOver",
                "the first lets go and its Delete is off, so the user stays; the second finds the user and writes what it maps",
            ),
            Outcome::Race => (
                "race",
                "a race: the first soft-deletes the user in its next cycle, the second updates or restores the user in its own; which comes first is not documented, and delete and restore may follow each other. Delete off in the first, before anybody moves, avoids it",
            ),
            Outcome::Held => (
                "held",
                "the first would soft-delete the user and too many would be deleted at once, so it stops and waits; the second goes on. Once the deletes are allowed it is a race",
            ),
            Outcome::Same => (
                "same",
                "both manage the user and write the same; who then leaves the scope of one of them is deleted by it, though still in that of the other",
            ),
            Outcome::Fight => (
                "fight",
                "both write the user whenever the user changes, and not the same: whose cycle comes last wins, and which that is is not documented",
            ),
            Outcome::MadeTwice => (
                "madeTwice",
                "whichever cycle comes first makes the user, the other finds the user and updates; which comes first is not documented",
            ),
            Outcome::Unknown => ("unknown", "what comes of it cannot be told"),
        }
    }
}

/// An attribute that both write, and not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// The attribute.
    pub attribute: String,
    /// What the first writes.
    pub first: Option<String>,
    /// What the second writes.
    pub second: Option<String>,
}

/// Everything that is said of one meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What becomes of the user.
    pub outcome: Outcome,
    /// What the second writes, or keeps and why.
    pub changes: Vec<Change>,
    /// What the two do not agree about.
    pub contests: Vec<Contest>,
}

/// All meetings of some configurations.
#[derive(Clone, Debug, Default)]
pub struct Together {
    /// What each configuration by itself makes of everybody, in a later cycle and were its job let
    /// through.
    users: Vec<Vec<Judged>>,
    /// The meetings, the gravest first.
    pub meetings: Vec<Meeting>,
    /// Deletions of each that are sure to be its own, and whether so many stop it.
    pub deletions: Vec<(u64, bool)>,
}

/// Whether two configurations run between the same tenants.
pub fn is_same_pair(one: &SyncConfiguration, other: &SyncConfiguration) -> bool {
    one.id != other.id && (one.source, one.target) == (other.source, other.target)
}

/// Whether the scopes of two have somebody in common, as far as assignment tells; filters and groups
/// are not asked.
pub fn overlap(one: &SyncConfiguration, other: &SyncConfiguration) -> bool {
    let is_anybody = |of: &SyncConfiguration| of.sync_all || !of.assigned.is_empty();
    match (one.sync_all, other.sync_all) {
        (true, _) => is_anybody(other),
        (_, true) => is_anybody(one),
        (false, false) => one.assigned.iter().any(|id| other.assigned.contains(id)),
    }
}

/// That others run between the same tenants, where they do: a later cycle takes whoever is found in the
/// target as managed by the configuration that is looked at, and may be wrong with theirs.
pub fn beside_words(
    one: &SyncConfiguration,
    all: &BTreeMap<ObjectId, Arc<SyncConfiguration>>,
) -> Option<String> {
    let mut names: Vec<String> = all
        .values()
        .filter(|other| is_same_pair(one, other))
        .map(|other| format!("`{}`", other.display_name.escape_debug()))
        .collect();
    names.sort_unstable();
    let verb = if names.len() == 1 { "runs" } else { "run" };
    (!names.is_empty()).then(|| {
        format!(
            "{} {verb} between the same tenants: whom they linked this configuration does not manage, though a later cycle is told here as if it did; `detente sync together` looks at all of them",
            names.join(", ")
        )
    })
}

/// Looks at configurations of one pair. The engines are of later cycles, over the same directories.
pub fn together(engines: &[Engine<'_>], tick: Tick<'_>) -> Result<Together, Stopped> {
    let mut users = Vec::new();
    for engine in engines {
        users.push(engine.judge(tick)?);
    }
    let mut out = Together { users, ..Together::default() };
    let Some(first) = engines.first() else { return Ok(out) };
    let marks = marks(engines);
    let source = first.inputs().source;
    for row in (0..source.len()).filter(|row| !is_deleted(source, *row)) {
        let scopes: Vec<Truth> = engines.iter().map(|engine| engine.stands(row)).collect();
        for from in 0..engines.len() {
            for to in (0..engines.len()).filter(|to| *to != from) {
                let kind = out.kind(engines, &marks, &scopes, (row, from, to));
                out.meetings.extend(kind.map(|kind| Meeting { row, kind, from, to }));
            }
        }
    }
    out.meetings.sort_by_key(|one| (one.kind, one.row, one.from, one.to));
    out.deletions =
        engines.iter().enumerate().map(|(at, engine)| out.deleted(at, engine)).collect();
    Ok(out)
}

/// An attribute to which configurations give constants: what each gives.
type Mark = (Option<usize>, Vec<Option<String>>);

/// The attributes by which the target tells who made somebody.
fn marks(engines: &[Engine<'_>]) -> Vec<Mark> {
    let rows = |engine: &Engine<'_>| -> Vec<(String, String)> {
        let users = engine.inputs().configuration.users();
        let rows = users.map(|users| users.attribute_mappings.as_slice()).unwrap_or_default();
        rows.iter().filter_map(|row| Some((row.target.clone(), constant(row)?))).collect()
    };
    let all: Vec<Vec<(String, String)>> = engines.iter().map(rows).collect();
    let Some(target) = engines.first().map(|engine| engine.inputs().target) else {
        return Vec::new();
    };
    let mut names: Vec<&String> = all.iter().flatten().map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let of = |name: &String| {
        let value = |rows: &Vec<(String, String)>| {
            rows.iter().find(|(one, _)| one == name).map(|(_, value)| value.clone())
        };
        (target.column(name), all.iter().map(value).collect())
    };
    names.into_iter().map(of).collect()
}

fn constant(row: &AttributeMapping) -> Option<String> {
    let from = row.source.as_ref().filter(|from| from.kind == Some(SourceType::Constant))?;
    from.expression.as_deref().or(from.name.as_deref()).map(unquoted)
}

impl Together {
    /// How two configurations meet at one user, if they do.
    fn kind(
        &self,
        engines: &[Engine<'_>],
        marks: &[Mark],
        scopes: &[Truth],
        (row, from, to): (usize, usize, usize),
    ) -> Option<Kind> {
        let (one, other) = (self.judged(from, row)?, self.judged(to, row)?);
        let acts = |user: &Judged| {
            !matches!(user.action, Action::Skip | Action::SoftDelete | Action::Release)
        };
        let (first, second) = (scopes.get(from)?, scopes.get(to)?);
        match (first, second) {
            (Truth::Yes, Truth::Yes) if from < to && (acts(one) || acts(other)) => {
                Some(Kind::InBoth)
            }
            (Truth::Unknown, Truth::Unknown) if from < to => Some(Kind::Unclear),
            (Truth::Unknown, Truth::Yes) if acts(other) => Some(Kind::Unclear),
            (Truth::No, Truth::Yes)
                if acts(other) && matches!(one.action, Action::SoftDelete | Action::Release) =>
            {
                let (at, _) = other.matched().or(one.matched())?;
                let target = engines.get(to)?.inputs().target;
                let tells = |(column, values): &Mark| {
                    let (mine, theirs) = (values.get(from)?.as_ref()?, values.get(to)?.as_ref()?);
                    let held = target.value(at, *column).text()?;
                    let is = |value: &str| held.eq_ignore_ascii_case(value);
                    (!mine.eq_ignore_ascii_case(theirs)).then(|| (is(mine), is(theirs)))
                };
                let told: Vec<(bool, bool)> = marks.iter().filter_map(tells).collect();
                match () {
                    () if told.iter().any(|(mine, _)| *mine) => Some(Kind::Moving),
                    // The target holds what only the second writes: it is its own.
                    () if told.iter().any(|(_, theirs)| *theirs) => None,
                    () => Some(Kind::Perhaps),
                }
            }
            _ => None,
        }
    }

    fn judged(&self, at: usize, row: usize) -> Option<&Judged> {
        self.users.get(at)?.get(row)
    }

    /// How many meet in one way.
    pub fn count(&self, kind: Kind) -> u64 {
        self.meetings.iter().filter(|one| one.kind == kind).count() as u64
    }

    /// The deletions of one configuration that are its own. Somebody in the target whom another one
    /// has in scope is counted only where the target tells whose the user was.
    fn deleted(&self, at: usize, engine: &Engine<'_>) -> (u64, bool) {
        let users = self.users.get(at).map(Vec::as_slice).unwrap_or_default();
        let moving = self.meetings.iter().filter(|one| one.from == at && one.kind == Kind::Moving);
        let moving: BTreeSet<usize> = moving.map(|one| one.row).collect();
        let is_theirs = |row: usize| {
            let is_in = |other: usize| other != at && self.is_held_by(other, row);
            !moving.contains(&row) && (0..self.users.len()).any(is_in)
        };
        let rows = users.iter().enumerate();
        let gone = rows.filter(|(row, user)| user.action.is_deletion() && !is_theirs(*row)).count();
        let gone = gone as u64;
        (gone, stops_at(gone, engine.inputs().configuration.deletion_threshold))
    }

    /// Whether a configuration has somebody in scope who is in the target.
    fn is_held_by(&self, at: usize, row: usize) -> bool {
        let held = |user: &Judged| {
            use Action::{Disable, Restore, Unchanged, Update};
            matches!(user.action, Update | Unchanged | Restore | Disable)
        };
        self.judged(at, row).is_some_and(held)
    }

    /// What becomes of the user of one meeting.
    pub fn told(&self, engines: &[Engine<'_>], meeting: &Meeting) -> Told {
        let Meeting { row, kind, from, to } = *meeting;
        let of = |at: usize| {
            let (engine, users) = (engines.get(at)?, self.users.get(at)?);
            Some((engine.inputs().configuration, users.get(row)?, engine.changes(row, users)))
        };
        let (Some(first), Some(second)) = (of(from), of(to)) else {
            let (changes, contests) = (Vec::new(), Vec::new());
            return Told { outcome: Outcome::Unknown, changes, contests };
        };
        let stands = |action| matches!(action, Action::Ambiguous | Action::Fail);
        let deletes = first.0.users().is_some_and(|users| users.does(ObjectAction::Delete));
        let is_stopped = self.deletions.get(from).is_some_and(|(_, is_stopped)| *is_stopped);
        let contests = match kind {
            Kind::InBoth => contests((first.0, &first.2), (second.0, &second.2)),
            Kind::Moving | Kind::Perhaps | Kind::Unclear => Vec::new(),
        };
        let outcome = match kind {
            Kind::Unclear => Outcome::Unknown,
            _ if stands(second.1.action) => Outcome::Unknown,
            Kind::Moving | Kind::Perhaps if first.1.action == Action::Release || !deletes => {
                Outcome::HandedOver
            }
            Kind::Moving | Kind::Perhaps if is_stopped => Outcome::Held,
            Kind::Moving | Kind::Perhaps => Outcome::Race,
            Kind::InBoth if stands(first.1.action) => Outcome::Unknown,
            Kind::InBoth if !contests.is_empty() => Outcome::Fight,
            Kind::InBoth if first.1.action == Action::Create => Outcome::MadeTwice,
            Kind::InBoth => Outcome::Same,
        };
        Told { outcome, changes: second.2, contests }
    }
}

/// The attributes that both write, and not the same. Where one of them writes on creation only, the
/// other has its way; where both do, whoever makes the user has.
fn contests(
    (first, mine): (&SyncConfiguration, &[Change]),
    (second, theirs): (&SyncConfiguration, &[Change]),
) -> Vec<Contest> {
    let rows = |of: &SyncConfiguration| -> Vec<(String, bool)> {
        let rows = of.users().map(|users| users.attribute_mappings.clone()).unwrap_or_default();
        let rows = rows.into_iter().filter(|row| row.matching_priority.unwrap_or(0) == 0);
        let is_once = |row: &AttributeMapping| row.flow_type == Some(FlowType::ObjectAddOnly);
        rows.map(|row| (row.target.clone(), is_once(&row))).collect()
    };
    let others = rows(second);
    let both = rows(first).into_iter().filter_map(|(name, once)| {
        let (_, other_once) = others.iter().find(|(other, _)| *other == name)?;
        (once == *other_once).then_some(name)
    });
    let change =
        |changes: &[Change], name: &str| changes.iter().find(|one| one.attribute == name).cloned();
    let contest = |name: String| {
        let (one, other) = (change(mine, &name), change(theirs, &name));
        let known = |change: &Change| change.note != Some(Note::NotEvaluated);
        if !one.iter().chain(&other).all(known) {
            return None;
        }
        // Who writes nothing wants what is there.
        let there = one.as_ref().or(other.as_ref())?.before.clone();
        let wants = |change: Option<Change>| change.map_or(there.clone(), |change| change.after);
        let (one, other) = (wants(one), wants(other));
        (one != other).then_some(Contest { attribute: name, first: one, second: other })
    };
    both.filter_map(contest).collect()
}
