//! Several values.

use super::{Function, Kind, is, more, row};
use crate::expr::evaluate::{Arguments, BYTES_MAX, Stop, too_long};
use crate::expr::value::Value;

pub const ROWS: &[Function] = &[
    row("Count", &[is("attribute", Kind::Many)], count, "how many values there are").example(
        "Count([otherMails])",
        &[("otherMails", "a@x.com"), ("otherMails", "b@x.com")],
        "2",
    ),
    row(
        "Item",
        &[is("attribute", Kind::Many), is("index", Kind::Whole)],
        item,
        "the value at a place, counted from 1",
    )
    .example(
        "Item([proxyAddresses], 1)",
        &[("proxyAddresses", "SMTP:a@x.com"), ("proxyAddresses", "smtp:b@x.com")],
        "SMTP:a@x.com",
    ),
    row(
        "Join",
        &[is("separator", Kind::Text), more("source", Kind::Any)],
        join,
        "the sources with the separator between them; several values count as several sources",
    )
    .example(
        "Join(\", \", \"\", [surname], [givenName])",
        &[("surname", "Doe"), ("givenName", "John")],
        "Doe, John",
    ),
    row(
        "RemoveDuplicates",
        &[is("attribute", Kind::Many)],
        remove_duplicates,
        "the values, each once",
    )
    .example(
        "RemoveDuplicates([otherMails])",
        &[("otherMails", "a@x.com"), ("otherMails", "a@x.com"), ("otherMails", "b@x.com")],
        "a@x.com | b@x.com",
    ),
];

fn count(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    Ok(Value::Integer(i64::try_from(a.many(0)?.len()).unwrap_or(i64::MAX)))
}

fn item(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let (values, index) = (a.many(0)?, a.whole(1)?);
    let Ok(index @ 1..) = usize::try_from(index) else {
        return Err(Stop::failed("`Item` counts from 1"));
    };
    values.into_iter().nth(index - 1).ok_or_else(|| {
        Stop::Unknown("what `Item` gives behind the last value is not documented".to_owned())
    })
}

fn join(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let separator = a.text(0)?;
    let mut out = String::new();
    for index in 1..a.count() {
        let values = match a.given(index)? {
            None => continue,
            Some(Value::Many(values)) => values,
            Some(single) => vec![single],
        };
        // An empty source adds no separator.
        for text in values.iter().filter_map(Value::text).filter(|text| !text.is_empty()) {
            if !out.is_empty() {
                out.push_str(&separator);
            }
            out.push_str(&text);
            if out.len() > BYTES_MAX {
                return Err(too_long(a.function()));
            }
        }
    }
    Ok(Value::Text(out))
}

fn remove_duplicates(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let values = a.many(0)?;
    let mut seen = std::collections::BTreeSet::new();
    let mut folded = std::collections::BTreeSet::new();
    let kept: Vec<Value> =
        values.into_iter().filter(|value| seen.insert(value.text().unwrap_or_default())).collect();
    if seen.iter().any(|text| !folded.insert(text.to_lowercase())) {
        a.undocumented(
            "whether values that differ in case are the same is not documented; both are kept",
        );
    }
    Ok(Value::Many(kept))
}
