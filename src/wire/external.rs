//! External collaboration settings: authorization policy, B2B management policy, switches.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};

use super::record::{Json, Ref, Unique, record};
use crate::domain::{
    AuthorizationPolicy, B2bManagementPolicy, ExternalCollaboration, Extra, InvitationsPolicy,
    Json as Value,
};

record!(AuthorizationPolicy, "an authorization policy: an object", {
    "allowInvitesFrom" => allow_invites_from: value,
    "guestUserRoleId" => guest_user_role_id: value,
});

record!(ExternalCollaboration, "external collaboration settings: an object", {
    "authorizationPolicy" => authorization: value,
    "b2bManagementPolicy" => b2b_management: value,
    "selfServiceSignUp" => self_service_sign_up: value,
    "allowExternalIdentitiesToLeave" => allow_external_identities_to_leave: value,
});

#[derive(Default)]
struct InvitationsShape {
    allowed: Option<Vec<crate::domain::DomainName>>,
    blocked: Option<Vec<crate::domain::DomainName>>,
    extra: Extra,
}

impl From<InvitationsShape> for InvitationsPolicy {
    fn from(shape: InvitationsShape) -> Self {
        InvitationsPolicy { allowed: shape.allowed, blocked: shape.blocked, extra: shape.extra }
    }
}

const LIST: &str = "InvitationsAllowedAndBlockedDomainsPolicy";
const POLICY: &str = "B2BManagementPolicy";

fn domains(value: Value, what: &str) -> Result<Option<Vec<crate::domain::DomainName>>, String> {
    match value {
        Value::Null => Ok(None),
        Value::Array(items) => items
            .into_iter()
            .map(|item| match item {
                Value::String(text) => Ok(crate::domain::DomainName::observed(&text)),
                other => Err(format!("expected domain names in `{what}`, found {other}")),
            })
            .collect::<Result<_, _>>()
            .map(Some),
        other => Err(format!("expected a list in `{what}`, found {other}")),
    }
}

/// Takes the object inside `definition` apart.
fn read_definition(definition: Value, policy: &mut B2bManagementPolicy) -> Result<(), String> {
    let Value::Object(mut outer) = definition else {
        return Err("expected `definition` to hold a JSON object".to_owned());
    };
    let Some(Value::Object(inner)) = outer.shift_remove(POLICY) else {
        return Err(format!("expected `{POLICY}` inside `definition`"));
    };
    for (name, value) in inner {
        if name != LIST {
            policy.definition_extra.insert(name, value);
            continue;
        }
        let Value::Object(list) = value else {
            return Err(format!("expected `{LIST}` to be an object"));
        };
        let mut shape = InvitationsShape::default();
        for (name, value) in list {
            match name.as_str() {
                "AllowedDomains" => shape.allowed = domains(value, &name)?,
                "BlockedDomains" => shape.blocked = domains(value, &name)?,
                _ => {
                    shape.extra.insert(name, value);
                }
            }
        }
        policy.invitations = shape.into();
    }
    Ok(())
}

impl<'de> Deserialize<'de> for Json<B2bManagementPolicy> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let Value::Object(members) = Unique::deserialize(source)?.0 else {
            return Err(D::Error::custom("expected a B2B management policy: an object"));
        };
        let mut policy = B2bManagementPolicy::default();
        for (name, value) in members {
            if name != "definition" {
                policy.extra.insert(name, value);
                continue;
            }
            // Graph: a list with one string that holds JSON. Some captures hold the object itself.
            let mut first = match value {
                Value::Array(mut items) if items.len() == 1 => items.swap_remove(0),
                Value::Array(items) => {
                    return Err(D::Error::custom(format_args!(
                        "expected one definition, found {}",
                        items.len()
                    )));
                }
                other => other,
            };
            if let Value::String(text) = &first {
                first = serde_json::from_str::<Unique>(text)
                    .map_err(|fault| {
                        D::Error::custom(format_args!("`definition` is not JSON: {fault}"))
                    })?
                    .0;
            }
            read_definition(first, &mut policy).map_err(D::Error::custom)?;
        }
        Ok(Json(policy))
    }
}

/// The text Graph expects inside `definition`.
pub(super) fn definition(policy: &B2bManagementPolicy) -> Value {
    let mut list = serde_json::Map::new();
    let InvitationsPolicy { allowed, blocked, extra } = &policy.invitations;
    for (name, domains) in [("AllowedDomains", allowed), ("BlockedDomains", blocked)] {
        if let Some(domains) = domains {
            let names = domains.iter().map(|domain| Value::from(domain.as_str())).collect();
            list.insert(name.to_owned(), Value::Array(names));
        }
    }
    for (name, value) in extra.iter() {
        list.insert(name.clone(), value.clone());
    }
    let mut inner = serde_json::Map::new();
    inner.insert(LIST.to_owned(), Value::Object(list));
    for (name, value) in policy.definition_extra.iter() {
        inner.insert(name.clone(), value.clone());
    }
    let mut outer = serde_json::Map::new();
    outer.insert(POLICY.to_owned(), Value::Object(inner));
    Value::Object(outer)
}

impl Serialize for Ref<'_, B2bManagementPolicy> {
    fn serialize<S: Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(&definition(self.0)).map_err(S::Error::custom)?;
        let mut members = sink.serialize_map(None)?;
        members.serialize_entry("definition", &[text])?;
        for (name, value) in self.0.extra.iter() {
            members.serialize_entry(name, value)?;
        }
        members.end()
    }
}
