//! Ending a synchronisation so that nobody is left behind: what comes after what, with the days on
//! which the waits end, computed from state.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md (unassign, wait, then switch off),
//! …/identity/app-provisioning/accidental-deletions.md, …/identity/app-provisioning/known-issues.md (restart after the scope changed)

use jiff::ToSpan;
use jiff::civil::Date;

use super::setup::is_ours;
use super::wish::{ASSIGN, CONFIGURE, Duty, Want};
use crate::access::{Truth, resolve_bool};
use crate::domain::{
    Direction, ObjectAction, Setting, Subject, SyncConfiguration, SyncKind, TenantId, Workspace,
};
use crate::sync::{Action, Preview, Reason};

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

/// A step, as the documents have it.
struct Row {
    id: &'static str,
    words: &'static str,
    /// It is done in the source; in the target otherwise.
    at_source: bool,
    /// Days the service needs, where it is a wait.
    wait: Option<i64>,
    /// What happens without it.
    because: &'static str,
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row { id: "assignedOnly", words: "synchronise assigned users only, and restart the job", at_source: true, wait: None,
        because: "while everyone is in scope nobody can be unassigned; without a restart the old scope stays in force" },
    Row { id: "deletes", words: "let the job delete who leaves the scope", at_source: true, wait: None,
        because: "without it leavers are released and stay in the target" },
    Row { id: "brake", words: "raise the deletion threshold above the people who go, or allow the deletes when it stops", at_source: true, wait: None,
        because: "otherwise the job is quarantined with TooManyDeletes and deletes nobody" },
    Row { id: "unassign", words: "unassign every user and group", at_source: true, wait: None,
        because: "who is unassigned is soft-deleted in the target by the next cycle" },
    Row { id: "cycle", words: "wait for the next cycles, 40 minutes apart", at_source: true, wait: Some(0),
        because: "inbound synchronisation has to stay on until they are through" },
    Row { id: "purge", words: "wait until the service purges the deleted, 30 days", at_source: false, wait: Some(PURGE_DAYS),
        because: "until then they can be restored" },
    Row { id: "inbound", words: "switch synchronisation in off", at_source: false, wait: None,
        because: "switched off earlier, everybody who is left stays enabled and unmanaged" },
    Row { id: "configuration", words: "delete the configuration", at_source: true, wait: None,
        because: "deleting it leaves accounts as they are" },
    Row { id: "redemption", words: "withdraw automatic redemption on both sides, where nothing else needs it", at_source: false, wait: None,
        because: "guests and shared channels may still want it" },
];

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
            // A job that is blocked touches nobody, and they are still there.
            let is_there = match user.action {
                Action::Skip => user.reason == Reason::JobBlocked,
                Action::Restore => false,
                _ => true,
            };
            user.matched().is_some() && is_there
        });
        users.count()
    });
    Ending { workspace, held, left, since, today }.placed()
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

    /// Whether a step is done.
    fn truth(&self, id: &str) -> Truth {
        let SyncConfiguration { source, target, sync_all, .. } = *self.held;
        let users = self.held.users();
        match id {
            "assignedOnly" => (!sync_all).into(),
            "deletes" => users.is_none_or(|users| users.does(ObjectAction::Delete)).into(),
            "brake" => self.brake(),
            "unassign" => (!sync_all && self.held.assigned.is_empty()).into(),
            "cycle" => {
                let left = self.left.map_or(Truth::Unknown, |left| (left == 0).into());
                self.truth("unassign").and(left)
            }
            "purge" => {
                let day = self.until(PURGE_DAYS);
                let day = day.map_or(Truth::Unknown, |day| (self.today >= day).into());
                self.truth("cycle").and(day)
            }
            "inbound" => self.says(target, source, Setting::Sync(SyncKind::Users)).not(),
            "configuration" => {
                (!self.workspace.synchronizations.contains_key(&self.held.id)).into()
            }
            _ => {
                let out = self.says(source, target, Setting::Consent(Direction::Outbound));
                out.or(self.says(target, source, Setting::Consent(Direction::Inbound))).not()
            }
        }
    }

    /// Who is left, in words.
    fn left(&self) -> String {
        match self.left {
            None => "the directory of the target is not in the workspace; import it again after the cycle".to_owned(),
            Some(0) => "none of their accounts works in the target any more".to_owned(),
            Some(1) => "1 of their accounts still works in the target, whoever made it".to_owned(),
            Some(count) => {
                format!("{count} of their accounts still work in the target, whoever made them")
            }
        }
    }

    fn until(&self, days: i64) -> Option<Date> {
        self.since.and_then(|since| since.checked_add(days.days()).ok())
    }

    /// The first that is not done is next; what is done before its time is said to be.
    fn placed(&self) -> Vec<TeardownLine> {
        let SyncConfiguration { source, target, .. } = *self.held;
        let (mut is_next, mut is_gone) = (true, true);
        let mut out = Vec::new();
        for row in ROWS {
            let truth = self.truth(row.id);
            let ends = matches!(row.id, "inbound" | "configuration");
            let phase = match (truth, row.wait) {
                (Truth::Yes, _) if ends && !is_gone => Phase::TooEarly,
                (Truth::Yes, _) => Phase::Done,
                (_, Some(days)) if is_next => Phase::Wait(self.until(days)),
                (Truth::Unknown, None) => Phase::Unknown,
                (Truth::No, None) if is_next => Phase::Now,
                (_, Some(_)) | (Truth::No, None) => Phase::Later,
            };
            // What cannot be told keeps nobody from going on; the purge neither.
            let holds = matches!(phase, Phase::Now | Phase::Wait(_)) && row.id != "purge";
            is_next &= !holds;
            is_gone &= !(matches!(row.id, "unassign" | "cycle") && truth == Truth::No);
            let owner = if row.at_source { source } else { target };
            let is_left = row.id == "cycle";
            out.push(TeardownLine {
                id: row.id,
                words: row.words.to_owned(),
                tenant: owner,
                is_ours: is_ours(self.workspace, owner),
                duty: Self::duty(row),
                phase,
                because: if is_left { self.left() } else { row.because.to_owned() },
            });
        }
        out
    }

    fn duty(row: &Row) -> Duty {
        match row.id {
            "inbound" => Want::Switch(Setting::Sync(SyncKind::Users), false),
            "redemption" => Want::Switch(Setting::Consent(Direction::Inbound), false),
            "unassign" | "configuration" => return ASSIGN,
            _ => return CONFIGURE,
        }
        .duty()
    }
}
