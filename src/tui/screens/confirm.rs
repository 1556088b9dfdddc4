//! Asks before something goes: what, what follows, how to get it back. Wants a word typed, so that
//! no slip of a finger is a yes.

use ratatui::layout::Rect;
use tui_input::Input;

use crate::access::b2b_standing;
use crate::domain::{B2b, CrossTenantAccessPolicy, SETTINGS, Subject, TenantId};
use crate::edit::{self, Edit};
use crate::plan::says;
use crate::tui::app::card;
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, wrap};
use crate::tui::screen::{Ask, Screen, Tone};
use crate::tui::theme::Role;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Yes,
    No,
}

const KEYS: &[Binding<Command>] = &[
    Binding {
        keys: &["enter"],
        command: Command::Yes,
        id: "confirm.yes",
        help: "do it, once the word is typed",
        hint: "do it",
    },
    Binding {
        keys: &["esc"],
        command: Command::No,
        id: "confirm.no",
        help: "leave everything as it is",
        hint: "leave it",
    },
];

/// The card.
#[derive(Debug)]
pub struct Confirm {
    title: String,
    facts: Vec<String>,
    /// The word to type, and what it is typed for.
    word: String,
    /// Other words that will do.
    others: Vec<String>,
    verb: &'static str,
    then: Vec<Ask>,
    input: Input,
}

impl Confirm {
    /// Asks whether a partner is to be removed.
    pub fn removal(model: &Model, partner: TenantId, then: Vec<Ask>) -> Self {
        let name = model.name(partner);
        let tenant = model.workspace.draft.tenant(partner);
        let domain = tenant.and_then(|tenant| tenant.primary_domain());
        let who = match domain {
            Some(domain) => format!("{domain}, {partner}"),
            None => partner.to_string(),
        };
        let entry = model.workspace.draft.partner(model.owner, partner);
        let own = entry.map_or(0, |entry| {
            SETTINGS
                .iter()
                .filter(|row| says(&entry.configuration, Some(entry), row.setting))
                .count()
        });
        // What opens comes first: it must be read in the smallest window.
        let mut facts: Vec<String> = wider(model, partner).into_iter().collect();
        facts.extend([
            who,
            format!("{own} settings of its own go; the default holds for it from then on."),
            "Only the draft changes, and u undoes it.".to_owned(),
        ]);
        Confirm {
            title: format!("Remove {name} from {}?", model.name(model.owner)),
            facts,
            word: word_of(&name),
            others: Vec::new(),
            verb: "remove",
            then,
            input: Input::default(),
        }
    }

    /// Asks anything, with the facts to decide it by.
    pub fn ask(
        title: String,
        facts: Vec<String>,
        name: &str,
        verb: &'static str,
        then: Vec<Ask>,
    ) -> Self {
        let (word, others) = (word_of(name), Vec::new());
        Confirm { title, facts, word, others, verb, then, input: Input::default() }
    }

    /// Asks about a partner, whose domain or whole name is to be typed.
    pub fn of_partner(
        title: String,
        facts: Vec<String>,
        name: &str,
        domain: Option<String>,
        verb: &'static str,
        then: Vec<Ask>,
    ) -> Self {
        let typed = |text: &String| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
        let word = domain.filter(typed).unwrap_or_else(|| word_of(name));
        let others = vec![name.trim().to_owned()];
        Confirm { title, facts, word, others, verb, then, input: Input::default() }
    }

    /// Whether what is typed is what was asked for.
    fn is_answered(&self) -> bool {
        let typed = self.input.value().trim();
        let all = std::iter::once(&self.word).chain(&self.others);
        all.filter(|word| !word.is_empty()).any(|word| typed.eq_ignore_ascii_case(word))
    }

    /// Asks whether the default is to go back to the service default.
    pub fn reset(model: &Model, edits: Vec<Edit>) -> Self {
        let draft = &model.workspace.draft;
        let partners = draft.policy(model.owner).map_or(0, |policy| policy.partners.len());
        let after = edit::apply(&model.workspace, &edits).ok();
        let opened = match (draft.policy(model.owner), &after) {
            (Some(now), Some(after)) => {
                let then = after.draft.policy(model.owner).unwrap_or(now);
                opened((now, Subject::Default), (then, Subject::Default))
            }
            _ => None,
        };
        let why = "the service default is wider for";
        let mut facts: Vec<String> = opened
            .map(|what| format!("This opens more than now: {why} {what}."))
            .into_iter()
            .collect();
        facts.extend([
            format!("What the default says goes, and what {partners} partners inherit of it."),
            "Only the draft changes, and u undoes it.".to_owned(),
        ]);
        Confirm {
            title: format!("Reset the default of {}?", model.name(model.owner)),
            facts,
            word: "reset".to_owned(),
            others: Vec::new(),
            verb: "go on",
            then: vec![Ask::Edit(edits)],
            input: Input::default(),
        }
    }
}

/// Removing a partner can open something: where the default is wider than the partner was.
fn wider(model: &Model, partner: TenantId) -> Option<String> {
    let policy = model.workspace.draft.policy(model.owner)?;
    let what = opened((policy, Subject::Partner(partner)), (policy, Subject::Default))?;
    Some(format!("This opens more than now: the default is wider for {what}."))
}

/// The settings of which more passes afterwards, in words.
fn opened(
    (now, before): (&CrossTenantAccessPolicy, Subject),
    (then, after): (&CrossTenantAccessPolicy, Subject),
) -> Option<String> {
    let opened: Vec<&str> = B2b::ALL
        .into_iter()
        .filter(|b2b| b2b_standing(then, after, *b2b).0 < b2b_standing(now, before, *b2b).0)
        .map(B2b::title)
        .collect();
    (!opened.is_empty()).then(|| opened.join(", "))
}

/// The word to type: the first of the name that can be typed on any keyboard.
fn word_of(name: &str) -> String {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| word.len() > 2)
        .map_or_else(|| "remove".to_owned(), str::to_lowercase)
}

impl Screen for Confirm {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec![self.title.clone()]
    }

    fn typing(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        match command {
            Command::No => vec![Ask::Close],
            Command::Yes if self.is_answered() => {
                std::iter::once(Ask::Close).chain(self.then.drain(..)).collect()
            }
            Command::Yes => {
                vec![Ask::Say(Tone::Refused, format!("type `{}` to go on, or Esc", self.word))]
            }
        }
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let width = 72.min(area.width);
        let room = width.saturating_sub(4);
        let lines: usize = self.facts.iter().map(|fact| wrap(fact, room).len()).sum();
        let area = card(area, width, u16::try_from(lines).unwrap_or(10) + 6);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let frame = Frame { title: &self.title, note: "", action: "Esc leaves it", focus: true };
        let inner = paint.pane(area, &frame);
        let mut y = inner.y + u16::from(inner.height > 6);
        for fact in &self.facts {
            let rest = Rect { y, height: inner.bottom().saturating_sub(y + 1), ..inner };
            y += paint.wrap(rest, Role::Text, fact);
        }
        let y = (y + u16::from(inner.height > 6)).min(inner.bottom().saturating_sub(1));
        let prompt = format!("type {} to {}: ", self.word, self.verb);
        let x = inner.x + paint.text(inner.x, y, inner.width, Role::Warning, &prompt);
        let value = self.input.value();
        paint.text(x, y, inner.right().saturating_sub(x), Role::Text, value);
        let at = u16::try_from(self.input.visual_cursor()).unwrap_or(0);
        paint.cursor = Some((x + at, y).into());
    }
}
