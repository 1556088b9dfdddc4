//! What flows, and which of several values.

use super::{Function, Kind, is, may, more, row};
use crate::expr::evaluate::{Arguments, Stop};
use crate::expr::value::Value;
use crate::expr::warning::quoted;

/// Its sample answer lists functions that no article describes.
const API: &str = "synchronization-synchronizationschema-functions.md";

pub const ROWS: &[Function] = &[
    row(
        "IIF",
        &[
            is("condition", Kind::Condition),
            is("valueIfTrue", Kind::Any),
            is("valueIfFalse", Kind::Any),
        ],
        iif,
        "one value if the condition holds, else another",
    )
    .example("IIF([country]=\"USA\",[country],[department])", &[("country", "USA")], "USA"),
    row(
        "Switch",
        &[is("source", Kind::Text), may("defaultValue", Kind::Any), more("key, value", Kind::Any)],
        switch,
        "the value behind the key that equals the source, else the default",
    )
    .example(
        "Switch([state], \"Australia/Sydney\", \"QLD\", \"Australia/Brisbane\")",
        &[("state", "QLD")],
        "Australia/Brisbane",
    ),
    row(
        "Coalesce",
        &[more("source", Kind::Any)],
        coalesce,
        "the first argument that is not null; an empty text is not null",
    )
    .example(
        "Coalesce([mail], [userPrincipalName])",
        &[("userPrincipalName", "John.Doe@contoso.com")],
        "John.Doe@contoso.com",
    ),
    row(
        "IgnoreFlowIfNullOrEmpty",
        &[is("expression", Kind::Any)],
        ignore_flow,
        "the value; a null or empty one is not written, and the target keeps its own",
    )
    .example("IgnoreFlowIfNullOrEmpty([department])", &[("department", "Sales")], "Sales"),
    row("IsNull", &[is("expression", Kind::Any)], is_null, "True if it is null").example(
        "IsNull([displayName])",
        &[],
        "True",
    ),
    row(
        "IsNullOrEmpty",
        &[is("expression", Kind::Any)],
        is_null_or_empty,
        "True if it is null or empty",
    )
    .example("IsNullOrEmpty([displayName])", &[("displayName", "")], "True"),
    row(
        "IsPresent",
        &[is("expression", Kind::Any)],
        is_present,
        "True if it is neither null nor empty",
    )
    .example("IsPresent([displayName])", &[("displayName", "x")], "True"),
    row("IsString", &[is("expression", Kind::Any)], is_string, "True if it can be a text").example(
        "IsString([displayName])",
        &[("displayName", "x")],
        "True",
    ),
    row("Not", &[is("source", Kind::Any)], not, "False of True, and True of everything else")
        .example("Not(\"True\")", &[], "False"),
    row("CBool", &[is("expression", Kind::Condition)], cbool, "True if the result is not zero")
        .example("CBool([a] = [b])", &[("a", "x"), ("b", "x")], "True"),
    row("Redact", &[is("value", Kind::Any)], redact, "the value, which the logs show as [Redact]")
        .example(
            "Redact([userPrincipalName])",
            &[("userPrincipalName", "a@contoso.com")],
            "a@contoso.com",
        ),
    row(
        "SelectUniqueValue",
        &[more("uniqueValueRule", Kind::Text)],
        select_unique,
        "the first value that nobody in the target has; not for cross-tenant synchronization",
    )
    .example("SelectUniqueValue(\"jdoe\", \"jdoe1\")", &[], "jdoe"),
    row(
        "AppRoleAssignments",
        &[is("source", Kind::Any)],
        roles,
        "the roles, in a way no article describes",
    )
    .seen(API),
    row(
        "AppRoleAssignmentsComplex",
        &[is("source", Kind::Any)],
        roles,
        "several roles, none of them primary; for applications with SCIM",
    ),
    row(
        "AssertiveAppRoleAssignmentsComplex",
        &[is("source", Kind::Any)],
        roles,
        "the same, replacing what the target has",
    ),
    row("SingleAppRoleAssignment", &[is("source", Kind::Any)], roles, "the name of the only role"),
    row(
        "AltSecIdFromNetId",
        &[is("netId", Kind::Any)],
        internal,
        "the id by which the target knows the home account",
    )
    .seen("cross-tenant-synchronization-configure.md"),
    row("DefaultDomain", &[], internal, "a domain, in a way no article describes").seen(API),
];

/// Whether a condition holds.
fn holds(value: &Value) -> Result<bool, Stop> {
    match value {
        Value::Boolean(holds) => Ok(*holds),
        Value::Text(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Value::Text(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        other => match (other.number(), other.text()) {
            (Some(number), _) => Ok(number != 0.0),
            (None, Some(text)) => {
                Err(Stop::failed(format!("{} is neither true nor false", quoted(&text))))
            }
            (None, None) => Err(Stop::Unknown(
                "whether null or several values hold as a condition is not documented".to_owned(),
            )),
        },
    }
}

fn iif(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let names = a.expression(0).map(crate::expr::Expression::attributes).unwrap_or_default();
    for name in names {
        if a.is_empty_attribute(name) {
            a.warn(
                "CTS031",
                format!(
                    "the condition of `IIF` reads `[{name}]`, which is null or empty: the check fails. \
                     That nothing is written then is our reading; `Coalesce`, or `Switch` with the key \
                     \"\", say what is meant"
                ),
            );
            return Ok(Value::Null);
        }
    }
    let condition = a.value(0)?;
    if holds(&condition)? { a.value(1) } else { a.value(2) }
}

fn switch(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    if a.count() < 4 || a.count() % 2 == 1 {
        return Err(Stop::failed("`Switch` takes pairs of key and value behind the default"));
    }
    // The key "" is documented to catch what is empty.
    let source = a.text_or_null(0)?.unwrap_or_default();
    for key in (2..a.count()).step_by(2) {
        if a.text_or_null(key)?.unwrap_or_default() == source {
            return Ok(a.given(key + 1)?.unwrap_or_default());
        }
    }
    Ok(a.given(1)?.unwrap_or_default())
}

fn coalesce(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    for index in 0..a.count() {
        match a.given(index)? {
            None | Some(Value::Null) => {}
            Some(value) => return Ok(value),
        }
    }
    Ok(Value::Null)
}

fn ignore_flow(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let value = a.value(0)?;
    if value.is_empty() {
        a.drop_empty();
    }
    Ok(value)
}

fn is_null(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    Ok(Value::Boolean(a.value(0)?.is_null()))
}

fn is_null_or_empty(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    Ok(Value::Boolean(a.value(0)?.is_empty()))
}

fn is_present(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    Ok(Value::Boolean(!a.value(0)?.is_empty()))
}

fn is_string(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let value = a.value(0)?;
    match value {
        Value::Text(_) => {}
        _ => a.undocumented("what counts as text, of a value that is none, is not documented"),
    }
    Ok(Value::Boolean(value.text().is_some()))
}

fn not(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    Ok(Value::Boolean(a.value(0)?.text().as_deref() != Some("True")))
}

fn cbool(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let value = a.value(0)?;
    Ok(Value::Boolean(holds(&value)?))
}

fn redact(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    a.value(0)
}

fn select_unique(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    for index in 0..a.count() {
        let Some(value) = a.text_or_null(index)? else { continue };
        if !a.taken().is_some_and(|taken| taken.contains(&value)) {
            return Ok(Value::Text(value));
        }
    }
    Err(Stop::failed("every value that `SelectUniqueValue` offers is taken in the target"))
}

fn roles(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let name = a.function().name;
    Err(Stop::NotEvaluated(
        "CTS035",
        format!("`{name}` reads assignments, which no user object holds"),
    ))
}

fn internal(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let name = a.function().name;
    Err(Stop::not_evaluated(format!("`{name}` is internal to the engine and nowhere described")))
}
