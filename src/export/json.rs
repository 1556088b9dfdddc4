//! The plan itself: the same plan gives the same bytes.

use super::Format;
use super::document::{Document, FORMAT as VERSION};
use crate::domain::Json;
use crate::wire::{ascii, sha256};

/// The row.
pub(super) const FORMAT: Format = Format {
    word: "json",
    ending: "json",
    about: "the plan itself, for programs and to be read back",
    write,
    verify,
    is_ours: |bytes| read(bytes).is_ok() || is_older(bytes),
};

fn write(document: &Document) -> Vec<u8> {
    // Writing our own document to memory has no way to fail.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    ascii(text).into_bytes()
}

/// Whether a file says that it is a plan, whatever else is true of it.
pub fn is_plan(bytes: &[u8]) -> bool {
    let value: Option<Json> = serde_json::from_slice(bytes).ok();
    value.is_some_and(|value| value.get("detentePlan").is_some())
}

/// Whether it is an untouched plan of the first version, whose hash was that of its own line.
fn is_older(bytes: &[u8]) -> bool {
    let Ok(mut value) = serde_json::from_slice::<Json>(bytes) else { return false };
    let said = value.get("hash").and_then(Json::as_str).map(str::to_owned);
    if value.get("detentePlan") != Some(&Json::from(1)) {
        return false;
    }
    if let Some(hash) = value.get_mut("hash") {
        *hash = Json::from("");
    }
    said.is_some_and(|said| said == sha256(value.to_string().as_bytes()))
}

/// Reads a plan; one that was changed by hand says so by its hash.
pub fn read(bytes: &[u8]) -> Result<Document, String> {
    let no_plan = |fault: serde_json::Error| format!("it is no plan: {fault}");
    let value: Json = serde_json::from_slice(bytes).map_err(no_plan)?;
    let version = value.get("detentePlan").and_then(Json::as_u64);
    if let Some(version) = version.filter(|version| *version != u64::from(VERSION)) {
        return Err(format!(
            "it is a plan of version {version}; this program reads version {VERSION}, so write the plan again"
        ));
    }
    let document: Document = serde_json::from_slice(bytes).map_err(no_plan)?;
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
