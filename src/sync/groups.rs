//! What a cycle would do with the assigned groups themselves. Their members are users of their own.
//!
//! Which attributes of a group are written is not published: display name, description, mail
//! nickname, members are assumed.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md
//! and …-configure.md; an older page, …/app-provisioning/known-issues.md, still calls groups
//! unsupported.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::gate;
use super::inputs::{Inputs, Mode};
use super::preview::{Engine, Preview};
use super::roster::SyncGroup;
use super::verdict::{Action, Certainty, JobVerdict};
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
    /// Of these, groups inside it, which are not written.
    pub nested: u64,
    /// Of these, members of whom it cannot be told whether they are in scope, or who they are.
    pub unclear: u64,
    /// A group of this name is in the target already; it is not touched, and a second one is made
    /// (inferred).
    pub has_namesake: bool,
}

/// What becomes of one direct member of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Membership {
    /// A member in the target.
    Written,
    /// A user who is not in scope, or whom the service refuses.
    LeftOut,
    /// A group inside.
    Nested,
    /// It cannot be told.
    Unclear,
}

impl Membership {
    /// The word for programs, and for people.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Membership::Written => ("written", "a member in the target"),
            Membership::LeftOut => ("leftOut", "left out"),
            Membership::Nested => {
                ("nested", "a group inside: not written, and its members do not count")
            }
            Membership::Unclear => ("unclear", "cannot be told"),
        }
    }

    /// What the member is as a user, where the group itself is not made.
    pub fn user_words(self) -> &'static str {
        match self {
            Membership::Written => "in scope",
            Membership::LeftOut => "not synchronised",
            Membership::Nested => "a group inside, which is not expanded",
            Membership::Unclear => "cannot be told",
        }
    }

    /// How sure that is.
    pub fn certainty(self) -> Certainty {
        match self {
            Membership::Written | Membership::LeftOut | Membership::Nested => Certainty::Documented,
            Membership::Unclear => Certainty::Inferred,
        }
    }
}

/// One direct member of a group of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The object.
    pub id: ObjectId,
    /// Its name, or its id where nobody knows one.
    pub name: String,
    /// What becomes of the membership.
    pub membership: Membership,
    /// Why.
    pub because: String,
}

/// What is assumed of groups or not evaluated, and how sure what follows is.
#[rustfmt::skip]
pub const OPEN: &[(&str, Certainty)] = &[
    ("which attributes of a group are written is not published: display name, description, mail nickname and members are assumed", Certainty::Undocumented),
    ("a member who comes into scope later is not added before a restart", Certainty::Documented),
    ("what the target has changed in a group stays until the group changes in the source", Certainty::Documented),
    ("members of a group by rule are those of the export; how far the directory is behind is not known", Certainty::Inferred),
    ("an older page calls groups unsupported; newer ones win here", Certainty::Undocumented),
];

/// Assigned objects that are neither users nor groups of the export.
pub fn unknown_assigned(engine: &Engine<'_>) -> Vec<ObjectId> {
    let Inputs { configuration, source, source_groups, .. } = *engine.inputs();
    let is_known = |id: &ObjectId| {
        source.row(*id).is_some() || source_groups.iter().any(|group| group.id == *id)
    };
    configuration.assigned.iter().copied().filter(|id| !is_known(id)).collect()
}

/// The direct members of a group of the source, those first of whom there is most to say.
pub fn members(engine: &Engine<'_>, preview: &Preview, group: ObjectId) -> Vec<Member> {
    let Inputs { source, source_groups, .. } = *engine.inputs();
    let Some(group) = source_groups.iter().find(|one| one.id == group) else { return Vec::new() };
    let names: HashMap<ObjectId, &str, FixedState> =
        source_groups.iter().map(|one| (one.id, one.display_name.as_str())).collect();
    let one = |id: &ObjectId| {
        let membership = membership(engine, preview, *id, &|id| names.contains_key(&id));
        let row = source.row(*id);
        let known = row.and_then(|row| source.named(row, "userPrincipalName").text());
        let name = known.or(names.get(id).copied()).map_or_else(|| id.to_string(), str::to_owned);
        let because = match (row.and_then(|row| preview.users.get(row)), membership) {
            (Some(user), Membership::Written) => user.action.title().to_owned(),
            (Some(user), _) => format!("{}: {}", user.action.title(), user.because()),
            (None, Membership::Nested) => "groups inside groups are not expanded".to_owned(),
            (None, _) => "neither a user nor a group of the export".to_owned(),
        };
        Member { id: *id, name, membership, because }
    };
    let mut out: Vec<Member> = group.members.iter().flatten().map(one).collect();
    out.sort_by(|a, b| (b.membership, &a.name).cmp(&(a.membership, &b.name)));
    out
}

/// What becomes of one member.
fn membership(
    engine: &Engine<'_>,
    preview: &Preview,
    id: ObjectId,
    is_group: &dyn Fn(ObjectId) -> bool,
) -> Membership {
    use Action::{Ambiguous, Create, Disable, Restore, Unchanged, Update};
    let row = engine.inputs().source.row(id);
    match row.and_then(|row| preview.users.get(row)).map(|user| user.action) {
        Some(Create | Update | Unchanged | Restore | Disable) => Membership::Written,
        Some(Ambiguous) => Membership::Unclear,
        Some(_) => Membership::LeftOut,
        None if is_group(id) => Membership::Nested,
        None => Membership::Unclear,
    }
}

type Verdict = (Action, &'static str, &'static str, Certainty);

/// The assigned groups, in the order of the export.
pub fn groups(engine: &Engine<'_>, preview: &Preview) -> Vec<GroupJudged> {
    let Inputs { configuration, source_groups, target_groups, .. } = *engine.inputs();
    let whole = for_all(engine, preview);
    let known: HashSet<ObjectId, FixedState> = source_groups.iter().map(|one| one.id).collect();
    let names: HashSet<String, FixedState> =
        target_groups.iter().map(|one| one.display_name.to_lowercase()).collect();
    let assigned: HashSet<ObjectId, FixedState> = configuration.assigned.iter().copied().collect();
    let judge = |group: &SyncGroup| {
        let (action, code, because, certainty) = whole.unwrap_or_else(|| of_one(group, engine));
        let written = group.members.as_ref().filter(|_| action == Action::Create);
        let mut counts = [0_u64; 4];
        for id in written.into_iter().flatten() {
            let membership = membership(engine, preview, *id, &|id| known.contains(&id));
            if let Some(count) = counts.get_mut(membership as usize) {
                *count += 1;
            }
        }
        let [inside, out, nested, unclear] = counts;
        GroupJudged {
            id: group.id,
            display_name: group.display_name.clone(),
            action,
            code,
            because,
            certainty,
            members: written.map(|_| inside),
            left_out: written.map(|_| out + nested + unclear),
            nested,
            unclear,
            has_namesake: action == Action::Create
                && names.contains(&group.display_name.to_lowercase()),
        }
    };
    source_groups.iter().filter(|one| assigned.contains(&one.id)).map(judge).collect()
}

/// Whether the mapping of groups is switched on.
fn is_mapped(configuration: &SyncConfiguration) -> bool {
    configuration.groups().is_some()
}

/// What is said of every group alike.
fn for_all(engine: &Engine<'_>, preview: &Preview) -> Option<Verdict> {
    use Certainty::{Documented as D, Inferred as I};
    let Inputs { configuration, estate, .. } = *engine.inputs();
    let (source, target) = (configuration.source, configuration.target);
    let admits = gate::says(estate, target, source, Setting::Sync(SyncKind::Groups));
    let is_stopped = matches!(preview.job.verdict, JobVerdict::Blocked | JobVerdict::Quarantined);
    let is_filtered = configuration.groups().and_then(|mapping| mapping.scope.as_ref());
    let is_filtered = is_filtered.is_some_and(|scope| !scope.groups.is_empty());
    #[rustfmt::skip]
    let verdict = match admits {
        _ if !is_mapped(configuration) => (Action::Skip, "EntityTypeNotSupported", "the mapping of groups is off; the members are users in scope all the same", D),
        _ if configuration.sync_all => (Action::Skip, "", "groups are synchronised only where assigned users and groups are", D),
        _ if gate::is_cross_cloud(estate, configuration) => (Action::Skip, "", "groups do not cross clouds", D),
        Truth::No => (Action::Skip, "", "the target does not let the source synchronise groups in", D),
        _ if is_stopped => (Action::Skip, "", "the job does nothing, see its verdict", D),
        Truth::Yes if is_filtered => (Action::Ambiguous, "", "the mapping of groups has a scoping filter, and filters of groups are not evaluated here", I),
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
