//! The other side's answer to a request: made from their workspace, taken in by ours.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::answers::{Answers, Named};
use super::codec::{self, text};
use super::handshake::{Party, Request, is_asked, party};
use crate::domain::{
    AddressEntry, AddressKind, AllowInvitesFrom, B2b, CloudEndpoint, DefaultConfiguration,
    Directory, Estate, Guid, Json, Ownership, Partner, Tenant, TenantId, Workspace,
};
use crate::wire;

/// An id they told us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ToldId {
    /// The id.
    #[serde(with = "text")]
    pub id: Guid,
    /// `user`, `group` or `application`.
    pub kind: String,
    /// What it is called.
    pub name: String,
}

/// What they say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reply {
    /// The mark of the request it answers.
    pub in_reply_to: String,
    /// Who answers.
    pub from: Party,
    /// Who is answered.
    pub to: Party,
    /// The person who says it.
    #[serde(default)]
    pub told_by: String,
    /// Their partner entry about us, in Graph's shape.
    #[serde(default)]
    pub partner: Json,
    /// Their default, in Graph's shape; `null` where they do not tell it.
    #[serde(default)]
    pub default: Json,
    /// Which other clouds they work with.
    #[serde(default)]
    pub allowed_cloud_endpoints: Option<Vec<String>>,
    /// Who may invite there.
    #[serde(default)]
    pub allow_invites_from: Option<String>,
    /// Ids.
    #[serde(default)]
    pub ids: Vec<ToldId>,
}

const REPLY: &str = "handshake-answer";

impl Reply {
    /// As a file.
    pub fn write(&self) -> String {
        codec::write(REPLY, self)
    }

    /// From a file.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        codec::read(REPLY, bytes)
    }
}

/// The answer to a request from the workspace of those who were asked: what stands in an estate.
pub fn reply(
    workspace: &Workspace,
    estate: &Estate,
    directory: Option<&Directory>,
    request: &Request,
    told_by: &str,
) -> Result<Reply, String> {
    let (us, them) = (request.to.id, request.from.id);
    let ours = workspace.draft.tenant(us).filter(|one| one.ownership == Ownership::Ours);
    if ours.is_none() {
        return Err(format!(
            "the request is to {} ({us}), which is not administered here",
            request.to.name.escape_debug()
        ));
    }
    let Some(policy) = estate.policy(us) else {
        return Err(
            "our own cross-tenant access policy is not in the workspace; import it".to_owned()
        );
    };
    let default =
        policy.default.as_ref().map(|held| wire::to_value(&DefaultConfiguration::clone(held)));
    let authorization = estate
        .tenant(us)
        .and_then(|tenant| tenant.external.as_deref())
        .and_then(|external| external.authorization.as_ref());
    let invites = authorization.and_then(|held| held.allow_invites_from.as_ref());
    let ids = request.ids.iter().filter_map(|asked| {
        let directory = directory?;
        let named = |name: &str| name.to_lowercase() == asked.name.to_lowercase();
        let found: Vec<Guid> = if asked.kind == "user" {
            let users = directory.users.iter();
            let users =
                users.filter(|one| named(&one.display_name) || named(&one.user_principal_name));
            users.map(|one| one.id.0).collect()
        } else {
            let groups = directory.groups.iter().filter(|one| named(&one.display_name));
            groups.map(|one| one.id.0).collect()
        };
        // A name that two have tells nothing.
        match found.as_slice() {
            [id] => Some(ToldId { id: *id, kind: asked.kind.clone(), name: asked.name.clone() }),
            _ => None,
        }
    });
    let nobody = Answers::default();
    Ok(Reply {
        in_reply_to: request.mark(),
        from: party(workspace, &nobody, us),
        to: request.from.clone(),
        told_by: told_by.to_owned(),
        partner: policy
            .partners
            .get(&them)
            .map_or(Json::Null, |held| wire::to_value(held.as_ref())),
        default: default.unwrap_or(Json::Null),
        allowed_cloud_endpoints: Some(
            policy.allowed_cloud_endpoints.iter().map(|one| one.word().to_owned()).collect(),
        ),
        allow_invites_from: invites.map(|one| one.word().to_owned()),
        ids: ids.collect(),
    })
}

/// What taking an answer in leads to.
#[derive(Clone, Debug)]
pub struct TakenIn {
    /// The workspace with their settings and ids.
    pub workspace: Workspace,
    /// Their tenant, as observed from now on.
    pub observed: (TenantId, Arc<Tenant>),
    /// What the history says.
    pub label: String,
    /// What is to be told beside it.
    pub notices: Vec<String>,
}

/// Takes an answer in. `today` is the day on which it was told, `YYYY-MM-DD`.
pub fn take_in(workspace: &Workspace, reply: &Reply, today: &str) -> Result<TakenIn, String> {
    let (us, them) = (reply.to.id, reply.from.id);
    let is_ours = |id| {
        let tenant = workspace.draft.tenant(id);
        tenant.is_some_and(|tenant| tenant.ownership == Ownership::Ours)
    };
    if !is_ours(us) {
        return Err(format!("it answers {us}, which is not administered here"));
    }
    if is_ours(them) {
        return Err(format!(
            "{them} is administered here; import what it exports instead of an answer"
        ));
    }
    let mut tenant = workspace.draft.tenant(them).cloned().unwrap_or_else(|| Tenant {
        id: them,
        display_name: reply.from.name.clone(),
        cloud: crate::domain::Cloud::parse(&reply.from.cloud),
        ..Tenant::default()
    });
    let mut notices = Vec::new();
    settings(&mut tenant, us, reply)?;
    let mut out = workspace.clone();
    let by = if reply.told_by.trim().is_empty() { &reply.from.name } else { &reply.told_by };
    for told in &reply.ids {
        let kind = match told.kind.as_str() {
            "user" => AddressKind::User,
            "group" => AddressKind::Group,
            "application" => AddressKind::Application,
            other => {
                return Err(format!(
                    "expected `user`, `group` or `application` as `kind` of an id, found `{}`",
                    other.escape_debug()
                ));
            }
        };
        let told_by = format!("{by}, {today}");
        let entry = AddressEntry { tenant: them, kind, name: told.name.clone(), told_by };
        if let Some(before) = out.address_book.insert(told.id, entry)
            && before.tenant != them
        {
            return Err(format!(
                "{} is told to be of {them}, and the address book has it as one of {}",
                told.id, before.tenant
            ));
        }
    }
    if reply.partner == Json::Null {
        notices
            .push(format!("{} has no partner entry about us: its default holds", reply.from.name));
    }
    let observed = Arc::new(tenant);
    out.draft.tenants.insert(them, Arc::clone(&observed));
    let count = reply.ids.len();
    let ids = if count == 1 { "1 id".to_owned() } else { format!("{count} ids") };
    let label = format!("answer of {} taken in: settings and {ids}", reply.from.name);
    Ok(TakenIn { workspace: out, observed: (them, observed), label, notices })
}

fn settings(tenant: &mut Tenant, us: TenantId, reply: &Reply) -> Result<(), String> {
    let mut policy = tenant.policy.as_deref().cloned().unwrap_or_default();
    let told = |what: &str, why: String| format!("`{what}`: {why}");
    if reply.default != Json::Null {
        let held: DefaultConfiguration = wire::from_slice(reply.default.to_string().as_bytes())
            .map_err(|bad| told("default", bad.to_string()))?;
        policy.default = Some(Arc::new(held));
    }
    if reply.partner == Json::Null {
        policy.partners.remove(&us);
        if policy.default.is_none() {
            return Err("it tells neither a partner entry about us nor a default, so nothing is known of what holds".to_owned());
        }
    } else {
        let held: Partner = wire::from_slice(reply.partner.to_string().as_bytes())
            .map_err(|bad| told("partner", bad.to_string()))?;
        if held.tenant_id != us {
            return Err(told(
                "partner.tenantId",
                format!("expected {us}, which is us, found {}", held.tenant_id),
            ));
        }
        let inherits = B2b::ALL.iter().find(|setting| {
            **setting != B2b::TenantRestrictions && held.configuration.b2b(**setting).is_none()
        });
        let trusts = held.configuration.inbound_trust.is_some();
        if policy.default.is_none() && (inherits.is_some() || !trusts) {
            let what = inherits.map_or("inboundTrust", |setting| setting.property());
            return Err(format!(
                "`partner.{what}` is inherited from a default that `default` does not tell; ask for the default as well"
            ));
        }
        policy.partners.insert(us, Arc::new(held));
    }
    match &reply.allowed_cloud_endpoints {
        Some(told) => {
            policy.allowed_cloud_endpoints =
                told.iter().map(|word| CloudEndpoint::parse(word)).collect();
        }
        None if reply.from.cloud != reply.to.cloud => {
            return Err("it is of another cloud and does not tell `allowedCloudEndpoints`, without which nothing is known of what holds".to_owned());
        }
        None => {}
    }
    tenant.policy = Some(Arc::new(policy));
    if let Some(word) = &reply.allow_invites_from {
        let mut external = tenant.external.as_deref().cloned().unwrap_or_default();
        external.authorization.get_or_insert_default().allow_invites_from =
            Some(AllowInvitesFrom::parse(word));
        tenant.external = Some(Arc::new(external));
    }
    Ok(())
}

/// Answers whose open ids are filled from what was told; nothing where none fits.
pub fn filled(answers: &Answers, reply: &Reply) -> Option<Answers> {
    let mut out = answers.clone();
    let mut count = 0;
    let mut fill = |named: &mut Named| {
        let kind = if named.user { "user" } else { "group" };
        let told = reply.ids.iter().find(|told| told.kind == kind && told.name == named.name);
        if let Some(told) = told.filter(|_| is_asked(named)) {
            named.id = told.id;
            count += 1;
        }
    };
    let people = out.collaboration.iter_mut().flat_map(|said| &mut said.people);
    for one in people.filter(|one| one.tenant == reply.from.id) {
        one.only.iter_mut().for_each(&mut fill);
    }
    for one in out.sync.iter_mut().flatten().filter(|one| one.tenant == reply.from.id) {
        one.assigned.iter_mut().for_each(&mut fill);
    }
    (count > 0).then_some(out)
}
