//! The errors that cross-tenant access and what stands beside it can end in.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity-platform/reference-error-codes.md unless a row says
//! otherwise.

use crate::access::{Answer, Gate, Kind, Line, Outcome};

/// Whose side an error comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The tenant that owns the account.
    Home,
    /// The tenant that holds the application.
    Resource,
    /// The tenant in whose network the request was made.
    Network,
}

impl Side {
    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            Side::Home => "the home tenant",
            Side::Resource => "the resource tenant",
            Side::Network => "the tenant whose network or device the request came from",
        }
    }
}

/// One error.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// As the service writes it.
    pub text: &'static str,
    /// Its name, where it has one.
    pub name: &'static str,
    /// Whose side says it.
    pub side: Side,
    /// What it means.
    pub means: &'static str,
    /// Where to look.
    pub look: &'static str,
    /// The gates that end in it; none where what it speaks of is not evaluated here.
    pub gates: &'static [Gate],
    /// The way somebody came.
    pub kind: Kind,
}

impl Code {
    /// Whether an answer ends in this error, or asks for what it asks for; `None` where what it
    /// speaks of is not evaluated here.
    pub fn agrees(&self, answer: &Answer) -> Option<bool> {
        // A gate that another one stands before would stop it as well: which of them the service names
        // is not documented.
        let says = |line: &Line| match line.would {
            Outcome::Block => line.error.is_none_or(|error| error == self.text),
            Outcome::Step => true,
            Outcome::Pass | Outcome::Unknown | Outcome::NotReached => false,
        };
        let mut here = answer.trace.iter().filter(|line| self.gates.contains(&line.gate));
        (!self.gates.is_empty()).then(|| here.any(says))
    }
}

const fn row(
    text: &'static str,
    name: &'static str,
    side: Side,
    means: &'static str,
    look: &'static str,
    gates: &'static [Gate],
) -> Code {
    Code { text, name, side, means, look, gates, kind: Kind::Collaboration }
}

use Gate::{
    Cloud, ConditionalAccess, HomeOutbound, Inviter, Redemption, ResourceInbound,
    TenantRestrictions,
};

/// All that are known here.
#[rustfmt::skip]
pub const CODES: &[Code] = &[
    row("AADSTS500212", "NotAllowedByOutboundPolicyTenant", Side::Home,
        "the home tenant's outbound settings do not let this person out to the resource tenant",
        "outbound B2B collaboration (or direct connect) of the home tenant: its entry for the resource tenant, else its default", &[HomeOutbound]),
    row("AADSTS500213", "NotAllowedByInboundPolicyTenant", Side::Resource,
        "the resource tenant's inbound settings do not let this person in",
        "inbound B2B collaboration (or direct connect) of the resource tenant: its entry for the home tenant, else its default", &[ResourceInbound]),
    // Source: MicrosoftDocs/entra-docs:docs/external-id/tenant-restrictions-v2.md
    row("AADSTS5000211", "", Side::Network,
        "tenant restrictions do not let an external account be used for this tenant from this network or device",
        "tenant restrictions of the tenant whose network or device it is; collaboration settings have no part in it", &[TenantRestrictions]),
    // Source: MicrosoftDocs/entra-docs:docs/external-id/troubleshoot.md
    Code { kind: Kind::DirectConnect, ..row("AADSTS90071", "", Side::Resource,
        "for B2B direct connect the resource tenant wants MFA, and does not accept that of the home tenant",
        "trust in MFA of the home tenant, inbound in the resource tenant; or the Conditional Access policy that wants MFA", &[ConditionalAccess]) },
    row("AADSTS1000104", "", Side::Home,
        "the resource tenant is in a cloud that the home tenant has not enabled",
        "`allowedCloudEndpoints` of the home tenant, and its entry for the resource tenant", &[Cloud]),
    row("AADSTS50020", "UserUnauthorized", Side::Resource,
        "the person has no account in the resource tenant",
        "invite or synchronise first, or sign in to the right tenant; settings do not stop this yet", &[]),
    row("AADSTS50014", "GuestUserInPendingState", Side::Resource,
        "the person has not redeemed the invitation, or has no account in the resource tenant",
        "redemption; a domain that was blocked meanwhile stops it, automatic redemption on both sides spares the prompt", &[Redemption]),
    row("AADSTS50034", "UserAccountNotFound", Side::Resource,
        "the account does not exist in the tenant that was signed in to",
        "whether the right tenant was asked; invite or synchronise first", &[]),
    row("AADSTS50105", "EntitlementGrantsNotFound", Side::Resource,
        "the person is not assigned to the application",
        "assignments of the application; cross-tenant access settings let it pass", &[]),
    row("AADSTS53000", "DeviceNotCompliant", Side::Resource,
        "Conditional Access wants a compliant device",
        "trust in compliant devices of the home tenant, inbound in the resource tenant; or the policy that wants one", &[ConditionalAccess]),
    row("AADSTS53001", "DeviceNotDomainJoined", Side::Resource,
        "Conditional Access wants a hybrid joined device",
        "trust in hybrid joined devices of the home tenant, inbound in the resource tenant; or the policy that wants one", &[ConditionalAccess]),
    row("AADSTS53002", "ApplicationUsedIsNotAnApprovedApp", Side::Resource,
        "Conditional Access wants an approved client application, which people from outside cannot have",
        "the policy that wants it: leave external users out", &[ConditionalAccess]),
    row("AADSTS53003", "BlockedByConditionalAccess", Side::Resource,
        "Conditional Access blocks this",
        "the policies of the resource tenant that pick external users", &[ConditionalAccess]),
    row("AADSTS50072", "UserStrongAuthEnrollmentRequiredInterrupt", Side::Resource,
        "the person has to register for MFA, in the resource tenant where that of the home tenant is not trusted",
        "trust in MFA of the home tenant; an application allow list must hold the App Access Panel for the registration", &[ConditionalAccess]),
    row("AADSTS50074", "UserStrongAuthClientAuthNRequiredInterrupt", Side::Resource,
        "MFA was asked for and not done",
        "trust in MFA of the home tenant: without it, MFA is done in the resource tenant", &[ConditionalAccess]),
    row("AADSTS50076", "UserStrongAuthClientAuthNRequired", Side::Resource,
        "MFA is asked for since a policy was changed, or from this place",
        "trust in MFA of the home tenant: without it, MFA is done in the resource tenant", &[ConditionalAccess]),
    row("AADSTS50079", "UserStrongAuthEnrollmentRequired", Side::Resource,
        "the person has to register for MFA",
        "trust in MFA of the home tenant; an application allow list must hold the App Access Panel for the registration", &[ConditionalAccess]),
    row("AADSTS50097", "DeviceAuthenticationRequired", Side::Resource,
        "the device has to prove itself",
        "trust in devices of the home tenant, inbound in the resource tenant", &[ConditionalAccess]),
    row("AADSTS50131", "ConditionalAccessFailed", Side::Resource,
        "Conditional Access does not accept the device or the request",
        "trust in devices of the home tenant, and the policies that pick external users", &[ConditionalAccess]),
    row("AADSTS50158", "ExternalSecurityChallenge", Side::Resource,
        "a challenge outside Entra was not met; custom controls do not work across tenants",
        "policies of the resource tenant with a custom control", &[ConditionalAccess]),
    // Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md
    row("AzureDirectoryB2BManagementPolicyCheckFailure", "", Side::Resource,
        "synchronisation wants automatic redemption on both sides",
        "`automaticUserConsentSettings`: outbound in the source, inbound in the target", &[Redemption]),
    row("AzureActiveDirectoryForbidden", "", Side::Resource,
        "the target does not let synchronisation create guests",
        "`allowInvitesFrom` of the target: at `none` nobody is invited, synchronisation included", &[Inviter]),
];

const PREFIX: &str = "AADSTS";

/// The digits of a code in a text: after `AADSTS`, or alone.
fn digits(text: &str) -> Option<&str> {
    let low = text.to_ascii_uppercase();
    let rest = match low.find(PREFIX) {
        Some(at) => text.get(at + PREFIX.len()..)?,
        None => text.trim(),
    };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let digits = rest.get(..end)?;
    let alone = low.contains(PREFIX) || end == rest.len();
    (alone && digits.len() >= 5).then_some(digits)
}

/// The code in a text.
pub(super) fn find(text: &str) -> Option<&'static Code> {
    let number = digits(text).map(|digits| format!("{PREFIX}{digits}"));
    let low = text.to_ascii_lowercase();
    let named = |name: &str| !name.is_empty() && low.contains(&name.to_ascii_lowercase());
    let by_number = number.and_then(|number| CODES.iter().find(|code| code.text == number));
    let by_word =
        |code: &&Code| named(code.name) || (!code.text.starts_with(PREFIX) && named(code.text));
    // The longer name first: one may begin with another.
    by_number.or_else(|| {
        CODES.iter().filter(by_word).max_by_key(|code| code.name.len().max(code.text.len()))
    })
}

/// A code in a text that is not in the table.
pub(super) fn stranger(text: &str) -> Option<String> {
    digits(text).map(|digits| format!("{PREFIX}{digits}"))
}
