//! Files that leave the program from a screen: put together and written off the screen's thread,
//! read back, and said with their place. Nothing is replaced before somebody says so.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::app::Message;
use super::screen::Tone;
use crate::access::Directories;
use crate::domain::{TenantId, Workspace};
use crate::export::{FORMATS, Format, document, planned};
use crate::plan::Choice;
use crate::store::{Disk, Fault, Lies, Outside, lies, put};

/// A plan as a file.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFile {
    /// The word of its format.
    pub format: &'static str,
    /// Of one tenant only.
    pub only: Option<TenantId>,
    /// Which changes are made.
    pub choice: Choice,
    /// Whether it is the way back.
    pub back: bool,
    /// Where, as it was typed.
    pub path: String,
}

/// A text that is finished already.
#[derive(Clone, Debug, PartialEq)]
pub struct TextFile {
    /// Where, as it was typed.
    pub path: String,
    /// What stands in it.
    pub text: String,
    /// How files of its kind are known.
    pub kind: TextKind,
}

/// How a text is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A request of a handshake.
    Request,
    /// The same as a letter.
    Letter,
}

/// What is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Goods {
    /// A plan.
    Plan(PlanFile),
    /// Texts, all of them or none.
    Texts(Vec<TextFile>),
}

/// What is to be written, and whether what lies there may be replaced.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What.
    pub goods: Goods,
    /// Whether somebody said that it may.
    pub replaces: bool,
    /// Of which workspace.
    pub workspace: Arc<Workspace>,
    /// The directories that people are counted by.
    pub directories: Directories,
}

impl PartialEq for Delivery {
    fn eq(&self, other: &Self) -> bool {
        (&self.goods, self.replaces) == (&other.goods, other.replaces)
    }
}

type Check = Box<dyn Fn(&[u8]) -> Result<(), String>>;

/// A file with all that has to be known of it.
struct File {
    path: String,
    bytes: Vec<u8>,
    is_ours: fn(&[u8]) -> bool,
    /// Reads back what was written.
    check: Check,
    /// How the bytes are named in words.
    mark: String,
}

/// A file where it goes.
struct Placed {
    folder: Arc<dyn Disk>,
    name: String,
    file: File,
}

impl Delivery {
    /// Writes it; tells where, or what is in the way.
    pub fn run(self, outside: &dyn Outside) -> Message {
        match self.write(outside) {
            Ok(Ok(text)) => Message::Notice(Tone::Done, text),
            Ok(Err(place)) => Message::InTheWay(place, Box::new(self)),
            Err(why) => Message::Notice(Tone::Refused, why),
        }
    }

    /// The words for what was written, or the place of what would be replaced.
    fn write(&self, outside: &dyn Outside) -> Result<Result<String, String>, String> {
        let mut all = Vec::new();
        for file in self.files()? {
            all.push(placed(outside, file)?);
        }
        for Placed { folder, name, file } in &all {
            let place = folder.place(name);
            match lies(folder.as_ref(), name, file.is_ours).map_err(words)? {
                Lies::Foreign => {
                    return Err(format!(
                        "`{place}` was not written by this program, or was changed since; it was left as it is, choose another name"
                    ));
                }
                Lies::Ours if !self.replaces => return Ok(Err(place)),
                Lies::Ours | Lies::Nothing => {}
            }
        }
        let mut told = Vec::new();
        for Placed { folder, name, file } in &all {
            let place = folder.place(name);
            let bytes = put(folder.as_ref(), name, &file.bytes).map_err(words)?;
            if bytes != file.bytes {
                return Err(format!("`{place}` was written, but the disk holds other bytes"));
            }
            (file.check)(&bytes).map_err(|what| {
                format!("`{place}` was written but does not read back as it was meant: {what}")
            })?;
            told.push(format!("{place}{}", file.mark));
        }
        Ok(Ok(format!("written and read back: {}", told.join(" and "))))
    }

    fn files(&self) -> Result<Vec<File>, String> {
        match &self.goods {
            Goods::Plan(plan) => Ok(vec![self.plan(plan)?]),
            Goods::Texts(texts) => Ok(texts.iter().map(text).collect()),
        }
    }

    fn plan(&self, file: &PlanFile) -> Result<File, String> {
        let format = format_of(file.format)?;
        let mut plan = planned(&self.workspace, &file.choice);
        if file.back {
            plan = plan.reversed();
        }
        let document = document(&plan, file.only, &self.directories, file.back);
        if document.changes.is_empty() {
            return Err("draft and observed are the same there; nothing was written".to_owned());
        }
        Ok(File {
            path: file.path.clone(),
            bytes: (format.write)(&document),
            is_ours: format.is_ours,
            mark: format!(" ({})", document.hash.get(..12).unwrap_or_default()),
            check: Box::new(move |bytes| (format.verify)(bytes, &document)),
        })
    }
}

fn format_of(word: &str) -> Result<&'static Format, String> {
    let found = FORMATS.iter().find(|format| format.word == word);
    found.ok_or_else(|| format!("`{word}` is no form of plans"))
}

fn text(file: &TextFile) -> File {
    File {
        path: file.path.clone(),
        bytes: file.text.clone().into_bytes(),
        is_ours: match file.kind {
            TextKind::Request => |bytes| crate::merger::Request::read(bytes).is_ok(),
            TextKind::Letter => crate::merger::is_letter,
        },
        mark: String::new(),
        check: Box::new(|_| Ok(())),
    }
}

/// The folder and the name that a path means.
fn placed(outside: &dyn Outside, file: File) -> Result<Placed, String> {
    let path = PathBuf::from(file.path.trim());
    let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    let is_folder = file.path.trim().ends_with(['/', '\\']);
    let Some(name) = name.filter(|_| !is_folder) else {
        return Err(format!("`{}` is no name of a file; nothing was written", file.path));
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = outside.folder(parent.unwrap_or(Path::new("."))).map_err(words)?;
    Ok(Placed { folder, name, file })
}

fn words(fault: Fault) -> String {
    fault.to_string()
}
