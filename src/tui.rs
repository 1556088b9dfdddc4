//! The face with a screen: terminal in and out, the loop.

use std::io;

use crate::store::Desk;

/// How to open the screen.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folder name or `practice`, for the title.
    pub title: String,
    /// ASCII only.
    pub ascii: bool,
    /// A theme by name, instead of asking the terminal.
    pub theme: Option<String>,
    /// No motion.
    pub no_motion: bool,
    /// No mouse.
    pub no_mouse: bool,
    /// Colour may be used (`NO_COLOR` is not set).
    pub colour: bool,
    /// Who edits, as `user@host`.
    pub actor: String,
}

/// Opens the workspace full screen and returns when it is left.
pub fn run(desk: Desk, options: Options, now: &dyn Fn() -> String) -> io::Result<()> {
    let _ = (desk, options, now);
    Ok(())
}
