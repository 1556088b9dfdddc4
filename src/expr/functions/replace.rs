//! `Replace`, in its five ways.

use super::{Function, Kind, is, may, row};
use crate::expr::evaluate::{Arguments, BYTES_MAX, Stop, too_long};
use crate::expr::syntax::Call;
use crate::expr::value::Value;

pub const ROWS: &[Function] = &[row(
    "Replace",
    &[
        is("source", Kind::Text),
        may("oldValue", Kind::Text),
        may("regexPattern", Kind::Text),
        may("regexGroupName", Kind::Text),
        may("replacementValue", Kind::Text),
        may("replacementAttributeName", Kind::Text),
        may("template", Kind::Text),
    ],
    replace,
    "the source with a text, or what a pattern finds in it, replaced",
)
.example(
    "Replace([streetAddress], , \"(?<streetNumber>^\\\\d*)\", \"streetNumber\", \"888\", , )",
    &[("streetAddress", "545 Tremont Street")],
    "888 Tremont Street",
)];

/// What `Replace` does, by the arguments that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Each occurrence of a text.
    Text,
    /// In a template, a text by the source.
    Template,
    /// Each match of a pattern.
    Pattern,
    /// What a group of a pattern finds.
    Group,
    /// An empty source by what a group finds in another attribute.
    Attribute,
}

impl Mode {
    /// The way a call means, if it is one of the five.
    pub fn of(call: &Call) -> Option<Self> {
        let [old, pattern, group, value, attribute, template] =
            [1, 2, 3, 4, 5, 6].map(|slot| call.argument(slot).is_some());
        match (old, pattern, group, value, attribute, template) {
            (true, false, false, true, false, false) => Some(Mode::Text),
            (true, false, false, false, false, true) => Some(Mode::Template),
            (false, true, false, true, false, false) => Some(Mode::Pattern),
            (false, true, true, true, false, false) => Some(Mode::Group),
            (false, true, true, false, true, false) => Some(Mode::Attribute),
            _ => None,
        }
    }
}

fn replace(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let Some(mode) = a.mode() else {
        return Err(Stop::failed("these arguments are none of the five ways of `Replace`"));
    };
    match mode {
        Mode::Text => {
            let (source, old, with) = (a.text(0)?, a.text(1)?, a.text(4)?);
            literal(a, &source, &old, &with)
        }
        Mode::Template => {
            let (source, old, template) = (a.text(0)?, a.text(1)?, a.text(6)?);
            literal(a, &template, &old, &source)
        }
        Mode::Pattern => {
            let (source, with) = (a.text(0)?, a.text(4)?);
            a.pattern(2)?.replace_all(&source, &with).map(Value::Text)
        }
        Mode::Group => {
            let (source, with) = (a.text(0)?, a.text(4)?);
            let (pattern, group) = (a.pattern(2)?, a.text(3)?);
            if with.contains('$') {
                a.undocumented(
                    "a `$` in the value for a group stands for itself; the article does not say",
                );
            }
            pattern.replace_group(&source, &group, &with).map(Value::Text)
        }
        Mode::Attribute => {
            let source = a.text_or_null(0)?.filter(|source| !source.is_empty());
            if let Some(source) = source {
                return Ok(Value::Text(source));
            }
            let other = a.text(5)?;
            let (pattern, group) = (a.pattern(2)?, a.text(3)?);
            pattern.group(&other, &group)?.map(Value::Text).ok_or_else(|| {
                Stop::Unknown(
                    "what `Replace` gives when the group finds nothing is not documented"
                        .to_owned(),
                )
            })
        }
    }
}

fn literal(a: &mut Arguments<'_, '_>, text: &str, old: &str, new: &str) -> Result<Value, Stop> {
    if old.is_empty() {
        return Err(Stop::failed("`oldValue` of `Replace` is empty"));
    }
    let grows = text.matches(old).count().saturating_mul(new.len());
    if grows > BYTES_MAX {
        return Err(too_long(a.function()));
    }
    Ok(Value::Text(text.replace(old, new)))
}
