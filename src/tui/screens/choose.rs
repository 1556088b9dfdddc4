//! Choosing one: a person, an application, a tenant, an address, or a question asked before. What
//! no directory here knows is named by its id.

use ratatui::layout::Rect;
use tui_input::Input;

use crate::access::Question;
use crate::tui::app::card;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

mod source;

pub use source::Source;
use source::{Found, Item};

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Take,
    Cancel,
    Down,
    Up,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Take, "choose.take", "take this one", "take"),
    bind(&["esc"], Command::Cancel, "choose.cancel", "leave it as it was", "cancel"),
    bind(&["down"], Command::Down, "choose.down", "next", ""),
    bind(&["up"], Command::Up, "choose.up", "previous", ""),
];

/// The card.
#[derive(Debug)]
pub struct Choose {
    source: Source,
    found: Found,
    list: List,
    input: Input,
}

impl Choose {
    /// A card that offers everything from a source.
    pub fn from(source: Source) -> Self {
        Choose { source, found: Found::default(), list: List::default(), input: Input::default() }
    }

    /// The questions asked before, newest first.
    pub fn question(asked: Vec<(String, Question)>) -> Self {
        Choose::from(Source::Asked(asked))
    }

    fn arrange(&mut self, model: &Model) {
        self.found = self.source.find(model, self.input.value());
        self.list.clamp(self.found.items.len());
    }

    fn here(&self) -> Option<&Item> {
        self.found.items.get(self.list.at)
    }

    fn take(&self) -> Vec<Ask> {
        match self.here() {
            Some(item) => vec![Ask::Close, Ask::Hand(item.parcel.clone())],
            None => vec![Ask::Say(Tone::Refused, self.source.nothing().to_owned())],
        }
    }
}

impl Screen for Choose {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec![self.source.title().to_owned()]
    }

    fn refresh(&mut self, model: &Model) {
        self.arrange(model);
    }

    fn typing(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn typed(&mut self, model: &Model) -> Vec<Ask> {
        self.list.at = 0;
        self.arrange(model);
        Vec::new()
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.list.step(1, self.found.items.len()),
            Command::Up => self.list.step(-1, self.found.items.len()),
            Command::Cancel => return vec![Ask::Close],
            Command::Take => return self.take(),
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, _model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.found.items.len());
        if again { self.take() } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.list.step(lines, self.found.items.len());
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 84, 22);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let note = self.found.count_words();
        let frame = Frame {
            title: self.source.title(),
            note: &note,
            action: "enter takes it",
            focus: true,
        };
        let inner = paint.pane(area, &frame);
        if inner.height == 0 {
            return;
        }
        let prompt = format!("{}: ", self.source.prompt());
        let x = inner.x + paint.text(inner.x, inner.y, inner.width, Role::Muted, &prompt);
        paint.text(x, inner.y, inner.right().saturating_sub(x), Role::Text, self.input.value());
        let at = u16::try_from(self.input.visual_cursor()).unwrap_or(0);
        paint.cursor = Some(((x + at).min(inner.right()), inner.y).into());
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        let count = self.found.items.len();
        if count == 0 {
            paint.wrap(list, Role::Muted, self.source.nothing());
        }
        let name = match self.source {
            Source::Asked(_) => list.width.saturating_sub(14),
            _ => (list.width * 2 / 5).clamp(12, 34),
        };
        for (y, at) in (list.y..).zip(self.list.window(list.height, count)) {
            let Some(item) = self.found.items.get(at) else { continue };
            let line = Rect { y, height: 1, ..list };
            if at == self.list.at {
                paint.highlight(line);
                paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            paint.text(line.x + 2, y, name, Role::Text, &item.name);
            let rest = line.width.saturating_sub(name + 4);
            paint.text(line.x + name + 4, y, rest, Role::Muted, &item.about);
            paint.hit(line, Target::Item(at));
        }
        let bar = Rect { x: inner.right() + 1, width: 1, ..list };
        self.list.scroll_bar(bar, count, paint);
    }
}
