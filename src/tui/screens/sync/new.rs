//! Making a configuration from the template of the service, and removing one.

use std::sync::Arc;

use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::{
    DELETION_THRESHOLD_DEFAULT, ObjectId, ScheduleState, SyncConfiguration, TenantId,
};
use crate::edit::Edit;
use crate::sync::template;
use crate::tui::app::card;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen, SyncWish, Tone};
use crate::tui::screens::confirm::Confirm;
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    NextField,
    PreviousField,
    Next,
    Previous,
    Make,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Make, "sync-new.make", "make it", "make it"),
    bind(&["tab"], Command::NextField, "sync-new.field", "to the next line", "next line"),
    bind(&["down"], Command::Next, "sync-new.next", "the next of what there is", "next choice"),
    bind(&["up"], Command::Previous, "sync-new.previous", "the one before", ""),
    bind(&["esc"], Command::Cancel, "sync-new.cancel", "make nothing", "cancel"),
    bind(&["shift+tab", "ctrl+b"], Command::PreviousField, "sync-new.field.back", "to the line before", ""),
];

/// The lines of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Name,
    Source,
    Target,
    Who,
}

const LINES: [Line; 4] = [Line::Name, Line::Source, Line::Target, Line::Who];

/// The card.
#[derive(Debug)]
pub struct NewSync {
    line: usize,
    name: Input,
    /// What is typed to find a tenant or a group.
    words: Input,
    /// Why it was not made.
    fault: Option<String>,
    tenants: Vec<(TenantId, String)>,
    source: usize,
    target: usize,
    /// Everyone, then nobody yet, then the groups of the source.
    who: usize,
    groups: Vec<(ObjectId, String)>,
}

impl NewSync {
    pub fn new(model: &Model) -> Self {
        let draft = &model.workspace.draft;
        let mut tenants: Vec<(TenantId, String)> =
            draft.tenants.keys().map(|id| (*id, model.name(*id))).collect();
        tenants.sort_by_key(|(_, name)| name.to_lowercase());
        // The pair that is looked at, or none: behind the last tenant.
        let chosen = model.sync.chosen(&model.workspace);
        let at = |id: Option<TenantId>| {
            let found = id.and_then(|id| tenants.iter().position(|(other, _)| *other == id));
            found.unwrap_or(tenants.len())
        };
        let (source, target) = (at(chosen.map(|one| one.source)), at(chosen.map(|one| one.target)));
        let mut new = NewSync {
            line: 0,
            name: Input::default(),
            words: Input::default(),
            fault: None,
            source,
            target,
            who: 1,
            groups: Vec::new(),
            tenants,
        };
        new.look(model);
        new
    }

    fn line(&self) -> Line {
        LINES.get(self.line).copied().unwrap_or(Line::Name)
    }

    /// Reads the groups of the source.
    fn look(&mut self, model: &Model) {
        let id = self.tenant(self.source).map(|(id, _)| *id).unwrap_or_default();
        let directory = model.directories.get(&id);
        let groups = directory.map(|directory| directory.groups.as_slice()).unwrap_or_default();
        let mut groups: Vec<(ObjectId, String)> =
            groups.iter().map(|group| (group.id, group.display_name.clone())).collect();
        groups.sort_by_key(|(_, name)| name.to_lowercase());
        self.groups = groups;
        self.who = self.who.min(self.groups.len() + 1);
    }

    fn tenant(&self, at: usize) -> Option<&(TenantId, String)> {
        self.tenants.get(at)
    }

    /// How many choices the line has, and the one that is chosen.
    fn choice(&mut self) -> Option<(usize, &mut usize)> {
        let (tenants, groups) = (self.tenants.len(), self.groups.len() + 2);
        match self.line() {
            Line::Name => None,
            Line::Source => Some((tenants, &mut self.source)),
            Line::Target => Some((tenants, &mut self.target)),
            Line::Who => Some((groups, &mut self.who)),
        }
    }

    fn step(&mut self, forward: bool, model: &Model) {
        self.fault = None;
        if let Some((count, at)) = self.choice() {
            let last = count.saturating_sub(1);
            *at = match forward {
                true if *at >= last => 0,
                true => *at + 1,
                false if *at == 0 => last,
                false => (*at - 1).min(last),
            };
        }
        if self.line() == Line::Source {
            self.look(model);
        }
    }

    fn turn(&mut self, by: usize) {
        self.line = (self.line + by) % LINES.len();
        self.words.reset();
    }

    fn who_words(&self) -> String {
        match self.who {
            0 => "everyone".to_owned(),
            1 => "nobody yet: who is assigned is chosen afterwards".to_owned(),
            at => {
                let group = self.groups.get(at - 2).map(|(_, name)| name.clone());
                format!("the group {}", group.unwrap_or_default())
            }
        }
    }

    /// Why it cannot be made as it is.
    fn hitch(&self, model: &Model) -> Option<String> {
        let name = self.name.value().trim();
        let of_that_name = |one: &&Arc<SyncConfiguration>| {
            one.display_name.trim().to_lowercase() == name.to_lowercase()
        };
        let (source, target) = (self.tenant(self.source), self.tenant(self.target));
        Some(match (source, target) {
            _ if self.tenants.is_empty() => "there is no tenant in the workspace".to_owned(),
            _ if name.is_empty() => "a configuration needs a name".to_owned(),
            (None, _) => "from which tenant? Tab goes to the line, the arrows choose".to_owned(),
            (_, None) => "to which tenant? Tab goes to the line, the arrows choose".to_owned(),
            (Some((source, _)), Some((target, _))) if source == target => {
                "source and target are the same tenant: nobody travels within one".to_owned()
            }
            _ => {
                let same = model.workspace.synchronizations.values().find(of_that_name)?;
                let called = &same.display_name;
                format!("a configuration called `{called}` is there already: type another name")
            }
        })
    }

    /// Another configuration over the same pair that has somebody in common with this one.
    fn rival(&self, model: &Model) -> Option<String> {
        let ends = (self.tenant(self.source)?.0, self.tenant(self.target)?.0);
        let group = self.who.checked_sub(2).and_then(|at| self.groups.get(at)).map(|(id, _)| *id);
        let is_everyone = self.who == 0;
        let overlaps = |one: &&Arc<SyncConfiguration>| {
            let has = |id: ObjectId| one.sync_all || one.assigned.contains(&id);
            (one.source, one.target) == ends
                && match group {
                    Some(group) => has(group),
                    None => is_everyone && (one.sync_all || !one.assigned.is_empty()),
                }
        };
        let rival = model.workspace.synchronizations.values().find(overlaps)?;
        let name = &rival.display_name;
        Some(format!(
            "{name} has the same source, target and people: two jobs fight over them, and delete and restore in turn (CTS050). Assign others, or switch delete off."
        ))
    }

    fn make(&mut self, model: &Model) -> Vec<Ask> {
        self.fault = self.hitch(model);
        if let Some(fault) = &self.fault {
            return vec![Ask::Say(Tone::Refused, fault.clone())];
        }
        let ends = self.tenant(self.source).zip(self.tenant(self.target));
        let Some(((source, _), (target, _))) = ends else { return Vec::new() };
        let name = self.name.value().trim();
        let id = SyncConfiguration::own_id(*source, *target, name);
        let assigned = self.who.checked_sub(2).and_then(|at| self.groups.get(at));
        let configuration = SyncConfiguration {
            id,
            display_name: name.to_owned(),
            source: *source,
            target: *target,
            sync_all: self.who == 0,
            assigned: assigned.map(|(id, _)| *id).into_iter().collect(),
            deletion_threshold: Some(DELETION_THRESHOLD_DEFAULT),
            schedule_state: Some(ScheduleState::Disabled),
            schema: template(),
            ..SyncConfiguration::default()
        };
        let edit = Edit::Synchronization { id, configuration: Some(Box::new(configuration)) };
        vec![Ask::Close, Ask::Edit(vec![edit]), Ask::Sync(SyncWish::Choose(id))]
    }
}

impl Screen for NewSync {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["New configuration".to_owned()]
    }

    fn refresh(&mut self, model: &Model) {
        self.look(model);
    }

    fn typing(&mut self) -> Option<&mut Input> {
        Some(if self.line() == Line::Name { &mut self.name } else { &mut self.words })
    }

    fn typed(&mut self, model: &Model) -> Vec<Ask> {
        self.fault = None;
        let wanted = self.words.value().trim().to_lowercase();
        let fits = |name: &str| name.to_lowercase().contains(&wanted);
        let tenant = self.tenants.iter().position(|(_, name)| fits(name));
        let group = self.groups.iter().position(|(_, name)| fits(name)).map(|at| at + 2);
        let found = match self.line() {
            Line::Name => None,
            Line::Source | Line::Target => tenant,
            Line::Who if "everyone".starts_with(&wanted) => Some(0),
            Line::Who => group,
        };
        if let (Some(found), Some((_, at))) = (found.filter(|_| !wanted.is_empty()), self.choice())
        {
            *at = found;
        }
        if self.line() == Line::Source {
            self.look(model);
        }
        Vec::new()
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::NextField => self.turn(1),
            Command::PreviousField => self.turn(LINES.len() - 1),
            Command::Next => self.step(true, model),
            Command::Previous => self.step(false, model),
            Command::Make => return self.make(model),
            Command::Cancel => return vec![Ask::Close],
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        self.line = item.min(LINES.len() - 1);
        self.words.reset();
        if again {
            self.step(true, model);
        }
        Vec::new()
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 78, 15);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let title = "New configuration of synchronisation";
        let frame = Frame { title, note: "", action: "enter makes it", focus: true };
        let inner = paint.pane(area, &frame);
        let gap = u16::from(inner.height > 8);
        let name = |at: usize| {
            let tenant = self.tenant(at).map(|(_, name)| name.clone());
            tenant.unwrap_or_else(|| "not chosen yet".to_owned())
        };
        let mut y = inner.y + gap;
        for (at, line) in LINES.into_iter().enumerate() {
            if y >= inner.bottom() {
                return;
            }
            let here = at == self.line;
            let (label, text) = match line {
                Line::Name => ("name", self.name.value().to_owned()),
                Line::Source => ("from", name(self.source)),
                Line::Target => ("to", name(self.target)),
                Line::Who => ("who", self.who_words()),
            };
            let row = Rect { y, height: 1, ..inner };
            if here {
                paint.highlight(row);
                paint.text(row.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            paint.text(row.x + 2, y, 5, Role::Muted, label);
            let x = row.x + 8;
            let room = row.right().saturating_sub(x);
            let taken = paint.text(x, y, room, Role::Text, &text);
            if here {
                self.draw_cursor(line, Rect { x, y, width: room, height: 1 }, taken, paint);
            }
            paint.hit(row, Target::Item(at));
            y += 1;
        }
        y += gap;
        let rest = Rect { y, height: inner.bottom().saturating_sub(y), ..inner };
        self.draw_words(model, rest, paint);
    }
}

impl NewSync {
    /// What stands against it, and what it will be.
    fn draw_words(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let mut pen = Pen { area, paint };
        if let Some(fault) = &self.fault {
            let text = format!("{} {fault}", pen.paint.glyphs.block());
            pen.words(Role::Error, &text);
        }
        if let Some(rival) = self.rival(model) {
            let text = format!("{} {rival}", pen.paint.glyphs.warning());
            pen.words(Role::Warning, &text);
        }
        let source = self.tenant(self.source);
        let is_known = |id: &TenantId| {
            model.directories.get(id).is_some_and(|directory| !directory.users.is_empty())
        };
        if let Some((_, name)) = source.filter(|(id, _)| !is_known(id)) {
            let text = format!(
                "The users of {name} are not in the workspace: nothing can be previewed until `detente import` has read them."
            );
            pen.words(Role::Warning, &text);
        }
        let text = "The mappings and the filter are those of the service's template; the job stays disabled, and 500 deletions stop a cycle.";
        pen.words(Role::Muted, text);
    }

    /// The terminal's cursor, and what is typed to find a choice.
    fn draw_cursor(&self, line: Line, room: Rect, taken: u16, paint: &mut Paint<'_>) {
        let (field, from) = match line {
            Line::Name => (&self.name, room.x),
            Line::Source | Line::Target | Line::Who => {
                let x = room.x + taken + 2;
                let text = self.words.value();
                let left = |x: u16| room.right().saturating_sub(x);
                if text.is_empty() {
                    let hint = "type to find one";
                    paint.text(x, room.y, left(x), Role::Muted, hint);
                }
                let prompt = if text.is_empty() { "" } else { "found by " };
                let x = x + paint.text(x, room.y, left(x), Role::Muted, prompt);
                paint.text(x, room.y, room.right().saturating_sub(x), Role::Accent, text);
                (&self.words, x)
            }
        };
        let at = u16::try_from(field.visual_cursor()).unwrap_or(0);
        let last = room.right().saturating_sub(1);
        paint.cursor = Some(((from + at).min(last), room.y).into());
    }
}

/// Asks before the configuration that is looked at goes.
pub fn removal(model: &Model) -> Vec<Ask> {
    let Some(chosen) = model.sync.chosen(&model.workspace) else { return Vec::new() };
    let edit = Edit::Synchronization { id: chosen.id, configuration: None };
    let (source, target) = (model.name(chosen.source), model.name(chosen.target));
    let facts = vec![
        format!("From {source} to {target}."),
        format!(
            "Accounts that were made in {target} stay as they are, and nobody looks after them: who leaves {source} keeps an account there."
        ),
        "To have them deleted, take everybody out of the scope first and let the job run."
            .to_owned(),
        "Only the draft changes, and u undoes it.".to_owned(),
    ];
    let name = &chosen.display_name;
    let title = format!("Remove the configuration {name}?");
    let card = Confirm::ask(title, facts, name, "remove", vec![Ask::Edit(vec![edit])]);
    vec![Ask::Open(Box::new(card))]
}
