//! Scoping filters: alternatives of conditions on the attributes of the source.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/define-conditional-rules-for-provisioning-user-accounts.md

use regex::Regex;

use super::roster::{Roster, Value};
use crate::access::Truth;
use crate::domain::{FilterClause, FilterGroup};

/// Attributes that the service cannot filter by.
pub(super) const UNSUPPORTED: &[&str] = &["appRoleAssignments", "userType", "manager", "members"];

/// Clauses that the template itself has.
const TEMPLATE: [&str; 2] =
    [".alternativeSecurityIds EQUALS 'None'", ".userState NOT EQUALS 'PendingAcceptance'"];

/// Why a condition cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// A regular expression matches inside the value but not the whole of it.
    Readings,
    /// The export does not hold the attribute.
    Untold,
    /// The service cannot filter by this attribute.
    Attribute,
    /// What the operator does is not documented.
    Operator,
    /// The operator is not for values of this type.
    Type,
    /// The regular expression is not understood here.
    Pattern,
}

impl Doubt {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Doubt::Readings => "the readings of the regular expression differ",
            Doubt::Untold => "the export of the source does not hold the attribute",
            Doubt::Attribute => "the service cannot filter by this attribute",
            Doubt::Operator => "what the operator does is not documented",
            Doubt::Type => "the operator is not for values of this type",
            Doubt::Pattern => "the regular expression is not understood here",
        }
    }
}

/// Whether a condition holds, and why that cannot be told.
pub type Held = (Truth, Option<Doubt>);

fn doubt(why: Doubt) -> Held {
    (Truth::Unknown, Some(why))
}

fn known(truth: bool) -> Held {
    (truth.into(), None)
}

/// The operators of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equals,
    NotEquals,
    IsTrue,
    IsFalse,
    IsNull,
    IsNotNull,
    RegexMatch,
    NotRegexMatch,
    GreaterThan,
    GreaterThanOrEquals,
    Includes,
    EndsWith,
    /// `&` and `!&`: the text fits a test of bits as well as one of lists.
    Undocumented,
}

impl Operator {
    /// Whether it holds the attribute against a value.
    pub fn takes_value(self) -> bool {
        !matches!(
            self,
            Operator::IsTrue | Operator::IsFalse | Operator::IsNull | Operator::IsNotNull
        )
    }
}

/// Whether a word is an operator of the portal at all.
pub(super) fn is_operator(word: &str) -> bool {
    operator_row(word).is_some()
}

/// An operator as the portal writes it.
#[derive(Clone, Copy, Debug)]
pub struct OperatorRow {
    /// As it is written.
    pub name: &'static str,
    operator: Operator,
    /// When it holds, with its rule for no value and for letter case.
    pub rule: &'static str,
}

impl OperatorRow {
    /// Whether it is held against a value.
    pub fn takes_value(&self) -> bool {
        self.operator.takes_value()
    }

    /// Whether its value is a regular expression.
    pub fn takes_pattern(&self) -> bool {
        matches!(self.operator, Operator::RegexMatch | Operator::NotRegexMatch)
    }

    /// Whether its value is one that people have, whole.
    pub fn takes_whole(&self) -> bool {
        matches!(self.operator, Operator::Equals | Operator::NotEquals)
    }

    /// Whether its value is a whole number.
    pub fn takes_number(&self) -> bool {
        matches!(self.operator, Operator::GreaterThan | Operator::GreaterThanOrEquals)
    }
}

const fn row(name: &'static str, operator: Operator, rule: &'static str) -> OperatorRow {
    OperatorRow { name, operator, rule }
}

/// Graph confirms `EQUALS` and `NOT EQUALS` only; the others are taken as the portal writes them.
#[rustfmt::skip]
pub const OPERATORS: &[OperatorRow] = &[
    row("EQUALS", Operator::Equals, "the value is exactly this; case counts; no value never passes"),
    row("NOT EQUALS", Operator::NotEquals, "the value is another; case counts; no value does NOT pass (documented for negative filters in general)"),
    row("IS TRUE", Operator::IsTrue, "the value is true; no value does not pass"),
    row("IS FALSE", Operator::IsFalse, "the value is false; no value does not pass"),
    row("IS NULL", Operator::IsNull, "there is no value, or an empty one"),
    row("IS NOT NULL", Operator::IsNotNull, "there is a value"),
    row("REGEX MATCH", Operator::RegexMatch, "the pattern matches; case counts; no value never passes; whether the whole value must match is not documented"),
    row("NOT REGEX MATCH", Operator::NotRegexMatch, "the pattern does not match; case counts; no value does NOT pass (documented)"),
    row("Greater_Than", Operator::GreaterThan, "a whole number above this one; no value does not pass"),
    row("Greater_Than_OR_EQUALS", Operator::GreaterThanOrEquals, "a whole number, this one or above; no value does not pass"),
    row("Includes", Operator::Includes, "the value contains this text; case counts; no value does not pass"),
    row("ENDS_WITH", Operator::EndsWith, "the value ends with this text; no value does not pass; case is not documented, taken to count"),
    row("&", Operator::Undocumented, "not documented well enough to be shown here: nobody can be counted"),
    row("!&", Operator::Undocumented, "not documented well enough to be shown here: nobody can be counted"),
];

/// The row of an operator as a configuration writes it; none for an unknown word.
pub fn operator_row(word: &str) -> Option<&'static OperatorRow> {
    let fold = |text: &str| text.trim().replace('_', " ").to_uppercase();
    let wanted = fold(word);
    OPERATORS.iter().find(|row| fold(row.name) == wanted)
}

/// The operator that a word means.
pub(super) fn operator(word: &str) -> Operator {
    operator_row(word).map_or(Operator::Undocumented, |row| row.operator)
}

/// Whether the service can filter by an attribute.
pub fn can_filter_by(attribute: &str) -> bool {
    !UNSUPPORTED.contains(&attribute)
}

/// Whether a regular expression is understood here.
pub fn is_pattern(text: &str) -> bool {
    Pattern::of(text).is_some()
}

/// The operators whose meaning is documented, as the portal writes them.
pub fn operator_words() -> impl Iterator<Item = &'static str> {
    let known = OPERATORS.iter().filter(|row| row.operator != Operator::Undocumented);
    known.map(|row| row.name)
}

/// Why nobody could be told in or out by a condition on this attribute with this operator; nothing
/// where it can be used.
pub fn clause_fault(attribute: &str, word: &str) -> Option<String> {
    if attribute.trim().is_empty() {
        return Some("a condition names no attribute".to_owned());
    }
    if UNSUPPORTED.contains(&attribute) {
        return Some(format!("the service cannot filter by `{attribute}`"));
    }
    if operator(word) == Operator::Undocumented {
        let known: Vec<&str> = operator_words().collect();
        return Some(format!(
            "what the operator `{}` does is not documented; expected one of {}",
            word.escape_debug(),
            known.join(", ")
        ));
    }
    None
}

/// A pattern in both readings: anywhere in the value, and the whole of it.
#[derive(Clone, Debug)]
struct Pattern {
    anywhere: Regex,
    whole: Regex,
}

impl Pattern {
    fn of(text: &str) -> Option<Self> {
        let anywhere = Regex::new(text).ok()?;
        let whole = Regex::new(&format!(r"\A(?:{text})\z")).ok()?;
        Some(Pattern { anywhere, whole })
    }
}

/// What is special about the attribute of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attribute {
    AlternativeIds,
    /// The service cannot filter by it.
    Unsupported,
    Plain,
}

/// A condition, ready to be asked.
#[derive(Clone, Debug)]
pub struct Clause {
    column: Option<usize>,
    operator: Operator,
    operand: Option<String>,
    pattern: Option<Pattern>,
    words: String,
    /// It stands in an input filter, where the template itself compares with values that are null.
    is_input: bool,
    is_template: bool,
    attribute: Attribute,
}

impl Clause {
    fn of(title: &str, clause: &FilterClause, roster: &Roster, is_input: bool) -> Self {
        let attribute = clause.attribute.clone().unwrap_or_default();
        let word = clause.operator.clone().unwrap_or_default();
        let values = clause.operand.as_ref().map(|operand| operand.values.as_slice());
        let operand = match values {
            Some([one]) => Some(one.clone()),
            Some(_) | None => None,
        };
        let operator = operator(&word);
        let pattern = match operator {
            Operator::RegexMatch | Operator::NotRegexMatch => {
                operand.as_deref().and_then(Pattern::of)
            }
            _ => None,
        };
        let value = operand.as_ref().map(|text| format!(" '{text}'")).unwrap_or_default();
        let words = format!("{title}.{attribute} {word}{value}");
        Clause {
            column: roster.column(&attribute),
            operator,
            operand,
            pattern,
            is_input,
            is_template: is_input && TEMPLATE.iter().any(|one| words.ends_with(one)),
            attribute: match attribute.as_str() {
                "alternativeSecurityIds" => Attribute::AlternativeIds,
                name if UNSUPPORTED.contains(&name) => Attribute::Unsupported,
                _ => Attribute::Plain,
            },
            words,
        }
    }

    /// As the log writes it.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Whether it holds for one user.
    pub fn holds(&self, roster: &Roster, row: usize) -> Held {
        if self.attribute == Attribute::Unsupported {
            return doubt(Doubt::Attribute);
        }
        let value = match roster.value(row, self.column) {
            Value::Untold => return doubt(Doubt::Untold),
            // The service's own word for nobody's alternative id.
            Value::Missing if self.attribute == Attribute::AlternativeIds => Value::Text("None"),
            Value::Many(_) if self.attribute == Attribute::AlternativeIds => Value::Text("Some"),
            Value::Many(_) | Value::Reference(_) => return doubt(Doubt::Attribute),
            Value::Unreadable => return doubt(Doubt::Type),
            value => value,
        };
        self.compare(value)
    }

    /// The same, but that what the template itself asks for is taken as true where the export does
    /// not hold the attribute: who is at home elsewhere is told by other signs before.
    fn taken(&self, roster: &Roster, row: usize) -> Held {
        let held = self.holds(roster, row);
        if held == doubt(Doubt::Untold) && self.is_template { known(true) } else { held }
    }

    fn compare(&self, value: Value<'_>) -> Held {
        let is_missing = value == Value::Missing;
        match (self.operator, value) {
            (Operator::Undocumented, _) => doubt(Doubt::Operator),
            (Operator::IsNull, _) => known(is_missing),
            (Operator::IsNotNull, _) => known(!is_missing),
            // A member who was never invited has no `userState`, and passes the template's filter.
            (Operator::NotEquals, Value::Missing) if self.is_input => known(true),
            // Also the negative ones: nobody without a value passes.
            (_, Value::Missing) => known(false),
            (Operator::IsTrue, Value::Bool(value)) => known(value),
            (Operator::IsFalse, Value::Bool(value)) => known(!value),
            (Operator::IsTrue | Operator::IsFalse, _) | (_, Value::Bool(_)) => doubt(Doubt::Type),
            (operator, value) => match (value.text(), self.operand.as_deref()) {
                (Some(text), Some(operand)) => self.on_text(operator, text, operand),
                _ => doubt(Doubt::Type),
            },
        }
    }

    fn on_text(&self, operator: Operator, text: &str, operand: &str) -> Held {
        let above = |or_equal: bool| match (text.trim().parse::<u64>(), operand.trim().parse()) {
            (Ok(value), Ok(bound)) => known(value > bound || (or_equal && value == bound)),
            _ => doubt(Doubt::Type),
        };
        match operator {
            Operator::Equals => known(text == operand),
            Operator::NotEquals => known(text != operand),
            Operator::Includes => known(text.contains(operand)),
            Operator::EndsWith => known(text.ends_with(operand)),
            Operator::GreaterThan => above(false),
            Operator::GreaterThanOrEquals => above(true),
            Operator::RegexMatch => self.matches(text),
            Operator::NotRegexMatch => {
                let (truth, why) = self.matches(text);
                (truth.not(), why)
            }
            Operator::IsTrue
            | Operator::IsFalse
            | Operator::IsNull
            | Operator::IsNotNull
            | Operator::Undocumented => doubt(Doubt::Operator),
        }
    }

    fn matches(&self, text: &str) -> Held {
        let Some(pattern) = &self.pattern else { return doubt(Doubt::Pattern) };
        match (pattern.anywhere.is_match(text), pattern.whole.is_match(text)) {
            (true, false) => doubt(Doubt::Readings),
            (found, _) => known(found),
        }
    }
}

/// Filters, ready to be asked: one of them must hold, each with all its clauses.
#[derive(Clone, Debug, Default)]
pub struct Filters(Vec<Vec<Clause>>);

impl Filters {
    /// Makes the filters of a configuration ready for one directory.
    pub fn of(groups: &[FilterGroup], roster: &Roster, is_input: bool) -> Self {
        let clauses = |group: &FilterGroup| {
            let title = group.name.clone().unwrap_or_default();
            group.clauses.iter().map(|one| Clause::of(&title, one, roster, is_input)).collect()
        };
        Filters(groups.iter().map(clauses).collect())
    }

    /// Whether a user passes. Without any filter everybody does.
    pub fn hold(&self, roster: &Roster, row: usize) -> Held {
        if self.0.is_empty() {
            return known(true);
        }
        let groups = self.0.iter().map(|clauses| {
            let held = clauses.iter().map(|clause| clause.taken(roster, row));
            joined(held, Truth::Yes, Truth::and)
        });
        joined(groups, Truth::No, Truth::or)
    }

    /// How many clauses each filter has.
    pub fn sizes(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(Vec::len)
    }

    /// What each filter says of a user, and each of its clauses by itself: what a filter takes as
    /// true for want of the attribute is not known of the clause.
    pub fn each(&self, roster: &Roster, row: usize) -> Vec<(Held, Vec<Held>)> {
        let told = |clauses: &Vec<Clause>| {
            let taken = clauses.iter().map(|clause| clause.taken(roster, row));
            let held = clauses.iter().map(|clause| clause.holds(roster, row)).collect();
            (joined(taken, Truth::Yes, Truth::and), held)
        };
        self.0.iter().map(told).collect()
    }

    /// Every clause.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.0.iter().flatten()
    }
}

/// Three-valued; the first doubt is the one that is told.
fn joined(all: impl Iterator<Item = Held>, start: Truth, join: fn(Truth, Truth) -> Truth) -> Held {
    let (mut truth, mut why) = (start, None);
    for (next, doubt) in all {
        truth = join(truth, next);
        why = why.or(doubt);
    }
    (truth, why.filter(|_| truth == Truth::Unknown))
}
