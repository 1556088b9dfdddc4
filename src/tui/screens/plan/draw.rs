//! Drawing the plan: changes or steps as a list, one of them in full beside or below.

use ratatui::layout::Rect;

use super::{PlanScreen, Row, detail, role};
use crate::export::{Document, Line, Sum};
use crate::text::grouped;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

pub(super) fn draw(screen: &PlanScreen, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let Some(document) = &screen.document else {
        let inner = paint.pane(area, &Frame { title: "Plan", focus: true, ..Frame::default() });
        paint.wrap(inner, Role::Muted, "draft and observed are compared …");
        return;
    };
    if screen.rows.is_empty() {
        nothing(document, area, paint);
        return;
    }
    if area.width < 40 || area.height < 10 {
        detail::draw(screen, document, area, false, paint);
        return;
    }
    if area.width >= 100 {
        let left = area.width * 9 / 20;
        let list = Rect { width: left, ..area };
        draw_list(screen, model, document, list, paint);
        let rest = Rect { x: list.right(), width: area.width - left, ..area };
        detail::draw(screen, document, rest, true, paint);
    } else {
        let under = (area.height / 2).min(11);
        let list = Rect { height: area.height - under, ..area };
        draw_list(screen, model, document, list, paint);
        let rest = Rect { y: list.bottom(), height: under, ..area };
        detail::draw(screen, document, rest, true, paint);
    }
}

fn nothing(document: &Document, area: Rect, paint: &mut Paint<'_>) {
    let inner = paint.pane(area, &Frame { title: "Plan", focus: true, ..Frame::default() });
    let mut texts = vec!["Draft and observed are the same; there is nothing to do."];
    texts.extend(document.notes.iter().map(String::as_str));
    Pen { area: inner, paint }.paragraphs(Role::Muted, &texts);
}

/// People who gain and lose something, in words.
pub(super) fn people(sum: &Sum) -> String {
    let some = |count: Option<u64>, word: &str| {
        count.filter(|count| *count > 0).map(|count| format!("{word} {}", grouped(count)))
    };
    let said: Vec<String> =
        some(sum.gain, "gain").into_iter().chain(some(sum.lose, "lose")).collect();
    if let (true, Some(text)) = (sum.is_elsewhere(), sum.elsewhere()) {
        return text;
    }
    match (said.is_empty(), sum.gain.is_none() && sum.lose.is_none()) {
        (true, true) => "nobody is known who could be counted".to_owned(),
        (true, false) => "nobody whom the workspace knows gains or loses".to_owned(),
        (false, _) => said.join(", "),
    }
}

fn draw_list(
    screen: &PlanScreen,
    model: &Model,
    document: &Document,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let made = document.changes.iter().filter(|change| change.included).count();
    let all = document.changes.len();
    let title = match (screen.ordered, model.planned.1) {
        (false, false) => "Changes",
        (true, false) => "Steps, in a safe order",
        (false, true) => "Way back: changes",
        (true, true) => "Way back: steps",
    };
    let note = match screen.ordered {
        true => document.order.len().to_string(),
        false if made == all => all.to_string(),
        false => format!("{made} of {all} made"),
    };
    let action = people(&document.people);
    let inner = paint.pane(area, &Frame { title, note: &note, action: &action, focus: true });
    for (y, at) in (inner.y..).zip(screen.list.window(inner.height, screen.rows.len())) {
        let Some(row) = screen.rows.get(at) else { continue };
        let line = Rect { y, height: 1, ..inner };
        let here = at == screen.list.at;
        if here {
            paint.highlight(line);
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        match row {
            Row::Tenant(id) => {
                let before = screen.rows.get(..at).unwrap_or_default();
                let again = if before.contains(row) { ", continued" } else { "" };
                let name = format!("{}{again}", model.name(*id));
                paint.bold(line.x, y, line.width, Role::Accent, &name);
            }
            Row::Change(at) => {
                if let Some(change) = document.changes.get(*at) {
                    let boxed = match change.included {
                        true => paint.glyphs.ticked(),
                        false => paint.glyphs.unticked(),
                    };
                    paint.text(line.x + 2, y, 3, Role::Muted, boxed);
                    paint.right(line.x + 5, y, 4, Role::Muted, &change.number.to_string());
                    let room = line.width.saturating_sub(10);
                    let taken = paint.text(line.x + 10, y, room, role(change), &change.title);
                    let x = line.x + 12 + taken;
                    paint.text(x, y, line.right().saturating_sub(x), Role::Muted, &change.after);
                }
            }
            Row::Step(list, step) => {
                let step = document.tenants.get(*list).and_then(|list| list.steps.get(*step));
                if let Some(step) = step {
                    paint.right(line.x + 2, y, 3, Role::Muted, &step.number.to_string());
                    let (role, word) = phase(step);
                    paint.text(line.x + 6, y, 8, role, &format!("[{word}]"));
                    paint.text(
                        line.x + 15,
                        y,
                        line.width.saturating_sub(15),
                        Role::Text,
                        &step.words,
                    );
                }
            }
        }
        if !matches!(row, Row::Tenant(_)) {
            paint.hit(line, Target::Item(at));
        }
    }
    let bar = Rect { x: inner.right() + 1, width: 1, ..inner };
    screen.list.scroll_bar(bar, screen.rows.len(), paint);
}

/// What a step is there for, and its colour.
pub(super) fn phase(step: &Line) -> (Role, &'static str) {
    match (step.why.as_str(), step.phase.as_str()) {
        ("pauses", _) => (Role::Warning, "pauses"),
        (_, "close") => (Role::Block, "closes"),
        (_, "open") => (Role::Allow, "opens"),
        (_, "setUp") => (Role::Accent, "set-up"),
        _ => (Role::Changed, "turns"),
    }
}
