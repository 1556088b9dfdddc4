//! Values of another type: keys of `Switch` that a truth never equals, and results that are no truth
//! where one is written.
//!
//! `Switch` compares texts, and letter case counts; a truth reads `True` or `False`. What the service
//! does with another text where it writes a truth is not documented.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/functions-for-customizing-application-data.md

use super::vocabulary::{Definition, Vocabulary};
use crate::expr::{Expression, Node};

/// Attributes that are true or false.
const TRUTHS: [&str; 3] = ["accountEnabled", "IsSoftDeleted", "showInAddressList"];

fn is_truth(name: &str, known: Option<&Definition>) -> bool {
    TRUTHS.contains(&name) || known.is_some_and(|known| known.kind == "Boolean")
}

/// What is to be said of an expression that is written to `target`.
pub(super) fn check(target: &str, expression: &Expression, words: &Vocabulary) -> Vec<String> {
    let mut out = Vec::new();
    let mut waiting = vec![expression];
    while let Some(piece) = waiting.pop() {
        out.extend(keys(piece, words));
        waiting.extend(piece.children());
    }
    if is_truth(target, words.target.get(target)) {
        let wrong = results(expression)
            .into_iter()
            .find(|text| !text.eq_ignore_ascii_case("true") && !text.eq_ignore_ascii_case("false"));
        out.extend(wrong.map(|text| {
            format!("`{target}` is true or false, and the expression may give `{}`; what the service does then is not documented", super::cut(text))
        }));
    }
    out
}

/// A `Switch` over a truth with a key that it never equals.
fn keys(piece: &Expression, words: &Vocabulary) -> Option<String> {
    let Node::Call(call) = &piece.node else { return None };
    let Some(Node::Attribute(name)) = call.argument(0).map(|source| &source.node) else {
        return None;
    };
    if call.function.name != "Switch" || !is_truth(name, words.source.get(name.as_str())) {
        return None;
    }
    let keys = (2..call.arguments.len()).step_by(2).filter_map(|at| text(call.argument(at)?));
    let wrong = keys.into_iter().find(|key| !matches!(*key, "True" | "False" | ""))?;
    Some(format!(
        "`[{name}]` is True or False, which the key `{}` of `Switch` never equals: letter case counts",
        super::cut(wrong)
    ))
}

fn text(piece: &Expression) -> Option<&str> {
    match &piece.node {
        Node::Text(text) | Node::Number(text) => Some(text),
        _ => None,
    }
}

/// The literals that an expression may give as a whole.
fn results(expression: &Expression) -> Vec<&str> {
    let Node::Call(call) = &expression.node else { return text(expression).into_iter().collect() };
    let at: Vec<usize> = match call.function.name {
        "IIF" => vec![1, 2],
        "Switch" => {
            let values = (3..call.arguments.len()).step_by(2);
            std::iter::once(1).chain(values).collect()
        }
        _ => Vec::new(),
    };
    at.into_iter().filter_map(|at| call.argument(at)).flat_map(results).collect()
}
