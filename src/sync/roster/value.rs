//! Values of attributes: as they come in, as they are kept in text, as they are read.

use crate::domain::ObjectId;

/// A value as it is read, on its way into a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// `null`, empty text, an empty list.
    Missing,
    /// True or false.
    Bool(bool),
    /// A number, digit by digit.
    Number(String),
    /// Text.
    Text(String),
    /// Another object.
    Reference(ObjectId),
    /// Several texts.
    Many(Vec<String>),
    /// Something that is not understood here.
    Unreadable,
}

/// A value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'r> {
    /// No object of this export says anything about the attribute.
    Untold,
    /// No value.
    Missing,
    /// True or false.
    Bool(bool),
    /// A number, digit by digit.
    Number(&'r str),
    /// Text.
    Text(&'r str),
    /// Another object.
    Reference(ObjectId),
    /// Several texts.
    Many(Many<'r>),
    /// Something that is not understood here.
    Unreadable,
}

impl<'r> Value<'r> {
    /// The value as text where it is a single one; truth as the service writes it in expressions.
    pub fn text(self) -> Option<&'r str> {
        match self {
            Value::Bool(true) => Some("True"),
            Value::Bool(false) => Some("False"),
            Value::Number(text) | Value::Text(text) => Some(text),
            Value::Untold
            | Value::Missing
            | Value::Reference(_)
            | Value::Many(_)
            | Value::Unreadable => None,
        }
    }

    /// All texts of the value: one, several, or none.
    pub fn texts(self) -> impl Iterator<Item = &'r str> {
        let many = match self {
            Value::Many(many) => Some(many),
            _ => None,
        };
        self.text().into_iter().chain(many.into_iter().flat_map(Many::iter))
    }
}

/// Several texts of one attribute, each kept behind its length: `3:one3:two`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Many<'r>(&'r str);

impl<'r> Many<'r> {
    /// The texts, as they came.
    pub fn iter(self) -> impl Iterator<Item = &'r str> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let (length, rest) = left.split_once(':')?;
            let (item, rest) = rest.split_at_checked(length.parse().ok()?)?;
            left = rest;
            Some(item)
        })
    }
}

/// A list as it is kept, item by item.
#[derive(Clone, Debug, Default)]
pub struct ManyText(String);

impl ManyText {
    /// Nothing yet.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// One more text.
    pub fn push(&mut self, item: &str) {
        use std::fmt::Write as _;
        if self.0.is_empty() {
            self.0.push(MANY);
        }
        let _memory = write!(self.0, "{}:", item.len());
        self.0.push_str(item);
    }

    /// As it is kept; empty where there is no item.
    pub(super) fn kept(&self) -> &str {
        &self.0
    }
}

// What is not plain text begins with one of these.
const MANY: char = '\0';
pub(super) const NUMBER: char = '\x01';
/// Text that begins like one of the others.
pub(super) const PLAIN: char = '\x02';
pub(super) const UNREADABLE: char = '\x03';
pub(super) const REFERENCE: char = '\x04';
pub(super) const TRUE: char = '\x05';
pub(super) const FALSE: char = '\x06';
const LAST: char = FALSE;

/// Whether text has to be kept behind [`PLAIN`].
pub(super) fn is_marked(text: &str) -> bool {
    text.bytes().next().is_some_and(|byte| u32::from(byte) <= u32::from(LAST))
}

/// What is kept as this.
pub(super) fn value(kept: &str) -> Value<'_> {
    if !is_marked(kept) {
        return Value::Text(kept);
    }
    let mut chars = kept.chars();
    let mark = chars.next();
    let rest = chars.as_str();
    match mark {
        Some(MANY) => Value::Many(Many(rest)),
        Some(NUMBER) => Value::Number(rest),
        Some(REFERENCE) => rest.parse().map_or(Value::Unreadable, Value::Reference),
        Some(TRUE) => Value::Bool(true),
        Some(FALSE) => Value::Bool(false),
        Some(UNREADABLE) => Value::Unreadable,
        Some(_) | None => Value::Text(rest),
    }
}
