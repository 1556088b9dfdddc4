//! A note on a partner: who owns the relation, what it is for, ticket, review date.

use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::{Note, TenantId};
use crate::edit::Edit;
use crate::tui::app::card;
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen, Tone};
use crate::tui::theme::Role;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Next,
    Previous,
    Keep,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    Binding { keys: &["tab", "down"], command: Command::Next, id: "note.next", help: "next field", hint: "next field" },
    Binding { keys: &["shift+tab", "up"], command: Command::Previous, id: "note.previous", help: "field before", hint: "" },
    Binding { keys: &["enter"], command: Command::Keep, id: "note.keep", help: "keep the note", hint: "keep" },
    Binding { keys: &["esc"], command: Command::Cancel, id: "note.cancel", help: "leave it as it was", hint: "cancel" },
];

const TITLES: [(&str, &str); 4] = [
    ("owner", "who answers for the relation"),
    ("purpose", "what it is for"),
    ("ticket", "request or contract"),
    ("review", "date of the next review, YYYY-MM-DD"),
];

/// The card.
#[derive(Debug)]
pub struct NoteCard {
    partner: TenantId,
    before: Note,
    fields: [Input; 4],
    at: usize,
}

impl NoteCard {
    /// The note as it stands.
    pub fn new(model: &Model, partner: TenantId) -> Self {
        let before =
            model.workspace.notes.get(&(model.owner, partner)).cloned().unwrap_or_default();
        let fields = [&before.owner, &before.purpose, &before.ticket, &before.review]
            .map(|text| Input::new(text.clone()));
        NoteCard { partner, before, fields, at: 0 }
    }

    fn keep(&self, model: &Model) -> Vec<Ask> {
        let [owner, purpose, ticket, review] =
            self.fields.each_ref().map(|field| field.value().trim().to_owned());
        if !review.is_empty() && review.parse::<jiff::civil::Date>().is_err() {
            let text = format!("`{review}` is no date; expected YYYY-MM-DD, such as 2027-01-31");
            return vec![Ask::Say(Tone::Refused, text)];
        }
        let note = Note { owner, purpose, ticket, review, extra: self.before.extra.clone() };
        let note = (note != Note::default()).then_some(note);
        let edit = Edit::Note { owner: model.owner, partner: self.partner, note };
        vec![Ask::Close, Ask::Edit(vec![edit])]
    }
}

impl Screen for NoteCard {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        vec![model.name(self.partner), "Note".to_owned()]
    }

    fn typing(&mut self) -> Option<&mut Input> {
        self.fields.get_mut(self.at)
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Next => self.at = (self.at + 1) % TITLES.len(),
            Command::Previous => self.at = (self.at + TITLES.len() - 1) % TITLES.len(),
            Command::Cancel => return vec![Ask::Close],
            Command::Keep => return self.keep(model),
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, _again: bool, _model: &Model) -> Vec<Ask> {
        self.at = item.min(TITLES.len() - 1);
        Vec::new()
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let title = format!("Note on {}", model.name(self.partner));
        let note = "stays in this workspace";
        draw_fields(&title, note, &TITLES, &self.fields, self.at, area, paint);
    }
}

/// Draws a card of text fields: a title each, and what belongs there while it is empty.
pub(super) fn draw_fields(
    title: &str,
    note: &str,
    titles: &[(&str, &str)],
    fields: &[Input],
    at: usize,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let area = card(area, 76, u16::try_from(fields.len()).unwrap_or(1) + 4);
    paint.clear(area);
    paint.hit(area, Target::Inside);
    let frame = Frame { title, note, action: "enter keeps it", focus: true };
    let inner = paint.pane(area, &frame);
    let lines = titles.iter().zip(fields).enumerate();
    for ((number, ((title, help), field)), y) in lines.zip(inner.y + 1..inner.bottom()) {
        let line = Rect { y, height: 1, ..inner };
        let here = number == at;
        if here {
            paint.highlight(line);
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        paint.text(line.x + 2, y, 9, if here { Role::Accent } else { Role::Muted }, title);
        let x = line.x + 11;
        let room = line.width.saturating_sub(11);
        let (role, text) = match field.value() {
            "" => (Role::Muted, *help),
            value => (Role::Text, value),
        };
        paint.text(x, y, room, role, text);
        if here {
            let at = u16::try_from(field.visual_cursor()).unwrap_or(0).min(room);
            paint.cursor = Some((x + at, y).into());
        }
        paint.hit(line, Target::Item(number));
    }
}
