//! The answers, and what is known of what they come to.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::task::{Checked, Of, Proposed, Simulated, Task, Told, Work};
use crate::access::Directories;
use crate::domain::Workspace;
use crate::merger::{Answers, STEPS, Step};
use crate::tui::job::AskedOf;

/// The merger that is under way.
#[derive(Debug, Default)]
pub struct Merging {
    /// The answers.
    pub answers: Arc<Answers>,
    /// Whether anything was answered.
    pub is_begun: bool,
    /// The question that is looked at.
    pub at: Option<Step>,
    /// What the answers come to; shown until there is a newer one.
    pub proposed: Option<Arc<Proposed>>,
    /// How far the set-up is.
    pub checked: Option<Arc<Checked>>,
    /// What would happen to people.
    pub simulated: Option<Arc<Simulated>>,
    /// Users judged so far, while that is worked out.
    pub judged: Option<u64>,
    /// Why it cannot be told.
    pub fault: Option<String>,
    /// Stopped by hand: not begun again by itself.
    pub is_stopped: bool,
    proposing: Option<Of>,
    checking: Option<Of>,
    simulating: Option<(Of, bool)>,
    latest: Arc<AtomicU64>,
    simulations: Arc<AtomicU64>,
}

impl Merging {
    /// Takes answers in that were kept; true where they are other ones. Where somebody looks stays
    /// as it is here.
    pub fn take(&mut self, kept: Option<Answers>) -> bool {
        let begun = kept.is_some();
        let mut answers = kept.unwrap_or_default();
        let at = answers.at.take();
        let is_other = begun != self.is_begun || answers != *self.answers;
        if is_other {
            if self.at.is_none() || !begun {
                let known = |word: &String| STEPS.iter().find(|row| row.id == *word);
                let open = || STEPS.iter().find(|row| !row.step.is_answered(&answers));
                let row = at.as_ref().and_then(known).or_else(open);
                self.at = row.filter(|_| begun).map(|row| row.step);
            }
            self.is_begun = begun;
            self.answers = Arc::new(answers);
            self.is_stopped = false;
        }
        is_other
    }

    /// Takes answers in from the form; what is to be kept.
    pub fn keep(&mut self, mut answers: Answers) -> Answers {
        let at = *self.at.get_or_insert(Step::Tenants);
        answers.at = None;
        if answers != *self.answers {
            self.answers = Arc::new(answers.clone());
            self.is_stopped = false;
        }
        self.is_begun = true;
        answers.at = Some(at.row().id.to_owned());
        answers
    }

    /// A question is looked at; what is to be kept, where anything is.
    pub fn look(&mut self, step: Step) -> Option<Answers> {
        let moved = self.at != Some(step);
        self.at = Some(step);
        let answers = Answers::clone(&self.answers);
        (moved && self.is_begun).then(|| self.keep(answers))
    }

    /// Simulates again, also where that still holds.
    pub fn again(&mut self) {
        (self.simulating, self.is_stopped) = (None, false);
        self.simulated = None;
    }

    /// Stops simulating; false where nothing is simulated.
    pub fn stop(&mut self) -> bool {
        let was = self.judged.take().is_some();
        if was {
            self.simulations.fetch_add(1, Ordering::Relaxed);
            self.is_stopped = true;
        }
        was
    }

    /// What was proposed, where it is of what stands now.
    pub fn current(&self, asked_of: AskedOf) -> Option<&Arc<Proposed>> {
        self.proposed.as_ref().filter(|held| self.is_now(&held.of, asked_of))
    }

    /// Whether what was simulated is of what stands now.
    pub fn is_simulated(&self, asked_of: AskedOf) -> bool {
        self.simulated.as_ref().is_some_and(|held| self.is_now(&held.of, asked_of))
    }

    fn is_now(&self, of: &Of, asked_of: AskedOf) -> bool {
        of.0 == asked_of && (Arc::ptr_eq(&of.1, &self.answers) || of.1 == self.answers)
    }

    /// What is to be worked out now: one thing of a kind at a time, the simulation stopped where it
    /// no longer holds.
    pub fn want(
        &mut self,
        workspace: &Arc<Workspace>,
        directories: &Directories,
        asked_of: AskedOf,
    ) -> Vec<Task> {
        let of: Of = (asked_of, Arc::clone(&self.answers));
        let task = |number, latest: &Arc<AtomicU64>, work| Task {
            number,
            latest: Arc::clone(latest),
            workspace: Arc::clone(workspace),
            directories: directories.clone(),
            of: of.clone(),
            work,
        };
        let mut out = Vec::new();
        if self.current(asked_of).is_none() && self.proposing.is_none() {
            self.proposing = Some(of.clone());
            out.push(task(0, &self.latest, Work::Propose));
        }
        let checked = self.checked.as_ref().is_some_and(|held| self.is_now(&held.of, asked_of));
        if self.at == Some(Step::Review) && !checked && self.checking.is_none() {
            self.checking = Some(of.clone());
            out.push(task(0, &self.latest, Work::Check));
        }
        let whole = self.at == Some(Step::Simulate);
        let people = matches!(
            self.at,
            Some(Step::Sync | Step::Attributes | Step::Leavers | Step::Simulate | Step::Review)
        );
        let asked = self
            .simulating
            .as_ref()
            .is_some_and(|(held, deep)| self.is_now(held, asked_of) && (*deep || !whole));
        let idle = !whole && self.answers.sync.as_ref().is_none_or(Vec::is_empty);
        if let Some(proposed) = self.current(asked_of).cloned()
            && people
            && !asked
            && !idle
            && !self.is_stopped
        {
            self.simulating = Some((of.clone(), whole));
            (self.judged, self.fault) = (Some(0), None);
            let number = self.simulations.fetch_add(1, Ordering::Relaxed) + 1;
            let before = self.simulated.clone();
            let work = Work::Simulate { proposed, whole, before };
            out.push(task(number, &self.simulations, work));
        }
        out
    }

    /// Takes in what a task tells.
    pub fn told(&mut self, number: u64, told: Told) {
        match told {
            Told::Proposed(proposed) => {
                self.proposing = None;
                self.proposed = Some(proposed);
            }
            Told::Checked(checked) => {
                self.checking = None;
                self.checked = Some(checked);
            }
            _ if self.simulations.load(Ordering::Relaxed) != number => {}
            Told::Judged(users) => self.judged = Some(users),
            Told::Simulated(simulated) => {
                self.judged = None;
                self.simulated = Some(simulated);
            }
            Told::NotSimulated(why) => {
                (self.judged, self.simulated) = (None, None);
                self.fault = Some(why);
            }
        }
    }

    /// Whether nothing is left to answer, nor, as far as was worked out, to stage.
    pub fn is_done(&self) -> bool {
        let (done, all) = self.progress();
        let proposal = self.proposed.as_ref().map(|held| &held.proposal);
        done == all && proposal.is_some_and(|held| held.is_sound() && held.edits.is_empty())
    }

    /// How many questions are answered, of how many.
    pub fn progress(&self) -> (usize, usize) {
        let asked = || STEPS.iter().filter(|row| row.step < Step::Simulate);
        let done = asked().filter(|row| row.step.is_answered(&self.answers)).count();
        (done, asked().count())
    }
}
