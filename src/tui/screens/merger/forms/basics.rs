//! The questions that are answered with yes and no.

use super::super::line::{Held, Line};
use super::count;
use crate::domain::{ConditionalAccessPolicy, GrantControl, PolicyState, TenantId};
use crate::merger::{Answers, Closed, Trust};
use crate::tui::theme::Role;

pub(super) fn direct_connect(held: Held<'_>) -> Vec<Line> {
    let now = held.answers.direct_connect;
    let set = |on| move |answers: &mut Answers| answers.direct_connect = Some(on);
    vec![
        Line::radio(now == Some(true), "Yes: open direct connect for Office 365", set(true)),
        Line::radio(now == Some(false), "No: leave direct connect as it is", set(false)),
        Line::gap(),
        Line::say(
            Role::Muted,
            "The same people as for guests, and of the applications Office 365 alone. Teams policies and the channel itself decide as well.",
        ),
    ]
}

pub(super) fn redemption(held: Held<'_>) -> Vec<Line> {
    let now = held.answers.redemption;
    let set = |on| move |answers: &mut Answers| answers.redemption = Some(on);
    let mut lines = vec![
        Line::radio(now == Some(true), "No: hide it, on both sides of every relation", set(true)),
        Line::radio(now == Some(false), "Yes: everybody consents once", set(false)),
        Line::gap(),
    ];
    let pairs = held.answers.pairs();
    for (home, resource) in pairs.iter().take(6) {
        let (home, resource) = (held.name(*home), held.name(*resource));
        lines.push(Line::say(Role::Muted, format!("{home} outbound and {resource} inbound")));
    }
    if pairs.len() > 6 {
        lines.push(Line::say(Role::Muted, format!("and {} relations more", pairs.len() - 6)));
    }
    lines
}

pub(super) fn trust(held: Held<'_>) -> Vec<Line> {
    let now = held.answers.trust;
    let of = now.unwrap_or_default();
    let tick = |on, text: &str, change: fn(&mut Trust)| {
        Line::tick(on, text, move |answers| change(answers.trust.get_or_insert_default()))
    };
    let mut lines = vec![
        tick(of.mfa, "MFA done at home counts", |trust| trust.mfa = !trust.mfa),
        tick(of.compliant, "Compliant devices of home count", |trust| {
            trust.compliant = !trust.compliant;
        }),
        tick(of.hybrid, "Hybrid joined devices of home count", |trust| {
            trust.hybrid = !trust.hybrid;
        }),
        Line::radio(now == Some(Trust::default()), "Nothing is trusted", |answers| {
            answers.trust = Some(Trust::default());
        }),
        Line::gap(),
        Line::title("What Conditional Access asks today"),
    ];
    for id in held.resources().into_iter().take(8) {
        lines.push(conditions(held, id, of));
    }
    lines
}

/// What policies of a tenant ask for, and which of it trust answers.
fn conditions(held: Held<'_>, id: TenantId, trust: Trust) -> Line {
    let name = held.name(id);
    let tenant = held.model.workspace.draft.tenant(id);
    let Some(known) = tenant.and_then(|tenant| tenant.conditional_access.as_deref()) else {
        return Line::say(
            Role::Muted,
            format!("{name}: its policies are not in the workspace, so this is not known"),
        );
    };
    let asks = |wanted: &[GrantControl]| {
        let on = |policy: &&ConditionalAccessPolicy| policy.state == Some(PolicyState::Enabled);
        let has = |policy: &&ConditionalAccessPolicy| {
            policy.grant.as_ref().is_some_and(|grant| {
                grant.built_in.iter().any(|control| wanted.contains(control))
                    || (wanted.contains(&GrantControl::Mfa) && grant.strength.is_some())
            })
        };
        known.policies.iter().filter(on).filter(has).count()
    };
    let mut words = Vec::new();
    for (wanted, noun, on) in [
        (vec![GrantControl::Mfa], "MFA", trust.mfa),
        (vec![GrantControl::CompliantDevice], "a compliant device", trust.compliant),
        (vec![GrantControl::HybridJoinedDevice], "a hybrid joined device", trust.hybrid),
    ] {
        let number = asks(&wanted);
        if number == 0 {
            continue;
        }
        let then = if on { "proof from home counts" } else { "only its own proof counts" };
        let asks = if number == 1 { "asks" } else { "ask" };
        let policies = count(number, "policy", "policies");
        words.push(format!("{policies} {asks} for {noun}, and {then}"));
    }
    let role = if words.is_empty() { Role::Muted } else { Role::Text };
    let said = match words.is_empty() {
        true => "no policy in force asks for MFA or a device".to_owned(),
        false => words.join("; "),
    };
    Line::say(role, format!("{name}: {said}"))
}

pub(super) fn closed(held: Held<'_>) -> Vec<Line> {
    let now = held.answers.closed;
    let of = now.unwrap_or_default();
    let tick = |on, text: &str, change: fn(&mut Closed)| {
        Line::tick(on, text, move |answers| change(answers.closed.get_or_insert_default()))
    };
    let is_shut = of.inbound || of.outbound;
    let has_others = held.answers.tenants.iter().any(|one| !one.ours);
    let mut lines = vec![
        tick(of.inbound, "Nobody else comes in: defaults block inbound", |closed| {
            closed.inbound = !closed.inbound;
        }),
        tick(of.outbound, "Our people go nowhere else: defaults block outbound", |closed| {
            closed.outbound = !closed.outbound;
        }),
        Line::radio(now.is_some() && !is_shut, "Leave the defaults as they are", |answers| {
            answers.closed = Some(Closed::default());
        }),
    ];
    if is_shut && has_others {
        let text = "Ask the other side to shut its own default as well";
        lines.push(tick(of.theirs, text, |closed| closed.theirs = !closed.theirs));
    }
    lines.extend([
        Line::gap(),
        Line::say(
            Role::Muted,
            "Collaboration and direct connect alike. Partners with settings of their own are not touched.",
        ),
    ]);
    lines
}
