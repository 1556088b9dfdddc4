//! What is read rather than chosen: the assigned groups as objects of the target, and all
//! configurations of one pair looked at together.

use ratatui::layout::Rect;

use crate::sync::{
    Action, GroupJudged, Membership, OPEN_OF_GROUPS, TogetherLine, groups, members,
    unknown_assigned,
};
use crate::text::{counted, grouped};
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, wrap};
use crate::tui::screen::{Ask, Screen};
use crate::tui::sync::Previewed;
use crate::tui::theme::Role;

use super::draw::role;

/// Members named for each group.
const NAMED_MAX: usize = 200;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["j", "down"], Command::Down, "report.down", "scroll", "scroll"),
    bind(&["k", "up"], Command::Up, "report.up", "scroll back", ""),
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "report.pagedown", "half a page down", ""),
    bind(&["ctrl+u", "pgup"], Command::PageUp, "report.pageup", "half a page up", ""),
    bind(&["g g", "home"], Command::First, "report.first", "to the top", ""),
    bind(&["G", "end"], Command::Last, "report.last", "to the end", ""),
    bind(&["esc", "h", "left"], Command::Cancel, "report.close", "back to the people", "back"),
];

/// A line with its colour and how far it is set in.
type Line = (Role, u16, String);

/// The card.
#[derive(Debug)]
pub struct Report {
    title: &'static str,
    note: String,
    lines: Vec<Line>,
    scroll: usize,
    /// Its lines come later, from the model.
    waits: bool,
}

impl Report {
    /// About all configurations of the pair that is looked at; a task looks at them.
    pub fn of_pair() -> Self {
        let lines = vec![(Role::Muted, 0, "looking at all of them …".to_owned())];
        let note = String::new();
        Report { title: "Configurations together", note, lines, scroll: 0, waits: true }
    }

    /// About the assigned groups of a preview.
    pub fn of_groups(of: &Previewed) -> Self {
        let (engine, preview) = (of.engine(), &of.preview);
        let found = groups(engine, preview);
        let mut lines: Vec<Line> = Vec::new();
        let head = match (engine.inputs().configuration.sync_all, found.len()) {
            (true, _) => {
                "Everyone is in scope: groups are synchronised only where the scope is who is assigned."
            }
            (false, 0) => "No group is assigned that is in the workspace: e assigns groups.",
            (false, _) => {
                "What a cycle would make of the assigned groups themselves, beside their members, who are users of their own."
            }
        };
        lines.push((Role::Muted, 0, head.to_owned()));
        for id in unknown_assigned(engine) {
            let text = format!("? {id} is assigned, and neither a user nor a group of the export");
            lines.push((Role::Warning, 0, text));
        }
        for one in &found {
            lines.push((Role::Muted, 0, String::new()));
            group(one, &mut lines);
            let all = members(engine, preview, one.id);
            for member in all.iter().take(NAMED_MAX) {
                let tone = match member.membership {
                    Membership::Written => Role::Allow,
                    Membership::LeftOut => Role::Muted,
                    Membership::Nested | Membership::Unclear => Role::Warning,
                };
                let words = match one.action {
                    Action::Create => member.membership.words().1,
                    _ => member.membership.user_words(),
                };
                let text = match member.membership {
                    Membership::Written => format!("{}: {words}", member.name),
                    _ => format!("{}: {words}, {}", member.name, member.because),
                };
                lines.push((tone, 4, text));
            }
            if all.len() > NAMED_MAX {
                let more = grouped((all.len() - NAMED_MAX) as u64);
                lines.push((
                    Role::Muted,
                    4,
                    format!("and {more} more; detente sync groups --format json lists all"),
                ));
            }
        }
        lines.push((Role::Muted, 0, String::new()));
        lines.push((Role::Text, 0, "Assumed, or not evaluated".to_owned()));
        for (text, sure) in OPEN_OF_GROUPS {
            lines.push((Role::Warning, 2, format!("{text} ({})", sure.word())));
        }
        let note = format!("{} assigned", found.len());
        Report { title: "Groups", note, lines, scroll: 0, waits: false }
    }
}

fn line(one: &TogetherLine) -> Line {
    let role = match (one.is_doubt, one.inset) {
        (true, _) => Role::Warning,
        (false, 0) => Role::Text,
        (false, _) => Role::Muted,
    };
    (role, one.inset, one.text.clone())
}

fn group(one: &GroupJudged, lines: &mut Vec<Line>) {
    let code = if one.code.is_empty() { String::new() } else { format!("{}: ", one.code) };
    let text = format!(
        "{}: {}, {code}{} ({})",
        one.display_name,
        one.action.title(),
        one.because,
        one.certainty.word()
    );
    lines.push((role(one.action), 0, text));
    if let (Some(inside), Some(out)) = (one.members, one.left_out) {
        let text = format!(
            "{} would be members in the target, {} left out: {} inside, {} cannot be told",
            grouped(inside),
            grouped(out),
            counted(one.nested, "group", "groups"),
            grouped(one.unclear)
        );
        lines.push((Role::Text, 2, text));
    } else if one.action != Action::Create {
        lines.push((Role::Muted, 2, "Its members, as users:".to_owned()));
    }
    if one.has_namesake {
        let text = "A group of this name is in the target: it is not touched, and a second one appears (inferred).";
        lines.push((Role::Warning, 2, text.to_owned()));
    }
}

impl Screen for Report {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec![self.title.to_owned()]
    }

    fn refresh(&mut self, model: &Model) {
        let Some(told) = model.sync.together.as_ref().filter(|_| self.waits) else { return };
        self.waits = false;
        self.lines = match told {
            Ok(lines) => lines.iter().map(line).collect(),
            Err(why) => vec![(Role::Warning, 0, why.clone())],
        };
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        let last = self.lines.len().saturating_sub(1);
        self.scroll = match command {
            Command::Down => self.scroll.saturating_add(1),
            Command::Up => self.scroll.saturating_sub(1),
            Command::PageDown => self.scroll.saturating_add(12),
            Command::PageUp => self.scroll.saturating_sub(12),
            Command::First => 0,
            Command::Last => last,
            Command::Cancel => return vec![Ask::Close],
        }
        .min(last);
        Vec::new()
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        let last = self.lines.len().saturating_sub(1);
        self.scroll = self.scroll.saturating_add_signed(lines).min(last);
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let action = if usize::from(area.height) < self.lines.len() { "j k scroll" } else { "" };
        let frame = Frame { title: self.title, note: &self.note, action, focus: true };
        let inner = match area.height >= 5 {
            true => paint.pane(area, &frame),
            false => area,
        };
        let mut y = inner.y;
        for (role, inset, text) in self.lines.iter().skip(self.scroll) {
            let inset = (*inset).min(inner.width / 4);
            let parts = match text.is_empty() {
                true => vec![String::new()],
                false => wrap(text, inner.width.saturating_sub(inset)),
            };
            for part in parts {
                if y >= inner.bottom() {
                    return;
                }
                paint.text(inner.x + inset, y, inner.width.saturating_sub(inset), *role, &part);
                y += 1;
            }
        }
    }
}
