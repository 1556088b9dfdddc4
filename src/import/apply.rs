//! What was found becomes observed tenants, and the draft follows where nobody had changed it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{DomainName, Guid, Ownership, Tenant, TenantDomain, TenantId, Workspace};

use super::configurations::Join;
use super::fault::{ImportFault, shown};
use super::found::{Found, Piece};
use super::kind::Kind;
use super::sync::SyncPiece;
use super::tidy::Warnings;
use super::{Gathered, Report, merge, parts};

/// What an import leads to. Nothing was written yet.
#[derive(Debug)]
pub struct Outcome {
    /// The workspace with the draft merged. Its `observed` is still the old one.
    pub workspace: Workspace,
    /// The tenants as observed now; whoever stores them fills `observed`.
    pub observed: BTreeMap<TenantId, Arc<Tenant>>,
    /// Whose directory lines are, by slot; `None` for a folder that gave nothing of a tenant.
    pub slots: Vec<Option<TenantId>>,
    /// What to tell.
    pub report: Report,
}

/// Applies what was gathered. `tenant` is what the administrator said the files are of.
pub fn apply(
    gathered: Gathered,
    workspace: &Workspace,
    tenant: Option<TenantId>,
) -> Result<Outcome, ImportFault> {
    let Gathered { found, mut warnings, fault } = gathered;
    if let Some(fault) = fault {
        return Err(fault);
    }
    let slots = found
        .iter()
        .map(|one| owner(one, &found, workspace, tenant))
        .collect::<Result<Vec<_>, _>>()?;
    let mut out = Apply {
        draft: workspace.clone(),
        seen: BTreeMap::new(),
        names: BTreeMap::new(),
        labels: BTreeMap::new(),
        syncs: Vec::new(),
        report: Report::default(),
    };
    let mut by_owner: BTreeMap<Option<TenantId>, Found> = BTreeMap::new();
    for (found, owner) in found.into_iter().zip(&slots) {
        by_owner.entry(*owner).or_default().absorb(found)?;
    }
    for (owner, found) in by_owner {
        out.take(found, owner, workspace, &mut warnings)?;
    }
    out.learn_names();
    let Apply { mut draft, seen, names: _, labels: _, syncs, mut report } = out;
    for (id, Seen { base, new }) in &seen {
        let (merged, disagreements) = merge::merge(&draft, base, new).map_err(|bad| {
            general(
                format!("the draft of {id} could not be merged: {bad}"),
                "take a backup and report this",
            )
        })?;
        draft = merged;
        report.disagreements.extend(disagreements);
    }
    for (owner, pieces, principals) in syncs {
        let join = Join { owner, principals: &principals, draft: &mut draft };
        join.all(pieces, &mut warnings, &mut report)?;
    }
    draft.observed.clone_from(&workspace.observed);
    report.warnings = warnings.into_sentences();
    let observed = seen.into_iter().map(|(id, seen)| (id, seen.new)).collect();
    Ok(Outcome { workspace: draft, observed, slots, report })
}

fn general(what: String, remedy: &str) -> ImportFault {
    ImportFault { file: String::new(), place: None, what, remedy: remedy.to_owned() }
}

/// Whose files those of a folder are: what they say themselves, what the administrator says, what
/// the folders around them say, and at last the only tenant of ours.
fn owner(
    found: &Found,
    all: &[Found],
    workspace: &Workspace,
    said: Option<TenantId>,
) -> Result<Option<TenantId>, ImportFault> {
    if !found.needs_tenant() {
        return Ok(None);
    }
    let mut claims = found.claims.keys();
    match (claims.next(), claims.next(), said) {
        (Some(claim), None, Some(said)) if *claim != said => {
            let file = found.claims.values().next().map_or("", String::as_str);
            return Err(ImportFault {
                file: file.to_owned(),
                place: None,
                what: format!("this is of the tenant {claim}, but `--tenant {said}` was given"),
                remedy: "leave `--tenant` out, or import these files by themselves".to_owned(),
            });
        }
        (Some(claim), None, _) => return Ok(Some(*claim)),
        (Some(_), Some(_), Some(said)) if found.claims.contains_key(&said) => {
            return Ok(Some(said));
        }
        (Some(a), Some(b), _) => {
            return Err(general(
                format!(
                    "the files{} are of more than one tenant ({a} and {b}), and the others do not say whose they are",
                    inside(&found.folder)
                ),
                "put each tenant's files into a folder of their own",
            ));
        }
        (None, _, Some(said)) => return Ok(Some(said)),
        (None, _, None) => {}
    }
    if let Some(near) = nearest(&found.folder, all) {
        return Ok(Some(near));
    }
    let ours: Vec<TenantId> = workspace
        .draft
        .tenants
        .values()
        .filter(|tenant| tenant.ownership == Ownership::Ours)
        .map(|tenant| tenant.id)
        .collect();
    match ours.as_slice() {
        [only] => Ok(Some(*only)),
        _ => Err(general(
            format!("nothing says which tenant the files{} are of", inside(&found.folder)),
            "say `--tenant GUID`, or add the tenant's `organization` object to the folder",
        )),
    }
}

fn inside(folder: &str) -> String {
    if folder.is_empty() { String::new() } else { format!(" in {}", shown(folder)) }
}

/// The one tenant that the files around a folder are of, looking at ever larger surroundings.
fn nearest(folder: &str, all: &[Found]) -> Option<TenantId> {
    let mut around = folder;
    loop {
        let inside = |other: &Found| {
            around.is_empty()
                || other.folder == around
                || other
                    .folder
                    .strip_prefix(around)
                    .is_some_and(|rest| rest.starts_with(['/', '\\']))
        };
        let mut claims: Vec<TenantId> = all
            .iter()
            .filter(|other| inside(other))
            .flat_map(|other| other.claims.keys())
            .copied()
            .collect();
        claims.sort_unstable();
        claims.dedup();
        match claims.as_slice() {
            [only] => return Some(*only),
            [] if around.is_empty() => return None,
            [] => around = around.rfind(['/', '\\']).and_then(|at| around.get(..at)).unwrap_or(""),
            _ => return None,
        }
    }
}

/// A tenant before and after.
struct Seen {
    base: Arc<Tenant>,
    new: Arc<Tenant>,
}

struct Apply {
    draft: Workspace,
    seen: BTreeMap<TenantId, Seen>,
    /// What the service says of other tenants.
    names: BTreeMap<TenantId, Piece>,
    /// What a policy calls its partners.
    labels: BTreeMap<TenantId, String>,
    /// Pieces of synchronisation configurations, by the tenant that pushes.
    syncs: Vec<(TenantId, Vec<SyncPiece>, BTreeMap<Guid, String>)>,
    report: Report,
}

impl Apply {
    /// Brings in what the folders of one tenant said.
    fn take(
        &mut self,
        found: Found,
        owner: Option<TenantId>,
        workspace: &Workspace,
        warnings: &mut Warnings,
    ) -> Result<(), ImportFault> {
        let Found {
            folder: _,
            claims: _,
            mut clouds,
            organizations,
            policy,
            default,
            partners,
            full_lists,
            listed,
            authorization,
            b2b_management,
            conditional_access,
            strengths,
            switches,
            names,
            pages,
            rows,
            syncs,
            principals,
            needs_owner: _,
        } = found;
        for (kind, _) in pages.iter().filter(|(_, pages)| pages.goes_on()) {
            let title = kind.title();
            warnings
                .add(format!("the list of {title} goes on in another page that was not given"), "");
        }
        for (id, piece) in organizations {
            let mut tenant = self.tenant(id, workspace);
            parts::organization(&mut tenant, &piece)?;
            tenant.ownership = Ownership::Ours;
            if let Some(cloud) = clouds.remove(&id) {
                tenant.cloud = cloud;
            }
            self.put(tenant);
            self.report.came_in.push(format!("{}: its name and domains", self.name(id)));
        }
        self.names.extend(names);
        for (id, piece) in &partners {
            if let Some(label) = piece.text("displayName").filter(|label| !label.is_empty()) {
                self.labels.insert(*id, label.to_owned());
            }
        }
        let Some(owner) = owner else { return Ok(()) };
        let mut tenant = self.tenant(owner, workspace);
        let mut came = Vec::new();
        came.extend(parts::external(&mut tenant, authorization, b2b_management, switches)?);
        let whole = |kind| pages.get(&kind).is_some_and(|pages| !pages.goes_on());
        let all = whole(Kind::ConditionalAccess);
        came.extend(parts::conditional_access(&mut tenant, conditional_access, all)?);
        came.extend(parts::strengths(&mut tenant, strengths, whole(Kind::Strength))?);
        let listed = (full_lists.pages > 0 && !full_lists.goes_on()).then_some(listed);
        let said = parts::PolicyParts { policy, default, partners, listed };
        let gone = parts::policy(&mut tenant, said, &mut came)?;
        came.extend(gone.into_iter().map(|id| format!("the partner {} is gone", self.name(id))));
        came.extend(rows.iter().map(|(kind, count)| format!("{count} {}", kind.title())));
        self.put(tenant);
        if !came.is_empty() {
            self.report.came_in.push(format!("{}: {}", self.name(owner), came.join(", ")));
        }
        self.syncs.push((owner, syncs, principals));
        Ok(())
    }

    /// A tenant as observed so far; bare when nothing of it was.
    fn tenant(&mut self, id: TenantId, workspace: &Workspace) -> Tenant {
        let seen = self.seen.entry(id).or_insert_with(|| {
            let base = match (workspace.observed.get(&id), workspace.draft.tenants.get(&id)) {
                (Some(observed), _) => Arc::clone(&observed.tenant),
                (None, Some(drafted)) => Arc::new(Tenant {
                    policy: None,
                    external: None,
                    conditional_access: None,
                    ..Tenant::clone(drafted)
                }),
                (None, None) => {
                    Arc::new(Tenant { id, ownership: Ownership::Ours, ..Tenant::default() })
                }
            };
            Seen { new: Arc::clone(&base), base }
        });
        Tenant::clone(&seen.new)
    }

    fn put(&mut self, tenant: Tenant) {
        if let Some(seen) = self.seen.get_mut(&tenant.id) {
            seen.new = Arc::new(tenant);
        }
    }

    fn name(&self, id: TenantId) -> String {
        let seen = self.seen.get(&id).map(|seen| seen.new.as_ref());
        match seen.or_else(|| self.draft.draft.tenant(id)) {
            Some(tenant) if !tenant.display_name.is_empty() => {
                format!("{} ({id})", shown(&tenant.display_name))
            }
            _ => id.to_string(),
        }
    }

    /// Gives tenants that are not ours their names. Tenants of ours have an organization object.
    fn learn_names(&mut self) {
        let mut learned = 0_usize;
        for (id, piece) in std::mem::take(&mut self.names) {
            let mut tenant = self.known(id);
            if tenant.ownership == Ownership::Ours {
                continue;
            }
            if let Some(name) = piece.text("displayName") {
                name.clone_into(&mut tenant.display_name);
            }
            if let Some(domain) = piece.text("defaultDomainName").filter(|text| !text.is_empty()) {
                tenant.domains = vec![TenantDomain {
                    name: DomainName::observed(domain),
                    is_default: Some(true),
                    ..TenantDomain::default()
                }];
            }
            learned += 1;
            self.draft.draft.tenants.insert(id, Arc::new(tenant));
        }
        for (id, label) in std::mem::take(&mut self.labels) {
            let mut tenant = self.known(id);
            if tenant.display_name.is_empty() && tenant.ownership == Ownership::Theirs {
                tenant.display_name = label;
                learned += 1;
                self.draft.draft.tenants.insert(id, Arc::new(tenant));
            }
        }
        if learned > 0 {
            let plural = if learned == 1 { "tenant" } else { "tenants" };
            self.report.came_in.push(format!("names of {learned} other {plural}"));
        }
    }

    /// A tenant as known by now; those of ours from this import included.
    fn known(&self, id: TenantId) -> Tenant {
        let ours = self.seen.get(&id).filter(|seen| seen.new.ownership == Ownership::Ours);
        let known = ours.map(|seen| seen.new.as_ref()).or_else(|| self.draft.draft.tenant(id));
        known.cloned().unwrap_or_else(|| Tenant { id, ..Tenant::default() })
    }
}
