//! A scope that is being changed: the same configuration with other people in it.

use crate::domain::{
    FilterClause, FilterGroup, ObjectAction, ObjectId, SyncConfiguration, SyncFilter,
};

/// The filters of a configuration.
pub fn filters(configuration: &SyncConfiguration) -> &[FilterGroup] {
    let scope = configuration.users().and_then(|users| users.scope.as_ref());
    scope.map(|scope| scope.groups.as_slice()).unwrap_or_default()
}

/// The cut before them.
pub fn inputs(configuration: &SyncConfiguration) -> &[FilterGroup] {
    let scope = configuration.users().and_then(|users| users.scope.as_ref());
    scope.map(|scope| scope.input_filter_groups.as_slice()).unwrap_or_default()
}

fn filters_mut(configuration: &mut SyncConfiguration) -> Option<&mut Vec<FilterGroup>> {
    let users = configuration.users_mut()?;
    Some(&mut users.scope.get_or_insert_with(SyncFilter::default).groups)
}

/// Adds a filter without a condition; returns its number.
pub fn add_filter(configuration: &mut SyncConfiguration) -> Option<usize> {
    let filters = filters_mut(configuration)?;
    let name = |number: usize| format!("Filter {number}");
    let taken = |name: &String| filters.iter().any(|one| one.name.as_ref() == Some(name));
    let numbers = filters.len() + 1..=2 * filters.len() + 1;
    let number = numbers.into_iter().find(|number| !taken(&name(*number)))?;
    filters.push(FilterGroup { name: Some(name(number)), ..FilterGroup::default() });
    Some(filters.len() - 1)
}

/// Puts a condition into a filter, which is made where it is not there yet.
pub fn put_clause(
    configuration: &mut SyncConfiguration,
    filter: usize,
    at: Option<usize>,
    clause: FilterClause,
) -> Option<usize> {
    let number = match filters(configuration).len() > filter {
        true => filter,
        false => add_filter(configuration)?,
    };
    let clauses = &mut filters_mut(configuration)?.get_mut(number)?.clauses;
    match at.and_then(|at| clauses.get_mut(at)) {
        Some(place) => {
            // What we do not know of the condition stays with it.
            let extra = std::mem::take(&mut place.extra);
            *place = FilterClause { extra, ..clause };
        }
        None => clauses.push(clause),
    }
    Some(number)
}

/// Takes a condition out; a filter without any goes with it, or it would let everybody in.
pub fn remove_clause(configuration: &mut SyncConfiguration, filter: usize, at: usize) {
    let Some(filters) = filters_mut(configuration) else { return };
    if let Some(group) = filters.get_mut(filter)
        && at < group.clauses.len()
    {
        group.clauses.remove(at);
        if group.clauses.is_empty() {
            filters.remove(filter);
        }
    }
}

/// Takes a filter out.
pub fn remove_filter(configuration: &mut SyncConfiguration, filter: usize) {
    if let Some(filters) = filters_mut(configuration)
        && filter < filters.len()
    {
        filters.remove(filter);
    }
}

/// Calls a filter otherwise.
pub fn name_filter(configuration: &mut SyncConfiguration, filter: usize, name: &str) {
    if let Some(group) = filters_mut(configuration).and_then(|filters| filters.get_mut(filter)) {
        group.name = Some(name.to_owned()).filter(|name| !name.is_empty());
    }
}

/// Assigns somebody, or nobody twice.
pub fn assign(configuration: &mut SyncConfiguration, id: ObjectId) -> bool {
    let is_new = !configuration.assigned.contains(&id);
    if is_new {
        configuration.assigned.push(id);
    }
    is_new
}

/// Switches one of the actions.
pub fn toggle(configuration: &mut SyncConfiguration, action: ObjectAction) {
    let Some(users) = configuration.users_mut() else { return };
    let does = |one: &ObjectAction| users.does(*one) != (*one == action);
    let words: Vec<&str> =
        ObjectAction::ALL.into_iter().filter(does).map(ObjectAction::word).collect();
    // `flowTypes` without any flag is written as the type has it.
    let words = if words.is_empty() { "None".to_owned() } else { words.join(",") };
    users.flow_types = Some(words);
}

/// What stands, with the scope of a draft: what else has changed meanwhile stays.
pub fn onto(stands: &SyncConfiguration, draft: &SyncConfiguration) -> SyncConfiguration {
    let mut out = stands.clone();
    out.sync_all = draft.sync_all;
    out.assigned.clone_from(&draft.assigned);
    out.deletion_threshold = draft.deletion_threshold;
    if let (Some(users), Some(wanted)) = (out.users_mut(), draft.users()) {
        users.scope.clone_from(&wanted.scope);
        users.flow_types.clone_from(&wanted.flow_types);
    }
    out
}
