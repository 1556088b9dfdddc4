//! Drawing: the rows, beside them or below what one row says and what it gives.

use ratatui::layout::Rect;

use super::rows::Row;
use super::{Field, Mappings, results, writing};
use crate::domain::FlowType;
use crate::sync::{RowKind, SchemaFault, text_of};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

/// From here on, what can be clicked is something that could be completed.
pub(super) const OFFERS: usize = 1 << 20;

/// Columns of the list where it stands beside something.
const LIST_WIDTH: u16 = 45;

pub(super) fn draw(screen: &Mappings, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    if screen.of.is_none() {
        nothing(area, paint);
        return;
    }
    let is_written = screen.editor.is_some() || screen.field.is_some();
    if area.width < 40 || area.height < 10 {
        short(screen, model, area, paint);
        return;
    }
    if area.width >= 100 && area.height >= 20 {
        let left = Rect { width: LIST_WIDTH, ..area };
        list(screen, left, paint);
        let right = Rect { x: left.right(), width: area.width - LIST_WIDTH, ..area };
        if is_written {
            written(screen, model, right, paint);
        } else {
            let over = (right.height / 2).min(15);
            let top = Rect { height: over, ..right };
            detail(screen, top, paint);
            let rest = Rect { y: top.bottom(), height: right.height - over, ..right };
            results::draw(screen, model, rest, paint);
        }
        return;
    }
    if is_written {
        written(screen, model, area, paint);
        return;
    }
    let below = match area.height {
        0..16 => 5,
        16..20 => 7,
        _ => 8,
    };
    let top = Rect { height: area.height - below, ..area };
    list(screen, top, paint);
    detail(screen, Rect { y: top.bottom(), height: below, ..area }, paint);
}

/// The editor, what it gives, and what could be completed, as far as there is room.
fn written(screen: &Mappings, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let over = match area.height {
        26.. => 12,
        18.. => 9,
        _ => area.height / 2,
    };
    let offers = match area.height {
        30.. => 8,
        26.. => 6,
        _ => 0,
    };
    let top = Rect { height: over, ..area };
    if screen.field.is_some() {
        writing::field(screen, top, paint);
    } else {
        writing::draw(screen, top, paint);
    }
    let rest = area.height - over;
    let is_target = screen.field == Some(Field::Target);
    let offers = if is_target { rest } else { offers };
    let middle = Rect { y: top.bottom(), height: rest - offers, ..area };
    if middle.height > 0 {
        results::draw(screen, model, middle, paint);
    }
    let bottom = Rect { y: middle.bottom(), height: offers, ..area };
    if offers > 2 {
        writing::offers(screen, bottom, paint);
    }
}

fn nothing(area: Rect, paint: &mut Paint<'_>) {
    let frame = Frame { title: "Mappings", focus: true, ..Frame::default() };
    let inner = paint.pane(area, &frame);
    let text = "No configuration of cross-tenant synchronisation is in the workspace, so nothing is mapped. On the screen Sync, c makes one.";
    paint.wrap(inner, Role::Muted, text);
}

/// The sign of the heaviest thing there is to say.
fn sign(faults: &[SchemaFault], paint: &Paint<'_>) -> Option<(Role, &'static str)> {
    Some(match faults.iter().map(|one| one.is_refused).max()? {
        true => (Role::Error, paint.glyphs.block()),
        false => (Role::Warning, paint.glyphs.warning()),
    })
}

/// The word for what a row is, with when it is written.
fn kind_words(row: &Row) -> String {
    let kind = RowKind::of(&row.mapping).word();
    match (row.is_match(), row.flow()) {
        (true, _) => "match".to_owned(),
        (false, FlowType::Always) => kind.to_owned(),
        (false, FlowType::ObjectAddOnly) => format!("{kind} 1x"),
        (false, _) => format!("{kind} ?x"),
    }
}

fn list(screen: &Mappings, area: Rect, paint: &mut Paint<'_>) {
    let heavy = |refused| {
        let rows = screen.rows.iter();
        rows.filter(|row| row.faults.iter().map(|one| one.is_refused).max() == Some(refused))
            .count()
    };
    let (errors, warnings) = (heavy(true), heavy(false));
    let mut note = screen.rows.len().to_string();
    for (count, sign) in [(errors, paint.glyphs.block()), (warnings, paint.glyphs.warning())] {
        if count > 0 {
            note.push_str(&format!(" {} {count} {sign}", paint.glyphs.dot()));
        }
    }
    let focus = screen.editor.is_none() && screen.field.is_none();
    let frame = Frame { title: "Mappings", note: &note, action: "c add", focus };
    let inner = paint.pane(area, &frame);
    let is_wide = inner.width > 52;
    let name = if is_wide { 28 } else { inner.width.saturating_sub(19).max(8) };
    for (y, at) in (inner.y..).zip(screen.list.window(inner.height, screen.rows.len())) {
        let Some(row) = screen.rows.get(at) else { continue };
        let line = Rect { y, height: 1, ..inner };
        if at == screen.list.at {
            paint.highlight(line);
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        let mut x = line.x + 2;
        paint.text(x, y, name, Role::Text, &row.mapping.target);
        x += name + 1;
        if row.is_own() {
            paint.text(x, y, 1, Role::Changed, "~");
        }
        if let Some((role, sign)) = sign(&row.faults, paint) {
            paint.text(x + 1, y, 1, role, sign);
        }
        x += 3;
        let kind = kind_words(row);
        paint.text(x, y, 13.min(line.right().saturating_sub(x)), Role::Muted, &kind);
        if is_wide {
            x += 15;
            let text = text_of(&row.mapping);
            paint.text(x, y, line.right().saturating_sub(x), Role::Muted, &text);
        }
        paint.hit(line, Target::Item(at));
    }
    let bar = Rect { x: inner.right() + 1, width: 1, ..inner };
    screen.list.scroll_bar(bar, screen.rows.len(), paint);
}

/// What one row says.
fn detail(screen: &Mappings, area: Rect, paint: &mut Paint<'_>) {
    let Some(row) = screen.row() else {
        paint.pane(area, &Frame { title: "Row", ..Frame::default() });
        return;
    };
    let kind = kind_words(row);
    let action = if row.is_match() { "" } else { "enter edits it" };
    let frame = Frame { title: &row.mapping.target, note: &kind, action, focus: false };
    let inner = paint.pane(area, &frame);
    let mut pen = Pen { area: inner, paint };
    let text = text_of(&row.mapping);
    let from = if text.is_empty() { "nothing: the target is left alone" } else { &text };
    pen.pair("value", Role::Text, from);
    for one in &row.faults {
        let (role, sign) = match one.is_refused {
            true => (Role::Error, pen.paint.glyphs.block()),
            false => (Role::Warning, pen.paint.glyphs.warning()),
        };
        let sure = one.doubt().map(|(sure, _)| format!(" ({})", sure.word())).unwrap_or_default();
        pen.words(role, &format!("{sign} {}: {}{sure}; {}", one.id, one.text, one.fix));
    }
    if row.is_match() {
        pen.words(
            Role::Muted,
            "Users are matched by this row. It cannot be changed, and no second one may be added.",
        );
        return;
    }
    let when = match row.flow() {
        FlowType::Always => "always: on creation, and whenever it changes".to_owned(),
        FlowType::ObjectAddOnly => {
            "on creation only: whoever is there keeps what they have".to_owned()
        }
        other => format!("{}: neither of the two that the portal knows", other.word()),
    };
    pen.pair("written", Role::Text, &when);
    let default = row.mapping.default_value.as_deref().filter(|text| !text.is_empty());
    match default {
        Some(value) => {
            let text = format!("{value}   on creation only, where the source gives nothing");
            pen.pair("default", Role::Text, &text);
        }
        None => {
            pen.pair("default", Role::Muted, "none: where nothing is given, nothing is written");
        }
    }
    match &row.template {
        Some(_) if !row.is_own() => pen.pair("template", Role::Muted, "as the template has it"),
        Some(template) => {
            let text = text_of(template);
            let text = if text == text_of(&row.mapping) {
                "differs in when it is written, or in the default; R takes it back".to_owned()
            } else {
                format!("has {text}; R takes it back")
            };
            pen.pair("template", Role::Changed, &text);
        }
        None => pen.pair("template", Role::Changed, "does not map this attribute"),
    }
}

/// The smallest window: the row, and what it gives the first person.
fn short(screen: &Mappings, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    if let Some(editor) = &screen.editor {
        let used = writing::lines(editor, area, paint);
        let rest = Rect { y: area.y + used, height: area.height.saturating_sub(used), ..area };
        results::first(screen, model, rest, paint);
        return;
    }
    if screen.field.is_some() {
        writing::field_line(screen, area, paint);
        return;
    }
    let Some(row) = screen.row() else { return };
    let mut pen = Pen { area, paint };
    let place = format!("{} of {}", screen.list.at + 1, screen.rows.len());
    pen.words(Role::Text, &format!("{}   {}", row.mapping.target, kind_words(row)));
    pen.words(Role::Muted, &text_of(&row.mapping));
    if let Some(one) = row.faults.first() {
        pen.words(Role::Warning, &one.text);
    } else {
        let rest = pen.area;
        let used = results::first(screen, model, rest, pen.paint);
        pen.down(used);
    }
    pen.words(Role::Muted, &place);
}
