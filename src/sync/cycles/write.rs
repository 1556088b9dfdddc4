//! What cycles do to the copy, and to the job.

use super::job::Quarantine;
use super::judge::Decision;
use super::run::Run;
use super::state::State;
use super::timeline::{Kind, Moment};
use super::twin::new_id;
use crate::domain::ObjectId;
use crate::sync::change::Change;
use crate::sync::job::stops_at;
use crate::sync::mapping::built_sign_in_name;
use crate::sync::roster::Field;
use crate::sync::verdict::{Action, Certainty};

impl Run<'_> {
    /// Holds deletes and disables back where there are too many.
    ///
    /// Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/accidental-deletions.md
    pub(super) fn stage(&mut self, decisions: &mut [(usize, Decision)]) {
        let gone = decisions.iter().filter(|(_, decision)| decision.action.is_deletion());
        let count = gone.count() as u64;
        if self.job.is_forced || !stops_at(count, self.job.threshold) {
            return;
        }
        for (_, decision) in decisions.iter_mut() {
            if decision.action.is_deletion() {
                (decision.action, decision.to) = (Action::Staged, State::Staged);
                decision.code = "StagedDelete";
                decision.because.push_str(
                    ", but too many would be deleted or blocked at once: waits for a decision",
                );
            }
        }
        if self.job.quarantine.is_none() {
            self.job.quarantine = Some((Quarantine::TooManyDeletes, self.now));
        }
        let most = self.job.threshold.unwrap_or_default();
        let because = format!(
            "{count} deletions and disables in one cycle, and the job stops at {most}{}; from now on one cycle a day. Allow the deletes, or repair the scope first and restart then",
            if count == most {
                " (one page says when it is met, another when it is passed)"
            } else {
                ""
            },
        );
        let moment = self.moment(Kind::Job, "quarantine", because);
        let code = Quarantine::TooManyDeletes.code();
        let cycle = Some(self.cycle);
        self.timeline.push(Moment { code, cycle, last: cycle, ..moment });
    }

    /// The policies do not let the job work: nothing is done with anybody.
    pub(super) fn shut(&mut self, code: &'static str, because: String) {
        let (now, cycle) = (self.now, Some(self.cycle));
        let is_new = !self.job.quarantine.is_some_and(|(why, _)| why == Quarantine::PolicyCheck);
        if is_new {
            let since = self.job.quarantine.map_or(now, |(_, since)| since);
            self.job.quarantine = Some((Quarantine::PolicyCheck, since));
            let because = format!(
                "{because}: nothing is done with anybody, accounts in the target stay as they are; one attempt a day, and after four weeks the job is switched off"
            );
            let moment = self.moment(Kind::Job, "quarantine", because);
            self.timeline.push(Moment { code, cycle, last: cycle, ..moment });
        }
        for place in 0..self.standings.len() {
            let Some(standing) = self.standings.get_mut(place) else { continue };
            let id = standing.id;
            let acts = matches!(
                standing.state,
                State::LinkedActive | State::LinkedDisabled | State::Staged | State::Escrowed
            );
            let (is_due, is_answered) = (standing.is_due, standing.is_answered);
            standing.is_answered |= is_due;
            let (from, to) = match acts {
                true => (standing.go(State::Frozen, now), State::Frozen),
                false => (standing.state, standing.state),
            };
            if acts || (is_due && !is_answered && self.cycle > 1) {
                let because = "the job does nothing: nobody is created, changed or deprovisioned";
                let moment = self.moment(Kind::Action, "skip", because.to_owned());
                self.tell(id, Moment { from, to, cycle, last: cycle, ..moment });
            }
        }
    }

    /// The policies let the job work again.
    pub(super) fn open(&mut self) {
        if !self.job.quarantine.is_some_and(|(why, _)| why == Quarantine::PolicyCheck) {
            return;
        }
        let (now, cycle) = (self.now, Some(self.cycle));
        self.job.quarantine = None;
        let because =
            "the policies let the job work again; what the source changed meanwhile is looked at";
        let moment = self.moment(Kind::Job, "runs", because.to_owned());
        let certainty = Certainty::Inferred;
        self.timeline.push(Moment { cycle, last: cycle, certainty, ..moment });
        for place in 0..self.standings.len() {
            let Some(standing) = self.standings.get_mut(place) else { continue };
            standing.is_answered = false;
            if standing.state == State::Frozen {
                let back = standing.base();
                let (id, from) = (standing.id, standing.go(back, now));
                let moment = self.moment(Kind::Action, "unchanged", "managed as before".to_owned());
                self.tell(id, Moment { from, to: back, cycle, last: cycle, certainty, ..moment });
            }
        }
    }

    /// Writes what is decided into the target.
    pub(super) fn write(&mut self, decisions: &[(usize, Decision)]) {
        let now = self.now;
        let mut managers = Vec::new();
        for (place, decision) in decisions {
            let Some(standing) = self.standings.get_mut(*place) else { continue };
            let writes = match decision.action {
                Action::Create => {
                    standing.generation += 1;
                    let target = new_id(standing.id, standing.generation);
                    standing.target = Some(target);
                    self.twin.target.add(target);
                    let upn = self.twin.source.text(standing.id, "userPrincipalName");
                    let name = built_sign_in_name(upn.unwrap_or_default(), "target.invalid");
                    self.twin.target.set(target, "userPrincipalName", Field::Text(name));
                    if self.twin.target.tells("userState") {
                        let state = Field::Text("Accepted".to_owned());
                        self.twin.target.set(target, "userState", state);
                    }
                    self.twin.target.set(target, "accountEnabled", Field::Bool(true));
                    true
                }
                Action::Update | Action::Unchanged | Action::Disable | Action::Restore => {
                    standing.target = decision.target.or(standing.target);
                    true
                }
                Action::SoftDelete => {
                    let value = Field::Text(format!("minute {now}"));
                    if let Some(target) = standing.target {
                        self.twin.target.set(target, "deletedDateTime", value);
                    }
                    false
                }
                _ => false,
            };
            let Some(target) = standing.target.filter(|_| writes) else { continue };
            if decision.action == Action::Restore {
                self.twin.target.set(target, "deletedDateTime", Field::Missing);
            }
            for change in decision.changes.iter().filter(|change| change.is_written()) {
                match change.attribute.as_str() {
                    "manager" => managers.push((target, change.after.clone())),
                    "IsSoftDeleted" => {}
                    // What the export does not tell of the others stays untold of this one.
                    name if self.twin.target.tells(name) => {
                        self.twin.target.set(target, name, value_of(change));
                    }
                    _ => {}
                }
            }
            self.twin.bind(standing.id, target);
        }
        // References are linked when everybody is there.
        for (target, manager) in managers {
            if let Some(id) = manager.and_then(|text| self.meant(&text))
                && self.twin.target.tells("manager")
            {
                self.twin.target.set(target, "manager", Field::Reference(id));
            }
        }
    }

    fn meant(&self, text: &str) -> Option<ObjectId> {
        let target = &self.twin.target;
        let named = |id: &ObjectId| target.text(*id, "userPrincipalName") == Some(text);
        text.parse().ok().or_else(|| target.ids().find(named))
    }
}

/// A value as a directory keeps it.
fn value_of(change: &Change) -> Field {
    match change.after.as_deref() {
        None | Some("") => Field::Missing,
        Some("True" | "true") => Field::Bool(true),
        Some("False" | "false") => Field::Bool(false),
        Some(text) => Field::Text(text.to_owned()),
    }
}
