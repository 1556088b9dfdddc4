#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod answers;
mod laws;
mod others;
mod scenario;
mod usual;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::access::Directories;
use crate::domain::*;

/// An id that is told apart at a glance.
pub fn guid(kind: u128, number: u128) -> Guid {
    Guid::from_u128((kind << 96) | 0x0000_0000_4000_8000_0000_0000_0000 | number)
}

pub fn tenant_of(number: u128) -> TenantId {
    TenantId(guid(0xa000_0000 + number, 0))
}

pub fn user(tenant: u128, number: u128) -> ObjectId {
    ObjectId(guid(0x0100_0000 + tenant, number))
}

pub fn group(tenant: u128, number: u128) -> ObjectId {
    ObjectId(guid(0x0200_0000 + tenant, number))
}

pub fn app(tenant: u128, number: u128) -> AppId {
    AppId(guid(0x0300_0000 + tenant, number))
}

/// A tenant of ours that nobody has touched, nor asked for anything at sign-in.
pub fn fresh(number: u128, name: &str, domain: &str) -> Tenant {
    Tenant {
        id: tenant_of(number),
        display_name: name.to_owned(),
        domains: vec![TenantDomain {
            name: DomainName::observed(domain),
            is_verified: Some(true),
            is_default: Some(true),
            ..TenantDomain::default()
        }],
        ownership: Ownership::Ours,
        policy: Some(Arc::new(CrossTenantAccessPolicy::default())),
        external: Some(Arc::new(ExternalCollaboration {
            authorization: Some(AuthorizationPolicy {
                allow_invites_from: Some(AllowInvitesFrom::Everyone),
                ..AuthorizationPolicy::default()
            }),
            ..ExternalCollaboration::default()
        })),
        conditional_access: Some(Arc::new(ConditionalAccess::default())),
        ..Tenant::default()
    }
}

pub fn workspace_of(tenants: Vec<Tenant>) -> Workspace {
    let mut workspace = Workspace::default();
    for tenant in tenants {
        workspace.draft.tenants.insert(tenant.id, Arc::new(tenant));
    }
    workspace
}

/// A directory of so many people, with a group of the first half of them and three applications.
pub fn directory(tenant: u128, people: u128, group_name: &str) -> Directory {
    Directory {
        users: (0..people)
            .map(|number| Person {
                id: user(tenant, number),
                display_name: format!("Person {number}"),
                user_principal_name: format!("{number}@t{tenant}.example"),
                user_type: "Member".to_owned(),
                ..Person::default()
            })
            .collect(),
        groups: vec![Group {
            id: group(tenant, 1),
            display_name: group_name.to_owned(),
            members: Some((0..people.div_ceil(2)).map(|number| user(tenant, number)).collect()),
        }],
        applications: (1..=3)
            .map(|number| Application {
                app_id: app(tenant, number),
                display_name: format!("App {number}"),
                owner: Some(tenant_of(tenant)),
            })
            .collect(),
        ..Directory::default()
    }
}

pub fn directories(all: Vec<(u128, Directory)>) -> Directories {
    all.into_iter().map(|(tenant, one)| (tenant_of(tenant), Arc::new(one))).collect()
}

pub fn members(workspace: &Workspace) -> Vec<Member> {
    workspace.draft.tenants.values().map(|tenant| Member::of(tenant)).collect()
}

/// Two tenants of ours, each with thirty people.
pub fn alpha_and_beta() -> (Workspace, Directories) {
    let workspace =
        workspace_of(vec![fresh(1, "Alpha", "alpha.example"), fresh(2, "Beta", "beta.example")]);
    let all = vec![(1, directory(1, 30, "Staff")), (2, directory(2, 30, "Staff"))];
    (workspace, directories(all))
}

/// The workspace with a proposal applied.
pub fn applied(workspace: &Workspace, proposal: &Proposal) -> Workspace {
    assert!(proposal.is_sound(), "{:?}", proposal.faults);
    crate::edit::apply(workspace, &proposal.edits).unwrap()
}

pub fn nobody() -> Directories {
    BTreeMap::new()
}

/// As most mergers, and the defaults of all shut, of those that are not ours as well.
pub fn restrictive(tenants: Vec<Member>, topology: Topology) -> Answers {
    let closed = Closed { inbound: true, outbound: true, theirs: true };
    Answers { closed: Some(closed), ..Answers::recommended(tenants, topology) }
}
