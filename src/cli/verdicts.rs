//! An answer for programs and for people; `why` and `audit` share it.

use std::fmt::Write;

use serde_json::{Value, json};

use super::look::{Look, Sign};
use crate::access::{Answer, Gate, Layer, Line, Outcome, Verdict, explain};
use crate::domain::{Estate, Half, Workspace};
use crate::edit;
use crate::remedy::{Proposal, Remedies};

/// The object of `why`, and of every line of `audit`.
pub fn answer_json(answer: &Answer) -> Value {
    let decided = answer.deciding().map(|line| {
        json!({
            "tenant": line.tenant.to_string(),
            "gate": line.gate.word(),
            "setting": line.setting,
            "part": line.part.map(Half::property),
            "origin": line.origin.map(Layer::word),
        })
    });
    json!({
        "verdict": answer.verdict.word(),
        "steps": answer.steps.iter().map(|step| step.word()).collect::<Vec<_>>(),
        "errorCode": answer.error,
        "guestObject": answer.guest_object,
        "decidedBy": decided,
        "trace": answer.trace.iter().map(line_json).collect::<Vec<_>>(),
    })
}

fn line_json(line: &Line) -> Value {
    json!({
        "gate": line.gate.word(),
        "tenant": line.tenant.to_string(),
        "setting": line.setting,
        "part": line.part.map(Half::property),
        "origin": line.origin.map(Layer::word),
        "matched": line.matched,
        "outcome": line.outcome.word(),
        "because": line.because,
        "ambiguity": line.ambiguity(),
    })
}

/// The answer to a line that is no question.
pub fn unanswerable(number: u64, why: &str) -> Value {
    json!({
        "verdict": Verdict::Invalid.word(),
        "steps": [],
        "errorCode": null,
        "guestObject": false,
        "decidedBy": null,
        "trace": [{
            "gate": Gate::Question.word(),
            "tenant": null,
            "setting": null,
            "part": null,
            "origin": null,
            "matched": null,
            "outcome": Outcome::Unknown.word(),
            "because": format!("line {number}: {why}"),
            "ambiguity": null,
        }],
    })
}

fn sign(outcome: Outcome) -> Sign {
    match outcome {
        Outcome::Pass => Sign::Yes,
        Outcome::Block => Sign::No,
        Outcome::Step => Sign::Some,
        Outcome::Unknown => Sign::Unknown,
        Outcome::NotReached => Sign::Inherited,
    }
}

/// The answer for people: the verdict, a line a gate, and what the documents leave open.
pub fn answer_text(answer: &Answer, estate: &Estate, question: &str, look: Look) -> String {
    let lines = explain(answer, estate, question, &|outcome| look.sign(sign(outcome)));
    let shown: Vec<_> = lines.iter().map(|line| look.show(line)).collect();
    shown.join("\n") + "\n"
}

/// What would turn the answer around, for programs.
pub fn changes_json(workspace: &Workspace, remedies: &Remedies) -> Value {
    let one = |proposal: &Proposal| {
        json!({
            "label": proposal.label,
            "edits": proposal
                .edits
                .iter()
                .map(|edit| edit::words(workspace, std::slice::from_ref(edit)))
                .collect::<Vec<_>>(),
            "opens": proposal.opens,
            "closes": proposal.closes,
        })
    };
    json!({
        "ours": remedies.ours.iter().map(one).collect::<Vec<_>>(),
        "theirs": remedies.theirs,
    })
}

/// The same for people.
pub fn changes_text(remedies: &Remedies, look: Look) -> String {
    let mut out = String::new();
    for proposal in &remedies.ours {
        let Proposal { label, edits: _, opens, closes } = proposal;
        let _memory = writeln!(
            out,
            "  change: {}; of other known pairs it opens {opens} and closes {closes}",
            look.show(label)
        );
    }
    for words in &remedies.theirs {
        let _memory = writeln!(out, "  {}", look.show(words));
    }
    if out.is_empty() {
        out.push_str("  no change on our side turns this around for certain\n");
    }
    out
}
