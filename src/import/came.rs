//! What came of one configuration, put over what is known of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Json, ObjectId, SyncConfiguration};
use crate::wire;

use super::fault::{ImportFault, shown};
use super::sync::{SyncPart, SyncPiece};
use super::tidy::Warnings;

pub(super) const SETTINGS: &str = "job and switches";
pub(super) const SCHEMA: &str = "schema";
pub(super) const ASSIGNED: &str = "assignments";

/// A part in a few words, for a disagreement.
pub(super) fn summary(held: &SyncConfiguration, part: &str) -> Json {
    Json::String(match part {
        SCHEMA => {
            let users = held.users();
            let mappings = users.map_or(0, |users| users.attribute_mappings.len());
            let scope = users.and_then(|users| users.scope.as_ref());
            format!(
                "{mappings} mappings, {} scoping filters",
                scope.map_or(0, |scope| scope.groups.len())
            )
        }
        ASSIGNED => format!("{} assigned", held.assigned.len()),
        _ => {
            let scope = if held.sync_all { "everyone" } else { "who is assigned" };
            let stops = held.deletion_threshold.map_or("never".to_owned(), |most| most.to_string());
            format!("scope {scope}, stops at {stops} deletions")
        }
    })
}

/// Which parts came.
#[derive(Debug, Default)]
pub(super) struct Came {
    pub jobs: usize,
    pub switches: usize,
    pub scope: bool,
    pub schema: bool,
    pub assigned: bool,
}

impl Came {
    /// Job and switches are edited together.
    pub fn settings(&self) -> bool {
        self.jobs + self.switches > 0
    }

    pub fn words(&self, held: &SyncConfiguration) -> String {
        let assigned = format!("{} assigned", held.assigned.len());
        let parts = [
            (self.jobs > 0, "its job"),
            (self.schema, "its schema"),
            (self.switches > 0, "its switches"),
            (self.assigned, assigned.as_str()),
        ];
        let came: Vec<&str> =
            parts.iter().filter(|(came, _)| *came).map(|(_, word)| *word).collect();
        came.join(", ")
    }
}

/// Puts the pieces of one configuration over it.
pub(super) fn take(
    next: &mut SyncConfiguration,
    pieces: Vec<SyncPiece>,
    warnings: &mut Warnings,
) -> Result<Came, ImportFault> {
    let mut came = Came::default();
    let mut seen: BTreeMap<&'static str, (String, Json)> = BTreeMap::new();
    let mut whole: Option<BTreeSet<ObjectId>> = None;
    let mut some: BTreeSet<ObjectId> = BTreeSet::new();
    for piece in pieces {
        let fault = |what: String| ImportFault {
            file: piece.file.clone(),
            place: Some(piece.place.clone()).filter(|place| !place.is_empty()),
            what,
            remedy: "correct the file or export it again".to_owned(),
        };
        match piece.part {
            SyncPart::Job(job) => {
                let mut said = job.clone();
                said.shift_remove("status");
                once(&mut seen, "job", &piece.file, Json::Object(said)).map_err(&fault)?;
                wire::take_sync_job(next, job).map_err(&fault)?;
                came.jobs += 1;
            }
            SyncPart::Schema(schema) => {
                once(&mut seen, "schema", &piece.file, wire::value(schema.as_ref()))
                    .map_err(&fault)?;
                next.schema = *schema;
                came.schema = true;
            }
            SyncPart::Secret(key, value) => {
                if wire::take_secret(next, &key, &value).map_err(&fault)? {
                    came.switches += 1;
                    came.scope |= key == "SyncAll";
                } else {
                    warnings.add(
                        format!(
                            "`{}` among the synchronization secrets is no switch and was not read",
                            shown(&key)
                        ),
                        &piece.file,
                    );
                }
            }
            SyncPart::Assigned { who, is_whole: true } => {
                whole.get_or_insert_default().extend(who);
                came.assigned = true;
            }
            SyncPart::Assigned { who, is_whole: false } => {
                some.extend(who);
                came.assigned = true;
            }
        }
    }
    if came.assigned {
        let mut assigned = whole.unwrap_or_else(|| next.assigned.iter().copied().collect());
        assigned.extend(some);
        // The order that was there stays, so that nothing changes where nothing has changed.
        let mut list: Vec<ObjectId> =
            next.assigned.iter().copied().filter(|id| assigned.contains(id)).collect();
        let there: BTreeSet<ObjectId> = list.iter().copied().collect();
        list.extend(assigned.difference(&there).copied());
        next.assigned = list;
    }
    Ok(came)
}

/// A job and a schema may come twice, but must say the same.
fn once(
    seen: &mut BTreeMap<&'static str, (String, Json)>,
    what: &'static str,
    file: &str,
    said: Json,
) -> Result<(), String> {
    match seen.get(what) {
        Some((_, before)) if *before == said => Ok(()),
        Some((first, _)) => Err(format!(
            "the {what} of this service principal says something else here than in {}",
            shown(first)
        )),
        None => {
            seen.insert(what, (file.to_owned(), said));
            Ok(())
        }
    }
}
