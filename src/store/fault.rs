use std::fmt;
use std::io;

use crate::edit::Refused;

/// Two instances changed the same place. Nothing of ours was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The place, as a JSON pointer.
    pub place: String,
    /// What we wanted there, as JSON.
    pub ours: String,
    /// What stands there now, as JSON.
    pub theirs: String,
    /// What the other instance did, in its words.
    pub label: String,
}

/// Why a workspace could not be opened or changed. Every sentence says what was left as it was.
#[derive(Debug)]
pub enum Fault {
    /// The disk said no.
    Disk {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// Another instance holds the workspace for longer than a commit takes.
    Held(String),
    /// The workspace was written by a newer program.
    Newer(String),
    /// There is no workspace.
    Missing(String),
    /// There is a workspace already.
    Exists(String),
    /// A file cannot be understood, and there is nothing to rebuild it from.
    Damaged {
        /// Which file.
        path: String,
        /// What is wrong with it.
        what: String,
    },
    /// A file that a person named cannot be read.
    Input {
        /// Which file.
        path: String,
        /// What is wrong with it.
        what: String,
    },
    /// The edit was refused.
    Refused(Refused),
    /// Another instance changed the same place.
    Conflict(Box<Conflict>),
    /// There is nothing to undo or to redo.
    Nothing(&'static str),
}

impl Fault {
    /// Whether trying again later may help without anything being changed.
    pub fn is_passing(&self) -> bool {
        matches!(self, Fault::Held(_) | Fault::Conflict(_))
    }
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        Fault::Refused(refused)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Disk { action, path, source } => {
                write!(f, "cannot {action} `{path}`: {source}; the workspace is as it was")
            }
            Fault::Held(owner) => write!(
                f,
                "the workspace is held by another instance ({owner}); nothing was changed, try again"
            ),
            Fault::Newer(what) => f.write_str(what),
            Fault::Missing(path) => write!(
                f,
                "there is no workspace in `{path}`; `detente init` makes one, `detente demo` opens the practice workspace"
            ),
            Fault::Exists(path) => write!(
                f,
                "there is a workspace in `{path}` already; it was left as it is, choose another folder"
            ),
            Fault::Damaged { path, what } => {
                write!(f, "`{path}` cannot be used: {what}; it was left as it is")
            }
            Fault::Input { path, what } => write!(f, "`{path}`: {what}; nothing was changed"),
            Fault::Refused(refused) => write!(f, "{refused}"),
            Fault::Conflict(conflict) => write!(
                f,
                "another instance changed the same place ({}): `{}` is {} there, you wanted {}; nothing of yours was written, do it again to overrule",
                conflict.label, conflict.place, conflict.theirs, conflict.ours
            ),
            Fault::Nothing(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Fault::Refused(refused) => Some(refused),
            // The sentence of a disk fault already carries its cause.
            Fault::Disk { .. }
            | Fault::Held(_)
            | Fault::Newer(_)
            | Fault::Missing(_)
            | Fault::Exists(_)
            | Fault::Damaged { .. }
            | Fault::Input { .. }
            | Fault::Conflict(_)
            | Fault::Nothing(_) => None,
        }
    }
}
