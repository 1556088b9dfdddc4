//! What has to be said beside a value.

/// Ours: the documents do not say what happens here, and the value is our reading.
pub const UNDOCUMENTED: &str = "undocumented";
/// Ours: the engine cannot evaluate this, so the whole object fails.
pub const FAILED: &str = "failed";
/// Ours: the engine may evaluate this, we cannot.
pub const NOT_EVALUATED: &str = "notEvaluated";
/// Ours: an attribute that is not in the list of those there are.
pub const UNKNOWN_ATTRIBUTE: &str = "unknownAttribute";

/// What has to be said beside a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The rule, such as `CTS031`, or one of the words above.
    pub id: &'static str,
    /// A sentence, lower case.
    pub text: String,
}

impl Warning {
    /// By a rule.
    pub fn new(id: &'static str, text: impl Into<String>) -> Self {
        Warning { id, text: text.into() }
    }
}

/// A value in a sentence: its beginning, where it is long.
pub fn quoted(text: &str) -> String {
    const CHARACTERS_MAX: usize = 60;
    match text.char_indices().nth(CHARACTERS_MAX) {
        None => format!("`{text}`"),
        Some((at, _)) => format!("`{}...`", text.get(..at).unwrap_or_default()),
    }
}

/// Puts warnings behind others, each once.
pub fn merge(into: &mut Vec<Warning>, more: impl IntoIterator<Item = Warning>) {
    for warning in more {
        if !into.contains(&warning) {
            into.push(warning);
        }
    }
}
