//! .NET's custom date formats, in the invariant culture.
//!
//! Formats of one letter stand for a whole format that depends on the culture of the server; they
//! are not evaluated.

use std::fmt::Write;

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

use super::date::{DAYS, MONTHS, half_day, named, nanoseconds};
use super::evaluate::Stop;
use super::warning::quoted;

/// A piece of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// A letter that stands for something, and how often it is repeated.
    Field(char, usize),
    /// A character that stands for itself.
    Literal(char),
}

const FIELDS: &str = "yMdHhmsfFtzK";

fn pieces(format: &str) -> Result<Vec<Piece>, Stop> {
    if format.chars().count() < 2 {
        return Err(Stop::not_evaluated(format!("the date format `{format}` of one letter")));
    }
    let open = || Stop::failed(format!("the date format `{format}` ends too early"));
    let mut out = Vec::new();
    let mut rest = format.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\'' | '"' => loop {
                match rest.next() {
                    Some(end) if end == c => break,
                    Some('\\') => out.push(Piece::Literal(rest.next().ok_or_else(open)?)),
                    Some(inside) => out.push(Piece::Literal(inside)),
                    None => return Err(open()),
                }
            },
            '\\' => out.push(Piece::Literal(rest.next().ok_or_else(open)?)),
            '%' => {}
            c if FIELDS.contains(c) => {
                let mut count = 1;
                while c != 'K' && rest.next_if_eq(&c).is_some() {
                    count += 1;
                }
                out.push(Piece::Field(c, count));
            }
            'g' => return Err(Stop::not_evaluated("the era in a date format")),
            c => out.push(Piece::Literal(c)),
        }
    }
    Ok(out)
}

fn unknown(letter: char, count: usize) -> Stop {
    let field = letter.to_string().repeat(count.min(8));
    Stop::not_evaluated(format!("`{field}` in a date format"))
}

/// Writes a date. `zoned` says that it is known to be in UTC.
pub fn write(date: DateTime, zoned: bool, format: &str) -> Result<String, Stop> {
    let mut out = String::new();
    for piece in pieces(format)? {
        match piece {
            Piece::Literal(c) => out.push(c),
            Piece::Field(letter, count) => field(date, zoned, letter, count, &mut out)?,
        }
    }
    Ok(out)
}

fn field(
    date: DateTime,
    zoned: bool,
    letter: char,
    count: usize,
    out: &mut String,
) -> Result<(), Stop> {
    let name = |names: &[&str], at: i8, count: usize| -> String {
        let name = usize::try_from(at).ok().and_then(|at| names.get(at).copied());
        let name = name.unwrap_or_default();
        if count == 3 { name.chars().take(3).collect() } else { name.to_owned() }
    };
    let two = |number: i8| {
        if count == 1 { number.to_string() } else { format!("{number:02}") }
    };
    let text = match (letter, count) {
        ('y', 1) => (date.year() % 100).to_string(),
        ('y', 2) => format!("{:02}", date.year() % 100),
        ('y', count) if count <= 9 => format!("{:0count$}", date.year()),
        ('M', 1 | 2) => two(date.month()),
        ('M', count) => name(&MONTHS, date.month() - 1, count),
        ('d', 1 | 2) => two(date.day()),
        ('d', count) => name(&DAYS, date.date().weekday().to_sunday_zero_offset(), count),
        ('H', _) => two(date.hour()),
        ('h', _) => two(half_day(date.hour()).0),
        ('m', _) => two(date.minute()),
        ('s', _) => two(date.second()),
        ('f' | 'F', 1..=7) => {
            let digits = format!("{:09}", date.subsec_nanosecond());
            let digits: String = digits.chars().take(count).collect();
            if letter == 'f' { digits } else { digits.trim_end_matches('0').to_owned() }
        }
        ('t', 1) => half_day(date.hour()).1.chars().take(1).collect(),
        ('t', _) => half_day(date.hour()).1.to_owned(),
        ('K', _) => if zoned { "Z" } else { "" }.to_owned(),
        ('z', 1) => "+0".to_owned(),
        ('z', 2) => "+00".to_owned(),
        ('z', _) => "+00:00".to_owned(),
        _ => return Err(unknown(letter, count)),
    };
    // .NET takes the point away with the zeros behind it.
    if letter == 'F' && text.is_empty() && out.ends_with('.') {
        out.pop();
    }
    let _memory = write!(out, "{text}");
    Ok(())
}

/// What was read so far.
#[derive(Default)]
struct Found {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    hour: Option<i8>,
    minute: i8,
    second: i8,
    nanoseconds: i32,
    afternoon: Option<bool>,
    /// Minutes before UTC.
    zone: Option<i64>,
}

/// Reads a date that has exactly this format; and whether it named a zone, by which it then was
/// brought to UTC.
pub fn read(text: &str, format: &str) -> Result<(DateTime, bool), Stop> {
    let misfit = || Stop::failed(format!("{} is no date in the format `{format}`", quoted(text)));
    let mut found = Found::default();
    let mut rest = text;
    for piece in pieces(format)? {
        rest = match piece {
            Piece::Literal(c) => rest.strip_prefix(c).ok_or_else(misfit)?,
            Piece::Field(letter, count) => {
                let supported = !matches!((letter, count), ('y', 1..=3 | 5..));
                if !supported {
                    return Err(unknown(letter, count));
                }
                found.take(letter, count, rest).ok_or_else(misfit)?
            }
        };
    }
    if !rest.is_empty() {
        return Err(misfit());
    }
    let (Some(year), Some(month), Some(day)) = (found.year, found.month, found.day) else {
        return Err(Stop::not_evaluated(format!("the format `{format}` names no whole date")));
    };
    let date = Date::new(year, month, day).ok().filter(|_| year >= 1);
    let date = date.and_then(|date| Some(date.to_datetime(found.time()?))).ok_or_else(misfit)?;
    let Some(minutes) = found.zone else { return Ok((date, false)) };
    let utc = Span::new().try_minutes(minutes).and_then(|span| date.checked_sub(span));
    utc.map(|date| (date, true)).map_err(|_| misfit())
}

impl Found {
    fn time(&self) -> Option<Time> {
        let hour = self.hour.unwrap_or(0);
        let hour = match self.afternoon {
            Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
            None => hour,
        };
        Time::new(hour, self.minute, self.second, self.nanoseconds).ok()
    }

    /// Takes one field from the beginning of a text; what is left of it.
    fn take<'t>(&mut self, letter: char, count: usize, text: &'t str) -> Option<&'t str> {
        if let ('M' | 'd', 3..) = (letter, count) {
            let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
            let (word, rest) = text.split_at_checked(end)?;
            let whole = count > 3;
            let names: &[&str] = if letter == 'M' { &MONTHS } else { &DAYS };
            let at = named(word, names).filter(|_| whole == (word.len() > 3) || word == "May")?;
            if letter == 'M' {
                self.month = Some(i8::try_from(at + 1).ok()?);
            }
            return Some(rest);
        }
        match letter {
            't' => return self.take_half(count, text),
            'z' | 'K' => return self.take_zone(text),
            'f' | 'F' => {
                let digits = digits(text, count);
                let exact = letter == 'F' || digits.len() == count;
                let digits = Some(digits).filter(|_| exact)?;
                self.nanoseconds = if digits.is_empty() { 0 } else { nanoseconds(digits)? };
                return text.get(digits.len()..);
            }
            _ => {}
        }
        let (least, most) = match (letter, count) {
            ('y', _) => (4, 4),
            (_, 1) => (1, 2),
            _ => (2, 2),
        };
        let digits = Some(digits(text, most)).filter(|digits| digits.len() >= least)?;
        if letter == 'y' {
            self.year = Some(digits.parse().ok()?);
        } else {
            let number: i8 = digits.parse().ok()?;
            match letter {
                'M' => self.month = Some(number),
                'd' => self.day = Some(number),
                'H' => self.hour = Some(number),
                'h' => self.hour = Some(number).filter(|hour| (1..=12).contains(hour)),
                'm' => self.minute = number,
                _ => self.second = number,
            }
        }
        text.get(digits.len()..)
    }

    fn take_half<'t>(&mut self, count: usize, text: &'t str) -> Option<&'t str> {
        let length = if count == 1 { 1 } else { 2 };
        let (half, rest) = text.split_at_checked(length)?;
        let is = |word: &str| word.get(..length).is_some_and(|w| w.eq_ignore_ascii_case(half));
        self.afternoon = Some(is("PM"));
        (is("AM") || is("PM")).then_some(rest)
    }

    fn take_zone<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if let Some(rest) = text.strip_prefix('Z') {
            self.zone = Some(0);
            return Some(rest);
        }
        let sign = match text.chars().next() {
            Some('+') => 1,
            Some('-') => -1,
            // `K` may be nothing.
            _ => return Some(text),
        };
        let hours = digits(text.get(1..)?, 2);
        let mut rest = text.get(1 + hours.len()..)?;
        let mut minutes = 0;
        if let Some(behind) = rest.strip_prefix(':') {
            let digits = digits(behind, 2);
            minutes = digits.parse().ok()?;
            rest = behind.get(digits.len()..)?;
        }
        self.zone = Some(sign * (hours.parse::<i64>().ok()? * 60 + minutes));
        Some(rest)
    }
}

/// The digits at the beginning, at most so many.
fn digits(text: &str, most: usize) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end.min(most)).unwrap_or_default()
}
