//! What the files of one folder said, put together but not yet applied.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Cloud, Guid, Json, TenantId};

use super::DirectoryKind;
use super::fault::{ImportFault, shown};
use super::kind::Kind;
use super::sync::SyncPiece;
use super::tidy::Object;

/// The members that are known of one object, and which file said so.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub members: Object,
    pub file: String,
}

/// How many pages of a list came, and how many of them said that there is another one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pages {
    pub pages: usize,
    pub with_next: usize,
}

impl Pages {
    fn add(&mut self, more: Pages) {
        self.pages += more.pages;
        self.with_next += more.with_next;
    }

    /// Whether the last page is missing. Pages do not say which one they are, so that a missing
    /// page in the middle cannot be noticed.
    pub fn goes_on(self) -> bool {
        self.pages > 0 && self.with_next >= self.pages
    }
}

/// What the files of one folder said.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub folder: String,
    /// Tenants the files say they are of, and the file that said it first.
    pub claims: BTreeMap<TenantId, String>,
    pub clouds: BTreeMap<TenantId, Cloud>,
    pub organizations: BTreeMap<TenantId, Piece>,
    pub policy: Option<Piece>,
    pub default: Option<Piece>,
    pub partners: BTreeMap<TenantId, Piece>,
    /// Lists of partners with all their members came.
    pub full_lists: Pages,
    /// Partners that such lists name.
    pub listed: BTreeSet<TenantId>,
    pub authorization: Option<Piece>,
    pub b2b_management: Option<Piece>,
    /// Conditional Access policies by id.
    pub conditional_access: BTreeMap<Guid, Piece>,
    /// Authentication strengths by id.
    pub strengths: BTreeMap<Guid, Piece>,
    /// The single switches, by our name for them.
    pub switches: Option<Piece>,
    /// Other tenants' names.
    pub names: BTreeMap<TenantId, Piece>,
    pub pages: BTreeMap<Kind, Pages>,
    pub rows: BTreeMap<DirectoryKind, u64>,
    /// Pieces of synchronisation configurations, not joined yet.
    pub syncs: Vec<SyncPiece>,
    /// Service principals by object id, with their names.
    pub principals: BTreeMap<Guid, String>,
    /// Sign-ins came that do not name our tenant.
    pub needs_owner: bool,
}

impl Found {
    /// Whether something came whose owner has to be known.
    pub fn needs_tenant(&self) -> bool {
        self.policy.is_some()
            || self.default.is_some()
            || !self.partners.is_empty()
            || self.full_lists.pages > 0
            || self.authorization.is_some()
            || self.b2b_management.is_some()
            || self.switches.is_some()
            || !self.conditional_access.is_empty()
            || self.pages.contains_key(&Kind::ConditionalAccess)
            || !self.strengths.is_empty()
            || !self.rows.is_empty()
            || !self.syncs.is_empty()
            || self.needs_owner
    }
}

impl Found {
    /// Joins what the files of two folders of one tenant said.
    pub fn absorb(&mut self, other: Found) -> Result<(), ImportFault> {
        let Found {
            folder: _,
            claims,
            clouds,
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
            needs_owner,
        } = other;
        self.syncs.extend(syncs);
        self.principals.extend(principals);
        self.claims.extend(claims);
        self.clouds.extend(clouds);
        absorb_all(&mut self.organizations, organizations, "tenant")?;
        absorb_all(&mut self.partners, partners, "partner")?;
        for (mine, theirs, title) in [
            (&mut self.conditional_access, conditional_access, "Conditional Access policy"),
            (&mut self.strengths, strengths, "authentication strength"),
        ] {
            for (id, Piece { members, file }) in theirs {
                let what = format!("the {title} {id}");
                mine.entry(id).or_default().add(members, &what, &file)?;
            }
        }
        absorb_all(&mut self.names, names, "tenant")?;
        for (mine, theirs, what) in [
            (&mut self.policy, policy, "the policy"),
            (&mut self.default, default, "the default"),
            (&mut self.authorization, authorization, "the authorization policy"),
            (&mut self.b2b_management, b2b_management, "the B2B management policy"),
            (&mut self.switches, switches, "the tenant"),
        ] {
            if let Some(Piece { members, file }) = theirs {
                mine.get_or_insert_default().add(members, what, &file)?;
            }
        }
        self.full_lists.add(full_lists);
        self.listed.extend(listed);
        for (kind, more) in pages {
            self.pages.entry(kind).or_default().add(more);
        }
        for (kind, more) in rows {
            *self.rows.entry(kind).or_default() += more;
        }
        self.needs_owner |= needs_owner;
        Ok(())
    }
}

fn absorb_all(
    into: &mut BTreeMap<TenantId, Piece>,
    from: BTreeMap<TenantId, Piece>,
    what: &str,
) -> Result<(), ImportFault> {
    for (id, Piece { members, file }) in from {
        into.entry(id).or_default().add(members, &format!("the {what} {id}"), &file)?;
    }
    Ok(())
}

impl Piece {
    /// Adds what another object says. Two different values for one member are a fault, because
    /// which one holds would depend on the order of the files.
    pub fn add(&mut self, members: Object, what: &str, file: &str) -> Result<(), ImportFault> {
        if self.file.is_empty() {
            file.clone_into(&mut self.file);
        }
        combine(&mut self.members, members).map_err(|name| ImportFault {
            file: file.to_owned(),
            place: None,
            what: format!(
                "`{}` of {what} has another value here than in {}",
                shown(&name),
                shown(&self.file)
            ),
            remedy: "import the newer file only".to_owned(),
        })
    }
}

/// The one member that is put together from two resources.
pub(super) const SYNCHRONIZATION: &str = "identitySynchronization";

fn combine(into: &mut Object, from: Object) -> Result<(), String> {
    for (name, value) in from {
        match (into.get_mut(&name), value) {
            (Some(there), value) if *there == value => {}
            (Some(Json::Object(there)), Json::Object(more)) if name == SYNCHRONIZATION => {
                combine(there, more).map_err(|inner| format!("{name}.{inner}"))?;
            }
            (Some(_), _) => return Err(name),
            (None, value) => {
                into.insert(name, value);
            }
        }
    }
    Ok(())
}

/// Puts newer members over older ones: absent means unchanged.
pub(super) fn overlay(into: &mut Object, from: Object) {
    for (name, value) in from {
        match (into.get_mut(&name), value) {
            (Some(Json::Object(there)), Json::Object(more)) if name == SYNCHRONIZATION => {
                overlay(there, more);
            }
            (_, value) => {
                into.insert(name, value);
            }
        }
    }
}
