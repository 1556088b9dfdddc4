//! A part of a directory that may change while cycles run.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use crate::domain::ObjectId;
use crate::sync::matching::unbinned;
use crate::sync::roster::{Field, Roster, Value};

/// Texts by which users are found, in lower case.
pub type Keys = HashSet<String, FixedState>;

/// One user.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Object id.
    pub id: ObjectId,
    fields: Vec<Option<Field>>,
}

/// Users that may change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    names: Vec<String>,
    /// Whether the export tells an attribute.
    told: Vec<bool>,
    rows: Vec<Person>,
    index: HashMap<ObjectId, usize, FixedState>,
}

impl People {
    /// Some users of a directory. What its export does not tell stays untold.
    pub fn of(roster: &Roster, names: Vec<String>, rows: impl Iterator<Item = usize>) -> Self {
        let columns: Vec<Option<usize>> = names.iter().map(|name| roster.column(name)).collect();
        let rows = rows.map(|row| Person {
            id: roster.id(row),
            fields: columns.iter().map(|column| field(roster.value(row, *column))).collect(),
        });
        let rows: Vec<Person> = rows.collect();
        let told = names.iter().map(|name| roster.tells(name)).collect();
        let index = rows.iter().enumerate().map(|(row, person)| (person.id, row)).collect();
        People { names, told, rows, index }
    }

    /// The same as a cycle reads it.
    pub fn roster(&self) -> Roster {
        let mut roster = Roster::new(self.names.clone());
        for person in &self.rows {
            roster.push(person.id, person.fields.clone());
        }
        roster.settle();
        roster
    }

    /// Everybody.
    pub fn ids(&self) -> impl Iterator<Item = ObjectId> {
        self.rows.iter().map(|person| person.id)
    }

    /// Where somebody stands.
    pub fn row(&self, id: ObjectId) -> Option<usize> {
        self.index.get(&id).copied()
    }

    /// Whether an attribute is told.
    pub fn tells(&self, name: &str) -> bool {
        self.column(name).and_then(|column| self.told.get(column)).copied().unwrap_or(false)
    }

    /// A value; `None` where it is untold, or nobody has this id.
    pub fn get(&self, id: ObjectId, name: &str) -> Option<&Field> {
        self.rows.get(self.row(id)?)?.at(self.column(name))
    }

    /// A value as text.
    pub fn text(&self, id: ObjectId, name: &str) -> Option<&str> {
        match self.get(id, name)? {
            Field::Text(text) | Field::Number(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// Whether sign-in is blocked.
    pub fn is_blocked(&self, id: ObjectId) -> bool {
        matches!(self.get(id, "accountEnabled"), Some(Field::Bool(false)))
    }

    /// Writes a value; an attribute nobody asked for is passed over.
    pub fn set(&mut self, id: ObjectId, name: &str, value: Field) {
        let (row, column) = (self.row(id), self.column(name));
        let person = row.and_then(|row| self.rows.get_mut(row));
        if let (Some(person), Some(column)) = (person, column)
            && let Some(field) = person.fields.get_mut(column)
        {
            *field = Some(value);
            if let Some(told) = self.told.get_mut(column) {
                *told = true;
            }
        }
    }

    /// Tells an attribute that no export tells, the same for everybody.
    pub fn assume(&mut self, name: &str, value: &dyn Fn(ObjectId) -> Field) {
        let Some(column) = self.column(name) else { return };
        if let Some(told) = self.told.get_mut(column) {
            *told = true;
        }
        for person in &mut self.rows {
            if let Some(field) = person.fields.get_mut(column) {
                *field = Some(value(person.id));
            }
        }
    }

    /// Takes somebody in who tells what the others tell.
    pub fn add(&mut self, id: ObjectId) {
        let fields = self.told.iter().map(|told| told.then_some(Field::Missing)).collect();
        self.index.insert(id, self.rows.len());
        self.rows.push(Person { id, fields });
    }

    /// Takes somebody out.
    pub fn remove(&mut self, id: ObjectId) {
        self.rows.retain(|person| person.id != id);
        let rows = self.rows.iter().enumerate();
        self.index = rows.map(|(row, person)| (person.id, row)).collect();
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }
}

impl Person {
    fn at(&self, column: Option<usize>) -> Option<&Field> {
        self.fields.get(column?)?.as_ref()
    }
}

/// A value, owned; an absent one stays absent.
pub fn field(value: Value<'_>) -> Option<Field> {
    Some(match value {
        Value::Untold => return None,
        Value::Missing => Field::Missing,
        Value::Bool(value) => Field::Bool(value),
        Value::Number(text) => Field::Number(text.to_owned()),
        Value::Text(text) => Field::Text(text.to_owned()),
        Value::Reference(id) => Field::Reference(id),
        Value::Many(items) => Field::Many(items.iter().map(str::to_owned).collect()),
        Value::Unreadable => Field::Unreadable,
    })
}

/// What a user of the source may be found by in the target.
pub fn source_keys(source: &Roster, row: usize, keys: &mut Keys) {
    for name in ["netId", "userPrincipalName", "mail"] {
        if let Some(text) = source.named(row, name).text() {
            add_key(text, keys);
        }
    }
}

/// One such text, and the form the service gives to a sign-in name.
pub fn add_key(text: &str, keys: &mut Keys) {
    let text = text.trim().to_lowercase();
    keys.insert(text.replace('@', "_"));
    keys.insert(text);
}

/// Whether a user of the target can be found by one of these, or holds an address of them.
pub fn is_near(target: &Roster, row: usize, keys: &Keys) -> bool {
    const NAMES: &[&str] =
        &["alternativeSecurityIds", "userPrincipalName", "identities", "mail", "proxyAddresses"];
    let hit = |text: &str| keys.contains(text.trim());
    NAMES.iter().flat_map(|name| target.named(row, name).texts()).any(|text| {
        let text = text.to_lowercase();
        let last = text.rsplit(':').next().unwrap_or_default();
        let local = text.split_once("#ext#").map_or("", |(local, _)| unbinned(local));
        hit(&text) || hit(last) || hit(local)
    })
}
