use std::fmt::Write;
use std::path::PathBuf;

use serde_json::json;

use super::merger::Scene;
use super::merger::say::{line_json, shown, tick_sign, todo_json, todo_text};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names;
use crate::cli::trouble::Trouble;
use crate::merger::{Cell, Mesh, mesh, open_lines, relation_lines};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The answers that say which pairs are wanted; without it those that are kept in the workspace
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Show what is open between two: the home tenant
    #[arg(long, value_name = "TENANT", requires = "resource")]
    home: Option<String>,
    /// Show what is open between two: the resource tenant
    #[arg(long, value_name = "TENANT", requires = "home")]
    resource: Option<String>,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let scene = Scene::of(args.file.as_deref(), call)?;
    let (workspace, answers) = (&scene.workspace, &scene.answers);
    let done = mesh(workspace, answers);
    if let (Some(home), Some(resource)) = (&args.home, &args.resource) {
        let home = names::tenant(&workspace.draft, home)?;
        let resource = names::tenant(&workspace.draft, resource)?;
        let Some(pair) = done.pairs.iter().find(|one| (one.home, one.resource) == (home, resource))
        else {
            return Err(Trouble::bad("one of these tenants takes no part in the merger"));
        };
        let open = open_lines(workspace, answers, home, resource);
        let lines = relation_lines(workspace, &scene.directories, answers, home, resource);
        if call.is_json() {
            return Ok(Answer::json(&json!({
                "home": home.to_string(),
                "resource": resource.to_string(),
                "cell": pair.cell.word(),
                "met": pair.met,
                "open": open.iter().map(todo_json).collect::<Vec<_>>(),
                "lines": lines.iter().map(line_json).collect::<Vec<_>>(),
            })));
        }
        let [met, all] = pair.met;
        let mut text = format!("{}, {met} of {all} settings are as wanted\n", pair.cell.word());
        for todo in &open {
            text.push_str(&todo_text(&scene.known, todo, "  ", call.look));
        }
        for line in &lines {
            let sign = call.look.sign(tick_sign(line.tick));
            let _memory = writeln!(text, "{sign} {}", call.look.show(&line.title));
            if !line.mind.is_empty() {
                let _memory = writeln!(text, "    mind: {}", call.look.show(&line.mind));
            }
        }
        return Ok(Answer::text(text));
    }
    if call.is_json() {
        return Ok(json(&done));
    }
    Ok(text(&scene, &done, call))
}

fn json(done: &Mesh) -> Answer {
    let pairs = done.pairs.iter().filter(|pair| pair.cell != Cell::Own).map(|pair| {
        json!({
            "home": pair.home.to_string(),
            "resource": pair.resource.to_string(),
            "cell": pair.cell.word(),
            "met": pair.met,
        })
    });
    Answer::json(&json!({
        "tenants": done.tenants.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "pairs": pairs.collect::<Vec<_>>(),
    }))
}

/// Rows are whose people, columns where to; both in the order of the answers.
fn text(scene: &Scene, done: &Mesh, call: &Call<'_>) -> Answer {
    let mut text = String::new();
    for (number, id) in (1..).zip(&done.tenants) {
        let cells: String = done
            .row(number - 1)
            .iter()
            .map(|pair| pair.cell.sign())
            .fold(String::new(), |row, sign| format!("{row}{sign}"));
        let name = shown(&scene.known, *id, call.look);
        let _memory = writeln!(text, "{number:>3} {cells}  {name}");
    }
    text.push('\n');
    for cell in Cell::ALL.into_iter().filter(|cell| *cell != Cell::Own) {
        let count = done.count(cell);
        if count > 0 {
            let _memory = writeln!(text, "{} {count} {}", cell.sign(), cell.word());
        }
    }
    text.push_str("rows are whose people, columns where to, in the same order");
    Answer::text(text)
}
