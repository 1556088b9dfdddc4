//! Cycles played over days: what becomes of one person who leaves, comes back, is blocked.
//!
//! ```text
//! ╭─ What happens ──────╮┏━ Rafael García ━━━━━━━━━━━━━━━━ 40 days ━┓
//! │ ▸ leaver            │┃ ████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░       ┃
//! │   back-on-day-12    │┃ day 0 09:20  cycle 15  soft-deleted     ┃
//! ```

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::domain::ObjectId;
use crate::sync::{Ask as Played, DAYS, SCENARIOS, Scenario};
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Screen, SyncWish};
use crate::tui::sync::Previewed;
use crate::tui::widgets::List;

mod draw;

/// Days by which the time is made longer or shorter.
const STEP_DAYS: u64 = 10;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    ScrollDown,
    ScrollUp,
    Longer,
    Shorter,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["j", "down"], Command::Down, "simulate.down", "play the next scenario", "scenario"),
    bind(&["k", "up"], Command::Up, "simulate.up", "play the one before", ""),
    bind(&["J", "pgdn", "ctrl+d"], Command::ScrollDown, "simulate.scroll", "scroll what happened", "scroll"),
    bind(&["K", "pgup", "ctrl+u"], Command::ScrollUp, "simulate.scroll.up", "scroll it back", ""),
    bind(&["+"], Command::Longer, "simulate.longer", "ten days more", "more days"),
    bind(&["-"], Command::Shorter, "simulate.shorter", "ten days fewer", "fewer"),
    bind(&["esc", "h", "left"], Command::Cancel, "simulate.close", "back to the people", "back"),
];

/// The card.
#[derive(Debug)]
pub struct Simulate {
    of: Arc<Previewed>,
    user: ObjectId,
    name: String,
    list: List,
    days: u64,
    scroll: usize,
}

impl Simulate {
    /// About one user of the source.
    pub fn new(of: Arc<Previewed>, user: ObjectId, name: String) -> Self {
        Simulate { of, user, name, list: List::default(), days: DAYS, scroll: 0 }
    }

    fn scenario(&self) -> Option<&'static Scenario> {
        SCENARIOS.get(self.list.at)
    }

    /// What is to be played.
    pub fn wish(&self) -> Ask {
        let name = self.scenario().map_or("", |scenario| scenario.name);
        Ask::Sync(SyncWish::Play(Arc::clone(&self.of), name, self.ask()))
    }

    fn ask(&self) -> Played {
        Played { user: Some(self.user), count: None, days: Some(self.days) }
    }
}

impl Screen for Simulate {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Simulated cycles".to_owned(), self.name.clone()]
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        match command {
            Command::Down | Command::Up => {
                self.scroll = 0;
                let rows = if command == Command::Down { 1 } else { -1 };
                self.list.step(rows, SCENARIOS.len());
            }
            Command::ScrollDown => {
                self.scroll = self.scroll.saturating_add(5);
                return Vec::new();
            }
            Command::ScrollUp => {
                self.scroll = self.scroll.saturating_sub(5);
                return Vec::new();
            }
            Command::Longer => self.days = (self.days + STEP_DAYS).min(366),
            Command::Shorter => self.days = self.days.saturating_sub(STEP_DAYS).max(STEP_DAYS),
            Command::Cancel => return vec![Ask::Close],
        }
        vec![self.wish()]
    }

    fn click(&mut self, item: usize, _again: bool, _model: &Model) -> Vec<Ask> {
        self.list.at = item.min(SCENARIOS.len() - 1);
        self.scroll = 0;
        vec![self.wish()]
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.scroll = self.scroll.saturating_add_signed(lines);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}
