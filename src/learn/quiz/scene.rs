//! Asking the evaluator about somebody of the workspace.

use std::collections::BTreeSet;

use crate::access::{Answer, Gate, InviterRole, Kind, Line, Outcome, Question, Stage, evaluate};
use crate::domain::{
    AppId, B2b, Claim, Group, Half, ObjectId, Person, TargetType, TargetValue, Tenant, TenantId,
    Workspace,
};
use crate::edit::{Edit, apply};
use crate::learn::school::School;

/// A school with an eye for names.
#[derive(Clone, Copy)]
pub(super) struct Scene<'s> {
    school: &'s School,
}

impl<'s> Scene<'s> {
    pub(super) fn of(school: &'s School) -> Self {
        Scene { school }
    }

    /// The tenant of this name.
    pub(super) fn tenant(self, name: &str) -> Option<&'s Tenant> {
        let mut all = self.school.workspace.draft.tenants.values();
        all.find(|tenant| tenant.display_name == name).map(AsRef::as_ref)
    }

    fn group(self, tenant: TenantId, name: &str) -> Option<&'s Group> {
        let directory = self.school.directories.get(&tenant)?;
        directory.groups.iter().find(|group| group.display_name == name)
    }

    /// The first member of a group, or the first person who is at home there and in none of it.
    pub(super) fn person(self, tenant: TenantId, group: &str, inside: bool) -> Option<&'s Person> {
        let members = self.group(tenant, group)?.members.as_ref()?;
        let directory = self.school.directories.get(&tenant)?;
        directory
            .users
            .iter()
            .find(|person| person.user_type == "Member" && members.contains(&person.id) == inside)
    }

    /// The application of this name.
    pub(super) fn app(self, tenant: TenantId, name: &str) -> Option<AppId> {
        let directory = self.school.directories.get(&tenant)?;
        directory.applications.iter().find(|app| app.display_name == name).map(|app| app.app_id)
    }

    /// Asks.
    pub(super) fn ask(self, question: &Question) -> Answer {
        evaluate(&self.school.workspace.draft, &self.school.directories, question)
    }

    /// Asks what would be after edits; `None` where these are refused.
    pub(super) fn ask_after(self, edits: &[Edit], question: &Question) -> Option<Answer> {
        let after: Workspace = apply(&self.school.workspace, edits).ok()?;
        Some(evaluate(&after.draft, &self.school.directories, question))
    }
}

/// The group that the inbound setting for a partner lists.
pub(super) fn listed_group(owner: &Tenant, partner: TenantId) -> Option<ObjectId> {
    let partner = owner.policy.as_ref()?.partners.get(&partner)?;
    let setting = partner.configuration.b2b(B2b::CollaborationInbound)?;
    let list = setting.half(Half::UsersAndGroups)?;
    let target = list.targets.iter().find(|target| target.kind == TargetType::Group)?;
    match target.value {
        TargetValue::Id(id) => Some(ObjectId(id)),
        _ => None,
    }
}

/// Somebody of `home` opens an application of `resource`.
pub(super) fn sign_in(home: TenantId, user: ObjectId, resource: TenantId, app: AppId) -> Question {
    Question { home, user, resource, app, ..Question::default() }
}

/// Somebody whose directory is not known, in just these groups.
pub(super) fn stranger(
    home: TenantId,
    groups: &[ObjectId],
    resource: TenantId,
    app: AppId,
) -> Question {
    let groups = Some(groups.iter().copied().collect());
    Question { groups, ..sign_in(home, ObjectId::default(), resource, app) }
}

/// The same, by direct connect.
pub(super) fn direct(question: Question) -> Question {
    Question { kind: Kind::DirectConnect, ..question }
}

/// The same, invited by somebody who may.
pub(super) fn invited(question: Question, address: &str) -> Question {
    Question {
        stage: Stage::Invitation,
        inviter_role: Some(InviterRole::Entitled),
        address: Some(address.to_owned()),
        ..question
    }
}

/// The same with claims.
pub(super) fn with(question: Question, claims: &[Claim]) -> Question {
    Question { has: claims.iter().copied().collect::<BTreeSet<_>>(), ..question }
}

/// What a gate says.
pub(super) fn line(answer: &Answer, gate: Gate) -> Option<&Line> {
    answer.trace.iter().find(|line| line.gate == gate)
}

/// What an outcome is called in a choice.
pub(super) fn lets(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "it lets them in",
        Outcome::Block => "it stops them",
        Outcome::Step => "it wants a step first",
        Outcome::Unknown | Outcome::NotReached => "it cannot be told",
    }
}
