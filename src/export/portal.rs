//! Where a step is found in the portal, how to see that it worked, and what takes it back.
//!
//! Source: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-settings-b2b-collaboration.yml
//! and …/external-collaboration-settings-configure.md for the places.

use crate::domain::{AllowInvitesFrom, Cloud, CloudEndpoint, SyncKind, TenantId};
use crate::plan::{Act, Property, SetUp, Value};

const SETTINGS: &str = "Entra ID > External Identities > Cross-tenant access settings";
const EXTERNAL: &str = "Entra ID > External Identities > External collaboration settings";
const SYNC: &str = "Entra ID > External Identities > Cross-tenant synchronization > Configurations";

/// The place in the portal; `name` tells what a tenant is called.
pub fn place(act: &Act, name: &dyn Fn(TenantId) -> String) -> String {
    let organization = format!("{SETTINGS} > Organizational settings");
    match act {
        Act::AddPartner(made) => {
            let said = Property::OF_PARTNER.iter().map(|one| one.of(&made.configuration));
            let said: Vec<Value> = said.filter(|value| !value.is_inherited()).collect();
            let add = format!("{organization} > Add organization");
            match said.is_empty() {
                true => add,
                false => format!("{add}; then {} > {}", name(made.tenant_id), tabs(&said)),
            }
        }
        Act::RemovePartner(id) => format!("{organization} > {} > Delete", name(*id)),
        Act::Partner(id, values) => format!("{organization} > {} > {}", name(*id), tabs(values)),
        Act::AddSync(id, _) | Act::Sync(id, ..) => {
            format!("{organization} > {} > Inbound access > Cross-tenant sync", name(*id))
        }
        Act::RemoveSync(_) => {
            "no place in the portal removes it; there it can be switched off only".to_owned()
        }
        Act::Default(values) => format!("{SETTINGS} > Default settings > {}", tabs(values)),
        Act::ResetDefault => format!("{SETTINGS} > Default settings; one by one"),
        Act::Clouds(_) => format!("{SETTINGS} > Microsoft cloud settings"),
        Act::Authorization(..) => format!("{EXTERNAL} > Guest invite settings, Guest user access"),
        Act::Domains(_) => format!("{EXTERNAL} > Collaboration restrictions"),
        Act::SignUp(_) => format!("{EXTERNAL} > Enable guest self-service sign up via user flows"),
        Act::Leave(_) => format!("{EXTERNAL} > External user leave settings"),
        Act::SetUp(held, part) => {
            let name = &held.display_name;
            let rest = match part {
                SetUp::Instantiate => return format!("{SYNC} > New configuration"),
                SetUp::Validate => "Get started > Test Connection",
                SetUp::Job | SetUp::Secrets => "Provisioning > Settings",
                SetUp::Assign(_) => "Users and groups",
                SetUp::Schema => "Provisioning > Mappings",
                SetUp::Start => "Overview > Start provisioning",
            };
            format!("{SYNC} > {name} > {rest}")
        }
        Act::ByHand(_) => String::new(),
    }
}

fn tabs(values: &[Value]) -> String {
    use crate::domain::B2b;
    let mut tabs: Vec<&str> = values
        .iter()
        .map(|value| match value.property() {
            Property::B2b(B2b::CollaborationInbound) => "Inbound access > B2B collaboration",
            Property::B2b(B2b::DirectConnectInbound) => "Inbound access > B2B direct connect",
            Property::Trust => "Inbound access > Trust settings",
            Property::B2b(B2b::CollaborationOutbound) => "Outbound access > B2B collaboration",
            Property::B2b(B2b::DirectConnectOutbound) => "Outbound access > B2B direct connect",
            Property::B2b(B2b::TenantRestrictions) => "Tenant restrictions",
            Property::Consent => {
                "Inbound and Outbound access > Trust settings > Automatic redemption"
            }
            Property::Redemption => "Inbound access > B2B collaboration > Redemption order",
        })
        .collect();
    tabs.dedup();
    tabs.join("; ")
}

/// What to read afterwards, and what must be there.
pub fn check(act: &Act) -> String {
    const POLICY: &str = "/policies/crossTenantAccessPolicy";
    let partner = |id: &TenantId| format!("{POLICY}/partners/{id}");
    match act {
        Act::AddPartner(made) => {
            format!("GET {} answers 200 with the values of this step", partner(&made.tenant_id))
        }
        Act::Partner(id, values) => {
            format!("GET {} shows {}", partner(id), names(values))
        }
        Act::RemovePartner(id) => format!("GET {} answers 404", partner(id)),
        Act::AddSync(id, made) => {
            let on = made.is_allowed(SyncKind::Users) == Some(true);
            format!("GET {}/identitySynchronization shows userSyncInbound {on}", partner(id))
        }
        Act::Sync(id, kind, on) => {
            let name = match kind {
                SyncKind::Users => "userSyncInbound",
                SyncKind::Groups => "groupSyncInbound",
            };
            format!("GET {}/identitySynchronization shows {name} {on}", partner(id))
        }
        Act::RemoveSync(id) => format!("GET {}/identitySynchronization answers 404", partner(id)),
        Act::Default(values) => format!("GET {POLICY}/default shows {}", names(values)),
        Act::ResetDefault => format!("GET {POLICY}/default shows isServiceDefault true"),
        Act::Clouds(all) => {
            let all: Vec<&str> = all.iter().map(CloudEndpoint::word).collect();
            format!("GET {POLICY} shows allowedCloudEndpoints {}", all.join(", "))
        }
        Act::Authorization(invites, guests) => {
            let invites = invites.as_ref().map(AllowInvitesFrom::word);
            let invites = invites.map(|word| format!("allowInvitesFrom {word}"));
            let guests = guests.map(|role| format!("guestUserRoleId {role}"));
            let all: Vec<String> = invites.into_iter().chain(guests).collect();
            format!("GET /policies/authorizationPolicy shows {}", all.join(", "))
        }
        Act::Domains(_) => {
            "GET /beta/policies/b2bManagementPolicies shows the domains of this step".to_owned()
        }
        Act::SignUp(on) => {
            format!(
                "GET /policies/authenticationFlowsPolicy shows selfServiceSignUp isEnabled {on}"
            )
        }
        Act::Leave(on) => format!(
            "GET /beta/policies/externalIdentitiesPolicy shows allowExternalIdentitiesToLeave {on}"
        ),
        Act::SetUp(..) => "the answer has the code named here".to_owned(),
        Act::ByHand(_) => String::new(),
    }
}

fn names(values: &[Value]) -> String {
    let shown = |value: &Value| format!("{}: {}", value.property().name(), value.words());
    let names: Vec<String> = values.iter().map(shown).collect();
    names.join("; ")
}

/// Where Graph of a cloud answers.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:concepts/deployments.md
pub fn graph(cloud: &Cloud) -> Option<&'static str> {
    match cloud {
        Cloud::Global => Some("https://graph.microsoft.com"),
        Cloud::UsGovernment => Some("https://graph.microsoft.us"),
        Cloud::China => Some("https://microsoftgraph.chinacloudapi.cn"),
        Cloud::Other(_) => None,
    }
}
