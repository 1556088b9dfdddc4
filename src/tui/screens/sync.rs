//! Synchronisation: configurations, what would become of everybody, and one person in five steps.
//!
//! ```text
//! ╭─ Configurations ─ 1 ─╮╭─ Clinical staff ───────────────── runs ─╮
//! │ ▸ Clinical staff     ││ create  +  335  ████████████████▌        │
//! ╰──────────────────────╯╰─────────────────────────────────────────╯
//! ┏━ People ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 500 · by outcome ━━━┓
//! ```

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Rect;
use tui_input::Input;

use super::simulate::Simulate;
use crate::domain::ObjectId;
use crate::sync::{Order, PeopleView, name_of};
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Place, Screen, SyncWish};
use crate::tui::sync::{Cycle, Listed, Previewed};
use crate::tui::widgets::List;

mod draw;
mod jobs;
mod keys;
mod new;
mod outcome;
mod people;
mod person;
mod report;
mod walk;

use keys::{Command, KEYS, PERSON_KEYS, TYPING_KEYS};
use new::NewSync;
use person::Person;
use report::Report;

/// Which pane the keys go to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pane {
    Configurations,
    Outcomes,
    #[default]
    People,
}

/// All of them, in the order in which they are gone through.
const PANES: [Pane; 3] = [Pane::Configurations, Pane::Outcomes, Pane::People];

/// What is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Typing {
    #[default]
    Nothing,
    Filter,
    Percent,
}

/// The screen.
#[derive(Debug, Default)]
pub struct SyncScreen {
    pane: Pane,
    /// The configurations, by name.
    known: Vec<ObjectId>,
    jobs: List,
    outcomes: List,
    people: List,
    attributes: List,
    view: PeopleView,
    typing: Typing,
    filter: Input,
    percent: Input,
    listed: Option<Listed>,
    /// Rows of marked people.
    marks: BTreeSet<u32>,
    /// Who is looked at in five steps.
    person: Option<Person>,
}

impl SyncScreen {
    fn rows(&self) -> &[u32] {
        self.listed.as_ref().map(|listed| listed.rows.as_slice()).unwrap_or_default()
    }

    /// The row under the cursor.
    fn row(&self) -> Option<u32> {
        self.rows().get(self.people.at).copied()
    }

    fn list(&mut self) -> (&mut List, usize) {
        if let Some(person) = &self.person {
            return (&mut self.attributes, person.changes.len());
        }
        let people = self.rows().len();
        let outcomes = self.listed.as_ref().map_or(0, |listed| outcome::rows(&listed.of).len());
        match self.pane {
            Pane::Configurations => (&mut self.jobs, self.known.len()),
            Pane::Outcomes => (&mut self.outcomes, outcomes),
            Pane::People => (&mut self.people, people),
        }
    }

    fn go(&mut self, rows: isize) -> Vec<Ask> {
        let (list, count) = self.list();
        list.step(rows, count);
        if self.person.is_none() && self.pane == Pane::Configurations {
            let chosen = self.known.get(self.jobs.at).copied();
            return chosen.map(|id| Ask::Sync(SyncWish::Choose(id))).into_iter().collect();
        }
        Vec::new()
    }

    fn wish(&self) -> Vec<Ask> {
        vec![Ask::Sync(SyncWish::List(self.view.clone()))]
    }

    fn turn_pane(&mut self, is_forward: bool) {
        if let Some(person) = &mut self.person {
            person.turn(if is_forward { 1 } else { person.steps.len().saturating_sub(1) });
            return;
        }
        let steps = if is_forward { 1 } else { 2 };
        let at = PANES.iter().position(|pane| *pane == self.pane).unwrap_or(0);
        self.pane = PANES.get((at + steps) % PANES.len()).copied().unwrap_or_default();
    }

    fn open(&mut self) -> Vec<Ask> {
        match self.pane {
            Pane::Configurations => self.pane = Pane::People,
            Pane::Outcomes => {
                let rows = self.listed.as_ref().map(|listed| outcome::rows(&listed.of));
                let action = rows.and_then(|rows| rows.get(self.outcomes.at).copied());
                self.view.action = action.filter(|_| self.view.action != action);
                self.pane = Pane::People;
                return self.wish();
            }
            Pane::People => {
                self.person = self.row().zip(self.listed.as_ref()).map(|(row, listed)| {
                    self.attributes = List::default();
                    Person::of(Arc::clone(&listed.of), row)
                });
            }
        }
        Vec::new()
    }

    fn mark(&mut self) -> Vec<Ask> {
        if let Some(row) = self.row()
            && !self.marks.remove(&row)
        {
            self.marks.insert(row);
        }
        self.go(1)
    }

    /// This person, or the marked ones, a line each.
    fn copy(&self) -> Vec<Ask> {
        let (Some(listed), Some(here)) = (&self.listed, self.row()) else { return Vec::new() };
        let rows: Vec<u32> = match self.marks.is_empty() || self.person.is_some() {
            true => vec![here],
            false => self.marks.iter().copied().collect(),
        };
        let text: Vec<String> =
            rows.iter().map(|row| person::line(&listed.of, *row as usize)).collect();
        let what = match rows.len() {
            1 => "this person".to_owned(),
            count => format!("{count} people"),
        };
        vec![Ask::Copy(what, text.join("\n"))]
    }

    fn clear(&mut self, model: &Model) -> Vec<Ask> {
        if self.typing == Typing::Percent {
            self.typing = Typing::Nothing;
            return Vec::new();
        }
        if self.typing == Typing::Nothing && model.sync.judged.is_some() {
            return vec![Ask::Sync(SyncWish::Stop)];
        }
        self.typing = Typing::Nothing;
        self.filter.reset();
        let order = self.view.order;
        self.view = PeopleView { order, ..PeopleView::default() };
        self.wish()
    }

    fn take(&mut self, listed: Option<Listed>) {
        let before = self.listed.as_ref().zip(self.row()).map(|(listed, row)| id(&listed.of, row));
        let is_same = match (&self.listed, &listed) {
            (Some(mine), Some(new)) => {
                Arc::ptr_eq(&mine.rows, &new.rows) && Arc::ptr_eq(&mine.of, &new.of)
            }
            (None, None) => true,
            _ => false,
        };
        if is_same {
            return;
        }
        self.listed = listed;
        let Some(listed) = &self.listed else {
            (self.person, self.marks) = (None, BTreeSet::new());
            return;
        };
        // The cursor stays with the person.
        let found = before
            .and_then(|before| listed.rows.iter().position(|row| id(&listed.of, *row) == before));
        let count = listed.rows.len();
        match found {
            Some(at) => self.people.at = at,
            None => self.people.clamp(count),
        }
        let open = self.person.as_ref().map(|person| id(&person.of, person.row));
        if let Some(open) = open {
            let row = self.row().filter(|row| id(&listed.of, *row) == open);
            self.person = row.map(|row| Person::of(Arc::clone(&listed.of), row));
        }
    }
}

/// Looks at such a cycle.
fn turn(cycle: Cycle) -> Vec<Ask> {
    vec![Ask::Sync(SyncWish::Turn(cycle))]
}

fn id(of: &Previewed, row: u32) -> ObjectId {
    of.engine().inputs().source.id(row as usize)
}

impl Screen for SyncScreen {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        match (self.typing, &self.person) {
            (Typing::Nothing, None) => KEYS,
            (Typing::Nothing, Some(_)) => PERSON_KEYS,
            (Typing::Filter | Typing::Percent, _) => TYPING_KEYS,
        }
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let name = model.sync.chosen(&model.workspace).map(|one| one.display_name.clone());
        let person = self
            .person
            .as_ref()
            .map(|person| name_of(person.of.engine(), person.row as usize).to_owned());
        std::iter::once("Sync".to_owned()).chain(name).chain(person).collect()
    }

    fn refresh(&mut self, model: &Model) {
        let mut known: Vec<_> = model.workspace.synchronizations.values().collect();
        known.sort_by(|a, b| a.display_name.cmp(&b.display_name).then(a.id.cmp(&b.id)));
        self.known = known.iter().map(|one| one.id).collect();
        let chosen = model.sync.chosen(&model.workspace).map(|one| one.id);
        self.jobs.at = self.known.iter().position(|id| Some(*id) == chosen).unwrap_or(0);
        let shown = model.sync.shown(&model.workspace);
        let is_of = |listed: &&Listed| {
            shown.is_some_and(|shown| shown.configuration().id == listed.of.configuration().id)
        };
        self.take(model.sync.listed.as_ref().filter(is_of).cloned());
    }

    fn typing(&mut self) -> Option<&mut Input> {
        match self.typing {
            Typing::Nothing => None,
            Typing::Filter => Some(&mut self.filter),
            Typing::Percent => Some(&mut self.percent),
        }
    }

    fn typed(&mut self, _model: &Model) -> Vec<Ask> {
        match self.typing {
            Typing::Percent => {
                self.jump();
                Vec::new()
            }
            Typing::Filter | Typing::Nothing => {
                self.filter.value().clone_into(&mut self.view.query);
                self.wish()
            }
        }
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        let is_about_people = !matches!(
            command,
            Command::NextPane
                | Command::PreviousPane
                | Command::Again
                | Command::Cycle
                | Command::Back
                | Command::ClearFilter
                | Command::EndFilter
                | Command::Mappings
                | Command::Scope
                | Command::Create
                | Command::Remove
                | Command::Standing
        );
        let changes = matches!(command, Command::Create | Command::Remove);
        match () {
            () if changes && model.locked().is_some() => model.locked(),
            () if command == Command::Create => None,
            () if model.workspace.synchronizations.is_empty() => {
                Some("there is no configuration: c makes one")
            }
            () if is_about_people && self.listed.is_none() => Some("there is no preview yet"),
            () => None,
        }
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        let half = self.list().0.half_page();
        match command {
            Command::Down => return self.go(1),
            Command::Up => return self.go(-1),
            Command::PageDown => return self.go(half),
            Command::PageUp => return self.go(-half),
            Command::First => return self.go(isize::MIN),
            Command::Last => return self.go(isize::MAX),
            Command::NextKind => return self.seek(true),
            Command::PreviousKind => return self.seek(false),
            Command::Open => return self.open(),
            Command::Back => self.person = None,
            Command::NextPane => self.turn_pane(true),
            Command::PreviousPane => self.turn_pane(false),
            Command::Percent => {
                self.percent.reset();
                (self.typing, self.pane) = (Typing::Percent, Pane::People);
            }
            Command::Filter => (self.typing, self.pane) = (Typing::Filter, Pane::People),
            Command::EndFilter => self.typing = Typing::Nothing,
            Command::ClearFilter => return self.clear(model),
            Command::ChangesOnly => {
                self.view.changes_only = !self.view.changes_only;
                return self.wish();
            }
            Command::Sort => {
                let at = Order::ALL.iter().position(|one| *one == self.view.order).unwrap_or(0);
                self.view.order = Order::ALL.get(at + 1).copied().unwrap_or_default();
                return self.wish();
            }
            Command::Mark => return self.mark(),
            Command::Unmark => self.marks.clear(),
            Command::Copy => return self.copy(),
            Command::Cycle => return turn(model.sync.cycle.other_mode()),
            Command::Gate => return turn(model.sync.cycle.other_gate()),
            Command::Again => return vec![Ask::Sync(SyncWish::Again)],
            Command::Simulate => {
                let (Some(listed), Some(row)) = (&self.listed, self.row()) else {
                    return Vec::new();
                };
                let name = name_of(listed.of.engine(), row as usize).to_owned();
                let card = Simulate::new(Arc::clone(&listed.of), id(&listed.of, row), name);
                let wish = card.wish();
                return vec![Ask::Open(Box::new(card)), wish];
            }
            Command::Mappings => return vec![Ask::Go(Place::Mappings)],
            Command::Scope => return vec![Ask::Go(Place::Scope)],
            Command::Groups => {
                let report = self.listed.as_ref().map(|listed| Report::of_groups(&listed.of));
                let open = report.map(|report| Ask::Open(Box::new(report)));
                return open.into_iter().collect();
            }
            Command::Together => {
                let open = Ask::Open(Box::new(Report::of_pair()));
                return vec![Ask::Sync(SyncWish::Together), open];
            }
            Command::Create => return vec![Ask::Open(Box::new(NewSync::new(model)))],
            Command::Remove => return new::removal(model),
            Command::Standing => {
                let chosen = model.sync.chosen(&model.workspace);
                let pair = chosen.map(|one| Ask::Hand(Parcel::Pair(one.source, one.target)));
                return std::iter::once(Ask::Go(Place::Standing)).chain(pair).collect();
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, _model: &Model) -> Vec<Ask> {
        if let Some(person) = &self.person {
            self.attributes.at = item.min(person.changes.len().saturating_sub(1));
            return Vec::new();
        }
        // Panes number what can be clicked one above the other.
        let (pane, at) = match item {
            _ if item >= draw::PEOPLE => (Pane::People, item - draw::PEOPLE),
            _ if item >= draw::OUTCOMES => (Pane::Outcomes, item - draw::OUTCOMES),
            _ => (Pane::Configurations, item),
        };
        self.pane = pane;
        let (list, count) = self.list();
        list.at = at;
        list.clamp(count);
        match pane {
            Pane::Configurations => self.go(0),
            Pane::Outcomes => self.open(),
            Pane::People if again => self.open(),
            Pane::People => Vec::new(),
        }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        let (list, count) = self.list();
        list.step(lines, count);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}
