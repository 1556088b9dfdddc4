//! What would become of everybody: a bar for each outcome, which is a filter as well.

use ratatui::layout::Rect;

use super::draw::{OUTCOMES, role, sign};
use super::{Pane, SyncScreen};
use crate::sync::{Action, JobVerdict, Mode, PACE_PAGE, Summary, beside_words};
use crate::text::grouped;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, cells};
use crate::tui::sync::Previewed;
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

/// The outcomes that somebody has, in the order of a summary.
pub(super) fn rows(of: &Previewed) -> Vec<Action> {
    let some = |action: &Action| of.preview.summary.of(*action) > 0;
    Action::ALL.into_iter().filter(some).collect()
}

/// What the job becomes, in a word and its colour.
fn verdict(of: &Previewed) -> (Role, &'static str) {
    let verdict = of.preview.job.verdict;
    let role = match verdict {
        JobVerdict::Runs => Role::Allow,
        JobVerdict::Blocked => Role::Block,
        JobVerdict::Quarantined => Role::Error,
        JobVerdict::Unknown => Role::Warning,
    };
    (role, verdict.of_job(of.configuration()))
}

/// How many get each action, in words.
fn counts(summary: &Summary) -> String {
    let some = Action::ALL.into_iter().filter(|action| summary.of(*action) > 0);
    let words = some.map(|action| format!("{} {}", action.title(), grouped(summary.of(action))));
    words.collect::<Vec<_>>().join(", ")
}

pub(super) fn draw(screen: &SyncScreen, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let held = &model.sync;
    let Some(shown) = held.shown(&model.workspace) else {
        waiting(model, area, paint);
        return;
    };
    let name = &shown.configuration().display_name;
    let note = progress(model).unwrap_or_else(|| {
        let cycle = match held.cycle.mode {
            Mode::Initial => "first cycle",
            Mode::Incremental => "a later cycle",
        };
        let gate = match shown.preview.is_let_through {
            true => "were the job let through",
            false => "nothing is written",
        };
        format!("{cycle}, {gate}")
    });
    let focus = screen.pane == Pane::Outcomes;
    let action = if focus { "enter shows only these" } else { "Tab tells more" };
    let inner = paint.pane(area, &Frame { title: name, note: &note, action, focus });
    let below = bars(screen, shown, inner, paint);
    let rest = Rect { y: inner.y + below, height: inner.height.saturating_sub(below), ..inner };
    said(model, shown, rest, paint);
}

/// How far a preview is that is being made.
pub(super) fn progress(model: &Model) -> Option<String> {
    let users = model.sync.judged?;
    Some(match users {
        0 => "reading …".to_owned(),
        users => format!("{} judged …   Esc stops", grouped(users)),
    })
}

/// The bars; returns the lines they took.
fn bars(screen: &SyncScreen, of: &Previewed, area: Rect, paint: &mut Paint<'_>) -> u16 {
    let rows = rows(of);
    let summary = &of.preview.summary;
    let most = rows.iter().map(|row| summary.of(*row)).max().unwrap_or(1).max(1);
    let digits = cells(&grouped(most)).max(5);
    let has_focus = screen.pane == Pane::Outcomes;
    let mut y = area.y;
    for (at, action) in rows.iter().enumerate() {
        if y >= area.bottom() {
            break;
        }
        let line = Rect { y, height: 1, ..area };
        if has_focus && at == screen.outcomes.at {
            paint.highlight(line);
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        let count = summary.of(*action);
        let is_only = screen.view.action == Some(*action);
        let role = role(*action);
        if is_only {
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.mark());
        }
        paint.text(line.x + 2, y, 2, role, sign(*action, paint.glyphs));
        paint.text(line.x + 4, y, 11, Role::Text, action.title());
        paint.right(line.x + 15, y, digits, Role::Text, &grouped(count));
        let room = line.width.saturating_sub(17 + digits);
        let length = u64::from(room) * count / most;
        let bar = paint.glyphs.bar().repeat(usize::try_from(length).unwrap_or(0).max(1));
        paint.text(line.x + 17 + digits, y, room, role, &bar);
        paint.hit(line, Target::Item(OUTCOMES + at));
        y += 1;
    }
    y - area.y
}

/// Lines that all of it takes at least.
const ROOM: u16 = 10;

/// What the job becomes and why; what has changed since the last preview; what is not known.
fn said(model: &Model, of: &Previewed, area: Rect, paint: &mut Paint<'_>) {
    let preview = &of.preview;
    let job = &preview.job;
    // Where there is little, how long cycles take is told in short.
    let has_room = area.height > ROOM;
    let mut pen = Pen { area, paint };
    if pen.area.height > 3 {
        pen.down(1);
    }
    let (role, word) = verdict(of);
    pen.words(role, word);
    match &preview.if_let_through {
        Some(_) if preview.is_let_through => {
            pen.words(Role::Changed, "shown as if it were let through; v shows what happens now");
        }
        Some(free) => {
            let text = format!("were the job let through: {}; v shows them", counts(free));
            pen.words(Role::Text, &text);
        }
        None => {}
    }
    for line in &job.because {
        pen.words(Role::Muted, line);
    }
    if preview.if_let_through.is_some() {
        let text = "S tells the steps that are missing, and whose they are; g w sets both sides up";
        pen.words(Role::Accent, text);
    }
    if let Some(before) = model.sync.before
        && before != preview.summary
    {
        let change = Action::ALL.iter().filter_map(|action| {
            let (then, now) = (before.of(*action), preview.summary.of(*action));
            let sign = if now > then { "+" } else { "-" };
            (now != then)
                .then(|| format!("{} {sign}{}", action.title(), grouped(now.abs_diff(then))))
        });
        let text = format!("since the last preview: {}", change.collect::<Vec<_>>().join(", "));
        pen.words(Role::Changed, &text);
    }
    let threshold = match job.threshold {
        Some(most) => format!("stops at {}", grouped(most)),
        None => "nothing stops it".to_owned(),
    };
    let is_later = of.asked().mode == Mode::Incremental;
    let pace = match has_room {
        true => String::new(),
        false => format!(", {}", job.pace.short_words(is_later)),
    };
    let text = format!(
        "deletions {} ({threshold}){pace}, licences {} ({})",
        grouped(job.deletions),
        grouped(job.licences),
        job.pace.licence
    );
    pen.words(Role::Muted, &text);
    let beside = beside_words(of.configuration(), &model.workspace.synchronizations);
    for line in beside.iter().chain(&of.risks) {
        pen.words(Role::Warning, line);
    }
    for line in &of.said {
        pen.words(Role::Warning, line);
    }
    if !has_room {
        return;
    }
    let page = PACE_PAGE.rsplit('/').next().unwrap_or_default();
    let later = format!("{} ({page})", job.pace.later_words(is_later));
    for line in [job.pace.first_words(), later] {
        pen.words(Role::Muted, &line);
    }
}

fn waiting(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let inner = paint.pane(area, &Frame { title: "Outcome", ..Frame::default() });
    let held = &model.sync;
    let (role, text) = match (&held.fault, progress(model)) {
        (Some(fault), _) => (Role::Warning, fault.clone()),
        (None, Some(text)) => (Role::Muted, text),
        (None, None) if held.is_stopped => (Role::Muted, "stopped; r begins again".to_owned()),
        (None, None) => (Role::Muted, String::new()),
    };
    paint.wrap(inner, role, &text);
}
