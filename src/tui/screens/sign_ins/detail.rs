//! One partner's traffic, or one way of it, in words.

use ratatui::layout::Rect;

use super::SignInsScreen;
use super::draw::role;
use crate::access::Kind;
use crate::domain::Direction;
use crate::replay::{Change, Class, PartnerSum, Replay};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint};
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

pub(super) fn draw(screen: &SignInsScreen, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    if let Some(change) = screen.change() {
        draw_change(change, area, paint);
    } else if let (Some(sum), Some(replay)) = (screen.partner(), &screen.replay) {
        draw_partner(model, sum, replay, area, paint);
    } else {
        paint.pane(area, &Frame::default());
    }
}

fn draw_partner(
    model: &Model,
    sum: &PartnerSum,
    replay: &Replay,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let name = model.name(sum.side.partner);
    let (owner, arrow) = (model.name(sum.side.owner), paint.glyphs.arrow());
    let inner = paint.pane(area, &Frame { title: &name, ..Frame::default() });
    let way = match sum.side.direction {
        Direction::Inbound => format!("{name} {arrow} {owner}"),
        Direction::Outbound => format!("{owner} {arrow} {name}"),
    };
    let mut pen = Pen { area: inner, paint };
    pen.words(Role::Muted, &way);
    let last = sum.whole.last_seen.map_or(String::new(), |day| format!(", last {day}"));
    pen.words(
        Role::Text,
        &format!(
            "{}; {} succeeded, {} failed{last}",
            sum.whole.words(),
            sum.whole.successes,
            sum.whole.failures
        ),
    );
    for (class, of) in &sum.sums {
        pen.pair(class.title(), role(*class), &of.words());
    }
    if sum.disagrees.ways > 0 {
        let text = format!(
            "{} signed in although what was observed stops them: the settings were changed since, or something that decides is not in the workspace",
            sum.disagrees.words()
        );
        pen.words(Role::Warning, &text);
    }
    let breaks = replay
        .changes
        .iter()
        .filter(|change| change.side == sum.side && change.class == Class::Breaks);
    let mut said = false;
    for change in breaks {
        if let (false, Some(decider)) = (said, &change.draft.decided_by) {
            pen.words(Role::Text, "");
            pen.words(Role::Block, &decider.because);
            said = true;
        }
        let activity = &change.activity;
        let text = format!("{}  {}", activity.person(), activity.app());
        if pen.area.height > 0 {
            let Rect { x, y, width, .. } = pen.area;
            pen.paint.text(x, y, width, Role::Muted, &text);
            pen.down(1);
        }
    }
}

fn draw_change(change: &Change, area: Rect, paint: &mut Paint<'_>) {
    let activity = &change.activity;
    let title = activity.person();
    let inner = paint.pane(area, &Frame { title: &title, ..Frame::default() });
    let mut pen = Pen { area: inner, paint };
    pen.pair("the draft", role(change.class), change.class.title());
    pen.pair("opens", Role::Text, &activity.app());
    if activity.way.kind == Kind::DirectConnect {
        pen.pair("by", Role::Text, "direct connect");
    }
    let counts = format!(
        "{} succeeded, {} failed; {} to {}",
        activity.successes, activity.failures, activity.first, activity.last
    );
    pen.pair("seen", Role::Text, &counts);
    for (title, judged) in [("observed", &change.observed), ("draft", &change.draft)] {
        let because = judged.decided_by.as_ref().map_or("", |decider| decider.because.as_str());
        let text = match because {
            "" => judged.verdict.title().to_owned(),
            because => format!("{}: {because}", judged.verdict.title()),
        };
        pen.pair(title, Role::Text, &text);
    }
    if !change.steps.is_empty() {
        let steps: Vec<&str> = change.steps.iter().map(|step| step.title()).collect();
        pen.pair("new step", Role::Changed, &steps.join(", "));
    }
    if change.disagrees {
        pen.words(
            Role::Warning,
            "it signed in although what was observed stops it: the settings were changed since, or something that decides is not in the workspace",
        );
    }
    if activity.assumed > 0 {
        pen.words(
            Role::Muted,
            "the log does not say by which way it came; taken as B2B collaboration",
        );
    }
}
