//! Imported directories: one object a line, read piece by piece.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use memchr::memchr;

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
    let Directory { users, groups, applications, roll: _ } = &mut directory;
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
        let (noun, has) = if twice == 1 { ("line", "has") } else { ("lines", "have") };
        lines.notices.push(format!(
            "{twice} {noun} of `{path}` {has} the `id` of a line before, which counts; the first: {id}"
        ));
    }
    for (name, count) in users.unreadable() {
        let noun = if count == 1 { "user" } else { "users" };
        lines.notices.push(format!(
            "`{name}` of {count} {noun} in `{path}` is neither text, number, truth, list nor an object with an `id`; nothing is said about it there"
        ));
    }
    let done = lines.read("groups", into(wire::read_sync_group, groups))?;
    Ok(done.is_continue().then_some(end))
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
        let (mut begun, mut since) = (Vec::new(), 0);
        let (mut number, mut bad, mut first) = (0u64, 0u64, String::new());
        let mut take = |line: &[u8], is_cut: bool| {
            number += 1;
            let Err(what) = read(line.trim_ascii_end()) else { return };
            bad += 1;
            let cut = if is_cut { ", and the file ends in it" } else { "" };
            if bad == 1 {
                first = format!("line {number}: {what}{cut}");
            } else if is_cut {
                first.push_str("; the file ends in the middle of the last");
            }
        };
        loop {
            let bytes = file.fill_buf().map_err(fault())?;
            let count = bytes.len();
            since += count as u64;
            let is_due = count == 0 || since >= TICK_BYTES;
            if is_due && (self.tick)(std::mem::take(&mut since)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            if count == 0 {
                break;
            }
            let mut left = bytes;
            while let Some((line, rest)) =
                memchr(b'\n', left).and_then(|at| left.split_at_checked(at))
            {
                left = rest.get(1..).unwrap_or_default();
                if begun.is_empty() {
                    take(line, false);
                } else {
                    begun.extend_from_slice(line);
                    take(&begun, false);
                    begun.clear();
                }
            }
            begun.extend_from_slice(left);
            file.consume(count);
        }
        if !begun.is_empty() {
            take(&begun, true);
        }
        if bad > 0 {
            let path = self.disk.place(&name);
            let noun = if bad == 1 { "line" } else { "lines" };
            self.notices
                .push(format!("{bad} {noun} of `{path}` cannot be read; the first: {first}"));
        }
        Ok(go_on)
    }
}

/// Bytes of the imported directories of some tenants: whether one was imported again since.
pub fn directory_lengths(
    disk: &dyn Disk,
    tenants: &BTreeSet<TenantId>,
) -> std::collections::BTreeMap<TenantId, u64> {
    let length = |tenant: &TenantId| {
        let of = |kind| disk.len(&format!("directory/{tenant}/{kind}.jsonl")).ok().flatten();
        let all = ["users", "groups", "applications"].into_iter().filter_map(of);
        (*tenant, all.sum())
    };
    tenants.iter().map(length).collect()
}
