//! The plan itself: the same plan gives the same bytes.

use super::Format;
use super::document::{Document, FORMAT as VERSION};
use crate::wire::ascii;

/// The row.
pub(super) const FORMAT: Format = Format {
    word: "json",
    ending: "json",
    about: "the plan itself, for programs and to be read back",
    write,
    verify,
    is_ours: |bytes| read(bytes).is_ok(),
};

fn write(document: &Document) -> Vec<u8> {
    // Writing our own document to memory has no way to fail.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    ascii(text).into_bytes()
}

/// Reads a plan; one that was changed by hand says so by its hash.
pub fn read(bytes: &[u8]) -> Result<Document, String> {
    let document: Document =
        serde_json::from_slice(bytes).map_err(|fault| format!("it is no plan: {fault}"))?;
    if document.detente_plan != VERSION {
        return Err(format!(
            "it is a plan of version {}; this program reads version {VERSION}",
            document.detente_plan
        ));
    }
    let sum = document.sum();
    if sum != document.hash {
        return Err(format!(
            "its hash is {sum}, but it says {}: it was changed after it was written",
            document.hash
        ));
    }
    Ok(document)
}

fn verify(bytes: &[u8], document: &Document) -> Result<(), String> {
    match read(bytes)? == *document {
        true => Ok(()),
        false => Err("what was read back differs from the plan".to_owned()),
    }
}
