//! What tenants say about each other, resolved when the index is built.
//!
//! Everything is held by its number, and what is said alike is held once: the settings of ten
//! thousand partners, most of them alike, so stay near a processor.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::lists::{Groups, Lists, Read};
use super::number::Number;
use crate::access::gate::{Halves, inbound, outbound};
use crate::access::question::Kind;
use crate::access::resolve::{Effective, Layer, Layers};
use crate::domain::{AccessType, CrossTenantAccessPolicy, Subject, TargetConfiguration, TenantId};

/// One half of a setting in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Half {
    pub allows: bool,
    pub layer: Layer,
    /// Who is listed; `None` is everybody, or everything.
    pub list: Option<Number>,
    /// Whether all of it could be read.
    is_whole: bool,
}

/// One setting in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Setting {
    pub users: Half,
    pub apps: Half,
    /// Whether it answers questions: all of it could be read, and the service would take it.
    is_held: bool,
}

impl Setting {
    fn of(users: Half, apps: Half, halves: &Halves<'_>) -> Self {
        let is_held = users.is_whole && apps.is_whole && !halves.contradicts_itself();
        Setting { users, apps, is_held }
    }
}

/// The settings about one other tenant that a sign-in asks; `None` where one does not answer
/// questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row([Option<Number>; 4]);

/// Which way people go, seen by whose setting it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Out,
    In,
}

const ORDER: [(Kind, Way); 4] = [
    (Kind::Collaboration, Way::Out),
    (Kind::Collaboration, Way::In),
    (Kind::DirectConnect, Way::Out),
    (Kind::DirectConnect, Way::In),
];

impl Row {
    /// Nothing answers.
    pub const NONE: Self = Row([None; 4]);

    fn number(self, kind: Kind, way: Way) -> Option<Number> {
        let Row([collaboration_out, collaboration_in, direct_out, direct_in]) = self;
        match (kind, way) {
            (Kind::Collaboration, Way::Out) => collaboration_out,
            (Kind::Collaboration, Way::In) => collaboration_in,
            (Kind::DirectConnect, Way::Out) => direct_out,
            (Kind::DirectConnect, Way::In) => direct_in,
        }
    }
}

/// The settings of all tenants.
#[derive(Debug, Default)]
pub struct Settings {
    all: Vec<Setting>,
    pub lists: Lists,
}

impl Settings {
    pub fn setting(&self, row: Row, kind: Kind, way: Way) -> Option<&Setting> {
        row.number(kind, way)?.of(&self.all)
    }

    /// How many settings are held.
    #[cfg(test)]
    pub fn count(&self) -> usize {
        self.all.len()
    }
}

/// The settings of one tenant about all others.
#[derive(Debug)]
pub struct Rows {
    /// About whoever has none of their own.
    pub default: Row,
    pub own: Vec<(TenantId, Row)>,
}

/// The settings while they are compiled.
#[derive(Debug)]
pub struct Compiler<'d> {
    groups: Groups<'d>,
    settings: Settings,
    numbers: HashMap<Setting, Number, RandomState>,
}

impl<'d> Compiler<'d> {
    pub fn of(groups: Groups<'d>) -> Self {
        Compiler { groups, settings: Settings::default(), numbers: HashMap::default() }
    }

    pub fn into_settings(self) -> Settings {
        self.settings
    }

    pub fn rows(&mut self, owner: TenantId, policy: &CrossTenantAccessPolicy) -> Rows {
        let about = |subject| ORDER.map(|(kind, way)| (halves(policy, subject, kind, way), way));
        let base = about(Subject::Default).map(|(halves, way)| {
            let halves = halves?;
            let users = self.users(&halves.users, (way == Way::Out).then_some(owner))?;
            Some(Setting::of(users, self.apps(&halves.apps)?, &halves))
        });
        let default = Row(base.map(|setting| self.number(setting?)));
        let own = policy.partners.keys().filter_map(|id| {
            let all = about(Subject::Partner(*id));
            let is_own = |halves: &Halves<'_>| {
                [halves.users.layer, halves.apps.layer].contains(&Layer::Partner)
            };
            all.iter().filter_map(|(halves, _)| halves.as_ref()).any(is_own).then_some(())?;
            let mut base = base.into_iter();
            // A half that is inherited is that of the default, so that ten thousand partners do not
            // hold its list ten thousand times.
            let row = all.map(|(halves, way)| {
                let (base, halves) = (base.next()?, halves?);
                let home = if way == Way::Out { owner } else { *id };
                let users = match halves.users.layer {
                    Layer::Partner => self.users(&halves.users, Some(home))?,
                    Layer::Default | Layer::ServiceDefault => base?.users,
                };
                let apps = match halves.apps.layer {
                    Layer::Partner => self.apps(&halves.apps)?,
                    Layer::Default | Layer::ServiceDefault => base?.apps,
                };
                self.number(Setting::of(users, apps, &halves))
            });
            Some((*id, Row(row)))
        });
        let own = own.collect();
        Rows { default, own }
    }

    /// Compiles a half whose people are those of `home`.
    fn users(
        &mut self,
        found: &Effective<&TargetConfiguration>,
        home: Option<TenantId>,
    ) -> Option<Half> {
        Some(half(found, self.settings.lists.read_people(found.value, home, &mut self.groups)?))
    }

    fn apps(&mut self, found: &Effective<&TargetConfiguration>) -> Option<Half> {
        Some(half(found, self.settings.lists.read_things(found.value)?))
    }

    /// The number of a setting, if it answers questions.
    fn number(&mut self, setting: Setting) -> Option<Number> {
        setting.is_held.then_some(())?;
        if let Some(number) = self.numbers.get(&setting) {
            return Some(*number);
        }
        let number = Number::push(&mut self.settings.all, setting)?;
        self.numbers.insert(setting, number);
        Some(number)
    }
}

fn halves(
    policy: &CrossTenantAccessPolicy,
    subject: Subject,
    kind: Kind,
    way: Way,
) -> Option<Halves<'_>> {
    let setting = if way == Way::Out { outbound(kind) } else { inbound(kind) };
    Halves::of(Layers::of(policy, subject), setting)
}

fn half(found: &Effective<&TargetConfiguration>, read: Read) -> Half {
    let (allows, is_known) = match found.value.access {
        AccessType::Allowed => (true, true),
        AccessType::Blocked => (false, true),
        AccessType::Other(_) => (false, false),
    };
    let Read { list, is_whole } = read;
    Half { allows, layer: found.layer, list, is_whole: is_whole && is_known }
}
