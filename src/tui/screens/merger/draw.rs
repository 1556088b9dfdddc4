//! Drawing: steps, form and what is staged beside each other; less where there is less room, one
//! question at last.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::line::{Act, Held, Line};
use super::{Merger, aside, form, rail, step};
use crate::merger::{Proposal, STEPS, StepView};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, cells, wrap};
use crate::tui::theme::Role;
use crate::tui::widgets::{Mark, rows, scrolled};

/// Columns of the steps and of what is staged.
const RAIL: u16 = 30;
const ASIDE: u16 = 36;
/// Where the value of a pair starts, after its title.
const VALUE: u16 = 18;

/// Lines that words take in a width.
pub(super) fn rows_of(text: &str, width: u16) -> u16 {
    u16::try_from(wrap(text, width).len()).unwrap_or(u16::MAX)
}

pub(super) fn draw(screen: &Merger, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let nothing = Proposal::default();
    let proposal = model.merging.proposed.as_ref().map_or(&nothing, |held| &held.proposal);
    let views = rail::views(model, proposal);
    let Some(view) = views.iter().find(|view| view.row.step == step(model)) else { return };
    if area.width >= 100 && area.height >= 16 {
        rail::draw(screen, model, &views, Rect { width: RAIL, ..area }, paint);
        let middle = area.width - RAIL - ASIDE;
        let form = Rect { x: area.x + RAIL, width: middle, ..area };
        let inner = frame(screen, model, view, form, paint);
        question(view, inner, paint, |rest, paint| body(screen, model, rest, paint));
        aside::draw(model, view, Rect { x: form.right(), width: ASIDE, ..area }, paint);
    } else if area.width >= 60 && area.height >= 16 {
        rail::line(screen, model, &views, Rect { height: 1, ..area }, paint);
        let pane = Rect { y: area.y + 1, height: area.height - 1, ..area };
        let inner = frame(screen, model, view, pane, paint);
        let lines = aside::lines(Held::of(model), view);
        let staged = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(5);
        let top = Rect { height: inner.height.saturating_sub(staged + 1), ..inner };
        question(view, top, paint, |rest, paint| body(screen, model, rest, paint));
        staged_below(&lines, Rect { y: top.bottom(), height: staged + 1, ..inner }, paint);
    } else if area.width >= 40 && area.height >= 9 {
        let inner = frame(screen, model, view, area, paint);
        question(view, inner, paint, |rest, paint| body(screen, model, rest, paint));
    } else {
        small(screen, model, view, area, paint);
    }
}

/// Which question it is, where there is room for little else.
fn small(screen: &Merger, model: &Model, view: &StepView<'_>, area: Rect, paint: &mut Paint<'_>) {
    if area.height == 0 {
        return;
    }
    let title = format!("{} of {} {}", number(view), STEPS.len(), view.row.title);
    let spot = Rect { height: 1, ..area };
    paint.bold(area.x, area.y, area.width, Role::Accent, &title);
    if screen.on_rail {
        paint.highlight(spot);
    }
    let mut top = 1;
    if area.height >= 5 {
        let words = Rect { y: area.y + 1, height: 2, ..area };
        top += paint.wrap(words, Role::Text, view.row.question);
    }
    let rest = Rect { y: area.y + top, height: area.height.saturating_sub(top), ..area };
    body(screen, model, rest, paint);
}

fn number(view: &StepView<'_>) -> usize {
    STEPS.iter().position(|row| row.step == view.row.step).map_or(0, |at| at + 1)
}

fn frame(
    screen: &Merger,
    model: &Model,
    view: &StepView<'_>,
    area: Rect,
    paint: &mut Paint<'_>,
) -> Rect {
    let title = format!("{}  {}", number(view), view.row.title);
    let note = match model.merging.answers.tenants.len() {
        0 | 1 => String::new(),
        count => format!("{count} tenants"),
    };
    let action = match screen.is_typing() {
        _ if area.width < 60 => "",
        true => "PgUp back   PgDn next",
        false => "p back   n next",
    };
    let frame = Frame { title: &title, note: &note, action, focus: !screen.on_rail };
    paint.pane(area, &frame)
}

/// The question on top, the rest below it.
fn question(
    view: &StepView<'_>,
    area: Rect,
    paint: &mut Paint<'_>,
    rest: impl FnOnce(Rect, &mut Paint<'_>),
) {
    let gap = u16::from(area.height > 12);
    let words = Rect { y: area.y + gap, height: area.height.saturating_sub(gap), ..area };
    let taken = paint.wrap(words, Role::Text, view.row.question);
    let title = Rect { height: taken, ..words };
    paint.tint(title, Role::Text, Modifier::BOLD);
    let top = taken + gap + u16::from(area.height > 8);
    let below = Rect { y: area.y + top, height: area.height.saturating_sub(top), ..area };
    rest(below, paint);
}

fn staged_below(lines: &[(Role, String)], area: Rect, paint: &mut Paint<'_>) {
    if area.height < 2 {
        return;
    }
    paint.rule(area.x, area.y, area.width);
    paint.text(area.x + 2, area.y, area.width.saturating_sub(2), Role::Muted, " this step stages ");
    let room = usize::from(area.height - 1);
    for ((at, (role, text)), y) in lines.iter().enumerate().zip(area.y + 1..area.bottom()) {
        if at + 1 == room && lines.len() > room {
            let text = format!("and {} lines more; the review has all", lines.len() - at);
            paint.text(area.x, y, area.width, Role::Muted, &text);
        } else {
            paint.text(area.x, y, area.width, *role, text);
        }
    }
}

/// The form, scrolled to where the cursor is.
fn body(screen: &Merger, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let lines = form(model);
    scrolled(&rows(&lines, area.width), screen.at, area, paint, |row, spot, paint| {
        let line = row.line;
        let is_here = row.stop == Some(screen.at) && !screen.on_rail;
        let room = row.begin(spot, is_here, paint);
        if line.is_pair {
            pair(screen, line, room, is_here, paint);
        } else {
            let role =
                if matches!(line.act, Some(Act::Rest)) { line.role } else { line_role(line) };
            row.words(role, room, paint);
        }
    });
}

fn line_role(line: &Line) -> Role {
    match line.mark {
        Mark::Sign(..) if line.role == Role::Accent => Role::Text,
        _ => line.role,
    }
}

/// A title, and a value that is typed or turned.
fn pair(screen: &Merger, line: &Line, spot: Rect, is_here: bool, paint: &mut Paint<'_>) {
    let Rect { x, y, width, .. } = spot;
    let title = VALUE.min(width / 2);
    paint.text(x, y, title.saturating_sub(1), Role::Muted, &line.text);
    let is_typed = line.is_field().is_some();
    let (open, close) = if is_typed { ("[", "]") } else { ("", "") };
    let from = x + title;
    let room = width.saturating_sub(title);
    paint.text(from, y, room, Role::Border, open);
    let shown = if is_here && is_typed { screen.input.value() } else { &line.note };
    let left = room.saturating_sub(2);
    let taken = paint.text(from + cells(open), y, left, Role::Text, shown);
    let end = if is_typed { left.max(taken).min(28).max(taken) } else { taken };
    paint.text(from + cells(open) + end, y, 1, Role::Border, close);
    if is_here && is_typed && screen.is_typing() {
        let at = u16::try_from(screen.input.visual_cursor()).unwrap_or(0).min(left);
        paint.cursor = Some((from + 1 + at, y).into());
    }
    if is_here && !(is_typed && screen.is_typing()) {
        let hint = if is_typed { "enter: type" } else { "space: the next" };
        let at = taken.max(if is_typed { end } else { 0 }) + 3;
        if room > at + cells(hint) {
            paint.text(from + at, y, room - at, Role::Muted, hint);
        }
    }
}
