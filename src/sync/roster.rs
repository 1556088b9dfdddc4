//! The users of a directory, attribute by attribute, small enough for a million of them.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::domain::ObjectId;

/// Attributes that hardly ever repeat: looking for the same text again would cost and gain nothing.
const OWN: &[&str] =
    &["userPrincipalName", "mail", "mailNickname", "displayName", "employeeId", "netId"];

/// A value as it is read, on its way into a [`Roster`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// `null`, empty text, an empty list.
    Missing,
    /// True or false.
    Bool(bool),
    /// A number, digit by digit.
    Number(String),
    /// Text.
    Text(String),
    /// Another object.
    Reference(ObjectId),
    /// Several texts.
    Many(Vec<String>),
    /// Something that is not understood here.
    Unreadable,
}

/// A value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'r> {
    /// No object of this export says anything about the attribute.
    Untold,
    /// No value.
    Missing,
    /// True or false.
    Bool(bool),
    /// A number, digit by digit.
    Number(&'r str),
    /// Text.
    Text(&'r str),
    /// Another object.
    Reference(ObjectId),
    /// Several texts.
    Many(Many<'r>),
    /// Something that is not understood here.
    Unreadable,
}

impl<'r> Value<'r> {
    /// The value as text where it is a single one; truth as the service writes it in expressions.
    pub fn text(self) -> Option<&'r str> {
        match self {
            Value::Bool(true) => Some("True"),
            Value::Bool(false) => Some("False"),
            Value::Number(text) | Value::Text(text) => Some(text),
            Value::Untold
            | Value::Missing
            | Value::Reference(_)
            | Value::Many(_)
            | Value::Unreadable => None,
        }
    }

    /// All texts of the value: one, several, or none.
    pub fn texts(self) -> impl Iterator<Item = &'r str> {
        let many = match self {
            Value::Many(many) => Some(many),
            _ => None,
        };
        self.text().into_iter().chain(many.into_iter().flat_map(Many::iter))
    }
}

/// Several texts of one attribute.
#[derive(Clone, Copy, Debug)]
pub struct Many<'r> {
    roster: &'r Roster,
    items: &'r [Stored],
}

impl PartialEq for Many<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'r> Many<'r> {
    /// The texts, as they came.
    pub fn iter(self) -> impl Iterator<Item = &'r str> {
        self.items.iter().map(move |item| self.roster.slice(*item))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Text,
    Number,
    Reference,
    /// The next so many are its items.
    Many,
    Unreadable,
}

#[derive(Clone, Copy, Debug)]
struct Stored {
    at: usize,
    length: u32,
    sort: Sort,
}

/// Cells below this are values themselves; those above name what is stored.
const FIRST: u32 = 3;

/// Users and the attributes of them that were asked for. Texts that repeat are kept once.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    names: Vec<String>,
    /// Whether any line said anything about an attribute.
    told: Vec<bool>,
    ids: Vec<ObjectId>,
    /// A user after the other: 0 no value, 1 false, 2 true, else a stored value.
    cells: Vec<u32>,
    stored: Vec<Stored>,
    text: String,
    /// What is stored, by the hash of its text.
    seen: HashMap<u64, u32, FixedState>,
}

impl Roster {
    /// Nobody yet, with these attributes.
    pub fn new(names: Vec<String>) -> Self {
        let told = vec![false; names.len()];
        Roster { names, told, ..Roster::default() }
    }

    /// How many users.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Nobody.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The object id of a user.
    pub fn id(&self, row: usize) -> ObjectId {
        self.ids.get(row).copied().unwrap_or_default()
    }

    /// All object ids, in the order of the export.
    pub fn ids(&self) -> &[ObjectId] {
        &self.ids
    }

    /// Where an attribute is kept.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// Whether the export says anything about an attribute. Where no object has the member, nothing
    /// is known; where some have it, the others have no value.
    pub fn tells(&self, name: &str) -> bool {
        self.column(name).and_then(|column| self.told.get(column)).copied().unwrap_or(false)
    }

    /// A value by the name of its attribute.
    pub fn named(&self, row: usize, name: &str) -> Value<'_> {
        self.value(row, self.column(name))
    }

    /// A value by its place; `None` is an attribute that is not kept.
    pub fn value(&self, row: usize, column: Option<usize>) -> Value<'_> {
        let Some(column) = column.filter(|at| self.told.get(*at) == Some(&true)) else {
            return Value::Untold;
        };
        match self.cells.get(row * self.names.len() + column).copied().unwrap_or(0) {
            0 => Value::Missing,
            1 => Value::Bool(false),
            2 => Value::Bool(true),
            cell => self.read((cell - FIRST) as usize),
        }
    }

    fn read(&self, place: usize) -> Value<'_> {
        let Some(stored) = self.stored.get(place).copied() else { return Value::Missing };
        match stored.sort {
            Sort::Text => Value::Text(self.slice(stored)),
            Sort::Number => Value::Number(self.slice(stored)),
            Sort::Reference => {
                self.slice(stored).parse().map_or(Value::Unreadable, Value::Reference)
            }
            Sort::Many => {
                let items = place + 1..place + 1 + stored.length as usize;
                Value::Many(Many {
                    roster: self,
                    items: self.stored.get(items).unwrap_or_default(),
                })
            }
            Sort::Unreadable => Value::Unreadable,
        }
    }

    fn slice(&self, stored: Stored) -> &str {
        self.text.get(stored.at..stored.at + stored.length as usize).unwrap_or_default()
    }

    /// Takes a user in. The fields stand in the order of the attributes; `None` is a member that
    /// the object does not have.
    pub fn push(&mut self, id: ObjectId, fields: Vec<Option<Field>>) {
        self.ids.push(id);
        for column in 0..self.names.len() {
            let field = fields.get(column).cloned().flatten();
            if field.is_some()
                && let Some(told) = self.told.get_mut(column)
            {
                *told = true;
            }
            let is_own = self.names.get(column).is_some_and(|name| OWN.contains(&name.as_str()));
            let cell = match field {
                None | Some(Field::Missing) => 0,
                Some(Field::Bool(value)) => 1 + u32::from(value),
                Some(Field::Text(text)) if text.is_empty() => 0,
                Some(Field::Text(text)) => self.keep(&text, Sort::Text, is_own),
                Some(Field::Number(text)) => self.keep(&text, Sort::Number, is_own),
                Some(Field::Reference(id)) => self.keep(&id.to_string(), Sort::Reference, false),
                Some(Field::Many(items)) if items.is_empty() => 0,
                Some(Field::Many(items)) => self.keep_many(&items),
                Some(Field::Unreadable) => self.keep("", Sort::Unreadable, false),
            };
            self.cells.push(cell);
        }
    }

    /// Forgets what was only needed while users came in.
    pub fn settle(&mut self) {
        self.seen = HashMap::default();
        self.text.shrink_to_fit();
        self.cells.shrink_to_fit();
        self.stored.shrink_to_fit();
    }

    fn keep(&mut self, text: &str, sort: Sort, is_own: bool) -> u32 {
        let hash = self.seen.hasher().hash_one((text, sort as u8));
        if !is_own
            && let Some(cell) = self.seen.get(&hash).copied()
            && let Some(stored) = self.stored.get((cell - FIRST) as usize).copied()
            && stored.sort == sort
            && self.slice(stored) == text
        {
            return cell;
        }
        let cell = self.store(text, sort);
        if !is_own {
            self.seen.insert(hash, cell);
        }
        cell
    }

    fn keep_many(&mut self, items: &[String]) -> u32 {
        let length = u32::try_from(items.len()).unwrap_or(0);
        let cell = self.place();
        self.stored.push(Stored { at: 0, length, sort: Sort::Many });
        for item in items {
            self.store(item, Sort::Text);
        }
        cell
    }

    fn store(&mut self, text: &str, sort: Sort) -> u32 {
        let cell = self.place();
        let length = u32::try_from(text.len()).unwrap_or(0);
        self.stored.push(Stored { at: self.text.len(), length, sort });
        self.text.push_str(text);
        cell
    }

    /// The cell for what is stored next.
    fn place(&self) -> u32 {
        u32::try_from(self.stored.len()).unwrap_or(u32::MAX - FIRST).saturating_add(FIRST)
    }
}

/// A group as synchronisation needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncGroup {
    /// Object id in its own tenant.
    pub id: ObjectId,
    /// Name shown to people.
    pub display_name: String,
    /// Only members of such groups count; `None` when the export does not say.
    pub security_enabled: Option<bool>,
    /// Whether it gets mail; `None` when the export does not say, here and in the next two.
    pub mail_enabled: Option<bool>,
    /// Whether it is a Microsoft 365 group.
    pub is_unified: Option<bool>,
    /// Whether roles may be given to it.
    pub is_role_assignable: Option<bool>,
    /// Its addresses.
    pub addresses: Vec<String>,
    /// Direct members; `None` when membership has not been imported.
    pub members: Option<Vec<ObjectId>>,
}
