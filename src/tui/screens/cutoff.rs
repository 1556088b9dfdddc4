//! Cutting a partner off: whom it hits, what is shut in which order, and the way back. Nothing is
//! shut before the partner's name is typed; then it is one edit.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::confirm::Confirm;
use super::onboard::turn_words;
use crate::domain::TenantId;
use crate::merger::{Blast, Traffic};
use crate::text::grouped;
use crate::tui::app::card;
use crate::tui::errand::{Outcome, Severed, Wish};
use crate::tui::glyph::Glyphs;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Parcel, Place, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::{Form, FormLine};
use crate::wire::{Headline, Kind};

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Cut,
    Plan,
    Undo,
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Close,
}

const DOWN: Binding<Command> = bind(&["j", "down"], Command::Down, "cutoff.down", "next line", "");
const UP: Binding<Command> = bind(&["k", "up"], Command::Up, "cutoff.up", "line before", "");
const PAGE_DOWN: Binding<Command> =
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "cutoff.pagedown", "ten lines down", "");
const PAGE_UP: Binding<Command> =
    bind(&["ctrl+u", "pgup"], Command::PageUp, "cutoff.pageup", "ten lines up", "");
const FIRST: Binding<Command> =
    bind(&["g g", "home"], Command::First, "cutoff.first", "first line", "");
const LAST: Binding<Command> = bind(&["G", "end"], Command::Last, "cutoff.last", "last line", "");
const CLOSE: Binding<Command> = bind(&["esc"], Command::Close, "cutoff.close", "close", "close");

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Cut, "cutoff.cut", "cut the partner off (asks for its name)", "type its name"),
    DOWN, UP, PAGE_DOWN, PAGE_UP, FIRST, LAST, CLOSE,
];

#[rustfmt::skip]
const DONE_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Plan, "cutoff.plan", "to the plan: the requests, in their order", "plan"),
    bind(&["u"], Command::Undo, "cutoff.undo", "take it back in the draft", "undo"),
    DOWN, UP, PAGE_DOWN, PAGE_UP, FIRST, LAST, CLOSE,
];

/// The card.
#[derive(Debug)]
pub struct CutOff {
    owner: TenantId,
    partner: TenantId,
    at: usize,
    /// What was staged, and at which revision it was asked for.
    staged: Option<(u64, Arc<Outcome>)>,
    /// Whether that stands in the draft.
    is_done: bool,
}

impl CutOff {
    /// A card for a partner of the tenant that is looked from.
    pub fn new(model: &Model, partner: TenantId) -> Self {
        CutOff { owner: model.owner, partner, at: 0, staged: None, is_done: false }
    }

    fn held<'m>(&self, model: &'m Model) -> Option<&'m Arc<Outcome>> {
        model.outcome(Wish::CutOff { owner: self.owner, partner: self.partner })
    }

    /// What was made, once it stands in the draft.
    fn done(&self) -> Option<&Severed> {
        let (_, outcome) = self.staged.as_ref().filter(|_| self.is_done)?;
        severed(outcome)
    }

    /// The edit may have been refused: only the history says that it was made, and not undone.
    fn look(&mut self, model: &Model) {
        let made = self.staged.as_ref().and_then(|(revision, outcome)| {
            let label = &severed(outcome)?.cutoff.label;
            let is_it = |head: &Headline| {
                head.kind == Kind::Edit && head.revision > *revision && head.label == *label
            };
            model.history.iter().rev().find(|line| is_it(&line.head)).map(|line| !line.undone)
        });
        self.is_done = made == Some(true);
        if made == Some(false) {
            self.staged = None;
        }
    }

    fn lines(&self, model: &Model) -> Vec<FormLine> {
        if let Some(done) = self.done() {
            return done_lines(done, model);
        }
        match self.held(model).and_then(severed) {
            Some(severed) => self.asked_lines(severed, model),
            None => vec![FormLine::say(Role::Muted, "worked out on a copy …")],
        }
    }

    fn asked_lines(&self, severed: &Severed, model: &Model) -> Vec<FormLine> {
        let glyphs = Glyphs { ascii: model.preferences.ascii };
        let cutoff = &severed.cutoff;
        let mut out = vec![FormLine::title("Whom it hits")];
        out.extend(self.blast(&cutoff.blast, model));
        out.push(FormLine::title("What is shut, in this order"));
        if cutoff.staged.is_empty() {
            out.push(rest("all of it is shut already").signed(glyphs.allow(), Role::Allow));
        }
        for (number, one) in (1..).zip(&cutoff.staged) {
            out.push(rest(format!("{number}. {}: {}", model.name(one.owner), one.words)));
        }
        out.push(FormLine::title("Then"));
        for turn in &cutoff.turns {
            let (role, sign, text) = turn_words(turn, glyphs);
            out.push(rest(text).signed(sign, role));
        }
        out.extend(remains(severed, glyphs));
        out.extend(way_back(severed, model));
        out
    }

    fn blast(&self, blast: &Blast, model: &Model) -> Vec<FormLine> {
        let (here, there) = (model.name(self.owner), model.name(self.partner));
        let mut out = Vec::new();
        let ways = [(&blast.incoming, &there, &here), (&blast.outgoing, &here, &there)];
        for (traffic, home, resource) in ways.into_iter().filter(|_| blast.has_log) {
            out.push(rest(traffic_words(traffic, home, resource)));
        }
        if !blast.has_log {
            let text = match model.sign_ins {
                Some(_) => "no sign-in log is in the workspace, so who uses it is not known",
                None => "the sign-in logs are still being read",
            };
            out.push(rest(text).signed("?", Role::Warning));
        }
        out.push(match blast.guests {
            Some(0) => rest(format!("no guest in {here} has an address of {there}")),
            Some(1) => rest(format!("1 guest of {there} stands in {here}")),
            Some(count) => {
                let count = grouped(count as u64);
                rest(format!("{count} guests of {there} stand in {here}"))
            }
            None => rest(format!("how many guests of {there} stand in {here} is not known"))
                .signed("?", Role::Warning),
        });
        let jobs = blast.synchronisations.iter();
        out.extend(jobs.map(|name| rest(format!("synchronisation {name} between the two stops"))));
        out
    }

    /// Asks for the name before anything is shut.
    fn ask(&self, model: &Model) -> Vec<Ask> {
        let Some(severed) = self.held(model).and_then(severed) else { return Vec::new() };
        let name = model.name(self.partner);
        let tenant = model.workspace.draft.tenant(self.partner);
        let domain = tenant.and_then(|tenant| tenant.primary_domain()).map(ToString::to_string);
        let Blast { incoming, outgoing, .. } = &severed.cutoff.blast;
        let mut facts = Vec::new();
        let people = incoming.people + outgoing.people;
        if people > 0 {
            let people = grouped(people as u64);
            facts.push(format!("The log knows {people} people who signed in between the two."));
        }
        let count = severed.cutoff.staged.len();
        facts.push(format!(
            "{count} settings are shut at once; the entry stays, so that the default cannot open it."
        ));
        facts.push("Only the draft changes, and u undoes it.".to_owned());
        let title = format!("Cut {name} off from {}?", model.name(self.owner));
        let then = vec![Ask::Hand(Parcel::Confirmed)];
        let card = Confirm::of_partner(title, facts, &name, domain, "cut it off", then);
        vec![Ask::Open(Box::new(card))]
    }

    fn go(&mut self, by: isize, model: &Model) {
        let stops = self.lines(model).iter().filter(|line| line.is_stop()).count();
        self.at = self.at.saturating_add_signed(by).min(stops.saturating_sub(1));
    }
}

fn remains(severed: &Severed, glyphs: Glyphs) -> Vec<FormLine> {
    let title = std::iter::once(FormLine::title("What stays"));
    let all = severed.cutoff.remains.iter();
    let sign = glyphs.warning();
    title.chain(all.map(|text| rest(text.clone()).signed(sign, Role::Warning))).collect()
}

fn done_lines(severed: &Severed, model: &Model) -> Vec<FormLine> {
    let glyphs = Glyphs { ascii: model.preferences.ascii };
    let text = "Everything is shut in the draft, as one edit. u takes it back, also after a restart; the plan has the requests that shut it in the tenant.";
    let mut out = vec![rest(text).signed(glyphs.allow(), Role::Allow)];
    out.extend(way_back(severed, model));
    out.extend(remains(severed, glyphs));
    out
}

fn severed(outcome: &Arc<Outcome>) -> Option<&Severed> {
    match outcome.as_ref() {
        Outcome::CutOff(severed) => Some(severed),
        _ => None,
    }
}

/// Words that the cursor stops at: a long card is walked through.
fn rest(text: impl Into<String>) -> FormLine {
    FormLine::say(Role::Text, text).stop()
}

fn traffic_words(traffic: &Traffic, home: &str, resource: &str) -> String {
    if traffic.sign_ins == 0 {
        return format!("in the log nobody of {home} signed in to {resource}");
    }
    let last = match traffic.last.as_str() {
        "" => String::new(),
        day => format!(", last on {day}"),
    };
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        number => format!("{} {many}", grouped(number as u64)),
    };
    format!(
        "{} of {home} signed in to {} of {resource}, {}{last}",
        count(traffic.people, "person", "people"),
        count(traffic.apps, "application", "applications"),
        match traffic.sign_ins {
            1 => "once".to_owned(),
            many => format!("{} times", grouped(many)),
        }
    )
}

/// What takes it back in the tenants, in an order that holds.
fn way_back(severed: &Severed, model: &Model) -> Vec<FormLine> {
    let mut out = vec![FormLine::title("The way back, in this order")];
    for list in &severed.back.tenants {
        for step in &list.steps {
            out.push(rest(format!("{}: {}. {}", list.display_name, step.number, step.words)));
            out.extend(step.request.as_ref().map(|sent| {
                let text = format!("{} /{}{}", sent.method, sent.version, sent.path);
                FormLine::say(Role::Muted, text).within(3)
            }));
        }
    }
    for one in severed.cutoff.staged.iter().filter(|one| one.setting == "synchronizationJob") {
        out.push(rest(format!("{}: take back: {}", model.name(one.owner), one.words)));
    }
    if out.len() == 1 {
        out.push(rest("there is nothing to take back"));
    }
    out
}

impl Screen for CutOff {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.is_done { DONE_KEYS } else { KEYS }
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        vec![model.name(self.partner), "Cut off".to_owned()]
    }

    fn wish(&self, _model: &Model) -> Option<Wish> {
        Some(Wish::CutOff { owner: self.owner, partner: self.partner })
    }

    fn refresh(&mut self, model: &Model) {
        self.look(model);
        self.go(0, model);
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        if command != Command::Cut {
            return None;
        }
        match self.held(model).and_then(severed) {
            None => Some("what it hits is still being worked out; again in a moment"),
            Some(severed) if severed.cutoff.edits.is_empty() => Some("all of it is shut already"),
            Some(_) => model.locked(),
        }
    }

    fn receive(&mut self, parcel: Parcel, model: &Model) -> Vec<Ask> {
        let Some(outcome) = self.held(model).filter(|_| parcel == Parcel::Confirmed) else {
            let text = "the workspace has changed meanwhile; look again before it is shut";
            return vec![Ask::Say(Tone::Refused, text.to_owned())];
        };
        let Some(severed) = severed(outcome) else { return Vec::new() };
        let asks = vec![Ask::Make(severed.cutoff.label.clone(), severed.cutoff.edits.clone())];
        self.staged = Some((model.revision, Arc::clone(outcome)));
        self.at = 0;
        asks
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Cut => return self.ask(model),
            Command::Plan => return vec![Ask::Go(Place::Plan)],
            Command::Undo => return vec![Ask::Run("undo")],
            Command::Down => self.go(1, model),
            Command::Up => self.go(-1, model),
            Command::PageDown => self.go(10, model),
            Command::PageUp => self.go(-10, model),
            Command::First => self.go(isize::MIN, model),
            Command::Last => self.go(isize::MAX, model),
            Command::Close => return vec![Ask::Close],
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, _again: bool, model: &Model) -> Vec<Ask> {
        self.at = item;
        self.go(0, model);
        Vec::new()
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        self.go(lines, model);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let lines = self.lines(model);
        let width = 100.min(area.width);
        let height = Form::height(&lines, width.saturating_sub(4)).saturating_add(2);
        let area = card(area, 100, height);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let done = self.done().is_some();
        let (here, there) = (model.name(self.owner), model.name(self.partner));
        let title = match done {
            true => format!("{there} is cut off from {here}"),
            false => format!("Cut {there} off from {here}"),
        };
        let action = if done { "enter: the plan" } else { "enter asks for the name" };
        let inner = paint.pane(area, &Frame { title: &title, note: "", action, focus: true });
        Form { lines: &lines, at: self.at, input: None }.draw(inner, paint);
    }
}
