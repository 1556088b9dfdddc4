//! Lists of `signIn` objects, read piece by piece: one buffer, no copies of what is not kept.

use serde::de::{Deserialize, DeserializeOwned, IgnoredAny};

use super::super::fault::{ImportFault, Place};
use super::super::json;
use super::super::session::Session;
use super::super::text::{OBJECT_BYTES_MAX, Text};
use super::object::{ObjectRow, is_sign_in};

/// Bytes that are read at once.
const PIECE_BYTES: usize = 256 * 1024;

/// The next value of a type, and how many bytes it took; nothing when the text ends in it.
enum Next<T> {
    Value(T, usize),
    End,
    Bad(serde_json::Error),
}

fn next<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Next<T> {
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<T>();
    match values.next() {
        Some(Ok(value)) => Next::Value(value, values.byte_offset()),
        Some(Err(bad)) if !bad.is_eof() => Next::Bad(bad),
        Some(Err(_)) | None => Next::End,
    }
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// A member of an object: its name and where its value begins.
fn member(bytes: &[u8], at: usize) -> Option<(String, usize)> {
    let at = skip_space(bytes, at);
    let Next::Value(name, length) = next::<String>(bytes.get(at..)?) else { return None };
    let colon = skip_space(bytes, at + length);
    (bytes.get(colon) == Some(&b':')).then(|| (name, skip_space(bytes, colon + 1)))
}

/// Where the members after a value go on.
fn after(bytes: &[u8], at: usize) -> Option<usize> {
    let Next::Value(IgnoredAny, length) = next(bytes.get(at..)?) else { return None };
    let comma = skip_space(bytes, at + length);
    (bytes.get(comma) == Some(&b',')).then_some(comma + 1)
}

/// The names of an object's members, as far as they can be seen.
fn names(bytes: &[u8], open: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = open + 1;
    while let Some((name, value)) = member(bytes, at) {
        found.push(name);
        let Some(on) = after(bytes, value) else { break };
        at = on;
    }
    found
}

/// Whether a file begins with a list of sign-ins, or with sign-ins one after the other.
pub(in crate::import) fn begins(beginning: &[u8]) -> bool {
    let is_row = |open: usize| {
        bytes_at(beginning, open) == Some(b'{')
            && is_sign_in(names(beginning, open).iter().map(String::as_str))
    };
    let start = skip_space(beginning, 0);
    match bytes_at(beginning, start) {
        Some(b'[') => is_row(skip_space(beginning, start + 1)),
        Some(b'{') => {
            let mut at = start + 1;
            while let Some((name, value)) = member(beginning, at) {
                if is_list(&name) && bytes_at(beginning, value) == Some(b'[') {
                    return is_row(skip_space(beginning, value + 1));
                }
                let Some(on) = after(beginning, value) else { break };
                at = on;
            }
            // A single object may be followed by others.
            is_row(start)
        }
        _ => false,
    }
}

fn bytes_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

fn is_list(name: &str) -> bool {
    matches!(name, "value" | "Value")
}

/// The part of a file that is at hand.
struct Feed<'a, 'r> {
    text: &'a mut Text<'r>,
    file: String,
    buffer: Vec<u8>,
    at: usize,
    /// Where the buffer begins in the file.
    place: Place,
    ended: bool,
}

impl Feed<'_, '_> {
    fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Where something in the rest stands.
    fn place(&self, offset: usize) -> Place {
        self.place.plus(place_in(self.buffer.get(..self.at + offset).unwrap_or_default()))
    }

    /// Lets go of what was read, and reads more where there is more.
    fn more(&mut self) -> Result<(), ImportFault> {
        let read = self.buffer.get(..self.at).unwrap_or_default();
        self.place = self.place.plus(place_in(read));
        self.buffer.drain(..self.at);
        self.at = 0;
        let wanted = self.buffer.len().saturating_mul(2).max(PIECE_BYTES);
        self.check_length(self.buffer.len())?;
        while !self.ended && self.buffer.len() < wanted {
            let track = self.text.track();
            let read = self.text.piece(&mut self.buffer);
            self.ended = !read.map_err(|bad| json::unread(&self.file, &track, &bad))?;
        }
        Ok(())
    }

    /// That the object ahead is not too long.
    fn check_length(&self, length: usize) -> Result<(), ImportFault> {
        if length as u64 <= OBJECT_BYTES_MAX {
            return Ok(());
        }
        let what = format!(
            "the object that starts in line {} is longer than {} MiB, expected less",
            self.place(0).line,
            OBJECT_BYTES_MAX / 1024 / 1024
        );
        Err(self.fault(0, what))
    }

    /// The next byte that is no white space, left where it is.
    fn peek(&mut self) -> Result<Option<u8>, ImportFault> {
        loop {
            self.at = skip_space(&self.buffer, self.at);
            if let Some(byte) = bytes_at(&self.buffer, self.at) {
                return Ok(Some(byte));
            }
            let had = self.ended;
            self.more()?;
            if had {
                return Ok(None);
            }
        }
    }

    /// Takes one byte that must be there.
    fn expect(&mut self, wanted: u8) -> Result<(), ImportFault> {
        match self.peek()? {
            Some(byte) if byte == wanted => {
                self.at += 1;
                Ok(())
            }
            Some(_) => {
                Err(self.fault(0, format!("this is not JSON: expected `{}`", char::from(wanted))))
            }
            None => Err(self.cut()),
        }
    }

    fn cut(&self) -> ImportFault {
        self.fault(self.rest().len(), "the file ends in the middle of the JSON".to_owned())
    }

    fn fault(&self, offset: usize, what: String) -> ImportFault {
        ImportFault {
            file: self.file.clone(),
            place: Some(self.place(offset).words("")),
            what,
            remedy: "export the file again".to_owned(),
        }
    }

    fn broken(&self, bad: &serde_json::Error) -> ImportFault {
        let text = bad.to_string();
        let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
        let inner = Place { line: bad.line().max(1), column: bad.column().max(1) };
        let place = Some(self.place(0).plus(inner).words(""));
        let what =
            if bad.is_data() { what.to_owned() } else { format!("this is not JSON: {what}") };
        ImportFault { place, ..self.fault(0, what) }
    }

    /// A whole value.
    fn value<T: DeserializeOwned>(&mut self) -> Result<T, ImportFault> {
        self.peek()?;
        loop {
            match next::<T>(self.rest()) {
                Next::Value(value, length) => {
                    self.at += length;
                    return Ok(value);
                }
                Next::Bad(bad) => return Err(self.broken(&bad)),
                Next::End => self.grow()?,
            }
        }
    }

    /// More of a value that is not whole yet.
    fn grow(&mut self) -> Result<(), ImportFault> {
        let had = self.ended;
        self.more()?;
        if had { Err(self.cut()) } else { Ok(()) }
    }
}

/// Where a text ends that begins in the first line and column.
fn place_in(bytes: &[u8]) -> Place {
    let last = bytes.iter().rposition(|byte| *byte == b'\n');
    // So few that a byte can count them, which many can be at once.
    let few = |some: &[u8]| {
        some.iter().fold(0u8, |count, byte| count.wrapping_add(u8::from(*byte == b'\n')))
    };
    let lines: usize = bytes.chunks(usize::from(u8::MAX)).map(|some| usize::from(few(some))).sum();
    Place { line: lines + 1, column: bytes.len() - last.map_or(0, |at| at + 1) + 1 }
}

/// Reads a whole file of sign-ins.
pub(in crate::import) fn read(
    text: &mut Text<'_>,
    session: &mut Session<'_>,
) -> Result<(), ImportFault> {
    let place = text.track().place();
    let file = session.file.clone();
    let mut feed = Feed { text, file, buffer: Vec::new(), at: 0, place, ended: false };
    while let Some(first) = feed.peek()? {
        match first {
            b'[' => {
                feed.at += 1;
                list(&mut feed, session, "")?;
                session.sign_in_page(false);
            }
            b'{' if begins_row(&mut feed)? => row(&mut feed, session, None)?,
            b'{' => page(&mut feed, session)?,
            _ => {
                let what = "something follows the end of the JSON".to_owned();
                return Err(feed.fault(0, what));
            }
        }
    }
    Ok(())
}

/// Whether the object ahead is a sign-in by itself.
fn begins_row(feed: &mut Feed<'_, '_>) -> Result<bool, ImportFault> {
    loop {
        let names = names(feed.rest(), 0);
        if names.iter().any(|name| is_list(name)) {
            return Ok(false);
        }
        if is_sign_in(names.iter().map(String::as_str)) {
            return Ok(true);
        }
        // Neither is to be seen yet.
        if let Next::Value(IgnoredAny, _) | Next::Bad(_) = next(feed.rest()) {
            return Ok(false);
        }
        feed.grow()?;
    }
}

/// An object around a list.
fn page(feed: &mut Feed<'_, '_>, session: &mut Session<'_>) -> Result<(), ImportFault> {
    feed.expect(b'{')?;
    let (mut has_next, mut listed) = (false, false);
    while feed.peek()? != Some(b'}') {
        let name = feed.value::<String>()?;
        feed.expect(b':')?;
        let is_list = is_list(&name) && feed.peek()? == Some(b'[');
        match name.as_str() {
            _ if is_list && std::mem::replace(&mut listed, true) => {
                let what = format!("there are two lists in one object, the second is `{name}`");
                return Err(feed.fault(0, what));
            }
            _ if is_list => {
                feed.expect(b'[')?;
                list(feed, session, &name)?;
            }
            "@odata.nextLink" => {
                has_next = feed.value::<Option<String>>()?.is_some_and(|t| !t.is_empty());
            }
            _ => {
                feed.value::<IgnoredAny>()?;
            }
        }
        match feed.peek()? {
            Some(b',') => feed.at += 1,
            _ => break,
        }
    }
    if !listed {
        let what = "this is neither a sign-in nor a list of sign-ins, as the rest of the file is";
        return Err(feed.fault(0, what.to_owned()));
    }
    feed.expect(b'}')?;
    session.sign_in_page(has_next);
    Ok(())
}

fn list(feed: &mut Feed<'_, '_>, session: &mut Session<'_>, name: &str) -> Result<(), ImportFault> {
    let mut index = 0_usize;
    if feed.peek()? == Some(b']') {
        feed.at += 1;
        return Ok(());
    }
    loop {
        row(feed, session, Some((name, index)))?;
        index += 1;
        match feed.peek()? {
            Some(b',') => feed.at += 1,
            _ => return feed.expect(b']'),
        }
    }
}

/// One sign-in, which may be an element of a list.
fn row(
    feed: &mut Feed<'_, '_>,
    session: &mut Session<'_>,
    element: Option<(&str, usize)>,
) -> Result<(), ImportFault> {
    let path = || element.map(|(list, index)| format!("{list}[{index}]")).unwrap_or_default();
    feed.peek()?;
    loop {
        let length = match next::<ObjectRow<'_>>(feed.rest()) {
            Next::Value(object, length) => {
                feed.check_length(length)?;
                let place = || feed.place(0).words(&path());
                session.sign_in(&object, &place)?;
                length
            }
            Next::Bad(bad) => {
                let inner = Place { line: bad.line().max(1), column: bad.column().max(1) };
                let place = feed.place(0).plus(inner).words(&path());
                return Err(ImportFault { place: Some(place), ..feed.broken(&bad) });
            }
            Next::End => 0,
        };
        if length > 0 {
            feed.at += length;
            return Ok(());
        }
        feed.grow()?;
    }
}
