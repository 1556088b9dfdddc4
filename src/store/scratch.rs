//! A file that another program writes in meanwhile.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::fault::Fault;
use super::folder::Folder;

/// Bytes that are read back at most.
const BYTES_MAX: u64 = 1 << 20;

/// A text in a folder of its own, which only its owner may read. Both are gone when this is.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    file: PathBuf,
}

impl Scratch {
    /// Writes a text into a file of this name.
    pub fn new(name: &str, text: &str) -> Result<Self, Fault> {
        let place = std::env::temp_dir();
        let fault = |path: &Path, source| {
            let path = path.display().to_string();
            Fault::Disk { action: "write", path, source }
        };
        let own = std::process::id();
        for number in 0..1000_u32 {
            let folder = place.join(format!("detente-{own}-{number}"));
            match make(&folder) {
                Err(why) if why.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(why) => return Err(fault(&folder, why)),
                Ok(()) => {
                    let scratch = Scratch { file: folder.join(name), folder };
                    let written = Folder::at(&scratch.folder)
                        .and_then(|folder| folder.replace(name, text.as_bytes()));
                    written.map_err(|why| fault(&scratch.file, why))?;
                    return Ok(scratch);
                }
            }
        }
        Err(Fault::Exists(place.display().to_string()))
    }

    /// Where the text is.
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// The text as it is now.
    pub fn read(&self) -> Result<String, Fault> {
        let bytes = super::read_input(&self.file, BYTES_MAX)?;
        String::from_utf8(bytes).map_err(|_| Fault::Input {
            path: self.file.display().to_string(),
            what: "is no UTF-8 text".to_owned(),
        })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // An editor may have left copies beside it.
        let _gone = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(unix)]
fn make(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make(folder: &Path) -> std::io::Result<()> {
    fs::DirBuilder::new().create(folder)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_text_is_read_as_it_was_written_and_nothing_is_left() {
        let scratch = Scratch::new("x.txt", "Join([a])\n").unwrap();
        let (one, folder) = (scratch.path().to_owned(), scratch.folder.clone());
        let other = Scratch::new("x.txt", "b").unwrap();
        assert_ne!(one, other.path());
        assert_eq!(scratch.read().unwrap(), "Join([a])\n");
        fs::write(&one, "Left([a], 2)").unwrap();
        fs::write(folder.join("x.txt~"), "copy").unwrap();
        assert_eq!(scratch.read().unwrap(), "Left([a], 2)");
        fs::write(&one, [0xff, 0xfe]).unwrap();
        assert!(scratch.read().unwrap_err().to_string().contains("is no UTF-8 text"));
        drop(scratch);
        assert!(!folder.exists());
    }
}
