//! What is wrong with the answers about synchronisation.

use std::collections::BTreeSet;

use super::answers::{Answers, Attributes, Clause, Source};
use super::configuration::held as held_configuration;
use super::fault::{Faults, Held, object_fault};
use super::step::Step;
use super::wishes::is_cross_cloud;
use crate::domain::{AttributeMapping, Cloud, ObjectId, SourceType, TenantId, Workspace};
use crate::sync;
use crate::text::counted;

/// Attributes of a user beside those of the template, as Graph and provisioning call them.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/user.md;
/// the names of provisioning (`mobile`, `objectId`, …) are inferred from its older schema.
#[rustfmt::skip]
const USER_ATTRIBUTES: &[&str] = &[
    "ageGroup", "businessPhones", "companyName", "consentProvidedForMinor", "createdDateTime",
    "creationType", "employeeHireDate", "employeeLeaveDateTime", "employeeOrgData",
    "employeeType", "externalUserState", "faxNumber", "id", "identities", "imAddresses",
    "legalAgeGroupClassification", "mobilePhone", "officeLocation", "onPremisesDistinguishedName",
    "onPremisesDomainName", "onPremisesImmutableId", "onPremisesSamAccountName",
    "onPremisesSecurityIdentifier", "onPremisesSyncEnabled", "onPremisesUserPrincipalName",
    "otherMails", "preferredDataLocation", "proxyAddresses", "securityIdentifier", "usageLocation",
    "dirSyncEnabled", "facsimileTelephoneNumber", "immutableId", "mobile", "netId", "objectId",
    "onPremisesSamAccountName", "originalUserPrincipalName", "sipProxyAddress", "userState",
];

/// All of it, about people, attributes, leavers and the prompt.
pub(super) fn check(held: Held<'_>, out: &mut Faults) {
    let Some(sources) = &held.answers.sync else { return };
    let mut seen = Vec::new();
    for source in sources {
        if seen.contains(&source.tenant) {
            out.stop(
                Step::Sync,
                format!("{} is named twice; what it sends is said once", held.name(source.tenant)),
            );
        }
        seen.push(source.tenant);
        let targets: Vec<TenantId> = held
            .answers
            .pairs()
            .into_iter()
            .filter(|(home, _)| *home == source.tenant)
            .map(|(_, resource)| resource)
            .collect();
        if targets.is_empty() && held.answers.topology.is_some() {
            out.stop(Step::Sync, format!(
                "nobody of {} goes anywhere by the directions chosen, so none of its accounts can be sent",
                held.name(source.tenant)
            ));
        }
        scope(held, source, out);
        for target in &targets {
            pair(held, source.tenant, *target, out);
        }
        attributes(held, source.tenant, &targets, out);
    }
    if sources.is_empty() {
        return;
    }
    if held.answers.redemption == Some(false) {
        out.stop(Step::Redemption, "synchronisation fails without automatic redemption: source outbound and target inbound must both be on; hide the prompt, or synchronise nobody".to_owned());
    }
    leavers(held, sources, out);
}

fn scope(held: Held<'_>, source: &Source, out: &mut Faults) {
    let (step, name) = (Step::Sync, held.name(source.tenant));
    if source.everyone {
        if !source.assigned.is_empty() {
            out.mind(
                step,
                format!("everyone of {name} is meant, so who is assigned makes no difference"),
            );
        }
        out.mind(step, format!("everyone of {name}: every object is evaluated, which is slow; assigning a group is what the service advises"));
    } else if source.assigned.is_empty() {
        out.stop(
            step,
            format!("nobody of {name} is in scope: name a group or a user, or choose everyone"),
        );
    }
    for named in &source.assigned {
        out.0.extend(object_fault(held, step, source.tenant, named));
    }
    if let Some(directory) = held.directory(source.tenant)
        && !source.everyone
    {
        let groups = directory.groups.iter().filter(|group| {
            source.assigned.iter().any(|named| !named.user && named.object() == group.id)
        });
        for group in groups {
            let Some(members) = &group.members else { continue };
            let shown = crate::text::visible(&group.display_name).into_owned();
            let is_group = |id: &ObjectId| directory.groups.iter().any(|other| other.id == *id);
            if members.is_empty() {
                out.stop(
                    step,
                    format!("the group `{shown}` of {name} has no members, so the scope is empty"),
                );
            }
            let nested = members.iter().filter(|id| is_group(id)).count();
            if nested > 0 {
                out.mind(step, format!("`{shown}` of {name} holds {}; members of a group inside are not synchronised unless it is assigned itself", counted(nested as u64, "group", "groups")));
            }
        }
    }
    for clause in &source.rule {
        if let Some(why) = clause_fault(held, source.tenant, clause) {
            out.stop(step, format!("the filter of {name}: {why}"));
        }
    }
}

/// Why a condition is not finished: nobody is told in or out by it.
fn clause_fault(held: Held<'_>, source: TenantId, clause: &Clause) -> Option<String> {
    let Clause { attribute, operator, values } = clause;
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    sync::clause_fault(attribute, operator)
        .or_else(|| value_fault(attribute, operator, &values))
        .or_else(|| attribute_fault(held.workspace, source, attribute))
}

/// What is wrong with the values of a condition.
fn value_fault(attribute: &str, operator: &str, values: &[&str]) -> Option<String> {
    let row = sync::operator_row(operator)?;
    let (attribute, name) = (attribute.escape_debug(), row.name);
    let text = match values {
        _ if !row.takes_value() => return None,
        [one] if !one.trim().is_empty() => *one,
        [] | [_] => {
            return Some(format!(
                "the condition `{attribute} {name}` has no value; type one, or take the condition out"
            ));
        }
        several => {
            return Some(format!(
                "the condition `{attribute} {name}` has {} values; expected one",
                several.len()
            ));
        }
    };
    if row.takes_number() && text.trim().parse::<i64>().is_err() {
        let text = text.escape_debug();
        return Some(format!(
            "the condition `{attribute} {name}` is held against a whole number, found `{text}`"
        ));
    }
    if row.takes_pattern() && !sync::is_pattern(text) {
        let text = text.escape_debug();
        return Some(format!("`{text}` is no regular expression that is understood here"));
    }
    None
}

/// Attributes of users that a filter can name: those of a user, those that the template or any
/// configuration of this source reads, those that an imported one filters by, and extensions, whose
/// names are the tenant's. A filter that was only drafted proves nothing: it may be the mistake.
fn attribute_fault(workspace: &Workspace, source: TenantId, attribute: &str) -> Option<String> {
    let attribute = attribute.trim();
    if attribute.to_ascii_lowercase().starts_with("extension") {
        return None;
    }
    let template = sync::template();
    let held = workspace.synchronizations.values().filter(|one| one.source == source);
    let held = held.map(|one| (&one.schema, one.observed.is_some()));
    let mut known: BTreeSet<&str> = USER_ATTRIBUTES.iter().copied().collect();
    for (schema, is_observed) in held.chain([(&template, false)]) {
        for mapping in schema.rules.iter().flat_map(|rule| &rule.object_mappings) {
            let rows = mapping.attribute_mappings.iter().filter_map(|row| row.source.as_ref());
            let rows = rows.filter(|from| from.kind == Some(SourceType::Attribute));
            known.extend(rows.filter_map(|from| from.name.as_deref()));
            let groups = mapping.scope.iter().filter(|_| is_observed);
            let clauses = groups.flat_map(|scope| &scope.groups).flat_map(|group| &group.clauses);
            known.extend(clauses.filter_map(|clause| clause.attribute.as_deref()));
        }
    }
    if known.iter().any(|name| name.eq_ignore_ascii_case(attribute)) {
        return None;
    }
    let near = crate::text::nearest(attribute, known, 3);
    Some(format!(
        "`{}` is no attribute of a user that is known here{}; extensions begin with `extension`",
        attribute.escape_debug(),
        crate::text::did_you_mean(&near)
    ))
}

/// Filters of configurations that stand between these tenants and tell nobody in or out, in
/// sentences.
pub fn vain_filters(workspace: &Workspace, answers: &Answers) -> Vec<String> {
    let mut out = Vec::new();
    for held in super::simulate::between(workspace, answers) {
        let groups = held.users().and_then(|users| users.scope.as_ref());
        let clauses = groups.into_iter().flat_map(|scope| &scope.groups);
        for clause in clauses.flat_map(|group| &group.clauses) {
            let attribute = clause.attribute.as_deref().unwrap_or_default();
            let operator = clause.operator.as_deref().unwrap_or_default();
            let values = clause.operand.iter().flat_map(|operand| &operand.values);
            let values: Vec<&str> = values.map(String::as_str).collect();
            let why = sync::clause_fault(attribute, operator)
                .or_else(|| value_fault(attribute, operator, &values));
            out.extend(why.map(|why| {
                let name = crate::text::visible(&held.display_name).into_owned();
                format!("the filter of the configuration {name} cannot be evaluated: {why}")
            }));
        }
    }
    out
}

/// Which clouds synchronise with which.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md
fn pair(held: Held<'_>, source: TenantId, target: TenantId, out: &mut Faults) {
    let ends = format!("{} to {}", held.name(source), held.name(target));
    match (held.cloud(source), held.cloud(target)) {
        (Cloud::China, Cloud::China) => out.mind(Step::Sync, format!(
            "{ends}: both are in the China cloud; the newer of two pages supports synchronisation there, the older does not"
        )),
        (Cloud::China, _) | (Cloud::UsGovernment, Cloud::China) => {
            out.stop(Step::Sync, format!("{ends}: synchronisation out of this cloud into that is not supported"));
        }
        _ => {}
    }
    let all = held.workspace.synchronizations.values();
    let count = all.filter(|one| one.source == source && one.target == target).count();
    if count > 1 {
        out.mind(Step::Sync, format!(
            "{ends}: {count} configurations stand between the two already; the answers change the first, and two of them with the same people delete and restore each other's accounts"
        ));
    }
}

fn attributes(held: Held<'_>, source: TenantId, targets: &[TenantId], out: &mut Faults) {
    let Some(Attributes { only: Some(only), .. }) = &held.answers.attributes else { return };
    let step = Step::Attributes;
    let schema = sync::template();
    let template = schema.rules.iter().flat_map(|rule| &rule.object_mappings);
    let template: Vec<&AttributeMapping> =
        template.flat_map(|mapping| &mapping.attribute_mappings).collect();
    for name in only.iter().map(|name| name.trim()) {
        let is_named = |row: &AttributeMapping| row.target.eq_ignore_ascii_case(name);
        let is_held = targets.iter().any(|target| {
            let users = held_configuration(held.workspace, source, *target);
            let users = users.and_then(|one| one.users());
            users.is_some_and(|users| users.attribute_mappings.iter().any(is_named))
        });
        if !is_held && !template.iter().any(|row| is_named(row)) {
            let known = template.iter().map(|row| row.target.as_str());
            let near = crate::text::nearest(name, known, 3);
            let sentence = format!(
                "`{}` is no attribute of the template, nor mapped already{}",
                name.escape_debug(),
                crate::text::did_you_mean(&near)
            );
            if !out.0.iter().any(|fault| fault.sentence == sentence) {
                out.stop(step, sentence);
            }
        }
        let crosses =
            |target: &&TenantId| is_cross_cloud(held.workspace, held.answers, source, **target);
        if name.eq_ignore_ascii_case("manager") && targets.iter().any(|target| crosses(&target)) {
            out.stop(
                step,
                format!(
                    "the manager cannot be synchronised between clouds, as {} would; leave it out",
                    held.name(source)
                ),
            );
        }
    }
}

fn leavers(held: Held<'_>, sources: &[Source], out: &mut Faults) {
    let Some(leavers) = held.answers.leavers else { return };
    let step = Step::Leavers;
    if !leavers.deprovision {
        out.mind(step, "leavers keep their accounts in the target, and stay enabled unless they are blocked at home first; nothing cleans them up".to_owned());
    }
    let Some(threshold) = leavers.threshold else {
        out.mind(step, "nothing stops a job that deletes everybody by mistake".to_owned());
        return;
    };
    if threshold == 0 {
        out.stop(
            step,
            "a threshold of 0 would stop at nothing; leave it out, or name a number".to_owned(),
        );
    }
    for source in sources {
        let Some(people) = population(held, source) else { continue };
        if people > 0 && threshold > people {
            out.mind(step, format!(
                "{threshold} deletions are more than the {people} people of {} who are meant, so the brake never works; about 5 % of them would be {}",
                held.name(source.tenant),
                people.div_ceil(20)
            ));
        }
    }
}

/// How many people are assigned, where that can be told. A filter may leave fewer.
fn population(held: Held<'_>, source: &Source) -> Option<u64> {
    let directory = held.directory(source.tenant)?;
    if source.everyone {
        return Some(directory.users.len() as u64);
    }
    let mut people = BTreeSet::new();
    for named in &source.assigned {
        if named.user {
            people.insert(named.object());
            continue;
        }
        let group = directory.groups.iter().find(|group| group.id == named.object())?;
        people.extend(group.members.as_ref()?.iter().copied());
    }
    Some(people.len() as u64)
}
