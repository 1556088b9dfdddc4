//! Imported directories: one object a line, read piece by piece.

use std::io::BufRead;

use super::checkpoint::disk_fault;
use super::disk::Disk;
use super::fault::Fault;
use crate::domain::{Directory, TenantId};
use crate::sync::{Roster, SyncGroup};
use crate::wire;

/// The directory of a tenant, and what could not be read of it.
pub fn read_directory(
    disk: &dyn Disk,
    tenant: TenantId,
) -> Result<(Directory, Vec<String>), Fault> {
    let mut directory = Directory::default();
    let mut notices = Vec::new();
    let Directory { users, groups, applications } = &mut directory;
    lines_of(disk, tenant, "users", &mut notices, into(wire::read_person, users))?;
    lines_of(disk, tenant, "groups", &mut notices, into(wire::read_group, groups))?;
    let apps = into(wire::read_application, applications);
    lines_of(disk, tenant, "applications", &mut notices, apps)?;
    Ok((directory, notices))
}

/// The users of a tenant with the attributes that synchronisation needs, its groups, and what could
/// not be read of them.
pub fn read_roster(
    disk: &dyn Disk,
    tenant: TenantId,
    attributes: Vec<String>,
) -> Result<(Roster, Vec<SyncGroup>, Vec<String>), Fault> {
    let plan = wire::RosterPlan::of(attributes);
    let (mut roster, mut groups, mut notices) = (plan.roster(), Vec::new(), Vec::new());
    lines_of(disk, tenant, "users", &mut notices, |line| plan.read(line, &mut roster))?;
    roster.settle();
    let read = into(wire::read_sync_group, &mut groups);
    lines_of(disk, tenant, "groups", &mut notices, read)?;
    Ok((roster, groups, notices))
}

fn into<T>(
    read: fn(&[u8]) -> Result<T, String>,
    out: &mut Vec<T>,
) -> impl FnMut(&[u8]) -> Result<(), String> {
    move |line| read(line).map(|item| out.push(item))
}

fn lines_of(
    disk: &dyn Disk,
    tenant: TenantId,
    kind: &str,
    notices: &mut Vec<String>,
    mut read: impl FnMut(&[u8]) -> Result<(), String>,
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
            Ok(()) => {}
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
