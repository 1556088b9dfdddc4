//! What a cycle would do with the assigned groups themselves. Their members are users of their own.
//!
//! Which attributes of a group are written is not published: display name, description, mail
//! nickname, members are assumed.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md
//! and …-configure.md; an older page, …/app-provisioning/known-issues.md, still calls groups
//! unsupported.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::gate;
use super::inputs::{Inputs, Mode};
use super::preview::{Engine, Preview};
use super::roster::SyncGroup;
use super::verdict::{Action, Certainty};
use crate::access::Truth;
use crate::domain::{ObjectId, Setting, SyncConfiguration, SyncKind};

/// What becomes of one assigned group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupJudged {
    /// The group of the source.
    pub id: ObjectId,
    /// Its name.
    pub display_name: String,
    /// Created, skipped, or not to be told.
    pub action: Action,
    /// The service's own word, where it has one.
    pub code: &'static str,
    /// Why.
    pub because: &'static str,
    /// How sure that is.
    pub certainty: Certainty,
    /// Direct members who would be members in the target; `None` where they are not known.
    pub members: Option<u64>,
    /// Direct members who are left out (`UnableToResolveReferenceAttributeValue`).
    pub left_out: Option<u64>,
}

type Verdict = (Action, &'static str, &'static str, Certainty);

/// The assigned groups, in the order of the export.
pub fn groups(engine: &Engine<'_>, preview: &Preview) -> Vec<GroupJudged> {
    let Inputs { configuration, source, source_groups, .. } = *engine.inputs();
    let whole = for_all(engine);
    let rows: HashMap<ObjectId, usize, FixedState> =
        source.ids().iter().enumerate().map(|(row, id)| (*id, row)).collect();
    let is_in = |id: &ObjectId| {
        let user = rows.get(id).and_then(|row| preview.users.get(*row));
        user.is_some_and(|user| {
            use Action::{Create, Disable, Restore, Unchanged, Update};
            matches!(user.action, Create | Update | Unchanged | Restore | Disable)
        })
    };
    let assigned = source_groups.iter().filter(|one| configuration.assigned.contains(&one.id));
    let judge = |group: &SyncGroup| {
        let (action, code, because, certainty) = whole.unwrap_or_else(|| of_one(group, engine));
        let written = group.members.as_ref().filter(|_| action == Action::Create);
        let members = written.map(|members| members.iter().filter(|id| is_in(id)).count() as u64);
        let left_out = written.zip(members).map(|(all, inside)| all.len() as u64 - inside);
        GroupJudged {
            id: group.id,
            display_name: group.display_name.clone(),
            action,
            code,
            because,
            certainty,
            members,
            left_out,
        }
    };
    assigned.map(judge).collect()
}

/// Whether the mapping of groups is switched on.
fn is_mapped(configuration: &SyncConfiguration) -> bool {
    let mappings = configuration.schema.rules.iter().flat_map(|rule| &rule.object_mappings);
    mappings.into_iter().any(|mapping| {
        mapping.enabled == Some(true) && mapping.target_object_name.as_deref() == Some("Group")
    })
}

/// What is said of every group alike.
fn for_all(engine: &Engine<'_>) -> Option<Verdict> {
    use Certainty::{Documented as D, Inferred as I};
    let Inputs { configuration, estate, .. } = *engine.inputs();
    let (source, target) = (configuration.source, configuration.target);
    let admits = gate::says(estate, target, source, Setting::Sync(SyncKind::Groups));
    #[rustfmt::skip]
    let verdict = match admits {
        _ if !is_mapped(configuration) => (Action::Skip, "EntityTypeNotSupported", "the mapping of groups is off; the members are users in scope all the same", D),
        _ if configuration.sync_all => (Action::Skip, "", "groups are synchronised only where assigned users and groups are", D),
        _ if gate::is_cross_cloud(estate, configuration) => (Action::Skip, "", "groups do not cross clouds", D),
        Truth::No => (Action::Skip, "", "the target does not let the source synchronise groups in", D),
        Truth::Unknown => (Action::Ambiguous, "", "whether the target lets groups in is not in the workspace", I),
        Truth::Yes => return None,
    };
    Some(verdict)
}

/// What is said of one group.
fn of_one(group: &SyncGroup, engine: &Engine<'_>) -> Verdict {
    use Certainty::{Documented as D, Inferred as I, Undocumented as X};
    #[rustfmt::skip]
    let verdict = match (group.is_unified, group.mail_enabled, group.security_enabled) {
        _ if group.is_role_assignable == Some(true) => (Action::Skip, "", "roles may be given to the group", D),
        (Some(true), ..) if engine.inputs().mode == Mode::Initial => (Action::Create, "", "a Microsoft 365 group becomes a security group with assigned members", D),
        (Some(false), Some(true), _) => (Action::Skip, "", "the group gets mail: distribution and mail-enabled security groups are not synchronised", D),
        (Some(false), _, Some(false)) => (Action::Skip, "", "neither a security group nor a Microsoft 365 group", D),
        _ if engine.inputs().mode == Mode::Incremental => (Action::Ambiguous, "", "whether an earlier cycle made the group cannot be told: groups of the target are never matched", X),
        (Some(false), Some(false), Some(true)) => (Action::Create, "", "a security group with assigned members is made; one of the same name that is there is not touched", D),
        _ => (Action::Create, "", "a security group with assigned members is made, if it is a security or Microsoft 365 group: the export does not say", I),
    };
    verdict
}
