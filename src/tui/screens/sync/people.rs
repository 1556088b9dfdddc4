//! The people, a window of them: a million rows are as quick to draw as ten.

use ratatui::layout::Rect;

use super::draw::PEOPLE;
use super::{Pane, SyncScreen, Typing, person};
use crate::sync::{Change, Judged, name_of};
use crate::text::grouped;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, cells};
use crate::tui::sync::Previewed;
use crate::tui::theme::Role;

/// Widths of the columns: outcome, name, sign-in name, attributes, and the rest for the reason.
struct Layout {
    outcome: u16,
    name: u16,
    target: u16,
    attributes: u16,
    because: u16,
}

impl Layout {
    fn of(width: u16) -> Self {
        let outcome = if width >= 60 { 13 } else { 3 };
        let room = width.saturating_sub(outcome + 2);
        let share = |percent: u16| room * percent / 100;
        match width {
            100.. => Layout {
                outcome,
                name: share(18),
                target: share(25),
                attributes: share(16),
                because: room - share(18) - share(25) - share(16),
            },
            60..100 => Layout {
                outcome,
                name: share(36),
                target: 0,
                attributes: share(24),
                because: room - share(36) - share(24),
            },
            _ => Layout {
                outcome,
                name: share(48),
                target: 0,
                attributes: 0,
                because: room - share(48),
            },
        }
    }
}

pub(super) fn draw(screen: &SyncScreen, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let Some(listed) = &screen.listed else {
        paint.pane(area, &Frame { title: "People", ..Frame::default() });
        return;
    };
    let all = listed.of.preview.users.len() as u64;
    let count = listed.rows.len() as u64;
    let place = if count == 0 { 0 } else { screen.people.at as u64 + 1 };
    let mut note = match count == all {
        true => format!("{} of {}", grouped(place), grouped(all)),
        false => format!("{} of {} among {}", grouped(place), grouped(count), grouped(all)),
    };
    if !screen.marks.is_empty() {
        note.push_str(&format!(" {} {} marked", paint.glyphs.dot(), screen.marks.len()));
    }
    let action = format!("by {}", screen.view.order.word());
    let focus = screen.pane == Pane::People;
    let inner = paint.pane(area, &Frame { title: "People", note: &note, action: &action, focus });
    let layout = Layout::of(inner.width);
    heading(&layout, inner, paint);
    let foot = u16::from(has_foot(screen));
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1 + foot), ..inner };
    if listed.rows.is_empty() {
        let text = "nobody passes: Esc clears the filter";
        paint.text(body.x + 2, body.y, body.width, Role::Muted, text);
    }
    for (y, at) in (body.y..).zip(screen.people.window(body.height, listed.rows.len())) {
        let Some(row) = listed.rows.get(at).copied() else { continue };
        let line = Rect { y, height: 1, ..body };
        if at == screen.people.at {
            paint.highlight(line);
            if focus {
                paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
        }
        if screen.marks.contains(&row) {
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.mark());
        }
        draw_row(&listed.of, row as usize, &layout, line, paint);
        paint.hit(line, Target::Item(PEOPLE + at));
    }
    let bar = Rect { x: inner.right() + 1, width: 1, ..body };
    screen.people.scroll_bar(bar, listed.rows.len(), paint);
    if foot > 0 {
        let line = Rect { y: body.bottom(), height: 1, ..inner };
        draw_foot(screen, model, line, paint);
    }
}

fn has_foot(screen: &SyncScreen) -> bool {
    screen.typing != Typing::Nothing
        || !screen.view.query.is_empty()
        || screen.view.action.is_some()
        || screen.view.changes_only
}

/// What is typed, and what else narrows the list.
fn draw_foot(screen: &SyncScreen, model: &Model, line: Rect, paint: &mut Paint<'_>) {
    let (sign, field) = match screen.typing {
        Typing::Percent => ("% ", &screen.percent),
        Typing::Filter | Typing::Nothing => ("/ ", &screen.filter),
    };
    let mut x = line.x;
    let room = line.right();
    if screen.typing != Typing::Nothing || !field.value().is_empty() {
        x += paint.text(x, line.y, 2, Role::Accent, sign);
        let taken = paint.text(x, line.y, room.saturating_sub(x), Role::Text, field.value());
        if screen.typing != Typing::Nothing {
            let at = u16::try_from(field.visual_cursor()).unwrap_or(0);
            paint.cursor = Some((x + at, line.y).into());
            if paint.glyphs.ascii || taken == 0 {
                paint.text(x + taken, line.y, 1, Role::Accent, "_");
            }
        }
        x += taken + 3;
    }
    let mut also = Vec::new();
    also.extend(screen.view.action.map(|action| format!("only {}", action.title())));
    also.extend(screen.view.changes_only.then(|| "only changes".to_owned()));
    if let Some(fault) = &model.sync.bad_filter {
        paint.right(x, line.y, room.saturating_sub(x), Role::Warning, fault);
    } else if !also.is_empty() {
        paint.right(x, line.y, room.saturating_sub(x), Role::Muted, &also.join(", "));
    }
}

fn heading(layout: &Layout, line: Rect, paint: &mut Paint<'_>) {
    let mut x = line.x + 2;
    let titles = [
        ("outcome", layout.outcome),
        ("who", layout.name),
        ("sign-in name in the target", layout.target),
        ("attributes", layout.attributes),
        ("why", layout.because),
    ];
    for (title, width) in titles {
        // A column of signs alone needs no title.
        if cells(title) < width || width > 8 {
            paint.text(x, line.y, width.saturating_sub(2), Role::Muted, title);
        }
        x += width;
    }
}

fn draw_row(of: &Previewed, row: usize, layout: &Layout, line: Rect, paint: &mut Paint<'_>) {
    let Some(user) = of.preview.users.get(row) else { return };
    let (role, sign) = person::outcome(user, paint);
    let mut x = line.x + 2;
    paint.text(x, line.y, 2, role, sign);
    if layout.outcome > 3 {
        paint.text(x + 2, line.y, layout.outcome - 3, role, user.action.title());
    }
    x += layout.outcome;
    let name = name_of(of.engine(), row);
    paint.text(x, line.y, layout.name.saturating_sub(2), Role::Text, name);
    x += layout.name;
    if layout.target > 0 || layout.attributes > 0 {
        let changes = of.engine().changes(row, &of.preview.users);
        let none = paint.glyphs.absent();
        let upn = changes.iter().find(|one| one.attribute == "userPrincipalName");
        let upn = upn.and_then(|one| one.after.as_deref());
        paint.text(x, line.y, layout.target.saturating_sub(2), Role::Muted, upn.unwrap_or(none));
        x += layout.target;
        let text = attributes(user, &changes).unwrap_or_else(|| none.to_owned());
        paint.text(x, line.y, layout.attributes.saturating_sub(2), Role::Muted, &text);
        x += layout.attributes;
    }
    let doubt = match user.certainty {
        crate::sync::Certainty::Documented => Role::Muted,
        crate::sync::Certainty::Inferred | crate::sync::Certainty::Undocumented => Role::Warning,
    };
    paint.text(x, line.y, layout.because, doubt, &user.because());
}

/// Which attributes are written, in a few words.
fn attributes(user: &Judged, changes: &[Change]) -> Option<String> {
    let written: Vec<&str> =
        changes.iter().filter(|one| one.is_written()).map(|one| one.attribute.as_str()).collect();
    match (user.action, written.len()) {
        (_, 0) => None,
        (crate::sync::Action::Create, count) => Some(format!("{count} of them")),
        _ => Some(written.join(", ")),
    }
}
