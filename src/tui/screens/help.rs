//! Help, made from the key tables: what works here, then what works everywhere. Typing filters by
//! key or by word; Enter runs the line.

use ratatui::layout::Rect;
use tui_input::Input;

use crate::tui::app::card;
use crate::tui::key::{Binding, shown};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Action, Ask, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    Run,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    Binding { keys: &["enter"], command: Command::Run, id: "help.run", help: "do this", hint: "do it" },
    Binding { keys: &["esc", "f1"], command: Command::Cancel, id: "help.cancel", help: "close", hint: "close" },
    Binding { keys: &["down"], command: Command::Down, id: "help.down", help: "next", hint: "" },
    Binding { keys: &["up"], command: Command::Up, id: "help.up", help: "previous", hint: "" },
    Binding { keys: &["pgdn", "ctrl+d", "ctrl+f"], command: Command::PageDown, id: "help.pagedown", help: "half a page down", hint: "" },
    Binding { keys: &["pgup", "ctrl+b"], command: Command::PageUp, id: "help.pageup", help: "half a page up", hint: "" },
];

/// The card.
#[derive(Debug)]
pub struct Help {
    lines: Vec<(&'static str, Action)>,
    shown: Vec<usize>,
    list: List,
    input: Input,
}

impl Help {
    /// Help on what can be done here and everywhere.
    pub fn new(here: Vec<Action>, everywhere: Vec<Action>) -> Self {
        let lines = here
            .into_iter()
            .map(|action| ("here", action))
            .chain(everywhere.into_iter().map(|action| ("everywhere", action)))
            .collect();
        let mut help =
            Help { lines, shown: Vec::new(), list: List::default(), input: Input::default() };
        help.arrange();
        help
    }

    fn arrange(&mut self) {
        let value = self.input.value().to_lowercase();
        self.shown = self
            .lines
            .iter()
            .enumerate()
            .filter(|(_, (place, action))| {
                let keys = action.keys.join(" ");
                value.split_whitespace().all(|word| {
                    action.help.to_lowercase().contains(word)
                        || keys.to_lowercase().contains(word)
                        || place.contains(word)
                })
            })
            .map(|(index, _)| index)
            .collect();
        self.list.clamp(self.shown.len());
    }
}

impl Screen for Help {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Keys".to_owned()]
    }

    fn typing(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn typed(&mut self, _model: &Model) -> Vec<Ask> {
        self.list.at = 0;
        self.arrange();
        Vec::new()
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        let count = self.shown.len();
        match command {
            Command::Down => self.list.step(1, count),
            Command::Up => self.list.step(-1, count),
            Command::PageDown => self.list.step(self.list.half_page(), count),
            Command::PageUp => self.list.step(-self.list.half_page(), count),
            Command::Cancel => return vec![Ask::Close],
            Command::Run => {
                let line = self.shown.get(self.list.at).and_then(|index| self.lines.get(*index));
                let run = line.map(|(_, action)| Ask::Run(action.id));
                return std::iter::once(Ask::Close).chain(run).collect();
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.shown.len());
        if again { self.obey(Command::Run, model) } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.list.step(lines, self.shown.len());
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 96, area.height.saturating_sub(4).clamp(6, 40));
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let note = format!("{} of {}", self.shown.len(), self.lines.len());
        let frame = Frame { title: "Keys", note: &note, action: "enter does it", focus: true };
        let inner = paint.pane(area, &frame);
        if inner.height == 0 {
            return;
        }
        let prompt = "type to filter by key or word: ";
        let x = inner.x + paint.text(inner.x, inner.y, inner.width, Role::Muted, prompt);
        paint.text(x, inner.y, inner.right().saturating_sub(x), Role::Text, self.input.value());
        let at = u16::try_from(self.input.visual_cursor()).unwrap_or(0);
        paint.cursor = Some(((x + at).min(inner.right()), inner.y).into());
        let list = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
        let keys = 18.min(list.width / 3);
        let place = if list.width >= 60 { 14 } else { 2 };
        for (y, at) in (list.y..).zip(self.list.window(list.height, self.shown.len())) {
            let line = self.shown.get(at).and_then(|index| self.lines.get(*index));
            let Some((whence, action)) = line else { continue };
            let spot = Rect { y, height: 1, ..list };
            if at == self.list.at {
                paint.highlight(spot);
                paint.text(spot.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            if place > 2 {
                paint.text(spot.x + 2, y, place - 3, Role::Muted, whence);
            }
            let all: Vec<String> =
                action.keys.iter().map(|key| shown(key, paint.glyphs.ascii)).collect();
            let off = action.hindrance.is_some();
            let role = if off { Role::Muted } else { Role::Accent };
            paint.text(spot.x + place, y, keys.saturating_sub(1), role, &all.join("  "));
            let x = spot.x + place + keys;
            let room = spot.right().saturating_sub(x);
            match action.hindrance {
                None => paint.text(x, y, room, Role::Text, action.help),
                Some(why) => {
                    let text = format!("{} {} {why}", action.help, paint.glyphs.dot());
                    paint.text(x, y, room, Role::Muted, &text)
                }
            };
            paint.hit(spot, Target::Item(at));
        }
        let bar = Rect { x: inner.right() + 1, width: 1, ..list };
        self.list.scroll_bar(bar, self.shown.len(), paint);
    }
}
