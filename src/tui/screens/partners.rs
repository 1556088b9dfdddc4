//! Partners: whom we deal with, what is in force for each, and a detail beside the list.
//!
//! ```text
//! ┏━ Partners ━━━━━━━━━━━ 37 of 44 · 3 marked ━┓╭─ Fabrikam ─────────╮
//! ┃   Name         Domain     In Out Dir Sy Tru ┃│ in force, changed  │
//! ```

use ratatui::layout::Rect;
use tui_input::Input;

use super::add::Add;
use super::confirm::Confirm;
use super::cutoff::CutOff;
use super::handshake;
use super::note::NoteCard;
use crate::domain::{Subject, TenantId};
use crate::edit::Edit;
use crate::filter::Filter;
use crate::partners::{FIELDS, PartnerRow, Planned};
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Place, Screen, Subjects, Tone};
use crate::tui::widgets::List;

mod detail;
mod keys;
mod list;

pub use keys::Command;
use keys::{COLUMNS, Column, FILTER_KEYS, KEYS};

/// The list of partners.
#[derive(Debug, Default)]
pub struct Partners {
    list: List,
    cursor: Option<Subject>,
    shown: Vec<usize>,
    /// How many partners are among them.
    passing: usize,
    input: Input,
    filtering: bool,
    fault: Option<String>,
    words: Vec<String>,
    column: Column,
    reversed: bool,
    anchor: Option<TenantId>,
    hide_detail: bool,
    /// The marked partners, or the one under the cursor.
    chosen: Option<Subjects>,
}

impl Partners {
    fn row<'m>(&self, model: &'m Model) -> Option<&'m PartnerRow> {
        self.shown.get(self.list.at).and_then(|index| model.rows.get(*index))
    }

    fn follow(&mut self, model: &Model) {
        self.cursor = self.row(model).map(|row| row.subject);
        self.chosen = match model.marks.is_empty() {
            true => self.cursor.map(Subjects::from),
            false => Some(Subjects::Many(model.marks.clone())),
        };
    }

    fn go(&mut self, rows: isize, model: &Model) {
        self.list.step(rows, self.shown.len());
        self.follow(model);
    }

    /// The rows that pass the filter, in order. The default stays on top.
    fn arrange(&mut self, model: &Model) {
        let filter = match Filter::parse(self.input.value(), FIELDS) {
            Ok(filter) => {
                self.fault = None;
                filter
            }
            Err(fault) => {
                self.fault = Some(fault.to_string());
                Filter::default()
            }
        };
        self.words = filter.words().map(str::to_owned).collect();
        let rows = &model.rows;
        let mut shown: Vec<usize> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| filter.matches(*row))
            .map(|(index, _)| index)
            .collect();
        let by = |index: &usize| rows.get(*index);
        let is_partner = |index: &usize| by(index).is_some_and(|row| row.partner().is_some());
        match self.column {
            Column::Name => {}
            Column::Domain => shown.sort_by_key(|i| by(i).map(|r| r.domain.clone())),
            Column::In => shown.sort_by_key(|i| by(i).map(|r| r.inbound)),
            Column::Out => shown.sort_by_key(|i| by(i).map(|r| r.outbound)),
            Column::Direct => shown.sort_by_key(|i| by(i).map(PartnerRow::direct_sign)),
            Column::Sync => shown.sort_by_key(|i| by(i).map(|r| r.sync)),
            Column::Trust => shown.sort_by_key(|i| by(i).map(|r| r.trust.map(|on| !on))),
            Column::Plan => shown.sort_by_key(|i| by(i).map(|r| std::cmp::Reverse(r.planned))),
        }
        if self.reversed {
            shown.reverse();
        }
        shown.sort_by_key(is_partner);
        self.passing = shown.iter().filter(|index| is_partner(index)).count();
        self.shown = shown;
        let found = self.cursor.and_then(|cursor| {
            self.shown.iter().position(|i| by(i).map(|r| r.subject) == Some(cursor))
        });
        match found {
            Some(at) => self.list.at = at,
            None => self.list.clamp(self.shown.len()),
        }
        self.follow(model);
    }

    fn seek_change(&mut self, step: isize, model: &Model) -> Vec<Ask> {
        let count = self.shown.len();
        for distance in 1..=count {
            let distance = isize::try_from(distance).unwrap_or(isize::MAX);
            let at = self.list.at.cast_signed() + step * distance;
            let at = at.rem_euclid(count.cast_signed().max(1)).cast_unsigned();
            let planned = self
                .shown
                .get(at)
                .and_then(|index| model.rows.get(*index))
                .is_some_and(|row| row.planned != Planned::No);
            if planned {
                self.list.at = at;
                self.follow(model);
                return Vec::new();
            }
        }
        vec![Ask::Say(Tone::Plain, "the plan touches none of these".to_owned())]
    }

    fn mark(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        let mut marks = model.marks.clone();
        let here = self.row(model).and_then(PartnerRow::partner);
        match (command, here) {
            (Command::Mark, Some(id)) => {
                if !marks.remove(&id) {
                    marks.insert(id);
                    self.anchor = Some(id);
                }
                self.go(1, model);
            }
            (Command::MarkRange, Some(id)) => {
                let place = |id: TenantId| {
                    self.shown.iter().position(|index| {
                        model.rows.get(*index).and_then(PartnerRow::partner) == Some(id)
                    })
                };
                let from = self.anchor.and_then(place).unwrap_or(self.list.at);
                let (low, high) = (from.min(self.list.at), from.max(self.list.at));
                let range = self.shown.get(low..=high).unwrap_or_default();
                marks.extend(range.iter().filter_map(|i| model.rows.get(*i)?.partner()));
                self.anchor = Some(id);
            }
            (Command::MarkAll, _) => {
                marks.extend(self.shown.iter().filter_map(|i| model.rows.get(*i)?.partner()));
            }
            (Command::Unmark, _) => marks.clear(),
            _ => {
                let text = "the default holds for everybody and cannot be marked".to_owned();
                return vec![Ask::Say(Tone::Plain, text)];
            }
        }
        vec![Ask::Mark(marks)]
    }

    fn open(&self) -> Vec<Ask> {
        self.chosen.clone().map(|subjects| Ask::Go(Place::Settings(subjects))).into_iter().collect()
    }

    fn copy(&self, command: Command, model: &Model) -> Vec<Ask> {
        let Some(row) = self.row(model) else { return Vec::new() };
        let (what, text) = match (command, row.partner()) {
            (Command::CopyId, Some(id)) => ("the tenant id", id.to_string()),
            (Command::CopyDomain, _) => ("the domain", row.domain.clone()),
            (Command::CopyJson, Some(id)) => {
                let partner = model.estate().partner(model.owner, id);
                let json = partner.map(crate::wire::own_settings).unwrap_or_default();
                ("the settings", crate::wire::ascii(format!("{json:#}")))
            }
            _ => ("the name", row.name.clone()),
        };
        vec![Ask::Copy(what.to_owned(), text)]
    }

    fn cut_off(&self, model: &Model) -> Vec<Ask> {
        let Some(id) = self.row(model).and_then(PartnerRow::partner) else {
            let text = "the default is cut off from nobody; sign-ins (7) shows what a block by default breaks".to_owned();
            return vec![Ask::Say(Tone::Refused, text)];
        };
        vec![Ask::Open(Box::new(CutOff::new(model, id)))]
    }

    fn remove(&self, model: &Model) -> Vec<Ask> {
        let Some(id) = self.row(model).and_then(PartnerRow::partner) else {
            let text = "the default cannot be removed; it can be reset on its settings".to_owned();
            return vec![Ask::Say(Tone::Refused, text)];
        };
        let then = vec![Ask::Edit(vec![Edit::RemovePartner { owner: model.owner, partner: id }])];
        vec![Ask::Open(Box::new(Confirm::removal(model, id, then)))]
    }
}

impl Screen for Partners {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.filtering { FILTER_KEYS } else { KEYS }
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let here = self.row(model).map(|row| row.name.clone());
        std::iter::once("Partners".to_owned()).chain(here).collect()
    }

    fn refresh(&mut self, model: &Model) {
        self.arrange(model);
    }

    fn typing(&mut self) -> Option<&mut Input> {
        self.filtering.then_some(&mut self.input)
    }

    fn typed(&mut self, model: &Model) -> Vec<Ask> {
        self.arrange(model);
        Vec::new()
    }

    fn subjects(&self) -> Option<Subjects> {
        self.chosen.clone()
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        matches!(command, Command::Add | Command::Remove | Command::Note)
            .then(|| model.locked())
            .flatten()
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.go(1, model),
            Command::Up => self.go(-1, model),
            Command::Down10 => self.go(10, model),
            Command::Up10 => self.go(-10, model),
            Command::PageDown => self.go(self.list.half_page(), model),
            Command::PageUp => self.go(-self.list.half_page(), model),
            Command::First => self.go(isize::MIN, model),
            Command::Last => self.go(isize::MAX, model),
            Command::Open => return self.open(),
            Command::Mark | Command::MarkRange | Command::MarkAll | Command::Unmark => {
                return self.mark(command, model);
            }
            Command::Filter => self.filtering = true,
            Command::EndFilter => self.filtering = false,
            Command::ClearFilter => {
                let idle = !self.filtering && self.input.value().is_empty();
                self.filtering = false;
                self.input.reset();
                self.arrange(model);
                if idle && !model.marks.is_empty() {
                    return vec![Ask::Mark(std::collections::BTreeSet::new())];
                }
            }
            Command::Sort => {
                let at = COLUMNS.iter().position(|column| *column == self.column).unwrap_or(0);
                self.column = COLUMNS.get(at + 1).copied().unwrap_or_default();
                self.arrange(model);
                let text = format!("sorted by {}", self.column.title());
                return vec![Ask::Say(Tone::Plain, text)];
            }
            Command::Reverse => {
                self.reversed = !self.reversed;
                self.arrange(model);
            }
            Command::NextChange => return self.seek_change(1, model),
            Command::PreviousChange => return self.seek_change(-1, model),
            Command::Add => return vec![Ask::Open(Box::new(Add::new(model)))],
            Command::Onboard => {
                let here = self.row(model).and_then(PartnerRow::partner);
                let hand = here.map(|id| Ask::Hand(Parcel::Partner(id)));
                return std::iter::once(Ask::Go(Place::Onboard)).chain(hand).collect();
            }
            Command::Remove => return self.remove(model),
            Command::CutOff => return self.cut_off(model),
            Command::Handshake => {
                return match self.row(model).and_then(PartnerRow::partner) {
                    Some(id) => handshake::open(model, Some(id)),
                    None => vec![Ask::Say(
                        Tone::Plain,
                        "a handshake is with one partner; the default has no other side".to_owned(),
                    )],
                };
            }
            Command::Note => {
                if let Some(id) = self.row(model).and_then(PartnerRow::partner) {
                    return vec![Ask::Open(Box::new(NoteCard::new(model, id)))];
                }
                let text = "notes are kept on partners".to_owned();
                return vec![Ask::Say(Tone::Plain, text)];
            }
            Command::WhatIf => {
                return match self.row(model).and_then(PartnerRow::partner) {
                    Some(id) => vec![Ask::Go(Place::WhatIf), Ask::Hand(Parcel::Partner(id))],
                    None => vec![Ask::Go(Place::WhatIf)],
                };
            }
            Command::Preview => self.hide_detail = !self.hide_detail,
            Command::CopyId | Command::CopyName | Command::CopyDomain | Command::CopyJson => {
                return self.copy(command, model);
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.shown.len());
        self.follow(model);
        if again { self.open() } else { Vec::new() }
    }

    fn sort(&mut self, column: usize, model: &Model) {
        let column = COLUMNS.get(column).copied().unwrap_or_default();
        self.reversed = column == self.column && !self.reversed;
        self.column = column;
        self.arrange(model);
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        self.go(lines, model);
    }

    /// A partner was added: it is gone to, past any filter.
    fn receive(&mut self, parcel: Parcel, _model: &Model) -> Vec<Ask> {
        if let Parcel::Tenant(id) = parcel {
            self.input.reset();
            self.cursor = Some(Subject::Partner(id));
        }
        Vec::new()
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        if area.width < 40 || area.height < 6 {
            self.draw_one(model, area, paint);
            return;
        }
        let with_filter = self.filtering || !self.input.value().is_empty();
        let filter_lines = u16::from(with_filter);
        let body = Rect { height: area.height - filter_lines, ..area };
        if with_filter {
            let line = Rect { y: body.bottom(), height: 1, ..area };
            self.draw_filter(model, line, paint);
        }
        if area.width < 60 {
            self.draw_list(model, body, false, paint);
        } else if self.hide_detail || (area.width < 100 && body.height < 16) {
            self.draw_list(model, body, true, paint);
        } else if area.width >= 100 {
            let side = (area.width * 2 / 5).min(46);
            let list = Rect { width: body.width - side, ..body };
            self.draw_list(model, list, true, paint);
            let detail = Rect { x: list.right(), width: side, ..body };
            detail::draw(model, self.row(model), detail, paint);
        } else {
            let under = 7.min(body.height / 2);
            let list = Rect { height: body.height - under, ..body };
            self.draw_list(model, list, true, paint);
            let detail = Rect { y: list.bottom(), height: under, ..body };
            detail::draw(model, self.row(model), detail, paint);
        }
    }
}
