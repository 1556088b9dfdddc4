use serde_json::json;

use super::findings;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names::name_of;
use crate::cli::table::Table;
use crate::cli::trouble::Trouble;
use crate::domain::{ScheduleState, SyncConfiguration, Workspace};
use crate::sync::{Around, SchemaFault, faults};
use crate::wire;

pub fn perform(call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    Ok(configurations(desk.workspace(), call))
}

/// What is wrong with one, as far as it can be told without its directories.
fn found(workspace: &Workspace, one: &SyncConfiguration) -> Vec<SchemaFault> {
    faults(
        one,
        &Around {
            estate: Some(&workspace.draft),
            beside: Some(&workspace.synchronizations),
            ..Around::default()
        },
    )
}

/// The parts that were edited since they were imported.
fn edited(one: &SyncConfiguration) -> Vec<&'static str> {
    let Some(seen) = &one.observed else { return Vec::new() };
    let now = wire::sync_parts(one);
    let parts = [
        ("settings", &seen.settings, &now.settings),
        ("schema", &seen.schema, &now.schema),
        ("assigned", &seen.assigned, &now.assigned),
    ];
    let changed = parts.into_iter().filter(|(_, seen, now)| seen.is_some() && seen != now);
    changed.map(|(word, _, _)| word).collect()
}

/// All configurations, in the order of their names.
pub fn configurations(workspace: &Workspace, call: &Call<'_>) -> Answer {
    let mut all: Vec<&SyncConfiguration> =
        workspace.synchronizations.values().map(AsRef::as_ref).collect();
    all.sort_by_key(|one| one.display_name.to_lowercase());
    if call.is_json() {
        let list = all.iter().map(|one| {
            json!({
                "id": one.id.to_string(),
                "displayName": one.display_name,
                "sourceTenantId": one.source.to_string(),
                "targetTenantId": one.target.to_string(),
                "syncAll": one.sync_all,
                "assigned": one.assigned.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "quarantineTooManyDeletesThreshold": one.deletion_threshold,
                "scheduleState": one.schedule_state.as_ref().map(ScheduleState::word),
                "edited": edited(one),
                "findings": findings::json(&found(workspace, one)),
            })
        });
        return Answer::json(&list.collect());
    }
    if all.is_empty() {
        return Answer::text("no synchronisation configuration; `detente sync new` makes one");
    }
    let look = call.look;
    let mut table = Table::new(
        look,
        &["NAME", "SOURCE", "TARGET", "SCOPE", "STOPS AT", "SCHEDULE", "FINDINGS"],
    );
    for one in all {
        let scope = match (one.sync_all, one.assigned.len()) {
            (true, _) => "everyone".to_owned(),
            (false, _) if !one.tells_assigned() => "not known".to_owned(),
            (false, count) => format!("{count} assigned"),
        };
        // Of an imported job nothing is known before its switches came as well.
        let is_told = one.notification.is_some() || one.observed.is_none();
        let threshold = match one.deletion_threshold {
            Some(most) => format!("{most} deletions"),
            None if is_told => "never".to_owned(),
            None => "not known".to_owned(),
        };
        let state = one.schedule_state.as_ref().map_or("not known", ScheduleState::word);
        table.row([
            look.show(&one.display_name).into_owned(),
            look.show(&name_of(&workspace.draft, one.source)).into_owned(),
            look.show(&name_of(&workspace.draft, one.target)).into_owned(),
            scope,
            threshold,
            look.show(state).into_owned(),
            findings::count(&found(workspace, one)),
        ]);
    }
    Answer::text(table.text())
}
