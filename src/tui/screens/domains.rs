//! The domain list: one list, of the domains that may be invited or of those that may not.

use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::DomainName;
use crate::tui::app::card;
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Parcel, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Add,
    TakeTyped,
    StopTyping,
    Remove,
    Turn,
    Keep,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    Binding { keys: &["c"], command: Command::Add, id: "domains.add", help: "type a domain", hint: "add" },
    Binding { keys: &["x"], command: Command::Remove, id: "domains.remove", help: "take this domain off the list", hint: "take off" },
    Binding { keys: &["b", "space"], command: Command::Turn, id: "domains.turn", help: "only these, or any but these", hint: "allow/block" },
    Binding { keys: &["enter"], command: Command::Keep, id: "domains.keep", help: "stage this list", hint: "stage" },
    Binding { keys: &["esc"], command: Command::Cancel, id: "domains.cancel", help: "leave it as it was", hint: "cancel" },
    Binding { keys: &["j", "down"], command: Command::Down, id: "domains.down", help: "next", hint: "" },
    Binding { keys: &["k", "up"], command: Command::Up, id: "domains.up", help: "previous", hint: "" },
];

#[rustfmt::skip]
const TYPING_KEYS: &[Binding<Command>] = &[
    Binding { keys: &["enter"], command: Command::TakeTyped, id: "domains.take", help: "put it on the list", hint: "put on the list" },
    Binding { keys: &["esc"], command: Command::StopTyping, id: "domains.stop", help: "back to the list", hint: "back" },
];

/// The card.
#[derive(Debug)]
pub struct Domains {
    blocks: bool,
    names: Vec<DomainName>,
    list: List,
    input: Input,
    typing: bool,
}

impl Domains {
    /// The list as it stands. Where both hold something, the allowed ones are kept: the service
    /// supports one list only.
    pub fn new(allowed: Vec<DomainName>, blocked: Vec<DomainName>) -> Self {
        let blocks = allowed.is_empty() && !blocked.is_empty();
        Domains {
            blocks,
            names: if blocks { blocked } else { allowed },
            list: List::default(),
            input: Input::default(),
            typing: false,
        }
    }

    fn take(&mut self) -> Vec<Ask> {
        let text = self.input.value().trim().to_owned();
        if text.is_empty() {
            self.typing = false;
            return Vec::new();
        }
        match DomainName::parse(&text) {
            Err(bad) => vec![Ask::Say(Tone::Refused, format!("`{text}`: {bad}"))],
            Ok(domain) if self.names.contains(&domain) => {
                vec![Ask::Say(Tone::Plain, format!("{domain} is on the list already"))]
            }
            Ok(domain) => {
                self.names.push(domain);
                self.list.at = self.names.len() - 1;
                self.input.reset();
                Vec::new()
            }
        }
    }
}

impl Screen for Domains {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.typing { TYPING_KEYS } else { KEYS }
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Domains".to_owned()]
    }

    fn typing(&mut self) -> Option<&mut Input> {
        self.typing.then_some(&mut self.input)
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.list.step(1, self.names.len()),
            Command::Up => self.list.step(-1, self.names.len()),
            Command::Add => self.typing = true,
            Command::TakeTyped => return self.take(),
            Command::StopTyping => {
                self.typing = false;
                self.input.reset();
            }
            Command::Remove => {
                if self.list.at < self.names.len() {
                    self.names.remove(self.list.at);
                    self.list.clamp(self.names.len());
                }
            }
            Command::Turn => self.blocks = !self.blocks,
            Command::Cancel => return vec![Ask::Close],
            Command::Keep => {
                let (allowed, blocked) = match self.blocks {
                    true => (Vec::new(), self.names.clone()),
                    false => (self.names.clone(), Vec::new()),
                };
                return vec![Ask::Close, Ask::Hand(Parcel::Domains(allowed, blocked))];
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, _again: bool, _model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.names.len());
        Vec::new()
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.list.step(lines, self.names.len());
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 64, 20);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let note = format!("{} domains", self.names.len());
        let frame = Frame { title: "Domains", note: &note, action: "enter stages it", focus: true };
        let inner = paint.pane(area, &frame);
        if inner.height < 2 {
            return;
        }
        let (role, words) = match (self.names.is_empty(), self.blocks) {
            (true, _) => (Role::Text, "no list: any domain may be invited"),
            (false, true) => (Role::Block, "any domain may be invited but these"),
            (false, false) => (Role::Allow, "only these domains may be invited"),
        };
        paint.bold(inner.x, inner.y, inner.width, role, words);
        let mut list = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
        if self.typing {
            let x = inner.x + paint.text(inner.x, list.y, 9, Role::Accent, "domain: ");
            paint.text(x, list.y, inner.right().saturating_sub(x), Role::Text, self.input.value());
            let at = u16::try_from(self.input.visual_cursor()).unwrap_or(0);
            paint.cursor = Some((x + at, list.y).into());
            list = Rect { y: list.y + 1, height: list.height - 1, ..list };
        }
        for (y, at) in (list.y..).zip(self.list.window(list.height, self.names.len())) {
            let Some(domain) = self.names.get(at) else { continue };
            let line = Rect { y, height: 1, ..list };
            if at == self.list.at {
                paint.highlight(line);
                paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            paint.text(line.x + 2, y, line.width.saturating_sub(2), Role::Text, domain.as_str());
            paint.hit(line, Target::Item(at));
        }
    }
}
