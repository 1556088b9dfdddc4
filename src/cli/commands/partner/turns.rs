//! Sample questions before and after, and what is staged and asked: said alike by all that take in
//! or cut off.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::cli::look::Look;
use crate::domain::Workspace;
use crate::merger::{Asked, Staged, Turn};

use crate::cli::commands::merger::say::{duty_text, shown};

/// As programs read it.
pub fn turn_json(turn: &Turn) -> Value {
    json!({
        "words": turn.words,
        "home": turn.question.home.to_string(),
        "resource": turn.question.resource.to_string(),
        "user": turn.question.user.to_string(),
        "app": turn.question.app.to_string(),
        "kind": turn.question.kind.word(),
        "before": turn.before.word(),
        "after": turn.after.word(),
        "because": (!turn.because.is_empty()).then_some(&turn.because),
    })
}

/// For people; with why, where it is not plain.
pub fn turns_text(turns: &[Turn], why: bool, look: Look) -> String {
    let mut text = String::new();
    for turn in turns {
        let change = if turn.before == turn.after {
            turn.after.short().to_owned()
        } else {
            format!("{}, was {}", turn.after.short(), turn.before.short())
        };
        let _memory = writeln!(text, "  {}: {change}", look.show(&turn.words));
        if why && !turn.because.is_empty() {
            let _memory = writeln!(text, "      {}", look.show(&turn.because));
        }
    }
    text
}

/// What is staged, and what they have to do.
pub fn work_text(workspace: &Workspace, staged: &[Staged], asked: &[Asked], look: Look) -> String {
    let mut text = String::new();
    for one in staged {
        let owner = shown(workspace, one.owner, look);
        let _memory = writeln!(text, "  + in {owner}: {}", look.show(&one.words));
    }
    for one in asked {
        let owner = shown(workspace, one.owner, look);
        let verb = if one.is_missing { "has to" } else { "is asked to" };
        let _memory = writeln!(
            text,
            "  ? {owner} {verb}: {} ({})",
            look.show(&one.words),
            duty_text(&one.duty, look)
        );
    }
    text
}
