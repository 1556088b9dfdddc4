//! Cross-tenant synchronisation: what a configuration in the source tenant says.
//!
//! Source: the types of microsoftgraph/msgraph-metadata:clean_v10_metadata/cleanMetadata.xml
//! (`synchronizationSchema` and below), and
//! MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure-graph.md

use sha2::{Digest, Sha256};

use super::words::words;
use super::{Extra, Guid, Json, ObjectId, TenantId};

/// Deletions of one cycle at which a new configuration stops.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md
pub const DELETION_THRESHOLD_DEFAULT: u64 = 500;

words! {
    /// Whether the job of a configuration is meant to run.
    ScheduleState { Active = "Active", Disabled = "Disabled", Paused = "Paused" }
}

words! {
    /// Where the value of a target attribute comes from.
    SourceType { Attribute = "Attribute", Constant = "Constant", Function = "Function" }
}

words! {
    /// When a value is written. The portal's "only during object creation" is `ObjectAddOnly`.
    FlowType {
        Always = "Always",
        ObjectAddOnly = "ObjectAddOnly",
        MultiValueAddOnly = "MultiValueAddOnly",
        ValueAddOnly = "ValueAddOnly",
        AttributeAddOnly = "AttributeAddOnly",
    }
}

/// What is done in the target: one of `flowTypes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectAction {
    /// Creating users.
    Add,
    /// Changing them.
    Update,
    /// Deleting those who leave the scope.
    Delete,
}

impl ObjectAction {
    /// All of them, as they are written.
    pub const ALL: [ObjectAction; 3] =
        [ObjectAction::Add, ObjectAction::Update, ObjectAction::Delete];

    /// The word in `flowTypes`.
    pub fn word(self) -> &'static str {
        match self {
            ObjectAction::Add => "Add",
            ObjectAction::Update => "Update",
            ObjectAction::Delete => "Delete",
        }
    }
}

/// One configuration: the enterprise application in the source that owns the job.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncConfiguration {
    /// Its service principal in the source; one of ours where it was made here.
    pub id: ObjectId,
    /// Its name.
    pub display_name: String,
    /// The tenant that pushes.
    pub source: TenantId,
    /// The tenant that is pushed to.
    pub target: TenantId,
    /// Everyone is in scope, not only who is assigned (`SyncAll` of the secrets).
    pub sync_all: bool,
    /// Users and groups that are assigned (`principalId` of `appRoleAssignedTo`).
    pub assigned: Vec<ObjectId>,
    /// Deletions of one cycle that stop the job; `None` when nothing stops it.
    pub deletion_threshold: Option<u64>,
    /// Whether the job is meant to run; `None` when not told.
    pub schedule_state: Option<ScheduleState>,
    /// The id of its job in the source; `None` where it was made here.
    pub job_id: Option<String>,
    /// Who is told when the job stops; `None` when not told.
    pub notification: Option<SyncNotification>,
    /// `SkipOutOfScopeDeletions` of the secrets, which cross-tenant synchronisation ignores.
    pub skip_out_of_scope_deletions: Option<bool>,
    /// What else the job said, as it came.
    pub job: Option<Json>,
    /// What was observed, part by part; `None` where it was made here.
    pub observed: Option<SyncObserved>,
    /// Scope, actions and mappings.
    pub schema: SyncSchema,
    /// Members we do not know.
    pub extra: Extra,
}

/// `SyncNotificationSettings` of the secrets.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/hybrid/cloud-sync/how-to-inbound-synch-ms-graph.md
/// (the same engine and the same key)
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncNotification {
    /// Whether anybody is told.
    pub enabled: Option<bool>,
    /// Whom; one address or several.
    pub recipients: Option<String>,
    /// Whether deletions are counted at all.
    pub counts_deletions: Option<bool>,
    /// How many stop the job.
    pub deletions_max: Option<u64>,
    /// Members we do not know.
    pub extra: Extra,
}

/// Hashes of what was imported last: a part that still has its hash was not edited since.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncObserved {
    /// Of name, job, and what the secrets say beside secrets.
    pub settings: Option<String>,
    /// Of the schema.
    pub schema: Option<String>,
    /// Of who is assigned.
    pub assigned: Option<String>,
    /// Members we do not know.
    pub extra: Extra,
}

impl SyncConfiguration {
    /// An id until there is a service principal: the hash of what the configuration is, in the form
    /// of a GUID of RFC 9562, version 8.
    pub fn own_id(source: TenantId, target: TenantId, name: &str) -> ObjectId {
        const FORM: u128 = (8 << 76) | (0b10 << 62);
        const FORM_MASK: u128 = (0xf << 76) | (0b11 << 62);
        let label = format!("{source}/{target}/{}", name.trim().to_lowercase());
        let digest: [u8; 32] = Sha256::digest(label.as_bytes()).into();
        let bits = u128::from_be_bytes(digest.first_chunk().copied().unwrap_or_default());
        ObjectId(Guid::from_u128((bits & !FORM_MASK) | FORM))
    }

    /// Whether it was made here and is in no tenant yet.
    pub fn is_made_here(&self) -> bool {
        self.id == Self::own_id(self.source, self.target, &self.display_name)
    }

    /// The mapping of groups, when it is used.
    pub fn groups(&self) -> Option<&ObjectMapping> {
        let mut mappings = self.schema.rules.iter().flat_map(|rule| &rule.object_mappings);
        mappings.find(|mapping| {
            mapping.enabled == Some(true) && mapping.target_object_name.as_deref() == Some("Group")
        })
    }

    /// Whether it is told who is assigned: of an imported job, assignments may not have come.
    pub fn tells_assigned(&self) -> bool {
        !self.assigned.is_empty()
            || self.observed.as_ref().is_none_or(|seen| seen.assigned.is_some())
    }

    /// Where the mapping of users stands: which rule, and which of its mappings.
    pub fn users_at(&self) -> Option<(usize, usize)> {
        let wanted: *const ObjectMapping = self.users()?;
        self.schema.rules.iter().enumerate().find_map(|(rule, held)| {
            let mut mappings = held.object_mappings.iter();
            mappings.position(|one| std::ptr::eq(one, wanted)).map(|mapping| (rule, mapping))
        })
    }

    /// The mapping of users to users: of the rules that have one, the one that is tried first.
    pub fn users(&self) -> Option<&ObjectMapping> {
        let mut rules: Vec<&SyncRule> = self.schema.rules.iter().collect();
        rules.sort_by_key(|rule| rule.priority);
        let mappings = rules.into_iter().flat_map(|rule| rule.object_mappings.iter());
        mappings.into_iter().find(|mapping| mapping.is_of_users())
    }

    /// The same, to change it.
    pub fn users_mut(&mut self) -> Option<&mut ObjectMapping> {
        let mut rules: Vec<&mut SyncRule> = self.schema.rules.iter_mut().collect();
        rules.sort_by_key(|rule| rule.priority);
        let mappings = rules.into_iter().flat_map(|rule| rule.object_mappings.iter_mut());
        mappings.into_iter().find(|mapping| mapping.is_of_users())
    }
}

/// A `synchronizationSchema`. Its directories are carried as they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncSchema {
    /// The rules.
    pub rules: Vec<SyncRule>,
    /// Members we do not know.
    pub extra: Extra,
}

/// A `synchronizationRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncRule {
    /// Its id, which on-demand provisioning names.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The lowest is used first.
    pub priority: Option<u64>,
    /// What becomes what.
    pub object_mappings: Vec<ObjectMapping>,
    /// Members we do not know.
    pub extra: Extra,
}

/// An `objectMapping`: users to users, groups to groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectMapping {
    /// Its name.
    pub name: Option<String>,
    /// Whether it is used.
    pub enabled: Option<bool>,
    /// `Add,Update,Delete`, or some of them; `None` is all.
    pub flow_types: Option<String>,
    /// What is read.
    pub source_object_name: Option<String>,
    /// What is written.
    pub target_object_name: Option<String>,
    /// Who is meant, beside assignment.
    pub scope: Option<SyncFilter>,
    /// Attribute by attribute.
    pub attribute_mappings: Vec<AttributeMapping>,
    /// Members we do not know.
    pub extra: Extra,
}

impl ObjectMapping {
    /// Whether it is the one of users to users, and in use.
    fn is_of_users(&self) -> bool {
        let is_user = |name: &Option<String>| name.as_ref().is_some_and(|name| name == "User");
        self.enabled != Some(false)
            && is_user(&self.source_object_name)
            && is_user(&self.target_object_name)
    }

    /// Whether something is done at all (the boxes under *target object actions*).
    pub fn does(&self, action: ObjectAction) -> bool {
        self.flow_types.as_ref().is_none_or(|flags| {
            flags.split(',').any(|flag| flag.trim().eq_ignore_ascii_case(action.word()))
        })
    }
}

/// A `filter`. An object passes when one of the groups holds, and a group when all its clauses do.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/synchronization-filter.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncFilter {
    /// Scoping filters: who leaves them is deprovisioned.
    pub groups: Vec<FilterGroup>,
    /// A cut before them: who leaves it is not deprovisioned.
    pub input_filter_groups: Vec<FilterGroup>,
    /// Members we do not know.
    pub extra: Extra,
}

/// One scoping filter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FilterGroup {
    /// Its title.
    pub name: Option<String>,
    /// All of them must hold.
    pub clauses: Vec<FilterClause>,
    /// Members we do not know.
    pub extra: Extra,
}

/// One condition on one attribute of the source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FilterClause {
    /// The attribute.
    pub attribute: Option<String>,
    /// The operator.
    pub operator: Option<String>,
    /// What it is held against.
    pub operand: Option<FilterOperand>,
    /// Members we do not know.
    pub extra: Extra,
}

/// What an attribute is held against.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FilterOperand {
    /// The values; one for most operators.
    pub values: Vec<String>,
    /// Members we do not know.
    pub extra: Extra,
}

/// An `attributeMapping`: how one attribute of the target gets its value.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/synchronization-attributemapping.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AttributeMapping {
    /// The attribute of the target.
    pub target: String,
    /// Where the value comes from; `None` leaves the target alone but for the default.
    pub source: Option<MappingSource>,
    /// Written on creation where the source has no value.
    pub default_value: Option<String>,
    /// Not 0 where users are matched by it.
    pub matching_priority: Option<u64>,
    /// When it is written; `None` is always.
    pub flow_type: Option<FlowType>,
    /// Members we do not know.
    pub extra: Extra,
}

/// An `attributeMappingSource`. The parsed form of an expression is carried as it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MappingSource {
    /// What it is.
    pub kind: Option<SourceType>,
    /// The attribute, the constant or the function.
    pub name: Option<String>,
    /// The same in the language of expressions, whole.
    pub expression: Option<String>,
    /// Members we do not know.
    pub extra: Extra,
}
