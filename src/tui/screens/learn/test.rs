//! The self-check: a question, answers to choose from, and what the engine says.

use ratatui::layout::Rect;

use super::named;
use super::page::{Scroll, columns, show};
use crate::learn::{Check, Laid, Tone, check, flow};
use crate::practice::school;
use crate::tui::app::card;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen, Tone as Said};
use crate::tui::theme::Role;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Choose(usize),
    Go,
    Page,
    Anew,
    PageDown,
    PageUp,
    Close,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter", "space"], Command::Go, "check.go", "give this answer; then the next question", "answer"),
    bind(&["j", "down"], Command::Down, "check.down", "next answer", ""),
    bind(&["k", "up"], Command::Up, "check.up", "previous answer", ""),
    bind(&["1"], Command::Choose(0), "check.1", "first answer", ""),
    bind(&["2"], Command::Choose(1), "check.2", "second answer", ""),
    bind(&["3"], Command::Choose(2), "check.3", "third answer", ""),
    bind(&["4"], Command::Choose(3), "check.4", "fourth answer", ""),
    bind(&["5"], Command::Choose(4), "check.5", "fifth answer", ""),
    bind(&["o"], Command::Page, "check.page", "the page it is about", "learn"),
    bind(&["r"], Command::Anew, "check.anew", "begin anew", ""),
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "check.pagedown", "down, where there is more", ""),
    bind(&["ctrl+u", "pgup"], Command::PageUp, "check.pageup", "up", ""),
    bind(&["esc", "q"], Command::Close, "check.close", "close", "close"),
];

/// The card.
#[derive(Debug, Default)]
pub struct Test {
    asked: Vec<Check>,
    at: usize,
    /// The answer under the cursor, once it was moved.
    cursor: Option<usize>,
    answered: bool,
    right: usize,
    scroll: Scroll,
    /// Whether the questions have been put.
    begun: bool,
}

/// What is drawn: lines, the one to keep in sight, and the lines of each answer.
#[derive(Default)]
struct Sheet {
    lines: Vec<Laid>,
    kept: usize,
    choices: Vec<(usize, usize)>,
}

impl Test {
    fn begin(&mut self, model: &Model) {
        let asked = check(school(), &model.today, usize::MAX);
        *self = Test { asked, begun: true, ..Test::default() };
    }

    fn here(&self) -> Option<&Check> {
        self.asked.get(self.at)
    }

    fn step(&mut self, by: isize) {
        let last = self.here().map_or(0, |check| check.choices.len().saturating_sub(1));
        self.cursor = Some(self.cursor.map_or(0, |at| at.saturating_add_signed(by).min(last)));
        self.scroll.follow();
    }

    fn answer(&mut self) -> Vec<Ask> {
        if self.answered {
            (self.at, self.cursor, self.answered) = (self.at + 1, None, false);
            self.scroll = Scroll::default();
            return Vec::new();
        }
        let (Some(check), Some(cursor)) = (self.here(), self.cursor) else {
            let text = "choose an answer first: j and k, or its number".to_owned();
            return vec![Ask::Say(Said::Plain, text)];
        };
        self.right += usize::from(check.right == cursor);
        self.answered = true;
        self.scroll.follow();
        Vec::new()
    }

    fn choose(&mut self, number: usize) -> Vec<Ask> {
        let exists = self.here().is_some_and(|check| number < check.choices.len());
        if self.answered || !exists {
            return Vec::new();
        }
        self.cursor = Some(number);
        self.answer()
    }

    fn sheet(&self, width: usize) -> Sheet {
        let mut sheet = Sheet::default();
        let out = &mut sheet.lines;
        let Some(check) = self.here() else {
            let text = format!(
                "{} of {} were right. r begins anew; tomorrow the order is another.",
                self.right,
                self.asked.len()
            );
            flow(out, Tone::Text, "", &text, width);
            return sheet;
        };
        flow(out, Tone::Title, "", &check.question, width);
        flow(out, Tone::Text, "", "", width);
        for (at, choice) in check.choices.iter().enumerate() {
            let first = out.len();
            let sign = format!("  {} ", at + 1);
            flow(out, Tone::Text, &sign, choice, width);
            sheet.choices.push((first, out.len()));
            if self.cursor == Some(at) {
                sheet.kept = out.len() - 1;
            }
        }
        if self.answered {
            flow(out, Tone::Text, "", "", width);
            let verdict = if self.cursor == Some(check.right) { "Right." } else { "Not so." };
            let text = format!("{verdict} It is {}: {}.", check.right + 1, check.answer());
            flow(out, Tone::Heading, "", &text, width);
            // The reason begins in sight as well.
            sheet.kept = out.len() + 1;
            flow(out, Tone::Text, "", &format!("{}.", check.because), width);
            flow(out, Tone::Aside, "", &format!("So says {}. o: {}", check.by, check.page), width);
        }
        sheet
    }

    fn mark(&self, paint: &mut Paint<'_>, area: Rect, top: usize, sheet: &Sheet) {
        let right = self.here().map(|check| check.right);
        for (at, (first, end)) in sheet.choices.iter().enumerate() {
            for line in *first..*end {
                let Some(y) = line.checked_sub(top).and_then(|y| u16::try_from(y).ok()) else {
                    continue;
                };
                if y >= area.height {
                    continue;
                }
                let spot = Rect { y: area.y + y, height: 1, ..area };
                paint.hit(spot, Target::Item(at));
                if self.cursor == Some(at) {
                    paint.highlight(spot);
                }
                if line > *first {
                    continue;
                }
                let (role, sign) = match (self.answered, right == Some(at), self.cursor == Some(at))
                {
                    (true, true, _) => (Role::Allow, paint.glyphs.allow()),
                    (true, false, true) => (Role::Block, paint.glyphs.block()),
                    (false, _, true) => (Role::Accent, paint.glyphs.cursor()),
                    _ => continue,
                };
                paint.text(spot.x, spot.y, 1, role, sign);
            }
        }
    }
}

impl Screen for Test {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Test yourself".to_owned()]
    }

    fn refresh(&mut self, model: &Model) {
        if !self.begun {
            self.begin(model);
        }
    }

    fn hindrance(&self, command: Command, _model: &Model) -> Option<&'static str> {
        let asks = matches!(
            command,
            Command::Go | Command::Down | Command::Up | Command::Choose(_) | Command::Page
        );
        (asks && self.here().is_none()).then_some("that was the last question; r begins anew")
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::PageDown => self.scroll.step(self.scroll.half_page()),
            Command::PageUp => self.scroll.step(-self.scroll.half_page()),
            Command::Close => return vec![Ask::Close],
            Command::Page => {
                let page = self.here().map(|check| Ask::Open(named(check.page)));
                return page.into_iter().collect();
            }
            Command::Down | Command::Up if self.answered => {
                self.scroll.step(if command == Command::Down { 1 } else { -1 });
            }
            Command::Down => self.step(1),
            Command::Up => self.step(-1),
            Command::Choose(number) => return self.choose(number),
            Command::Go => return self.answer(),
            Command::Anew => self.begin(model),
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, _model: &Model) -> Vec<Ask> {
        if self.answered || self.here().is_none_or(|check| item >= check.choices.len()) {
            return Vec::new();
        }
        self.cursor = Some(item);
        if again { self.answer() } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.scroll.step(lines);
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 92, 24);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let count = self.asked.len();
        let note = format!("{} of {count}, {} right", (self.at + 1).min(count), self.right);
        let action = if self.answered { "enter goes on" } else { "enter answers" };
        let frame = Frame { title: "Test yourself", note: &note, action, focus: true };
        let inner = paint.pane(area, &frame);
        if inner.height == 0 {
            return;
        }
        let sheet = self.sheet(columns(inner));
        show(paint, inner, &sheet.lines, &self.scroll, sheet.kept);
        let top = self.scroll.window(inner.height, sheet.lines.len(), sheet.kept).start;
        self.mark(paint, inner, top, &sheet);
    }
}
