//! Long work: when it is wanted, and what becomes of it.

use super::{App, Effect};
use crate::replay::Wish;
use crate::tui::job::{AskedOf, Done, Work};
use crate::tui::screen::Place;

impl App {
    /// The replay of the logs is made when it is looked at, and again when it no longer holds.
    pub(super) fn replay_when_seen(&mut self) {
        let asked_of = self.model.asked_of();
        let holds = self.model.replay.as_ref().is_some_and(|(of, _)| *of == asked_of);
        if self.place() != Place::SignIns || holds || self.replaying == Some(asked_of) {
            return;
        }
        if let Some(job) = self.model.job(Work::Replay) {
            self.replaying = Some(asked_of);
            self.effects.push(Effect::Work(job));
        }
    }

    /// A default that blocks is rehearsed; until that is done, nothing is known of it.
    pub(super) fn rehearse(&mut self, wish: Wish) {
        self.model.rehearsal = None;
        let job = self.model.job(Work::Rehearse(wish));
        self.effects.extend(job.map(Effect::Work));
    }

    /// The workspace is another: what was rehearsed on the one before no longer holds.
    pub(super) fn rehearse_anew(&mut self) {
        let rehearsed = self.model.rehearsal.take();
        if let (Some((wish, _)), false) = (rehearsed, self.cards.is_empty()) {
            self.rehearse(wish);
        }
    }

    /// Long work is done. An answer to what stood before is of no use any more; a rehearsal is asked
    /// for by a card, which still waits for it.
    pub(super) fn done(&mut self, asked_of: AskedOf, done: Done) {
        if asked_of != self.model.asked_of() {
            if let (Done::Rehearsed(wish, _), false) = (done, self.cards.is_empty()) {
                self.rehearse(wish);
            }
            return;
        }
        match done {
            Done::Replayed(replay) => self.model.replay = Some((asked_of, replay)),
            Done::Rehearsed(wish, done) => self.model.rehearsal = Some((wish, done)),
        }
        self.model.version += 1;
        self.refresh();
    }
}
