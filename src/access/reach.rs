//! Who can reach what: how many known users of one tenant can open how many known applications of
//! another.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use super::membership::Directories;
use super::question::{Kind, Question};
use super::resolve::resolve_half;
use super::rule::Truth;
use super::verdict::Verdict;
use crate::domain::{
    AppId, B2b, CrossTenantAccessPolicy, Estate, Half, KNOWN_APPS, OFFICE_365_APPS, ObjectId,
    Subject, TargetType, TargetValue, TenantId,
};

/// Pairs of a user and an application, signing in without proof of anything, by what comes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Users of the home tenant's directory, guests among them.
    pub users: u64,
    /// Applications of the resource tenant's directory, Microsoft's own among them.
    pub apps: u64,
    /// Pairs that pass.
    pub allowed: u64,
    /// Pairs that pass after a step.
    pub step: u64,
    /// Pairs that are stopped.
    pub blocked: u64,
    /// Pairs of which it is not known.
    pub unknown: u64,
}

/// What is not in the workspace, so that there is nothing to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unseen {
    /// The users of a tenant.
    Users(TenantId),
    /// The applications of a tenant.
    Applications(TenantId),
}

/// Counts the pairs. Users who stand in the same lists are asked about once, so that the work is that
/// of reading the users and a handful of questions an application.
pub fn reach(
    index: &Index,
    directories: &Directories,
    home: TenantId,
    resource: TenantId,
    kind: Kind,
) -> Result<Reach, Unseen> {
    let users = directories.get(&home).map(|directory| directory.users.as_slice());
    let users = users.filter(|users| !users.is_empty()).ok_or(Unseen::Users(home))?;
    let apps = directories.get(&resource).map(|directory| directory.applications.as_slice());
    let apps = apps.filter(|apps| !apps.is_empty()).ok_or(Unseen::Applications(resource))?;
    let mut question = Question { home, resource, kind, ..Question::default() };
    let mut alike = BTreeMap::<(Option<[Truth; 2]>, Option<ObjectId>), (ObjectId, u64)>::new();
    for user in users {
        question.user = user.id;
        let likeness = index.likeness(&question);
        let alone = likeness.is_none().then_some(user.id);
        alike.entry((likeness, alone)).or_insert((user.id, 0)).1 += 1;
    }
    let mut reach =
        Reach { users: users.len() as u64, apps: apps.len() as u64, ..Reach::default() };
    for app in apps {
        question.app = app.app_id;
        for (user, count) in alike.values() {
            question.user = *user;
            let pairs = match index.answer(&question).verdict {
                Verdict::Allowed => &mut reach.allowed,
                Verdict::StepRequired => &mut reach.step,
                Verdict::Blocked => &mut reach.blocked,
                Verdict::DependsOnPartner | Verdict::Invalid => &mut reach.unknown,
            };
            *pairs += count;
        }
    }
    Ok(reach)
}

/// Users who stand in the same lists, and what changes for each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crossing<'a> {
    /// Who.
    pub users: Vec<&'a ObjectId>,
    /// Applications that were stopped and are not any more.
    pub opened: u64,
    /// Applications that were not stopped and are.
    pub closed: u64,
}

/// Pairs that were stopped and are not any more, and those that were not and are.
pub fn flips<'a>(
    before: &Index,
    after: &Index,
    question: &Question,
    users: impl Iterator<Item = &'a ObjectId>,
    apps: &BTreeSet<AppId>,
) -> (u64, u64) {
    let all = crossings(before, after, question, users, apps);
    all.iter().fold((0, 0), |(opened, closed), one| {
        let count = one.users.len() as u64;
        (opened + one.opened * count, closed + one.closed * count)
    })
}

/// What changes for whom. Everything but user and application is that of `question`; users who stand
/// in the same lists are asked about once.
pub fn crossings<'a>(
    before: &Index,
    after: &Index,
    question: &Question,
    users: impl Iterator<Item = &'a ObjectId>,
    apps: &BTreeSet<AppId>,
) -> Vec<Crossing<'a>> {
    type Likeness = Option<[Truth; 2]>;
    let mut question = Question { groups: None, ..question.clone() };
    let mut alike = BTreeMap::<(Likeness, Likeness, Option<ObjectId>), Crossing<'a>>::new();
    for user in users {
        question.user = *user;
        let (was, is) = (before.likeness(&question), after.likeness(&question));
        let alone = (was.is_none() || is.is_none()).then_some(*user);
        alike.entry((was, is, alone)).or_default().users.push(user);
    }
    let mut all: Vec<Crossing<'a>> = alike.into_values().collect();
    for one in &mut all {
        question.user = one.users.first().copied().copied().unwrap_or_default();
        for app in apps {
            question.app = *app;
            let stops = |index: &Index| index.answer(&question).verdict == Verdict::Blocked;
            match (stops(before), stops(after)) {
                (true, false) => one.opened += 1,
                (false, true) => one.closed += 1,
                _ => {}
            }
        }
    }
    all
}

/// Who is stopped now, from which applications, and was not at the start nor is at the end: the three
/// indices in this order.
pub fn stopped_between<'a>(
    [start, end, now]: [&Index; 3],
    question: &Question,
    users: impl Iterator<Item = &'a ObjectId>,
    apps: &BTreeSet<AppId>,
) -> (Vec<ObjectId>, BTreeSet<AppId>) {
    type Likeness = Option<[Truth; 2]>;
    let mut question = Question { groups: None, ..question.clone() };
    let mut alike = BTreeMap::<([Likeness; 3], Option<ObjectId>), Vec<ObjectId>>::new();
    for user in users {
        question.user = *user;
        let likeness = [start, end, now].map(|index| index.likeness(&question));
        let alone = likeness.iter().any(Option::is_none).then_some(*user);
        alike.entry((likeness, alone)).or_default().push(*user);
    }
    let (mut people, mut missed) = (Vec::new(), BTreeSet::new());
    for users in alike.into_values() {
        question.user = users.first().copied().unwrap_or_default();
        let mut hit = false;
        for app in apps {
            question.app = *app;
            let stops = |index: &Index| index.answer(&question).verdict == Verdict::Blocked;
            if !stops(start) && !stops(end) && stops(now) {
                missed.insert(*app);
                hit = true;
            }
        }
        if hit {
            people.extend(users);
        }
    }
    (people, missed)
}

/// Two tenants, with what they say of each other and by default: all that decides between them.
pub fn between(estate: &Estate, home: TenantId, resource: TenantId) -> Estate {
    let mut out = Estate::default();
    for (id, other) in [(home, resource), (resource, home)] {
        if let Some(tenant) = estate.tenants.get(&id) {
            let mut tenant = tenant.as_ref().clone();
            tenant.policy = tenant.policy.map(|policy| {
                let kept = policy.partners.iter().filter(|(id, _)| **id == other);
                let partners = kept.map(|(id, partner)| (*id, partner.clone())).collect();
                CrossTenantAccessPolicy { partners, ..policy.as_ref().clone() }.into()
            });
            out.tenants.insert(id, tenant.into());
        }
    }
    out
}

/// Every application of a resource tenant that is known, published or named in a list between two.
pub fn apps_between(
    estate: &Estate,
    directories: &Directories,
    home: TenantId,
    resource: TenantId,
) -> BTreeSet<AppId> {
    let own = directories.get(&resource);
    let own = own.map(|directory| directory.applications.as_slice()).unwrap_or_default();
    let mut apps: BTreeSet<AppId> = own.iter().map(|app| app.app_id).collect();
    apps.extend(KNOWN_APPS.iter().map(|known| known.id));
    apps.extend(OFFICE_365_APPS.iter().map(|(id, _)| *id));
    for (owner, other) in [(home, resource), (resource, home)] {
        named(estate, owner, other, &mut apps);
    }
    apps
}

/// The applications that a tenant's lists about another name.
fn named(estate: &Estate, owner: TenantId, other: TenantId, apps: &mut BTreeSet<AppId>) {
    let Some(policy) = estate.policy(owner) else { return };
    for setting in B2b::ALL {
        let list = resolve_half(policy, Subject::Partner(other), setting, Half::Applications);
        for target in list.iter().flat_map(|found| &found.value.targets) {
            if let (TargetType::Application, TargetValue::Id(id)) = (&target.kind, &target.value) {
                apps.insert(AppId(*id));
            }
        }
    }
}

/// Who is stopped anywhere where they were not before: how many, and the first so many of them.
/// Everything but user and application is that of `question`; users who stand in the same lists are
/// asked about once.
pub fn losers<'a>(
    before: &Index,
    after: &Index,
    question: &Question,
    users: impl Iterator<Item = &'a ObjectId>,
    apps: &BTreeSet<AppId>,
    named: usize,
) -> (u64, Vec<ObjectId>) {
    type Likeness = Option<[Truth; 2]>;
    let mut question = Question { groups: None, ..question.clone() };
    let mut known = BTreeMap::<(Likeness, Likeness, Option<ObjectId>), bool>::new();
    let (mut count, mut first) = (0, Vec::new());
    for user in users {
        question.user = *user;
        let (was, is) = (before.likeness(&question), after.likeness(&question));
        let alone = (was.is_none() || is.is_none()).then_some(*user);
        let loses = *known.entry((was, is, alone)).or_insert_with(|| {
            apps.iter().any(|app| {
                question.app = *app;
                let stops = |index: &Index| index.answer(&question).verdict == Verdict::Blocked;
                !stops(before) && stops(after)
            })
        });
        if loses {
            count += 1;
            if first.len() < named {
                first.push(*user);
            }
        }
    }
    (count, first)
}
