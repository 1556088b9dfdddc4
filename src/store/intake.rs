//! Importing: files in, one journal line and a new directory out, all of it or nothing.
//!
//! Directory objects are written beside the directory while they are read, so that a million users
//! never stand in memory. What is to take whose place is promised in a file before the journal line
//! is written and done after it; opening keeps the promise should the program have died between.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::checkpoint::disk_fault;
use super::desk::{Applied, Desk, Stamp};
use super::disk::{Disk, Held};
use super::fault::Fault;
use super::input::readable;
use super::lines::{Lines, directories, staged};
use super::logs::{self, Staged};
use crate::domain::{Guid, Tenant, TenantId, Workspace};
use crate::import::{
    self, DirectoryKind, DirectoryRows, Gathered, ImportFault, Report, SignInLog, Slot, Source,
};
use crate::wire::Kind;

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
    files: BTreeMap<(Slot, DirectoryKind), Lines>,
    logs: Vec<Staged>,
}

impl DirectoryRows for Intake {
    fn row(&mut self, slot: Slot, kind: DirectoryKind, id: Guid, line: &str) -> io::Result<()> {
        let lines = match self.files.entry((slot, kind)) {
            std::collections::btree_map::Entry::Occupied(lines) => lines.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                let file = self.disk.create(&staged(slot, kind))?;
                place.insert(Lines::of(file))
            }
        };
        lines.push(kind, id, line)
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
    fn row(&mut self, _: Slot, _: DirectoryKind, _: Guid, _: &str) -> io::Result<()> {
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
    let mut renames =
        directories(disk.as_ref(), &mut intake.files, &outcome.slots, &called, warnings)?;
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
