use std::io::Write;
use std::sync::Arc;

use super::checkpoint::{
    CHECKPOINT, JOURNAL, PREVIOUS, Position, advance, disk_fault, has_line, observed_name,
    observed_tenant, open,
};
use super::disk::Disk;
use super::fault::{Conflict, Fault};
use super::history::History;
use crate::access::{Activity, LogHead};
use crate::domain::{Observed, Tenant, TenantId, Workspace};
use crate::edit::{self, Edit};
use crate::wire::{
    self, Change, Checkpoint, CheckpointFault, Entry, Kind, LineFault, changes, clash, invert,
    read_checkpoint, read_entry, replay, write_checkpoint, write_entry,
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
    pub(super) disk: Arc<dyn Disk>,
    pub(super) owner: String,
    pub(super) position: Position,
    saved: u64,
    history: History,
    pub(super) notices: Vec<String>,
}

impl Desk {
    /// Opens a workspace. Opening writes nothing, unless the end of the journal is torn.
    pub fn open(disk: Arc<dyn Disk>, owner: &str) -> Result<Self, Fault> {
        let mut notices = Vec::new();
        let (position, tail, saved) = open(disk.as_ref(), &mut notices)?;
        if let Err(fault) = super::intake::recover(disk.as_ref(), position.revision) {
            notices.push(format!("an import that was cut short could not be completed: {fault}"));
        }
        let owner = owner.to_owned();
        let history = History::default();
        let mut desk = Desk { disk, owner, position, saved, history, notices };
        if let Some(tail) = &tail {
            desk.spare_newer(tail)?;
            desk.set_tail_aside();
        }
        if desk.position.is_adrift() {
            desk.set_journal_aside();
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
        let found = |name| disk.len(name).map_err(disk_fault(disk.as_ref(), "read", name));
        if found(CHECKPOINT)?.is_some() || found(PREVIOUS)?.is_some() || has_line(disk.as_ref())? {
            return Err(Fault::Exists(disk.place("").trim_end_matches(['/', '\\']).to_owned()));
        }
        if found(JOURNAL)?.is_some_and(|length| length > 0) {
            // Somebody was killed while making this workspace; nothing was ever in it.
            disk.replace(JOURNAL, b"").map_err(disk_fault(disk.as_ref(), "write", JOURNAL))?;
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
        desk.renew_checkpoint();
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
        self.apply_as(stamp, label, edits)
    }

    /// The same under a label of the caller's: what they are made for.
    pub fn apply_as(
        &mut self,
        stamp: &Stamp,
        label: String,
        edits: &[Edit],
    ) -> Result<Applied, Fault> {
        self.commit(stamp, Kind::Edit, label, |_, workspace| Ok(edit::apply(workspace, edits)?))
    }

    /// Makes any change under a label. The closure may be asked again, with what another instance
    /// wrote meanwhile.
    pub fn change(
        &mut self,
        stamp: &Stamp,
        kind: Kind,
        label: String,
        make: impl Fn(&Workspace) -> Result<(Workspace, Vec<(TenantId, Arc<Tenant>)>), Fault>,
    ) -> Result<Applied, Fault> {
        self.change_prepared(stamp, kind, label, make, |_| Ok(()))
    }

    /// The same; `prepare` is told the number of the journal line just before it is written.
    pub(super) fn change_prepared(
        &mut self,
        stamp: &Stamp,
        kind: Kind,
        label: String,
        make: impl Fn(&Workspace) -> Result<(Workspace, Vec<(TenantId, Arc<Tenant>)>), Fault>,
        prepare: impl Fn(u64) -> Result<(), Fault>,
    ) -> Result<Applied, Fault> {
        let make = |disk: &dyn Disk, workspace: &Workspace| {
            let (mut after, observed) = make(workspace)?;
            for (id, tenant) in observed {
                after.observed.insert(id, store_observed(disk, id, tenant)?);
            }
            Ok(after)
        };
        self.commit_prepared(stamp, kind, label, make, prepare)
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
        let length = self.journal_length()?;
        if length < self.position.journal {
            return Err(Fault::Damaged {
                path: self.disk.place(JOURNAL),
                what: "it is shorter than when it was opened".to_owned(),
            });
        }
        if length == self.position.journal {
            return Ok(Vec::new());
        }
        let (entries, tail) = advance(self.disk.as_ref(), &mut self.position)?;
        if let Some(tail) = &tail {
            self.spare_newer(tail)?;
        }
        Ok(entries.into_iter().map(|entry| entry.label).collect())
    }

    fn commit(
        &mut self,
        stamp: &Stamp,
        kind: Kind,
        label: String,
        make: impl Fn(&dyn Disk, &Workspace) -> Result<Workspace, Fault>,
    ) -> Result<Applied, Fault> {
        self.commit_prepared(stamp, kind, label, make, |_| Ok(()))
    }

    fn commit_prepared(
        &mut self,
        stamp: &Stamp,
        kind: Kind,
        label: String,
        make: impl Fn(&dyn Disk, &Workspace) -> Result<Workspace, Fault>,
        prepare: impl Fn(u64) -> Result<(), Fault>,
    ) -> Result<Applied, Fault> {
        let mut after = make(self.disk.as_ref(), &self.position.workspace)?;
        let mut places = changes(&self.position.workspace, &after);
        // What changes nothing here may change what another instance did meanwhile.
        if places.is_empty() && self.journal_length()? == self.position.journal {
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
            if let Some((ours, other)) = clash(&places, &others) {
                return Err(conflict(ours, other, &theirs));
            }
        }
        let taken_in = theirs.into_iter().map(|entry| entry.label).collect();
        if places.is_empty() {
            return Ok(Applied { label: String::new(), places: 0, taken_in });
        }
        let count = places.len();
        // What counts is what the journal will give back, so that is what we go on with.
        let told = self.told(&after, &places)?;
        let begins = self.position.is_adrift();
        if begins {
            let whole = Workspace::clone(&self.position.workspace);
            let all = changes(&Workspace::default(), &whole);
            self.append(stamp, Kind::Init, "the journal begins anew".to_owned(), whole, all)?;
        }
        prepare(self.position.revision + 1)?;
        self.append(stamp, kind, label.clone(), told, places)?;
        let due = self.position.revision >= self.saved + CHECKPOINT_EDITS;
        if due || begins || kind == Kind::Import {
            self.renew_checkpoint();
        }
        drop(lock);
        Ok(Applied { label, places: count, taken_in })
    }

    /// What the changes make of the workspace when they are replayed; it must be what was meant.
    fn told(&self, after: &Workspace, places: &[Change]) -> Result<Workspace, Fault> {
        let damaged = |what: String| Fault::Damaged { path: self.disk.place(JOURNAL), what };
        let lookup = |id, hash: &str| match after.observed.get(&id) {
            Some(seen) if seen.hash == hash => Ok(Arc::clone(&seen.tenant)),
            _ => Err("it is not at hand".to_owned()),
        };
        let told = replay(&self.position.workspace, places, &lookup)
            .map_err(|fault| damaged(format!("the change would not read back: {fault}")))?;
        match changes(&told, after).first() {
            None => Ok(told),
            Some(change) => {
                Err(damaged(format!("the change would read back otherwise at `{}`", change.path)))
            }
        }
    }

    pub(super) fn journal_length(&self) -> Result<u64, Fault> {
        let length = self.disk.len(JOURNAL);
        Ok(length.map_err(disk_fault(self.disk.as_ref(), "read", JOURNAL))?.unwrap_or(0))
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
        // Nothing is written that could not be read again.
        match read_entry(line.trim_end().as_bytes(), Some(&self.position.head)) {
            Ok((read, _)) if read == entry => {}
            Ok(_) | Err(LineFault::Damaged | LineFault::OutOfChain) => {
                let what = "the change would read back otherwise".to_owned();
                return Err(Fault::Damaged { path: self.disk.place(JOURNAL), what });
            }
            Err(LineFault::Unreadable(what)) => {
                let what = format!("the change would not read back: {what}");
                return Err(Fault::Damaged { path: self.disk.place(JOURNAL), what });
            }
        }
        self.disk.append(JOURNAL, self.position.journal, line.as_bytes()).map_err(disk_fault(
            self.disk.as_ref(),
            "write",
            JOURNAL,
        ))?;
        self.position.workspace = Arc::new(after);
        self.position.revision = revision;
        self.position.head = hash;
        self.position.journal += line.len() as u64;
        Ok(())
    }

    /// Renews the checkpoint, so that the next opening need not read the journal.
    pub fn close(&mut self) -> Result<(), Fault> {
        if self.saved == self.position.revision || self.position.is_adrift() {
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

    /// The edit is on the disk; without a new checkpoint only opening will be slower.
    fn renew_checkpoint(&mut self) {
        if let Err(fault) = self.write_checkpoint() {
            self.notices.push(format!("the checkpoint was not renewed: {fault}"));
        }
    }

    fn write_checkpoint(&mut self) -> Result<(), Fault> {
        let disk = self.disk.as_ref();
        let Position { workspace, revision, head, journal, unseen } = &self.position;
        let mut checkpoint = Checkpoint::of(workspace, *revision, head.clone(), *journal);
        for (id, (hash, _)) in unseen {
            checkpoint.observed.entry(*id).or_insert_with(|| hash.clone());
        }
        let bytes = write_checkpoint(&checkpoint);
        // Nothing is put in place that could not be read again.
        if let Err(CheckpointFault::Damaged(what)) = read_checkpoint(&bytes) {
            let what = format!("it would not read back: {what}");
            return Err(Fault::Damaged { path: disk.place(CHECKPOINT), what });
        }
        if self.saved > 0 {
            // One that could not be used is no good as the one before.
            disk.keep(CHECKPOINT, PREVIOUS).map_err(disk_fault(disk, "write", PREVIOUS))?;
        }
        disk.replace(CHECKPOINT, &bytes).map_err(disk_fault(disk, "write", CHECKPOINT))?;
        self.saved = *revision;
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

    /// Keeps a log of sign-ins.
    pub fn put_sign_ins(&self, head: &LogHead, activities: &[Activity]) -> Result<(), Fault> {
        super::logs::put(self.disk.as_ref(), head, activities)
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
