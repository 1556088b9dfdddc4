//! Every function of the language, a row each.

mod dates;
mod flow;
mod lists;
mod numbers;
mod random;
mod replace;
mod search;
mod texts;

use std::fmt;

use super::evaluate::{Arguments, Stop};
use super::value::Value;

pub use dates::INTERVALS;
pub use replace::Mode;

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text; numbers and Booleans are written out.
    Text,
    /// A whole number.
    Whole,
    /// A date: from `CDate` or `Now`, or a text that is one.
    Date,
    /// An attribute with several values.
    Many,
    /// A condition.
    Condition,
    /// How `InStr` compares.
    Compare,
    /// A name of a unit of time.
    Interval,
    /// Anything.
    Any,
}

/// Whether an argument may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Required,
    Optional,
    /// This one and more of its kind, up to the end.
    Repeating,
}

/// A parameter of a function.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// As the article calls it.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it may be left out.
    pub need: Need,
}

/// A required parameter.
const fn is(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind, need: Need::Required }
}

/// A parameter that may be left out.
const fn may(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind, need: Need::Optional }
}

/// A parameter that may come again.
const fn more(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind, need: Need::Repeating }
}

/// How sure it is what a function does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The article that [`expr`](crate::expr) names describes it.
    Documented,
    /// It stands in this article of Microsoft, without a description.
    Seen(&'static str),
}

/// Whether a function gives the same for the same arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steadiness {
    Steady,
    /// It gives something else each time.
    Changing,
}

/// An expression with what it gives; each is run as a test.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The expression.
    pub expression: &'static str,
    /// Attributes and their values; several values of one stand in several rows.
    #[cfg_attr(not(test), expect(dead_code, reason = "the help shows the expression only"))]
    pub attributes: &'static [(&'static str, &'static str)],
    /// The text of what it gives; several values are joined by ` | `.
    pub gives: &'static str,
}

/// A function: everything that parser, checks, help and tests know of it.
pub struct Function {
    /// Its name, which is case-sensitive.
    pub name: &'static str,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// What it does, as the end of a sentence.
    pub help: &'static str,
    /// One use of it, where there is any that can be shown.
    pub example: Option<Example>,
    /// How sure that is.
    pub certainty: Certainty,
    /// Whether it always gives the same.
    pub steadiness: Steadiness,
    /// Evaluates it.
    pub apply: Apply,
}

/// How a function is evaluated.
pub type Apply = fn(&mut Arguments<'_, '_>) -> Result<Value, Stop>;

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// What most rows have in common.
const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    apply: Apply,
    help: &'static str,
) -> Function {
    Function {
        name,
        parameters,
        help,
        example: None,
        certainty: Certainty::Documented,
        steadiness: Steadiness::Steady,
        apply,
    }
}

impl Function {
    const fn example(
        mut self,
        expression: &'static str,
        attributes: &'static [(&'static str, &'static str)],
        gives: &'static str,
    ) -> Self {
        self.example = Some(Example { expression, attributes, gives });
        self
    }

    const fn seen(mut self, source: &'static str) -> Self {
        self.certainty = Certainty::Seen(source);
        self
    }

    const fn changing(mut self) -> Self {
        self.steadiness = Steadiness::Changing;
        self
    }

    /// The parameter of a slot.
    pub fn parameter(&self, index: usize) -> Option<&'static Parameter> {
        let last = self.parameters.last();
        self.parameters.get(index).or(last.filter(|last| last.need == Need::Repeating))
    }

    /// `Left(source, numChars)`; what may be left out has a `?`, what may come again dots.
    pub fn signature(&self) -> String {
        let names: Vec<String> = self
            .parameters
            .iter()
            .map(|parameter| match parameter.need {
                Need::Required => parameter.name.to_owned(),
                Need::Optional => format!("{}?", parameter.name),
                Need::Repeating => format!("{}, ...", parameter.name),
            })
            .collect();
        format!("{}({})", self.name, names.join(", "))
    }
}

/// All rows.
pub fn all() -> impl Iterator<Item = &'static Function> {
    const SHELVES: [&[Function]; 8] = [
        flow::ROWS,
        texts::ROWS,
        search::ROWS,
        replace::ROWS,
        lists::ROWS,
        numbers::ROWS,
        dates::ROWS,
        random::ROWS,
    ];
    SHELVES.into_iter().flatten()
}

/// The function of exactly this name.
pub fn find(name: &str) -> Option<&'static Function> {
    all().find(|function| function.name == name)
}
