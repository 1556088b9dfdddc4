use std::sync::Arc;

use serde_json::json;

use super::scene::{self, Scene};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::merger::say::{shown, tick_sign, todo_json, todo_text};
use crate::cli::commands::why::directories;
use crate::cli::trouble::Trouble;
use crate::merger::{Setup, Stage, Tick, setup};
use crate::sync::Mode;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The configuration: name or id
    #[arg(value_name = "NAME")]
    name: String,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let workspace = Arc::clone(desk.workspace());
    let configuration = scene::named(&workspace, &args.name)?;
    let ends = [configuration.source, configuration.target];
    let (directories, notices) = directories(desk.disk().as_ref(), ends)?;
    call.notices.extend(notices);
    // Only two directories show whether anybody arrived.
    let preview = if ends.iter().all(|end| directories.contains_key(end)) {
        let scene = Scene::of(&args.name, call)?;
        let engine = scene.engine(Mode::Incremental);
        Some(scene::whole(&engine)?)
    } else {
        None
    };
    let done = setup(&workspace, &directories, &configuration, preview.as_ref());
    let exit = u8::from(Stage::ALL.iter().any(|stage| done.tick(*stage) == Tick::Open));
    let answer = if call.is_json() { json(&done) } else { text(&workspace, &done, call) };
    Ok(Answer { exit, ..answer })
}

fn json(done: &Setup) -> Answer {
    let stages = Stage::ALL.iter().map(|stage| {
        let lines = done.lines.iter().filter(|line| line.stage == *stage).map(|line| {
            json!({
                "tenantId": line.tenant.to_string(),
                "setting": line.setting,
                "tick": line.tick.word(),
                "because": line.because,
                "code": (!line.code.is_empty() && line.tick == Tick::Open).then_some(line.code),
                "todo": line.todo.as_ref().map(todo_json),
            })
        });
        json!({
            "stage": stage.word(),
            "title": stage.title(),
            "tick": done.tick(*stage).word(),
            "lines": lines.collect::<Vec<_>>(),
        })
    });
    Answer::json(&json!({
        "source": done.source.to_string(),
        "target": done.target.to_string(),
        "stages": stages.collect::<Vec<_>>(),
    }))
}

fn text(workspace: &crate::domain::Workspace, done: &Setup, call: &Call<'_>) -> Answer {
    let look = call.look;
    let mut text = String::new();
    for (number, stage) in (1..).zip(Stage::ALL) {
        let sign = look.sign(tick_sign(done.tick(stage)));
        text.push_str(&format!("{sign} {number} {}\n", stage.title()));
        for line in done.lines.iter().filter(|line| line.stage == stage) {
            let sign = look.sign(tick_sign(line.tick));
            let owner = shown(workspace, line.tenant, look);
            text.push_str(&format!("    {sign} {owner}: {}\n", look.show(&line.because)));
            if let Some(todo) = &line.todo {
                text.push_str(&todo_text(workspace, todo, "        ", look));
            }
        }
    }
    Answer::text(text)
}
