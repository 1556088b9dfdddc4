//! The shelf of screens and cards, and the keys of everywhere.

mod add;
mod address;
mod changes;
mod choose;
mod confirm;
mod cutoff;
mod decode;
mod domains;
mod export;
mod external;
mod files;
mod handshake;
mod help;
mod history;
mod home;
mod learn;
mod map;
mod mappings;
mod matrix;
mod merger;
mod mesh;
mod note;
mod onboard;
mod palette;
mod partners;
mod picker;
mod plan;
mod rehearse;
mod scope;
mod settings;
mod sign_ins;
mod simulate;
mod standing;
mod sync;
mod tenants;
mod what_if;

pub use confirm::Confirm;
pub use help::Help;
pub use learn::{Lesson, lesson};
pub use palette::{Offers, Palette};
pub use plan::Planned;
pub use settings::Settings;
pub use tenants::Tenants;

use super::key::{Binding, bind};
use super::screen::{AnyScreen, Place, Subjects};

/// A screen that is there from the beginning.
#[derive(Debug)]
pub struct Tab {
    /// The digit that goes there.
    pub key: &'static str,
    /// Its name.
    pub title: &'static str,
    /// The tab it belongs to, where it has no place in the line of its own.
    pub under: Option<usize>,
    /// Opens it.
    pub open: Open,
}

const HOME: usize = 0;
const PARTNERS: usize = 1;
const MATRIX: usize = 2;
const EXTERNAL: usize = 3;
const WHAT_IF: usize = 4;
const MAP: usize = 5;
const SIGN_INS: usize = 6;
const SYNC: usize = 7;
const PLAN: usize = 8;
const HISTORY: usize = 9;
const MAPPINGS: usize = 10;
const SCOPE: usize = 11;
const MERGER: usize = 12;
const ONBOARD: usize = 13;
const STANDING: usize = 14;

/// The screens one can go to; those without a key of their own belong to another.
pub const TABS: &[Tab] = &[
    tab("1", "Home", || Box::new(home::Home::default())),
    tab("2", "Partners", || Box::new(partners::Partners::default())),
    tab("3", "Settings", || Box::new(matrix::Matrix::default())),
    tab("4", "External", || Box::new(external::External::default())),
    tab("5", "What-if", || Box::new(what_if::WhatIf::default())),
    tab("6", "Map", || Box::new(map::Map::default())),
    tab("7", "Sign-ins", || Box::new(sign_ins::SignInsScreen::default())),
    tab("8", "Sync", || Box::new(sync::SyncScreen::default())),
    tab("9", "Plan", || Box::new(plan::PlanScreen::default())),
    tab("0", "History", || Box::new(history::History::default())),
    under(SYNC, "Mappings", || Box::new(mappings::Mappings::default())),
    under(SYNC, "Scope", || Box::new(scope::ScopeScreen::default())),
    under(HOME, "Merger", || Box::new(merger::Merger::default())),
    under(PARTNERS, "Onboard", || Box::new(onboard::Onboard::default())),
    under(SYNC, "Set-up", || Box::new(standing::StandingScreen::default())),
];

type Open = fn() -> Box<dyn AnyScreen>;

const fn tab(key: &'static str, title: &'static str, open: Open) -> Tab {
    Tab { key, title, under: None, open }
}

const fn under(tab: usize, title: &'static str, open: Open) -> Tab {
    Tab { key: "", title, under: Some(tab), open }
}

/// The tab that is lit in the line on top.
pub fn lit(tab: usize) -> usize {
    TABS.get(tab).and_then(|tab| tab.under).unwrap_or(tab)
}

/// The tabs in the line on top, with their numbers.
pub fn in_line() -> impl Iterator<Item = (usize, &'static Tab)> {
    TABS.iter().enumerate().filter(|(_, tab)| tab.under.is_none())
}

/// The tab of a place, and a new screen where the place is more than a tab.
pub fn open(place: &Place) -> (usize, Option<Box<dyn AnyScreen>>) {
    match place {
        Place::Home => (HOME, None),
        Place::Partners => (PARTNERS, None),
        Place::Settings(subjects) => (MATRIX, Some(Box::new(matrix::Matrix::of(subjects.clone())))),
        Place::External => (EXTERNAL, None),
        Place::Onboard => (ONBOARD, None),
        Place::Standing => (STANDING, None),
        Place::WhatIf => (WHAT_IF, None),
        Place::Map => (MAP, None),
        Place::SignIns => (SIGN_INS, None),
        Place::Sync => (SYNC, None),
        Place::Plan => (PLAN, None),
        Place::Mappings => (MAPPINGS, None),
        Place::Scope => (SCOPE, None),
        Place::Merger => (MERGER, None),
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
        PLAN => Place::Plan,
        MAPPINGS => Place::Mappings,
        SCOPE => Place::Scope,
        MERGER => Place::Merger,
        ONBOARD => Place::Onboard,
        STANDING => Place::Standing,
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
    bind(&["9", "g l"], Global::Tab(PLAN), "go.plan", "plan: what differs, and the steps in a safe order", ""),
    bind(&["g w"], Global::Tab(MERGER), "go.merger", "merger: bring tenants together, step by step", ""),
    bind(&["g n"], Global::Tab(ONBOARD), "go.onboard", "take a partner in by kind: a few questions, with verdicts as you answer", ""),
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
