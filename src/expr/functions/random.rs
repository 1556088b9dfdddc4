//! What is something else each time.

use std::fmt::Write;

use super::{Function, Kind, is, may, row};
use crate::expr::evaluate::{Arguments, Stop};
use crate::expr::value::Value;

pub const ROWS: &[Function] = &[
    row("Guid", &[], guid, "a new id").changing(),
    row(
        "RandomString",
        &[
            is("length", Kind::Whole),
            is("minimumNumbers", Kind::Whole),
            is("minimumSpecialCharacters", Kind::Whole),
            is("minimumCapital", Kind::Whole),
            is("minimumLowerCase", Kind::Whole),
            may("charactersToAvoid", Kind::Text),
        ],
        random_string,
        "a text by chance, with at least so many characters of each kind",
    )
    .changing(),
];

/// Characters a random text may have (the article).
const LENGTH_MAX: i64 = 256;

#[expect(clippy::unnecessary_wraps, reason = "all functions have one shape")]
fn guid(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    // Version 4, variant 1.
    let (high, low) = (a.dice().next(), a.dice().next());
    let (high, low) = (high & !0xf000 | 0x4000, low & !(3 << 62) | 1 << 63);
    let digits = format!("{high:016x}{low:016x}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if matches!(at, 8 | 12 | 16 | 20) {
            out.push('-');
        }
        let _memory = write!(out, "{digit}");
    }
    Ok(Value::Text(out))
}

fn random_string(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    const SETS: [&str; 4] =
        ["0123456789", "!#$%&*+-=?@^_", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"];
    let length = a.whole(0)?;
    let minima = [a.whole(1)?, a.whole(2)?, a.whole(3)?, a.whole(4)?];
    let avoid = a.text_if_given(5)?.unwrap_or_default();
    let sum = minima.iter().fold(0i64, |sum, least| sum.saturating_add(*least));
    if minima.iter().any(|least| *least < 0) || length < sum || length > LENGTH_MAX {
        return Err(Stop::failed(format!(
            "the length of `RandomString` is at least the sum of its minima, and at most {LENGTH_MAX}"
        )));
    }
    let sets = SETS.map(|set| set.chars().filter(|c| !avoid.contains(*c)).collect::<Vec<char>>());
    let mut out = Vec::new();
    for (set, least) in sets.iter().zip(minima) {
        for _ in 0..least {
            let at = a.dice().below(set.len());
            let c =
                set.get(at).ok_or_else(|| Stop::failed("no character is left to choose from"))?;
            out.push(*c);
        }
    }
    // What the rest is made of is not documented: digits and letters.
    let rest: Vec<char> =
        sets.iter().flatten().copied().filter(char::is_ascii_alphanumeric).collect();
    for _ in sum..length {
        let at = a.dice().below(rest.len());
        out.push(*rest.get(at).ok_or_else(|| Stop::failed("no character is left to choose from"))?);
    }
    for last in (1..out.len()).rev() {
        out.swap(last, a.dice().below(last + 1));
    }
    Ok(Value::Text(out.into_iter().collect()))
}
