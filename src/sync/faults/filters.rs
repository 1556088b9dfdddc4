//! Scoping filters.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/define-conditional-rules-for-provisioning-user-accounts.md
//! and known-issues.md

use regex::Regex;

use super::vocabulary::Vocabulary;
use super::{Faults, cut};
use crate::domain::{FilterClause, FilterGroup, ObjectMapping};
use crate::sync::filter::{Operator, UNSUPPORTED, is_operator, operator};

/// Attributes that hold dates, and those that hold several values; both cannot be filtered by.
const DATES: &[&str] = &[
    "createdDateTime",
    "employeeHireDate",
    "employeeLeaveDateTime",
    "lastPasswordChangeDateTime",
    "onPremisesLastSyncDateTime",
    "refreshTokensValidFromDateTime",
    "signInSessionsValidFromDateTime",
];
const SEVERAL: &[&str] =
    &["alternativeSecurityIds", "businessPhones", "imAddresses", "otherMails", "proxyAddresses"];

/// Attributes of the template's own filter, which stands among the input filters.
const TEMPLATE: [&str; 2] = ["alternativeSecurityIds", "userState"];

pub(super) fn check(users: &ObjectMapping, base: &str, words: &Vocabulary, out: &mut Faults) {
    let Some(scope) = &users.scope else { return };
    for (index, group) in scope.groups.iter().enumerate() {
        let path = format!("{base}.scope.groups[{index}]");
        for (at, clause) in group.clauses.iter().enumerate() {
            let path = format!("{path}.clauses[{at}]");
            one(clause, &path, words, out);
            negative(clause, &scope.groups, &path, out);
        }
    }
    let widening = scope.groups.iter().filter(|group| !is_companion(group, &scope.groups)).count();
    if widening > 1 {
        out.warn(
            "CTS012",
            &format!("{base}.scope.groups"),
            format!("there are {widening} scoping filters, and a user who passes one of them is in scope: each more lets more in"),
            "put the clauses into one filter where all of them are meant to hold",
        );
    }
    for (index, group) in scope.input_filter_groups.iter().enumerate() {
        let path = format!("{base}.scope.inputFilterGroups[{index}]");
        let is_template = |clause: &FilterClause| {
            clause.attribute.as_deref().is_some_and(|name| TEMPLATE.contains(&name))
        };
        for (at, clause) in group.clauses.iter().enumerate().filter(|(_, one)| !is_template(one)) {
            one(clause, &format!("{path}.clauses[{at}]"), words, out);
        }
        if !group.clauses.iter().all(is_template) {
            out.warn(
                "CTS057",
                &path,
                "who leaves an input filter is not deprovisioned: the account stays in the target",
                "put the clauses into `scope.groups`",
            );
        }
    }
}

/// A filter that is there to let users without a value through a negative clause elsewhere.
fn is_companion(group: &FilterGroup, all: &[FilterGroup]) -> bool {
    let negated = |name: &str| {
        let mut clauses = all.iter().flat_map(|group| &group.clauses);
        clauses.any(|clause| clause.attribute.as_deref() == Some(name) && is_negative(clause))
    };
    group.clauses.iter().any(|clause| {
        means(clause) == Operator::IsNull && clause.attribute.as_deref().is_some_and(negated)
    })
}

fn means(clause: &FilterClause) -> Operator {
    operator(clause.operator.as_deref().unwrap_or_default())
}

fn is_negative(clause: &FilterClause) -> bool {
    matches!(means(clause), Operator::NotEquals | Operator::NotRegexMatch)
}

/// Nobody without a value passes a negative clause either.
fn negative(clause: &FilterClause, all: &[FilterGroup], path: &str, out: &mut Faults) {
    let Some(name) = clause.attribute.as_deref().filter(|_| is_negative(clause)) else { return };
    let mut others = all.iter().flat_map(|group| &group.clauses);
    let lets_empty =
        others.any(|one| one.attribute.as_deref() == Some(name) && means(one) == Operator::IsNull);
    if !lets_empty {
        out.warn(
            "CTS010",
            path,
            format!("users without `{name}` do not pass `{}` either", clause.operator.as_deref().unwrap_or_default()),
            format!("add a second filter with the clause `{name} IS NULL` where they are meant to be in scope"),
        );
    }
}

/// What one clause says by itself.
fn one(clause: &FilterClause, path: &str, words: &Vocabulary, out: &mut Faults) {
    let name = clause.attribute.as_deref().unwrap_or_default();
    let word = clause.operator.as_deref().unwrap_or_default();
    let defined = words.source.get(name);
    let why = match () {
        () if UNSUPPORTED.contains(&name) || name == "IsMemberOf" => {
            Some("it cannot be filtered by")
        }
        () if DATES.contains(&name) || defined.is_some_and(|d| d.kind == "DateTime") => {
            Some("dates cannot be filtered by")
        }
        () if SEVERAL.contains(&name) || defined.is_some_and(|d| d.is_multivalued) => {
            Some("attributes with several values cannot be filtered by")
        }
        () => None,
    };
    if let Some(why) = why {
        out.refuse(
            "CTS011",
            path,
            format!("`{name}`: {why}"),
            "filter by another attribute, or by assignment",
        );
    }
    let meant = means(clause);
    if !is_operator(word) {
        out.warn(
            "unknownOperator",
            path,
            format!("`{word}` is no operator of the portal; what it does is not known"),
            "use EQUALS, NOT EQUALS, IS NULL, IS NOT NULL, IS TRUE, IS FALSE, REGEX MATCH, NOT REGEX MATCH, Greater_Than, Greater_Than_OR_EQUALS, Includes or ENDS_WITH",
        );
        return;
    }
    let values = clause.operand.as_ref().map(|operand| operand.values.as_slice());
    let value = match values {
        Some([one]) => one.as_str(),
        _ if !meant.takes_value() => return,
        other => {
            out.warn(
                "filterValue",
                path,
                format!("`{word}` takes one value, found {}", other.map_or(0, <[_]>::len)),
                "give `targetOperand.values` one value",
            );
            return;
        }
    };
    match meant {
        Operator::GreaterThan | Operator::GreaterThanOrEquals
            if value.trim().parse::<u64>().is_err()
                || defined.is_some_and(|d| matches!(d.kind.as_str(), "Boolean" | "Reference")) =>
        {
            out.refuse(
                "CTS013",
                path,
                format!(
                    "`{word}` compares whole numbers from 0, and `{}` of `{name}` is none",
                    cut(value)
                ),
                "give a whole number, or use REGEX MATCH",
            );
        }
        Operator::RegexMatch | Operator::NotRegexMatch => pattern(value, path, out),
        _ => {}
    }
}

fn pattern(text: &str, path: &str, out: &mut Faults) {
    let shown = cut(text);
    if let Err(fault) = Regex::new(text) {
        let why = fault.to_string();
        let why = cut(why.lines().last().unwrap_or_default().trim_start_matches("error: "));
        out.warn(
            "CTS015",
            path,
            format!("the pattern `{shown}` is not understood here, so that a preview cannot tell who passes: {why}"),
            "write it without look-around and back-references",
        );
        return;
    }
    let begins = text.starts_with('^') || text.starts_with(r"\A");
    let ends = (text.ends_with('$') && !text.ends_with(r"\$")) || text.ends_with(r"\z");
    if !(begins && ends) {
        out.warn(
            "CTS014",
            path,
            format!("`{shown}` is not anchored at both ends, and the documents read patterns both as a part and as the whole of a value"),
            "begin it with ^ and end it with $, with .* where anything may stand",
        );
    }
}
