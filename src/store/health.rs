//! Looking a workspace over without changing it.

use std::io::BufRead;

use super::checkpoint::{JOURNAL, disk_fault, observed_tenant};
use super::disk::Disk;
use super::fault::Fault;
use crate::domain::Workspace;
use crate::wire::read_entry;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Journal lines that are whole and follow one another.
    pub lines: u64,
    /// Where the chain ends early, and why.
    pub broken: Option<String>,
    /// Observed files that are missing or were changed.
    pub observed: Vec<String>,
    /// How many sign-in logs there are.
    pub logs: usize,
    /// Those that were changed.
    pub damaged_logs: Vec<String>,
}

/// Reads the journal from its first line, and every observed file that the workspace names.
pub fn examine(disk: &dyn Disk, workspace: &Workspace) -> Result<Health, Fault> {
    let mut health = Health::default();
    let fault = || disk_fault(disk, "read", JOURNAL);
    if let Some(mut journal) = disk.open(JOURNAL).map_err(fault())? {
        let (mut line, mut previous) = (Vec::new(), String::new());
        loop {
            line.clear();
            if journal.read_until(b'\n', &mut line).map_err(fault())? == 0 {
                break;
            }
            match read_entry(line.strip_suffix(b"\n").unwrap_or(&line), Some(&previous)) {
                Ok((_, hash)) => previous = hash,
                Err(what) => {
                    health.broken = Some(format!("line {}: {what}", health.lines + 1));
                    break;
                }
            }
            health.lines += 1;
        }
    }
    for (id, seen) in &workspace.observed {
        if let Err(what) = observed_tenant(disk, *id, &seen.hash) {
            health.observed.push(what);
        }
    }
    (health.logs, health.damaged_logs) = super::logs::examine(disk)?;
    Ok(health)
}
