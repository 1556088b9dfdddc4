//! The practice workspace: a small stand-in, two tenants of ours and one partner.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{
    CrossTenantAccessPolicy, DefaultConfiguration, DomainName, Guid, Ownership, Partner, Tenant,
    TenantDomain, TenantId, Workspace, service_default,
};

/// The lines of a tenant's directory files.
#[derive(Clone, Debug, Default)]
pub struct DirectoryLines {
    /// Users.
    pub users: Vec<String>,
    /// Groups.
    pub groups: Vec<String>,
    /// Applications.
    pub applications: Vec<String>,
}

/// Everything a practice workspace starts with.
#[derive(Clone, Debug, Default)]
pub struct Practice {
    /// The workspace, without what was observed.
    pub workspace: Workspace,
    /// What was observed, by tenant.
    pub observed: BTreeMap<TenantId, Arc<Tenant>>,
    /// The directories, by tenant.
    pub directories: BTreeMap<TenantId, DirectoryLines>,
}

/// The practice workspace.
pub fn practice() -> Practice {
    let mut out = Practice::default();
    let ids = [1, 2, 3].map(|number: u128| TenantId(Guid::from_u128(number << 96 | number)));
    let [contoso, fabrikam, _] = ids;
    for (id, name) in ids.into_iter().zip(["Contoso", "Fabrikam", "Northwind"]) {
        let domain = DomainName::observed(&format!("{name}.example"));
        let mut tenant = Tenant {
            id,
            display_name: name.to_owned(),
            domains: vec![TenantDomain { name: domain, ..TenantDomain::default() }],
            ..Tenant::default()
        };
        if id == contoso || id == fabrikam {
            tenant.ownership = Ownership::Ours;
            let others = ids.into_iter().filter(|other| *other != id);
            tenant.policy = Some(Arc::new(CrossTenantAccessPolicy {
                default: Some(Arc::new(DefaultConfiguration {
                    is_service_default: Some(true),
                    configuration: service_default().clone(),
                    ..DefaultConfiguration::default()
                })),
                partners: others.map(|other| (other, Arc::new(Partner::new(other)))).collect(),
                ..CrossTenantAccessPolicy::default()
            }));
        }
        let tenant = Arc::new(tenant);
        if tenant.ownership == Ownership::Ours {
            out.observed.insert(id, Arc::clone(&tenant));
        }
        out.workspace.draft.tenants.insert(id, tenant);
    }
    let user = |number: u128| {
        format!("{{\"id\":\"{}\",\"displayName\":\"Ada\"}}", Guid::from_u128(number))
    };
    let users = vec![user(7)];
    out.directories.insert(contoso, DirectoryLines { users, ..DirectoryLines::default() });
    out
}
