//! Cutting a partner off at once: what is shut in which order, whom that hits, and that it is one
//! step to take back.

use std::collections::BTreeSet;

use super::answers::Member;
use super::onboard::{Archetype, Onboarding, Turn, onboard, turns};
use super::proposal::Staged;
use super::step::Step;
use crate::access::{Activity, Directories, name};
use crate::domain::{ObjectId, Ownership, ScheduleState, SyncConfiguration, TenantId, Workspace};
use crate::edit::{self, Edit};

/// Traffic of one direction, as a log shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// People who signed in.
    pub people: usize,
    /// Applications they used.
    pub apps: usize,
    /// Sign-ins that went well.
    pub sign_ins: u64,
    /// The last day of one, `YYYY-MM-DD`.
    pub last: String,
}

/// Whom it hits, as far as the workspace knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blast {
    /// Their people here.
    pub incoming: Traffic,
    /// Our people there.
    pub outgoing: Traffic,
    /// Guests of theirs in our directory, by the domains we know of them; `None` where the
    /// directory is not in the workspace or they have no known domain.
    pub guests: Option<usize>,
    /// Configurations of synchronisation between the two.
    pub synchronisations: Vec<String>,
    /// Whether any sign-in log is in the workspace.
    pub has_log: bool,
}

/// What cutting off comes to.
#[derive(Clone, Debug)]
pub struct Cutoff {
    /// What the undo step is called.
    pub label: String,
    /// The edits, in the order in which they are to be carried out.
    pub edits: Vec<Edit>,
    /// The same in words.
    pub staged: Vec<Staged>,
    /// Whom it hits.
    pub blast: Blast,
    /// That nobody passes afterwards.
    pub turns: Vec<Turn>,
    /// What it does not do.
    pub remains: Vec<String>,
}

/// Shuts everything between one of ours and a partner. Nothing is removed: without its entry the
/// default would speak for the partner, which may well be open.
pub fn cutoff(
    workspace: &Workspace,
    directories: &Directories,
    activities: &[Activity],
    owner: TenantId,
    partner: TenantId,
) -> Cutoff {
    let known = workspace.draft.tenant(partner);
    let member = known.map_or_else(|| Member { id: partner, ..Member::default() }, Member::of);
    let wish = Onboarding {
        owner,
        partner: member,
        archetype: Archetype::Blocked,
        people: Vec::new(),
        apps: Vec::new(),
        note: None,
    };
    let shut = onboard(workspace, directories, &wish);
    let mut staged: Vec<Staged> =
        shut.staged.into_iter().filter(|one| one.owner == owner || one.owner == partner).collect();
    let jobs: Vec<&SyncConfiguration> = workspace
        .synchronizations
        .values()
        .map(AsRef::as_ref)
        .filter(|held| (held.source, held.target) == (owner, partner))
        .filter(|held| held.schedule_state != Some(ScheduleState::Disabled))
        .collect();
    for held in &jobs {
        let mut stopped = (*held).clone();
        stopped.schedule_state = Some(ScheduleState::Disabled);
        let edit = Edit::Synchronization { id: held.id, configuration: Some(Box::new(stopped)) };
        staged.push(Staged {
            step: Step::Sync,
            owner,
            words: format!("synchronisation {} switched off", held.display_name),
            setting: "synchronizationJob",
            edits: vec![edit],
        });
    }
    let edits: Vec<Edit> = staged.iter().flat_map(|one| one.edits.iter().cloned()).collect();
    let after = edit::apply(workspace, &edits).unwrap_or_else(|_| workspace.clone());
    let blast = blast(workspace, directories, activities, owner, partner);
    Cutoff {
        label: format!("partner {} cut off", name(&workspace.draft, partner)),
        turns: turns(workspace, &after, directories, owner, partner, &[]),
        remains: remains(workspace, blast.guests, owner, partner),
        blast,
        edits,
        staged,
    }
}

fn blast(
    workspace: &Workspace,
    directories: &Directories,
    activities: &[Activity],
    owner: TenantId,
    partner: TenantId,
) -> Blast {
    let held = workspace.synchronizations.values();
    let between =
        held.filter(|one| [(owner, partner), (partner, owner)].contains(&(one.source, one.target)));
    Blast {
        incoming: traffic(activities, partner, owner),
        outgoing: traffic(activities, owner, partner),
        guests: guests(workspace, directories, owner, partner),
        synchronisations: between.map(|one| one.display_name.clone()).collect(),
        has_log: !activities.is_empty(),
    }
}

fn traffic(activities: &[Activity], home: TenantId, resource: TenantId) -> Traffic {
    let all = activities.iter().filter(|one| one.successes > 0);
    let all: Vec<&Activity> =
        all.filter(|one| (one.way.home, one.way.resource) == (home, resource)).collect();
    let people: BTreeSet<ObjectId> = all.iter().map(|one| one.way.user).collect();
    let apps: BTreeSet<_> = all.iter().map(|one| one.way.app).collect();
    Traffic {
        people: people.len(),
        apps: apps.len(),
        sign_ins: all.iter().map(|one| one.successes).sum(),
        last: all
            .iter()
            .filter_map(|one| one.last_success)
            .max()
            .map_or_else(String::new, |day| day.to_string()),
    }
}

/// Guests by the name the service gives them: `ada_fabrikam.com#EXT#@…`.
fn guests(
    workspace: &Workspace,
    directories: &Directories,
    owner: TenantId,
    partner: TenantId,
) -> Option<usize> {
    let directory = directories.get(&owner)?;
    let domains = workspace.draft.tenant(partner)?.domains.iter();
    let marks: Vec<String> = domains.map(|one| format!("_{}#ext#", one.name)).collect();
    if marks.is_empty() {
        return None;
    }
    let named = directory.users.iter().map(|user| user.user_principal_name.to_lowercase());
    Some(named.filter(|name| marks.iter().any(|mark| name.contains(mark))).count())
}

fn remains(
    workspace: &Workspace,
    guests: Option<usize>,
    owner: TenantId,
    partner: TenantId,
) -> Vec<String> {
    let title = |id| name(&workspace.draft, id);
    let mut out = vec![
        "sessions that are open end when their token does: changes take effect within hours, and direct connect tokens last one".to_owned(),
    ];
    let (there, here) = (title(partner), title(owner));
    out.push(match guests {
        // They are counted by the domains that are known, which need not be all.
        Some(0) => format!(
            "guests of {there} with addresses of other domains, if there are any, stay in {here}"
        ),
        _ => format!("guest objects of {there} stay in {here}, and can be removed there"),
    });
    let held = workspace.synchronizations.values();
    let jobs = held.filter(|one| (one.source, one.target) == (partner, owner)).count();
    if jobs > 0 {
        out.push(format!(
            "accounts that {} synchronised into {} stay, and nothing removes them any more",
            title(partner),
            title(owner)
        ));
    }
    let entry = workspace.draft.partner(owner, partner);
    if entry.is_some_and(|entry| entry.is_service_provider == Some(true)) {
        out.push("it is a service provider: delegated administration goes on until that relation is ended".to_owned());
    }
    if workspace.draft.tenant(partner).is_some_and(|one| one.ownership == Ownership::Ours) {
        out.push(format!("{} is ours too, and its own settings stay as they are", title(partner)));
    }
    out
}
