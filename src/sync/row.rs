//! One attribute mapping as text: what a person types, and what the schema holds.

use crate::domain::{AttributeMapping, Extra, MappingSource, SourceType};
use crate::expr::{self, Fault, Node};

/// What a row of the mappings is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// An attribute of the source as it is.
    Direct,
    /// Another user: the target gets a link.
    Reference,
    /// The same for everybody.
    Constant,
    /// Computed.
    Expression,
    /// The target is left alone.
    Nothing,
}

impl RowKind {
    /// What a mapping is.
    pub fn of(row: &AttributeMapping) -> Self {
        let Some(from) = &row.source else { return RowKind::Nothing };
        match from.kind.as_ref() {
            Some(SourceType::Attribute) if from.name.as_deref() == Some("manager") => {
                RowKind::Reference
            }
            Some(SourceType::Attribute) => RowKind::Direct,
            Some(SourceType::Constant) => RowKind::Constant,
            None if from.expression.is_none() => RowKind::Nothing,
            None | Some(SourceType::Function | SourceType::Other(_)) => RowKind::Expression,
        }
    }

    /// The word for people, as the portal has it.
    pub fn word(self) -> &'static str {
        match self {
            RowKind::Direct => "direct",
            RowKind::Reference => "reference",
            RowKind::Constant => "constant",
            RowKind::Expression => "expression",
            RowKind::Nothing => "none",
        }
    }
}

/// Where a row takes its value from, in the language of expressions.
pub fn text_of(row: &AttributeMapping) -> String {
    let Some(from) = &row.source else { return String::new() };
    let name = from.name.clone().unwrap_or_default();
    match (&from.expression, from.kind.as_ref()) {
        (Some(text), Some(SourceType::Constant)) if !text.starts_with('"') => quoted(text),
        (Some(text), _) => text.clone(),
        (None, Some(SourceType::Constant)) => quoted(&name),
        (None, Some(SourceType::Attribute)) => format!("[{name}]"),
        (None, _) => name,
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A source from what was typed: an attribute in brackets is direct, a text or a number is a
/// constant, a call an expression, and nothing leaves the target alone.
///
/// Names of the parsed form are left to the service, which parses the text itself.
pub fn source_of(text: &str) -> Result<Option<MappingSource>, Fault> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let expression = expr::parse(text)?;
    if let Some(fault) = expr::check(&expression, None).faults.into_iter().next() {
        return Err(fault);
    }
    let (kind, name, text) = match &expression.node {
        Node::Attribute(name) => (SourceType::Attribute, name.clone(), format!("[{name}]")),
        // The text form of a constant is quoted, also of a number.
        Node::Text(value) | Node::Number(value) => {
            (SourceType::Constant, value.clone(), quoted(value))
        }
        Node::Call(call) => {
            (SourceType::Function, call.function.name.to_owned(), text.trim().to_owned())
        }
        Node::Hex(_) | Node::Word(_) | Node::Comparison(_) => {
            let name = expression.to_string();
            (SourceType::Function, name, text.trim().to_owned())
        }
    };
    let extra = Extra::none();
    Ok(Some(MappingSource { kind: Some(kind), name: Some(name), expression: Some(text), extra }))
}
