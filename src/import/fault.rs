use std::fmt;

/// Why an import was refused. Nothing was changed by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFault {
    /// The file; empty when all of them together are meant.
    pub file: String,
    /// Line and column, and the place in the JSON.
    pub place: Option<String>,
    /// What is wrong, and what was expected.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for ImportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}", shown(&self.file))?;
            if let Some(place) = &self.place {
                write!(f, ", {place}")?;
            }
            f.write_str(": ")?;
        }
        write!(f, "{}; {}; nothing was changed", self.what, self.remedy)
    }
}

impl std::error::Error for ImportFault {}

/// A position in a text, both from 1; the column counts bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub line: usize,
    pub column: usize,
}

impl Place {
    pub const START: Place = Place { line: 1, column: 1 };

    /// The place of something that lies inside a text that starts here.
    pub fn plus(self, inner: Place) -> Place {
        if inner.line <= 1 {
            Place { line: self.line, column: (self.column + inner.column).saturating_sub(1) }
        } else {
            Place { line: (self.line + inner.line).saturating_sub(1), column: inner.column }
        }
    }

    /// In words, with the JSON path where there is one.
    pub fn words(self, path: &str) -> String {
        let Place { line, column } = self;
        let path = path.trim_matches('.');
        if path.is_empty() {
            format!("line {line}, column {column}")
        } else {
            format!("line {line}, column {column}, at `{}`", shown(path))
        }
    }
}

/// A JSON path inside another one.
pub(super) fn joined(outer: &str, inner: &str) -> String {
    let (outer, inner) = (outer.trim_matches('.'), inner.trim_matches('.'));
    let dot = if outer.is_empty() || inner.is_empty() || inner.starts_with('[') { "" } else { "." };
    format!("{outer}{dot}{inner}")
}

/// Foreign text for a message: one line, nothing invisible, not too long.
pub(super) fn shown(text: &str) -> String {
    const CHARACTERS_MAX: usize = 120;
    let mut out = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == CHARACTERS_MAX {
            out.push('…');
            break;
        }
        match c {
            '\'' | '"' | '\\' => out.push(c),
            _ => out.extend(c.escape_debug()),
        }
    }
    out
}
