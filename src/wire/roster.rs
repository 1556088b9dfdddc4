//! Users and groups for synchronisation: of whole Graph objects only the attributes that a
//! configuration names, read without holding the object.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::record::Key;
use crate::domain::ObjectId;
use crate::sync::{Field, Roster, SyncGroup};

/// Attributes that a synchronization schema calls otherwise than Graph does. Inferred from the two
/// lists side by side: the attributes of a schema as the service returned it, and
/// microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/user.md
#[rustfmt::skip]
pub(super) const GRAPH_NAMES: &[(&str, &str)] = &[
    ("dirSyncEnabled", "onPremisesSyncEnabled"),
    ("facsimileTelephoneNumber", "faxNumber"),
    ("immutableId", "onPremisesImmutableId"),
    ("mobile", "mobilePhone"),
    ("objectId", "id"),
    ("physicalDeliveryOfficeName", "officeLocation"),
    ("telephoneNumber", "businessPhones"),
    ("userState", "externalUserState"),
];

/// Which members of a user are read, and where they go.
#[derive(Clone, Debug)]
pub struct RosterPlan {
    names: Vec<String>,
    /// By the first name of a path: the column, and what follows.
    members: HashMap<String, Vec<(usize, Vec<String>)>>,
}

impl RosterPlan {
    /// Reads these attributes, called as a synchronization schema calls them.
    pub fn of(names: Vec<String>) -> Self {
        let mut members: HashMap<String, Vec<(usize, Vec<String>)>> = HashMap::new();
        for (column, name) in names.iter().enumerate() {
            let mut put = |path: &str| {
                let mut path = path.split('.').map(str::to_owned);
                let first = path.next().unwrap_or_default();
                members.entry(first).or_default().push((column, path.collect()));
            };
            put(name);
            if let Some((_, graph)) = GRAPH_NAMES.iter().find(|(schema, _)| schema == name) {
                put(graph);
            }
            if name.starts_with("extensionAttribute") {
                put(&format!("onPremisesExtensionAttributes.{name}"));
            }
        }
        RosterPlan { names, members }
    }

    /// Nobody yet.
    pub fn roster(&self) -> Roster {
        Roster::new(self.names.clone())
    }

    /// Reads a user into a roster.
    pub fn read(&self, line: &[u8], roster: &mut Roster) -> Result<(), String> {
        let mut source = serde_json::Deserializer::from_slice(line);
        let (id, fields) =
            source.deserialize_map(UserVisitor(self)).map_err(|fault| fault.to_string())?;
        roster.push(id, fields);
        Ok(())
    }
}

struct UserVisitor<'p>(&'p RosterPlan);

impl<'de> Visitor<'de> for UserVisitor<'_> {
    type Value = (ObjectId, Vec<Option<Field>>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a user: an object with `id`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut fields = vec![None; self.0.names.len()];
        let mut id = None;
        while let Some(Key(name)) = members.next_key()? {
            let wanted = self.0.members.get(name.as_ref()).map(Vec::as_slice).unwrap_or_default();
            if name == "id" {
                let text: Cow<'de, str> = members.next_value::<Key<'de>>()?.0;
                id = Some(text.parse().map_err(|bad| {
                    A::Error::custom(format_args!("{bad} as `id`, found `{}`", text.escape_debug()))
                })?);
                for (column, _) in wanted {
                    if let Some(field) = fields.get_mut(*column) {
                        *field = Some(Field::Text(text.clone().into_owned()));
                    }
                }
                continue;
            }
            if wanted.is_empty() {
                let _ignored: IgnoredAny = members.next_value()?;
                continue;
            }
            let whole: Raw = members.next_value()?;
            for (column, path) in wanted {
                let found = path.iter().try_fold(&whole, |inside, name| inside.member(name));
                if let (Some(raw), Some(field)) = (found, fields.get_mut(*column)) {
                    *field = Some(raw.field(&name));
                }
            }
        }
        Ok((id.ok_or_else(|| A::Error::missing_field("id"))?, fields))
    }
}

/// A member that is wanted.
enum Raw {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Raw>),
    Object(Vec<(String, Raw)>),
}

impl Raw {
    fn member(&self, name: &str) -> Option<&Raw> {
        match self {
            Raw::Object(members) => members.iter().find(|(n, _)| n == name).map(|(_, raw)| raw),
            Raw::Null => Some(&Raw::Null),
            Raw::Bool(_) | Raw::Number(_) | Raw::Text(_) | Raw::List(_) => None,
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        match self.member(name) {
            Some(Raw::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// Whether an `assignedPlan` is one of Exchange that is in use.
    ///
    /// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/assignedplan.md
    fn is_mailbox(&self) -> bool {
        let is = |name, words: &[&str]| {
            self.text(name)
                .is_some_and(|text| words.iter().any(|one| text.eq_ignore_ascii_case(one)))
        };
        is("service", &["exchange"]) && is("capabilityStatus", &["Enabled", "Warning"])
    }

    /// What becomes of the member with this name.
    fn field(&self, name: &str) -> Field {
        match self {
            Raw::Null => Field::Missing,
            Raw::Bool(value) => Field::Bool(*value),
            Raw::Number(text) => Field::Number(text.clone()),
            Raw::Text(text) => Field::Text(text.clone()),
            Raw::Object(_) => {
                let id = self.text("id").and_then(|id| id.parse().ok());
                id.map_or(Field::Unreadable, Field::Reference)
            }
            // Graph allows one business telephone only, in a list all the same.
            Raw::List(items) if name == "businessPhones" => {
                items.first().map_or(Field::Missing, |first| first.field(""))
            }
            // Of all plans only a mailbox matters.
            Raw::List(plans) if name == "assignedPlans" => {
                Field::Bool(plans.iter().any(Raw::is_mailbox))
            }
            Raw::List(items) => {
                let text = |item: &Raw| match item {
                    Raw::Text(text) => Some(text.clone()),
                    Raw::Object(_) => item.text("key").or_else(|| item.text("issuerAssignedId")),
                    Raw::Null | Raw::Bool(_) | Raw::Number(_) | Raw::List(_) => None,
                };
                Field::Many(items.iter().filter_map(text).collect())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Raw, A::Error> {
        // serde_json hands a number over as a map with this one key (feature
        // `arbitrary_precision`).
        const NUMBER: &str = "$serde_json::private::Number";
        let mut list = Vec::new();
        while let Some(Key(name)) = members.next_key()? {
            if name == NUMBER {
                return members.next_value().map(Raw::Number);
            }
            list.push((name.into_owned(), members.next_value()?));
        }
        Ok(Raw::Object(list))
    }
}

/// Reads a group.
pub fn read_sync_group(line: &[u8]) -> Result<SyncGroup, String> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Line {
        security_enabled: Option<bool>,
        mail: Option<String>,
        proxy_addresses: Option<Vec<String>>,
        mail_enabled: Option<bool>,
        group_types: Option<Vec<String>>,
        is_assignable_to_role: Option<bool>,
    }
    let crate::domain::Group { id, display_name, members } = super::directory::read_group(line)?;
    let line: Line = serde_json::from_slice(line).map_err(|fault| fault.to_string())?;
    let addresses = line.mail.into_iter().chain(line.proxy_addresses.into_iter().flatten());
    let is_unified = line.group_types.map(|types| types.iter().any(|one| one == "Unified"));
    Ok(SyncGroup {
        id,
        display_name,
        security_enabled: line.security_enabled,
        mail_enabled: line.mail_enabled,
        is_unified,
        is_role_assignable: line.is_assignable_to_role,
        addresses: addresses.collect(),
        members,
    })
}
