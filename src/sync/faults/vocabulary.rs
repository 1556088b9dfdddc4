//! What the directories of a schema say of their attributes.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Json, SyncConfiguration};

/// What is known of one attribute.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/synchronization-attributedefinition.md
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    pub is_multivalued: bool,
    /// `String`, `DateTime`, …
    pub kind: String,
    /// `ReadWrite`, `ReadOnly`, …
    pub mutability: String,
}

/// Attributes of users, as the schema's own directories and the users themselves tell.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    pub source: BTreeMap<String, Definition>,
    pub target: BTreeMap<String, Definition>,
    /// Names of the source, where anybody told any.
    pub names: Option<BTreeSet<String>>,
}

impl Vocabulary {
    /// Of the directories that a rule names.
    pub fn of(
        configuration: &SyncConfiguration,
        rule: usize,
        attributes: Option<&BTreeSet<String>>,
    ) -> Self {
        let named = |member: &str| {
            let rule = configuration.schema.rules.get(rule)?;
            let (_, value) = rule.extra.iter().find(|(name, _)| *name == member)?;
            value.as_str().map(str::to_owned)
        };
        let directories = configuration.schema.extra.iter();
        let directories = directories.filter(|(name, _)| *name == "directories");
        let directories: Vec<&Json> =
            directories.filter_map(|(_, list)| list.as_array()).flatten().collect();
        let users = |name: Option<String>| {
            let is_it = |one: &&&Json| name.is_some() && text(one, "name") == name.as_deref();
            directories.iter().find(is_it).map(|one| definitions(one)).unwrap_or_default()
        };
        let source = users(named("sourceDirectoryName"));
        let target = users(named("targetDirectoryName"));
        let mut names: BTreeSet<String> = source.keys().cloned().collect();
        names.extend(attributes.into_iter().flatten().cloned());
        let names = (!names.is_empty()).then_some(names);
        Vocabulary { source, target, names }
    }
}

fn text<'j>(of: &'j Json, name: &str) -> Option<&'j str> {
    of.get(name).and_then(Json::as_str)
}

fn definitions(directory: &Json) -> BTreeMap<String, Definition> {
    let objects = directory.get("objects").and_then(Json::as_array).into_iter().flatten();
    let users = objects.filter(|object| text(object, "name") == Some("User"));
    let attributes = users
        .filter_map(|object| object.get("attributes").and_then(Json::as_array))
        .flatten()
        .filter_map(|one| {
            let definition = Definition {
                is_multivalued: one.get("multivalued").and_then(Json::as_bool).unwrap_or(false),
                kind: text(one, "type").unwrap_or_default().to_owned(),
                mutability: text(one, "mutability").unwrap_or_default().to_owned(),
            };
            text(one, "name").map(|name| (name.to_owned(), definition))
        });
    attributes.collect()
}
