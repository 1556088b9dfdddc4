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
use super::guests::Guest;
use super::picks::{covers, is_personal as picks_people, picks};
use super::rule::Truth;
use super::trace::{Doubt, Gate, Line};
use super::ways::{Chosen, Ways};
use crate::domain::{ConditionalAccess, ConditionalAccessPolicy, Json, PolicyState};

pub(super) const POLICY: &str = "conditionalAccessPolicy";

/// One line for each policy that applies, or one that says that none does.
pub(super) fn gates(scene: &Scene<'_>) -> Vec<Line> {
    let owner = scene.question.resource;
    let name = scene.name(owner);
    let line = |because: String| Line::pass(Gate::ConditionalAccess, owner, POLICY, because);
    let held = scene.tenant(owner).and_then(|t| t.conditional_access.as_deref());
    // Strengths that came alone say nothing of policies.
    let told = |held: &&ConditionalAccess| !held.policies.is_empty() || held.strengths.is_empty();
    let Some(held) = held.filter(told) else {
        return vec![line(format!("Conditional Access of {name} is not in the workspace, so it is not known whether a policy stops this")).aside()];
    };
    let guest = if is_personal(held) { Guest::of(scene) } else { Guest::Unseen };
    let applied: Vec<Applied<'_>> =
        held.policies.iter().filter_map(|policy| Applied::of(scene, policy, &guest)).collect();
    // One person does one thing for all policies: the least that does for each that can be met.
    let met = applied.iter().map(|one| one.surely).filter(|ways| !ways.is_none());
    let done = met.fold(Ways::FREE, Ways::and).least();
    let mut lines: Vec<Line> = applied.iter().map(|one| one.line(done, &guest, &line)).collect();
    if lines.is_empty() {
        lines.push(line(match held.policies.len() {
            0 => format!("{name} has no Conditional Access policy"),
            1 => format!("the one Conditional Access policy of {name} does not apply to this"),
            count => {
                format!("none of the {count} Conditional Access policies of {name} applies to this")
            }
        }));
    }
    lines
}

/// Whether a policy can say anything at all, whoever comes.
pub(super) fn speaks(policy: &ConditionalAccessPolicy) -> bool {
    !matches!(policy.state, Some(PolicyState::Disabled | PolicyState::ReportOnly))
}

/// Whether what they say turns on who somebody is, and not only on whence.
pub(super) fn is_personal(held: &ConditionalAccess) -> bool {
    let speaking = held.policies.iter().filter(|policy| speaks(policy));
    let mut users = speaking.filter_map(|policy| policy.conditions.as_ref()?.users.as_ref());
    users.any(picks_people)
}

/// What a policy is called in sentences.
fn called(policy: &ConditionalAccessPolicy) -> String {
    match (&policy.display_name, policy.id) {
        (Some(name), _) if !name.is_empty() => format!("`{name}`"),
        (_, Some(id)) => id.to_string(),
        (_, None) => "without a name".to_owned(),
    }
}

/// A policy that applies, or may.
struct Applied<'p> {
    policy: &'p ConditionalAccessPolicy,
    demand: Demand,
    users: Truth,
    apps: Truth,
    is_readable: bool,
    /// Conditions that are not evaluated.
    aside: Vec<&'p str>,
    surely: Ways,
    can_be_met: bool,
}

impl<'p> Applied<'p> {
    fn of(
        scene: &Scene<'_>,
        policy: &'p ConditionalAccessPolicy,
        guest: &Guest<'_>,
    ) -> Option<Self> {
        let is_readable = match policy.state {
            Some(PolicyState::Enabled) => true,
            Some(PolicyState::Disabled | PolicyState::ReportOnly) => return None,
            Some(PolicyState::Other(_)) | None => false,
        };
        // What an export leaves out is not known.
        let conditions = policy.conditions.as_ref();
        let users = conditions.and_then(|held| held.users.as_ref());
        let users = users.map_or(Truth::Unknown, |users| picks(scene, users, guest));
        let apps = conditions.and_then(|held| held.applications.as_ref());
        let apps = apps.map_or(Truth::Unknown, |apps| covers(scene, apps));
        if users.and(apps) == Truth::No {
            return None;
        }
        let others = conditions.into_iter().flat_map(|held| held.extra.iter());
        let aside: Vec<&str> =
            others.filter(|(_, value)| !is_neutral(value)).map(|(name, _)| name.as_str()).collect();
        let demand = demand(scene, policy);
        let is_certain = is_readable && users.and(apps) == Truth::Yes && aside.is_empty();
        let (surely, can_be_met) = (demand.surely(), demand.can_be_met());
        // A policy that does not apply wants nothing.
        let can_be_met = can_be_met || !is_certain;
        Some(Applied { policy, demand, users, apps, is_readable, aside, surely, can_be_met })
    }

    /// What it comes to where these steps are done.
    fn line(
        &self,
        done: Option<Chosen>,
        guest: &Guest<'_>,
        line: &impl Fn(String) -> Line,
    ) -> Line {
        let chosen = done.and_then(|done| self.surely.least_of(done));
        let telling = self.demand.telling(chosen);
        let riddle =
            self.demand.riddle(self.policy).filter(|_| chosen.is_none_or(|c| !c.is_none()));
        let mut text = format!("the policy {} ", called(self.policy));
        let mut words: Vec<&str> = telling.iter().map(|want| want.because.as_str()).collect();
        words.extend(riddle.as_deref());
        text.push_str(&words.join("; it "));
        if telling.is_empty() {
            text.push_str("wants nothing before it lets through");
        }
        if self.users == Truth::Unknown {
            text.push_str("; whether it picks this person is not known");
        }
        if let Guest::Found(one) = guest {
            text.push_str(&format!("; the guest object is {}, told by its address", one.id));
        }
        if self.apps == Truth::Unknown {
            text.push_str("; whether it picks this application is not known");
        }
        if !self.is_readable {
            text.push_str("; whether it is enforced is not understood");
        }
        if !self.aside.is_empty() {
            text.push_str(&format!("; not evaluated: {}", self.aside.join(", ")));
        }
        let made = match chosen {
            Some(chosen) if chosen.is_none() => line(text),
            Some(chosen) => line(text).stepping(chosen.steps().collect()),
            None if !self.can_be_met => line(text).blocking(telling.first().map(|want| want.error)),
            None => {
                let doubt = telling.iter().find_map(|want| want.doubt);
                let unreadable = !self.is_readable || riddle.is_some();
                let doubt =
                    if unreadable { Doubt::Unreadable } else { doubt.unwrap_or(Doubt::Missing) };
                line(text).doubtful(doubt)
            }
        };
        let open = telling.iter().flat_map(|want| want.ambiguities.iter().copied());
        let found = matches!(guest, Guest::Found(_)).then_some("A19");
        open.chain(found).fold(made, Line::unsure)
    }
}

/// Whether a condition that is not evaluated narrows nothing.
fn is_neutral(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Bool(on) => !on,
        Json::Number(_) => false,
        Json::String(text) => matches!(text.to_ascii_lowercase().as_str(), "" | "all" | "none"),
        // `none` in a list is a level or a kind of its own.
        Json::Array(items) => {
            items.iter().all(|item| item.as_str() == Some("all") || item.as_str() == Some("All"))
        }
        Json::Object(members) => {
            members.iter().all(|(name, value)| name.starts_with('@') || is_neutral(value))
        }
    }
}
