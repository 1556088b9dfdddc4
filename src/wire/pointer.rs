//! Places in a workspace, and what changed there.

use std::fmt;

use crate::domain::Json as Value;

/// A place in a workspace, as a JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pointer(Vec<String>);

impl Pointer {
    /// Reads `/a/b`; `~1` stands for a slash and `~0` for a tilde inside a name.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        Some(Pointer(
            rest.split('/').map(|name| name.replace("~1", "/").replace("~0", "~")).collect(),
        ))
    }

    /// The place at the end of these names.
    pub(super) fn of(names: Vec<String>) -> Self {
        Pointer(names)
    }

    /// The names on the way, outermost first.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Whether one place contains the other.
    pub(super) fn overlaps(&self, other: &Pointer) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a == b)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for name in &self.0 {
            write!(f, "/{}", name.replace('~', "~0").replace('/', "~1"))?;
        }
        Ok(())
    }
}

/// One place that differs. `None` is a place that is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The place.
    pub path: Pointer,
    /// What stood there.
    pub before: Option<Value>,
    /// What stands there now.
    pub after: Option<Value>,
}

/// A change that does not fit the workspace it is replayed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayFault {
    /// The place.
    pub path: String,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for ReplayFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at `{}`: {}", self.path, self.what)
    }
}

impl std::error::Error for ReplayFault {}
