//! Lists of people and of applications, compiled; what cannot be read is not compiled.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use foldhash::fast::RandomState;

use super::ids::{Ids, Sets};
use super::number::Number;
use crate::access::membership::{Directories, belongs_to_office_365};
use crate::access::rule::Truth;
use crate::domain::{
    AppId, Group, ObjectId, TargetConfiguration, TargetType, TargetValue, TenantId,
};

/// A list, compiled.
#[derive(Clone, Copy, Debug)]
pub struct Read {
    /// Who or what is listed; `None` is everybody, or everything.
    pub list: Option<Number>,
    /// Whether the list could be read to its end; what could not is left out of it.
    pub is_whole: bool,
}

/// Who is in a group, directly or by a group in it.
#[derive(Clone, Debug)]
struct Members {
    ids: Ids,
    /// Nothing on the way was missing, so that nobody else is in it.
    is_complete: bool,
}

/// The people of a list that does not name all.
#[derive(Debug)]
struct People {
    ids: Ids,
    groups: Range<usize>,
}

/// The applications of a list that does not name all.
#[derive(Debug)]
struct Things {
    ids: Ids,
    /// It names the Office 365 suite.
    suite: bool,
    /// It names Microsoft's own applications.
    microsofts: bool,
}

/// All lists that do not name all.
#[derive(Debug, Default)]
pub struct Lists {
    sets: Sets,
    groups: Vec<Members>,
    people: Vec<People>,
    things: Vec<Things>,
}

impl Lists {
    pub fn names_groups(&self, people: Number) -> bool {
        people.of(&self.people).is_some_and(|people| !people.groups.is_empty())
    }

    pub fn has_user(&self, people: Number, user: ObjectId) -> Truth {
        let has = |ids: &Ids| self.sets.contains(ids, user.0);
        let Some(people) = people.of(&self.people) else { return Truth::Unknown };
        let Some(groups) = self.groups.get(people.groups.clone()) else { return Truth::Unknown };
        if has(&people.ids) || groups.iter().any(|group| has(&group.ids)) {
            Truth::Yes
        } else if groups.iter().all(|group| group.is_complete) {
            Truth::No
        } else {
            Truth::Unknown
        }
    }

    /// Whether an application is listed; `is_microsofts` is asked where a bundle is.
    pub fn has_app(&self, things: Number, app: AppId, is_microsofts: impl Fn() -> Truth) -> Truth {
        let Some(things) = things.of(&self.things) else { return Truth::Unknown };
        if self.sets.contains(&things.ids, app.0) {
            return Truth::Yes;
        }
        let suite =
            if things.suite { belongs_to_office_365(app, &is_microsofts) } else { Truth::No };
        if things.microsofts { suite.or(is_microsofts()) } else { suite }
    }

    /// Compiles a list of applications.
    pub fn read_things(&mut self, list: &TargetConfiguration) -> Option<Read> {
        let (mut all, mut is_whole) = (false, !list.targets.is_empty());
        let (mut ids, mut suite, mut microsofts) = (Vec::new(), false, false);
        for target in &list.targets {
            match (&target.kind, &target.value) {
                (_, TargetValue::AllApplications) => all = true,
                (TargetType::Application, TargetValue::Id(id)) => ids.push(*id),
                (TargetType::Application, TargetValue::Office365) => suite = true,
                (TargetType::Application, TargetValue::AllMicrosoftApps) => microsofts = true,
                (TargetType::User | TargetType::Group | TargetType::Other(_), _)
                | (_, TargetValue::AllUsers | TargetValue::Other(_)) => is_whole = false,
            }
        }
        if all {
            return Some(Read { list: None, is_whole });
        }
        let things = Things { ids: self.sets.keep(ids), suite, microsofts };
        Some(Read { list: Some(Number::push(&mut self.things, things)?), is_whole })
    }

    /// Compiles a list of people of a tenant, or of nobody knows which: then a list that names
    /// groups is not compiled.
    pub fn read_people(
        &mut self,
        list: &TargetConfiguration,
        home: Option<TenantId>,
        known: &mut Groups<'_>,
    ) -> Option<Read> {
        let (mut all, mut is_whole) = (false, !list.targets.is_empty());
        let (mut ids, mut groups) = (Vec::new(), Vec::new());
        for target in &list.targets {
            match (&target.kind, &target.value) {
                (_, TargetValue::AllUsers) => all = true,
                (TargetType::User, TargetValue::Id(id)) => ids.push(*id),
                (TargetType::Group, TargetValue::Id(id)) => groups.push((home?, ObjectId(*id))),
                (TargetType::Application | TargetType::Other(_), TargetValue::Id(_))
                | (
                    _,
                    TargetValue::AllApplications
                    | TargetValue::Office365
                    | TargetValue::AllMicrosoftApps
                    | TargetValue::Other(_),
                ) => is_whole = false,
            }
        }
        if all {
            return Some(Read { list: None, is_whole });
        }
        let ids = self.sets.keep(ids);
        let start = self.groups.len();
        for (home, group) in groups {
            let members = known.members(home, group, &mut self.sets);
            self.groups.push(members);
        }
        let people = People { ids, groups: start..self.groups.len() };
        Some(Read { list: Some(Number::push(&mut self.people, people)?), is_whole })
    }

    /// How many lists of people and of applications are held.
    #[cfg(test)]
    pub fn counts(&self) -> [usize; 2] {
        [self.people.len(), self.things.len()]
    }
}

/// The groups of the directories, each looked through once, however many lists name it.
#[derive(Debug)]
pub struct Groups<'d> {
    known: BTreeMap<TenantId, HashMap<ObjectId, &'d Group, RandomState>>,
    found: HashMap<(TenantId, ObjectId), Members, RandomState>,
}

impl<'d> Groups<'d> {
    pub fn of(directories: &'d Directories) -> Self {
        let mut known = BTreeMap::new();
        for (tenant, directory) in directories {
            let groups: &mut HashMap<_, _, RandomState> = known.entry(*tenant).or_default();
            for group in &directory.groups {
                // Of two with one id the first counts, as it does for who reads the list.
                groups.entry(group.id).or_insert(group);
            }
        }
        Groups { known, found: HashMap::default() }
    }

    fn members(&mut self, home: TenantId, group: ObjectId, sets: &mut Sets) -> Members {
        let Some(known) = self.known.get(&home) else {
            // Nobody knows who is in the groups of a tenant whose directory is not there.
            return Members { ids: sets.keep([]), is_complete: false };
        };
        let found = self.found.entry((home, group));
        found.or_insert_with(|| look_through(known, group, sets)).clone()
    }
}

/// Groups in groups count, as they do in a trace (A4).
fn look_through(
    known: &HashMap<ObjectId, &Group, RandomState>,
    first: ObjectId,
    sets: &mut Sets,
) -> Members {
    let (mut ids, mut open, mut is_complete) = (BTreeSet::new(), vec![first], true);
    while let Some(group) = open.pop() {
        let Some(members) = known.get(&group).and_then(|group| group.members.as_ref()) else {
            is_complete = false;
            continue;
        };
        for member in members {
            let is_new = ids.insert(member.0);
            if is_new && *member != first && known.contains_key(member) {
                open.push(*member);
            }
        }
    }
    Members { ids: sets.keep(ids), is_complete }
}
