//! The clock: events, recycle bins and cycles, one after the other.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::event::{Event, Happening};
use super::job::JobState;
use super::judge::{Decision, decide};
use super::standing::{BIN_DAYS, Deleter, PATIENCE_DAYS, Standing};
use super::state::State;
use super::timeline::{Kind, Lane, Moment, Timeline};
use super::twin::{Look, Twin};
use super::{DAY, job};
use crate::domain::ObjectId;
use crate::sync::inputs::{Inputs, Mode};
use crate::sync::preview::Judged;
use crate::sync::verdict::{Action, Certainty};

/// What every run takes for granted.
const NOTHING_ELSE: &str = "nothing else happens, and a cycle ends before the next begins";

/// What is to be run.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The users to be told of.
    pub users: Vec<ObjectId>,
    /// What happens, in any order.
    pub events: Vec<Event>,
    /// How many days.
    pub days: u64,
}

/// Everything of a run.
pub(super) struct Run<'i> {
    pub twin: Twin<'i>,
    pub standings: Vec<Standing>,
    index: HashMap<ObjectId, usize, FixedState>,
    pub job: JobState,
    pub now: u64,
    pub cycle: u64,
    pub timeline: Timeline,
}

/// Runs cycles on a copy of both directories. With [`Mode::Initial`] the first cycle looks at
/// everybody; with [`Mode::Incremental`] whoever is found in the target is managed from the start.
pub fn simulate(inputs: &Inputs<'_>, plan: &Plan) -> Timeline {
    ran(inputs, plan).finished(plan.days * DAY)
}

/// What engines say of the copy after a run: as a later cycle, and as a first one.
#[cfg(test)]
pub fn afterwards(inputs: &Inputs<'_>, plan: &Plan) -> Vec<(ObjectId, [Action; 2])> {
    let twin = ran(inputs, plan).twin;
    twin.look(|look| {
        let pairs = look.later.1.users.iter().zip(&look.first.1.users);
        let pairs = pairs.map(|(later, first)| [later.action, first.action]);
        twin.source.ids().zip(pairs).collect()
    })
}

fn ran<'i>(inputs: &Inputs<'i>, plan: &Plan) -> Run<'i> {
    let mut events: Vec<&Event> = plan.events.iter().collect();
    events.sort_by_key(|event| event.at);
    let mut run = Run::of(inputs, plan);
    let end = plan.days * DAY;
    let mut events = events.into_iter().peekable();
    loop {
        let event = events.peek().map(|event| event.at);
        let next = [event, run.next_bin(), run.job.gives_up(), run.job.next()];
        let Some(now) = next.into_iter().flatten().min().filter(|now| *now <= end) else { break };
        run.now = run.now.max(now);
        if let Some(event) = events.next_if(|event| event.at <= now) {
            run.happen(event);
        } else if run.next_bin() == Some(now) {
            run.empty_bins();
        } else if run.job.gives_up() == Some(now) {
            run.switch_off();
        } else {
            run.cycle();
        }
    }
    run
}

impl<'i> Run<'i> {
    fn of(inputs: &Inputs<'i>, plan: &Plan) -> Self {
        let mut asked = plan.users.clone();
        for event in &plan.events {
            if let Happening::To(users, _) = &event.what {
                asked.extend(users);
            }
        }
        let twin = Twin::of(inputs, &asked, &plan.events);
        // Those asked about first and in their order, so that they are told of in it.
        let mut ids = plan.users.clone();
        ids.retain(|id| twin.source.row(*id).is_some());
        let told = ids.len();
        let known: std::collections::HashSet<ObjectId> = ids.iter().copied().collect();
        ids.extend(twin.source.ids().filter(|id| !known.contains(id)));
        let standings = ids.into_iter().enumerate().map(|(place, id)| Standing {
            id,
            is_told: place < told,
            ..Standing::default()
        });
        let standings: Vec<Standing> = standings.collect();
        let index = standings.iter().enumerate().map(|(place, one)| (one.id, place)).collect();
        let assumed = [NOTHING_ELSE].into_iter().chain(twin.assumed.iter().copied());
        let assumed = assumed.map(str::to_owned).collect();
        let job = JobState {
            is_initial: inputs.mode == Mode::Initial,
            threshold: inputs.configuration.deletion_threshold,
            ..JobState::default()
        };
        let timeline = Timeline { assumed, ..Timeline::default() };
        let mut run = Run { twin, standings, index, job, now: 0, cycle: 0, timeline };
        if inputs.mode == Mode::Incremental {
            run.take_over();
        }
        for standing in &mut run.standings {
            standing.span(0);
        }
        run
    }

    /// Takes whoever is found in the target as managed.
    fn take_over(&mut self) {
        let twin = &self.twin;
        let found = twin.look(|Look { later: (engine, preview), .. }| {
            let target = engine.inputs().target;
            let matched = preview.users.iter().map(Judged::matched);
            let of = |at| (target.id(at), crate::sync::scope::is_deleted(target, at));
            matched.map(|found| found.map(|(at, _)| of(at))).collect::<Vec<_>>()
        });
        for place in 0..self.standings.len() {
            let Some(standing) = self.standings.get_mut(place) else { continue };
            let row = self.twin.source.row(standing.id);
            let Some((target, is_deleted)) = row.and_then(|row| found.get(row).copied()).flatten()
            else {
                continue;
            };
            let blocked = self.twin.target.is_blocked(target);
            standing.target = Some(target);
            standing.state = match (is_deleted, blocked) {
                (true, _) => State::TargetSoftDeleted,
                (false, true) => State::LinkedDisabled,
                (false, false) => State::LinkedActive,
            };
            self.twin.bind(standing.id, target);
        }
    }

    /// Where somebody is remembered.
    pub fn standing(&mut self, id: ObjectId) -> Option<&mut Standing> {
        let place = *self.index.get(&id)?;
        self.standings.get_mut(place)
    }

    /// Says something of a user; of those who are not asked about nothing is said.
    pub fn tell(&mut self, id: ObjectId, moment: Moment) {
        if self.standing(id).is_some_and(|standing| standing.is_told) {
            self.timeline.push(Moment { who: vec![id], ..moment });
        }
    }

    /// A moment of now, to be filled.
    pub fn moment(&self, kind: Kind, word: &'static str, because: String) -> Moment {
        Moment {
            at: self.now,
            until: self.now,
            cycle: None,
            last: None,
            who: Vec::new(),
            kind,
            word,
            from: State::None,
            to: State::None,
            code: "",
            because,
            certainty: Certainty::Documented,
            changes: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// When the next recycle bin is emptied of somebody.
    fn next_bin(&self) -> Option<u64> {
        let times = self.standings.iter().flat_map(|one| [one.binned_at, one.source_binned_at]);
        times.flatten().min().map(|at| at + BIN_DAYS * DAY)
    }

    fn empty_bins(&mut self) {
        let due = self.now.checked_sub(BIN_DAYS * DAY);
        let now = self.now;
        for place in 0..self.standings.len() {
            let Some(standing) = self.standings.get_mut(place) else { continue };
            let (id, from) = (standing.id, standing.state);
            if standing.binned_at.is_some() && standing.binned_at == due {
                let target = standing.target.take();
                standing.binned_at = None;
                standing.go(State::Gone, now);
                if let Some(target) = target {
                    self.twin.target.remove(target);
                }
                let because = "30 days in the recycle bin are over: purged from the target; who comes back after this is a new user there";
                let moment = self.moment(Kind::Event, "purged", because.to_owned());
                self.tell(id, Moment { from, to: State::Gone, ..moment });
            }
            let Some(standing) = self.standings.get_mut(place) else { continue };
            if standing.source_binned_at.is_some() && standing.source_binned_at == due {
                standing.source_binned_at = None;
                let state = standing.state;
                self.twin.source.remove(id);
                let because = "30 days in the recycle bin are over: purged from the source, and cannot be restored any more";
                let moment = self.moment(Kind::Event, "hardDeleted", because.to_owned());
                self.tell(id, Moment { from: state, to: state, ..moment });
            }
        }
    }

    fn switch_off(&mut self) {
        self.job.life = job::Life::Off;
        let because = format!("{PATIENCE_DAYS} days in quarantine: the job is switched off");
        let moment = self.moment(Kind::Job, "off", because);
        self.timeline.push(moment);
    }

    /// One cycle.
    fn cycle(&mut self) {
        self.cycle += 1;
        let now = self.now;
        let before = self.timeline.moments.len();
        let is_initial = self.job.is_initial;
        for standing in &mut self.standings {
            let again = standing.failure.is_some_and(|failure| failure.next <= now);
            standing.is_due |= is_initial || again;
        }
        let is_due = self.standings.iter().any(|standing| standing.is_due);
        // The first cycle asks whether it may run at all; so does one after a closed door.
        let asks = is_due || self.cycle == 1 || self.job.is_shut || self.is_closed();
        if asks {
            let (closed, decisions) = self.look(is_initial);
            if let Some((code, because)) = closed {
                self.shut(code, because);
            } else {
                self.open();
                self.job.is_initial = false;
                self.settle(decisions);
            }
        }
        if self.timeline.moments.len() == before {
            self.timeline.quiet(now, self.cycle);
        }
        self.job.wait(now);
    }

    fn is_closed(&self) -> bool {
        self.job.quarantine.is_some_and(|(why, _)| why == job::Quarantine::PolicyCheck)
    }

    /// What the policies say, and what is decided of everybody who is due.
    #[expect(clippy::type_complexity, reason = "used once, right above")]
    fn look(&self, is_initial: bool) -> (Option<(&'static str, String)>, Vec<(usize, Decision)>) {
        self.twin.look(|look| {
            let (engine, preview) = look.first;
            if self.job.is_shut && !self.is_policy_known() {
                let because = "the target does not let the source synchronise users in";
                let code = "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure";
                return (Some((code, because.to_owned())), Vec::new());
            }
            let closed = job::closed(engine, preview.job.verdict);
            let due = self.standings.iter().enumerate().filter(|(_, one)| one.is_due);
            let decided = due.map(|(place, one)| {
                (place, decide(one, self.twin.source.row(one.id), &look, is_initial))
            });
            (closed, decided.collect())
        })
    }

    fn is_policy_known(&self) -> bool {
        let target = self.twin.estate.tenant(self.twin.configuration.target);
        target.is_some_and(|tenant| tenant.policy.is_some())
    }

    /// Stages, writes, and says what is done.
    fn settle(&mut self, mut decisions: Vec<(usize, Decision)>) {
        self.stage(&mut decisions);
        self.job.is_forced = false;
        self.write(&decisions);
        let now = self.now;
        for (place, decision) in decisions {
            let Some(standing) = self.standings.get_mut(place) else { continue };
            standing.is_due = false;
            standing.changed.clear();
            let is_again = standing.failure.is_some() && decision.action == Action::Fail;
            let mut decision = decision;
            let mut to = decision.to;
            if decision.action == Action::Fail {
                if !standing.fail(decision.code, now) {
                    let tries = standing.failure.take().map_or(0, |failure| failure.tries);
                    to = standing.base();
                    decision.because.push_str(&format!(
                        "; given up after {tries} tries in {PATIENCE_DAYS} days"
                    ));
                } else if is_again {
                    continue;
                } else {
                    decision.doubts.push(
                        "tried again after 6, 12 and 24 hours, then daily until day 28".to_owned(),
                    );
                }
            } else {
                standing.failure = None;
            }
            if decision.action == Action::SoftDelete {
                (standing.deleter, standing.binned_at) = (Deleter::Cycle, Some(now));
            }
            let from = standing.go(to, now);
            if standing.state.is_linked() {
                (standing.binned_at, standing.left) = (None, None);
            }
            let id = standing.id;
            let moment = self.moment(Kind::Action, decision.action.word(), decision.because);
            let (certainty, code) = (decision.certainty, decision.code);
            let (changes, doubts, cycle) = (decision.changes, decision.doubts, Some(self.cycle));
            let moment = Moment { from, to, code, certainty, changes, doubts, ..moment };
            self.tell(id, Moment { cycle, last: cycle, ..moment });
        }
    }

    fn finished(mut self, end: u64) -> Timeline {
        let name = |id| {
            let name = self.twin.source.text(id, "userPrincipalName");
            name.map_or_else(|| id.to_string(), str::to_owned)
        };
        let told = self.standings.iter_mut().filter(|standing| standing.is_told);
        let lanes = told.map(|standing| {
            let mut spans = std::mem::take(&mut standing.spans);
            if let Some(last) = spans.last_mut() {
                last.until = end;
            }
            Lane { who: standing.id, name: name(standing.id), spans }
        });
        self.timeline.lanes = lanes.collect();
        (self.timeline.end, self.timeline.cycles) = (end, self.cycle);
        self.timeline
    }
}
