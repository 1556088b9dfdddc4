//! What the gate and the deletion threshold make of what would become of everybody.

use std::collections::HashSet;

use super::gate;
use super::pace::Pace;
use super::preview::{Engine, Judged, Preview, Stopped, Tick, judged};
use super::verdict::{Action, Certainty, JobVerdict, Reason};
use crate::access::Truth;
use crate::domain::ObjectId;

/// How many users get each action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary([u64; Action::ALL.len()]);

impl Summary {
    /// How many get one.
    pub fn of(&self, action: Action) -> u64 {
        self.0.get(action as usize).copied().unwrap_or(0)
    }

    /// All together.
    #[cfg(test)]
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    fn add(&mut self, action: Action) {
        if let Some(count) = self.0.get_mut(action as usize) {
            *count += 1;
        }
    }
}

/// What becomes of the job.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Whether it runs.
    pub verdict: JobVerdict,
    /// Why, in sentences; what stands in the way comes with the service's word.
    pub because: Vec<String>,
    /// Deletes and disables of the cycle.
    pub deletions: u64,
    /// How many of them stop it.
    pub threshold: Option<u64>,
    /// How long cycles take, and the licence they need.
    pub pace: Pace,
    /// Users who are synchronised, each of whom needs a licence in the source.
    pub licences: u64,
}

impl Engine<'_> {
    /// Members of assigned groups that are neither users nor groups of the export.
    pub fn strangers(&self) -> usize {
        let groups: HashSet<ObjectId> =
            self.inputs.source_groups.iter().map(|group| group.id).collect();
        let known = |id: &ObjectId| groups.contains(id) || self.is_user(*id);
        self.scope.members().filter(|id| !known(id)).count()
    }

    /// The users of the source who would be created, were the job let through.
    pub fn created(&self, tick: Tick<'_>) -> Result<Vec<usize>, Stopped> {
        let users = self.judge(tick)?;
        let rows = users.iter().enumerate();
        Ok(rows.filter(|(_, user)| user.action == Action::Create).map(|(row, _)| row).collect())
    }

    /// The users of the source who would fail, were the job let through, with the reason.
    pub fn failing(&self, tick: Tick<'_>) -> Result<Vec<(usize, Judged)>, Stopped> {
        let users = self.judge(tick)?.into_iter().enumerate();
        Ok(users.filter(|(_, user)| user.action == Action::Fail).collect())
    }

    /// What the gate and the deletion threshold make of it.
    pub(super) fn gated(&self, users: Vec<Judged>) -> Preview {
        let free = summary(&users);
        let verdict = gate::verdict(&self.checks);
        let refuses = |code: &str| {
            self.checks.iter().any(|check| check.truth == Truth::No && check.code == code)
        };
        let invites_off = refuses("AzureActiveDirectoryForbidden");
        let stopped = matches!(verdict, JobVerdict::Blocked | JobVerdict::Quarantined);
        let gone = users.iter().filter(|user| user.action.is_deletion() && !stopped);
        let deletions = gone.count() as u64;
        let threshold = self.inputs.configuration.deletion_threshold;
        let stage = stops_at(deletions, threshold);
        let gated: Vec<Judged> = users
            .into_iter()
            .map(|user| match (verdict, user.action) {
                (_, Action::Skip | Action::Ambiguous | Action::Release) => user,
                (JobVerdict::Quarantined, Action::Create) => {
                    judged(Action::Fail, Reason::PolicyCheck, None)
                }
                (JobVerdict::Blocked | JobVerdict::Quarantined, _) => {
                    judged(Action::Skip, Reason::JobBlocked, user.matched())
                }
                (_, Action::Create) if invites_off => {
                    judged(Action::Fail, Reason::InvitesOff, None)
                }
                (_, action) if stage && action.is_deletion() => {
                    Judged { action: Action::Staged, ..user }
                }
                // Whether anything happens hangs on what is not in the workspace.
                (JobVerdict::Unknown, _) => {
                    Judged { certainty: user.certainty.max(Certainty::Inferred), ..user }
                }
                _ => user,
            })
            .collect();
        let summary = summary(&gated);
        let job = self.job(verdict, stage, deletions, &free);
        let if_let_through = stopped.then_some(free);
        Preview { job, users: gated, summary, if_let_through, is_let_through: false }
    }

    /// The same, and users as they are where the gate stops the job: what the job becomes is told
    /// as it is.
    pub(super) fn let_through(&self, users: Vec<Judged>) -> Preview {
        let kept = self.gated(users.clone());
        match kept.if_let_through {
            Some(summary) => Preview { users, summary, is_let_through: true, ..kept },
            None => kept,
        }
    }

    fn job(&self, verdict: JobVerdict, stage: bool, deletions: u64, free: &Summary) -> Job {
        let threshold = self.inputs.configuration.deletion_threshold;
        let mut because: Vec<String> = self
            .checks
            .iter()
            .filter(|check| check.truth != Truth::Yes)
            .map(|check| match (check.truth, check.code) {
                (Truth::No, code) if !code.is_empty() => format!("{code}: {}", check.because),
                _ => check.because.clone(),
            })
            .collect();
        if self.scope.is_nobody() {
            because.push("nobody is assigned: no user is synchronised".to_owned());
        }
        if stage {
            because.push(format!(
                "TooManyDeletes: {deletions} deletions and disables in one cycle, and the job stops at {} (one page says when it is met, another when it is passed)",
                threshold.unwrap_or_default()
            ));
        }
        let in_scope =
            [Action::Create, Action::Update, Action::Unchanged, Action::Restore, Action::Disable];
        Job {
            verdict: if stage { JobVerdict::Quarantined } else { verdict },
            because,
            deletions,
            threshold,
            pace: Pace::of(self, free, self.is_cross_cloud),
            licences: in_scope.iter().map(|action| free.of(*action)).sum(),
        }
    }
}

/// Whether so many deletions of one cycle stop a job. One page says when the threshold is met, another
/// when it is passed; the careful reading is taken.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/accidental-deletions.md
pub fn stops_at(deletions: u64, threshold: Option<u64>) -> bool {
    threshold.is_some_and(|most| deletions > 0 && deletions >= most)
}

fn summary(users: &[Judged]) -> Summary {
    let mut out = Summary::default();
    for user in users {
        out.add(user.action);
    }
    out
}
