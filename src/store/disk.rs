use std::fmt::Debug;
use std::io::{self, BufRead, Write};

use super::Fault;

/// What an instance can hold against the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The journal, for the milliseconds of one commit: worth waiting for.
    Commit,
    /// Importing, for as long as it takes: nobody waits.
    Import,
}

/// What the store asks of a folder. The seam under which tests put memory and faults.
///
/// Names are relative, with `/` between parts. Not found is `None` and never an error, and it is
/// the only answer that may mean "there is nothing yet".
pub trait Disk: Debug + Send + Sync {
    /// Where this is, for messages.
    fn place(&self, name: &str) -> String;
    /// The file from an offset to its end.
    fn read_from(&self, name: &str, offset: u64) -> io::Result<Option<Vec<u8>>>;
    /// The file's length in bytes.
    fn len(&self, name: &str) -> io::Result<Option<u64>>;
    /// The names of the files right in a folder, in order, without the folder's.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;
    /// The file, to be read piece by piece.
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn BufRead + Send>>>;
    /// Writes at the end, which must be at `at`, and returns when it is on the disk.
    fn append(&self, name: &str, at: u64, bytes: &[u8]) -> io::Result<()>;
    /// Puts a whole new file in place of the old one, in one step, and returns when it is on the
    /// disk. Folders on the way are made.
    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// Cuts the file off.
    fn truncate(&self, name: &str, length: u64) -> io::Result<()>;
    /// Keeps the file under a second name as well, replacing what had that name.
    fn keep(&self, name: &str, copy: &str) -> io::Result<()>;
    /// Begins a new file that is written piece by piece; [`Disk::settle`] makes it durable.
    fn create(&self, name: &str) -> io::Result<Box<dyn Write + Send>>;
    /// Returns when a file written piece by piece is on the disk.
    fn settle(&self, name: &str) -> io::Result<()>;
    /// Puts a file in the place of another, in one step, and returns when that is on the disk.
    /// Folders on the way are made.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Removes a file, if it is there.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Holds something against other instances until the guard is dropped.
    fn hold(&self, held: Held, owner: &str) -> Result<Box<dyn Debug>, Fault>;

    /// Holds the workspace for the milliseconds of one commit.
    fn lock(&self, owner: &str) -> Result<Box<dyn Debug>, Fault> {
        self.hold(Held::Commit, owner)
    }

    /// The whole file.
    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.read_from(name, 0)
    }
}
