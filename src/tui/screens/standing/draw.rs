//! Drawing: the lines, and the one under the cursor in full beside or below.

use ratatui::layout::Rect;

use super::{Line, StandingScreen, View};
use crate::merger::{Duty, Phase, Setup, SetupLine, Stage, TeardownLine, Tick};
use crate::tui::errand::Standing;
use crate::tui::glyph::Glyphs;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint};
use crate::tui::theme::Role;
use crate::tui::widgets::{Form, FormLine, Pen};

/// Columns of the detail beside the lines, and lines of it below.
const BESIDE: u16 = 48;
const BELOW: u16 = 9;

pub(super) fn draw(screen: &StandingScreen, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let Some(standing) = screen.held(model) else {
        let title = "Set-up of a synchronisation";
        let inner = paint.pane(area, &Frame { title, focus: true, ..Frame::default() });
        let text = match screen.ends(model) {
            Some(_) => "both tenants are looked at …",
            None => {
                "There is no configuration yet. c on the Sync screen makes one; the mesh of a merger leads here for any two tenants."
            }
        };
        paint.wrap(inner, Role::Muted, text);
        return;
    };
    if area.width < 40 || area.height < 10 {
        lines(screen, standing, model, area, paint);
    } else if area.width >= 100 {
        let list = Rect { width: area.width - BESIDE, ..area };
        framed(screen, standing, model, list, paint);
        detail(screen, model, Rect { x: list.right(), width: BESIDE, ..area }, paint);
    } else {
        let under = BELOW.min(area.height / 2);
        let list = Rect { height: area.height - under, ..area };
        framed(screen, standing, model, list, paint);
        detail(screen, model, Rect { y: list.bottom(), height: under, ..area }, paint);
    }
}

/// A tick as a sign.
fn tick_sign(tick: Tick, glyphs: Glyphs) -> (&'static str, Role) {
    match tick {
        Tick::Done => (glyphs.allow(), Role::Allow),
        Tick::Open => (glyphs.block(), Role::Block),
        Tick::Unknown => ("?", Role::Warning),
    }
}

/// When a step of the ending is due, with its sign.
fn phase_words(phase: &Phase, glyphs: Glyphs) -> (&'static str, Role, String) {
    match phase {
        Phase::Done => (glyphs.allow(), Role::Allow, "done".to_owned()),
        Phase::Now => (glyphs.brand(), Role::Accent, "now".to_owned()),
        Phase::Later => (glyphs.later(), Role::Muted, "later".to_owned()),
        Phase::Wait(None) => (glyphs.later(), Role::Changed, "wait".to_owned()),
        Phase::Wait(Some(day)) => (glyphs.later(), Role::Changed, format!("until {day}")),
        Phase::Unknown => ("?", Role::Warning, "not known".to_owned()),
        Phase::TooEarly => (glyphs.block(), Role::Block, "too early: undo it".to_owned()),
    }
}

fn framed(
    screen: &StandingScreen,
    standing: &Standing,
    model: &Model,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let name = standing.configuration.display_name.as_str();
    let (title, note, action) = match screen.view {
        View::SetUp => {
            let done = Stage::ALL.iter().filter(|stage| standing.setup.tick(**stage) == Tick::Done);
            let note = format!("{} of {} steps done", done.count(), Stage::ALL.len());
            (titled("Set-up", name), note, "tab: the ending")
        }
        View::Ending => {
            let note = match screen.since {
                _ if standing.teardown.is_empty() => String::new(),
                Some(day) => format!("unassigned on {day}"),
                None => "d: since when".to_owned(),
            };
            (titled("Ending", name), note, "tab: the set-up")
        }
    };
    let inner = paint.pane(area, &Frame { title: &title, note: &note, action, focus: true });
    let rest = match &screen.day {
        None => inner,
        Some(day) => {
            let prompt = "the last one was unassigned on (YYYY-MM-DD): ";
            let x = inner.x + paint.text(inner.x, inner.y, inner.width, Role::Accent, prompt);
            let room = inner.right().saturating_sub(x);
            paint.text(x, inner.y, room, Role::Text, day.value());
            let at = u16::try_from(day.visual_cursor()).unwrap_or(0).min(room);
            paint.cursor = Some((x + at, inner.y).into());
            let taken = 1.min(inner.height);
            Rect { y: inner.y + taken, height: inner.height - taken, ..inner }
        }
    };
    lines(screen, standing, model, rest, paint);
}

fn titled(what: &str, name: &str) -> String {
    if name.is_empty() { what.to_owned() } else { format!("{what}: {name}") }
}

fn lines(
    screen: &StandingScreen,
    standing: &Standing,
    model: &Model,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let all = match screen.view {
        View::SetUp => setup_lines(&standing.setup, model, paint.glyphs),
        View::Ending => ending_lines(&standing.teardown, model, paint.glyphs),
    };
    Form { lines: &all, at: screen.at, input: None }.draw(area, paint);
}

fn setup_lines(setup: &Setup, model: &Model, glyphs: Glyphs) -> Vec<FormLine> {
    let mut out = Vec::new();
    for (number, stage) in (1..).zip(Stage::ALL) {
        let (sign, role) = tick_sign(setup.tick(stage), glyphs);
        out.push(FormLine::title(format!("{number} {}", stage.title())).signed(sign, role));
        for line in setup.lines.iter().filter(|line| line.stage == stage) {
            let (sign, role) = tick_sign(line.tick, glyphs);
            let text = format!("{}: {}", model.name(line.tenant), line.because);
            out.push(FormLine::say(Role::Text, text).within(2).signed(sign, role).stop());
        }
    }
    out
}

fn ending_lines(all: &[TeardownLine], model: &Model, glyphs: Glyphs) -> Vec<FormLine> {
    if all.is_empty() {
        let text = "There is no configuration between these two: nothing is to be ended.";
        return vec![FormLine::say(Role::Muted, text)];
    }
    let line = |(number, one): (usize, &TeardownLine)| {
        let (sign, role, when) = phase_words(&one.phase, glyphs);
        let text = format!("{number}. {}: {}", model.name(one.tenant), one.words);
        FormLine::say(Role::Text, text).signed(sign, role).stop().noted(when)
    };
    (1..).zip(all).map(line).collect()
}

/// The line under the cursor: how it stands, and whose work is left.
fn detail(screen: &StandingScreen, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let here = screen.here(model);
    let tenant = match here {
        Some(Line::Step(one)) => Some(one.tenant),
        Some(Line::End(one)) => Some(one.tenant),
        None => None,
    };
    let ours = tenant.is_some_and(|id| model.ours().iter().any(|one| one.id == id));
    let title = tenant.map(|id| model.name(id)).unwrap_or_default();
    let note = match (tenant, ours) {
        (None, _) => "",
        (Some(_), true) => "ours",
        (Some(_), false) => "their side",
    };
    let action = match here {
        Some(_) if ours => format!("{} setting", paint.glyphs.enter()),
        _ => String::new(),
    };
    let frame = Frame { title: &title, note, action: &action, focus: false };
    let inner = paint.pane(area, &frame);
    let mut pen = Pen { area: inner, paint };
    match here {
        Some(Line::Step(one)) => step(one, &mut pen),
        Some(Line::End(one)) => end(one, &mut pen),
        None => {}
    }
}

fn step(one: &SetupLine, pen: &mut Pen<'_, '_>) {
    let (sign, role) = tick_sign(one.tick, pen.paint.glyphs);
    pen.words(role, &format!("{sign} {}", one.because));
    match &one.todo {
        Some(todo) => {
            let verb = if todo.is_missing { "to do" } else { "to look at" };
            pen.pair(verb, Role::Text, &todo.words);
            pen.words(Role::Muted, &format!("setting {}", todo.setting));
            duty(&todo.duty, pen);
        }
        None => pen.words(Role::Muted, &format!("setting {}", one.setting)),
    }
    if one.tick == Tick::Open && !one.code.is_empty() {
        pen.pair("until then", Role::Warning, one.code);
    }
}

fn end(one: &TeardownLine, pen: &mut Pen<'_, '_>) {
    let (sign, role, when) = phase_words(&one.phase, pen.paint.glyphs);
    pen.words(role, &format!("{sign} {when}"));
    pen.words(Role::Text, &one.words);
    pen.pair("because", Role::Muted, &one.because);
    if one.phase != Phase::Done {
        duty(&one.duty, pen);
    }
}

fn duty(duty: &Duty, pen: &mut Pen<'_, '_>) {
    pen.pair("who", Role::Text, duty.role);
    if !duty.licence.is_empty() {
        pen.pair("licence", Role::Text, duty.licence);
    }
    pen.pair("where", Role::Text, duty.page);
    pen.pair("written in", Role::Muted, duty.source);
}
