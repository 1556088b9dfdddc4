use std::sync::Arc;

use super::rules;
use super::{Edit, Refused};
use crate::access::{resolve_b2b, resolve_bool, resolve_half};
use crate::domain::{
    B2b, B2bSetting, Claim, Configuration, CrossTenantAccessPolicy, DefaultConfiguration,
    ExternalCollaboration, Half, IdentitySynchronization, Ownership, Partner, Setting, Subject,
    SyncConfiguration, Tenant, TenantId, Workspace, service_default, service_redemption_order,
};

/// Makes all edits, or none.
pub fn apply(workspace: &Workspace, edits: &[Edit]) -> Result<Workspace, Refused> {
    let mut out = workspace.clone();
    for (index, edit) in edits.iter().enumerate() {
        perform(&mut out, edit).map_err(|refused| mended(edits, index, refused))?;
    }
    // Rules look at the state after all edits, so that two halves can change together.
    for (index, edit) in edits.iter().enumerate() {
        rules::check(&out, edit).map_err(|refused| mended(edits, index, refused))?;
    }
    Ok(out)
}

/// A rule's way out speaks of one edit; what is offered makes the others as well.
fn mended(edits: &[Edit], index: usize, mut refused: Refused) -> Refused {
    if let Some(fix) = &mut refused.fix {
        let mend = std::mem::take(&mut fix.edits);
        for (other, edit) in edits.iter().enumerate() {
            let replaced = match edit {
                // The partner must be there to be mended.
                Edit::AddPartner { .. } => false,
                _ => other == index || mend.iter().any(|mend| rules::same_place(mend, edit)),
            };
            if !replaced {
                fix.edits.push(edit.clone());
            }
        }
        fix.edits.extend(mend);
    }
    refused
}

fn perform(workspace: &mut Workspace, edit: &Edit) -> Result<(), Refused> {
    match edit {
        Edit::B2b { owner, subject, setting, value } => {
            let value = match (subject, value) {
                // On the default `null` is no way back: the service default is written out.
                (Subject::Default, None) => service_default().b2b(*setting).cloned(),
                (_, value) => value.clone(),
            };
            *configuration(workspace, *owner, *subject)?.b2b_mut(*setting) = value;
        }
        Edit::Half { owner, subject, setting, half, value } => {
            let mut whole = in_force(workspace, *owner, *subject, *setting);
            *whole.half_mut(*half) = Some(value.clone());
            *configuration(workspace, *owner, *subject)?.b2b_mut(*setting) = Some(whole);
        }
        Edit::Switch { owner, subject, setting, value } => {
            switch(workspace, *owner, *subject, *setting, *value)?;
        }
        Edit::ResetDefault { owner } => {
            policy(workspace, *owner)?.default = Some(Arc::new(DefaultConfiguration {
                is_service_default: Some(true),
                configuration: service_default().clone(),
                redemption: Some(service_redemption_order()),
                ..DefaultConfiguration::default()
            }));
        }
        Edit::AddPartner { owner, partner } => {
            rules::may_add(workspace, *owner, partner.tenant_id)?;
            let id = partner.tenant_id;
            policy(workspace, *owner)?.partners.insert(id, Arc::new(Partner::clone(partner)));
        }
        Edit::RemovePartner { owner, partner } => {
            rules::may_remove(workspace, *owner, *partner)?;
            policy(workspace, *owner)?.partners.remove(partner);
        }
        Edit::CloudEndpoints { owner, endpoints } => {
            policy(workspace, *owner)?.allowed_cloud_endpoints.clone_from(endpoints);
        }
        Edit::Redemption { owner, order } => {
            default(policy(workspace, *owner)?).redemption = Some(order.clone());
        }
        Edit::InvitesFrom { owner, value } => {
            let parts = external(workspace, *owner)?;
            parts.authorization.get_or_insert_default().allow_invites_from = Some(value.clone());
        }
        Edit::GuestLevel { owner, value } => {
            let parts = external(workspace, *owner)?;
            parts.authorization.get_or_insert_default().guest_user_role_id = Some(value.role());
        }
        Edit::Domains { owner, allowed, blocked } => {
            let list = external(workspace, *owner)?.b2b_management.get_or_insert_default();
            list.invitations.allowed = Some(allowed.clone());
            list.invitations.blocked = Some(blocked.clone());
        }
        Edit::SelfServiceSignUp { owner, value } => {
            external(workspace, *owner)?.self_service_sign_up = Some(*value);
        }
        Edit::AllowLeave { owner, value } => {
            external(workspace, *owner)?.allow_external_identities_to_leave = Some(*value);
        }
        Edit::Note { owner, partner, note } => {
            match note {
                None => workspace.notes.remove(&(*owner, *partner)),
                Some(note) => workspace.notes.insert((*owner, *partner), note.clone()),
            };
        }
        Edit::Address { id, entry } => {
            match entry {
                None => workspace.address_book.remove(id),
                Some(entry) => workspace.address_book.insert(*id, entry.clone()),
            };
        }
        Edit::Synchronization { id, configuration } => {
            match configuration {
                None => workspace.synchronizations.remove(id),
                Some(held) => {
                    rules::may_synchronise(workspace, *id, held)?;
                    let held = SyncConfiguration { id: *id, ..SyncConfiguration::clone(held) };
                    workspace.synchronizations.insert(*id, Arc::new(held))
                }
            };
        }
        Edit::AddTenant(tenant) => {
            if workspace.draft.tenants.contains_key(&tenant.id) {
                return Err(Refused::because(format!(
                    "the tenant {} is already in the workspace",
                    tenant.id
                )));
            }
            workspace.draft.tenants.insert(tenant.id, Arc::new(Tenant::clone(tenant)));
        }
    }
    Ok(())
}

/// A tenant of ours, to change it.
fn ours(workspace: &mut Workspace, owner: TenantId) -> Result<&mut Tenant, Refused> {
    let Some(tenant) = workspace.draft.tenants.get_mut(&owner) else {
        return Err(Refused::because(format!("the tenant {owner} is not in the workspace")));
    };
    if tenant.ownership == Ownership::Theirs {
        return Err(Refused::because(format!(
            "{} is not administered here; what it says can be imported, not changed",
            tenant.display_name
        )));
    }
    Ok(Arc::make_mut(tenant))
}

fn policy(
    workspace: &mut Workspace,
    owner: TenantId,
) -> Result<&mut CrossTenantAccessPolicy, Refused> {
    Ok(Arc::make_mut(ours(workspace, owner)?.policy.get_or_insert_default()))
}

fn external(
    workspace: &mut Workspace,
    owner: TenantId,
) -> Result<&mut ExternalCollaboration, Refused> {
    Ok(Arc::make_mut(ours(workspace, owner)?.external.get_or_insert_default()))
}

/// The default, to change it: from then on it is no longer the service's.
fn default(policy: &mut CrossTenantAccessPolicy) -> &mut DefaultConfiguration {
    let default = Arc::make_mut(policy.default.get_or_insert_default());
    default.is_service_default = Some(false);
    default
}

fn partner(
    workspace: &mut Workspace,
    owner: TenantId,
    other: TenantId,
) -> Result<&mut Partner, Refused> {
    let partner = policy(workspace, owner)?.partners.get_mut(&other);
    partner.map(Arc::make_mut).ok_or_else(|| {
        Refused::because(format!("{other} is not a partner; add it before giving it settings"))
    })
}

fn configuration(
    workspace: &mut Workspace,
    owner: TenantId,
    subject: Subject,
) -> Result<&mut Configuration, Refused> {
    match subject {
        Subject::Default => Ok(&mut default(policy(workspace, owner)?).configuration),
        Subject::Partner(other) => Ok(&mut partner(workspace, owner, other)?.configuration),
    }
}

/// The setting as it is in force, both halves written out.
fn in_force(workspace: &Workspace, owner: TenantId, subject: Subject, setting: B2b) -> B2bSetting {
    let nothing = CrossTenantAccessPolicy::default();
    let policy = workspace.draft.policy(owner).unwrap_or(&nothing);
    let mut whole = resolve_b2b(policy, subject, setting).value.clone();
    for half in Half::BOTH {
        let said = resolve_half(policy, subject, setting, half).map(|half| half.value.clone());
        *whole.half_mut(half) = said;
    }
    whole
}

fn trust_in_force(workspace: &Workspace, owner: TenantId, subject: Subject, claim: Claim) -> bool {
    let policy = workspace.draft.policy(owner);
    policy
        .and_then(|policy| resolve_bool(policy, subject, Setting::Trust(claim)))
        .is_some_and(|found| found.value)
}

fn switch(
    workspace: &mut Workspace,
    owner: TenantId,
    subject: Subject,
    setting: Setting,
    value: Option<bool>,
) -> Result<(), Refused> {
    rules::may_switch(subject, setting)?;
    match setting {
        Setting::Half(..) => {
            return Err(Refused::because("this setting is a list of targets, not a switch"));
        }
        Setting::Trust(claim) => {
            let held =
                Claim::ALL.map(|claim| (claim, trust_in_force(workspace, owner, subject, claim)));
            let trust = &mut configuration(workspace, owner, subject)?.inbound_trust;
            match (subject, value) {
                // The service inherits the property as a whole, so all three claims go back.
                (Subject::Partner(_), None) => *trust = None,
                (_, value) => {
                    let trust = trust.get_or_insert_default();
                    for (other, held) in held {
                        trust.claim_mut(other).get_or_insert(held);
                    }
                    *trust.claim_mut(claim) = Some(value.unwrap_or(false));
                }
            }
        }
        Setting::Consent(direction) => {
            let consent = &mut configuration(workspace, owner, subject)?.automatic_user_consent;
            *consent.get_or_insert_default().direction_mut(direction) = value;
            if consent
                .as_ref()
                .is_some_and(|consent| *consent == crate::domain::AutomaticUserConsent::default())
            {
                *consent = None;
            }
        }
        Setting::Sync(kind) => {
            let Subject::Partner(other) = subject else { return Ok(()) };
            let sync = &mut partner(workspace, owner, other)?.identity_synchronization;
            match value {
                Some(value) => {
                    let policy = sync.get_or_insert_with(|| IdentitySynchronization {
                        tenant_id: Some(other),
                        ..IdentitySynchronization::default()
                    });
                    policy.kind_mut(kind).get_or_insert_default().is_sync_allowed = Some(value);
                }
                None => {
                    if let Some(policy) = sync {
                        *policy.kind_mut(kind) = None;
                        if policy.user_sync_inbound.is_none() && policy.group_sync_inbound.is_none()
                        {
                            *sync = None;
                        }
                    }
                }
            }
        }
    }
    Ok(())
}
