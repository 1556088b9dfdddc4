//! What there is to say of the rows of the mappings before anybody's values are known.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md
//! and …/identity/app-provisioning/known-issues.md, customize-application-attributes.md

use super::row::{RowKind, text_of};
use crate::domain::{AttributeMapping, FlowType};
use crate::expr;

/// How heavy it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It can go wrong.
    Warning,
    /// It does not work.
    Error,
}

/// Something to say of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// How heavy it is.
    pub weight: Weight,
    /// The rule, where it has a name.
    pub id: &'static str,
    /// A sentence, lower case.
    pub text: String,
}

/// Attributes that synchronisation cannot write, and why.
const NO_TARGETS: &[(&str, &str)] = &[
    ("otherMails", "the target computes `otherMails` anew; what is written there goes"),
    ("proxyAddresses", "`proxyAddresses` can be read, but not be written"),
    ("objectId", "the id of an object cannot be written"),
    ("id", "the id of an object cannot be written"),
];

/// What there is to say of one row among all.
pub fn advice(rows: &[AttributeMapping], at: usize) -> Vec<Advice> {
    let Some(row) = rows.get(at) else { return Vec::new() };
    let mut out = Vec::new();
    let mut say = |weight, id, text: String| out.push(Advice { weight, id, text });
    if row.matching_priority.unwrap_or(0) > 0 {
        return out;
    }
    let target = row.target.as_str();
    if rows.iter().filter(|other| other.target == row.target).count() > 1 {
        let text = format!("`{target}` is written by more than one row");
        say(Weight::Error, "twice", text);
    }
    if let Some((_, why)) = NO_TARGETS.iter().find(|(name, _)| *name == target) {
        say(Weight::Error, "CTS022", (*why).to_owned());
    }
    let (kind, text) = (RowKind::of(row), text_of(row));
    let is_always = row.flow_type.as_ref().is_none_or(|flow| *flow == FlowType::Always);
    if target == "userType" && kind == RowKind::Constant {
        match text.trim_matches('"') {
            "Member" if is_always => {
                let text = "every guest who is there already becomes a member";
                say(Weight::Warning, "CTS019", text.to_owned());
            }
            "Member" | "Guest" => {}
            other => {
                let text = format!("`{other}` is neither Member nor Guest: every creation fails");
                say(Weight::Error, "CTS020", text);
            }
        }
    }
    match expr::parse(&text) {
        _ if kind == RowKind::Nothing => {}
        Err(fault) => say(Weight::Error, fault.rule.unwrap_or("fault"), fault.sentence),
        Ok(expression) => {
            let findings = expr::check(&expression, None);
            for fault in findings.faults {
                say(Weight::Error, fault.rule.unwrap_or("fault"), fault.sentence);
            }
            for warning in findings.warnings {
                // What changes with each run is no trouble where it is written once.
                if warning.id != "CTS036" || is_always {
                    say(Weight::Warning, warning.id, warning.text);
                }
            }
        }
    }
    out
}
