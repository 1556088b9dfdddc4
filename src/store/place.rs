use std::path::PathBuf;

use directories::ProjectDirs;

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
