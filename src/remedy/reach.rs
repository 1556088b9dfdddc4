//! Whom else a change touches, counted over the people and applications that are known.

use std::collections::BTreeSet;

use super::Trial;
use crate::access::{Line, Truth, passes, resolve_half};
use crate::domain::{
    AppId, B2b, CrossTenantAccessPolicy, Directory, Guid, Half, ObjectId, Subject,
    TargetConfiguration, TargetType, TargetValue, TenantId, Workspace, is_office_365,
};

/// Pairs of a user and an application, besides the one that is asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach {
    pub opens: u64,
    pub closes: u64,
}

impl Reach {
    pub fn total(self) -> u64 {
        self.opens.saturating_add(self.closes)
    }
}

/// Who is listed in a half.
struct Listed {
    all: bool,
    suite: bool,
    ids: BTreeSet<Guid>,
}

impl Listed {
    fn of(list: &TargetConfiguration, directory: Option<&Directory>) -> Self {
        let mut out = Listed { all: list.is_all(), suite: false, ids: BTreeSet::new() };
        for target in &list.targets {
            match (&target.kind, &target.value) {
                (TargetType::Group, TargetValue::Id(id)) => out.group(*id, directory),
                (_, TargetValue::Id(id)) => {
                    out.ids.insert(*id);
                }
                (_, TargetValue::Office365) => out.suite = true,
                (
                    _,
                    TargetValue::AllUsers
                    | TargetValue::AllApplications
                    | TargetValue::AllMicrosoftApps
                    | TargetValue::Other(_),
                ) => {}
            }
        }
        out
    }

    /// The members of a group, and of the groups in it.
    fn group(&mut self, id: Guid, directory: Option<&Directory>) {
        let mut seen = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let groups = directory.map(|directory| directory.groups.as_slice()).unwrap_or_default();
            let found = groups.iter().find(|group| group.id.0 == id);
            for member in found.and_then(|group| group.members.as_ref()).into_iter().flatten() {
                if seen.insert(member.0) {
                    self.ids.insert(member.0);
                    open.push(member.0);
                }
            }
        }
    }

    fn has(&self, id: Guid) -> bool {
        self.all || self.ids.contains(&id) || (self.suite && is_office_365(AppId(id)))
    }
}

/// Both halves of a setting as they are in force.
struct Setting<'p> {
    users: &'p TargetConfiguration,
    apps: &'p TargetConfiguration,
}

impl<'p> Setting<'p> {
    fn of(policy: &'p CrossTenantAccessPolicy, other: TenantId, setting: B2b) -> Option<Self> {
        let half = |half| resolve_half(policy, Subject::Partner(other), setting, half);
        Some(Setting {
            users: half(Half::UsersAndGroups)?.value,
            apps: half(Half::Applications)?.value,
        })
    }

    fn passes(&self, user: bool, app: bool) -> bool {
        passes(&self.users.access, user.into(), &self.apps.access, app.into()) == Truth::Yes
    }
}

/// How many ids are listed in neither, in the first, in the second, in both.
fn classes(ids: &BTreeSet<Guid>, before: &Listed, after: &Listed) -> [(bool, bool, u64); 4] {
    let mut out = [(false, false, 0), (true, false, 0), (false, true, 0), (true, true, 0)];
    for id in ids {
        let found = (before.has(*id), after.has(*id));
        for (was, is, count) in &mut out {
            if (*was, *is) == found {
                *count += 1;
            }
        }
    }
    out
}

/// What a change does to everybody else at the gate of a line. The people of a directory that is
/// not known count as one stranger.
pub(super) fn between(trial: &Trial<'_>, after: &Workspace, line: &Line) -> Reach {
    let question = trial.question;
    let owner = line.tenant;
    let other = if owner == question.home { question.resource } else { question.home };
    let setting = B2b::ALL.into_iter().find(|setting| setting.property() == line.setting);
    let (Some(setting), Some(old), Some(new)) =
        (setting, trial.workspace.draft.policy(owner), after.draft.policy(owner))
    else {
        return Reach::default();
    };
    let (Some(old), Some(new)) =
        (Setting::of(old, other, setting), Setting::of(new, other, setting))
    else {
        return Reach::default();
    };
    let home = trial.directories.get(&question.home).map(AsRef::as_ref);
    let resource = trial.directories.get(&question.resource).map(AsRef::as_ref);
    let stranger = Guid::from_u128(u128::MAX);
    let ObjectId(user) = question.user;
    let mut people = BTreeSet::from([user, stranger]);
    people.extend(home.into_iter().flat_map(|directory| &directory.users).map(|user| user.id.0));
    let mut things = BTreeSet::from([question.app.0, stranger]);
    things.extend(
        resource.into_iter().flat_map(|directory| &directory.applications).map(|app| app.app_id.0),
    );
    let users = classes(&people, &Listed::of(old.users, home), &Listed::of(new.users, home));
    let apps = classes(&things, &Listed::of(old.apps, None), &Listed::of(new.apps, None));
    let mut reach = Reach::default();
    for (user_was, user_is, people) in users {
        for (app_was, app_is, things) in apps {
            let pairs = people.saturating_mul(things);
            match (old.passes(user_was, app_was), new.passes(user_is, app_is)) {
                (false, true) => reach.opens += pairs,
                (true, false) => reach.closes += pairs,
                (true, true) | (false, false) => {}
            }
        }
    }
    // The pair that is asked about is the purpose, not the price.
    reach.opens = reach.opens.saturating_sub(u64::from(reach.opens > 0 && line_blocks(line)));
    reach.closes = reach.closes.saturating_sub(u64::from(reach.closes > 0 && !line_blocks(line)));
    reach
}

fn line_blocks(line: &Line) -> bool {
    line.would == crate::access::Outcome::Block
}
