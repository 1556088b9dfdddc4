//! What every screen has around it: where one is and how the plan stands on top; what just
//! happened, and what can be pressed, at the bottom.
//!
//! ```text
//!  ◆ detente  practice   Partners › Fabrikam          plan +1 ~3 │ OFFLINE WORKSPACE
//!  ▌1 Home▐ 2 Partners  3 Settings  4 External  0 History
//!  …
//!  what just happened
//!  keys
//! ```

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::key::shown;
use super::model::{HistoryLine, Model, Showing};
use super::paint::{Paint, Target, cells};
use super::screen::{Action, Tone};
use super::screens;
use super::theme::{Ground, Role};
use crate::wire::Kind;

/// From this width on the tenant that is looked from stands in the first line.
const OWNER_WIDTH: u16 = 60;

/// The action that lists the keys.
const HELP: &str = "help";

/// What the frame shows.
#[derive(Debug)]
pub struct Chrome<'c> {
    /// Number of the tab.
    pub tab: usize,
    /// Names of the path to here.
    pub trail: Vec<String>,
    /// What can be done on top.
    pub actions: Vec<Action>,
    /// What can be done everywhere.
    pub globals: Vec<Action>,
    /// The beginning of a key of several presses.
    pub pending: &'c str,
    /// What just happened.
    pub notice: Option<(Tone, &'c str)>,
}

/// Draws the frame; what it leaves is the screen's. What just happened comes last, see [`say`].
pub fn draw(chrome: &Chrome<'_>, model: &Model, area: Rect, paint: &mut Paint<'_>) -> Rect {
    let tabs = area.width >= 60 && area.height >= 16;
    let hints = area.height >= 6;
    place_line(chrome, model, Rect { height: 1, ..area }, paint);
    let mut top = 1;
    if tabs {
        tab_line(chrome, Rect { y: area.y + 1, height: 1, ..area }, paint);
        top = 2;
    }
    let mut bottom = 0;
    if hints {
        bottom += 1;
        hint_line(chrome, Rect { y: area.bottom() - 1, height: 1, ..area }, paint);
    }
    if has_status(area) {
        bottom += 1;
    }
    Rect {
        y: area.y + top.min(area.height),
        height: area.height.saturating_sub(top + bottom),
        ..area
    }
}

fn has_status(area: Rect) -> bool {
    area.height >= 5
}

/// Says what just happened, over everything else: it may take lines that the screen has drawn on.
pub fn say(chrome: &Chrome<'_>, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    if has_status(area) {
        let y = area.bottom() - 1 - u16::from(area.height >= 6);
        status_line(chrome, model, Rect { y, height: 1, ..area }, paint);
    }
}

fn place_line(chrome: &Chrome<'_>, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let wide = area.width >= 100;
    let tally = model.tally();
    let plan = if tally.is_empty() {
        "plan empty".to_owned()
    } else {
        let mut parts = Vec::new();
        for (sign, count) in [('+', tally.added), ('~', tally.changed), ('-', tally.removed)] {
            if count > 0 {
                parts.push(format!("{sign}{count}"));
            }
        }
        let word = if area.width >= 40 { "plan " } else { "" };
        format!("{word}{}", parts.join(" "))
    };
    let estate = match (model.showing, wide) {
        (Showing::Draft, true) => "OFFLINE WORKSPACE",
        (Showing::Draft, false) => "",
        (Showing::Observed, true) => "OBSERVED, AS IMPORTED",
        (Showing::Observed, false) => "OBSERVED",
    };
    let gap =
        if estate.is_empty() { String::new() } else { format!(" {} ", paint.glyphs.stroke()) };
    let right = cells(&plan) + cells(&gap) + cells(estate) + 1;
    let x = area.right().saturating_sub(right);
    let role = if tally.is_empty() { Role::Muted } else { Role::Changed };
    let estate_role = if model.showing == Showing::Observed { Role::Warning } else { Role::Muted };
    if right + 8 < area.width {
        paint.pieces(
            x,
            area.y,
            right,
            &[(role, &plan), (Role::Border, &gap), (estate_role, estate)],
        );
    }
    let room = if right + 8 < area.width { area.width - right - 2 } else { area.width };
    let brand = format!(" {} ", paint.glyphs.brand());
    let mut at = paint.text(area.x, area.y, room, Role::Accent, &brand);
    if wide {
        at += paint.bold(area.x + at, area.y, room.saturating_sub(at), Role::Text, "detente  ");
    }
    if area.width >= OWNER_WIDTH {
        let from = format!("{}  ", model.name(model.owner));
        at += paint.text(area.x + at, area.y, room.saturating_sub(at), Role::Muted, &from);
    }
    let path = format!(" {} ", paint.glyphs.path());
    let trail = chrome.trail.join(&path);
    paint.bold(area.x + at, area.y, room.saturating_sub(at), Role::Text, &trail);
}

fn tab_line(chrome: &Chrome<'_>, area: Rect, paint: &mut Paint<'_>) {
    let mut x = area.x + 1;
    let names: u16 = screens::in_line().map(|(_, tab)| cells(tab.key) + cells(tab.title) + 2).sum();
    let count = u16::try_from(screens::in_line().count()).unwrap_or(u16::MAX);
    // Names stand closer where they would not fit otherwise, and then go.
    let whole = names < area.width;
    let space = if names + count < area.width || !whole { " " } else { "" };
    let gap = u16::from(names + 2 * count < area.width || !whole);
    for (number, tab) in screens::in_line() {
        let here = number == screens::lit(chrome.tab);
        let text = match here || whole {
            true => format!(" {} {}{space}", tab.key, tab.title),
            false => format!(" {} ", tab.key),
        };
        let room = area.right().saturating_sub(x);
        let taken = paint.text(x, area.y, room, if here { Role::Text } else { Role::Muted }, &text);
        let spot = Rect { x, y: area.y, width: taken, height: 1 };
        if here {
            paint.highlight(spot);
        }
        paint.hit(spot, Target::Tab(number));
        x += taken + gap;
    }
}

fn status_line(chrome: &Chrome<'_>, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let (role, text) = match chrome.notice {
        Some((Tone::Done, text)) => (Role::Allow, text.to_owned()),
        Some((Tone::Plain, text)) => (Role::Text, text.to_owned()),
        Some((Tone::Refused, text)) => (Role::Warning, text.to_owned()),
        // Where the first line has no room for the tenant that is looked from, it stands here.
        None if area.width < OWNER_WIDTH => {
            let owner = model.name(model.owner);
            (Role::Muted, format!("{owner} {} {}", paint.glyphs.dot(), idle(model)))
        }
        None => (Role::Muted, idle(model)),
    };
    let room = area.width.saturating_sub(2);
    let text = text.trim_end();
    // A refusal says why and what helps: where one line is too short it may take two more.
    if chrome.notice.is_some() && cells(text) > room && room > 20 {
        let lines = super::paint::wrap(text, room);
        let height = u16::try_from(lines.len().min(3)).unwrap_or(1);
        let spot = Rect { y: area.y + 1 - height.min(area.y + 1), height, ..area };
        paint.clear(spot);
        paint.ground(spot, Ground::Card);
        for (y, line) in (spot.y..).zip(lines.iter().take(3)) {
            paint.text(area.x + 1, y, room, role, line);
        }
        return;
    }
    paint.text(area.x + 1, area.y, room, role, text);
}

fn idle(model: &Model) -> String {
    let stands =
        |line: &&HistoryLine| !line.undone && matches!(line.head.kind, Kind::Edit | Kind::Import);
    match model.history.iter().rev().find(stands) {
        Some(line) => format!("last edit: {}", line.head.label),
        None => match model.history.len() {
            0 => String::new(),
            1 => "no edits yet: everything you change can be undone".to_owned(),
            _ => "all edits are undone; U redoes them".to_owned(),
        },
    }
}

/// The keys of this screen, as far as there is room; the one that lists all of them always.
fn hint_line(chrome: &Chrome<'_>, area: Rect, paint: &mut Paint<'_>) {
    let ascii = paint.glyphs.ascii;
    let is_help = |action: &&Action| action.id == HELP;
    let all = chrome.actions.iter().chain(&chrome.globals).filter(|action| !is_help(action));
    let help = chrome.globals.iter().find(is_help).and_then(|action| hint(chrome, action));
    let width = |(key, word): &(&str, &str)| cells(&shown(key, ascii)) + 1 + cells(word);
    let mut x = area.x + 1;
    let right = area.right().saturating_sub(help.as_ref().map_or(0, |help| width(help) + 2));
    let mut write = |x: &mut u16, (key, word): (&str, &str)| {
        *x += paint.text(*x, area.y, area.right() - *x, Role::Accent, &shown(key, ascii)) + 1;
        *x += paint.text(*x, area.y, area.right() - *x, Role::Muted, word) + 2;
    };
    for found in all.filter_map(|action| hint(chrome, action)) {
        if x + width(&found) > right {
            break;
        }
        write(&mut x, found);
    }
    if let Some(help) = help.filter(|help| x + width(help) <= area.right()) {
        write(&mut x, help);
    }
    if !chrome.pending.is_empty() {
        let at = area.right().saturating_sub(4);
        paint.text(at, area.y, 4, Role::Warning, &shown(chrome.pending, ascii));
        paint.tint(Rect { x: at, y: area.y, width: 3, height: 1 }, Role::Warning, Modifier::BOLD);
    }
}

/// The key and the words of an action, where it is hinted at now.
fn hint<'c>(chrome: &Chrome<'_>, action: &'c Action) -> Option<(&'c str, &'c str)> {
    if chrome.pending.is_empty() {
        let is_shown = !action.hint.is_empty() && action.hindrance.is_none();
        return is_shown.then(|| (action.keys.first().copied().unwrap_or_default(), action.hint));
    }
    let rest = action
        .keys
        .iter()
        .find_map(|key| key.strip_prefix(chrome.pending).and_then(|rest| rest.strip_prefix(' ')));
    rest.map(|rest| (rest, action.help))
}

/// Lists what may follow the beginning of a key, in a card above the last lines.
pub fn which_key(chrome: &Chrome<'_>, area: Rect, paint: &mut Paint<'_>) {
    let all = chrome.actions.iter().chain(&chrome.globals);
    let lines: Vec<(String, &str)> = all
        .flat_map(|action| action.keys.iter().map(move |key| (key, action.help)))
        .filter_map(|(key, help)| {
            let rest = key.strip_prefix(chrome.pending)?.strip_prefix(' ')?;
            Some((shown(rest, paint.glyphs.ascii), help))
        })
        .collect();
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    if chrome.pending.is_empty() || lines.len() < 2 || area.height < height + 4 {
        return;
    }
    let width = 44.min(area.width);
    let y = area.bottom().saturating_sub(height + 2);
    let spot = Rect { x: area.right() - width, y, width, height };
    paint.clear(spot);
    let title = format!("{} …", shown(chrome.pending, paint.glyphs.ascii));
    let title = if paint.glyphs.ascii { title.replace('…', "...") } else { title };
    let frame = super::paint::Frame { title: &title, focus: true, ..Default::default() };
    let inner = paint.pane(spot, &frame);
    for ((key, help), y) in lines.iter().zip(inner.y..inner.bottom()) {
        paint.text(inner.x, y, 6, Role::Accent, key);
        paint.text(inner.x + 6, y, inner.width.saturating_sub(6), Role::Text, help);
    }
}
