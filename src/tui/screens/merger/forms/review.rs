//! All of it: what is staged, what the others have to do, and what the engines say of it.

use std::collections::BTreeMap;

use super::super::line::{Act, Held, Line};
use super::count;
use crate::domain::TenantId;
use crate::merger::{
    Asked, CheckLine, Fault, Proposal, STEPS, Setup, Stage, Staged, Step, Tick, Weight,
};
use crate::text::grouped;
use crate::tui::glyph::Glyphs;
use crate::tui::theme::Role;

/// Lines of one tenant, and of the checklist, that are listed at most.
const OF_ONE_MAX: usize = 60;
const CHECKED_MAX: usize = 300;

/// The number of a step, as the steps show it.
fn number(step: Step) -> String {
    let at = STEPS.iter().position(|row| row.step == step);
    at.map_or_else(String::new, |at| format!("step {}", at + 1))
}

/// What is left out is said to be.
fn more(number: usize) -> Option<Line> {
    (number > 0).then(|| {
        let text =
            format!("and {} more; `detente merger status` lists all", grouped(number as u64));
        Line::say(Role::Muted, text).within(2)
    })
}

pub(super) fn review(held: Held<'_>, glyphs: Glyphs) -> Vec<Line> {
    let Some(proposed) = held.proposed else {
        return vec![Line::say(Role::Muted, "working it out ...")];
    };
    let proposal = &proposed.proposal;
    let mut lines = head(held, proposal, glyphs);
    // Whom the defaults shut out concerns people who are not asked: first of all.
    let minds = proposal.faults.iter().filter(|fault| fault.weight == Weight::Mind);
    let (shut_out, other): (Vec<&Fault>, Vec<&Fault>) =
        minds.partition(|fault| fault.step == Step::Closed);
    lines.extend(shut_out.into_iter().map(|fault| minded(fault, glyphs)));
    let is_done = proposal.is_sound() && proposal.edits.is_empty();
    let proven = checked(held, glyphs);
    let (before, after) = if is_done { (proven, Vec::new()) } else { (Vec::new(), proven) };
    lines.extend(before);
    lines.extend(staged(held, &proposal.staged));
    lines.extend(asked(held, &proposal.asked, glyphs));
    lines.extend(after);
    lines.extend(other.into_iter().map(|fault| minded(fault, glyphs)));
    lines
}

fn minded(fault: &Fault, glyphs: Glyphs) -> Line {
    let line = Line::press(fault.sentence.clone(), Act::Go(fault.step));
    line.signed(glyphs.warning(), Role::Warning)
}

/// What is not answered, and filters that stand already and tell nobody in or out: with either,
/// nothing is said to be complete.
fn unfinished(held: Held<'_>, glyphs: Glyphs) -> Vec<Line> {
    let mut lines: Vec<Line> = crate::merger::vain_filters(&held.model.workspace, held.answers)
        .into_iter()
        .map(|sentence| {
            Line::press(sentence, Act::Go(Step::Sync)).signed(glyphs.block(), Role::Error)
        })
        .collect();
    lines.extend(held.answers.open().map(|row| {
        Line::press(format!("not answered: {}", row.title), Act::Go(row.step))
            .signed("?", Role::Warning)
    }));
    lines
}

fn head(held: Held<'_>, proposal: &Proposal, glyphs: Glyphs) -> Vec<Line> {
    let stops = || proposal.faults.iter().filter(|fault| fault.weight == Weight::Stop);
    if !proposal.is_sound() {
        let text = format!(
            "{} in the way; Enter goes there",
            count(stops().count(), "thing is", "things are")
        );
        let mut lines = vec![Line::say(Role::Error, text).signed(glyphs.block(), Role::Error)];
        lines.extend(stops().map(|fault| {
            let line = Line::press(fault.sentence.clone(), Act::Go(fault.step));
            line.signed(glyphs.block(), Role::Error)
        }));
        return lines;
    }
    let unfinished = unfinished(held, glyphs);
    let mut lines = match proposal.edits.len() {
        0 if unfinished.is_empty() => vec![
            Line::say(Role::Allow, "Nothing is missing on our side.")
                .signed(glyphs.allow(), Role::Allow),
        ],
        0 => vec![Line::say(Role::Warning, "Nothing is left to stage of what is answered, but:")],
        number => vec![Line::press(
            format!(
                "Stage it all: {}, as one step that u undoes (^s)",
                count(number, "edit", "edits")
            ),
            Act::Stage,
        )],
    };
    lines.extend(unfinished);
    lines
}

/// What stands in each tenant of ours.
fn staged(held: Held<'_>, all: &[Staged]) -> Vec<Line> {
    let mut owners: BTreeMap<TenantId, Vec<&Staged>> = BTreeMap::new();
    for one in all {
        owners.entry(one.owner).or_default().push(one);
    }
    let mut lines = Vec::new();
    for (owner, all) in owners {
        lines.push(Line::gap());
        lines.push(Line::title(format!("In {}", held.name(owner))));
        for one in all.iter().take(OF_ONE_MAX) {
            let line = Line::press(one.words.clone(), Act::Go(one.step));
            lines.push(line.signed("+", Role::Allow).noted(number(one.step)));
        }
        lines.extend(more(all.len().saturating_sub(OF_ONE_MAX)));
    }
    lines
}

/// What the others have to do.
fn asked(held: Held<'_>, all: &[Asked], glyphs: Glyphs) -> Vec<Line> {
    let mut owners: BTreeMap<TenantId, Vec<&Asked>> = BTreeMap::new();
    for one in all {
        owners.entry(one.owner).or_default().push(one);
    }
    let mut lines = Vec::new();
    for (owner, all) in &owners {
        lines.push(Line::gap());
        lines.push(Line::title(format!("{} has to (their side)", held.name(*owner))));
        for one in all.iter().take(OF_ONE_MAX) {
            let line = Line::press(one.words.clone(), Act::Go(one.step));
            let sign = if one.is_missing { glyphs.warning() } else { "?" };
            lines.push(line.signed(sign, Role::Warning).noted(number(one.step)));
            let licence = match one.duty.licence {
                "" => String::new(),
                licence => format!("; {licence}"),
            };
            lines.push(Line::say(Role::Muted, format!("{}{licence}", one.duty.role)).within(4));
        }
        lines.extend(more(all.len().saturating_sub(OF_ONE_MAX)));
    }
    if !owners.is_empty() {
        lines.push(Line::say(
            Role::Muted,
            "y copies this as a letter; `detente handshake request` writes it as a file they can answer.",
        ));
    }
    lines
}

/// What the engines say.
fn checked(held: Held<'_>, glyphs: Glyphs) -> Vec<Line> {
    let mut lines = vec![Line::gap()];
    let Some(checked) = &held.model.merging.checked else {
        lines.push(Line::say(Role::Muted, "asking the engines ..."));
        return lines;
    };
    let all = &checked.lines;
    let done = all.iter().filter(|line| line.tick == Tick::Done).count();
    lines.push(Line::title(format!(
        "{done} of {} hold by all that the workspace holds, asked of the engines",
        all.len()
    )));
    // Of very many, those that do not hold are what one looks for.
    let is_long = all.len() > CHECKED_MAX;
    let shown: Vec<&CheckLine> =
        all.iter().filter(|line| !is_long || line.tick != Tick::Done).collect();
    lines.extend(shown.iter().take(CHECKED_MAX).flat_map(|one| check_line(one, glyphs)));
    lines.extend(more(shown.len().saturating_sub(CHECKED_MAX)));
    for (name, setup) in &checked.setups {
        lines.push(Line::gap());
        lines.push(Line::title(format!("Setting up {name}")));
        lines.extend(Stage::ALL.into_iter().flat_map(|stage| set_up(setup, stage, glyphs)));
    }
    lines
}

/// One of the five steps of a synchronisation, with what is open in it.
fn set_up(setup: &Setup, stage: Stage, glyphs: Glyphs) -> Vec<Line> {
    let (sign, role) = tick_sign(setup.tick(stage), glyphs);
    let mut line = Line::press(stage.title(), Act::Go(Step::Sync)).signed(sign, role);
    line.role = Role::Text;
    let open = setup.lines.iter().filter(|one| one.stage == stage && one.tick != Tick::Done);
    let open = open.map(|one| Line::say(Role::Muted, one.because.clone()).within(4));
    std::iter::once(line).chain(open).collect()
}

/// The sign of a tick.
fn tick_sign(tick: Tick, glyphs: Glyphs) -> (&'static str, Role) {
    match tick {
        Tick::Done => (glyphs.allow(), Role::Allow),
        Tick::Open => (glyphs.block(), Role::Block),
        Tick::Unknown => ("?", Role::Warning),
    }
}

fn check_line(one: &CheckLine, glyphs: Glyphs) -> Vec<Line> {
    let (sign, role) = tick_sign(one.tick, glyphs);
    let mut line = Line::press(one.title.clone(), Act::Go(one.step)).signed(sign, role);
    line.role = Role::Text;
    let mut lines = vec![line];
    for text in [&one.because, &one.mind].into_iter().filter(|text| !text.is_empty()) {
        lines.push(Line::say(Role::Muted, text.clone()).within(4));
    }
    lines
}
