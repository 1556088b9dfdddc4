use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::call::{Call, terminal_trouble};
use crate::cli::drafted::Drafted;
use crate::cli::table::Table;
use crate::cli::trouble::Trouble;
use crate::domain::Ownership;
use crate::store::{self, Desk};
use crate::tui;

/// Edits in the summary.
const EDITS: usize = 5;

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn perform(_args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    enter(desk, call)
}

/// Opens a desk full screen, or says in short what lies on it.
pub fn enter(mut desk: Desk, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    // A terminal that calls itself dumb cannot move its cursor.
    let is_dumb = (call.env)("TERM").as_deref() == Some("dumb");
    if !call.terminal || is_dumb || call.is_json() {
        return summary(&mut desk, call);
    }
    let options = tui::Options {
        ascii: call.look.ascii,
        theme: call.globals.theme,
        no_motion: call.globals.no_motion,
        no_mouse: call.globals.no_mouse,
        colour: !call.globals.no_color && (call.env)("NO_COLOR").is_none(),
        actor: call.actor.clone(),
        settings: store::settings_file(),
        editor: ["VISUAL", "EDITOR"].iter().find_map(|name| (call.env)(name)),
        // For the test that a panic leaves the terminal as it was.
        panic_key: (call.env)("DETENTE_PANIC_KEY").is_some(),
    };
    tui::run(desk, &options, call.now).map_err(|fault| terminal_trouble(&fault))?;
    Ok(Answer::default())
}

fn summary(desk: &mut Desk, call: &Call<'_>) -> Result<Answer, Trouble> {
    let workspace = desk.workspace().clone();
    let tenants = workspace.draft.tenants.values();
    let ours = tenants.clone().filter(|tenant| tenant.ownership == Ownership::Ours).count();
    let policies = tenants.filter_map(|tenant| tenant.policy.as_deref());
    let partners: usize = policies.map(|policy| policy.partners.len()).sum();
    let drafted = Drafted::of(&workspace).places();
    let place = desk.place();
    let revision = desk.revision();
    let history = desk.history()?;
    let last: Vec<_> = {
        let lines: Vec<_> = history.timeline().map(|(head, _)| head).collect();
        lines.into_iter().rev().take(EDITS).cloned().collect()
    };
    if call.is_json() {
        let last: Vec<_> = last
            .iter()
            .map(
                |edit| json!({ "revision": edit.revision, "time": edit.time, "label": edit.label }),
            )
            .collect();
        return Ok(Answer::json(&json!({
            "workspace": place,
            "revision": revision,
            "tenants": workspace.draft.tenants.len(),
            "ours": ours,
            "partners": partners,
            "drafted": drafted,
            "lastEdits": last,
        })));
    }
    let look = call.look;
    let mut table = Table::bare(look);
    let mut row = |name: &str, value: String| table.row([name.to_owned(), value]);
    row("tenants", format!("{}, {ours} of them ours", workspace.draft.tenants.len()));
    row("partners", partners.to_string());
    let differ = if drafted == 1 { "place differs" } else { "places differ" };
    row("drafted", format!("{drafted} {differ} from what was observed"));
    row("edits", revision.to_string());
    let mut text = format!("{}\n{}", look.show(&place), table.text());
    let mut edits = Table::bare(look);
    for edit in last {
        let line = format!("{}", look.show(&edit.label));
        edits.row([format!("  {}", edit.revision), edit.time, line]);
    }
    text.push_str(&edits.text());
    Ok(Answer::text(text))
}
