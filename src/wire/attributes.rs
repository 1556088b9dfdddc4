//! The attributes of a user, as mappings name them.

use crate::domain::Json;
use crate::expr::{Attributes, Value};

/// What mappings call some members of Graph's user. Inferred: the synchronization templates name
/// attributes as Azure AD Graph did.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("id", "objectId"),
    ("officeLocation", "physicalDeliveryOfficeName"),
    ("mobilePhone", "mobile"),
    ("faxNumber", "facsimileTelephoneNumber"),
];

/// The attributes of a Graph user under the names Graph uses and those that mappings use. The
/// members of `onPremisesExtensionAttributes` stand for themselves; the first of `businessPhones` is
/// `telephoneNumber`; of an object, such as an expanded manager, its id is taken.
pub fn attributes(user: &Json) -> Attributes {
    let mut out = Attributes::new();
    let Some(members) = user.as_object() else { return out };
    for (name, json) in members.iter().filter(|(name, _)| !name.contains('@')) {
        if name == "onPremisesExtensionAttributes" {
            let inside = json.as_object().into_iter().flatten();
            out.extend(inside.map(|(name, json)| (name.clone(), attribute(json))));
        } else {
            out.insert(name.clone(), attribute(json));
        }
    }
    for (graph, other) in OTHER_NAMES {
        if let Some(value) = out.get(*graph).cloned() {
            out.entry((*other).to_owned()).or_insert(value);
        }
    }
    if let Some(Value::Many(phones)) = out.get("businessPhones") {
        let first = phones.first().cloned().unwrap_or_default();
        out.entry("telephoneNumber".to_owned()).or_insert(first);
    }
    out
}

/// The value of one attribute.
pub fn attribute(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Boolean(*yes),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Integer(whole),
            (None, Some(number)) => Value::Number(number),
            (None, None) => Value::Text(number.to_string()),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(values) => Value::Many(values.iter().map(attribute).collect()),
        Json::Object(members) => members.get("id").map_or(Value::Null, attribute),
    }
}

/// A value as JSON; a date as the service writes it.
pub fn value_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(yes) => Json::Bool(*yes),
        Value::Integer(whole) => Json::from(*whole),
        Value::Number(number) => Json::from(*number),
        Value::Many(values) => values.iter().map(value_json).collect(),
        Value::Text(_) | Value::Date(_) => value.text().map_or(Json::Null, Json::String),
    }
}
