//! Drawing the card of one mapping.

use ratatui::layout::Rect;

use super::{Form, LINES, Line};
use crate::sync::{RowKind, text_of};
use crate::tui::app::card;
use crate::tui::paint::{Frame, Paint, Target, cells};
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

impl Form {
    /// The whole card.
    pub(super) fn draw_card(&self, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 92, 20);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let title = match &self.stands {
            Some(row) => format!("Mapping of {}", row.target),
            None => "New mapping".to_owned(),
        };
        let frame = Frame { title: &title, note: "", action: "enter keeps it", focus: true };
        let inner = paint.pane(area, &frame);
        let mut y = inner.y + u16::from(inner.height > 12);
        // Where not all lines fit, the one that is written is seen.
        let first = self.line.saturating_sub(usize::from(inner.height).saturating_sub(1));
        for (at, line) in LINES.into_iter().enumerate().skip(first) {
            if y >= inner.bottom() {
                return;
            }
            let row = Rect { y, height: 1, ..inner };
            let here = at == self.line;
            if here {
                paint.highlight(row);
                paint.text(row.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            paint.text(row.x + 2, y, 10, Role::Muted, self.label(line));
            let x = row.x + 14;
            let room = row.right().saturating_sub(x);
            let text = self.value(line);
            if here {
                self.draw_input(line, &text, Rect { x, y, width: room, height: 1 }, paint);
            } else {
                paint.text(x, y, room, Role::Text, &text);
            }
            paint.hit(row, Target::Item(at));
            y += 1;
        }
        y += u16::from(inner.height > 12);
        let rest = Rect { y, height: inner.bottom().saturating_sub(y), ..inner };
        self.draw_words(rest, paint);
    }

    /// The line that is written, of which as much is shown as leads to the cursor.
    fn draw_input(&self, line: Line, text: &str, area: Rect, paint: &mut Paint<'_>) {
        let input = match line {
            Line::Target => &self.target,
            Line::From if self.kind() != RowKind::Nothing => &self.from,
            Line::Default => &self.default,
            Line::From | Line::Kind | Line::When | Line::Match => {
                paint.text(area.x, area.y, area.width, Role::Text, text);
                return;
            }
        };
        let last = area.width.saturating_sub(1);
        let from = input.visual_scroll(usize::from(last));
        let shown: String = text.chars().skip(from).collect();
        paint.text(area.x, area.y, area.width, Role::Text, &shown);
        let at = u16::try_from(input.visual_cursor().saturating_sub(from)).unwrap_or(0).min(last);
        paint.cursor = Some((area.x + at, area.y).into());
        if paint.glyphs.ascii && cells(&shown) <= at {
            paint.text(area.x + at, area.y, 1, Role::Accent, "_");
        }
    }

    /// What stands against it, what may be picked, what is to be known.
    fn draw_words(&self, area: Rect, paint: &mut Paint<'_>) {
        let mut pen = Pen { area, paint };
        if let Some(fault) = &self.fault {
            let text = format!("{} {fault}", pen.paint.glyphs.block());
            pen.words(Role::Error, &text);
        }
        pen.words(Role::Muted, self.hint());
        let offers = self.offers();
        if !offers.is_empty() {
            let from = if self.begun.is_some() { self.offer } else { 0 };
            let names: Vec<&str> =
                offers.iter().skip(from).take(12).map(|name| name.as_str()).collect();
            pen.words(Role::Accent, &names.join("  "));
        }
        match self.row() {
            Ok(row) => {
                let text = text_of(&row);
                let from = if text.is_empty() { "nothing" } else { &text };
                let arrow = pen.paint.glyphs.arrow();
                let text = format!("{from} {arrow} {}", row.target);
                pen.words(Role::Text, &text);
            }
            Err(why) if self.fault.is_none() && self.stands.is_some() => {
                pen.words(Role::Warning, &why);
            }
            Err(_) => {}
        }
        for (is_refused, text) in &self.said {
            let (role, sign) = match is_refused {
                true => (Role::Error, pen.paint.glyphs.block()),
                false => (Role::Warning, pen.paint.glyphs.warning()),
            };
            pen.words(role, &format!("{sign} {text}"));
        }
    }
}
