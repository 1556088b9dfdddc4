use std::fmt::Write;

use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::table::Table;
use crate::cli::trouble::Trouble;
use crate::wire::Kind;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many edits; 0 is all of them
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let mut desk = call.open()?;
    let history = desk.history()?;
    let limit = if args.limit == 0 { usize::MAX } else { args.limit };
    let timeline: Vec<_> = history.timeline().collect();
    let lines = timeline.iter().rev().take(limit);
    if call.is_json() {
        let lines: Vec<_> = lines
            .map(|(line, undone)| {
                json!({
                    "revision": line.revision,
                    "time": line.time,
                    "actor": line.actor,
                    "kind": word(line.kind),
                    "of": of(line.kind),
                    "label": line.label,
                    "places": line.places,
                    "undone": undone,
                })
            })
            .collect();
        return Ok(Answer::json(&json!(lines)));
    }
    let look = call.look;
    let mut table = Table::new(look, &["EDIT", "WHEN", "WHO", "WHAT"]);
    for (line, undone) in lines {
        let what = match line.kind {
            Kind::Init | Kind::Edit | Kind::Import if *undone => {
                format!("{} (undone)", line.label)
            }
            Kind::Init | Kind::Edit | Kind::Import => line.label.clone(),
            Kind::Undo(of) => format!("undo of {of}: {}", line.label),
            Kind::Redo(of) => format!("redo of {of}: {}", line.label),
        };
        table.row([
            line.revision.to_string(),
            line.time.clone(),
            look.show(&line.actor).into_owned(),
            look.show(&what).into_owned(),
        ]);
    }
    let mut text = table.text();
    let older = timeline.len().saturating_sub(limit);
    if older > 0 {
        let _memory = writeln!(text, "{older} older edits; `--limit 0` lists all");
    }
    Ok(Answer::text(text))
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Init => "init",
        Kind::Edit => "edit",
        Kind::Import => "import",
        Kind::Undo(_) => "undo",
        Kind::Redo(_) => "redo",
    }
}

fn of(kind: Kind) -> Option<u64> {
    match kind {
        Kind::Undo(of) | Kind::Redo(of) => Some(of),
        Kind::Init | Kind::Edit | Kind::Import => None,
    }
}
