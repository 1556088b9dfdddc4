//! Who is in the scope of a configuration: assignment, filters and what is done, counted while it
//! is written. Nothing is kept before it is asked for; then it is one edit.
//!
//! ```text
//! ┏━ Scope ━━━━━━━━━━━━━━━━━━━━━━━━━━ not kept ━┓╭─ In scope ──────────╮
//! ┃   who is assigned                      338  ┃│ 500 users           │
//! ┃ ▸ department EQUALS 'Nursing'          120  ┃│ 120 in scope        │
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛╰─────────────────────╯
//! ```

use std::sync::Arc;

use ratatui::layout::Rect;
use tui_input::Input;

use super::choose::{Choose, Source};
use crate::domain::{FilterClause, ObjectId, SyncConfiguration};
use crate::edit::Edit;
use crate::sync::SchemaFault;
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Screen, Tone};
use crate::tui::sync::{Trial, Tried};
use crate::tui::widgets::List;

mod advice;
mod clause;
mod counts;
mod draft;
mod draw;
mod keys;
mod line;
mod outline;

use clause::ClauseEditor;
use keys::{CLAUSE_KEYS, Command, FIELD_KEYS, KEYS};
use outline::Item;

/// The screen.
#[derive(Debug, Default)]
pub struct ScopeScreen {
    /// The configuration as it stands.
    stands: Option<Arc<SyncConfiguration>>,
    /// As it would be, where something was changed.
    draft: Option<Arc<SyncConfiguration>>,
    items: Vec<Item>,
    /// What is wrong with the conditions.
    traps: Vec<SchemaFault>,
    list: List,
    clause: Option<ClauseEditor>,
    /// The name of a filter, or the deletions that stop a cycle: what is typed into.
    field: Option<Item>,
    input: Input,
    tried: Option<Arc<Tried>>,
}

impl ScopeScreen {
    /// The configuration as it would be.
    fn shown(&self) -> Option<&Arc<SyncConfiguration>> {
        self.draft.as_ref().or(self.stands.as_ref())
    }

    fn item(&self) -> Option<Item> {
        self.items.get(self.list.at).copied()
    }

    /// The same with the condition that is being written, where it is whole.
    fn tried_out(&self) -> Option<Arc<SyncConfiguration>> {
        let shown = self.shown()?;
        let editor = self.clause.as_ref().filter(|editor| editor.missing().is_none());
        let Some(editor) = editor else { return Some(Arc::clone(shown)) };
        let mut draft = SyncConfiguration::clone(shown);
        draft::put_clause(&mut draft, editor.filter, editor.at, editor.clause());
        Some(Arc::new(draft))
    }

    /// Changes the draft; where it then says what stands, there is none.
    fn change(&mut self, make: impl FnOnce(&mut SyncConfiguration)) {
        let Some(shown) = self.shown() else { return };
        let mut draft = SyncConfiguration::clone(shown);
        make(&mut draft);
        let is_other = self.stands.as_ref().is_none_or(|stands| **stands != draft);
        self.draft = is_other.then(|| Arc::new(draft));
        self.arrange();
    }

    fn arrange(&mut self) {
        let shown = self.shown().cloned();
        self.items = shown.as_deref().map(outline::items).unwrap_or_default();
        self.traps = shown.as_deref().map(advice::traps).unwrap_or_default();
        self.list.clamp(self.items.len());
    }

    fn write(&mut self, filter: usize, at: Option<usize>) {
        let Some(shown) = self.shown() else { return };
        let clause = at
            .and_then(|at| draft::filters(shown).get(filter)?.clauses.get(at).cloned())
            .unwrap_or_else(|| FilterClause {
                operator: Some("EQUALS".to_owned()),
                ..FilterClause::default()
            });
        self.clause = ClauseEditor::of(filter, at, &clause);
        let tried = self.tried.clone();
        if let Some(editor) = &mut self.clause {
            let part = editor.part;
            editor.turn(part, tried.as_deref());
        }
    }

    fn change_item(&mut self) -> Vec<Ask> {
        let Some(item) = self.item() else { return Vec::new() };
        match item {
            Item::Who | Item::Action(_) => return self.toggle(),
            Item::Filters => self.add_filter(),
            Item::Clause(filter, at) => self.write(filter, Some(at)),
            Item::Filter(at) => {
                let name = self
                    .shown()
                    .map(|shown| outline::filter_name(draft::filters(shown), at))
                    .unwrap_or_default();
                (self.field, self.input) = (Some(item), Input::new(name));
            }
            Item::Threshold => {
                let count = self.shown().and_then(|shown| shown.deletion_threshold);
                let text = count.map(|count| count.to_string()).unwrap_or_default();
                (self.field, self.input) = (Some(item), Input::new(text));
            }
            Item::Assigned(_) => {
                let text = "x takes this one out; c assigns another";
                return vec![Ask::Say(Tone::Plain, text.to_owned())];
            }
            Item::Inputs | Item::Input(_) | Item::InputClause(..) => return cut_is_fixed(),
        }
        Vec::new()
    }

    fn toggle(&mut self) -> Vec<Ask> {
        match self.item() {
            Some(Item::Who | Item::Assigned(_)) => {
                self.change(|draft| draft.sync_all = !draft.sync_all);
                self.list.at = 0;
            }
            Some(Item::Action(action)) => self.change(|draft| draft::toggle(draft, action)),
            Some(Item::Inputs | Item::Input(_) | Item::InputClause(..)) => return cut_is_fixed(),
            Some(Item::Filters | Item::Filter(_) | Item::Clause(..) | Item::Threshold) | None => {
                let text = "nothing here is on or off; enter changes it";
                return vec![Ask::Say(Tone::Plain, text.to_owned())];
            }
        }
        Vec::new()
    }

    fn add_filter(&mut self) {
        let count = self.shown().map_or(0, |shown| draft::filters(shown).len());
        self.write(count, None);
    }

    fn add(&mut self) -> Vec<Ask> {
        match self.item() {
            Some(Item::Filter(filter) | Item::Clause(filter, _)) => self.write(filter, None),
            Some(Item::Filters) => self.add_filter(),
            Some(Item::Who | Item::Assigned(_)) => {
                let source = self.shown().map(|shown| shown.source).unwrap_or_default();
                return vec![Ask::Open(Box::new(Choose::from(Source::Assignable(source))))];
            }
            Some(Item::Inputs | Item::Input(_) | Item::InputClause(..)) => return cut_is_fixed(),
            Some(Item::Action(_) | Item::Threshold) | None => {
                let text =
                    "on a filter c adds a condition, on who is assigned somebody; o adds a filter";
                return vec![Ask::Say(Tone::Plain, text.to_owned())];
            }
        }
        Vec::new()
    }

    fn remove(&mut self) -> Vec<Ask> {
        match self.item() {
            Some(Item::Assigned(at)) => self.change(|draft| {
                if at < draft.assigned.len() {
                    draft.assigned.remove(at);
                }
            }),
            Some(Item::Filter(at)) => self.change(|draft| draft::remove_filter(draft, at)),
            Some(Item::Clause(filter, at)) => {
                self.change(|draft| draft::remove_clause(draft, filter, at));
            }
            Some(Item::Threshold) => self.change(|draft| draft.deletion_threshold = None),
            Some(Item::Inputs | Item::Input(_) | Item::InputClause(..)) => return cut_is_fixed(),
            Some(Item::Who | Item::Filters | Item::Action(_)) | None => {
                let text = "there is nothing here to take out";
                return vec![Ask::Say(Tone::Plain, text.to_owned())];
            }
        }
        // The cursor stays among what it was among.
        let is_left = |item: Option<Item>| {
            matches!(item, Some(Item::Inputs | Item::Action(_) | Item::Filters))
        };
        if is_left(self.item()) {
            self.list.step(-1, self.items.len());
        }
        Vec::new()
    }

    fn keep(&mut self) -> Vec<Ask> {
        let (Some(stands), Some(draft)) = (&self.stands, self.draft.take()) else {
            return vec![Ask::Say(Tone::Plain, "nothing was changed here".to_owned())];
        };
        let configuration = draft::onto(stands, &draft);
        let id = configuration.id;
        let edit = Edit::Synchronization { id, configuration: Some(Box::new(configuration)) };
        vec![Ask::Edit(vec![edit])]
    }

    fn take_clause(&mut self) -> Vec<Ask> {
        let tried = self.tried.clone();
        let Some(editor) = &mut self.clause else { return Vec::new() };
        editor.take_marked();
        if let Some((part, why)) = editor.missing() {
            if editor.part != part {
                editor.turn(part, tried.as_deref());
            }
            return vec![Ask::Say(Tone::Plain, why.to_owned())];
        }
        let (filter, at, clause) = (editor.filter, editor.at, editor.clause());
        self.clause = None;
        let mut place = None;
        self.change(|draft| {
            let number = draft::put_clause(draft, filter, at, clause);
            place = number.map(|number| {
                let count = draft::filters(draft).get(number).map_or(0, |one| one.clauses.len());
                Item::Clause(number, at.unwrap_or(count.saturating_sub(1)))
            });
        });
        let found = self.items.iter().position(|item| Some(*item) == place);
        self.list.at = found.unwrap_or(self.list.at);
        let text = "taken; nothing is saved before s keeps the scope";
        vec![Ask::Say(Tone::Plain, text.to_owned())]
    }

    fn take_field(&mut self) -> Vec<Ask> {
        let typed = self.input.value().trim().to_owned();
        match self.field {
            Some(Item::Threshold) => {
                let count = match typed.parse::<u64>() {
                    Ok(0) => None,
                    Ok(count) => Some(count),
                    Err(_) if typed.is_empty() => None,
                    Err(_) => {
                        let text =
                            format!("`{typed}` is no whole number; nothing typed is no limit");
                        return vec![Ask::Say(Tone::Refused, text)];
                    }
                };
                self.change(|draft| draft.deletion_threshold = count);
            }
            Some(Item::Filter(at)) => self.change(|draft| draft::name_filter(draft, at, &typed)),
            _ => {}
        }
        self.field = None;
        Vec::new()
    }

    fn step(&mut self, rows: isize) {
        match &mut self.clause {
            Some(editor) => editor.step(rows),
            None => self.list.step(rows, self.items.len()),
        }
    }
}

/// Why the cut before scope is not changed here.
fn cut_is_fixed() -> Vec<Ask> {
    let text = "the cut before scope comes with the template and is left as it is: leaving it deprovisions nobody (CTS057)";
    vec![Ask::Say(Tone::Refused, text.to_owned())]
}

impl Screen for ScopeScreen {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        match (&self.clause, self.field) {
            (Some(_), _) => CLAUSE_KEYS,
            (None, Some(_)) => FIELD_KEYS,
            (None, None) => KEYS,
        }
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let name = model.sync.chosen(&model.workspace).map(|one| one.display_name.clone());
        ["Sync".to_owned()].into_iter().chain(name).chain(["Scope".to_owned()]).collect()
    }

    fn refresh(&mut self, model: &Model) {
        let chosen = model.sync.chosen(&model.workspace);
        let id = |one: Option<&Arc<SyncConfiguration>>| one.map(|one| one.id);
        let is_same = id(self.stands.as_ref()) == id(chosen);
        if !is_same {
            *self = ScopeScreen::default();
        }
        self.stands = chosen.cloned();
        // What else was changed meanwhile stays; what was changed here is laid onto it.
        if let (Some(stands), Some(draft)) = (&self.stands, &self.draft) {
            let onto = draft::onto(stands, draft);
            self.draft = (onto != **stands).then(|| Arc::new(onto));
        }
        if model.locked().is_some() {
            (self.clause, self.field) = (None, None);
        }
        self.arrange();
        let tried = model.sync.bench.scope.as_ref();
        let tried = tried.filter(|tried| Some(tried.of.configuration().id) == id(chosen));
        let was_unknown = self.tried.is_none();
        self.tried = tried.cloned();
        let tried = self.tried.clone();
        if let Some(editor) = self.clause.as_mut().filter(|_| was_unknown) {
            let part = editor.part;
            editor.turn(part, tried.as_deref());
        }
    }

    fn typing(&mut self) -> Option<&mut Input> {
        match (&mut self.clause, self.field) {
            (Some(editor), _) => Some(editor.input()),
            (None, Some(_)) => Some(&mut self.input),
            (None, None) => None,
        }
    }

    fn typed(&mut self, _model: &Model) -> Vec<Ask> {
        let tried = self.tried.clone();
        if let Some(editor) = &mut self.clause {
            editor.typed(tried.as_deref());
        }
        Vec::new()
    }

    fn receive(&mut self, parcel: Parcel, _model: &Model) -> Vec<Ask> {
        let Parcel::Person(_, id) = parcel else { return Vec::new() };
        if id == ObjectId::default() {
            return Vec::new();
        }
        let is_new = self.shown().is_some_and(|shown| !shown.assigned.contains(&id));
        self.change(|draft| {
            draft.sync_all = false;
            draft::assign(draft, id);
        });
        let at = self.shown().and_then(|shown| shown.assigned.iter().position(|one| *one == id));
        let place = at.map(Item::Assigned);
        let found = self.items.iter().position(|item| Some(*item) == place);
        self.list.at = found.unwrap_or(self.list.at);
        match is_new {
            true => Vec::new(),
            false => vec![Ask::Say(Tone::Plain, "this one is assigned already".to_owned())],
        }
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        use Command::{Add, AddFilter, Change, Drop, Keep, Remove, Toggle};
        let is_edit = matches!(command, Add | AddFilter | Change | Keep | Remove | Toggle);
        match () {
            () if is_edit && model.locked().is_some() => model.locked(),
            () if is_edit && self.stands.is_none() => {
                Some("there is no configuration: c on the screen Sync makes one")
            }
            () if matches!(command, Keep | Drop) && self.draft.is_none() => {
                Some("nothing was changed here")
            }
            () => None,
        }
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        let tried = self.tried.clone();
        match command {
            Command::Down | Command::NextOffer => self.step(1),
            Command::Up | Command::PreviousOffer => self.step(-1),
            Command::PageDown => self.step(self.list.half_page()),
            Command::PageUp => self.step(-self.list.half_page()),
            Command::First => self.step(isize::MIN),
            Command::Last => self.step(isize::MAX),
            Command::Change => return self.change_item(),
            Command::Toggle => return self.toggle(),
            Command::Add => return self.add(),
            Command::AddFilter => self.add_filter(),
            Command::Remove => return self.remove(),
            Command::Keep => return self.keep(),
            Command::Drop => {
                self.draft = None;
                self.arrange();
                let text = "dropped: the scope is as it stands".to_owned();
                return vec![Ask::Say(Tone::Plain, text)];
            }
            Command::NextPart => {
                if let Some(editor) = &mut self.clause {
                    editor.go_on(tried.as_deref());
                }
            }
            Command::PreviousPart => {
                if let Some(editor) = &mut self.clause {
                    editor.go_back(tried.as_deref());
                }
            }
            Command::TakeClause => return self.take_clause(),
            Command::LeaveClause => self.clause = None,
            Command::TakeField => return self.take_field(),
            Command::LeaveField => self.field = None,
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        if let Some(offer) = item.checked_sub(draw::OFFERS) {
            let tried = self.tried.clone();
            if let Some(editor) = &mut self.clause {
                editor.point(offer);
                editor.go_on(tried.as_deref());
            }
            return Vec::new();
        }
        if self.clause.is_some() || self.field.is_some() {
            return Vec::new();
        }
        self.list.at = item;
        self.list.clamp(self.items.len());
        match (again, self.hindrance(Command::Change, model)) {
            (false, _) => Vec::new(),
            (true, None) => self.change_item(),
            (true, Some(why)) => vec![Ask::Say(Tone::Refused, why.to_owned())],
        }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        let by = if self.clause.is_some() { lines.signum() } else { lines };
        self.step(by);
    }

    fn trial(&self) -> Option<Trial> {
        Some(Trial::Scope(self.tried_out()?))
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}
