use std::io::{BufRead, Write};
use std::sync::Arc;

use super::checkpoint::{
    CHECKPOINT, JOURNAL, PREVIOUS, Position, Tail, advance, disk_fault, observed_name,
    observed_tenant, open,
};
use super::disk::Disk;
use super::fault::{Conflict, Fault};
use super::history::History;
use crate::domain::{Directory, Observed, Tenant, TenantId, Workspace};
use crate::edit::{self, Edit};
use crate::wire::{
    self, Change, Checkpoint, Entry, Kind, changes, clash, invert, replay, write_checkpoint,
    write_entry,
};

/// Edits after which a new checkpoint is written, so that opening stays quick.
const CHECKPOINT_EDITS: u64 = 64;

/// When and by whom an edit is made.
#[derive(Clone, Debug, Default)]
pub struct Stamp {
    /// RFC 3339.
    pub time: String,
    /// `user@host`.
    pub actor: String,
}

/// An edit that is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// What was done, in words; empty when nothing had to change.
    pub label: String,
    /// How many places changed.
    pub places: usize,
    /// What another instance did meanwhile and was taken in, in its words.
    pub taken_in: Vec<String>,
}

/// An opened workspace.
#[derive(Debug)]
pub struct Desk {
    disk: Arc<dyn Disk>,
    owner: String,
    position: Position,
    saved: u64,
    history: History,
    notices: Vec<String>,
}

impl Desk {
    /// Opens a workspace. Opening writes nothing, unless the end of the journal is torn.
    pub fn open(disk: Arc<dyn Disk>, owner: &str) -> Result<Self, Fault> {
        let mut notices = Vec::new();
        let (position, tail) = open(disk.as_ref(), &mut notices)?;
        if let Err(fault) = super::intake::recover(disk.as_ref(), position.revision) {
            notices.push(format!("an import that was cut short could not be completed: {fault}"));
        }
        let saved = if notices.is_empty() { position.revision } else { 0 };
        let owner = owner.to_owned();
        let history = History::default();
        let mut desk = Desk { disk, owner, position, saved, history, notices };
        if tail.is_some() {
            desk.set_tail_aside();
        }
        Ok(desk)
    }

    /// Makes a workspace in an empty folder.
    pub fn create(
        disk: Arc<dyn Disk>,
        owner: &str,
        stamp: &Stamp,
        label: &str,
        mut workspace: Workspace,
        observed: impl IntoIterator<Item = (TenantId, Arc<Tenant>)>,
    ) -> Result<Self, Fault> {
        let lock = disk.lock(owner)?;
        for name in [CHECKPOINT, JOURNAL] {
            if disk.len(name).map_err(disk_fault(disk.as_ref(), "read", name))?.is_some() {
                return Err(Fault::Exists(disk.place("").trim_end_matches(['/', '\\']).to_owned()));
            }
        }
        for (id, tenant) in observed {
            workspace.observed.insert(id, store_observed(disk.as_ref(), id, tenant)?);
        }
        let mut desk = Desk {
            disk,
            owner: owner.to_owned(),
            position: Position::default(),
            saved: 0,
            history: History::default(),
            notices: Vec::new(),
        };
        let places = changes(&desk.position.workspace, &workspace);
        desk.append(stamp, Kind::Init, label.to_owned(), workspace, places)?;
        desk.write_checkpoint()?;
        drop(lock);
        Ok(desk)
    }

    /// The workspace as it stands.
    pub fn workspace(&self) -> &Arc<Workspace> {
        &self.position.workspace
    }

    /// Grows with every line of the journal.
    pub fn revision(&self) -> u64 {
        self.position.revision
    }

    /// Where the workspace lies, for people.
    pub fn place(&self) -> String {
        self.disk.place("").trim_end_matches(['/', '\\']).to_owned()
    }

    /// What had to be said since the last time somebody asked: damage found and mended.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Makes edits. They count when this returns.
    pub fn apply(&mut self, stamp: &Stamp, edits: &[Edit]) -> Result<Applied, Fault> {
        let label = edit::words(&self.position.workspace, edits);
        self.commit(stamp, Kind::Edit, label, |_, workspace| Ok(edit::apply(workspace, edits)?))
    }

    /// Makes any change under a label, such as an import. The closure may be asked again, with what
    /// another instance wrote meanwhile.
    pub fn change(
        &mut self,
        stamp: &Stamp,
        kind: Kind,
        label: String,
        make: impl Fn(&Workspace) -> Result<(Workspace, Vec<(TenantId, Arc<Tenant>)>), Fault>,
    ) -> Result<Applied, Fault> {
        self.commit(stamp, kind, label, |disk, workspace| {
            let (mut after, observed) = make(workspace)?;
            for (id, tenant) in observed {
                after.observed.insert(id, store_observed(disk, id, tenant)?);
            }
            Ok(after)
        })
    }

    /// Takes the last edit back that still stands.
    pub fn undo(&mut self, stamp: &Stamp) -> Result<Applied, Fault> {
        self.refresh()?;
        let of = self.history()?.undoable().ok_or(Fault::Nothing("there is nothing to undo"))?;
        let entry = self.entry(of)?;
        self.retrace(stamp, Kind::Undo(of), entry.label, invert(&entry.changes))
    }

    /// Makes the edit again that was undone last.
    pub fn redo(&mut self, stamp: &Stamp) -> Result<Applied, Fault> {
        self.refresh()?;
        let of = self.history()?.redoable().ok_or(Fault::Nothing("there is nothing to redo"))?;
        let entry = self.entry(of)?;
        self.retrace(stamp, Kind::Redo(of), entry.label, entry.changes)
    }

    fn retrace(
        &mut self,
        stamp: &Stamp,
        kind: Kind,
        label: String,
        places: Vec<Change>,
    ) -> Result<Applied, Fault> {
        self.commit(stamp, kind, label, |disk, workspace| {
            let lookup = |id, hash: &str| observed_tenant(disk, id, hash);
            replay(workspace, &places, &lookup).map_err(|fault| Fault::Damaged {
                path: disk.place(JOURNAL),
                what: fault.to_string(),
            })
        })
    }

    /// The journal, read when it is first asked for.
    pub fn history(&mut self) -> Result<&History, Fault> {
        self.history.catch_up(self.disk.as_ref(), self.position.journal)?;
        Ok(&self.history)
    }

    /// One line of the journal with its values.
    pub fn entry(&mut self, revision: u64) -> Result<Entry, Fault> {
        self.history()?;
        self.history.entry(self.disk.as_ref(), revision)
    }

    /// Takes in what another instance wrote; its labels come back.
    pub fn refresh(&mut self) -> Result<Vec<String>, Fault> {
        let length = self
            .disk
            .len(JOURNAL)
            .map_err(disk_fault(self.disk.as_ref(), "read", JOURNAL))?
            .unwrap_or(0);
        if length < self.position.journal {
            return Err(Fault::Damaged {
                path: self.disk.place(JOURNAL),
                what: "it is shorter than when it was opened".to_owned(),
            });
        }
        if length == self.position.journal {
            return Ok(Vec::new());
        }
        let (entries, _) = advance(self.disk.as_ref(), &mut self.position)?;
        Ok(entries.into_iter().map(|entry| entry.label).collect())
    }

    fn commit(
        &mut self,
        stamp: &Stamp,
        kind: Kind,
        label: String,
        make: impl Fn(&dyn Disk, &Workspace) -> Result<Workspace, Fault>,
    ) -> Result<Applied, Fault> {
        let mut after = make(self.disk.as_ref(), &self.position.workspace)?;
        let mut places = changes(&self.position.workspace, &after);
        if places.is_empty() {
            return Ok(Applied { label: String::new(), places: 0, taken_in: Vec::new() });
        }
        let lock = self.disk.lock(&self.owner)?;
        let (theirs, tail) = advance(self.disk.as_ref(), &mut self.position)?;
        if let Some(tail) = tail {
            self.cut_tail(&tail)?;
        }
        if !theirs.is_empty() {
            let others: Vec<Change> =
                theirs.iter().flat_map(|entry| entry.changes.iter().cloned()).collect();
            if let Some((ours, other)) = clash(&places, &others) {
                return Err(conflict(ours, other, &theirs));
            }
            after = make(self.disk.as_ref(), &self.position.workspace)?;
            places = changes(&self.position.workspace, &after);
        }
        let count = places.len();
        self.append(stamp, kind, label.clone(), after, places)?;
        let due = self.position.revision >= self.saved + CHECKPOINT_EDITS || kind == Kind::Import;
        if due && let Err(fault) = self.write_checkpoint() {
            // The edit is on the disk; only opening will be slower.
            self.notices.push(format!("the checkpoint was not renewed: {fault}"));
        }
        drop(lock);
        let taken_in = theirs.into_iter().map(|entry| entry.label).collect();
        Ok(Applied { label, places: count, taken_in })
    }

    /// Writes the journal line; from here on the edit counts. The caller holds the lock.
    fn append(
        &mut self,
        stamp: &Stamp,
        kind: Kind,
        label: String,
        after: Workspace,
        places: Vec<Change>,
    ) -> Result<(), Fault> {
        let revision = self.position.revision + 1;
        let Stamp { time, actor } = stamp.clone();
        let entry = Entry { revision, time, actor, kind, label, changes: places };
        let (line, hash) = write_entry(&entry, &self.position.head);
        self.disk.append(JOURNAL, self.position.journal, line.as_bytes()).map_err(disk_fault(
            self.disk.as_ref(),
            "write",
            JOURNAL,
        ))?;
        self.position = Position {
            workspace: Arc::new(after),
            revision,
            head: hash,
            journal: self.position.journal + line.len() as u64,
        };
        Ok(())
    }

    /// Renews the checkpoint, so that the next opening need not read the journal.
    pub fn close(&mut self) -> Result<(), Fault> {
        if self.saved == self.position.revision {
            return Ok(());
        }
        let lock = self.disk.lock(&self.owner)?;
        let (_, tail) = advance(self.disk.as_ref(), &mut self.position)?;
        if tail.is_none() {
            self.write_checkpoint()?;
        }
        drop(lock);
        Ok(())
    }

    fn write_checkpoint(&mut self) -> Result<(), Fault> {
        let disk = self.disk.as_ref();
        let Position { workspace, revision, head, journal } = &self.position;
        let bytes = write_checkpoint(&Checkpoint::of(workspace, *revision, head.clone(), *journal));
        disk.keep(CHECKPOINT, PREVIOUS).map_err(disk_fault(disk, "write", PREVIOUS))?;
        disk.replace(CHECKPOINT, &bytes).map_err(disk_fault(disk, "write", CHECKPOINT))?;
        self.saved = *revision;
        Ok(())
    }

    /// Moves a torn end of the journal into a file of its own. Another instance may be in the
    /// middle of writing it, so it is looked at again under the lock.
    fn set_tail_aside(&mut self) {
        let done = (|| {
            let lock = self.disk.lock(&self.owner)?;
            let (_, tail) = advance(self.disk.as_ref(), &mut self.position)?;
            if let Some(tail) = tail {
                self.cut_tail(&tail)?;
            }
            drop(lock);
            Ok::<(), Fault>(())
        })();
        if let Err(fault) = done {
            self.notices.push(format!("the end of the journal is torn and stays so: {fault}"));
        }
    }

    fn cut_tail(&mut self, tail: &Tail) -> Result<(), Fault> {
        let disk = self.disk.as_ref();
        let name = format!("history.torn-{}.jsonl", self.position.revision);
        disk.replace(&name, &tail.bytes).map_err(disk_fault(disk, "write", &name))?;
        disk.truncate(JOURNAL, self.position.journal)
            .map_err(disk_fault(disk, "write", JOURNAL))?;
        self.notices.push(format!(
            "the end of the journal could not be used ({}): {} bytes were set aside as `{}`; everything before is kept, up to edit {}",
            tail.fault,
            tail.bytes.len(),
            disk.place(&name),
            self.position.revision
        ));
        Ok(())
    }

    /// Who this is, for messages of others.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// What the workspace lies on, for reading directories in another thread.
    pub fn disk(&self) -> Arc<dyn Disk> {
        Arc::clone(&self.disk)
    }

    /// Writes the directory of a tenant, one object a line; replaces what was there.
    pub fn put_directory<'l>(
        &self,
        tenant: TenantId,
        kind: &str,
        lines: impl IntoIterator<Item = &'l str>,
    ) -> Result<(), Fault> {
        let name = format!("directory/{tenant}/{kind}.jsonl");
        let mut bytes = Vec::new();
        for line in lines {
            let _memory = writeln!(bytes, "{line}");
        }
        let disk = self.disk.as_ref();
        disk.replace(&name, &bytes).map_err(disk_fault(disk, "write", &name))
    }
}

fn conflict(ours: &Change, theirs: &Change, entries: &[Entry]) -> Fault {
    let json = |value: &Option<crate::domain::Json>| match value {
        Some(value) => wire::ascii(value.to_string()),
        None => "not there".to_owned(),
    };
    let label = entries
        .iter()
        .find(|entry| entry.changes.contains(theirs))
        .map(|entry| entry.label.clone())
        .unwrap_or_default();
    Fault::Conflict(Box::new(Conflict {
        place: ours.path.to_string(),
        ours: json(&ours.after),
        theirs: json(&theirs.after),
        label,
    }))
}

fn store_observed(disk: &dyn Disk, id: TenantId, tenant: Arc<Tenant>) -> Result<Observed, Fault> {
    let mut bytes = wire::to_line(tenant.as_ref()).into_bytes();
    bytes.push(b'\n');
    let hash = wire::sha256(&bytes);
    let name = observed_name(id, &hash);
    if disk.len(&name).map_err(disk_fault(disk, "read", &name))?.is_none() {
        disk.replace(&name, &bytes).map_err(disk_fault(disk, "write", &name))?;
    }
    Ok(Observed { hash, tenant })
}

pub fn read_directory(
    disk: &dyn Disk,
    tenant: TenantId,
) -> Result<(Directory, Vec<String>), Fault> {
    let mut directory = Directory::default();
    let mut notices = Vec::new();
    lines_of(disk, tenant, "users", wire::read_person, &mut directory.users, &mut notices)?;
    lines_of(disk, tenant, "groups", wire::read_group, &mut directory.groups, &mut notices)?;
    let apps = &mut directory.applications;
    lines_of(disk, tenant, "applications", wire::read_application, apps, &mut notices)?;
    Ok((directory, notices))
}

fn lines_of<T>(
    disk: &dyn Disk,
    tenant: TenantId,
    kind: &str,
    read: fn(&[u8]) -> Result<T, String>,
    out: &mut Vec<T>,
    notices: &mut Vec<String>,
) -> Result<(), Fault> {
    let name = format!("directory/{tenant}/{kind}.jsonl");
    let fault = || disk_fault(disk, "read", &name);
    let Some(mut file) = disk.open(&name).map_err(fault())? else { return Ok(()) };
    let (mut line, mut number, mut bad) = (Vec::new(), 0u64, 0u64);
    let mut first = String::new();
    loop {
        line.clear();
        if file.read_until(b'\n', &mut line).map_err(fault())? == 0 {
            break;
        }
        number += 1;
        match read(line.trim_ascii_end()) {
            Ok(item) => out.push(item),
            Err(what) => {
                bad += 1;
                if bad == 1 {
                    first = format!("line {number}: {what}");
                }
            }
        }
    }
    if bad > 0 {
        let path = disk.place(&name);
        notices.push(format!("{bad} lines of `{path}` cannot be read; the first: {first}"));
    }
    Ok(())
}
