//! The practice workspace: two companies before a merger, a health group and a clinic before a
//! synchronisation, and their partners. All of it is invented.
//!
//! It is rolled from tables, without clock or chance, and is the same on every machine. The tables
//! hold a few mistakes on purpose, see `practice/mistakes.rs`; everything else is meant to be in order.

mod alpha;
mod conditions;
mod directory;
mod estate;
mod firm;
mod identity;
#[cfg(test)]
mod mistakes;
mod name;
mod others;
mod roster;
mod row;
mod school;
mod synchronisation;
mod traffic;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use directory::DirectoryLines;
pub use school::school;
pub use traffic::PracticeLog;

use crate::domain::{Estate, Ownership, Tenant, TenantId, Workspace};
use alpha::{STAGED, Staged};
use estate::Records;
use firm::{ALPHA, CITY, FIRMS, MERIDIAN};
use identity::tenant_id;

/// Everything `detente demo` starts with.
#[derive(Clone, Debug)]
pub struct Practice {
    /// The draft with notes and address book; what was observed is left to who stores it.
    pub workspace: Workspace,
    /// Our tenants as imported: the draft without what is staged in it.
    pub observed: BTreeMap<TenantId, Arc<Tenant>>,
    /// The directories of our tenants.
    pub directories: BTreeMap<TenantId, DirectoryLines>,
    /// A month of sign-ins.
    pub log: PracticeLog,
}

/// The department of the clinic some of whose people are guests of the health group already.
const VISITING: &str = "Radiology";

/// How many of them.
const VISITORS: usize = 3;

/// Rolls the practice workspace.
pub fn practice() -> Practice {
    let mut records = Records::imported();
    let observed = records
        .tenants
        .iter()
        .filter(|(_, tenant)| tenant.ownership == Ownership::Ours)
        .map(|(id, tenant)| (*id, Arc::clone(tenant)))
        .collect();
    stage(&mut records);
    let Records { tenants, address_book, notes } = records;
    Practice {
        workspace: Workspace {
            draft: Estate { tenants },
            address_book,
            notes,
            synchronizations: synchronisation::synchronisations(),
            ..Workspace::default()
        },
        observed,
        directories: directories(),
        log: traffic::log(),
    }
}

fn directories() -> BTreeMap<TenantId, DirectoryLines> {
    let clinic = roster::roster(&CITY);
    let lines = |firm: &'static firm::Firm| {
        if firm.domain == CITY.domain {
            return directory::directory(firm, &clinic);
        }
        let mut users = roster::roster(firm);
        if firm.domain == MERIDIAN.domain {
            users.extend(roster::visitors(firm, &CITY, &clinic, VISITING).take(VISITORS));
        }
        directory::directory(firm, &users)
    };
    FIRMS.into_iter().map(|firm| (tenant_id(firm.domain), lines(firm))).collect()
}

/// Puts the staged edits of Alpha Corp on top of what was imported.
fn stage(records: &mut Records) {
    let owner = ALPHA.domain;
    let Some(tenant) = records.tenants.get(&tenant_id(owner)) else { return };
    let mut tenant = Tenant::clone(tenant);
    let Some(policy) = &mut tenant.policy else { return };
    let partners = &mut Arc::make_mut(policy).partners;
    for staged in STAGED {
        match staged {
            Staged::Added(row) => {
                records.meet(owner, row);
                let partner = records.scribe(owner, row.domain, row.told_by).partner(row.says);
                partners.insert(partner.tenant_id, Arc::new(partner));
            }
            Staged::Removed(domain) => {
                partners.remove(&tenant_id(domain));
            }
            Staged::Changed(domain, says) => {
                if let Some(partner) = partners.get_mut(&tenant_id(domain)) {
                    let mut scribe = records.scribe(owner, domain, "");
                    scribe.write(Arc::make_mut(partner), says);
                }
            }
        }
    }
    records.tenants.insert(tenant.id, Arc::new(tenant));
}
