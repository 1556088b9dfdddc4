//! `PCase`.

use super::lower;
use crate::expr::evaluate::{Arguments, Stop};
use crate::expr::value::Value;

/// Without separators a word ends as in .NET's `TextInfo.ToTitleCase`: an apostrophe belongs to it,
/// and it begins with a letter. Unlike there, words in capitals are lowered as well, as the samples
/// of the article show.
pub fn pcase(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let source = lower(&a.text(0)?);
    let separators = a.text_if_given(1)?;
    let mut out = String::with_capacity(source.len());
    let mut inside = false;
    for c in source.chars() {
        let separates = match &separators {
            Some(list) => list.contains(c),
            None => !(c.is_alphanumeric() || c == '\'' && inside),
        };
        // A digit does not begin a word in .NET; with separators everything does.
        let begins = !separates && !inside && (separators.is_some() || c.is_alphabetic());
        if begins {
            out.push(super::only(c, c.to_uppercase()));
        } else {
            out.push(c);
        }
        inside = !separates && (inside || begins);
    }
    Ok(Value::Text(out))
}
