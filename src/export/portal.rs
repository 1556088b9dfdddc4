//! Where a step is found in the portal, how to see that it worked, and what takes it back.
//!
//! Source: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-settings-b2b-collaboration.yml
//! and …/external-collaboration-settings-configure.md for the places.

use crate::domain::Cloud;
use crate::plan::{Act, Property, SetUp, Value};

const SETTINGS: &str = "Entra ID > External Identities > Cross-tenant access settings";
const EXTERNAL: &str = "Entra ID > External Identities > External collaboration settings";
const SYNC: &str = "Entra ID > External Identities > Cross-tenant synchronization > Configurations";

/// The place in the portal.
pub fn place(act: &Act) -> String {
    let organization = format!("{SETTINGS} > Organizational settings");
    match act {
        Act::AddPartner(_) => format!("{organization} > Add organization"),
        Act::RemovePartner(_) => format!("{organization} > the organization > Delete"),
        Act::Partner(_, values) => format!("{organization} > the organization > {}", tabs(values)),
        Act::AddSync(..) | Act::Sync(..) => {
            format!("{organization} > the organization > Inbound access > Cross-tenant sync")
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
        Act::SetUp(_, part) => {
            let rest = match part {
                SetUp::Instantiate => "New configuration",
                SetUp::Validate => "the configuration > Get started > Test Connection",
                SetUp::Job | SetUp::Secrets => "the configuration > Provisioning > Settings",
                SetUp::Assign(_) => "the configuration > Users and groups",
                SetUp::Schema => "the configuration > Provisioning > Mappings",
                SetUp::Start => "the configuration > Overview > Start provisioning",
            };
            format!("{SYNC} > {rest}")
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
    let partner = |id: &crate::domain::TenantId| format!("{POLICY}/partners/{id}");
    match act {
        Act::AddPartner(made) => {
            format!("GET {} answers 200 with these values", partner(&made.tenant_id))
        }
        Act::Partner(id, values) => {
            format!("GET {} shows {}", partner(id), names(values))
        }
        Act::RemovePartner(id) => format!("GET {} answers 404", partner(id)),
        Act::AddSync(id, _) | Act::Sync(id, ..) => {
            format!("GET {}/identitySynchronization shows the switch", partner(id))
        }
        Act::RemoveSync(id) => format!("GET {}/identitySynchronization answers 404", partner(id)),
        Act::Default(values) => format!("GET {POLICY}/default shows {}", names(values)),
        Act::ResetDefault => format!("GET {POLICY}/default shows `isServiceDefault` true"),
        Act::Clouds(_) => format!("GET {POLICY} shows `allowedCloudEndpoints`"),
        Act::Authorization(..) => "GET /policies/authorizationPolicy shows it".to_owned(),
        Act::Domains(_) => {
            "GET /beta/policies/b2bManagementPolicies shows the definition".to_owned()
        }
        Act::SignUp(_) => "GET /policies/authenticationFlowsPolicy shows it".to_owned(),
        Act::Leave(_) => "GET /beta/policies/externalIdentitiesPolicy shows it".to_owned(),
        Act::SetUp(..) => "the answer has the code named here".to_owned(),
        Act::ByHand(_) => String::new(),
    }
}

fn names(values: &[Value]) -> String {
    let names: Vec<String> =
        values.iter().map(|value| format!("`{}`", value.property().name())).collect();
    names.join(", ")
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
