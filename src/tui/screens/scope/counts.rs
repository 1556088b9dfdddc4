//! How many people are in scope, and who would come and go.

use ratatui::layout::Rect;

use super::ScopeScreen;
use crate::domain::{ObjectAction, SyncConfiguration};
use crate::sync::ScopeCount;
use crate::text::grouped;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint};
use crate::tui::sync::Found;
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

/// The last count there is; while a newer one is made, it stays.
pub(super) fn counted(screen: &ScopeScreen) -> Option<&ScopeCount> {
    match &screen.tried.as_ref()?.found {
        Found::Scope(counted) => Some(counted),
        Found::Row { .. } => None,
    }
}

pub(super) fn draw(
    screen: &ScopeScreen,
    model: &Model,
    shown: &SyncConfiguration,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let note = match model.sync.bench.done {
        Some(done) if done > 0 => format!("{} counted", grouped(done)),
        _ => String::new(),
    };
    let inner =
        paint.pane(area, &Frame { title: "In scope", note: &note, action: "", focus: false });
    words(screen, model, shown, inner, paint);
}

/// The counts, the weightiest first where there is little room.
pub(super) fn words(
    screen: &ScopeScreen,
    model: &Model,
    shown: &SyncConfiguration,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let mut pen = Pen { area, paint };
    if let Some(fault) = model.sync.fault.as_ref().or(model.sync.bench.fault.as_ref()) {
        pen.words(Role::Error, &format!("nobody can be counted: {fault}"));
        return;
    }
    let Some(counted) = counted(screen) else {
        let text = match model.sync.judged {
            Some(users) => format!("reading the directories: {} users judged", grouped(users)),
            None => "not counted yet".to_owned(),
        };
        pen.words(Role::Muted, &text);
        return;
    };
    let is_tall = area.height >= 6;
    let whole = format!("{} in scope", grouped(counted.scope.yes));
    let of = format!("  of {} users of {}", grouped(counted.people), model.name(shown.source));
    let Rect { x, y, width, height } = pen.area;
    if height == 0 {
        return;
    }
    let used = pen.paint.bold(x, y, width, Role::Allow, &whole);
    pen.paint.text(x + used, y, width.saturating_sub(used), Role::Muted, &of);
    pen.down(1);
    if counted.scope.unknown > 0 {
        let mut text = format!("? {} cannot be told", grouped(counted.scope.unknown));
        if counted.readings > 0 {
            text.push_str(&format!(
                "; of {} two readings of a regular expression differ: anywhere in the value, or all of it",
                grouped(counted.readings)
            ));
        }
        pen.words(Role::Warning, &text);
    }
    if !shown.sync_all && shown.assigned.is_empty() {
        let sign = pen.paint.glyphs.warning();
        pen.words(
            Role::Warning,
            &format!("{sign} nobody is assigned: nobody is synchronised (CTS004)"),
        );
    }
    compare(screen, shown, counted, &mut pen);
    if is_tall {
        pen.space();
        steps(shown, counted, &mut pen);
    }
}

/// Who would come and go, and whether the job would stop at that.
fn compare(
    screen: &ScopeScreen,
    shown: &SyncConfiguration,
    counted: &ScopeCount,
    pen: &mut Pen<'_, '_>,
) {
    if counted.joining == 0 && counted.leaving == 0 {
        let text = match screen.draft.is_some() || screen.clause.is_some() {
            true => "as many as stand in it: nobody comes, nobody leaves",
            false => "as it stands",
        };
        pen.words(Role::Muted, text);
        return;
    }
    pen.words(
        Role::Text,
        &format!(
            "+{} come, -{} leave, compared with what stands ({})",
            grouped(counted.joining),
            grouped(counted.leaving),
            grouped(counted.stands)
        ),
    );
    if counted.leaving_cut > 0 {
        let text = format!(
            "{} of them are cut before scope: that deprovisions nobody",
            grouped(counted.leaving_cut)
        );
        pen.words(Role::Muted, &text);
    }
    let there = counted.leaving_there;
    if there == 0 {
        if counted.leaving > 0 {
            pen.words(
                Role::Muted,
                "nobody of those who leave is in the target: nothing is deleted",
            );
        }
        return;
    }
    let deletes = shown.users().is_some_and(|users| users.does(ObjectAction::Delete));
    let (sign, stop) = (pen.paint.glyphs.warning(), pen.paint.glyphs.block());
    let count = grouped(there);
    if !deletes {
        let text = format!(
            "{sign} {count} of them are in the target and stay there, looked after by nobody: delete is off"
        );
        pen.words(Role::Warning, &text);
        return;
    }
    let text = format!(
        "{sign} {count} of those who leave are in the target: once managed, they are deleted there"
    );
    pen.words(Role::Warning, &text);
    if let Some(limit) = shown.deletion_threshold {
        if there >= limit {
            let text = format!(
                "{stop} {count} deletions reach the limit of {}: the job goes into quarantine (TooManyDeletes) before it deletes",
                grouped(limit)
            );
            pen.words(Role::Error, &text);
        } else {
            let text = format!("fewer than the {} that stop the job", grouped(limit));
            pen.words(Role::Muted, &text);
        }
    } else {
        pen.words(Role::Warning, "no number of deletions stops the job (CTS026)");
    }
}

/// From all users to those in scope.
fn steps(shown: &SyncConfiguration, counted: &ScopeCount, pen: &mut Pen<'_, '_>) {
    let who = if shown.sync_all { "everyone who is left" } else { "assigned" };
    let cut = counted.cut;
    let active = counted.scope.yes.saturating_sub(counted.inactive);
    let lines = [
        (counted.people, "users of the source"),
        (cut, "never travel: at home elsewhere, or cut before scope"),
        (counted.assigned.yes, who),
        (counted.scope.yes, "in scope after the filters"),
        (counted.inactive, "not active in the source: skipped"),
        (active, "left: created, updated or as they are"),
    ];
    let shown = if counted.inactive > 0 { lines.len() } else { lines.len() - 2 };
    for (at, (count, words)) in lines.into_iter().enumerate().take(shown) {
        let Rect { x, y, width, height } = pen.area;
        if height == 0 {
            return;
        }
        let sign = if at == 1 || at == 4 { "-" } else { "" };
        pen.paint.right(x, y, 10.min(width), Role::Text, &format!("{sign}{}", grouped(count)));
        let inset = Rect { x: x + 12, width: width.saturating_sub(12), ..pen.area };
        let used = pen.paint.wrap(inset, Role::Muted, words);
        pen.down(used.max(1));
    }
    if counted.assigned.unknown > 0 {
        let text = format!(
            "of {} it is not known whether they are assigned",
            grouped(counted.assigned.unknown)
        );
        pen.words(Role::Warning, &text);
    }
}
