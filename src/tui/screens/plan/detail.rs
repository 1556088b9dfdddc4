//! A change, or a step, in full: both values, the people, each request with who may send it.

use ratatui::layout::Rect;

use super::draw::{people, phase};
use super::{PlanScreen, Row};
use crate::domain::Json;
use crate::export::{Document, Gap, Line, Place, Sent};
use crate::tui::paint::{Frame, Paint, wrap};
use crate::tui::theme::Role;

/// Letters of a GUID.
const ID_LENGTH: usize = 36;

/// JSON up to this length stands on one line.
const JSON_LINE: usize = 54;

/// A line that is told: how far in, in which colour, what.
struct Told {
    inset: u16,
    role: Role,
    text: String,
}

fn told(inset: u16, role: Role, text: impl Into<String>) -> Told {
    Told { inset, role, text: text.into() }
}

pub(super) fn draw(
    screen: &PlanScreen,
    document: &Document,
    area: Rect,
    framed: bool,
    paint: &mut Paint<'_>,
) {
    let title = match (screen.here(), screen.change()) {
        (Some(Row::Step(..)), _) => {
            screen.steps().first().map_or(String::new(), |step| format!("Step {}", step.number))
        }
        (_, Some(change)) => change.title.clone(),
        _ => String::new(),
    };
    let mut lines = Vec::new();
    if framed || title.is_empty() {
        change_lines(screen, document, paint.glyphs.arrow(), &mut lines);
    } else {
        lines.push(told(0, Role::Text, title.clone()));
        change_lines(screen, document, paint.glyphs.arrow(), &mut lines);
    }
    outage_lines(screen, document, &mut lines);
    for step in screen.steps() {
        step_lines(document, step, &mut lines);
    }
    // What has to be said about the whole comes last: it is the same for every change.
    for note in &document.notes {
        lines.push(told(0, Role::Text, ""));
        lines.push(told(0, Role::Warning, note.clone()));
    }
    let room = if framed { area.width.saturating_sub(4) } else { area.width };
    let wrapped: Vec<(u16, Role, String)> = lines
        .iter()
        .flat_map(|line| {
            let width = room.saturating_sub(line.inset);
            wrap(&line.text, width).into_iter().map(|text| (line.inset, line.role, text))
        })
        .collect();
    let height = if framed { area.height.saturating_sub(2) } else { area.height };
    let most = wrapped.len().saturating_sub(usize::from(height));
    let top = screen.scroll.min(most);
    let more = if most > top { "J more" } else { "" };
    let inner = match framed {
        true => paint.pane(area, &Frame { title: &title, action: more, ..Frame::default() }),
        false => area,
    };
    for (y, (inset, role, text)) in (inner.y..inner.bottom()).zip(wrapped.iter().skip(top)) {
        paint.text(inner.x + inset, y, inner.width.saturating_sub(*inset), *role, text);
    }
}

fn change_lines(screen: &PlanScreen, document: &Document, arrow: &str, out: &mut Vec<Told>) {
    if matches!(screen.here(), Some(Row::Step(..))) {
        return;
    }
    let Some(change) = screen.change() else { return };
    if !(change.before.is_empty() && change.after.is_empty()) {
        out.push(told(0, Role::Muted, change.before.clone()));
        out.push(told(0, Role::Changed, format!("{arrow} {}", change.after)));
    }
    out.push(told(0, Role::Text, people(&change.people)));
    let unknown: Vec<&str> =
        change.people.not_known.iter().map(|id| document.name_of(id)).collect();
    if !unknown.is_empty() {
        let text = format!("nobody is known of {}", unknown.join(", "));
        out.push(told(0, Role::Warning, text));
    }
    if !change.needs.is_empty() {
        let needs: Vec<String> = change.needs.iter().map(ToString::to_string).collect();
        out.push(told(0, Role::Muted, format!("needs change {}", needs.join(", "))));
    }
    match (change.included, change.lacks) {
        (true, _) => {}
        (false, Some(lacks)) => {
            let text = format!("left out, because change {lacks} is, which it needs");
            out.push(told(0, Role::Warning, text));
        }
        (false, None) => out.push(told(0, Role::Warning, "left out")),
    }
}

/// What of it is closed for a while although both ends allow it.
fn outage_lines(screen: &PlanScreen, document: &Document, out: &mut Vec<Told>) {
    let here = match screen.here() {
        Some(Row::Step(list, step)) => document
            .tenants
            .get(list)
            .and_then(|list| Some((list.tenant_id.as_str(), list.steps.get(step)?.number))),
        _ => None,
    };
    let change = screen.change().filter(|_| here.is_none());
    let of_step = |gap: &Gap| {
        here.is_some_and(|(tenant, number)| {
            gap.tenant_id == tenant && [gap.from.number, gap.until.number].contains(&number)
        })
    };
    let of_change = |gap: &Gap| change.is_some_and(|change| gap.changes.contains(&change.number));
    for gap in document.outages.iter().filter(|gap| of_step(gap) || of_change(gap)) {
        let (from, until) = (gap.from.number, gap.until.number);
        out.push(told(
            0,
            Role::Warning,
            format!("closed from step {from} until step {until}: {}", gap.title(document)),
        ));
        out.push(told(2, Role::Text, gap.hits(document)));
        out.extend(gap.who().map(|who| told(2, Role::Muted, who)));
    }
}

fn step_lines(document: &Document, step: &Line, out: &mut Vec<Told>) {
    if !out.is_empty() {
        out.push(told(0, Role::Text, ""));
    }
    let (role, word) = phase(step);
    out.push(told(0, role, format!("step {} [{word}] {}", step.number, step.words)));
    for Place { tenant_id, number } in &step.waits {
        let text = format!("waits for step {number} of {}", document.name_of(tenant_id));
        out.push(told(2, Role::Warning, text));
    }
    for value in &step.values {
        out.push(told(2, Role::Text, value.clone()));
    }
    match &step.request {
        Some(sent) => request_lines(sent, out),
        None => out.push(told(2, Role::Warning, "by hand: no documented request does it")),
    }
    out.push(told(2, Role::Muted, format!("in the admin center: {}", step.portal)));
    out.push(told(2, Role::Muted, format!("to check: {}", step.check)));
    if let Some(back) = &step.back {
        let text = format!("taken back by: {} /{}{}", back.method, back.version, back.path);
        out.push(told(2, Role::Muted, text));
    }
}

/// What is short stands on one line, whatever is in it.
fn json_lines(value: &Json, inset: u16, before: &str, after: &str, out: &mut Vec<Told>) {
    let whole = value.to_string();
    let short = whole.len() + before.len() <= JSON_LINE;
    let next = inset + 2;
    match value {
        Json::Object(members) if !short => {
            out.push(told(inset, Role::Text, format!("{before}{{")));
            let last = members.len().saturating_sub(1);
            for (at, (name, value)) in members.iter().enumerate() {
                let comma = if at == last { "" } else { "," };
                json_lines(value, next, &format!("\"{name}\": "), comma, out);
            }
            out.push(told(inset, Role::Text, format!("}}{after}")));
        }
        Json::Array(items) if !short => {
            out.push(told(inset, Role::Text, format!("{before}[")));
            let last = items.len().saturating_sub(1);
            for (at, value) in items.iter().enumerate() {
                json_lines(value, next, "", if at == last { "" } else { "," }, out);
            }
            out.push(told(inset, Role::Text, format!("]{after}")));
        }
        _ => out.push(told(inset, Role::Text, format!("{before}{whole}{after}"))),
    }
}

fn request_lines(sent: &Sent, out: &mut Vec<Told>) {
    // An id at the end of a path is longer than all before it: it stands by itself.
    let (parent, leaf) = match sent.path.rsplit_once('/') {
        Some((parent, leaf)) if leaf.len() >= ID_LENGTH => (format!("{parent}/"), leaf),
        _ => (sent.path.clone(), ""),
    };
    out.push(told(2, Role::Accent, format!("{} /{}{parent}", sent.method, sent.version)));
    if !leaf.is_empty() {
        out.push(told(4, Role::Accent, leaf));
    }
    if let Some(body) = &sent.body {
        json_lines(body, 2, "", "", out);
    }
    let who = format!("{}; {}; a good answer is {}", sent.role, sent.permission, sent.answer);
    out.push(told(2, Role::Muted, who));
    for remark in &sent.remarks {
        out.push(told(2, Role::Warning, remark.clone()));
    }
}
