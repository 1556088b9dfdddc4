use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names::name_of;
use crate::cli::table::Table;
use crate::cli::trouble::Trouble;
use crate::domain::{ScheduleState, SyncConfiguration, Workspace};

pub fn perform(call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    Ok(configurations(desk.workspace(), call))
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
            })
        });
        return Answer::json(&list.collect());
    }
    if all.is_empty() {
        return Answer::text("no synchronisation configuration; `detente sync new` makes one");
    }
    let look = call.look;
    let mut table =
        Table::new(look, &["NAME", "SOURCE", "TARGET", "SCOPE", "STOPS AT", "SCHEDULE"]);
    for one in all {
        let scope = match (one.sync_all, one.assigned.len()) {
            (true, _) => "everyone".to_owned(),
            (false, count) => format!("{count} assigned"),
        };
        let threshold =
            one.deletion_threshold.map_or("never".to_owned(), |most| format!("{most} deletions"));
        let state = one.schedule_state.as_ref().map_or("not known", ScheduleState::word);
        table.row([
            look.show(&one.display_name).into_owned(),
            look.show(&name_of(&workspace.draft, one.source)).into_owned(),
            look.show(&name_of(&workspace.draft, one.target)).into_owned(),
            scope,
            threshold,
            look.show(state).into_owned(),
        ]);
    }
    Answer::text(table.text())
}
