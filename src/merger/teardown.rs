//! Ending a synchronisation so that nobody is left behind: what comes after what, with the days on
//! which the waits end, computed from state.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md (unassign, wait, then switch off),
//! …/identity/app-provisioning/accidental-deletions.md, …/identity/app-provisioning/known-issues.md (restart after the scope changed)

use jiff::ToSpan;
use jiff::civil::Date;

use super::setup::is_ours;
use super::step::Step;
use super::wish::{Duty, Want, Wish};
use crate::access::{Truth, resolve_bool};
use crate::domain::{
    Direction, ObjectAction, Setting, Subject, SyncConfiguration, SyncKind, TenantId, Workspace,
};
use crate::sync::{Action, Preview};

/// Days until the service purges who was soft-deleted.
const PURGE_DAYS: i64 = 30;

/// How a step stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It is so.
    Done,
    /// It is the next thing to do.
    Now,
    /// It comes after others.
    Later,
    /// The service needs time; until that day where it is known when it began.
    Wait(Option<Date>),
    /// Whether it is so is not in the workspace.
    Unknown,
    /// It was done before what has to come first.
    TooEarly,
}

impl Phase {
    /// The word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Phase::Done => "done",
            Phase::Now => "now",
            Phase::Later => "later",
            Phase::Wait(_) => "wait",
            Phase::Unknown => "unknown",
            Phase::TooEarly => "tooEarly",
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct TeardownLine {
    /// Its word.
    pub id: &'static str,
    /// What is to be done, or waited for.
    pub words: String,
    /// In which tenant.
    pub tenant: TenantId,
    /// Whether that tenant is ours.
    pub is_ours: bool,
    /// Who can do it.
    pub duty: Duty,
    /// How it stands.
    pub phase: Phase,
    /// Why, or what happens when it is left out.
    pub because: String,
}

struct Ending<'e> {
    workspace: &'e Workspace,
    held: &'e SyncConfiguration,
    /// Accounts of theirs that still work in the target; `None` where it is not known.
    left: Option<usize>,
    since: Option<Date>,
    today: Date,
}

/// A step before its place among the others is known.
struct Draft {
    id: &'static str,
    words: &'static str,
    at_source: bool,
    truth: Truth,
    wait: Option<i64>,
    because: String,
}

/// Every step in order. `preview` is of the directories as they are; `since` is the day on which the
/// last one was unassigned.
pub fn teardown(
    workspace: &Workspace,
    held: &SyncConfiguration,
    preview: Option<&Preview>,
    since: Option<Date>,
    today: Date,
) -> Vec<TeardownLine> {
    let left = preview.map(|preview| {
        let users = preview.users.iter().filter(|user| {
            user.matched.is_some() && !matches!(user.action, Action::Restore | Action::Skip)
        });
        users.count()
    });
    let ending = Ending { workspace, held, left, since, today };
    ending.placed(ending.drafts())
}

impl Ending<'_> {
    fn says(&self, owner: TenantId, other: TenantId, setting: Setting) -> Truth {
        let Some(policy) = self.workspace.draft.policy(owner) else { return Truth::Unknown };
        resolve_bool(policy, Subject::Partner(other), setting).is_some_and(|one| one.value).into()
    }

    /// Whether the brake lets everybody go who is left.
    fn brake(&self) -> Truth {
        match (self.held.deletion_threshold, self.left) {
            (None, _) => Truth::Yes,
            (Some(_), None) => Truth::Unknown,
            (Some(most), Some(left)) => ((left as u64) < most).into(),
        }
    }

    fn drafts(&self) -> Vec<Draft> {
        let SyncConfiguration { source, target, .. } = *self.held;
        let deletes = self.held.users().is_none_or(|users| users.does(ObjectAction::Delete));
        let nobody = !self.held.sync_all && self.held.assigned.is_empty();
        let brake = self.brake();
        let admits = self.says(target, source, Setting::Sync(SyncKind::Users));
        let redeems = self
            .says(source, target, Setting::Consent(Direction::Outbound))
            .or(self.says(target, source, Setting::Consent(Direction::Inbound)));
        let gone = match self.left {
            None => Truth::Unknown,
            Some(left) => (left == 0).into(),
        };
        let left = match self.left {
            None => "the directory of the target is not in the workspace; import it again after the cycle".to_owned(),
            Some(0) => "none of their accounts works in the target any more".to_owned(),
            Some(1) => "1 of their accounts still works in the target".to_owned(),
            Some(count) => format!("{count} of their accounts still work in the target"),
        };
        let purged = match self.until(PURGE_DAYS) {
            None => Truth::Unknown,
            Some(day) => (self.today >= day).into(),
        };
        let is_kept = self.workspace.synchronizations.contains_key(&self.held.id);
        let draft = |id, words, at_source, truth, wait, because: &str| Draft {
            id,
            words,
            at_source,
            truth,
            wait,
            because: because.to_owned(),
        };
        vec![
            draft(
                "assignedOnly",
                "synchronise assigned users only, and restart the job",
                true,
                (!self.held.sync_all).into(),
                None,
                "while everyone is in scope nobody can be unassigned; without a restart the old scope stays in force",
            ),
            draft(
                "deletes",
                "let the job delete who leaves the scope",
                true,
                deletes.into(),
                None,
                "without it leavers are released and stay in the target",
            ),
            draft(
                "brake",
                "raise the deletion threshold above the people who go, or allow the deletes when it stops",
                true,
                brake,
                None,
                "otherwise the job is quarantined with TooManyDeletes and deletes nobody",
            ),
            draft(
                "unassign",
                "unassign every user and group",
                true,
                nobody.into(),
                None,
                "who is unassigned is soft-deleted in the target by the next cycle",
            ),
            Draft {
                because: left,
                ..draft(
                    "cycle",
                    "wait for the next cycles, 40 minutes apart",
                    true,
                    gone,
                    Some(0),
                    "",
                )
            },
            draft(
                "purge",
                "wait until the service purges the deleted, 30 days",
                false,
                purged,
                Some(PURGE_DAYS),
                "until then they can be restored",
            ),
            draft(
                "inbound",
                "switch synchronisation in off",
                false,
                admits.not(),
                None,
                "switched off earlier, everybody who is left stays enabled and unmanaged",
            ),
            draft(
                "configuration",
                "delete the configuration",
                true,
                (!is_kept).into(),
                None,
                "deleting it leaves accounts as they are",
            ),
            draft(
                "redemption",
                "withdraw automatic redemption on both sides, where nothing else needs it",
                false,
                redeems.not(),
                None,
                "guests and shared channels may still want it",
            ),
        ]
    }

    fn until(&self, days: i64) -> Option<Date> {
        self.since.and_then(|since| since.checked_add(days.days()).ok())
    }

    /// The first that is not done is next; what is done before its time is said to be.
    fn placed(&self, drafts: Vec<Draft>) -> Vec<TeardownLine> {
        let SyncConfiguration { source, target, .. } = *self.held;
        let mut is_next = true;
        let mut is_gone = true;
        let mut out = Vec::new();
        for one in drafts {
            let ends = matches!(one.id, "inbound" | "configuration");
            let phase = match (one.truth, one.wait) {
                (Truth::Yes, _) if ends && !is_gone => Phase::TooEarly,
                (Truth::Yes, _) => Phase::Done,
                (_, Some(days)) if is_next => Phase::Wait(self.until(days)),
                (_, Some(_)) => Phase::Later,
                (Truth::Unknown, None) => Phase::Unknown,
                (Truth::No, None) if is_next => Phase::Now,
                (Truth::No, None) => Phase::Later,
            };
            // What cannot be told keeps nobody from going on; the purge neither.
            let holds = matches!(phase, Phase::Now | Phase::Wait(_)) && one.id != "purge";
            is_next &= !holds;
            if matches!(one.id, "unassign" | "cycle") && one.truth == Truth::No {
                is_gone = false;
            }
            let owner = if one.at_source { source } else { target };
            out.push(TeardownLine {
                id: one.id,
                words: one.words.to_owned(),
                tenant: owner,
                is_ours: is_ours(self.workspace, owner),
                duty: self.duty(&one, owner),
                phase,
                because: one.because,
            });
        }
        out
    }

    fn duty(&self, one: &Draft, owner: TenantId) -> Duty {
        let other = if owner == self.held.source { self.held.target } else { self.held.source };
        let want = match one.id {
            "inbound" => Want::Switch(Setting::Sync(SyncKind::Users), false),
            "redemption" => Want::Switch(Setting::Consent(Direction::Inbound), false),
            _ => Want::Configuration(Box::new(self.held.clone())),
        };
        Wish { step: Step::Sync, owner, other: Some(other), want }.want.duty()
    }
}
