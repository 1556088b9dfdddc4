//! The lines of a scope: who is assigned, the filters with their conditions, what is done.

use super::draft::{filters, inputs};
use crate::domain::{FilterClause, FilterGroup, ObjectAction, ObjectId, SyncConfiguration};
use crate::sync::{FilterCount, ScopeCount, Tallied};
use crate::tui::model::Model;
use crate::tui::sync::Tried;

/// What a line is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Everyone, or the assigned.
    Who,
    /// One who is assigned.
    Assigned(usize),
    /// The heading of the filters.
    Filters,
    /// A filter.
    Filter(usize),
    /// A condition of it.
    Clause(usize, usize),
    /// The heading of the cut before.
    Inputs,
    /// A filter of it.
    Input(usize),
    /// A condition of that.
    InputClause(usize, usize),
    /// Something that is done.
    Action(ObjectAction),
    /// The deletions that stop a cycle.
    Threshold,
}

/// All lines of a configuration.
pub fn items(configuration: &SyncConfiguration) -> Vec<Item> {
    let mut out = vec![Item::Who];
    if !configuration.sync_all {
        out.extend((0..configuration.assigned.len()).map(Item::Assigned));
    }
    out.push(Item::Filters);
    for (at, filter) in filters(configuration).iter().enumerate() {
        out.push(Item::Filter(at));
        out.extend((0..filter.clauses.len()).map(|clause| Item::Clause(at, clause)));
    }
    let inputs = inputs(configuration);
    if !inputs.is_empty() {
        out.push(Item::Inputs);
    }
    for (at, filter) in inputs.iter().enumerate() {
        out.push(Item::Input(at));
        out.extend((0..filter.clauses.len()).map(|clause| Item::InputClause(at, clause)));
    }
    out.extend(ObjectAction::ALL.map(Item::Action));
    out.push(Item::Threshold);
    out
}

/// A condition as the log writes it.
pub fn clause_words(clause: &FilterClause) -> String {
    let attribute = clause.attribute.as_deref().unwrap_or_default();
    let operator = clause.operator.as_deref().unwrap_or_default();
    let values = clause.operand.as_ref().map(|operand| operand.values.as_slice());
    let value = match values.unwrap_or_default() {
        [] => String::new(),
        values => format!(" '{}'", values.join("', '")),
    };
    format!("{attribute} {operator}{value}")
}

/// The name of a filter.
pub fn filter_name(filters: &[FilterGroup], at: usize) -> String {
    let name = filters.get(at).and_then(|filter| filter.name.clone());
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("Filter {}", at + 1))
}

/// Who is assigned, by name, and what that is.
pub fn assigned(
    model: &Model,
    tried: Option<&Tried>,
    owner: &SyncConfiguration,
    id: ObjectId,
) -> (String, String) {
    let name = model.id_name(owner.source, id.0).map(|(name, _)| name);
    let groups = tried.map(|tried| tried.source.groups()).unwrap_or_default();
    let group = groups.iter().find(|group| group.id == id);
    let about = match group {
        Some(group) => {
            let members = match &group.members {
                Some(members) => format!("{} direct members", members.len()),
                None => "members not imported".to_owned(),
            };
            match group.security_enabled {
                Some(false) => "group, not for security: its members do not count".to_owned(),
                Some(true) | None => format!("group, {members}"),
            }
        }
        None if name.is_some() => "person".to_owned(),
        None => "not in any directory here".to_owned(),
    };
    (name.unwrap_or_else(|| id.to_string()), about)
}

/// What is counted for a line.
pub fn count(item: Item, counted: &ScopeCount) -> Option<Tallied> {
    let of = |filters: &[FilterCount], at: usize| filters.get(at).map(|filter| filter.all);
    let clause = |filters: &[FilterCount], at: usize, clause: usize| {
        filters.get(at).and_then(|filter| filter.clauses.get(clause)).copied()
    };
    match item {
        Item::Who => Some(counted.assigned),
        Item::Filter(at) => of(&counted.filters, at),
        Item::Clause(at, one) => clause(&counted.filters, at, one),
        Item::Input(at) => of(&counted.inputs, at),
        Item::InputClause(at, one) => clause(&counted.inputs, at, one),
        Item::Assigned(_) | Item::Filters | Item::Inputs | Item::Action(_) | Item::Threshold => {
            None
        }
    }
}
