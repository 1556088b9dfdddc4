//! What one Conditional Access policy wants of somebody from outside, and whether it is met.
//!
//! Source: MicrosoftDocs/entra-docs:docs/external-id/authentication-conditional-access.md

use super::gate::Scene;
use super::question::{Identity, Kind};
use super::resolve::Layers;
use super::strength::of_strength;
use super::trace::Doubt;
use super::verdict::Step;
use super::ways::{Chosen, Ways};
use crate::domain::{
    Claim, ConditionalAccessPolicy, GrantControl, GrantOperator, Json, SessionControls, Setting,
};

pub(super) const BLOCKED: &str = "AADSTS53003";
const NOT_COMPLIANT: &str = "AADSTS53000";
const NOT_JOINED: &str = "AADSTS53001";
/// Direct connect wants MFA of the home tenant to be trusted.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/troubleshoot.md
pub(super) const MFA_NOT_TRUSTED: &str = "AADSTS90071";

/// One thing that a policy wants.
#[derive(Clone, Debug)]
pub(super) struct Want {
    /// What suffices for certain.
    pub surely: Ways,
    /// Whether anything suffices should all that is not known turn out well.
    pub can_be_met: bool,
    /// Why the two differ, where they do.
    pub doubt: Option<Doubt>,
    /// What the service says where nothing suffices.
    pub error: &'static str,
    /// In words that follow the policy's name.
    pub because: String,
    /// Questions the documentation leaves open that it rests on.
    pub ambiguities: Vec<&'static str>,
}

impl Want {
    fn of(ways: Ways, because: impl Into<String>) -> Self {
        Want {
            surely: ways,
            can_be_met: !ways.is_none(),
            doubt: None,
            error: BLOCKED,
            because: because.into(),
            ambiguities: Vec::new(),
        }
    }

    pub fn met(because: impl Into<String>) -> Self {
        Want::of(Ways::FREE, because)
    }

    pub fn step(step: Step, because: impl Into<String>) -> Self {
        Want::of(Ways::by(step), because)
    }

    pub fn stop(error: &'static str, because: impl Into<String>) -> Self {
        Want { error, ..Want::of(Ways::NONE, because) }
    }

    pub fn unknown(doubt: Doubt, because: impl Into<String>) -> Self {
        Want { can_be_met: true, doubt: Some(doubt), ..Want::of(Ways::NONE, because) }
    }

    pub fn unsure(mut self, ambiguity: &'static str) -> Self {
        self.ambiguities.push(ambiguity);
        self
    }
}

/// How the wants of a policy combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joined {
    All,
    Any,
    /// It is not said, or not understood.
    Somehow,
}

/// All that a policy wants, should it apply.
#[derive(Clone, Debug)]
pub(super) struct Demand {
    wants: Vec<Want>,
    joined: Joined,
    /// What it asks of the session besides.
    session: Option<Want>,
}

/// What a policy wants.
pub(super) fn demand(scene: &Scene<'_>, policy: &ConditionalAccessPolicy) -> Demand {
    let session = policy.session.as_ref().and_then(|session| of_session(scene, session));
    let Some(grant) = &policy.grant else {
        return Demand { wants: Vec::new(), joined: Joined::All, session };
    };
    let mut wants: Vec<Want> =
        grant.built_in.iter().map(|control| of_control(scene, control)).collect();
    wants.extend(grant.strength.as_ref().map(|strength| of_strength(scene, strength)));
    if !grant.terms_of_use.is_empty() {
        wants.push(match scene.question.kind {
            Kind::Collaboration => Want::step(Step::TermsOfUse, "wants the terms of use accepted"),
            Kind::DirectConnect => not_supported("wants the terms of use accepted"),
        });
    }
    if !grant.custom.is_empty() {
        let words = "wants a custom control, which does not work across tenants";
        wants.push(Want::stop(BLOCKED, words));
    }
    let blocks = grant.built_in.contains(&GrantControl::Block);
    let joined = match &grant.operator {
        // A block stands alone; the service refuses to join it to anything.
        _ if blocks || wants.len() < 2 => Joined::All,
        Some(GrantOperator::Or) => Joined::Any,
        Some(GrantOperator::And) => Joined::All,
        Some(GrantOperator::Other(_)) | None => Joined::Somehow,
    };
    Demand { wants, joined, session }
}

impl Demand {
    /// What suffices for certain.
    pub fn surely(&self) -> Ways {
        let ways = || self.wants.iter().map(|want| want.surely);
        let granted = match self.joined {
            // What does for all of them does for any.
            Joined::All | Joined::Somehow => ways().fold(Ways::FREE, Ways::and),
            Joined::Any => ways().fold(Ways::NONE, Ways::or),
        };
        self.session.as_ref().map_or(granted, |session| granted.and(session.surely))
    }

    /// Whether anything suffices should all that is not known turn out well. Whoever does every step
    /// does for all wants that can be met at all.
    pub fn can_be_met(&self) -> bool {
        let mut wants = self.wants.iter();
        let is_granted = match self.joined {
            Joined::All => wants.all(|want| want.can_be_met),
            Joined::Any | Joined::Somehow => wants.any(|want| want.can_be_met),
        };
        is_granted && self.session.as_ref().is_none_or(|session| session.can_be_met)
    }

    /// The wants that make the answer what it is, when these steps are done or nothing is chosen.
    pub fn telling(&self, chosen: Option<Chosen>) -> Vec<&Want> {
        let all = || self.wants.iter().chain(&self.session);
        let of_grant: Vec<&Want> = match (chosen, self.joined) {
            (Some(chosen), Joined::Any) => {
                let needs =
                    |want: &&Want| want.surely.least_of(chosen).map(|least| least.steps().count());
                self.wants
                    .iter()
                    .filter(|want| needs(want).is_some())
                    .min_by_key(needs)
                    .into_iter()
                    .collect()
            }
            (Some(_), Joined::All | Joined::Somehow) => {
                all().filter(|want| !want.surely.is_free()).collect()
            }
            (None, _) if !self.can_be_met() => {
                all().find(|want| !want.can_be_met).into_iter().collect()
            }
            (None, _) => all().find(|want| want.doubt.is_some()).into_iter().collect(),
        };
        if of_grant.is_empty() { all().next().into_iter().collect() } else { of_grant }
    }

    /// What is not understood of how its wants combine, where it matters.
    pub fn riddle(&self, policy: &ConditionalAccessPolicy) -> Option<String> {
        let operator = policy.grant.as_ref().and_then(|grant| grant.operator.as_ref());
        (self.joined == Joined::Somehow).then(|| match operator {
            Some(word) => format!(
                "joins its controls by `{}`, which is not understood",
                word.word().escape_debug()
            ),
            None => "does not say whether all of its controls are wanted or any".to_owned(),
        })
    }
}

/// What direct connect does not support: whether it stops people or is passed over is not said.
fn not_supported(what: &str) -> Want {
    let words = format!(
        "{what}, which direct connect does not support; whether that stops it is not documented"
    );
    Want::unknown(Doubt::Missing, words).unsure("A20")
}

/// Direct connect supports no session control.
fn of_session(scene: &Scene<'_>, session: &SessionControls) -> Option<Want> {
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
        Kind::Collaboration => Want::met(format!("asks {what} of the session")),
        Kind::DirectConnect => not_supported(&format!("asks {what} of the session")),
    })
}

fn of_control(scene: &Scene<'_>, control: &GrantControl) -> Want {
    match control {
        GrantControl::Block => Want::stop(BLOCKED, "blocks"),
        GrantControl::Mfa => of_claim(scene, Claim::Mfa),
        GrantControl::CompliantDevice => of_claim(scene, Claim::CompliantDevice),
        GrantControl::HybridJoinedDevice => of_claim(scene, Claim::HybridJoinedDevice),
        GrantControl::ApprovedApplication
        | GrantControl::CompliantApplication
        | GrantControl::PasswordChange => Want::stop(
            BLOCKED,
            format!("wants {}, which people from outside cannot meet", control.word()),
        ),
        GrantControl::Other(word) => Want::unknown(
            Doubt::Unreadable,
            format!("wants `{}`, which is not understood", word.escape_debug()),
        ),
    }
}

/// Whether a claim of the home tenant is trusted; `None` when nobody here knows.
pub(super) fn trusted(scene: &Scene<'_>, claim: Claim) -> Option<bool> {
    if scene.question.identity == Identity::Other {
        return Some(false);
    }
    let layers = scene.layers(scene.question.resource, scene.question.home)?;
    layers.switch(Setting::Trust(claim)).map(|found| found.value)
}

/// A partner's trust that leaves this claim out; whether that inherits is not documented.
fn is_left_out(scene: &Scene<'_>, claim: Claim) -> bool {
    if scene.question.identity == Identity::Other {
        return false;
    }
    let layers = scene.layers(scene.question.resource, scene.question.home);
    let trust = layers
        .and_then(Layers::partner)
        .and_then(|partner| partner.configuration.inbound_trust.as_ref());
    trust.is_some_and(|trust| trust.claim(claim).is_none())
}

/// The home tenant, in sentences about its proofs.
fn home_name(scene: &Scene<'_>) -> String {
    match scene.question.identity {
        Identity::Entra => scene.name(scene.question.home).to_string(),
        Identity::Other => "identities that are not Entra".to_owned(),
    }
}

pub(super) fn of_claim(scene: &Scene<'_>, claim: Claim) -> Want {
    let (home, here) = (home_name(scene), scene.name(scene.question.resource));
    let (what, is_mfa) = match claim {
        Claim::Mfa => ("MFA", true),
        Claim::CompliantDevice => ("a compliant device", false),
        Claim::HybridJoinedDevice => ("a hybrid joined device", false),
    };
    let direct = scene.question.kind == Kind::DirectConnect;
    let mut out = match (trusted(scene, claim), scene.question.has.contains(&claim)) {
        (None, _) => Want::unknown(
            Doubt::Missing,
            format!(
                "wants {what}, and whether {here} trusts that of {home} is not in the workspace"
            ),
        ),
        (Some(true), true) => {
            Want::met(format!("wants {what}, {here} trusts that of {home}, and the session has it"))
        }
        (Some(true), false) => Want::step(
            if is_mfa { Step::MfaInHomeTenant } else { Step::DeviceInHomeTenant },
            format!("wants {what}, {here} trusts that of {home}, and the session has none yet"),
        ),
        (Some(false), _) if !is_mfa => Want::stop(
            if claim == Claim::CompliantDevice { NOT_COMPLIANT } else { NOT_JOINED },
            format!("wants {what}, and {here} does not trust that of {home}: nobody can show one"),
        ),
        (Some(false), _) if direct => Want::stop(
            MFA_NOT_TRUSTED,
            format!(
                "wants {what}, and {here} does not trust that of {home}, which direct connect needs"
            ),
        ),
        (Some(false), _) => Want::step(
            Step::MfaInResourceTenant,
            format!(
                "wants {what}, and {here} does not trust that of {home}, so it is done in {here}"
            ),
        ),
    };
    if direct && out.surely == Ways::by(Step::MfaInHomeTenant) {
        out.ambiguities.push("A9");
    }
    if is_left_out(scene, claim) {
        out.ambiguities.push("A15");
    }
    out
}
