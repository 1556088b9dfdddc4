//! How the list is drawn: columns by width, one row a partner.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{COLUMNS, Partners};
use crate::access::Sign;
use crate::domain::Subject;
use crate::partners::{Mark, PartnerRow, Planned};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, cells};
use crate::tui::theme::Role;

impl Partners {
    /// One partner, where there is room for no list.
    pub(super) fn draw_one(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let Some(row) = self.row(model) else {
            paint.text(area.x, area.y, area.width, Role::Muted, "no partner passes the filter");
            return;
        };
        if area.height == 0 {
            return;
        }
        paint.bold(area.x, area.y, area.width, Role::Text, &row.name);
        let mut y = area.y + 1;
        for (title, mark) in [
            ("in", row.inbound),
            ("out", row.outbound),
            ("direct", row.direct_sign()),
            ("sync", row.sync),
        ] {
            if y >= area.bottom() {
                return;
            }
            paint.text(area.x, y, 8, Role::Muted, title);
            draw_mark(mark, area.x + 8, y, paint);
            y += 1;
        }
        if y < area.bottom() {
            let text = format!("{} of {}", self.list.at + 1, self.shown.len());
            paint.text(area.x, y, area.width, Role::Muted, &text);
        }
    }

    pub(super) fn draw_filter(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let mut x = area.x + 1;
        x += paint.text(x, area.y, 2, Role::Accent, "/ ");
        let note = match &self.fault {
            Some(fault) => fault.clone(),
            None => self.count(model),
        };
        let value = self.input.value();
        // What is typed comes before what is said about it.
        let room = area.width.saturating_sub(14).min(cells(value).max(10));
        let taken = paint.text(x, area.y, room, Role::Text, value);
        if self.filtering {
            let at = u16::try_from(self.input.visual_cursor()).unwrap_or(0).min(room);
            paint.cursor = Some((x + at, area.y).into());
            if paint.glyphs.ascii || taken == 0 {
                paint.text(x + taken, area.y, 1, Role::Accent, "_");
            }
        }
        let role = if self.fault.is_some() { Role::Warning } else { Role::Muted };
        let left = x + room + 2;
        paint.right(left, area.y, area.right().saturating_sub(left + 1), role, &note);
    }

    /// How many partners pass, and of how many; the default is none.
    fn count(&self, model: &Model) -> String {
        let all = model.rows.len().saturating_sub(1);
        if self.input.value().is_empty() {
            return all.to_string();
        }
        format!("{} of {all}", self.passing)
    }

    pub(super) fn draw_list(&self, model: &Model, area: Rect, framed: bool, paint: &mut Paint<'_>) {
        let mut note = self.count(model);
        if !model.marks.is_empty() {
            note.push_str(&format!(" {} {} marked", paint.glyphs.dot(), model.marks.len()));
        }
        let inner = if framed {
            let order = if self.reversed { " reversed" } else { "" };
            let action = format!("by {}{order}", self.column.title().to_lowercase());
            let frame = Frame { title: "Partners", note: &note, action: &action, focus: true };
            paint.pane(area, &frame)
        } else {
            area
        };
        let layout = Layout::of(inner.width, framed);
        self.draw_header(&layout, inner, paint);
        let rows = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        if self.shown.is_empty() {
            let text = match model.rows.len() {
                0 | 1 => "no partners yet: c adds one",
                _ => "nothing passes the filter: Esc clears it",
            };
            paint.text(rows.x, rows.y, rows.width, Role::Muted, text);
        }
        let window = self.list.window(rows.height, self.shown.len());
        for (y, at) in (rows.y..).zip(window) {
            let Some(row) = self.shown.get(at).and_then(|index| model.rows.get(*index)) else {
                continue;
            };
            let line = Rect { y, height: 1, ..rows };
            if at == self.list.at {
                paint.highlight(line);
            }
            draw_row(row, &layout, at == self.list.at, model, line, paint);
            self.mark_words(row, &layout, line, paint);
            paint.hit(line, Target::Item(at));
        }
        if framed {
            let bar = Rect { x: inner.right() + 1, width: 1, ..rows };
            self.list.scroll_bar(bar, self.shown.len(), paint);
        }
    }

    /// Underlines what the filter's words found.
    fn mark_words(&self, row: &PartnerRow, layout: &Layout, line: Rect, paint: &mut Paint<'_>) {
        let columns = [(layout.name, row.name.as_str()), (layout.domain, row.domain.as_str())];
        for ((x, width), text) in columns {
            // Where lower case changes the length of a text, its cells cannot be counted from it.
            let lower = text.to_lowercase();
            if lower.len() != text.len() {
                continue;
            }
            for word in &self.words {
                let Some(before) = lower.find(word).and_then(|at| text.get(..at)) else { continue };
                let (start, length) = (cells(before), cells(word));
                if start + length < width {
                    let spot = Rect { x: line.x + x + start, width: length, ..line };
                    paint.tint(spot, Role::Match, Modifier::UNDERLINED);
                }
            }
        }
    }

    fn draw_header(&self, layout: &Layout, area: Rect, paint: &mut Paint<'_>) {
        let titles: [(usize, u16, &str, u16); 7] = [
            (0, layout.name.0, "Name", layout.name.1),
            (1, layout.domain.0, "Domain", layout.domain.1),
            (2, layout.signs[0], if layout.tight { "I" } else { "In" }, 3),
            (3, layout.signs[1], if layout.tight { "O" } else { "Out" }, 3),
            (4, layout.signs[2], if layout.tight { "D" } else { "Dir" }, 3),
            (5, layout.signs[3], if layout.tight { "S" } else { "Sync" }, 4),
            (6, layout.trust, "Trust", 5),
        ];
        for (column, x, title, width) in titles {
            if width == 0 {
                continue;
            }
            let spot = Rect { x: area.x + x, y: area.y, width, height: 1 };
            paint.text(spot.x, spot.y, width, Role::Muted, title);
            if COLUMNS.get(column) == Some(&self.column) {
                paint.tint(spot, Role::Accent, Modifier::empty());
            }
            paint.hit(spot, Target::Column(column));
        }
    }
}

/// Where each column begins, from the left of the list.
struct Layout {
    name: (u16, u16),
    domain: (u16, u16),
    signs: [u16; 4],
    trust: u16,
    tight: bool,
}

impl Layout {
    fn of(width: u16, framed: bool) -> Self {
        let tight = !framed;
        let (gap, signs_width) = if tight { (2, 8) } else { (5, 20) };
        let rest = width.saturating_sub(4 + signs_width + 5);
        let domain = if rest >= 38 { (rest - 22).min(rest / 2).min(32) } else { 0 };
        let name = rest.saturating_sub(domain + 1);
        let first = 4 + name + 1 + domain;
        Layout {
            name: (4, name),
            domain: (4 + name + 1, domain.saturating_sub(2)),
            signs: [0, 1, 2, 3].map(|column| first + column * gap),
            trust: first + signs_width,
            tight,
        }
    }
}

fn draw_row(
    row: &PartnerRow,
    layout: &Layout,
    here: bool,
    model: &Model,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let (x, y) = (area.x, area.y);
    if here {
        paint.text(x, y, 1, Role::Accent, paint.glyphs.cursor());
    }
    if row.partner().is_some_and(|id| model.marks.contains(&id)) {
        paint.text(x + 1, y, 1, Role::Accent, paint.glyphs.mark());
    }
    match row.planned {
        Planned::No => {}
        Planned::Changed => {
            paint.text(x + 2, y, 1, Role::Changed, "~");
        }
        Planned::Added => {
            paint.text(x + 2, y, 1, Role::Allow, "+");
        }
    }
    let role = if row.partner().is_none() { Role::Accent } else { Role::Text };
    paint.text(x + layout.name.0, y, layout.name.1, role, &row.name);
    if layout.domain.1 > 0 {
        let domain = match row.subject {
            Subject::Default => "everyone without own settings",
            Subject::Partner(_) => &row.domain,
        };
        paint.text(x + layout.domain.0, y, layout.domain.1, Role::Muted, domain);
    }
    let marks = [row.inbound, row.outbound, row.direct_sign(), row.sync];
    for (column, mark) in layout.signs.into_iter().zip(marks) {
        if layout.tight {
            let (role, sign) = mark_look(mark, paint);
            paint.text(x + column, y, 1, role, sign);
        } else {
            draw_mark(mark, x + column, y, paint);
        }
    }
    draw_trust(row, x + layout.trust, y, paint);
}

fn mark_look(mark: Mark, paint: &Paint<'_>) -> (Role, &'static str) {
    let sign = paint.glyphs.sign(mark.sign);
    let role = match (mark.own, mark.sign) {
        (false, _) => Role::Muted,
        (true, Sign::Allow) => Role::Allow,
        (true, Sign::Block) => Role::Block,
        (true, Sign::List) => Role::Changed,
        (true, Sign::Absent | Sign::Unknown) => Role::Warning,
    };
    (role, sign)
}

/// Two cells: a dot where it is inherited, then what is in force.
fn draw_mark(mark: Mark, x: u16, y: u16, paint: &mut Paint<'_>) {
    if !mark.own {
        paint.text(x, y, 1, Role::Muted, paint.glyphs.inherited());
    }
    let (role, sign) = mark_look(mark, paint);
    paint.text(x + 1, y, 1, role, sign);
}

fn draw_trust(row: &PartnerRow, x: u16, y: u16, paint: &mut Paint<'_>) {
    for ((letter, on), at) in ["M", "D", "H"].into_iter().zip(row.trust).zip(x..) {
        let (role, text) = match (on, row.trust_own) {
            (true, true) => (Role::Trust, letter),
            (true, false) => (Role::Muted, letter),
            (false, _) => (Role::Muted, paint.glyphs.inherited()),
        };
        paint.text(at, y, 1, role, text);
    }
}
