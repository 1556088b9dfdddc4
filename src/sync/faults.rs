//! What is wrong with a configuration before any user is looked at: what the service refuses, what
//! it takes and administrators regret.
//!
//! Each finding has the id of its rule, the place (Graph's own path), a sentence and a way out. What
//! can be told only from users is said by a preview, not here: whose mail another user has, whose
//! domain is not verified, which values differ in letter case.

mod filters;
mod job;
mod kinds;
mod mappings;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::change::FUNCTIONS;
use super::roster::SyncGroup;
use super::verdict::Certainty;
use crate::domain::{Estate, ObjectId, SyncConfiguration};

/// Something wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFault {
    /// The rule: `CTS017`, or a word of ours where the rules have none.
    pub id: &'static str,
    /// Where: a path in the schema, or what beside the schema is meant.
    pub path: String,
    /// What is wrong and what follows, in a sentence.
    pub text: String,
    /// What to do.
    pub fix: String,
    /// The service refuses it, or documents that it does not support it.
    pub is_refused: bool,
}

impl SchemaFault {
    /// The number of the attribute mapping it is about, where it is about one.
    pub fn row(&self) -> Option<usize> {
        number(&self.path, ".attributeMappings[")
    }

    /// How sure it is and where it is written, of what rests on a fault of the service's own or on
    /// pages that contradict each other.
    pub fn doubt(&self) -> Option<(Certainty, &'static str)> {
        match self.id {
            "CTS030" | "CTS031" | "CTS032" | "switchType" => {
                Some((Certainty::Undocumented, FUNCTIONS))
            }
            "CTS033" => Some((Certainty::Documented, FUNCTIONS)),
            "CTS050" => {
                let page = super::together::PAGES.first().map_or("", |(_, page)| *page);
                Some((super::together::CERTAINTY, page))
            }
            _ => None,
        }
    }

    /// The numbers of the scoping filter and of the clause in it that it is about, where it is.
    pub fn clause(&self) -> Option<(usize, usize)> {
        Some((number(&self.path, ".scope.groups[")?, number(&self.path, ".clauses[")?))
    }
}

/// The number that follows in a path.
fn number(path: &str, after: &str) -> Option<usize> {
    let (_, rest) = path.split_once(after)?;
    rest.split_once(']')?.0.parse().ok()
}

/// What else is known; nothing of it is needed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// The policies of both sides.
    pub estate: Option<&'a Estate>,
    /// The names of the attributes that the users of the source have.
    pub attributes: Option<&'a BTreeSet<String>>,
    /// The groups of the source.
    pub groups: &'a [SyncGroup],
    /// How many users could be deleted at most.
    pub population: Option<u64>,
    /// The configurations of the workspace.
    pub beside: Option<&'a BTreeMap<ObjectId, Arc<SyncConfiguration>>>,
}

/// Collects findings.
#[derive(Debug, Default)]
struct Faults(Vec<SchemaFault>);

impl Faults {
    fn warn(
        &mut self,
        id: &'static str,
        path: &str,
        text: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let (path, text, fix) = (path.to_owned(), text.into(), fix.into());
        self.add(SchemaFault { id, path, text, fix, is_refused: false });
    }

    fn refuse(
        &mut self,
        id: &'static str,
        path: &str,
        text: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let (path, text, fix) = (path.to_owned(), text.into(), fix.into());
        self.add(SchemaFault { id, path, text, fix, is_refused: true });
    }

    fn add(&mut self, fault: SchemaFault) {
        if !self.0.contains(&fault) {
            self.0.push(fault);
        }
    }
}

/// Foreign text in a sentence: not too long.
fn cut(text: &str) -> String {
    const CHARACTERS_MAX: usize = 80;
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The attributes of the source that the schema and the template of the service know of.
pub(super) fn known_attributes(configuration: &SyncConfiguration) -> BTreeSet<String> {
    let template =
        SyncConfiguration { schema: super::template::template(), ..SyncConfiguration::default() };
    let rule = configuration.users_at().map_or(0, |(rule, _)| rule);
    let words = vocabulary::Vocabulary::of(configuration, rule, None);
    let mut known = words.names.unwrap_or_default();
    for row in template.users().iter().flat_map(|users| &users.attribute_mappings) {
        known.insert(row.target.clone());
        let said = row.source.as_ref().and_then(|from| from.expression.as_deref());
        known.extend(said.map(super::expression::attributes).into_iter().flatten());
    }
    known
}

/// Everything that can be said of a configuration: what is refused comes first, then by rule.
pub fn faults(configuration: &SyncConfiguration, around: &Around<'_>) -> Vec<SchemaFault> {
    let mut out = Faults::default();
    job::check(configuration, around, &mut out);
    match (configuration.users(), configuration.users_at()) {
        (Some(users), Some((rule, mapping))) => {
            let base = format!("synchronizationRules[{rule}].objectMappings[{mapping}]");
            let words = vocabulary::Vocabulary::of(configuration, rule, around.attributes);
            mappings::check(configuration, users, &base, &words, around, &mut out);
            filters::check(users, &base, &words, &mut out);
        }
        _ => out.refuse(
            "noUserMapping",
            "synchronizationRules",
            "there is no enabled mapping from User to User, so nobody is synchronised",
            "import the schema, or restore the default mapping",
        ),
    }
    let mut faults = out.0;
    faults.sort_by(|a, b| (!a.is_refused, a.id, &a.path).cmp(&(!b.is_refused, b.id, &b.path)));
    faults
}
