//! What changes of a configuration of synchronisation, in one line for the history.

use crate::domain::{
    AttributeMapping, FilterClause, FilterGroup, FlowType, Guid, ObjectAction, ObjectMapping,
    SyncConfiguration, SyncFilter, Workspace,
};

/// Characters of a text that a line has room for.
const CHARACTERS_MAX: usize = 60;

/// What `after` says that `before` did not, with the name before it.
pub fn words(
    workspace: &Workspace,
    before: &SyncConfiguration,
    after: &SyncConfiguration,
) -> String {
    let what = changes(workspace, before, after);
    let said = match what.as_slice() {
        [] => "unchanged".to_owned(),
        [one] => one.clone(),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
    };
    format!("{}: {said}", before.display_name)
}

fn changes(
    workspace: &Workspace,
    before: &SyncConfiguration,
    after: &SyncConfiguration,
) -> Vec<String> {
    // Without `..`, so that what is added has to be looked at here.
    let SyncConfiguration {
        id: _,
        display_name,
        source,
        target,
        sync_all,
        assigned,
        deletion_threshold,
        schedule_state,
        job_id: _,
        notification,
        skip_out_of_scope_deletions,
        job: _,
        observed: _,
        schema,
        extra,
    } = after;
    let name = |id: Guid| match workspace.address_book.get(&id) {
        Some(entry) => entry.name.clone(),
        None => id.to_string(),
    };
    let mut out = Vec::new();
    if before.display_name != *display_name {
        out.push(format!("is called {display_name}"));
    }
    if before.source != *source || before.target != *target {
        out.push("other tenants".to_owned());
    }
    if before.sync_all != *sync_all {
        let who = if *sync_all { "everyone is in scope" } else { "only who is assigned" };
        out.push(who.to_owned());
    }
    let mut listed = |ids: Vec<Guid>, verb: &str| match ids.as_slice() {
        [] => {}
        [one] => out.push(format!("{} {verb}", name(*one))),
        many => out.push(format!("{} {verb}", many.len())),
    };
    let new = assigned.iter().filter(|id| !before.assigned.contains(id)).map(|id| id.0);
    listed(new.collect(), "assigned");
    let gone = before.assigned.iter().filter(|id| !assigned.contains(id)).map(|id| id.0);
    listed(gone.collect(), "no longer assigned");
    if before.deletion_threshold != *deletion_threshold {
        out.push(match deletion_threshold {
            Some(count) => format!("{count} deletions stop a cycle"),
            None => "no number of deletions stops a cycle".to_owned(),
        });
    }
    if before.schedule_state != *schedule_state {
        let word = schedule_state.as_ref().map_or("not told", |state| state.word());
        out.push(format!("the job is {word}"));
    }
    if before.notification != *notification {
        let to = notification.as_ref().and_then(|one| one.recipients.as_deref());
        out.push(to.map_or_else(|| "nobody is told".to_owned(), |to| format!("{to} is told")));
    }
    if before.skip_out_of_scope_deletions != *skip_out_of_scope_deletions {
        let word = match skip_out_of_scope_deletions {
            Some(true) => "who leaves the scope is to be skipped",
            Some(false) | None => "who leaves the scope is not to be skipped",
        };
        out.push(word.to_owned());
    }
    match (before.users(), after.users()) {
        (Some(before), Some(after)) => out.extend(mapping(before, after)),
        _ if before.schema != *schema => out.push("another schema".to_owned()),
        _ => {}
    }
    if out.is_empty() && (before.schema != *schema || before.extra != *extra) {
        out.push("changed".to_owned());
    }
    out
}

fn mapping(before: &ObjectMapping, after: &ObjectMapping) -> Vec<String> {
    let mut out = Vec::new();
    for action in ObjectAction::ALL {
        if before.does(action) != after.does(action) {
            let verb = match action {
                ObjectAction::Add => "create",
                ObjectAction::Update => "update",
                ObjectAction::Delete => "delete",
            };
            out.push(format!("{verb} is {}", if after.does(action) { "on" } else { "off" }));
        }
    }
    let rows = |mapping: &ObjectMapping, target: &str| -> Vec<AttributeMapping> {
        let rows = mapping.attribute_mappings.iter();
        rows.filter(|row| row.target == target).cloned().collect()
    };
    let mut targets: Vec<&str> = Vec::new();
    for row in after.attribute_mappings.iter().chain(&before.attribute_mappings) {
        if !targets.contains(&row.target.as_str()) {
            targets.push(&row.target);
        }
    }
    for target in targets {
        let (was, is) = (rows(before, target), rows(after, target));
        match (was.as_slice(), is.as_slice()) {
            _ if was == is => {}
            (_, []) => out.push(format!("{target} is no longer mapped")),
            (was, [.., row]) => out.push(row_words(was.last(), row)),
        }
    }
    let empty = SyncFilter::default();
    let (was, is) =
        (before.scope.as_ref().unwrap_or(&empty), after.scope.as_ref().unwrap_or(&empty));
    if was.groups != is.groups {
        out.push(format!("scope: {}", filter_words(&was.groups, &is.groups)));
    }
    if was.input_filter_groups != is.input_filter_groups {
        let what = filter_words(&was.input_filter_groups, &is.input_filter_groups);
        out.push(format!("cut before scope: {what}"));
    }
    out
}

/// What a row says now that it did not.
fn row_words(before: Option<&AttributeMapping>, row: &AttributeMapping) -> String {
    let target = &row.target;
    let text = |row: &AttributeMapping| row.source.as_ref().map(|from| from.expression.clone());
    let is_same = before.is_some_and(|before| text(before) == text(row));
    let flow = before.is_none_or(|before| before.flow_type != row.flow_type);
    let default = before.is_none_or(|before| before.default_value != row.default_value);
    match (is_same, &row.source) {
        (false, None) => format!("{target} is left alone"),
        (false, Some(from)) => {
            let what = from.expression.as_deref().or(from.name.as_deref()).unwrap_or_default();
            format!("{target} is now {}", cut(what))
        }
        (true, _) if flow => match row.flow_type.as_ref().unwrap_or(&FlowType::Always) {
            FlowType::Always => format!("{target} is written always"),
            FlowType::ObjectAddOnly => format!("{target} is written on creation only"),
            other => format!("{target} is written {}", other.word()),
        },
        (true, _) if default => match row.default_value.as_deref() {
            Some(value) if !value.is_empty() => {
                format!("{target} is {} on creation where nothing is given", cut(value))
            }
            _ => format!("{target} has no default any more"),
        },
        (true, _) => format!("{target} changed"),
    }
}

fn filter_words(before: &[FilterGroup], after: &[FilterGroup]) -> String {
    let clauses = |groups: &[FilterGroup]| -> Vec<FilterClause> {
        groups.iter().flat_map(|group| group.clauses.iter().cloned()).collect()
    };
    let (was, is) = (clauses(before), clauses(after));
    let new: Vec<&FilterClause> = is.iter().filter(|clause| !was.contains(clause)).collect();
    match (after.len(), new.as_slice()) {
        (0, _) => "no filter".to_owned(),
        (_, [one]) => cut(&clause_words(one)),
        (1, _) => "1 filter".to_owned(),
        (count, _) => format!("{count} filters"),
    }
}

/// `department EQUALS 'Nursing'`.
fn clause_words(clause: &FilterClause) -> String {
    let attribute = clause.attribute.as_deref().unwrap_or_default();
    let operator = clause.operator.as_deref().unwrap_or_default();
    let values = clause.operand.as_ref().map(|operand| operand.values.join(", "));
    let value = values.filter(|text| !text.is_empty()).map(|text| format!(" '{text}'"));
    format!("{attribute} {operator}{}", value.unwrap_or_default())
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
