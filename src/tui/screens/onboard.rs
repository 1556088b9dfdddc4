//! Taking a partner in by kind: a few questions, what they stage, and what that does to sample
//! people, worked out again at every answer.
//!
//! ```text
//! ✓1 Which tenant  ◆2 What kind  ○3 Who and what  ○4 Note  ○5 Review
//! ┏━ 2  What kind ━━━━━━━━━━━━━━━━━━━━━━┓╭─ For sample people ────╮
//! ```
//!
//! Back always works and never looks at what stands there; forward says what is missing, and goes on.

use ratatui::layout::Rect;
use tui_input::Input;

use super::choose::{self, Choose};
use super::picker::Picker;
use crate::domain::{
    AppId, Half, Note, ObjectId, Target, TargetConfiguration, TargetType, TargetValue, TenantId,
};
use crate::merger::{ARCHETYPES, Archetype, Member, Named, Onboarded, Onboarding};
use crate::tui::errand::{Outcome, Wish};
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Place, Screen, Subjects, Tone};

mod draw;
mod form;
mod keys;

pub(super) use form::turn_words;
use form::{Act, Field, Page};
use keys::{Command, KEYS, TYPING_KEYS};

/// Clicks on the line of questions count from here; below are lines of the form.
const PAGE_HIT: usize = 1 << 20;

/// What a card was opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Tenant,
    People,
    Apps,
}

/// The screen.
#[derive(Debug, Default)]
pub struct Onboard {
    page: Page,
    at: usize,
    partner: Option<Member>,
    archetype: Option<Archetype>,
    /// Who of theirs; everybody where nobody is named.
    people: Vec<Named>,
    /// Which of our applications.
    apps: Vec<Named>,
    note: Note,
    /// The field that is typed into, and what stands in it.
    field: Option<Field>,
    input: Input,
    /// Whether that field was left.
    is_left: bool,
    wanted: Option<Wanted>,
}

impl Onboard {
    /// All that was answered, where it is enough to be worked out.
    fn onboarding(&self, model: &Model) -> Option<Onboarding> {
        let note = Note { review: self.note.review.trim().to_owned(), ..self.note.clone() };
        let kind = self.archetype?;
        Some(Onboarding {
            owner: model.owner,
            partner: self.partner.clone()?,
            archetype: kind,
            people: if kind.asks_people() { self.people.clone() } else { Vec::new() },
            apps: if kind.asks_apps() { self.apps.clone() } else { Vec::new() },
            note: (note != Note::default()).then_some(note),
        })
    }

    /// What the answers come to, where that is worked out.
    fn outcome<'m>(&self, model: &'m Model) -> Option<&'m Onboarded> {
        let wish = Screen::wish(self, model)?;
        match model.outcome(wish)?.as_ref() {
            Outcome::Onboarded(done) => Some(done),
            _ => None,
        }
    }

    /// Begins with a partner; what was answered about another is forgotten.
    fn begin(&mut self, id: TenantId, model: &Model) -> Vec<Ask> {
        if id == model.owner {
            let text = "a tenant cannot be its own partner".to_owned();
            return vec![Ask::Say(Tone::Refused, text)];
        }
        if self.partner.as_ref().is_none_or(|one| one.id != id) {
            let known = model.workspace.draft.tenant(id);
            let member = known.map_or_else(|| Member { id, ..Member::default() }, Member::of);
            let is_known = known.is_some();
            let note = model.workspace.notes.get(&(model.owner, id)).cloned().unwrap_or_default();
            *self = Onboard { partner: Some(member), note, ..Onboard::default() };
            if is_known {
                self.page = Page::Kind;
            }
        }
        self.follow(model);
        // Whom nobody here knows wants a name next.
        let named = self.lines(model).into_iter().filter(|(line, _)| line.is_stop());
        let name = named.map(|(_, act)| act).position(|act| act == Some(Act::Type(Field::Name)));
        if let Some(at) = name {
            self.at = at;
            self.follow(model);
        }
        Vec::new()
    }

    fn stops(&self, model: &Model) -> Vec<Option<Act>> {
        let lines = self.lines(model).into_iter();
        lines.filter(|(line, _)| line.is_stop()).map(|(_, act)| act).collect()
    }

    /// The cursor stays inside the form, and a field shows what it holds.
    fn follow(&mut self, model: &Model) {
        let stops = self.stops(model);
        self.at = self.at.min(stops.len().saturating_sub(1));
        let field = match stops.get(self.at) {
            Some(Some(Act::Type(field))) => Some(*field),
            _ => None,
        };
        if field != self.field {
            self.field = field;
            self.is_left = false;
            let held = field.map(|field| field.value(self).to_owned()).unwrap_or_default();
            self.input = Input::new(held);
        }
    }

    fn go(&mut self, by: isize, model: &Model) {
        self.at = self.at.saturating_add_signed(by);
        self.follow(model);
    }

    fn is_typing(&self) -> bool {
        self.field.is_some() && !self.is_left
    }

    fn look(&mut self, page: Page, model: &Model) {
        (self.page, self.at, self.field) = (page, 0, None);
        let chosen = ARCHETYPES.iter().position(|row| Some(row.archetype) == self.archetype);
        if let (Page::Kind, Some(at)) = (page, chosen) {
            self.at = at;
        }
        self.follow(model);
    }

    fn turn(&mut self, by: isize, model: &Model) -> Vec<Ask> {
        let Some(to) = self.page.beside(by) else {
            let text = if by > 0 { "this is the last step" } else { "this is the first step" };
            return vec![Ask::Say(Tone::Plain, text.to_owned())];
        };
        let lacks = self.lacks(self.page).filter(|_| by > 0);
        self.look(to, model);
        lacks.map(|why| Ask::Say(Tone::Refused, why.to_owned())).into_iter().collect()
    }

    /// What a question still wants.
    fn lacks(&self, page: Page) -> Option<&'static str> {
        let is_day = self.note.review.trim().parse::<jiff::civil::Date>().is_ok();
        match page {
            Page::Tenant if self.partner.is_none() => Some("which tenant it is waits, in step 1"),
            Page::Kind if self.archetype.is_none() => Some("what kind it is waits, in step 2"),
            Page::Note if !is_day && !self.note.review.trim().is_empty() => {
                Some("the date of the review is no date; expected YYYY-MM-DD, in step 4")
            }
            _ => None,
        }
    }

    fn choose(&mut self, model: &Model) -> Vec<Ask> {
        let Some(Some(act)) = self.stops(model).get(self.at).cloned() else { return Vec::new() };
        match act {
            Act::Type(_) => self.is_left = false,
            Act::Rest => self.go(1, model),
            Act::Kind(kind) => self.archetype = Some(kind),
            Act::Everybody => self.people.clear(),
            Act::Suite => self.apps.clear(),
            Act::Card(wanted) => {
                self.wanted = Some(wanted);
                return self.card(wanted, model);
            }
            Act::Look(page) => self.look(page, model),
            Act::Stage => return self.stage(model),
            Act::Settings => {
                let partner = self.partner.as_ref().map(|one| one.id).unwrap_or_default();
                return vec![Ask::Go(Place::Settings(Subjects::One(partner)))];
            }
            Act::Anew => {
                *self = Onboard::default();
                self.follow(model);
            }
        }
        Vec::new()
    }

    fn card(&self, wanted: Wanted, model: &Model) -> Vec<Ask> {
        let targets = |all: &[Named], app: bool| {
            let target = |one: &Named| match (app, one.user) {
                (true, _) => Target::app(AppId(one.id)),
                (false, true) => Target::user(ObjectId(one.id)),
                (false, false) => Target::group(ObjectId(one.id)),
            };
            all.iter().map(target).collect::<Vec<_>>()
        };
        let picker = match wanted {
            Wanted::Tenant => {
                let source = choose::Source::Partners(model.owner);
                return vec![Ask::Open(Box::new(Choose::from(source)))];
            }
            Wanted::People => {
                let Some(partner) = &self.partner else { return Vec::new() };
                let title = format!("Who of {} may come", form::name_of(partner, model));
                let held = targets(&self.people, false);
                Picker::of_tenant(model, partner.id, Half::UsersAndGroups, title, held)
            }
            Wanted::Apps => {
                let title = "Which of our applications they may open".to_owned();
                let held = targets(&self.apps, true);
                Picker::of_tenant(model, model.owner, Half::Applications, title, held)
            }
        };
        vec![Ask::Open(Box::new(picker))]
    }

    /// Takes what a picker brings; why not, where it cannot.
    fn take(&mut self, list: &TargetConfiguration, is_app: bool, model: &Model) -> Vec<Ask> {
        let partner = self.partner.as_ref().map(|one| one.id).unwrap_or_default();
        let tenant = if is_app { model.owner } else { partner };
        let named = |target: &Target| match target.value {
            TargetValue::Id(id) => {
                let name = model.id_name(tenant, id).map(|(name, _)| name).unwrap_or_default();
                Some(Named { id, name, user: target.kind == TargetType::User })
            }
            _ => None,
        };
        let all: Vec<Named> = list.targets.iter().filter_map(named).collect();
        let others = all.len() < list.targets.len();
        if is_app {
            self.apps = all;
            if others && !self.apps.is_empty() {
                let text = "only single applications are named here; Office 365 stands where none is, and all is for another kind".to_owned();
                return vec![Ask::Say(Tone::Refused, text)];
            }
        } else {
            self.people = all;
        }
        Vec::new()
    }

    fn stage(&self, model: &Model) -> Vec<Ask> {
        let Some(done) = self.outcome(model) else { return Vec::new() };
        vec![Ask::Make(done.label.clone(), done.edits.clone())]
    }
}

impl Screen for Onboard {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.is_typing() { TYPING_KEYS } else { KEYS }
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let name = self.partner.as_ref().map(|one| form::name_of(one, model));
        std::iter::once("Onboard".to_owned()).chain(name).collect()
    }

    fn refresh(&mut self, model: &Model) {
        // Looking from another tenant of ours, its own self is no partner.
        if self.partner.as_ref().is_some_and(|one| one.id == model.owner) {
            *self = Onboard::default();
        }
        self.follow(model);
    }

    fn typing(&mut self) -> Option<&mut Input> {
        self.is_typing().then_some(&mut self.input)
    }

    fn typed(&mut self, _model: &Model) -> Vec<Ask> {
        let text = self.input.value().to_owned();
        if let Some(field) = self.field {
            *field.place(self) = text;
        }
        Vec::new()
    }

    fn wish(&self, model: &Model) -> Option<Wish> {
        Some(Wish::Onboard(Box::new(self.onboarding(model)?)))
    }

    fn receive(&mut self, parcel: Parcel, model: &Model) -> Vec<Ask> {
        let asks = match (self.wanted.take(), parcel) {
            (_, Parcel::Partner(id)) | (Some(Wanted::Tenant), Parcel::Tenant(id)) => {
                self.begin(id, model)
            }
            (Some(Wanted::People), Parcel::Targets(list)) => self.take(&list, false, model),
            (Some(Wanted::Apps), Parcel::Targets(list)) => self.take(&list, true, model),
            _ => Vec::new(),
        };
        self.follow(model);
        asks
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        if command != Command::Stage {
            return None;
        }
        if let Some(why) = Page::ALL.into_iter().find_map(|page| self.lacks(page)) {
            return Some(why);
        }
        match self.outcome(model) {
            None => Some("what it comes to is still being worked out; again in a moment"),
            Some(done) if done.refused.is_some() => {
                Some("the service would refuse it; the last step says why")
            }
            Some(done) if done.edits.is_empty() => Some("all of it is in the draft already"),
            Some(_) => model.locked(),
        }
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.go(1, model),
            Command::Up => self.go(-1, model),
            Command::First => self.go(isize::MIN, model),
            Command::Last => self.go(isize::MAX, model),
            Command::Choose => {
                let asks = self.choose(model);
                self.follow(model);
                return asks;
            }
            Command::Next => return self.turn(1, model),
            Command::Back => return self.turn(-1, model),
            Command::Stage => {
                self.look(Page::Review, model);
                return self.stage(model);
            }
            Command::Leave => return vec![Ask::Run("close")],
            Command::EndField => {
                let field = self.field;
                self.go(1, model);
                self.is_left = self.field == field;
            }
            Command::LeaveField => self.is_left = true,
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        if let Some(page) = item.checked_sub(PAGE_HIT) {
            if let Some(page) = Page::ALL.get(page) {
                self.look(*page, model);
            }
            return Vec::new();
        }
        let acts = self.stops(model);
        let chooses =
            matches!(acts.get(item), Some(Some(Act::Kind(_) | Act::Everybody | Act::Suite)));
        self.at = item;
        self.follow(model);
        if chooses || again { self.obey(Command::Choose, model) } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        self.go(lines, model);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}
