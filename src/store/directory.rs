//! Imported directories: one object a line, read piece by piece.

use std::collections::BTreeSet;
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

/// Lines of an export that are looked at for the names of attributes: all are of one kind.
const LOOKED_AT: usize = 200;

/// What the attributes of the users of a tenant are called, as far as the export tells them.
pub fn read_attribute_names(disk: &dyn Disk, tenant: TenantId) -> Result<Vec<String>, Fault> {
    let name = format!("directory/{tenant}/users.jsonl");
    let fault = || disk_fault(disk, "read", &name);
    let Some(file) = disk.open(&name).map_err(fault())? else { return Ok(Vec::new()) };
    let mut names = BTreeSet::new();
    for line in file.split(b'\n').take(LOOKED_AT) {
        let line = line.map_err(fault())?;
        // What cannot be read is told where everything is read.
        names.extend(wire::attribute_names(line.trim_ascii_end()).unwrap_or_default());
    }
    Ok(names.into_iter().collect())
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
