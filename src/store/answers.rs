//! The answers of a set-up that is under way, beside the workspace, and files that a person asked
//! to have written.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use super::checkpoint::disk_fault;
use super::disk::Disk;
use super::fault::Fault;
use crate::domain::Workspace;
use crate::merger::{Answers, read_answers, write_answers};

/// Where they are kept, for git as well.
const NAME: &str = "merger.json";

/// Keeps answers; the file is whole or as it was.
pub fn keep_answers(disk: &dyn Disk, answers: &Answers) -> Result<(), Fault> {
    let text = write_answers(answers);
    disk.replace(NAME, text.as_bytes()).map_err(disk_fault(disk, "write", NAME))
}

/// Keeps answers as a form gives them, keystroke by keystroke. A file that cannot be read, or that
/// belongs to another workspace, is not written over: it is put aside, and what became of it is
/// said.
pub fn keep_draft_answers(
    disk: &dyn Disk,
    workspace: &Workspace,
    answers: &Answers,
) -> Result<Option<String>, Fault> {
    let held = disk.read(NAME).map_err(disk_fault(disk, "read", NAME))?;
    let strange = held.and_then(|bytes| match read_answers(&bytes) {
        Ok(held) => held.foreign(workspace),
        Err(what) => Some(what),
    });
    let said = match strange {
        None => None,
        Some(what) => Some(format!(
            "{} was not used and is kept as {}: {what}",
            disk.place(NAME),
            set_aside(disk)?
        )),
    };
    keep_answers(disk, answers)?;
    Ok(said)
}

/// Begins anew: the answers are put aside, and nothing is under way any more. Tells under which
/// name they are kept; nothing where there were none.
pub fn forget_answers(disk: &dyn Disk) -> Result<Option<String>, Fault> {
    if disk.len(NAME).map_err(disk_fault(disk, "read", NAME))?.is_none() {
        return Ok(None);
    }
    let name = set_aside(disk)?;
    disk.remove(NAME).map_err(disk_fault(disk, "remove", NAME))?;
    Ok(Some(name))
}

/// Keeps what lies there under the first name that is free.
fn set_aside(disk: &dyn Disk) -> Result<String, Fault> {
    let mut number = 1;
    loop {
        let name = format!("merger.aside-{number}.json");
        if disk.len(&name).map_err(disk_fault(disk, "read", &name))?.is_none() {
            disk.keep(NAME, &name).map_err(disk_fault(disk, "write", &name))?;
            return Ok(name);
        }
        number += 1;
    }
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
