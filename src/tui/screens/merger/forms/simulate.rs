//! What would happen to the people of these tenants.

use super::super::line::{Act, Held, Line};
use super::count;
use crate::merger::{Cell, Forecast, Mesh, Shift};
use crate::sync::{Action, minutes_words};
use crate::text::grouped;
use crate::tui::glyph::Glyphs;
use crate::tui::screens::mesh::role;
use crate::tui::theme::Role;

/// Tenants whose pairs are drawn one by one.
const DRAWN_MAX: usize = 12;
/// Where so many relations lose something, so many of each are named.
const MANY: usize = 4;

pub(super) fn simulate(held: Held<'_>, glyphs: Glyphs) -> Vec<Line> {
    let merging = &held.model.merging;
    let mut lines = Vec::new();
    let is_now = merging.is_simulated(held.model.asked_of());
    match (merging.judged, &merging.fault) {
        (Some(judged), _) => lines.push(Line::press(
            format!("simulating ... {} people judged; s stops it", grouped(judged)),
            Act::Simulate,
        )),
        (None, Some(fault)) => lines.push(Line::say(Role::Error, fault.clone())),
        (None, None) if merging.is_stopped => {
            lines.push(Line::press("stopped; s simulates again", Act::Simulate));
        }
        (None, None) if merging.simulated.is_some() && !is_now => {
            lines.push(Line::say(Role::Warning, "of answers or settings as they were before"));
        }
        (None, None) => {}
    }
    if let Some(proposed) = held.proposed {
        lines.extend(matrix(held, &proposed.before_mesh, &proposed.after_mesh, glyphs));
    }
    let Some(simulated) = &merging.simulated else { return lines };
    if let Some(shifts) = &simulated.shifts {
        lines.push(Line::gap());
        lines.push(Line::title("Sign-ins, by the settings alone"));
        if shifts.is_empty() {
            let text = "no sign-in of anybody known is opened or stopped";
            lines.push(Line::say(Role::Text, text));
        }
        let losing = shifts.iter().filter(|shift| shift.losing > 0).count();
        if losing > 0 {
            let text =
                format!("people lose something in {}", count(losing, "relation", "relations"));
            lines.push(Line::say(Role::Warning, text).signed(glyphs.warning(), Role::Warning));
        }
        let named = if losing > MANY { MANY } else { usize::MAX };
        // What the merger is about comes first, who is shut out after it.
        let is_inside = |shift: &&Shift| {
            [shift.home, shift.resource].iter().all(|id| held.answers.member(*id).is_some())
        };
        let (inside, outside): (Vec<&Shift>, Vec<&Shift>) = shifts.iter().partition(is_inside);
        let all = inside.into_iter().chain(outside);
        lines.extend(all.flat_map(|shift| shifted(held, shift, named)));
        if losing == 0 {
            lines.push(
                Line::say(Role::Allow, "Nobody known loses anything.")
                    .signed(glyphs.allow(), Role::Allow),
            );
        }
    }
    for cycle in &simulated.cycles {
        lines.push(Line::gap());
        lines.extend(first_cycle(&cycle.forecast, glyphs));
    }
    lines.extend(simulated.unseen.iter().map(|text| {
        Line::say(Role::Warning, text.clone()).signed(glyphs.warning(), Role::Warning)
    }));
    if merging.judged.is_none() {
        lines.push(Line::gap());
        lines.push(Line::press("simulate again (s)", Act::Simulate));
    }
    lines
}

/// The letter of a tenant in the matrix.
fn letter(at: usize) -> char {
    u8::try_from(at).map_or('?', |at| char::from(b'A' + at.min(25)))
}

/// Every pair, before and after.
fn matrix(held: Held<'_>, before: &Mesh, after: &Mesh, glyphs: Glyphs) -> Vec<Line> {
    let tenants = &before.tenants;
    let mut lines = vec![Line::title("Every pair, before and after")];
    if tenants.len() > DRAWN_MAX {
        for cell in Cell::ALL.into_iter().filter(|cell| *cell != Cell::Own) {
            let (was, is) = (before.count(cell), after.count(cell));
            if was + is > 0 {
                let text = format!("{:<12} {was:>6} {} {is:>6}", cell.word(), glyphs.arrow());
                lines.push(Line::say(role(cell), text));
            }
        }
        return lines;
    }
    let head: Vec<String> = (0..tenants.len()).map(|at| format!("  {:<4}", letter(at))).collect();
    lines.push(Line::say(Role::Muted, format!(" to{}", head.concat())));
    for (at, tenant) in tenants.iter().enumerate() {
        let cells = before.row(at).iter().zip(after.row(at));
        let cells: Vec<String> = cells
            .map(|(was, is)| match (was.cell, is.cell) {
                (Cell::Own, _) => format!("  {:<4}", glyphs.absent()),
                (was, is) => {
                    let arrow = if glyphs.ascii { ">" } else { glyphs.arrow() };
                    format!("  {}{arrow}{} ", was.sign(), is.sign())
                }
            })
            .collect();
        let worst = after.row(at).iter().map(|pair| pair.cell).filter(|cell| *cell != Cell::Own);
        let worst = worst.max().unwrap_or(Cell::Own);
        let text = format!("{}  {}  people of {}", letter(at), cells.concat(), held.name(*tenant));
        lines.push(Line::say(role(worst), text));
    }
    let all = before.pairs.iter().chain(&after.pairs).map(|pair| pair.cell);
    let all: Vec<Cell> = all.collect();
    let seen = Cell::ALL.into_iter().filter(|cell| *cell != Cell::Own && all.contains(cell));
    let words: Vec<String> = seen.map(|cell| format!("{} {}", cell.sign(), cell.word())).collect();
    lines.push(Line::say(Role::Muted, words.join("   ")));
    lines
}

fn shifted(held: Held<'_>, shift: &Shift, most: usize) -> Vec<Line> {
    let role = if shift.closed > 0 { Role::Warning } else { Role::Text };
    let mut lines = vec![Line::say(
        role,
        format!(
            "{} in {}, {}: {} opened, {} stopped, of {} people times {}",
            held.name(shift.home),
            held.name(shift.resource),
            shift.kind.word(),
            grouped(shift.opened),
            grouped(shift.closed),
            grouped(shift.people as u64),
            count(shift.apps, "application", "applications")
        ),
    )];
    if shift.losing > 0 {
        let named: Vec<&str> =
            shift.losers.iter().take(most).map(|(_, name)| name.as_str()).collect();
        let more = shift.losing.saturating_sub(named.len() as u64);
        let more = if more > 0 { format!(" and {} more", grouped(more)) } else { String::new() };
        let text = format!("{} lose something: {}{more}", grouped(shift.losing), named.join(", "));
        lines.push(Line::say(Role::Muted, text).within(4));
    }
    lines
}

fn first_cycle(one: &Forecast, glyphs: Glyphs) -> Vec<Line> {
    let mut lines = vec![Line::title(format!("First cycle of {}", one.name))];
    if one.job != "runs" {
        let words =
            if one.job == "unknown" { "depends on what is not in the workspace" } else { one.job };
        lines.push(
            Line::say(Role::Warning, format!("the job {words}"))
                .signed(glyphs.warning(), Role::Warning),
        );
        lines.extend(one.because.iter().map(|text| Line::say(Role::Muted, text.clone()).within(4)));
    }
    for (action, number) in one.actions.iter().filter(|(_, number)| *number > 0) {
        let (sign, role) = match action {
            Action::Create | Action::Restore => ("+", Role::Allow),
            Action::Update => ("~", Role::Changed),
            Action::SoftDelete | Action::Disable => ("-", Role::Block),
            Action::Fail => (glyphs.block(), Role::Error),
            Action::Staged | Action::Ambiguous => (glyphs.warning(), Role::Warning),
            Action::Unchanged | Action::Release | Action::Skip => ("=", Role::Muted),
        };
        lines.push(
            Line::say(role, action.word().to_owned()).signed(sign, role).noted(grouped(*number)),
        );
    }
    for (reason, number) in &one.collisions {
        let (code, sentence) = reason.words();
        let code = if code.is_empty() { String::new() } else { format!("{code}: ") };
        let text = format!("{} collide: {code}{sentence}", grouped(*number));
        lines.push(Line::say(Role::Error, text).signed(glyphs.block(), Role::Error));
    }
    if one.unsure > 0 {
        let text = format!("{} of whom it is not documented what becomes", grouped(one.unsure));
        lines.push(Line::say(Role::Warning, text).signed("?", Role::Warning));
    }
    let minutes = minutes_words(one.first_cycle_minutes);
    lines.push(Line::say(
        Role::Text,
        format!("{minutes}, {} licences in the source", grouped(one.licences)),
    ));
    lines
}
