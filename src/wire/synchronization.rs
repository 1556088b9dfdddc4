//! Configurations of cross-tenant synchronisation: around Graph's `synchronizationSchema` an
//! envelope of what Graph keeps in other places.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::record::{list_of, record};
use crate::domain::{
    AttributeMapping, FilterClause, FilterGroup, FilterOperand, MappingSource, ObjectId,
    ObjectMapping, SyncConfiguration, SyncFilter, SyncNotification, SyncObserved, SyncRule,
    SyncSchema,
};

record!(SyncSchema, "a synchronization schema: an object with `synchronizationRules`", {
    "synchronizationRules" => rules: list,
});

record!(SyncRule, "a synchronization rule: an object", {
    "id" => id: value,
    "name" => name: value,
    "priority" => priority: value,
    "objectMappings" => object_mappings: list,
});

record!(ObjectMapping, "an object mapping: an object", {
    "name" => name: value,
    "enabled" => enabled: value,
    "flowTypes" => flow_types: value,
    "sourceObjectName" => source_object_name: value,
    "targetObjectName" => target_object_name: value,
    "scope" => scope: value,
    "attributeMappings" => attribute_mappings: list,
});

record!(SyncFilter, "a filter: an object", {
    "groups" => groups: list,
    "inputFilterGroups" => input_filter_groups: list,
});

record!(FilterGroup, "a filter group: an object", {
    "name" => name: value,
    "clauses" => clauses: list,
});

record!(FilterClause, "a filter clause: an object", {
    "sourceOperandName" => attribute: value,
    "operatorName" => operator: value,
    "targetOperand" => operand: value,
});

record!(FilterOperand, "a filter operand: an object with `values`", {
    "values" => values: list,
});

record!(AttributeMapping, "an attribute mapping: an object", {
    "targetAttributeName" => target: plain,
    "source" => source: value,
    "defaultValue" => default_value: value,
    "matchingPriority" => matching_priority: value,
    "flowType" => flow_type: value,
});

record!(MappingSource, "the source of an attribute mapping: an object", {
    "type" => kind: value,
    "name" => name: value,
    "expression" => expression: value,
});

record!(SyncConfiguration, "a synchronisation configuration: an object with `id`", {
    "id" => id: plain,
    "displayName" => display_name: plain,
    "sourceTenantId" => source: plain,
    "targetTenantId" => target: plain,
    "syncAll" => sync_all: plain,
    "assigned" => assigned: list,
    "quarantineTooManyDeletesThreshold" => deletion_threshold: value,
    "scheduleState" => schedule_state: value,
    "jobId" => job_id: value,
    "notification" => notification: value,
    "skipOutOfScopeDeletions" => skip_out_of_scope_deletions: value,
    "job" => job: value,
    "observed" => observed: value,
    "schema" => schema: plain,
});

record!(SyncNotification, "notification settings: an object", {
    "Enabled" => enabled: value,
    "Recipients" => recipients: value,
    "DeleteThresholdEnabled" => counts_deletions: value,
    "DeleteThresholdValue" => deletions_max: value,
});

record!(SyncObserved, "what was observed: an object", {
    "settings" => settings: value,
    "schema" => schema: value,
    "assigned" => assigned: value,
});

list_of!(
    BTreeMap<ObjectId, Arc<SyncConfiguration>>, "a list of synchronisation configurations",
    SyncConfiguration,
    |configuration| (configuration.id, Arc::new(configuration)),
    |_id, configuration| configuration.as_ref()
);
