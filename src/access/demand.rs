//! What one Conditional Access policy wants of somebody from outside, and whether it is met.
//!
//! Source: MicrosoftDocs/entra-docs:docs/external-id/authentication-conditional-access.md and
//! …/docs/identity/authentication/concept-authentication-strength-external-users.md

use super::gate::Scene;
use super::question::{Identity, Kind};
use super::resolve::resolve_bool;
use super::trace::Doubt;
use super::verdict::Step;
use crate::domain::{
    AuthenticationStrength, Claim, ConditionalAccessPolicy, GrantControl, GrantOperator, Guid,
    Json, SessionControls, Setting, Subject,
};

const BLOCKED: &str = "AADSTS53003";
const NOT_COMPLIANT: &str = "AADSTS53000";
const NOT_JOINED: &str = "AADSTS53001";
/// Direct connect wants MFA of the home tenant to be trusted.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/troubleshoot.md
const MFA_NOT_TRUSTED: &str = "AADSTS90071";

const STRENGTH_MFA: Guid = Guid::from_u128(2);
const STRENGTH_PASSWORDLESS: Guid = Guid::from_u128(3);
const STRENGTH_PHISHING_RESISTANT: Guid = Guid::from_u128(4);

/// What a policy does, should it apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// Nothing is left to do.
    Met,
    /// Something can be done.
    Step(Step),
    /// It cannot be met.
    Stop(&'static str),
    /// It cannot be told.
    Unknown(Doubt),
}

/// The same with words that follow the policy's name.
#[derive(Clone, Debug)]
pub(super) struct Demanded {
    pub demand: Demand,
    pub because: String,
    pub ambiguities: Vec<&'static str>,
}

fn said(demand: Demand, because: impl Into<String>) -> Demanded {
    Demanded { demand, because: because.into(), ambiguities: Vec::new() }
}

/// What a policy wants.
pub(super) fn demand(scene: &Scene<'_>, policy: &ConditionalAccessPolicy) -> Demanded {
    let session = policy.session.as_ref().and_then(|session| of_session(scene, session));
    let Some(grant) = &policy.grant else {
        return session
            .unwrap_or_else(|| said(Demand::Met, "wants nothing before it lets through"));
    };
    let mut all: Vec<Demanded> =
        grant.built_in.iter().map(|control| of_control(scene, control)).collect();
    all.extend(grant.strength.as_ref().map(|strength| of_strength(scene, strength)));
    if !grant.terms_of_use.is_empty() {
        all.push(match scene.question.kind {
            Kind::Collaboration => {
                said(Demand::Step(Step::TermsOfUse), "wants the terms of use accepted")
            }
            Kind::DirectConnect => said(
                Demand::Stop(BLOCKED),
                "wants the terms of use accepted, which direct connect does not support",
            ),
        });
    }
    if !grant.custom.is_empty() {
        let words = "wants a custom control, which does not work across tenants";
        all.push(said(Demand::Stop(BLOCKED), words));
    }
    let any = match &grant.operator {
        Some(GrantOperator::Or) => true,
        Some(GrantOperator::And) | None => false,
        Some(GrantOperator::Other(word)) => {
            let words =
                format!("joins its controls by `{}`, which is not understood", word.escape_debug());
            return said(Demand::Unknown(Doubt::Unreadable), words);
        }
    };
    let granted = join(all, any);
    match session {
        Some(session) if rank(session.demand) > rank(granted.demand) => session,
        _ => granted,
    }
}

/// How far a demand is from being met.
fn rank(demand: Demand) -> u8 {
    match demand {
        Demand::Met => 0,
        Demand::Step(_) => 1,
        Demand::Unknown(_) => 2,
        Demand::Stop(_) => 3,
    }
}

/// Of several controls the hardest counts, or where any will do, the easiest.
fn join(all: Vec<Demanded>, any: bool) -> Demanded {
    let best = if any {
        all.into_iter().min_by_key(|one| rank(one.demand))
    } else {
        // Of equals the first, which is the one the service asks first.
        all.into_iter().rev().max_by_key(|one| rank(one.demand))
    };
    best.unwrap_or_else(|| said(Demand::Met, "wants nothing before it lets through"))
}

/// Direct connect supports no session control.
fn of_session(scene: &Scene<'_>, session: &SessionControls) -> Option<Demanded> {
    let SessionControls {
        application_enforced,
        cloud_app_security,
        sign_in_frequency,
        persistent_browser,
        extra: _,
    } = session;
    let on = |control: &Option<Json>| {
        let off = |value: &Json| {
            value.is_null() || value.get("isEnabled").and_then(Json::as_bool) == Some(false)
        };
        control.as_ref().is_some_and(|value| !off(value))
    };
    let named = [
        (on(application_enforced), "restrictions that the application enforces"),
        (on(cloud_app_security), "control by Defender for Cloud Apps"),
        (on(sign_in_frequency), "a sign-in frequency"),
        (on(persistent_browser), "a rule for persistent browsers"),
    ];
    let what = named.into_iter().find(|(on, _)| *on).map(|(_, words)| words)?;
    Some(match scene.question.kind {
        Kind::Collaboration => said(Demand::Met, format!("asks {what} of the session")),
        Kind::DirectConnect => said(
            Demand::Stop(BLOCKED),
            format!("asks {what} of the session, which direct connect does not support"),
        ),
    })
}

fn of_control(scene: &Scene<'_>, control: &GrantControl) -> Demanded {
    match control {
        GrantControl::Block => said(Demand::Stop(BLOCKED), "blocks"),
        GrantControl::Mfa => of_claim(scene, Claim::Mfa),
        GrantControl::CompliantDevice => of_claim(scene, Claim::CompliantDevice),
        GrantControl::HybridJoinedDevice => of_claim(scene, Claim::HybridJoinedDevice),
        GrantControl::ApprovedApplication
        | GrantControl::CompliantApplication
        | GrantControl::PasswordChange => said(
            Demand::Stop(BLOCKED),
            format!("wants {}, which people from outside cannot meet", control.word()),
        ),
        GrantControl::Other(word) => said(
            Demand::Unknown(Doubt::Unreadable),
            format!("wants `{}`, which is not understood", word.escape_debug()),
        ),
    }
}

/// Whether a claim of the home tenant is trusted; `None` when nobody here knows.
fn trusted(scene: &Scene<'_>, claim: Claim) -> Option<bool> {
    if scene.question.identity == Identity::Other {
        return Some(false);
    }
    let policy = scene.policy(scene.question.resource)?;
    let subject = Subject::Partner(scene.question.home);
    resolve_bool(policy, subject, Setting::Trust(claim)).map(|found| found.value)
}

/// A partner's trust that leaves this claim out; whether that inherits is not documented.
fn is_left_out(scene: &Scene<'_>, claim: Claim) -> bool {
    if scene.question.identity == Identity::Other {
        return false;
    }
    let policy = scene.policy(scene.question.resource);
    let partner = policy.and_then(|policy| policy.partners.get(&scene.question.home));
    let trust = partner.and_then(|partner| partner.configuration.inbound_trust.as_ref());
    trust.is_some_and(|trust| trust.claim(claim).is_none())
}

/// The home tenant, in sentences about its proofs.
fn home_name(scene: &Scene<'_>) -> String {
    match scene.question.identity {
        Identity::Entra => scene.name(scene.question.home),
        Identity::Other => "identities that are not Entra".to_owned(),
    }
}

fn of_claim(scene: &Scene<'_>, claim: Claim) -> Demanded {
    let (home, here) = (home_name(scene), scene.name(scene.question.resource));
    let (what, is_mfa) = match claim {
        Claim::Mfa => ("MFA", true),
        Claim::CompliantDevice => ("a compliant device", false),
        Claim::HybridJoinedDevice => ("a hybrid joined device", false),
    };
    let direct = scene.question.kind == Kind::DirectConnect;
    let mut out = match (trusted(scene, claim), scene.question.has.contains(&claim)) {
        (None, _) => said(
            Demand::Unknown(Doubt::Missing),
            format!(
                "wants {what}, and whether {here} trusts that of {home} is not in the workspace"
            ),
        ),
        (Some(true), true) => said(
            Demand::Met,
            format!("wants {what}, {here} trusts that of {home}, and the session has it"),
        ),
        (Some(true), false) => said(
            Demand::Step(if is_mfa { Step::MfaInHomeTenant } else { Step::DeviceInHomeTenant }),
            format!("wants {what}, {here} trusts that of {home}, and the session has none yet"),
        ),
        (Some(false), _) if !is_mfa => said(
            Demand::Stop(if claim == Claim::CompliantDevice { NOT_COMPLIANT } else { NOT_JOINED }),
            format!("wants {what}, and {here} does not trust that of {home}: nobody can show one"),
        ),
        (Some(false), _) if direct => said(
            Demand::Stop(MFA_NOT_TRUSTED),
            format!(
                "wants {what}, and {here} does not trust that of {home}, which direct connect needs"
            ),
        ),
        (Some(false), _) => said(
            Demand::Step(Step::MfaInResourceTenant),
            format!(
                "wants {what}, and {here} does not trust that of {home}, so it is done in {here}"
            ),
        ),
    };
    if direct && out.demand == Demand::Step(Step::MfaInHomeTenant) {
        out.ambiguities.push("A9");
    }
    if is_left_out(scene, claim) {
        out.ambiguities.push("A15");
    }
    out
}

/// Text message, voice, push and software tokens count in both tenants; phone sign-in, hardware
/// tokens, FIDO2, Windows Hello and certificates in the home tenant only.
fn of_strength(scene: &Scene<'_>, strength: &AuthenticationStrength) -> Demanded {
    let name = match (&strength.display_name, strength.id) {
        (Some(name), _) if !name.is_empty() => format!("the strength `{name}`"),
        (_, Some(id)) => format!("the strength {id}"),
        (_, None) => "an authentication strength".to_owned(),
    };
    if scene.question.identity == Identity::Other {
        let words = format!(
            "wants {name}, and what that asks of identities that are not Entra is not documented"
        );
        return said(Demand::Unknown(Doubt::Missing), words);
    }
    if strength.id == Some(STRENGTH_MFA) {
        return of_claim(scene, Claim::Mfa);
    }
    let (home, here) = (scene.name(scene.question.home), scene.name(scene.question.resource));
    let home_only =
        matches!(strength.id, Some(STRENGTH_PASSWORDLESS | STRENGTH_PHISHING_RESISTANT));
    let direct = scene.question.kind == Kind::DirectConnect;
    match trusted(scene, Claim::Mfa) {
        None => said(
            Demand::Unknown(Doubt::Missing),
            format!(
                "wants {name}, and whether {here} trusts MFA of {home} is not in the workspace"
            ),
        ),
        // With which method the claim was won is not known, so a stronger one may be asked for.
        Some(true) => said(
            Demand::Step(Step::MfaInHomeTenant),
            format!(
                "wants {name}, and {here} trusts MFA of {home}: a method that is strong enough has to be used there"
            ),
        ),
        Some(false) if direct => said(
            Demand::Stop(MFA_NOT_TRUSTED),
            format!(
                "wants {name}, and {here} does not trust MFA of {home}, which direct connect needs"
            ),
        ),
        Some(false) if home_only => said(
            Demand::Stop(BLOCKED),
            format!(
                "wants {name}, whose methods count in {home} only, and {here} does not trust MFA of {home}"
            ),
        ),
        // Text message, voice, push and software tokens would do in the resource tenant as well.
        Some(false) => said(
            Demand::Unknown(Doubt::Missing),
            format!("wants {name}, and which of its methods count in {here} is not evaluated"),
        ),
    }
}
