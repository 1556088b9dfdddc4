//! What a person decides about: the differences of two estates, each by itself.

use std::sync::Arc;

use super::act::Property;
use super::pair::{Pair, is_far, is_reset, said_by_default};
use super::synced::{Edited, SyncPart};
use crate::domain::{
    Configuration, CrossTenantAccessPolicy, DefaultConfiguration, Estate, ExternalCollaboration,
    ObjectId, Partner, Subject, SyncConfiguration, Tenant, TenantId,
};

/// What differs, in the units the service writes: whole properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// Other clouds that are worked with.
    Clouds,
    /// The default goes back to the service's as a whole.
    Reset,
    /// One property of the default or of a partner.
    Setting(Subject, Property),
    /// A partner comes, with its settings.
    Added(TenantId),
    /// A partner goes, with its settings and its permission to synchronise.
    Removed(TenantId),
    /// Permission to synchronise, of users and groups.
    Sync(TenantId),
    /// Who may invite.
    Invites,
    /// What guests see.
    Guests,
    /// The domain list.
    Domains,
    /// Self-service sign-up.
    SignUp,
    /// Whether guests may leave by themselves.
    Leave,
    /// A synchronisation is set up in the source.
    Made(ObjectId),
    /// A synchronisation that was set up is taken away.
    Unmade(ObjectId),
    /// A part of a synchronisation was edited since it was imported.
    Edited(ObjectId, SyncPart),
    /// A difference that no documented request says, by Graph's name.
    Unsaid(&'static str, Option<TenantId>),
}

/// What stands for a service provider that goes in the draft and cannot go.
pub const PROVIDER: &str = "isServiceProvider";

impl Item {
    /// One word for what sort of change it is.
    pub fn word(self) -> &'static str {
        match self {
            Item::Clouds => "clouds",
            Item::Reset => "defaultReset",
            Item::Setting(Subject::Default, _) => "default",
            Item::Setting(Subject::Partner(_), _) | Item::Sync(_) => "partner",
            Item::Added(_) => "partnerAdded",
            Item::Removed(_) => "partnerRemoved",
            Item::Invites | Item::Guests | Item::Domains | Item::SignUp | Item::Leave => {
                "externalCollaboration"
            }
            Item::Made(_) => "synchronizationAdded",
            Item::Unmade(_) => "synchronizationRemoved",
            Item::Edited(..) => "synchronization",
            Item::Unsaid(..) => "byHand",
        }
    }

    /// The partner it is about, where it is about one.
    pub fn partner(self) -> Option<TenantId> {
        match self {
            Item::Setting(Subject::Partner(id), _)
            | Item::Added(id)
            | Item::Removed(id)
            | Item::Sync(id)
            | Item::Unsaid(_, Some(id)) => Some(id),
            _ => None,
        }
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its number, from 1, the same whatever is chosen.
    pub number: usize,
    /// Whose policy.
    pub owner: TenantId,
    /// What.
    pub item: Item,
    /// Numbers of the changes without which this one cannot be made.
    pub needs: Vec<usize>,
}

type Settings<'c> = (&'c Configuration, &'c Configuration);

/// All differences of some tenants, numbered.
pub fn changes(
    pairs: &[Pair],
    (made, edited): (&[Arc<SyncConfiguration>], &[Edited]),
    back: bool,
    estate: &Estate,
) -> Vec<Change> {
    let mut out = Vec::new();
    for pair in pairs {
        let owner = pair.owner;
        items(pair, &mut |item| {
            out.push(Change { number: out.len() + 1, owner, item, needs: Vec::new() });
        });
    }
    for held in made {
        let item = if back { Item::Unmade(held.id) } else { Item::Made(held.id) };
        let (number, owner) = (out.len() + 1, held.source);
        out.push(Change { number, owner, item, needs: Vec::new() });
    }
    for (held, part) in edited {
        let (number, owner) = (out.len() + 1, held.source);
        let item = Item::Edited(held.id, *part);
        out.push(Change { number, owner, item, needs: Vec::new() });
    }
    let needs: Vec<_> = out.iter().map(|change| needed(change, &out, made, estate)).collect();
    for (change, needs) in out.iter_mut().zip(needs) {
        change.needs = needs;
    }
    out
}

fn needed(
    change: &Change,
    all: &[Change],
    made: &[Arc<SyncConfiguration>],
    estate: &Estate,
) -> Vec<usize> {
    let of = |owner: TenantId, item: Item| {
        all.iter().find(|other| other.owner == owner && other.item == item).map(|one| one.number)
    };
    let side = |owner: TenantId, other: TenantId| {
        let items = [
            Item::Added(other),
            Item::Setting(Subject::Partner(other), Property::Consent),
            Item::Sync(other),
        ];
        items.into_iter().filter_map(move |item| of(owner, item)).collect::<Vec<_>>()
    };
    match change.item {
        Item::Sync(id) => of(change.owner, Item::Added(id)).into_iter().collect(),
        Item::Added(id) => {
            let own = estate.tenant(change.owner).map(|tenant| &tenant.cloud);
            let is_far = own.is_some_and(|own| is_far(estate, own, id));
            of(change.owner, Item::Clouds).filter(|_| is_far).into_iter().collect()
        }
        Item::Made(id) => {
            let Some(held) = made.iter().find(|held| held.id == id) else { return Vec::new() };
            let mut needs = side(held.source, held.target);
            needs.retain(|number| {
                all.iter().any(|c| c.number == *number && c.item != Item::Sync(held.target))
            });
            needs.extend(side(held.target, held.source));
            needs
        }
        _ => Vec::new(),
    }
}

fn policy(tenant: &Tenant) -> CrossTenantAccessPolicy {
    tenant.policy.as_deref().cloned().unwrap_or_default()
}

fn items(pair: &Pair, out: &mut dyn FnMut(Item)) {
    let (old, new) = (policy(&pair.before), policy(&pair.after));
    let mut clouds = [old.allowed_cloud_endpoints.clone(), new.allowed_cloud_endpoints.clone()];
    for all in &mut clouds {
        all.sort();
    }
    if clouds[0] != clouds[1] {
        out(Item::Clouds);
    }
    let (was, will) = (default(&old), default(&new));
    let differing: Vec<Property> = Property::OF_PARTNER
        .into_iter()
        .filter(|property| said_by_default(&old, *property) != said_by_default(&new, *property))
        .collect();
    let differs = !differing.is_empty() || was.redemption != will.redemption;
    if is_reset(&old, &new) && differs {
        out(Item::Reset);
    } else {
        for property in differing {
            out(match property {
                Property::Consent => Item::Unsaid("default.automaticUserConsentSettings", None),
                property => Item::Setting(Subject::Default, property),
            });
        }
        if was.redemption != will.redemption {
            out(match will.redemption {
                Some(_) => Item::Setting(Subject::Default, Property::Redemption),
                None => Item::Unsaid("invitationRedemptionIdentityProviderConfiguration", None),
            });
        }
    }
    if was.extra != will.extra {
        out(Item::Unsaid("default: members this program does not know", None));
    }
    partners(&old, &new, out);
    external(&pair.before, &pair.after, out);
    if pair.before.conditional_access != pair.after.conditional_access {
        out(Item::Unsaid("conditionalAccess", None));
    }
}

fn default(policy: &CrossTenantAccessPolicy) -> DefaultConfiguration {
    policy.default.as_deref().cloned().unwrap_or_default()
}

fn settings(of: Settings<'_>) -> impl Iterator<Item = Property> {
    let all = Property::OF_PARTNER.into_iter();
    all.filter(move |property| property.of(of.0) != property.of(of.1))
}

fn partners(
    old: &CrossTenantAccessPolicy,
    new: &CrossTenantAccessPolicy,
    out: &mut dyn FnMut(Item),
) {
    for (id, before) in &old.partners {
        match new.partners.get(id) {
            // The service does not let go of a service provider.
            None if before.is_service_provider == Some(true) => {
                out(Item::Unsaid(PROVIDER, Some(*id)));
            }
            None => out(Item::Removed(*id)),
            Some(after) if Arc::ptr_eq(before, after) || before == after => {}
            Some(after) => partner(before, after, out),
        }
    }
    for (id, added) in new.partners.iter().filter(|(id, _)| !old.partners.contains_key(id)) {
        out(Item::Added(*id));
        if added.identity_synchronization.is_some() {
            out(Item::Sync(*id));
        }
        if added.block_service_provider_outbound_access.is_some() {
            out(Item::Unsaid("blockServiceProviderOutboundAccess", Some(*id)));
        }
    }
}

fn partner(before: &Partner, after: &Partner, out: &mut dyn FnMut(Item)) {
    // No `..`: a member that comes later stops the build here until it is compared.
    let Partner {
        tenant_id,
        configuration,
        is_service_provider: _,
        is_in_multi_tenant_organization: _,
        block_service_provider_outbound_access,
        identity_synchronization,
        extra,
    } = before;
    let subject = Subject::Partner(*tenant_id);
    for property in settings((configuration, &after.configuration)) {
        out(Item::Setting(subject, property));
    }
    if *identity_synchronization != after.identity_synchronization {
        out(Item::Sync(*tenant_id));
    }
    if *block_service_provider_outbound_access != after.block_service_provider_outbound_access {
        out(Item::Unsaid("blockServiceProviderOutboundAccess", Some(*tenant_id)));
    }
    if *extra != after.extra {
        out(Item::Unsaid("members this program does not know", Some(*tenant_id)));
    }
}

fn external(before: &Tenant, after: &Tenant, out: &mut dyn FnMut(Item)) {
    let nothing = ExternalCollaboration::default();
    let old = before.external.as_deref().unwrap_or(&nothing);
    let new = after.external.as_deref().unwrap_or(&nothing);
    let ExternalCollaboration {
        authorization,
        b2b_management,
        self_service_sign_up,
        allow_external_identities_to_leave,
        extra,
    } = new;
    let was = old.authorization.clone().unwrap_or_default();
    let will = authorization.clone().unwrap_or_default();
    let gone = |what| Item::Unsaid(what, None);
    let pairs = [
        (
            was.allow_invites_from != will.allow_invites_from,
            will.allow_invites_from.is_some(),
            Item::Invites,
            "allowInvitesFrom",
        ),
        (
            was.guest_user_role_id != will.guest_user_role_id,
            will.guest_user_role_id.is_some(),
            Item::Guests,
            "guestUserRoleId",
        ),
        (
            old.b2b_management != *b2b_management,
            b2b_management.is_some(),
            Item::Domains,
            "b2bManagementPolicy",
        ),
        (
            old.self_service_sign_up != *self_service_sign_up,
            self_service_sign_up.is_some(),
            Item::SignUp,
            "selfServiceSignUp",
        ),
        (
            old.allow_external_identities_to_leave != *allow_external_identities_to_leave,
            allow_external_identities_to_leave.is_some(),
            Item::Leave,
            "allowExternalIdentitiesToLeave",
        ),
        (
            old.extra != *extra,
            false,
            Item::Domains,
            "externalCollaboration: members this program does not know",
        ),
    ];
    for (differs, is_said, item, name) in pairs {
        if differs {
            out(if is_said { item } else { gone(name) });
        }
    }
}

/// Makes one difference in a tenant, as it is in `after`.
pub fn put(item: Item, after: &Tenant, into: &mut Tenant) {
    // Nothing makes the first four but a person.
    match item {
        Item::Made(_) | Item::Unmade(_) | Item::Edited(..) | Item::Unsaid(..) => return,
        Item::Invites | Item::Guests | Item::Domains | Item::SignUp | Item::Leave => {
            return put_external(item, after, into);
        }
        _ => {}
    }
    let new = policy(after);
    let held = Arc::make_mut(into.policy.get_or_insert_default());
    match item {
        Item::Clouds => held.allowed_cloud_endpoints = new.allowed_cloud_endpoints,
        Item::Reset => held.default = new.default,
        Item::Setting(Subject::Default, property) => {
            let will = default(&new);
            let was = Arc::make_mut(held.default.get_or_insert_default());
            was.is_service_default = Some(false);
            match property {
                Property::Redemption => was.redemption = will.redemption,
                property => property.of(&will.configuration).put(&mut was.configuration),
            }
        }
        Item::Setting(Subject::Partner(id), property) => {
            if let (Some(was), Some(will)) = (held.partners.get_mut(&id), new.partners.get(&id)) {
                property.of(&will.configuration).put(&mut Arc::make_mut(was).configuration);
            }
        }
        Item::Added(id) => {
            if let Some(partner) = new.partners.get(&id) {
                let mut partner = Partner::clone(partner);
                partner.identity_synchronization = None;
                partner.block_service_provider_outbound_access = None;
                held.partners.insert(id, Arc::new(partner));
            }
        }
        Item::Removed(id) => {
            held.partners.remove(&id);
        }
        Item::Sync(id) => {
            if let (Some(was), Some(will)) = (held.partners.get_mut(&id), new.partners.get(&id)) {
                let held = &mut Arc::make_mut(was).identity_synchronization;
                held.clone_from(&will.identity_synchronization);
            }
        }
        _ => {}
    }
}

fn put_external(item: Item, after: &Tenant, into: &mut Tenant) {
    let new = after.external.as_deref().cloned().unwrap_or_default();
    let held = Arc::make_mut(into.external.get_or_insert_default());
    let will = new.authorization.unwrap_or_default();
    match item {
        Item::Invites => {
            held.authorization.get_or_insert_default().allow_invites_from = will.allow_invites_from;
        }
        Item::Guests => {
            held.authorization.get_or_insert_default().guest_user_role_id = will.guest_user_role_id;
        }
        Item::Domains => held.b2b_management = new.b2b_management,
        Item::SignUp => held.self_service_sign_up = new.self_service_sign_up,
        Item::Leave => {
            held.allow_external_identities_to_leave = new.allow_external_identities_to_leave;
        }
        _ => {}
    }
}
