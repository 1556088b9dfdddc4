use std::fmt::Debug;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::disk::{Disk, Held};
use super::fault::Fault;

/// How long a commit waits for another instance's commit, which takes milliseconds.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// A real folder, readable by its owner only.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder at a path; links are resolved once, so that they keep pointing where they do.
    pub fn at(path: &Path) -> io::Result<Self> {
        let root = match fs::canonicalize(path) {
            Ok(root) => root,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => std::path::absolute(path)?,
            Err(fault) => return Err(fault),
        };
        Ok(Folder { root })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Whether nothing lies in the folder, or there is none.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(found(fs::read_dir(&self.root))?.is_none_or(|mut entries| entries.next().is_none()))
    }

    /// The files and folders of the workspace that others than their owner may open.
    pub fn exposed(&self) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mut waiting = vec![self.root.clone()];
            while let Some(path) = waiting.pop() {
                let about = fs::symlink_metadata(&path)?;
                if about.is_symlink() {
                    continue;
                }
                if about.permissions().mode() & 0o077 != 0 {
                    found.push(path.display().to_string());
                }
                if about.is_dir() {
                    for entry in fs::read_dir(&path)? {
                        let entry = entry?;
                        if entry.file_name() != ".git" {
                            waiting.push(entry.path());
                        }
                    }
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn make_folder(path: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    /// Makes renames and new names durable; folders cannot be opened as files on Windows, where
    /// the file system journals them.
    fn sync_folder(path: &Path) -> io::Result<()> {
        #[cfg(unix)]
        File::open(path)?.sync_all()?;
        #[cfg(not(unix))]
        let _ = path;
        Ok(())
    }

    /// New files are readable by their owner only; on Windows the folder's own rights hold.
    #[cfg(unix)]
    fn private() -> OpenOptions {
        let mut options = OpenOptions::new();
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
    }

    /// New files are readable by their owner only; on Windows the folder's own rights hold.
    #[cfg(not(unix))]
    fn private() -> OpenOptions {
        OpenOptions::new()
    }
}

fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

impl Disk for Folder {
    fn place(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn read_from(&self, name: &str, offset: u64) -> io::Result<Option<Vec<u8>>> {
        let Some(mut file) = found(File::open(self.path(name)))? else { return Ok(None) };
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    fn len(&self, name: &str) -> io::Result<Option<u64>> {
        Ok(found(fs::metadata(self.path(name)))?.map(|about| about.len()))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in found(fs::read_dir(self.path(folder)))?.into_iter().flatten() {
            names.extend(entry?.file_name().into_string());
        }
        names.sort();
        Ok(names)
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn BufRead + Send>>> {
        let file = found(File::open(self.path(name)))?;
        Ok(file.map(|file| {
            Box::new(BufReader::with_capacity(1 << 16, file)) as Box<dyn BufRead + Send>
        }))
    }

    fn append(&self, name: &str, at: u64, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(name);
        let is_new = at == 0 && found(fs::metadata(&path))?.is_none();
        let mut file = Self::private().write(true).create(true).truncate(false).open(&path)?;
        if file.seek(SeekFrom::End(0))? != at {
            return Err(io::Error::other("another program wrote to the file without the lock"));
        }
        let written = file.write_all(bytes).and_then(|()| file.sync_data());
        if let Err(fault) = written {
            // A part may have reached the file: nobody may take it for a line.
            let _cut = file.set_len(at);
            return Err(fault);
        }
        if is_new {
            Self::sync_folder(&self.root)?;
        }
        Ok(())
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(name);
        let parent = path.parent().unwrap_or(&self.root);
        Self::make_folder(parent)?;
        let mut new = path.clone().into_os_string();
        // One name for all: writers hold the lock, and what a killed one leaves is overwritten.
        new.push(".tmp");
        let new = PathBuf::from(new);
        let written = (|| {
            let mut file = Self::private().write(true).create(true).truncate(true).open(&new)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&new, &path)
        })();
        if let Err(fault) = written {
            let _gone = fs::remove_file(&new);
            return Err(fault);
        }
        Self::sync_folder(parent)
    }

    fn truncate(&self, name: &str, length: u64) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(self.path(name))?;
        file.set_len(length)?;
        file.sync_all()
    }

    fn keep(&self, name: &str, copy: &str) -> io::Result<()> {
        let (from, to) = (self.path(name), self.path(copy));
        if found(fs::metadata(&from))?.is_none() {
            return Ok(());
        }
        found(fs::remove_file(&to))?;
        // A second name costs nothing; where there are no hard links the bytes are copied.
        fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(|_| ()))
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        let path = self.path(name);
        Self::make_folder(path.parent().unwrap_or(&self.root))?;
        let file = Self::private().write(true).create(true).truncate(true).open(path)?;
        Ok(Box::new(BufWriter::with_capacity(1 << 16, file)))
    }

    fn settle(&self, name: &str) -> io::Result<()> {
        OpenOptions::new().write(true).open(self.path(name))?.sync_all()
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let to = self.path(to);
        let parent = to.parent().unwrap_or(&self.root);
        Self::make_folder(parent)?;
        fs::rename(self.path(from), &to)?;
        Self::sync_folder(parent)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        found(fs::remove_file(self.path(name))).map(|_| ())
    }

    fn hold(&self, held: Held, owner: &str) -> Result<Box<dyn Debug>, Fault> {
        let (name, patience) = match held {
            Held::Commit => ("lock", LOCK_PATIENCE),
            Held::Import => ("import.lock", Duration::ZERO),
        };
        let fault = |source| Fault::Disk { action: "lock", path: self.place(name), source };
        Self::make_folder(&self.root).map_err(fault)?;
        let mut file = Self::private()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(self.path(name))
            .map_err(fault)?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => {
                    std::thread::sleep(LOCK_PAUSE);
                }
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let _read = (&mut file).take(200).read_to_string(&mut holder);
                    let holder = holder.lines().next().unwrap_or("unknown").to_owned();
                    return Err(Fault::Held(holder));
                }
                Err(TryLockError::Error(source)) => return Err(fault(source)),
            }
        }
        // Who holds it is a courtesy for messages; the lock itself is the kernel's.
        let _named = file
            .set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(owner.as_bytes()));
        Ok(Box::new(file))
    }
}
