//! History: every edit, newest first, each with the places it changed.

use ratatui::layout::Rect;

use crate::domain::Json;
use crate::tui::key::{Binding, bind};
use crate::tui::model::{HistoryLine, Model};
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::List;
use crate::wire::{Entry, Kind};

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
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter", "space"], Command::Open, "history.open", "show what it changed", "show"),
    bind(&["j", "down"], Command::Down, "history.down", "older", ""),
    bind(&["k", "up"], Command::Up, "history.up", "newer", ""),
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "history.pagedown", "half a page down", ""),
    bind(&["ctrl+u", "pgup"], Command::PageUp, "history.pageup", "half a page up", ""),
    bind(&["g g", "home"], Command::First, "history.first", "newest", ""),
    bind(&["G", "end"], Command::Last, "history.last", "oldest", ""),
];

/// The history.
#[derive(Debug, Default)]
pub struct History {
    list: List,
}

impl History {
    fn line<'m>(&self, model: &'m Model) -> Option<&'m HistoryLine> {
        at(model, self.list.at)
    }

    fn show(&self, model: &Model) -> Vec<Ask> {
        let revision = self.line(model).map(|line| line.head.revision);
        revision.map(Ask::ReadEntry).into_iter().collect()
    }
}

/// Newest first.
fn at(model: &Model, index: usize) -> Option<&HistoryLine> {
    model.history.len().checked_sub(index + 1).and_then(|index| model.history.get(index))
}

impl Screen for History {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["History".to_owned()]
    }

    fn refresh(&mut self, model: &Model) {
        self.list.clamp(model.history.len());
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        let count = model.history.len();
        match command {
            Command::Down => self.list.step(1, count),
            Command::Up => self.list.step(-1, count),
            Command::PageDown => self.list.step(self.list.half_page(), count),
            Command::PageUp => self.list.step(-self.list.half_page(), count),
            Command::First => self.list.step(isize::MIN, count),
            Command::Last => self.list.step(isize::MAX, count),
            Command::Open => {}
        }
        self.show(model)
    }

    fn click(&mut self, item: usize, _again: bool, model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(model.history.len());
        self.show(model)
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        self.list.step(lines, model.history.len());
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        if area.width >= 100 {
            let side = area.width / 2;
            let list = Rect { width: area.width - side, ..area };
            self.draw_list(model, list, paint);
            self.draw_entry(model, Rect { x: list.right(), width: side, ..area }, paint);
        } else if area.height >= 16 && area.width >= 40 {
            let under = area.height / 2;
            let list = Rect { height: area.height - under, ..area };
            self.draw_list(model, list, paint);
            self.draw_entry(model, Rect { y: list.bottom(), height: under, ..area }, paint);
        } else {
            self.draw_list(model, area, paint);
        }
    }
}

impl History {
    fn draw_list(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let count = model.history.len();
        let lines = if count == 1 { "line" } else { "lines" };
        let note = format!("{count} {lines}, newest first");
        let inner = if area.width >= 40 && area.height >= 8 {
            let frame = Frame { title: "Timeline", note: &note, action: "", focus: true };
            paint.pane(area, &frame)
        } else {
            area
        };
        let time = if inner.width >= 50 { 17 } else { 0 };
        for (y, index) in (inner.y..).zip(self.list.window(inner.height, count)) {
            let Some(line) = at(model, index) else { continue };
            let spot = Rect { y, height: 1, ..inner };
            if index == self.list.at {
                paint.highlight(spot);
                paint.text(spot.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            if time > 0 {
                let when = line.head.time.get(..16).unwrap_or(&line.head.time).replace('T', " ");
                paint.text(spot.x + 2, y, time, Role::Muted, &when);
            }
            let (sign, role) = look(line);
            let x = spot.x + 2 + time + u16::from(time > 0);
            paint.text(x, y, 7, role, sign);
            let x = x + 7;
            let role = if line.undone { Role::Muted } else { Role::Text };
            paint.text(x, y, spot.right().saturating_sub(x), role, &line.head.label);
            paint.hit(spot, Target::Item(index));
        }
        let bar = Rect { x: inner.right() + 1, width: 1, ..inner };
        self.list.scroll_bar(bar, count, paint);
    }

    fn draw_entry(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let Some(line) = self.line(model) else {
            paint.pane(area, &Frame { title: "Edit", ..Frame::default() });
            return;
        };
        let title = format!("Edit {}", line.head.revision);
        let places = match line.head.places {
            1 => "1 place".to_owned(),
            count => format!("{count} places"),
        };
        let frame =
            Frame { title: &title, note: &places, action: "u undoes the last", focus: false };
        let inner = paint.pane(area, &frame);
        let mut y = inner.y;
        for (title, text) in [
            ("what", line.head.label.as_str()),
            ("who", line.head.actor.as_str()),
            ("when", line.head.time.as_str()),
        ] {
            if y >= inner.bottom() {
                return;
            }
            paint.text(inner.x, y, 6, Role::Muted, title);
            paint.text(inner.x + 6, y, inner.width.saturating_sub(6), Role::Text, text);
            y += 1;
        }
        if line.undone && y < inner.bottom() {
            paint.text(inner.x, y, inner.width, Role::Warning, "undone; U makes it again");
            y += 1;
        }
        y += 1;
        let rest = Rect { y, height: inner.bottom().saturating_sub(y), ..inner };
        match &model.entry {
            Some(entry) if entry.revision == line.head.revision => {
                draw_places(model, entry, rest, paint);
            }
            _ => {
                let hint = format!("{} shows each place with its values", paint.glyphs.enter());
                paint.text(rest.x, rest.y, rest.width, Role::Muted, &hint);
            }
        }
    }
}

fn look(line: &HistoryLine) -> (&'static str, Role) {
    match line.head.kind {
        _ if line.undone => ("undone", Role::Muted),
        Kind::Init => ("begin", Role::Accent),
        Kind::Edit => ("edit", Role::Changed),
        Kind::Import => ("import", Role::Inbound),
        Kind::Undo(_) => ("undo", Role::Block),
        Kind::Redo(_) => ("redo", Role::Allow),
    }
}

/// Each place with what stood there and what stands there now.
fn draw_places(model: &Model, entry: &Entry, area: Rect, paint: &mut Paint<'_>) {
    let mut y = area.y;
    let bottom = area.bottom();
    for (number, change) in entry.changes.iter().enumerate() {
        let left = entry.changes.len() - number;
        if y + 3 > bottom {
            if y < bottom {
                let more = format!("and {left} more places");
                paint.text(area.x, y, area.width, Role::Muted, &more);
            }
            return;
        }
        let place = place_words(model, change.path.names());
        paint.id(area.x, y, area.width, Role::Text, &place);
        y += 1;
        for (sign, role, value) in
            [("-", Role::Block, &change.before), ("+", Role::Allow, &change.after)]
        {
            if let Some(value) = value {
                paint.text(area.x + 1, y, 2, role, sign);
                let text = value_words(value);
                paint.text(area.x + 3, y, area.width.saturating_sub(3), role, &text);
                y += 1;
            }
        }
    }
}

/// The names on the way, with tenants by name.
fn place_words(model: &Model, names: &[String]) -> String {
    let words: Vec<String> = names
        .iter()
        .filter(|name| !matches!(name.as_str(), "tenants" | "crossTenantAccessPolicy" | "partners"))
        .map(|name| match name.parse() {
            Ok(id) => model.name(id),
            Err(_) => name.clone(),
        })
        .collect();
    words.join(" / ")
}

fn value_words(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
