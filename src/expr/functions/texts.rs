//! Text to text.

mod diacritics;
mod title;

use std::fmt::Write;

use super::{Function, Kind, is, may, row};
use crate::expr::evaluate::{Arguments, Stop};
use crate::expr::value::Value;

pub const ROWS: &[Function] = &[
    row(
        "Append",
        &[is("source", Kind::Text), is("suffix", Kind::Text)],
        append,
        "the source, followed by the suffix",
    )
    .example(
        "Append([userPrincipalName], \".test\")",
        &[("userPrincipalName", "John.Doe@contoso.com")],
        "John.Doe@contoso.com.test",
    ),
    row(
        "ConvertToBase64",
        &[is("source", Kind::Text)],
        to_base64,
        "Base64 of the UTF-16 (little-endian) bytes",
    )
    .example("ConvertToBase64(\"Hello world!\")", &[], "SABlAGwAbABvACAAdwBvAHIAbABkACEA"),
    row(
        "ConvertToUTF8Hex",
        &[is("source", Kind::Text)],
        to_hex,
        "the UTF-8 bytes in hexadecimal digits",
    )
    .example("ConvertToUTF8Hex(\"Hello world!\")", &[], "48656C6C6F20776F726C6421"),
    row(
        "Left",
        &[is("source", Kind::Text), is("numChars", Kind::Whole)],
        left,
        "so many characters from the beginning",
    )
    .example("Left(\"John Doe\", 3)", &[], "Joh"),
    row(
        "Mid",
        &[is("source", Kind::Text), is("start", Kind::Whole), is("length", Kind::Whole)],
        mid,
        "so many characters from a place, counted from 1",
    )
    .example("Mid(\"John\", 1, 3)", &[], "Joh"),
    row(
        "NormalizeDiacritics",
        &[is("source", Kind::Text)],
        diacritics::normalize,
        "the text with plain letters instead of accented ones",
    )
    .example("NormalizeDiacritics([givenName])", &[("givenName", "Zoë")], "Zoe"),
    row(
        "PCase",
        &[is("source", Kind::Text), may("wordSeparators", Kind::Text)],
        title::pcase,
        "each word with a capital, the rest in lower case",
    )
    .example("PCase([surname], \" '-\")", &[("surname", "PINTO-DE'SILVA")], "Pinto-De'Silva"),
    row("StripSpaces", &[is("source", Kind::Text)], strip_spaces, "the text without spaces")
        .example("StripSpaces(\"a b\")", &[], "ab"),
    row(
        "ToLower",
        &[is("source", Kind::Text), may("culture", Kind::Text)],
        to_lower,
        "in lower case, by the invariant culture if none is named",
    )
    .example("ToLower(\"John.Smith@contoso.com\")", &[], "john.smith@contoso.com"),
    row(
        "ToUpper",
        &[is("source", Kind::Text), may("culture", Kind::Text)],
        to_upper,
        "in upper case, by the invariant culture if none is named",
    )
    .example("ToUpper(\"John.Smith@contoso.com\")", &[], "JOHN.SMITH@CONTOSO.COM"),
];

fn append(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    Ok(Value::Text(a.text(0)? + &a.text(1)?))
}

fn to_base64(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes: Vec<u8> = a.text(0)?.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0usize, |group, at| {
            group << 8 | usize::from(chunk.get(at).copied().unwrap_or_default())
        });
        for at in 0..4 {
            let sign = SIGNS.get(group >> (18 - 6 * at) & 63).copied().unwrap_or(b'=');
            out.push(if at <= chunk.len() { char::from(sign) } else { '=' });
        }
    }
    Ok(Value::Text(out))
}

fn to_hex(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let bytes = a.text(0)?.into_bytes();
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _memory = write!(out, "{byte:02X}");
    }
    Ok(Value::Text(out))
}

fn left(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let Some(source) = a.text_or_null(0)? else { return Ok(Value::from("")) };
    match usize::try_from(a.whole(1)?) {
        Ok(count) => units(&source, 0, count),
        Err(_) => Ok(Value::Text(source)),
    }
}

fn mid(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let source = a.text(0)?;
    let (start, length) = (a.whole(1)?, a.whole(2)?);
    let (Ok(start @ 1..), Ok(length)) = (usize::try_from(start), usize::try_from(length)) else {
        return Err(Stop::failed("`Mid` counts from 1, and a length is not below 0"));
    };
    if start > source.encode_utf16().count() {
        a.undocumented("a start behind the end of the text is not documented; shown as empty");
    }
    units(&source, start - 1, length)
}

/// So many UTF-16 units, which is what .NET counts as characters.
fn units(source: &str, start: usize, count: usize) -> Result<Value, Stop> {
    let units: Vec<u16> = source.encode_utf16().skip(start).take(count).collect();
    String::from_utf16(&units).map(Value::Text).map_err(|_| {
        Stop::not_evaluated("the cut goes through a character that .NET counts as two")
    })
}

fn strip_spaces(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    Ok(Value::Text(a.text(0)?.replace(' ', "")))
}

/// Languages in which the letter i has another case.
const DOTTED: [&str; 4] = ["tr", "az", "lt", "crh"];

fn cased(a: &mut Arguments<'_, '_>, case: fn(&str) -> String) -> Result<Value, Stop> {
    let source = a.text(0)?;
    let culture = a.text_if_given(1)?.unwrap_or_default();
    let language = culture.split('-').next().unwrap_or_default().to_ascii_lowercase();
    if DOTTED.contains(&language.as_str()) && source.contains(['i', 'I', 'ı', 'İ', 'j', 'J']) {
        return Err(Stop::not_evaluated(format!("the case of `i` in the culture `{culture}`")));
    }
    Ok(Value::Text(case(&source)))
}

/// .NET changes one character to one: `ß` stays.
pub fn lower(text: &str) -> String {
    text.chars().map(|c| only(c, c.to_lowercase())).collect()
}

fn upper(text: &str) -> String {
    text.chars().map(|c| only(c, c.to_uppercase())).collect()
}

fn only(c: char, mut cased: impl Iterator<Item = char>) -> char {
    match (cased.next(), cased.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn to_lower(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    cased(a, lower)
}

fn to_upper(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    cased(a, upper)
}
