//! Whether an invitation may be sent: external collaboration settings.

use super::gate::Scene;
use super::question::{InviterRole, Question};
use super::trace::{Called, Doubt, Gate, Line};
use crate::domain::{
    AllowInvitesFrom, AuthorizationPolicy, DomainList, DomainName, ExternalCollaboration,
    GuestLevel,
};

const INVITES: &str = "allowInvitesFrom";
const DOMAINS: &str = "InvitationsAllowedAndBlockedDomainsPolicy";

/// What synchronisation says when invitations are off.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md
const INVITATIONS_OFF: &str = "AzureActiveDirectoryForbidden";

/// The domain of the address that is invited.
pub(super) fn domain(question: &Question) -> Option<DomainName> {
    let (_, domain) = question.address.as_deref()?.trim().rsplit_once('@')?;
    (!domain.is_empty()).then(|| DomainName::observed(domain))
}

fn external<'a>(scene: &Scene<'a>) -> Option<&'a ExternalCollaboration> {
    scene.tenant(scene.question.resource)?.external.as_deref()
}

/// May the inviter invite?
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/authorizationpolicy.md
pub(super) fn inviter(scene: &Scene<'_>) -> Line {
    let owner = scene.question.resource;
    let name = scene.name(owner);
    let line = |because: String| Line::pass(Gate::Inviter, owner, INVITES, because);
    let authorization = external(scene).and_then(|external| external.authorization.as_ref());
    let value = authorization.and_then(|policy| policy.allow_invites_from.as_ref());
    let Some(value) = value else {
        return line(format!("who may invite in {name} is not in the workspace"))
            .doubtful(Doubt::Missing);
    };
    let role = scene.question.inviter_role;
    match value {
        AllowInvitesFrom::None => {
            line(format!("in {name} nobody may invite, not even administrators"))
                .blocking(Some(INVITATIONS_OFF))
        }
        AllowInvitesFrom::Everyone => line(format!("in {name} everyone may invite, guests too")),
        AllowInvitesFrom::Other(word) => line(format!(
            "who may invite in {name} is `{}`, which is not understood",
            word.escape_debug()
        ))
        .doubtful(Doubt::Unreadable),
        AllowInvitesFrom::AdminsAndGuestInviters => match role {
            Some(InviterRole::Entitled) => line(format!(
                "in {name} administrators and guest inviters may invite, and the inviter is one"
            )),
            Some(InviterRole::Plain) => line(format!(
                "in {name} only administrators and guest inviters may invite, and the inviter is neither"
            ))
            .blocking(None),
            None => line(format!(
                "in {name} only administrators and guest inviters may invite, and the roles of the inviter are not known"
            ))
            .doubtful(Doubt::Missing),
        },
        AllowInvitesFrom::AdminsGuestInvitersAndAllMembers => {
            members_may(scene, authorization, name, role, line)
        }
    }
}

/// Members may invite, and guests where guests are given the permissions of members.
fn members_may(
    scene: &Scene<'_>,
    authorization: Option<&AuthorizationPolicy>,
    name: Called<'_>,
    role: Option<InviterRole>,
    line: impl Fn(String) -> Line,
) -> Line {
    let level = authorization.and_then(|policy| policy.guest_user_role_id).map(GuestLevel::of);
    if role == Some(InviterRole::Entitled) {
        return line(format!("in {name} the inviter's role entitles to invite"));
    }
    if level == Some(GuestLevel::Member) {
        return line(format!(
            "in {name} all members may invite, and guests have the permissions of members"
        ));
    }
    let known = scene.question.inviter.and_then(|inviter| {
        let directory = scene.directories.get(&scene.question.resource)?;
        directory.users.iter().find(|person| person.id == inviter)
    });
    let kind = known.map(|person| person.user_type.to_ascii_lowercase()).unwrap_or_default();
    match (kind.as_str(), role) {
        ("member", _) => line(format!("in {name} all members may invite, and the inviter is one")),
        ("guest", Some(InviterRole::Plain)) => {
            line(format!("in {name} guests may not invite, and the inviter is one")).blocking(None)
        }
        ("guest", _) => line(format!(
            "in {name} guests may not invite unless their role entitles them, and the roles of the inviter are not known"
        ))
        .doubtful(Doubt::Missing),
        _ => line(format!(
            "in {name} all members may invite, and whether the inviter is a member is not in the workspace"
        ))
        .doubtful(Doubt::Missing),
    }
}

/// Synchronisation invites as well: it fails where nobody may.
pub(super) fn synchroniser(scene: &Scene<'_>) -> Line {
    let mut line = inviter(scene);
    let off = line.error == Some(INVITATIONS_OFF);
    let value = external(scene)
        .and_then(|external| external.authorization.as_ref())
        .and_then(|policy| policy.allow_invites_from.as_ref());
    if let (false, Some(value)) = (off, value)
        && !matches!(value, AllowInvitesFrom::Other(_))
    {
        let because = format!(
            "invitations are not switched off in {} (allowed from {}), which is all synchronisation needs",
            scene.name(line.tenant),
            value.title()
        );
        line = Line::pass(Gate::Inviter, line.tenant, INVITES, because);
    }
    line
}

/// May this mail domain be invited? Checked again when a pending invitation is redeemed; guests who
/// have redeemed are not touched by it.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/allow-deny-list.md
pub(super) fn domain_list(scene: &Scene<'_>) -> Line {
    let owner = scene.question.resource;
    let name = scene.name(owner);
    let line = |because: String| Line::pass(Gate::DomainList, owner, DOMAINS, because);
    let policy = external(scene).and_then(|external| external.b2b_management.as_ref());
    let Some(policy) = policy else {
        return line(format!("the domain list of {name} is not in the workspace"))
            .doubtful(Doubt::Missing);
    };
    let list = policy.domain_list();
    let domain = domain(scene.question);
    let (entries, is_allow_list) = match (list, &domain) {
        (DomainList::Any, _) => {
            return line(format!("{name} has no domain list, any domain may be invited"));
        }
        (DomainList::Both(..), _) => {
            return line(format!(
                "{name} has an allow list and a block list at once, which the service does not support"
            ))
            .doubtful(Doubt::Unreadable);
        }
        (DomainList::Allow(entries), _) => (entries, true),
        (DomainList::Block(entries), _) => (entries, false),
    };
    let which = if is_allow_list { "allow" } else { "block" };
    let Some(domain) = domain else {
        return line(format!("{name} has a domain {which} list, and no address is given"))
            .doubtful(Doubt::Missing);
    };
    let listed = entries.contains(&domain);
    // Wildcards and sub-domains are not documented: names are compared whole.
    let near = entries.iter().any(|entry| {
        let base = entry.as_str().trim_start_matches("*.").trim_start_matches('*');
        domain.as_str().ends_with(&format!(".{base}"))
    });
    let shown = domain.as_str().escape_debug();
    let line = match (is_allow_list, listed) {
        (true, true) => line(format!("{shown} is on the domain allow list of {name}")),
        (true, false) => line(format!(
            "{shown} is not on the domain allow list of {name}, which stops every other domain"
        ))
        .blocking(None),
        (false, true) => {
            line(format!("{shown} is on the domain block list of {name}")).blocking(None)
        }
        (false, false) => line(format!("{shown} is not on the domain block list of {name}")),
    };
    line.unsure_if(near && !listed, "A13")
}
