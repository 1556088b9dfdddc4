//! Preferences: theme, mouse, motion, ASCII. Every change shows at once.

use ratatui::layout::Rect;

use crate::tui::app::card;
use crate::tui::key::Binding;
use crate::tui::model::{Model, Preferences};
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen};
use crate::tui::theme::{Role, ThemeName};

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Change,
    Keep,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    Binding { keys: &["space", "l", "right"], command: Command::Change, id: "settings.change", help: "change this one", hint: "change" },
    Binding { keys: &["enter"], command: Command::Keep, id: "settings.keep", help: "keep", hint: "keep" },
    Binding { keys: &["esc"], command: Command::Cancel, id: "settings.cancel", help: "as it was before", hint: "as before" },
    Binding { keys: &["j", "down"], command: Command::Down, id: "settings.down", help: "next", hint: "" },
    Binding { keys: &["k", "up"], command: Command::Up, id: "settings.up", help: "previous", hint: "" },
];

const LINES: [(&str, &str); 4] = [
    ("theme", "auto asks the terminal for its background"),
    ("mouse", "shift-drag selects text while it is on"),
    ("motion", "what changed flashes once"),
    ("ASCII", "borders and signs from any font"),
];

/// The card.
#[derive(Debug)]
pub struct Settings {
    before: Preferences,
    at: usize,
}

impl Settings {
    /// The card; what is in force now comes back with Esc.
    pub fn new(before: Preferences) -> Self {
        Settings { before, at: 0 }
    }

    fn change(&self, mut preferences: Preferences) -> Preferences {
        match self.at {
            0 => {
                let all = ThemeName::ALL;
                let here = all.iter().position(|name| *name == preferences.theme).unwrap_or(0);
                preferences.theme = all.get(here + 1).copied().unwrap_or_default();
            }
            1 => preferences.mouse = !preferences.mouse,
            2 => preferences.motion = !preferences.motion,
            _ => preferences.ascii = !preferences.ascii,
        }
        preferences
    }
}

fn on_off(value: bool) -> &'static str {
    if value { "on" } else { "off" }
}

impl Screen for Settings {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Preferences".to_owned()]
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.at = (self.at + 1).min(LINES.len() - 1),
            Command::Up => self.at = self.at.saturating_sub(1),
            Command::Change => return vec![Ask::Prefer(self.change(model.preferences))],
            Command::Keep => return vec![Ask::Close],
            Command::Cancel => return vec![Ask::Close, Ask::Prefer(self.before)],
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, _again: bool, model: &Model) -> Vec<Ask> {
        if item >= LINES.len() {
            return Vec::new();
        }
        self.at = item;
        vec![Ask::Prefer(self.change(model.preferences))]
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 68, 8);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let frame = Frame { title: "Preferences", note: "", action: "enter keeps", focus: true };
        let inner = paint.pane(area, &frame);
        let chosen = model.preferences;
        let values = [
            chosen.theme.word(),
            on_off(chosen.mouse),
            on_off(chosen.motion),
            on_off(chosen.ascii),
        ];
        let lines = LINES.iter().zip(values).enumerate();
        for ((number, ((title, help), value)), y) in lines.zip(inner.y + 1..inner.bottom()) {
            let line = Rect { y, height: 1, ..inner };
            if number == self.at {
                paint.highlight(line);
                paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            paint.text(line.x + 2, y, 8, Role::Text, title);
            paint.text(line.x + 11, y, 10, Role::Accent, value);
            paint.text(line.x + 21, y, line.width.saturating_sub(21), Role::Muted, help);
            paint.hit(line, Target::Item(number));
        }
    }
}
