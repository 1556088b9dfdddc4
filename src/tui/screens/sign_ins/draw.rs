//! Drawing sign-ins: the classes as a line, partners or people as a table, the detail beside it.

use ratatui::layout::Rect;

use super::{SignInsScreen, detail};
use crate::domain::Direction;
use crate::replay::{Change, Class, PartnerSum, Replay, Window};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, cells};
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

/// A column of numbers: title, cells, and which number.
type Column = (&'static str, u16, fn(&PartnerSum) -> u64);

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    ("breaks", 7, |sum| sum.of(Class::Breaks).ways),
    ("opens", 6, |sum| sum.of(Class::Opens).ways),
    ("step", 5, |sum| sum.of(Class::NeedsStep).ways),
    ("?", 4, |sum| sum.of(Class::NotKnown).ways),
    ("people", 7, |sum| sum.whole.people),
    ("sign-ins", 9, |sum| sum.whole.successes + sum.whole.failures),
];

/// The colour of a class.
pub(super) fn role(class: Class) -> Role {
    match class {
        Class::Breaks => Role::Block,
        Class::Opens => Role::Allow,
        Class::NeedsStep => Role::Changed,
        Class::NotKnown => Role::Warning,
        Class::StaysOpen => Role::Text,
        Class::StaysBlocked => Role::Muted,
    }
}

pub(super) fn draw(screen: &SignInsScreen, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let Some(replay) = &screen.replay else {
        waiting(model, area, paint);
        return;
    };
    if area.width < 40 || area.height < 10 {
        detail::draw(screen, model, area, paint);
        return;
    }
    let side = (area.width * 2 / 5).min(46);
    let under = 8.min(area.height / 2);
    let (list, rest) = if area.width >= 110 {
        let list = Rect { width: area.width - side, ..area };
        (list, Rect { x: list.right(), width: side, ..area })
    } else {
        let list = Rect { height: area.height - under, ..area };
        (list, Rect { y: list.bottom(), height: under, ..area })
    };
    draw_list(screen, model, replay, list, paint);
    detail::draw(screen, model, rest, paint);
}

/// What is said until there is something to show.
fn waiting(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let frame = Frame { title: "Sign-ins", focus: true, ..Frame::default() };
    let inner = paint.pane(area, &frame);
    let texts: &[&str] = match &model.sign_ins {
        Some(held) if held.activities.is_empty() => &[
            "No sign-in log is in the workspace.",
            "A log shows what the draft would do to real traffic: who breaks, what opens, and which partners must be listed before the default blocks.",
            "detente import reads Graph's auditLogs/signIns (beta tells the way somebody came), the CSV download of the admin center's sign-in logs, and the events of Get-MsIdCrossTenantAccessActivity.",
        ],
        Some(_) => &["every sign-in is asked again …"],
        None => &["the logs are being read …"],
    };
    Pen { area: inner, paint }.paragraphs(Role::Muted, texts);
}

/// The days, in words.
pub(super) fn window_words(window: Option<Window>) -> String {
    match window {
        None => "no days".to_owned(),
        Some(window) => format!("{} days to {}", window.days(), window.last),
    }
}

fn draw_list(
    screen: &SignInsScreen,
    model: &Model,
    replay: &Replay,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let logs = model.sign_ins.as_ref().map_or(0, |held| held.heads.len());
    let note = format!(
        "{}, {logs} {}",
        window_words(replay.window),
        if logs == 1 { "log" } else { "logs" }
    );
    let action = match screen.side {
        None => "enter shows the people",
        Some(_) => "enter asks what-if",
    };
    let frame = Frame { title: "Sign-ins", note: &note, action, focus: true };
    let inner = paint.pane(area, &frame);
    let lines = classes(screen, inner, paint);
    let rest = Rect { y: inner.y + lines, height: inner.height.saturating_sub(lines), ..inner };
    if rest.height < 2 {
        return;
    }
    let list = if screen.side.is_none() { &screen.partners } else { &screen.ways };
    heading(screen, rest, paint);
    let body = Rect { y: rest.y + 1, height: rest.height - 1, ..rest };
    if screen.shown.is_empty() {
        let text = match screen.class {
            Some(_) => "nothing of this kind".to_owned(),
            None => format!(
                "no sign-ins of {} are in the logs; T looks from another of our tenants",
                model.name(model.owner)
            ),
        };
        paint.wrap(body, Role::Muted, &text);
    }
    for (y, at) in (body.y..).zip(list.window(body.height, screen.shown.len())) {
        let line = Rect { y, height: 1, ..body };
        if at == list.at {
            paint.highlight(line);
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        let Some(place) = screen.shown.get(at) else { continue };
        if screen.side.is_none() {
            if let Some(sum) = replay.partners.get(*place) {
                partner_row(model, sum, line, paint);
            }
        } else if let Some(change) = replay.changes.get(*place) {
            way_row(change, line, paint);
        }
        paint.hit(line, Target::Item(at));
    }
    let bar = Rect { x: inner.right() + 1, width: 1, ..body };
    list.scroll_bar(bar, screen.shown.len(), paint);
}

/// How many ways are of each class; the chosen one marked. Takes one line or two.
fn classes(screen: &SignInsScreen, area: Rect, paint: &mut Paint<'_>) -> u16 {
    let counts = screen.counts();
    let all: u64 = counts.iter().map(|(_, ways)| ways).sum();
    let entries =
        std::iter::once((None, format!("all {all}"), Role::Text)).chain(counts.iter().map(
            |(class, ways)| (Some(*class), format!("{} {ways}", class.title()), role(*class)),
        ));
    let (mut x, mut y) = (area.x, area.y);
    for (class, text, role) in entries {
        let width = cells(&text) + 2;
        if x + width > area.right() && x > area.x {
            (x, y) = (area.x, y + 1);
        }
        if y >= area.bottom() {
            break;
        }
        let spot = Rect { x, y, width: width.min(area.width), height: 1 };
        paint.text(x, y, spot.width, role, &format!(" {text} "));
        if class == screen.class {
            paint.highlight(spot);
        }
        x += width;
    }
    y + 1 - area.y
}

/// The columns of numbers that have room beside a name.
fn columns(width: u16) -> &'static [Column] {
    let mut taken = 24;
    let fit = COLUMNS.iter().take_while(|(_, cells, _)| {
        taken += cells;
        taken <= width
    });
    let count = fit.count();
    COLUMNS.get(..count).unwrap_or_default()
}

fn heading(screen: &SignInsScreen, area: Rect, paint: &mut Paint<'_>) {
    if screen.side.is_some() {
        let half = area.width.saturating_sub(26) / 2;
        paint.text(area.x + 2, area.y, 11, Role::Muted, "the draft");
        paint.text(area.x + 13, area.y, half, Role::Muted, "who");
        paint.text(area.x + 13 + half, area.y, half, Role::Muted, "application");
        paint.right(area.x, area.y, area.width, Role::Muted, "sign-ins");
        return;
    }
    paint.text(area.x + 2, area.y, 20, Role::Muted, "partner");
    let mut x = area.right();
    for (title, width, _) in columns(area.width).iter().rev() {
        x -= width;
        paint.right(x, area.y, *width, Role::Muted, title);
    }
}

fn partner_row(model: &Model, sum: &PartnerSum, line: Rect, paint: &mut Paint<'_>) {
    let mut x = line.right();
    for (at, (_, width, number)) in columns(line.width).iter().enumerate().rev() {
        x -= width;
        let count = number(sum);
        let role = match Class::ALL.get(at) {
            Some((class, ..)) if at < 4 && count > 0 => role(*class),
            _ => Role::Muted,
        };
        // Nothing is not worth a digit.
        if count > 0 || at >= 4 {
            paint.right(x, line.y, *width, role, &count.to_string());
        }
    }
    let (arrow, role) = match sum.side.direction {
        Direction::Inbound => ("in ", Role::Inbound),
        Direction::Outbound => ("out", Role::Outbound),
    };
    let name = model.name(sum.side.partner);
    let room = x.saturating_sub(line.x + 7);
    paint.text(line.x + 2, line.y, 3, role, arrow);
    paint.text(line.x + 6, line.y, room, Role::Text, &name);
}

fn way_row(change: &Change, line: Rect, paint: &mut Paint<'_>) {
    let half = line.width.saturating_sub(26) / 2;
    let activity = &change.activity;
    let class = match change.class {
        Class::NeedsStep => "new step",
        Class::StaysBlocked => "blocked",
        Class::StaysOpen => "open",
        class => class.title(),
    };
    paint.text(line.x + 2, line.y, 10, role(change.class), class);
    paint.id(line.x + 13, line.y, half.saturating_sub(1), Role::Text, &activity.person());
    paint.text(line.x + 13 + half, line.y, half, Role::Text, &activity.app());
    let count = activity.sign_ins().to_string();
    paint.right(line.x, line.y, line.width, Role::Muted, &count);
}
