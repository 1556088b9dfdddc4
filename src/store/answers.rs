//! The answers of a set-up that is under way, beside the workspace, and files that a person asked
//! to have written.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use super::checkpoint::disk_fault;
use super::disk::Disk;
use super::fault::Fault;
use crate::merger::{Answers, read_answers, write_answers};

/// Where they are kept, for git as well.
const NAME: &str = "merger.json";

/// Keeps answers; the file is whole or as it was.
pub fn keep_answers(disk: &dyn Disk, answers: &Answers) -> Result<(), Fault> {
    let text = write_answers(answers);
    disk.replace(NAME, text.as_bytes()).map_err(disk_fault(disk, "write", NAME))
}

/// The answers that were kept, where there are any.
pub fn kept_answers(disk: &dyn Disk) -> Result<Option<Answers>, Fault> {
    let bytes = disk.read(NAME).map_err(disk_fault(disk, "read", NAME))?;
    let Some(bytes) = bytes else { return Ok(None) };
    let read = read_answers(&bytes);
    read.map(Some).map_err(|what| Fault::Input { path: disk.place(NAME), what })
}

/// Writes a file that was not there.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let fault = |source| Fault::Disk { action: "write", path: path.display().to_string(), source };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(fault)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(fault)
}
