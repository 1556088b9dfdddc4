//! Lists of people and of applications, compiled; what cannot be read is not compiled.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::ids::Ids;
use crate::access::membership::Directories;
use crate::access::rule::Truth;
use crate::domain::{
    AppId, Group, Guid, ObjectId, TargetConfiguration, TargetType, TargetValue, TenantId,
};

/// A list, compiled.
#[derive(Debug)]
pub struct Read<L> {
    /// Who is listed; `None` is everybody, or everything.
    pub list: Option<L>,
    /// Whether the list could be read to its end; what could not is left out of it.
    pub is_whole: bool,
}

/// Who is in a group, directly or by a group in it.
#[derive(Debug)]
pub struct Members {
    ids: Ids,
    /// Nothing on the way was missing, so that nobody else is in it.
    is_complete: bool,
}

/// The people of a list that does not name all.
#[derive(Debug)]
pub struct People {
    ids: Ids,
    groups: Box<[Arc<Members>]>,
}

impl People {
    pub fn names_groups(&self) -> bool {
        !self.groups.is_empty()
    }

    pub fn contains(&self, user: ObjectId) -> Truth {
        let ObjectId(id) = user;
        if self.ids.contains(id) || self.groups.iter().any(|group| group.ids.contains(id)) {
            Truth::Yes
        } else if self.groups.iter().all(|group| group.is_complete) {
            Truth::No
        } else {
            Truth::Unknown
        }
    }
}

/// The applications of a list that does not name all.
#[derive(Debug)]
pub struct Things {
    ids: Ids,
    /// It names the Office 365 suite.
    pub suite: bool,
    /// It names Microsoft's own applications.
    pub microsofts: bool,
}

impl Things {
    pub fn contains(&self, app: AppId) -> bool {
        self.ids.contains(app.0)
    }

    /// Compiles a list.
    pub fn read(list: &TargetConfiguration) -> Read<Self> {
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
        let things = || Things { ids: ids.into_iter().collect(), suite, microsofts };
        Read { list: (!all).then(things), is_whole }
    }
}

/// The groups of the directories, each looked through once, however many lists name it.
#[derive(Debug)]
pub struct Groups<'d> {
    known: BTreeMap<TenantId, HashMap<ObjectId, &'d Group, RandomState>>,
    found: HashMap<(TenantId, ObjectId), Arc<Members>, RandomState>,
    /// The members of every group of a tenant whose directory is not there.
    nobody_knows: Arc<Members>,
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
        let nobody_knows = Arc::new(Members { ids: Ids::from_iter([]), is_complete: false });
        Groups { known, found: HashMap::default(), nobody_knows }
    }

    /// Compiles a list of people of a tenant, or of nobody knows which: then a list that names
    /// groups is not compiled.
    pub fn read(
        &mut self,
        list: &TargetConfiguration,
        home: Option<TenantId>,
    ) -> Option<Read<People>> {
        let (mut all, mut is_whole) = (false, !list.targets.is_empty());
        let (mut ids, mut groups) = (Vec::new(), Vec::new());
        for target in &list.targets {
            match (&target.kind, &target.value) {
                (_, TargetValue::AllUsers) => all = true,
                (TargetType::User, TargetValue::Id(id)) => ids.push(*id),
                (TargetType::Group, TargetValue::Id(id)) => groups.push(self.members(home?, *id)),
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
        let people = || People { ids: ids.into_iter().collect(), groups: groups.into() };
        Some(Read { list: (!all).then(people), is_whole })
    }

    fn members(&mut self, home: TenantId, id: Guid) -> Arc<Members> {
        let Some(known) = self.known.get(&home) else { return Arc::clone(&self.nobody_knows) };
        let first = ObjectId(id);
        let found = self.found.entry((home, first));
        Arc::clone(found.or_insert_with(|| Arc::new(look_through(known, first))))
    }
}

/// Groups in groups count, as they do in a trace (A4).
fn look_through(known: &HashMap<ObjectId, &Group, RandomState>, first: ObjectId) -> Members {
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
    Members { ids: ids.into_iter().collect(), is_complete }
}
