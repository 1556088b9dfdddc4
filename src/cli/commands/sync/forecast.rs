use std::fmt::Write as _;
use std::ops::ControlFlow;

use serde_json::{Value, json};

use super::OneCycle;
use super::groups::{group_json, group_words};
use super::preview::{job_text, pace_text};
use super::scene::{Scene, job_json};
use super::simulate::paragraph;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::look::Look;
use crate::cli::trouble::{BUG, Trouble};
use crate::sync::{Ending, Forecast, JobVerdict, Mode, forecast};
use crate::text::counted;

pub fn perform(args: OneCycle, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let scene = Scene::of(&args.name, call)?;
    let engine = scene.engine(args.mode.mode());
    let found = forecast(*engine.inputs(), &|_| ControlFlow::Continue(()))
        .map_err(|_stopped| Trouble::of(BUG, "the forecast was stopped"))?;
    scene.tell(&engine, call);
    let exit = match found.job.verdict {
        JobVerdict::Runs | JobVerdict::Unknown => 0,
        JobVerdict::Blocked | JobVerdict::Quarantined => 1,
    };
    if call.is_json() {
        return Ok(Answer { exit, ..Answer::json(&whole(&found)) });
    }
    Ok(Answer { exit, ..Answer::text(text(&scene, &found, args.mode.mode(), call.look)) })
}

fn whole(found: &Forecast) -> Value {
    let escrow = &found.escrow;
    json!({
        "job": job_json(&found.job),
        "created": found.created,
        "failures": {
            "events": escrow.events,
            "failures": escrow.failures,
            "references": escrow.references,
            "quarantine": escrow.quarantine,
        },
        "groups": found.groups.iter().map(group_json).collect::<Vec<_>>(),
        "endings": found.endings.iter().map(ending_json).collect::<Vec<_>>(),
        "notDocumented": found.open,
        "notLookedAt": found.unseen,
    })
}

fn ending_json(one: &Ending) -> Value {
    json!({
        "way": one.word,
        "what": one.what,
        "because": one.because,
        "certainty": one.certainty.word(),
        "stayEnabled": one.enabled,
        "stayBlocked": one.disabled,
        "softDeleted": one.deleted,
        "notToBeTold": one.unclear,
    })
}

fn text(scene: &Scene, found: &Forecast, mode: Mode, look: Look) -> String {
    let mut out = String::new();
    paragraph(&mut out, "", &look.show(&scene.title()));
    out.push_str(&job_text(&found.job, &scene.configuration, look));
    out.push_str(&pace_text(&found.job.pace, mode));
    if found.created > 0 {
        paragraph(
            &mut out,
            "",
            &format!("{} made", counted(found.created, "user is", "users are")),
        );
    }
    let escrow = &found.escrow;
    let ends = match escrow.quarantine {
        Some(code) => format!("{code}: the job is put into quarantine"),
        None => "below the limits of quarantine".to_owned(),
    };
    let words = format!(
        "failures {} of {} and {} references to people out of scope: {ends}",
        escrow.failures, escrow.events, escrow.references
    );
    paragraph(&mut out, "", &words);
    out.push_str("\nassigned groups as groups\n");
    for one in &found.groups {
        let words = group_words(one);
        paragraph(&mut out, "  ", &look.show(&words));
    }
    if found.groups.is_empty() {
        out.push_str("  none\n");
    }
    out.push_str(
        "\nwhat ending it leaves in the target, where all who are found there are managed\n",
    );
    for one in &found.endings {
        paragraph(&mut out, "  ", &format!("{} ({})", one.what, one.certainty.word()));
        let counts = [
            (one.enabled, "stay and may sign in"),
            (one.disabled, "stay blocked"),
            (one.deleted, "are soft-deleted"),
            (one.unclear, "cannot be told"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
        let counts =
            if counts.is_empty() { "nobody is there".to_owned() } else { counts.join(", ") };
        paragraph(&mut out, "    ", &format!("{counts}: {}", one.because));
    }
    for (head, list) in [("not documented", &found.open), ("not looked at", &found.unseen)] {
        if !list.is_empty() {
            let _memory = writeln!(out, "\n{head}");
        }
        for words in list {
            paragraph(&mut out, "  ", words);
        }
    }
    out
}
