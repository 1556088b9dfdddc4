//! Numbers, and numbers to text.

use super::{Function, Kind, is, row};
use crate::expr::evaluate::{Arguments, Stop};
use crate::expr::value::Value;

pub const ROWS: &[Function] = &[
    row(
        "BitAnd",
        &[is("value1", Kind::Whole), is("value2", Kind::Whole)],
        bit_and,
        "the bits that both numbers have",
    )
    .example("BitAnd(&HF, &HF7)", &[], "7"),
    row("CStr", &[is("value", Kind::Any)], cstr, "the value as text").example(
        "CStr([dn])",
        &[("dn", "cn=Joe,dc=contoso,dc=com")],
        "cn=Joe,dc=contoso,dc=com",
    ),
];

fn bit_and(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    Ok(Value::Integer(a.whole(0)? & a.whole(1)?))
}

fn cstr(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    a.text(0).map(Value::Text)
}
