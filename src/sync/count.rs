//! How many people a scope holds, step by step, and who would come and go compared with another.

use super::filter::{Doubt, Filters, Held};
use super::inputs::Mode;
use super::matching::Found;
use super::preview::{Engine, Stopped, Tick};
use super::roster::{Roster, SyncGroup};
use super::scope::{Scope, is_deleted, is_enabled};
use super::verdict::Reason;
use crate::access::Truth;
use crate::domain::SyncConfiguration;

/// Users between two ticks.
const TICK_USERS: usize = 4096;

/// Those who pass, and those of whom it cannot be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallied {
    /// They pass.
    pub yes: u64,
    /// It cannot be told.
    pub unknown: u64,
}

impl Tallied {
    fn add(&mut self, truth: Truth) {
        self.yes += u64::from(truth == Truth::Yes);
        self.unknown += u64::from(truth == Truth::Unknown);
    }
}

/// What one filter lets through of those who are assigned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterCount {
    /// Those who pass it.
    pub all: Tallied,
    /// Clause by clause.
    pub clauses: Vec<Tallied>,
    /// The first reason why it, or a clause of it, cannot be told, where there is one.
    pub doubt: Option<Doubt>,
}

/// A scope, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeCount {
    /// Users of the source.
    pub people: u64,
    /// Those who never travel: at home elsewhere, or cut before scope.
    pub cut: u64,
    /// Of the others, those who are assigned.
    pub assigned: Tallied,
    /// Filter by filter, of the assigned.
    pub filters: Vec<FilterCount>,
    /// The cut before scope, filter by filter, of all users.
    pub inputs: Vec<FilterCount>,
    /// Those in scope.
    pub scope: Tallied,
    /// Of those in scope, the ones who are not active in the source and whom the job therefore skips.
    pub inactive: u64,
    /// Those of whom two readings of a regular expression say different things.
    pub readings: u64,
    /// In scope as it stands.
    pub stands: u64,
    /// Not in scope as it stands, but then.
    pub joining: u64,
    /// In scope as it stands, and not then.
    pub leaving: u64,
    /// Of these, those who are in the target; they are deprovisioned.
    pub leaving_there: u64,
    /// Of those who leave, the ones cut before scope: nobody is deprovisioned by that.
    pub leaving_cut: u64,
}

/// Counts a scope that is being written, and compares it with the one that stands.
pub fn count_scope(
    engine: &Engine<'_>,
    draft: &SyncConfiguration,
    users: &Roster,
    groups: &[SyncGroup],
    tick: Tick<'_>,
) -> Result<ScopeCount, Stopped> {
    let scope = Scope::of(draft, users, groups);
    let [inputs, filters] = scope.filters();
    let mut out =
        ScopeCount { filters: blank(filters), inputs: blank(inputs), ..ScopeCount::default() };
    for row in 0..users.len() {
        if row % TICK_USERS == 0 && tick(row as u64).is_break() {
            return Err(Stopped);
        }
        out.people += 1;
        let scoped = scope.of_user(users, row);
        tally(&mut out.inputs, &inputs.each(users, row));
        if scoped.is_leaving {
            let (assigned, _) = scope.entitled(users.id(row));
            out.assigned.add(assigned);
            if assigned != Truth::No {
                tally(&mut out.filters, &filters.each(users, row));
            }
        } else {
            out.cut += u64::from(scoped.truth == Truth::No);
        }
        out.scope.add(scoped.truth);
        out.inactive += u64::from(scoped.truth == Truth::Yes && engine.skips(users, row));
        let is_two = scoped.truth == Truth::Unknown && scoped.reason == Reason::Readings;
        out.readings += u64::from(is_two);
        // Both were read from one file; where it was imported anew meanwhile, nothing is compared.
        let stands = match engine.inputs().source.id(row) == users.id(row) {
            true => engine.stands(row),
            false => continue,
        };
        out.stands += u64::from(stands == Truth::Yes);
        match (stands, scoped.truth) {
            (Truth::No, Truth::Yes) => out.joining += 1,
            (Truth::Yes, Truth::No) => {
                out.leaving += 1;
                let is_there = matches!(engine.find(row), Found::One(..));
                out.leaving_there += u64::from(is_there && scoped.is_leaving);
                out.leaving_cut += u64::from(!scoped.is_leaving);
            }
            _ => {}
        }
    }
    Ok(out)
}

impl Engine<'_> {
    /// Whether a user in scope is skipped for not being active: deleted, or blocked and not managed
    /// yet, which nobody is before the first cycle.
    fn skips(&self, users: &Roster, row: usize) -> bool {
        let is_managed = || {
            self.inputs().mode == Mode::Incremental
                && self.inputs().source.id(row) == users.id(row)
                && matches!(self.find(row), Found::One(..))
        };
        is_deleted(users, row) || (!is_enabled(users, row) && !is_managed())
    }

    /// Whether a user is in scope as the configuration stands.
    pub fn stands(&self, row: usize) -> Truth {
        self.scope.of_user(self.inputs.source, row).truth
    }
}

/// Nobody yet, for each filter and each of its clauses.
fn blank(filters: &Filters) -> Vec<FilterCount> {
    let clauses = |count| vec![Tallied::default(); count];
    let one = |count| FilterCount { clauses: clauses(count), ..FilterCount::default() };
    filters.sizes().map(one).collect()
}

fn tally(counts: &mut [FilterCount], told: &[(Held, Vec<Held>)]) {
    for (count, ((truth, doubt), clauses)) in counts.iter_mut().zip(told) {
        count.all.add(*truth);
        count.doubt = count.doubt.or(*doubt);
        for (clause, (truth, doubt)) in count.clauses.iter_mut().zip(clauses) {
            clause.add(*truth);
            count.doubt = count.doubt.or(*doubt);
        }
    }
}
