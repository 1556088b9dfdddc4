//! The configurations: the one that is looked at with what it says.

use ratatui::layout::Rect;

use super::{Pane, SyncScreen};
use crate::domain::{ScheduleState, SyncConfiguration};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::theme::Role;

pub(super) fn draw(screen: &SyncScreen, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let count = screen.known.len().to_string();
    let focus = screen.pane == Pane::Configurations;
    let inner =
        paint.pane(area, &Frame { title: "Configurations", note: &count, action: "", focus });
    let chosen = model.sync.chosen(&model.workspace).map(|one| one.id);
    let mut y = inner.y;
    let details = 4;
    let room = inner.height.saturating_sub(details).max(1);
    for at in screen.jobs.window(room, screen.known.len()) {
        let Some(one) =
            screen.known.get(at).and_then(|id| model.workspace.synchronizations.get(id))
        else {
            continue;
        };
        if y >= inner.bottom() {
            return;
        }
        let line = Rect { y, height: 1, ..inner };
        let here = Some(one.id) == chosen;
        if here {
            paint.highlight(line);
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        paint.text(line.x + 2, y, line.width.saturating_sub(2), Role::Text, &one.display_name);
        paint.hit(line, Target::Item(at));
        y += 1;
        if !here {
            continue;
        }
        let x = inner.x + 2;
        let width = inner.width.saturating_sub(2);
        for (title, text) in facts(model, one, paint.glyphs.arrow()) {
            if y >= inner.bottom() {
                return;
            }
            let taken = if title.is_empty() { 0 } else { 7 };
            paint.text(x, y, 6, Role::Muted, title);
            paint.text(x + taken, y, width.saturating_sub(taken), Role::Text, &text);
            y += 1;
        }
    }
}

/// From where to where, who, which mappings, whether it is meant to run.
pub(super) fn facts(
    model: &Model,
    one: &SyncConfiguration,
    arrow: &str,
) -> [(&'static str, String); 4] {
    let users = one.users();
    let filters =
        users.and_then(|users| users.scope.as_ref()).map_or(0, |scope| scope.groups.len());
    let filters = match filters {
        0 => "no filter".to_owned(),
        1 => "1 filter".to_owned(),
        count => format!("{count} filters"),
    };
    let who = match (one.sync_all, one.assigned.len()) {
        (true, _) => "everyone".to_owned(),
        (false, 0) => "nobody assigned".to_owned(),
        (false, count) => format!("{count} assigned"),
    };
    let rows = users.map_or(0, |users| users.attribute_mappings.len());
    let state = match one.schedule_state {
        Some(ScheduleState::Active) => "active, every 40 minutes",
        Some(ScheduleState::Disabled) => "disabled",
        Some(ScheduleState::Paused) => "paused",
        None => "not told",
        Some(ScheduleState::Other(_)) => "unknown word",
    };
    [
        ("", format!("{} {arrow} {}", model.name(one.source), model.name(one.target))),
        ("scope", format!("{who}, {filters}")),
        ("maps", format!("{rows} attributes")),
        ("job", state.to_owned()),
    ]
}
