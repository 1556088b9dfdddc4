//! Which way fits: a form of a few questions, and the ways ranked while it is filled in.

use ratatui::layout::Rect;

use super::named;
use super::page::{Scroll, columns, show};
use crate::learn::{
    Answers, Because, Laid, METHODS, QUESTIONS, Ranked, TRAITS, Tone, choose, flow,
};
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Next,
    Previous,
    Clear,
    Anew,
    Table,
    PageDown,
    PageUp,
    Page,
    Close,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["space", "l", "right", "enter"], Command::Next, "choose.next", "next answer", "answer"),
    bind(&["h", "left"], Command::Previous, "choose.previous", "the answer before", ""),
    bind(&["i", "backspace"], Command::Clear, "choose.clear", "take this answer back", "not known"),
    bind(&["X"], Command::Anew, "choose.anew", "take all answers back", ""),
    bind(&["v"], Command::Table, "choose.table", "reasons, or the comparison of all ways", "compare"),
    bind(&["o"], Command::Page, "choose.page", "page of the way that fits best", "learn"),
    bind(&["j", "down", "tab"], Command::Down, "choose.down", "next question", ""),
    bind(&["k", "up"], Command::Up, "choose.up", "previous question", ""),
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "choose.pagedown", "half a page of the reasons down", ""),
    bind(&["ctrl+u", "pgup"], Command::PageUp, "choose.pageup", "half a page of the reasons up", ""),
    bind(&["esc", "q"], Command::Close, "choose.close", "close", "close"),
];

/// From here on form and ranking stand side by side.
const BESIDE: u16 = 100;
/// Below this a question and its answer do not fit into one line.
const ONE_LINE: u16 = 44;

/// The card.
#[derive(Debug, Default)]
pub struct Chooser {
    answers: Answers,
    list: List,
    table: bool,
    scroll: Scroll,
}

/// Reasons as lines.
fn reasons(out: &mut Vec<Laid>, sign: &str, list: &[Because], width: usize) {
    for (because, source) in list {
        let ours = if source.is_empty() { " (our judgement)" } else { "" };
        flow(out, Tone::Text, sign, &format!("{because}{ours}"), width);
    }
}

/// A way in one line.
fn head(number: usize, way: &Ranked) -> String {
    match way.fits() {
        true => format!("{number} {} ({:+})", way.method.title(), way.points),
        false => format!("x {}", way.method.title()),
    }
}

fn ranking(ranked: &[Ranked], width: usize) -> Vec<Laid> {
    let mut out = Vec::new();
    if !ranked.iter().any(Ranked::fits) {
        flow(&mut out, Tone::Text, "", "Nothing fits all of this.", width);
    }
    for (number, way) in (1..).zip(ranked) {
        let tone = if way.fits() { Tone::Heading } else { Tone::Aside };
        flow(&mut out, tone, "", &head(number, way), width);
        reasons(&mut out, "  x ", &way.out, width);
        reasons(&mut out, "  + ", &way.pro, width);
        reasons(&mut out, "  - ", &way.contra, width);
    }
    out
}

/// A line a way, where there is no room for reasons: why not stands behind what is ruled out.
fn short(ranked: &[Ranked]) -> Vec<Laid> {
    let line = |(number, way): (usize, &Ranked)| {
        let why = way.out.first().map_or(String::new(), |(because, _)| format!(": {because}"));
        let tone = if way.fits() { Tone::Text } else { Tone::Aside };
        Laid { tone, text: format!("{}{why}", head(number, way)) }
    };
    (1..).zip(ranked).map(line).collect()
}

fn comparison(width: usize) -> Vec<Laid> {
    let mut out = Vec::new();
    for (name, of) in TRAITS {
        flow(&mut out, Tone::Heading, "", name, width);
        for ((_, _, title, _), how) in METHODS.iter().zip(of) {
            flow(&mut out, Tone::Text, "  ", &format!("{title}: {how}"), width);
        }
    }
    out
}

impl Chooser {
    fn draw_form(&self, area: Rect, paint: &mut Paint<'_>) {
        for (y, at) in (area.y..).zip(self.list.window(area.height, QUESTIONS.len())) {
            let Some(asked) = QUESTIONS.get(at) else { continue };
            let spot = Rect { y, height: 1, ..area };
            if at == self.list.at {
                paint.highlight(spot);
                paint.text(spot.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            let given = self.answers.given(at);
            let room = spot.width.saturating_sub(2);
            let question = if room >= ONE_LINE { room / 2 } else { room };
            if room >= ONE_LINE || given.is_none() {
                paint.text(spot.x + 2, y, question.saturating_sub(1), Role::Text, asked.title);
            }
            let (role, words) = match given {
                Some((_, words)) => (Role::Accent, *words),
                None => (Role::Muted, paint.glyphs.dot()),
            };
            let x = if room >= ONE_LINE { spot.x + 2 + question } else { spot.x + 2 };
            if room >= ONE_LINE || given.is_some() {
                paint.text(x, y, spot.right().saturating_sub(x), role, words);
            }
            paint.hit(spot, Target::Item(at));
        }
    }

    fn draw_ranking(&self, area: Rect, paint: &mut Paint<'_>) {
        let ranked = choose(&self.answers);
        let width = columns(area);
        let lines = if self.table {
            comparison(width)
        } else if self.answers.is_empty() {
            let mut out = Vec::new();
            let text = "Answer what you know; what is left open decides nothing. The ways:";
            flow(&mut out, Tone::Text, "", text, width);
            for (_, _, title, _) in METHODS {
                flow(&mut out, Tone::Text, "- ", title, width);
            }
            out
        } else if area.height < 8 {
            short(&ranked)
        } else {
            ranking(&ranked, width)
        };
        show(paint, area, &lines, &self.scroll, 0);
    }
}

impl Screen for Chooser {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Which way fits".to_owned()]
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        let count = QUESTIONS.len();
        match command {
            Command::Down => self.list.step(1, count),
            Command::Up => self.list.step(-1, count),
            Command::PageDown => self.scroll.step(self.scroll.half_page()),
            Command::PageUp => self.scroll.step(-self.scroll.half_page()),
            Command::Close => return vec![Ask::Close],
            Command::Page => {
                let best = choose(&self.answers);
                return best
                    .first()
                    .map(|way| Ask::Open(named(way.method.page())))
                    .into_iter()
                    .collect();
            }
            Command::Next => self.answers.turn(self.list.at, true),
            Command::Previous => self.answers.turn(self.list.at, false),
            Command::Clear => self.answers.clear(self.list.at),
            Command::Anew => self.answers = Answers::default(),
            Command::Table => self.table = !self.table,
        }
        if !matches!(command, Command::PageDown | Command::PageUp) {
            self.scroll.first();
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(QUESTIONS.len());
        if again { self.obey(Command::Next, model) } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.scroll.step(lines);
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let title = if self.table { "The ways compared" } else { "The ways, ranked" };
        // Where there is no room for question and answer in a line, the question stands on top.
        let asked = QUESTIONS.get(self.list.at).filter(|_| area.width < ONE_LINE + 6);
        let form = Frame {
            title: asked.map_or("Which way fits?", |asked| asked.title),
            note: "",
            action: "space answers",
            focus: true,
        };
        if area.width >= BESIDE {
            let left = Rect { width: area.width / 2, ..area };
            let right = Rect { x: left.right(), width: area.width - left.width, ..area };
            let inner = paint.pane(left, &form);
            self.draw_form(inner, paint);
            let inner = paint.pane(right, &Frame { title, ..Frame::default() });
            self.draw_ranking(inner, paint);
            return;
        }
        let inner = paint.pane(area, &form);
        let rows = match inner.height {
            0 => return,
            height @ 1..=5 => height.div_ceil(2),
            height @ 6..=15 => height / 2,
            _ => 10,
        };
        let top = Rect { height: rows.min(inner.height), ..inner };
        self.draw_form(top, paint);
        let rule = u16::from(inner.height > 5);
        if rule == 1 {
            paint.rule(inner.x, top.bottom(), inner.width);
        }
        let y = top.bottom() + rule;
        let rest = Rect { y, height: inner.bottom().saturating_sub(y), ..inner };
        self.draw_ranking(rest, paint);
    }
}
