//! Which authentication strengths somebody from outside can meet, and in which of the two tenants.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/authentication/concept-authentication-strength-external-users.md
//! for the methods, …/concept-authentication-strengths.md for what is built in,
//! microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/authenticationstrengthpolicy.md
//! for strengths of a tenant's own.

use super::demand::{BLOCKED, MFA_NOT_TRUSTED, Want, of_claim, trusted};
use super::gate::Scene;
use super::question::{Identity, Kind};
use super::rule::Truth;
use super::trace::Doubt;
use super::verdict::Step;
use crate::domain::{AuthenticationStrength, Claim, Guid, Json};

const MFA: Guid = Guid::from_u128(2);
const PASSWORDLESS: Guid = Guid::from_u128(3);
const PHISHING_RESISTANT: Guid = Guid::from_u128(4);

/// Where somebody from outside can use a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// At home, and registered in the resource tenant as well.
    Both,
    /// At home only.
    Home,
}

/// Second factors and passwordless methods by the name that strengths give them. Others are in no
/// table.
const METHODS: &[(&str, Place)] = &[
    ("sms", Place::Both),
    ("voice", Place::Both),
    ("microsoftAuthenticatorPush", Place::Both),
    ("softwareOath", Place::Both),
    ("deviceBasedPush", Place::Home),
    ("hardwareOath", Place::Home),
    ("fido2", Place::Home),
    ("windowsHelloForBusiness", Place::Home),
    ("x509CertificateSingleFactor", Place::Home),
    ("x509CertificateMultiFactor", Place::Home),
];

/// What comes before a second factor; on its own no table speaks of it.
const FIRST: &[&str] = &["password", "federatedSingleFactor"];

/// Methods that are a single factor on their own, of which the table speaks as second factors.
const SINGLE: &[&str] = &["sms", "x509CertificateSingleFactor"];

/// Whether somebody from outside can do all of a combination in the home or the resource tenant.
fn can(combination: &str, home: bool) -> Truth {
    let methods: Vec<&str> = combination.split(',').map(str::trim).collect();
    let is = |list: &[&str], method: &str| list.iter().any(|one| one.eq_ignore_ascii_case(method));
    if let [one] = *methods
        && (is(FIRST, one) || is(SINGLE, one))
    {
        return Truth::Unknown;
    }
    let second = methods.iter().filter(|method| !is(FIRST, method)).map(|method| {
        let place = METHODS.iter().find(|(known, _)| known.eq_ignore_ascii_case(method));
        place.map_or(Truth::Unknown, |(_, place)| (home || *place == Place::Both).into())
    });
    second.fold(Truth::Yes, Truth::and)
}

/// Whether one of the combinations can be done there. A combination that is narrowed further, to
/// certain keys or issuers, cannot be told.
fn any(strength: &AuthenticationStrength, home: bool) -> Truth {
    let narrowed = |combination: &str| {
        let all = strength.extra.get("combinationConfigurations").and_then(Json::as_array);
        all.into_iter().flatten().any(|one| {
            let applies = one.get("appliesToCombinations").and_then(Json::as_array);
            applies.is_none_or(|list| list.iter().any(|item| item.as_str() == Some(combination)))
        })
    };
    strength.combinations.iter().fold(Truth::No, |found, one| {
        let can = can(one, home);
        found.or(if narrowed(one) { can.and(Truth::Unknown) } else { can })
    })
}

/// The strength of a policy, which carries its combinations or is looked up by its id.
fn known<'s>(
    scene: &'s Scene<'_>,
    wanted: &'s AuthenticationStrength,
) -> Option<&'s AuthenticationStrength> {
    if !wanted.combinations.is_empty() {
        return Some(wanted);
    }
    let held = scene.tenant(scene.question.resource)?.conditional_access.as_deref()?;
    let mut all = held.strengths.iter();
    all.find(|one| one.id.is_some() && one.id == wanted.id && !one.combinations.is_empty())
}

/// What a strength wants.
pub(super) fn of_strength(scene: &Scene<'_>, strength: &AuthenticationStrength) -> Want {
    let told = known(scene, strength);
    let name = [Some(strength), told].into_iter().flatten().find_map(|one| {
        one.display_name
            .as_ref()
            .filter(|name| !name.is_empty())
            .map(|n| format!("the strength `{n}`"))
    });
    let name = name.unwrap_or_else(|| {
        strength.id.map_or_else(
            || "an authentication strength".to_owned(),
            |id| format!("the strength {id}"),
        )
    });
    if scene.question.identity == Identity::Other {
        let words = format!(
            "wants {name}, and what that asks of identities that are not Entra is not documented"
        );
        return Want::unknown(Doubt::Missing, words);
    }
    if strength.id == Some(MFA) {
        return of_claim(scene, Claim::Mfa);
    }
    let (home, here) = (scene.name(scene.question.home), scene.name(scene.question.resource));
    let Some(trusts) = trusted(scene, Claim::Mfa) else {
        return Want::unknown(
            Doubt::Missing,
            format!(
                "wants {name}, and whether {here} trusts MFA of {home} is not in the workspace"
            ),
        );
    };
    if !trusts && scene.question.kind == Kind::DirectConnect {
        return Want::stop(
            MFA_NOT_TRUSTED,
            format!(
                "wants {name}, and {here} does not trust MFA of {home}, which direct connect needs"
            ),
        );
    }
    let (place, step) =
        if trusts { (&home, Step::MfaInHomeTenant) } else { (&here, Step::MfaInResourceTenant) };
    let is_built_in = matches!(strength.id, Some(PASSWORDLESS | PHISHING_RESISTANT));
    let can = match told {
        // Built-in strengths hold methods of the home tenant only.
        _ if is_built_in => trusts.into(),
        Some(told) => any(told, trusts),
        None => Truth::Unknown,
    };
    match (can, trusts) {
        // By which method the claim was won is not known, so a stronger one may be asked for.
        (Truth::Yes, true) => Want::step(step, format!(
            "wants {name}, and {here} trusts MFA of {home}: a method that is strong enough has to be used there"
        )),
        (Truth::Yes, false) => Want::step(step, format!(
            "wants {name}, and {here} does not trust MFA of {home}, so it is met in {here} by a method that counts there"
        )),
        (Truth::No, true) => Want::stop(BLOCKED, format!(
            "wants {name}, and people from outside can use none of its methods"
        )),
        (Truth::No, false) => Want::stop(BLOCKED, format!(
            "wants {name}, whose methods count in {home} only, and {here} does not trust MFA of {home}"
        )),
        (Truth::Unknown, _) if told.is_none() => Want::unknown(Doubt::Missing, format!(
            "wants {name}, whose methods are not in the workspace, so whether {place} has one that counts is not known"
        )),
        (Truth::Unknown, _) => Want::unknown(Doubt::Missing, format!(
            "wants {name}, and whether people from outside can use one of its methods in {place} is not documented"
        ))
        .unsure("A21"),
    }
}
