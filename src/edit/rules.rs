//! What the service would refuse. The rules V1 to V10 are those of the portal and of Graph:
//! MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-overview.md (V1, V2, V7),
//! …/cross-tenant-access-settings-b2b-collaboration.yml (V1, V4, V10),
//! …/tenant-restrictions-v2.md (V4, V5), and the Graph reference of the default and of targets
//! (V6, V8, V9). V3 is no rule here: the portal's text asks for it, Graph publishes the opposite as
//! valid, and the narrower text must not stop a valid change.

use super::{Edit, Refused};
use crate::domain::{
    AccessType, B2b, B2bSetting, DOMAIN_LIST_CHARACTERS_MAX, FallbackIdentityProvider, Half,
    MICROSOFT_ACCOUNTS_TENANT, ObjectId, RedemptionOrder, Setting, Subject, SyncConfiguration,
    SyncKind, TargetConfiguration, TargetType, TargetValue, TenantId, Workspace,
};

/// The bundle the portal refuses as a target; its applications must be named one by one.
const ADMIN_PORTALS: &str = "MicrosoftAdminPortals";

/// Checks what an edit left behind.
pub(super) fn check(after: &Workspace, edit: &Edit) -> Result<(), Refused> {
    match edit {
        Edit::B2b { owner, subject, setting, .. } => {
            check_b2b(after, *owner, *subject, *setting, None)
        }
        Edit::Half { owner, subject, setting, half, .. } => {
            check_b2b(after, *owner, *subject, *setting, Some(*half))
        }
        Edit::AddPartner { owner, partner } => B2b::ALL.iter().try_for_each(|setting| {
            check_b2b(after, *owner, Subject::Partner(partner.tenant_id), *setting, None)
        }),
        Edit::Redemption { owner, order } if order.fallback.is_none() => {
            let fallback = Some(FallbackIdentityProvider::DefaultConfiguredIdp);
            let order = RedemptionOrder { fallback, ..order.clone() };
            Err(Refused::by("V7", "at least one fallback identity provider must remain").fixed_by(
                "keep the default-configured provider as the fallback",
                vec![Edit::Redemption { owner: *owner, order }],
            ))
        }
        Edit::Domains { allowed, blocked, .. } if !allowed.is_empty() && !blocked.is_empty() => {
            Err(Refused::because(
                "the service keeps one list: either the allowed or the blocked domains, not both",
            ))
        }
        Edit::Domains { owner, .. } => check_domain_size(after, *owner),
        Edit::Switch { .. }
        | Edit::ResetDefault { .. }
        | Edit::RemovePartner { .. }
        | Edit::CloudEndpoints { .. }
        | Edit::Redemption { .. }
        | Edit::InvitesFrom { .. }
        | Edit::GuestLevel { .. }
        | Edit::SelfServiceSignUp { .. }
        | Edit::AllowLeave { .. }
        | Edit::Note { .. }
        | Edit::Address { .. }
        | Edit::Synchronization { .. }
        | Edit::AddTenant(_) => Ok(()),
    }
}

/// Whether two edits set the same value, so that the later one makes the earlier one void.
pub(super) fn same_place(a: &Edit, b: &Edit) -> bool {
    let place = |edit: &Edit| match edit {
        Edit::B2b { owner, subject, setting, .. } | Edit::Half { owner, subject, setting, .. } => {
            Some((*owner, *subject, Some(*setting)))
        }
        Edit::Redemption { owner, .. } => Some((*owner, Subject::Default, None)),
        _ => None,
    };
    place(a).is_some_and(|here| place(b) == Some(here))
}

/// V6 and what only partners have.
pub(super) fn may_switch(subject: Subject, setting: Setting) -> Result<(), Refused> {
    match (subject, setting) {
        (Subject::Default, Setting::Consent(_)) => Err(Refused::by(
            "V6",
            "automatic redemption cannot be set on the default, where it is always off; set it on each partner",
        )),
        (Subject::Default, Setting::Sync(_)) => Err(Refused::because(
            "synchronisation is allowed per partner; the default has no such setting",
        )),
        _ => Ok(()),
    }
}

/// V9, and a tenant is never its own partner.
pub(super) fn may_add(
    workspace: &Workspace,
    owner: TenantId,
    partner: TenantId,
) -> Result<(), Refused> {
    if owner == partner {
        return Err(Refused::because("a tenant cannot be its own partner"));
    }
    if workspace.draft.partner(owner, partner).is_some() {
        return Err(Refused::by(
            "V9",
            format!("{partner} is already a partner; the service keeps one entry a tenant"),
        ));
    }
    Ok(())
}

/// What stands against removing a partner.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/api/crosstenantaccesspolicyconfigurationpartner-delete.md
pub(super) fn may_remove(
    workspace: &Workspace,
    owner: TenantId,
    partner: TenantId,
) -> Result<(), Refused> {
    let Some(entry) = workspace.draft.partner(owner, partner) else {
        return Err(Refused::because(format!("{partner} is not a partner")));
    };
    if entry.is_service_provider == Some(true) {
        return Err(Refused::because(
            "a service provider cannot be removed; end the provider relation first",
        ));
    }
    if entry.identity_synchronization.is_some() {
        let off = [SyncKind::Users, SyncKind::Groups].map(|kind| Edit::Switch {
            owner,
            subject: Subject::Partner(partner),
            setting: Setting::Sync(kind),
            value: None,
        });
        let mut edits = off.to_vec();
        edits.push(Edit::RemovePartner { owner, partner });
        return Err(Refused::because(
            "the synchronisation policy of this partner must be deleted first; accounts already created stay behind",
        )
        .fixed_by("delete the synchronisation policy, then the partner", edits));
    }
    Ok(())
}

fn check_b2b(
    after: &Workspace,
    owner: TenantId,
    subject: Subject,
    setting: B2b,
    edited: Option<Half>,
) -> Result<(), Refused> {
    let configuration = match subject {
        Subject::Default => {
            after.draft.policy(owner).and_then(|p| p.default.as_deref()).map(|d| &d.configuration)
        }
        Subject::Partner(id) => after.draft.partner(owner, id).map(|p| &p.configuration),
    };
    let Some(value) = configuration.and_then(|configuration| configuration.b2b(setting)) else {
        return Ok(());
    };
    for half in Half::BOTH {
        if let Some(list) = value.half(half) {
            check_list(half, list)?;
        }
    }
    check_users_scope(subject, setting, value)?;
    check_pair(owner, subject, setting, value, edited)
}

/// V8 and V10: what a list may hold.
fn check_list(half: Half, list: &TargetConfiguration) -> Result<(), Refused> {
    if let AccessType::Other(word) = &list.access {
        return Err(Refused::by(
            "V8",
            format!(
                "expected `allowed` or `blocked` as accessType, found `{}`",
                word.escape_debug()
            ),
        ));
    }
    if list.targets.is_empty() {
        return Err(Refused::by(
            "V8",
            "the list is empty; name at least one target, or all of them by AllUsers or AllApplications",
        ));
    }
    for target in &list.targets {
        let fits = match half {
            Half::UsersAndGroups => {
                matches!(target.kind, TargetType::User | TargetType::Group)
                    && matches!(target.value, TargetValue::AllUsers | TargetValue::Id(_))
            }
            Half::Applications => {
                target.kind == TargetType::Application && target.value != TargetValue::AllUsers
            }
        };
        if let TargetValue::Other(word) = &target.value
            && word.eq_ignore_ascii_case(ADMIN_PORTALS)
        {
            return Err(Refused::by(
                "V10",
                "the Microsoft Admin Portals bundle cannot be a target; name its applications one by one",
            ));
        }
        if !fits {
            return Err(Refused::by(
                "V8",
                match half {
                    Half::UsersAndGroups => format!(
                        "`{}` of type `{}` is neither a user nor a group",
                        target.value.text().escape_debug(),
                        target.kind.word().escape_debug()
                    ),
                    Half::Applications => format!(
                        "`{}` of type `{}` is not an application",
                        target.value.text().escape_debug(),
                        target.kind.word().escape_debug()
                    ),
                },
            ));
        }
    }
    if list.is_all() && list.targets.len() > 1 {
        return Err(Refused::by("V8", "a list that names all cannot name single targets as well"));
    }
    Ok(())
}

/// V4 and V5: where single users and groups cannot be named.
fn check_users_scope(subject: Subject, setting: B2b, value: &B2bSetting) -> Result<(), Refused> {
    let Some(users) = &value.users_and_groups else { return Ok(()) };
    if users.is_all() {
        return Ok(());
    }
    match (subject, setting) {
        (
            Subject::Default,
            B2b::CollaborationInbound | B2b::DirectConnectInbound | B2b::TenantRestrictions,
        ) => Err(Refused::by(
            "V4",
            format!(
                "the default of {} cannot name users or groups: there is no one tenant to look them up in; name them on a partner",
                setting.title()
            ),
        )),
        (Subject::Partner(MICROSOFT_ACCOUNTS_TENANT), B2b::TenantRestrictions) => Err(Refused::by(
            "V5",
            "tenant restrictions for Microsoft accounts hold for all users; narrow the applications instead",
        )),
        _ => Ok(()),
    }
}

/// V1 and V2: the halves must agree about blocking everything. The way out keeps the half that was
/// just edited and lets the other one follow it.
fn check_pair(
    owner: TenantId,
    subject: Subject,
    setting: B2b,
    value: &B2bSetting,
    edited: Option<Half>,
) -> Result<(), Refused> {
    let (Some(users), Some(apps)) = (&value.users_and_groups, &value.applications) else {
        return Ok(());
    };
    let (rule, reason) = if users.blocks_all() && !apps.blocks_all() {
        ("V1", "all users are blocked, so all applications must be blocked as well")
    } else if users.access == AccessType::Allowed && apps.blocks_all() {
        ("V2", "users are allowed, so at least one application must remain allowed")
    } else {
        return Ok(());
    };
    let kept = edited.unwrap_or(Half::UsersAndGroups);
    // With all users blocked only all applications blocked will do, and a list of applications
    // means something only to users who are let in.
    let access = match (rule, kept) {
        ("V1", Half::UsersAndGroups) | ("V2", Half::Applications) => AccessType::Blocked,
        _ => AccessType::Allowed,
    };
    let mut fixed = value.clone();
    let (follows, noun) = match kept {
        Half::UsersAndGroups => (TargetConfiguration::all_apps(access.clone()), "applications"),
        Half::Applications => (TargetConfiguration::all_users(access.clone()), "users"),
    };
    *fixed.half_mut(kept.other()) = Some(follows);
    let verb = if access == AccessType::Blocked { "block" } else { "allow" };
    let edit = Edit::B2b { owner, subject, setting, value: Some(fixed) };
    Err(Refused::by(rule, reason).fixed_by(format!("{verb} all {noun} as well"), vec![edit]))
}

/// The whole B2B management policy is limited.
fn check_domain_size(after: &Workspace, owner: TenantId) -> Result<(), Refused> {
    let Some(list) = after
        .draft
        .tenant(owner)
        .and_then(|tenant| tenant.external.as_deref())
        .and_then(|external| external.b2b_management.as_ref())
    else {
        return Ok(());
    };
    let lists = [&list.invitations.allowed, &list.invitations.blocked];
    let characters: usize = lists
        .into_iter()
        .flatten()
        .flatten()
        .map(|domain| domain.as_str().chars().count() + 3)
        .sum();
    if characters > DOMAIN_LIST_CHARACTERS_MAX {
        return Err(Refused::because(format!(
            "the domain list would have about {characters} characters; the whole policy may have {DOMAIN_LIST_CHARACTERS_MAX}"
        )));
    }
    Ok(())
}

/// A configuration runs from one known tenant to another, and is called by its name.
pub(super) fn may_synchronise(
    workspace: &Workspace,
    id: ObjectId,
    configuration: &SyncConfiguration,
) -> Result<(), Refused> {
    let name = configuration.display_name.trim();
    if name.is_empty() {
        return Err(Refused::because("a synchronisation configuration needs a name"));
    }
    let taken = workspace.synchronizations.iter().any(|(other, held)| {
        *other != id && held.display_name.trim().to_lowercase() == name.to_lowercase()
    });
    if taken {
        return Err(Refused::because(format!(
            "a synchronisation configuration called `{}` is there already",
            name.escape_debug()
        )));
    }
    if configuration.source == configuration.target {
        return Err(Refused::because("source and target of a synchronisation are the same tenant"));
    }
    for tenant in [configuration.source, configuration.target] {
        if workspace.draft.tenant(tenant).is_none() {
            return Err(Refused::because(format!("the tenant {tenant} is not in the workspace")));
        }
    }
    Ok(())
}
