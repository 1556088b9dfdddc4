//! Dates as the engine writes and reads them.

use jiff::civil::{DateTime, Time, Weekday, date};
use jiff::{SignedDuration, Span};

use super::evaluate::Stop;
use super::warning::quoted;

/// `M/d/yyyy h:mm:ss tt`.
pub fn written(date: DateTime) -> String {
    let (hour, half) = half_day(date.hour());
    format!(
        "{}/{}/{:04} {hour}:{:02}:{:02} {half}",
        date.month(),
        date.day(),
        date.year(),
        date.minute(),
        date.second()
    )
}

/// The hour of a clock with twelve, and its half of the day.
pub fn half_day(hour: i8) -> (i8, &'static str) {
    let twelve = hour % 12;
    (if twelve == 0 { 12 } else { twelve }, if hour < 12 { "AM" } else { "PM" })
}

/// 100 nanoseconds.
const TICKS_A_SECOND: i64 = 10_000_000;

fn file_epoch() -> DateTime {
    date(1601, 1, 1).at(0, 0, 0, 0)
}

/// The date of a Windows file time: ticks of 100 ns since 1601.
pub fn from_file_time(ticks: i64) -> Result<DateTime, Stop> {
    let nanoseconds = i32::try_from(ticks % TICKS_A_SECOND * 100).unwrap_or(0);
    let since = SignedDuration::new(ticks / TICKS_A_SECOND, nanoseconds);
    let date = file_epoch().checked_add(since).ok().filter(|_| ticks >= 0);
    date.ok_or_else(|| Stop::failed(format!("`{ticks}` is no Windows file time")))
}

/// The Windows file time of a date.
pub fn file_time(date: DateTime) -> Result<i64, Stop> {
    let ticks = date.duration_since(file_epoch()).as_nanos() / 100;
    let ticks = i64::try_from(ticks).ok().filter(|ticks| *ticks >= 0);
    ticks.ok_or_else(|| Stop::failed("a Windows file time begins in the year 1601"))
}

/// Names of months in the invariant culture.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Names of days in the invariant culture, from Sunday.
pub const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Which of some names a word is: whole, or its first three letters.
pub fn named(word: &str, names: &[&str]) -> Option<usize> {
    let is = |name: &&str| {
        name.eq_ignore_ascii_case(word)
            || name.get(..3).is_some_and(|s| s.eq_ignore_ascii_case(word))
    };
    names.iter().position(is)
}

/// Reads a date as .NET would in the invariant culture, into UTC. Only forms that leave no doubt: a
/// text in another one is not evaluated. Without a zone it is taken for UTC, which is our reading.
pub fn read(text: &str) -> Result<DateTime, Stop> {
    let mut reader = Reader { rest: text.trim() };
    let read = reader.date_time().filter(|_| reader.rest.is_empty());
    read.ok_or_else(|| {
        if text.chars().any(|c| c.is_ascii_digit()) {
            Stop::not_evaluated(format!("{} is no date in a form that is known here", quoted(text)))
        } else {
            Stop::failed(format!("{} is no date", quoted(text)))
        }
    })
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn take_while(&mut self, wanted: fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn eat(&mut self, sign: &str) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn spaces(&mut self) -> bool {
        !self.take_while(|c| c == ' ').is_empty()
    }

    fn digits(&mut self, most: usize) -> Option<i16> {
        let digits = self.take_while(|c| c.is_ascii_digit());
        if digits.len() > most { None } else { digits.parse().ok() }
    }

    fn small(&mut self) -> Option<i8> {
        self.digits(2).and_then(|number| i8::try_from(number).ok())
    }

    fn date_time(&mut self) -> Option<DateTime> {
        let (year, month, day, weekday) = self.day()?;
        let on = jiff::civil::Date::new(year, month, day).ok().filter(|_| year >= 1)?;
        if weekday.is_some_and(|weekday| on.weekday() != weekday) {
            return None;
        }
        let spaced = self.spaces();
        let starts_time = self.eat("T") || spaced;
        let timed = starts_time && self.rest.starts_with(|c: char| c.is_ascii_digit());
        let time = if timed { self.time()? } else { Time::midnight() };
        self.spaces();
        let minutes = self.zone()?;
        on.to_datetime(time).checked_sub(Span::new().try_minutes(minutes).ok()?).ok()
    }

    /// `2020-03-16`, `3/16/2020`, `16 March 2020`, `Monday, March 16, 2020`.
    fn day(&mut self) -> Option<(i16, i8, i8, Option<Weekday>)> {
        let mut weekday = None;
        let mut word = self.word();
        if let Some(at) = word.and_then(|word| named(word, &DAYS)) {
            weekday = Some(Weekday::from_sunday_zero_offset(i8::try_from(at).ok()?).ok()?);
            self.eat(",");
            self.spaces();
            word = self.word();
        }
        if let Some(word) = word {
            let month = month(word)?;
            self.spaces();
            let day = self.small()?;
            self.eat(",");
            self.spaces();
            return Some((self.year()?, month, day, weekday));
        }
        let before = self.rest.len();
        let first = self.digits(4)?;
        let is_year = before - self.rest.len() == 4;
        if self.spaces() {
            let month = month(self.word()?)?;
            self.eat(",");
            self.spaces();
            return Some((self.year()?, month, i8::try_from(first).ok()?, weekday));
        }
        let sign = ["-", "/"].into_iter().find(|sign| self.eat(sign))?;
        let second = self.small()?;
        if !self.eat(sign) {
            return None;
        }
        if is_year {
            return Some((first, second, self.small()?, weekday));
        }
        Some((self.year()?, i8::try_from(first).ok()?, second, weekday))
    }

    fn word(&mut self) -> Option<&'t str> {
        Some(self.take_while(|c| c.is_ascii_alphabetic())).filter(|word| !word.is_empty())
    }

    /// With its century: .NET's idea of the others has changed.
    fn year(&mut self) -> Option<i16> {
        let before = self.rest.len();
        self.digits(4).filter(|_| before - self.rest.len() == 4)
    }

    /// `7:00`, `17:41:18.5`, `5:41:18 PM`.
    fn time(&mut self) -> Option<Time> {
        let mut hour = self.small()?;
        if !self.eat(":") {
            return None;
        }
        let minute = self.small()?;
        let second = if self.eat(":") { self.small()? } else { 0 };
        let nanoseconds = if self.eat(".") { self.fraction()? } else { 0 };
        let spaced = self.rest.trim_start();
        let half = ["AM", "PM"]
            .into_iter()
            .find(|half| spaced.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(half)));
        if let Some(half) = half {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if half == "PM" { 12 } else { 0 };
            self.rest = spaced.get(2..)?;
        }
        Time::new(hour, minute, second, nanoseconds).ok()
    }

    fn fraction(&mut self) -> Option<i32> {
        nanoseconds(self.take_while(|c| c.is_ascii_digit()))
    }

    /// Minutes before UTC.
    fn zone(&mut self) -> Option<i64> {
        if self.rest.is_empty() || self.eat("Z") || self.eat("GMT") {
            return Some(0);
        }
        let sign = if self.eat("-") { -1 } else { i64::from(self.eat("+")) };
        let hours = self.small()?;
        let minutes = if self.eat(":") { self.small()? } else { 0 };
        let good = sign != 0 && hours <= 14 && minutes < 60;
        good.then(|| sign * (i64::from(hours) * 60 + i64::from(minutes)))
    }
}

/// Digits behind the point of a second; at most seven, as .NET has them.
pub fn nanoseconds(digits: &str) -> Option<i32> {
    let value: i32 = digits.parse().ok().filter(|_| digits.len() <= 7)?;
    let missing = u32::try_from(9 - digits.len()).ok()?;
    Some(value * 10i32.pow(missing))
}

fn month(word: &str) -> Option<i8> {
    named(word, &MONTHS).and_then(|at| i8::try_from(at + 1).ok())
}
