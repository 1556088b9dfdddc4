use std::collections::BTreeSet;

use super::checkpoint::{JOURNAL, disk_fault};
use super::disk::Disk;
use super::fault::Fault;
use crate::wire::{Entry, Headline, Kind, read_entry, read_headline};

/// The journal as people read it, with where each line lies in the file.
#[derive(Clone, Debug, Default)]
pub struct History {
    lines: Vec<(Headline, u64, u64)>,
    end: u64,
}

impl History {
    /// Reads what the journal holds behind what was read before.
    pub(super) fn catch_up(&mut self, disk: &dyn Disk, until: u64) -> Result<(), Fault> {
        if self.end >= until {
            return Ok(());
        }
        let bytes = disk
            .read_from(JOURNAL, self.end)
            .map_err(disk_fault(disk, "read", JOURNAL))?
            .unwrap_or_default();
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            if self.end >= until {
                break;
            }
            let head = read_headline(line).map_err(|fault| Fault::Damaged {
                path: disk.place(JOURNAL),
                what: format!("at byte {}: {fault}", self.end),
            })?;
            self.lines.push((head, self.end, line.len() as u64));
            self.end += line.len() as u64;
        }
        Ok(())
    }

    /// A line with its values.
    pub(super) fn entry(&self, disk: &dyn Disk, revision: u64) -> Result<Entry, Fault> {
        let damaged = |what: String| Fault::Damaged { path: disk.place(JOURNAL), what };
        let (_, at, length) = self
            .lines
            .iter()
            .find(|(head, _, _)| head.revision == revision)
            .ok_or_else(|| damaged(format!("there is no line {revision}")))?;
        let bytes = disk
            .read_from(JOURNAL, *at)
            .map_err(disk_fault(disk, "read", JOURNAL))?
            .unwrap_or_default();
        let length = usize::try_from(*length).unwrap_or(usize::MAX);
        let line = bytes.get(..length.saturating_sub(1)).unwrap_or(&bytes);
        let (entry, _) =
            read_entry(line, None).map_err(|fault| damaged(format!("line {revision}: {fault}")))?;
        Ok(entry)
    }

    /// What stands made, oldest first, and what stands undone, oldest undone first.
    fn stacks(&self) -> (Vec<u64>, Vec<u64>) {
        let (mut made, mut undone) = (Vec::new(), Vec::new());
        for (head, _, _) in &self.lines {
            match head.kind {
                Kind::Init => {}
                Kind::Edit | Kind::Import => {
                    made.push(head.revision);
                    undone.clear();
                }
                Kind::Undo(of) => {
                    made.retain(|revision| *revision != of);
                    undone.push(of);
                }
                Kind::Redo(of) => {
                    undone.retain(|revision| *revision != of);
                    made.push(of);
                }
            }
        }
        (made, undone)
    }

    /// The edit that undo would take back.
    pub fn undoable(&self) -> Option<u64> {
        self.stacks().0.last().copied()
    }

    /// The edit that redo would make again.
    pub fn redoable(&self) -> Option<u64> {
        self.stacks().1.last().copied()
    }

    /// The lines, oldest first, each with whether it stands undone.
    pub fn timeline(&self) -> impl Iterator<Item = (&Headline, bool)> {
        let made: BTreeSet<u64> = self.stacks().0.into_iter().collect();
        self.lines.iter().map(move |(head, _, _)| {
            let is_edit = matches!(head.kind, Kind::Edit | Kind::Import);
            (head, is_edit && !made.contains(&head.revision))
        })
    }
}
