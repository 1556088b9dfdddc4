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
}

/// The expressions of a configuration, each compiled once.
#[derive(Debug, Default)]
pub struct Expressions {
    compiled: Mutex<HashMap<String, Arc<Option<Expression>>>>,
}

impl Expressions {
    /// Evaluates an expression for one user. What changes with every run, such as `Guid()`, is not
    /// evaluated: a preview would show a value that is never written.
    pub fn evaluate<'v>(&self, text: &str, attribute: &dyn Fn(&str) -> Value<'v>) -> Evaluated {
        if text.trim().is_empty() {
            return Evaluated::Nothing;
        }
        let kept = self.kept(text);
        let Some(expression) = kept.as_ref() else { return Evaluated::Unknown };
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
        match (outcome.ending, outcome.flows) {
            (Ending::Evaluated, false) => Evaluated::Nothing,
            (Ending::Evaluated, true) => {
                outcome.value.text().map_or(Evaluated::Unknown, Evaluated::Text)
            }
            (Ending::Failed | Ending::NotEvaluated, _) => Evaluated::Unknown,
        }
    }
}

impl Expressions {
    fn kept(&self, text: &str) -> Arc<Option<Expression>> {
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

fn compile(text: &str) -> Option<Expression> {
    let expression = expr::parse(text).ok()?;
    let findings = expr::check(&expression, None);
    let changes = findings.warnings.iter().any(|warning| warning.id == CHANGES);
    (findings.faults.is_empty() && !changes).then_some(expression)
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
