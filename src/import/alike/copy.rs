//! One user, read and copied.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use memchr::memmem::Finder;

use super::super::ROW_BYTES_MAX;
use super::super::{kind, tidy};
use super::{MEMBERS_MAX, Member, Use, is_harmless};
use crate::domain::Guid;
use crate::wire::plain_length;

/// Objects and lists in one another.
const DEPTH_MAX: usize = 16;

/// What a token begins with.
static TOKEN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(tidy::TOKEN));

/// Why reading stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    Cut,
    Other,
}

fn when(holds: bool) -> Result<(), Stop> {
    if holds { Ok(()) } else { Err(Stop::Other) }
}

/// What is not read yet, and the line that becomes of what was.
pub struct Left<'t> {
    pub text: &'t [u8],
    pub at: usize,
    pub line: &'t mut Vec<u8>,
    /// Names inside members, of which nothing has to be left out.
    pub harmless: &'t mut HashSet<Vec<u8>, FixedState>,
}

impl<'t> Left<'t> {
    /// A user with these members; nothing where it is another one.
    pub fn user(
        &mut self,
        members: &[Member],
        odata: Option<&str>,
        telling: &[&str],
        in_list: bool,
    ) -> Result<Option<Guid>, Stop> {
        if in_list {
            self.take(b',')?;
        }
        self.space();
        let begun = self.at;
        self.open(b'{')?;
        let (mut id, mut came, mut told, mut next) = (None, 0u128, 0usize, 0usize);
        loop {
            self.space();
            let place = self.member(members, next)?;
            let Some(Member { name, does }) = members.get(place) else { return Ok(None) };
            next = place + 1;
            when(came >> place & 1 == 0)?;
            came |= 1 << place;
            told += usize::from(telling.contains(&name.as_str()));
            self.take(b':')?;
            self.space();
            if matches!(does, Use::Note | Use::Type) {
                let kept = self.line.len();
                let from = self.at;
                self.value(0)?;
                self.line.truncate(kept);
                let value = self.text.get(from..self.at).unwrap_or_default();
                when(*does == Use::Note || odata.is_some_and(|odata| is_quoted(value, odata)))?;
            } else {
                self.key(name.as_bytes());
                match does {
                    Use::Id => id = Some(self.id()?),
                    Use::Name | Use::Text => self.text_or_null(*does == Use::Name)?,
                    Use::Any | Use::Note | Use::Type => self.value(0)?,
                }
            }
            self.space();
            match self.byte()? {
                b',' => {}
                b'}' => break,
                _ => return Ok(None),
            }
        }
        self.line.push(b'}');
        let raw = self.text.get(begun..self.at).unwrap_or_default();
        let may_hold_token = TOKEN.find(raw).is_some();
        let fits = told == telling.len() && self.line.len() <= ROW_BYTES_MAX && !may_hold_token;
        Ok(id.filter(|_| fits))
    }

    /// The place of the member whose name comes; mostly that of the one expected.
    fn member(&mut self, members: &[Member], expected: usize) -> Result<usize, Stop> {
        self.take(b'"')?;
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_it = |member: &Member| {
            rest.strip_prefix(member.name.as_bytes())
                .is_some_and(|rest| rest.first() == Some(&b'"'))
        };
        let place = match members.get(expected).is_some_and(is_it) {
            true => Some(expected),
            false => members.iter().position(is_it),
        };
        let Some((place, member)) = place.and_then(|at| Some((at, members.get(at)?))) else {
            // A name that the text ends in may still become a known one.
            let length = plain_length(rest);
            return Err(if length == rest.len() { Stop::Cut } else { Stop::Other });
        };
        self.at += member.name.len() + 1;
        Ok(place)
    }

    fn key(&mut self, name: &[u8]) {
        if !matches!(self.line.last(), Some(b'{')) {
            self.line.push(b',');
        }
        self.line.push(b'"');
        self.line.extend_from_slice(name);
        self.line.extend_from_slice(b"\":");
    }

    fn id(&mut self) -> Result<Guid, Stop> {
        when(self.peek()? == b'"')?;
        let text = self.text()?;
        let id = std::str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
        self.put(text)?;
        id.ok_or(Stop::Other)
    }

    fn text_or_null(&mut self, is_name: bool) -> Result<(), Stop> {
        if self.peek()? == b'n' {
            return self.word(b"null");
        }
        let text = self.text()?;
        when(!is_name || !text.starts_with(kind::POLICY_NAME.as_bytes()))?;
        self.put(text)
    }

    /// Copies a value without white space and notes.
    fn value(&mut self, depth: usize) -> Result<(), Stop> {
        when(depth < DEPTH_MAX)?;
        match self.peek()? {
            b'"' => {
                let text = self.text()?;
                self.put(text)
            }
            b'n' => self.word(b"null"),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'0'..=b'9' => self.whole_number(),
            b'[' => self.list(depth),
            b'{' => self.object(depth),
            _ => Err(Stop::Other),
        }
    }

    fn list(&mut self, depth: usize) -> Result<(), Stop> {
        self.open(b'[')?;
        self.space();
        if self.peek()? == b']' {
            return self.open(b']');
        }
        loop {
            self.space();
            self.value(depth + 1)?;
            self.space();
            match self.byte()? {
                b',' => self.line.push(b','),
                b']' => {
                    self.line.push(b']');
                    return Ok(());
                }
                _ => return Err(Stop::Other),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<(), Stop> {
        self.open(b'{')?;
        self.space();
        if self.peek()? == b'}' {
            return self.open(b'}');
        }
        let mut names: Vec<&'t [u8]> = Vec::new();
        loop {
            self.take(b'"')?;
            let from = self.at;
            let rest = self.text.get(from..).unwrap_or_default();
            let length = plain_length(rest);
            let name = rest.get(..length).unwrap_or_default();
            self.at += length;
            when(self.byte()? == b'"')?;
            when(!names.contains(&name) && names.len() < MEMBERS_MAX)?;
            names.push(name);
            self.take(b':')?;
            self.space();
            let kept = self.line.len();
            self.key(name);
            self.value(depth + 1)?;
            if self.is_note(name)? {
                self.line.truncate(kept);
            }
            self.space();
            match self.byte()? {
                b',' => {}
                b'}' => {
                    self.line.push(b'}');
                    return Ok(());
                }
                _ => return Err(Stop::Other),
            }
        }
    }

    /// Whether a member inside another is a note; names that may be secret go the long way.
    fn is_note(&mut self, name: &[u8]) -> Result<bool, Stop> {
        if self.harmless.contains(name) {
            return Ok(false);
        }
        let text = std::str::from_utf8(name).map_err(|_| Stop::Other)?;
        when(is_harmless(text))?;
        if tidy::is_note(text) {
            return Ok(true);
        }
        if self.harmless.len() < MEMBERS_MAX {
            self.harmless.insert(name.to_vec());
        }
        Ok(false)
    }

    fn whole_number(&mut self) -> Result<(), Stop> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = rest.split_at_checked(length).ok_or(Stop::Cut)?;
        when(digits.len() == 1 || digits.first() != Some(&b'0'))?;
        match rest.first() {
            None => return Err(Stop::Cut),
            Some(b'.' | b'e' | b'E') => return Err(Stop::Other),
            Some(_) => {}
        }
        self.at += length;
        self.line.extend_from_slice(digits);
        Ok(())
    }

    /// Text without its quotes and escapes.
    fn text(&mut self) -> Result<Cow<'t, [u8]>, Stop> {
        let begun = self.at;
        self.take(b'"')?;
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = plain_length(rest);
        if rest.get(length) == Some(&b'"') {
            self.at += length + 1;
            return Ok(Cow::Borrowed(rest.get(..length).unwrap_or_default()));
        }
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            self.at += plain_length(rest);
            match self.byte()? {
                b'"' => break,
                b'\\' => {
                    let _escaped = self.byte()?;
                }
                _ => return Err(Stop::Other),
            }
        }
        let quoted = self.text.get(begun..self.at).unwrap_or_default();
        let text: String = serde_json::from_slice(quoted).map_err(|_| Stop::Other)?;
        when(!tidy::is_token(&text))?;
        Ok(Cow::Owned(text.into_bytes()))
    }

    /// Puts text into the line.
    fn put(&mut self, text: Cow<'_, [u8]>) -> Result<(), Stop> {
        match text {
            Cow::Borrowed(text) => {
                self.line.push(b'"');
                self.line.extend_from_slice(text);
                self.line.push(b'"');
                Ok(())
            }
            Cow::Owned(text) => {
                let text = std::str::from_utf8(&text).map_err(|_| Stop::Other)?;
                serde_json::to_writer(&mut *self.line, text).map_err(|_| Stop::Other)
            }
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Stop> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return Err(if word.starts_with(rest) { Stop::Cut } else { Stop::Other });
        }
        self.at += word.len();
        self.line.extend_from_slice(word);
        Ok(())
    }

    fn space(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if rest.first().is_some_and(|byte| *byte <= b' ') {
            let is_space = |byte: &&u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
            self.at += rest.iter().take_while(is_space).count();
        }
    }

    fn peek(&self) -> Result<u8, Stop> {
        self.text.get(self.at).copied().ok_or(Stop::Cut)
    }

    fn byte(&mut self) -> Result<u8, Stop> {
        let byte = self.peek()?;
        self.at += 1;
        Ok(byte)
    }

    /// Passes over a byte, and over white space before it.
    fn take(&mut self, byte: u8) -> Result<(), Stop> {
        self.space();
        when(self.byte()? == byte)
    }

    /// Passes over a byte that also stands in the line.
    fn open(&mut self, byte: u8) -> Result<(), Stop> {
        when(self.byte()? == byte)?;
        self.line.push(byte);
        Ok(())
    }
}

/// Whether a value is this text.
fn is_quoted(value: &[u8], text: &str) -> bool {
    let inner = value.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    inner == Some(text.as_bytes())
}
