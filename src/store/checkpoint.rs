//! Opening: the checkpoint, then the journal lines that are newer than it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::disk::Disk;
use super::fault::Fault;
use crate::domain::{Json, Observed, Tenant, TenantId, Workspace};
use crate::wire::{
    self, Change, Checkpoint, CheckpointFault, Entry, LineFault, ReplayFault, read_checkpoint,
    read_entry, replay,
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
    /// What was observed but cannot be read just now: hash and why. The checkpoint goes on naming
    /// it, so that it is found again when the file comes back.
    pub unseen: BTreeMap<TenantId, (String, String)>,
}

impl Position {
    /// Whether the journal that led here is not there: the next commit begins a new one.
    pub fn is_adrift(&self) -> bool {
        self.journal == 0 && self.revision > 0
    }

    fn tell_unseen(&self, notices: &mut Vec<String>) {
        for (id, (_, what)) in &self.unseen {
            notices.push(format!(
                "what was observed of {id} cannot be used ({what}); bring the file back, or import it again"
            ));
        }
    }
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

/// The newest state that the disk holds, and what had to be said on the way; also how far the
/// checkpoint reaches by itself, 0 when it is to be renewed.
pub(super) fn open(
    disk: &dyn Disk,
    notices: &mut Vec<String>,
) -> Result<(Position, Option<Tail>, u64), Fault> {
    let current = disk.read(CHECKPOINT).map_err(disk_fault(disk, "read", CHECKPOINT))?;
    let journal = disk.len(JOURNAL).map_err(disk_fault(disk, "read", JOURNAL))?;
    let has_begun = match journal {
        None | Some(0) => false,
        // Of a first line that is not whole: somebody was killed while making the workspace.
        Some(_) => current.is_some() || has_line(disk)?,
    };
    let previous = disk.len(PREVIOUS).map_err(disk_fault(disk, "read", PREVIOUS))?;
    if current.is_none() && !has_begun && previous.is_none() {
        return Err(Fault::Missing(disk.place("").trim_end_matches(['/', '\\']).to_owned()));
    }
    let (checkpoint, seen) = match current.as_deref() {
        None => (None, Seen::new()),
        Some(bytes) => read_both(disk, bytes),
    };
    let damage = match checkpoint {
        None => "it is missing".to_owned(),
        Some(Ok(checkpoint)) => {
            if let Some((position, tail)) = forward(disk, &checkpoint, seen, notices)? {
                return Ok((position, tail, checkpoint.revision));
            }
            if journal_reaches(disk)? < checkpoint.revision {
                return Ok((stand_alone(disk, checkpoint, notices), None, 0));
            }
            "it does not belong to the journal beside it".to_owned()
        }
        Some(Err(CheckpointFault::Newer(format))) => {
            return Err(Fault::Newer(format!(
                "`{}` has format {format} and was written by a newer detente; this one reads up to format {}. Update detente; the workspace was left as it is",
                disk.place(CHECKPOINT),
                wire::FORMAT
            )));
        }
        Some(Err(CheckpointFault::Damaged(what))) => what,
    };
    let (position, tail) = rebuild(disk, current.as_deref(), damage, notices)?;
    Ok((position, tail, 0))
}

/// Observed tenants that have been read already, by id and hash.
type Seen = BTreeMap<(TenantId, String), Result<Arc<Tenant>, String>>;

/// Reads a checkpoint, and on the second core the observed tenants it names.
fn read_both(disk: &dyn Disk, bytes: &[u8]) -> (Option<Result<Checkpoint, CheckpointFault>>, Seen) {
    std::thread::scope(|scope| {
        let observed = scope.spawn(|| {
            wire::observed_hint(bytes)
                .into_iter()
                .map(|(id, hash)| {
                    let tenant = observed_tenant(disk, id, &hash);
                    ((id, hash), tenant)
                })
                .collect()
        });
        let checkpoint = read_checkpoint(bytes);
        (Some(checkpoint), observed.join().unwrap_or_default())
    })
}

/// From a checkpoint to the end of the journal. `None` when the journal does not know it.
fn forward(
    disk: &dyn Disk,
    checkpoint: &Checkpoint,
    seen: Seen,
    notices: &mut Vec<String>,
) -> Result<Option<(Position, Option<Tail>)>, Fault> {
    let Some(start) = start_of(disk, checkpoint)? else { return Ok(None) };
    let mut position = position_of(disk, checkpoint, seen, start);
    let (_, tail) = advance(disk, &mut position)?;
    position.tell_unseen(notices);
    Ok(Some((position, tail)))
}

fn position_of(disk: &dyn Disk, checkpoint: &Checkpoint, mut seen: Seen, journal: u64) -> Position {
    let mut workspace = checkpoint.clone().into_workspace();
    let mut unseen = BTreeMap::new();
    for (id, hash) in checkpoint.observed.clone() {
        let read = seen.remove(&(id, hash.clone()));
        match read.unwrap_or_else(|| observed_tenant(disk, id, &hash)) {
            Ok(tenant) => {
                workspace.observed.insert(id, Observed { hash, tenant });
            }
            Err(what) => {
                unseen.insert(id, (hash, what));
            }
        }
    }
    let (revision, head) = (checkpoint.revision, checkpoint.head.clone());
    Position { workspace: Arc::new(workspace), revision, head, journal, unseen }
}

/// A checkpoint whose journal is gone, or is an older one: what it says is all there is.
fn stand_alone(disk: &dyn Disk, checkpoint: Checkpoint, notices: &mut Vec<String>) -> Position {
    let mut position = position_of(disk, &checkpoint, Seen::new(), 0);
    position.head.clear();
    position.tell_unseen(notices);
    notices.push(format!(
        "`{}` is missing or does not reach as far as `{}`; the workspace is as the latter says. The next edit begins a new journal; edits before it cannot be undone",
        disk.place(JOURNAL),
        disk.place(CHECKPOINT),
    ));
    position
}

/// Whether the journal holds anything: a good first line, or lines behind a bad one. What a power
/// cut leaves of the very first line is nothing.
pub(super) fn has_line(disk: &dyn Disk) -> Result<bool, Fault> {
    let bytes = disk.read(JOURNAL).map_err(disk_fault(disk, "read", JOURNAL))?.unwrap_or_default();
    let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else { return Ok(false) };
    let (line, behind) = bytes.split_at(end);
    Ok(behind.len() > 1 || read_entry(line, Some("")).is_ok())
}

/// The revision that the journal leads to by itself; 0 when its first line is no good.
fn journal_reaches(disk: &dyn Disk) -> Result<u64, Fault> {
    let mut position = Position::default();
    advance(disk, &mut position)?;
    Ok(position.revision)
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
        match take_in(disk, position, &entry.changes) {
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

/// Replays a line. An observed file that is gone does not take the edits behind it along.
fn take_in(
    disk: &dyn Disk,
    position: &mut Position,
    changes: &[Change],
) -> Result<Workspace, ReplayFault> {
    let lookup = |id, hash: &str| observed_tenant(disk, id, hash);
    let mut changes = std::borrow::Cow::Borrowed(changes);
    for (index, change) in changes.clone().iter().enumerate() {
        let [observed, id] = change.path.names() else { continue };
        let (Ok(id), "observed") = (id.parse(), observed.as_str()) else { continue };
        position.unseen.remove(&id);
        if let Some(Json::String(hash)) = &change.after
            && let Err(what) = lookup(id, hash)
            && let Some(change) = changes.to_mut().get_mut(index)
        {
            position.unseen.insert(id, (hash.clone(), what));
            change.after = None;
        }
    }
    replay(&position.workspace, &changes, &lookup)
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
    let previous = previous.as_deref().and_then(|bytes| read_checkpoint(bytes).ok());
    let mut found = None;
    if let Some(checkpoint) = &previous {
        found = forward(disk, checkpoint, Seen::new(), notices)?
            .map(|found| (found, "the checkpoint before it, no edit is lost"));
    }
    if found.is_none() {
        let mut position = Position::default();
        let (_, tail) = advance(disk, &mut position)?;
        if position.revision > 0 {
            position.tell_unseen(notices);
            found = Some(((position, tail), "the journal, no edit is lost"));
        }
    }
    if found.is_none()
        && let Some(checkpoint) = previous
    {
        let position = stand_alone(disk, checkpoint, notices);
        found = Some(((position, None), "the checkpoint before it; edits since then are lost"));
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
        "`{path}` could not be used: {damage}{aside}. The workspace was rebuilt from {source}"
    ));
    Ok(found)
}
