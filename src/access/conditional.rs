//! What the resource tenant's Conditional Access wants of people who come from outside, and whose
//! proof of it counts. Trust never waives a policy.
//!
//! Evaluated: state, people, applications, grant and session controls. Every other condition
//! (locations, platforms, client applications, risk, …) is named and not evaluated: a policy that
//! has one is taken to ask for what it asks, and never to stop anybody for certain.
//!
//! Source: MicrosoftDocs/entra-docs:docs/external-id/authentication-conditional-access.md

use super::demand::{Demand, demand};
use super::gate::Scene;
use super::membership::in_office_365;
use super::question::{Identity, Kind, Stage};
use super::rule::Truth;
use super::trace::{Doubt, Gate, Line};
use crate::domain::{
    ConditionalAccessPolicy, ExternalPeople, Json, PolicyApplications, PolicyState, PolicyUsers,
    TenantId,
};

pub(super) const POLICY: &str = "conditionalAccessPolicy";

/// One line for each policy that applies, or one that says that none does.
pub(super) fn gates(scene: &Scene<'_>) -> Vec<Line> {
    let owner = scene.question.resource;
    let name = scene.name(owner);
    let line = |because: String| Line::pass(Gate::ConditionalAccess, owner, POLICY, because);
    let Some(held) = scene.tenant(owner).and_then(|t| t.conditional_access.as_deref()) else {
        return vec![line(format!("Conditional Access of {name} is not in the workspace")).aside()];
    };
    let mut lines: Vec<Line> =
        held.policies.iter().filter_map(|policy| applied(scene, policy, &line)).collect();
    if lines.is_empty() {
        let count = held.policies.len();
        let plural = if count == 1 { "policy" } else { "policies" };
        lines.push(line(format!(
            "none of the {count} Conditional Access {plural} of {name} applies to this"
        )));
    }
    lines
}

/// Whether a policy can say anything at all, whoever comes.
pub(super) fn speaks(policy: &ConditionalAccessPolicy) -> bool {
    !matches!(policy.state, Some(PolicyState::Disabled | PolicyState::ReportOnly))
}

/// What a policy is called in sentences.
fn called(policy: &ConditionalAccessPolicy) -> String {
    match (&policy.display_name, policy.id) {
        (Some(name), _) if !name.is_empty() => format!("`{name}`"),
        (_, Some(id)) => id.to_string(),
        (_, None) => "without a name".to_owned(),
    }
}

fn applied(
    scene: &Scene<'_>,
    policy: &ConditionalAccessPolicy,
    line: &impl Fn(String) -> Line,
) -> Option<Line> {
    match policy.state {
        Some(PolicyState::Enabled) => {}
        Some(PolicyState::Disabled | PolicyState::ReportOnly) => return None,
        Some(PolicyState::Other(_)) | None => {
            let because =
                format!("whether the policy {} is enforced is not understood", called(policy));
            return Some(line(because).doubtful(Doubt::Unreadable));
        }
    }
    let conditions = policy.conditions.clone().unwrap_or_default();
    let users = conditions.users.as_ref().map_or(Truth::No, |users| picks(scene, users));
    let apps = conditions.applications.as_ref().map_or(Truth::No, |apps| covers(scene, apps));
    let aside: Vec<&str> =
        conditions.extra.iter().filter(|(_, v)| !is_neutral(v)).map(|(n, _)| n.as_str()).collect();
    let applies = users.and(apps);
    if applies == Truth::No {
        return None;
    }
    let demand = demand(scene, policy);
    let mut text = format!("the policy {} {}", called(policy), demand.because);
    let mut sure = true;
    if applies == Truth::Unknown {
        sure = false;
        let what = if users == Truth::Unknown { "this person" } else { "this application" };
        text.push_str(&format!("; whether it picks {what} is not known"));
    }
    if !aside.is_empty() {
        sure = false;
        text.push_str(&format!("; not evaluated: {}", aside.join(", ")));
    }
    let mut made = match demand.demand {
        Demand::Met => line(text),
        Demand::Step(step) => line(text).stepping(vec![step]),
        Demand::Stop(error) if sure => line(text).blocking(Some(error)),
        Demand::Stop(_) => line(text).doubtful(Doubt::Missing),
        Demand::Unknown(doubt) => line(text).doubtful(doubt),
    };
    made.ambiguities = demand.ambiguities;
    Some(made)
}

/// Whether a condition that is not evaluated narrows nothing.
fn is_neutral(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Bool(on) => !on,
        Json::Number(_) => false,
        Json::String(text) => matches!(text.to_ascii_lowercase().as_str(), "" | "all" | "none"),
        Json::Array(items) => items.iter().all(is_neutral),
        Json::Object(members) => {
            members.iter().all(|(name, value)| name.starts_with('@') || is_neutral(value))
        }
    }
}

/// Whether a policy picks the person. Guests have ids of their own in the resource tenant, which
/// nobody here knows; who comes by direct connect has none, and so no group and no role either.
fn picks(scene: &Scene<'_>, users: &PolicyUsers) -> Truth {
    let some = |users: &[String], groups: &[String], roles: &[String], all: bool| {
        let word = |wanted: &str| users.iter().any(|word| word.eq_ignore_ascii_case(wanted));
        if (all && word("All")) || word("GuestsOrExternalUsers") {
            return Truth::Yes;
        }
        let ids = users.iter().any(|word| !word.eq_ignore_ascii_case("None"));
        let named = ids || !groups.is_empty() || !roles.is_empty();
        match scene.question.kind {
            Kind::Collaboration if named => Truth::Unknown,
            Kind::Collaboration | Kind::DirectConnect => Truth::No,
        }
    };
    let external = |people: Option<&ExternalPeople>| people.map_or(Truth::No, |p| of(scene, p));
    let included = some(&users.include_users, &users.include_groups, &users.include_roles, true)
        .or(external(users.include_external.as_ref()));
    let excluded = some(&users.exclude_users, &users.exclude_groups, &users.exclude_roles, true)
        .or(external(users.exclude_external.as_ref()));
    included.and(excluded.not())
}

/// Whether the person is of a kind and of a tenant that is picked.
fn of(scene: &Scene<'_>, people: &ExternalPeople) -> Truth {
    let kinds = people.kinds.as_deref().unwrap_or_default();
    let has = |wanted: &str| kinds.split(',').any(|kind| kind.trim().eq_ignore_ascii_case(wanted));
    let kind =
        match (scene.question.kind, has("b2bCollaborationGuest"), has("b2bCollaborationMember")) {
            (Kind::DirectConnect, ..) => has("b2bDirectConnectUser").into(),
            (Kind::Collaboration, true, true) => Truth::Yes,
            (Kind::Collaboration, false, false) => Truth::No,
            // Synchronisation makes members; of other guest objects nobody here knows what they are.
            (Kind::Collaboration, _, member) if scene.question.stage == Stage::Synchronisation => {
                member.into()
            }
            (Kind::Collaboration, ..) => Truth::Unknown,
        };
    let is_other = scene.question.identity == Identity::Other;
    let tenant = match &people.tenants {
        None => Truth::Yes,
        Some(tenants) => match tenants.membership.as_deref() {
            Some(word) if word.eq_ignore_ascii_case("all") => Truth::Yes,
            // Who has no tenant is in no list of tenants; whether such a list picks them all the
            // same is not documented.
            Some(word) if word.eq_ignore_ascii_case("enumerated") && is_other => Truth::Unknown,
            Some(word) if word.eq_ignore_ascii_case("enumerated") => {
                let home = scene.question.home;
                let is_home = |id: &String| id.parse::<TenantId>().is_ok_and(|id| id == home);
                tenants.members.iter().any(is_home).into()
            }
            Some(_) | None => Truth::Unknown,
        },
    };
    kind.and(tenant)
}

/// Whether a policy covers the application.
fn covers(scene: &Scene<'_>, apps: &PolicyApplications) -> Truth {
    let question = scene.question;
    let named = |list: &[String]| {
        list.iter().fold(Truth::No, |found, word| {
            let one = match word.to_ascii_lowercase().as_str() {
                "all" => Truth::Yes,
                "none" => Truth::No,
                "office365" => question
                    .apps()
                    .map(|app| in_office_365(app, question, scene.directories))
                    .fold(Truth::No, Truth::or),
                other => match other.parse() {
                    Ok(id) => question.apps().any(|app| app == id).into(),
                    Err(_) => Truth::Unknown,
                },
            };
            found.or(one)
        })
    };
    // User actions and authentication contexts are no applications.
    let (included, excluded) = (named(&apps.include), named(&apps.exclude));
    let is_filtered = apps.filter.as_ref().is_some_and(|filter| !filter.is_null());
    let filtered = if is_filtered { Truth::Unknown } else { Truth::Yes };
    let included = if apps.include.is_empty() && is_filtered { Truth::Yes } else { included };
    included.and(filtered).and(excluded.not())
}
