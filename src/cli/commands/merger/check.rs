use serde_json::json;

use super::say::{line_json, line_text};
use super::{File, Scene};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::trouble::Trouble;
use crate::merger::{Tick, checklist};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    file: File,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let scene = Scene::of(args.file.file.as_deref(), call)?;
    let lines = checklist(&scene.workspace, &scene.directories, &scene.answers);
    let done = lines.iter().filter(|line| line.tick == Tick::Done).count();
    let all = Tick::all(lines.iter().map(|line| line.tick));
    // An open line is a finding.
    let exit = u8::from(all == Tick::Open);
    let mut answer = if call.is_json() {
        Answer::json(&json!({
            "tick": all.word(),
            "done": done,
            "lines": lines.iter().map(line_json).collect::<Vec<_>>(),
        }))
    } else {
        let mut text = String::new();
        for line in &lines {
            text.push_str(&line_text(&scene.known, line, call.look));
        }
        text.push_str(&format!("\n{done} of {} lines hold", lines.len()));
        Answer::text(text)
    };
    answer.exit = exit;
    Ok(answer)
}
