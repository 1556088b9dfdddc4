//! Imported directories: one object a line, read piece by piece.

use std::io::BufRead;

use super::checkpoint::disk_fault;
use super::disk::Disk;
use super::fault::Fault;
use crate::domain::{Directory, TenantId};
use crate::wire;

/// The directory of a tenant, and what could not be read of it.
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
