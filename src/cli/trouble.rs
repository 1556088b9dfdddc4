//! What a command has to say when it could not be done.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::look::Look;
use crate::store::Fault;
use crate::wire::ascii;

/// Bad input, or refused.
pub const REFUSED: u8 = 2;
/// A bug of ours.
pub const BUG: u8 = 70;
/// The disk, or another file that cannot be written.
pub const DISK: u8 = 74;
/// Another instance is in the way; trying again may help.
pub const HELD: u8 = 75;

/// Why a command could not be done, for people and for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The exit code.
    pub exit: u8,
    /// What happened, what was left untouched, and what to do.
    pub sentence: String,
    /// The rule of the service that stands behind it.
    pub rule: Option<&'static str>,
    /// Commands that lead out of it, in order.
    pub fix: Vec<String>,
    /// The sentence has lines of its own (the usage of a command).
    lines: bool,
}

impl Trouble {
    /// With an exit code of its own.
    pub fn of(exit: u8, sentence: impl Into<String>) -> Self {
        Trouble { exit, sentence: sentence.into(), rule: None, fix: Vec::new(), lines: false }
    }

    /// Bad input.
    pub fn bad(sentence: impl Into<String>) -> Self {
        Trouble::of(REFUSED, sentence)
    }

    /// Arguments that cannot be understood; the text was made visible already.
    pub fn usage(text: &str) -> Self {
        Trouble { lines: true, ..Trouble::of(REFUSED, text.trim_end()) }
    }

    /// With commands that lead out of it.
    pub fn fixed_by(mut self, fix: Vec<String>) -> Self {
        self.fix = fix;
        self
    }

    /// For people.
    pub fn to_text(&self, look: Look) -> String {
        let sentence =
            if self.lines { self.sentence.clone() } else { look.show(&self.sentence).into_owned() };
        let (first, rest) = sentence.split_once('\n').unwrap_or((&sentence, ""));
        let mut out = format!("error: {first}");
        if let Some(rule) = self.rule {
            let _memory = write!(out, " (rule {rule})");
        }
        out.push('\n');
        if !rest.is_empty() {
            let _memory = writeln!(out, "{rest}");
        }
        for command in &self.fix {
            let _memory = writeln!(out, "  fix: {}", look.show(command));
        }
        out
    }

    /// For programs: one object on one line.
    pub fn to_json(&self) -> String {
        // Of the usage, programs want what is wrong with it.
        let lines = if self.lines { 1 } else { usize::MAX };
        let sentence: Vec<&str> = self.sentence.lines().take(lines).collect();
        let mut object = Map::new();
        object.insert("error".to_owned(), json!(sentence.join("\n")));
        object.insert("exit".to_owned(), json!(self.exit));
        if let Some(rule) = self.rule {
            object.insert("rule".to_owned(), json!(rule));
        }
        if !self.fix.is_empty() {
            object.insert("fix".to_owned(), json!(self.fix));
        }
        let mut text = ascii(Value::Object(object).to_string());
        text.push('\n');
        text
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        let exit = match &fault {
            passing if passing.is_passing() => HELD,
            Fault::Disk { .. } => DISK,
            _ => REFUSED,
        };
        match fault {
            Fault::Refused(refused) => {
                Trouble { rule: refused.rule, ..Trouble::of(exit, refused.reason) }
            }
            other => Trouble::of(exit, other.to_string()),
        }
    }
}
