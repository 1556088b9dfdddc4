//! What a step is on the wire: method, path, body, who may send it, and what comes back.
//!
//! Sources: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/api/crosstenantaccesspolicyconfigurationpartner-update.md
//! and its siblings for partners and the default,
//! …/beta/api/b2bmanagementpolicy-update.md, …/beta/api/externalidentitiespolicy-update.md,
//! …/v1.0/api/authenticationflowspolicy-update.md, and for synchronisation
//! MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure-graph.md

use serde_json::{Map, Value as Json, json};

use crate::domain::{
    AllowInvitesFrom, AutomaticUserConsent, B2bManagementPolicy, CloudEndpoint, Direction, Guid,
    IdentitySynchronization, Partner, SyncConfiguration, SyncKind, Tenant, TenantId,
};
use crate::plan::{Act, Property, SetUp, Value};
use crate::wire::to_value;

/// Which version of Graph knows the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// v1.0.
    V1,
    /// beta, which may change without notice.
    Beta,
}

impl Version {
    /// As it stands in the address.
    pub fn word(self) -> &'static str {
        match self {
            Version::V1 => "v1.0",
            Version::Beta => "beta",
        }
    }
}

/// One request.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// GET, POST, PUT, PATCH or DELETE.
    pub method: &'static str,
    /// Of Graph.
    pub version: Version,
    /// Below the version; `{…}` stands for an id that only an earlier answer gives.
    pub path: String,
    /// JSON, where there is a body.
    pub body: Option<Json>,
    /// The least role of whoever sends it.
    pub role: &'static str,
    /// The least permission.
    pub permission: &'static str,
    /// The code of a good answer.
    pub answer: u16,
    /// What the answer gives that later requests need.
    pub gives: Option<&'static str>,
    /// What the documentation leaves open or what is easily missed.
    pub remarks: Vec<String>,
}

const POLICY: &str = "/policies/crossTenantAccessPolicy";
const XTAP: Needs = ("Security Administrator", "Policy.ReadWrite.CrossTenantAccess");
const APPS: Needs = ("Cloud Application Administrator", "Application.ReadWrite.All");
const ASSIGN: Needs = ("Cloud Application Administrator", "AppRoleAssignment.ReadWrite.All");
const SYNC: Needs = ("Hybrid Identity Administrator", "Synchronization.ReadWrite.All");

/// The template of cross-tenant synchronisation.
const TEMPLATE: &str = "518e5f48-1fc8-4c48-9387-9fdf28b0dfe7";

/// Role and permission.
type Needs = (&'static str, &'static str);

impl Request {
    fn of(method: &'static str, path: impl Into<String>, body: Option<Json>, needs: Needs) -> Self {
        Request {
            method,
            version: Version::V1,
            path: path.into(),
            body,
            role: needs.0,
            permission: needs.1,
            answer: 204,
            gives: None,
            remarks: Vec::new(),
        }
    }

    fn beta(self) -> Self {
        Request { version: Version::Beta, ..self }
    }

    fn answers(self, answer: u16) -> Self {
        Request { answer, ..self }
    }

    fn gives(self, gives: &'static str) -> Self {
        Request { gives: Some(gives), ..self }
    }

    fn remark(mut self, remark: impl Into<String>) -> Self {
        self.remarks.push(remark.into());
        self
    }
}

/// The request of a step; `None` for what has to be done by hand. `before` is the tenant as it was
/// observed.
pub fn request(act: &Act, before: Option<&Tenant>) -> Option<Request> {
    let partner = |id: &TenantId| format!("{POLICY}/partners/{id}");
    let sync = |id: &TenantId| format!("{POLICY}/partners/{id}/identitySynchronization");
    Some(match act {
        Act::AddPartner(made) => add_partner(made),
        Act::Partner(id, values) => {
            let body = properties(values, held(before, *id));
            Request::of("PATCH", partner(id), Some(Json::Object(body)), XTAP)
        }
        Act::RemovePartner(id) => {
            let request = Request::of("DELETE", partner(id), None, XTAP);
            match held(before, *id).map(unknown).filter(|names| !names.is_empty()) {
                None => request,
                Some(names) => request.remark(format!(
                    "{names} of this partner is not known to this program; adding the partner again does not bring it back (in the beta a removed partner can be restored for 30 days)"
                )),
            }
        }
        Act::AddSync(id, made) => Request::of("PUT", sync(id), Some(add_sync(made)), XTAP),
        Act::Sync(id, kind, on) => {
            let (name, beta) = match kind {
                SyncKind::Users => ("userSyncInbound", false),
                SyncKind::Groups => ("groupSyncInbound", true),
            };
            let body = json!({ name: { "isSyncAllowed": on } });
            let request = Request::of("PATCH", sync(id), Some(body), XTAP);
            if beta { request.beta() } else { request }
        }
        Act::RemoveSync(id) => Request::of("DELETE", sync(id), None, XTAP),
        Act::Default(values) => {
            let body = Json::Object(properties(values, None));
            Request::of("PATCH", format!("{POLICY}/default"), Some(body), XTAP)
        }
        Act::ResetDefault => {
            Request::of("POST", format!("{POLICY}/default/resetToSystemDefault"), None, XTAP)
                .remark("whether tenant restrictions and the redemption order go back as well is not spelt out; the action is on the whole default")
        }
        Act::Clouds(all) => {
            let all: Vec<&str> = all.iter().map(CloudEndpoint::word).collect();
            Request::of("PATCH", POLICY, Some(json!({ "allowedCloudEndpoints": all })), XTAP)
        }
        Act::Authorization(invites, guests) => authorization(invites.as_ref(), *guests),
        Act::Domains(list) => domains(list, before),
        Act::SignUp(on) => {
            let needs = ("External ID User Flow Administrator", "Policy.ReadWrite.AuthenticationFlows");
            let body = json!({ "selfServiceSignUp": { "isEnabled": on } });
            Request::of("PATCH", "/policies/authenticationFlowsPolicy", Some(body), needs)
        }
        Act::Leave(on) => {
            let needs = ("External Identity Provider Administrator", "Policy.ReadWrite.ExternalIdentities");
            let body = json!({ "allowExternalIdentitiesToLeave": on });
            Request::of("PATCH", "/policies/externalIdentitiesPolicy", Some(body), needs)
                .beta()
                .remark("it can be set only when the tenant's privacy information is filled in")
        }
        Act::SetUp(held, part) => set_up(held, *part),
        Act::ByHand(_) => return None,
    })
}

fn held(tenant: Option<&Tenant>, id: TenantId) -> Option<&Partner> {
    tenant.and_then(|tenant| tenant.policy.as_deref()?.partners.get(&id)).map(AsRef::as_ref)
}

/// Names of members of a partner that are carried without being understood.
fn unknown(partner: &Partner) -> String {
    let names: Vec<String> = partner.extra.iter().map(|(name, _)| format!("`{name}`")).collect();
    names.join(", ")
}

/// The tenant id and what is said; read-only flags and permission to synchronise are no part of it.
fn add_partner(made: &Partner) -> Request {
    let mut body = Map::new();
    body.insert("tenantId".to_owned(), json!(made.tenant_id.to_string()));
    let said = Property::OF_PARTNER.iter().map(|property| property.of(&made.configuration));
    let said: Vec<Value> = said.filter(|value| !value.is_inherited()).collect();
    body.extend(properties(&said, Some(&Partner::default())));
    let request = Request::of("POST", format!("{POLICY}/partners"), Some(Json::Object(body)), XTAP);
    let names = unknown(made);
    let request = request.answers(201);
    if names.is_empty() {
        return request;
    }
    request.remark(format!(
        "{names} is not known to this program and is not written; compare it by hand"
    ))
}

fn add_sync(made: &IdentitySynchronization) -> Json {
    let mut body = Map::new();
    if let Some(name) = &made.display_name {
        body.insert("displayName".to_owned(), json!(name));
    }
    let users = made.is_allowed(SyncKind::Users) == Some(true);
    body.insert("userSyncInbound".to_owned(), json!({ "isSyncAllowed": users }));
    Json::Object(body)
}

/// Whole properties, as a PATCH replaces them.
fn properties(values: &[Value], held: Option<&Partner>) -> Map<String, Json> {
    let mut body = Map::new();
    for value in values {
        let written = match value {
            Value::B2b(_, Some(setting)) => {
                let mut written = to_value(setting);
                // The service does not take these back.
                if let (Property::B2b(crate::domain::B2b::TenantRestrictions), Some(members)) =
                    (value.property(), written.as_object_mut())
                {
                    members.retain(|name, _| name != "devices");
                    strip(&mut written);
                }
                written
            }
            Value::Trust(Some(trust)) => to_value(trust),
            Value::Consent(consent) => {
                let nothing = AutomaticUserConsent::default();
                let was = held.map(|held| &held.configuration.automatic_user_consent);
                automatic(consent.as_ref(), was.map(|was| was.as_ref().unwrap_or(&nothing)))
            }
            Value::Redemption(Some(order)) => to_value(order),
            Value::B2b(_, None) | Value::Trust(None) | Value::Redemption(None) => Json::Null,
        };
        body.insert(value.property().name().to_owned(), written);
    }
    body
}

/// The object is always there; what is taken back is written as null, and so is what is not said
/// where it is not known what was.
fn automatic(consent: Option<&AutomaticUserConsent>, was: Option<&AutomaticUserConsent>) -> Json {
    let mut written = Map::new();
    for (direction, name) in
        [(Direction::Inbound, "inboundAllowed"), (Direction::Outbound, "outboundAllowed")]
    {
        let value = consent.and_then(|consent| consent.direction(direction));
        let was_said = was.is_none_or(|was| was.direction(direction).is_some());
        if value.is_some() || consent.is_none() || was_said {
            written.insert(name.to_owned(), json!(value));
        }
    }
    Json::Object(written)
}

/// Takes annotations out, at any depth.
fn strip(value: &mut Json) {
    match value {
        Json::Object(members) => {
            members.retain(|name, _| !name.starts_with("@odata."));
            members.values_mut().for_each(strip);
        }
        Json::Array(items) => items.iter_mut().for_each(strip),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn authorization(invites: Option<&AllowInvitesFrom>, guests: Option<Guid>) -> Request {
    let mut body = Map::new();
    if let Some(invites) = invites {
        body.insert("allowInvitesFrom".to_owned(), json!(invites.word()));
    }
    if let Some(role) = guests {
        body.insert("guestUserRoleId".to_owned(), json!(role.to_string()));
    }
    let needs = ("Privileged Role Administrator", "Policy.ReadWrite.Authorization");
    Request::of("PATCH", "/policies/authorizationPolicy", Some(Json::Object(body)), needs)
}

fn domains(list: &B2bManagementPolicy, before: Option<&Tenant>) -> Request {
    let observed = before.and_then(|tenant| tenant.external.as_deref()?.b2b_management.as_ref());
    let id = [Some(list), observed].into_iter().flatten().find_map(|policy| {
        let id = policy.extra.iter().find(|(name, _)| name.as_str() == "id");
        id.and_then(|(_, id)| id.as_str()).map(str::to_owned)
    });
    let mut body = to_value(list);
    if let Some(members) = body.as_object_mut() {
        members.retain(|name, _| {
            !matches!(name.as_str(), "id" | "deletedDateTime") && !name.starts_with("@odata.")
        });
        members.entry("isOrganizationDefault").or_insert(json!(true));
    }
    let is_known = id.is_some();
    let id = id.unwrap_or_else(|| "{b2bManagementPolicyId}".to_owned());
    let needs = ("Global Administrator", "Policy.ReadWrite.B2BManagementPolicy");
    let path = format!("/policies/b2bManagementPolicies/{id}");
    let request = Request::of("PATCH", path, Some(body), needs)
        .beta()
        .answers(200)
        .remark("pages differ on the least role, and the published example of this request is not valid JSON");
    if is_known {
        return request;
    }
    request.remark("{b2bManagementPolicyId} is the id of the policy in the answer to GET /beta/policies/b2bManagementPolicies; where there is none yet, save the list once in the portal, and keep the other members of its definition")
}

fn set_up(held: &SyncConfiguration, part: SetUp) -> Request {
    let principal = "/servicePrincipals/{servicePrincipalId}";
    let jobs = format!("{principal}/synchronization/jobs");
    let pair = |key: &str, value: String| json!({ "key": key, "value": value });
    let target = || pair("CompanyId", held.target.to_string());
    let kind = || pair("AuthenticationType", "SyncPolicy".to_owned());
    match part {
        SetUp::Instantiate => {
            let path = format!("/applicationTemplates/{TEMPLATE}/instantiate");
            let body = json!({ "displayName": held.display_name });
            Request::of("POST", path, Some(body), APPS)
                .answers(201)
                .gives("servicePrincipal.id as {servicePrincipalId}, the id of the app role msiam_access as {appRoleId}")
                .remark("for some seconds afterwards other requests may answer 404; wait and repeat them")
        }
        SetUp::Validate => {
            let body = json!({
                "useSavedCredentials": false,
                "templateId": "Azure2Azure",
                "credentials": [target(), kind()],
            });
            Request::of("POST", format!("{jobs}/validateCredentials"), Some(body), SYNC)
                .remark("it answers with an error until the target lets synchronisation in and both sides redeem automatically")
        }
        SetUp::Job => Request::of("POST", jobs, Some(json!({ "templateId": "Azure2Azure" })), SYNC)
            .answers(201)
            .gives("id as {jobId}"),
        SetUp::Secrets => {
            let stops = held.deletion_threshold.is_some();
            let settings = json!({
                "Enabled": false,
                "DeleteThresholdEnabled": stops,
                "HumanResourcesLookaheadQueryEnabled": false,
            });
            let body = json!({ "value": [
                kind(),
                target(),
                pair("SyncNotificationSettings", settings.to_string()),
                pair("SyncAll", held.sync_all.to_string()),
            ] });
            let path = format!("{principal}/synchronization/secrets");
            let request = Request::of("PUT", path, Some(body), SYNC);
            if stops {
                request.remark("that DeleteThresholdEnabled switches accidental-deletion prevention on is inferred from its name")
            } else {
                request
            }
        }
        SetUp::Assign(id) => {
            let body = json!({
                "principalId": id.to_string(),
                "resourceId": "{servicePrincipalId}",
                "appRoleId": "{appRoleId}",
            });
            Request::of("POST", format!("{principal}/appRoleAssignedTo"), Some(body), ASSIGN)
                .answers(201)
        }
        SetUp::Schema => {
            let body = to_value(&held.schema);
            Request::of("PUT", format!("{jobs}/{{jobId}}/schema"), Some(body), SYNC)
                .remark("it replaces the whole document, and the last writer wins; read the job's own schema first and keep a copy")
        }
        SetUp::Start => Request::of("POST", format!("{jobs}/{{jobId}}/start"), None, SYNC)
            .remark("send it once; repeated on a running job it can stop the service"),
    }
}
