//! A configuration of synchronisation as answered: what is there already is changed as little as
//! the answers ask.

use std::collections::BTreeSet;

use super::answers::{Answers, Attributes, Clause, Leavers, Source};
use crate::access::name;
use crate::domain::{
    AttributeMapping, Extra, FilterClause, FilterGroup, FilterOperand, Guid, MappingSource,
    ObjectId, ObjectMapping, ScheduleState, SourceType, SyncConfiguration, SyncFilter, TenantId,
    Workspace,
};
use crate::{sync, wire};

/// Rows that stay whatever is chosen: by the first users are matched, by the next two they are
/// switched off and deleted, and the rest is what an account is made and found by. Which rows the
/// service demands is not documented; these lose nothing.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md (the match must stay),
/// …/identity/app-provisioning/customize-application-attributes.md (`IsSoftDeleted`, `accountEnabled`)
pub const KEPT: &[&str] = &[
    "alternativeSecurityIds",
    "IsSoftDeleted",
    "accountEnabled",
    "userPrincipalName",
    "mail",
    "userType",
    "showInAddressList",
];

/// An id until there is a service principal: the hash of what the configuration is, in the form of
/// a GUID of RFC 9562, version 8.
pub fn own_id(source: TenantId, target: TenantId, name: &str) -> ObjectId {
    let label = format!("{source}/{target}/{}", name.trim().to_lowercase());
    let digest = wire::sha256(label.as_bytes());
    let bits = digest.get(..32).and_then(|text| u128::from_str_radix(text, 16).ok());
    let form = |bits: u128| (bits & !((0xf << 76) | (0b11 << 62))) | (8 << 76) | (0b10 << 62);
    ObjectId(Guid::from_u128(form(bits.unwrap_or_default())))
}

/// The configuration that stands between two tenants; of several the first.
pub fn held(
    workspace: &Workspace,
    source: TenantId,
    target: TenantId,
) -> Option<&SyncConfiguration> {
    let all = workspace.synchronizations.values().map(AsRef::as_ref);
    all.into_iter().find(|held: &&SyncConfiguration| held.source == source && held.target == target)
}

/// What shall stand between two tenants. Answers that were not given leave alone what is there.
pub fn wanted(
    workspace: &Workspace,
    answers: &Answers,
    source: &Source,
    target: TenantId,
) -> SyncConfiguration {
    let mut out = held(workspace, source.tenant, target)
        .cloned()
        .unwrap_or_else(|| fresh(workspace, source.tenant, target));
    out.sync_all = source.everyone;
    if !source.everyone {
        assign(&mut out, source);
    }
    if let Some(users) = users_mut(&mut out) {
        filter(users, &source.rule);
        if let Some(attributes) = &answers.attributes {
            select(users, attributes);
        }
        if let Some(leavers) = &answers.leavers {
            deprovision(users, *leavers);
        }
    }
    if let Some(leavers) = answers.leavers {
        out.deletion_threshold = leavers.threshold;
        if leavers.start {
            out.schedule_state = Some(ScheduleState::Active);
        }
    }
    out
}

fn fresh(workspace: &Workspace, source: TenantId, target: TenantId) -> SyncConfiguration {
    let title = |id| name(&workspace.draft, id);
    let display_name = format!("{} to {}", title(source), title(target));
    SyncConfiguration {
        id: own_id(source, target, &display_name),
        display_name,
        source,
        target,
        deletion_threshold: Some(crate::domain::DELETION_THRESHOLD_DEFAULT),
        schedule_state: Some(ScheduleState::Disabled),
        schema: sync::template(),
        ..SyncConfiguration::default()
    }
}

/// The same people in another order are the same people.
fn assign(out: &mut SyncConfiguration, source: &Source) {
    let mut wanted: Vec<ObjectId> = Vec::new();
    for one in &source.assigned {
        if !wanted.contains(&one.object()) {
            wanted.push(one.object());
        }
    }
    let sorted = |list: &[ObjectId]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list.dedup();
        list
    };
    if sorted(&wanted) != sorted(&out.assigned) {
        out.assigned = wanted;
    }
}

/// The mapping that [`SyncConfiguration::users`] finds, to change it.
fn users_mut(configuration: &mut SyncConfiguration) -> Option<&mut ObjectMapping> {
    let found = configuration.users()?;
    let at = configuration.schema.rules.iter().enumerate().find_map(|(rule, held)| {
        let place = held.object_mappings.iter().position(|mapping| std::ptr::eq(mapping, found));
        place.map(|place| (rule, place))
    })?;
    configuration.schema.rules.get_mut(at.0)?.object_mappings.get_mut(at.1)
}

fn filter(users: &mut ObjectMapping, rule: &[Clause]) {
    let clauses: Vec<FilterClause> = rule
        .iter()
        .map(|clause| FilterClause {
            attribute: Some(clause.attribute.clone()),
            operator: Some(clause.operator.clone()),
            operand: Some(FilterOperand { values: clause.values.clone(), extra: Extra::none() }),
            extra: Extra::none(),
        })
        .collect();
    let held: Vec<&FilterGroup> = users.scope.iter().flat_map(|scope| &scope.groups).collect();
    let same = match held.as_slice() {
        [] => clauses.is_empty(),
        [only] => only.clauses == clauses,
        _ => false,
    };
    if same {
        return;
    }
    let group = FilterGroup { name: Some("Scope".to_owned()), clauses, extra: Extra::none() };
    let scope = users.scope.get_or_insert_with(SyncFilter::default);
    scope.groups = if rule.is_empty() { Vec::new() } else { vec![group] };
}

fn select(users: &mut ObjectMapping, attributes: &Attributes) {
    if let Some(only) = &attributes.only {
        let wanted = |row: &AttributeMapping| {
            let named = |list: &str| list.eq_ignore_ascii_case(&row.target);
            KEPT.iter().any(|kept| named(kept))
                || row.matching_priority.unwrap_or(0) > 0
                || only.iter().any(|name| named(name.trim()))
        };
        users.attribute_mappings.retain(wanted);
        let missing: BTreeSet<&str> = only
            .iter()
            .map(|name| name.trim())
            .filter(|name| {
                !users.attribute_mappings.iter().any(|row| row.target.eq_ignore_ascii_case(name))
            })
            .collect();
        let template = sync::template();
        let rows = template.rules.into_iter().flat_map(|rule| rule.object_mappings);
        let rows: Vec<AttributeMapping> =
            rows.flat_map(|mapping| mapping.attribute_mappings).collect();
        let named = |row: &AttributeMapping| {
            missing.iter().any(|name| row.target.eq_ignore_ascii_case(name))
        };
        let found: Vec<AttributeMapping> = rows.into_iter().filter(named).collect();
        users.attribute_mappings.extend(found);
    }
    let kind = if attributes.as_guests { "Guest" } else { "Member" };
    let row = users.attribute_mappings.iter_mut().find(|row| row.target == "userType");
    let Some(source) = row.and_then(|row| row.source.as_mut()) else { return };
    if source.kind == Some(SourceType::Constant) && source.name.as_deref() != Some(kind) {
        *source = MappingSource {
            kind: Some(SourceType::Constant),
            name: Some(kind.to_owned()),
            expression: Some(format!("\"{kind}\"")),
            extra: Extra::none(),
        };
    }
}

fn deprovision(users: &mut ObjectMapping, leavers: Leavers) {
    if users.does(crate::domain::ObjectAction::Delete) == leavers.deprovision {
        return;
    }
    let held = users.flow_types.clone().unwrap_or_else(|| "Add,Update,Delete".to_owned());
    let mut flags: Vec<&str> = held
        .split(',')
        .map(str::trim)
        .filter(|flag| !flag.is_empty() && !flag.eq_ignore_ascii_case("Delete"))
        .collect();
    if leavers.deprovision {
        flags.push("Delete");
    }
    users.flow_types = Some(flags.join(","));
}
