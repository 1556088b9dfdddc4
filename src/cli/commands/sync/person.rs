use std::fmt::Write as _;

use serde_json::json;

use super::scene::{Scene, behind, exit, job_json};
use super::{Cycle, GateArg};
use crate::access::Truth;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::look::{Look, Sign};
use crate::cli::table::Table;
use crate::cli::trouble::Trouble;
use crate::domain::ObjectId;
use crate::sync::{Change, Note, Roster, Step, steps};
use crate::text::{did_you_mean, nearest};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The configuration: its name or id
    #[arg(value_name = "NAME")]
    name: String,
    /// The user of the source: object id, sign-in name or display name
    #[arg(value_name = "USER")]
    user: String,
    /// Which cycle
    #[arg(long, value_enum, default_value_t)]
    mode: Cycle,
    #[command(flatten)]
    gate: GateArg,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let scene = Scene::of(&args.name, call)?;
    let row = row_of(&scene.source, &args.user)?;
    let engine = scene.engine(args.mode.mode());
    let preview = behind(&engine, args.gate.gate())?;
    scene.tell(&engine, call);
    let exit = exit(&preview);
    let steps = steps(&engine, &preview, row);
    if call.is_json() {
        let list = steps.iter().map(
            |step| json!({ "name": step.name, "status": status(step.truth), "lines": step.lines }),
        );
        let answer = Answer::json(&json!({
            "job": job_json(&preview.job),
            "letThrough": preview.is_let_through,
            "user": scene.user(&engine, &preview, row),
            "steps": list.collect::<Vec<_>>(),
        }));
        return Ok(Answer { exit, ..answer });
    }
    let look = call.look;
    let mut out = format!("{}\n", look.show(&scene.title()));
    for (number, step) in steps.iter().enumerate() {
        out.push_str(&step_text(number + 1, step, look));
    }
    let changes = engine.changes(row, &preview.users);
    if !changes.is_empty() {
        out.push_str(&changes_text(&changes, look));
    }
    Ok(Answer { exit, ..Answer::text(out) })
}

fn status(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "success",
        Truth::No => "skipped",
        Truth::Unknown => "unknown",
    }
}

fn step_text(number: usize, step: &Step, look: Look) -> String {
    let sign = look.sign(match step.truth {
        Truth::Yes => Sign::Yes,
        Truth::No => Sign::No,
        Truth::Unknown => Sign::Unknown,
    });
    let title = match step.name {
        "testConnection" => "test connection",
        name => name,
    };
    let mut out = format!("{number}. {title} {sign}\n");
    for line in &step.lines {
        let _memory = writeln!(out, "   {}", look.show(line));
    }
    out
}

fn changes_text(changes: &[Change], look: Look) -> String {
    let mut table = Table::new(look, &["ATTRIBUTE", "BEFORE", "AFTER", "MAPPING", "NOTE"]);
    for one in changes {
        let value = |text: &Option<String>| match text {
            Some(text) => look.show(text).into_owned(),
            None => "-".to_owned(),
        };
        table.row([
            look.show(&one.attribute).into_owned(),
            value(&one.before),
            value(&one.after),
            look.show(&one.mapping).into_owned(),
            one.note.map_or("", Note::word).to_owned(),
        ]);
    }
    table.text()
}

/// The user that is meant.
pub fn row_of(source: &Roster, text: &str) -> Result<usize, Trouble> {
    let text = text.trim();
    let found = match text.parse::<ObjectId>() {
        Ok(id) => source.ids().iter().position(|known| *known == id),
        Err(_) => by_name(source, text)?,
    };
    found.ok_or_else(|| {
        let names = (0..source.len()).filter_map(|row| source.named(row, "displayName").text());
        let hint = did_you_mean(&nearest(&text.to_lowercase(), names, 3));
        Trouble::bad(format!("no user of the source is called `{text}`{hint}"))
    })
}

fn by_name(source: &Roster, text: &str) -> Result<Option<usize>, Trouble> {
    let wanted = text.to_lowercase();
    for attribute in ["userPrincipalName", "mail", "displayName"] {
        let is_meant = |row: &usize| {
            let name = source.named(*row, attribute).text();
            name.is_some_and(|name| name.to_lowercase() == wanted)
        };
        let mut rows = (0..source.len()).filter(is_meant);
        match (rows.next(), rows.next()) {
            (Some(row), None) => return Ok(Some(row)),
            (Some(_), Some(_)) => {
                return Err(Trouble::bad(format!(
                    "several users of the source are called `{text}`; name the one you mean by its object id"
                )));
            }
            (None, _) => {}
        }
    }
    Ok(None)
}
