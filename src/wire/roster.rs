//! Users and groups for synchronisation: of whole Graph objects only the attributes that a
//! configuration names, read without holding the object.

mod cell;
mod quick;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use foldhash::fast::FixedState;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use self::cell::Cell;
pub use self::quick::plain_length;
use super::record::Key;
use crate::domain::ObjectId;
use crate::sync::{Field, ManyText, Roster, SyncGroup};

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
    /// By the first name of a path: where in `wanted`.
    members: HashMap<String, usize, FixedState>,
    wanted: Vec<Vec<Place>>,
    /// The members of the last user, in their order: that of the next is mostly the same.
    last: Vec<(String, Option<usize>)>,
    /// Where in `wanted` the id stands, which always is.
    id: Option<usize>,
    many: ManyText,
}

/// The column of an attribute, and the path to it inside the member.
type Place = (usize, Vec<String>);

/// Why a line is no user of the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RosterFault {
    /// It cannot be read.
    Unreadable(String),
    /// Somebody with this id is there already.
    Twice(ObjectId),
}

impl RosterPlan {
    /// Reads these attributes, called as a synchronization schema calls them.
    pub fn of(names: Vec<String>) -> Self {
        let mut members: HashMap<String, usize, FixedState> = HashMap::default();
        let mut wanted: Vec<Vec<Place>> = Vec::new();
        for (column, name) in names.iter().enumerate() {
            let mut put = |path: &str| {
                let mut path = path.split('.').map(str::to_owned);
                let first = path.next().unwrap_or_default();
                let at = *members.entry(first).or_insert(wanted.len());
                if at == wanted.len() {
                    wanted.push(Vec::new());
                }
                if let Some(places) = wanted.get_mut(at) {
                    places.push((column, path.collect()));
                }
            };
            put(name);
            if let Some((_, graph)) = GRAPH_NAMES.iter().find(|(schema, _)| schema == name) {
                put(graph);
            }
            if name.starts_with("extensionAttribute") {
                put(&format!("onPremisesExtensionAttributes.{name}"));
            }
        }
        let id = *members.entry("id".to_owned()).or_insert(wanted.len());
        wanted.resize(wanted.len().max(id + 1), Vec::new());
        let (last, many) = (Vec::new(), ManyText::default());
        RosterPlan { names, members, wanted, last, id: Some(id), many }
    }

    /// Nobody yet.
    pub fn roster(&self) -> Roster {
        Roster::new(self.names.clone())
    }

    /// Reads a user into a roster: whole, or not at all.
    pub fn read(&mut self, line: &[u8], roster: &mut Roster) -> Result<(), RosterFault> {
        let taken = |is_new: bool, id| if is_new { Ok(()) } else { Err(RosterFault::Twice(id)) };
        roster.begin();
        if let Ok(text) = std::str::from_utf8(line)
            && let Some(id) = quick::read(self, text, roster)
        {
            return taken(roster.end(id), id);
        }
        roster.begin();
        let unreadable = |fault: serde_json::Error| RosterFault::Unreadable(fault.to_string());
        let mut source = serde_json::Deserializer::from_slice(line);
        let id = source.deserialize_map(UserVisitor { plan: self, roster }).map_err(unreadable)?;
        source.end().map_err(unreadable)?;
        taken(roster.end(id), id)
    }

    /// What is wanted of the member that comes at this place.
    fn wanted(&mut self, at: usize, name: &str) -> Option<usize> {
        if let Some((last, wanted)) = self.last.get(at)
            && last == name
        {
            return *wanted;
        }
        let wanted = self.members.get(name).copied();
        self.last.truncate(at);
        if self.last.len() == at {
            self.last.push((name.to_owned(), wanted));
        }
        wanted
    }
}

struct UserVisitor<'p> {
    plan: &'p mut RosterPlan,
    roster: &'p mut Roster,
}

impl<'de> Visitor<'de> for UserVisitor<'_> {
    type Value = ObjectId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a user: an object with `id`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<ObjectId, A::Error> {
        let UserVisitor { plan, roster } = self;
        let (mut id, mut at) = (None, 0);
        while let Some(Key(name)) = members.next_key()? {
            let wanted = plan.wanted(at, &name);
            at += 1;
            let places = wanted.and_then(|at| plan.wanted.get(at)).map(Vec::as_slice);
            if wanted == plan.id {
                let text: Cow<'de, str> = members.next_value::<Key<'de>>()?.0;
                id = Some(text.parse().map_err(|bad| {
                    A::Error::custom(format_args!("{bad} as `id`, found `{}`", text.escape_debug()))
                })?);
                for (column, _) in places.unwrap_or_default() {
                    roster.put_text(*column, &text);
                }
                continue;
            }
            match places {
                None => {
                    let _ignored: IgnoredAny = members.next_value()?;
                }
                Some([(column, path)]) if path.is_empty() => {
                    let (list, many) = (ListOf::named(&name), &mut plan.many);
                    members.next_value_seed(Cell { roster, column: *column, list, many })?;
                }
                Some(places) => {
                    let whole: Raw = members.next_value()?;
                    for (column, path) in places {
                        let found =
                            path.iter().try_fold(&whole, |inside, name| inside.member(name));
                        if let Some(raw) = found {
                            roster.put(*column, raw.field(&name));
                        }
                    }
                }
            }
        }
        id.ok_or_else(|| A::Error::missing_field("id"))
    }
}

/// Graph allows one business telephone only, in a list all the same.
const TELEPHONES: &str = "businessPhones";

/// Of all plans only a mailbox matters.
const PLANS: &str = "assignedPlans";

/// What the items of a list come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListOf {
    Telephones,
    Plans,
    Texts,
}

impl ListOf {
    /// What a list in the member with this name is of.
    fn named(name: &str) -> Self {
        match name {
            TELEPHONES => ListOf::Telephones,
            PLANS => ListOf::Plans,
            _ => ListOf::Texts,
        }
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
            Raw::List(items) if name == TELEPHONES => {
                items.first().map_or(Field::Missing, |first| first.field(""))
            }
            Raw::List(plans) if name == PLANS => Field::Bool(plans.iter().any(Raw::is_mailbox)),
            Raw::List(items) => Field::Many(items.iter().filter_map(Raw::item).collect()),
        }
    }

    /// What becomes of it as an item of a list.
    fn item(&self) -> Option<String> {
        match self {
            Raw::Text(text) => Some(text.clone()),
            Raw::Object(_) => self.text("key").or_else(|| self.text("issuerAssignedId")),
            Raw::Null | Raw::Bool(_) | Raw::Number(_) | Raw::List(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(RawVisitor)
    }
}

/// `serde_json` hands a number over as a map with this one key (feature `arbitrary_precision`).
const NUMBER: &str = "$serde_json::private::Number";

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
