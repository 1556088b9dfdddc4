//! Bytes become text: encodings, positions and limits. Nothing is ever guessed or replaced.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{Decoder, DecoderResult, UTF_8, UTF_16BE, UTF_16LE};

use super::fault::Place;

/// Bytes looked at to tell what a file is.
pub(super) const SNIFF_BYTES: usize = 64 * 1024;

/// Bytes of one object: an element of a list, or all of a file that is not a list.
pub(super) const OBJECT_BYTES_MAX: u64 = (if cfg!(test) { 4 } else { 64 }) * 1024 * 1024;

/// What the reader and whoever interprets the text share.
#[derive(Debug)]
pub(super) struct Track {
    place: Cell<Place>,
    marking: Cell<bool>,
    mark: Cell<Place>,
    left: Cell<u64>,
    tape: RefCell<Option<Vec<u8>>>,
    broken: RefCell<Option<String>>,
}

impl Track {
    /// The next byte that is neither white space nor a comma starts an object.
    pub fn expect_object(&self) {
        self.marking.set(true);
        self.left.set(OBJECT_BYTES_MAX);
    }

    /// Where the object started that was last expected.
    pub fn object_start(&self) -> Place {
        self.mark.get()
    }

    /// Keeps what is read from now on.
    pub fn record(&self) {
        *self.tape.borrow_mut() = Some(Vec::new());
    }

    /// What was read since [`Track::record`], unless it was stopped.
    pub fn stop(&self) -> Option<Vec<u8>> {
        self.tape.borrow_mut().take()
    }

    /// The next byte's place.
    pub fn place(&self) -> Place {
        self.place.get()
    }

    /// Why no more text comes, where that is the file's own fault.
    pub fn broken(&self) -> Option<String> {
        self.broken.borrow().clone()
    }

    /// Passes over whole objects.
    fn pass_all(&self, bytes: &[u8]) {
        let mut place = self.place.get();
        match memchr::memrchr(b'\n', bytes) {
            None => place.column += bytes.len(),
            Some(last) => {
                place.line += memchr::memchr_iter(b'\n', bytes).count();
                place.column = bytes.len() - last;
            }
        }
        self.place.set(place);
    }

    fn pass(&self, byte: u8) {
        let mut place = self.place.get();
        if self.marking.get() && !byte.is_ascii_whitespace() && byte != b',' {
            self.marking.set(false);
            self.mark.set(place);
        }
        if byte == b'\n' {
            place.line += 1;
            place.column = 1;
        } else {
            place.column += 1;
        }
        self.place.set(place);
        if let Some(tape) = self.tape.borrow_mut().as_mut() {
            tape.push(byte);
        }
    }
}

/// A file as UTF-8 without a byte order mark.
pub(super) struct Text<'a> {
    source: &'a mut dyn Read,
    decoder: Decoder,
    wide: bool,
    raw: Vec<u8>,
    raw_offset: usize,
    ended: bool,
    finished: bool,
    ready: Vec<u8>,
    at: usize,
    track: Rc<Track>,
}

impl<'a> Text<'a> {
    /// Reads the beginning and finds out the encoding.
    pub fn open(source: &'a mut dyn Read, start: Place) -> io::Result<Self> {
        let mut raw = Vec::new();
        (&mut *source).take(SNIFF_BYTES as u64).read_to_end(&mut raw)?;
        let (encoding, mark) = match raw.as_slice() {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => (None, 0),
            [0xef, 0xbb, 0xbf, ..] => (Some(UTF_8), 3),
            [0xff, 0xfe, ..] => (Some(UTF_16LE), 2),
            [0xfe, 0xff, ..] => (Some(UTF_16BE), 2),
            [first, 0, second, 0, ..] if *first != 0 && *second != 0 => (Some(UTF_16LE), 0),
            [0, first, 0, second, ..] if *first != 0 && *second != 0 => (Some(UTF_16BE), 0),
            _ => (Some(UTF_8), 0),
        };
        raw.drain(..mark);
        let text = Text {
            source,
            decoder: encoding.unwrap_or(UTF_8).new_decoder_without_bom_handling(),
            wide: encoding != Some(UTF_8),
            raw,
            raw_offset: mark,
            ended: false,
            finished: false,
            ready: Vec::new(),
            at: 0,
            track: Rc::new(Track {
                place: Cell::new(start),
                marking: Cell::new(false),
                mark: Cell::new(start),
                left: Cell::new(OBJECT_BYTES_MAX),
                tape: RefCell::new(None),
                broken: RefCell::new(None),
            }),
        };
        if encoding.is_none() {
            return Err(text.refuse("this is UTF-32; expected UTF-8 or UTF-16".to_owned()));
        }
        Ok(text)
    }

    /// What this reader shares.
    pub fn track(&self) -> Rc<Track> {
        Rc::clone(&self.track)
    }

    /// The beginning, decoded; asking does not consume it.
    pub fn beginning(&mut self) -> io::Result<&[u8]> {
        self.fill()?;
        Ok(self.ready.get(self.at..).unwrap_or_default())
    }

    /// The next byte that is not white space, left where it is.
    pub fn peek_visible(&mut self) -> io::Result<Option<u8>> {
        loop {
            self.fill()?;
            match self.ready.get(self.at) {
                None => return Ok(None),
                Some(byte) if byte.is_ascii_whitespace() => {
                    self.track.pass(*byte);
                    self.at += 1;
                }
                Some(byte) => return Ok(Some(*byte)),
            }
        }
    }

    /// Hands out the next piece as it is decoded; `false` at the end. What the track knows of the
    /// place stays behind.
    pub fn piece(&mut self, into: &mut Vec<u8>) -> io::Result<bool> {
        self.fill()?;
        let ready = self.ready.get(self.at..).unwrap_or_default();
        into.extend_from_slice(ready);
        self.at += ready.len();
        Ok(!ready.is_empty())
    }

    /// What is decoded and not handed out yet.
    pub fn ahead(&self) -> &[u8] {
        self.ready.get(self.at..).unwrap_or_default()
    }

    /// Decodes the next piece behind what is [ahead](Self::ahead); `false` where there is none, or
    /// so much ahead already.
    pub fn look_further(&mut self, bytes_max: usize) -> io::Result<bool> {
        let length = self.ahead().len();
        while self.ahead().len() == length && !self.finished && length < bytes_max {
            self.draw()?;
            self.ready.drain(..self.at);
            self.at = 0;
            self.decode()?;
        }
        Ok(self.ahead().len() > length)
    }

    /// Passes over bytes that are ahead.
    pub fn pass_over(&mut self, count: usize) {
        let passed = self.ahead().get(..count).unwrap_or_default();
        self.track.pass_all(passed);
        self.at += passed.len();
    }

    /// Skips to the next line.
    pub fn skip_line(&mut self) -> io::Result<()> {
        let mut byte = [0];
        while self.read(&mut byte)? == 1 && byte != [b'\n'] {}
        Ok(())
    }

    fn refuse(&self, what: String) -> io::Error {
        *self.track.broken.borrow_mut() = Some(what.clone());
        io::Error::new(io::ErrorKind::InvalidData, what)
    }

    /// Makes sure that there is something to hand out, unless the file has ended.
    fn fill(&mut self) -> io::Result<()> {
        while self.at >= self.ready.len() && !self.finished {
            self.draw()?;
            self.ready.clear();
            self.at = 0;
            self.decode()?;
        }
        Ok(())
    }

    /// Reads bytes that are not text yet.
    fn draw(&mut self) -> io::Result<()> {
        if !self.ended && self.raw.len() < SNIFF_BYTES {
            let wanted = (SNIFF_BYTES - self.raw.len()) as u64;
            let read = (&mut *self.source).take(wanted).read_to_end(&mut self.raw)?;
            self.ended = read == 0;
        }
        Ok(())
    }

    /// Makes text of them, behind what is ready.
    fn decode(&mut self) -> io::Result<()> {
        let begun = self.ready.len();
        let room = self.decoder.max_utf8_buffer_length_without_replacement(self.raw.len());
        self.ready.resize(begun + room.unwrap_or(self.raw.len() * 3 + 16), 0);
        let fresh = self.ready.get_mut(begun..).unwrap_or_default();
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(&self.raw, fresh, self.ended);
        self.ready.truncate(begun + written);
        if let DecoderResult::Malformed(bad, after) = result {
            let offset = (self.raw_offset + read).saturating_sub(usize::from(bad + after));
            let encoding = if self.wide { "UTF-16" } else { "UTF-8" };
            return Err(self.refuse(format!(
                "the bytes at offset {offset} are not {encoding}; expected UTF-8 or UTF-16 text"
            )));
        }
        let fresh = self.ready.get(begun..).unwrap_or_default();
        if let Some(index) = memchr::memchr(0, fresh) {
            let before = fresh.get(..index).unwrap_or_default();
            let units: usize = if self.wide {
                String::from_utf8_lossy(before).encode_utf16().count() * 2
            } else {
                index
            };
            let offset = self.raw_offset + units;
            return Err(self.refuse(format!("there is a NUL character at offset {offset}")));
        }
        self.raw.drain(..read);
        self.raw_offset += read;
        self.finished = self.ended && result == DecoderResult::InputEmpty;
        Ok(())
    }
}

impl Read for Text<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.ready.len() {
            self.fill()?;
        }
        let ready = self.ready.get(self.at..).unwrap_or_default();
        let count = ready.len().min(out.len());
        let left = self.track.left.get();
        if count as u64 > left {
            return Err(self.refuse(format!(
                "the object that starts in line {} is longer than {} MiB, expected less",
                self.track.mark.get().line,
                OBJECT_BYTES_MAX / 1024 / 1024
            )));
        }
        self.track.left.set(left - count as u64);
        for (slot, byte) in out.iter_mut().zip(ready) {
            *slot = *byte;
            self.track.pass(*byte);
        }
        self.at += count;
        Ok(count)
    }
}
