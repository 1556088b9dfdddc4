//! The target picker: known users, groups and applications, the address book, and free ids for
//! what no directory here can look up.

use ratatui::layout::Rect;
use tui_input::Input;

use super::address::AddressCard;
use super::matrix::id_tenant;
use crate::domain::{
    AccessType, AddressKind, B2b, Guid, Half, Subject, Target, TargetConfiguration, TargetType,
    TargetValue, TenantId,
};
use crate::tui::app::card;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target as Spot};
use crate::tui::screen::{Ask, Parcel, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

mod choices;

use choices::{Choice, choice, choices};

/// What can be done in the picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Tick,
    Access,
    Filter,
    EndFilter,
    Keep,
    Cancel,
    Kind,
    Name,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["space"], Command::Tick, "picker.tick", "tick or untick", "tick"),
    bind(&["b"], Command::Access, "picker.access", "allow the ticked ones, or block them", "allow/block"),
    bind(&["/"], Command::Filter, "picker.filter", "filter, or type an id", "filter or id"),
    bind(&["enter"], Command::Keep, "picker.keep", "stage this list", "stage"),
    bind(&["esc"], Command::Cancel, "picker.cancel", "leave it as it was", "cancel"),
    bind(&["j", "down"], Command::Down, "picker.down", "next", ""),
    bind(&["k", "up"], Command::Up, "picker.up", "previous", ""),
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "picker.pagedown", "half a page down", ""),
    bind(&["ctrl+u", "pgup"], Command::PageUp, "picker.pageup", "half a page up", ""),
    bind(&["g g", "home"], Command::First, "picker.first", "first", ""),
    bind(&["G", "end"], Command::Last, "picker.last", "last", ""),
    bind(&["n"], Command::Name, "picker.name", "name this id in the address book", "name"),
    bind(&["tab"], Command::Kind, "picker.kind", "a typed id is a group, or a user", ""),
];

#[rustfmt::skip]
const FILTER_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::EndFilter, "picker.filter.end", "back to the list", "to the list"),
    bind(&["esc"], Command::EndFilter, "picker.filter.leave", "back to the list", ""),
    bind(&["tab"], Command::Kind, "picker.filter.kind", "a typed id is a group, or a user", "group/user"),
    bind(&["down"], Command::Down, "picker.filter.down", "next", ""),
    bind(&["up"], Command::Up, "picker.filter.up", "previous", ""),
];

/// The picker of one half of a setting.
#[derive(Debug)]
pub struct Picker {
    title: String,
    half: Half,
    tenant: Option<TenantId>,
    owner_name: Option<String>,
    access: AccessType,
    ticked: Vec<Target>,
    choices: Vec<Choice>,
    shown: Vec<usize>,
    free: Option<Choice>,
    free_kind: TargetType,
    list: List,
    input: Input,
    filtering: bool,
}

impl Picker {
    /// A picker that starts from the list in force.
    pub fn new(
        model: &Model,
        subject: Subject,
        b2b: B2b,
        half: Half,
        value: Option<TargetConfiguration>,
    ) -> Self {
        let owner = id_tenant(model.owner, subject, b2b, half);
        let value = value.unwrap_or_default();
        let access = match value.access {
            AccessType::Other(_) => AccessType::Allowed,
            known => known,
        };
        let mut picker = Picker {
            title: crate::domain::Setting::Half(b2b, half).row().title.to_owned(),
            half,
            tenant: owner,
            owner_name: owner.map(|tenant| model.name(tenant)),
            access,
            ticked: value.targets,
            choices: choices(model, owner, half),
            shown: Vec::new(),
            free: None,
            free_kind: TargetType::Group,
            list: List::default(),
            input: Input::default(),
            filtering: false,
        };
        picker.name_ticked(model, owner);
        picker.arrange();
        picker
    }

    /// A picker of people or applications of one tenant that are let through.
    pub fn of_tenant(
        model: &Model,
        tenant: TenantId,
        half: Half,
        title: String,
        targets: Vec<Target>,
    ) -> Self {
        let mut picker = Picker {
            title,
            half,
            tenant: Some(tenant),
            owner_name: Some(model.name(tenant)),
            access: AccessType::Allowed,
            ticked: targets,
            choices: choices(model, Some(tenant), half),
            shown: Vec::new(),
            free: None,
            free_kind: TargetType::Group,
            list: List::default(),
            input: Input::default(),
            filtering: false,
        };
        picker.name_ticked(model, Some(tenant));
        picker.arrange();
        picker
    }

    /// Targets of the list that no directory knows stand in the picker as well, first of all.
    fn name_ticked(&mut self, model: &Model, owner: Option<TenantId>) {
        for target in self.ticked.iter().rev() {
            if self.choices.iter().any(|choice| choice.target.value == target.value) {
                continue;
            }
            let named = match target.value {
                TargetValue::Id(id) => model.id_name(owner.unwrap_or(model.owner), id),
                _ => None,
            };
            let (name, about) = named.map_or_else(
                || (target.value.text(), "not found in any directory here".to_owned()),
                |(name, how)| (name, how.to_owned()),
            );
            self.choices.insert(0, choice(target.clone(), name, about));
        }
        let ticked = |choice: &Choice| self.ticked.iter().any(|t| t.value == choice.target.value);
        self.choices.sort_by_key(|choice| !ticked(choice));
    }

    fn arrange(&mut self) {
        let value = self.input.value().trim().to_lowercase();
        let words: Vec<&str> = value.split_whitespace().collect();
        self.shown = self
            .choices
            .iter()
            .enumerate()
            .filter(|(_, choice)| words.iter().all(|word| choice.text.contains(word)))
            .map(|(index, _)| index)
            .collect();
        self.free = value.parse::<Guid>().ok().filter(|_| self.shown.is_empty()).map(|id| {
            let kind = match self.half {
                Half::UsersAndGroups => self.free_kind.clone(),
                Half::Applications => TargetType::Application,
            };
            let about = format!("this id, as a {} nobody here can look up", kind.word());
            choice(Target::of(TargetValue::Id(id), kind), id.to_string(), about)
        });
        self.list.clamp(self.count());
    }

    fn count(&self) -> usize {
        self.shown.len() + usize::from(self.free.is_some())
    }

    fn at(&self, index: usize) -> Option<&Choice> {
        match self.shown.get(index) {
            Some(choice) => self.choices.get(*choice),
            None if index == self.shown.len() => self.free.as_ref(),
            None => None,
        }
    }

    fn is_ticked(&self, choice: &Choice) -> bool {
        self.ticked.iter().any(|target| target.value == choice.target.value)
    }

    fn tick(&mut self) {
        let Some(choice) = self.at(self.list.at).cloned() else { return };
        if self.is_ticked(&choice) {
            self.ticked.retain(|target| target.value != choice.target.value);
            return;
        }
        // "All" and single targets exclude each other: ticking one unticks the other.
        if choice.target.value.is_all() {
            self.ticked.clear();
        } else {
            self.ticked.retain(|target| !target.value.is_all());
        }
        self.ticked.push(choice.target.clone());
        if self.free.is_some() {
            self.choices.insert(0, choice);
            self.input.reset();
            self.filtering = false;
            self.arrange();
        }
    }

    /// Opens the card that names the id under the cursor.
    fn name(&self, model: &Model) -> Vec<Ask> {
        let here = self.at(self.list.at).map(|choice| &choice.target);
        let (Some(tenant), Some(Target { value: TargetValue::Id(id), kind, .. })) =
            (self.tenant, here)
        else {
            let text = "only ids of one tenant can be named".to_owned();
            return vec![Ask::Say(Tone::Plain, text)];
        };
        let kind = match kind {
            TargetType::User => AddressKind::User,
            TargetType::Application => AddressKind::Application,
            TargetType::Group | TargetType::Other(_) => AddressKind::Group,
        };
        vec![Ask::Open(Box::new(AddressCard::new(model, *id, tenant, kind)))]
    }

    fn keep(&self) -> Vec<Ask> {
        if self.ticked.is_empty() {
            let text = "nothing is ticked: the service wants at least one target, or all of them";
            return vec![Ask::Say(Tone::Refused, text.to_owned())];
        }
        let value = TargetConfiguration::of(self.access.clone(), self.ticked.clone());
        vec![Ask::Close, Ask::Hand(Parcel::Targets(value))]
    }

    fn meaning(&self) -> String {
        let value = TargetConfiguration::of(self.access.clone(), self.ticked.clone());
        let (_, words) = crate::access::half_words(&value);
        match self.half {
            Half::UsersAndGroups => format!("who: {words}"),
            Half::Applications => format!("what: {words}"),
        }
    }
}

impl Screen for Picker {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.filtering { FILTER_KEYS } else { KEYS }
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec![self.title.clone()]
    }

    fn refresh(&mut self, model: &Model) {
        // A directory that was still being read, or an id that was just named.
        let here = self.at(self.list.at).map(|choice| choice.target.value.clone());
        self.choices = choices(model, self.tenant, self.half);
        self.name_ticked(model, self.tenant);
        self.arrange();
        let found = (0..self.count())
            .find(|index| self.at(*index).map(|choice| &choice.target.value) == here.as_ref());
        self.list.at = found.unwrap_or(self.list.at);
    }

    fn typing(&mut self) -> Option<&mut Input> {
        self.filtering.then_some(&mut self.input)
    }

    fn typed(&mut self, _model: &Model) -> Vec<Ask> {
        self.arrange();
        Vec::new()
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        let count = self.count();
        match command {
            Command::Down => self.list.step(1, count),
            Command::Up => self.list.step(-1, count),
            Command::PageDown => self.list.step(self.list.half_page(), count),
            Command::PageUp => self.list.step(-self.list.half_page(), count),
            Command::First => self.list.step(isize::MIN, count),
            Command::Last => self.list.step(isize::MAX, count),
            Command::Tick => self.tick(),
            Command::Access => {
                self.access = match self.access {
                    AccessType::Allowed => AccessType::Blocked,
                    _ => AccessType::Allowed,
                };
            }
            Command::Filter => self.filtering = true,
            Command::EndFilter => self.filtering = false,
            Command::Kind => {
                self.free_kind = match self.free_kind {
                    TargetType::Group => TargetType::User,
                    _ => TargetType::Group,
                };
                self.arrange();
            }
            Command::Name => return self.name(model),
            Command::Keep => return self.keep(),
            Command::Cancel => return vec![Ask::Close],
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, _again: bool, _model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.count());
        self.tick();
        Vec::new()
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.list.step(lines, self.count());
    }

    fn draw(&self, _model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 92, area.height.saturating_sub(4).max(8));
        paint.clear(area);
        paint.hit(area, Spot::Inside);
        let verb = match self.access {
            AccessType::Blocked => "block the ticked",
            _ => "allow the ticked",
        };
        let note = format!("{} ticked", self.ticked.len());
        let frame =
            Frame { title: &self.title, note: &note, action: "enter stages it", focus: true };
        let inner = paint.pane(area, &frame);
        if inner.height < 3 {
            return;
        }
        let role = match self.access {
            AccessType::Blocked => Role::Block,
            _ => Role::Allow,
        };
        let mut x = inner.x;
        x += paint.bold(x, inner.y, inner.width, role, verb);
        let meaning = format!("   {}", self.meaning());
        paint.text(x, inner.y, inner.right().saturating_sub(x), Role::Text, &meaning);
        let whose = match &self.owner_name {
            Some(name) => format!("ids of {name}"),
            None => "no one tenant to look ids up in: all of them, or none".to_owned(),
        };
        paint.text(inner.x, inner.y + 1, inner.width, Role::Muted, &whose);
        let value = self.input.value();
        let mut list = Rect { y: inner.y + 2, height: inner.height - 2, ..inner };
        if self.filtering || !value.is_empty() {
            let x = inner.x + paint.text(inner.x, list.y, 2, Role::Accent, "/ ");
            paint.text(x, list.y, inner.width.saturating_sub(2), Role::Text, value);
            if self.filtering {
                let at = u16::try_from(self.input.visual_cursor()).unwrap_or(0);
                paint.cursor = Some((x + at.min(inner.width.saturating_sub(3)), list.y).into());
            }
            list = Rect { y: list.y + 1, height: list.height - 1, ..list };
        }
        if self.count() == 0 {
            let text = "nothing known fits; a whole id (GUID) can be typed and used as it is";
            paint.wrap(list, Role::Muted, text);
        }
        let name = (list.width * 2 / 5).clamp(12, 34);
        for (y, at) in (list.y..).zip(self.list.window(list.height, self.count())) {
            let Some(choice) = self.at(at) else { continue };
            let line = Rect { y, height: 1, ..list };
            if at == self.list.at {
                paint.highlight(line);
                paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            let ticked = self.is_ticked(choice);
            let (sign, role) = match ticked {
                true => (paint.glyphs.ticked(), role),
                false => (paint.glyphs.unticked(), Role::Muted),
            };
            paint.text(line.x + 2, y, 4, role, sign);
            paint.text(line.x + 6, y, name, Role::Text, &choice.name);
            let rest = line.width.saturating_sub(name + 8);
            paint.text(line.x + name + 8, y, rest, Role::Muted, &choice.about);
            paint.hit(line, Spot::Item(at));
        }
        let bar = Rect { x: inner.right() + 1, width: 1, ..list };
        self.list.scroll_bar(bar, self.count(), paint);
    }
}
