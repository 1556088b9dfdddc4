//! A tenant as Graph keeps it: takes requests as they are sent, and refuses what the service
//! refuses. It knows JSON and the rules V1 to V10, and nothing of how plans are made.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::domain::{Tenant, TenantId};
use crate::export::request::Request;
use crate::wire::to_value;

const POLICY: &str = "/policies/crossTenantAccessPolicy";
const MICROSOFT_ACCOUNTS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";
/// The settings with two halves.
const B2B: [&str; 5] = [
    "b2bCollaborationInbound",
    "b2bCollaborationOutbound",
    "b2bDirectConnectInbound",
    "b2bDirectConnectOutbound",
    "tenantRestrictions",
];
/// What is read and never written.
const READ_ONLY: [&str; 4] = [
    "isServiceProvider",
    "isInMultiTenantOrganization",
    "isServiceDefault",
    "identitySynchronization",
];

/// Whether the service says no, and why.
type Refused = Result<(), String>;

#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    id: String,
    pub partners: BTreeMap<String, Map<String, Json>>,
    pub syncs: BTreeMap<String, Map<String, Json>>,
    pub default: Map<String, Json>,
    pub clouds: Vec<String>,
    pub authorization: Map<String, Json>,
    pub domains: Json,
    /// Partners of other clouds, and the cloud that has to be ticked for each.
    far: BTreeMap<String, String>,
}

fn object(value: Json) -> Map<String, Json> {
    match value {
        Json::Object(members) => members,
        _ => Map::new(),
    }
}

impl Service {
    pub fn of(tenant: &Tenant, far: &BTreeMap<TenantId, String>) -> Self {
        let policy = tenant.policy.as_deref().cloned().unwrap_or_default();
        let external = tenant.external.as_deref().cloned().unwrap_or_default();
        let (mut partners, mut syncs) = (BTreeMap::new(), BTreeMap::new());
        for partner in policy.partners.values() {
            let mut members = object(to_value(partner.as_ref()));
            let id = partner.tenant_id.to_string();
            if let Some(Json::Object(sync)) = members.remove("identitySynchronization") {
                syncs.insert(id.clone(), sync);
            }
            partners.insert(id, members);
        }
        Service {
            id: tenant.id.to_string(),
            partners,
            syncs,
            default: object(policy.default.as_deref().map(to_value).unwrap_or_default()),
            clouds: policy
                .allowed_cloud_endpoints
                .iter()
                .map(|end| end.word().to_owned())
                .collect(),
            authorization: object(
                external.authorization.as_ref().map(to_value).unwrap_or_default(),
            ),
            domains: external.b2b_management.as_ref().map(to_value).unwrap_or_default(),
            far: far.iter().map(|(id, cloud)| (id.to_string(), cloud.clone())).collect(),
        }
    }

    /// Takes one request; what is refused changes nothing.
    pub fn take(&mut self, sent: &Request) -> Refused {
        let body = sent.body.as_ref().and_then(Json::as_object);
        let body = body.cloned().unwrap_or_default();
        let parts: Vec<&str> = sent.path.split('/').filter(|part| !part.is_empty()).collect();
        match (sent.method, parts.as_slice()) {
            ("POST", [_, _, "partners"]) => self.add(body),
            ("PATCH", [_, _, "partners", id]) => self.patch(id, body),
            ("DELETE", [_, _, "partners", id]) => self.remove(id),
            ("PUT", [_, _, "partners", id, "identitySynchronization"]) => self.add_sync(id, body),
            ("PATCH", [_, _, "partners", id, "identitySynchronization"]) => {
                let held = self.syncs.get_mut(*id).ok_or("404 Directory_ObjectNotFound")?;
                held.extend(body);
                Ok(())
            }
            ("DELETE", [_, _, "partners", id, "identitySynchronization"]) => {
                self.syncs.remove(*id).map(drop).ok_or_else(|| "404: no policy there".to_owned())
            }
            ("PATCH", [_, _, "default"]) => self.patch_default(body),
            ("PATCH", _) if sent.path == POLICY => self.tick(&body),
            ("PATCH", [_, "authorizationPolicy"]) => self.authorize(body),
            ("PATCH", [_, "b2bManagementPolicies", _]) => self.list(body),
            ("POST", [_, _, "default", "resetToSystemDefault"])
            | ("PATCH", [_, "authenticationFlowsPolicy" | "externalIdentitiesPolicy"]) => Ok(()),
            (method, _) => Err(format!("404: nothing answers to {method} {}", sent.path)),
        }
    }

    fn add(&mut self, body: Map<String, Json>) -> Refused {
        let id = body.get("tenantId").and_then(Json::as_str).ok_or("400: no tenantId")?.to_owned();
        if self.partners.contains_key(&id) {
            return Err("409 (V9): the partner is there already".to_owned());
        }
        if id == self.id {
            return Err("400: a tenant is not its own partner".to_owned());
        }
        if let Some(cloud) = self.far.get(&id)
            && !self.clouds.contains(cloud)
        {
            return Err(format!("400: {cloud} is not ticked"));
        }
        written(&body, Some(&id))?;
        self.partners.insert(id, body);
        Ok(())
    }

    fn patch(&mut self, id: &str, body: Map<String, Json>) -> Refused {
        written(&body, Some(id))?;
        let held = self.partners.get_mut(id).ok_or("404: no such partner")?;
        held.extend(body);
        Ok(())
    }

    fn remove(&mut self, id: &str) -> Refused {
        let held = self.partners.get(id).ok_or("404: no such partner")?;
        if held.get("isServiceProvider") == Some(&json!(true)) {
            return Err("400: a service provider cannot be removed".to_owned());
        }
        if self.syncs.contains_key(id) {
            return Err("400: remove its identitySynchronization first".to_owned());
        }
        self.partners.remove(id);
        Ok(())
    }

    fn add_sync(&mut self, id: &str, body: Map<String, Json>) -> Refused {
        if !self.partners.contains_key(id) {
            return Err("404: no such partner".to_owned());
        }
        if self.syncs.contains_key(id) {
            return Err("409 Request_MultipleObjectsWithSameKeyValue".to_owned());
        }
        self.syncs.insert(id.to_owned(), body);
        Ok(())
    }

    fn patch_default(&mut self, body: Map<String, Json>) -> Refused {
        if body.contains_key("automaticUserConsentSettings") {
            return Err("400 (V6): automaticUserConsentSettings of the default is read only".into());
        }
        if let Some((name, _)) = body.iter().find(|(_, value)| value.is_null()) {
            return Err(format!("400: {name} of the default cannot be null"));
        }
        if let Some(order) = body.get("invitationRedemptionIdentityProviderConfiguration")
            && order["fallbackIdentityProvider"].as_str().is_none()
        {
            return Err("400 (V7): one fallback identity provider must remain".to_owned());
        }
        written(&body, None)?;
        self.default.extend(body);
        Ok(())
    }

    fn tick(&mut self, body: &Map<String, Json>) -> Refused {
        let all = body.get("allowedCloudEndpoints").and_then(Json::as_array);
        let all = all.ok_or("400: no allowedCloudEndpoints")?;
        self.clouds = all.iter().filter_map(Json::as_str).map(str::to_owned).collect();
        Ok(())
    }

    fn authorize(&mut self, body: Map<String, Json>) -> Refused {
        let known =
            ["none", "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone"];
        if let Some(word) = body.get("allowInvitesFrom").and_then(Json::as_str)
            && !known.contains(&word)
        {
            return Err(format!("400: {word} is nobody who may invite"));
        }
        self.authorization.extend(body);
        Ok(())
    }

    fn list(&mut self, body: Map<String, Json>) -> Refused {
        let text = body.get("definition").and_then(|all| all.get(0)).and_then(Json::as_str);
        let inner: Json = serde_json::from_str(text.ok_or("400: no definition")?)
            .map_err(|fault| format!("400: {fault}"))?;
        let lists = &inner["B2BManagementPolicy"]["InvitationsAllowedAndBlockedDomainsPolicy"];
        let some = |name: &str| lists[name].as_array().is_some_and(|all| !all.is_empty());
        if some("AllowedDomains") && some("BlockedDomains") {
            return Err("400: an allow list and a block list exclude one another".to_owned());
        }
        self.domains = Json::Object(body);
        Ok(())
    }
}

/// What is refused in the settings of a partner, or of the default.
fn written(body: &Map<String, Json>, partner: Option<&str>) -> Refused {
    if let Some(name) = READ_ONLY.iter().find(|name| body.contains_key(**name)) {
        return Err(format!("400: {name} is read only"));
    }
    for name in B2B {
        let Some(setting) = body.get(name).filter(|value| !value.is_null()) else { continue };
        let (users, apps) = (&setting["usersAndGroups"], &setting["applications"]);
        for (half, kinds) in [(users, &["user", "group"][..]), (apps, &["application"][..])] {
            if !half.is_null() {
                targets(half, kinds).map_err(|why| format!("{name}: {why}"))?;
            }
        }
        if users.is_null() || apps.is_null() {
            continue;
        }
        let blocks_all = |half: &Json| half["accessType"] == "blocked" && is_all(half);
        if blocks_all(users) && !blocks_all(apps) {
            return Err(format!("{name} (V1): all users are blocked, not all applications"));
        }
        if users["accessType"] == "allowed" && blocks_all(apps) {
            return Err(format!("{name} (V2): users are allowed, no application is"));
        }
        let inward = !name.ends_with("Outbound");
        if !is_all(users) && inward && partner.is_none() {
            return Err(format!("{name} (V4): the default cannot name users or groups"));
        }
        if !is_all(users) && name == "tenantRestrictions" && partner == Some(MICROSOFT_ACCOUNTS) {
            return Err(format!("{name} (V5): Microsoft accounts are all users"));
        }
        if name == "tenantRestrictions"
            && (setting.get("devices").is_some() || setting.to_string().contains("@odata."))
        {
            return Err(format!("{name}: devices and annotations are not taken"));
        }
    }
    Ok(())
}

fn is_all(half: &Json) -> bool {
    let all = half["targets"].as_array().into_iter().flatten();
    all.into_iter().any(|one| one["target"] == "AllUsers" || one["target"] == "AllApplications")
}

/// V8 and V10.
fn targets(half: &Json, kinds: &[&str]) -> Refused {
    if !["allowed", "blocked"].contains(&half["accessType"].as_str().unwrap_or_default()) {
        return Err(format!("(V8): accessType is {}", half["accessType"]));
    }
    let all = half["targets"].as_array().cloned().unwrap_or_default();
    if all.is_empty() {
        return Err("(V8): the list is empty".to_owned());
    }
    if is_all(half) && all.len() > 1 {
        return Err("(V8): all, and single ones besides".to_owned());
    }
    for one in &all {
        let (value, kind) = (one["target"].as_str(), one["targetType"].as_str());
        let (value, kind) = (value.unwrap_or_default(), kind.unwrap_or_default());
        if !kinds.contains(&kind) {
            return Err(format!("(V8): {value} is a {kind}"));
        }
        if value == "MicrosoftAdminPortals" {
            return Err("(V10): the bundle of admin portals is no target".to_owned());
        }
        let keyword = match kind {
            "application" => ["AllApplications", "AllMicrosoftApps", "Office365"].contains(&value),
            _ => value == "AllUsers",
        };
        if !keyword && value.parse::<crate::domain::Guid>().is_err() {
            return Err(format!("(V8): {value} is no id"));
        }
    }
    Ok(())
}
