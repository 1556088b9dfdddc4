//! Text that came from elsewhere, made harmless and honest on a terminal.
//!
//! A display name is chosen by a stranger. It may hold escape sequences, turn the reading direction
//! round, or look like another name by characters nobody sees. Such characters are shown by their
//! number, never dropped: a name that hides something must look like one.

mod nearest;

use std::borrow::Cow;
use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;

pub use nearest::{did_you_mean, nearest};

/// Combining marks that are drawn on one base; the rest is counted.
const MARKS_MAX: usize = 3;

const JOINER: char = '\u{200d}';
const KEYCAP: char = '\u{20e3}';

/// Printable by category, yet drawn as nothing: fillers, the blank braille cell, the grapheme
/// joiner, inherent vowels, Mongolian selectors, and the first thirteen variation selectors.
const UNSEEN: &[(char, char)] = &[
    ('\u{034f}', '\u{034f}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0d}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Scripts in which nothing is hidden, so that ordinary names are passed without a second look.
const PLAIN: &[(char, char)] = &[
    (' ', '~'),
    ('\u{a1}', '\u{ac}'),
    ('\u{ae}', '\u{2ff}'),
    ('\u{391}', '\u{3a1}'),
    ('\u{3a3}', '\u{3ff}'),
    ('\u{400}', '\u{482}'),
    ('\u{48a}', '\u{52f}'),
    ('\u{2010}', '\u{2027}'),
    ('\u{3041}', '\u{3096}'),
    ('\u{30a1}', '\u{30fa}'),
    ('\u{4e00}', '\u{9fff}'),
    ('\u{ac00}', '\u{d7a3}'),
];

fn within(table: &[(char, char)], c: char) -> bool {
    table.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// The text with every unseen character shown as `⟨U+202E⟩`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| within(PLAIN, c)) {
        return Cow::Borrowed(text);
    }
    shown(text, Brackets { open: '⟨', close: '⟩', ascii: false })
}

/// The text in ASCII, everything else shown as `<U+202E>`.
pub fn visible_ascii(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    shown(text, Brackets { open: '<', close: '>', ascii: true })
}

#[derive(Clone, Copy)]
struct Brackets {
    open: char,
    close: char,
    ascii: bool,
}

impl Brackets {
    fn number(self, c: char, out: &mut String) {
        let _memory = write!(out, "{}U+{:04X}{}", self.open, u32::from(c), self.close);
    }

    fn rest(self, marks: usize, out: &mut String) {
        if marks > MARKS_MAX {
            let _memory = write!(out, "{}+{}{}", self.open, marks - MARKS_MAX, self.close);
        }
    }
}

fn shown(text: &str, brackets: Brackets) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut marks = 0usize;
    // Whether what was drawn last can carry a joiner or a variation selector.
    let mut before = Before::Other;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().next();
        let hidden = is_hidden(c, before, next);
        if !hidden && is_mark(c) {
            marks += 1;
            if marks > MARKS_MAX {
                continue;
            }
        } else {
            brackets.rest(marks, &mut out);
            marks = 0;
        }
        if hidden || (brackets.ascii && !c.is_ascii()) {
            brackets.number(c, &mut out);
        } else {
            out.push(c);
        }
        before = match before {
            _ if hidden => Before::Other,
            Before::Emoji if matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}') => Before::Emoji,
            _ if is_emoji(c) => Before::Emoji,
            _ if c.is_ascii_digit() || matches!(c, '#' | '*') => Before::Key,
            Before::Emoji | Before::Key | Before::Other => Before::Other,
        };
    }
    brackets.rest(marks, &mut out);
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// What was drawn last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Emoji,
    /// The base of a keycap, such as `1`.
    Key,
    Other,
}

fn is_hidden(c: char, before: Before, next: Option<char>) -> bool {
    match c {
        ' '..='~' => false,
        JOINER => !(before == Before::Emoji && next.is_some_and(is_emoji)),
        '\u{fe0e}' | '\u{fe0f}' => match before {
            Before::Emoji => false,
            Before::Key => next != Some(KEYCAP),
            Before::Other => true,
        },
        _ => within(UNSEEN, c) || !is_printable(c),
    }
}

/// Not printable are the categories Cc, Cf, Cs, Co, Cn, Zl, Zp, and Zs other than the space. The
/// standard library knows them: it escapes them. The letter in front keeps it from escaping marks.
fn is_printable(c: char) -> bool {
    let mut pair = [0; 8];
    let text = put(&mut pair, &['a', c]);
    text.escape_debug().nth(1) != Some('\\') || matches!(c, '\\' | '"' | '\'')
}

/// A mark joins the letter before it.
fn is_mark(c: char) -> bool {
    let mut pair = [0; 8];
    !c.is_ascii() && put(&mut pair, &['a', c]).graphemes(true).nth(1).is_none()
}

/// A joiner makes one picture of an emoji and the next, and of nothing else.
fn is_emoji(c: char) -> bool {
    let mut three = [0; 12];
    !c.is_ascii() && put(&mut three, &[c, JOINER, '\u{1f600}']).graphemes(true).nth(1).is_none()
}

/// Writes characters behind each other without allocating.
fn put<'b>(buffer: &'b mut [u8], characters: &[char]) -> &'b str {
    let mut end = 0;
    for c in characters {
        if let Some(room) = buffer.get_mut(end..).filter(|room| room.len() >= c.len_utf8()) {
            end += c.encode_utf8(room).len();
        }
    }
    buffer.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A number in groups of three, as people read it.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// So many of something, with the word for one or for several.
pub fn counted(number: u64, one: &str, several: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { several })
}

#[cfg(test)]
mod tests;
