//! The shelf of screens and cards, and the keys of everywhere.

mod add;
mod address;
mod changes;
mod choose;
mod confirm;
mod decode;
mod domains;
mod external;
mod help;
mod history;
mod home;
mod learn;
mod map;
mod matrix;
mod note;
mod palette;
mod partners;
mod picker;
mod rehearse;
mod settings;
mod sign_ins;
mod sync;
mod tenants;
mod what_if;

pub use help::Help;
pub use learn::{Lesson, lesson};
pub use palette::{Offers, Palette};
pub use settings::Settings;
pub use tenants::Tenants;

use super::key::{Binding, bind};
use super::screen::{AnyScreen, Place, Subjects};

/// A screen with a place in the line on top.
#[derive(Debug)]
pub struct Tab {
    /// The digit that goes there.
    pub key: &'static str,
    /// Its name.
    pub title: &'static str,
    /// Opens it.
    pub open: fn() -> Box<dyn AnyScreen>,
}

const HOME: usize = 0;
const PARTNERS: usize = 1;
const MATRIX: usize = 2;
const EXTERNAL: usize = 3;
const WHAT_IF: usize = 4;
const MAP: usize = 5;
const SIGN_INS: usize = 6;
const SYNC: usize = 7;
const HISTORY: usize = 8;

/// The screens with a place in the line on top.
pub const TABS: &[Tab] = &[
    Tab { key: "1", title: "Home", open: || Box::new(home::Home::default()) },
    Tab { key: "2", title: "Partners", open: || Box::new(partners::Partners::default()) },
    Tab { key: "3", title: "Settings", open: || Box::new(matrix::Matrix::default()) },
    Tab { key: "4", title: "External", open: || Box::new(external::External::default()) },
    Tab { key: "5", title: "What-if", open: || Box::new(what_if::WhatIf::default()) },
    Tab { key: "6", title: "Map", open: || Box::new(map::Map::default()) },
    Tab { key: "7", title: "Sign-ins", open: || Box::new(sign_ins::SignInsScreen::default()) },
    Tab { key: "8", title: "Sync", open: || Box::new(sync::SyncScreen::default()) },
    Tab { key: "0", title: "History", open: || Box::new(history::History::default()) },
];

/// The tab of a place, and a new screen where the place is more than a tab.
pub fn open(place: &Place) -> (usize, Option<Box<dyn AnyScreen>>) {
    match place {
        Place::Home => (HOME, None),
        Place::Partners => (PARTNERS, None),
        Place::Settings(subjects) => (MATRIX, Some(Box::new(matrix::Matrix::of(subjects.clone())))),
        Place::External => (EXTERNAL, None),
        Place::WhatIf => (WHAT_IF, None),
        Place::Map => (MAP, None),
        Place::SignIns => (SIGN_INS, None),
        Place::Sync => (SYNC, None),
        Place::History => (HISTORY, None),
    }
}

/// Where a tab is.
pub fn place(tab: usize, screen: Option<&dyn AnyScreen>) -> Place {
    match tab {
        PARTNERS => Place::Partners,
        MATRIX => {
            let subjects = screen.and_then(AnyScreen::subjects).unwrap_or(Subjects::Default);
            Place::Settings(subjects)
        }
        EXTERNAL => Place::External,
        WHAT_IF => Place::WhatIf,
        MAP => Place::Map,
        SIGN_INS => Place::SignIns,
        SYNC => Place::Sync,
        HISTORY => Place::History,
        _ => Place::Home,
    }
}

/// What can be done everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Global {
    /// Go to a tab.
    Tab(usize),
    /// Go to the default's settings.
    Default,
    /// Go back to where one was.
    Back,
    /// And forward again.
    Forward,
    /// Take the last edit back.
    Undo,
    /// Make it again.
    Redo,
    /// Do what would make the refused edit acceptable.
    Fix,
    /// Show the other estate.
    Flip,
    /// Look from another tenant of ours.
    Owner,
    /// Change preferences.
    Preferences,
    /// Keys of this screen.
    Help,
    /// Something to learn with.
    Learn(Lesson),
    /// Everything by words.
    Palette,
    /// Draw again.
    Repaint,
    /// Give the terminal back for a while.
    Suspend,
    /// One step back.
    Close,
    /// Close this place.
    Leave,
    /// Leave the program.
    Quit,
}

impl Global {
    /// Whether it works while a card is open.
    pub fn reaches_over_cards(self) -> bool {
        matches!(
            self,
            Global::Close | Global::Leave | Global::Quit | Global::Repaint | Global::Suspend
        )
    }
}

/// The keys of everywhere.
#[rustfmt::skip]
pub const GLOBAL: &[Binding<Global>] = &[
    bind(&[":", "ctrl+p"], Global::Palette, "palette", "everything, by words", "commands"),
    bind(&["u"], Global::Undo, "undo", "undo the last edit, also after a restart", "undo"),
    bind(&["U", "ctrl+r"], Global::Redo, "redo", "redo what was undone", ""),
    bind(&["t"], Global::Flip, "flip", "flip between draft and observed", "observed"),
    bind(&["T"], Global::Owner, "owner", "look from another of our tenants", "tenant"),
    bind(&["?", "f1"], Global::Help, "help", "keys of this screen", "keys"),
    bind(&["F"], Global::Fix, "fix", "do what the refusal proposes", ""),
    bind(&["1", "g h"], Global::Tab(HOME), "go.home", "home", ""),
    bind(&["2", "g p"], Global::Tab(PARTNERS), "go.partners", "partners", ""),
    bind(&["3", "g m"], Global::Tab(MATRIX), "go.matrix", "settings matrix", ""),
    bind(&["4", "g x"], Global::Tab(EXTERNAL), "go.external", "external collaboration", ""),
    bind(&["5", "g e"], Global::Tab(WHAT_IF), "go.what-if", "what-if: can this person open this application", ""),
    bind(&["6", "g t"], Global::Tab(MAP), "go.map", "map: every tenant towards every other", ""),
    bind(&["7", "g r"], Global::Tab(SIGN_INS), "go.sign-ins", "sign-ins: what the draft does to real traffic", ""),
    bind(&["8", "g s"], Global::Tab(SYNC), "go.sync", "synchronisation: what would become of every user", ""),
    bind(&["0", "g y"], Global::Tab(HISTORY), "go.history", "history", ""),
    bind(&["g b"], Global::Default, "go.default", "settings of the default", ""),
    bind(&["g o"], Global::Learn(Lesson::Pages), "go.learn", "learn: what every setting decides, and how things hang together", ""),
    bind(&["g f"], Global::Learn(Lesson::Chooser), "go.choose", "which way fits people of another tenant", ""),
    bind(&["g k"], Global::Learn(Lesson::Cards), "go.cards", "flashcards", ""),
    bind(&["g q"], Global::Learn(Lesson::Check), "go.check", "test yourself on the practice workspace", ""),
    bind(&["[", "alt+left", "ctrl+o"], Global::Back, "back", "back to where you were", ""),
    bind(&["]", "alt+right"], Global::Forward, "forward", "forward again", ""),
    bind(&[","], Global::Preferences, "preferences", "theme, mouse, motion, ASCII", ""),
    bind(&["ctrl+l"], Global::Repaint, "repaint", "draw everything again", ""),
    bind(&["ctrl+z"], Global::Suspend, "suspend", "suspend the program", ""),
    bind(&["esc"], Global::Close, "close", "one step back", ""),
    bind(&["q"], Global::Leave, "leave", "close this place; on the first one, the program", "quit"),
    bind(&["Q", "ctrl+c"], Global::Quit, "quit", "leave the program; every edit is saved", ""),
];
