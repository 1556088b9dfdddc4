use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::call::{Call, disk};
use crate::cli::trouble::Trouble;
use crate::domain::{
    AllowInvitesFrom, AuthorizationPolicy, Cloud, CrossTenantAccessPolicy, DefaultConfiguration,
    DomainName, ExternalCollaboration, GuestLevel, Ownership, Tenant, TenantDomain, TenantId,
    Workspace, service_default, service_redemption_order,
};
use crate::store::Desk;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to make it in
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The tenant's id
    #[arg(long, value_name = "GUID")]
    tenant: TenantId,
    /// The tenant's name
    #[arg(long)]
    name: String,
    /// A domain of the tenant; may be given several times
    #[arg(long = "domain", value_name = "DOMAIN", value_parser = DomainName::parse)]
    domains: Vec<DomainName>,
    /// The national cloud it lives in
    #[arg(long, default_value = "global", value_parser = ["global", "usgov", "china"])]
    cloud: String,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let name = args.name.trim().to_owned();
    if name.is_empty() {
        return Err(Trouble::bad("a tenant needs a name; nothing was made"));
    }
    let tenant =
        Arc::new(at_service_defaults(args.tenant, name.clone(), args.domains, &args.cloud));
    let mut workspace = Workspace::default();
    workspace.draft.tenants.insert(args.tenant, Arc::clone(&tenant));
    let label = format!("workspace made for {name}");
    let desk = Desk::create(
        Arc::new(disk(&args.folder)?),
        &call.owner(),
        &call.stamp(),
        &label,
        workspace,
        // What a new tenant says; an import replaces it by what this one says.
        [(args.tenant, tenant)],
    )?;
    if call.is_json() {
        return Ok(Answer::json(&json!({
            "workspace": desk.place(),
            "tenantId": args.tenant.to_string(),
            "displayName": name,
            "revision": desk.revision(),
        })));
    }
    let look = call.look;
    Ok(Answer::text(format!(
        "{} ({}) is at service defaults in {}\nimport what it really says with `detente import`",
        look.show(&name),
        args.tenant,
        look.show(&desk.place())
    )))
}

fn at_service_defaults(
    id: TenantId,
    display_name: String,
    domains: Vec<DomainName>,
    cloud: &str,
) -> Tenant {
    let cloud = Cloud::parse(cloud);
    // Source: MicrosoftDocs/entra-docs:docs/external-id/external-collaboration-settings-configure.md
    let invites = match cloud {
        Cloud::UsGovernment => AllowInvitesFrom::None,
        Cloud::Global | Cloud::China | Cloud::Other(_) => AllowInvitesFrom::Everyone,
    };
    let domain = |(place, name)| TenantDomain {
        name,
        is_default: (place == 0).then_some(true),
        ..TenantDomain::default()
    };
    Tenant {
        id,
        display_name,
        domains: domains.into_iter().enumerate().map(domain).collect(),
        cloud,
        ownership: Ownership::Ours,
        policy: Some(Arc::new(CrossTenantAccessPolicy {
            default: Some(Arc::new(DefaultConfiguration {
                is_service_default: Some(true),
                configuration: service_default().clone(),
                redemption: Some(service_redemption_order()),
                ..DefaultConfiguration::default()
            })),
            ..CrossTenantAccessPolicy::default()
        })),
        external: Some(Arc::new(ExternalCollaboration {
            authorization: Some(AuthorizationPolicy {
                allow_invites_from: Some(invites),
                guest_user_role_id: Some(GuestLevel::Limited.role()),
                ..AuthorizationPolicy::default()
            }),
            ..ExternalCollaboration::default()
        })),
        ..Tenant::default()
    }
}
