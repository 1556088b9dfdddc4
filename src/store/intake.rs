//! Importing: files in, one journal line and a new directory out, all of it or nothing.
//!
//! Directory objects are written beside the directory while they are read, so that a million users
//! never stand in memory. What is to take whose place is promised in a file before the journal line
//! is written and done after it; opening keeps the promise should the program have died between.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::checkpoint::disk_fault;
use super::desk::{Applied, Desk, Stamp};
use super::disk::{Disk, Held};
use super::fault::Fault;
use super::input::readable;
use super::logs::{self, Staged};
use crate::domain::{Guid, Tenant, TenantId, Workspace};
use crate::import::{
    self, DirectoryKind, DirectoryRows, Gathered, ImportFault, Report, SignInLog, Slot, Source,
};
use crate::wire::{self, Kind};

/// Promises of renames; there only while an import is being completed.
const PROMISE: &str = "import.pending.json";

/// Why nothing was imported.
#[derive(Debug)]
pub enum ImportTrouble {
    /// A file, or all of them together, cannot be understood.
    Input(ImportFault),
    /// The workspace could not be written.
    Store(Fault),
}

impl From<Fault> for ImportTrouble {
    fn from(fault: Fault) -> Self {
        ImportTrouble::Store(fault)
    }
}

/// What `import` did.
#[derive(Debug)]
pub struct Imported {
    /// The journal line; its places are none when nothing new came in.
    pub applied: Applied,
    /// What came in.
    pub report: Report,
    /// Of which tenants.
    pub tenants: Vec<TenantId>,
}

/// Directory lines on their way in, one file a folder and kind.
struct Intake {
    disk: Arc<dyn Disk>,
    files: BTreeMap<(Slot, DirectoryKind), Box<dyn Write + Send>>,
    logs: Vec<Staged>,
}

fn staged(slot: Slot, kind: DirectoryKind) -> String {
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

impl DirectoryRows for Intake {
    fn row(&mut self, slot: Slot, kind: DirectoryKind, line: &str) -> io::Result<()> {
        let file = match self.files.entry((slot, kind)) {
            std::collections::btree_map::Entry::Occupied(file) => file.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(self.disk.create(&staged(slot, kind))?)
            }
        };
        writeln!(file, "{line}")
    }

    fn sign_ins(&mut self, slot: Slot, log: SignInLog) -> io::Result<()> {
        let staged = logs::stage(self.disk.as_ref(), self.logs.len(), slot, log)?;
        self.logs.push(staged);
        Ok(())
    }
}

impl Intake {
    /// What was staged goes, whether it was used or not.
    fn sweep(&self) {
        for (slot, kind) in self.files.keys() {
            let _gone = self.disk.remove(&staged(*slot, *kind));
        }
        for log in &self.logs {
            log.sweep(self.disk.as_ref());
        }
    }
}

/// Reads files into a workspace.
pub fn import_files(
    desk: &mut Desk,
    stamp: &Stamp,
    files: &[PathBuf],
    tenant: Option<TenantId>,
) -> Result<Imported, ImportTrouble> {
    let disk = desk.disk();
    // Held to the end, so that nobody who opens the workspace meanwhile cleans up after us.
    let _held = disk.hold(Held::Import, desk.owner())?;
    let mut intake = Intake { disk: Arc::clone(&disk), files: BTreeMap::new(), logs: Vec::new() };
    let done = gather(files, &mut intake)
        .map_err(ImportTrouble::Input)
        .and_then(|gathered| take_in(desk, stamp, files.len(), &gathered, tenant, &mut intake));
    intake.sweep();
    done
}

/// Directory lines that nobody wants.
struct Dropped;

impl DirectoryRows for Dropped {
    fn row(&mut self, _slot: Slot, _kind: DirectoryKind, _line: &str) -> io::Result<()> {
        Ok(())
    }

    fn sign_ins(&mut self, _slot: Slot, _log: SignInLog) -> io::Result<()> {
        Ok(())
    }
}

/// What files say of tenants, as an import would take it, without taking it.
pub fn observed_by(
    workspace: &Workspace,
    files: &[PathBuf],
    tenant: Option<TenantId>,
) -> Result<BTreeMap<TenantId, Arc<Tenant>>, ImportTrouble> {
    let gathered = gather(files, &mut Dropped).map_err(ImportTrouble::Input)?;
    let outcome = import::apply(gathered, workspace, tenant).map_err(ImportTrouble::Input)?;
    Ok(outcome.observed)
}

fn gather(files: &[PathBuf], intake: &mut dyn DirectoryRows) -> Result<Gathered, ImportFault> {
    let mut gathered = Gathered::default();
    for path in files {
        let fault = |source: io::Error| ImportFault {
            file: path.display().to_string(),
            place: None,
            what: format!("cannot be read: {source}"),
            remedy: "give a file that can be read".to_owned(),
        };
        let file: File = readable(path).map_err(fault)?;
        let mut content = BufReader::with_capacity(1 << 16, file);
        let name = |part: Option<&std::ffi::OsStr>| {
            part.map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
        };
        let source = Source {
            name: path.display().to_string(),
            stem: name(path.file_stem()),
            folder: path.parent().unwrap_or(Path::new("")).display().to_string(),
            content: &mut content,
        };
        gathered.read(source, intake)?;
    }
    Ok(gathered)
}

fn take_in(
    desk: &mut Desk,
    stamp: &Stamp,
    files: usize,
    gathered: &Gathered,
    tenant: Option<TenantId>,
    intake: &mut Intake,
) -> Result<Imported, ImportTrouble> {
    let mut outcome =
        import::apply(gathered.clone(), desk.workspace(), tenant).map_err(ImportTrouble::Input)?;
    let disk = desk.disk();
    let (draft, warnings) = (&outcome.workspace.draft, &mut outcome.report.warnings);
    let called = |id| match draft.tenant(id) {
        Some(tenant) if !tenant.display_name.is_empty() => tenant.display_name.clone(),
        _ => id.to_string(),
    };
    let named = outcome.slots.iter().copied().flatten().chain(outcome.observed.keys().copied());
    let tenants: BTreeSet<TenantId> = named.collect();
    let mut renames = directories(disk.as_ref(), intake, &outcome.slots, &called, warnings)?;
    let logs = &mut intake.logs;
    renames.extend(logs::take_in(disk.as_ref(), logs, &outcome.slots, &mut outcome.report)?);
    let noun = if files == 1 { "file" } else { "files" };
    let label = format!("{files} {noun} imported");
    let make = |workspace: &Workspace| {
        let again = import::apply(gathered.clone(), workspace, tenant)
            .map_err(|fault| Fault::Input { path: String::new(), what: fault.to_string() })?;
        Ok((again.workspace, again.observed.into_iter().collect()))
    };
    let prepare = |revision| match renames.is_empty() {
        true => Ok(()),
        false => promise(disk.as_ref(), revision, &renames),
    };
    let applied = desk.change_prepared(stamp, Kind::Import, label, make, prepare);
    match applied {
        Ok(applied) => {
            // Without a journal line nothing was promised yet.
            if applied.places == 0 && renames.len() > 1 {
                promise(disk.as_ref(), desk.revision(), &renames)?;
            }
            keep_promise(disk.as_ref(), &renames)?;
            Ok(Imported { applied, report: outcome.report, tenants: tenants.into_iter().collect() })
        }
        Err(fault) => {
            for (from, _) in &renames {
                let _gone = disk.remove(from);
            }
            let _gone = disk.remove(PROMISE);
            Err(fault.into())
        }
    }
}

/// Writes each tenant's new directory files beside the old ones; gives from and to.
fn directories(
    disk: &dyn Disk,
    intake: &mut Intake,
    slots: &[Option<TenantId>],
    called: &dyn Fn(TenantId) -> String,
    warnings: &mut Vec<String>,
) -> Result<Vec<(String, String)>, Fault> {
    let mut sources: BTreeMap<(TenantId, DirectoryKind), Vec<String>> = BTreeMap::new();
    for ((slot, kind), file) in &mut intake.files {
        let name = staged(*slot, *kind);
        file.flush().map_err(disk_fault(disk, "write", &name))?;
        if let Some(tenant) = slots.get(slot.0).copied().flatten() {
            sources.entry((tenant, *kind)).or_default().push(name);
        }
    }
    let mut renames = Vec::new();
    let tenants: BTreeSet<TenantId> = sources.keys().map(|(tenant, _)| *tenant).collect();
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
            let twice = write_lines(disk, names, members, &from)?;
            if fresh.is_some() {
                let [old, new] = [&to, &from].map(|name| lines_in(disk, name));
                let (old, new) = (old?, new?);
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
    let mut last: HashMap<Guid, u64> = HashMap::new();
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
    let mut belonging: HashMap<Guid, Vec<Guid>> = HashMap::new();
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

fn promise(disk: &dyn Disk, revision: u64, renames: &[(String, String)]) -> Result<(), Fault> {
    let text = serde_json::json!({ "revision": revision, "renames": renames }).to_string();
    disk.replace(PROMISE, text.as_bytes()).map_err(disk_fault(disk, "write", PROMISE))
}

fn keep_promise(disk: &dyn Disk, renames: &[(String, String)]) -> Result<(), Fault> {
    for (from, to) in renames {
        if disk.len(from).map_err(disk_fault(disk, "read", from))?.is_some() {
            disk.rename(from, to).map_err(disk_fault(disk, "write", to))?;
        }
    }
    if !renames.is_empty() {
        disk.remove(PROMISE).map_err(disk_fault(disk, "write", PROMISE))?;
    }
    Ok(())
}

/// What was promised.
#[derive(serde::Deserialize)]
struct Promise {
    revision: u64,
    renames: Vec<(String, String)>,
}

/// Completes or forgets an import that the program died in. Called when a workspace is opened.
pub(super) fn recover(disk: &dyn Disk, revision: u64) -> Result<(), Fault> {
    if disk.len(PROMISE).map_err(disk_fault(disk, "read", PROMISE))?.is_none() {
        return Ok(());
    }
    let Ok(_held) = disk.hold(Held::Import, "opening") else { return Ok(()) };
    let bytes = disk.read(PROMISE).map_err(disk_fault(disk, "read", PROMISE))?;
    let Some(bytes) = bytes else { return Ok(()) };
    // Only names this module writes are ever renamed or removed.
    let ours = |name: &str| {
        ["directory/", "logs/"].iter().any(|folder| name.starts_with(folder))
            && !name.contains("..")
    };
    let kept: Option<Promise> = serde_json::from_slice(&bytes).ok();
    let renames = kept.as_ref().map(|kept| kept.renames.clone()).unwrap_or_default();
    let renames: Vec<_> = renames.into_iter().filter(|(from, to)| ours(from) && ours(to)).collect();
    if kept.is_some_and(|kept| kept.revision <= revision) {
        return keep_promise(disk, &renames);
    }
    for (from, _) in &renames {
        disk.remove(from).map_err(disk_fault(disk, "write", from))?;
    }
    disk.remove(PROMISE).map_err(disk_fault(disk, "write", PROMISE))
}
