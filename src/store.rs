//! The disk. A workspace is a folder: a journal that every edit is appended to, and a checkpoint
//! that saves reading the journal from its beginning.
//!
//! An edit counts when its journal line has reached the disk, whatever the size of the workspace.
//! The lock is held for the milliseconds of one commit; what another instance wrote meanwhile is
//! taken in before ours is put on top.

mod aside;
mod checkpoint;
mod desk;
mod directory;
mod disk;
mod fault;
mod folder;
mod history;
mod place;

pub use desk::{Applied, Desk, Stamp};
pub use disk::{Disk, Memory};
pub use fault::{Conflict, Fault};
pub use folder::Folder;
pub use history::History;
pub use place::{default_folder, practice_folder, settings_file};

#[cfg(test)]
mod tests;
