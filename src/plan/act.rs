//! What one request does to a tenant, as data that can be tried on a copy.

use std::sync::Arc;

use super::pair::said_by_default;
use crate::domain::{
    AllowInvitesFrom, AutomaticUserConsent, B2b, B2bManagementPolicy, B2bSetting, CloudEndpoint,
    Configuration, CrossTenantAccessPolicy, DefaultConfiguration, ExternalCollaboration, Guid,
    IdentitySynchronization, InboundTrust, ObjectId, Partner, RedemptionOrder, Subject,
    SyncConfiguration, SyncKind, Tenant, TenantId, service_default, service_redemption_order,
};

/// A property that is written as a whole and inherited as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Property {
    /// One of the five settings with two halves.
    B2b(B2b),
    /// `inboundTrust`.
    Trust,
    /// `automaticUserConsentSettings`; on partners only.
    Consent,
    /// `invitationRedemptionIdentityProviderConfiguration`; on the default only.
    Redemption,
}

impl Property {
    /// Those a partner has.
    pub const OF_PARTNER: [Property; 7] = [
        Property::B2b(B2b::CollaborationInbound),
        Property::B2b(B2b::CollaborationOutbound),
        Property::B2b(B2b::DirectConnectInbound),
        Property::B2b(B2b::DirectConnectOutbound),
        Property::B2b(B2b::TenantRestrictions),
        Property::Trust,
        Property::Consent,
    ];

    /// Graph's name.
    pub fn name(self) -> &'static str {
        match self {
            Property::B2b(b2b) => b2b.property(),
            Property::Trust => "inboundTrust",
            Property::Consent => "automaticUserConsentSettings",
            Property::Redemption => "invitationRedemptionIdentityProviderConfiguration",
        }
    }

    /// The name people use.
    pub fn title(self) -> &'static str {
        match self {
            Property::B2b(b2b) => b2b.title(),
            Property::Trust => "inbound trust",
            Property::Consent => "automatic redemption",
            Property::Redemption => "redemption order",
        }
    }

    /// What a layer says about it.
    pub fn of(self, configuration: &Configuration) -> Value {
        match self {
            Property::B2b(b2b) => Value::B2b(b2b, configuration.b2b(b2b).cloned()),
            Property::Trust => Value::Trust(configuration.inbound_trust.clone()),
            Property::Consent => Value::Consent(configuration.automatic_user_consent.clone()),
            Property::Redemption => Value::Redemption(None),
        }
    }
}

/// A property with what is written; `None` goes back to what is inherited.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// One of the five settings.
    B2b(B2b, Option<B2bSetting>),
    /// Trust.
    Trust(Option<InboundTrust>),
    /// Automatic redemption.
    Consent(Option<AutomaticUserConsent>),
    /// The redemption order.
    Redemption(Option<RedemptionOrder>),
}

impl Value {
    /// Which property.
    pub fn property(&self) -> Property {
        match self {
            Value::B2b(b2b, _) => Property::B2b(*b2b),
            Value::Trust(_) => Property::Trust,
            Value::Consent(_) => Property::Consent,
            Value::Redemption(_) => Property::Redemption,
        }
    }

    /// Whether it goes back to what is inherited.
    pub fn is_inherited(&self) -> bool {
        match self {
            Value::B2b(_, value) => value.is_none(),
            Value::Trust(value) => value.is_none(),
            Value::Consent(value) => value.is_none(),
            Value::Redemption(value) => value.is_none(),
        }
    }

    /// Writes it.
    pub fn put(&self, into: &mut Configuration) {
        match self {
            Value::B2b(b2b, value) => into.b2b_mut(*b2b).clone_from(value),
            Value::Trust(value) => into.inbound_trust.clone_from(value),
            Value::Consent(value) => into.automatic_user_consent.clone_from(value),
            Value::Redemption(_) => {}
        }
    }
}

/// One part of the set-up of cross-tenant synchronisation in the source, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SetUp {
    /// The enterprise application is made from its template.
    Instantiate,
    /// The connection to the target is tested.
    Validate,
    /// The job is made.
    Job,
    /// Where to, and whom: the secrets.
    Secrets,
    /// One user or group is assigned.
    Assign(ObjectId),
    /// The schema is put.
    Schema,
    /// The job is started.
    Start,
}

/// One request, or one thing that has to be done by hand.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// A partner is made with what its record says; permission to synchronise is no part of it.
    AddPartner(Box<Partner>),
    /// Properties of a partner are written.
    Partner(TenantId, Vec<Value>),
    /// A partner is removed; what is by default holds then.
    RemovePartner(TenantId),
    /// Permission to synchronise is made.
    AddSync(TenantId, Box<IdentitySynchronization>),
    /// One switch of it is written.
    Sync(TenantId, SyncKind, bool),
    /// It is removed.
    RemoveSync(TenantId),
    /// Properties of the default are written.
    Default(Vec<Value>),
    /// The default goes back to the service's.
    ResetDefault,
    /// The other clouds: all of them.
    Clouds(Vec<CloudEndpoint>),
    /// Who may invite, what guests see; `None` leaves it.
    Authorization(Option<AllowInvitesFrom>, Option<Guid>),
    /// The domain list with its siblings.
    Domains(Box<B2bManagementPolicy>),
    /// Self-service sign-up.
    SignUp(bool),
    /// Guests may leave.
    Leave(bool),
    /// Part of the set-up of a synchronisation.
    SetUp(Arc<SyncConfiguration>, SetUp),
    /// No documented request says it. What, and why.
    ByHand(String),
}

impl Act {
    /// For whom.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Act::AddPartner(partner) => Some(Subject::Partner(partner.tenant_id)),
            Act::Partner(id, _)
            | Act::RemovePartner(id)
            | Act::AddSync(id, _)
            | Act::Sync(id, ..)
            | Act::RemoveSync(id) => Some(Subject::Partner(*id)),
            Act::Default(_) | Act::ResetDefault => Some(Subject::Default),
            Act::SetUp(held, _) => Some(Subject::Partner(held.target)),
            Act::Clouds(_)
            | Act::Authorization(..)
            | Act::Domains(_)
            | Act::SignUp(_)
            | Act::Leave(_)
            | Act::ByHand(_) => None,
        }
    }

    /// What takes it back in a tenant where it is not done yet; `None` where no one request does.
    pub fn inverse(&self, before: &Tenant) -> Option<Act> {
        let nothing = CrossTenantAccessPolicy::default();
        let policy = before.policy.as_deref().unwrap_or(&nothing);
        let partner = |id: &TenantId| policy.partners.get(id);
        let sync = |id: &TenantId| partner(id)?.identity_synchronization.clone();
        let external = before.external.as_deref();
        let authorization = external.and_then(|external| external.authorization.as_ref());
        match self {
            Act::AddPartner(made) => Some(Act::RemovePartner(made.tenant_id)),
            Act::Partner(id, values) => {
                let held = &partner(id)?.configuration;
                let values = values.iter().map(|value| value.property().of(held)).collect();
                Some(Act::Partner(*id, values))
            }
            Act::RemovePartner(id) => Some(Act::AddPartner(Box::new(Partner::clone(partner(id)?)))),
            Act::AddSync(id, _) => Some(Act::RemoveSync(*id)),
            Act::Sync(id, kind, on) => {
                let was = sync(id)?.is_allowed(*kind) == Some(true);
                (was != *on).then_some(Act::Sync(*id, *kind, was))
            }
            Act::RemoveSync(id) => Some(Act::AddSync(*id, Box::new(sync(id)?))),
            Act::Default(values) => Some(default_back(policy, values.iter().map(Value::property))),
            Act::ResetDefault => Some(default_back(policy, DEFAULT_PROPERTIES.into_iter())),
            Act::Clouds(_) => Some(Act::Clouds(policy.allowed_cloud_endpoints.clone())),
            Act::Authorization(invites, guests) => {
                let held = authorization?;
                let invites = invites.as_ref().and(held.allow_invites_from.clone());
                Some(Act::Authorization(invites, guests.and(held.guest_user_role_id)))
            }
            Act::Domains(_) => Some(Act::Domains(Box::new(external?.b2b_management.clone()?))),
            Act::SignUp(_) => Some(Act::SignUp(external?.self_service_sign_up?)),
            Act::Leave(_) => Some(Act::Leave(external?.allow_external_identities_to_leave?)),
            Act::SetUp(..) | Act::ByHand(_) => None,
        }
    }

    /// Does it to a tenant, as the service would.
    pub fn apply(&self, tenant: &mut Tenant) {
        match self {
            Act::AddPartner(partner) => {
                let mut made = Partner::clone(partner);
                made.identity_synchronization = None;
                policy(tenant).partners.insert(made.tenant_id, Arc::new(made));
            }
            Act::Partner(id, values) => on_partner(tenant, *id, |partner| {
                for value in values {
                    value.put(&mut partner.configuration);
                }
            }),
            Act::RemovePartner(id) => {
                policy(tenant).partners.remove(id);
            }
            Act::AddSync(id, sync) => on_partner(tenant, *id, |partner| {
                partner.identity_synchronization = Some(IdentitySynchronization::clone(sync));
            }),
            Act::Sync(id, kind, on) => on_partner(tenant, *id, |partner| {
                if let Some(sync) = &mut partner.identity_synchronization {
                    sync.kind_mut(*kind).get_or_insert_default().is_sync_allowed = Some(*on);
                }
            }),
            Act::RemoveSync(id) => on_partner(tenant, *id, |partner| {
                partner.identity_synchronization = None;
            }),
            Act::Default(values) => {
                let default = Arc::make_mut(policy(tenant).default.get_or_insert_default());
                default.is_service_default = Some(false);
                for value in values {
                    if let Value::Redemption(order) = value {
                        default.redemption.clone_from(order);
                    }
                    value.put(&mut default.configuration);
                }
            }
            Act::ResetDefault => {
                policy(tenant).default = Some(Arc::new(DefaultConfiguration {
                    is_service_default: Some(true),
                    configuration: service_default().clone(),
                    redemption: Some(service_redemption_order()),
                    ..DefaultConfiguration::default()
                }));
            }
            Act::Clouds(all) => policy(tenant).allowed_cloud_endpoints.clone_from(all),
            Act::Authorization(invites, guests) => {
                let held = external(tenant).authorization.get_or_insert_default();
                if let Some(invites) = invites {
                    held.allow_invites_from = Some(invites.clone());
                }
                if let Some(guests) = guests {
                    held.guest_user_role_id = Some(*guests);
                }
            }
            Act::Domains(list) => {
                external(tenant).b2b_management = Some(B2bManagementPolicy::clone(list));
            }
            Act::SignUp(on) => external(tenant).self_service_sign_up = Some(*on),
            Act::Leave(on) => external(tenant).allow_external_identities_to_leave = Some(*on),
            Act::SetUp(..) | Act::ByHand(_) => {}
        }
    }
}

/// Everything that is written on a default.
const DEFAULT_PROPERTIES: [Property; 7] = {
    let [a, b, c, d, e, f, _] = Property::OF_PARTNER;
    [a, b, c, d, e, f, Property::Redemption]
};

/// What the default says now, written out.
fn default_back(
    policy: &CrossTenantAccessPolicy,
    properties: impl Iterator<Item = Property>,
) -> Act {
    let order = policy.default.as_deref().and_then(|default| default.redemption.clone());
    let values = properties.map(|property| match property {
        Property::Redemption => {
            Value::Redemption(Some(order.clone().unwrap_or_else(service_redemption_order)))
        }
        property => said_by_default(policy, property),
    });
    Act::Default(values.collect())
}

fn policy(tenant: &mut Tenant) -> &mut CrossTenantAccessPolicy {
    Arc::make_mut(tenant.policy.get_or_insert_default())
}

fn external(tenant: &mut Tenant) -> &mut ExternalCollaboration {
    Arc::make_mut(tenant.external.get_or_insert_default())
}

fn on_partner(tenant: &mut Tenant, id: TenantId, change: impl FnOnce(&mut Partner)) {
    if let Some(partner) = policy(tenant).partners.get_mut(&id) {
        change(Arc::make_mut(partner));
    }
}
