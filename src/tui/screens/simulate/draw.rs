//! Drawing simulated cycles: the scenarios, the states of the people over days as a bar each, and
//! what happened.

use ratatui::layout::Rect;

use super::Simulate;
use crate::sync::{Kind, Lane, Moment, SCENARIOS, State, Timeline};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, wrap};
use crate::tui::theme::Role;

/// People whose days are drawn.
const LANES_MAX: usize = 6;

/// The colour of a state.
fn role(state: State) -> Role {
    match state {
        State::LinkedActive => Role::Allow,
        State::LinkedDisabled => Role::Changed,
        State::TargetSoftDeleted => Role::Block,
        State::Released | State::Staged | State::Escrowed | State::Frozen => Role::Warning,
        State::None | State::Gone => Role::Muted,
    }
}

/// A letter for where there is no colour.
fn letter(state: State) -> &'static str {
    match state {
        State::None => ".",
        State::LinkedActive => "A",
        State::LinkedDisabled => "B",
        State::TargetSoftDeleted => "D",
        State::Released => "U",
        State::Staged => "S",
        State::Escrowed => "R",
        State::Frozen => "F",
        State::Gone => "-",
    }
}

pub(super) fn draw(card: &Simulate, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    paint.clear(area);
    paint.hit(area, Target::Inside);
    let wide = area.width >= 90;
    if area.height < 10 || area.width < 40 {
        draw_played(card, model, area, paint);
        return;
    }
    let (list, rest) = if wide {
        let list = Rect { width: 30, ..area };
        (list, Rect { x: list.right(), width: area.width - 30, ..area })
    } else {
        let list = Rect { height: 7.min(area.height / 3), ..area };
        (list, Rect { y: list.bottom(), height: area.height - list.height, ..area })
    };
    let note = SCENARIOS.len().to_string();
    let inner =
        paint.pane(list, &Frame { title: "What happens", note: &note, action: "", focus: true });
    for (y, at) in (inner.y..).zip(card.list.window(inner.height, SCENARIOS.len())) {
        let Some(scenario) = SCENARIOS.get(at) else { continue };
        let line = Rect { y, height: 1, ..inner };
        if at == card.list.at {
            paint.highlight(line);
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        paint.text(line.x + 2, y, line.width.saturating_sub(2), Role::Text, scenario.name);
        paint.hit(line, Target::Item(at));
    }
    draw_played(card, model, rest, paint);
}

fn draw_played(card: &Simulate, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let Some(scenario) = card.scenario() else { return };
    let days = format!("{} days", card.days);
    let frame = Frame { title: &card.name, note: &days, action: scenario.name, focus: false };
    let mut inner = match area.height >= 5 {
        true => paint.pane(area, &frame),
        false => area,
    };
    let taken = paint.wrap(inner, Role::Text, scenario.about);
    inner = Rect { y: inner.y + taken, height: inner.height.saturating_sub(taken), ..inner };
    let held = model.sync.played.as_ref();
    let played = held.filter(|held| held.name == scenario.name && held.ask == card.ask());
    match played.map(|held| &held.timeline) {
        None => {
            paint.text(inner.x, inner.y, inner.width, Role::Muted, "the cycles are played …");
        }
        Some(Err(why)) => {
            paint.wrap(inner, Role::Warning, why);
        }
        Some(Ok(timeline)) => draw_timeline(card, timeline, inner, paint),
    }
}

fn draw_timeline(card: &Simulate, timeline: &Timeline, area: Rect, paint: &mut Paint<'_>) {
    let mut area = area;
    let down = |area: Rect, lines: u16| {
        let lines = lines.min(area.height);
        Rect { y: area.y + lines, height: area.height - lines, ..area }
    };
    if area.height > 12 {
        area = down(area, 1);
    }
    for lane in timeline.lanes.iter().take(LANES_MAX) {
        if area.height == 0 {
            return;
        }
        draw_lane(lane, timeline.end, area, paint);
        area = down(area, 1);
    }
    if timeline.lanes.len() > LANES_MAX {
        let text = format!("and {} more", timeline.lanes.len() - LANES_MAX);
        paint.text(area.x, area.y, area.width, Role::Muted, &text);
        area = down(area, 1);
    }
    area = down(area, legend(timeline, area, paint));
    if area.height > 8 {
        area = down(area, 1);
    }
    let mut lines: Vec<(Role, u16, String)> = Vec::new();
    for moment in &timeline.moments {
        tell(moment, paint.glyphs.arrow(), &mut lines);
    }
    for words in &timeline.assumed {
        lines.push((Role::Muted, 0, format!("assumed: {words}")));
    }
    let wrapped: Vec<(Role, u16, String)> = lines
        .into_iter()
        .flat_map(|(role, inset, text)| {
            let width = area.width.saturating_sub(inset);
            wrap(&text, width).into_iter().map(move |line| (role, inset, line))
        })
        .collect();
    let top = card.scroll.min(wrapped.len().saturating_sub(usize::from(area.height)));
    for (y, (role, inset, text)) in (area.y..area.bottom()).zip(wrapped.iter().skip(top)) {
        paint.text(area.x + inset, y, area.width.saturating_sub(*inset), *role, text);
    }
}

/// The days of one person from left to right, a cell for each part of the whole time.
fn draw_lane(lane: &Lane, end: u64, area: Rect, paint: &mut Paint<'_>) {
    let room = u64::from(area.width).max(1);
    let mut x = area.x;
    for cell in 0..room {
        let minute = cell * end / room;
        let state = lane.spans.iter().rev().find(|span| span.from <= minute);
        let state = state.map_or(State::None, |span| span.state);
        paint.text(x, area.y, 1, role(state), letter(state));
        x = x.saturating_add(1);
    }
}

/// The states that occur, each with its letter; returns the lines taken.
fn legend(timeline: &Timeline, area: Rect, paint: &mut Paint<'_>) -> u16 {
    if area.height == 0 {
        return 0;
    }
    let mut states: Vec<State> =
        timeline.lanes.iter().flat_map(|lane| &lane.spans).map(|span| span.state).collect();
    states.sort_unstable();
    states.dedup();
    let mut x = area.x;
    for state in states {
        let room = area.right().saturating_sub(x);
        x += paint.text(x, area.y, room, role(state), letter(state));
        let words = format!(" {}   ", state.words().1);
        x += paint.text(x, area.y, area.right().saturating_sub(x), Role::Muted, &words);
    }
    1
}

fn tell(moment: &Moment, arrow: &str, out: &mut Vec<(Role, u16, String)>) {
    let cycles = match (moment.cycle, moment.last) {
        (Some(first), Some(last)) if last > first => format!("  cycles {first} to {last}"),
        (Some(cycle), _) => format!("  cycle {cycle}"),
        (None, _) => String::new(),
    };
    let head = format!("{}{cycles}", moment.clock());
    let (tone, what) = match moment.kind {
        Kind::Quiet => {
            out.push((Role::Muted, 0, format!("{head}  nothing")));
            return;
        }
        Kind::Event => (Role::Accent, moment.because.clone()),
        Kind::Job => (Role::Warning, format!("the job, {}", moment.word)),
        Kind::Action => (role(moment.to), moment.word.to_owned()),
    };
    let several = match moment.who.len() {
        0 | 1 => String::new(),
        count => format!("  {count} people"),
    };
    out.push((tone, 0, format!("{head}  {what}{several}")));
    out.extend(moment.becomes(arrow).map(|text| (role(moment.to), 4, text)));
    out.extend(moment.why().map(|text| (Role::Muted, 4, text)));
    out.extend(moment.written().map(|text| (Role::Muted, 4, text)));
    out.extend(moment.doubts.iter().map(|doubt| (Role::Warning, 4, doubt.clone())));
}
