//! Where a cursor stands in a text that need not be an expression yet.

use std::ops::Range;

use super::functions::{self, Function};

/// What is being written at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Nothing that could be completed: a text, a number, a space.
    Nothing,
    /// The name of a function.
    Function,
    /// The name of an attribute, between brackets.
    Attribute,
}

/// Where a cursor stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Here {
    /// The innermost function around it, and the number of the argument.
    pub call: Option<(&'static Function, usize)>,
    /// What is being written.
    pub word: Word,
    /// The bytes of it, with what follows of the same word, and with its brackets.
    pub span: Range<usize>,
    /// What of it stands before the cursor.
    pub begun: String,
}

/// What a character before the cursor is part of.
enum State {
    Outside,
    Quoted,
    /// Since this byte.
    Bracketed(usize),
}

/// Looks at what stands before a byte of a text, and at the rest of the word there.
pub fn here(text: &str, at: usize) -> Here {
    let before = text.get(..at).unwrap_or(text);
    let after = text.get(at..).unwrap_or_default();
    let mut calls: Vec<(Option<&'static Function>, usize)> = Vec::new();
    let mut state = State::Outside;
    let mut name: Option<usize> = None;
    let mut is_escaped = false;
    for (place, c) in before.char_indices() {
        match state {
            State::Quoted => match (is_escaped, c) {
                (false, '"') => state = State::Outside,
                (false, '\\') => is_escaped = true,
                _ => is_escaped = false,
            },
            State::Bracketed(_) if c == ']' => state = State::Outside,
            State::Bracketed(_) => {}
            State::Outside => {
                let begun = name.and_then(|from| before.get(from..place));
                match c {
                    '(' => calls.push((begun.and_then(functions::find), 0)),
                    ')' => drop(calls.pop()),
                    ',' => {
                        if let Some((_, argument)) = calls.last_mut() {
                            *argument += 1;
                        }
                    }
                    '"' => state = State::Quoted,
                    '[' => state = State::Bracketed(place),
                    _ => {}
                }
                name = if is_of_name(c) { name.or(Some(place)) } else { None };
            }
        }
    }
    let call = calls.last().and_then(|(function, at)| Some(((*function)?, *at)));
    let rest = |wanted: fn(char) -> bool| {
        after.find(|c| !wanted(c)).map_or(text.len(), |end| before.len() + end)
    };
    let (word, span) = match (state, name) {
        (State::Bracketed(from), _) => {
            let end = rest(|c| is_of_name(c) || c == '.');
            let closed = text.get(end..).is_some_and(|tail| tail.starts_with(']'));
            (Word::Attribute, from..end + usize::from(closed))
        }
        (State::Outside, Some(from)) => (Word::Function, from..rest(is_of_name)),
        (State::Quoted | State::Outside, _) => (Word::Nothing, before.len()..before.len()),
    };
    let begun = before.get(span.start..).unwrap_or_default().trim_start_matches('[').to_owned();
    Here { call, word, span, begun }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

impl Here {
    /// The text with the word here replaced by a whole one, and where the cursor then stands.
    pub fn complete(&self, text: &str, whole: &str) -> (String, usize) {
        let before = text.get(..self.span.start).unwrap_or_default();
        let after = text.get(self.span.end..).unwrap_or_default();
        let piece = match self.word {
            Word::Attribute => format!("[{whole}]"),
            Word::Function if after.starts_with('(') => whole.to_owned(),
            Word::Function => format!("{whole}("),
            Word::Nothing => String::new(),
        };
        let place = before.len() + piece.len();
        (format!("{before}{piece}{after}"), place)
    }
}
