//! What becomes of the job while cycles run.

use super::standing::PATIENCE_DAYS;
use super::{CYCLE, DAY};
use crate::access::Truth;
use crate::sync::preview::Engine;
use crate::sync::verdict::JobVerdict;

/// Why a job is in quarantine, as the service calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quarantine {
    /// Too many deletions in one cycle.
    TooManyDeletes,
    /// A policy does not let it work.
    PolicyCheck,
}

impl Quarantine {
    /// The service's word.
    pub fn code(self) -> &'static str {
        match self {
            Quarantine::TooManyDeletes => "TooManyDeletes",
            Quarantine::PolicyCheck => "EncounteredQuarantineException",
        }
    }
}

/// Whether a job runs at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Life {
    /// It does, may it be once a day.
    #[default]
    On,
    /// Switched off after too long a quarantine.
    Off,
    /// Deleted, which nothing undoes.
    Deleted,
}

/// The job of a run.
#[derive(Clone, Debug, Default)]
pub struct JobState {
    /// Why and since when it is in quarantine.
    pub quarantine: Option<(Quarantine, u64)>,
    /// Whether it still exists, and runs.
    pub life: Life,
    /// The next cycle looks at everybody.
    pub is_initial: bool,
    /// Deletes are let through in the next cycle.
    pub is_forced: bool,
    /// The target has closed its door.
    pub is_shut: bool,
    /// How many deletions of one cycle stop it.
    pub threshold: Option<u64>,
    /// When the next cycle begins.
    pub next: u64,
}

impl JobState {
    /// When the next cycle begins, where there is one.
    pub fn next(&self) -> Option<u64> {
        (self.life == Life::On).then_some(self.next)
    }

    /// Sets the cycle after the one of now: in quarantine a day later.
    ///
    /// Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/application-provisioning-quarantine-status.md
    pub fn wait(&mut self, now: u64) {
        self.next = now + if self.quarantine.is_some() { DAY } else { CYCLE };
    }

    /// Leaves quarantine; the next cycle begins within 40 minutes.
    pub fn free(&mut self, now: u64) {
        self.quarantine = None;
        if self.life == Life::Off {
            self.life = Life::On;
        }
        if self.next > now {
            self.next = self.next.min(now.div_ceil(CYCLE) * CYCLE);
        } else {
            self.next = now.div_ceil(CYCLE) * CYCLE;
        }
    }

    /// When a quarantine has lasted too long.
    pub fn gives_up(&self) -> Option<u64> {
        let (_, since) = self.quarantine.filter(|_| self.life == Life::On)?;
        Some(since + PATIENCE_DAYS * DAY)
    }
}

/// Why the policies do not let the job work: the service's word, and a sentence.
pub fn closed(engine: &Engine<'_>, verdict: JobVerdict) -> Option<(&'static str, String)> {
    if !matches!(verdict, JobVerdict::Blocked | JobVerdict::Quarantined) {
        return None;
    }
    let check = engine.checks.iter().find(|check| {
        check.truth == Truth::No
            && matches!(check.otherwise, JobVerdict::Blocked | JobVerdict::Quarantined)
    })?;
    Some((check.code, check.because.clone()))
}
