//! Users as exports write them: one line without spaces, members in the same order every time. What
//! is anything else is left to `serde_json`, which also reads every line of the tests beside this.

use serde::de::{Deserialize, IgnoredAny};

use super::{ListOf, Place, Raw, RosterPlan};
use crate::domain::ObjectId;
use crate::sync::{ManyText, Roster};

/// Reads a user into a roster; nothing where it takes more than this knows, and then what came in of
/// it has to be forgotten.
pub(super) fn read(plan: &mut RosterPlan, line: &str, roster: &mut Roster) -> Option<ObjectId> {
    let mut left = Left(line);
    left.take("{")?;
    let (mut id, mut at) = (None, 0);
    loop {
        let (wanted, list) = member(plan, &mut left, at)?;
        at += 1;
        let places = wanted.and_then(|at| plan.wanted.get(at)).map(Vec::as_slice);
        match (wanted == plan.id, places) {
            (true, places) => {
                let text = left.text()?;
                id = Some(text.parse().ok()?);
                for (column, _) in places.unwrap_or_default() {
                    roster.put_text(*column, text);
                }
            }
            (false, None | Some([])) => left.skip()?,
            (false, Some([one])) if one.1.is_empty() => {
                value(&mut left, one, list, roster, &mut plan.many)?;
            }
            (false, Some(_)) => return None,
        }
        if left.take(",").is_none() {
            left.take("}")?;
            return if left.0.is_empty() { id } else { None };
        }
    }
}

/// What is wanted of the next member, and what a list in it is of.
fn member(
    plan: &mut RosterPlan,
    left: &mut Left<'_>,
    at: usize,
) -> Option<(Option<usize>, ListOf)> {
    left.take("\"")?;
    if let Some((name, wanted)) = plan.last.get(at)
        && let Some(rest) = left.0.strip_prefix(name.as_str())
        && let Some(rest) = rest.strip_prefix("\":")
    {
        left.0 = rest;
        return Some((*wanted, ListOf::named(name)));
    }
    let name = left.rest_of_text()?;
    left.take(":")?;
    Some((plan.wanted(at, name), ListOf::named(name)))
}

fn value(
    left: &mut Left<'_>,
    (column, _): &Place,
    list: ListOf,
    roster: &mut Roster,
    many: &mut ManyText,
) -> Option<()> {
    match left.0.bytes().next()? {
        b'"' => roster.put_text(*column, left.text()?),
        b'[' if list == ListOf::Plans => {
            let plans: Vec<Raw> = left.any()?;
            roster.put_bool(*column, plans.iter().any(Raw::is_mailbox));
        }
        b'[' => {
            many.clear();
            let mut first = None;
            left.take("[")?;
            while left.take("]").is_none() {
                let item = left.text()?;
                first.get_or_insert(item);
                many.push(item);
                if left.take(",").is_none() {
                    left.take("]")?;
                    break;
                } else if left.0.starts_with(']') {
                    return None;
                }
            }
            match first {
                Some(first) if list == ListOf::Telephones => roster.put_text(*column, first),
                _ => roster.put_many(*column, many),
            }
        }
        b'{' => roster.put_reference(*column, reference(left)?),
        _ if left.take("null").is_some() => roster.put_missing(*column),
        _ if left.take("true").is_some() => roster.put_bool(*column, true),
        _ if left.take("false").is_some() => roster.put_bool(*column, false),
        _ => return None,
    }
    Some(())
}

/// An object of texts, with an `id` that is one.
fn reference(left: &mut Left<'_>) -> Option<ObjectId> {
    left.take("{")?;
    let mut id = None;
    loop {
        let name = left.text()?;
        left.take(":")?;
        let text = left.text()?;
        match name {
            "id" if id.is_none() => id = Some(text.parse().ok()?),
            super::NUMBER => return None,
            _ => {}
        }
        if left.take(",").is_none() {
            left.take("}")?;
            return id;
        }
    }
}

/// What is not read yet.
struct Left<'l>(&'l str);

impl<'l> Left<'l> {
    fn take(&mut self, what: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(what)?;
        Some(())
    }

    /// Text without escapes.
    fn text(&mut self) -> Option<&'l str> {
        self.take("\"")?;
        self.rest_of_text()
    }

    fn rest_of_text(&mut self) -> Option<&'l str> {
        let length = plain_length(self.0.as_bytes());
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest.strip_prefix('"')?;
        Some(text)
    }

    /// Leaves a value aside, whatever it is.
    fn skip(&mut self) -> Option<()> {
        match self.0.bytes().next()? {
            b'"' => self.text().map(|_| ()),
            b'n' => self.take("null"),
            b't' => self.take("true"),
            b'f' => self.take("false"),
            _ => self.any().map(|IgnoredAny| ()),
        }
    }

    /// A value that `serde_json` reads.
    fn any<T: Deserialize<'l>>(&mut self) -> Option<T> {
        let mut rest = serde_json::Deserializer::from_str(self.0).into_iter();
        let value = rest.next()?.ok()?;
        self.0 = self.0.get(rest.byte_offset()..)?;
        Some(value)
    }
}

const EIGHT: usize = 8;
const ONES: u64 = u64::from_le_bytes([1; EIGHT]);
const TOPS: u64 = u64::from_le_bytes([0x80; EIGHT]);

/// How many bytes come before the first that ends text, escapes, or must not stand in it. Eight at a
/// time: the lowest bit set in `found` tells the first of them, whatever the higher ones say.
pub fn plain_length(bytes: &[u8]) -> usize {
    let ends = |byte: u8| byte == b'"' || byte == b'\\' || byte < b' ';
    let mut at = 0;
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk::<EIGHT>) {
        let word = u64::from_le_bytes(*eight);
        let zeros = |word: u64| word.wrapping_sub(ONES) & !word;
        let quotes = zeros(word ^ (ONES * u64::from(b'"')));
        let escapes = zeros(word ^ (ONES * u64::from(b'\\')));
        let controls = word.wrapping_sub(ONES * u64::from(b' ')) & !word;
        let found = (quotes | escapes | controls) & TOPS;
        if found != 0 {
            return at + (found.trailing_zeros() / u8::BITS) as usize;
        }
        at += EIGHT;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| ends(*byte)).unwrap_or(rest.len())
}
