//! What a screen is: it may look at the model, and ask; it may not touch.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;

use ratatui::layout::Rect;
use tui_input::Input;

use super::delivery::Delivery;
use super::errand::Wish;
use super::files::FileWish;
use super::key::{Binding, lookup};
use super::model::{Model, Preferences};
use super::paint::Paint;
use super::sync::{Cycle, Previewed};
use crate::access::Question;
use crate::decode::Named;
use crate::domain::{AppId, ObjectId, Setting, Subject, TargetConfiguration, TenantId};
use crate::edit::Edit;
use crate::merger::{self, Answers};
use crate::plan::Choice;
use crate::replay;
use crate::sync::{Ask as Played, PeopleView};
use crate::tui::sync::Trial;

/// Whose settings the matrix shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Subjects {
    /// The default.
    #[default]
    Default,
    /// One partner.
    One(TenantId),
    /// Several at once, as one undo step.
    Many(BTreeSet<TenantId>),
}

impl From<Subject> for Subjects {
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::Default => Subjects::Default,
            Subject::Partner(id) => Subjects::One(id),
        }
    }
}

/// Where one can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// What needs a decision.
    Home,
    /// The list of partners.
    Partners,
    /// The settings matrix.
    Settings(Subjects),
    /// External collaboration.
    External,
    /// Taking a partner in, step by step.
    Onboard,
    /// One question, gate by gate.
    WhatIf,
    /// Every tenant towards every other.
    Map,
    /// Real sign-ins, asked again.
    SignIns,
    /// Synchronisation: configurations and people.
    Sync,
    /// What differs from what was observed, step by step.
    Plan,
    /// The attribute mappings of a configuration.
    Mappings,
    /// Who is in the scope of a configuration.
    Scope,
    /// How a synchronisation stands: its set-up and its ending.
    Standing,
    /// Bringing tenants together, question by question.
    Merger,
    /// Every edit.
    History,
}

impl Place {
    /// Whether a preview is looked at there.
    pub fn shows_preview(&self) -> bool {
        matches!(self, Place::Sync | Place::Mappings | Place::Scope)
    }
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something to know.
    Plain,
    /// Something was not done.
    Refused,
}

/// What a card hands down when it closes.
#[derive(Clone, Debug, PartialEq)]
pub enum Parcel {
    /// A list of targets was put together.
    Targets(TargetConfiguration),
    /// A tenant was named.
    Tenant(TenantId),
    /// Files of these tenants came in.
    Tenants(Vec<TenantId>),
    /// A partner is asked about.
    Partner(TenantId),
    /// A person of a tenant was named.
    Person(TenantId, ObjectId),
    /// An application was named.
    Application(AppId),
    /// A mail address was typed.
    Address(String),
    /// An error message names parts of a question.
    Named(Box<Named>),
    /// A question was asked elsewhere.
    Question(Box<Question>),
    /// A setting is to be looked at.
    Setting(Setting),
    /// A property of the tenant as a whole is to be looked at, by Graph's name.
    Property(&'static str),
    /// A text was written in the user's editor.
    Text(String),
    /// An attribute of the target was mapped.
    Attribute(String),
    /// Source and target of a synchronisation, which need not be configured yet.
    Pair(TenantId, TenantId),
    /// What was asked for with a word was answered with it.
    Confirmed,
    /// A domain list was put together: allowed, blocked.
    Domains(Vec<crate::domain::DomainName>, Vec<crate::domain::DomainName>),
}

/// What a screen can want of synchronisation.
#[derive(Clone, Debug)]
pub enum SyncWish {
    /// Look at another configuration.
    Choose(ObjectId),
    /// Look at another cycle.
    Turn(Cycle),
    /// Make the preview again.
    Again,
    /// Stop what is being made.
    Stop,
    /// List these people.
    List(PeopleView),
    /// Look at all configurations of the pair together.
    Together,
    /// Play a scenario.
    Play(Arc<Previewed>, &'static str, Played),
}

/// What a screen can want of a merger.
#[derive(Clone, Debug, PartialEq)]
pub enum MergeWish {
    /// Keep these answers.
    Keep(Box<Answers>),
    /// Work out what is looked at at a question.
    Look(merger::Step),
    /// Simulate again.
    Again,
    /// Stop simulating.
    Stop,
    /// Put the answers aside and begin anew.
    Forget,
}

/// What a screen can want of the rest of the house.
#[derive(Debug)]
pub enum Ask {
    /// Make edits, as one step.
    Edit(Vec<Edit>),
    /// The same, called by what they are made for.
    Make(String, Vec<Edit>),
    /// Go somewhere.
    Go(Place),
    /// Go somewhere, looking from one of our tenants.
    Visit(TenantId, Place),
    /// Open a card.
    Open(Box<dyn AnyScreen>),
    /// Close the card.
    Close,
    /// Hand something to the screen below.
    Hand(Parcel),
    /// Say something.
    Say(Tone, String),
    /// Mark exactly these partners.
    Mark(BTreeSet<TenantId>),
    /// Look from another of our tenants.
    Owner(TenantId),
    /// Change preferences.
    Prefer(Preferences),
    /// Read an entry of the journal with its values.
    ReadEntry(u64),
    /// Let a text be written in the user's editor; it comes back as [`Parcel::Text`].
    Write(String),
    /// Remember a question.
    Remember(Box<Question>),
    /// Give a text to the terminal's clipboard.
    Copy(String, String),
    /// Rehearse a default that blocks.
    Rehearse(replay::Wish),
    /// Plan this choice of changes; the way back where true.
    Plan(Choice, bool),
    /// Something about synchronisation.
    Sync(SyncWish),
    /// Something about a merger.
    Merge(MergeWish),
    /// Something about files.
    Files(FileWish),
    /// Take in the answer to a handshake, by its file.
    TakeAnswer(String, Option<String>),
    /// Write files outside the workspace.
    Deliver(Box<Delivery>),
    /// Run an action by its name, as if its key had been pressed.
    Run(&'static str),
}

/// A screen or a card: its state, its commands, its keys and its drawing.
pub trait Screen: Debug {
    /// What can be done here.
    type Command: Copy + PartialEq + Debug + 'static;

    /// The keys.
    fn keys(&self) -> &'static [Binding<Self::Command>];

    /// Names of the path to here, for the top line.
    fn trail(&self, model: &Model) -> Vec<String>;

    /// Does a command.
    fn obey(&mut self, command: Self::Command, model: &Model) -> Vec<Ask>;

    /// Why a command is not possible now.
    fn hindrance(&self, _command: Self::Command, _model: &Model) -> Option<&'static str> {
        None
    }

    /// Draws. On a screen the area is what the frame leaves; on a card it is the whole screen.
    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>);

    /// Takes notice that the model has changed.
    fn refresh(&mut self, _model: &Model) {}

    /// The field that is typed into, if any: plain keys go there.
    fn typing(&mut self) -> Option<&mut Input> {
        None
    }

    /// Takes notice that the field has changed.
    fn typed(&mut self, _model: &Model) -> Vec<Ask> {
        Vec::new()
    }

    /// Takes what a card hands down.
    fn receive(&mut self, _parcel: Parcel, _model: &Model) -> Vec<Ask> {
        Vec::new()
    }

    /// A click on something it drew; `again` for the second of a double click.
    fn click(&mut self, _item: usize, _again: bool, _model: &Model) -> Vec<Ask> {
        Vec::new()
    }

    /// A click on a column title.
    fn sort(&mut self, _column: usize, _model: &Model) {}

    /// The wheel, in lines; down is positive.
    fn wheel(&mut self, _lines: isize, _model: &Model) {}

    /// Whose settings it shows, where it shows any.
    fn subjects(&self) -> Option<Subjects> {
        None
    }

    /// What it wants tried out on everybody, without an edit.
    fn trial(&self) -> Option<Trial> {
        None
    }

    /// What it wants worked out.
    fn wish(&self, _model: &Model) -> Option<Wish> {
        None
    }
}

/// An action as help and palette show it.
#[derive(Clone, Debug)]
pub struct Action {
    /// Its stable name.
    pub id: &'static str,
    /// The keys.
    pub keys: &'static [&'static str],
    /// What it does.
    pub help: &'static str,
    /// The word for the hint line.
    pub hint: &'static str,
    /// Why it is not possible now.
    pub hindrance: Option<&'static str>,
}

/// A screen whose commands nobody else needs to know.
pub trait AnyScreen: Debug {
    /// Does what a key means here; `None` when it means nothing here.
    fn press(&mut self, word: &str, model: &Model) -> Option<Vec<Ask>>;
    /// Whether a longer key begins with this word.
    fn begins(&self, word: &str) -> bool;
    /// Does an action by name.
    fn run(&mut self, id: &str, model: &Model) -> Option<Vec<Ask>>;
    /// What can be done here.
    fn actions(&self, model: &Model) -> Vec<Action>;
    /// See [`Screen::trail`].
    fn trail(&self, model: &Model) -> Vec<String>;
    /// See [`Screen::draw`].
    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>);
    /// See [`Screen::refresh`].
    fn refresh(&mut self, model: &Model);
    /// See [`Screen::typing`].
    fn typing(&mut self) -> Option<&mut Input>;
    /// See [`Screen::typed`].
    fn typed(&mut self, model: &Model) -> Vec<Ask>;
    /// See [`Screen::receive`].
    fn receive(&mut self, parcel: Parcel, model: &Model) -> Vec<Ask>;
    /// See [`Screen::click`].
    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask>;
    /// See [`Screen::sort`].
    fn sort(&mut self, column: usize, model: &Model);
    /// See [`Screen::wheel`].
    fn wheel(&mut self, lines: isize, model: &Model);
    /// See [`Screen::subjects`].
    fn subjects(&self) -> Option<Subjects>;
    /// See [`Screen::trial`].
    fn trial(&self) -> Option<Trial>;
    /// See [`Screen::wish`].
    fn wish(&self, model: &Model) -> Option<Wish>;
}

impl<S: Screen> AnyScreen for S {
    fn press(&mut self, word: &str, model: &Model) -> Option<Vec<Ask>> {
        let command = lookup(self.keys(), word)?;
        Some(attempt(self, command, model))
    }

    fn begins(&self, word: &str) -> bool {
        self.keys().iter().any(|row| row.keys.iter().any(|key| begins_with(key, word)))
    }

    fn run(&mut self, id: &str, model: &Model) -> Option<Vec<Ask>> {
        let command = self.keys().iter().find(|row| row.id == id)?.command;
        Some(attempt(self, command, model))
    }

    fn actions(&self, model: &Model) -> Vec<Action> {
        self.keys()
            .iter()
            .map(|row| Action {
                id: row.id,
                keys: row.keys,
                help: row.help,
                hint: row.hint,
                hindrance: self.hindrance(row.command, model),
            })
            .collect()
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        Screen::trail(self, model)
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        Screen::draw(self, model, area, paint);
    }

    fn refresh(&mut self, model: &Model) {
        Screen::refresh(self, model);
    }

    fn typing(&mut self) -> Option<&mut Input> {
        Screen::typing(self)
    }

    fn typed(&mut self, model: &Model) -> Vec<Ask> {
        Screen::typed(self, model)
    }

    fn receive(&mut self, parcel: Parcel, model: &Model) -> Vec<Ask> {
        Screen::receive(self, parcel, model)
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        Screen::click(self, item, again, model)
    }

    fn sort(&mut self, column: usize, model: &Model) {
        Screen::sort(self, column, model);
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        Screen::wheel(self, lines, model);
    }

    fn subjects(&self) -> Option<Subjects> {
        Screen::subjects(self)
    }

    fn trial(&self) -> Option<Trial> {
        Screen::trial(self)
    }

    fn wish(&self, model: &Model) -> Option<Wish> {
        Screen::wish(self, model)
    }
}

/// Whether a key of several presses begins with what was pressed.
pub(super) fn begins_with(key: &str, word: &str) -> bool {
    key.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '))
}

/// Does a command, or says why it cannot be done.
fn attempt<S: Screen>(screen: &mut S, command: S::Command, model: &Model) -> Vec<Ask> {
    match screen.hindrance(command, model) {
        Some(why) => vec![Ask::Say(Tone::Refused, why.to_owned())],
        None => screen.obey(command, model),
    }
}
