//! One row of the mappings over everybody: how many values change, and which of them are trouble.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::given::{Given, Giver};
use super::preview::{Stopped, Tick};
use super::roster::Roster;

/// Users between two ticks.
const TICK_USERS: usize = 4096;

/// Characters an attribute may have, where that is documented.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/user.md
const LIMITS: &[(&str, usize)] = &[
    ("city", 128),
    ("companyName", 64),
    ("country", 128),
    ("department", 64),
    ("displayName", 256),
    ("givenName", 64),
    ("jobTitle", 128),
    ("mailNickname", 64),
    ("mobile", 64),
    ("postalCode", 40),
    ("state", 128),
    ("streetAddress", 1024),
    ("surname", 64),
];

/// Attributes of which the same page says that they cannot hold accents.
const PLAIN: &[&str] = &["mail", "otherMails", "userPrincipalName"];

/// Attributes that two users of one tenant should not share. Ours: by their use as addresses.
const OWN: &[&str] = &["mail", "mailNickname", "userPrincipalName", "employeeId"];

/// Characters an attribute of a user may have, where that is documented.
fn limit(attribute: &str) -> Option<usize> {
    LIMITS.iter().find(|(name, _)| *name == attribute).map(|(_, limit)| *limit)
}

/// What is wrong with a value, or only to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// More characters than the attribute may have: the limit.
    Long(usize),
    /// Letters that the attribute cannot hold.
    Accent,
}

impl Trouble {
    /// What there is to say of a value of an attribute.
    pub fn of(attribute: &str, value: &str) -> Option<Self> {
        let long = limit(attribute).filter(|limit| value.chars().nth(*limit).is_some());
        let accent = (PLAIN.contains(&attribute) && !value.is_ascii()).then_some(Trouble::Accent);
        long.map(Trouble::Long).or(accent)
    }
}

/// Everybody in scope, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Users who were looked at.
    pub people: u64,
    /// Their value stays as the row gives it now.
    pub unchanged: u64,
    /// Their value is another.
    pub changed: u64,
    /// They get no value.
    pub empty: u64,
    /// More characters than the attribute may have.
    pub long: u64,
    /// Values with other letters than ASCII.
    pub foreign: u64,
    /// Users who share a value with another one; counted for attributes of which everyone should
    /// have an own one.
    pub shared: Option<u64>,
    /// The service could not evaluate it.
    pub failed: u64,
    /// It is not evaluated here, or the export does not hold what it reads.
    pub unknown: u64,
}

/// Looks at everybody who is in scope.
pub fn survey(
    count: usize,
    in_scope: &dyn Fn(usize) -> bool,
    (before, after): (&Giver<'_>, &Giver<'_>),
    target: &str,
    tick: Tick<'_>,
) -> Result<Survey, Stopped> {
    let mut survey = Survey::default();
    let is_own = OWN.contains(&target);
    let mut values: HashMap<u64, u64, FixedState> = HashMap::default();
    for row in 0..count {
        if row % TICK_USERS == 0 && tick(row as u64).is_break() {
            return Err(Stopped);
        }
        if !in_scope(row) {
            continue;
        }
        survey.people += 1;
        let given = after.give(row);
        // What is not known is not said to be another.
        if before.give(row) == given {
            survey.unchanged += 1;
        } else if given.is_known() {
            survey.changed += 1;
        }
        match given {
            Given::Nothing => survey.empty += 1,
            Given::Failed(_) => survey.failed += 1,
            Given::Unknown(_) | Given::Untold(_) => survey.unknown += 1,
            Given::Text(text) => {
                survey.foreign += u64::from(!text.is_ascii());
                let is_long = matches!(Trouble::of(target, &text), Some(Trouble::Long(_)));
                survey.long += u64::from(is_long);
                if is_own {
                    let hash = values.hasher().hash_one(text.to_lowercase());
                    *values.entry(hash).or_default() += 1;
                }
            }
        }
    }
    survey.shared = is_own.then(|| values.into_values().filter(|users| *users > 1).sum());
    Ok(survey)
}

/// Somebody to try a row on, and why this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The row of the user in the source.
    pub row: usize,
    /// What is special; empty for just somebody.
    pub why: &'static str,
}

/// People who are likely to show what is wrong: an accent, a quote, an empty value, the longest one,
/// and a few others. By what they have in some attributes.
pub fn samples(
    source: &Roster,
    in_scope: &dyn Fn(usize) -> bool,
    attributes: &[String],
    tick: Tick<'_>,
) -> Result<Vec<Sample>, Stopped> {
    const PLAIN_PEOPLE: usize = 4;
    let columns: Vec<Option<usize>> = attributes.iter().map(|name| source.column(name)).collect();
    let (mut accent, mut quote, mut empty, mut space) = (None, None, None, None);
    let mut longest: Option<(usize, usize)> = None;
    let mut others = Vec::new();
    for row in 0..source.len() {
        if row % TICK_USERS == 0 && tick(row as u64).is_break() {
            return Err(Stopped);
        }
        if !in_scope(row) {
            continue;
        }
        let mut length = 0;
        for column in &columns {
            let text = source.value(row, *column).text().unwrap_or_default();
            length += text.chars().count();
            let slot = match text {
                _ if text.is_empty() => &mut empty,
                _ if !text.is_ascii() => &mut accent,
                _ if text.contains(['\'', '"', '\\']) => &mut quote,
                _ if text.trim() != text || text.contains("  ") => &mut space,
                _ => continue,
            };
            slot.get_or_insert(row);
        }
        if longest.is_none_or(|(_, most)| length > most) {
            longest = Some((row, length));
        }
        if others.len() < PLAIN_PEOPLE + 5 {
            others.push(row);
        }
    }
    let nasty = [
        (accent, "an accent"),
        (quote, "a quote"),
        (empty, "an empty value"),
        (space, "spaces"),
        (longest.filter(|(_, length)| *length > 0).map(|(row, _)| row), "the longest"),
    ];
    let mut out: Vec<Sample> = Vec::new();
    let plain = others.into_iter().map(|row| (Some(row), ""));
    let wanted = nasty.iter().filter(|(row, _)| row.is_some()).count() + PLAIN_PEOPLE;
    for (row, why) in nasty.into_iter().chain(plain) {
        let Some(row) = row else { continue };
        if out.len() < wanted && out.iter().all(|one| one.row != row) {
            out.push(Sample { row, why });
        }
    }
    Ok(out)
}
