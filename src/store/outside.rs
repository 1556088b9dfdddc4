//! Files that lie outside the workspace, where a person says: plans and letters that go out, answers
//! that come in. What something else wrote is never replaced, and what was written is read back.

use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;

use super::disk::Disk;
use super::fault::Fault;
use super::folder::Folder;
use super::input::read_input;

/// Where such files lie. The seam under which tests put memory.
pub trait Outside: Debug + Send + Sync {
    /// A folder that is there.
    fn folder(&self, path: &Path) -> Result<Arc<dyn Disk>, Fault>;
    /// The whole of an ordinary file of at most `bytes_max` bytes.
    fn input(&self, path: &Path, bytes_max: u64) -> Result<Vec<u8>, Fault>;
}

/// The machine's own folders.
#[derive(Clone, Copy, Debug)]
pub struct Machine;

impl Outside for Machine {
    fn folder(&self, path: &Path) -> Result<Arc<dyn Disk>, Fault> {
        let shown = path.display().to_string();
        if !path.is_dir() {
            return Err(Fault::Input {
                path: shown,
                what: "is no folder that is there".to_owned(),
            });
        }
        let open = |source| Fault::Disk { action: "open", path: shown, source };
        Ok(Arc::new(Folder::at(path).map_err(open)?))
    }

    fn input(&self, path: &Path, bytes_max: u64) -> Result<Vec<u8>, Fault> {
        read_input(path, bytes_max)
    }
}

/// What lies where a file is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    /// Nothing.
    Nothing,
    /// A file of this program's, which may be replaced where somebody says so.
    Ours,
    /// Something else, which may not.
    Foreign,
}

/// What lies there.
pub fn lies(folder: &dyn Disk, name: &str, is_ours: fn(&[u8]) -> bool) -> Result<Lies, Fault> {
    let held = folder.read(name).map_err(|source| fault(folder, name, "read", source))?;
    Ok(match held {
        None => Lies::Nothing,
        Some(bytes) if is_ours(&bytes) => Lies::Ours,
        Some(_) => Lies::Foreign,
    })
}

/// Writes a file whole or not at all, and reads it back; gives what the disk holds then.
pub fn put(folder: &dyn Disk, name: &str, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    folder.replace(name, bytes).map_err(|source| fault(folder, name, "write", source))?;
    let held = folder.read(name).map_err(|source| fault(folder, name, "read back", source))?;
    Ok(held.unwrap_or_default())
}

fn fault(folder: &dyn Disk, name: &str, action: &'static str, source: std::io::Error) -> Fault {
    Fault::Disk { action, path: folder.place(name), source }
}
