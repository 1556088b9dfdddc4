//! An answer as lines of text: the same on the command line and on a clipboard.

use std::collections::BTreeSet;

use super::ambiguity::ambiguity;
use super::trace::{Line, Outcome, name};
use super::verdict::{Answer, Verdict};
use crate::domain::Estate;

impl Outcome {
    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            Outcome::Pass => "passes",
            Outcome::Block => "stops",
            Outcome::Step => "step",
            Outcome::Unknown => "not known",
            Outcome::NotReached => "not judged",
        }
    }
}

impl Verdict {
    /// What a single gate would have to do to bring this about.
    pub fn outcome(self) -> Outcome {
        match self {
            Verdict::Allowed => Outcome::Pass,
            Verdict::Blocked => Outcome::Block,
            Verdict::StepRequired => Outcome::Step,
            Verdict::DependsOnPartner | Verdict::Invalid => Outcome::Unknown,
        }
    }
}

/// The open questions an answer rests on, each once, with what they are.
fn open_questions(answer: &Answer) -> Vec<(&'static str, &'static str)> {
    let named: BTreeSet<&'static str> =
        answer.trace.iter().flat_map(|line| line.ambiguities.iter().copied()).collect();
    let mut known: Vec<_> =
        named.into_iter().filter_map(|name| Some((name, ambiguity(name)?))).collect();
    known.sort_by_key(|(name, _)| (name.len(), *name));
    known
}

/// The verdict on what was asked, who decided, and every gate; then the questions left open.
/// Names stand as they were imported: whoever shows the lines makes them harmless.
pub fn explain(
    answer: &Answer,
    estate: &Estate,
    asked: &str,
    sign: &dyn Fn(Outcome) -> &'static str,
) -> Vec<String> {
    let verdict = answer.verdict;
    let mut lines = vec![format!("{} {}: {asked}", sign(verdict.outcome()), verdict.title())];
    if let Some(line) = answer.deciding() {
        let mut text = format!("  decided by {}", name(estate, line.tenant));
        if !line.setting.is_empty() {
            let part = line.part.map(|part| format!(".{}", part.property())).unwrap_or_default();
            text.push_str(&format!(", {}{part}", line.setting));
        }
        if let Some(error) = answer.error {
            text.push_str(&format!("; the service says {error}"));
        }
        lines.push(text);
    }
    if !answer.steps.is_empty() {
        let steps: Vec<&str> = answer.steps.iter().map(|step| step.title()).collect();
        lines.push(format!("  on the way: {}", steps.join(", then ")));
    }
    for (place, line) in answer.trace.iter().enumerate() {
        let mark = if answer.decided_by == Some(place) { "*" } else { " " };
        lines.push(format!("{mark} {} {}", sign(line.outcome), gate_text(line, estate)));
    }
    for (name, words) in open_questions(answer) {
        lines.push(format!("  {name}: {words}"));
    }
    lines
}

fn gate_text(line: &Line, estate: &Estate) -> String {
    let open = line.ambiguity().map(|open| format!(" [{open}]")).unwrap_or_default();
    format!(
        "{:<10}  {:<18}  {}: {}{open}",
        line.outcome.title(),
        line.gate.title(),
        name(estate, line.tenant),
        line.because
    )
}
