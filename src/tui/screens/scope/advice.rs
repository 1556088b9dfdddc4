//! What there is to say of a condition: the rule of its operator, and the traps.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/define-conditional-rules-for-provisioning-user-accounts.md

use crate::domain::{FilterClause, FilterGroup};
use crate::sync::{can_filter_by, is_pattern, operator_row};

/// What can go wrong with a condition among all filters.
pub fn traps(clause: &FilterClause, filters: &[FilterGroup]) -> Vec<String> {
    let attribute = clause.attribute.as_deref().unwrap_or_default();
    let word = clause.operator.as_deref().unwrap_or_default();
    let value = clause.operand.as_ref().and_then(|operand| operand.values.first());
    let value = value.map(String::as_str).unwrap_or_default();
    let mut out = Vec::new();
    if !attribute.is_empty() && !can_filter_by(attribute) {
        out.push(format!("CTS011: the service cannot filter by {attribute}"));
    }
    let Some(row) = operator_row(word) else {
        out.push(format!("`{word}` is no operator that is documented"));
        return out;
    };
    let is_negative = matches!(row.name, "NOT EQUALS" | "NOT REGEX MATCH");
    let has_companion = filters.iter().any(|filter| {
        filter.clauses.iter().any(|other| {
            other.attribute.as_deref() == Some(attribute)
                && other.operator.as_deref() == Some("IS NULL")
        })
    });
    if is_negative && !has_companion {
        out.push(format!(
            "CTS010: whoever has no {attribute} falls out as well; a second filter with IS NULL keeps them"
        ));
    }
    if row.takes_number() && value.trim().parse::<u64>().is_err() {
        out.push("CTS013: the value must be a whole number".to_owned());
    }
    if row.takes_pattern() {
        if !is_pattern(value) {
            out.push(
                "CTS015: the pattern is not understood here, so nobody can be counted".to_owned(),
            );
        } else if !(value.starts_with('^') && value.ends_with('$')) {
            out.push(
                "CTS014: whether the whole value must match is not documented; ^ and $ settle it"
                    .to_owned(),
            );
        }
    }
    out
}
