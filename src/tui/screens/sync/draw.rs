//! Drawing: configurations and outcomes above, the people below; less where there is less room.

use ratatui::layout::Rect;

use super::{SyncScreen, jobs, outcome, people, person};
use crate::sync::{Action, name_of};
use crate::text::grouped;
use crate::tui::glyph::Glyphs;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint};
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

/// From here on, what can be clicked is an outcome.
pub(super) const OUTCOMES: usize = 1 << 20;
/// And from here on, a person.
pub(super) const PEOPLE: usize = 1 << 24;

/// The colour of an outcome.
pub(super) fn role(action: Action) -> Role {
    match action {
        Action::Create | Action::Restore => Role::Allow,
        Action::Update => Role::Changed,
        Action::SoftDelete | Action::Disable => Role::Block,
        Action::Fail => Role::Error,
        Action::Staged | Action::Ambiguous => Role::Warning,
        Action::Unchanged | Action::Release | Action::Skip => Role::Muted,
    }
}

/// The sign of an outcome.
pub(super) fn sign(action: Action, glyphs: Glyphs) -> &'static str {
    match action {
        Action::Create | Action::Restore => "+",
        Action::Update => "~",
        Action::SoftDelete | Action::Disable => "-",
        Action::Unchanged => "=",
        Action::Staged => glyphs.warning(),
        Action::Release | Action::Skip => glyphs.inherited(),
        Action::Fail => glyphs.block(),
        Action::Ambiguous => "?",
    }
}

pub(super) fn draw(screen: &SyncScreen, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    if model.workspace.synchronizations.is_empty() {
        nothing(area, paint);
        return;
    }
    if let Some(one) = &screen.person {
        person::draw(screen, one, area, paint);
        return;
    }
    if area.width < 40 || area.height < 10 {
        short(screen, model, area, paint);
        return;
    }
    let outcomes = screen.listed.as_ref().map_or(3, |listed| outcome::rows(&listed.of).len());
    let outcomes = u16::try_from(outcomes).unwrap_or(11);
    let wide = area.width >= 100;
    let is_stopped =
        screen.listed.as_ref().is_some_and(|one| one.of.preview.if_let_through.is_some());
    let words = match area.height >= 26 {
        // Whoever looks at the outcomes reads all there is to say of them.
        _ if screen.pane == super::Pane::Outcomes => 18,
        true if is_stopped => 11,
        true => 7,
        false => 3,
    };
    let least = if wide { 8 } else { 5 };
    let over = (outcomes + words).max(least).min(area.height / 2);
    let top = Rect { height: over, ..area };
    let below = Rect { y: top.bottom(), height: area.height - over, ..area };
    if wide {
        let left = Rect { width: 38, ..top };
        jobs::draw(screen, model, left, paint);
        outcome::draw(
            screen,
            model,
            Rect { x: left.right(), width: top.width - left.width, ..top },
            paint,
        );
    } else if screen.pane == super::Pane::Configurations {
        jobs::draw(screen, model, top, paint);
    } else {
        outcome::draw(screen, model, top, paint);
    }
    people::draw(screen, model, below, paint);
}

fn nothing(area: Rect, paint: &mut Paint<'_>) {
    let frame = Frame { title: "Sync", focus: true, ..Frame::default() };
    let inner = paint.pane(area, &frame);
    let texts = [
        "No configuration of cross-tenant synchronisation is in the workspace.",
        "A configuration says whose accounts a source tenant pushes into a target tenant, and which attributes. From it, and from both directories, one sees here what would become of every user before anything runs.",
        "c makes one from the template of the service, and so does detente sync new; detente import reads exported jobs and schemas.",
    ];
    Pen { area: inner, paint }.paragraphs(Role::Muted, &texts);
}

/// One person, where there is room for no list.
fn short(screen: &SyncScreen, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let mut pen = Pen { area, paint };
    let (Some(listed), Some(row)) = (&screen.listed, screen.row()) else {
        let text = outcome::progress(model).unwrap_or_else(|| "nobody".to_owned());
        pen.words(Role::Muted, &text);
        return;
    };
    pen.words(Role::Text, name_of(listed.of.engine(), row as usize));
    if let Some(user) = listed.of.preview.users.get(row as usize) {
        pen.words(role(user.action), user.action.title());
        pen.words(Role::Muted, &user.because());
    }
    let place = format!(
        "{} of {}",
        grouped(screen.people.at as u64 + 1),
        grouped(listed.rows.len() as u64)
    );
    pen.words(Role::Muted, &place);
}
