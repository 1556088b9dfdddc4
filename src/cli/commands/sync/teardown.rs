use std::fmt::Write;
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::json;

use super::scene::{self, Scene};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::merger::say::{duty_json, duty_text, shown};
use crate::cli::look::Sign;
use crate::cli::trouble::{BUG, Trouble};
use crate::merger::{Phase, TeardownLine, teardown};
use crate::store;
use crate::sync::{self, Mode};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The configuration: name or id
    #[arg(value_name = "NAME")]
    name: String,
    /// The day on which the last one was unassigned; the waits are counted from it
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Date>,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let workspace = Arc::clone(desk.workspace());
    let configuration = scene::named(&workspace, &args.name)?;
    let today: String = (call.now)().chars().take(10).collect();
    let today: Date =
        today.parse().map_err(|_| Trouble::of(BUG, format!("`{today}` is no day")))?;
    let [_, target] = sync::wanted(&configuration);
    let disk = desk.disk();
    let go_on = &mut |_| ControlFlow::Continue(());
    let target = store::read_roster(disk.as_ref(), configuration.target, target, go_on)?;
    // Without the directory of the target nobody knows who is left there.
    let preview = if target.is_none_or(|end| end.users.is_empty()) {
        None
    } else {
        let scene = Scene::of(&args.name, call)?;
        let engine = scene.engine(Mode::Incremental);
        Some(scene::whole(&engine)?)
    };
    let lines = teardown(&workspace, &configuration, preview.as_ref(), args.since, today);
    if call.is_json() {
        return Ok(Answer::json(&json!({
            "configuration": configuration.display_name,
            "today": today.to_string(),
            "since": args.since.map(|day| day.to_string()),
            "lines": lines.iter().map(line_json).collect::<Vec<_>>(),
        })));
    }
    let look = call.look;
    let mut text = String::new();
    for (number, line) in (1..).zip(&lines) {
        let (sign, when) = match &line.phase {
            Phase::Done => (Sign::Yes, String::new()),
            Phase::Now => (Sign::No, "now".to_owned()),
            Phase::Later => (Sign::Some, "later".to_owned()),
            Phase::Wait(None) => (Sign::Some, "wait".to_owned()),
            Phase::Wait(Some(day)) => (Sign::Some, format!("until {day}")),
            Phase::Unknown => (Sign::Unknown, "not in the workspace".to_owned()),
            Phase::TooEarly => (Sign::No, "too early: undo it".to_owned()),
        };
        let owner = shown(&workspace, line.tenant, look);
        let when = if when.is_empty() { when } else { format!(" ({when})") };
        let _memory = writeln!(
            text,
            "{} {number} in {owner}: {}{when}",
            look.sign(sign),
            look.show(&line.words)
        );
        if line.phase != Phase::Done {
            let _memory = writeln!(text, "      {}", look.show(&line.because));
            let _memory = writeln!(text, "      {}", duty_text(&line.duty, look));
        }
    }
    Ok(Answer::text(text))
}

fn line_json(line: &TeardownLine) -> serde_json::Value {
    let until = match &line.phase {
        Phase::Wait(day) => day.map(|day| day.to_string()),
        _ => None,
    };
    json!({
        "id": line.id,
        "words": line.words,
        "tenantId": line.tenant.to_string(),
        "ours": line.is_ours,
        "phase": line.phase.word(),
        "until": until,
        "because": line.because,
        "duty": duty_json(&line.duty),
    })
}
