//! The palette: everything by words. Commands of here and everywhere with their keys, partners, and
//! the commands of the other screens; ranked by how well the letters fit.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::Subject;
use crate::tui::app::card;
use crate::tui::key::{Binding, shown};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, cells};
use crate::tui::screen::{Action, Ask, Place, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Run,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    Binding { keys: &["enter"], command: Command::Run, id: "palette.run", help: "do this", hint: "do it" },
    Binding { keys: &["esc", "ctrl+p"], command: Command::Cancel, id: "palette.cancel", help: "close", hint: "close" },
    Binding { keys: &["down", "tab"], command: Command::Down, id: "palette.down", help: "next", hint: "" },
    Binding { keys: &["up", "shift+tab"], command: Command::Up, id: "palette.up", help: "previous", hint: "" },
];

/// What a line does.
#[derive(Clone, Debug)]
enum Deed {
    Run(&'static str),
    Open(Subject),
    /// Goes there and says which key does it: nothing is done to what is not seen yet.
    Visit(Place),
}

/// What can be done, and where.
#[derive(Debug)]
pub struct Offers {
    /// On this screen.
    pub here: Vec<Action>,
    /// On every screen.
    pub everywhere: Vec<Action>,
    /// On the others: their names, and where they are.
    pub elsewhere: Vec<(&'static str, Place, Vec<Action>)>,
}

#[derive(Clone, Debug)]
struct Line {
    text: String,
    about: &'static str,
    key: String,
    hindrance: Option<&'static str>,
    deed: Deed,
}

/// Lines shown at most: nobody reads further, everybody types another letter.
const LINES_MAX: usize = 200;

/// The card.
#[derive(Debug)]
pub struct Palette {
    lines: Vec<Line>,
    shown: Vec<usize>,
    list: List,
    input: Input,
}

impl Palette {
    /// The palette over what can be done now.
    pub fn new(offers: Offers, model: &Model) -> Self {
        let ascii = model.preferences.ascii;
        let key =
            |action: &Action| action.keys.first().map(|key| shown(key, ascii)).unwrap_or_default();
        let mut lines: Vec<Line> = offers
            .here
            .into_iter()
            .chain(offers.everywhere)
            .map(|action| Line {
                text: action.help.to_owned(),
                about: "command",
                key: key(&action),
                hindrance: action.hindrance,
                deed: Deed::Run(action.id),
            })
            .collect();
        lines.extend(model.rows.iter().map(|row| Line {
            text: if row.domain.is_empty() {
                format!("settings of {}", row.name)
            } else {
                format!("settings of {}  {}", row.name, row.domain)
            },
            about: "partner",
            key: String::new(),
            hindrance: None,
            deed: Deed::Open(row.subject),
        }));
        for (title, place, actions) in offers.elsewhere {
            lines.extend(actions.iter().map(|action| Line {
                text: action.help.to_owned(),
                about: title,
                key: key(action),
                hindrance: None,
                deed: Deed::Visit(place.clone()),
            }));
        }
        let mut palette =
            Palette { lines, shown: Vec::new(), list: List::default(), input: Input::default() };
        palette.arrange();
        palette
    }

    fn arrange(&mut self) {
        let pattern =
            Pattern::parse(self.input.value(), CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut found: Vec<(u32, usize)> = self
            .lines
            .iter()
            .enumerate()
            .filter_map(|(index, line)| {
                let by_key = !line.key.is_empty() && line.key == self.input.value();
                let text = Utf32Str::new(&line.text, &mut buffer);
                let score = pattern.score(text, &mut matcher);
                let score = if by_key { Some(u32::MAX) } else { score };
                score.map(|score| (score, index))
            })
            .collect();
        found.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
        self.shown = found.into_iter().map(|(_, index)| index).take(LINES_MAX).collect();
        self.list.clamp(self.shown.len());
    }

    fn run(&self) -> Vec<Ask> {
        let line = self.shown.get(self.list.at).and_then(|index| self.lines.get(*index));
        let Some(line) = line else { return Vec::new() };
        if let Some(why) = line.hindrance {
            return vec![Ask::Say(Tone::Refused, why.to_owned())];
        }
        let deed = match &line.deed {
            Deed::Run(id) => Ask::Run(id),
            Deed::Open(subject) => Ask::Go(Place::Settings((*subject).into())),
            Deed::Visit(place) => {
                let text = format!("here {} does it: {}", line.key, line.text);
                return vec![Ask::Close, Ask::Go(place.clone()), Ask::Say(Tone::Plain, text)];
            }
        };
        vec![Ask::Close, deed]
    }
}

impl Screen for Palette {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Commands".to_owned()]
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
        match command {
            Command::Down => self.list.step(1, self.shown.len()),
            Command::Up => self.list.step(-1, self.shown.len()),
            Command::Cancel => return vec![Ask::Close],
            Command::Run => return self.run(),
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, _again: bool, _model: &Model) -> Vec<Ask> {
        if item >= self.shown.len() {
            return Vec::new();
        }
        self.list.at = item;
        self.run()
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.list.step(lines, self.shown.len());
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 84, 20);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let note = format!("{} found", self.shown.len());
        let frame = Frame { title: "Commands", note: &note, action: "enter does it", focus: true };
        let inner = paint.pane(area, &frame);
        if inner.height == 0 {
            return;
        }
        let sign = format!("{} ", paint.glyphs.path());
        let x = inner.x + paint.text(inner.x, inner.y, 2, Role::Accent, &sign);
        paint.text(x, inner.y, inner.right().saturating_sub(x), Role::Text, self.input.value());
        let at = u16::try_from(self.input.visual_cursor()).unwrap_or(0);
        paint.cursor = Some(((x + at).min(inner.right()), inner.y).into());
        if inner.height > 2 {
            paint.rule(inner.x, inner.y + 1, inner.width);
        }
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        for (y, at) in (list.y..).zip(self.list.window(list.height, self.shown.len())) {
            let line = self.shown.get(at).and_then(|index| self.lines.get(*index));
            let Some(line) = line else { continue };
            let spot = Rect { y, height: 1, ..list };
            if at == self.list.at {
                paint.highlight(spot);
                paint.text(spot.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            let key = cells(&line.key).max(1).min(spot.width);
            let about = if spot.width >= 50 { 10 } else { 0 };
            let room = spot.width.saturating_sub(key + about + 4);
            let role = if line.hindrance.is_some() { Role::Muted } else { Role::Text };
            paint.text(spot.x + 2, y, room, role, &line.text);
            if about > 0 {
                paint.text(spot.right() - key - about, y, about - 1, Role::Muted, line.about);
            }
            paint.right(spot.right() - key, y, key, Role::Accent, &line.key);
            paint.hit(spot, Target::Item(at));
        }
        let bar = Rect { x: inner.right() + 1, width: 1, ..list };
        self.list.scroll_bar(bar, self.shown.len(), paint);
    }
}
