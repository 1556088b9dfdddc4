//! The attribute mappings of a configuration: the rows, one row as it is written, and what it gives.
//!
//! ```text
//! ╭─ Mappings ──── 10 ─╮┏━ mailNickname ━━━━━━━━━━━━━━━━━━━ expression ━┓
//! │   displayName      │┃ Replace([mail], "@", , , "_", , )            ┃
//! │ ▸ mailNickname   ▲ │┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! │   mail             │╭─ On people ──────────────────────────────────╮
//! ╰────────────────────╯╰──────────────────────────────────────────────╯
//! ```

use std::sync::Arc;

use ratatui::layout::Rect;
use tui_input::Input;

use super::confirm::Confirm;
use crate::domain::{AttributeMapping, FlowType, ObjectId};
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Screen, Tone};
use crate::tui::sync::{Trial, Tried};
use crate::tui::widgets::List;

mod draw;
mod editor;
mod form;
mod keys;
mod people;
mod results;
mod rows;
mod targets;
mod writing;

use editor::{Editor, Offer};
use keys::{Command, FIELD_KEYS, GUESS_KEYS, KEYS, WRITING_KEYS};
use people::People;
use rows::Row;

/// What is typed, beside the text of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    /// The value on creation where nothing is given.
    Default,
    /// The name of an attribute that is to be mapped.
    Target,
}

/// The screen.
#[derive(Debug, Default)]
pub struct Mappings {
    of: Option<ObjectId>,
    rows: Vec<Row>,
    list: List,
    editor: Option<Editor>,
    field: Option<Field>,
    input: Input,
    offers: Vec<Offer>,
    offer: List,
    tried: Option<Arc<Tried>>,
    people: People,
    /// The row that has just been added, to be found again.
    wanted: Option<String>,
}

impl Mappings {
    fn row(&self) -> Option<&Row> {
        self.rows.get(self.list.at)
    }

    /// What the attributes of the source are called, as far as that is known.
    fn names(&self) -> &[String] {
        self.tried.as_ref().map(|tried| tried.names.as_slice()).unwrap_or_default()
    }

    fn write(&mut self) -> Vec<Ask> {
        let names = self.names().to_vec();
        self.editor = self.row().map(|row| Editor::of(row.mapping.clone(), &names));
        Vec::new()
    }

    /// Hands the text of the row to the user's own editor.
    fn write_elsewhere(&mut self) -> Vec<Ask> {
        if self.editor.is_none() {
            self.write();
        }
        self.editor
            .as_ref()
            .map(|editor| Ask::Write(editor.text().to_owned()))
            .into_iter()
            .collect()
    }

    fn flow(&self, model: &Model) -> Vec<Ask> {
        let Some(row) = self.row() else { return Vec::new() };
        let flow = match row.flow() {
            FlowType::Always => FlowType::ObjectAddOnly,
            _ => FlowType::Always,
        };
        let stands = row.mapping.clone();
        let after = AttributeMapping { flow_type: Some(flow), ..stands.clone() };
        rows::change(model, |rows| rows::replace(rows, &stands, after))
    }

    fn restore(&self, model: &Model) -> Vec<Ask> {
        let Some(row) = self.row() else { return Vec::new() };
        let Some(template) = row.template.clone().filter(|_| row.is_own()) else {
            let text = match row.template {
                Some(_) => "this row is as the template has it",
                None => "the template has no row for this attribute",
            };
            return vec![Ask::Say(Tone::Plain, text.to_owned())];
        };
        let stands = row.mapping.clone();
        // What the export carries besides stays with the row.
        let template = AttributeMapping { extra: stands.extra.clone(), ..template };
        rows::change(model, |rows| rows::replace(rows, &stands, template))
    }

    fn remove(&self, model: &Model) -> Vec<Ask> {
        let Some(row) = self.row() else { return Vec::new() };
        let target = &row.mapping.target;
        let stands = row.mapping.clone();
        let then = rows::change(model, |rows| rows.retain(|one| *one != stands));
        let mut facts = Vec::new();
        match target.as_str() {
            "accountEnabled" => facts.push(
                "Without this row, blocking sign-in in the source blocks nobody in the target."
                    .to_owned(),
            ),
            "IsSoftDeleted" => facts.push(
                "Without this row, those who leave may keep their account in the target."
                    .to_owned(),
            ),
            _ => {}
        }
        facts.extend([
            "What the target holds stays as it is; it is no longer written.".to_owned(),
            "Saving this in the service starts a new first cycle: everybody is looked at again."
                .to_owned(),
            "Only the draft changes, and u undoes it.".to_owned(),
        ]);
        let title = format!("Map {target} no longer?");
        vec![Ask::Open(Box::new(Confirm::ask(title, facts, target, "go on", then)))]
    }

    fn keep(&mut self, model: &Model) -> Vec<Ask> {
        let Some(editor) = &self.editor else { return Vec::new() };
        if let Some(fault) = &editor.fault {
            let text = match &editor.guess {
                Some(_) => format!("not kept: {fault}; ^y takes the guess"),
                None => format!("not kept: {fault}"),
            };
            return vec![Ask::Say(Tone::Refused, text)];
        }
        let (stands, good) = (editor.stands.clone(), editor.good.clone());
        let is_changed = editor.is_changed();
        self.editor = None;
        if !is_changed {
            return vec![Ask::Say(Tone::Plain, "it is like that already".to_owned())];
        }
        self.wanted = Some(good.target.clone());
        rows::change(model, |rows| rows::replace(rows, &stands, good))
    }

    fn keep_field(&mut self, model: &Model) -> Vec<Ask> {
        let typed = self.input.value().trim().to_owned();
        match self.field.take() {
            Some(Field::Default) => {
                let Some(row) = self.row() else { return Vec::new() };
                let stands = row.mapping.clone();
                let default_value = Some(typed).filter(|text| !text.is_empty());
                let after = AttributeMapping { default_value, ..stands.clone() };
                rows::change(model, |rows| rows::replace(rows, &stands, after))
            }
            Some(Field::Target) => self.begin(&typed),
            None => Vec::new(),
        }
    }

    /// Begins a row for an attribute.
    fn begin(&mut self, target: &str) -> Vec<Ask> {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':');
        if target.is_empty() || !target.chars().all(is_name) {
            self.field = Some(Field::Target);
            let text = "type the name of one attribute of the target";
            return vec![Ask::Say(Tone::Refused, text.to_owned())];
        }
        if let Some(at) = self.rows.iter().position(|row| row.mapping.target == target) {
            self.list.at = at;
            return vec![Ask::Say(Tone::Plain, format!("{target} is mapped already"))];
        }
        let names = self.names().to_vec();
        let template = rows::template_rows().into_iter().find(|row| row.target == target);
        self.editor = Some(Editor::new_row(target, template, &names));
        Vec::new()
    }

    fn shift(&mut self, forward: bool) -> Vec<Ask> {
        let Some(tried) = self.tried.clone() else { return Vec::new() };
        if self.people.shift(&tried, forward) {
            return Vec::new();
        }
        let text = if forward { "that was the last person" } else { "that was the first person" };
        vec![Ask::Say(Tone::Plain, text.to_owned())]
    }

    fn complete(&mut self) {
        let names = self.names().to_vec();
        if let Some(editor) = &mut self.editor {
            editor.complete(&names);
        } else if self.field == Some(Field::Target)
            && let Some(offer) = self.offers.get(self.offer.at)
        {
            self.input = Input::new(offer.name.clone());
            self.offers = self.targets();
            self.offer = List::default();
        }
    }

    fn step_offer(&mut self, rows: isize) {
        match &mut self.editor {
            Some(editor) => editor.list.step(rows, editor.offers.len()),
            None => self.offer.step(rows, self.offers.len()),
        }
    }

    fn step(&mut self, rows: isize) {
        self.list.step(rows, self.rows.len());
    }
}

impl Screen for Mappings {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        match (&self.editor, self.field) {
            (Some(editor), _) if editor.guess.is_some() => GUESS_KEYS,
            (Some(_), _) => WRITING_KEYS,
            (None, Some(_)) => FIELD_KEYS,
            (None, None) => KEYS,
        }
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let name = model.sync.chosen(&model.workspace).map(|one| one.display_name.clone());
        let target = self.editor.as_ref().map(|editor| editor.stands.target.clone());
        let parts = ["Sync".to_owned()].into_iter().chain(name);
        parts.chain(["Mappings".to_owned()]).chain(target).collect()
    }

    fn refresh(&mut self, model: &Model) {
        let chosen = model.sync.chosen(&model.workspace);
        let id = chosen.map(|one| one.id);
        if self.of != id {
            *self = Mappings { of: id, ..Mappings::default() };
        }
        let here = self.wanted.take().or(self.row().map(|row| row.mapping.target.clone()));
        self.rows = rows::rows(chosen, &model.workspace.draft);
        let found =
            here.and_then(|target| self.rows.iter().position(|row| row.mapping.target == target));
        self.list.at = found.unwrap_or(self.list.at);
        self.list.clamp(self.rows.len());
        // Nothing is written of what was observed.
        if model.locked().is_some() {
            (self.editor, self.field) = (None, None);
        }
        let tried = model.sync.bench.row.as_ref();
        let tried = tried.filter(|tried| Some(tried.of.configuration().id) == id);
        let is_new = match (&self.tried, tried) {
            (Some(mine), Some(other)) => !Arc::ptr_eq(mine, other),
            (None, None) => false,
            _ => true,
        };
        if is_new {
            if let Some(tried) = tried {
                self.people.take(tried, self.tried.as_ref());
            }
            let was_unnamed = self.names().is_empty();
            self.tried = tried.cloned();
            let names = self.names().to_vec();
            if let Some(editor) = self.editor.as_mut().filter(|_| was_unnamed) {
                editor.typed(&names);
            }
        }
    }

    fn typing(&mut self) -> Option<&mut Input> {
        match (&mut self.editor, self.field) {
            (Some(editor), _) => Some(&mut editor.input),
            (None, Some(_)) => Some(&mut self.input),
            (None, None) => None,
        }
    }

    fn typed(&mut self, _model: &Model) -> Vec<Ask> {
        let names = self.names().to_vec();
        if let Some(editor) = &mut self.editor {
            editor.typed(&names);
        } else if self.field == Some(Field::Target) {
            self.offers = self.targets();
            self.offer = List::default();
        }
        Vec::new()
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        use Command::{Build, Create, Default, Elsewhere, Flow, Form, Remove, Restore, Write};
        let is_of_row =
            matches!(command, Write | Flow | Default | Remove | Restore | Form | Elsewhere);
        let is_edit = is_of_row || matches!(command, Create | Build);
        match () {
            () if is_edit && model.locked().is_some() => model.locked(),
            () if is_edit && self.of.is_none() => {
                Some("there is no configuration: c on the screen Sync makes one")
            }
            () if command == Command::Guess
                && self.editor.as_ref().is_none_or(|editor| editor.guess.is_none()) =>
            {
                Some("there is nothing to guess")
            }
            () if is_of_row && self.rows.is_empty() => Some("no attribute is mapped: c maps one"),
            () if is_of_row && self.row().is_some_and(Row::is_match) => Some(
                "users are matched by this row; the service takes no other one (schemaInvalid)",
            ),
            () => None,
        }
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.step(1),
            Command::Up => self.step(-1),
            Command::PageDown => self.step(self.list.half_page()),
            Command::PageUp => self.step(-self.list.half_page()),
            Command::First => self.step(isize::MIN),
            Command::Last => self.step(isize::MAX),
            Command::Write => return self.write(),
            Command::Flow => return self.flow(model),
            Command::Default => {
                let value = self.row().and_then(|row| row.mapping.default_value.clone());
                self.input = Input::new(value.unwrap_or_default());
                (self.field, self.offers) = (Some(Field::Default), Vec::new());
            }
            Command::Create => {
                self.input.reset();
                self.field = Some(Field::Target);
                (self.offers, self.offer) = (self.targets(), List::default());
            }
            Command::Form => {
                return self.form(self.row().map(|row| row.mapping.clone()), model);
            }
            Command::Build => return self.form(None, model),
            Command::Elsewhere => return self.write_elsewhere(),
            Command::Remove => return self.remove(model),
            Command::Restore => return self.restore(model),
            Command::NextSample => return self.shift(true),
            Command::PreviousSample => return self.shift(false),
            Command::Keep => return self.keep(model),
            Command::KeepOrGuess => {
                let names = self.names().to_vec();
                let guessed = self.editor.as_mut().is_some_and(|editor| editor.take_guess(&names));
                if !guessed {
                    return self.keep(model);
                }
            }
            Command::Guess => {
                let names = self.names().to_vec();
                if let Some(editor) = &mut self.editor {
                    editor.take_guess(&names);
                }
            }
            Command::Discard => self.editor = None,
            Command::Complete => self.complete(),
            Command::NextOffer => self.step_offer(1),
            Command::PreviousOffer => self.step_offer(-1),
            Command::KeepField => return self.keep_field(model),
            Command::LeaveField => self.field = None,
        }
        Vec::new()
    }

    fn receive(&mut self, parcel: Parcel, _model: &Model) -> Vec<Ask> {
        match parcel {
            Parcel::Attribute(target) => {
                self.wanted = Some(target);
                Vec::new()
            }
            Parcel::Text(text) => {
                let names = self.names().to_vec();
                let Some(editor) = &mut self.editor else { return Vec::new() };
                // An expression is one line: the service takes white space anywhere between words.
                editor.input = Input::new(text.split(['\r', '\n']).collect::<Vec<_>>().join(" "));
                editor.typed(&names);
                let text = match &editor.fault {
                    Some(_) => "taken over; it is no expression yet",
                    None => "taken over; enter keeps it",
                };
                vec![Ask::Say(Tone::Plain, text.to_owned())]
            }
            _ => Vec::new(),
        }
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        if let Some(offer) = item.checked_sub(draw::OFFERS) {
            match &mut self.editor {
                Some(editor) => editor.list.at = offer,
                None => self.offer.at = offer,
            }
            self.complete();
            return Vec::new();
        }
        if self.editor.is_some() || self.field.is_some() {
            return Vec::new();
        }
        self.list.at = item;
        self.list.clamp(self.rows.len());
        match (again, self.hindrance(Command::Write, model)) {
            (false, _) => Vec::new(),
            (true, None) => self.write(),
            (true, Some(why)) => vec![Ask::Say(Tone::Refused, why.to_owned())],
        }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        if self.editor.is_some() || self.field.is_some() {
            self.step_offer(lines.signum());
        } else {
            self.step(lines);
        }
    }

    fn trial(&self) -> Option<Trial> {
        let (stands, row) = if let Some(editor) = &self.editor {
            (editor.stands.clone(), editor.good.clone())
        } else {
            let row = self.row()?.mapping.clone();
            (row.clone(), row)
        };
        Some(Trial::Row { stands: Box::new(stands), row: Box::new(row) })
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}
