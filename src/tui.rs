//! The face with a screen.
//!
//! `app` is the spine: messages in, effects out, no terminal and no disk in sight. `shell` performs
//! the effects, `terminal` owns the modes. Screens and cards stand on one shelf (`screens`), each a
//! file with its state, its key table and its drawing; they may look at the `model` and ask, never
//! touch.

mod answer;
mod app;
mod away;
mod chrome;
mod delivery;
mod errand;
mod files;
mod glyph;
mod input;
mod job;
mod key;
mod merging;
mod model;
mod paint;
mod perform;
#[cfg(test)]
mod picture;
mod screen;
mod screens;
mod shell;
mod signals;
mod sync;
mod terminal;
#[cfg(test)]
mod tests;
mod theme;
mod widgets;

pub use shell::{Options, run};
pub use theme::ThemeName;

/// How many columns the terminal has, where there is one.
pub fn columns() -> Option<u16> {
    terminal::columns()
}

/// What `benches/` drives.
#[cfg(feature = "bench")]
pub mod bench {
    pub use super::app::{App, Message};
    pub use super::model::Model;
    use super::theme::{Depth, Theme, ThemeName};

    /// A theme as on most terminals.
    pub fn theme() -> Theme {
        Theme::new(ThemeName::Night, Depth::True, None)
    }
}
