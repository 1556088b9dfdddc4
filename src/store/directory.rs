//! Imported directories: one object a line, read piece by piece.

use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::checkpoint::disk_fault;
use super::disk::Disk;
use super::fault::Fault;
use crate::domain::{Directory, TenantId};
use crate::sync::{Roster, SyncGroup};
use crate::wire::{self, RosterFault};

/// Bytes between two ticks: a few milliseconds of reading.
const TICK_BYTES: u64 = 1 << 20;

/// The directory of a tenant, and what could not be read of it.
pub fn read_directory(
    disk: &dyn Disk,
    tenant: TenantId,
) -> Result<(Directory, Vec<String>), Fault> {
    let mut directory = Directory::default();
    let mut notices = Vec::new();
    let Directory { users, groups, applications } = &mut directory;
    let mut lines =
        Lines { disk, tenant, notices: &mut notices, tick: &mut |_| ControlFlow::Continue(()) };
    let _never_stops = lines.read("users", into(wire::read_person, users))?;
    let _never_stops = lines.read("groups", into(wire::read_group, groups))?;
    let _never_stops = lines.read("applications", into(wire::read_application, applications))?;
    Ok((directory, notices))
}

/// How far reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in all.
    pub of: u64,
}

/// One end of a synchronisation, as its tenant was exported.
#[derive(Debug, Default)]
pub struct End {
    /// The users with the attributes that were asked for.
    pub users: Roster,
    /// The groups.
    pub groups: Vec<SyncGroup>,
    /// What could not be read.
    pub notices: Vec<String>,
}

/// Source and target at once, each on a thread of its own. The tick is called from both, every few
/// milliseconds; once it breaks, nothing is read any more and the answer is `None`.
pub fn read_ends(
    disk: &dyn Disk,
    ends: [(TenantId, Vec<String>); 2],
    tick: &(dyn Fn(Reading) -> ControlFlow<()> + Sync),
) -> Result<Option<[End; 2]>, Fault> {
    let mut of = 0;
    for (tenant, _) in &ends {
        for kind in ["users", "groups"] {
            let name = name_of(*tenant, kind);
            of += disk.len(&name).map_err(disk_fault(disk, "read", &name))?.unwrap_or(0);
        }
    }
    let (bytes, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    let read = |(tenant, attributes)| {
        read_roster(disk, tenant, attributes, &mut |more| {
            let bytes = bytes.fetch_add(more, Ordering::Relaxed) + more;
            if is_over.load(Ordering::Relaxed) || tick(Reading { bytes, of }).is_break() {
                is_over.store(true, Ordering::Relaxed);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })
    };
    let [source, target] = ends;
    let (source, target) = std::thread::scope(|scope| {
        let target = scope.spawn(|| read(target));
        let source = read(source);
        // A panic over there is a panic here.
        let target = target.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (source, target)
    });
    Ok(source?.zip(target?).map(|(source, target)| [source, target]))
}

type Tick<'t> = &'t mut dyn FnMut(u64) -> ControlFlow<()>;

/// The users of a tenant with these attributes, its groups, and what could not be read of them. The
/// tick hears how many bytes were read since; where it breaks the answer is `None`.
pub fn read_roster(
    disk: &dyn Disk,
    tenant: TenantId,
    attributes: Vec<String>,
    tick: Tick<'_>,
) -> Result<Option<End>, Fault> {
    let mut plan = wire::RosterPlan::of(attributes);
    let mut end = End { users: plan.roster(), ..End::default() };
    let End { users, groups, notices } = &mut end;
    let (mut twice, mut first) = (0u64, None);
    let mut lines = Lines { disk, tenant, notices, tick };
    let done = lines.read("users", |line| match plan.read(line, users) {
        Ok(()) => Ok(()),
        Err(RosterFault::Unreadable(what)) => Err(what),
        Err(RosterFault::Twice(id)) => {
            twice += 1;
            first.get_or_insert(id);
            Ok(())
        }
    })?;
    if done.is_break() {
        return Ok(None);
    }
    users.settle();
    let path = disk.place(&name_of(tenant, "users"));
    if let Some(id) = first {
        lines.notices.push(format!(
            "{twice} lines of `{path}` have the `id` of a line before, which counts; the first: {id}"
        ));
    }
    for (name, count) in users.unreadable() {
        lines.notices.push(format!(
            "`{name}` of {count} users in `{path}` is neither text, number, truth, list nor an object with an `id`; nothing is said about it there"
        ));
    }
    let done = lines.read("groups", into(wire::read_sync_group, groups))?;
    Ok(done.is_continue().then_some(end))
}

fn into<T>(
    read: fn(&[u8]) -> Result<T, String>,
    out: &mut Vec<T>,
) -> impl FnMut(&[u8]) -> Result<(), String> {
    move |line| read(line).map(|item| out.push(item))
}

fn name_of(tenant: TenantId, kind: &str) -> String {
    format!("directory/{tenant}/{kind}.jsonl")
}

/// The files of a tenant, line by line.
struct Lines<'l> {
    disk: &'l dyn Disk,
    tenant: TenantId,
    notices: &'l mut Vec<String>,
    tick: Tick<'l>,
}

impl Lines<'_> {
    /// Reads one file; breaks where the tick does.
    fn read(
        &mut self,
        kind: &str,
        mut read: impl FnMut(&[u8]) -> Result<(), String>,
    ) -> Result<ControlFlow<()>, Fault> {
        let name = name_of(self.tenant, kind);
        let fault = || disk_fault(self.disk, "read", &name);
        let go_on = ControlFlow::Continue(());
        let Some(mut file) = self.disk.open(&name).map_err(fault())? else { return Ok(go_on) };
        let (mut line, mut number, mut bad) = (Vec::new(), 0u64, 0u64);
        let (mut first, mut since) = (String::new(), 0);
        loop {
            line.clear();
            let count = file.read_until(b'\n', &mut line).map_err(fault())?;
            since += count as u64;
            if (count == 0 || since >= TICK_BYTES)
                && (self.tick)(std::mem::take(&mut since)).is_break()
            {
                return Ok(ControlFlow::Break(()));
            }
            if count == 0 {
                break;
            }
            number += 1;
            if let Err(what) = read(line.trim_ascii_end()) {
                bad += 1;
                let is_cut = line.last() != Some(&b'\n');
                let cut = if is_cut { ", and the file ends in it" } else { "" };
                if bad == 1 {
                    first = format!("line {number}: {what}{cut}");
                } else if is_cut {
                    first.push_str("; the file ends in the middle of the last");
                }
            }
        }
        if bad > 0 {
            let path = self.disk.place(&name);
            self.notices
                .push(format!("{bad} lines of `{path}` cannot be read; the first: {first}"));
        }
        Ok(go_on)
    }
}
