//! Whom else a change touches: everybody known is asked again, before and after, both sides together.

use std::collections::BTreeSet;

use super::Trial;
use crate::access::{Index, Question, flips, resolve_half};
use crate::domain::{
    AppId, B2b, CrossTenantAccessPolicy, Estate, Half, KNOWN_APPS, OFFICE_365_APPS, ObjectId,
    Subject, TargetType, TargetValue, TenantId, Workspace,
};

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

/// The two tenants of a question, with what they say of each other and by default: all that decides
/// between them.
fn between(estate: &Estate, question: &Question) -> Estate {
    let mut out = Estate::default();
    for (id, other) in [(question.home, question.resource), (question.resource, question.home)] {
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

impl Crowd {
    /// `None` where nobody of the home tenant is known: then nobody can be counted.
    pub fn of(trial: &Trial<'_>) -> Option<Self> {
        let question = trial.question;
        let users = &trial.directories.get(&question.home)?.users;
        if users.is_empty() {
            return None;
        }
        let own = trial.directories.get(&question.resource);
        let own = own.map(|directory| directory.applications.as_slice()).unwrap_or_default();
        let mut apps: BTreeSet<AppId> = own.iter().map(|app| app.app_id).collect();
        apps.extend(question.apps());
        apps.extend(KNOWN_APPS.iter().map(|known| known.id));
        apps.extend(OFFICE_365_APPS.iter().map(|(id, _)| *id));
        let draft = &trial.workspace.draft;
        named(draft, question.home, question.resource, &mut apps);
        named(draft, question.resource, question.home, &mut apps);
        Some(Crowd {
            before: Index::of(&between(draft, question), trial.directories),
            users: users.iter().map(|user| user.id).collect(),
            apps,
        })
    }

    /// What a change does to all of them.
    pub fn reach(&self, trial: &Trial<'_>, after: &Workspace) -> Reach {
        let asked = trial.question;
        let after = Index::of(&between(&after.draft, asked), trial.directories);
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
