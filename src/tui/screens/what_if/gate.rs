//! One gate in full: what it says and why, what its setting holds, and what the documents leave open.

use ratatui::layout::Rect;

use super::WhatIf;
use super::draw::{origin_words, role};
use crate::access::{Line, Outcome, ambiguity, half_words, resolve_half};
use crate::domain::{B2b, Half, Subject, TargetConfiguration, TargetValue, TenantId};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, cells};
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

/// Members of a list that are named.
const NAMED_MAX: usize = 6;

pub(super) fn draw(screen: &WhatIf, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let Some(line) = screen.line(model) else {
        paint.pane(area, &Frame::default());
        return;
    };
    let title = format!("Gate {}  {}", screen.gate_at(model) + 1, line.gate.title());
    let note = line.origin.map(origin_words).unwrap_or_default();
    let inner = paint.pane(area, &Frame { title: &title, note, action: "", focus: false });
    let mut pen = Pen { area: inner, paint };
    let outcome = line.outcome.title();
    if inner.height < 6 {
        pen.words(role(line.outcome), &format!("{outcome}: {}", line.because));
        return;
    }
    pen.words(role(line.outcome), outcome);
    if let Some(error) = line.error.filter(|_| line.would == Outcome::Block) {
        pen.words(Role::Muted, &format!("the service says {error}"));
    }
    pen.words(Role::Text, &line.because);
    if let Some((other, people)) = sides(screen, line) {
        draw_halves(model, line, other, people, &mut pen);
    }
    for name in &line.ambiguities {
        if let Some(words) = ambiguity(name) {
            pen.space();
            pen.words(Role::Warning, &format!("{name}: {words}"));
        }
    }
}

/// The other tenant of a gate, and the tenant the people are of.
fn sides(screen: &WhatIf, line: &Line) -> Option<(TenantId, TenantId)> {
    let (home, resource) = screen.form.home.zip(screen.form.resource)?;
    Some(if home == line.tenant { (resource, home) } else { (home, home) })
}

/// A gate in a few words: what its setting holds, or else the sentence.
pub(super) fn brief(screen: &WhatIf, model: &Model, line: &Line) -> String {
    let setting = B2b::ALL.into_iter().find(|setting| setting.property() == line.setting);
    let policy = model.estate().policy(line.tenant);
    let (Some(setting), Some(policy), Some((other, _))) = (setting, policy, sides(screen, line))
    else {
        return line.because.clone();
    };
    let words = |half| {
        let found = resolve_half(policy, Subject::Partner(other), setting, half);
        found.map_or_else(|| "?".to_owned(), |found| half_words(found.value).1)
    };
    let would = match line.outcome {
        Outcome::NotReached if line.would == Outcome::Block => "stops as well; ",
        _ => "",
    };
    format!("{would}who {}, what {}", words(Half::UsersAndGroups), words(Half::Applications))
}

/// What the two halves of a setting hold, with the names of who and what is listed.
fn draw_halves(
    model: &Model,
    line: &Line,
    other: TenantId,
    people: TenantId,
    pen: &mut Pen<'_, '_>,
) {
    let setting = B2b::ALL.into_iter().find(|setting| setting.property() == line.setting);
    let (Some(setting), Some(policy)) = (setting, model.estate().policy(line.tenant)) else {
        return;
    };
    pen.space();
    pen.words(Role::Muted, setting.property());
    for half in Half::BOTH {
        let found = resolve_half(policy, Subject::Partner(other), setting, half);
        let Some(found) = found else { continue };
        let (title, whose) = match half {
            Half::UsersAndGroups => ("who   ", people),
            // Applications are the resource tenant's, whichever side speaks.
            Half::Applications if line.tenant == people => ("what  ", other),
            Half::Applications => ("what  ", line.tenant),
        };
        let (sign, words) = half_words(found.value);
        let decides = line.part == Some(half);
        let role = if decides { Role::Text } else { Role::Muted };
        let text = format!("{title}{} {words}", pen.paint.glyphs.sign(sign));
        pen.words(role, &text);
        draw_names(model, line, found.value, whose, pen);
    }
}

fn draw_names(
    model: &Model,
    line: &Line,
    list: &TargetConfiguration,
    whose: TenantId,
    pen: &mut Pen<'_, '_>,
) {
    let ids = || list.targets.iter().filter(|target| matches!(target.value, TargetValue::Id(_)));
    for target in ids().take(NAMED_MAX) {
        if pen.area.height == 0 {
            return;
        }
        let TargetValue::Id(id) = target.value else { continue };
        let text = target.value.text();
        let matched = line.matched.as_ref() == Some(&text);
        let (name, kind) = match model.id_name(whose, id) {
            Some((name, _)) => (name, target.kind.word()),
            None => (text, "not in any directory here"),
        };
        let Rect { x, y, width, .. } = pen.area;
        let role = if matched { Role::Accent } else { Role::Text };
        let taken = 8 + pen.paint.id(x + 8, y, width.saturating_sub(8), role, &name);
        let about = if matched { format!("{kind}, matches") } else { kind.to_owned() };
        let room = width.saturating_sub(taken + 2);
        if cells(&about) <= room {
            pen.paint.text(x + taken + 2, y, room, Role::Muted, &about);
        }
        pen.down(1);
    }
    let more = ids().count().saturating_sub(NAMED_MAX);
    if more > 0 {
        pen.words(Role::Muted, &format!("        and {more} more"));
    }
}
