//! One attribute of all users.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::value::{self, Value};
use crate::domain::ObjectId;
use crate::sync::table::Table;

/// Different texts after which it is asked whether a column repeats itself at all.
const LOOK_AFTER: usize = 1024;

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    Missing,
    /// True or false.
    Bool(bool),
    /// What the column keeps under this number.
    Entry(u32),
    /// Text of the row, from where and how long.
    Own(u8, u8),
    /// Text that is too long for that.
    Wide,
}

/// Numbers as narrow as they can be.
#[derive(Clone, Debug)]
enum Codes {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Default for Codes {
    fn default() -> Self {
        Codes::One(Vec::new())
    }
}

impl Codes {
    fn get(&self, row: usize) -> Option<u32> {
        match self {
            Codes::One(codes) => codes.get(row).map(|code| u32::from(*code)),
            Codes::Two(codes) => codes.get(row).map(|code| u32::from(*code)),
            Codes::Four(codes) => codes.get(row).copied(),
        }
    }

    fn push(&mut self, code: u32) {
        let (one, two) = (u8::try_from(code), u16::try_from(code));
        match (&mut *self, one, two) {
            (Codes::One(codes), Ok(code), _) => codes.push(code),
            (Codes::Two(codes), _, Ok(code)) => codes.push(code),
            (Codes::Four(codes), ..) => codes.push(code),
            (Codes::One(codes), Err(_), _) => {
                *self = Codes::Two(codes.iter().map(|code| u16::from(*code)).collect());
                self.push(code);
            }
            (Codes::Two(codes), _, Err(_)) => {
                *self = Codes::Four(codes.iter().map(|code| u32::from(*code)).collect());
                self.push(code);
            }
        }
    }

    fn settle(&mut self) {
        match self {
            Codes::One(codes) => codes.shrink_to_fit(),
            Codes::Two(codes) => codes.shrink_to_fit(),
            Codes::Four(codes) => codes.shrink_to_fit(),
        }
    }
}

/// Codes below this are values themselves.
const FIRST: u32 = 3;

/// Marks a cell whose text is kept elsewhere.
const WIDE: [u8; 2] = [u8::MAX, u8::MAX];

/// An entry that is a reference; its place counts references.
const REFERENCE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Entry {
    at: usize,
    length: u32,
}

/// Values of one attribute. Those that repeat are kept once; from the row on where it shows that
/// they hardly do, each stands among the texts of its row.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Whether any object said anything about it.
    pub is_told: bool,
    /// Values that were not understood.
    pub unreadable: u64,
    /// The first row of which anything is said.
    from: usize,
    codes: Codes,
    entries: Vec<Entry>,
    text: String,
    references: Vec<ObjectId>,
    seen: Table,
    /// How often an entry was asked for.
    asked: usize,
    is_own: bool,
    own: Vec<[u8; 2]>,
    /// The row, counted from the first told, from which values stand in `own`.
    own_from: usize,
}

impl Column {
    /// An attribute; whether its values hardly ever repeat is known of some.
    pub fn new(is_own: bool) -> Self {
        Column { is_own, ..Column::default() }
    }

    /// Whether texts are kept with the rows.
    pub fn is_own(&self) -> bool {
        self.is_own
    }

    /// What stands in a row.
    pub fn cell(&self, row: usize) -> Cell {
        let Some(row) = row.checked_sub(self.from) else { return Cell::Missing };
        if self.is_own && row >= self.own_from {
            return match self.own.get(row - self.own_from).copied() {
                Some(WIDE) => Cell::Wide,
                None | Some([_, 0]) => Cell::Missing,
                Some([start, length]) => Cell::Own(start, length),
            };
        }
        match self.codes.get(row).unwrap_or(0) {
            0 => Cell::Missing,
            1 => Cell::Bool(false),
            2 => Cell::Bool(true),
            code => Cell::Entry(code - FIRST),
        }
    }

    /// The next row's; `None` where the object does not have the member.
    pub fn push(&mut self, row: usize, cell: Option<Cell>) {
        if !self.is_told {
            let Some(_) = cell else { return };
            (self.is_told, self.from) = (true, row);
        }
        let cell = cell.unwrap_or(Cell::Missing);
        if self.is_own {
            self.own.push(match cell {
                Cell::Own(start, length) => [start, length],
                Cell::Wide => WIDE,
                Cell::Missing | Cell::Bool(_) | Cell::Entry(_) => [0, 0],
            });
            return;
        }
        self.codes.push(match cell {
            Cell::Missing | Cell::Own(..) | Cell::Wide => 0,
            Cell::Bool(value) => 1 + u32::from(value),
            Cell::Entry(number) => number.saturating_add(FIRST),
        });
        if self.entries.len() >= LOOK_AFTER
            && self.entries.len().is_power_of_two()
            && self.entries.len() * 2 > self.asked
            && self.references.is_empty()
        {
            self.is_own = true;
            self.own_from = self.rows();
            self.seen = Table::default();
        }
    }

    fn rows(&self) -> usize {
        match &self.codes {
            Codes::One(codes) => codes.len(),
            Codes::Two(codes) => codes.len(),
            Codes::Four(codes) => codes.len(),
        }
    }

    /// The number of a text, kept once.
    pub fn intern(&mut self, text: &str) -> u32 {
        self.asked += 1;
        let hash = FixedState::default().hash_one(text);
        let (entries, kept) = (&self.entries, &self.text);
        let is_it = |number: u32| {
            let entry = entries.get(number as usize);
            entry.and_then(|entry| slice(kept, *entry)) == Some(text)
        };
        if let Some(found) = self.seen.find(hash, is_it) {
            return found;
        }
        let length = u32::try_from(text.len()).unwrap_or(REFERENCE - 1);
        let number = self.next(Entry { at: self.text.len(), length });
        self.text.push_str(text);
        self.seen.insert(hash, number);
        number
    }

    /// The number of a reference, kept once.
    pub fn refer(&mut self, id: ObjectId) -> u32 {
        let hash = FixedState::default().hash_one(id);
        let (entries, references) = (&self.entries, &self.references);
        let is_it = |number: u32| {
            let entry = entries.get(number as usize).filter(|entry| entry.length == REFERENCE);
            entry.and_then(|entry| references.get(entry.at)) == Some(&id)
        };
        if let Some(found) = self.seen.find(hash, is_it) {
            return found;
        }
        let number = self.next(Entry { at: self.references.len(), length: REFERENCE });
        self.references.push(id);
        self.seen.insert(hash, number);
        number
    }

    fn next(&mut self, entry: Entry) -> u32 {
        self.entries.push(entry);
        u32::try_from(self.entries.len() - 1).unwrap_or(u32::MAX)
    }

    /// What is kept under a number.
    pub fn entry(&self, number: u32) -> Value<'_> {
        let Some(entry) = self.entries.get(number as usize).copied() else {
            return Value::Missing;
        };
        if entry.length == REFERENCE {
            return self
                .references
                .get(entry.at)
                .map_or(Value::Missing, |id| Value::Reference(*id));
        }
        slice(&self.text, entry).map_or(Value::Missing, value::value)
    }

    /// Forgets what was only needed while users came in.
    pub fn settle(&mut self) {
        self.seen = Table::default();
        self.codes.settle();
        self.entries.shrink_to_fit();
        self.text.shrink_to_fit();
        self.references.shrink_to_fit();
        self.own.shrink_to_fit();
    }
}

fn slice(text: &str, entry: Entry) -> Option<&str> {
    text.get(entry.at..entry.at + entry.length as usize)
}
