//! Reading and writing the files of this room: which file it is, which version, and where a
//! mistake stands.

use std::fmt::Display;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::answers::Answers;
use crate::wire;

/// Ids and words as text.
pub(super) mod text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<T: Display, S: Serializer>(value: &T, sink: S) -> Result<S::Ok, S::Error> {
        sink.collect_str(value)
    }

    pub fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(source: D) -> Result<T, D::Error>
    where
        T::Err: Display,
    {
        let text = String::deserialize(source)?;
        text.trim()
            .parse()
            .map_err(|bad| D::Error::custom(format!("{bad}, found `{}`", text.escape_debug())))
    }
}

/// The newest version of its files that this program writes and reads.
const FORMAT: u64 = 1;

/// What every file of this room starts with.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File<T> {
    detente: String,
    format: u64,
    content: T,
}

/// Only what has to be looked at before a file is understood.
#[derive(Deserialize)]
struct Head {
    detente: Option<String>,
    format: Option<u64>,
}

/// Writes a file: over many lines, pure ASCII, the same bytes for the same content.
pub(super) fn write<T: Serialize>(kind: &str, content: &T) -> String {
    let file = File { detente: kind.to_owned(), format: FORMAT, content };
    // A value in memory has no way to fail.
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    wire::ascii(text)
}

/// Reads a file of one kind; what is wrong with it is said in a sentence.
pub(super) fn read<T: DeserializeOwned>(kind: &str, bytes: &[u8]) -> Result<T, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let shown = String::from_utf8_lossy(bytes);
    let first = shown.trim();
    if first.is_empty() {
        return Err("it is empty".to_owned());
    }
    if !first.starts_with(['{', '[', '"']) {
        let start: String = first.lines().next().unwrap_or_default().chars().take(60).collect();
        return Err(format!(
            "it holds text, not JSON, and begins with `{}`; expected a file of `{kind}`, as --out or --format json writes it",
            start.escape_debug()
        ));
    }
    let head: Head = serde_json::from_slice(bytes).map_err(|fault| place("", &fault))?;
    match head.detente {
        Some(found) if found == kind => {}
        Some(found) => {
            return Err(format!("expected a file of `{kind}`, found `{}`", found.escape_debug()));
        }
        None => {
            return Err(format!("expected `\"detente\": \"{kind}\"` at its top, found neither"));
        }
    }
    match head.format {
        Some(FORMAT) => {}
        Some(newer) if newer > FORMAT => {
            return Err(format!(
                "it is of format {newer}, and this program reads up to {FORMAT}; a newer detente reads it"
            ));
        }
        other => {
            let found = other.map_or("nothing".to_owned(), |other| other.to_string());
            return Err(format!("expected {FORMAT} as `format`, found {found}"));
        }
    }
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let file: File<T> = serde_path_to_error::deserialize(&mut source).map_err(|located| {
        let path = located.path().to_string();
        place(&path, located.inner())
    })?;
    source.end().map_err(|fault| place("", &fault))?;
    Ok(file.content)
}

fn place(path: &str, fault: &serde_json::Error) -> String {
    let text = fault.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    let at = if path.is_empty() || path == "." { String::new() } else { format!(" at `{path}`") };
    let (line, column) = (fault.line(), fault.column());
    if line == 0 {
        return format!("{what}{at}");
    }
    format!("line {line}, column {column}{at}: {what}")
}

/// The mark of a content: SHA-256 of it, written on one line.
pub(super) fn mark<T: Serialize>(content: &T) -> String {
    let text = serde_json::to_string(content).unwrap_or_default();
    wire::sha256(text.as_bytes())
}

const ANSWERS: &str = "merger-answers";

/// Answers as a file.
pub fn write_answers(answers: &Answers) -> String {
    write(ANSWERS, answers)
}

/// Answers of a file.
pub fn read_answers(bytes: &[u8]) -> Result<Answers, String> {
    read(ANSWERS, bytes)
}

/// Text of something that can be shown; for tables of this room.
pub(super) fn shown(values: impl IntoIterator<Item = impl Display>) -> String {
    let all: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
    all.join(", ")
}
