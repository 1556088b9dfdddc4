//! Long work: when it is wanted, and what becomes of it.

use std::sync::Arc;

use super::{App, Effect};
use crate::merger::Answers;
use crate::plan::Choice;
use crate::replay::Wish;
use crate::tui::delivery::Delivery;
use crate::tui::errand;
use crate::tui::job::{AskedOf, Done, Work};
use crate::tui::merging;
use crate::tui::model::{Model, Showing};
use crate::tui::screen::{Ask, MergeWish, Place, SyncWish, Tone};
use crate::tui::screens;
use crate::tui::sync::Told;

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

    /// The plan is made when it is looked at, and again when it no longer holds.
    pub(super) fn plan_when_seen(&mut self) {
        let now = (self.model.asked_of(), self.model.planned.clone());
        let holds = self.model.plan.as_ref().is_some_and(|(of, _)| *of == now);
        if self.place() != Place::Plan || holds || self.planning.as_ref() == Some(&now) {
            return;
        }
        self.planning = Some(now);
        self.effects.push(Effect::Work(self.model.plan_job()));
    }

    /// Changes are left out of a plan by number, and another workspace numbers others.
    pub(super) fn choose_anew(&mut self, moved: bool) {
        if moved && self.model.planned.0 != Choice::default() {
            self.model.planned.0 = Choice::default();
            let text = "the plan is another now: all of its changes are in again".to_owned();
            self.aside = Some(text.clone());
            self.notice = Some((Tone::Plain, text));
        }
    }

    /// Something to say; what an edit did to the plan is said with it, not instead of it.
    pub(super) fn say(&mut self, tone: Tone, mut text: String) {
        if let Some(aside) = self.aside.take() {
            text = format!("{text}; {aside}");
        }
        self.notice = Some((tone, text));
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
            // An answer to an earlier choice may come after the one to a later.
            Done::Planned(planned, _) if planned != self.model.planned => {}
            Done::Planned(planned, document) => {
                self.model.plan = Some(((asked_of, planned), document));
            }
        }
        self.model.version += 1;
        self.refresh();
    }

    /// What the top card or screen wants is worked out, and again when it no longer holds.
    pub(super) fn work_when_seen(&mut self) {
        let top = self.cards.last().or(self.tabs.get(self.tab));
        let Some(wish) = top.and_then(|top| top.wish(&self.model)) else { return };
        let of = self.model.of(wish);
        let holds = self.model.worked.as_ref().is_some_and(|(held, _)| *held == of);
        if holds || self.working.as_ref() == Some(&of) {
            return;
        }
        self.working = Some(of.clone());
        let task = errand::Task {
            workspace: Arc::clone(&self.model.workspace),
            directories: self.model.directories.clone(),
            sign_ins: self.model.sign_ins.clone().unwrap_or_default(),
            of,
        };
        self.effects.push(Effect::Errand(Box::new(task)));
    }

    /// Something is worked out; an answer to an older wish is of no use any more.
    pub(super) fn worked(&mut self, of: errand::Of, outcome: Arc<errand::Outcome>) {
        if self.working.as_ref() == Some(&of) {
            self.working = None;
            self.model.worked = Some((of, outcome));
            self.model.version += 1;
            self.refresh();
        }
    }

    /// A file of ours lies where one is to be written: whether it may go is asked, with a word.
    pub(super) fn may_replace(&mut self, place: &str, mut delivery: Box<Delivery>) {
        delivery.replaces = true;
        let card = screens::Confirm::ask(
            "Replace the file that is there?".to_owned(),
            vec![place.to_owned(), "An earlier file of this program lies there. What it says is gone once it is replaced.".to_owned()],
            "replace",
            "replace it",
            vec![Ask::Deliver(delivery)],
        );
        self.perform(vec![Ask::Open(Box::new(card))]);
    }

    /// A preview is made when it is looked at, and again when it no longer holds.
    pub(super) fn preview_when_seen(&mut self) {
        if self.place().shows_preview() {
            let Model { sync, workspace, observed, showing, .. } = &mut self.model;
            let estate = match showing {
                Showing::Draft => &workspace.draft,
                Showing::Observed => &*observed,
            };
            let task = sync.want(workspace, estate);
            self.effects.extend(task.map(Effect::Sync));
            let trial = self.tabs.get(self.tab).and_then(|screen| screen.trial());
            let task = self.model.sync.attempt(&self.model.workspace, trial);
            self.effects.extend(task.map(Effect::Sync));
        }
    }

    /// What a merger comes to is worked out where it is looked at.
    pub(super) fn merge_when_seen(&mut self) {
        if self.place() == Place::Merger {
            let asked_of = self.model.asked_of();
            let Model { merging, workspace, directories, .. } = &mut self.model;
            let tasks = merging.want(workspace, directories, asked_of);
            self.effects.extend(tasks.into_iter().map(Effect::Merging));
        }
    }

    /// What a screen wants of a merger.
    pub(super) fn merge(&mut self, wish: MergeWish) {
        let held = &mut self.model.merging;
        let kept = match wish {
            MergeWish::Keep(answers) => Some(held.keep(*answers)),
            MergeWish::Look(step) => held.look(step),
            MergeWish::Again => {
                held.again();
                None
            }
            MergeWish::Stop => {
                if held.stop() {
                    let text = "stopped; s begins again".to_owned();
                    self.notice = Some((Tone::Plain, text));
                }
                None
            }
            MergeWish::Forget => {
                self.effects.push(Effect::ForgetAnswers);
                None
            }
        };
        self.effects.extend(kept.map(|kept| Effect::KeepAnswers(Box::new(kept))));
        self.model.version += 1;
        self.refresh();
    }

    /// Answers as they are kept.
    pub(super) fn answers_kept(&mut self, kept: Option<Answers>) {
        if self.model.merging.take(kept) {
            self.model.version += 1;
            self.refresh();
        }
    }

    /// Work on a merger tells of itself.
    pub(super) fn merging_told(&mut self, number: u64, told: merging::Told) {
        self.model.merging.told(number, told);
        self.model.version += 1;
        self.refresh();
    }

    /// What a screen wants of synchronisation.
    pub(super) fn sync(&mut self, wish: SyncWish) {
        let held = &mut self.model.sync;
        match wish {
            SyncWish::Choose(id) => held.choose(id),
            SyncWish::Turn(cycle) => held.turn(cycle),
            SyncWish::Again => held.again(),
            SyncWish::Stop => {
                if held.stop() {
                    let text = "stopped; r begins again".to_owned();
                    self.notice = Some((Tone::Plain, text));
                }
            }
            SyncWish::Together => {
                let task = held.look_together(&self.model.workspace);
                self.effects.extend(task.map(Effect::Sync));
            }
            SyncWish::Play(of, name, ask) => {
                let task = held.play(of, name, ask);
                self.effects.push(Effect::Sync(task));
            }
            SyncWish::List(view) => {
                let task = held.list(view, &self.model.workspace);
                self.effects.extend(task.map(Effect::Sync));
            }
        }
        self.model.version += 1;
        self.refresh();
    }

    /// Work on synchronisation tells of itself.
    pub(super) fn told(&mut self, number: u64, told: Told) {
        let task = self.model.sync.take(number, told, &self.model.workspace);
        self.effects.extend(task.map(Effect::Sync));
        self.model.version += 1;
        self.refresh();
    }
}
