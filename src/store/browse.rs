//! What lies in a folder of this machine, for somebody who looks for files to read in.

use std::fs;
use std::path::{Path, PathBuf};

use super::fault::Fault;

/// Entries that are listed at most; whoever wants another types its path.
pub const LISTED_MAX: usize = 2_000;

/// One file or folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Bytes of a file.
    pub bytes: u64,
}

/// A folder with what is in it, folders first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Where it is.
    pub folder: PathBuf,
    /// What is in it; what is hidden is not.
    pub entries: Vec<Entry>,
    /// How many entries are not listed.
    pub left_out: usize,
}

/// Looks into a folder.
pub fn browse(folder: &Path) -> Result<Listing, Fault> {
    let fault = |source: std::io::Error| Fault::Input {
        path: folder.display().to_string(),
        what: format!("cannot be read: {source}"),
    };
    let folder = fs::canonicalize(folder).map_err(fault)?;
    let mut entries = Vec::new();
    for entry in fs::read_dir(&folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // What vanished meanwhile, or cannot be looked at, is not offered.
        let Ok(about) = fs::metadata(entry.path()) else { continue };
        if name.starts_with('.') || !(about.is_dir() || about.is_file()) {
            continue;
        }
        let (is_folder, bytes) = (about.is_dir(), about.len());
        entries.push(Entry { name, path: entry.path(), is_folder, bytes });
    }
    entries.sort_by(|a, b| (!a.is_folder, &a.name).cmp(&(!b.is_folder, &b.name)));
    let left_out = entries.len().saturating_sub(LISTED_MAX);
    entries.truncate(LISTED_MAX);
    Ok(Listing { folder, entries, left_out })
}
