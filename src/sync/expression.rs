//! The one seam to the language of expressions.

use super::roster::Value;

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

/// Evaluates an expression: its text, and a way to the attributes of the source user.
pub type Evaluate<'e> = &'e dyn for<'v> Fn(&str, &dyn Fn(&str) -> Value<'v>) -> Evaluated;

/// Evaluates the two expressions that need no language: those that write `accountEnabled` of whoever is in
/// scope, and hence not deleted.
pub fn plain<'v>(text: &str, _attribute: &dyn Fn(&str) -> Value<'v>) -> Evaluated {
    const NOT_DELETED: &str = "Switch([IsSoftDeleted],,\"False\",\"True\",\"True\",\"False\")";
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if bare.is_empty() {
        return Evaluated::Nothing;
    }
    if bare == NOT_DELETED || bare == "Not([IsSoftDeleted])" {
        return Evaluated::Text("True".to_owned());
    }
    Evaluated::Unknown
}

/// The attributes that an expression names in brackets.
pub fn attributes(text: &str) -> impl Iterator<Item = &str> {
    text.split('[').skip(1).filter_map(|rest| rest.split_once(']').map(|(name, _)| name.trim()))
}
