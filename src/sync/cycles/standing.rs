//! What a run remembers of one user.

use super::state::State;
use super::timeline::Span;
use super::{DAY, HOUR};
use crate::domain::ObjectId;

/// Hours after a first failure at which the service tries again; then daily.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/application-provisioning-quarantine-status.md
const RETRY_HOURS: [u64; 3] = [6, 12, 24];

/// Days of trying again, and of quarantine before a job is switched off (same source).
pub const PATIENCE_DAYS: u64 = 28;

/// Days in a recycle bin.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md
pub const BIN_DAYS: u64 = 30;

/// Who put a user into the recycle bin of the target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deleter {
    /// A cycle.
    Cycle,
    /// An administrator of the target.
    Administrator,
    /// The user.
    Himself,
    /// It was so when the first cycle began.
    #[default]
    Unknown,
}

/// How somebody left the scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Out of the assigned groups.
    Groups,
    /// Otherwise.
    Otherwise,
}

/// A failure that is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub first: u64,
    pub next: u64,
    pub code: &'static str,
    pub tries: u64,
}

/// One user of a run.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub id: ObjectId,
    /// Whether the timeline tells of the user; the others are only there to be right about.
    pub is_told: bool,
    pub state: State,
    /// Where the user stood before being staged, frozen, or made to wait.
    pub before: State,
    pub target: Option<ObjectId>,
    /// How many users of the target were made for this one.
    pub generation: u32,
    pub deleter: Deleter,
    pub left: Option<Left>,
    pub binned_at: Option<u64>,
    pub source_binned_at: Option<u64>,
    pub failure: Option<Failure>,
    /// The next cycle looks at the user.
    pub is_due: bool,
    /// A closed job said already that it does nothing.
    pub is_answered: bool,
    /// Attributes that changed since the last look.
    pub changed: Vec<String>,
    pub spans: Vec<Span>,
}

impl Standing {
    /// Where the user stands, looking through waiting.
    pub fn base(&self) -> State {
        match self.state {
            State::Staged | State::Escrowed | State::Frozen => self.before,
            state => state,
        }
    }

    /// Moves on; gives where the user stood.
    pub fn go(&mut self, to: State, now: u64) -> State {
        let from = self.state;
        if matches!(to, State::Staged | State::Escrowed | State::Frozen) {
            self.before = self.base();
        }
        self.state = to;
        self.span(now);
        from
    }

    /// Begins a new stretch where state or target differ from the last.
    pub fn span(&mut self, now: u64) {
        let next = Span { from: now, until: now, state: self.state, target: self.target };
        match self.spans.last_mut() {
            Some(last) if (last.state, last.target) == (next.state, next.target) => {}
            Some(last) if last.from == now => *last = next,
            Some(last) => {
                last.until = now;
                self.spans.push(next);
            }
            None => self.spans.push(next),
        }
    }

    /// Notes a failure; false where it has lasted too long.
    pub fn fail(&mut self, code: &'static str, now: u64) -> bool {
        let Failure { first, tries, .. } =
            self.failure.unwrap_or(Failure { first: now, next: now, code, tries: 0 });
        let next = next_try(first, now);
        self.failure = Some(Failure { first, next, code, tries: tries + 1 });
        next <= first + PATIENCE_DAYS * DAY
    }
}

/// When a failed entry is tried again.
pub fn next_try(first: u64, now: u64) -> u64 {
    let waited = now.saturating_sub(first);
    let soon = RETRY_HOURS.iter().map(|hours| hours * HOUR).find(|after| *after > waited);
    first + soon.unwrap_or_else(|| (waited / DAY + 1) * DAY)
}
