//! What administrators hand us becomes knowledge: Graph's JSON in all its packings, the portal's
//! CSV files, the exports of other tools.
//!
//! A file is recognised by its content, never by its name. It is untrusted: every limit has a
//! number, every fault a place, and nothing is applied until every file was read. This room knows
//! no disk: content comes in as a reader, directory objects leave as lines.

mod alike;
mod apply;
mod batch;
mod came;
mod configurations;
mod dsc;
mod fault;
mod found;
mod json;
mod kind;
mod languages;
mod merge;
mod parts;
mod policies;
mod rows;
mod session;
mod sign_ins;
mod sync;
mod table;
mod text;
mod tidy;
mod words;

#[cfg(test)]
mod tests;

use std::io::{self, Read};

#[cfg(test)]
pub use apply::Outcome;
pub use apply::apply;
pub use fault::ImportFault;
pub use merge::Disagreement;
pub use sign_ins::{OURS, SignInLog};

use crate::domain::Guid;
use found::Found;
use session::Session;
use tidy::Warnings;

/// Bytes of one line of a directory.
pub const ROW_BYTES_MAX: usize = 1024 * 1024;

/// One file as found. Its name and folder are never evidence of what it holds.
pub struct Source<'a> {
    /// For messages.
    pub name: String,
    /// The file's name without its ending: where Graph's answer does not say of which group the
    /// members are, the group's id is looked for here.
    pub stem: String,
    /// Files of one folder belong to one tenant.
    pub folder: String,
    /// The bytes.
    pub content: &'a mut dyn Read,
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The files of one folder. Which tenant they are of is known once all were read, see
/// the `slots` of what [`apply()`] gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(pub usize);

/// What a line of a directory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DirectoryKind {
    /// A user.
    Users,
    /// A group; its members where they were expanded.
    Groups,
    /// `{"id": group, "members": [{"id": …}, …]}`: more members of a group, in one or more lines.
    Members,
    /// An application or service principal.
    Applications,
}

impl DirectoryKind {
    /// The plural, for sentences.
    pub fn title(self) -> &'static str {
        match self {
            DirectoryKind::Users => "users",
            DirectoryKind::Groups => "groups",
            DirectoryKind::Members => "group members",
            DirectoryKind::Applications => "applications",
        }
    }
}

/// Where that goes which is too much for memory: directory objects, one JSON object a line, in the
/// order they came, and sign-in logs, one a file.
pub trait DirectoryRows {
    /// Takes a line (without its end), and the id that stands in it. An object may come twice; the
    /// later one holds.
    fn row(&mut self, slot: Slot, kind: DirectoryKind, id: Guid, line: &str) -> io::Result<()>;
    /// Takes what one file said of sign-ins.
    fn sign_ins(&mut self, slot: Slot, log: SignInLog) -> io::Result<()>;
}

/// What an import has found so far, over any number of files.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    found: Vec<Found>,
    warnings: Warnings,
    /// Set by the first file that could not be read: then nothing can be applied.
    fault: Option<ImportFault>,
}

impl Gathered {
    /// Reads one file. After a fault, [`apply()`] refuses.
    pub fn read(
        &mut self,
        source: Source<'_>,
        rows: &mut dyn DirectoryRows,
    ) -> Result<(), ImportFault> {
        let known = self.found.iter().position(|found| found.folder == source.folder);
        let slot = known.unwrap_or_else(|| {
            self.found.push(Found { folder: source.folder.clone(), ..Found::default() });
            self.found.len() - 1
        });
        let Gathered { found, warnings, fault } = self;
        let Some(found) = found.get_mut(slot) else { return Ok(()) };
        let read = Session::read(source, Slot(slot), found, warnings, rows);
        if let Err(bad) = &read {
            fault.get_or_insert_with(|| bad.clone());
        }
        read
    }
}

/// What came in, in sentences.
#[derive(Debug, Default, PartialEq)]
pub struct Report {
    /// Counts and events by tenant.
    pub came_in: Vec<String>,
    /// What was left out, and what looks odd.
    pub warnings: Vec<String>,
    /// Where the draft and the service say different things; the draft was kept.
    pub disagreements: Vec<Disagreement>,
}
