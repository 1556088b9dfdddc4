//! What an expression comes to.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

/// Source attributes by their exact name; what is not in it is null.
pub type Attributes = BTreeMap<String, Value>;

/// A value of the expression language.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Absent: never written to the target.
    #[default]
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, or one too large to be whole.
    Number(f64),
    /// True or False.
    Boolean(bool),
    /// A date with a time of day, in UTC.
    Date(DateTime),
    /// Several values.
    Many(Vec<Value>),
}

impl Value {
    /// The text form of a single value; `None` of several and of none.
    pub fn text(&self) -> Option<String> {
        Some(match self {
            Value::Null | Value::Many(_) => return None,
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Boolean(true) => "True".to_owned(),
            Value::Boolean(false) => "False".to_owned(),
            Value::Date(date) => super::date::written(*date),
        })
    }

    /// Null, `""`, or a list without values.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => text.is_empty(),
            Value::Many(values) => values.is_empty(),
            Value::Integer(_) | Value::Number(_) | Value::Boolean(_) | Value::Date(_) => false,
        }
    }

    /// Null: what `IsNull` asks for.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The number it is, or that its text is.
    pub fn number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "beyond 2^53 a comparison may be rough")]
            Value::Integer(number) => Some(*number as f64),
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            Value::Null | Value::Boolean(_) | Value::Date(_) | Value::Many(_) => None,
        }
    }

    /// The whole number it is, or that its text is.
    pub fn whole(&self) -> Option<i64> {
        match self {
            Value::Integer(number) => Some(*number),
            Value::Text(text) => text.trim().parse().ok(),
            Value::Null
            | Value::Number(_)
            | Value::Boolean(_)
            | Value::Date(_)
            | Value::Many(_) => None,
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}
