//! The merger wizard: the questions of a set-up, one at a time, with what each stages beside it.
//!
//! ```text
//! ╭─ Steps ─ 4 of 10 ─╮┏━ 4  Shared channels ━━━━━━━━┓╭─ This step stages ─╮
//! │ ✓ 1 Name the …    │┃  question, form, faults     ┃│ in Alpha …         │
//! ```
//!
//! Nothing here is lost: every answer is kept when it is given, wherever one leaves.

use ratatui::layout::Rect;
use tui_input::Input;

use super::handshake;
use super::mesh::MeshCard;
use crate::merger::{Answers, STEPS, Step, Topology, Weight, letter, request, vain_filters};
use crate::tui::glyph::Glyphs;
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, MergeWish, Parcel, Screen, Tone};
use crate::tui::widgets::Mark;

mod aside;
mod cards;
mod draw;
mod forms;
mod keys;
mod line;
mod rail;

use keys::{Command, KEYS, TYPING_KEYS};
use line::{Act, Field, Held, Line, Wanted};

/// Clicks on steps count from here; below are lines of the form.
const STEP_HIT: usize = 1 << 20;

/// The screen.
#[derive(Debug, Default)]
pub struct Merger {
    /// The question that was drawn last.
    step: Option<Step>,
    /// Whether the keys go to the steps.
    on_rail: bool,
    /// The line of the form, among those that do something.
    at: usize,
    /// The field that is typed into, and what stands in it.
    field: Option<Field>,
    input: Input,
    /// Whether that field was left: the keys are those of the form again.
    is_left: bool,
    /// What a card was opened for.
    wanted: Option<Wanted>,
    /// The line of the review one came from.
    came_from: Option<usize>,
}

/// The question that is looked at.
fn step(model: &Model) -> Step {
    model.merging.at.unwrap_or(Step::Tenants)
}

/// The question so many further, where there is one.
fn beside(step: Step, by: isize) -> Option<Step> {
    let at = STEPS.iter().position(|row| row.step == step)?;
    STEPS.get(at.checked_add_signed(by)?).map(|row| row.step)
}

fn keep(answers: Answers) -> Vec<Ask> {
    vec![Ask::Merge(MergeWish::Keep(Box::new(answers)))]
}

fn look(step: Step) -> Vec<Ask> {
    vec![Ask::Merge(MergeWish::Look(step))]
}

/// The form of the question that is looked at.
fn form(model: &Model) -> Vec<Line> {
    let glyphs = Glyphs { ascii: model.preferences.ascii };
    forms::form(step(model), Held::of(model), glyphs)
}

/// The lines that do something.
fn stops(lines: &[Line]) -> Vec<&Line> {
    lines.iter().filter(|line| line.act.is_some()).collect()
}

impl Merger {
    /// Form or question have changed: the cursor stays inside, and a field shows what it holds.
    fn follow(&mut self, model: &Model) {
        let lines = form(model);
        let stops = stops(&lines);
        let now = step(model);
        if self.step != Some(now) {
            self.step = Some(now);
            self.field = None;
            // What was chosen is where one wants to be.
            let chosen = stops.iter().position(|line| line.mark == Mark::Radio(true));
            self.at = chosen.unwrap_or(0);
            if let Some(at) = self.came_from.filter(|_| now == Step::Review) {
                (self.at, self.came_from) = (at, None);
            }
        }
        self.at = self.at.min(stops.len().saturating_sub(1));
        let field = stops.get(self.at).and_then(|line| line.is_field());
        let held = field.map(|field| field.value(&model.merging.answers)).unwrap_or_default();
        if field != self.field || held != self.input.value() {
            self.is_left &= field == self.field;
            self.field = field;
            self.input = Input::new(held);
        }
    }

    fn go(&mut self, by: isize, model: &Model) -> Vec<Ask> {
        if self.on_rail {
            let far = if by > 1 { Some(Step::Review) } else { beside(step(model), by) };
            let far = if by < -1 { Some(Step::Tenants) } else { far };
            return far.map(look).unwrap_or_default();
        }
        if by == -1 && self.at == 0 {
            self.on_rail = true;
        }
        self.at = self.at.saturating_add_signed(by);
        self.follow(model);
        Vec::new()
    }

    /// Whether the keys are letters.
    fn is_typing(&self) -> bool {
        self.field.is_some() && !self.on_rail && !self.is_left
    }

    /// A field is done with: on to the next line, or only out of it where it is the last.
    fn end_typing(&mut self, model: &Model) -> Vec<Ask> {
        let field = self.field;
        let asks = self.go(1, model);
        self.is_left = self.field == field;
        asks
    }

    fn choose(&mut self, model: &Model) -> Vec<Ask> {
        if std::mem::take(&mut self.on_rail) {
            return Vec::new();
        }
        let lines = form(model);
        let mut all = lines.iter().filter_map(|line| line.act.as_ref());
        let Some(act) = all.nth(self.at) else { return Vec::new() };
        match act {
            Act::Change(change) => {
                let mut answers = Answers::clone(&model.merging.answers);
                change(&mut answers);
                keep(answers)
            }
            Act::Card(wanted) => {
                self.wanted = Some(*wanted);
                cards::open(*wanted, model)
            }
            // A field that was left is typed into again.
            Act::Type(_) => {
                self.is_left = false;
                Vec::new()
            }
            Act::Rest => self.go(1, model),
            Act::Go(to) => {
                self.came_from = (step(model) == Step::Review).then_some(self.at);
                look(*to)
            }
            Act::Stage => self.stage(model),
            Act::Recommend => recommend(model),
            Act::Forget => vec![Ask::Merge(MergeWish::Forget)],
            Act::Simulate => simulate(model),
        }
    }

    /// A tenant that nobody here knows wants a name next.
    fn name_next(&mut self, model: &Model, answers: &Answers) {
        let nameless = answers.tenants.iter().rev().find(|one| one.name.is_empty());
        let glyphs = Glyphs { ascii: model.preferences.ascii };
        let lines = forms::form(step(model), Held { answers, ..Held::of(model) }, glyphs);
        let wanted = nameless.map(|one| Field::Name(one.id));
        let found = stops(&lines).iter().position(|line| line.is_field() == wanted);
        if let (Some(at), Some(_)) = (found, wanted) {
            self.at = at;
        }
    }

    /// All of it, as one edit with a name.
    fn stage(&mut self, model: &Model) -> Vec<Ask> {
        let Some(proposed) = model.merging.current(model.asked_of()) else { return Vec::new() };
        let proposal = &proposed.proposal;
        self.came_from = None;
        let mut asks = look(Step::Review);
        // What is open is said with what was made, and stays in the history.
        let open: Vec<&str> = model.merging.answers.open().map(|row| row.title).collect();
        let mut label = proposal.label.clone();
        if !open.is_empty() {
            label = format!("{label}; still open: {}", open.join(", "));
        }
        asks.push(Ask::Make(label, proposal.edits.clone()));
        self.at = 0;
        asks
    }

    /// Back to the review, where one came from it; otherwise out of here.
    fn leave(&mut self, model: &Model) -> Vec<Ask> {
        match self.came_from {
            Some(_) if step(model) != Step::Review => look(Step::Review),
            _ => vec![Ask::Run("close")],
        }
    }
}

/// To the next question or the one before. Back never looks at what stands there; forward says
/// what is wrong with it, and goes on all the same.
fn turn(by: isize, model: &Model) -> Vec<Ask> {
    let here = step(model);
    let Some(to) = beside(here, by) else {
        let text = if by > 0 { "this is the last step" } else { "this is the first step" };
        return vec![Ask::Say(Tone::Plain, text.to_owned())];
    };
    let mut asks = look(to);
    let proposed = model.merging.current(model.asked_of());
    let wrong = proposed.into_iter().flat_map(|held| &held.proposal.faults);
    let mut wrong = wrong.filter(|fault| fault.step == here && fault.weight == Weight::Stop);
    if let (Some(fault), true) = (wrong.next(), by > 0) {
        let text = format!("{} waits: {}", here.row().title, fault.sentence);
        asks.push(Ask::Say(Tone::Refused, text));
    }
    asks
}

/// What is open is answered as most mergers do; what is answered stays.
fn recommend(model: &Model) -> Vec<Ask> {
    let mut answers = Answers::clone(&model.merging.answers);
    if answers.tenants.len() < 2 {
        let text = "two tenants at least come first; name them in step 1".to_owned();
        return vec![Ask::Say(Tone::Refused, text)];
    }
    let shape = if answers.tenants.len() == 2 { Topology::BothWays } else { Topology::FullMesh };
    let usual = Answers::recommended(answers.tenants.clone(), shape);
    let open =
        STEPS.iter().filter(|row| row.step < Step::Simulate && !row.step.is_answered(&answers));
    let count = open.count();
    let is_synchronised = answers.sync.as_ref().is_some_and(|sources| !sources.is_empty());
    answers.topology = answers.topology.or(usual.topology);
    answers.collaboration = answers.collaboration.or(usual.collaboration);
    answers.direct_connect = answers.direct_connect.or(usual.direct_connect);
    answers.sync = answers.sync.or(usual.sync);
    answers.redemption = answers.redemption.or(usual.redemption);
    answers.trust = answers.trust.or(usual.trust);
    answers.closed = answers.closed.or(usual.closed);
    if is_synchronised {
        answers.attributes.get_or_insert_default();
        answers.leavers.get_or_insert(forms::LEAVERS);
    }
    let text = match count {
        0 => "every question is answered already".to_owned(),
        1 => "1 question answered as most mergers do".to_owned(),
        count => format!("{count} questions answered as most mergers do; n walks through them"),
    };
    let mut asks = keep(answers);
    asks.push(Ask::Say(Tone::Done, text));
    asks
}

/// The answer to a question is taken back.
fn clear(model: &Model) -> Vec<Ask> {
    let mut answers = Answers::clone(&model.merging.answers);
    match step(model) {
        Step::Tenants | Step::Simulate | Step::Review => {
            let text = "nothing is answered here that could be taken back".to_owned();
            return vec![Ask::Say(Tone::Plain, text)];
        }
        Step::Topology => answers.topology = None,
        Step::Collaboration => answers.collaboration = None,
        Step::DirectConnect => answers.direct_connect = None,
        Step::Sync => answers.sync = None,
        Step::Attributes => answers.attributes = None,
        Step::Leavers => answers.leavers = None,
        Step::Redemption => answers.redemption = None,
        Step::Trust => answers.trust = None,
        Step::Closed => answers.closed = None,
    }
    keep(answers)
}

fn simulate(model: &Model) -> Vec<Ask> {
    let wish = if model.merging.judged.is_some() { MergeWish::Stop } else { MergeWish::Again };
    vec![Ask::Merge(wish)]
}

/// What the others have to do, as letters.
fn copy(model: &Model) -> Vec<Ask> {
    let answers = &model.merging.answers;
    let mut letters = Vec::new();
    // With what we are about to do, so that the letter can say it.
    let proposed = model.merging.current(model.asked_of());
    let workspace = proposed.map_or(model.workspace.as_ref(), |held| &held.after);
    for to in answers.tenants.iter().filter(|one| !one.ours) {
        for from in answers.tenants.iter().filter(|one| one.ours) {
            if let Ok(request) = request(workspace, answers, from.id, to.id) {
                letters.push(letter(&request));
            }
        }
    }
    match letters.len() {
        0 => vec![Ask::Say(Tone::Plain, "nothing is asked of anybody else".to_owned())],
        1 => vec![Ask::Copy("the letter to them".to_owned(), letters.concat())],
        count => vec![Ask::Copy(format!("{count} letters"), letters.join("\n\n"))],
    }
}

impl Screen for Merger {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.is_typing() { TYPING_KEYS } else { KEYS }
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let held = Held::of(model);
        let names: Vec<String> =
            held.answers.tenants.iter().take(3).map(|one| held.name(one.id)).collect();
        let more = held.answers.tenants.len().saturating_sub(names.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let names = (!names.is_empty()).then(|| format!("{}{more}", names.join(" + ")));
        std::iter::once("Merger".to_owned()).chain(names).collect()
    }

    fn refresh(&mut self, model: &Model) {
        self.follow(model);
    }

    fn typing(&mut self) -> Option<&mut Input> {
        self.is_typing().then_some(&mut self.input)
    }

    fn typed(&mut self, model: &Model) -> Vec<Ask> {
        let Some(field) = self.field else { return Vec::new() };
        let text = field.fit(self.input.value());
        if text != self.input.value() {
            self.input = Input::new(text.clone());
        }
        let mut answers = Answers::clone(&model.merging.answers);
        field.put(&mut answers, &text);
        if answers == *model.merging.answers {
            return Vec::new();
        }
        keep(answers)
    }

    fn receive(&mut self, parcel: Parcel, model: &Model) -> Vec<Ask> {
        let mut answers = Answers::clone(&model.merging.answers);
        match self.wanted.take() {
            Some(wanted) => match cards::take(wanted, parcel, Held::of(model), &mut answers) {
                Ok(()) => {
                    self.name_next(model, &answers);
                    keep(answers)
                }
                Err(text) => vec![Ask::Say(Tone::Refused, text)],
            },
            None => Vec::new(),
        }
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        if command == Command::Mesh && model.merging.answers.tenants.len() < 2 {
            // Where a field takes the letter, nothing is to be said of it.
            return self.field.is_none().then_some("two tenants at least come first");
        }
        let Command::Stage = command else { return None };
        let Some(proposed) = model.merging.current(model.asked_of()) else {
            return Some("what is missing is still being worked out; again in a moment");
        };
        if model.merging.answers.tenants.len() < 2 {
            return Some("there is nothing to stage yet: name two tenants at least, in step 1");
        }
        if !proposed.proposal.is_sound() {
            return Some("something is in the way; the last step lists it");
        }
        if proposed.proposal.edits.is_empty() {
            if model.merging.answers.open().next().is_some() {
                return Some("all that is answered is there; the last step lists what is open");
            }
            if !vain_filters(&model.workspace, &model.merging.answers).is_empty() {
                return Some("a filter cannot be evaluated; the last step names it");
            }
            return Some("nothing is missing on our side");
        }
        model.locked()
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.go(1, model),
            Command::Up => self.go(-1, model),
            Command::First => self.go(isize::MIN, model),
            Command::Last => self.go(isize::MAX, model),
            Command::Choose => self.choose(model),
            Command::Next => turn(1, model),
            Command::Back => turn(-1, model),
            Command::Rail => {
                self.on_rail = true;
                Vec::new()
            }
            Command::Form => {
                self.on_rail = false;
                Vec::new()
            }
            Command::Recommend => recommend(model),
            Command::Clear => clear(model),
            Command::Stage => self.stage(model),
            Command::Copy => copy(model),
            Command::Simulate => simulate(model),
            Command::Mesh => vec![Ask::Open(Box::new(MeshCard::default()))],
            Command::Handshake => handshake::open(model, None),
            Command::Leave => self.leave(model),
            Command::EndField => self.end_typing(model),
            Command::LeaveField => {
                self.is_left = true;
                Vec::new()
            }
        }
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        if let Some(step) = item.checked_sub(STEP_HIT) {
            self.on_rail = false;
            return STEPS.get(step).map(|row| look(row.step)).unwrap_or_default();
        }
        let lines = form(model);
        let stop = stops(&lines)
            .get(item)
            .is_some_and(|line| matches!(line.mark, Mark::Radio(_) | Mark::Tick(_)));
        self.on_rail = false;
        self.at = item;
        self.follow(model);
        if stop || again { self.choose(model) } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        if !self.on_rail {
            self.at = self.at.saturating_add_signed(lines);
            self.follow(model);
        }
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}
