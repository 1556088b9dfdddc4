//! What a plan rests on: everything a step writes, and the default where a step falls back on it, as
//! it was observed. Whoever carries the plan out compares first; where something has moved, nothing
//! is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::document::Document;
use crate::domain::{
    CloudEndpoint, CrossTenantAccessPolicy, Json, Partner, SyncKind, Tenant, TenantId,
    service_redemption_order,
};
use crate::plan::{Act, Plan, Property, Value, said_by_default};
use crate::wire::to_value;

/// One object as it was when the plan was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Expected {
    /// `v1.0` or `beta`.
    pub version: String,
    /// Below the version; GET gives it.
    pub path: String,
    /// Whether it is there at all.
    pub exists: bool,
    /// What the plan rests on; null where nothing is said.
    pub members: BTreeMap<String, Json>,
    /// The steps of this tenant that touch it or fall back on it.
    pub steps: Vec<usize>,
    /// The changes these are part of.
    pub changes: Vec<usize>,
}

impl Expected {
    /// The partner it is about, where it is about one.
    pub fn partner(&self) -> Option<TenantId> {
        match Spot::parse(&self.path)? {
            Spot::Partner(id) | Spot::Sync(id) => Some(id),
            Spot::Policy
            | Spot::Default
            | Spot::Authorization
            | Spot::Domains
            | Spot::SignUp
            | Spot::Leave => None,
        }
    }
}

/// Something that is not as the plan expects it.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// Whose.
    pub tenant: TenantId,
    /// The object.
    pub path: String,
    /// The member; none where the object itself came or went.
    pub member: Option<String>,
    /// What the plan was made on; none where the object was not there.
    pub expected: Option<Json>,
    /// What is there; none where the object is not.
    pub found: Option<Json>,
    /// The steps that rest on it.
    pub steps: Vec<usize>,
}

/// What compares: how many objects, and what has moved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compared {
    /// Objects that were looked at.
    pub objects: usize,
    /// Objects of which nothing is known now.
    pub unknown: Vec<(TenantId, String)>,
    /// What has moved.
    pub drifts: Vec<Drift>,
}

/// An object that a plan can rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Policy,
    Default,
    Partner(TenantId),
    Sync(TenantId),
    Authorization,
    Domains,
    SignUp,
    Leave,
}

const POLICY: &str = "/policies/crossTenantAccessPolicy";
const DEFAULT: &str = "/policies/crossTenantAccessPolicy/default";
const PARTNERS: &str = "/policies/crossTenantAccessPolicy/partners/";
const SYNC: &str = "/identitySynchronization";
const AUTHORIZATION: &str = "/policies/authorizationPolicy";
const DOMAINS: &str = "/policies/b2bManagementPolicies";
const SIGN_UP: &str = "/policies/authenticationFlowsPolicy";
const LEAVE: &str = "/policies/externalIdentitiesPolicy";

/// What is known of an object.
enum Look {
    Unknown,
    Missing,
    Members(BTreeMap<String, Json>),
}

impl Spot {
    fn version(self) -> &'static str {
        match self {
            Spot::Domains | Spot::Leave => "beta",
            Spot::Policy
            | Spot::Default
            | Spot::Partner(_)
            | Spot::Sync(_)
            | Spot::Authorization
            | Spot::SignUp => "v1.0",
        }
    }

    fn path(self) -> String {
        match self {
            Spot::Policy => POLICY.to_owned(),
            Spot::Default => DEFAULT.to_owned(),
            Spot::Partner(id) => format!("{PARTNERS}{id}"),
            Spot::Sync(id) => format!("{PARTNERS}{id}{SYNC}"),
            Spot::Authorization => AUTHORIZATION.to_owned(),
            Spot::Domains => DOMAINS.to_owned(),
            Spot::SignUp => SIGN_UP.to_owned(),
            Spot::Leave => LEAVE.to_owned(),
        }
    }

    fn parse(path: &str) -> Option<Spot> {
        Some(match path {
            POLICY => Spot::Policy,
            DEFAULT => Spot::Default,
            AUTHORIZATION => Spot::Authorization,
            DOMAINS => Spot::Domains,
            SIGN_UP => Spot::SignUp,
            LEAVE => Spot::Leave,
            other => {
                let rest = other.strip_prefix(PARTNERS)?;
                match rest.strip_suffix(SYNC) {
                    Some(id) => Spot::Sync(id.parse().ok()?),
                    None => Spot::Partner(rest.parse().ok()?),
                }
            }
        })
    }

    /// What a tenant says there. A policy that was never imported is taken to be as the plan takes
    /// it: at service defaults, without partners.
    fn look(self, tenant: &Tenant) -> Look {
        let nothing = CrossTenantAccessPolicy::default();
        let policy = tenant.policy.as_deref().unwrap_or(&nothing);
        let external = tenant.external.as_deref();
        let partner = |id: &TenantId| policy.partners.get(id).map(AsRef::as_ref);
        let some = |members: Option<Vec<(&str, Json)>>| match members {
            Some(all) => Look::Members(of(all)),
            None => Look::Unknown,
        };
        match self {
            Spot::Policy => {
                let mut all: Vec<&str> =
                    policy.allowed_cloud_endpoints.iter().map(CloudEndpoint::word).collect();
                all.sort_unstable();
                all.dedup();
                Look::Members(of(vec![("allowedCloudEndpoints", json!(all))]))
            }
            Spot::Default => Look::Members(default(policy)),
            Spot::Partner(id) => partner(&id).map_or(Look::Missing, |held| {
                let value = |p: Property| (p.name(), value(&p.of(&held.configuration)));
                Look::Members(of(Property::OF_PARTNER.map(value).into()))
            }),
            Spot::Sync(id) => {
                let sync = |held: &Partner| held.identity_synchronization.clone();
                partner(&id).and_then(sync).map_or(Look::Missing, |sync| {
                    let on = |kind| {
                        sync.is_allowed(kind)
                            .map_or(Json::Null, |on| json!({ "isSyncAllowed": on }))
                    };
                    Look::Members(of(vec![
                        ("userSyncInbound", on(SyncKind::Users)),
                        ("groupSyncInbound", on(SyncKind::Groups)),
                    ]))
                })
            }
            Spot::Authorization => {
                some(external.and_then(|all| all.authorization.as_ref()).map(|held| {
                    let invites = held.allow_invites_from.as_ref().map(|i| i.word().to_owned());
                    let guests = held.guest_user_role_id.map(|role| role.to_string());
                    vec![("allowInvitesFrom", json!(invites)), ("guestUserRoleId", json!(guests))]
                }))
            }
            Spot::Domains => {
                let held = external.and_then(|all| all.b2b_management.as_ref());
                let definition = |list| to_value(list).get("definition").cloned();
                some(held.map(|list| vec![("definition", definition(list).unwrap_or_default())]))
            }
            Spot::SignUp => some(
                external
                    .and_then(|all| all.self_service_sign_up)
                    .map(|on| vec![("selfServiceSignUp", json!({ "isEnabled": on }))]),
            ),
            Spot::Leave => some(
                external
                    .and_then(|all| all.allow_external_identities_to_leave)
                    .map(|on| vec![("allowExternalIdentitiesToLeave", json!(on))]),
            ),
        }
    }
}

fn of(all: Vec<(&str, Json)>) -> BTreeMap<String, Json> {
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn value(value: &Value) -> Json {
    match value {
        Value::B2b(_, Some(setting)) => to_value(setting),
        Value::Trust(Some(trust)) => to_value(trust),
        Value::Consent(Some(consent)) => to_value(consent),
        Value::Redemption(Some(order)) => to_value(order),
        Value::B2b(_, None)
        | Value::Trust(None)
        | Value::Consent(None)
        | Value::Redemption(None) => Json::Null,
    }
}

/// What the default says, with the service's own word where it says nothing.
fn default(policy: &CrossTenantAccessPolicy) -> BTreeMap<String, Json> {
    let order = policy.default.as_deref().and_then(|default| default.redemption.clone());
    let order = Value::Redemption(Some(order.unwrap_or_else(service_redemption_order)));
    let said = |p: &Property| (p.name(), value(&said_by_default(policy, *p)));
    let mut all: Vec<(&str, Json)> = Property::OF_PARTNER.iter().map(said).collect();
    all.push((Property::Redemption.name(), value(&order)));
    of(all)
}

/// What a step writes, and what it falls back on.
fn touched(act: &Act) -> Vec<(Spot, Vec<&'static str>)> {
    let names = |values: &[Value]| values.iter().map(|v| v.property().name()).collect::<Vec<_>>();
    // Automatic redemption is no setting of the default.
    let falls_back = |all: &mut dyn Iterator<Item = Property>| {
        let named = all.filter(|one| *one != Property::Consent).map(Property::name);
        (Spot::Default, named.collect::<Vec<_>>())
    };
    let whole = || Property::OF_PARTNER.into_iter();
    match act {
        Act::AddPartner(made) => {
            let mut inherited = whole().filter(|p| p.of(&made.configuration).is_inherited());
            vec![(Spot::Partner(made.tenant_id), Vec::new()), falls_back(&mut inherited)]
        }
        Act::Partner(id, values) => {
            let inherited = values.iter().filter(|value| value.is_inherited());
            let mut inherited = inherited.map(Value::property);
            vec![(Spot::Partner(*id), names(values)), falls_back(&mut inherited)]
        }
        Act::RemovePartner(id) => {
            let all = whole().map(Property::name).collect();
            vec![(Spot::Partner(*id), all), falls_back(&mut whole())]
        }
        Act::AddSync(id, _) => vec![(Spot::Sync(*id), Vec::new())],
        Act::Sync(id, SyncKind::Users, _) => vec![(Spot::Sync(*id), vec!["userSyncInbound"])],
        Act::Sync(id, SyncKind::Groups, _) => vec![(Spot::Sync(*id), vec!["groupSyncInbound"])],
        Act::RemoveSync(id) => {
            vec![(Spot::Sync(*id), vec!["userSyncInbound", "groupSyncInbound"])]
        }
        Act::Default(values) => vec![(Spot::Default, names(values))],
        Act::ResetDefault => {
            let (spot, mut all) = falls_back(&mut whole());
            all.push(Property::Redemption.name());
            vec![(spot, all)]
        }
        Act::Clouds(_) => vec![(Spot::Policy, vec!["allowedCloudEndpoints"])],
        Act::Authorization(invites, guests) => {
            let invites = invites.as_ref().map(|_| "allowInvitesFrom");
            let guests = guests.map(|_| "guestUserRoleId");
            vec![(Spot::Authorization, invites.into_iter().chain(guests).collect())]
        }
        Act::Domains(_) => vec![(Spot::Domains, vec!["definition"])],
        Act::SignUp(_) => vec![(Spot::SignUp, vec!["selfServiceSignUp"])],
        Act::Leave(_) => vec![(Spot::Leave, vec!["allowExternalIdentitiesToLeave"])],
        Act::SetUp(..) | Act::ByHand(_) => Vec::new(),
    }
}

#[derive(Default)]
struct Part {
    members: BTreeSet<&'static str>,
    steps: BTreeSet<usize>,
    changes: BTreeSet<usize>,
}

/// What the steps of one tenant rest on, and what of it was never imported.
pub fn expected(plan: &Plan, owner: TenantId) -> (Vec<Expected>, Vec<String>) {
    let (mut out, mut unknown) = (Vec::new(), Vec::new());
    let Some((before, _)) = plan.ends(owner) else { return (out, unknown) };
    let mut parts: BTreeMap<Spot, Part> = BTreeMap::new();
    for step in plan.steps_of(owner) {
        for (spot, members) in touched(&step.act) {
            if members.is_empty() && spot == Spot::Default {
                continue;
            }
            let part = parts.entry(spot).or_default();
            part.members.extend(members);
            part.steps.insert(step.number);
            part.changes.extend(step.serves.iter().copied());
        }
    }
    for (spot, Part { members, steps, changes }) in parts {
        let (exists, members) = match spot.look(before) {
            Look::Unknown => {
                unknown.push(spot.path());
                continue;
            }
            Look::Missing => (false, BTreeMap::new()),
            Look::Members(mut all) => {
                all.retain(|name, _| members.contains(name.as_str()));
                (true, all)
            }
        };
        out.push(Expected {
            version: spot.version().to_owned(),
            path: spot.path(),
            exists,
            members,
            steps: steps.into_iter().collect(),
            changes: changes.into_iter().collect(),
        });
    }
    (out, unknown)
}

/// Compares what a plan was made on with what is there.
pub fn compare(document: &Document, now: &BTreeMap<TenantId, Arc<Tenant>>) -> Compared {
    let mut out = Compared::default();
    for list in &document.tenants {
        let Ok(tenant) = list.tenant_id.parse() else { continue };
        for expected in &list.expects {
            out.objects += 1;
            let look = match (now.get(&tenant), Spot::parse(&expected.path)) {
                (Some(held), Some(spot)) => spot.look(held),
                _ => Look::Unknown,
            };
            let mut moved = |member: Option<&String>, was: Option<&Json>, is: Option<&Json>| {
                out.drifts.push(Drift {
                    tenant,
                    path: expected.path.clone(),
                    member: member.cloned(),
                    expected: was.cloned(),
                    found: is.cloned(),
                    steps: expected.steps.clone(),
                });
            };
            match (expected.exists, look) {
                (_, Look::Unknown) => out.unknown.push((tenant, expected.path.clone())),
                (false, Look::Missing) => {}
                (true, Look::Missing) => moved(None, Some(&json!(expected.members)), None),
                (false, Look::Members(all)) => moved(None, None, Some(&json!(all))),
                (true, Look::Members(all)) => {
                    for (name, was) in &expected.members {
                        let is = all.get(name).unwrap_or(&Json::Null);
                        if canonical(was) != canonical(is) {
                            moved(Some(name), Some(was), Some(is));
                        }
                    }
                }
            }
        }
    }
    out
}

/// The same for all that says the same: a member that is null says nothing, and a list of targets
/// has no order.
fn canonical(value: &Json) -> Json {
    match value {
        Json::Object(members) => {
            let said = members
                .iter()
                .filter(|(name, _)| !name.starts_with("@odata."))
                .map(|(name, value)| (name, canonical(value)))
                .filter(|(_, value)| !value.is_null());
            let said: BTreeMap<&String, Json> = said.collect();
            if said.is_empty() { Json::Null } else { json!(said) }
        }
        Json::Array(items) if items.iter().all(Json::is_object) => {
            let mut all: Vec<Json> = items.iter().map(canonical).collect();
            all.sort_by_key(ToString::to_string);
            Json::Array(all)
        }
        other => other.clone(),
    }
}
