//! Damage is set aside, never thrown away.

use super::checkpoint::{JOURNAL, Tail, advance, disk_fault};
use super::desk::Desk;
use super::fault::Fault;
use crate::wire::{self, LineFault};

impl Desk {
    /// Moves a torn end of the journal into a file of its own. Another instance may be in the
    /// middle of writing it, so it is looked at again under the lock.
    pub(super) fn set_tail_aside(&mut self) {
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

    /// A journal that does not lead to the workspace makes room for the one that begins anew.
    pub(super) fn set_journal_aside(&mut self) {
        let done = (|| {
            if self.journal_length()? == 0 {
                return Ok(());
            }
            let lock = self.disk.lock(&self.owner)?;
            let disk = self.disk.as_ref();
            let bytes = disk.read(JOURNAL).map_err(disk_fault(disk, "read", JOURNAL))?;
            let name = aside("history.apart", self.position.revision, &bytes.unwrap_or_default());
            disk.keep(JOURNAL, &name).map_err(disk_fault(disk, "write", &name))?;
            disk.replace(JOURNAL, b"").map_err(disk_fault(disk, "write", JOURNAL))?;
            drop(lock);
            self.notices.push(format!("the old journal was set aside as `{}`", disk.place(&name)));
            Ok::<(), Fault>(())
        })();
        if let Err(fault) = done {
            self.notices.push(format!("the old journal could not be set aside: {fault}"));
        }
    }

    /// A line that is whole but says what we do not understand is somebody's edit: hands off.
    pub(super) fn spare_newer(&self, tail: &Tail) -> Result<(), Fault> {
        match &tail.fault {
            LineFault::Damaged | LineFault::OutOfChain => Ok(()),
            LineFault::Unreadable(what) => Err(Fault::Newer(format!(
                "`{}` goes on behind edit {} with a line that this detente does not understand ({what}); probably a newer one wrote it. Update detente; the workspace was left as it is",
                self.disk.place(JOURNAL),
                self.position.revision
            ))),
        }
    }

    pub(super) fn cut_tail(&mut self, tail: &Tail) -> Result<(), Fault> {
        self.spare_newer(tail)?;
        let disk = self.disk.as_ref();
        let name = aside("history.torn", self.position.revision, &tail.bytes);
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
}

/// The name under which bytes are set aside; other bytes never take it from them.
fn aside(what: &str, revision: u64, bytes: &[u8]) -> String {
    let hash = wire::sha256(bytes);
    format!("{what}-{revision}-{}.jsonl", hash.get(..8).unwrap_or_default())
}
