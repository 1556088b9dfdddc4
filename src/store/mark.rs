//! The mark of the practice workspace: only a folder that carries it is ever renewed.

use super::checkpoint::disk_fault;
use super::disk::Disk;
use super::fault::Fault;

const MARK: &str = "practice";
const TEXT: &[u8] = b"Made by `detente demo`; `detente demo --reset` may renew this folder.\n";

/// Whether the folder was made as practice.
pub fn is_practice(disk: &dyn Disk) -> Result<bool, Fault> {
    Ok(disk.len(MARK).map_err(disk_fault(disk, "read", MARK))?.is_some())
}

/// Marks an empty folder, before anything is made in it.
pub fn mark_practice(disk: &dyn Disk) -> Result<(), Fault> {
    disk.replace(MARK, TEXT).map_err(disk_fault(disk, "write", MARK))
}
