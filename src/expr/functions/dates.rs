//! Dates.

use jiff::Span;
use jiff::civil::DateTime;

use super::{Function, Kind, is, may, row};
use crate::expr::evaluate::{Arguments, Stop};
use crate::expr::value::Value;
use crate::expr::{date, date_format};

/// Units of time, as Visual Basic calls them: years, months, days, weeks, hours, minutes, seconds.
pub const INTERVALS: [&str; 7] = ["yyyy", "m", "d", "ww", "h", "n", "s"];

pub const ROWS: &[Function] = &[
    row(
        "CDate",
        &[is("expression", Kind::Text)],
        cdate,
        "the date and time in UTC that a text says",
    )
    .example("CDate(\"2020-03-16-07:00\")", &[], "3/16/2020 7:00:00 AM"),
    row(
        "DateAdd",
        &[is("interval", Kind::Interval), is("value", Kind::Whole), is("dateTime", Kind::Date)],
        date_add,
        "a date, so many units later",
    )
    .example(
        "DateAdd(\"m\", 10, CDate([hireDate]))",
        &[("hireDate", "2012-03-16-07:00")],
        "1/16/2013 7:00:00 AM",
    ),
    row(
        "DateDiff",
        &[is("interval", Kind::Interval), is("date1", Kind::Date), is("date2", Kind::Date)],
        date_diff,
        "how many units the second date is later than the first",
    )
    .example(
        "DateDiff(\"ww\", CDate(\"8/25/2021 5:41:18 PM\"), CDate(\"2012-03-16 07:00Z\"))",
        &[],
        "-493",
    ),
    row("DateFromNum", &[is("value", Kind::Whole)], from_num, "the date of a Windows file time")
        .example("DateFromNum(129699324000000000)", &[], "1/1/2012 11:00:00 PM"),
    row(
        "FormatDateTime",
        &[
            is("source", Kind::Text),
            may("dateTimeStyles", Kind::Text),
            is("inputFormat", Kind::Text),
            is("outputFormat", Kind::Text),
        ],
        format_date,
        "a date, written in another way",
    )
    .example(
        "FormatDateTime([extensionAttribute1], , \"yyyyMMddHHmmss.fZ\", \"yyyy-MM-dd\")",
        &[("extensionAttribute1", "20150123105347.1Z")],
        "2015-01-23",
    ),
    row("Now", &[], now, "the date and time in UTC").changing(),
    row("NumFromDate", &[is("value", Kind::Date)], to_num, "the Windows file time of a date")
        .example("NumFromDate(\"2020-12-31 23:59:59-08:00\")", &[], "132539615990000000"),
];

fn cdate(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    a.date(0).map(Value::Date)
}

#[expect(clippy::unnecessary_wraps, reason = "all functions have one shape")]
fn now(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    Ok(Value::Date(a.now()))
}

fn from_num(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    date::from_file_time(a.whole(0)?).map(Value::Date)
}

fn to_num(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    date::file_time(a.date(0)?).map(Value::Integer)
}

fn no_interval(interval: &str) -> Stop {
    Stop::failed(format!("`{interval}` is no interval; there are {}", INTERVALS.join(", ")))
}

fn date_add(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let (interval, value, from) = (a.text(0)?, a.whole(1)?, a.date(2)?);
    let span = Span::new();
    let span = match interval.as_str() {
        "yyyy" => span.try_years(value),
        "m" => span.try_months(value),
        "d" => span.try_days(value),
        "ww" => span.try_weeks(value),
        "h" => span.try_hours(value),
        "n" => span.try_minutes(value),
        "s" => span.try_seconds(value),
        _ => return Err(no_interval(&interval)),
    };
    let sum = span.ok().and_then(|span| from.checked_add(span).ok());
    let sum = sum.filter(|date| date.year() >= 1);
    sum.map(Value::Date).ok_or_else(|| Stop::failed("the date is before the year 1 or after 9999"))
}

fn date_diff(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let (interval, from, to) = (a.text(0)?, a.date(1)?, a.date(2)?);
    let months = |date: DateTime| i64::from(date.year()) * 12 + i64::from(date.month());
    let week =
        |date: DateTime| days(date) - i64::from(date.date().weekday().to_sunday_zero_offset());
    // Visual Basic counts the boundaries that are crossed; weeks begin on Sunday.
    let seconds = match interval.as_str() {
        "yyyy" => return Ok(Value::Integer(i64::from(to.year()) - i64::from(from.year()))),
        "m" => return Ok(Value::Integer(months(to) - months(from))),
        "ww" => return Ok(Value::Integer((week(to) - week(from)) / 7)),
        "d" => 86_400,
        "h" => 3_600,
        "n" => 60,
        "s" => 1,
        _ => return Err(no_interval(&interval)),
    };
    let crossed = since(to).div_euclid(seconds) - since(from).div_euclid(seconds);
    if crossed != (since(to) - since(from)) / seconds {
        a.undocumented(
            "whether full units or boundaries count is not documented; boundaries are shown",
        );
    }
    Ok(Value::Integer(crossed))
}

/// Seconds since the year 1970.
fn since(date: DateTime) -> i64 {
    let time = date.time();
    let (hour, minute) = (i64::from(time.hour()), i64::from(time.minute()));
    days(date) * 86_400 + hour * 3_600 + minute * 60 + i64::from(time.second())
}

/// Days since the year 1970.
fn days(date: DateTime) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.date().duration_since(epoch).as_hours() / 24
}

/// Styles that change nothing about how a text without a zone is read.
const STYLES: [&str; 6] =
    ["", "None", "RoundtripKind", "AllowLeadingWhite", "AllowTrailingWhite", "AllowWhiteSpaces"];

fn format_date(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let source = a.text(0)?;
    let styles = a.text_if_given(1)?.unwrap_or_default();
    if let Some(style) = styles.split([',', '|']).find(|style| !STYLES.contains(&style.trim())) {
        return Err(Stop::not_evaluated(format!("the date style `{}`", style.trim())));
    }
    let (input, output) = (a.text(2)?, a.text(3)?);
    let (date, zoned) = date_format::read(source.trim(), &input)?;
    if zoned {
        a.undocumented("a date with a zone is shown in UTC, as on a server that runs in UTC");
    }
    date_format::write(date, zoned, &output).map(Value::Text)
}
