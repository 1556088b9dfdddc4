use std::fmt::Write;

use serde_json::json;

use super::say::{asked_json, duty_text, fault_json, fault_text, shown, staged_json};
use super::{File, Scene};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::look::{Look, Sign};
use crate::cli::trouble::Trouble;
use crate::merger::{Proposal, State, StepView, proposal, steps, vain_filters};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    file: File,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let scene = Scene::of(args.file.file.as_deref(), call)?;
    let proposal = proposal(&scene.workspace, &scene.directories, &scene.answers);
    let steps = steps(&scene.workspace, &scene.answers, &proposal);
    if call.is_json() {
        let steps = steps.iter().map(|view| {
            json!({
                "id": view.row.id,
                "title": view.row.title,
                "question": view.row.question,
                "why": view.row.why,
                "dependsOn": view.row.depends_on.iter().map(|one| one.row().id).collect::<Vec<_>>(),
                "state": view.state.word(),
                "answer": (!view.answer.is_empty()).then_some(&view.answer),
                "faults": view.faults.iter().map(|one| fault_json(one)).collect::<Vec<_>>(),
                "staged": view.staged.iter().map(|one| staged_json(one)).collect::<Vec<_>>(),
                "asked": view.asked.iter().map(|one| asked_json(one)).collect::<Vec<_>>(),
            })
        });
        return Ok(Answer::json(&json!({
            "label": proposal.label,
            "sound": proposal.is_sound(),
            "edits": proposal.edits.len(),
            "steps": steps.collect::<Vec<_>>(),
        })));
    }
    Ok(Answer::text(text(&scene, &proposal, &steps, call.look)))
}

fn text(scene: &Scene, proposal: &Proposal, steps: &[StepView<'_>], look: Look) -> String {
    let mut text = format!("{}\n\n", look.show(&proposal.label));
    for (number, view) in (1..).zip(steps) {
        let sign = match view.state {
            State::Answered => Sign::Yes,
            State::Faulty => Sign::No,
            State::Open | State::Waiting => Sign::Unknown,
        };
        let waits = match view.state {
            State::Waiting => {
                let on: Vec<&str> = view.row.depends_on.iter().map(|one| one.row().title).collect();
                format!("  (reads: {})", on.join(", "))
            }
            State::Open | State::Answered | State::Faulty => String::new(),
        };
        let answer = if view.answer.is_empty() { view.row.question } else { &view.answer };
        let _memory = writeln!(
            text,
            "{} {number:>2} {:<20} {}{waits}",
            look.sign(sign),
            view.row.title,
            look.show(answer)
        );
        for fault in &view.faults {
            let _memory = writeln!(text, "      {}", fault_text(fault, look));
        }
        for one in &view.staged {
            let owner = shown(&scene.known, one.owner, look);
            let _memory = writeln!(text, "      + in {owner}: {}", look.show(&one.words));
        }
        for one in &view.asked {
            let owner = shown(&scene.known, one.owner, look);
            let verb = if one.is_missing { "has to" } else { "is asked to" };
            let _memory = writeln!(
                text,
                "      {} {owner} {verb}: {} ({})",
                look.sign(Sign::Unknown),
                look.show(&one.words),
                duty_text(&one.duty, look)
            );
        }
    }
    let _memory = write!(text, "\n{}", look.show(&verdict(scene, proposal)));
    text
}

/// How far it is. Where questions are open or a filter tells nobody in or out, nothing is said to be
/// complete.
fn verdict(scene: &Scene, proposal: &Proposal) -> String {
    let mut said = vec![match (proposal.is_sound(), proposal.edits.len()) {
        (false, _) => return "some of it cannot be done like this; see `stop` above".to_owned(),
        (true, 0) => String::new(),
        (true, 1) => "1 edit is missing; `detente merger apply-answers` makes it".to_owned(),
        (true, count) => {
            format!("{count} edits are missing; `detente merger apply-answers` makes them one step")
        }
    }];
    said.extend(vain_filters(&scene.workspace, &scene.answers));
    let open: Vec<&str> = scene.answers.open().map(|row| row.title).collect();
    if !open.is_empty() {
        said.push(format!("not answered: {}", open.join(", ")));
    }
    said.retain(|text| !text.is_empty());
    match said.as_slice() {
        [] => "nothing is missing on our side".to_owned(),
        all => all.join("; "),
    }
}
