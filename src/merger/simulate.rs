//! Before and after on the real directories: who gains, who loses anything, and what a first cycle
//! of synchronisation would do.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::Answers;
use super::sample;
use crate::access::{Directories, Index, Kind, Question, flips, losers, name};
use crate::domain::{AppId, ObjectId, Ownership, SyncConfiguration, TenantId, Workspace};
use crate::sync::{Action, Certainty, Preview, Reason};

/// People who lose something and are named.
pub const NAMED_MAX: usize = 20;

/// What changes for people of one tenant in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Whose people.
    pub home: TenantId,
    /// Where to.
    pub resource: TenantId,
    /// By which way.
    pub kind: Kind,
    /// People of the home tenant's directory.
    pub people: usize,
    /// Applications that were asked about.
    pub apps: usize,
    /// Pairs of person and application that were stopped and are not any more.
    pub opened: u64,
    /// Pairs that were not stopped and are.
    pub closed: u64,
    /// Who loses something, some of them by name.
    pub losers: Vec<(ObjectId, String)>,
    /// How many lose something.
    pub losing: u64,
}

/// What changes by the settings alone, pair by pair; pairs where nothing does are left out. Sign-ins
/// are asked about without proof of anything, so a prompt is no loss.
pub fn simulate(
    before: &Workspace,
    after: &Workspace,
    directories: &Directories,
    answers: &Answers,
) -> Vec<Shift> {
    let (was, is) = (Index::of(&before.draft, directories), Index::of(&after.draft, directories));
    let members: BTreeSet<TenantId> = answers.tenants.iter().map(|one| one.id).collect();
    let mut out = Vec::new();
    for (home, directory) in directories {
        for resource in after.draft.tenants.keys().filter(|id| *id != home) {
            // Of everybody else those are looked at with whom there is anything to lose: they are
            // who is shut out.
            let is_near = |id: &TenantId| members.contains(id);
            let is_known = directories.contains_key(resource)
                || [(*home, *resource), (*resource, *home)]
                    .iter()
                    .any(|(owner, other)| before.draft.partner(*owner, *other).is_some());
            let both = is_near(home) && is_near(resource);
            if !both && !(is_known && (is_near(home) || is_near(resource))) {
                continue;
            }
            let own = directories.get(resource).map(|one| one.applications.as_slice());
            let mut apps: BTreeSet<AppId> =
                own.unwrap_or_default().iter().map(|app| app.app_id).collect();
            apps.insert(sample::teams());
            for kind in Kind::ALL {
                let question =
                    Question { home: *home, resource: *resource, kind, ..Question::default() };
                let apps: BTreeSet<AppId> = match kind {
                    Kind::Collaboration => apps.clone(),
                    Kind::DirectConnect => BTreeSet::from([sample::teams()]),
                };
                let ids = directory.users.iter().map(|user| &user.id);
                let (opened, closed) = flips(&was, &is, &question, ids, &apps);
                if (opened, closed) == (0, 0) {
                    continue;
                }
                let mut shift = Shift {
                    home: *home,
                    resource: *resource,
                    kind,
                    people: directory.users.len(),
                    apps: apps.len(),
                    opened,
                    closed,
                    losers: Vec::new(),
                    losing: 0,
                };
                if closed > 0 {
                    let ids = directory.users.iter().map(|user| &user.id);
                    let (losing, first) = losers(&was, &is, &question, ids, &apps, NAMED_MAX);
                    let title = |id: &ObjectId| {
                        let known = directory.users.iter().find(|user| user.id == *id);
                        known.map_or_else(String::new, |user| user.display_name.clone())
                    };
                    shift.losing = losing;
                    shift.losers = first.iter().map(|id| (*id, title(id))).collect();
                }
                out.push(shift);
            }
        }
    }
    out
}

/// What a first cycle would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The configuration.
    pub name: String,
    /// The tenant that pushes.
    pub source: TenantId,
    /// The tenant that is pushed to.
    pub target: TenantId,
    /// How many get each action, in the order of the actions.
    pub actions: Vec<(Action, u64)>,
    /// Users who collide with something in the target or with each other, by reason.
    pub collisions: Vec<(Reason, u64)>,
    /// Users of whom it is not documented what becomes of them.
    pub unsure: u64,
    /// Minutes the first cycle takes, from and to.
    pub first_cycle_minutes: [f64; 2],
    /// Licences it needs in the source.
    pub licences: u64,
    /// Whether the job would run, in the engine's word.
    pub job: &'static str,
    /// Why, where it would not.
    pub because: Vec<String>,
}

/// A preview in the few numbers that matter before a merger.
pub fn forecast(configuration: &SyncConfiguration, preview: &Preview) -> Forecast {
    let counted = preview.if_let_through.as_ref().unwrap_or(&preview.summary);
    let mut collisions: BTreeMap<Reason, u64> = BTreeMap::new();
    for user in &preview.users {
        if matches!(
            user.reason,
            Reason::TakenByUser | Reason::TakenByGroup | Reason::Shared | Reason::SeveralMatches
        ) {
            *collisions.entry(user.reason).or_default() += 1;
        }
    }
    let unsure = preview.users.iter().filter(|user| user.certainty == Certainty::Undocumented);
    Forecast {
        name: configuration.display_name.clone(),
        source: configuration.source,
        target: configuration.target,
        actions: Action::ALL.iter().map(|action| (*action, counted.of(*action))).collect(),
        collisions: collisions.into_iter().collect(),
        unsure: unsure.count() as u64,
        first_cycle_minutes: preview.job.pace.first,
        licences: preview.job.licences,
        job: preview.job.verdict.word(),
        because: preview.job.because.clone(),
    }
}

/// The configurations of a workspace that run between tenants of the answers.
pub fn between<'w>(
    workspace: &'w Workspace,
    answers: &Answers,
) -> Vec<&'w std::sync::Arc<SyncConfiguration>> {
    let pairs: BTreeSet<(TenantId, TenantId)> = answers.pairs().into_iter().collect();
    let held = workspace.synchronizations.values();
    held.filter(|one| pairs.contains(&(one.source, one.target))).collect()
}

/// Tenants whose people lose nothing that is known because nothing is known of them.
pub fn unseen(workspace: &Workspace, directories: &Directories, answers: &Answers) -> Vec<String> {
    let members = answers.tenants.iter().filter(|one| !directories.contains_key(&one.id));
    members
        .map(|one| {
            let ours = workspace.draft.tenant(one.id);
            let ours = ours.is_some_and(|tenant| tenant.ownership == Ownership::Ours);
            let what = if ours { "import it" } else { "ask for an export of it" };
            format!(
                "the directory of {} is not in the workspace: {what}",
                name(&workspace.draft, one.id)
            )
        })
        .collect()
}
