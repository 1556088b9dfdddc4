//! Who can reach what: how many known users of one tenant can open how many known applications of
//! another.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use super::membership::Directories;
use super::question::{Kind, Question};
use super::rule::Truth;
use super::verdict::Verdict;
use crate::domain::{AppId, ObjectId, TenantId};

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

/// Pairs that were stopped and are not any more, and those that were not and are. Everything but user
/// and application is that of `question`; users who stand in the same lists are asked about once.
pub fn flips<'a>(
    before: &Index,
    after: &Index,
    question: &Question,
    users: impl Iterator<Item = &'a ObjectId>,
    apps: &BTreeSet<AppId>,
) -> (u64, u64) {
    type Likeness = Option<[Truth; 2]>;
    let mut question = Question { groups: None, ..question.clone() };
    let mut alike = BTreeMap::<(Likeness, Likeness, Option<ObjectId>), (ObjectId, u64)>::new();
    for user in users {
        question.user = *user;
        let (was, is) = (before.likeness(&question), after.likeness(&question));
        let alone = (was.is_none() || is.is_none()).then_some(*user);
        alike.entry((was, is, alone)).or_insert((*user, 0)).1 += 1;
    }
    let (mut opened, mut closed) = (0, 0);
    for app in apps {
        question.app = *app;
        for (user, count) in alike.values() {
            question.user = *user;
            let stops = |index: &Index| index.answer(&question).verdict == Verdict::Blocked;
            match (stops(before), stops(after)) {
                (true, false) => opened += count,
                (false, true) => closed += count,
                _ => {}
            }
        }
    }
    (opened, closed)
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
