//! Drawing a question, its answer and the gates on the way.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::WhatIf;
use super::answered::Answered;
use super::{gate, question};
use crate::access::{Gate, Layer, Line, Outcome, Verdict};
use crate::domain::{Ownership, TenantId};
use crate::tui::glyph::Glyphs;
use crate::tui::model::{Model, Showing};
use crate::tui::paint::{Frame, Paint, Target, cells};
use crate::tui::screens::changes::reach_words;
use crate::tui::theme::Role;

/// The sign of an outcome.
pub(super) fn sign(outcome: Outcome, glyphs: Glyphs) -> &'static str {
    match outcome {
        Outcome::Pass => glyphs.allow(),
        Outcome::Block => glyphs.block(),
        Outcome::Step => glyphs.list(),
        Outcome::Unknown => "?",
        Outcome::NotReached => glyphs.absent(),
    }
}

/// The colour of an outcome.
pub(super) fn role(outcome: Outcome) -> Role {
    match outcome {
        Outcome::Pass => Role::Allow,
        Outcome::Block => Role::Block,
        Outcome::Step => Role::Changed,
        Outcome::Unknown => Role::Warning,
        Outcome::NotReached => Role::Muted,
    }
}

pub(super) fn draw(screen: &WhatIf, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    if area.width < 40 || area.height < 9 {
        one_line(screen, model, area, paint);
        return;
    }
    let lines: u16 = if area.width >= question::WIDE { 2 } else { 4 };
    let framed = area.height >= 28;
    let question = Rect { height: lines + if framed { 2 } else { 0 }, ..area };
    let answer_lines = match (area.height >= 32, framed) {
        (true, _) => 9,
        (false, true) => 7,
        (false, false) => 5,
    };
    let answer = Rect { y: question.bottom(), height: answer_lines, ..area };
    let below = Rect {
        y: answer.bottom().min(area.bottom()),
        height: area.bottom().saturating_sub(answer.bottom()),
        ..area
    };
    let small = below.height < 11 && area.width < 100;
    if small && screen.on_gates {
        // The gate takes the place of question and answer, which were read before.
        gate::draw(screen, model, Rect { height: below.y - area.y, ..area }, paint);
        gates(screen, model, below, paint);
        return;
    }
    question::draw(screen, model, question, framed, paint);
    draw_answer(screen, model, answer, paint);
    if area.width >= 100 {
        let side = (area.width * 2 / 5).min(50);
        let left = Rect { width: below.width - side, ..below };
        gates(screen, model, left, paint);
        gate::draw(screen, model, Rect { x: left.right(), width: side, ..below }, paint);
    } else if small {
        gates(screen, model, below, paint);
    } else {
        let under = (below.height / 2).min(below.height.saturating_sub(9)).max(5);
        let top = Rect { height: below.height - under, ..below };
        gates(screen, model, top, paint);
        gate::draw(screen, model, Rect { y: top.bottom(), height: under, ..below }, paint);
    }
}

/// The verdict and the one setting: all that has room.
fn one_line(screen: &WhatIf, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let Some(found) = screen.answered(model) else {
        paint.wrap(area, Role::Muted, "nothing is asked yet: w chooses who");
        return;
    };
    let (text, outcome) = headline(model, found);
    let taken = paint.wrap(area, role(outcome), &text);
    let rest = Rect { y: area.y + taken, height: area.height - taken.min(area.height), ..area };
    let taken = paint.wrap(rest, Role::Text, &screen.form.sentence(model));
    let rest = Rect { y: rest.y + taken, height: rest.height - taken.min(rest.height), ..rest };
    if let Some(line) = screen.line(model) {
        paint.wrap(rest, Role::Muted, &line.because);
    }
}

/// The verdict in a few words.
fn headline(model: &Model, found: &Answered) -> (String, Outcome) {
    let answer = &found.answer;
    let decider = answer.deciding();
    let by = decider.map(|line| model.name(line.tenant)).unwrap_or_default();
    let at = answer.decided_by.map_or(0, |at| at + 1);
    let of = answer.trace.len();
    let text = match answer.verdict {
        Verdict::Allowed => "ALLOWED".to_owned(),
        Verdict::Blocked => format!("BLOCKED at gate {at} of {of}, by {by}"),
        Verdict::StepRequired => {
            let steps: Vec<&str> = answer.steps.iter().map(|step| step.title()).collect();
            format!("ALLOWED after {}", steps.join(", then "))
        }
        Verdict::DependsOnPartner => format!("NOT KNOWN: it depends on {by}, gate {at} of {of}"),
        Verdict::Invalid => format!("CANNOT BE DECIDED at gate {at} of {of}, by {by}"),
    };
    (text, answer.verdict.outcome())
}

fn draw_answer(screen: &WhatIf, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let found = screen.answered(model);
    let note = found.map(|found| compared(model, found)).unwrap_or_default();
    let action = match found {
        Some(found) if found.answer.verdict != Verdict::Blocked => {
            if found.ours().is_empty() {
                ""
            } else {
                "f changes that stop it"
            }
        }
        Some(found) if !found.ours().is_empty() => "c stages this change   f all changes",
        Some(found) if !found.theirs().is_empty() => "f what they have to do",
        _ => "",
    };
    let inner = paint.pane(area, &Frame { title: "Answer", note: &note, action, focus: false });
    let Some(found) = found else {
        paint.wrap(inner, Role::Muted, "w chooses who, a the application");
        return;
    };
    let (text, outcome) = headline(model, found);
    let signed = format!("{} {text}", sign(outcome, paint.glyphs));
    let taken = paint.bold(inner.x, inner.y, inner.width, role(outcome), &signed);
    if let Some(error) = found.answer.error {
        let room = inner.width.saturating_sub(taken + 2);
        if cells(error) <= room {
            paint.right(inner.x + taken + 2, inner.y, room, Role::Muted, error);
        }
    }
    let because = match found.answer.deciding() {
        Some(line) if found.answer.verdict == Verdict::DependsOnPartner => {
            format!("nothing known stops it; {}", line.because)
        }
        Some(line) => line.because.clone(),
        None => "every gate lets it through".to_owned(),
    };
    let guest = match (found.answer.verdict, found.answer.guest_object) {
        (Verdict::Blocked | Verdict::Invalid, _) => "",
        // A sign-in supposes the account; whether it is there, nobody here knows.
        (Verdict::Allowed | Verdict::StepRequired, true) if !screen.form.invites() => {
            "; the guest account is taken as there"
        }
        (_, false) => "; without a guest account",
        (_, true) => "",
    };
    let unasked = found
        .answer
        .trace
        .iter()
        .any(|line| line.gate == Gate::ConditionalAccess && line.would == Outcome::NotReached);
    let conditions = match (found.answer.verdict, unasked) {
        (Verdict::Blocked, _) | (_, false) => "",
        (_, true) => "; Conditional Access was not imported and is not asked",
    };
    let room = inner.height.saturating_sub(1);
    let height = room.div_ceil(2);
    let room = Rect { y: inner.y + 1, height, ..inner };
    paint.wrap(room, Role::Text, &format!("{because}{conditions}{guest}"));
    let rest = Rect { y: room.bottom(), height: inner.bottom() - room.bottom(), ..inner };
    draw_change(found, rest, paint);
}

/// The smallest change, in the last lines of the answer.
fn draw_change(found: &Answered, area: Rect, paint: &mut Paint<'_>) {
    if let Some(best) = found.ours().first() {
        let verb = match found.answer.verdict {
            Verdict::Blocked => "to allow it",
            _ => "to stop it",
        };
        let reach = reach_words(best.reach);
        let text = format!("{verb}, {reach}: {}", best.label);
        paint.wrap(area, Role::Text, &text);
        paint.tint(Rect { width: cells(verb), height: 1, ..area }, Role::Accent, Modifier::empty());
    } else if let Some(theirs) = found.theirs().first() {
        paint.wrap(area, Role::Warning, theirs);
    } else if found.remedies.is_none() {
        paint.wrap(area, Role::Muted, "what would turn it around is being worked out");
    }
}

/// How the answer compares with that of the other estate.
fn compared(model: &Model, found: &Answered) -> String {
    let same = found.other == found.answer.verdict;
    match (model.showing, same) {
        (_, true) => "the plan changes nothing here".to_owned(),
        (Showing::Draft, false) => format!("changed by the plan: was {}", found.other.short()),
        (Showing::Observed, false) => format!("the plan makes it: {}", found.other.short()),
    }
}

/// A line of the list of gates.
enum Row {
    Side(TenantId, Part),
    Gate(usize),
}

fn rows(screen: &WhatIf, trace: &[Line]) -> Vec<Row> {
    let mut out = Vec::new();
    let mut side = None;
    for (at, line) in trace.iter().enumerate() {
        let part = match line.gate {
            Gate::TenantRestrictions => Part::Network,
            _ if screen.form.home == Some(line.tenant) => Part::Home,
            _ => Part::Resource,
        };
        if side != Some((line.tenant, part)) {
            out.push(Row::Side(line.tenant, part));
            side = Some((line.tenant, part));
        }
        out.push(Row::Gate(at));
    }
    out
}

fn gates(screen: &WhatIf, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let frame = Frame {
        title: "Gates",
        note: "in order",
        action: "enter opens the setting",
        focus: screen.on_gates,
    };
    let inner = paint.pane(area, &frame);
    let Some(found) = screen.answered(model) else { return };
    let trace = &found.answer.trace;
    let at = screen.gate_at(model);
    let rows = rows(screen, trace);
    let here = rows.iter().position(|row| matches!(row, Row::Gate(gate) if *gate == at));
    let height = usize::from(inner.height);
    // The heading of the gate stays in sight with it.
    let top = (here.unwrap_or(0) + 2).saturating_sub(height).min(rows.len().saturating_sub(height));
    let spacious = rows.len() + 3 <= height;
    let mut y = inner.y;
    for (number, row) in rows.iter().enumerate().skip(top) {
        if y >= inner.bottom() {
            break;
        }
        match row {
            Row::Side(tenant, part) => {
                if spacious && number > 0 {
                    y += 1;
                }
                draw_side(model, *tenant, *part, Rect { y, height: 1, ..inner }, paint);
            }
            Row::Gate(gate) => {
                let Some(line) = trace.get(*gate) else { continue };
                let spot = Rect { y, height: 1, ..inner };
                if *gate == at {
                    paint.highlight(spot);
                    paint.text(spot.x, y, 1, Role::Accent, paint.glyphs.cursor());
                }
                let decides = found.answer.decided_by == Some(*gate);
                let brief = gate::brief(screen, model, line);
                draw_gate(*gate, line, decides, &brief, spot, paint);
                paint.hit(spot, Target::Item(*gate));
            }
        }
        y += 1;
    }
}

/// What a tenant has to do with a gate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Home,
    Resource,
    Network,
}

fn draw_side(model: &Model, tenant: TenantId, part: Part, area: Rect, paint: &mut Paint<'_>) {
    let ours = model.workspace.draft.tenant(tenant).map(|tenant| tenant.ownership);
    let (word, role) = match ours {
        Some(Ownership::Ours) => ("OUR SIDE  ", Role::Inbound),
        _ => ("THEIR SIDE  ", Role::Outbound),
    };
    let mut x = area.x + paint.text(area.x, area.y, area.width, role, word);
    let room = |x: u16| area.right().saturating_sub(x);
    x += paint.bold(x, area.y, room(x), Role::Text, &model.name(tenant));
    let way = match part {
        Part::Home => "  home: lets its people out",
        Part::Resource => "  resource: lets them in",
        Part::Network => "  network: foreign accounts on it",
    };
    if cells(way) <= room(x) {
        paint.text(x, area.y, room(x), Role::Muted, way);
    }
}

fn draw_gate(
    number: usize,
    line: &Line,
    decides: bool,
    brief: &str,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let role = role(line.outcome);
    let mark = sign(line.outcome, paint.glyphs);
    let head = format!("{} {mark} ", number + 1);
    let mut x = area.x + 2;
    x += paint.text(x, area.y, area.width.saturating_sub(2), role, &head);
    let title = 20.min(area.right().saturating_sub(x));
    if decides {
        paint.bold(x, area.y, title, role, line.gate.title());
    } else {
        paint.text(x, area.y, title, Role::Text, line.gate.title());
    }
    x += title;
    let origin = line.origin.map(origin_words).unwrap_or_default();
    let room = area.right().saturating_sub(x);
    let tail = if room > 40 { cells(origin) + 1 } else { 0 };
    let said = if line.outcome == Outcome::NotReached { Role::Muted } else { Role::Text };
    paint.text(x, area.y, room.saturating_sub(tail), said, brief);
    if tail > 1 {
        paint.right(area.right() - tail, area.y, tail, Role::Muted, origin);
    }
}

/// Which layer speaks, in words.
pub(super) fn origin_words(layer: Layer) -> &'static str {
    match layer {
        Layer::Partner => "from partner",
        Layer::Default => "from default",
        Layer::ServiceDefault => "service default",
    }
}
