//! Plans as they leave the program: each step as the request it is, and a shelf of formats.
//!
//! A format is a file here and a row in [`FORMATS`]. All of them are written from one document, so
//! they cannot disagree. Nothing here opens a file or a connection.

mod document;
mod expect;
mod json;
mod markdown;
mod outage;
mod portal;
mod request;
mod values;

pub use document::{Document, Entry, Line, Place, Sent, Sum, document};
pub use expect::{Compared, Drift, compare};
pub use json::{is_plan, read};
pub use outage::Gap;

use crate::domain::{Estate, Tenant, TenantId, Workspace};
use crate::plan::{Choice, Plan};

/// The plan of a workspace, with what was edited in its synchronisations since they were imported.
pub fn planned(workspace: &Workspace, choice: &Choice) -> Plan {
    Plan::with(workspace, choice, crate::wire::sync_parts)
}

/// A way to write a plan.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub word: &'static str,
    /// How its files end.
    pub ending: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// The whole file.
    pub write: fn(&Document) -> Vec<u8>,
    /// Reads back what was written and says what differs from the document.
    pub verify: fn(&[u8], &Document) -> Result<(), String>,
    /// Whether a file was written by this format, so that it may be replaced.
    pub is_ours: fn(&[u8]) -> bool,
}

/// Every format.
pub const FORMATS: &[Format] = &[json::FORMAT, markdown::FORMAT];

/// What files of a tenant are called: its domain where that makes a plain name that no other of ours
/// has, else its id.
pub fn stem(estate: &Estate, owner: TenantId) -> String {
    let domain = |tenant: &Tenant| tenant.primary_domain().map(ToString::to_string);
    let plain = |name: &String| {
        name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
            && !name.starts_with(['.', '-'])
    };
    let name = estate.tenant(owner).and_then(domain).filter(plain);
    let others = estate.tenants.values().filter(|tenant| tenant.id != owner);
    let is_only = |name: &String| others.clone().all(|other| domain(other).as_ref() != Some(name));
    name.filter(is_only).unwrap_or_else(|| owner.to_string())
}

#[cfg(test)]
mod tests;
