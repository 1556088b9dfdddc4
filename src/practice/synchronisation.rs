//! The synchronisation that is about to begin: the clinical staff of the clinic into the health group.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::firm::{CITY, MERIDIAN};
use super::identity::{group_id, service_principal_id, tenant_id};
use crate::domain::{DELETION_THRESHOLD_DEFAULT, ObjectId, ScheduleState, SyncConfiguration};
use crate::sync;

const NAME: &str = "Clinical staff";

/// Of the template, what the two have agreed on.
const ATTRIBUTES: &[&str] = &[
    "IsSoftDeleted",
    "accountEnabled",
    "department",
    "displayName",
    "jobTitle",
    "manager",
    "userPrincipalName",
    "alternativeSecurityIds",
    "mail",
    "userType",
];

/// The configurations of the practice workspace.
pub fn synchronisations() -> BTreeMap<ObjectId, Arc<SyncConfiguration>> {
    let mut schema = sync::template();
    for mapping in schema.rules.iter_mut().flat_map(|rule| &mut rule.object_mappings) {
        mapping.attribute_mappings.retain(|row| ATTRIBUTES.contains(&row.target.as_str()));
    }
    let id = service_principal_id(CITY.domain, NAME);
    let configuration = SyncConfiguration {
        id,
        display_name: NAME.to_owned(),
        source: tenant_id(CITY.domain),
        target: tenant_id(MERIDIAN.domain),
        assigned: vec![group_id(CITY.domain, "Clinical Staff")],
        deletion_threshold: Some(DELETION_THRESHOLD_DEFAULT),
        schedule_state: Some(ScheduleState::Disabled),
        schema,
        ..SyncConfiguration::default()
    };
    BTreeMap::from([(id, Arc::new(configuration))])
}
