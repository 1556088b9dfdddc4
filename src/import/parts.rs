//! Newer members over older records: absent means unchanged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::{Guid, Json, Partner, Tenant, TenantId};
use crate::wire;

use super::fault::ImportFault;
use super::found::{Piece, overlay};
use super::tidy::Object;

/// What came of one cross-tenant access policy.
pub(super) struct PolicyParts {
    pub policy: Option<Piece>,
    pub default: Option<Piece>,
    pub partners: BTreeMap<TenantId, Piece>,
    /// All partners there are, where a complete list came.
    pub listed: Option<BTreeSet<TenantId>>,
}

/// A policy over that of a tenant. Says in `came` what came, and returns the partners that a
/// complete list no longer names.
pub(super) fn policy(
    tenant: &mut Tenant,
    said: PolicyParts,
    came: &mut Vec<String>,
) -> Result<Vec<TenantId>, ImportFault> {
    let PolicyParts { policy, default, partners, listed } = said;
    if policy.is_none() && default.is_none() && partners.is_empty() && listed.is_none() {
        return Ok(Vec::new());
    }
    let mut whole = tenant.policy.take().map(Arc::unwrap_or_clone).unwrap_or_default();
    if let Some(piece) = policy {
        let (default, partners) = (whole.default.take(), std::mem::take(&mut whole.partners));
        whole = over(&whole, piece)?;
        (whole.default, whole.partners) = (default, partners);
        came.push("the policy".to_owned());
    }
    if let Some(piece) = default {
        let old = whole.default.take().map(Arc::unwrap_or_clone).unwrap_or_default();
        whole.default = Some(Arc::new(over(&old, piece)?));
        came.push("the default".to_owned());
    }
    let mut gone = Vec::new();
    if let Some(listed) = &listed {
        let named = |id: &TenantId| listed.contains(id) || partners.contains_key(id);
        gone.extend(whole.partners.keys().filter(|id| !named(id)).copied());
        whole.partners.retain(|id, _| named(id));
    }
    if !partners.is_empty() || listed.is_some() {
        let plural = if partners.len() == 1 { "partner" } else { "partners" };
        came.push(format!("{} {plural}", partners.len()));
    }
    for (id, piece) in partners {
        let old = whole.partners.remove(&id).map(Arc::unwrap_or_clone);
        let old = old.unwrap_or_else(|| Partner::new(id));
        whole.partners.insert(id, Arc::new(over(&old, piece)?));
    }
    tenant.policy = Some(Arc::new(whole));
    Ok(gone)
}

/// A record with newer members over it.
fn over<T>(old: &T, piece: Piece) -> Result<T, ImportFault>
where
    wire::Json<T>: serde::de::DeserializeOwned,
    for<'a> wire::Ref<'a, T>: serde::Serialize,
{
    let Piece { members, file } = piece;
    let mut whole = match wire::value(old) {
        Json::Object(whole) => whole,
        _ => Object::new(),
    };
    overlay(&mut whole, members);
    wire::typed(Json::Object(whole)).map_err(|what| ImportFault {
        file,
        place: None,
        what,
        remedy: "correct the file or export it again".to_owned(),
    })
}

/// An `organization` object over a tenant.
pub(super) fn organization(tenant: &mut Tenant, piece: &Piece) -> Result<(), ImportFault> {
    // Names of our own file; in an organization object they mean nothing we know.
    const OURS: [&str; 5] = [
        "cloud",
        "ownership",
        "externalCollaboration",
        "conditionalAccess",
        "crossTenantAccessPolicy",
    ];
    let mut members = piece.members.clone();
    members.retain(|name, value| {
        let says_nothing = name == "displayName" && value.is_null();
        !says_nothing && !OURS.contains(&name.as_str())
    });
    if let Some(Json::Array(domains)) = members.get_mut("verifiedDomains") {
        for domain in domains.iter_mut().filter_map(Json::as_object_mut) {
            domain.entry("isVerified").or_insert(Json::Bool(true));
        }
    }
    let piece = Piece { members, file: piece.file.clone() };
    let bare = Tenant { policy: None, external: None, conditional_access: None, ..tenant.clone() };
    let named: Tenant = over(&bare, piece)?;
    *tenant = Tenant {
        policy: tenant.policy.take(),
        external: tenant.external.take(),
        conditional_access: tenant.conditional_access.take(),
        ..named
    };
    Ok(())
}

/// External collaboration settings over those of a tenant; the words for what came.
pub(super) fn external(
    tenant: &mut Tenant,
    authorization: Option<Piece>,
    b2b_management: Option<Piece>,
    switches: Option<Piece>,
) -> Result<Option<String>, ImportFault> {
    if authorization.is_none() && b2b_management.is_none() && switches.is_none() {
        return Ok(None);
    }
    let mut whole = tenant.external.take().map(Arc::unwrap_or_clone).unwrap_or_default();
    if let Some(piece) = switches {
        whole = over(&whole, piece)?;
    }
    if let Some(piece) = authorization {
        let old = whole.authorization.take().unwrap_or_default();
        whole.authorization = Some(over(&old, piece)?);
    }
    if let Some(piece) = b2b_management {
        let old = whole.b2b_management.take().unwrap_or_default();
        whole.b2b_management = Some(over(&old, piece)?);
    }
    tenant.external = Some(Arc::new(whole));
    Ok(Some("external collaboration settings".to_owned()))
}

/// Conditional Access policies over those of a tenant; a whole list forgets those it does not name.
pub(super) fn conditional_access(
    tenant: &mut Tenant,
    policies: BTreeMap<Guid, Piece>,
    is_whole: bool,
) -> Result<Option<String>, ImportFault> {
    if policies.is_empty() && !is_whole {
        return Ok(None);
    }
    let mut held = tenant.conditional_access.take().map(Arc::unwrap_or_clone).unwrap_or_default();
    let count = policies.len();
    held.policies = all_over(held.policies, |policy| policy.id, policies, is_whole)?;
    tenant.conditional_access = Some(Arc::new(held));
    let plural = if count == 1 { "policy" } else { "policies" };
    Ok(Some(format!("{count} Conditional Access {plural}")))
}

/// Authentication strengths over those of a tenant; a whole list forgets those it does not name.
pub(super) fn strengths(
    tenant: &mut Tenant,
    strengths: BTreeMap<Guid, Piece>,
    is_whole: bool,
) -> Result<Option<String>, ImportFault> {
    if strengths.is_empty() {
        return Ok(None);
    }
    let mut held = tenant.conditional_access.take().map(Arc::unwrap_or_clone).unwrap_or_default();
    let count = strengths.len();
    held.strengths = all_over(held.strengths, |strength| strength.id, strengths, is_whole)?;
    tenant.conditional_access = Some(Arc::new(held));
    let plural = if count == 1 { "strength" } else { "strengths" };
    Ok(Some(format!("{count} authentication {plural}")))
}

/// What came over what is held, by id: in the order in which it is held, what is new last.
fn all_over<T: Default>(
    held: Vec<T>,
    id: impl Fn(&T) -> Option<Guid>,
    mut came: BTreeMap<Guid, Piece>,
    is_whole: bool,
) -> Result<Vec<T>, ImportFault>
where
    wire::Json<T>: serde::de::DeserializeOwned,
    for<'a> wire::Ref<'a, T>: serde::Serialize,
{
    let mut out = Vec::new();
    for old in held {
        match id(&old).and_then(|id| came.remove(&id)) {
            Some(piece) => out.push(over(&old, piece)?),
            None if !is_whole => out.push(old),
            None => {}
        }
    }
    for piece in came.into_values() {
        out.push(over(&T::default(), piece)?);
    }
    Ok(out)
}
