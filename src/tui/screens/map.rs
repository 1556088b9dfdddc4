//! The map: every tenant towards every other, at a glance.
//!
//! ```text
//!  people of / in →   Alpha   Beta    City
//!  Alpha Corp                 cdT·R   C····
//!  Beta Ltd           cdT·R           ·····
//! ```

use ratatui::layout::Rect;

use crate::access::Relation;
use crate::decode::Named;
use crate::domain::{Subject, TenantId};
use crate::plan::Difference;
use crate::tui::key::{Binding, bind};
use crate::tui::model::{Model, Showing};
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Place, Screen, Tone};

mod count;
mod detail;
mod draw;

use count::Counts;

/// What can be done on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Left,
    Right,
    First,
    Last,
    Turn,
    Open,
    WhatIf,
    All,
    NextChange,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Open, "map.open", "the settings behind this cell, those of ours", "settings"),
    bind(&["w"], Command::WhatIf, "map.what-if", "what-if: people of the one tenant in the other", "what-if"),
    bind(&["x"], Command::Turn, "map.turn", "the other way round", "turn"),
    bind(&["a"], Command::All, "map.all", "our tenants only, or their partners as well", "ours"),
    bind(&["n"], Command::NextChange, "map.next", "next cell that the plan changes", ""),
    bind(&["j", "down"], Command::Down, "map.down", "next tenant down", ""),
    bind(&["k", "up"], Command::Up, "map.up", "previous tenant up", ""),
    bind(&["h", "left"], Command::Left, "map.left", "previous tenant of ours", ""),
    bind(&["l", "right"], Command::Right, "map.right", "next tenant of ours", ""),
    bind(&["g g", "home"], Command::First, "map.first", "first", ""),
    bind(&["G", "end"], Command::Last, "map.last", "last", ""),
];

/// The map.
#[derive(Debug, Default)]
pub struct Map {
    /// Tenants down the side: ours, then their partners where those are shown.
    rows: Vec<TenantId>,
    /// Ours, across the top.
    columns: Vec<TenantId>,
    row: usize,
    column: usize,
    /// People of the column in the row, instead of people of the row in the column.
    turned: bool,
    /// Whether partners are left out.
    only_ours: bool,
    counts: Counts,
}

/// A cell: what holds in the estate that is shown, and in the other one.
struct Cell {
    relation: Relation,
    other: Relation,
    /// Whether the plan touches anything behind it.
    touched: bool,
}

impl Map {
    fn arrange(&mut self, model: &Model) {
        let here = (self.rows.get(self.row).copied(), self.columns.get(self.column).copied());
        let ours: Vec<TenantId> = model.ours().iter().map(|tenant| tenant.id).collect();
        let mut rows = ours.clone();
        self.columns = ours;
        if !self.only_ours {
            // Partners that the plan removes stand here as well: it is where the plan is seen.
            let estates = [&model.workspace.draft, &model.observed];
            let policies = self
                .columns
                .iter()
                .flat_map(|id| estates.into_iter().filter_map(move |estate| estate.policy(*id)));
            let mut others: Vec<TenantId> =
                policies.flat_map(|policy| policy.partners.keys()).copied().collect();
            others.retain(|id| !self.columns.contains(id));
            others.sort_by_cached_key(|id| (model.name(*id).to_lowercase(), *id));
            others.dedup();
            rows.extend(others);
        }
        let row = rows.iter().position(|id| Some(*id) == here.0);
        let column = self.columns.iter().position(|id| Some(*id) == here.1);
        // At first a cell that says something: the first pair of two.
        self.row = row.unwrap_or(1).min(rows.len().saturating_sub(1));
        self.column = column.unwrap_or(0);
        self.rows = rows;
    }

    /// Home and resource tenant of a cell; nothing on the diagonal.
    fn pair_at(&self, row: usize, column: usize) -> Option<(TenantId, TenantId)> {
        let (row, column) = (*self.rows.get(row)?, *self.columns.get(column)?);
        let pair = if self.turned { (column, row) } else { (row, column) };
        (row != column).then_some(pair)
    }

    fn pair(&self) -> Option<(TenantId, TenantId)> {
        self.pair_at(self.row, self.column)
    }

    /// What two tenants have.
    fn cell(model: &Model, (home, resource): (TenantId, TenantId)) -> Cell {
        let (draft, observed) = (&model.workspace.draft, &model.observed);
        let (shown, other) = match model.showing {
            Showing::Draft => (draft, observed),
            Showing::Observed => (observed, draft),
        };
        let (relation, other) =
            (Relation::of(shown, home, resource), Relation::of(other, home, resource));
        // A list may be another without the sign being another.
        let pairs = [(home, resource), (resource, home)];
        let of_pair = |change: &Difference| {
            pairs.iter().any(|(owner, partner)| {
                change.owner == *owner && change.subject == Some(Subject::Partner(*partner))
            })
        };
        let touched = relation != other || model.differences.iter().any(of_pair);
        Cell { relation, other, touched }
    }

    fn step(&mut self, rows: isize, columns: isize) {
        let last = |count: usize| count.saturating_sub(1);
        self.row = self.row.saturating_add_signed(rows).min(last(self.rows.len()));
        self.column = self.column.saturating_add_signed(columns).min(last(self.columns.len()));
    }

    fn next_change(&mut self, model: &Model) -> Vec<Ask> {
        let (wide, count) = (self.columns.len(), self.rows.len() * self.columns.len());
        let here = self.row * wide + self.column;
        for step in 1..=count {
            let place = (here + step) % count;
            let (row, column) = (place / wide, place % wide);
            let cell = self.pair_at(row, column).map(|pair| Map::cell(model, pair));
            if cell.is_some_and(|cell| cell.touched) {
                (self.row, self.column) = (row, column);
                return Vec::new();
            }
        }
        vec![Ask::Say(Tone::Plain, "the plan changes nothing on this map".to_owned())]
    }

    fn open(&self, model: &Model) -> Vec<Ask> {
        let Some((home, resource)) = self.pair() else {
            return vec![Ask::Say(
                Tone::Plain,
                "a tenant has no settings towards itself".to_owned(),
            )];
        };
        // The column is ours; where both are, the side that lets people in is looked at first.
        let (owner, other) = match self.columns.contains(&resource) {
            true => (resource, home),
            false => (home, resource),
        };
        let known = model.estate().partner(owner, other).is_some();
        let subject = if known { Subject::Partner(other) } else { Subject::Default };
        vec![Ask::Visit(owner, Place::Settings(subject.into()))]
    }
}

impl Screen for Map {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let pair = self.pair().map(|(home, resource)| {
            format!("people of {} in {}", model.name(home), model.name(resource))
        });
        std::iter::once("Map".to_owned()).chain(pair).collect()
    }

    fn refresh(&mut self, model: &Model) {
        self.counts = Counts::default();
        self.arrange(model);
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.step(1, 0),
            Command::Up => self.step(-1, 0),
            Command::Left => self.step(0, -1),
            Command::Right => self.step(0, 1),
            Command::First => self.step(isize::MIN, isize::MIN),
            Command::Last => self.step(isize::MAX, isize::MAX),
            Command::Turn => self.turned = !self.turned,
            Command::Open => return self.open(model),
            Command::NextChange => return self.next_change(model),
            Command::All => {
                self.only_ours = !self.only_ours;
                self.arrange(model);
            }
            Command::WhatIf => {
                let Some((home, resource)) = self.pair() else { return Vec::new() };
                let named = Box::new(Named::between(home, resource));
                return vec![Ask::Go(Place::WhatIf), Ask::Hand(Parcel::Named(named))];
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        let wide = self.columns.len().max(1);
        (self.row, self.column) = (item / wide, item % wide);
        if again { self.open(model) } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.step(lines, 0);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}
