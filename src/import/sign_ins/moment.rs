//! When somebody signed in. Whether the day or the month comes first is never guessed: a file
//! whose dates do not show it themselves is refused.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Which of day and month comes first, where dates are written with neither's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    MonthFirst,
    DayFirst,
}

/// A time, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// Written so that it can be read in one way only.
    Clear(DateTime),
    /// Only one order makes a date of it.
    Shows(Order, DateTime),
    /// Either order does.
    Either { month_first: DateTime, day_first: DateTime },
}

/// Reads what Graph, PowerShell and the portal write.
pub(super) fn moment(text: &str) -> Option<Moment> {
    if let Some(clear) = plain(text.as_bytes()) {
        return Some(Moment::Clear(clear));
    }
    let utc = |at: Timestamp| Moment::Clear(TimeZone::UTC.to_datetime(at));
    // What `ConvertTo-Json` of Windows PowerShell makes of a date.
    if let Some(count) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        return Timestamp::from_millisecond(count.parse().ok()?).ok().map(utc);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(utc(at));
    }
    if text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit())) {
        // Without an offset; the column says UTC.
        return text.parse::<DateTime>().ok().map(Moment::Clear);
    }
    numbers(text)
}

/// `2024-06-01T10:11:12Z`, with or without a fraction: nearly all there are.
fn plain(bytes: &[u8]) -> Option<DateTime> {
    let [
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T',
        h1,
        h2,
        b':',
        i1,
        i2,
        b':',
        s1,
        s2,
        rest @ ..,
    ] = bytes
    else {
        return None;
    };
    let fraction = rest.strip_suffix(b"Z")?;
    if !fraction.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') {
        return None;
    }
    let two = |tens: &u8, ones: &u8| -> Option<i8> {
        let digit = |byte: &u8| byte.is_ascii_digit().then(|| byte.wrapping_sub(b'0'));
        i8::try_from(digit(tens)? * 10 + digit(ones)?).ok()
    };
    let year = i16::from(two(y1, y2)?) * 100 + i16::from(two(y3, y4)?);
    DateTime::new(year, two(m1, m2)?, two(d1, d2)?, two(h1, h2)?, two(i1, i2)?, two(s1, s2)?, 0)
        .ok()
}

/// `6/1/2024 10:11:12 AM`, `01.06.2024 10:11:12`, `9/19/2023, 1:46:55.434 PM`.
fn numbers(text: &str) -> Option<Moment> {
    let (date, time) = text.split_once([' ', ',', '\u{202f}', '\u{a0}'])?;
    let mut parts = date.split(['/', '.', '-']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let (first, second): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
    let year: i16 = year.parse().ok()?;
    let (hour, minute, seconds) = clock(time)?;
    let of = |month, day| DateTime::new(year, month, day, hour, minute, seconds, 0).ok();
    match (of(first, second), of(second, first)) {
        (Some(one), Some(other)) if one == other => Some(Moment::Clear(one)),
        (Some(month_first), Some(day_first)) => Some(Moment::Either { month_first, day_first }),
        (Some(at), None) => Some(Moment::Shows(Order::MonthFirst, at)),
        (None, Some(at)) => Some(Moment::Shows(Order::DayFirst, at)),
        (None, None) => None,
    }
}

fn clock(text: &str) -> Option<(i8, i8, i8)> {
    let text = text.trim_matches([' ', ',', '\u{202f}', '\u{a0}']).to_ascii_lowercase();
    let (text, half) = if let Some(before) = text.strip_suffix("am") {
        (before, Some(0))
    } else if let Some(before) = text.strip_suffix("pm") {
        (before, Some(12))
    } else {
        (text.as_str(), None)
    };
    let mut parts = text.trim_matches([' ', '\u{202f}', '\u{a0}']).split(':');
    let (hour, minute): (i8, i8) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let seconds = match parts.next() {
        None => 0,
        Some(text) => text.split('.').next()?.parse().ok()?,
    };
    let hour = match half {
        None => hour,
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
    };
    parts.next().is_none().then_some((hour, minute, seconds))
}
