//! The pages: a list that typing makes shorter, and the text of the one under the cursor.

use ratatui::layout::Rect;
use tui_input::Input;

use super::page::{Scroll, columns, lines, show};
use super::{Lesson, lesson};
use crate::learn::{Page, find, page, pages};
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Read,
    List,
    Back,
    See(usize),
    Close,
}

#[rustfmt::skip]
const LIST_KEYS: &[Binding<Command>] = &[
    bind(&["enter", "tab"], Command::Read, "learn.read", "read this page, or begin what is named", "read"),
    bind(&["esc"], Command::Close, "learn.close", "close", "close"),
    bind(&["down"], Command::Down, "learn.down", "next", ""),
    bind(&["up"], Command::Up, "learn.up", "previous", ""),
    bind(&["pgdn", "ctrl+d", "ctrl+f"], Command::PageDown, "learn.pagedown", "half a page of the list down", ""),
    bind(&["pgup", "ctrl+b"], Command::PageUp, "learn.pageup", "half a page of the list up", ""),
];

#[rustfmt::skip]
const READ_KEYS: &[Binding<Command>] = &[
    bind(&["j", "down"], Command::Down, "learn.text.down", "a line down", ""),
    bind(&["k", "up"], Command::Up, "learn.text.up", "a line up", ""),
    bind(&["space", "ctrl+d", "pgdn", "ctrl+f"], Command::PageDown, "learn.text.pagedown", "half a page down", "down"),
    bind(&["ctrl+b", "pgup", "ctrl+u"], Command::PageUp, "learn.text.pageup", "half a page up", ""),
    bind(&["g g", "home"], Command::First, "learn.text.first", "to the top", ""),
    bind(&["G", "end"], Command::Last, "learn.text.last", "to the end", ""),
    bind(&["1"], Command::See(0), "learn.see.1", "first page of see also", "see also"),
    bind(&["2"], Command::See(1), "learn.see.2", "second page of see also", ""),
    bind(&["3"], Command::See(2), "learn.see.3", "third page of see also", ""),
    bind(&["4"], Command::See(3), "learn.see.4", "fourth page of see also", ""),
    bind(&["5"], Command::See(4), "learn.see.5", "fifth page of see also", ""),
    bind(&["6"], Command::See(5), "learn.see.6", "sixth page of see also", ""),
    bind(&["7"], Command::See(6), "learn.see.7", "seventh page of see also", ""),
    bind(&["[", "backspace"], Command::Back, "learn.back", "back to the page before", "back"),
    bind(&["/", "tab", "h", "left"], Command::List, "learn.list", "list and search of all pages", "all pages"),
    bind(&["esc", "q"], Command::Close, "learn.text.close", "one step back", "close"),
];

/// What stands in the list before the pages, as long as nothing is searched.
const LESSONS: &[(Lesson, &str)] = &[
    (Lesson::Chooser, "Which way fits?"),
    (Lesson::Cards, "Flashcards"),
    (Lesson::Check, "Test yourself"),
];

/// Below this the list and the text take turns.
const BOTH: u16 = 76;

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Entry {
    Lesson(Lesson, &'static str),
    Page(&'static Page),
}

impl Entry {
    fn title(self) -> &'static str {
        match self {
            Entry::Lesson(_, title) => title,
            Entry::Page(page) => page.title,
        }
    }
}

/// The card.
#[derive(Debug)]
pub struct Reader {
    shown: Vec<Entry>,
    list: List,
    input: Input,
    /// Whether keys go to the text.
    reading: bool,
    /// Whether it was opened for one page: then one step back closes it.
    direct: bool,
    /// Pages before this one.
    before: Vec<&'static Page>,
    open: Option<&'static Page>,
    scroll: Scroll,
}

impl Default for Reader {
    fn default() -> Self {
        let mut reader = Reader {
            shown: Vec::new(),
            list: List::default(),
            input: Input::default(),
            reading: false,
            direct: false,
            before: Vec::new(),
            open: None,
            scroll: Scroll::default(),
        };
        reader.arrange();
        reader
    }
}

impl Reader {
    /// Opened at one page; the list where there is none.
    pub(super) fn at(page: Option<&'static Page>) -> Self {
        let mut reader = Reader::default();
        if let Some(page) = page {
            reader.direct = true;
            reader.turn_to(page);
        }
        reader
    }

    fn turn_to(&mut self, page: &'static Page) {
        let at = self.shown.iter().position(|entry| *entry == Entry::Page(page));
        self.list.at = at.unwrap_or(self.list.at);
        self.open = Some(page);
        self.reading = true;
        self.scroll.first();
    }

    fn arrange(&mut self) {
        let words = self.input.value();
        let lessons = LESSONS
            .iter()
            .filter(|_| words.trim().is_empty())
            .map(|(lesson, title)| Entry::Lesson(*lesson, title));
        let found = match words.trim() {
            "" => pages().iter().collect(),
            words => find(words),
        };
        self.shown = lessons.chain(found.into_iter().map(Entry::Page)).collect();
        self.list.clamp(self.shown.len());
        self.follow();
    }

    /// The text is that of the page under the cursor.
    fn follow(&mut self) {
        self.open = match self.shown.get(self.list.at) {
            Some(Entry::Page(page)) => Some(page),
            Some(Entry::Lesson(..)) | None => None,
        };
        self.scroll.first();
    }

    fn read(&mut self) -> Vec<Ask> {
        match self.shown.get(self.list.at) {
            Some(Entry::Lesson(which, _)) => vec![Ask::Open(lesson(*which))],
            Some(Entry::Page(page)) => {
                self.before.clear();
                self.turn_to(page);
                Vec::new()
            }
            None => vec![Ask::Say(Tone::Refused, "no page has all these words".to_owned())],
        }
    }

    fn see(&mut self, number: usize) -> Vec<Ask> {
        let next = self.open.and_then(|open| open.see.get(number)).and_then(|id| page(id));
        let (Some(open), Some(next)) = (self.open, next) else {
            return vec![Ask::Say(Tone::Plain, "see also has no such number".to_owned())];
        };
        self.before.push(open);
        self.turn_to(next);
        Vec::new()
    }

    fn close(&mut self) -> Vec<Ask> {
        if self.reading && !self.direct {
            self.reading = false;
            return Vec::new();
        }
        vec![Ask::Close]
    }

    fn scroll(&mut self, command: Command) {
        match command {
            Command::Down => self.scroll.step(1),
            Command::Up => self.scroll.step(-1),
            Command::PageDown => self.scroll.step(self.scroll.half_page()),
            Command::PageUp => self.scroll.step(-self.scroll.half_page()),
            Command::First => self.scroll.first(),
            Command::Last => self.scroll.last(),
            Command::Read | Command::List | Command::Back | Command::See(_) | Command::Close => {}
        }
    }

    fn draw_list(&self, area: Rect, paint: &mut Paint<'_>) {
        let note = format!("{} of {}", self.shown.len(), pages().len() + LESSONS.len());
        let focus = !self.reading;
        let frame = Frame { title: "Learn", note: &note, action: "type to search", focus };
        let inner = paint.pane(area, &frame);
        if inner.height == 0 {
            return;
        }
        let sign = format!("{} ", paint.glyphs.path());
        let x = inner.x + paint.text(inner.x, inner.y, inner.width, Role::Accent, &sign);
        paint.text(x, inner.y, inner.right().saturating_sub(x), Role::Text, self.input.value());
        if focus {
            let at = u16::try_from(self.input.visual_cursor()).unwrap_or(0);
            paint.cursor = Some(((x + at).min(inner.right()), inner.y).into());
        }
        let list = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
        for (y, at) in (list.y..).zip(self.list.window(list.height, self.shown.len())) {
            let Some(entry) = self.shown.get(at) else { continue };
            let spot = Rect { y, height: 1, ..list };
            if at == self.list.at {
                paint.highlight(spot);
                paint.text(spot.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            let role = match entry {
                Entry::Lesson(..) => Role::Accent,
                Entry::Page(_) => Role::Text,
            };
            paint.text(spot.x + 2, y, spot.width.saturating_sub(2), role, entry.title());
            paint.hit(spot, Target::Item(at));
        }
        let bar = Rect { x: inner.right() + 1, width: 1, ..list };
        self.list.scroll_bar(bar, self.shown.len(), paint);
    }

    fn draw_text(&self, area: Rect, paint: &mut Paint<'_>) {
        let note = self.open.map_or("", |page| page.id);
        let action = if self.reading { "" } else { "enter reads it" };
        let frame = Frame { title: "Page", note, action, focus: self.reading };
        let inner = paint.pane(area, &frame);
        if inner.height == 0 {
            return;
        }
        if let Some(page) = self.open {
            show(paint, inner, &lines(page, columns(inner)), &self.scroll, 0);
            return;
        }
        let text = match self.shown.get(self.list.at) {
            Some(Entry::Lesson(Lesson::Chooser, _)) => {
                "A few questions, and which of five ways fits people of another tenant, with the reasons."
            }
            Some(Entry::Lesson(Lesson::Cards, _)) => {
                "Cards with two sides: every setting, every concept, every question. The order changes every day."
            }
            Some(Entry::Lesson(..)) => {
                "Questions about the practice workspace. The engines of this program know the answers; nobody wrote them down."
            }
            Some(Entry::Page(_)) | None => "No page has all these words.",
        };
        paint.wrap(inner, Role::Text, text);
    }
}

impl Screen for Reader {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.reading { READ_KEYS } else { LIST_KEYS }
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Learn".to_owned()]
    }

    fn typing(&mut self) -> Option<&mut Input> {
        (!self.reading).then_some(&mut self.input)
    }

    fn typed(&mut self, _model: &Model) -> Vec<Ask> {
        self.list.at = 0;
        self.arrange();
        Vec::new()
    }

    fn hindrance(&self, command: Command, _model: &Model) -> Option<&'static str> {
        let none = command == Command::Back && self.before.is_empty();
        none.then_some("this is the first page that was opened")
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        match command {
            Command::Read => return self.read(),
            Command::See(number) => return self.see(number),
            Command::Close => return self.close(),
            Command::List => (self.reading, self.direct) = (false, false),
            Command::Back => {
                if let Some(page) = self.before.pop() {
                    self.turn_to(page);
                }
            }
            _ if self.reading => self.scroll(command),
            _ => {
                let rows = match command {
                    Command::Down => 1,
                    Command::Up => -1,
                    Command::PageDown => self.list.half_page(),
                    Command::PageUp => -self.list.half_page(),
                    _ => 0,
                };
                self.list.step(rows, self.shown.len());
                self.follow();
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, _model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.shown.len());
        self.reading = false;
        self.follow();
        if again { self.read() } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        if self.reading {
            self.scroll.step(lines);
        } else {
            let command = if lines < 0 { Command::Up } else { Command::Down };
            let _asks = self.obey(command, model);
        }
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        paint.clear(area);
        paint.hit(area, Target::Inside);
        if area.width < BOTH {
            if self.reading {
                self.draw_text(area, paint);
            } else {
                self.draw_list(area, paint);
            }
            return;
        }
        let left = Rect { width: (area.width / 3).clamp(34, 44), ..area };
        let right = Rect { x: left.right(), width: area.width - left.width, ..area };
        self.draw_list(left, paint);
        self.draw_text(right, paint);
    }
}
