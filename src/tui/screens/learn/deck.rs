//! Flashcards: a side, the other side, and whether it was known. What was not comes again.

use std::collections::VecDeque;

use ratatui::layout::Rect;

use super::named;
use super::page::{Scroll, columns, show};
use crate::learn::{Card, Laid, Tone, cards, flow};
use crate::practice::school;
use crate::tui::app::card;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen};

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Turn,
    Known,
    NotYet,
    Page,
    Anew,
    Down,
    Up,
    Close,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["space", "enter"], Command::Turn, "cards.turn", "turn the card", "turn"),
    bind(&["l", "right"], Command::Known, "cards.known", "known: it does not come again", "known"),
    bind(&["h", "left"], Command::NotYet, "cards.not-yet", "not yet: it comes again at the end", "not yet"),
    bind(&["o"], Command::Page, "cards.page", "the page it is about", "learn"),
    bind(&["r"], Command::Anew, "cards.anew", "begin anew with all cards", ""),
    bind(&["j", "down", "ctrl+d", "pgdn"], Command::Down, "cards.down", "a line down, where there is more", ""),
    bind(&["k", "up", "ctrl+u", "pgup"], Command::Up, "cards.up", "a line up", ""),
    bind(&["esc", "q"], Command::Close, "cards.close", "close", "close"),
];

/// Lines of the other side that a small window shows at once.
const BACK_IN_SIGHT: usize = 2;

/// The card.
#[derive(Debug, Default)]
pub struct Deck {
    waiting: VecDeque<Card>,
    known: usize,
    turned: bool,
    scroll: Scroll,
    /// Whether the cards have been laid out.
    begun: bool,
}

impl Deck {
    fn begin(&mut self, model: &Model) {
        self.waiting = cards(school(), &model.today).into();
        (self.known, self.turned, self.begun) = (0, false, true);
    }

    /// The lines, and one that is to be in sight: where the window is small, the other side.
    fn lines(&self, width: usize) -> (Vec<Laid>, usize) {
        let mut out = Vec::new();
        let Some(card) = self.waiting.front() else {
            let text = format!("All {} cards are known. r begins anew.", self.known);
            flow(&mut out, Tone::Text, "", &text, width);
            return (out, 0);
        };
        flow(&mut out, Tone::Title, "", &card.front, width);
        flow(&mut out, Tone::Text, "", "", width);
        if !self.turned {
            flow(&mut out, Tone::Aside, "", "space turns the card", width);
            return (out, 0);
        }
        let kept = out.len() + BACK_IN_SIGHT;
        for line in card.back.lines() {
            flow(&mut out, Tone::Text, "", line, width);
        }
        flow(&mut out, Tone::Text, "", "", width);
        let text = "l: known, it does not come again. h: not yet, it comes again.";
        flow(&mut out, Tone::Aside, "", text, width);
        (out, kept)
    }
}

impl Screen for Deck {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Flashcards".to_owned()]
    }

    fn refresh(&mut self, model: &Model) {
        if !self.begun {
            self.begin(model);
        }
    }

    fn hindrance(&self, command: Command, _model: &Model) -> Option<&'static str> {
        let on_a_card =
            matches!(command, Command::Turn | Command::Known | Command::NotYet | Command::Page);
        (on_a_card && self.waiting.is_empty()).then_some("all cards are known; r begins anew")
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Turn => {
                self.turned = !self.turned;
                self.scroll.first();
                if self.turned {
                    self.scroll.follow();
                }
                return Vec::new();
            }
            Command::Known => {
                self.known += usize::from(self.waiting.pop_front().is_some());
                self.turned = false;
            }
            Command::NotYet => {
                let card = self.waiting.pop_front();
                self.waiting.extend(card);
                self.turned = false;
            }
            Command::Page => {
                let page = self.waiting.front().map(|card| Ask::Open(named(card.page)));
                return page.into_iter().collect();
            }
            Command::Anew => self.begin(model),
            Command::Down => {
                self.scroll.step(1);
                return Vec::new();
            }
            Command::Up => {
                self.scroll.step(-1);
                return Vec::new();
            }
            Command::Close => return vec![Ask::Close],
        }
        self.scroll = Scroll::default();
        Vec::new()
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.scroll.step(lines);
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 84, 18);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let note = format!("{} left, {} known", self.waiting.len(), self.known);
        let frame = Frame { title: "Flashcards", note: &note, action: "space turns", focus: true };
        let inner = paint.pane(area, &frame);
        if inner.height == 0 {
            return;
        }
        let (lines, kept) = self.lines(columns(inner));
        show(paint, inner, &lines, &self.scroll, kept);
    }
}
