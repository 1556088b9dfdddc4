//! Opening: the checkpoint, then the journal lines that are newer than it.

use std::sync::Arc;

use super::disk::Disk;
use super::fault::Fault;
use crate::domain::{Observed, Tenant, TenantId, Workspace};
use crate::wire::{
    self, Checkpoint, CheckpointFault, Entry, LineFault, read_checkpoint, read_entry, replay,
};

pub(super) const CHECKPOINT: &str = "workspace.json";
pub(super) const PREVIOUS: &str = "workspace.previous.json";
pub(super) const JOURNAL: &str = "history.jsonl";

/// A state of the workspace and the place in the journal it stands for.
#[derive(Clone, Debug, Default)]
pub(super) struct Position {
    pub workspace: Arc<Workspace>,
    pub revision: u64,
    pub head: String,
    pub journal: u64,
}

/// What was found behind the last good journal line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tail {
    pub bytes: Vec<u8>,
    pub fault: LineFault,
}

pub(super) fn disk_fault(
    disk: &dyn Disk,
    action: &'static str,
    name: &str,
) -> impl FnOnce(std::io::Error) -> Fault {
    let path = disk.place(name);
    move |source| Fault::Disk { action, path, source }
}

pub(super) fn observed_name(id: TenantId, hash: &str) -> String {
    format!("observed/{id}/{hash}.json")
}

/// Reads what was observed of a tenant; its name is its hash, so a changed file does not pass.
pub(super) fn observed_tenant(
    disk: &dyn Disk,
    id: TenantId,
    hash: &str,
) -> Result<Arc<Tenant>, String> {
    let name = observed_name(id, hash);
    let path = disk.place(&name);
    let bytes = disk.read(&name).map_err(|fault| format!("cannot read `{path}`: {fault}"))?;
    let bytes = bytes.ok_or_else(|| format!("`{path}` is missing"))?;
    if wire::sha256(&bytes) != hash {
        return Err(format!("`{path}` was changed: its hash does not fit its name"));
    }
    let tenant = wire::from_slice(&bytes).map_err(|fault| format!("`{path}`: {fault}"))?;
    Ok(Arc::new(tenant))
}

/// The newest state that the disk holds, and what had to be said on the way.
pub(super) fn open(
    disk: &dyn Disk,
    notices: &mut Vec<String>,
) -> Result<(Position, Option<Tail>), Fault> {
    let current = disk.read(CHECKPOINT).map_err(disk_fault(disk, "read", CHECKPOINT))?;
    let journal = disk.len(JOURNAL).map_err(disk_fault(disk, "read", JOURNAL))?;
    if current.is_none() && journal.is_none() {
        return Err(Fault::Missing(disk.place("").trim_end_matches(['/', '\\']).to_owned()));
    }
    let damage = match current.as_deref().map(read_checkpoint) {
        None => "it is missing".to_owned(),
        Some(Ok(checkpoint)) => match forward(disk, checkpoint, notices)? {
            Some(found) => return Ok(found),
            None => "it does not belong to the journal beside it".to_owned(),
        },
        Some(Err(CheckpointFault::Newer(format))) => {
            return Err(Fault::Newer(format!(
                "`{}` has format {format} and was written by a newer detente; this one reads up to format {}. Update detente; the workspace was left as it is",
                disk.place(CHECKPOINT),
                wire::FORMAT
            )));
        }
        Some(Err(CheckpointFault::Damaged(what))) => what,
    };
    rebuild(disk, current.as_deref(), damage, notices)
}

/// From a checkpoint to the end of the journal. `None` when the journal does not know it.
fn forward(
    disk: &dyn Disk,
    checkpoint: Checkpoint,
    notices: &mut Vec<String>,
) -> Result<Option<(Position, Option<Tail>)>, Fault> {
    let Some(start) = start_of(disk, &checkpoint)? else { return Ok(None) };
    let (revision, head) = (checkpoint.revision, checkpoint.head.clone());
    let hashes = checkpoint.observed.clone();
    let mut workspace = checkpoint.into_workspace();
    for (id, hash) in hashes {
        match observed_tenant(disk, id, &hash) {
            Ok(tenant) => {
                workspace.observed.insert(id, Observed { hash, tenant });
            }
            Err(what) => notices.push(format!(
                "what was observed of {id} cannot be used ({what}); import it again"
            )),
        }
    }
    let mut position = Position { workspace: Arc::new(workspace), revision, head, journal: start };
    let (_, tail) = advance(disk, &mut position)?;
    Ok(Some((position, tail)))
}

/// Where the journal goes on after a checkpoint: where the checkpoint says, or, should the journal
/// have been rewritten, after the line with its hash.
fn start_of(disk: &dyn Disk, checkpoint: &Checkpoint) -> Result<Option<u64>, Fault> {
    let fault = || disk_fault(disk, "read", JOURNAL);
    let ending = format!("{}\"}}\n", checkpoint.head);
    if let Some(at) = checkpoint.journal_bytes.checked_sub(ending.len() as u64) {
        let tail = disk.read_from(JOURNAL, at).map_err(fault())?.unwrap_or_default();
        if tail.starts_with(ending.as_bytes()) {
            return Ok(Some(checkpoint.journal_bytes));
        }
    }
    let Some(whole) = disk.read(JOURNAL).map_err(fault())? else { return Ok(None) };
    let mut end = 0u64;
    for line in whole.split_inclusive(|byte| *byte == b'\n') {
        end += line.len() as u64;
        if !checkpoint.head.is_empty() && line.ends_with(ending.as_bytes()) {
            return Ok(Some(end));
        }
    }
    Ok(None)
}

/// Takes in the journal lines behind a position. On a line that does not fit it stops before it.
pub(super) fn advance(
    disk: &dyn Disk,
    position: &mut Position,
) -> Result<(Vec<Entry>, Option<Tail>), Fault> {
    let bytes = disk
        .read_from(JOURNAL, position.journal)
        .map_err(disk_fault(disk, "read", JOURNAL))?
        .unwrap_or_default();
    let mut entries = Vec::new();
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let previous = position.head.clone();
        let tail = |fault| Some(Tail { bytes: rest.to_vec(), fault });
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
            return Ok((entries, tail(LineFault::Damaged)));
        };
        let (line, behind) = rest.split_at(end + 1);
        let read = read_entry(line.strip_suffix(b"\n").unwrap_or(line), Some(&previous));
        let (entry, hash) = match read {
            Ok(read) => read,
            Err(fault) => return Ok((entries, tail(fault))),
        };
        let lookup = |id, hash: &str| observed_tenant(disk, id, hash);
        match replay(&position.workspace, &entry.changes, &lookup) {
            Ok(workspace) => position.workspace = Arc::new(workspace),
            Err(fault) => return Ok((entries, tail(LineFault::Unreadable(fault.to_string())))),
        }
        position.revision = entry.revision;
        position.head = hash;
        position.journal += line.len() as u64;
        entries.push(entry);
        rest = behind;
    }
    Ok((entries, None))
}

/// From the checkpoint before, else from the journal's first line.
fn rebuild(
    disk: &dyn Disk,
    current: Option<&[u8]>,
    damage: String,
    notices: &mut Vec<String>,
) -> Result<(Position, Option<Tail>), Fault> {
    let path = disk.place(CHECKPOINT);
    let previous = disk.read(PREVIOUS).map_err(disk_fault(disk, "read", PREVIOUS))?;
    let mut found = None;
    if let Some(Ok(checkpoint)) = previous.as_deref().map(read_checkpoint) {
        found =
            forward(disk, checkpoint, notices)?.map(|found| (found, "the checkpoint before it"));
    }
    if found.is_none() {
        let mut position = Position::default();
        let (_, tail) = advance(disk, &mut position)?;
        if position.revision > 0 {
            found = Some(((position, tail), "the journal"));
        }
    }
    let Some((found, source)) = found else {
        return Err(Fault::Damaged {
            path,
            what: format!("{damage}, and there is nothing to rebuild it from"),
        });
    };
    let aside = match current {
        Some(bytes) => {
            let name = format!("workspace.damaged-{}.json", found.0.revision);
            match disk.replace(&name, bytes) {
                Ok(()) => format!("; it was set aside as `{}`", disk.place(&name)),
                Err(fault) => format!("; it could not be set aside ({fault})"),
            }
        }
        None => String::new(),
    };
    notices.push(format!(
        "`{path}` could not be used: {damage}{aside}. The workspace was rebuilt from {source}, no edit is lost"
    ));
    Ok(found)
}
