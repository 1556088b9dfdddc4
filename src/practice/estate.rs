//! Our four tenants around their partners: names, defaults, external collaboration.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::firm::{ALPHA, BETA, CITY, FIRMS, Firm, MERIDIAN};
use super::identity::{group_id, tenant_id};
use super::row::{Row, Scribe};
use super::{alpha, others};
use crate::domain::{
    AccessType, AddressEntry, AllowInvitesFrom, AuthorizationPolicy, B2bManagementPolicy,
    B2bSetting, Cloud, CloudEndpoint, Configuration, CrossTenantAccessPolicy, DefaultConfiguration,
    DomainName, ExternalCollaboration, FallbackIdentityProvider, GuestLevel, Guid,
    IdentityProvider, InvitationsPolicy, Note, Ownership, RedemptionOrder, Target,
    TargetConfiguration, Tenant, TenantDomain, TenantId, service_default, service_redemption_order,
};

/// One tenant of ours with what is set in it.
struct House {
    firm: &'static Firm,
    partners: &'static [Row],
    clouds: &'static [CloudEndpoint],
    default: fn() -> DefaultConfiguration,
    invites: AllowInvitesFrom,
    guests: GuestLevel,
    may_leave: bool,
    allowed: &'static [&'static str],
    blocked: &'static [&'static str],
}

const HOUSES: &[House] = &[
    House {
        firm: &ALPHA,
        partners: alpha::PARTNERS,
        clouds: &[],
        default: untouched,
        invites: AllowInvitesFrom::AdminsGuestInvitersAndAllMembers,
        guests: GuestLevel::Limited,
        may_leave: true,
        allowed: &[],
        blocked: &["throwawaymail.example", "freepost.example", "hollowbrook.example"],
    },
    House {
        firm: &BETA,
        partners: others::BETA,
        clouds: &[],
        default: closed,
        invites: AllowInvitesFrom::Everyone,
        guests: GuestLevel::Limited,
        may_leave: true,
        allowed: &[],
        blocked: &[],
    },
    House {
        firm: &MERIDIAN,
        partners: others::MERIDIAN,
        clouds: &[CloudEndpoint::UsGovernment],
        default: without_social,
        invites: AllowInvitesFrom::AdminsAndGuestInviters,
        guests: GuestLevel::Restricted,
        may_leave: false,
        allowed: &[],
        blocked: &[],
    },
    House {
        firm: &CITY,
        partners: others::CITY,
        clouds: &[],
        default: untouched,
        invites: AllowInvitesFrom::AdminsGuestInvitersAndAllMembers,
        guests: GuestLevel::Limited,
        may_leave: true,
        allowed: &[
            "meridianhealth.com",
            "brightwaterimaging.example",
            "evergateambulance.example",
            "tansystreetdental.example",
        ],
        blocked: &[],
    },
];

/// Everything around the policies that grows while they are written.
#[derive(Debug, Default)]
pub struct Records {
    pub tenants: BTreeMap<TenantId, Arc<Tenant>>,
    pub address_book: BTreeMap<Guid, AddressEntry>,
    pub notes: BTreeMap<(TenantId, TenantId), Note>,
}

impl Records {
    /// Our tenants as imported, and the names of all the others.
    pub fn imported() -> Self {
        let mut records = Records::default();
        for house in HOUSES {
            let tenant = records.house(house);
            records.tenants.insert(tenant.id, Arc::new(tenant));
        }
        records
    }

    fn house(&mut self, house: &House) -> Tenant {
        let domain = house.firm.domain;
        let mut policy = CrossTenantAccessPolicy {
            display_name: Some(format!("CrossTenantAccessPolicy {}", tenant_id(domain))),
            allowed_cloud_endpoints: house.clouds.to_vec(),
            default: Some(Arc::new((house.default)())),
            ..CrossTenantAccessPolicy::default()
        };
        for row in house.partners {
            self.meet(domain, row);
            let partner = self.scribe(domain, row.domain, row.told_by).partner(row.says);
            policy.partners.insert(partner.tenant_id, Arc::new(partner));
        }
        Tenant {
            id: tenant_id(domain),
            display_name: house.firm.name.to_owned(),
            domains: vec![named(domain, true), named(house.firm.initial, false)],
            ownership: Ownership::Ours,
            policy: Some(Arc::new(policy)),
            external: Some(Arc::new(external(house))),
            conditional_access: super::conditions::of(domain).map(Arc::new),
            ..Tenant::default()
        }
    }

    /// Writes down the name of a partner and what we noted about it.
    pub fn meet(&mut self, owner: &str, row: &Row) {
        let id = tenant_id(row.domain);
        if let Some([who, purpose, ticket, review]) = row.note {
            let note = Note {
                owner: who.to_owned(),
                purpose: purpose.to_owned(),
                ticket: ticket.to_owned(),
                review: review.to_owned(),
                ..Note::default()
            };
            self.notes.insert((tenant_id(owner), id), note);
        }
        if row.name.is_empty() || is_ours(row.domain) {
            return;
        }
        let cloud = if row.in_us_government { Cloud::UsGovernment } else { Cloud::Global };
        self.tenants.entry(id).or_insert_with(|| {
            Arc::new(Tenant {
                id,
                display_name: row.name.to_owned(),
                domains: vec![named(row.domain, true)],
                cloud,
                ..Tenant::default()
            })
        });
    }

    /// Somebody to write what `owner` says about `other`.
    pub fn scribe<'a>(
        &'a mut self,
        owner: &'a str,
        other: &'a str,
        told_by: &'a str,
    ) -> Scribe<'a> {
        let book = &mut self.address_book;
        Scribe { owner, other, is_other_ours: is_ours(other), told_by, book }
    }
}

fn is_ours(domain: &str) -> bool {
    FIRMS.iter().any(|firm| firm.domain == domain)
}

fn named(domain: &str, is_default: bool) -> TenantDomain {
    TenantDomain {
        name: DomainName::observed(domain),
        is_verified: Some(true),
        is_default: Some(is_default),
        ..TenantDomain::default()
    }
}

fn external(house: &House) -> ExternalCollaboration {
    let list = |domains: &[&str]| match domains {
        [] => None,
        some => Some(some.iter().map(|domain| DomainName::observed(domain)).collect()),
    };
    ExternalCollaboration {
        authorization: Some(AuthorizationPolicy {
            allow_invites_from: Some(house.invites.clone()),
            guest_user_role_id: Some(house.guests.role()),
            ..AuthorizationPolicy::default()
        }),
        b2b_management: Some(B2bManagementPolicy {
            invitations: InvitationsPolicy {
                allowed: list(house.allowed),
                blocked: list(house.blocked),
                ..InvitationsPolicy::default()
            },
            ..B2bManagementPolicy::default()
        }),
        self_service_sign_up: Some(false),
        allow_external_identities_to_leave: Some(house.may_leave),
        ..ExternalCollaboration::default()
    }
}

/// The default nobody has touched.
fn untouched() -> DefaultConfiguration {
    DefaultConfiguration {
        is_service_default: Some(true),
        configuration: service_default().clone(),
        redemption: Some(service_redemption_order()),
        ..DefaultConfiguration::default()
    }
}

/// Nobody comes in unless a partner says so; only people on the payroll go out.
fn closed() -> DefaultConfiguration {
    let employees = Target::group(group_id(BETA.domain, "All Employees"));
    let configuration = Configuration {
        b2b_collaboration_inbound: Some(B2bSetting::of(
            TargetConfiguration::all_users(AccessType::Blocked),
            TargetConfiguration::all_apps(AccessType::Blocked),
        )),
        b2b_collaboration_outbound: Some(B2bSetting::of(
            TargetConfiguration::of(AccessType::Allowed, vec![employees]),
            TargetConfiguration::all_apps(AccessType::Allowed),
        )),
        ..service_default().clone()
    };
    DefaultConfiguration { is_service_default: Some(false), configuration, ..untouched() }
}

/// As the service has it, but guests redeem with a work account or a code by mail.
fn without_social() -> DefaultConfiguration {
    DefaultConfiguration {
        is_service_default: Some(false),
        redemption: Some(RedemptionOrder {
            primary: vec![
                IdentityProvider::AzureActiveDirectory,
                IdentityProvider::ExternalFederation,
            ],
            fallback: Some(FallbackIdentityProvider::EmailOneTimePasscode),
            ..RedemptionOrder::default()
        }),
        ..untouched()
    }
}
