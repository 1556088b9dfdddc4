//! The journal: one line an edit, each carrying the hash of the line before and its own.

use std::fmt::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::pointer::{Change, Pointer};
use super::workspace::ascii;

/// What a journal line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// The workspace begins; the changes hold all of it.
    Init,
    /// An edit.
    Edit,
    /// Exports were read.
    Import,
    /// Takes the edit of that revision back.
    Undo(u64),
    /// Makes the edit of that revision again.
    Redo(u64),
}

/// A journal line.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Number of the line, from 1.
    pub revision: u64,
    /// When, RFC 3339.
    pub time: String,
    /// Who, as `user@host`.
    pub actor: String,
    /// What it does.
    pub kind: Kind,
    /// What was changed, in words.
    pub label: String,
    /// The changed places.
    pub changes: Vec<Change>,
}

/// A line that cannot be part of this journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineFault {
    /// Cut off or changed: its own hash does not fit.
    Damaged,
    /// Whole, but it does not follow the line before.
    OutOfChain,
    /// Whole, but written by a newer program.
    Unreadable(String),
}

impl fmt::Display for LineFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LineFault::Damaged => f.write_str("the line is cut off or was changed"),
            LineFault::OutOfChain => f.write_str("the line does not follow the one before it"),
            LineFault::Unreadable(what) => write!(f, "the line cannot be read: {what}"),
        }
    }
}

impl std::error::Error for LineFault {}

#[derive(Serialize, Deserialize)]
struct Shape<'a> {
    revision: u64,
    time: String,
    actor: String,
    kind: Kind,
    label: String,
    changes: Vec<Place>,
    #[serde(borrow)]
    previous: std::borrow::Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct Place {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "present")]
    before: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "present")]
    after: Option<Box<RawValue>>,
}

/// A member that is there is a value, also when it is `null`: only an absent one is nothing.
fn present<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::deserialize(source).map(Some)
}

const HASH: &str = ",\"hash\":\"";

/// Lower-case hexadecimal SHA-256.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _memory = write!(text, "{byte:02x}");
        text
    })
}

fn raw(value: &crate::domain::Json) -> Option<Box<RawValue>> {
    serde_json::value::to_raw_value(value).ok()
}

/// Writes a line with its end; also gives its hash, which the next line must carry.
pub fn write_entry(entry: &Entry, previous: &str) -> (String, String) {
    let shape = Shape {
        revision: entry.revision,
        time: entry.time.clone(),
        actor: entry.actor.clone(),
        kind: entry.kind,
        label: entry.label.clone(),
        changes: entry
            .changes
            .iter()
            .map(|change| Place {
                path: change.path.to_string(),
                before: change.before.as_ref().and_then(raw),
                after: change.after.as_ref().and_then(raw),
            })
            .collect(),
        previous: previous.into(),
    };
    // Writing our own shape to memory has no way to fail.
    let mut text = ascii(serde_json::to_string(&shape).unwrap_or_default());
    text.pop();
    let hash = sha256(text.as_bytes());
    text.push_str(HASH);
    text.push_str(&hash);
    text.push_str("\"}\n");
    (text, hash)
}

/// Reads a line (without its end). With `previous` the chain is checked as well.
pub fn read_entry(line: &[u8], previous: Option<&str>) -> Result<(Entry, String), LineFault> {
    let text = std::str::from_utf8(line).map_err(|_| LineFault::Damaged)?;
    let (body, tail) = text.rsplit_once(HASH).ok_or(LineFault::Damaged)?;
    let hash = tail.strip_suffix("\"}").ok_or(LineFault::Damaged)?;
    if sha256(body.as_bytes()) != hash {
        return Err(LineFault::Damaged);
    }
    let unreadable = |fault: serde_json::Error| LineFault::Unreadable(fault.to_string());
    let shape: Shape<'_> = serde_json::from_str(text).map_err(unreadable)?;
    if previous.is_some_and(|previous| previous != shape.previous) {
        return Err(LineFault::OutOfChain);
    }
    let value = |raw: Option<Box<RawValue>>| {
        raw.map(|raw| serde_json::from_str(raw.get()).map_err(unreadable)).transpose()
    };
    let changes = shape
        .changes
        .into_iter()
        .map(|place| {
            let path = Pointer::parse(&place.path)
                .ok_or_else(|| LineFault::Unreadable(format!("`{}` is no place", place.path)))?;
            Ok(Change { path, before: value(place.before)?, after: value(place.after)? })
        })
        .collect::<Result<_, LineFault>>()?;
    let entry = Entry {
        revision: shape.revision,
        time: shape.time,
        actor: shape.actor,
        kind: shape.kind,
        label: shape.label,
        changes,
    };
    Ok((entry, hash.to_owned()))
}

/// What a history shows of a line without reading the values.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Headline {
    /// Number of the line, from 1.
    pub revision: u64,
    /// When, RFC 3339.
    pub time: String,
    /// Who, as `user@host`.
    pub actor: String,
    /// What it does.
    pub kind: Kind,
    /// What was changed, in words.
    pub label: String,
    /// How many places it changed.
    #[serde(rename = "changes", deserialize_with = "count")]
    pub places: usize,
}

fn count<'de, D: serde::Deserializer<'de>>(source: D) -> Result<usize, D::Error> {
    let places: Vec<serde::de::IgnoredAny> = Vec::deserialize(source)?;
    Ok(places.len())
}

/// Reads what a history shows of a line, trusting that the chain was checked when it was opened.
pub fn read_headline(line: &[u8]) -> Result<Headline, LineFault> {
    serde_json::from_slice(line).map_err(|fault| LineFault::Unreadable(fault.to_string()))
}
