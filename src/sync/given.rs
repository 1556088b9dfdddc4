//! What one row of the mappings gives for a user, also where it is only being typed.

use jiff::civil::DateTime;

use super::expression::{CHANGES, spoken};
use super::mapping::{asked, built_sign_in_name, shown, unquoted};
use super::roster::{Roster, Value};
use super::row::{RowKind, text_of};
use crate::domain::{AttributeMapping, SourceType};
use crate::expr::{self, Attributes, Ending, Environment, Expression};

/// What a row gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A value.
    Text(String),
    /// No value: nothing is written.
    Nothing,
    /// The export of the source does not hold this attribute.
    Untold(String),
    /// The service could not evaluate it, and why.
    Failed(String),
    /// It is not evaluated here, and why.
    Unknown(String),
}

impl Given {
    /// Whether it is known what it gives, be it nothing or a failure.
    pub fn is_known(&self) -> bool {
        !matches!(self, Given::Untold(_) | Given::Unknown(_))
    }
}

#[derive(Debug)]
enum From {
    Nothing,
    Constant(String),
    SoftDeleted,
    SignInName,
    Attribute(String),
    Expression(Box<Expression>),
    /// It gives the same for nobody.
    Unknown(String),
    Broken(String),
}

/// A row, ready for any user.
#[derive(Debug)]
pub struct Giver<'s> {
    source: &'s Roster,
    initial_domain: Option<&'s str>,
    from: From,
}

impl<'s> Giver<'s> {
    /// Makes a row ready. Of the initial domain of the target the sign-in name is built.
    pub fn of(row: &AttributeMapping, source: &'s Roster, initial_domain: Option<&'s str>) -> Self {
        let text = text_of(row);
        let name = row.source.as_ref().and_then(|from| from.name.clone()).unwrap_or_default();
        let kind = row.source.as_ref().and_then(|from| from.kind.as_ref());
        let from = match (RowKind::of(row), kind) {
            (RowKind::Nothing, _) => From::Nothing,
            (RowKind::Constant, _) => From::Constant(constant(&text)),
            (_, Some(SourceType::Attribute)) => match name.as_str() {
                "IsSoftDeleted" => From::SoftDeleted,
                "userPrincipalName" if row.target == "userPrincipalName" => From::SignInName,
                _ => From::Attribute(name),
            },
            _ => compiled(&text),
        };
        Giver { source, initial_domain, from }
    }

    /// What it gives for a user of the source.
    pub fn give(&self, row: usize) -> Given {
        let text = |text: String| if text.is_empty() { Given::Nothing } else { Given::Text(text) };
        match &self.from {
            From::Nothing => Given::Nothing,
            From::Constant(value) => text(value.clone()),
            // Rows are asked about users in scope only.
            From::SoftDeleted => Given::Text("False".to_owned()),
            From::SignInName => match self.source.named(row, "userPrincipalName").text() {
                None => Given::Nothing,
                Some(upn) => match self.initial_domain {
                    Some(domain) => Given::Text(built_sign_in_name(upn, domain)),
                    None => Given::Unknown(
                        "the initial domain of the target is not in the workspace".to_owned(),
                    ),
                },
            },
            From::Attribute(name) => match asked(self.source, row, name) {
                Value::Untold => Given::Untold(name.clone()),
                Value::Unreadable => Given::Unknown("the value is not understood here".to_owned()),
                value => shown(value).map_or(Given::Nothing, text),
            },
            From::Expression(expression) => self.evaluate(expression, row),
            From::Unknown(why) => Given::Unknown(why.clone()),
            From::Broken(why) => Given::Failed(why.clone()),
        }
    }

    fn evaluate(&self, expression: &Expression, row: usize) -> Given {
        let mut attributes = Attributes::new();
        for name in expression.attributes() {
            match spoken(asked(self.source, row, name)) {
                Some(value) => attributes.insert(name.to_owned(), value),
                None => return Given::Untold(name.to_owned()),
            };
        }
        let environment =
            Environment { attributes: &attributes, now: DateTime::default(), seed: 0, taken: None };
        let outcome = expr::evaluate(expression, &environment);
        let why = || outcome.warnings.last().map(|last| last.text.clone()).unwrap_or_default();
        match (outcome.ending, outcome.flows) {
            (Ending::Failed, _) => Given::Failed(why()),
            (Ending::NotEvaluated, _) => Given::Unknown(why()),
            (Ending::Evaluated, false) => Given::Nothing,
            (Ending::Evaluated, true) => match outcome.value.text() {
                Some(text) if text.is_empty() => Given::Nothing,
                Some(text) => Given::Text(text),
                None => Given::Unknown("it gives several values".to_owned()),
            },
        }
    }

    /// What of a user the row reads, in the order of the row.
    pub fn reads(&self) -> Vec<String> {
        match &self.from {
            From::Attribute(name) => vec![name.clone()],
            From::SignInName => vec!["userPrincipalName".to_owned()],
            From::Expression(expression) => {
                expression.attributes().into_iter().map(str::to_owned).collect()
            }
            From::Nothing
            | From::Constant(_)
            | From::SoftDeleted
            | From::Unknown(_)
            | From::Broken(_) => Vec::new(),
        }
    }
}

/// The value of a constant.
fn constant(text: &str) -> String {
    match expr::parse(text).map(|expression| expression.node) {
        Ok(expr::Node::Text(value) | expr::Node::Number(value)) => value,
        _ => unquoted(text),
    }
}

fn compiled(text: &str) -> From {
    let expression = match expr::parse(text) {
        Ok(expression) => expression,
        Err(fault) => return From::Broken(fault.sentence),
    };
    let findings = expr::check(&expression, None);
    if let Some(fault) = findings.faults.into_iter().next() {
        return From::Broken(fault.sentence);
    }
    match findings.warnings.into_iter().find(|warning| warning.id == CHANGES) {
        Some(_) => From::Unknown("it gives something else each time".to_owned()),
        None => From::Expression(Box::new(expression)),
    }
}
