//! Pieces of cross-tenant synchronisation are joined to configurations: by the service principal or
//! the job that an answer names, by an id in the file's name, and at last by the only configuration
//! of the folder. What belongs to none is left out, and said.
//!
//! A part that was edited since it was observed is kept as it was drafted, as partners are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::{
    Guid, Json, ObjectId, SyncConfiguration, SyncObserved, Tenant, TenantId, Workspace,
};
use crate::wire;

use super::came::{ASSIGNED, Came, SCHEMA, SETTINGS, summary, take};
use super::fault::{ImportFault, shown};
use super::sync::{SyncPart, SyncPiece};
use super::tidy::Warnings;
use super::{Disagreement, Report};

/// The tenant that pushes, and where its configurations go.
pub(super) struct Join<'a> {
    pub owner: TenantId,
    pub principals: &'a BTreeMap<Guid, String>,
    pub draft: &'a mut Workspace,
}

/// What is known of whose a piece is before any is taken.
#[derive(Default)]
struct Owners {
    of_job: BTreeMap<String, Guid>,
    in_folder: BTreeMap<String, BTreeSet<Guid>>,
    /// Service principals and jobs of other connectors.
    foreign: BTreeSet<Guid>,
    foreign_jobs: BTreeSet<String>,
}

impl Join<'_> {
    /// Joins all pieces and takes what came of it into the draft.
    pub fn all(
        mut self,
        pieces: Vec<SyncPiece>,
        warnings: &mut Warnings,
        report: &mut Report,
    ) -> Result<(), ImportFault> {
        let owners = self.owners(&pieces, warnings);
        let mut groups: BTreeMap<Guid, Vec<SyncPiece>> = BTreeMap::new();
        let mut strangers: BTreeSet<Guid> = BTreeSet::new();
        for piece in pieces {
            if owners.is_foreign(&piece) {
                continue;
            }
            match self.principal(&piece, &owners) {
                Some(id) if owners.foreign.contains(&id) => {}
                Some(id) => groups.entry(id).or_default().push(piece),
                None => orphan(&piece, warnings),
            }
        }
        for (id, pieces) in groups {
            let is_assigned = |piece: &SyncPiece| matches!(piece.part, SyncPart::Assigned { .. });
            if pieces.iter().all(is_assigned) && self.held(id).is_none() {
                strangers.insert(id);
            } else {
                self.one(id, pieces, warnings, report)?;
            }
        }
        self.name_later();
        if !strangers.is_empty() {
            let count = strangers.len();
            let (noun, verb) =
                if count == 1 { ("application", "owns") } else { ("applications", "own") };
            warnings.add(
                format!("assignments of {count} {noun} that {verb} no synchronisation configuration were left out; a configuration is known by its job"),
                "",
            );
        }
        Ok(())
    }

    fn held(&self, id: Guid) -> Option<&Arc<SyncConfiguration>> {
        self.draft.synchronizations.get(&ObjectId(id))
    }

    /// What the pieces say of each other, before they are joined.
    fn owners(&self, pieces: &[SyncPiece], warnings: &mut Warnings) -> Owners {
        let mut out = Owners::default();
        let known = self.draft.synchronizations.values();
        for held in known.filter(|held| held.source == self.owner) {
            out.of_job.extend(held.job_id.clone().map(|job| (job, held.id.0)));
        }
        for piece in pieces {
            let SyncPart::Job(job) = &piece.part else { continue };
            let text = |name: &str| job.get(name).and_then(Json::as_str).unwrap_or_default();
            let (template, id) = (text("templateId"), text("id"));
            let template = if template.is_empty() {
                id.split('.').next().unwrap_or_default()
            } else {
                template
            };
            if !template.eq_ignore_ascii_case(wire::SYNC_TEMPLATE) {
                warnings.add(
                    format!(
                        "the synchronization job `{}` is made from the template `{}`, not from `{}`: it is no cross-tenant synchronisation and was left out",
                        shown(id), shown(template), wire::SYNC_TEMPLATE
                    ),
                    &piece.file,
                );
                out.foreign_jobs.insert(id.to_owned());
                out.foreign.extend(piece.principal);
            }
        }
        // A service principal may own jobs of both kinds only in theory; its own ones count then.
        let own: Vec<&SyncPiece> = pieces.iter().filter(|piece| !out.is_foreign(piece)).collect();
        for piece in own {
            if let SyncPart::Job(_) = piece.part
                && let Some(id) = piece.principal
            {
                out.foreign.remove(&id);
            }
            let named = piece.named.filter(|id| self.may_own(*id));
            if let (Some(job), Some(id)) = (&piece.job, piece.principal.or(named)) {
                out.of_job.entry(job.clone()).or_insert(id);
            }
        }
        for piece in pieces {
            // Assignments name any application; they say nothing about their neighbours.
            let says = !matches!(piece.part, SyncPart::Assigned { .. });
            if says
                && !out.is_foreign(piece)
                && let Some(id) = self.told(piece, &out)
            {
                out.in_folder.entry(piece.folder.clone()).or_default().insert(id);
            }
        }
        out
    }

    /// An id in a file's name is no service principal when it is a tenant.
    fn may_own(&self, id: Guid) -> bool {
        id != self.owner.0 && self.draft.draft.tenant(TenantId(id)).is_none()
    }

    /// Whose a piece is, by what it says itself.
    fn told(&self, piece: &SyncPiece, owners: &Owners) -> Option<Guid> {
        let by_job = || piece.job.as_ref().and_then(|job| owners.of_job.get(job)).copied();
        let named = || piece.named.filter(|id| self.may_own(*id));
        piece.principal.or_else(by_job).or_else(named)
    }

    /// The same, or by the neighbours.
    fn principal(&self, piece: &SyncPiece, owners: &Owners) -> Option<Guid> {
        self.told(piece, owners).or_else(|| {
            let near = owners.in_folder.get(&piece.folder)?;
            let single = || match self.principals.keys().collect::<Vec<_>>().as_slice() {
                [only] => Some(**only),
                _ => None,
            };
            match near.iter().collect::<Vec<_>>().as_slice() {
                [only] => Some(**only),
                [] => single(),
                _ => None,
            }
        })
    }

    /// One configuration.
    fn one(
        &mut self,
        id: Guid,
        pieces: Vec<SyncPiece>,
        warnings: &mut Warnings,
        report: &mut Report,
    ) -> Result<(), ImportFault> {
        let held = self.held(id).cloned();
        let mut next = match &held {
            Some(held) => SyncConfiguration::clone(held),
            None => SyncConfiguration {
                id: ObjectId(id),
                source: self.owner,
                ..SyncConfiguration::default()
            },
        };
        let came = take(&mut next, pieces, warnings)?;
        if next.target == TenantId::default() || next.target == next.source {
            warnings.add(
                format!(
                    "the synchronisation configuration {id} was left out: nothing says which tenant it pushes to; add the answer to `GET /servicePrincipals/{id}/synchronization/secrets`, of which `CompanyId` is read and secrets are not"
                ),
                "",
            );
            return Ok(());
        }
        // Without its settings the name may be one that was given here.
        if held.is_none() || came.settings() {
            self.call(&mut next, id, warnings);
        }
        if held.is_none() && came.switches > 0 && !came.scope {
            warnings.add(
                format!("the switches of `{}` do not say `SyncAll`: only who is assigned was taken to be in scope, which is not documented", shown(&next.display_name)),
                "",
            );
        }
        if held.is_none() && !came.schema {
            warnings.add(
                format!("the schema of the synchronisation `{}` was not among the files: a preview has no mappings before it is imported", shown(&next.display_name)),
                "",
            );
        }
        if let (Some(job), Some(switches)) =
            (wire::sync_job_threshold(&next), next.deletion_threshold)
            && job != switches
        {
            warnings.add(
                format!("the job of `{}` stops at {job} deletions and its switches say {switches}; {switches} was taken, and which one holds is not documented", shown(&next.display_name)),
                "",
            );
        }
        let kept = self.keep_edited(held.as_deref(), next, &came, report);
        if self.draft.draft.tenant(kept.target).is_none() {
            let tenant = Tenant { id: kept.target, ..Tenant::default() };
            self.draft.draft.tenants.insert(kept.target, Arc::new(tenant));
        }
        report.came_in.push(format!(
            "synchronisation `{}` to {}: {}",
            shown(&kept.display_name),
            kept.target,
            came.words(&kept)
        ));
        self.draft.synchronizations.insert(kept.id, Arc::new(kept));
        Ok(())
    }

    /// Names configurations whose service principals came after them.
    fn name_later(&mut self) {
        for (id, name) in self.principals {
            let Some(held) = self.held(*id).cloned() else { continue };
            let is_free = !self.draft.synchronizations.values().any(|other| {
                other.display_name.trim().to_lowercase() == name.trim().to_lowercase()
            });
            if held.display_name == nameless(*id) && is_free && !name.trim().is_empty() {
                let mut named = SyncConfiguration::clone(&held);
                name.trim().clone_into(&mut named.display_name);
                // It is not an edit: what was observed has the name from now on.
                let was_edited = held.observed.as_ref().map(|seen| seen.settings.clone())
                    != Some(wire::sync_parts(&held).settings);
                let now = wire::sync_parts(&named).settings;
                if let Some(seen) = named.observed.as_mut().filter(|_| !was_edited) {
                    seen.settings = now;
                }
                self.draft.synchronizations.insert(named.id, Arc::new(named));
            }
        }
    }

    /// Gives it its name: that of the service principal, unless another has it.
    fn call(&self, next: &mut SyncConfiguration, id: Guid, warnings: &mut Warnings) {
        if let Some(name) = self.principals.get(&id).map(|name| name.trim())
            && !name.is_empty()
        {
            name.clone_into(&mut next.display_name);
        }
        if next.display_name.is_empty() {
            next.display_name = nameless(id);
        }
        let wanted = next.display_name.to_lowercase();
        let taken = self.draft.synchronizations.iter().any(|(other, held)| {
            *other != next.id && held.display_name.trim().to_lowercase() == wanted
        });
        if taken {
            let name = format!("{} ({id})", next.display_name);
            warnings.add(
                format!("another synchronisation configuration is called `{}` already; the imported one is called `{}`", shown(&next.display_name), shown(&name)),
                "",
            );
            next.display_name = name;
        }
    }

    /// Keeps parts that were edited since they were observed, and says where both have changed.
    fn keep_edited(
        &self,
        held: Option<&SyncConfiguration>,
        next: SyncConfiguration,
        came: &Came,
        report: &mut Report,
    ) -> SyncConfiguration {
        let mut out = next.clone();
        let now = held.map(wire::sync_parts).unwrap_or_default();
        let new = wire::sync_parts(&next);
        let seen = held.and_then(|held| held.observed.clone()).unwrap_or_default();
        let mut observed = seen.clone();
        let mut decide =
            |came: bool, part: fn(&mut SyncObserved) -> &mut Option<String>, word: &str| {
                let of = |all: &SyncObserved| part(&mut all.clone()).clone();
                if !came {
                    return false;
                }
                let is_edited = held.is_some() && of(&seen).is_some() && of(&seen) != of(&now);
                if !is_edited || of(&new) == of(&now) {
                    *part(&mut observed) = of(&new);
                    return false;
                }
                if of(&new) != of(&seen) {
                    report.disagreements.push(Disagreement {
                        tenant: self.owner,
                        place: format!("synchronisation {}, {word}", next.display_name),
                        draft: held.map(|held| summary(held, word)),
                        observed: Some(summary(&next, word)),
                    });
                }
                true
            };
        let keep_settings = decide(came.settings(), |all| &mut all.settings, SETTINGS);
        let keep_schema = decide(came.schema, |all| &mut all.schema, SCHEMA);
        let keep_assigned = decide(came.assigned, |all| &mut all.assigned, ASSIGNED);
        if let Some(held) = held {
            if keep_settings {
                out = SyncConfiguration {
                    schema: out.schema,
                    assigned: out.assigned,
                    ..SyncConfiguration::clone(held)
                };
            }
            if keep_schema {
                out.schema = held.schema.clone();
            }
            if keep_assigned {
                out.assigned.clone_from(&held.assigned);
            }
        }
        out.observed = Some(observed);
        out
    }
}

impl Owners {
    fn is_foreign(&self, piece: &SyncPiece) -> bool {
        piece.job.as_ref().is_some_and(|job| {
            self.foreign_jobs.contains(job)
                || (job.contains('.')
                    && job.split('.').next().is_some_and(|template| {
                        !template.eq_ignore_ascii_case(wire::SYNC_TEMPLATE)
                    }))
        })
    }
}

/// What a configuration is called until its service principal comes.
fn nameless(id: Guid) -> String {
    format!("Synchronisation {id}")
}

fn orphan(piece: &SyncPiece, warnings: &mut Warnings) {
    let what = match &piece.part {
        SyncPart::Job(_) => {
            format!("the synchronization job `{}`", shown(piece.job.as_deref().unwrap_or_default()))
        }
        SyncPart::Schema(_) => "a synchronization schema".to_owned(),
        SyncPart::Secret(..) => "the switches of a synchronisation".to_owned(),
        SyncPart::Assigned { .. } => "an assignment".to_owned(),
    };
    warnings.add(
        format!("{what} belongs to no configuration and was left out: nothing names its service principal; keep `@odata.context`, or put the id of the service principal into the file's name, such as `job-<id>.json`"),
        &piece.file,
    );
}
