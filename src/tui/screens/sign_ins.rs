//! Sign-ins: what the draft does to the traffic that a log shows, by partner and by person.
//!
//! ```text
//!  all 162   breaks 13   opens 0   new step 0   not known 0   stays open 149   stays blocked 0
//!     partner                  way   breaks  opens  step   ?   people  sign-ins  last seen
//!  ▸  Ashgrove Recruitment     in         7                         7       184  2026-06-30
//! ```

use std::sync::Arc;

use ratatui::layout::Rect;

use super::rehearse::Rehearse;
use crate::domain::TenantId;
use crate::replay::{Change, Class, PartnerSum, Replay, Side};
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Place, Screen, Subjects};
use crate::tui::widgets::List;

mod detail;
mod draw;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Open,
    Back,
    NextClass,
    PreviousClass,
    WhatIf,
    Rehearse,
}

const DOWN: Binding<Command> = bind(&["j", "down"], Command::Down, "sign-ins.down", "next", "");
const UP: Binding<Command> = bind(&["k", "up"], Command::Up, "sign-ins.up", "previous", "");
const PAGE_DOWN: Binding<Command> =
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "sign-ins.pagedown", "half a page down", "");
const PAGE_UP: Binding<Command> =
    bind(&["ctrl+u", "pgup"], Command::PageUp, "sign-ins.pageup", "half a page up", "");
const FIRST: Binding<Command> =
    bind(&["g g", "home"], Command::First, "sign-ins.first", "first", "");
const LAST: Binding<Command> = bind(&["G", "end"], Command::Last, "sign-ins.last", "last", "");
const NEXT: Binding<Command> = bind(
    &["tab", "n"],
    Command::NextClass,
    "sign-ins.class",
    "only what breaks, only what opens, …",
    "only",
);
const PREVIOUS: Binding<Command> = bind(
    &["shift+tab", "N"],
    Command::PreviousClass,
    "sign-ins.class.back",
    "the same backwards",
    "",
);
const REHEARSE: Binding<Command> = bind(
    &["b"],
    Command::Rehearse,
    "sign-ins.rehearse",
    "rehearse a default that blocks: which partners must be listed first",
    "block by default",
);

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter", "l", "right"], Command::Open, "sign-ins.open", "the people and applications of this partner", "people"),
    NEXT, REHEARSE,
    bind(&["w"], Command::WhatIf, "sign-ins.what-if", "what-if for this partner", "what-if"),
    DOWN, UP, PAGE_DOWN, PAGE_UP, FIRST, LAST, PREVIOUS,
];

#[rustfmt::skip]
const WAY_KEYS: &[Binding<Command>] = &[
    bind(&["enter", "w", "l", "right"], Command::WhatIf, "sign-ins.way", "ask this sign-in on the what-if screen", "what-if"),
    bind(&["esc", "h", "left"], Command::Back, "sign-ins.back", "back to the partners", "partners"),
    NEXT, REHEARSE,
    DOWN, UP, PAGE_DOWN, PAGE_UP, FIRST, LAST, PREVIOUS,
];

/// The screen.
#[derive(Debug, Default)]
pub struct SignInsScreen {
    class: Option<Class>,
    /// Whose people are shown; the partners where nobody's.
    side: Option<Side>,
    partners: List,
    ways: List,
    /// Places in the replay that pass, of partners or of ways.
    shown: Vec<usize>,
    replay: Option<Arc<Replay>>,
    /// The tenant that is looked from: its traffic is shown.
    owner: Option<TenantId>,
}

impl SignInsScreen {
    fn arrange(&mut self) {
        let Some(replay) = self.replay.clone() else {
            self.shown.clear();
            return;
        };
        let passes = |class: Class| self.class.is_none_or(|wanted| wanted == class);
        let shown: Vec<usize> = match self.side {
            None => {
                let mine = |sum: &PartnerSum| Some(sum.side.owner) == self.owner;
                let holds = |sum: &PartnerSum| {
                    mine(sum) && sum.sums.iter().any(|(class, _)| passes(*class))
                };
                let partners = replay.partners.iter().enumerate();
                partners.filter(|(_, sum)| holds(sum)).map(|(at, _)| at).collect()
            }
            Some(side) => {
                let of = |change: &Change| change.side == side && passes(change.class);
                let ways = replay.changes.iter().enumerate();
                let mut shown: Vec<(usize, &Change)> =
                    ways.filter(|(_, change)| of(change)).collect();
                shown.sort_by_key(|(at, change)| {
                    (change.class, std::cmp::Reverse(change.activity.sign_ins()), *at)
                });
                shown.into_iter().map(|(at, _)| at).collect()
            }
        };
        self.shown = shown;
        let count = self.shown.len();
        self.list().clamp(count);
    }

    fn list(&mut self) -> &mut List {
        if self.side.is_none() { &mut self.partners } else { &mut self.ways }
    }

    fn partner(&self) -> Option<&PartnerSum> {
        let replay = self.replay.as_ref()?;
        match self.side {
            Some(side) => replay.partners.iter().find(|sum| sum.side == side),
            None => replay.partners.get(*self.shown.get(self.partners.at)?),
        }
    }

    fn change(&self) -> Option<&Change> {
        self.side?;
        self.replay.as_ref()?.changes.get(*self.shown.get(self.ways.at)?)
    }

    fn go(&mut self, rows: isize) {
        let count = self.shown.len();
        self.list().step(rows, count);
    }

    /// How many ways of the tenant's traffic are of each class; those that nothing falls into are not
    /// there.
    fn counts(&self) -> Vec<(Class, u64)> {
        let partners = self.replay.iter().flat_map(|replay| &replay.partners);
        let mine: Vec<_> = partners.filter(|sum| Some(sum.side.owner) == self.owner).collect();
        Class::ALL
            .iter()
            .map(|(class, ..)| (*class, mine.iter().map(|sum| sum.of(*class).ways).sum()))
            .filter(|(_, ways)| *ways > 0)
            .collect()
    }

    /// Only one class, in turn.
    fn turn(&mut self, forward: bool) {
        let counted = self.counts();
        let held = counted.iter().map(|(class, _)| Some(*class));
        let classes: Vec<Option<Class>> = std::iter::once(None).chain(held).collect();
        let at = classes.iter().position(|class| *class == self.class).unwrap_or(0);
        let step = if forward { 1 } else { classes.len() - 1 };
        self.class = classes.get((at + step) % classes.len()).copied().flatten();
        self.arrange();
    }

    fn what_if(&self) -> Vec<Ask> {
        let parcel = match (self.change(), self.partner()) {
            (Some(change), _) => Parcel::Question(Box::new(change.activity.way.question())),
            (None, Some(sum)) => Parcel::Partner(sum.side.partner),
            (None, None) => return Vec::new(),
        };
        vec![Ask::Go(Place::WhatIf), Ask::Hand(parcel)]
    }
}

impl Screen for SignInsScreen {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.side.is_some() { WAY_KEYS } else { KEYS }
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let partner = self.side.map(|side| model.name(side.partner));
        std::iter::once("Sign-ins".to_owned()).chain(partner).collect()
    }

    fn refresh(&mut self, model: &Model) {
        let held = model.replay.as_ref().map(|(_, replay)| replay);
        let same = match (&self.replay, held) {
            (Some(mine), Some(held)) => Arc::ptr_eq(mine, held),
            (None, None) => true,
            _ => false,
        };
        if !same || self.owner != Some(model.owner) {
            let moved = self.owner.replace(model.owner) != Some(model.owner);
            self.side = self.side.filter(|_| !moved);
            self.replay = held.cloned();
            self.arrange();
        }
    }

    fn subjects(&self) -> Option<Subjects> {
        self.partner().map(|sum| Subjects::One(sum.side.partner))
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        let rehearses = command == Command::Rehearse;
        match (rehearses, self.replay.is_some()) {
            (true, false) => Some("there are no sign-ins to rehearse with"),
            (true, true) => model.locked(),
            (false, _) => None,
        }
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        let half = self.list().half_page();
        match command {
            Command::Down => self.go(1),
            Command::Up => self.go(-1),
            Command::PageDown => self.go(half),
            Command::PageUp => self.go(-half),
            Command::First => self.go(isize::MIN),
            Command::Last => self.go(isize::MAX),
            Command::NextClass => self.turn(true),
            Command::PreviousClass => self.turn(false),
            Command::Open => {
                self.side = self.partner().map(|sum| sum.side);
                self.ways = List::default();
                self.arrange();
            }
            Command::Back => {
                self.side = None;
                self.arrange();
            }
            Command::WhatIf => return self.what_if(),
            Command::Rehearse => {
                let card = Rehearse::new(model);
                let asked = Ask::Rehearse(card.wish());
                return vec![Ask::Open(Box::new(card)), asked];
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        self.list().at = item;
        let count = self.shown.len();
        self.list().clamp(count);
        match (again, self.side) {
            (false, _) => Vec::new(),
            (true, None) => self.obey(Command::Open, model),
            (true, Some(_)) => self.what_if(),
        }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.go(lines);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}
