//! One line of a scope, with its count at the end.

use ratatui::layout::Rect;

use super::outline::{self, Item};
use super::{ScopeScreen, draft};
use crate::domain::{ObjectAction, SyncConfiguration};
use crate::sync::{ScopeCount, Tallied};
use crate::text::grouped;
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::theme::Role;

/// A count at the end of a line; returns the columns it takes.
fn counter(tallied: Tallied, line: Rect, paint: &mut Paint<'_>) -> u16 {
    let mut text = grouped(tallied.yes);
    if tallied.unknown > 0 {
        text.push_str(&format!(" ?{}", grouped(tallied.unknown)));
    }
    let role = if tallied.unknown > 0 { Role::Warning } else { Role::Text };
    paint.right(line.x, line.y, line.width, role, &text) + 2
}

/// One line of the outline.
pub(super) fn row(
    screen: &ScopeScreen,
    model: &Model,
    shown: &SyncConfiguration,
    item: Item,
    counted: Option<&ScopeCount>,
    line: Rect,
    paint: &mut Paint<'_>,
) {
    let taken = counted
        .and_then(|counted| outline::count(item, counted))
        .map_or(0, |tallied| counter(tallied, line, paint));
    let (x, y) = (line.x + 2, line.y);
    let room = line.width.saturating_sub(taken + 2);
    match item {
        Item::Who => {
            let text = if shown.sync_all { "everyone" } else { "only who is assigned" };
            let used = paint.bold(x, y, room, Role::Text, text);
            let tail = if room >= 46 { "   space: everyone, or the assigned" } else { "" };
            paint.text(x + used, y, room.saturating_sub(used), Role::Muted, tail);
        }
        Item::Assigned(at) => {
            let Some(id) = shown.assigned.get(at).copied() else { return };
            let (name, about) = outline::assigned(model, screen.tried.as_deref(), shown, id);
            let used = paint.text(x + 2, y, room.saturating_sub(2), Role::Text, &name);
            let x = x + used + 4;
            paint.text(
                x,
                y,
                (line.right() - taken.min(line.width)).saturating_sub(x),
                Role::Muted,
                &about,
            );
        }
        Item::Filters
        | Item::Filter(_)
        | Item::Clause(..)
        | Item::Inputs
        | Item::Input(_)
        | Item::InputClause(..) => {
            let line = Rect { x, width: room, ..line };
            filter(screen, shown, item, line, paint);
        }
        Item::Action(action) => {
            let does = shown.users().is_some_and(|users| users.does(action));
            let sign = if does { paint.glyphs.ticked() } else { paint.glyphs.unticked() };
            let role = if does { Role::Text } else { Role::Warning };
            paint.pieces(x, y, room, &[(role, sign), (role, " "), (role, action_words(action))]);
        }
        Item::Threshold => {
            let text = match shown.deletion_threshold {
                Some(count) => format!("{} deletions in one cycle stop the job", grouped(count)),
                None => "no number of deletions stops the job".to_owned(),
            };
            let role = if shown.deletion_threshold.is_some() { Role::Text } else { Role::Warning };
            paint.text(x, y, room, role, &text);
        }
    }
}

/// A line of the filters, or of the cut before them.
fn filter(
    screen: &ScopeScreen,
    shown: &SyncConfiguration,
    item: Item,
    line: Rect,
    paint: &mut Paint<'_>,
) {
    let Rect { x, y, width: room, .. } = line;
    match item {
        Item::Filters => {
            let text = match draft::filters(shown).len() {
                0 => "no filter: all of these",
                1 => "filter: all conditions must hold",
                _ => "filters: one of them must hold",
            };
            paint.bold(x, y, room, Role::Text, text);
        }
        Item::Filter(at) => {
            let name = outline::filter_name(draft::filters(shown), at);
            let word = if at == 0 { "" } else { "or " };
            paint.pieces(
                x + 2,
                y,
                room.saturating_sub(2),
                &[(Role::Accent, word), (Role::Text, &name)],
            );
        }
        Item::Clause(filter, at) => {
            let clause = draft::filters(shown).get(filter).and_then(|one| one.clauses.get(at));
            let Some(clause) = clause else { return };
            let word = if at == 0 { "" } else { "and " };
            let text = outline::clause_words(clause);
            let is_trap = screen.traps.iter().any(|trap| trap.clause() == Some((filter, at)));
            let sign = if is_trap { paint.glyphs.warning() } else { "" };
            let pieces = [
                (Role::Accent, word),
                (Role::Text, text.as_str()),
                (Role::Warning, " "),
                (Role::Warning, sign),
            ];
            paint.pieces(x + 4, y, room.saturating_sub(4), &pieces);
        }
        Item::Inputs => {
            let text = "cut before scope: leaving it deprovisions nobody";
            paint.bold(x, y, room, Role::Muted, text);
        }
        Item::Input(at) => {
            let name = outline::filter_name(draft::inputs(shown), at);
            paint.text(x + 2, y, room.saturating_sub(2), Role::Muted, &name);
        }
        Item::InputClause(filter, at) => {
            let clause = draft::inputs(shown).get(filter).and_then(|one| one.clauses.get(at));
            let text = clause.map(outline::clause_words).unwrap_or_default();
            paint.text(x + 4, y, room.saturating_sub(4), Role::Muted, &text);
        }
        Item::Who | Item::Assigned(_) | Item::Action(_) | Item::Threshold => {}
    }
}

fn action_words(action: ObjectAction) -> &'static str {
    match action {
        ObjectAction::Add => "create who is not there",
        ObjectAction::Update => "update who is there",
        ObjectAction::Delete => "delete who leaves",
    }
}
