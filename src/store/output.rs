//! Files that a person asks for.

use std::path::Path;

use super::disk::Disk;
use super::fault::Fault;
use super::folder::Folder;

/// Writes a file whole or not at all; one that is there is replaced. Only its owner may read it.
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let fault = |source| Fault::Disk { action: "write", path: path.display().to_string(), source };
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        let what = "is no name of a file".to_owned();
        return Err(Fault::Input { path: path.display().to_string(), what });
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let what = "lies in a folder that is not there".to_owned();
        return Err(Fault::Input { path: path.display().to_string(), what });
    }
    Folder::at(folder).map_err(fault)?.replace(name, bytes).map_err(fault)
}
