//! Keys, pastes and the mouse: who gets them, in which order.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;
use tui_input::{Input, InputRequest};

use super::app::{App, split};
use super::key::lookup;
use super::paint::Target;
use super::screen::{Ask, Tone, begins_with};
use super::screens::{GLOBAL, Global};

impl App {
    /// What a key does: the field first, then the top screen, at last the keys of everywhere.
    pub(super) fn press(&mut self, word: &str) {
        let keeps_fix = word == "F" || self.pending == "F";
        if !keeps_fix {
            // What is offered goes with the line that offers it.
            self.notice = None;
            self.fix = None;
        }
        if self.pending.is_empty() && self.type_key(word) {
            return;
        }
        let whole = match self.pending.is_empty() {
            true => word.to_owned(),
            false => format!("{} {word}", self.pending),
        };
        self.pending.clear();
        let is_card = !self.cards.is_empty();
        if let (Some(top), model) = split(&mut self.cards, &mut self.tabs, self.tab, &self.model) {
            if let Some(asks) = top.press(&whole, model) {
                self.perform(asks);
                return;
            }
            if top.begins(&whole) {
                self.pending = whole;
                return;
            }
        }
        let global = lookup(GLOBAL, &whole);
        // A card takes the whole keyboard; what leads out of the program still works.
        let allowed = !is_card || global.is_some_and(Global::reaches_over_cards);
        if let Some(command) = global.filter(|_| allowed) {
            self.obey(command);
        } else if !is_card
            && GLOBAL.iter().any(|row| row.keys.iter().any(|key| begins_with(key, &whole)))
        {
            self.pending = whole;
        }
    }

    /// Gives a key to the field that is typed into; false when there is none or it has no use
    /// for it.
    fn type_key(&mut self, word: &str) -> bool {
        let request = request(word);
        let (top, model) = split(&mut self.cards, &mut self.tabs, self.tab, &self.model);
        let (Some(top), Some(request)) = (top, request) else { return false };
        let Some(field) = top.typing() else { return false };
        field.handle(request);
        let asks = top.typed(model);
        self.perform(asks);
        true
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.notice = None;
        self.fix = None;
        let one_line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let (top, model) = split(&mut self.cards, &mut self.tabs, self.tab, &self.model);
        let Some(top) = top else { return };
        let Some(field) = top.typing() else {
            let count = text.chars().count();
            let text = format!("pasted {count} characters; nothing here takes text");
            self.notice = Some((Tone::Plain, text));
            return;
        };
        insert(field, one_line.trim());
        let asks = top.typed(model);
        self.perform(asks);
    }

    pub(super) fn mouse(&mut self, event: MouseEvent) {
        let lines = match event.kind {
            MouseEventKind::ScrollDown => 3,
            MouseEventKind::ScrollUp => -3,
            MouseEventKind::Down(MouseButton::Left) => 0,
            _ => return,
        };
        let (top, model) = split(&mut self.cards, &mut self.tabs, self.tab, &self.model);
        let Some(top) = top else { return };
        if lines != 0 {
            top.wheel(lines, model);
            return;
        }
        let at = Position { x: event.column, y: event.row };
        let layer = self.cards.len();
        let hit = self.hits.iter().rev().find(|hit| hit.layer == layer && hit.area.contains(at));
        let Some(target) = hit.map(|hit| hit.target) else { return };
        let again = self.clicked == Some((at, target));
        self.clicked = if again { None } else { Some((at, target)) };
        self.notice = None;
        self.fix = None;
        let (top, model) = split(&mut self.cards, &mut self.tabs, self.tab, &self.model);
        let Some(top) = top else { return };
        match target {
            Target::Tab(tab) => self.go_tab(tab),
            Target::Item(item) => {
                let asks = top.click(item, again, model);
                self.perform(asks);
            }
            Target::Column(column) => top.sort(column, model),
            Target::Inside => {}
            Target::Outside => self.perform(vec![Ask::Close]),
        }
    }
}

/// What a key means inside a field.
fn request(word: &str) -> Option<InputRequest> {
    Some(match word {
        "space" => InputRequest::InsertChar(' '),
        "backspace" => InputRequest::DeletePrevChar,
        "delete" => InputRequest::DeleteNextChar,
        "left" => InputRequest::GoToPrevChar,
        "right" => InputRequest::GoToNextChar,
        "home" | "ctrl+a" => InputRequest::GoToStart,
        "end" | "ctrl+e" => InputRequest::GoToEnd,
        "ctrl+w" => InputRequest::DeletePrevWord,
        "ctrl+u" => InputRequest::DeleteLine,
        _ => {
            let mut chars = word.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => InputRequest::InsertChar(c),
                _ => return None,
            }
        }
    })
}

/// Characters a paste may bring into a field.
const PASTE_MAX: usize = 4096;

fn insert(field: &mut Input, text: &str) {
    for c in text.chars().take(PASTE_MAX) {
        field.handle(InputRequest::InsertChar(c));
    }
}
