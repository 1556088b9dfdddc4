//! Partners as rows of tables, and how a row becomes what Graph would say.

use std::collections::BTreeMap;

use super::identity::{app_id, group_id, tenant_id, user_id};
use crate::domain::{
    AccessType, AddressEntry, AddressKind, AppId, AutomaticUserConsent, B2b, B2bSetting, Claim,
    Direction, Guid, IdentitySynchronization, InboundTrust, Partner, SyncInbound, SyncKind, Target,
    TargetConfiguration, TargetType, TargetValue,
};

/// A partner of one of our tenants.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its name; empty where only its id is known, as in a bare export.
    pub name: &'static str,
    /// Its domain, which also stands for the tenant.
    pub domain: &'static str,
    pub in_us_government: bool,
    pub says: &'static [Says],
    /// Who told us the ids of their people and applications.
    pub told_by: &'static str,
    /// Owner, purpose, ticket, date of review.
    pub note: Option<[&'static str; 4]>,
}

/// One thing that is said about a partner; the rest is inherited.
#[derive(Clone, Copy, Debug)]
pub enum Says {
    /// These claims count, the others do not.
    Trust(&'static [Claim]),
    Both(B2b, Who, What),
    /// Only the people's half, which the service accepts.
    PeopleOnly(B2b, Who),
    /// Automatic redemption, inbound then outbound.
    Redeem(Option<bool>, Option<bool>),
    Sync(SyncKind),
    ServiceProvider,
    Organization,
    /// A property this program does not know, with its JSON.
    Unknown(&'static str, &'static str),
}

/// The people's half.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    Everyone,
    Nobody,
    Only(&'static [Whom]),
    But(&'static [Whom]),
}

/// Somebody of the side whose people are meant.
#[derive(Clone, Copy, Debug)]
pub enum Whom {
    Group(&'static str),
    User(&'static str),
    /// A group of the other side, which never matches anybody.
    WrongSide(&'static str),
}

/// The applications' half.
#[derive(Clone, Copy, Debug)]
pub enum What {
    Anything,
    Nothing,
    Office365,
    /// These, and the ones without which guests cannot work with them, see [`companions`].
    Only(&'static [&'static str]),
    But(&'static [&'static str]),
}

/// A partner that inherits what `says` leaves out.
pub const fn row(name: &'static str, domain: &'static str, says: &'static [Says]) -> Row {
    Row { name, domain, in_us_government: false, says, told_by: "", note: None }
}

impl Row {
    pub const fn us_government(self) -> Self {
        Row { in_us_government: true, ..self }
    }

    pub const fn told_by(self, told_by: &'static str) -> Self {
        Row { told_by, ..self }
    }

    /// Owner, purpose, ticket, date of review.
    pub const fn note(
        self,
        owner: &'static str,
        purpose: &'static str,
        ticket: &'static str,
        review: &'static str,
    ) -> Self {
        Row { note: Some([owner, purpose, ticket, review]), ..self }
    }
}

pub const MFA: Says = Says::Trust(&[Claim::Mfa]);
pub const MFA_AND_DEVICE: Says = Says::Trust(&[Claim::Mfa, Claim::CompliantDevice]);
pub const EVERY_CLAIM: Says = Says::Trust(&Claim::ALL);
pub const CHANNELS_IN: Says = channels_in(Who::Everyone);
pub const CHANNELS_OUT: Says = channels_out(Who::Everyone);
pub const CLOSED_IN: Says = guests_in(Who::Nobody, What::Nothing);
pub const CLOSED_OUT: Says = guests_out(Who::Nobody, What::Nothing);

pub const fn guests_in(who: Who, what: What) -> Says {
    Says::Both(B2b::CollaborationInbound, who, what)
}

pub const fn guests_out(who: Who, what: What) -> Says {
    Says::Both(B2b::CollaborationOutbound, who, what)
}

pub const fn channels_in(who: Who) -> Says {
    Says::Both(B2b::DirectConnectInbound, who, What::Office365)
}

pub const fn channels_out(who: Who) -> Says {
    Says::Both(B2b::DirectConnectOutbound, who, What::Office365)
}

/// Applications that belong on an allow list, so that a practice mistake is always a meant one.
///
/// Guests need My Apps, the access panel, My Profile and My Sign-ins to arrive and to register
/// for MFA; our people abroad need rights management and terms of use.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-overview.md
fn companions(setting: B2b) -> &'static [u128] {
    match setting {
        B2b::CollaborationInbound => &[
            0x2793_995e_0a7d_40d7_bd35_6968_ba14_2197,
            0x0000_000c_0000_0000_c000_0000_0000_0000,
            0x8c59_ead7_d703_4a27_9e55_c96a_0054_c8d2,
            0x19db_86c3_b2b9_44cc_b339_36da_233a_3be2,
            0xd527_92f4_ba38_424d_8140_ada5_b883_f293,
        ],
        B2b::CollaborationOutbound => &[
            0x0000_000c_0000_0000_c000_0000_0000_0000,
            0x0000_0012_0000_0000_c000_0000_0000_0000,
            0xd527_92f4_ba38_424d_8140_ada5_b883_f293,
        ],
        B2b::DirectConnectInbound | B2b::DirectConnectOutbound | B2b::TenantRestrictions => &[],
    }
}

/// Writes what `owner` says about another tenant, and files the foreign ids it had to ask for.
#[derive(Debug)]
pub struct Scribe<'a> {
    /// Domain of the tenant that speaks.
    pub owner: &'a str,
    /// Domain of the tenant that is spoken of.
    pub other: &'a str,
    /// The other tenant's directory is known, nobody needs to be asked.
    pub is_other_ours: bool,
    pub told_by: &'a str,
    pub book: &'a mut BTreeMap<Guid, AddressEntry>,
}

impl Scribe<'_> {
    /// A partner that says all this.
    pub fn partner(&mut self, says: &[Says]) -> Partner {
        let mut partner = Partner::new(tenant_id(self.other));
        partner.is_in_multi_tenant_organization = Some(false);
        self.write(&mut partner, says);
        partner
    }

    /// Lets a partner say more; what it said about the same thing is replaced.
    pub fn write(&mut self, partner: &mut Partner, says: &[Says]) {
        for said in says {
            self.write_one(partner, said);
        }
    }

    fn write_one(&mut self, partner: &mut Partner, said: &Says) {
        let configuration = &mut partner.configuration;
        match *said {
            Says::Trust(claims) => {
                let mut trust = InboundTrust::default();
                for claim in Claim::ALL {
                    *trust.claim_mut(claim) = Some(claims.contains(&claim));
                }
                configuration.inbound_trust = Some(trust);
            }
            Says::Both(setting, who, what) => {
                *configuration.b2b_mut(setting) =
                    Some(B2bSetting::of(self.people(setting, who), self.apps(setting, what)));
            }
            Says::PeopleOnly(setting, who) => {
                *configuration.b2b_mut(setting) = Some(B2bSetting {
                    users_and_groups: Some(self.people(setting, who)),
                    ..B2bSetting::default()
                });
            }
            Says::Redeem(inbound, outbound) => {
                configuration.automatic_user_consent =
                    Some(AutomaticUserConsent { inbound, outbound, ..Default::default() });
            }
            Says::Sync(kind) => {
                let sync = partner.identity_synchronization.get_or_insert_with(|| sync(self.other));
                *sync.kind_mut(kind) =
                    Some(SyncInbound { is_sync_allowed: Some(true), ..SyncInbound::default() });
            }
            Says::ServiceProvider => partner.is_service_provider = Some(true),
            Says::Organization => partner.is_in_multi_tenant_organization = Some(true),
            Says::Unknown(name, json) => {
                let value = serde_json::from_str(json).unwrap_or_default();
                partner.extra.insert(name.to_owned(), value);
            }
        }
    }

    fn people(&mut self, setting: B2b, who: Who) -> TargetConfiguration {
        let (access, whom) = match who {
            Who::Everyone => return TargetConfiguration::all_users(AccessType::Allowed),
            Who::Nobody => return TargetConfiguration::all_users(AccessType::Blocked),
            Who::Only(whom) => (AccessType::Allowed, whom),
            Who::But(whom) => (AccessType::Blocked, whom),
        };
        let (home, away) = match setting.people_are() {
            Direction::Inbound => (self.other, self.owner),
            Direction::Outbound => (self.owner, self.other),
        };
        let mut targets = Vec::new();
        for one in whom {
            targets.push(match one {
                Whom::Group(name) => {
                    let id = group_id(home, name);
                    self.file(home, id.0, AddressKind::Group, name);
                    Target::group(id)
                }
                Whom::User(mailbox) => {
                    let id = user_id(home, mailbox);
                    self.file(home, id.0, AddressKind::User, mailbox);
                    Target::user(id)
                }
                Whom::WrongSide(name) => Target::group(group_id(away, name)),
            });
        }
        TargetConfiguration::of(access, targets)
    }

    fn apps(&mut self, setting: B2b, what: What) -> TargetConfiguration {
        let (access, names, with): (_, _, &[u128]) = match what {
            What::Anything => return TargetConfiguration::all_apps(AccessType::Allowed),
            What::Nothing => return TargetConfiguration::all_apps(AccessType::Blocked),
            What::Office365 => {
                let suite = Target::of(TargetValue::Office365, TargetType::Application);
                return TargetConfiguration::of(AccessType::Allowed, vec![suite]);
            }
            What::Only(names) => (AccessType::Allowed, names, companions(setting)),
            What::But(names) => (AccessType::Blocked, names, &[]),
        };
        // Inbound lists name our applications, outbound lists theirs.
        let home = match setting.people_are() {
            Direction::Inbound => self.owner,
            Direction::Outbound => self.other,
        };
        let mut targets = Vec::new();
        for name in names {
            let id = app_id(home, name);
            self.file(home, id.0, AddressKind::Application, name);
            targets.push(Target::app(id));
        }
        targets.extend(with.iter().map(|bits| Target::app(AppId(Guid::from_u128(*bits)))));
        TargetConfiguration::of(access, targets)
    }

    fn file(&mut self, home: &str, id: Guid, kind: AddressKind, name: &str) {
        if home != self.other || self.is_other_ours {
            return;
        }
        self.book.entry(id).or_insert_with(|| AddressEntry {
            tenant: tenant_id(home),
            kind,
            name: name.to_owned(),
            told_by: self.told_by.to_owned(),
        });
    }
}

fn sync(other: &str) -> IdentitySynchronization {
    IdentitySynchronization {
        tenant_id: Some(tenant_id(other)),
        display_name: Some(other.to_owned()),
        ..IdentitySynchronization::default()
    }
}
