//! What-if: can this person open this application, and which gate of which side decides?
//!
//! ```text
//! ╭─ Question ─ who  of  opens  of / by  at  has ─────────────────────────╮
//! ┏━ Answer ━ ✗ BLOCKED at gate 2 of 4, by Contoso ━ the smallest change ━┓
//! ╭─ Gates ─ THEIR SIDE … OUR SIDE … ────╮╭─ Gate 2 ─ why ────────────────╮
//! ```

use std::cell::OnceCell;

use ratatui::layout::Rect;

use super::changes::Changes;
use super::choose::{Choose, Source};
use super::decode::Decode;
use crate::access::{self, Gate, Line, Question, Verdict};
use crate::domain::{B2b, Claim, Direction, Half, Ownership, Setting, Subject, SyncKind, TenantId};
use crate::remedy::Proposal;
use crate::tui::errand::Wish;
use crate::tui::glyph::Glyphs;
use crate::tui::key::{Binding, bind};
use crate::tui::model::{Model, Showing};
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Place, Screen, Subjects, Tone};

mod answered;
mod draw;
mod form;
mod gate;
mod question;

use answered::Answered;
use form::{Field, Form};

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    NextField,
    PreviousField,
    Change,
    Enter,
    Down,
    Up,
    First,
    Last,
    Who,
    App,
    Swap,
    Kind,
    Stage,
    Network,
    Mfa,
    Remedy,
    Changes,
    Copy,
    Asked,
    Decode,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["tab", "l", "right"], Command::NextField, "what-if.field.next", "next field of the question", "field"),
    bind(&["shift+tab", "h", "left"], Command::PreviousField, "what-if.field.previous", "previous field", ""),
    bind(&["space", "e"], Command::Change, "what-if.change", "change the field: choose, or next value", "change"),
    bind(&["j", "down"], Command::Down, "what-if.down", "next gate", "gate"),
    bind(&["k", "up"], Command::Up, "what-if.up", "previous gate", ""),
    bind(&["enter"], Command::Enter, "what-if.enter", "on a field: change it; on a gate: go to its setting", "open"),
    bind(&["c"], Command::Remedy, "what-if.stage", "stage the smallest change that allows it", "stage change"),
    bind(&["f"], Command::Changes, "what-if.changes", "all changes that turn the answer around", ""),
    bind(&["w"], Command::Who, "what-if.who", "who", ""),
    bind(&["a"], Command::App, "what-if.app", "which application", ""),
    bind(&["x"], Command::Swap, "what-if.swap", "the other way round: home and resource tenant change places", ""),
    bind(&["v"], Command::Kind, "what-if.kind", "B2B collaboration or direct connect", ""),
    bind(&["s"], Command::Stage, "what-if.stage-of-way", "sign-in, invitation or synchronisation", ""),
    bind(&["o"], Command::Network, "what-if.network", "on the network of our tenant, whose tenant restrictions then apply", ""),
    bind(&["m"], Command::Mfa, "what-if.mfa", "whether MFA was done at home", ""),
    bind(&["y"], Command::Copy, "what-if.copy", "copy the answer with all its gates", ""),
    bind(&["r"], Command::Asked, "what-if.asked", "questions asked before", ""),
    bind(&["d"], Command::Decode, "what-if.decode", "decode an error of the service and ask its question", "error"),
    bind(&["g g", "home"], Command::First, "what-if.first", "first gate", ""),
    bind(&["G", "end"], Command::Last, "what-if.last", "last gate", ""),
];

/// The screen of one question.
#[derive(Debug, Default)]
pub struct WhatIf {
    form: Form,
    /// Whether a person has changed the form; until then it follows the workspace.
    touched: bool,
    /// The field that is changed, where the keys go to the question.
    field: Field,
    on_gates: bool,
    /// The gate that is looked at; `None` for the one that decides.
    gate: Option<usize>,
    /// Computed when it is first looked at: a workspace changes more often than this is seen.
    answered: OnceCell<Option<Answered>>,
    /// The partner of the tenant that is looked from, where the question is about one.
    partner: Option<TenantId>,
}

impl WhatIf {
    fn answered(&self, model: &Model) -> Option<&Answered> {
        self.answered.get_or_init(|| Some(Answered::of(model, self.form.question()?))).as_ref()
    }

    fn line<'s>(&'s self, model: &Model) -> Option<&'s Line> {
        self.answered(model)?.answer.trace.get(self.gate_at(model))
    }

    /// The number of the gate that is looked at, from 0.
    fn gate_at(&self, model: &Model) -> usize {
        let answer = self.answered(model).map(|found| &found.answer);
        let last = answer.map_or(0, |answer| answer.trace.len().saturating_sub(1));
        let decided = || answer.and_then(|answer| answer.decided_by).unwrap_or(0);
        self.gate.unwrap_or_else(decided).min(last)
    }

    /// How a change is called in the history: by the question it is made for.
    fn made_for(&self, model: &Model) -> String {
        let verb = if self.is_blocked(model) { "let in" } else { "stop" };
        format!("{verb}: {}", self.form.sentence(model))
    }

    fn is_blocked(&self, model: &Model) -> bool {
        self.answered(model).is_some_and(|found| found.answer.verdict == Verdict::Blocked)
    }

    /// The question is another now, and is remembered.
    fn ask_anew(&mut self, model: &Model) -> Vec<Ask> {
        self.touched = true;
        self.gate = None;
        self.follow(model);
        if !self.form.has(self.field) {
            self.field = Field::Who;
        }
        self.form.question().map(|question| Ask::Remember(Box::new(question))).into_iter().collect()
    }

    /// Question or workspace have changed.
    fn follow(&mut self, model: &Model) {
        self.answered = OnceCell::new();
        let sides = [self.form.home, self.form.resource];
        let is_partner = |id: &TenantId| model.estate().partner(model.owner, *id).is_some();
        self.partner = sides.into_iter().flatten().find(is_partner);
    }

    fn go(&mut self, rows: isize, model: &Model) {
        let count = self.answered(model).map_or(0, |found| found.answer.trace.len());
        let at = self.gate_at(model).saturating_add_signed(rows);
        self.on_gates = count > 0;
        self.gate = Some(at.min(count.saturating_sub(1)));
    }

    fn step_field(&mut self, forward: bool) {
        let fields: Vec<Field> = self.form.fields().collect();
        // Coming from the gates, the field that was left is the first to meet again.
        if !std::mem::take(&mut self.on_gates) {
            let at = fields.iter().position(|field| *field == self.field).unwrap_or(0);
            let step = if forward { 1 } else { fields.len().saturating_sub(1) };
            self.field = fields.get((at + step) % fields.len().max(1)).copied().unwrap_or_default();
        }
    }

    fn change(&mut self, field: Field, model: &Model) -> Vec<Ask> {
        self.field = field;
        self.on_gates = false;
        let source = match field {
            Field::Who => Source::People(self.form.home),
            Field::App => match self.form.resource {
                Some(resource) => Source::Applications(resource),
                None => Source::Tenants,
            },
            Field::Home | Field::Resource => Source::Tenants,
            Field::Address => Source::Address,
            Field::Kind | Field::Stage | Field::Network | Field::Claim(_) | Field::Inviter => {
                self.form.turn(field, model);
                return self.ask_anew(model);
            }
        };
        vec![Ask::Open(Box::new(Choose::from(source)))]
    }

    /// Goes to the setting that a gate reads, where it is ours to change.
    fn open(&self, model: &Model) -> Vec<Ask> {
        let (Some(line), Some(question)) = (self.line(model), self.form.question()) else {
            return Vec::new();
        };
        let ours = model.workspace.draft.tenant(line.tenant).map(|tenant| tenant.ownership);
        if ours != Some(Ownership::Ours) {
            let text = format!(
                "{} decides this, and only its administrators can change it; y copies the answer to send them",
                model.name(line.tenant)
            );
            return vec![Ask::Say(Tone::Plain, text)];
        }
        let other = if line.tenant == question.home { question.resource } else { question.home };
        let (place, parcel) = match target(line, &question) {
            Target::Setting(setting) => {
                let known = model.estate().partner(line.tenant, other).is_some();
                let subject = if known { Subject::Partner(other) } else { Subject::Default };
                (Place::Settings(subject.into()), Parcel::Setting(setting))
            }
            Target::Property(name) => (Place::External, Parcel::Property(name)),
            Target::Nothing(why) => return vec![Ask::Say(Tone::Plain, why.to_owned())],
        };
        vec![Ask::Visit(line.tenant, place), Ask::Hand(parcel)]
    }

    fn copy(&self, model: &Model) -> Vec<Ask> {
        let Some(found) = self.answered(model) else { return Vec::new() };
        let glyphs = Glyphs { ascii: model.preferences.ascii };
        let asked = self.form.sentence(model);
        let lines = access::explain(&found.answer, model.estate(), &asked, &|outcome| {
            draw::sign(outcome, glyphs)
        });
        let theirs = found.theirs().iter().map(|words| format!("  {words}"));
        let text: Vec<String> = lines.into_iter().chain(theirs).collect();
        vec![Ask::Copy("the answer".to_owned(), text.join("\n"))]
    }

    fn earlier(model: &Model) -> Vec<(String, Question)> {
        let text = |question: &Question| {
            let verdict = access::evaluate(model.estate(), &model.directories, question).verdict;
            format!("{}   {}", Form::of(question).sentence(model), verdict.title())
        };
        model.asked.iter().rev().map(|question| (text(question), question.clone())).collect()
    }
}

/// Where the setting of a gate is changed.
enum Target {
    Setting(Setting),
    Property(&'static str),
    Nothing(&'static str),
}

fn target(line: &Line, question: &Question) -> Target {
    let half = line.part.unwrap_or(Half::UsersAndGroups);
    let b2b = B2b::ALL.into_iter().find(|setting| setting.property() == line.setting);
    match (line.gate, b2b) {
        (_, Some(b2b)) => Target::Setting(Setting::Half(b2b, half)),
        (Gate::ConditionalAccess, None) => Target::Setting(Setting::Trust(Claim::Mfa)),
        (Gate::Synchronisation, None) => Target::Setting(Setting::Sync(SyncKind::Users)),
        (Gate::Redemption, None) => {
            let direction = match line.tenant == question.resource {
                true => Direction::Inbound,
                false => Direction::Outbound,
            };
            Target::Setting(Setting::Consent(direction))
        }
        (Gate::Inviter, None) => Target::Property("allowInvitesFrom"),
        (Gate::DomainList, None) => Target::Property("b2bManagementPolicy"),
        (Gate::SignUp, None) => Target::Property("selfServiceSignUp"),
        (Gate::Cloud, None) => Target::Property("allowedCloudEndpoints"),
        (Gate::SharedChannel, None) => Target::Nothing(
            "this lies outside Entra: in Teams, SharePoint and Microsoft 365 Groups",
        ),
        (
            Gate::Question | Gate::TenantRestrictions | Gate::HomeOutbound | Gate::ResourceInbound,
            None,
        ) => Target::Nothing("no setting stands behind this"),
    }
}

impl Screen for WhatIf {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let asked = self.form.question().map(|_| self.form.sentence(model));
        std::iter::once("What-if".to_owned()).chain(asked).collect()
    }

    fn refresh(&mut self, model: &Model) {
        if !self.touched {
            self.form = Form::first(model);
        }
        self.follow(model);
    }

    /// It may touch everybody of a directory, and only the draft can be changed.
    fn wish(&self, model: &Model) -> Option<Wish> {
        let question = self.form.question().filter(|_| model.showing == Showing::Draft)?;
        Some(Wish::Turn(Box::new(question)))
    }

    /// The partner of the question, whose settings `3` then opens.
    fn subjects(&self) -> Option<Subjects> {
        self.partner.map(Subjects::One)
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        let found = self.answered(model);
        match command {
            Command::Copy if found.is_none() => Some("nothing is asked yet"),
            Command::Asked if model.asked.is_empty() => Some("nothing was asked before"),
            Command::Remedy | Command::Changes => match found {
                None => Some("nothing is asked yet"),
                Some(_) if model.locked().is_some() => model.locked(),
                Some(found) if found.remedies.is_none() => {
                    Some("what would turn it around is being worked out")
                }
                Some(found) if command == Command::Remedy && found.ours().is_empty() => {
                    Some("no change on our side turns this around for certain")
                }
                Some(_) => None,
            },
            _ => None,
        }
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::NextField => self.step_field(true),
            Command::PreviousField => self.step_field(false),
            Command::Down => self.go(1, model),
            Command::Up => self.go(-1, model),
            Command::First => self.go(isize::MIN, model),
            Command::Last => self.go(isize::MAX, model),
            Command::Enter if self.on_gates => return self.open(model),
            Command::Change | Command::Enter => return self.change(self.field, model),
            Command::Who => return self.change(Field::Who, model),
            Command::App => return self.change(Field::App, model),
            Command::Kind => return self.change(Field::Kind, model),
            Command::Stage => return self.change(Field::Stage, model),
            Command::Mfa => return self.change(Field::Claim(Claim::Mfa), model),
            Command::Network => return self.change(Field::Network, model),
            Command::Swap => {
                self.form.swap(model);
                return self.ask_anew(model);
            }
            // What opens a single answer is staged by one key; what stops one is chosen.
            Command::Remedy if !self.is_blocked(model) => {
                return self.obey(Command::Changes, model);
            }
            Command::Remedy => {
                let best = self.answered(model).and_then(|found| found.ours().first());
                let label = self.made_for(model);
                let make = |best: &Proposal| Ask::Make(label, best.edits.clone());
                return best.map(make).into_iter().collect();
            }
            Command::Changes => {
                let found = self.answered(model).and_then(|found| found.remedies.as_deref());
                let Some(found) = found else { return Vec::new() };
                let card = Changes::new(self.made_for(model), found.clone());
                return vec![Ask::Open(Box::new(card))];
            }
            Command::Copy => return self.copy(model),
            Command::Decode => return vec![Ask::Open(Box::new(Decode::default()))],
            Command::Asked => {
                return vec![Ask::Open(Box::new(Choose::question(Self::earlier(model))))];
            }
        }
        Vec::new()
    }

    fn receive(&mut self, parcel: Parcel, model: &Model) -> Vec<Ask> {
        match parcel {
            Parcel::Person(home, user) => self.form.person(home, user, model),
            Parcel::Application(app) => self.form.app = Some(app),
            Parcel::Address(address) => self.form.address = Some(address),
            Parcel::Named(named) => self.form.name(&named, model),
            Parcel::Question(question) => self.form = Form::of(&question),
            Parcel::Tenant(tenant) if self.field == Field::Home => {
                self.form.come_from(tenant, model);
            }
            Parcel::Tenant(tenant) => self.form.go_to(tenant, model),
            Parcel::Partner(partner) => {
                self.form.go_to(model.owner, model);
                self.form.come_from(partner, model);
            }
            Parcel::Targets(_)
            | Parcel::Tenants(_)
            | Parcel::Domains(..)
            | Parcel::Setting(_)
            | Parcel::Property(_)
            | Parcel::Text(_)
            | Parcel::Attribute(_)
            | Parcel::Pair(..)
            | Parcel::Confirmed => {
                return Vec::new();
            }
        }
        self.ask_anew(model)
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        let Some(place) = item.checked_sub(question::FIELD_HIT) else {
            self.gate = Some(item);
            self.go(0, model);
            return if again { self.open(model) } else { Vec::new() };
        };
        let field = self.form.fields().nth(place).unwrap_or_default();
        if again || (field == self.field && !self.on_gates) {
            return self.change(field, model);
        }
        self.field = field;
        self.on_gates = false;
        Vec::new()
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        self.go(lines.signum(), model);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}
