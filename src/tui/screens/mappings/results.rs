//! What a row gives: on people who are likely to be trouble, and counted over everybody in scope.

use ratatui::layout::Rect;

use super::Mappings;
use crate::domain::AttributeMapping;
use crate::sync::{Given, Giver, Survey, Trouble, name_of};
use crate::text::grouped;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, cells};
use crate::tui::sync::{Found, Tried};
use crate::tui::theme::Role;

/// A person and what the two rows give.
struct Line {
    who: String,
    before: Given,
    after: Given,
    why: &'static str,
}

/// The row as it stands, and as it is being written: the last that could be read.
fn rows(screen: &Mappings) -> Option<(&AttributeMapping, &AttributeMapping)> {
    match &screen.editor {
        Some(editor) => Some((&editor.stands, &editor.good)),
        None => screen.row().map(|row| (&row.mapping, &row.mapping)),
    }
}

fn lines(screen: &Mappings, tried: &Tried, count: usize) -> Vec<Line> {
    let Some((stands, row)) = rows(screen) else { return Vec::new() };
    let engine = tried.of.engine();
    let (users, domain) = (tried.source.users(), engine.initial_domain());
    let was = Giver::of(stands, users, domain);
    let is = Giver::of(row, users, domain);
    let named = |given: Given| match given {
        // Another user is shown by name.
        Given::Text(text) => {
            let id = text.parse().ok().filter(|_| row.target == "manager");
            Given::Text(id.and_then(|id| engine.name(id)).unwrap_or(text))
        }
        other => other,
    };
    let line = |(row, why): (usize, &'static str)| Line {
        who: name_of(engine, row).to_owned(),
        before: named(was.give(row)),
        after: named(is.give(row)),
        why,
    };
    screen.people.all().take(count).map(line).collect()
}

/// A value as it is shown.
fn shown(given: &Given, paint: &Paint<'_>) -> (Role, String) {
    match given {
        Given::Text(text) => (Role::Text, text.clone()),
        Given::Nothing => (Role::Muted, paint.glyphs.absent().to_owned()),
        Given::Untold(name) => (Role::Warning, format!("? [{name}] is not in the export")),
        Given::Failed(why) => (Role::Error, format!("{} {why}", paint.glyphs.block())),
        Given::Unknown(why) => (Role::Warning, format!("? {why}")),
    }
}

/// What there is to say of a value.
fn remark(target: &str, line: &Line, paint: &Paint<'_>) -> (Role, String) {
    let trouble = match &line.after {
        Given::Text(text) => Trouble::of(target, text).map(|trouble| (trouble, text)),
        _ => None,
    };
    match (trouble, &line.after) {
        (Some((Trouble::Long(limit), text)), _) => {
            let count = text.chars().count();
            (Role::Error, format!("{} {count} of {limit}", paint.glyphs.block()))
        }
        (Some((Trouble::Accent, _)), _) => {
            (Role::Warning, format!("{} accent", paint.glyphs.warning()))
        }
        (None, Given::Nothing) => (Role::Muted, "not written".to_owned()),
        (None, _) => (Role::Muted, line.why.to_owned()),
    }
}

pub(super) fn draw(screen: &Mappings, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let Some(tried) = &screen.tried else {
        let inner = paint.pane(area, &Frame { title: "On people", ..Frame::default() });
        paint.wrap(inner, Role::Muted, &waiting(model));
        return;
    };
    let target = rows(screen).map(|(_, row)| row.target.clone()).unwrap_or_default();
    let survey = survey(screen);
    let note = match (model.sync.bench.done, survey) {
        (Some(done), _) if done > 0 => format!("{} looked at", grouped(done)),
        (_, Some((survey, true))) => {
            format!("nobody is in scope: all {}", grouped(survey.people))
        }
        (_, Some((survey, false))) => format!("{} in scope", grouped(survey.people)),
        _ => String::new(),
    };
    let action = "^f ^b another person";
    let is_old = screen.editor.as_ref().is_some_and(|editor| editor.fault.is_some());
    let title = if is_old { "On people, as it could be read last" } else { "On people" };
    let frame = Frame { title, note: &note, action, focus: false };
    let inner = paint.pane(area, &frame);
    let foot = foot_height(inner);
    let body = Rect { height: inner.height.saturating_sub(foot), ..inner };
    let is_written = screen.editor.is_some();
    people(screen, tried, &target, is_written, body, paint);
    let below = Rect { y: body.bottom(), height: foot, ..inner };
    if let Some(fault) = &model.sync.bench.fault {
        paint.wrap(below, Role::Error, fault);
    } else if let Some((survey, _)) = survey {
        counts(&target, survey, is_written, below, paint);
    }
}

fn foot_height(inner: Rect) -> u16 {
    match inner.height {
        0..4 => 0,
        4..7 => 1,
        _ if inner.width >= 76 => 2,
        _ => 3,
    }
}

/// The last count, where it is one of this row.
fn survey(screen: &Mappings) -> Option<(&Survey, bool)> {
    let target = &rows(screen)?.1.target;
    match &screen.tried.as_ref()?.found {
        Found::Row { survey, is_everyone, .. } => {
            let is_of = match &screen.tried.as_ref()?.trial {
                crate::tui::sync::Trial::Row { row, .. } => row.target == *target,
                crate::tui::sync::Trial::Scope(_) => false,
            };
            is_of.then_some((survey, *is_everyone))
        }
        Found::Scope(_) => None,
    }
}

fn waiting(model: &Model) -> String {
    if let Some(fault) = model.sync.fault.as_ref().or(model.sync.bench.fault.as_ref()) {
        return format!("no values: {fault}");
    }
    match model.sync.judged {
        Some(users) => format!("reading the directories: {} users judged", grouped(users)),
        None => "not looked at yet".to_owned(),
    }
}

fn people(
    screen: &Mappings,
    tried: &Tried,
    target: &str,
    is_written: bool,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let is_wide = area.width >= 60;
    let who = if is_wide { 22.min(area.width / 4) } else { area.width * 2 / 5 };
    let remark_width = if is_wide { 16 } else { 0 };
    let rest = area.width.saturating_sub(who + remark_width + 2);
    let before = if is_written && is_wide { rest / 2 } else { 0 };
    let after = rest - before;
    let columns =
        [("who", who), ("now", before), (if is_written { "then" } else { "gives" }, after)];
    let mut x = area.x;
    if area.height > 2 {
        for (title, width) in columns {
            if width > 0 {
                paint.text(x, area.y, width.saturating_sub(1), Role::Muted, title);
            }
            x += width;
        }
    }
    let top = area.y + u16::from(area.height > 2);
    let count = usize::from(area.bottom().saturating_sub(top));
    for (y, line) in (top..).zip(lines(screen, tried, count)) {
        let mut x = area.x;
        paint.text(x, y, who.saturating_sub(1), Role::Text, &line.who);
        x += who;
        if before > 0 {
            let (role, text) = shown(&line.before, paint);
            let role = if role == Role::Text { Role::Muted } else { role };
            paint.text(x, y, before.saturating_sub(2), role, &text);
            x += before;
        }
        let (role, text) = shown(&line.after, paint);
        let is_other = line.before != line.after && line.after.is_known();
        let role = if role == Role::Text && is_other { Role::Changed } else { role };
        paint.text(x, y, after.saturating_sub(2), role, &text);
        x += after;
        if is_written {
            let (role, sign) = match is_other {
                true => (Role::Changed, "~"),
                false if !line.after.is_known() => (Role::Warning, "?"),
                false => (Role::Muted, "="),
            };
            paint.text(x, y, 1, role, sign);
        }
        let (role, text) = remark(target, &line, paint);
        paint.text(x + 2, y, remark_width, role, &text);
    }
}

/// What there is to count, the weightiest first: a sign, a number, a word.
fn counts(target: &str, survey: &Survey, is_written: bool, area: Rect, paint: &mut Paint<'_>) {
    let (bad, look) = (paint.glyphs.block(), paint.glyphs.warning());
    let foreign = match Trouble::of(target, "\u{e9}") {
        Some(Trouble::Accent) => {
            (Role::Warning, look, "not ASCII: NormalizeDiacritics takes accents off")
        }
        _ => (Role::Muted, paint.glyphs.dot(), "not ASCII"),
    };
    let mut parts: Vec<(Role, &str, u64, &str)> = Vec::new();
    if is_written {
        parts.push((Role::Muted, "=", survey.unchanged, "unchanged"));
        parts.push((Role::Changed, "~", survey.changed, "changed"));
    }
    let troubles = [
        (Role::Error, bad, survey.failed, "fail"),
        (Role::Error, bad, survey.long, "too long"),
        (Role::Warning, look, survey.shared.unwrap_or(0), "share a value"),
        (foreign.0, foreign.1, survey.foreign, foreign.2),
        (Role::Muted, paint.glyphs.absent(), survey.empty, "get nothing"),
        (Role::Warning, "?", survey.unknown, "not known"),
    ];
    parts.extend(troubles.into_iter().filter(|(_, _, count, _)| *count > 0));
    if parts.is_empty() {
        parts.push((
            Role::Allow,
            paint.glyphs.allow(),
            survey.people,
            "get a value, nothing to say",
        ));
    }
    let (mut x, mut y) = (area.x, area.y);
    for (role, sign, count, word) in parts {
        let text = format!("{sign} {} {word}", grouped(count));
        let wide = cells(&text);
        if x > area.x && x + wide > area.right() {
            (x, y) = (area.x, y + 1);
        }
        if y >= area.bottom() {
            return;
        }
        x += paint.text(x, y, area.right().saturating_sub(x), role, &text) + 3;
    }
}

/// What the row gives the first person, in one or two lines; returns how many.
pub(super) fn first(screen: &Mappings, model: &Model, area: Rect, paint: &mut Paint<'_>) -> u16 {
    let Some(tried) = &screen.tried else {
        return paint.wrap(area, Role::Muted, &waiting(model));
    };
    let Some(line) = lines(screen, tried, 1).into_iter().next() else { return 0 };
    if area.height == 0 {
        return 0;
    }
    let (role, text) = shown(&line.after, paint);
    let taken = paint.text(area.x, area.y, area.width / 2, Role::Muted, &line.who);
    let x = area.x + taken + 1;
    paint.text(x, area.y, area.right().saturating_sub(x), role, &text);
    1
}
