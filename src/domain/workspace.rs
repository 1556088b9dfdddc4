use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    CrossTenantAccessPolicy, Extra, Guid, ObjectId, Partner, SyncConfiguration, Tenant, TenantId,
};

/// Whose settings are meant: those for everybody, or those for one partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The default.
    Default,
    /// One partner.
    Partner(TenantId),
}

/// Tenants and what each says. Engines take an estate, so that each can answer for what was
/// observed and for what is drafted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estate {
    /// Tenants by id.
    pub tenants: BTreeMap<TenantId, Arc<Tenant>>,
}

impl Estate {
    /// One tenant.
    pub fn tenant(&self, id: TenantId) -> Option<&Tenant> {
        self.tenants.get(&id).map(Arc::as_ref)
    }

    /// The cross-tenant access policy of one tenant, where it is known.
    pub fn policy(&self, id: TenantId) -> Option<&CrossTenantAccessPolicy> {
        self.tenant(id).and_then(|tenant| tenant.policy.as_deref())
    }

    /// What one tenant says about another, where it says anything.
    pub fn partner(&self, owner: TenantId, other: TenantId) -> Option<&Partner> {
        self.policy(owner).and_then(|policy| policy.partners.get(&other)).map(Arc::as_ref)
    }
}

/// What was imported for one tenant: immutable, named by the hash of its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// Lower-case hexadecimal SHA-256 of the stored bytes.
    pub hash: String,
    /// What the import said.
    pub tenant: Arc<Tenant>,
}

/// Whether an id in the address book is a user's, a group's or an application's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressKind {
    /// A user.
    User,
    /// A group.
    Group,
    /// An application.
    Application,
}

/// A foreign id somebody told us: the other side's directory cannot be searched.
#[derive(Clone, Debug, PartialEq)]
pub struct AddressEntry {
    /// The tenant it belongs to.
    pub tenant: TenantId,
    /// What it is.
    pub kind: AddressKind,
    /// Its name, as told.
    pub name: String,
    /// Who told us.
    pub told_by: String,
}

/// What our administrators wrote down about a partner.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    /// Who owns the relation.
    pub owner: String,
    /// What it is for.
    pub purpose: String,
    /// A ticket or contract.
    pub ticket: String,
    /// When it is to be reviewed, `YYYY-MM-DD`.
    pub review: String,
    /// Members we do not know.
    pub extra: Extra,
}

/// Everything small: the draft, what was observed, and what we know besides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workspace {
    /// What is being designed.
    pub draft: Estate,
    /// What was last imported, by tenant.
    pub observed: BTreeMap<TenantId, Observed>,
    /// Foreign ids, by id.
    pub address_book: BTreeMap<Guid, AddressEntry>,
    /// Notes by our tenant, then partner.
    pub notes: BTreeMap<(TenantId, TenantId), Note>,
    /// Configurations of cross-tenant synchronisation, by the id of their service principal.
    pub synchronizations: BTreeMap<ObjectId, Arc<SyncConfiguration>>,
    /// Members we do not know.
    pub extra: Extra,
}

impl Workspace {
    /// The tenants as observed, for the engines. Tenants that were never imported stand as drafted
    /// only where they are not ours: of them nothing can have been observed but their name.
    pub fn observed_estate(&self) -> Estate {
        let mut tenants = BTreeMap::new();
        for (id, tenant) in &self.draft.tenants {
            let seen = match self.observed.get(id) {
                Some(observed) => Arc::clone(&observed.tenant),
                None => Arc::new(Tenant {
                    policy: None,
                    external: None,
                    conditional_access: None,
                    ..Tenant::clone(tenant)
                }),
            };
            tenants.insert(*id, seen);
        }
        Estate { tenants }
    }
}
