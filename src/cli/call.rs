//! What a command is given: the options that hold everywhere, and the way to the workspace.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::look::Look;
use super::trouble::{DISK, Trouble};
use crate::store::{self, Desk, Disk, Fault, Folder, Stamp};
use crate::tui::ThemeName;

/// Who reads the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// People.
    #[default]
    Text,
    /// Programs.
    Json,
}

/// The heading that keeps a command's own options apart in its help.
const EVERYWHERE: &str = "Options of every command";

/// Options that hold for every command.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Globals {
    /// The workspace, instead of `DETENTE_WORKSPACE` or the usual place
    #[arg(long, value_name = "DIR", global = true, help_heading = EVERYWHERE)]
    pub workspace: Option<PathBuf>,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value_t, global = true, help_heading = EVERYWHERE)]
    pub format: Format,
    /// A theme by name, instead of asking the terminal
    #[arg(long, value_name = "NAME", global = true, help_heading = EVERYWHERE, value_parser = themes())]
    pub theme: Option<ThemeName>,
    /// Write ASCII only
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub ascii: bool,
    /// No motion on the screen
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub no_motion: bool,
    /// Leave the mouse to the terminal
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub no_mouse: bool,
    /// No colour, as with `NO_COLOR`
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub no_color: bool,
}

fn themes() -> impl TypedValueParser<Value = ThemeName> {
    PossibleValuesParser::new(ThemeName::ALL.map(ThemeName::word))
        .try_map(|word| ThemeName::parse(&word).ok_or("not a theme"))
}

/// One run of one command.
pub struct Call<'w> {
    /// The options that hold for every command.
    pub globals: Globals,
    /// Environment variables.
    pub env: &'w dyn Fn(&str) -> Option<String>,
    /// Whether a person sees both input and output.
    pub terminal: bool,
    /// The time.
    pub now: &'w dyn Fn() -> String,
    /// Who edits.
    pub actor: String,
    /// How text is put on paper.
    pub look: Look,
    /// What has to be said beside the answer.
    pub notices: Vec<String>,
    /// Where an answer goes that is too long to be held.
    pub out: &'w mut dyn std::io::Write,
}

impl std::fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").field("globals", &self.globals).finish_non_exhaustive()
    }
}

impl Call<'_> {
    /// Whether a program reads the answer.
    pub fn is_json(&self) -> bool {
        self.globals.format == Format::Json
    }

    /// When and by whom an edit is made.
    pub fn stamp(&self) -> Stamp {
        Stamp { time: (self.now)(), actor: self.actor.clone() }
    }

    /// What the lock says about us.
    pub fn owner(&self) -> String {
        format!("{}, process {}", self.actor, std::process::id())
    }

    /// The folder that is meant.
    pub fn folder(&self) -> Result<PathBuf, Trouble> {
        let named = self.globals.workspace.clone();
        named
            .or_else(|| (self.env)("DETENTE_WORKSPACE").map(PathBuf::from))
            .or_else(store::default_folder)
            .ok_or_else(|| {
                Trouble::bad("there is no home folder to keep a workspace in; give --workspace DIR")
            })
    }

    /// Opens the workspace that is meant.
    pub fn open(&mut self) -> Result<Desk, Trouble> {
        let folder = self.folder()?;
        self.open_at(&folder)
    }

    /// Opens the workspace in a folder.
    pub fn open_at(&mut self, path: &Path) -> Result<Desk, Trouble> {
        let mut desk = Desk::open(Arc::new(disk(path)?), &self.owner())?;
        self.notices.append(&mut desk.take_notices());
        Ok(desk)
    }

    /// Says what a desk had to say after an edit.
    pub fn hear(&mut self, desk: &mut Desk) {
        self.notices.append(&mut desk.take_notices());
    }

    /// ` --workspace DIR` where a command that is told must carry it to mean the same workspace.
    /// Only plain paths are repeated: what a shell would take apart is left to whoever typed it.
    pub fn workspace_option(&self) -> String {
        let plain = |path: &str| {
            path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-'))
        };
        match self.globals.workspace.as_deref().and_then(Path::to_str) {
            Some(path) if plain(path) => format!(" --workspace {path}"),
            _ => String::new(),
        }
    }
}

/// The folder at a path.
pub fn disk(path: &Path) -> Result<Folder, Trouble> {
    Folder::at(path).map_err(|source| {
        let path = path.display().to_string();
        Trouble::from(Fault::Disk { action: "open", path, source })
    })
}

/// Where a folder's file lies, for people.
pub fn place(disk: &dyn Disk) -> String {
    disk.place("").trim_end_matches(['/', '\\']).to_owned()
}

/// The terminal said no.
pub fn terminal_trouble(fault: &std::io::Error) -> Trouble {
    Trouble::of(DISK, format!("cannot use the terminal: {fault}; every edit made is kept"))
}
