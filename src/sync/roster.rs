//! The users of a directory, attribute by attribute, small enough for a million of them.

mod column;
mod value;

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use self::column::{Cell, Column};
pub use self::value::{Field, ManyText, Value};
use super::table::Table;
use crate::domain::ObjectId;

/// Attributes that hardly ever repeat: looking for the same text again would cost and gain nothing.
/// Of others it shows.
const OWN: &[&str] = &[
    "alternativeSecurityIds",
    "displayName",
    "employeeId",
    "identities",
    "immutableId",
    "mail",
    "mailNickname",
    "mobile",
    "netId",
    "objectId",
    "proxyAddresses",
    "telephoneNumber",
    "userPrincipalName",
];

/// Attributes that the engine asks for by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// `accountEnabled`
    Enabled,
    /// `alternativeSecurityIds`
    AlternativeIds,
    /// `assignedPlans`
    Plans,
    /// `deletedDateTime`
    Deleted,
    /// `dirSyncEnabled`
    DirSync,
    /// `identities`
    Identities,
    /// `mail`
    Mail,
    /// `manager`
    Manager,
    /// `netId`
    NetId,
    /// `proxyAddresses`
    Proxies,
    /// `userPrincipalName`
    SignInName,
    /// `userState`
    State,
    /// `userType`
    Kind,
}

/// In the order of [`Known`].
const KNOWN: [&str; 13] = [
    "accountEnabled",
    "alternativeSecurityIds",
    "assignedPlans",
    "deletedDateTime",
    "dirSyncEnabled",
    "identities",
    "mail",
    "manager",
    "netId",
    "proxyAddresses",
    "userPrincipalName",
    "userState",
    "userType",
];

/// Rows whose texts are counted from one place. Texts of a row are at most 508 bytes, see
/// [`Roster::own`], so that those of so many rows are counted in 16 bits.
const BLOCK: usize = 128;

/// Users and the attributes of them that were asked for. A column keeps texts that repeat once;
/// those that do not stand together, row after row, and twice in a row is once.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    names: Vec<String>,
    known: [Option<usize>; KNOWN.len()],
    columns: Vec<Column>,
    ids: Vec<ObjectId>,
    rows: Table,
    /// Where the texts of each block of rows begin, and those of each row in its block.
    blocks: Vec<usize>,
    starts: Vec<u16>,
    text: String,
    /// Texts that are too long to stand with their row, by row and column.
    wide: HashMap<(u32, u32), (usize, usize), FixedState>,
    wide_text: String,
    /// How much of the text belongs to rows that are in.
    taken: usize,
    /// The row that is coming in: its cells, where its own texts begin, what is not understood.
    coming: Vec<Option<Cell>>,
    coming_own: Vec<u8>,
    coming_unreadable: Vec<usize>,
    scratch: String,
}

impl Roster {
    /// Nobody yet, with these attributes.
    pub fn new(names: Vec<String>) -> Self {
        let place = |name: &str| names.iter().position(|known| known == name);
        Roster {
            known: KNOWN.map(place),
            columns: names.iter().map(|name| Column::new(OWN.contains(&name.as_str()))).collect(),
            coming: vec![None; names.len()],
            names,
            ..Roster::default()
        }
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

    /// The row of a user.
    pub fn row(&self, id: ObjectId) -> Option<usize> {
        let is_it = |row: u32| self.ids.get(row as usize) == Some(&id);
        self.rows.find(hash(id), is_it).map(|row| row as usize)
    }

    /// Where an attribute is kept.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// Whether the export says anything about an attribute. Where no object has the member, nothing
    /// is known; where some have it, the others have no value.
    pub fn tells(&self, name: &str) -> bool {
        self.column(name).and_then(|at| self.columns.get(at)).is_some_and(|column| column.is_told)
    }

    /// A value by the name of its attribute.
    pub fn named(&self, row: usize, name: &str) -> Value<'_> {
        self.value(row, self.column(name))
    }

    /// A value of an attribute that is asked for all the time.
    pub fn known(&self, row: usize, known: Known) -> Value<'_> {
        self.value(row, self.known.get(known as usize).copied().flatten())
    }

    /// A value by its place; `None` is an attribute that is not kept.
    pub fn value(&self, row: usize, column: Option<usize>) -> Value<'_> {
        let Some((at, column)) = column.and_then(|at| Some((at, self.columns.get(at)?))) else {
            return Value::Untold;
        };
        if !column.is_told {
            return Value::Untold;
        }
        match column.cell(row) {
            Cell::Missing => Value::Missing,
            Cell::Bool(value) => Value::Bool(value),
            Cell::Entry(number) => column.entry(number),
            Cell::Own(start, length) => {
                self.own(row, start, length).map_or(Value::Missing, value::value)
            }
            Cell::Wide => self.wide(row, at).map_or(Value::Missing, value::value),
        }
    }

    /// Of how many users the value of an attribute is not understood, where of any.
    pub fn unreadable(&self) -> impl Iterator<Item = (&str, u64)> {
        let names = self.names.iter().map(String::as_str);
        names.zip(self.columns.iter().map(|one| one.unreadable)).filter(|(_, count)| *count > 0)
    }

    /// Text of a row: it begins at most 254 bytes after the row's first, and is at most as long.
    fn own(&self, row: usize, start: u8, length: u8) -> Option<&str> {
        let block = self.blocks.get(row / BLOCK)?;
        let from = block + usize::from(*self.starts.get(row)?) + usize::from(start);
        self.text.get(from..from + usize::from(length))
    }

    fn wide(&self, row: usize, column: usize) -> Option<&str> {
        let (from, to) = self.wide.get(&wide_key(row, column))?;
        self.wide_text.get(*from..*to)
    }

    /// Takes a user in at once. The fields stand in the order of the attributes; `None` is a member that
    /// the object does not have. Whoever has an id that is there already is not taken in.
    pub fn push(&mut self, id: ObjectId, fields: Vec<Option<Field>>) {
        self.begin();
        for (column, field) in fields.into_iter().enumerate() {
            if let Some(field) = field {
                self.put(column, field);
            }
        }
        let _is_new = self.end(id);
    }

    /// A user comes in: [`Self::put`] and its siblings say what, [`Self::end`] who. Whoever never
    /// ended is forgotten.
    pub fn begin(&mut self) {
        self.text.truncate(self.taken);
        self.coming.fill(None);
        self.coming_own.clear();
        self.coming_unreadable.clear();
    }

    /// A value of the user who comes in.
    pub fn put(&mut self, column: usize, field: Field) {
        match field {
            Field::Missing => self.put_missing(column),
            Field::Bool(value) => self.put_bool(column, value),
            Field::Number(digits) => self.put_number(column, &digits),
            Field::Text(text) => self.put_text(column, &text),
            Field::Reference(id) => self.put_reference(column, id),
            Field::Many(items) => {
                let mut many = ManyText::default();
                for item in &items {
                    many.push(item);
                }
                self.put_many(column, &many);
            }
            Field::Unreadable => self.put_unreadable(column),
        }
    }

    /// No value.
    pub fn put_missing(&mut self, column: usize) {
        self.set(column, Cell::Missing);
    }

    /// True or false.
    pub fn put_bool(&mut self, column: usize, value: bool) {
        if self.is_own(column) {
            self.keep_marked(column, if value { value::TRUE } else { value::FALSE }, "");
        } else {
            self.set(column, Cell::Bool(value));
        }
    }

    /// A number, digit by digit.
    pub fn put_number(&mut self, column: usize, digits: &str) {
        self.keep_marked(column, value::NUMBER, digits);
    }

    /// Text.
    pub fn put_text(&mut self, column: usize, text: &str) {
        match () {
            () if text.is_empty() => self.put_missing(column),
            () if value::is_marked(text) => self.keep_marked(column, value::PLAIN, text),
            () => self.keep(column, text),
        }
    }

    /// Another object.
    pub fn put_reference(&mut self, column: usize, id: ObjectId) {
        if self.is_own(column) {
            return self.keep_marked(column, value::REFERENCE, &id.to_string());
        }
        if let Some(number) = self.columns.get_mut(column).map(|column| column.refer(id)) {
            self.set(column, Cell::Entry(number));
        }
    }

    /// Several texts.
    pub fn put_many(&mut self, column: usize, many: &ManyText) {
        match many.kept() {
            "" => self.put_missing(column),
            kept => self.keep(column, kept),
        }
    }

    /// Something that is not understood.
    pub fn put_unreadable(&mut self, column: usize) {
        self.keep_marked(column, value::UNREADABLE, "");
        self.coming_unreadable.push(column);
    }

    fn is_own(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(Column::is_own)
    }

    fn set(&mut self, column: usize, cell: Cell) {
        if let Some(place) = self.coming.get_mut(column) {
            *place = Some(cell);
        }
    }

    fn keep_marked(&mut self, column: usize, mark: char, text: &str) {
        let mut kept = std::mem::take(&mut self.scratch);
        kept.clear();
        kept.push(mark);
        kept.push_str(text);
        self.keep(column, &kept);
        self.scratch = kept;
    }

    fn keep(&mut self, column: usize, kept: &str) {
        let cell = match self.columns.get_mut(column) {
            None => return,
            Some(column) if !column.is_own() => Cell::Entry(column.intern(kept)),
            Some(_) => self.keep_own(column, kept),
        };
        self.set(column, cell);
    }

    /// Among the texts of the row; the beginning of one that stands there is not kept again: mail
    /// and sign-in name are mostly the same, and the nickname is how both begin.
    fn keep_own(&mut self, column: usize, kept: &str) -> Cell {
        let row = self.text.as_bytes().get(self.taken..).unwrap_or_default();
        let is_there = |start: &u8| {
            row.get(usize::from(*start)..).is_some_and(|rest| rest.starts_with(kept.as_bytes()))
        };
        let start = self.coming_own.iter().copied().find(is_there);
        let start = start.or_else(|| u8::try_from(row.len()).ok());
        let (start, length) = match (start, u8::try_from(kept.len())) {
            (Some(start), Ok(length)) if start.max(length) < u8::MAX => (start, length),
            _ => return self.keep_wide(column, kept),
        };
        if usize::from(start) == row.len() {
            self.text.push_str(kept);
            self.coming_own.push(start);
        }
        Cell::Own(start, length)
    }

    fn keep_wide(&mut self, column: usize, kept: &str) -> Cell {
        let from = self.wide_text.len();
        self.wide_text.push_str(kept);
        self.wide.insert(wide_key(self.ids.len(), column), (from, self.wide_text.len()));
        Cell::Wide
    }

    /// The user who came in is this one. Nobody is taken in twice: then it is `false`.
    pub fn end(&mut self, id: ObjectId) -> bool {
        let row = self.ids.len();
        let Some(number) = u32::try_from(row).ok().filter(|_| self.row(id).is_none()) else {
            return false;
        };
        if row.is_multiple_of(BLOCK) {
            self.blocks.push(self.taken);
        }
        let block = self.blocks.last().copied().unwrap_or(0);
        self.starts.push(u16::try_from(self.taken - block).unwrap_or(u16::MAX));
        for (column, cell) in self.columns.iter_mut().zip(&self.coming) {
            column.push(row, *cell);
        }
        for column in &self.coming_unreadable {
            if let Some(column) = self.columns.get_mut(*column) {
                column.unreadable += 1;
            }
        }
        self.taken = self.text.len();
        self.ids.push(id);
        self.rows.insert(hash(id), number);
        true
    }

    /// Forgets what was only needed while users came in.
    pub fn settle(&mut self) {
        self.begin();
        self.columns.iter_mut().for_each(Column::settle);
        self.rows.settle();
        self.text.shrink_to_fit();
        self.ids.shrink_to_fit();
        self.starts.shrink_to_fit();
    }
}

fn wide_key(row: usize, column: usize) -> (u32, u32) {
    (u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

fn hash(id: ObjectId) -> u64 {
    FixedState::default().hash_one(id)
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
