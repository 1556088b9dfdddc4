//! Lines of directories that come in: kept beside the directory until all of them came, then put in
//! its place, each object once and groups with their members.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead, Write};

use foldhash::fast::FixedState;

use super::checkpoint::disk_fault;
use super::disk::Disk;
use super::fault::Fault;
use crate::domain::{Guid, TenantId};
use crate::import::{DirectoryKind, Slot};
use crate::wire;

/// Lines that came of one kind.
pub(super) struct Lines {
    file: Box<dyn Write + Send>,
    /// Whose they are, as far as it is worth knowing.
    ids: Vec<Guid>,
}

impl Lines {
    /// Nothing yet, in this file.
    pub fn of(file: Box<dyn Write + Send>) -> Self {
        Lines { file, ids: Vec::new() }
    }

    /// One more.
    pub fn push(&mut self, kind: DirectoryKind, id: Guid, line: &str) -> io::Result<()> {
        // Members come after their group, and an application may come twice by right.
        if matches!(kind, DirectoryKind::Users | DirectoryKind::Groups) {
            self.ids.push(id);
        }
        self.file.write_all(line.as_bytes())?;
        self.file.write_all(b"\n")
    }

    /// How many lines there are, where nobody came twice.
    fn are_distinct(&mut self) -> Option<u64> {
        self.ids.sort_unstable();
        let twice = self.ids.windows(2).any(|two| two.first() == two.last());
        (!twice && !self.ids.is_empty()).then_some(self.ids.len() as u64)
    }
}

/// Where lines stand until all of them came.
pub(super) fn staged(slot: Slot, kind: DirectoryKind) -> String {
    format!("import.{}.{}.tmp", slot.0, word(kind))
}

fn word(kind: DirectoryKind) -> &'static str {
    match kind {
        DirectoryKind::Users => "users",
        DirectoryKind::Groups => "groups",
        DirectoryKind::Members => "members",
        DirectoryKind::Applications => "applications",
    }
}

/// Writes each tenant's new directory files beside the old ones; gives from and to.
pub(super) fn directories(
    disk: &dyn Disk,
    files: &mut BTreeMap<(Slot, DirectoryKind), Lines>,
    slots: &[Option<TenantId>],
    called: &dyn Fn(TenantId) -> String,
    warnings: &mut Vec<String>,
) -> Result<Vec<(String, String)>, Fault> {
    let mut sources: BTreeMap<(TenantId, DirectoryKind), Vec<String>> = BTreeMap::new();
    let mut distinct: BTreeMap<String, u64> = BTreeMap::new();
    for ((slot, kind), lines) in files {
        let name = staged(*slot, *kind);
        lines.file.flush().map_err(disk_fault(disk, "write", &name))?;
        if let Some(tenant) = slots.get(slot.0).copied().flatten() {
            distinct.extend(lines.are_distinct().map(|count| (name.clone(), count)));
            sources.entry((tenant, *kind)).or_default().push(name);
        }
    }
    let mut renames = Vec::new();
    let tenants: std::collections::BTreeSet<TenantId> =
        sources.keys().map(|(tenant, _)| *tenant).collect();
    for tenant in tenants {
        for kind in [DirectoryKind::Users, DirectoryKind::Groups, DirectoryKind::Applications] {
            let to = format!("directory/{tenant}/{}.jsonl", word(kind));
            let from = format!("{to}.new");
            let fresh = sources.get(&(tenant, kind));
            let members = match kind {
                DirectoryKind::Groups => sources.get(&(tenant, DirectoryKind::Members)),
                _ => None,
            };
            if fresh.is_none() && members.is_none() {
                continue;
            }
            let old = [to.clone()];
            let names = fresh.map_or(&old[..], Vec::as_slice);
            let members = members.map_or(&[][..], Vec::as_slice);
            let whole = match names {
                [one] if members.is_empty() => distinct.get(one).map(|count| (one, *count)),
                _ => None,
            };
            let (twice, count) = match whole {
                // The file is already what the directory is to be.
                Some((staged, count)) => {
                    disk.settle(staged).map_err(disk_fault(disk, "write", staged))?;
                    disk.rename(staged, &from).map_err(disk_fault(disk, "write", &from))?;
                    (None, Some(count))
                }
                None => (write_lines(disk, names, members, &from)?, None),
            };
            if fresh.is_some() {
                let old = lines_in(disk, &to)?;
                let new = count.map_or_else(|| lines_in(disk, &from), Ok)?;
                if new < old {
                    warnings.push(format!(
                        "{new} {} of {} are in the place of {old} that were there; `detente undo` does not bring those back, an import of their export does",
                        kind.title(),
                        called(tenant)
                    ));
                }
            }
            // What is there already was told when it came in.
            if let Some((count, id)) = twice.filter(|_| fresh.is_some()) {
                let title = kind.title();
                warnings.push(format!(
                    "{count} of the {title} came more than once, and the last one of each was taken; the first is {id}"
                ));
            }
            renames.push((from, to));
        }
    }
    Ok(renames)
}

/// The lines of a file; none where there is no file.
fn lines_in(disk: &dyn Disk, name: &str) -> Result<u64, Fault> {
    let fault = || disk_fault(disk, "read", name);
    let Some(mut file) = disk.open(name).map_err(fault())? else { return Ok(0) };
    let mut count = 0;
    loop {
        let block = file.fill_buf().map_err(fault())?;
        if block.is_empty() {
            return Ok(count);
        }
        count += memchr::memchr_iter(b'\n', block).count() as u64;
        let taken = block.len();
        file.consume(taken);
    }
}

/// Copies lines so that of two objects with one id the later one stays, and gives groups their
/// members. Says how many came again, and the first that did.
fn write_lines(
    disk: &dyn Disk,
    names: &[String],
    members: &[String],
    to: &str,
) -> Result<Option<(u64, Guid)>, Fault> {
    let mut last: HashMap<Guid, u64, FixedState> = HashMap::default();
    let mut twice: Option<(u64, Guid)> = None;
    let mut number = 0u64;
    for name in names {
        each_line(disk, name, |line| {
            if let Some(id) = wire::line_id(line)
                && last.insert(id, number).is_some()
            {
                twice.get_or_insert((0, id)).0 += 1;
            }
            number += 1;
            Ok(())
        })?;
    }
    let mut belonging: HashMap<Guid, Vec<Guid>, FixedState> = HashMap::default();
    for name in members {
        each_line(disk, name, |line| {
            if let Some((group, list)) = wire::line_members(line) {
                belonging.entry(group).or_default().extend(list);
            }
            Ok(())
        })?;
    }
    let mut out = disk.create(to).map_err(disk_fault(disk, "write", to))?;
    let mut number = 0u64;
    for name in names {
        each_line(disk, name, |line| {
            let id = wire::line_id(line);
            let stays = id.is_none_or(|id| last.get(&id) == Some(&number));
            number += 1;
            if !stays {
                return Ok(());
            }
            match id.and_then(|id| belonging.get(&id)) {
                Some(list) => writeln!(out, "{}", wire::with_members(line, list)),
                None => out.write_all(line).and_then(|()| out.write_all(b"\n")),
            }
        })?;
    }
    out.flush().map_err(disk_fault(disk, "write", to))?;
    drop(out);
    disk.settle(to).map_err(disk_fault(disk, "write", to))?;
    Ok(twice)
}

fn each_line(
    disk: &dyn Disk,
    name: &str,
    mut act: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<(), Fault> {
    let fault = || disk_fault(disk, "read", name);
    let Some(mut file) = disk.open(name).map_err(fault())? else { return Ok(()) };
    let mut line = Vec::new();
    loop {
        line.clear();
        if file.read_until(b'\n', &mut line).map_err(fault())? == 0 {
            return Ok(());
        }
        let text = line.trim_ascii_end();
        if !text.is_empty() {
            act(text).map_err(fault())?;
        }
    }
}
