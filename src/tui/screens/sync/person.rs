//! One person: the five steps of provisioning on demand, and the attributes in the portal's columns.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::SyncScreen;
use super::draw::{role, sign};
use crate::access::Truth;
use crate::sync::{Action, Change, Judged, Step, name_of, source_values, steps};
use crate::tui::paint::{Frame, Paint, Target, wrap};
use crate::tui::sync::Previewed;
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

/// Who is looked at, worked out once.
#[derive(Debug)]
pub(super) struct Person {
    pub of: Arc<Previewed>,
    pub row: u32,
    pub steps: Vec<Step>,
    pub changes: Vec<Change>,
    /// What the source holds, beside each change.
    pub values: Vec<String>,
    /// The step whose lines are shown.
    pub step: usize,
}

impl Person {
    pub fn of(of: Arc<Previewed>, row: u32) -> Self {
        let (engine, at) = (of.engine(), row as usize);
        let steps = steps(engine, &of.preview, at);
        let changes = engine.changes(at, &of.preview.users);
        let values = changes.iter().map(|one| source_values(engine, at, one)).collect();
        // The first that does not simply pass says most; the last what is done.
        let user = of.preview.users.get(row as usize);
        let is_told = |step: &Step| step.truth != Truth::Yes && !is_usual(step, user);
        let telling = steps.iter().position(is_told);
        let step = telling.unwrap_or(steps.len().saturating_sub(1));
        Person { of, row, steps, changes, values, step }
    }

    /// Shows the lines of another step.
    pub fn turn(&mut self, by: usize) {
        self.step = (self.step + by) % self.steps.len().max(1);
    }

    fn judged(&self) -> Option<&Judged> {
        self.of.preview.users.get(self.row as usize)
    }
}

/// A person in one line of text.
pub(super) fn line(of: &Previewed, row: usize) -> String {
    let source = of.engine().inputs().source;
    let upn = source.named(row, "userPrincipalName").text().unwrap_or_default();
    let Some(user) = of.preview.users.get(row) else { return String::new() };
    let (action, because) = (user.action.word(), user.because());
    format!("{upn}\t{action}\t{because} ({})", user.certainty.word())
}

pub(super) fn draw(screen: &SyncScreen, person: &Person, area: Rect, paint: &mut Paint<'_>) {
    if area.width < 40 || area.height < 10 {
        short(person, area, paint);
        return;
    }
    if area.width >= 110 {
        let left = 42;
        let one = Rect { width: left, ..area };
        draw_steps(person, one, paint);
        let two = Rect { x: one.right(), width: area.width - left, ..area };
        draw_changes(screen, person, two, paint);
    } else {
        let over = (area.height / 2).min(14);
        let one = Rect { height: over, ..area };
        draw_steps(person, one, paint);
        let two = Rect { y: one.bottom(), height: area.height - over, ..area };
        draw_changes(screen, person, two, paint);
    }
}

/// Where there is room for nothing else: who, what, why.
fn short(person: &Person, area: Rect, paint: &mut Paint<'_>) {
    let name = name_of(person.of.engine(), person.row as usize);
    let mut pen = Pen { area, paint };
    pen.words(Role::Text, name);
    if let Some(user) = person.judged() {
        pen.words(role(user.action), user.action.title());
        pen.words(Role::Muted, &user.because());
    }
}

/// Whether nobody was found, as it has to be for somebody who is to be created.
fn is_usual(step: &Step, user: Option<&Judged>) -> bool {
    step.name == "match"
        && step.truth == Truth::No
        && user.is_some_and(|user| user.action == Action::Create)
}

fn truth_sign(step: &Step, user: Option<&Judged>, paint: &Paint<'_>) -> (Role, &'static str) {
    match step.truth {
        Truth::No if is_usual(step, user) => (Role::Muted, paint.glyphs.absent()),
        Truth::Yes => (Role::Allow, paint.glyphs.allow()),
        Truth::No => (Role::Block, paint.glyphs.block()),
        Truth::Unknown => (Role::Warning, "?"),
    }
}

/// The words of a step.
fn title(name: &str) -> &'static str {
    match name {
        "testConnection" => "Test connection",
        "import" => "Import",
        "scope" => "Scope",
        "match" => "Match",
        _ => "Action",
    }
}

fn draw_steps(person: &Person, area: Rect, paint: &mut Paint<'_>) {
    let name = name_of(person.of.engine(), person.row as usize);
    let note = person.judged().map_or("", |user| user.action.title());
    let frame = Frame { title: name, note, action: "Tab opens the next step", focus: false };
    let inner = paint.pane(area, &frame);
    let mut pen = Pen { area: inner, paint };
    let shut = person.steps.len().saturating_sub(1);
    let room = inner.width.saturating_sub(4);
    let lines = person.steps.iter().flat_map(|step| &step.lines);
    let whole: usize = lines.map(|line| wrap(line, room).len()).sum();
    let is_whole = whole + person.steps.len() <= usize::from(inner.height);
    for (number, step) in person.steps.iter().enumerate() {
        if pen.area.height == 0 {
            return;
        }
        let is_open = is_whole || number == person.step;
        let (role, sign) = truth_sign(step, person.judged(), pen.paint);
        let Rect { x, y, width, .. } = pen.area;
        pen.paint.text(x, y, 1, role, sign);
        pen.paint.bold(
            x + 2,
            y,
            width.saturating_sub(2),
            Role::Text,
            &format!("{} {}", number + 1, title(step.name)),
        );
        pen.down(1);
        // The titles below keep their lines.
        let after = u16::try_from(shut - number).unwrap_or(0);
        for line in step.lines.iter().filter(|_| is_open) {
            let height = pen.area.height.saturating_sub(after);
            let inset = Rect { x: x + 4, width: width.saturating_sub(4), height, ..pen.area };
            let taken = pen.paint.wrap(inset, Role::Muted, line);
            pen.down(taken);
        }
    }
}

/// A column: title, share of the room, the least width at which it is drawn.
type Column = (&'static str, u16, u16);

const COLUMNS: [Column; 5] = [
    ("attribute", 22, 0),
    ("source", 18, 0),
    ("expression", 22, 70),
    ("target now", 19, 60),
    ("target after", 19, 0),
];

fn draw_changes(screen: &SyncScreen, person: &Person, area: Rect, paint: &mut Paint<'_>) {
    let written = person.changes.iter().filter(|one| one.is_written()).count();
    let once = if person.of.preview.is_let_through { ", once let through" } else { "" };
    let note = format!("{written} of {} written{once}", person.changes.len());
    let frame = Frame { title: "Attributes", note: &note, action: "", focus: true };
    let inner = paint.pane(area, &frame);
    if person.changes.is_empty() {
        paint.wrap(inner, Role::Muted, "nothing is written for this person");
        return;
    }
    let columns: Vec<(usize, &Column)> =
        COLUMNS.iter().enumerate().filter(|(_, column)| inner.width >= column.2).collect();
    let shares: u16 = columns.iter().map(|(_, column)| column.1).sum();
    let room = inner.width.saturating_sub(2);
    let widths: Vec<u16> =
        columns.iter().map(|(_, column)| room * column.1 / shares.max(1)).collect();
    let mut x = inner.x + 2;
    for ((_, column), width) in columns.iter().zip(&widths) {
        paint.text(x, inner.y, width.saturating_sub(1), Role::Muted, column.0);
        x += width;
    }
    // The one under the cursor is told in full below.
    let foot = 4.min(inner.height / 3);
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1 + foot), ..inner };
    let window = screen.attributes.window(body.height, person.changes.len());
    for (y, at) in (body.y..).zip(window) {
        let Some(change) = person.changes.get(at) else { continue };
        let line = Rect { y, height: 1, ..body };
        if at == screen.attributes.at {
            paint.highlight(line);
        }
        let value = person.values.get(at).map_or("", String::as_str);
        let none = paint.glyphs.absent();
        let words = [
            change.attribute.as_str(),
            value,
            change.mapping.as_str(),
            change.before.as_deref().unwrap_or(none),
            change.after.as_deref().unwrap_or(none),
        ];
        let is_written = change.is_written();
        let sign = if is_written { "~" } else { " " };
        paint.text(line.x, y, 1, Role::Changed, sign);
        let mut x = line.x + 2;
        for ((number, _), width) in columns.iter().zip(&widths) {
            let role = match number {
                4 if is_written => Role::Changed,
                0 | 4 => Role::Text,
                _ => Role::Muted,
            };
            let text = words.get(*number).copied().unwrap_or_default();
            paint.text(x, y, width.saturating_sub(1), role, text);
            x += width;
        }
        paint.hit(line, Target::Item(at));
    }
    let bar = Rect { x: inner.right() + 1, width: 1, ..body };
    screen.attributes.scroll_bar(bar, person.changes.len(), paint);
    if let Some(change) = person.changes.get(screen.attributes.at) {
        let value = person.values.get(screen.attributes.at).map_or("", String::as_str);
        let area = Rect { y: body.bottom(), height: foot, ..inner };
        told(change, value, area, paint);
    }
}

/// One attribute in full.
fn told(change: &Change, value: &str, area: Rect, paint: &mut Paint<'_>) {
    if area.height == 0 {
        return;
    }
    paint.rule(area.x, area.y, area.width);
    let area = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let mut pen = Pen { area, paint };
    let none = pen.paint.glyphs.absent();
    let arrow = pen.paint.glyphs.arrow();
    let text = format!(
        "{}: {} {arrow} {}   from {} = {}",
        change.attribute,
        change.before.as_deref().unwrap_or(none),
        change.after.as_deref().unwrap_or(none),
        change.mapping,
        if value.is_empty() { none } else { value },
    );
    pen.words(Role::Text, &text);
    if let Some(note) = change.note {
        let text = match note.doubt() {
            Some((sure, page)) => format!("{} ({}: {page})", note.sentence(), sure.word()),
            None => note.sentence().to_owned(),
        };
        pen.words(Role::Warning, &text);
    }
}

/// A person's outcome as a sign, for lists.
pub(super) fn outcome(user: &Judged, paint: &Paint<'_>) -> (Role, &'static str) {
    (role(user.action), sign(user.action, paint.glyphs))
}
