//! The practice workspace: two companies before a merger, a health group and a clinic before a
//! synchronisation, and their partners. All of it is invented.
//!
//! It is rolled from tables, without clock or chance, and is the same on every machine. The tables
//! hold a few mistakes on purpose, see [`MISTAKES`]; everything else is meant to be in order.

mod alpha;
mod directory;
mod estate;
mod firm;
mod identity;
mod name;
mod others;
mod roster;
mod row;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use directory::DirectoryLines;

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
}

/// A mistake that somebody practising can find.
#[derive(Clone, Copy, Debug)]
pub struct Mistake {
    /// The linter rule that is about it.
    pub rule: &'static str,
    /// Whose setting it is.
    pub owner: &'static str,
    /// About which partner; empty when the setting is about everybody.
    pub partner: &'static str,
    /// What is wrong.
    pub what: &'static str,
}

const fn mistake(
    rule: &'static str,
    owner: &'static str,
    partner: &'static str,
    what: &'static str,
) -> Mistake {
    Mistake { rule, owner, partner, what }
}

/// Every mistake that was put in on purpose. All are in the draft and in what was observed.
#[rustfmt::skip]
pub const MISTAKES: &[Mistake] = &[
    mistake("XT003", "Alpha Corp", "Mistral Lane Travel", "inbound blocks one group and all applications"),
    mistake("XT004", "Alpha Corp", "Rookhollow Security", "inbound blocks one group and one application, which bars only the pair"),
    mistake("XT006", "Alpha Corp", "Tidewell Marine", "inbound allows a group of Alpha Corp instead of one of the partner"),
    mistake("XT007", "Alpha Corp", "Foxley Translations", "inbound says who, but not which applications"),
    mistake("XT008", "Alpha Corp", "Windlass Chandlery", "everything is inherited"),
    mistake("XT022", "Alpha Corp", "Opaline Glass", "inbound direct connect names the Wiki instead of Office 365"),
    mistake("XT025", "Alpha Corp", "Beta Ltd", "automatic redemption inbound, which Beta Ltd does not answer outbound"),
    mistake("XT026", "Alpha Corp", "Tern & Tide Studios", "synchronisation allowed without automatic redemption"),
    mistake("XT035", "Alpha Corp", "Hollowbrook Pharma", "inbound is allowed, but its domain is on the block list"),
    mistake("XT037", "Beta Ltd", "", "guests may invite guests"),
    mistake("XT040", "Alpha Corp", "Calder County Water Authority", "in the US Government cloud, which Alpha Corp has not ticked"),
];

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
            ..Workspace::default()
        },
        observed,
        directories: directories(),
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
