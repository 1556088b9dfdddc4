//! A mapping by its parts, as the portal asks for them: what is written, where the value comes from,
//! when, and what where nothing is given.

mod draw;

use ratatui::layout::Rect;
use tui_input::Input;

use super::rows;
use crate::domain::{AttributeMapping, FlowType, SyncConfiguration};
use crate::sync::{Around, RowKind, faults, source_of, text_of};
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Screen, Tone};

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    NextLine,
    PreviousLine,
    Next,
    Previous,
    Keep,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Keep, "mapping-form.keep", "keep the mapping", "keep"),
    bind(&["tab"], Command::NextLine, "mapping-form.line", "to the next line", "next line"),
    bind(&["down"], Command::Next, "mapping-form.next", "the next of what there is, or of what fits", "next choice"),
    bind(&["up"], Command::Previous, "mapping-form.previous", "the one before", ""),
    bind(&["esc"], Command::Cancel, "mapping-form.cancel", "leave it as it was", "cancel"),
    bind(&["shift+tab", "ctrl+b"], Command::PreviousLine, "mapping-form.line.back", "to the line before", ""),
];

/// The lines of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Target,
    Kind,
    From,
    When,
    Default,
    Match,
}

const LINES: [Line; 6] =
    [Line::Target, Line::Kind, Line::From, Line::When, Line::Default, Line::Match];

/// The kinds of the portal. A reference is a direct mapping of another user.
const KINDS: [(RowKind, &str); 4] = [
    (RowKind::Direct, "an attribute of the source as it is"),
    (RowKind::Constant, "the same text for everybody"),
    (RowKind::Expression, "computed by a function"),
    (RowKind::Nothing, "the target is left alone, but for the default"),
];

/// When a value is written. The third is what an export brought, kept where nobody chooses another.
const WHENS: [&str; 2] =
    ["always: on creation, and whenever it changes", "only when the user is created"];

/// Whether users are matched by it.
const MATCHES: [&str; 2] = ["no: the value is only written", "yes, with precedence 1"];

const NO_SECOND_MATCH: &str = "schemaInvalid: users are matched by alternativeSecurityIds alone, and the service takes no second attribute to match by (CTS017)";

/// The card.
#[derive(Debug)]
pub struct Form {
    /// The row that is changed; none where one is made.
    stands: Option<AttributeMapping>,
    line: usize,
    target: Input,
    from: Input,
    default: Input,
    kind: usize,
    when: usize,
    is_match: bool,
    /// Attributes of the target that may be picked, and of the source.
    targets: Vec<String>,
    sources: Vec<String>,
    /// What was typed when the arrows began to go through what fits.
    begun: Option<String>,
    offer: usize,
    fault: Option<String>,
    /// What the findings say of the row as it would be.
    said: Vec<(bool, String)>,
}

impl Form {
    /// About one row, or about one that is to be made.
    pub fn new(
        stands: Option<AttributeMapping>,
        targets: Vec<String>,
        sources: Vec<String>,
        model: &Model,
    ) -> Self {
        let kind = stands.as_ref().map_or(RowKind::Direct, RowKind::of);
        let plain = |row: &AttributeMapping| {
            let text = text_of(row);
            match RowKind::of(row) {
                RowKind::Direct | RowKind::Reference => text.trim_matches(['[', ']']).to_owned(),
                RowKind::Constant => unquoted(&text),
                RowKind::Expression | RowKind::Nothing => text,
            }
        };
        let kind = if kind == RowKind::Reference { RowKind::Direct } else { kind };
        let flow = stands.as_ref().and_then(|row| row.flow_type.clone());
        let text = |text: Option<String>| Input::new(text.unwrap_or_default());
        let mut form = Form {
            line: 0,
            target: text(stands.as_ref().map(|row| row.target.clone())),
            from: text(stands.as_ref().map(plain)),
            default: text(stands.as_ref().and_then(|row| row.default_value.clone())),
            kind: KINDS.iter().position(|(one, _)| *one == kind).unwrap_or(0),
            when: match flow {
                None | Some(FlowType::Always) => 0,
                Some(FlowType::ObjectAddOnly) => 1,
                Some(_) => 2,
            },
            is_match: false,
            targets,
            sources,
            begun: None,
            offer: 0,
            fault: None,
            said: Vec::new(),
            stands,
        };
        form.look(model);
        form
    }

    fn line(&self) -> Line {
        LINES.get(self.line).copied().unwrap_or(Line::Target)
    }

    fn kind(&self) -> RowKind {
        KINDS.get(self.kind).map_or(RowKind::Direct, |(kind, _)| *kind)
    }

    fn input(&mut self) -> Option<&mut Input> {
        match self.line() {
            Line::Target => Some(&mut self.target),
            Line::From if self.kind() != RowKind::Nothing => Some(&mut self.from),
            Line::Default => Some(&mut self.default),
            Line::From | Line::Kind | Line::When | Line::Match => None,
        }
    }

    /// What fits what was typed in this line, the likeliest first.
    fn offers(&self) -> Vec<&String> {
        let (all, typed) = match self.line() {
            Line::Target => (&self.targets, self.target.value()),
            Line::From if self.kind() == RowKind::Direct => (&self.sources, self.from.value()),
            _ => return Vec::new(),
        };
        let begun = self.begun.as_deref().unwrap_or(typed).trim().to_lowercase();
        let mut fit: Vec<&String> =
            all.iter().filter(|name| name.to_lowercase().contains(&begun)).collect();
        fit.sort_by_key(|name| !name.to_lowercase().starts_with(&begun));
        fit
    }

    /// The next choice of the line: of few, or of what fits what was typed.
    fn step(&mut self, forward: bool) {
        let turn = |at: usize, count: usize| match forward {
            true => (at + 1) % count.max(1),
            false => (at + count.saturating_sub(1)) % count.max(1),
        };
        match self.line() {
            Line::Kind => self.kind = turn(self.kind, KINDS.len()),
            Line::When => self.when = turn(self.when.min(1), WHENS.len()),
            Line::Match => self.is_match = !self.is_match,
            Line::Target | Line::From | Line::Default => {
                let offers = self.offers();
                let at = match self.begun {
                    Some(_) => turn(self.offer, offers.len()),
                    None if forward => 0,
                    None => offers.len().saturating_sub(1),
                };
                let Some(name) = offers.get(at).map(|name| (*name).clone()) else { return };
                if let Some(input) = self.input() {
                    let typed = std::mem::replace(input, Input::new(name));
                    self.begun.get_or_insert_with(|| typed.value().to_owned());
                    self.offer = at;
                }
            }
        }
    }

    fn turn(&mut self, by: usize) {
        self.line = (self.line + by) % LINES.len();
        (self.begun, self.offer) = (None, 0);
    }

    /// The row as the card says it, or why it is none.
    fn row(&self) -> Result<AttributeMapping, String> {
        let is_name = |text: &str| {
            !text.is_empty()
                && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | ':'))
        };
        let target = self.target.value().trim();
        if !is_name(target) {
            return Err("the first line wants the name of one attribute of the target".to_owned());
        }
        if self.is_match {
            return Err(NO_SECOND_MATCH.to_owned());
        }
        let from = self.from.value();
        let text = match self.kind() {
            RowKind::Direct if !is_name(from.trim()) => {
                return Err("a direct mapping wants the name of one attribute of the source: type it, or go through them with the arrows".to_owned());
            }
            RowKind::Direct => format!("[{}]", from.trim()),
            RowKind::Constant if from.is_empty() => {
                return Err("a constant mapping wants the text that everybody gets".to_owned());
            }
            RowKind::Constant => quoted(from),
            RowKind::Expression if from.trim().is_empty() => {
                return Err("an expression mapping wants an expression, such as Join(\" \", [givenName], [surname])".to_owned());
            }
            RowKind::Expression => from.to_owned(),
            RowKind::Nothing | RowKind::Reference => String::new(),
        };
        let source = source_of(&text).map_err(|fault| fault.to_string())?;
        let stands = self.stands.clone().unwrap_or_default();
        // What came with the same value, such as its parsed form, stays with it.
        let source = match &stands.source {
            Some(known) if text_of(&stands) == text => Some(known.clone()),
            _ => source,
        };
        let default = Some(self.default.value().to_owned()).filter(|text| !text.is_empty());
        let flow = match self.when {
            0 => Some(FlowType::Always),
            1 => Some(FlowType::ObjectAddOnly),
            _ => stands.flow_type.clone(),
        };
        Ok(AttributeMapping {
            target: target.to_owned(),
            source,
            default_value: default,
            matching_priority: stands.matching_priority.or(Some(0)),
            flow_type: flow,
            ..stands
        })
    }

    /// Looks what would be said of the row.
    fn look(&mut self, model: &Model) {
        self.said.clear();
        let (Ok(row), Some(chosen)) = (self.row(), model.sync.chosen(&model.workspace)) else {
            return;
        };
        let mut tried = SyncConfiguration::clone(chosen);
        let target = row.target.clone();
        if let Some(users) = tried.users_mut() {
            self.put(&mut users.attribute_mappings, row);
        }
        let at = tried
            .users()
            .and_then(|users| users.attribute_mappings.iter().position(|one| one.target == target));
        let around = Around { estate: Some(&model.workspace.draft), ..Around::default() };
        let mine = faults(&tried, &around).into_iter().filter(|fault| fault.row() == at);
        self.said = mine
            .map(|one| (one.is_refused, format!("{}: {}; {}", one.id, one.text, one.fix)))
            .collect();
    }

    fn put(&self, all: &mut Vec<AttributeMapping>, row: AttributeMapping) {
        match &self.stands {
            Some(stands) => rows::replace(all, stands, row),
            None => all.push(row),
        }
    }

    fn keep(&mut self, model: &Model) -> Vec<Ask> {
        let refuse = |form: &mut Self, why: String| {
            form.fault = Some(why.clone());
            vec![Ask::Say(Tone::Refused, format!("not kept: {why}"))]
        };
        let row = match self.row() {
            Ok(row) => row,
            Err(why) => return refuse(self, why),
        };
        let chosen = model.sync.chosen(&model.workspace).and_then(|one| one.users());
        let taken = chosen.is_some_and(|users| {
            let mut others = users.attribute_mappings.iter();
            others.any(|one| one.target == row.target && Some(one) != self.stands.as_ref())
        });
        if taken {
            let why = format!("{} is mapped already: esc, and f changes that row", row.target);
            return refuse(self, why);
        }
        let target = row.target.clone();
        let edits = rows::change(model, |all| self.put(all, row));
        if edits.is_empty() {
            let text = "it is like that already".to_owned();
            return vec![Ask::Close, Ask::Say(Tone::Plain, text)];
        }
        let mut asks = vec![Ask::Close, Ask::Hand(Parcel::Attribute(target))];
        asks.extend(edits);
        asks
    }

    fn label(&self, line: Line) -> &'static str {
        match (line, self.kind()) {
            (Line::Target, _) => "writes",
            (Line::Kind, _) => "kind",
            (Line::From, RowKind::Constant) => "text",
            (Line::From, RowKind::Expression) => "expression",
            (Line::From, _) => "from",
            (Line::When, _) => "when",
            (Line::Default, _) => "default",
            (Line::Match, _) => "matches",
        }
    }

    fn value(&self, line: Line) -> String {
        match line {
            Line::Target => self.target.value().to_owned(),
            Line::Kind => KINDS
                .get(self.kind)
                .map_or(String::new(), |(kind, about)| format!("{}: {about}", kind.word())),
            Line::From if self.kind() == RowKind::Nothing => "nothing".to_owned(),
            Line::From => self.from.value().to_owned(),
            Line::When => {
                let other = || self.stands.as_ref().and_then(|row| row.flow_type.clone());
                let known = WHENS.get(self.when).map(|text| (*text).to_owned());
                known.or_else(|| other().map(|flow| flow.word().to_owned())).unwrap_or_default()
            }
            Line::Default => self.default.value().to_owned(),
            Line::Match => {
                MATCHES.get(usize::from(self.is_match)).copied().unwrap_or("").to_owned()
            }
        }
    }

    /// What is to be known of the line.
    fn hint(&self) -> &'static str {
        match (self.line(), self.kind()) {
            (Line::Target, _) => {
                "the attribute of the target; type it, or go through them with the arrows; any other name may be typed as well"
            }
            (Line::Kind, _) => "the arrows choose",
            (Line::From, RowKind::Direct) => {
                "an attribute of the source; type it, or go through them with the arrows; any other name may be typed as well"
            }
            (Line::From, RowKind::Constant) => "the text, without quotes",
            (Line::From, RowKind::Expression) => {
                "such as Join(\" \", [givenName], [surname]); enter on the row afterwards writes it with results on people"
            }
            (Line::From, _) => "nothing is read",
            (Line::When, _) => {
                "the arrows choose; the portal's \"only during object creation\" is the second"
            }
            (Line::Default, _) => {
                "written on creation only, where nothing is given; never when a user is updated (CTS029)"
            }
            (Line::Match, _) => NO_SECOND_MATCH,
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn unquoted(text: &str) -> String {
    match crate::expr::parse(text).map(|read| read.node) {
        Ok(crate::expr::Node::Text(value)) => value,
        _ => text.trim_matches('"').to_owned(),
    }
}

impl Screen for Form {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Mapping".to_owned()]
    }

    fn typing(&mut self) -> Option<&mut Input> {
        self.input()
    }

    fn typed(&mut self, model: &Model) -> Vec<Ask> {
        (self.fault, self.begun, self.offer) = (None, None, 0);
        self.look(model);
        Vec::new()
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::NextLine => self.turn(1),
            Command::PreviousLine => self.turn(LINES.len() - 1),
            Command::Next | Command::Previous => {
                self.fault = None;
                self.step(command == Command::Next);
                self.look(model);
            }
            Command::Keep => return self.keep(model),
            Command::Cancel => return vec![Ask::Close],
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        let was = self.line;
        self.line = item.min(LINES.len() - 1);
        (self.begun, self.offer) = (None, 0);
        if again && was == self.line {
            self.step(true);
            self.look(model);
        }
        Vec::new()
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        self.draw_card(area, paint);
    }
}
