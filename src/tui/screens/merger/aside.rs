//! What a step stages, live, tenant by tenant, and why it is asked.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use super::line::Held;
use crate::domain::TenantId;
use crate::merger::{State, Step, StepView};
use crate::sync::Action;
use crate::text::{counted, grouped};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint};
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

/// Lines that are written at most: nobody reads further here.
const LINES_MAX: usize = 100;

/// What one step stages, in short lines: how it is meant, and the words.
pub(super) fn lines(held: Held<'_>, view: &StepView<'_>) -> Vec<(Role, String)> {
    let mut out = Vec::new();
    let mut ours: BTreeMap<TenantId, Vec<&str>> = BTreeMap::new();
    for one in view.staged.iter().take(LINES_MAX) {
        ours.entry(one.owner).or_default().push(&one.words);
    }
    for (owner, words) in ours {
        out.push((Role::Text, format!("in {}", held.name(owner))));
        out.extend(words.into_iter().map(|words| (Role::Allow, format!("+ {words}"))));
    }
    let mut theirs: BTreeMap<TenantId, Vec<&str>> = BTreeMap::new();
    for one in view.asked.iter().take(LINES_MAX) {
        theirs.entry(one.owner).or_default().push(&one.words);
    }
    for (owner, words) in theirs {
        out.push((Role::Warning, format!("{} has to", held.name(owner))));
        out.extend(words.into_iter().map(|words| (Role::Muted, format!("? {words}"))));
    }
    let more = [view.staged.len(), view.asked.len()].map(|count| count.saturating_sub(LINES_MAX));
    if more != [0, 0] {
        let more = grouped(more.iter().sum::<usize>() as u64);
        out.push((Role::Muted, format!("and {more} more of that kind")));
    }
    if matches!(view.row.step, Step::Simulate | Step::Review) {
        return totals(held);
    }
    if out.is_empty() {
        let text = match (view.row.step, view.state) {
            (_, State::Answered) => "nothing: it is like that already",
            _ => "nothing yet",
        };
        out.push((Role::Muted, text.to_owned()));
    }
    out.extend(people(held, view.row.step));
    out
}

/// What all steps stage, tenant by tenant.
fn totals(held: Held<'_>) -> Vec<(Role, String)> {
    let mut ours: BTreeMap<TenantId, usize> = BTreeMap::new();
    let mut theirs: BTreeMap<TenantId, usize> = BTreeMap::new();
    let proposal = held.proposed.map(|held| &held.proposal);
    for one in proposal.into_iter().flat_map(|held| &held.staged) {
        *ours.entry(one.owner).or_default() += one.edits.len();
    }
    for one in proposal.into_iter().flat_map(|held| &held.asked) {
        *theirs.entry(one.owner).or_default() += 1;
    }
    let mut out = Vec::new();
    for (owner, count) in ours.into_iter().take(LINES_MAX) {
        out.push((Role::Text, format!("in {}", held.name(owner))));
        out.push((Role::Allow, format!("+ {}", counted(count as u64, "edit", "edits"))));
    }
    for (owner, count) in theirs.into_iter().take(LINES_MAX) {
        out.push((Role::Warning, format!("{} has to", held.name(owner))));
        out.push((Role::Muted, format!("? make {}", counted(count as u64, "setting", "settings"))));
    }
    if out.is_empty() {
        out.push((Role::Muted, "nothing is missing".to_owned()));
    }
    out
}

/// What happens to people, where the step decides that.
fn people(held: Held<'_>, step: Step) -> Vec<(Role, String)> {
    if !matches!(step, Step::Sync | Step::Attributes | Step::Leavers) {
        return Vec::new();
    }
    let merging = &held.model.merging;
    let mut out = Vec::new();
    if let Some(judged) = merging.judged {
        out.push((Role::Muted, format!("people: counting ... {}", grouped(judged))));
    }
    let cycles = merging.simulated.iter().flat_map(|simulated| &simulated.cycles);
    let mut sums: BTreeMap<Action, u64> = BTreeMap::new();
    for (action, count) in cycles.flat_map(|cycle| &cycle.forecast.actions) {
        *sums.entry(*action).or_default() += count;
    }
    if sums.values().any(|count| *count > 0) {
        out.push((Role::Text, "people".to_owned()));
    }
    for (action, count) in sums.into_iter().filter(|(_, count)| *count > 0) {
        let (sign, role) = match action {
            Action::Create | Action::Restore => ("+", Role::Allow),
            Action::Update => ("~", Role::Changed),
            Action::SoftDelete | Action::Disable => ("-", Role::Block),
            Action::Fail => ("!", Role::Error),
            _ => ("=", Role::Muted),
        };
        out.push((role, format!("{sign} {} {}", action.word(), grouped(count))));
    }
    out
}

pub(super) fn draw(model: &Model, view: &StepView<'_>, area: Rect, paint: &mut Paint<'_>) {
    let held = Held::of(model);
    let edits = held.proposed.map_or(0, |held| held.proposal.edits.len());
    let action = match edits {
        0 => "all steps: nothing".to_owned(),
        count => format!("all steps: {}", counted(count as u64, "edit", "edits")),
    };
    let is_now = model.merging.current(model.asked_of()).is_some();
    let note = if is_now { "live" } else { "..." };
    let whole = matches!(view.row.step, Step::Simulate | Step::Review);
    let title = if whole { "All steps stage" } else { "This step stages" };
    let frame = Frame { title, note, action: &action, focus: false };
    let inner = paint.pane(area, &frame);
    let why = super::draw::rows_of(view.row.why, inner.width).saturating_add(2);
    let room = inner.height.saturating_sub(why);
    let mut pen = Pen { area: Rect { height: room, ..inner }, paint };
    let lines = lines(held, view);
    let mut left = lines.len();
    for (role, text) in lines {
        // The last line is kept for what has no room.
        if pen.area.height < 2 && left > 1 {
            pen.words(Role::Muted, &format!("and {left} lines more; the review has all"));
            break;
        }
        let is_title = !text.starts_with(['+', '?', '~', '-', '=', '!']);
        if is_title && pen.area.y > inner.y {
            pen.space();
        }
        pen.words(role, &text);
        left -= 1;
    }
    let below = pen.area.y + 1;
    let rest = Rect { y: below, height: inner.bottom().saturating_sub(below), ..inner };
    let mut pen = Pen { area: rest, paint };
    pen.words(Role::Text, "why we ask");
    pen.words(Role::Muted, view.row.why);
}
