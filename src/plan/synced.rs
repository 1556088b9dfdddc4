//! What is done by hand: what no documented request says, and what was edited in a synchronisation
//! that is in its tenant already. Of what was imported only
//! hashes are kept, so a part that differs is named, and written as a whole by hand.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure-graph.md
//! for requests, roles and permissions

use std::sync::Arc;

use super::act::Act;
use super::change::{Change, Item, PROVIDER};
use super::order::Object;
use super::pair::Of;
use super::schedule::{Slot, Written};
use crate::domain::{SyncConfiguration, SyncObserved, Workspace};

/// Hashes of the parts as they stand.
pub type Parts = fn(&SyncConfiguration) -> SyncObserved;

/// A part of a configuration that is imported by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SyncPart {
    /// Name, job, and what the secrets say beside secrets.
    Settings,
    /// Scope, actions and mappings.
    Schema,
    /// Who is assigned.
    Assigned,
}

impl SyncPart {
    const ALL: [SyncPart; 3] = [SyncPart::Settings, SyncPart::Schema, SyncPart::Assigned];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            SyncPart::Settings => "name, job or switches",
            SyncPart::Schema => "schema",
            SyncPart::Assigned => "who is assigned",
        }
    }

    fn hash(self, of: &SyncObserved) -> Option<&String> {
        match self {
            SyncPart::Settings => of.settings.as_ref(),
            SyncPart::Schema => of.schema.as_ref(),
            SyncPart::Assigned => of.assigned.as_ref(),
        }
    }
}

/// A configuration with a part of it that was edited.
pub type Edited = (Arc<SyncConfiguration>, SyncPart);

/// Every part that was edited since it was imported, and notes on those of which that cannot be
/// told.
pub fn edited(workspace: &Workspace, parts: Parts) -> (Vec<Edited>, Vec<String>) {
    let (mut edited, mut notes) = (Vec::new(), Vec::new());
    for held in workspace.synchronizations.values() {
        let name = &held.display_name;
        let Some(observed) = &held.observed else {
            if !held.is_made_here() {
                notes.push(format!("what was changed in synchronisation {name} cannot be told, because no export of it was imported; detente sync export writes it whole"));
            }
            continue;
        };
        let now = parts(held);
        let mut unknown = Vec::new();
        for part in SyncPart::ALL {
            match part.hash(observed) {
                None => unknown.push(part.title()),
                Some(was) if part.hash(&now) != Some(was) => edited.push((Arc::clone(held), part)),
                Some(_) => {}
            }
        }
        if !unknown.is_empty() {
            notes.push(format!("what was changed in synchronisation {name} in part cannot be told, because it was imported without {}; detente sync export writes it whole", unknown.join(", ")));
        }
    }
    (edited, notes)
}

/// How many synchronisations are set up here, and how many parts of others were edited.
pub fn synced(workspace: &Workspace, parts: Parts) -> (usize, usize) {
    let made = workspace
        .synchronizations
        .values()
        .filter(|held| held.is_made_here() && workspace.observed.contains_key(&held.source));
    (made.count(), edited(workspace, parts).0.len())
}

/// A name as a POSIX shell takes it.
pub fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', r"'\''"))
}

/// What a person does about it.
pub fn step((held, part): &Edited, back: bool) -> Of {
    let object = Object::SetUp(held.source, held.id);
    let act = Act::ByHand(words(held, *part, back));
    (object, Written { slot: Slot::SetUp, act, interim: false, pauses: false })
}

/// Whether the words of a step are about a part.
pub fn is_about(words: &str, part: SyncPart) -> bool {
    words.contains(&format!(": {} changed here since", part.title()))
}

/// What no documented request says.
pub fn by_hand(change: &Change) -> Option<Of> {
    let Item::Unsaid(name, partner) = change.item else { return None };
    let of = partner.map(|id| format!(" of partner {id}")).unwrap_or_default();
    let rest = match name {
        PROVIDER => {
            "is set: a service provider cannot be removed, and stays as it is; end the provider relation in the Microsoft 365 admin center, import again, then remove it"
        }
        _ => "differs; which request writes it is not documented, so compare it by hand",
    };
    let act = Act::ByHand(format!("`{name}`{of} {rest}"));
    let written = Written { slot: Slot::OpenLast, act, interim: false, pauses: false };
    Some((Object::Partner(change.owner, partner.unwrap_or_default()), written))
}

fn words(held: &SyncConfiguration, part: SyncPart, back: bool) -> String {
    let SyncConfiguration { display_name, id, .. } = held;
    let begun = format!(
        "synchronisation {display_name}: {} changed here since it was imported",
        part.title()
    );
    if back {
        return format!(
            "{begun}; put back the copy that was kept of what was there before: only a hash of it is held here"
        );
    }
    let principal = format!("/servicePrincipals/{id}");
    let job = held.job_id.as_deref().unwrap_or("{jobId}");
    let name = quoted(display_name);
    let rest = match part {
        SyncPart::Schema => format!(
            "keep a copy of the job's schema, then PUT {principal}/synchronization/jobs/{job}/schema with the file that `detente sync export {name} --out FILE` writes (Hybrid Identity Administrator; Synchronization.ReadWrite.All); it replaces everything and starts a new initial cycle"
        ),
        SyncPart::Settings => format!(
            "everyone in scope: {}; deletions that stop it: {}; PUT {principal}/synchronization/secrets with the file that `detente sync export {name} --part switches --out FILE` writes and every other value that is there, since what is left out is lost (Hybrid Identity Administrator; Synchronization.ReadWrite.All); compare name and schedule with `--part job`",
            if held.sync_all { "yes" } else { "no, who is assigned" },
            held.deletion_threshold.map_or("none".to_owned(), |most| most.to_string())
        ),
        SyncPart::Assigned => {
            let ids: Vec<String> = held.assigned.iter().map(ToString::to_string).collect();
            let all = if ids.is_empty() { "nobody".to_owned() } else { ids.join(", ") };
            format!(
                "assigned are to be {all}; POST or DELETE {principal}/appRoleAssignedTo one by one (Cloud Application Administrator; AppRoleAssignment.ReadWrite.All)"
            )
        }
    };
    format!("{begun}; {rest}")
}
