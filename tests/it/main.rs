//! The program from outside: arguments in, exit code and streams out.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail loudly"
)]

mod commands;
#[cfg(unix)]
mod crash;
mod eval;
mod faults;
mod house;
mod import;
mod learn;
mod merger;
#[cfg(unix)]
mod people;
mod plan;
#[cfg(unix)]
mod pty;
mod scene;
mod seeded;
mod set;
mod set_up;
mod show;
mod sign_ins;
mod sync;
mod sync_edits;
mod treaties;
mod why;
#[cfg(unix)]
mod wizard;
