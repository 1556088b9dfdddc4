//! The disk. A workspace is a folder: a journal that every edit is appended to, and a checkpoint
//! that saves reading the journal from its beginning.
//!
//! An edit counts when its journal line has reached the disk, whatever the size of the workspace.
//! The lock is held for the milliseconds of one commit; what another instance wrote meanwhile is
//! taken in before ours is put on top.

mod answers;
mod aside;
mod asked;
mod browse;
mod checkpoint;
mod desk;
mod directory;
mod disk;
mod fault;
mod folder;
mod handshake;
mod health;
mod history;
mod input;
mod intake;
mod lines;
mod logs;
mod mark;
#[cfg(test)]
mod memory;
mod output;
mod outside;
mod place;
mod questions;
mod scratch;

pub use answers::{forget_answers, keep_answers, keep_draft_answers, kept_answers, write_new};
pub use asked::{keep_question, kept_questions};
pub use browse::{Entry, Listing, browse};
pub use desk::{Applied, Desk, Stamp};
pub use directory::{
    End, directory_lengths, read_attribute_names, read_directory, read_ends, read_roster,
};
pub use disk::Disk;
#[cfg(test)]
pub use disk::Held;
pub use fault::{Conflict, Fault};
pub use folder::Folder;
pub use handshake::take_answer;
pub use health::examine;
pub use input::{read_input, regular_files};
pub use intake::{ImportTrouble, import_files, observed_by};
pub use logs::{SignIns, read_sign_ins};
pub use mark::{is_practice, mark_practice};
#[cfg(test)]
pub use memory::Memory;
pub use output::write_output;
pub use outside::{Lies, Machine, Outside, lies, put};
pub use place::{
    KeptSettings, default_folder, practice_folder, read_settings, settings_file, write_settings,
};

pub use questions::each_line;
pub use scratch::Scratch;

#[cfg(test)]
mod tests;
