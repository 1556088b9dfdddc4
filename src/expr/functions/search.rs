//! Looking for something in a text.

use super::{Function, Kind, is, may, row};
use crate::expr::evaluate::{Arguments, Stop};
use crate::expr::syntax::CompareWord;
use crate::expr::value::Value;

pub const ROWS: &[Function] = &[
    row(
        "InStr",
        &[
            is("value1", Kind::Text),
            is("value2", Kind::Text),
            may("start", Kind::Whole),
            may("compareType", Kind::Compare),
        ],
        in_str,
        "the place of the second text in the first, counted from 1",
    )
    .example("InStr(\"The quick brown fox\", \"quick\")", &[], "5"),
    row(
        "Word",
        &[is("source", Kind::Text), is("wordNumber", Kind::Whole), is("delimiters", Kind::Text)],
        word,
        "the so-manieth word; each of the delimiters ends one",
    )
    .example("Word(\"This,string!has&many separators\", 3, \",!&#\")", &[], "has"),
    row(
        "Split",
        &[is("source", Kind::Text), is("delimiter", Kind::Text)],
        split,
        "the values between the delimiters",
    )
    .example(
        "Split([extensionAttribute5], \",\")",
        &[("extensionAttribute5", "PermissionSetOne, PermissionSetTwo")],
        "PermissionSetOne | PermissionSetTwo",
    ),
];

/// The place of a text, from a place on; both counted from 1, 0 for none.
fn place(text: &[u16], wanted: &[u16], start: usize) -> i64 {
    if text.is_empty() || start > text.len() {
        return 0;
    }
    let from = start.saturating_sub(1);
    let found = match wanted {
        [] => Some(0),
        _ => text.get(from..).and_then(|rest| rest.windows(wanted.len()).position(|w| w == wanted)),
    };
    found.and_then(|at| i64::try_from(from + at + 1).ok()).unwrap_or(0)
}

fn in_str(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let (text, wanted) = (a.text(0)?, a.text(1)?);
    let start = if a.expression(2).is_some() { a.whole(2)? } else { 1 };
    let Ok(start @ 1..) = usize::try_from(start) else {
        return Err(Stop::failed("`InStr` counts from 1"));
    };
    let units = |text: &str| -> Vec<u16> { text.encode_utf16().collect() };
    let binary = place(&units(&text), &units(&wanted), start);
    let lower = super::texts::lower;
    let by_text = place(&units(&lower(&text)), &units(&lower(&wanted)), start);
    let found = match a.compare(3) {
        Some(CompareWord::Binary) => binary,
        Some(CompareWord::Text) => by_text,
        None => {
            if by_text != binary {
                a.undocumented("whether case counts is not documented; shown as if it does");
            }
            binary
        }
    };
    if found == 0 {
        a.undocumented(
            "a text that is not found is not documented; shown as 0, as in Visual Basic",
        );
    }
    Ok(Value::Integer(found))
}

fn word(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let Some(source) = a.text_or_null(0)? else { return Ok(Value::from("")) };
    let (number, delimiters) = (a.whole(1)?, a.text(2)?);
    let Ok(number @ 1..) = usize::try_from(number) else { return Ok(Value::from("")) };
    let parts: Vec<&str> = source.split(|c| delimiters.contains(c)).collect();
    let words: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    let word = words.get(number - 1).copied().unwrap_or_default();
    if parts.get(number - 1).copied().unwrap_or_default() != word {
        a.undocumented("two delimiters in a row are not documented; shown as if there were one");
    }
    Ok(Value::from(word))
}

fn split(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let (source, delimiter) = (a.text(0)?, a.text(1)?);
    if delimiter.is_empty() {
        return Err(Stop::failed("the delimiter of `Split` is empty"));
    }
    let parts: Vec<&str> = source.split(delimiter.as_str()).collect();
    if parts.iter().any(|part| part.trim() != *part) {
        a.undocumented("spaces around the values are taken off, as in the sample of the article");
    }
    Ok(Value::Many(parts.into_iter().map(|part| Value::from(part.trim())).collect()))
}
