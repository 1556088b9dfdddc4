//! Whom else a change touches: everybody known is asked again, before and after, both sides together.

use std::collections::BTreeSet;

use super::Trial;
use crate::access::{Index, Question, apps_between, between, flips};
use crate::domain::{AppId, ObjectId, Workspace};

/// Pairs of a user and an application, besides the one that is asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Pairs that were stopped and are not any more.
    pub opens: u64,
    /// Pairs that were not stopped and are.
    pub closes: u64,
}

impl Reach {
    pub(super) fn total(self) -> u64 {
        self.opens.saturating_add(self.closes)
    }
}

/// Everybody known of the home tenant, and every application that is known or named in a list.
pub(super) struct Crowd {
    before: Index,
    pub users: Vec<ObjectId>,
    pub apps: BTreeSet<AppId>,
}

impl Crowd {
    /// `None` where nobody of the home tenant is known: then nobody can be counted.
    pub fn of(trial: &Trial<'_>) -> Option<Self> {
        let question = trial.question;
        let users = &trial.directories.get(&question.home)?.users;
        if users.is_empty() {
            return None;
        }
        let (home, resource) = (question.home, question.resource);
        let draft = &trial.workspace.draft;
        let mut apps = apps_between(draft, trial.directories, home, resource);
        apps.extend(question.apps());
        Some(Crowd {
            before: Index::of(&between(draft, home, resource), trial.directories),
            users: users.iter().map(|user| user.id).collect(),
            apps,
        })
    }

    /// What a change does to all of them.
    pub fn reach(&self, trial: &Trial<'_>, after: &Workspace) -> Reach {
        let asked = trial.question;
        let after =
            Index::of(&between(&after.draft, asked.home, asked.resource), trial.directories);
        let question = Question {
            home: asked.home,
            resource: asked.resource,
            kind: asked.kind,
            has: asked.has.clone(),
            network: asked.network,
            ..Question::default()
        };
        let count = |users: &[ObjectId], apps: &BTreeSet<AppId>| {
            flips(&self.before, &after, &question, users.iter(), apps)
        };
        let (opens, closes) = count(&self.users, &self.apps);
        // But for the pair that is asked about.
        let one = BTreeSet::from([asked.app]);
        let (opened, closed) =
            match self.users.contains(&asked.user) && self.apps.contains(&asked.app) {
                true => count(&[asked.user], &one),
                false => (0, 0),
            };
        Reach { opens: opens - opened, closes: closes - closed }
    }
}
