//! The steps beside the form, or in a line above it.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{Merger, STEP_HIT, step};
use crate::merger::{Proposal, STEPS, State, Step, StepView, Weight, steps};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::theme::Role;

/// Every question as it stands.
pub(super) fn views<'p>(model: &Model, proposal: &'p Proposal) -> Vec<StepView<'p>> {
    let mut views = steps(&model.workspace, &model.merging.answers, proposal);
    if !model.merging.is_begun {
        // Before anything is answered nothing is wrong.
        for view in &mut views {
            view.faults.clear();
            if view.state == State::Faulty {
                view.state = State::Open;
            }
        }
    }
    views
}

fn sign(view: &StepView<'_>, is_here: bool, paint: &Paint<'_>) -> (&'static str, Role) {
    match view.state {
        State::Faulty => (paint.glyphs.block(), Role::Error),
        _ if is_here => (paint.glyphs.brand(), Role::Accent),
        State::Answered => (paint.glyphs.allow(), Role::Allow),
        State::Open | State::Waiting => (paint.glyphs.later(), Role::Muted),
    }
}

/// The answer in a line, or what it waits for.
fn under(view: &StepView<'_>, model: &Model) -> String {
    match (view.row.step, view.state) {
        (Step::Simulate, _) => "before and after".to_owned(),
        (Step::Review, _) => "nothing leaves this workspace".to_owned(),
        (_, State::Waiting) if view.answer.is_empty() => {
            let answers = &model.merging.answers;
            let open = view.row.depends_on.iter().find(|one| !one.is_answered(answers));
            let at = open.and_then(|open| STEPS.iter().position(|row| row.step == *open));
            format!("depends on {}", at.map_or(0, |at| at + 1))
        }
        _ => view.answer.clone(),
    }
}

pub(super) fn draw(
    screen: &Merger,
    model: &Model,
    views: &[StepView<'_>],
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let (done, all) = model.merging.progress();
    let note = format!("{done} of {all}");
    let frame = Frame { title: "Steps", note: &note, action: "", focus: screen.on_rail };
    let inner = paint.pane(area, &frame);
    let count = u16::try_from(views.len()).unwrap_or(u16::MAX);
    let lines: u16 = if inner.height >= 2 * count { 2 } else { 1 };
    let mut y = inner.y;
    for (at, view) in views.iter().enumerate() {
        if y + lines > inner.bottom() {
            break;
        }
        let is_here = view.row.step == step(model);
        let spot = Rect { y, height: 1, ..inner };
        let (sign, role) = sign(view, is_here, paint);
        paint.text(spot.x, y, 1, role, sign);
        paint.right(spot.x + 2, y, 2, Role::Muted, &(at + 1).to_string());
        let words = if is_here { Role::Text } else { Role::Muted };
        let title = Rect { x: spot.x + 5, width: spot.width.saturating_sub(5), ..spot };
        paint.text(title.x, y, title.width, words, view.row.title);
        if is_here {
            if screen.on_rail {
                paint.highlight(spot);
            } else {
                paint.tint(title, Role::Text, Modifier::BOLD);
            }
        }
        if lines == 2 {
            let text = under(view, model);
            paint.text(title.x, y + 1, title.width, Role::Muted, &text);
        }
        paint.hit(Rect { height: lines, ..spot }, Target::Item(STEP_HIT + at));
        y += lines;
    }
    if inner.bottom() >= y + 4 {
        paint.rule(inner.x, y + 1, inner.width);
        bar(model, Rect { y: y + 2, height: 1, ..inner }, paint);
        findings(views, Rect { y: y + 3, height: 1, ..inner }, paint);
    }
}

fn bar(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let (done, all) = model.merging.progress();
    let percent = 100 * done / all.max(1);
    let taken = paint.text(area.x, area.y, area.width, Role::Muted, "answered ");
    let room = usize::from(area.width.saturating_sub(taken + 5));
    let filled = room * done / all.max(1);
    let x = area.x + taken;
    let full = paint.text(x, area.y, area.width, Role::Accent, &paint.glyphs.bar().repeat(filled));
    let rest = paint.glyphs.track().repeat(room - filled);
    paint.text(x + full, area.y, area.width, Role::Border, &rest);
    paint.right(area.x, area.y, area.width, Role::Text, &format!("{percent}%"));
}

fn findings(views: &[StepView<'_>], area: Rect, paint: &mut Paint<'_>) {
    let all = || views.iter().flat_map(|view| &view.faults);
    let stops = all().filter(|fault| fault.weight == Weight::Stop).count();
    let minds = all().count() - stops;
    let stop = format!("{} {stops}", paint.glyphs.block());
    let mind = format!("{} {minds}", paint.glyphs.warning());
    paint.pieces(
        area.x,
        area.y,
        area.width,
        &[
            (Role::Muted, "findings "),
            (if minds > 0 { Role::Warning } else { Role::Muted }, &mind),
            (Role::Muted, "   "),
            (if stops > 0 { Role::Error } else { Role::Muted }, &stop),
        ],
    );
}

/// The steps in one line.
pub(super) fn line(
    screen: &Merger,
    model: &Model,
    views: &[StepView<'_>],
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let mut x = area.x + 1;
    for (at, view) in views.iter().enumerate() {
        let is_here = view.row.step == step(model);
        let (sign, role) = sign(view, is_here, paint);
        let room = area.right().saturating_sub(x);
        let text = match is_here {
            true => format!("{} {}", at + 1, view.row.title),
            false => (at + 1).to_string(),
        };
        let mut taken = paint.text(x, area.y, room, role, sign);
        let words = if is_here { Role::Text } else { Role::Muted };
        taken += paint.text(x + taken, area.y, room.saturating_sub(taken), words, &text);
        let spot = Rect { x, y: area.y, width: taken, height: 1 };
        if is_here && screen.on_rail {
            paint.highlight(spot);
        } else if is_here {
            paint.tint(spot, Role::Text, Modifier::BOLD);
        }
        paint.hit(spot, Target::Item(STEP_HIT + at));
        x += taken + 1;
    }
    let (done, all) = model.merging.progress();
    let text = format!("{done}/{all}");
    if x + 8 < area.right() {
        paint.right(x, area.y, area.right() - x - 1, Role::Muted, &text);
    }
}
