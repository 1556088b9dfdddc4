//! One grammar for every list: words that must all occur, `field:value`, `-` to turn a term round,
//! `"exact"`, `/regex/`, `>n` and `<n` on numbers, `~plan`.

use std::fmt;

use regex::{Regex, RegexBuilder};

#[cfg(test)]
mod tests;

/// What a row lets a filter see.
pub trait Filterable {
    /// The lower-cased text that plain words are looked for in.
    fn text(&self) -> &str;
    /// The words that describe a field, most precise first; `None` when there is no such field.
    fn field(&self, name: &str) -> Option<Vec<&str>>;
    /// The number in a field, where it has one.
    fn number(&self, name: &str) -> Option<i64>;
    /// Whether the plan touches the row.
    fn is_planned(&self) -> bool;
}

/// A field that a filter may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// All words that can stand in it; none where anything can.
    pub words: &'static [&'static str],
    /// Whether it can be compared with a number.
    pub is_number: bool,
}

impl Field {
    /// A field in which anything can stand.
    pub const fn open(name: &'static str) -> Self {
        Field { name, words: &[], is_number: false }
    }

    /// A field of certain words.
    pub const fn of(name: &'static str, words: &'static [&'static str]) -> Self {
        Field { name, words, is_number: false }
    }
}

#[derive(Clone, Debug)]
enum Term {
    Word(String),
    Regex(Regex),
    Field(String, String),
    More(String, i64),
    Less(String, i64),
    Planned,
}

/// A filter, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    terms: Vec<(bool, Term)>,
}

/// Why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadFilter {
    /// A field no row here has; with those it does have.
    Field(String, String),
    /// A regular expression that does not hold together.
    Regex(String),
    /// A comparison without a number.
    Number(String),
    /// A field that is compared with a number and holds none.
    NoNumber(String),
    /// A word that never stands in a field; with those that can.
    Never(String, String, String),
}

impl fmt::Display for BadFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadFilter::Field(name, fields) => {
                write!(f, "there is no field `{name}`; there are {fields}")
            }
            BadFilter::Regex(what) => write!(f, "the regular expression does not hold: {what}"),
            BadFilter::NoNumber(name) => write!(f, "there are no numbers in `{name}`"),
            BadFilter::Never(name, word, words) => {
                write!(f, "`{name}` is never `{word}`; it is one of {words}")
            }
            BadFilter::Number(text) => write!(f, "expected a number, found `{text}`"),
        }
    }
}

impl std::error::Error for BadFilter {}

/// Bytes a regular expression may compile to: hostile ones are refused instead of run.
const REGEX_BYTES_MAX: usize = 1 << 20;

impl Filter {
    /// Reads a filter. `fields` are those the list has; an unfinished term (`in:`) filters nothing.
    pub fn parse(text: &str, fields: &[Field]) -> Result<Self, BadFilter> {
        let mut terms = Vec::new();
        // A lone `-` is the beginning of a term.
        for token in tokens(text).into_iter().filter(|token| token != "-") {
            let (wanted, token) = match token.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (false, rest),
                _ => (true, token.as_str()),
            };
            if let Some(term) = term(token, fields)? {
                terms.push((wanted, term));
            }
        }
        Ok(Filter { terms })
    }

    /// Whether a row passes.
    pub fn matches(&self, row: &impl Filterable) -> bool {
        self.terms.iter().all(|(wanted, term)| term.holds(row) == *wanted)
    }

    /// Whether it asks for plain words and nothing else.
    pub fn is_plain(&self) -> bool {
        self.terms.iter().all(|(wanted, term)| *wanted && matches!(term, Term::Word(_)))
    }

    /// The plain words, to mark them where they occur.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter_map(|(wanted, term)| match term {
            Term::Word(word) if *wanted => Some(word.as_str()),
            _ => None,
        })
    }
}

/// Splits at spaces, except inside quotes and slashes.
fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut token = String::new();
    let mut inside: Option<char> = None;
    for c in text.chars() {
        match inside {
            Some(end) if c == end => {
                inside = None;
                token.push(c);
            }
            Some(_) => token.push(c),
            None if c.is_whitespace() => {
                if !token.is_empty() {
                    out.push(std::mem::take(&mut token));
                }
            }
            None => {
                let opens = token.is_empty() || token == "-";
                if c == '"' && (opens || token.ends_with(':')) || c == '/' && opens {
                    inside = Some(c);
                }
                token.push(c);
            }
        }
    }
    if !token.is_empty() {
        out.push(token);
    }
    out
}

fn term(token: &str, fields: &[Field]) -> Result<Option<Term>, BadFilter> {
    if token == "~plan" || token == "~" {
        return Ok(Some(Term::Planned));
    }
    if let Some(pattern) = token.strip_prefix('/') {
        let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
        if pattern.is_empty() {
            return Ok(None);
        }
        return RegexBuilder::new(pattern)
            .case_insensitive(true)
            .size_limit(REGEX_BYTES_MAX)
            .build()
            .map(|regex| Some(Term::Regex(regex)))
            .map_err(|fault| {
                let text = fault.to_string();
                BadFilter::Regex(text.lines().last().unwrap_or_default().trim().to_owned())
            });
    }
    if let Some(exact) = token.strip_prefix('"') {
        let exact = exact.strip_suffix('"').unwrap_or(exact).to_lowercase();
        return Ok((!exact.is_empty()).then_some(Term::Word(exact)));
    }
    for (sign, more) in [('>', true), ('<', false)] {
        if let Some((name, number)) = token.split_once(sign).filter(|(name, _)| !name.is_empty()) {
            if !field(name, fields)?.is_number {
                return Err(BadFilter::NoNumber(name.to_owned()));
            }
            if number.is_empty() {
                return Ok(None);
            }
            let number = number.parse().map_err(|_| BadFilter::Number(number.to_owned()))?;
            let name = name.to_owned();
            return Ok(Some(if more {
                Term::More(name, number)
            } else {
                Term::Less(name, number)
            }));
        }
    }
    if let Some((name, value)) = token.split_once(':') {
        let words = field(name, fields)?.words;
        let value = value.trim_matches('"').to_lowercase();
        // The beginning of a word will do, as one types.
        if !words.is_empty() && !words.iter().any(|word| word.contains(&value)) {
            return Err(BadFilter::Never(name.to_owned(), value, words.join(", ")));
        }
        return Ok((!value.is_empty()).then(|| Term::Field(name.to_owned(), value)));
    }
    Ok(Some(Term::Word(token.to_lowercase())))
}

fn field<'f>(name: &str, fields: &'f [Field]) -> Result<&'f Field, BadFilter> {
    fields.iter().find(|field| field.name == name).ok_or_else(|| {
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        BadFilter::Field(name.to_owned(), names.join(", "))
    })
}

impl Term {
    fn holds(&self, row: &impl Filterable) -> bool {
        match self {
            Term::Word(word) => row.text().contains(word.as_str()),
            Term::Regex(regex) => regex.is_match(row.text()),
            Term::Field(name, value) => row
                .field(name)
                .is_some_and(|words| words.iter().any(|word| word.to_lowercase().contains(value))),
            Term::More(name, number) => row.number(name).is_some_and(|found| found > *number),
            Term::Less(name, number) => row.number(name).is_some_and(|found| found < *number),
            Term::Planned => row.is_planned(),
        }
    }
}
