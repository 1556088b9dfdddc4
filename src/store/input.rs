//! Files that a person names on the command line.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::fault::Fault;

/// The files that are meant: each one named, and all below each folder named, in order of name.
///
/// Only ordinary files: a pipe or a device would be read for ever. Inside folders names that begin
/// with a dot are passed over, and links to folders are not followed, so that there is an end.
pub fn regular_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Fault> {
    let mut files = Vec::new();
    for path in paths {
        let about = fs::metadata(path).map_err(unreadable(path))?;
        if about.is_dir() {
            walk(path, &mut files)?;
        } else if about.is_file() {
            files.push(path.clone());
        } else {
            return Err(odd(path));
        }
    }
    Ok(files)
}

/// An ordinary file, opened for reading.
pub(super) fn readable(path: &Path) -> io::Result<File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is neither a file nor a folder"));
    }
    File::open(path)
}

/// The whole of one ordinary file of at most `bytes_max` bytes.
pub fn read_input(path: &Path, bytes_max: u64) -> Result<Vec<u8>, Fault> {
    let about = fs::metadata(path).map_err(unreadable(path))?;
    if !about.is_file() {
        return Err(odd(path));
    }
    let file = File::open(path).map_err(unreadable(path))?;
    let mut bytes = Vec::new();
    file.take(bytes_max + 1).read_to_end(&mut bytes).map_err(unreadable(path))?;
    if bytes.len() as u64 > bytes_max {
        let what = format!("is larger than {bytes_max} bytes");
        return Err(Fault::Input { path: path.display().to_string(), what });
    }
    Ok(bytes)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Fault> {
    let entries: io::Result<Vec<_>> = fs::read_dir(folder).map_err(unreadable(folder))?.collect();
    let mut entries = entries.map_err(unreadable(folder))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let kind = entry.file_type().map_err(unreadable(&path))?;
        if kind.is_dir() {
            walk(&path, files)?;
        } else if kind.is_file() || fs::metadata(&path).is_ok_and(|about| about.is_file()) {
            files.push(path);
        } else if !kind.is_symlink() {
            return Err(odd(&path));
        }
    }
    Ok(())
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> Fault {
    let path = path.display().to_string();
    move |source| Fault::Input { path, what: format!("cannot be read: {source}") }
}

fn odd(path: &Path) -> Fault {
    let what = "is neither a file nor a folder".to_owned();
    Fault::Input { path: path.display().to_string(), what }
}
