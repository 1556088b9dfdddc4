//! How words and signs are put on paper: beside every colour and sign stands a word.

use std::borrow::Cow;

use crate::text::{visible, visible_ascii};

/// A sign that stands beside a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Let through, on.
    Yes,
    /// Stopped, off.
    No,
    /// Some of it.
    Some,
    /// Taken from the layer below.
    Inherited,
    /// Differs from what was observed.
    Changed,
    /// Not known.
    Unknown,
}

/// Whether anything but ASCII may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// ASCII only.
    pub ascii: bool,
}

impl Look {
    /// ASCII when asked for, or where the locale is not UTF-8.
    pub fn of(asked: bool, env: &dyn Fn(&str) -> Option<String>) -> Self {
        Look { ascii: asked || !is_utf8(env) }
    }

    /// Foreign text, harmless.
    pub fn show(self, text: &str) -> Cow<'_, str> {
        if self.ascii { visible_ascii(text) } else { visible(text) }
    }

    /// A sign.
    pub fn sign(self, sign: Sign) -> &'static str {
        let (unicode, ascii) = match sign {
            Sign::Yes => ("✓", "+"),
            Sign::No => ("✗", "x"),
            Sign::Some => ("◐", "~"),
            Sign::Inherited => ("↓", "v"),
            Sign::Changed => ("●", "*"),
            Sign::Unknown => ("?", "?"),
        };
        if self.ascii { ascii } else { unicode }
    }

    /// What stands for text that was cut.
    pub fn ellipsis(self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }
}

/// The locale in force: the first of three that says anything. Windows has none and writes Unicode.
pub fn locale(env: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| env(name))
}

fn is_utf8(env: &dyn Fn(&str) -> Option<String>) -> bool {
    match locale(env) {
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
        None => cfg!(windows),
    }
}
