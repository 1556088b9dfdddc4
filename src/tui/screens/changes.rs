//! The changes that would turn an answer around, the least far-reaching first, and what the other
//! side would have to do.

use ratatui::layout::Rect;

use crate::remedy::{Reach, Remedies};
use crate::tui::app::card;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, wrap};
use crate::tui::screen::{Ask, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Stage,
    Copy,
    Down,
    Up,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Stage, "changes.stage", "stage this change", "stage"),
    bind(&["y"], Command::Copy, "changes.copy", "copy what the other side has to do", "copy for them"),
    bind(&["j", "down"], Command::Down, "changes.down", "next", ""),
    bind(&["k", "up"], Command::Up, "changes.up", "previous", ""),
    bind(&["esc", "q"], Command::Cancel, "changes.cancel", "change nothing", "cancel"),
];

/// The card.
#[derive(Debug)]
pub struct Changes {
    remedies: Remedies,
    /// What a change is made for.
    label: String,
    list: List,
}

impl Changes {
    /// A card with what can be done.
    pub fn new(label: String, remedies: Remedies) -> Self {
        Changes { remedies, label, list: List::default() }
    }
}

impl Screen for Changes {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Changes".to_owned()]
    }

    fn hindrance(&self, command: Command, _model: &Model) -> Option<&'static str> {
        match command {
            Command::Stage if self.remedies.ours.is_empty() => {
                Some("no change on our side turns this around for certain")
            }
            Command::Copy if self.remedies.theirs.is_empty() => {
                Some("nothing is left for the other side to do")
            }
            _ => None,
        }
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.list.step(1, self.remedies.ours.len()),
            Command::Up => self.list.step(-1, self.remedies.ours.len()),
            Command::Cancel => return vec![Ask::Close],
            Command::Copy => {
                let text = self.remedies.theirs.join("\n");
                return vec![Ask::Copy("what they have to do".to_owned(), text)];
            }
            Command::Stage => {
                let chosen = self.remedies.ours.get(self.list.at);
                let edits = chosen.map(|proposal| proposal.edits.clone()).unwrap_or_default();
                return vec![Ask::Close, Ask::Make(self.label.clone(), edits)];
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, _again: bool, _model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.remedies.ours.len());
        Vec::new()
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.list.step(lines, self.remedies.ours.len());
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 92, 20);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let count = self.remedies.ours.len();
        let note = format!("{count} on our side");
        let action = if count > 0 { "enter stages it, u undoes it" } else { "" };
        let frame = Frame { title: "What turns it around", note: &note, action, focus: true };
        let inner = paint.pane(area, &frame);
        let mut y = inner.y;
        // From the cursor on where not all fit: what is chosen is always seen whole.
        let first = self.list.at.min(count.saturating_sub(1));
        let needs = |from: usize| -> usize {
            let lines = |text: &str| wrap(text, inner.width.saturating_sub(2)).len() + 1;
            self.remedies.ours.iter().skip(from).map(|proposal| lines(&proposal.label)).sum()
        };
        let from = if needs(0) <= usize::from(inner.height) { 0 } else { first };
        for (at, proposal) in self.remedies.ours.iter().enumerate().skip(from) {
            if y >= inner.bottom() {
                break;
            }
            let room = Rect {
                x: inner.x + 2,
                y,
                width: inner.width.saturating_sub(2),
                height: inner.bottom() - y,
            };
            let lines = paint.wrap(room, Role::Text, &proposal.label);
            let spot = Rect { x: inner.x, y, width: inner.width, height: lines };
            if at == self.list.at {
                paint.highlight(spot);
                paint.text(inner.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            paint.hit(spot, Target::Item(at));
            y += lines;
            if y < inner.bottom() {
                let reach = reach_words(proposal.reach);
                paint.text(room.x, y, room.width, Role::Muted, &reach);
                y += 1;
            }
        }
        for words in &self.remedies.theirs {
            if y >= inner.bottom() {
                break;
            }
            let room = Rect { y, height: inner.bottom() - y, ..inner };
            y += paint.wrap(room, Role::Warning, words);
        }
        if count == 0 && self.remedies.theirs.is_empty() {
            let text = "no change on our side turns this around for certain";
            paint.wrap(inner, Role::Muted, text);
        }
    }
}

/// Whom else a change touches, in words that follow it.
pub(super) fn reach_words(reach: Option<Reach>) -> String {
    let pairs = |count: u64| if count == 1 { "pair" } else { "pairs" };
    match reach.map(|reach| (reach.opens, reach.closes)) {
        None => "touching nobody knows whom else".to_owned(),
        Some((0, 0)) => "touching nobody else known".to_owned(),
        Some((opens, 0)) => format!("opening {opens} other known {}", pairs(opens)),
        Some((0, closes)) => format!("closing {closes} other known {}", pairs(closes)),
        Some((opens, closes)) => {
            format!("opening {opens} and closing {closes} other known {}", pairs(closes))
        }
    }
}
