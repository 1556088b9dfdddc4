//! Drawing the map: a cell is one letter for each thing two tenants may have.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{Cell, Map, detail};
use crate::access::{Relation, Sign, Together};
use crate::domain::TenantId;
use crate::tui::glyph::Glyphs;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::theme::Role;

/// The things two tenants may have, by their letter.
pub(super) const ASPECTS: [(char, &str); 5] = [
    ('C', "collaboration"),
    ('D', "direct connect"),
    ('T', "trust"),
    ('S', "synchronisation"),
    ('R', "automatic redemption"),
];

/// One sign for each.
pub(super) fn signs(relation: &Relation) -> [Together; 5] {
    [
        relation.collaboration,
        relation.direct_connect,
        relation.trust_sign(),
        relation.sync_sign(),
        relation.redemption_sign(),
    ]
}

/// The colour of a sign.
pub(super) fn role(sign: Together) -> Role {
    match (sign.whole, sign.known) {
        (Sign::Allow, _) => Role::Allow,
        (Sign::List, _) => Role::Inbound,
        (Sign::Unknown, Sign::Allow | Sign::List) => Role::Warning,
        _ => Role::Muted,
    }
}

/// The letter of a sign: large where it is open, small where something decides; as far as is known.
fn letter(letter: char, sign: Together, glyphs: Glyphs) -> String {
    match sign.known {
        Sign::Allow => letter.to_string(),
        Sign::List => letter.to_ascii_lowercase().to_string(),
        Sign::Block | Sign::Absent => glyphs.inherited().to_owned(),
        Sign::Unknown => "?".to_owned(),
    }
}

pub(super) fn draw(screen: &Map, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    if area.width < 40 || area.height < 8 {
        detail::draw(screen, model, area, paint);
        return;
    }
    let side = (area.width * 2 / 5).min(48);
    let under = 9.min(area.height / 2);
    let (list, rest) = if area.width >= 100 {
        let list = Rect { width: area.width - side, ..area };
        (list, Rect { x: list.right(), width: side, ..area })
    } else {
        let list = Rect { height: area.height - under, ..area };
        (list, Rect { y: list.bottom(), height: under, ..area })
    };
    draw_grid(screen, model, list, paint);
    detail::draw(screen, model, rest, paint);
}

/// The part of a line or column of `count` that is shown in `room`, the cursor in it.
fn window(at: usize, count: usize, room: usize) -> Range<usize> {
    let room = room.max(1);
    let first = (at + 1).saturating_sub(room).max(at.saturating_sub(room / 2));
    let first = first.min(count.saturating_sub(room));
    first..(first + room).min(count)
}

fn draw_grid(screen: &Map, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let note = match screen.only_ours {
        true => format!("our {} tenants", screen.columns.len()),
        false => format!("{} tenants, {} ours", screen.rows.len(), screen.columns.len()),
    };
    let frame =
        Frame { title: "Map", note: &note, action: "enter opens the settings", focus: true };
    let inner = paint.pane(area, &frame);
    if inner.height < 4 {
        return;
    }
    let lines = if inner.height >= 7 { 2 } else { 1 };
    let legend = Rect { y: inner.bottom() - lines, height: lines, ..inner };
    let named = |id: Option<&TenantId>| id.map(|id| model.name(*id)).unwrap_or_default();
    let names = (inner.width / 3).clamp(18, 30).min(inner.width);
    let room = inner.width.saturating_sub(names + 2);
    let columns = window(screen.column, screen.columns.len(), usize::from(room / 7));
    let width = (room / u16::try_from(columns.len().max(1)).unwrap_or(1)).clamp(7, 18);
    let start = inner.x + names + 2;
    let way = match (screen.turned, paint.glyphs.ascii) {
        (false, false) => "people of ↓ in →",
        (true, false) => "people of → in ↓",
        (false, true) => "people of row in",
        (true, true) => "in row, people of",
    };
    paint.text(inner.x + 2, inner.y, names, Role::Muted, way);
    for (x, at) in (start..).step_by(usize::from(width)).zip(columns.clone()) {
        let role = if at == screen.column { Role::Accent } else { Role::Muted };
        paint.text(x, inner.y, width - 1, role, &named(screen.columns.get(at)));
    }
    let height = usize::from(legend.y.saturating_sub(inner.y + 1));
    let rows = window(screen.row, screen.rows.len(), height);
    for (y, row) in (inner.y + 1..legend.y).zip(rows) {
        let here = row == screen.row;
        if here {
            paint.text(inner.x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        let role = if here { Role::Accent } else { Role::Text };
        paint.text(inner.x + 2, y, names - 1, role, &named(screen.rows.get(row)));
        for (x, column) in (start..).step_by(usize::from(width)).zip(columns.clone()) {
            let spot = Rect { x, y, width: width - 1, height: 1 };
            if here && column == screen.column {
                paint.highlight(spot);
            }
            match screen.pair_at(row, column) {
                Some(pair) => draw_cell(&Map::cell(model, pair), spot, paint),
                None => {
                    paint.text(x, y, 1, Role::Border, paint.glyphs.absent());
                }
            }
            paint.hit(spot, Target::Item(row * screen.columns.len() + column));
        }
    }
    draw_legend(legend, paint);
}

fn draw_cell(cell: &Cell, spot: Rect, paint: &mut Paint<'_>) {
    let (now, then) = (signs(&cell.relation), signs(&cell.other));
    for ((x, (name, _)), (now, then)) in
        (spot.x..spot.right()).zip(ASPECTS).zip(now.into_iter().zip(then))
    {
        let text = letter(name, now, paint.glyphs);
        paint.text(x, spot.y, 1, role(now), &text);
        if now != then {
            let one = Rect { x, width: 1, ..spot };
            paint.tint(one, Role::Changed, Modifier::BOLD | Modifier::UNDERLINED);
        }
    }
    if cell.touched && spot.width > 5 {
        paint.text(spot.x + 5, spot.y, 1, Role::Changed, "~");
    }
}

fn draw_legend(area: Rect, paint: &mut Paint<'_>) {
    let shut = paint.glyphs.inherited();
    let pieces = [
        (Role::Allow, "C"),
        (Role::Muted, " open  "),
        (Role::Inbound, "c"),
        (Role::Muted, " a list, half  "),
        (Role::Warning, "C"),
        (Role::Muted, " rest unknown  "),
        (Role::Muted, shut),
        (Role::Muted, " shut  "),
        (Role::Changed, "~"),
        (Role::Muted, " plan"),
    ];
    paint.pieces(area.x, area.bottom() - 1, area.width, &pieces);
    if area.height > 1 {
        let names = "C collaboration  D direct connect  T trust  S sync  R redemption";
        paint.text(area.x, area.y, area.width, Role::Muted, names);
    }
}
