use std::fmt::Write;

use serde_json::{Value, json};

use super::say::shown;
use super::{File, Scene};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::sync::previewed;
use crate::cli::trouble::Trouble;
use crate::edit;
use crate::merger::{Forecast, Shift, between, forecast, proposal, simulate, unseen};
use crate::sync::{Mode, minutes_words};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    file: File,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let scene = Scene::of(args.file.file.as_deref(), call)?;
    let Scene { desk, workspace, directories, answers, .. } = &scene;
    let done = proposal(workspace, directories, answers);
    let after = edit::apply(workspace, &done.edits)
        .map_err(|bad| Trouble::bad(format!("the answers cannot be simulated: {bad}")))?;
    let shifts = simulate(workspace, &after, directories, answers);
    let mut forecasts = Vec::new();
    for held in between(&after, answers) {
        if !directories.contains_key(&held.source) {
            continue;
        }
        let preview = previewed(&after, held, desk.disk().as_ref(), Mode::Initial, call)?;
        forecasts.push(forecast(held, &preview));
    }
    call.notices.extend(unseen(workspace, directories, answers));
    if call.is_json() {
        return Ok(Answer::json(&json!({
            "shifts": shifts.iter().map(shift_json).collect::<Vec<_>>(),
            "cycles": forecasts.iter().map(forecast_json).collect::<Vec<_>>(),
        })));
    }
    Ok(Answer::text(text(&scene, &shifts, &forecasts, call)))
}

fn shift_json(shift: &Shift) -> Value {
    json!({
        "home": shift.home.to_string(),
        "resource": shift.resource.to_string(),
        "kind": shift.kind.word(),
        "people": shift.people,
        "apps": shift.apps,
        "opened": shift.opened,
        "closed": shift.closed,
        "losing": shift.losing,
        "losers": shift.losers.iter().map(|(id, name)| json!({ "id": id.to_string(), "name": name })).collect::<Vec<_>>(),
    })
}

fn forecast_json(one: &Forecast) -> Value {
    let actions =
        one.actions.iter().map(|(action, count)| (action.word().to_owned(), json!(count)));
    let collisions = one.collisions.iter().map(|(reason, count)| {
        let (code, sentence) = reason.words();
        json!({ "code": (!code.is_empty()).then_some(code), "because": sentence, "users": count })
    });
    json!({
        "configuration": one.name,
        "source": one.source.to_string(),
        "target": one.target.to_string(),
        "job": one.job,
        "because": one.because,
        "actions": Value::Object(actions.collect()),
        "collisions": collisions.collect::<Vec<_>>(),
        "undocumented": one.unsure,
        "firstCycleMinutes": one.first_cycle_minutes,
        "licences": one.licences,
    })
}

fn text(scene: &Scene, shifts: &[Shift], forecasts: &[Forecast], call: &Call<'_>) -> String {
    let look = call.look;
    let name = |id| shown(&scene.known, id, look);
    let mut text = String::new();
    if shifts.is_empty() {
        text.push_str("no sign-in of anybody known is opened or stopped by the settings\n");
    }
    for shift in shifts {
        let _memory = writeln!(
            text,
            "people of {} in {}, {}: {} opened, {} stopped (pairs of {} people and {} applications)",
            name(shift.home),
            name(shift.resource),
            shift.kind.word(),
            shift.opened,
            shift.closed,
            shift.people,
            shift.apps
        );
        if shift.losing > 0 {
            let named: Vec<String> =
                shift.losers.iter().map(|(_, name)| look.show(name).into_owned()).collect();
            let more = shift.losing.saturating_sub(named.len() as u64);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let _memory =
                writeln!(text, "  {} lose something: {}{more}", shift.losing, named.join(", "));
        }
    }
    for one in forecasts {
        let _memory = writeln!(
            text,
            "synchronisation {}: the job {}",
            look.show(&one.name),
            match one.job {
                "runs" => "runs",
                "unknown" => "depends on what is not in the workspace",
                other => other,
            }
        );
        for because in &one.because {
            let _memory = writeln!(text, "  {}", look.show(because));
        }
        let counts: Vec<String> = one
            .actions
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(action, count)| format!("{} {count}", action.word()))
            .collect();
        let _memory = writeln!(text, "  {}", counts.join(", "));
        for (reason, count) in &one.collisions {
            let (code, sentence) = reason.words();
            let code = if code.is_empty() { String::new() } else { format!("{code}: ") };
            let _memory = writeln!(text, "  {count} collide: {code}{sentence}");
        }
        let _memory = writeln!(
            text,
            "  first cycle {}, {} licences in the source",
            minutes_words(one.first_cycle_minutes),
            one.licences
        );
    }
    text
}
