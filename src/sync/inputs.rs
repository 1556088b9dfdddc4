//! What a preview looks at.

use super::expression::{Expressions, attributes};
use super::roster::{Roster, SyncGroup};
use crate::domain::{Estate, SyncConfiguration};

/// Which cycle is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The first: nobody in the target is managed yet, everybody is looked at.
    #[default]
    Initial,
    /// A later one: whoever is found in the target is taken as managed, and only what the source has
    /// changed would be looked at.
    Incremental,
}

/// What the policy gate does to a preview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PolicyGate {
    /// A job that it stops does nothing.
    #[default]
    Kept,
    /// Everybody is shown as they will fare once nothing stops the job.
    LetThrough,
}

/// Everything a preview looks at.
#[derive(Clone, Copy)]
pub struct Inputs<'i> {
    /// The policies of both sides.
    pub estate: &'i Estate,
    /// The configuration.
    pub configuration: &'i SyncConfiguration,
    /// The users of the source, with at least the attributes of [`wanted`].
    pub source: &'i Roster,
    /// The users of the target, likewise.
    pub target: &'i Roster,
    /// The groups of the source.
    pub source_groups: &'i [SyncGroup],
    /// The groups of the target.
    pub target_groups: &'i [SyncGroup],
    /// Which cycle.
    pub mode: Mode,
    /// Evaluates expressions.
    pub expressions: &'i Expressions,
}

impl std::fmt::Debug for Inputs<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inputs").field("configuration", &self.configuration).finish_non_exhaustive()
    }
}

/// The attributes that a configuration needs of source and target.
pub fn wanted(configuration: &SyncConfiguration) -> [Vec<String>; 2] {
    const SOURCE: &[&str] = &[
        "accountEnabled",
        "alternativeSecurityIds",
        "deletedDateTime",
        "displayName",
        "mail",
        "netId",
        "userPrincipalName",
        "userState",
        "userType",
    ];
    const TARGET: &[&str] = &[
        "accountEnabled",
        "alternativeSecurityIds",
        "assignedPlans",
        "deletedDateTime",
        "dirSyncEnabled",
        "identities",
        "mail",
        "proxyAddresses",
        "userPrincipalName",
        "userState",
        "userType",
    ];
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let (mut source, mut target) = (owned(SOURCE), owned(TARGET));
    let mapping = configuration.users();
    for row in mapping.iter().flat_map(|mapping| &mapping.attribute_mappings) {
        target.push(row.target.clone());
        let Some(from) = &row.source else { continue };
        let said = from.expression.as_deref().map(attributes).into_iter().flatten();
        source.extend(said);
        source.extend(from.name.clone());
    }
    let scope = mapping.and_then(|mapping| mapping.scope.as_ref());
    let groups =
        scope.iter().flat_map(|scope| scope.groups.iter().chain(&scope.input_filter_groups));
    source.extend(groups.flat_map(|group| &group.clauses).filter_map(|one| one.attribute.clone()));
    [source, target].map(|mut names| {
        names.sort_unstable();
        names.dedup();
        names
    })
}
