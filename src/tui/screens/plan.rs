//! The plan: what differs between draft and observed, and the steps that make it so, in an order
//! that opens nothing on the way.
//!
//! ```text
//! ┏━ Changes ━━━━━━━━━━━━━━ 12, 11 made ━┓╭─ Fabrikam: trust ────────────╮
//! ┃   Alpha Corp                          ┃│ nothing trusted → MFA        │
//! ┃ ▸ [x] 1 Fabrikam: trust               ┃│ 2 PATCH /policies/crossTena… │
//! ```

use std::sync::Arc;

use ratatui::layout::Rect;

use super::export::Export;
use crate::domain::TenantId;
use crate::export::{Document, Entry, Line, Sent};
use crate::plan::Choice;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Place, Screen, Subjects, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

mod detail;
mod draw;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Open,
    Include,
    Order,
    Back,
    ScrollDown,
    ScrollUp,
    Copy,
    Export,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter", "l", "right"], Command::Open, "plan.open", "go to the setting that changes", "setting"),
    bind(&["space"], Command::Include, "plan.include", "make this change, or leave it out with what needs it", "in or out"),
    bind(&["o"], Command::Order, "plan.order", "the steps in their order, or the changes", "steps"),
    bind(&["v"], Command::Back, "plan.back", "the way back, or the way there", "way back"),
    bind(&["X"], Command::Export, "plan.export", "write the plan to a file, whole or of one tenant, there or back", "write"),
    bind(&["y"], Command::Copy, "plan.copy", "copy the request", "copy"),
    bind(&["J"], Command::ScrollDown, "plan.scroll", "scroll the detail down", ""),
    bind(&["K"], Command::ScrollUp, "plan.scroll.up", "scroll the detail up", ""),
    bind(&["j", "down"], Command::Down, "plan.down", "next", ""),
    bind(&["k", "up"], Command::Up, "plan.up", "previous", ""),
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "plan.pagedown", "half a page down", ""),
    bind(&["ctrl+u", "pgup"], Command::PageUp, "plan.pageup", "half a page up", ""),
    bind(&["g g", "home"], Command::First, "plan.first", "first", ""),
    bind(&["G", "end"], Command::Last, "plan.last", "last", ""),
];

/// A row of the list, by places in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// A tenant: what follows is its own.
    Tenant(TenantId),
    /// A change.
    Change(usize),
    /// A step: of which list, and which.
    Step(usize, usize),
}

/// The screen.
#[derive(Debug, Default)]
pub struct PlanScreen {
    document: Option<Arc<Document>>,
    rows: Vec<Row>,
    list: List,
    /// The steps in their order, not the changes.
    ordered: bool,
    scroll: usize,
}

impl PlanScreen {
    fn here(&self) -> Option<Row> {
        self.rows.get(self.list.at).copied()
    }

    fn arrange(&mut self) {
        let before = self.here();
        self.rows.clear();
        let Some(document) = &self.document else { return };
        let mut last = None;
        let mut push = |rows: &mut Vec<Row>, tenant: &str, row: Row| {
            let tenant = tenant.parse().unwrap_or_default();
            if last.replace(tenant) != Some(tenant) {
                rows.push(Row::Tenant(tenant));
            }
            rows.push(row);
        };
        if self.ordered {
            for place in &document.order {
                let list = document.tenants.iter().position(|one| one.tenant_id == place.tenant_id);
                let step = list.and_then(|list| {
                    let steps = &document.tenants.get(list)?.steps;
                    steps.iter().position(|step| step.number == place.number)
                });
                if let (Some(list), Some(step)) = (list, step) {
                    push(&mut self.rows, &place.tenant_id, Row::Step(list, step));
                }
            }
        } else {
            for (at, change) in document.changes.iter().enumerate() {
                push(&mut self.rows, &change.tenant_id, Row::Change(at));
            }
        }
        let found = before.and_then(|row| self.rows.iter().position(|one| *one == row));
        self.list.at = found.unwrap_or(self.list.at);
        self.go(0);
    }

    /// Moves by rows, over the names of tenants.
    fn go(&mut self, rows: isize) {
        self.scroll = 0;
        self.list.step(rows, self.rows.len());
        let is_name = |at: usize| matches!(self.rows.get(at), Some(Row::Tenant(_)));
        if is_name(self.list.at) {
            let down = rows >= 0 || self.list.at == 0;
            self.list.at = if down { self.list.at + 1 } else { self.list.at - 1 };
        }
    }

    fn change(&self) -> Option<&Entry> {
        let document = self.document.as_ref()?;
        match self.here()? {
            Row::Change(at) => document.changes.get(at),
            Row::Step(list, step) => {
                let step = document.tenants.get(list)?.steps.get(step)?;
                let number = step.changes.first()?;
                document.changes.iter().find(|change| change.number == *number)
            }
            Row::Tenant(_) => None,
        }
    }

    /// The steps that are told of: the one under the cursor, or those of the change.
    fn steps(&self) -> Vec<&Line> {
        let Some(document) = &self.document else { return Vec::new() };
        match self.here() {
            Some(Row::Step(list, step)) => document
                .tenants
                .get(list)
                .and_then(|list| list.steps.get(step))
                .into_iter()
                .collect(),
            Some(Row::Change(at)) => {
                let number = document.changes.get(at).map(|change| change.number);
                let all = document.tenants.iter().flat_map(|list| &list.steps);
                all.filter(|step| number.is_some_and(|number| step.changes.contains(&number)))
                    .collect()
            }
            Some(Row::Tenant(_)) | None => Vec::new(),
        }
    }

    fn open(&self) -> Vec<Ask> {
        let Some(change) = self.change() else { return Vec::new() };
        let Ok(owner) = change.tenant_id.parse::<TenantId>() else { return Vec::new() };
        let partner = change.partner_id.as_ref().and_then(|id| id.parse().ok());
        let place = match (partner, change.kind.as_str()) {
            (Some(partner), _) => Place::Settings(Subjects::One(partner)),
            (None, "synchronization" | "synchronizationAdded" | "synchronizationRemoved") => {
                Place::Sync
            }
            (None, "default" | "defaultReset") => Place::Settings(Subjects::Default),
            (None, _) => Place::External,
        };
        vec![Ask::Visit(owner, place)]
    }

    fn include(&self, model: &Model) -> Vec<Ask> {
        let (Some(Row::Change(_)), Some(change)) = (self.here(), self.change()) else {
            let text = "changes are left out, not steps: o shows the changes".to_owned();
            return vec![Ask::Say(Tone::Plain, text)];
        };
        let (mut choice, back) = model.planned.clone();
        if back {
            let text = "the way back takes all of it back: v shows the way there".to_owned();
            return vec![Ask::Say(Tone::Plain, text)];
        }
        if let Some(lacks) = change.lacks {
            let text = format!("it needs change {lacks}, which is left out: take that one in");
            return vec![Ask::Say(Tone::Refused, text)];
        }
        if !choice.without.remove(&change.number) {
            choice.without.insert(change.number);
        }
        let text = left_out(&choice);
        vec![Ask::Plan(choice, back), Ask::Say(Tone::Plain, text)]
    }

    fn copy(&self) -> Vec<Ask> {
        let requests: Vec<String> =
            self.steps().iter().filter_map(|step| step.request.as_ref()).map(written).collect();
        if requests.is_empty() {
            let text = "no request stands behind this: it is done by hand".to_owned();
            return vec![Ask::Say(Tone::Plain, text)];
        }
        vec![Ask::Copy("the request".to_owned(), requests.join("\n\n"))]
    }
}

/// What is left out, in words.
fn left_out(choice: &Choice) -> String {
    let without: Vec<String> = choice.without.iter().map(ToString::to_string).collect();
    match without.as_slice() {
        [] => "all changes are made".to_owned(),
        [one] => format!("change {one} is left out, here and in what X writes"),
        all => format!("changes {} are left out, here and in what X writes", all.join(", ")),
    }
}

/// A request as one writes it down.
fn written(sent: &Sent) -> String {
    let mut text = format!("{} /{}{}", sent.method, sent.version, sent.path);
    if let Some(body) = &sent.body {
        text.push('\n');
        text.push_str(&format!("{body:#}"));
    }
    text
}

/// The colour of a change: what it makes of whom it is about.
fn role(change: &Entry) -> Role {
    match (change.included, change.kind.as_str()) {
        (false, _) => Role::Muted,
        (true, "partnerAdded" | "synchronizationAdded") => Role::Allow,
        (true, "partnerRemoved" | "synchronizationRemoved") => Role::Block,
        (true, _) => Role::Changed,
    }
}

impl Screen for PlanScreen {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let way = if model.planned.1 { "Way back" } else { "Plan" };
        let here = self.change().map(|change| change.title.clone());
        std::iter::once(way.to_owned()).chain(here).collect()
    }

    fn refresh(&mut self, model: &Model) {
        let held = model.plan.as_ref().map(|(_, document)| document);
        let same = match (&self.document, held) {
            (Some(mine), Some(held)) => Arc::ptr_eq(mine, held),
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.document = held.cloned();
            self.arrange();
        }
    }

    fn hindrance(&self, command: Command, _model: &Model) -> Option<&'static str> {
        let moves = matches!(
            command,
            Command::Down
                | Command::Up
                | Command::PageDown
                | Command::PageUp
                | Command::First
                | Command::Last
                | Command::ScrollDown
                | Command::ScrollUp
        );
        (self.rows.is_empty() && !moves)
            .then_some("there is nothing to do: draft and observed are the same")
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        let half = self.list.half_page();
        match command {
            Command::Down => self.go(1),
            Command::Up => self.go(-1),
            Command::PageDown => self.go(half),
            Command::PageUp => self.go(-half),
            Command::First => self.go(isize::MIN),
            Command::Last => self.go(isize::MAX),
            Command::ScrollDown => self.scroll = self.scroll.saturating_add(5),
            Command::ScrollUp => self.scroll = self.scroll.saturating_sub(5),
            Command::Open => return self.open(),
            Command::Include => return self.include(model),
            Command::Order => {
                self.ordered = !self.ordered;
                self.list = List::default();
                self.arrange();
            }
            Command::Back => {
                let (choice, back) = model.planned.clone();
                return vec![Ask::Plan(choice, !back)];
            }
            Command::Copy => return self.copy(),
            Command::Export => {
                return self
                    .document
                    .iter()
                    .map(|document| Ask::Open(Box::new(Export::new(model, document))))
                    .collect();
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, _model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.rows.len());
        self.go(0);
        if again { self.open() } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.go(lines);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}

/// What is wanted of the plan: what is left out, and which way.
pub type Planned = (Choice, bool);
