//! What is to be known before a job runs, or before it ends: failures against the limits of
//! quarantine, what ending the relation leaves behind, and what nobody looked at.

use super::change::Note;
use super::groups::{GroupJudged, groups};
use super::inputs::{Inputs, Mode};
use super::job::Job;
use super::preview::{Engine, Preview, Stopped, Tick};
use super::scope::{is_deleted, is_enabled};
use super::verdict::{Action, Certainty, Reason};
use crate::domain::SyncConfiguration;

/// Failures from which a job is judged at all, from which it is stopped (those of references left
/// out), and from which in any case. From which share of all: [`PER_CENT_MAX`].
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/application-provisioning-quarantine-status.md
const FAILURES_MIN: u64 = 5_000;
const FAILURES_MAX: u64 = 40_000;
const FAILURES_WITH_REFERENCES_MAX: u64 = 60_000;
const PER_CENT_MAX: u64 = 40;

/// Failures against the limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Escrow {
    /// Everything the cycle does with users.
    pub events: u64,
    /// What fails.
    pub failures: u64,
    /// References that lead to nobody in scope.
    pub references: u64,
    /// The reason of the quarantine, where it comes to that. Which of the names belongs to which of
    /// the rules is inferred.
    pub quarantine: Option<&'static str>,
}

impl Escrow {
    /// What the limits make of so many.
    pub fn of(events: u64, failures: u64, references: u64) -> Self {
        let all = failures + references;
        let quarantine = match () {
            () if all < FAILURES_MIN => None,
            () if all >= FAILURES_WITH_REFERENCES_MAX => Some("EncounteredTotalEscrowThreshold"),
            () if failures > FAILURES_MAX => Some("EncounteredBaseEscrowThreshold"),
            () if all * 100 > events * PER_CENT_MAX => Some("EncounteredEscrowProportionThreshold"),
            () => None,
        };
        Escrow { events, failures, references, quarantine }
    }
}

/// A way to end it, and what becomes of those who are in the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The word for programs.
    pub word: &'static str,
    /// What is done.
    pub what: &'static str,
    /// What follows.
    pub because: &'static str,
    /// How sure that is.
    pub certainty: Certainty,
    /// Stay in the target, and may sign in.
    pub enabled: u64,
    /// Stay in the target, blocked.
    pub disabled: u64,
    /// Soft-deleted, and purged 30 days later.
    pub deleted: u64,
    /// Cannot be told.
    pub unclear: u64,
}

/// Everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// What becomes of the job.
    pub job: Job,
    /// Users that are made; a cycle that makes everybody takes about twice as long as one that finds
    /// everybody.
    ///
    /// Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/application-provisioning-when-will-provisioning-finish-specific-user.md
    pub created: u64,
    /// Failures against the limits.
    pub escrow: Escrow,
    /// The assigned groups.
    pub groups: Vec<GroupJudged>,
    /// Ways to end it.
    pub endings: Vec<Ending>,
    /// What the documents leave open here, a sentence each.
    pub open: Vec<&'static str>,
    /// What is not in the workspace and would matter, a sentence each.
    pub unseen: Vec<&'static str>,
}

/// Looks ahead.
pub fn forecast(inputs: Inputs<'_>, tick: Tick<'_>) -> Result<Forecast, Stopped> {
    let engine = Engine::of(inputs);
    let preview = engine.preview(tick)?;
    let has_doubt = |user: &super::preview::Judged| user.reason == Reason::InvitationInDoubt;
    let doubt = preview.users.iter().any(has_doubt);
    let open = doubt.then_some(Reason::InvitationInDoubt.words().1);
    Ok(Forecast {
        created: preview.summary.of(Action::Create),
        escrow: escrow(&engine, &preview),
        groups: groups(&engine, &preview),
        endings: endings(&inputs, tick)?,
        open: open.into_iter().collect(),
        unseen: unseen(&inputs),
        job: preview.job,
    })
}

fn escrow(engine: &Engine<'_>, preview: &Preview) -> Escrow {
    use Action::{Create, Disable, Fail, Restore, SoftDelete, Update};
    let acts = [Create, Update, Restore, SoftDelete, Disable, Fail];
    let events = acts.iter().map(|action| preview.summary.of(*action)).sum();
    let users = preview.users.iter().enumerate();
    let writes = users.filter(|(_, user)| matches!(user.action, Create | Update | Disable));
    let fails = |row: usize| {
        let changes = engine.changes(row, &preview.users);
        changes.iter().any(|one| one.note == Some(Note::ManagerOutOfScope))
    };
    let references = writes.filter(|(row, _)| fails(*row)).count() as u64;
    Escrow::of(events, preview.summary.of(Fail), references)
}

/// Word, what is done, what follows, how sure.
type Row = (&'static str, &'static str, &'static str, Certainty);

/// The ways to end it, most thorough last. The row on unassigning is computed, the others hold for
/// everybody.
#[rustfmt::skip]
const ENDINGS: &[Row] = &[
    ("inboundOff", "the target switches inbound synchronisation off", "nobody is deprovisioned; the accounts stay, unmanaged", Certainty::Documented),
    ("partnerDeleted", "the target deletes the synchronisation policy or the partner", "the same", Certainty::Documented),
    ("jobDeleted", "the source deletes the job", "its memory is lost; the accounts stay, unmanaged", Certainty::Documented),
    ("configurationDeleted", "the source deletes the configuration", "the same", Certainty::Inferred),
    ("restartedFull", "people leave the scope, and the job is restarted with Full", "the links are lost first, so that those who left are never deprovisioned", Certainty::Inferred),
];

/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md
/// and microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/api/synchronization-synchronizationjob-delete.md
fn endings(inputs: &Inputs<'_>, tick: Tick<'_>) -> Result<Vec<Ending>, Stopped> {
    let target = inputs.target;
    let nobody = SyncConfiguration {
        sync_all: false,
        assigned: Vec::new(),
        deletion_threshold: None,
        ..inputs.configuration.clone()
    };
    let later = Inputs { mode: Mode::Incremental, ..*inputs };
    let managed = Engine::of(later).preview(tick)?.users;
    let left = Engine::of(Inputs { configuration: &nobody, ..later }).preview(tick)?;
    // Whether the job runs at all is another question.
    let rows = managed.iter().zip(&left.users).filter_map(|(user, left)| {
        let (at, _) = user.matched().or(left.matched())?;
        (!is_deleted(target, at)).then_some((at, left.action))
    });
    let rows: Vec<(usize, Action)> = rows.collect();
    let count = |wanted: &dyn Fn(usize, Action) -> bool| {
        rows.iter().filter(|(at, action)| wanted(*at, *action)).count() as u64
    };
    let goes = |action| matches!(action, Action::SoftDelete | Action::Staged);
    let doubtful = |action| action == Action::Ambiguous;
    let (enabled, disabled) =
        (count(&|at, _| is_enabled(target, at)), count(&|at, _| !is_enabled(target, at)));
    let untouched = |&(word, what, because, certainty): &Row| Ending {
        word,
        what,
        because,
        certainty,
        enabled,
        disabled,
        deleted: 0,
        unclear: 0,
    };
    let mut out: Vec<Ending> = ENDINGS.iter().map(untouched).collect();
    out.push(Ending {
        word: "everybodyUnassigned",
        what: "the source unassigns everybody; inbound stays on until it is done",
        because: "soft-deleted over the next cycles, purged 30 days later; who was blocked first stays, blocked; the deletion threshold stops it until the deletes are allowed",
        certainty: Certainty::Documented,
        enabled: count(&|at, action| !goes(action) && !doubtful(action) && is_enabled(target, at)),
        disabled: count(&|at, action| !goes(action) && !doubtful(action) && !is_enabled(target, at)),
        deleted: count(&|_, action| goes(action)),
        unclear: count(&|_, action| doubtful(action)),
    });
    Ok(out)
}

/// What would change the answer and is not in the workspace.
fn unseen(inputs: &Inputs<'_>) -> Vec<&'static str> {
    let Inputs { source, target, .. } = *inputs;
    #[rustfmt::skip]
    let table = [
        (true, "mail contacts of the target: an address that one of them holds is said to collide, how is not documented"),
        (true, "how many objects the target has room for: at its limit creates fail with QuotaLimitExceeded"),
        (!source.tells("alternativeSecurityIds"), "who in the source signs in by SMS (alternativeSecurityIds): such users are skipped"),
        (!target.tells("assignedPlans"), "who in the target has a mailbox (assignedPlans): mail and showInAddressList of those are not written"),
        (!target.tells("dirSyncEnabled"), "who in the target is mastered on-premises (onPremisesSyncEnabled): updates of those fail"),
    ];
    table.into_iter().filter(|(is_so, _)| *is_so).map(|(_, words)| words).collect()
}
