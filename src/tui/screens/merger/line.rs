//! What a form is made of: lines, some of which do something. Every question is a function from the
//! answers to lines, so that what is drawn and what is done cannot differ.

use std::collections::BTreeSet;

use crate::domain::TenantId;
use crate::merger::{Answers, Step};
use crate::text::grouped;
use crate::tui::merging::Proposed;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::tui::widgets::{Laid, Mark, Shape};

/// What a change does to the answers.
pub type Change = Box<dyn Fn(&mut Answers)>;

/// A field that is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// What a tenant is called that the workspace does not know.
    Name(TenantId),
    /// How many deletions stop a job.
    Threshold,
    /// The attribute of a condition, by its place.
    Attribute(TenantId, usize),
    /// What it is held against.
    Value(TenantId, usize),
}

/// What is put together on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Another tenant.
    Tenant,
    /// Files of a tenant.
    Files,
    /// Who of a tenant may go.
    People(TenantId),
    /// Which applications of a tenant are opened.
    Apps(TenantId),
    /// Whose accounts a tenant sends.
    Assigned(TenantId),
}

/// What a line does.
pub enum Act {
    /// Gives another answer.
    Change(Change),
    /// Opens a card.
    Card(Wanted),
    /// Is typed into.
    Type(Field),
    /// Goes to a question.
    Go(Step),
    /// Makes all of it one edit.
    Stage,
    /// Answers what is open as most mergers do.
    Recommend,
    /// Puts the answers aside.
    Forget,
    /// Simulates again, or stops that.
    Simulate,
    /// Nothing; it can be looked at.
    Rest,
}

/// A line of a form.
pub struct Line {
    /// What it says.
    pub text: String,
    /// What stands at its right end.
    pub note: String,
    /// How it is meant.
    pub role: Role,
    /// What stands before it.
    pub mark: Mark,
    /// Columns it stands further in.
    pub indent: u16,
    /// Whether the note is a value that follows the text.
    pub is_pair: bool,
    /// What it does; nothing where it is only read.
    pub act: Option<Act>,
}

impl Laid for Line {
    fn shape(&self) -> Shape<'_> {
        Shape {
            text: &self.text,
            note: &self.note,
            mark: self.mark,
            indent: self.indent,
            is_stop: self.act.is_some(),
            is_pair: self.is_pair,
        }
    }
}

impl Line {
    fn of(text: impl Into<String>, role: Role, mark: Mark, act: Option<Act>) -> Self {
        Line { text: text.into(), note: String::new(), role, mark, indent: 0, is_pair: false, act }
    }

    /// Words.
    pub fn say(role: Role, text: impl Into<String>) -> Self {
        Line::of(text, role, Mark::None, None)
    }

    /// A title over several lines.
    pub fn title(text: impl Into<String>) -> Self {
        Line::of(text, Role::Accent, Mark::None, None)
    }

    /// Nothing.
    pub fn gap() -> Self {
        Line::say(Role::Text, "")
    }

    /// One of several.
    pub fn radio(
        on: bool,
        text: impl Into<String>,
        change: impl Fn(&mut Answers) + 'static,
    ) -> Self {
        Line::of(text, Role::Text, Mark::Radio(on), Some(Act::Change(Box::new(change))))
    }

    /// One of several, which opens a card.
    pub fn radio_card(on: bool, text: impl Into<String>, wanted: Wanted) -> Self {
        Line::of(text, Role::Text, Mark::Radio(on), Some(Act::Card(wanted)))
    }

    /// One by itself.
    pub fn tick(
        on: bool,
        text: impl Into<String>,
        change: impl Fn(&mut Answers) + 'static,
    ) -> Self {
        Line::of(text, Role::Text, Mark::Tick(on), Some(Act::Change(Box::new(change))))
    }

    /// Turns to the next of several.
    pub fn turn(
        text: impl Into<String>,
        value: &str,
        change: impl Fn(&mut Answers) + 'static,
    ) -> Self {
        let mut line = Line::of(text, Role::Text, Mark::None, Some(Act::Change(Box::new(change))));
        value.clone_into(&mut line.note);
        (line.indent, line.is_pair) = (4, true);
        line
    }

    /// Is typed into.
    pub fn field(text: impl Into<String>, field: Field, answers: &Answers) -> Self {
        let mut line = Line::of(text, Role::Text, Mark::None, Some(Act::Type(field)));
        line.note = field.value(answers);
        (line.indent, line.is_pair) = (4, true);
        line
    }

    /// Something to press.
    pub fn press(text: impl Into<String>, act: Act) -> Self {
        Line::of(text, Role::Accent, Mark::None, Some(act))
    }

    /// With something at its right end.
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Further in.
    pub fn within(mut self, columns: u16) -> Self {
        self.indent = columns;
        self
    }

    /// Only read, and yet something to stop at: a long page is walked through.
    pub fn rest(mut self) -> Self {
        if self.act.is_none() && !self.text.is_empty() {
            self.act = Some(Act::Rest);
        }
        self
    }

    /// With a sign.
    pub fn signed(mut self, sign: &'static str, role: Role) -> Self {
        self.mark = Mark::Sign(sign, role);
        self
    }

    /// The field it is.
    pub fn is_field(&self) -> Option<Field> {
        match self.act {
            Some(Act::Type(field)) => Some(field),
            _ => None,
        }
    }
}

impl Field {
    /// What was typed so far.
    pub fn value(self, answers: &Answers) -> String {
        let clause = |tenant, at: usize| answers.source(tenant).and_then(|held| held.rule.get(at));
        match self {
            Field::Name(id) => answers.member(id).map(|one| one.name.clone()).unwrap_or_default(),
            Field::Threshold => {
                let held = answers.leavers.and_then(|leavers| leavers.threshold);
                held.map(|count| count.to_string()).unwrap_or_default()
            }
            Field::Attribute(tenant, at) => {
                clause(tenant, at).map(|held| held.attribute.clone()).unwrap_or_default()
            }
            Field::Value(tenant, at) => {
                let values = clause(tenant, at).map(|held| held.values.join(", "));
                values.unwrap_or_default()
            }
        }
    }

    /// Takes in what is typed.
    pub fn put(self, answers: &mut Answers, text: &str) {
        let of = |answers: &mut Answers,
                  tenant,
                  at: usize,
                  change: &dyn Fn(&mut crate::merger::Clause)| {
            let sources = answers.sync.iter_mut().flatten();
            let source = sources.into_iter().find(|source| source.tenant == tenant);
            if let Some(clause) = source.and_then(|source| source.rule.get_mut(at)) {
                change(clause);
            }
        };
        match self {
            Field::Name(id) => {
                if let Some(one) = answers.tenants.iter_mut().find(|one| one.id == id) {
                    text.clone_into(&mut one.name);
                }
            }
            Field::Threshold => {
                let leavers = answers.leavers.get_or_insert(super::forms::LEAVERS);
                leavers.threshold = text.parse().ok();
            }
            Field::Attribute(tenant, at) => {
                of(answers, tenant, at, &|clause| text.clone_into(&mut clause.attribute));
            }
            Field::Value(tenant, at) => of(answers, tenant, at, &|clause| {
                clause.values = match text {
                    "" => Vec::new(),
                    text => vec![text.to_owned()],
                };
            }),
        }
    }

    /// What may stand in it, of what was typed.
    pub fn fit(self, text: &str) -> String {
        match self {
            Field::Threshold => text.chars().filter(char::is_ascii_digit).take(9).collect(),
            Field::Name(_) | Field::Attribute(..) | Field::Value(..) => text.to_owned(),
        }
    }
}

/// What forms are made from.
#[derive(Clone, Copy)]
pub struct Held<'h> {
    /// What screens look at.
    pub model: &'h Model,
    /// The answers.
    pub answers: &'h Answers,
    /// What they come to, as far as that is known.
    pub proposed: Option<&'h Proposed>,
}

impl<'h> Held<'h> {
    /// As it stands.
    pub fn of(model: &'h Model) -> Self {
        let merging = &model.merging;
        Held { model, answers: &merging.answers, proposed: merging.proposed.as_deref() }
    }

    /// What a tenant is called: by the workspace, by the answers, or by its id.
    pub fn name(self, id: TenantId) -> String {
        let told = self.answers.member(id).map(|one| one.name.as_str()).unwrap_or_default();
        if self.model.workspace.draft.tenant(id).is_none() && !told.is_empty() {
            return told.to_owned();
        }
        self.model.name(id)
    }

    /// How many people the directory of a tenant holds, in words.
    pub fn people(self, id: TenantId) -> String {
        let directory = self.model.directories.get(&id);
        directory.map_or_else(|| "?".to_owned(), |held| grouped(held.users.len() as u64))
    }

    /// Whose people go anywhere, in the order of the answers.
    pub fn homes(self) -> Vec<TenantId> {
        let go: BTreeSet<TenantId> =
            self.answers.pairs().into_iter().map(|(home, _)| home).collect();
        self.answers.tenants.iter().map(|one| one.id).filter(|id| go.contains(id)).collect()
    }

    /// Where anybody goes, in the order of the answers.
    pub fn resources(self) -> Vec<TenantId> {
        let receive: BTreeSet<TenantId> =
            self.answers.pairs().into_iter().map(|(_, resource)| resource).collect();
        self.answers.tenants.iter().map(|one| one.id).filter(|id| receive.contains(id)).collect()
    }
}
