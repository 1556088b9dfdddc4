//! Rehearsing a default that blocks: what has to be listed first, and what would break.

use ratatui::layout::Rect;

use crate::access::Kind;
use crate::domain::Direction;
use crate::replay::{Entry, Grain, Rehearsal, Wish};
use crate::tui::app::card;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Stage,
    Directions,
    Days,
    Grain,
    Kinds,
    Down,
    Up,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Stage, "rehearse.stage", "stage all of it as one edit: partners first, the default last", "stage"),
    bind(&["s"], Command::Directions, "rehearse.side", "block inbound, outbound, or both", "side"),
    bind(&["d"], Command::Days, "rehearse.days", "keep what succeeded in 7, 30, 90 days, or in all of the log", "days"),
    bind(&["a"], Command::Grain, "rehearse.grain", "keep all that is open today, or only the applications that were used", "applications"),
    bind(&["v"], Command::Kinds, "rehearse.kind", "collaboration, direct connect, or both", ""),
    bind(&["j", "down"], Command::Down, "rehearse.down", "next", ""),
    bind(&["k", "up"], Command::Up, "rehearse.up", "previous", ""),
    bind(&["esc", "q"], Command::Cancel, "rehearse.cancel", "change nothing", "cancel"),
];

const DAYS: [Option<u32>; 4] = [Some(30), Some(90), None, Some(7)];

/// The card.
#[derive(Debug)]
pub struct Rehearse {
    wish: Wish,
    list: List,
}

/// The value after this one, round and round.
fn next<T: Clone + PartialEq>(all: &[T], here: &T) -> Option<T> {
    let at = all.iter().position(|one| one == here).unwrap_or(0);
    all.get((at + 1) % all.len().max(1)).cloned()
}

impl Rehearse {
    /// A card for the tenant that is looked from: thirty days, inbound.
    pub fn new(model: &Model) -> Self {
        let wish = Wish {
            owner: model.owner,
            directions: vec![Direction::Inbound],
            kinds: vec![Kind::Collaboration],
            days: DAYS.first().copied().flatten(),
            today: None,
            grain: Grain::Partner,
        };
        Rehearse { wish, list: List::default() }
    }

    /// What is rehearsed.
    pub fn wish(&self) -> Wish {
        self.wish.clone()
    }

    fn turn(&mut self, command: Command) -> Vec<Ask> {
        let Wish { directions, kinds, days, grain, .. } = &mut self.wish;
        let (inbound, outbound) = (Direction::Inbound, Direction::Outbound);
        match command {
            Command::Directions => {
                let all = [vec![inbound], vec![outbound], vec![inbound, outbound]];
                *directions = next(&all, directions).unwrap_or_default();
            }
            Command::Kinds => {
                let all =
                    [vec![Kind::Collaboration], vec![Kind::DirectConnect], Kind::ALL.to_vec()];
                *kinds = next(&all, kinds).unwrap_or_default();
            }
            Command::Days => *days = next(&DAYS, days).flatten(),
            _ => {
                *grain = match grain {
                    Grain::Partner => Grain::Applications,
                    Grain::Applications => Grain::Partner,
                };
            }
        }
        self.list = List::default();
        vec![Ask::Rehearse(self.wish())]
    }

    /// The rehearsal of this very wish, once it is there.
    fn done<'m>(&self, model: &'m Model) -> Option<&'m Rehearsal> {
        match &model.rehearsal {
            Some((wish, Ok(done))) if *wish == self.wish => Some(done),
            _ => None,
        }
    }

    /// `block inbound collaboration`.
    fn block_words(&self) -> String {
        let side = match self.wish.directions.as_slice() {
            [Direction::Inbound] => "inbound",
            [Direction::Outbound] => "outbound",
            _ => "inbound and outbound",
        };
        let kind = match self.wish.kinds.as_slice() {
            [Kind::Collaboration] => "collaboration",
            [Kind::DirectConnect] => "direct connect",
            _ => "collaboration and direct connect",
        };
        format!("block {side} {kind}")
    }

    fn wish_words(&self) -> String {
        let days = match self.wish.days {
            Some(days) => format!("{days} days"),
            None => "all of the log".to_owned(),
        };
        let grain = match self.wish.grain {
            Grain::Partner => "all that is open today",
            Grain::Applications => "the applications that were used",
        };
        let block = self.block_words();
        format!("{block} by default; keep what succeeded in {days}: {grain}")
    }
}

impl Screen for Rehearse {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Block by default".to_owned()]
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        if command != Command::Stage {
            return None;
        }
        match self.done(model) {
            None => Some("nothing is rehearsed yet"),
            Some(done) if done.window.is_none() => {
                Some("no sign-ins of this tenant are in the logs")
            }
            Some(done) if done.edits.is_empty() => Some("nothing has to be changed"),
            Some(_) => model.locked(),
        }
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        let count = self.done(model).map_or(0, |done| done.entries.len());
        match command {
            Command::Down => self.list.step(1, count),
            Command::Up => self.list.step(-1, count),
            Command::Cancel => return vec![Ask::Close],
            Command::Directions | Command::Days | Command::Grain | Command::Kinds => {
                return self.turn(command);
            }
            Command::Stage => {
                let edits = self.done(model).map(|done| done.edits.clone()).unwrap_or_default();
                let count = self.done(model).map_or(0, |done| done.entries.len());
                let label = format!(
                    "default of {}: {}, {count} of partners first",
                    model.name(self.wish.owner),
                    self.block_words()
                );
                return vec![Ask::Close, Ask::Make(label, edits)];
            }
        }
        Vec::new()
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        let count = self.done(model).map_or(0, |done| done.entries.len());
        self.list.step(lines, count);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 96, 26);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let title = format!("Block by default in {}", model.name(self.wish.owner));
        let done = self.done(model);
        let stages = done.is_some_and(|done| done.window.is_some() && !done.edits.is_empty());
        let action = if stages { "enter stages it, u undoes it" } else { "" };
        let inner = paint.pane(area, &Frame { title: &title, note: "", action, focus: true });
        let mut rest = inner;
        let mut say = |paint: &mut Paint<'_>, role: Role, text: &str| {
            let lines = paint.wrap(rest, role, text).min(rest.height);
            rest = Rect { y: rest.y + lines, height: rest.height - lines, ..rest };
        };
        say(paint, Role::Accent, &self.wish_words());
        let Some(done) = done else {
            let text = match &model.rehearsal {
                Some((wish, Err(refused))) if *wish == self.wish => refused.to_string(),
                _ => "rehearsed on a copy …".to_owned(),
            };
            say(paint, Role::Muted, &text);
            return;
        };
        if done.window.is_none() {
            let text = "no sign-ins of this tenant in this direction are in the logs: what a block would break is not known; import the log of this tenant";
            say(paint, Role::Warning, text);
            return;
        }
        let sum = &done.kept;
        say(paint, Role::Allow, &format!("goes on as before: {}", sum.words()));
        if !done.breaks.is_empty() {
            let text =
                format!("{} ways that succeeded earlier would be stopped", done.breaks.len());
            say(paint, Role::Block, &text);
        }
        if done.blocked_already.ways > 0 {
            let text = format!(
                "stopped by the draft already, and stays so: {}",
                done.blocked_already.words()
            );
            say(paint, Role::Muted, &text);
        }
        let heading = match done.entries.len() {
            0 => "no partner has to be listed first".to_owned(),
            1 => "one setting of a partner first, then the default:".to_owned(),
            count => format!("{count} settings of partners first, then the default:"),
        };
        say(paint, Role::Text, &heading);
        let count = done.entries.len();
        for (y, at) in (rest.y..).zip(self.list.window(rest.height, count)) {
            let Some(entry) = done.entries.get(at) else { continue };
            let line = Rect { y, height: 1, ..rest };
            if at == self.list.at {
                paint.highlight(line);
                paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            draw_entry(model, entry, line, paint);
        }
        let bar = Rect { x: inner.right() + 1, width: 1, ..rest };
        self.list.scroll_bar(bar, count, paint);
    }
}

fn draw_entry(model: &Model, entry: &Entry, line: Rect, paint: &mut Paint<'_>) {
    let name = (line.width * 2 / 5).clamp(14, 38);
    let sign = if entry.is_new { "+" } else { "~" };
    let role = if entry.is_new { Role::Allow } else { Role::Changed };
    paint.text(line.x + 2, line.y, 1, role, sign);
    let called = model.name(entry.partner);
    paint.text(line.x + 4, line.y, name.saturating_sub(5), Role::Text, &called);
    let way = match entry.setting.people_are() {
        Direction::Inbound => "inbound",
        Direction::Outbound => "outbound",
    };
    let widened = if entry.widened { "; a list would stop some" } else { "" };
    let text = format!("{way}; keeps {}{widened}", entry.keeps.words());
    paint.text(line.x + name, line.y, line.width.saturating_sub(name), Role::Muted, &text);
}
