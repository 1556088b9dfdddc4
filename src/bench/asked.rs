//! What the what-if screen works out for one question, over directories of any size.

use std::sync::Arc;

use super::{OWNER, partner_id, tenant};
use crate::access::{Directories, Question, evaluate};
use crate::domain::{
    AccessType, AppId, B2b, B2bSetting, ConditionalAccess, ConditionalAccessPolicy,
    CrossTenantAccessPolicy, Directory, GrantControl, GrantControls, Group, Guid, ObjectId,
    Ownership, Partner, Person, PolicyApplications, PolicyConditions, PolicyState, PolicyUsers,
    Target, TargetConfiguration, Tenant, Workspace,
};
use crate::remedy::smallest;

/// Two tenants that know each other, and a question about somebody who is a guest.
#[derive(Debug)]
pub struct Asked {
    workspace: Workspace,
    directories: Directories,
    question: Question,
}

fn id(kind: u128, number: usize) -> ObjectId {
    ObjectId(Guid::from_u128(
        (kind << 64 | number as u128).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835),
    ))
}

fn directory(
    kind: u128,
    users: usize,
    name: impl Fn(usize) -> (String, &'static str),
) -> Directory {
    let person = |number| {
        let (user_principal_name, user_type) = name(number);
        Person {
            id: id(kind, number),
            user_principal_name,
            user_type: user_type.to_owned(),
            ..Person::default()
        }
    };
    let group = |at: usize| Group {
        id: id(kind + 1, at),
        members: Some((at..users).step_by(2).map(|number| id(kind, number)).collect()),
        ..Group::default()
    };
    Directory {
        users: (0..users).map(person).collect(),
        groups: vec![group(0), group(1)],
        ..Directory::default()
    }
}

impl Asked {
    /// So many users on each side, half of them in each of two groups; the settings name a group of
    /// the other side, and a Conditional Access policy a group of guests.
    pub fn of(users: usize) -> Self {
        let (home, app) = (partner_id(1), AppId(Guid::from_u128(0xA1)));
        let list = TargetConfiguration::of(AccessType::Allowed, vec![Target::group(id(10, 1))]);
        let all = TargetConfiguration::all_apps(AccessType::Allowed);
        let mut partner = Partner::new(home);
        *partner.configuration.b2b_mut(B2b::CollaborationInbound) = Some(B2bSetting::of(list, all));
        let mut policy = CrossTenantAccessPolicy::default();
        policy.partners.insert(home, Arc::new(partner));
        let conditions = PolicyConditions {
            users: Some(PolicyUsers {
                include_groups: vec![id(20, 0).0.to_string()],
                ..PolicyUsers::default()
            }),
            applications: Some(PolicyApplications {
                include: vec!["All".to_owned()],
                ..PolicyApplications::default()
            }),
            ..PolicyConditions::default()
        };
        let grant = GrantControls { built_in: vec![GrantControl::Mfa], ..GrantControls::default() };
        let wanted = ConditionalAccessPolicy {
            state: Some(PolicyState::Enabled),
            conditions: Some(conditions),
            grant: Some(grant),
            ..ConditionalAccessPolicy::default()
        };
        let ours = Tenant {
            policy: Some(Arc::new(policy)),
            conditional_access: Some(Arc::new(ConditionalAccess {
                policies: vec![wanted],
                ..ConditionalAccess::default()
            })),
            ..tenant(OWNER, "Contoso".to_owned(), Ownership::Ours)
        };
        let theirs = tenant(home, "Fabrikam".to_owned(), Ownership::Ours);
        let theirs =
            Tenant { policy: Some(Arc::new(CrossTenantAccessPolicy::default())), ..theirs };
        let mut workspace = Workspace::default();
        for tenant in [ours, theirs] {
            workspace.draft.tenants.insert(tenant.id, Arc::new(tenant));
        }
        let at_home = directory(9, users, |n| (format!("person{n:06}@fabrikam.example"), "Member"));
        let here = directory(19, users, |n| {
            (format!("person{n:06}_fabrikam.example#EXT#@contoso.onmicrosoft.example"), "Guest")
        });
        let directories = [(home, Arc::new(at_home)), (OWNER, Arc::new(here))].into();
        let question =
            Question { home, user: id(9, users / 2), resource: OWNER, app, ..Question::default() };
        Asked { workspace, directories, question }
    }

    /// Forgets by what people are found, as after a start.
    pub fn forget(&mut self) {
        for directory in self.directories.values_mut() {
            *directory = Arc::new(Directory::clone(directory));
        }
    }

    /// The answer alone.
    pub fn answer(&self) -> &'static str {
        evaluate(&self.workspace.draft, &self.directories, &self.question).verdict.word()
    }

    /// What the screen works out: both estates, and what would turn the answer around.
    pub fn screen(&self) -> usize {
        let ask = || evaluate(&self.workspace.draft, &self.directories, &self.question);
        let (answer, other) = (ask(), ask());
        let found = smallest(&self.workspace, &self.directories, &self.question, &answer);
        found.ours.len() + other.trace.len()
    }
}
