//! Names from outside, made harmless and visible.

use std::borrow::Cow;

/// Stand-in.
pub fn visible(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}
/// Stand-in.
pub fn visible_ascii(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}
