//! The one seam to the language of expressions.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::DateTime;

use super::roster::Value;
use crate::expr::{self, Attributes, Ending, Environment, Expression};

/// What an expression gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evaluated {
    /// A value.
    Text(String),
    /// No value, so that nothing is written.
    Nothing,
    /// It is not evaluated here.
    Unknown,
    /// A condition of `IIF` looks at what has no value.
    ConditionFails,
    /// The service cannot evaluate it for this user.
    Fails,
    /// The service does not take it at all.
    Invalid,
}

/// An expression as it was compiled.
#[derive(Debug)]
enum Kept {
    Ready(Expression),
    /// It gives something else each time.
    Changes,
    Invalid,
}

/// The expressions of a configuration, each compiled once.
#[derive(Debug, Default)]
pub struct Expressions {
    compiled: Mutex<HashMap<String, Arc<Kept>>>,
}

impl Expressions {
    /// Evaluates an expression for one user. What changes with every run, such as `Guid()`, is not
    /// evaluated: a preview would show a value that is never written.
    pub fn evaluate<'v>(&self, text: &str, attribute: &dyn Fn(&str) -> Value<'v>) -> Evaluated {
        if text.trim().is_empty() {
            return Evaluated::Nothing;
        }
        let kept = self.kept(text);
        let expression = match kept.as_ref() {
            Kept::Ready(expression) => expression,
            Kept::Changes => return Evaluated::Unknown,
            Kept::Invalid => return Evaluated::Invalid,
        };
        let mut attributes = Attributes::new();
        for name in expression.attributes() {
            match spoken(attribute(name)) {
                Some(value) => attributes.insert(name.to_owned(), value),
                None => return Evaluated::Unknown,
            };
        }
        let environment =
            Environment { attributes: &attributes, now: DateTime::default(), seed: 0, taken: None };
        let outcome = expr::evaluate(expression, &environment);
        let has_failed = || outcome.warnings.iter().any(|warning| warning.id == CONDITION);
        match (outcome.ending, outcome.flows) {
            (_, false) if has_failed() => Evaluated::ConditionFails,
            (Ending::Failed, _) => Evaluated::Fails,
            (Ending::Evaluated, false) => Evaluated::Nothing,
            (Ending::Evaluated, true) => {
                outcome.value.text().map_or(Evaluated::Unknown, Evaluated::Text)
            }
            (Ending::NotEvaluated, _) => Evaluated::Unknown,
        }
    }
}

impl Expressions {
    fn kept(&self, text: &str) -> Arc<Kept> {
        // Whoever panicked meanwhile had nothing half done here.
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = compiled.get(text) {
            return Arc::clone(kept);
        }
        let kept = Arc::new(compile(text));
        compiled.insert(text.to_owned(), Arc::clone(&kept));
        kept
    }
}

/// The rule that marks what is something else each time.
pub(super) const CHANGES: &str = "CTS036";

/// The rule that marks a condition that looks at what has no value.
const CONDITION: &str = "CTS031";

fn compile(text: &str) -> Kept {
    let Ok(expression) = expr::parse(text) else { return Kept::Invalid };
    let findings = expr::check(&expression, None);
    match () {
        () if !findings.faults.is_empty() => Kept::Invalid,
        () if findings.warnings.iter().any(|warning| warning.id == CHANGES) => Kept::Changes,
        () => Kept::Ready(expression),
    }
}

/// A value as the language knows it; nothing where the export does not tell it.
pub(super) fn spoken(value: Value<'_>) -> Option<expr::Value> {
    Some(match value {
        Value::Untold | Value::Unreadable => return None,
        Value::Missing => expr::Value::Null,
        Value::Bool(yes) => expr::Value::Boolean(yes),
        Value::Number(digits) => match digits.parse() {
            Ok(whole) => expr::Value::Integer(whole),
            Err(_) => expr::Value::Number(digits.parse().ok()?),
        },
        Value::Text(text) => expr::Value::Text(text.to_owned()),
        Value::Reference(id) => expr::Value::Text(id.to_string()),
        Value::Many(many) => {
            expr::Value::Many(many.iter().map(|text| expr::Value::Text(text.to_owned())).collect())
        }
    })
}

/// The attributes that an expression names; none where it cannot be read.
pub fn attributes(text: &str) -> Vec<String> {
    let expression = expr::parse(text).ok();
    let names = expression.iter().flat_map(Expression::attributes);
    names.map(str::to_owned).collect()
}
