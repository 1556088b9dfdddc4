//! The template a new configuration starts from: the user mapping of `Azure2Azure`, written anew.
//!
//! Source: an `Azure2Azure` schema as the service returned it, published in the examples of
//! github.com/terraprovider/terraform-provider-microsoft365wp; its disabled mappings of other
//! objects and its directories are not part of this.

use crate::domain::{
    AttributeMapping, Extra, FilterClause, FilterGroup, FilterOperand, FlowType, MappingSource,
    ObjectMapping, SourceType, SyncFilter, SyncRule, SyncSchema,
};

/// The row users are matched by: target attribute and expression. It cannot be changed.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md
pub(super) const MATCH: (&str, &str) = ("alternativeSecurityIds", "AltSecIdFromNetId([netId])");

/// The defaults that the template itself has: attribute and value.
pub(super) fn defaults() -> Vec<(&'static str, &'static str)> {
    ROWS.iter().filter_map(|(target, _, default)| default.map(|text| (*target, text))).collect()
}

enum From {
    /// The attribute of the same name.
    Same,
    Constant(&'static str),
    /// Only at creation, and users are matched by it.
    Match(&'static str),
    /// Only at creation.
    Once(&'static str),
}

/// Target attribute, where it comes from, and what is written on creation when there is nothing.
#[rustfmt::skip]
const ROWS: &[(&str, From, Option<&str>)] = &[
    ("IsSoftDeleted", From::Same, Some("False")),
    ("accountEnabled", From::Same, Some("True")),
    ("streetAddress", From::Same, None),
    ("city", From::Same, None),
    ("state", From::Same, None),
    ("postalCode", From::Same, None),
    ("country", From::Same, None),
    ("department", From::Same, None),
    ("employeeId", From::Same, None),
    ("displayName", From::Same, None),
    ("givenName", From::Same, None),
    ("jobTitle", From::Same, None),
    ("mailNickname", From::Same, None),
    ("manager", From::Same, None),
    ("physicalDeliveryOfficeName", From::Same, None),
    ("preferredLanguage", From::Same, Some("en-US")),
    ("surname", From::Same, None),
    ("telephoneNumber", From::Same, None),
    ("userPrincipalName", From::Same, None),
    (MATCH.0, From::Match(MATCH.1), None),
    ("showInAddressList", From::Constant("true"), None),
    ("mail", From::Same, None),
    ("userType", From::Once("Member"), None),
];

/// The default schema: everybody who is at home in the source, every mapping of the portal.
pub fn template() -> SyncSchema {
    let mapping = ObjectMapping {
        name: Some("Provision Microsoft Entra ID Users".to_owned()),
        enabled: Some(true),
        flow_types: Some("Add,Update,Delete".to_owned()),
        source_object_name: Some("User".to_owned()),
        target_object_name: Some("User".to_owned()),
        scope: Some(SyncFilter { input_filter_groups: vec![built_in()], ..SyncFilter::default() }),
        attribute_mappings: ROWS.iter().map(row).collect(),
        extra: Extra::none(),
    };
    let rule = SyncRule {
        name: Some("USER_INBOUND_USER".to_owned()),
        priority: Some(0),
        object_mappings: vec![mapping],
        ..SyncRule::default()
    };
    SyncSchema { rules: vec![rule], extra: Extra::none() }
}

fn built_in() -> FilterGroup {
    let clause = |attribute: &str, operator: &str, value: &str| FilterClause {
        attribute: Some(attribute.to_owned()),
        operator: Some(operator.to_owned()),
        operand: Some(FilterOperand { values: vec![value.to_owned()], extra: Extra::none() }),
        extra: Extra::none(),
    };
    FilterGroup {
        name: Some("Filter external users".to_owned()),
        clauses: vec![
            clause("alternativeSecurityIds", "EQUALS", "None"),
            clause("userState", "NOT EQUALS", "PendingAcceptance"),
        ],
        extra: Extra::none(),
    }
}

fn row((target, from, default): &(&str, From, Option<&str>)) -> AttributeMapping {
    let source = |kind, name: &str, expression: String| MappingSource {
        kind: Some(kind),
        name: Some(name.to_owned()),
        expression: Some(expression),
        extra: Extra::none(),
    };
    let (source, flow_type, matching_priority) = match from {
        From::Same => {
            (source(SourceType::Attribute, target, format!("[{target}]")), FlowType::Always, 0)
        }
        From::Constant(text) => {
            (source(SourceType::Constant, text, format!("\"{text}\"")), FlowType::Always, 0)
        }
        From::Once(text) => {
            (source(SourceType::Constant, text, format!("\"{text}\"")), FlowType::ObjectAddOnly, 0)
        }
        From::Match(text) => {
            let name = text.split('(').next().unwrap_or(text);
            (source(SourceType::Function, name, (*text).to_owned()), FlowType::ObjectAddOnly, 1)
        }
    };
    AttributeMapping {
        target: (*target).to_owned(),
        source: Some(source),
        default_value: default.map(str::to_owned),
        matching_priority: Some(matching_priority),
        flow_type: Some(flow_type),
        extra: Extra::none(),
    }
}
