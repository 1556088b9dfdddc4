//! Mappings that depend on faults of the service's expressions, and whom they touch.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/functions-for-customizing-application-data.md,
//! of which known-issues.md (nothing is never written) and hr-user-update-issues.md (which advises
//! what the reference advises against) say otherwise.

use super::change::{FUNCTIONS, Note};
use super::preview::{Engine, Judged, Stopped, Tick};
use super::verdict::{Action, Certainty};
use crate::domain::{AttributeMapping, SourceType};
use crate::expr;

/// Functions that fail on some values of an attribute: what is no date, no number, out of range.
const MAY_FAIL: [&str; 15] = [
    "BitAnd(",
    "CBool(",
    "CDate(",
    "DateAdd(",
    "DateDiff(",
    "DateFromNum(",
    "FormatDateTime(",
    "IIF(",
    "InStr(",
    "Left(",
    "Mid(",
    "NumFromDate(",
    "Replace(",
    "Split(",
    "Word(",
];

/// What can go wrong with an expression, as its text tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Risks {
    /// `Switch` reads an attribute, and may read it as empty in a later cycle.
    pub clears: bool,
    /// There are values for which it cannot be evaluated.
    pub may_fail: bool,
}

impl Risks {
    /// Of an expression.
    pub fn of(text: &str) -> Self {
        let is_clearing = |expression: &expr::Expression| {
            let findings = expr::check(expression, None);
            findings.faults.is_empty()
                && findings.warnings.iter().any(|warning| warning.id == "CTS030")
        };
        let clears =
            text.contains("Switch(") && expr::parse(text).is_ok_and(|one| is_clearing(&one));
        Risks { clears, may_fail: MAY_FAIL.iter().any(|name| text.contains(name)) }
    }
}

/// A mapping at risk, with how many it touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peril {
    /// The attribute of the target.
    pub attribute: String,
    /// The mapping, as an expression.
    pub mapping: String,
    /// The rule, as the findings call it.
    pub rule: &'static str,
    /// What may happen.
    pub text: &'static str,
    /// How sure that is.
    pub certainty: Certainty,
    /// Where it is written.
    pub source: &'static str,
    /// How many users it touches.
    pub users: u64,
}

impl Peril {
    /// In a sentence.
    pub fn words(&self) -> String {
        let Peril { attribute, mapping, rule, text, certainty, .. } = self;
        let (users, sure) = (self.users_words(), certainty.word());
        format!("{attribute} from {mapping}, {users}: {text} ({rule}, {sure})")
    }

    /// How many it touches, in words.
    fn users_words(&self) -> String {
        match self.users {
            0 => "nobody in this cycle".to_owned(),
            1 => "1 user".to_owned(),
            users => format!("{} users", crate::text::grouped(users)),
        }
    }
}

/// The notes that tell of a peril, with the rule of each.
const NOTES: [(Note, &str); 4] = [
    (Note::Invalid, "invalidExpression"),
    (Note::Fails, "fails"),
    (Note::ConditionFails, "CTS031"),
    (Note::MayBeCleared, "CTS030"),
];

impl Engine<'_> {
    /// The mappings at risk, with those whom it touches. Nobody is looked at where no mapping has an
    /// expression that can be at risk.
    pub fn perils(&self, users: &[Judged], tick: Tick<'_>) -> Result<Vec<Peril>, Stopped> {
        let mapping = self.inputs().configuration.users();
        let rows = mapping.map(|mapping| mapping.attribute_mappings.as_slice()).unwrap_or_default();
        let risky: Vec<(&AttributeMapping, String)> = rows.iter().filter_map(at_risk).collect();
        let mut out: Vec<Peril> = Vec::new();
        if risky.is_empty() {
            return Ok(out);
        }
        for (row, user) in users.iter().enumerate() {
            if row % 4096 == 0 && tick(row as u64).is_break() {
                return Err(Stopped);
            }
            if !is_written(user.action) {
                continue;
            }
            for change in self.changes(row, users) {
                let Some((note, rule)) =
                    NOTES.iter().find(|(note, _)| change.note == Some(*note)).copied()
                else {
                    continue;
                };
                let rule = if note == Note::Invalid { invalid(&change.mapping) } else { rule };
                let is_same =
                    |one: &&mut Peril| one.rule == rule && one.attribute == change.attribute;
                match out.iter_mut().find(is_same) {
                    Some(peril) => peril.users += 1,
                    None => out.push(peril(note, rule, &change.attribute, &change.mapping)),
                }
            }
        }
        // What was not met by anybody in this cycle may be in another.
        for (row, text) in risky.iter().filter(|(_, text)| Risks::of(text).clears) {
            if !out.iter().any(|one| one.rule == "CTS030" && one.attribute == row.target) {
                out.push(Peril {
                    users: 0,
                    ..peril(Note::MayBeCleared, "CTS030", &row.target, text)
                });
            }
        }
        out.sort_by(|a, b| (&a.attribute, a.rule).cmp(&(&b.attribute, b.rule)));
        Ok(out)
    }
}

/// The rule by which the service does not take an expression.
fn invalid(text: &str) -> &'static str {
    let fault = match expr::parse(text) {
        Ok(expression) => expr::check(&expression, None).faults.into_iter().next(),
        Err(fault) => Some(fault),
    };
    fault.and_then(|fault| fault.rule).unwrap_or("invalidExpression")
}

fn peril(note: Note, rule: &'static str, attribute: &str, mapping: &str) -> Peril {
    let (certainty, source) = note.doubt().unwrap_or((Certainty::Undocumented, FUNCTIONS));
    let (attribute, mapping) = (attribute.to_owned(), mapping.to_owned());
    Peril { attribute, mapping, rule, text: note.sentence(), certainty, source, users: 1 }
}

/// Whether the attributes of a user are written, or would be.
fn is_written(action: Action) -> bool {
    use Action::{Create, Disable, Fail, Restore, Unchanged, Update};
    matches!(action, Create | Update | Unchanged | Restore | Disable | Fail)
}

/// A row whose expression can be at risk, with its text.
fn at_risk(row: &AttributeMapping) -> Option<(&AttributeMapping, String)> {
    let from = row.source.as_ref()?;
    if !matches!(from.kind, None | Some(SourceType::Function | SourceType::Other(_))) {
        return None;
    }
    let text = from.expression.clone()?;
    let risks = Risks::of(&text);
    let is_invalid =
        || expr::parse(&text).map_or(true, |one| !expr::check(&one, None).faults.is_empty());
    let counts = row.matching_priority.unwrap_or(0) == 0;
    (counts && (risks.clears || risks.may_fail || is_invalid())).then_some((row, text))
}
