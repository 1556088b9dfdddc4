//! Reading files in from the screen: what lies in a folder, and what came in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::app::Message;
use super::screen::Tone;
use crate::domain::TenantId;
use crate::store::{
    Desk, Disk, ImportTrouble, Listing, Stamp, browse, import_files, read_directory, regular_files,
};

/// What a screen can want of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileWish {
    /// Look into a folder.
    Look(PathBuf),
    /// Read a file in, or a folder with all that is in it.
    Read(PathBuf),
    /// What came in was seen.
    Seen,
}

/// What came in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CameIn {
    /// Of which tenants.
    pub tenants: Vec<TenantId>,
    /// In sentences.
    pub lines: Vec<String>,
    /// What was left out, what looks odd, and where the draft says something else.
    pub warnings: Vec<String>,
}

/// What is known of files.
#[derive(Debug, Default)]
pub struct Files {
    /// The folder that is looked into, or why not.
    pub listing: Option<Result<Arc<Listing>, String>>,
    /// What is being read in.
    pub reading: Option<PathBuf>,
    /// What came in last, or why nothing did.
    pub came: Option<Result<Arc<CameIn>, String>>,
}

/// Looks into a folder.
pub fn look(folder: &Path) -> Message {
    let listing = browse(folder).map(Arc::new).map_err(|fault| fault.to_string());
    Message::Listing(listing)
}

/// Reads a file or a folder in: all of it, or nothing is changed.
pub fn read_in(desk: &mut Desk, stamp: &Stamp, path: &Path) -> Result<CameIn, String> {
    let files = regular_files(&[path.to_owned()]).map_err(|fault| fault.to_string())?;
    if files.is_empty() {
        return Err(format!("there is no file in `{}`; nothing was changed", path.display()));
    }
    let done = import_files(desk, stamp, &files, None).map_err(|trouble| match trouble {
        ImportTrouble::Input(fault) => fault.to_string(),
        ImportTrouble::Store(fault) => fault.to_string(),
    })?;
    let mut warnings = done.report.warnings;
    warnings.extend(done.report.disagreements.iter().map(|found| {
        format!("the draft was edited where the tenant has changed, and was kept: {}", found.place)
    }));
    let mut lines = done.report.came_in;
    if done.applied.places == 0 {
        lines.push("the settings are as they were observed before".to_owned());
    }
    Ok(CameIn { tenants: done.tenants, lines, warnings })
}

/// The directories of some tenants, as they are now.
pub fn directories(disk: &dyn Disk, tenants: &[TenantId]) -> Vec<Message> {
    let mut out = Vec::new();
    for tenant in tenants {
        match read_directory(disk, *tenant) {
            Ok((directory, _)) if directory.is_empty() => {}
            Ok((directory, notices)) => {
                out.extend(notices.into_iter().map(|text| Message::Notice(Tone::Refused, text)));
                out.push(Message::Directory(*tenant, Arc::new(directory)));
            }
            Err(fault) => out.push(Message::Notice(Tone::Refused, fault.to_string())),
        }
    }
    out
}
