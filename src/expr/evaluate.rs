//! From an expression and the attributes of one user to a value.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::DateTime;

use super::date;
use super::functions::{Function, Mode};
use super::number::Dice;
use super::pattern::{BadPattern, Pattern, pattern};
use super::syntax::{Call, CompareWord, Comparison, Expression, Node, Operator};
use super::value::{Attributes, Value};
use super::warning::{FAILED, NOT_EVALUATED, UNDOCUMENTED, Warning, merge, quoted};

/// Bytes a value may grow to. Ours: no attribute holds as much, and nested `Replace` could ask for
/// any amount.
pub const BYTES_MAX: usize = 1 << 20;

/// What an expression may look at.
#[derive(Clone, Copy, Debug)]
pub struct Environment<'e> {
    /// The attributes of the source user; what is not there is null.
    pub attributes: &'e Attributes,
    /// What `Now` gives, in UTC.
    pub now: DateTime,
    /// What `Guid` and `RandomString` start from.
    pub seed: u64,
    /// Values that are taken in the target, for `SelectUniqueValue`; `None` where nobody knows.
    pub taken: Option<&'e BTreeSet<String>>,
}

/// How an evaluation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With the value.
    Evaluated,
    /// The engine cannot evaluate it. That the whole object then fails is our reading.
    Failed,
    /// We cannot; the engine may.
    NotEvaluated,
}

/// What an expression comes to for one user.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The value; null unless it was evaluated.
    pub value: Value,
    /// Whether it is written to the target: not a null, and not what `IgnoreFlowIfNullOrEmpty`
    /// takes out.
    pub flows: bool,
    /// What has to be said beside it, in the order it was met. What holds for every user is found
    /// by [`check`](super::check()) instead.
    pub warnings: Vec<Warning>,
    /// How it ended.
    pub ending: Ending,
}

/// Why a piece has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It is shown as null, because what it gives is not documented.
    Unknown(String),
    /// The engine fails.
    Failed(String),
    /// We cannot tell: the rule it is reported under, and why.
    NotEvaluated(&'static str, String),
}

impl Stop {
    /// The engine fails.
    pub fn failed(why: impl Into<String>) -> Self {
        Stop::Failed(why.into())
    }

    /// We cannot tell.
    pub fn not_evaluated(why: impl Into<String>) -> Self {
        Stop::NotEvaluated(NOT_EVALUATED, why.into())
    }
}

/// Evaluates an expression for one user.
///
/// It says what this user's value is, not whether the expression is sound: for that see
/// [`check`](super::check()). Branches that are not taken are not looked at.
pub fn evaluate(expression: &Expression, environment: &Environment<'_>) -> Outcome {
    let dice = Dice(environment.seed);
    let mut run = Run { environment, dice, warnings: Vec::new(), drops_empty: false };
    let (value, ending) = match run.value(expression) {
        Ok(value) => (value, Ending::Evaluated),
        Err(Stop::Unknown(why)) => {
            run.warn(UNDOCUMENTED, why);
            (Value::Null, Ending::Evaluated)
        }
        Err(Stop::Failed(why)) => {
            run.warn(FAILED, why);
            (Value::Null, Ending::Failed)
        }
        Err(Stop::NotEvaluated(id, why)) => {
            run.warn(id, format!("not evaluated: {why}"));
            (Value::Null, Ending::NotEvaluated)
        }
    };
    let flows = !(value.is_null() || run.drops_empty && value.is_empty());
    Outcome { value, flows, warnings: run.warnings, ending }
}

/// One evaluation.
pub struct Run<'e> {
    environment: &'e Environment<'e>,
    dice: Dice,
    warnings: Vec<Warning>,
    /// An `IgnoreFlowIfNullOrEmpty` met an empty value.
    drops_empty: bool,
}

impl Run<'_> {
    fn warn(&mut self, id: &'static str, text: impl Into<String>) {
        merge(&mut self.warnings, [Warning::new(id, text)]);
    }

    fn value(&mut self, expression: &Expression) -> Result<Value, Stop> {
        match &expression.node {
            Node::Attribute(name) => Ok(self.attribute(name)),
            Node::Text(text) => Ok(Value::Text(text.clone())),
            Node::Number(digits) => Ok(match (digits.parse(), digits.parse()) {
                (Ok(whole), _) => Value::Integer(whole),
                (Err(_), Ok(number)) if f64::is_finite(number) => Value::Number(number),
                _ => Value::Text(digits.clone()),
            }),
            Node::Hex(digits) => i64::from_str_radix(digits, 16)
                .map(Value::Integer)
                .map_err(|_| Stop::failed(format!("`&H{digits}` is no number"))),
            Node::Word(word) => Ok(Value::from(word.word())),
            Node::Comparison(comparison) => self.comparison(comparison),
            Node::Call(call) => self.call(call),
        }
    }

    fn attribute(&mut self, name: &str) -> Value {
        let attributes = self.environment.attributes;
        if let Some(value) = attributes.get(name) {
            return value.clone();
        }
        if let Some(other) = attributes.keys().find(|other| other.eq_ignore_ascii_case(name)) {
            self.warn("CTS040", format!("there is no `[{name}]`, but there is `[{other}]`"));
        }
        Value::Null
    }

    fn call(&mut self, call: &Call) -> Result<Value, Stop> {
        let value = match (call.function.apply)(&mut Arguments { run: self, call }) {
            Err(Stop::Unknown(why)) => {
                self.warn(UNDOCUMENTED, format!("{why}; shown as null"));
                Value::Null
            }
            other => other?,
        };
        let long = match &value {
            Value::Text(text) => text.len() > BYTES_MAX,
            _ => false,
        };
        if long { Err(too_long(call.function)) } else { Ok(value) }
    }

    /// Dates are compared as dates, numbers as numbers, everything else by its text.
    fn comparison(&mut self, comparison: &Comparison) -> Result<Value, Stop> {
        let Comparison { left, operator, right } = comparison;
        let (a, b) = (self.value(left)?, self.value(right)?);
        let sign = operator.sign();
        if let (Value::Date(a), Value::Date(b)) = (&a, &b) {
            return Ok(Value::Boolean(operator.holds(a.cmp(b))));
        }
        let (Some(x), Some(y)) = (a.text(), b.text()) else {
            return Err(if a.is_null() || b.is_null() {
                Stop::Unknown(format!("how `{sign}` compares null is not documented"))
            } else {
                Stop::not_evaluated(format!("how `{sign}` compares several values"))
            });
        };
        let is_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
        let by_text = operator.holds(x.cmp(&y));
        let numbers = a.number().zip(b.number()).filter(|_| is_number(&a) || is_number(&b));
        if let Some(order) = numbers.and_then(|(x, y)| x.partial_cmp(&y)) {
            let by_number = operator.holds(order);
            if is_equality && by_number != by_text {
                let (x, y) = (quoted(&x), quoted(&y));
                self.warn(
                    UNDOCUMENTED,
                    format!("that {x} and {y} are compared as numbers is not documented"),
                );
            }
            return Ok(Value::Boolean(by_number));
        }
        if matches!(a, Value::Date(_)) || matches!(b, Value::Date(_)) {
            let mixed = format!("how `{sign}` compares a date with what is none");
            return Err(Stop::not_evaluated(mixed));
        }
        if !is_equality {
            let (x, y) = (quoted(&x), quoted(&y));
            self.warn(
                UNDOCUMENTED,
                format!("{x} and {y} are compared by character codes, which is not documented"),
            );
        }
        Ok(Value::Boolean(by_text))
    }
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Integer(_) | Value::Number(_))
}

/// What a function would make is longer than any attribute.
pub fn too_long(function: &Function) -> Stop {
    Stop::not_evaluated(format!("`{}` makes more than {BYTES_MAX} bytes", function.name))
}

/// The arguments of one call. They are evaluated when they are asked for.
pub struct Arguments<'r, 'e> {
    run: &'r mut Run<'e>,
    call: &'r Call,
}

impl<'r> Arguments<'r, '_> {
    /// How many slots there are.
    pub fn count(&self) -> usize {
        self.call.arguments.len()
    }

    /// The function that is called.
    pub fn function(&self) -> &'static Function {
        self.call.function
    }

    /// The expression in a slot, unless it was left out.
    pub fn expression(&self, index: usize) -> Option<&'r Expression> {
        self.call.argument(index)
    }

    /// Whether an attribute is null or empty.
    pub fn is_empty_attribute(&mut self, name: &str) -> bool {
        self.run.attribute(name).is_empty()
    }

    /// The date and time `Now` gives.
    pub fn now(&self) -> DateTime {
        self.run.environment.now
    }

    /// What a call of `Replace` means.
    pub fn mode(&self) -> Option<Mode> {
        Mode::of(self.call)
    }

    /// Numbers by chance.
    pub fn dice(&mut self) -> &mut Dice {
        &mut self.run.dice
    }

    /// What is taken in the target, where that is known.
    pub fn taken(&self) -> Option<&BTreeSet<String>> {
        self.run.environment.taken
    }

    /// From here on an empty value is not written.
    pub fn drop_empty(&mut self) {
        self.run.drops_empty = true;
    }

    /// Says something beside the value.
    pub fn warn(&mut self, id: &'static str, text: impl Into<String>) {
        self.run.warn(id, text);
    }

    /// Says that the value is our reading.
    pub fn undocumented(&mut self, what: &str) {
        let name = self.call.function.name;
        self.warn(UNDOCUMENTED, format!("`{name}`: {what}"));
    }

    /// The value in a slot, unless it was left out.
    pub fn given(&mut self, index: usize) -> Result<Option<Value>, Stop> {
        self.call.argument(index).map(|expression| self.run.value(expression)).transpose()
    }

    /// The value in a slot.
    pub fn value(&mut self, index: usize) -> Result<Value, Stop> {
        self.given(index)?.ok_or_else(|| Stop::failed(format!("{} is missing", self.about(index))))
    }

    /// The parameter and the function, for people.
    fn about(&self, index: usize) -> String {
        let function = self.call.function;
        let parameter = function.parameter(index).map_or("argument", |parameter| parameter.name);
        format!("`{parameter}` of `{}`", function.name)
    }

    /// The one value in a slot; null stops the call.
    fn single(&mut self, index: usize) -> Result<Value, Stop> {
        match self.single_or_null(index)? {
            Value::Null => Err(self.null(index)),
            single => Ok(single),
        }
    }

    fn single_or_null(&mut self, index: usize) -> Result<Value, Stop> {
        match self.value(index)? {
            Value::Many(values) => Err(Stop::not_evaluated(format!(
                "{} holds {} values, and how they become one is not documented",
                self.about(index),
                values.len()
            ))),
            single => Ok(single),
        }
    }

    fn null(&self, index: usize) -> Stop {
        Stop::Unknown(format!("what a null {} gives is not documented", self.about(index)))
    }

    /// The text in a slot; null stops the call.
    pub fn text(&mut self, index: usize) -> Result<String, Stop> {
        Ok(self.single(index)?.text().unwrap_or_default())
    }

    /// The text in a slot, `None` of null.
    pub fn text_or_null(&mut self, index: usize) -> Result<Option<String>, Stop> {
        Ok(self.single_or_null(index)?.text())
    }

    /// The text in a slot that may be left out.
    pub fn text_if_given(&mut self, index: usize) -> Result<Option<String>, Stop> {
        match self.expression(index) {
            Some(_) => self.text(index).map(Some),
            None => Ok(None),
        }
    }

    /// The whole number in a slot.
    pub fn whole(&mut self, index: usize) -> Result<i64, Stop> {
        let value = self.single(index)?;
        value.whole().ok_or_else(|| {
            let text = quoted(&value.text().unwrap_or_default());
            Stop::failed(format!("{} is {text}, which is no whole number", self.about(index)))
        })
    }

    /// The date in a slot.
    pub fn date(&mut self, index: usize) -> Result<DateTime, Stop> {
        match self.single(index)? {
            Value::Date(date) => Ok(date),
            other => date::read(&other.text().unwrap_or_default()),
        }
    }

    /// The values in a slot; a single one is a list of one, and null stops the call.
    pub fn many(&mut self, index: usize) -> Result<Vec<Value>, Stop> {
        match self.value(index)? {
            Value::Null => Err(self.null(index)),
            Value::Many(values) => Ok(values),
            single => Ok(vec![single]),
        }
    }

    /// The pattern in a slot. One that is written out is compiled once, for all users.
    pub fn pattern(&mut self, index: usize) -> Result<Arc<Pattern>, Stop> {
        let text = self.text(index)?;
        let compile = || pattern(&text).map(Arc::new);
        let compiled = match self.expression(index).map(|expression| &expression.node) {
            Some(Node::Text(_)) => self.call.compiled.get_or_init(compile).clone(),
            _ => compile(),
        };
        let text = quoted(&text);
        compiled.map_err(|bad| match bad {
            BadPattern::Invalid(why) => {
                Stop::failed(format!("the pattern {text} does not hold: {why}"))
            }
            BadPattern::NotEvaluated(what) => {
                Stop::NotEvaluated("CTS015", format!("the pattern {text} has {what}"))
            }
        })
    }

    /// How to compare, where it is said.
    pub fn compare(&self, index: usize) -> Option<CompareWord> {
        match self.expression(index).map(|expression| &expression.node) {
            Some(Node::Word(word)) => Some(*word),
            _ => None,
        }
    }
}
