//! An answer for programs and for people; `why` and `audit` share it.

use std::fmt::Write;

use serde_json::{Value, json};

use super::look::{Look, Sign};
use crate::access::{Answer, Brief, Decider, Gate, Layer, Line, Outcome, Steps, Verdict, explain};
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

/// The same without its trace, byte for byte, for a line of `audit`. Every word in it is plain, so
/// that nothing needs escaping and no tree of values is built.
pub fn brief_line(brief: &Brief, out: &mut String) {
    let Brief { verdict, steps, error, guest_object, decided_by } = brief;
    let optional = |out: &mut String, word: Option<&str>| match word {
        Some(word) => push_all(out, &["\"", word, "\""]),
        None => out.push_str("null"),
    };
    push_all(out, &["{\"verdict\":\"", verdict.word(), "\",\"steps\":["]);
    for (place, step) in steps.iter().enumerate() {
        push_all(out, &[if place > 0 { "," } else { "" }, "\"", step.word(), "\""]);
    }
    out.push_str("],\"errorCode\":");
    optional(out, *error);
    push_all(out, &[",\"guestObject\":", if *guest_object { "true" } else { "false" }]);
    out.push_str(",\"decidedBy\":");
    let Some(Decider { gate, tenant, setting, part, origin }) = decided_by else {
        out.push_str("null}");
        return;
    };
    let _memory = write!(out, "{{\"tenant\":\"{tenant}\"");
    push_all(out, &[",\"gate\":\"", gate.word(), "\",\"setting\":\"", setting, "\",\"part\":"]);
    optional(out, part.map(Half::property));
    out.push_str(",\"origin\":");
    optional(out, origin.map(Layer::word));
    out.push_str("}}");
}

fn push_all(out: &mut String, words: &[&str]) {
    out.extend(words.iter().copied());
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

/// The answer to a line that is no question, without the trace that says why.
pub const UNANSWERABLE: Brief = Brief {
    verdict: Verdict::Invalid,
    steps: Steps::NONE,
    error: None,
    guest_object: false,
    decided_by: None,
};

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
            "opens": proposal.reach.map(|reach| reach.opens),
            "closes": proposal.reach.map(|reach| reach.closes),
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
        let Proposal { label, edits: _, reach } = proposal;
        let touches = match reach {
            Some(reach) => {
                format!("of other known pairs it opens {} and closes {}", reach.opens, reach.closes)
            }
            None => "whom else it touches cannot be counted".to_owned(),
        };
        let _memory = writeln!(out, "  change: {}; {touches}", look.show(label));
    }
    for words in &remedies.theirs {
        let _memory = writeln!(out, "  {}", look.show(words));
    }
    if out.is_empty() {
        out.push_str("  no change on our side turns this around for certain\n");
    }
    out
}
