use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::disk::Disk;
use super::fault::Fault;
use super::folder::Folder;

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "detente")
}

/// Where the workspace lies unless another folder is named.
pub fn default_folder() -> Option<PathBuf> {
    project().map(|dirs| dirs.data_dir().join("workspace"))
}

/// Where the practice workspace lies unless another folder is named.
pub fn practice_folder() -> Option<PathBuf> {
    project().map(|dirs| dirs.data_dir().join("practice"))
}

/// The file with theme, mouse, motion and ASCII.
pub fn settings_file() -> Option<PathBuf> {
    project().map(|dirs| dirs.config_dir().join("settings.json"))
}

/// What a person has chosen, as kept between sessions.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct KeptSettings {
    /// `auto`, `night`, `day`, `terminal` or `mono`.
    pub theme: String,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Whether changed cells flash.
    pub motion: bool,
    /// Whether only ASCII is written.
    pub ascii: bool,
}

impl Default for KeptSettings {
    fn default() -> Self {
        KeptSettings { theme: "auto".to_owned(), mouse: true, motion: true, ascii: false }
    }
}

/// Reads the settings; a file that is missing or cannot be read means the usual ones.
pub fn read_settings(path: &Path) -> Option<KeptSettings> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// Keeps the settings.
pub fn write_settings(path: &Path, settings: &KeptSettings) -> Result<(), Fault> {
    let fault = |source| Fault::Disk {
        action: "keep the settings in",
        path: path.display().to_string(),
        source,
    };
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("settings.json");
    let folder = Folder::at(path.parent().unwrap_or(Path::new("."))).map_err(fault)?;
    let mut text = serde_json::to_string_pretty(settings).unwrap_or_default();
    text.push('\n');
    folder.replace(name, text.as_bytes()).map_err(fault)
}
