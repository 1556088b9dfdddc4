//! What a command has to say when all went well.

use serde_json::Value;

use crate::wire::ascii;

/// The text for the standard output, and the exit code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// All of it, with its end of line.
    pub body: String,
    /// Not 0 where the answer itself is a finding.
    pub exit: u8,
}

impl Answer {
    /// Text for people.
    pub fn text(text: impl Into<String>) -> Self {
        let mut body = text.into();
        if !body.is_empty() && !body.ends_with('\n') {
            body.push('\n');
        }
        Answer { body, exit: 0 }
    }

    /// JSON for programs: over many lines, pure ASCII.
    pub fn json(value: &Value) -> Self {
        // A value in memory has no way to fail.
        Answer::text(ascii(serde_json::to_string_pretty(value).unwrap_or_default()))
    }
}
