//! A folder that is only in memory, for tests.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::io::{self, BufRead, Cursor, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::disk::{Disk, Held};
use super::fault::Fault;
use super::outside::Outside;

/// A folder that is only in memory: for tests, and for looking at the practice workspace where no
/// disk can be written.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
}

impl Memory {
    fn with<T>(&self, act: impl FnOnce(&mut BTreeMap<String, Vec<u8>>) -> T) -> T {
        act(&mut self.files.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
impl Memory {
    /// Every file.
    pub fn all(&self) -> BTreeMap<String, Vec<u8>> {
        self.with(|files| files.clone())
    }

    /// The names of all files.
    pub fn names(&self) -> Vec<String> {
        self.with(|files| files.keys().cloned().collect())
    }
}

/// Every folder is this one: a path is its last part.
impl Outside for Memory {
    fn folder(&self, _path: &Path) -> Result<Arc<dyn Disk>, Fault> {
        Ok(Arc::new(self.clone()))
    }

    fn input(&self, path: &Path, _bytes_max: u64) -> Result<Vec<u8>, Fault> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let held = self.with(|files| files.get(name).cloned());
        let what = "cannot be read: there is no such file".to_owned();
        held.ok_or_else(|| Fault::Input { path: path.display().to_string(), what })
    }
}

impl Disk for Memory {
    fn place(&self, name: &str) -> String {
        format!("memory/{name}")
    }

    fn read_from(&self, name: &str, offset: u64) -> io::Result<Option<Vec<u8>>> {
        Ok(self.with(|files| {
            let file = files.get(name)?;
            let start = usize::try_from(offset).unwrap_or(usize::MAX).min(file.len());
            Some(file.get(start..).unwrap_or_default().to_vec())
        }))
    }

    fn len(&self, name: &str) -> io::Result<Option<u64>> {
        Ok(self.with(|files| files.get(name).map(|file| file.len() as u64)))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let inside = |name: &String| {
            let rest = name.strip_prefix(folder)?.strip_prefix('/')?;
            (!rest.contains('/')).then(|| rest.to_owned())
        };
        Ok(self.with(|files| files.keys().filter_map(inside).collect()))
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn BufRead + Send>>> {
        Ok(self.read(name)?.map(|bytes| Box::new(Cursor::new(bytes)) as Box<dyn BufRead + Send>))
    }

    fn append(&self, name: &str, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.with(|files| {
            let file = files.entry(name.to_owned()).or_default();
            if file.len() as u64 != at {
                return Err(io::Error::other("the file has another length than was expected"));
            }
            file.extend_from_slice(bytes);
            Ok(())
        })
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.with(|files| files.insert(name.to_owned(), bytes.to_vec()));
        Ok(())
    }

    fn truncate(&self, name: &str, length: u64) -> io::Result<()> {
        self.with(|files| {
            if let Some(file) = files.get_mut(name) {
                file.truncate(usize::try_from(length).unwrap_or(usize::MAX));
            }
        });
        Ok(())
    }

    fn keep(&self, name: &str, copy: &str) -> io::Result<()> {
        self.with(|files| {
            if let Some(file) = files.get(name).cloned() {
                files.insert(copy.to_owned(), file);
            }
        });
        Ok(())
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        self.replace(name, b"")?;
        Ok(Box::new(Growing { files: self.clone(), name: name.to_owned() }))
    }

    fn settle(&self, _name: &str) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.with(|files| {
            let file = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
            files.insert(to.to_owned(), file);
            Ok(())
        })
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.with(|files| files.remove(name));
        Ok(())
    }

    fn hold(&self, _held: Held, _owner: &str) -> Result<Box<dyn Debug>, Fault> {
        Ok(Box::new(()))
    }
}

/// A file in memory that grows.
struct Growing {
    files: Memory,
    name: String,
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.files
            .with(|files| files.entry(self.name.clone()).or_default().extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
