//! Contoso and Fabrikam, and settings in the notation `U+ FM, A- Payroll`.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::access::{Answer, Directories, Kind, Question, Stage, Verdict, evaluate};
use crate::domain::{
    AccessType, AllowInvitesFrom, AppId, Application, AuthorizationPolicy, B2b,
    B2bManagementPolicy, B2bSetting, Configuration, CrossTenantAccessPolicy, DefaultConfiguration,
    Directory, DomainName, Estate, ExternalCollaboration, Group, Guid, InboundTrust,
    InvitationsPolicy, ObjectId, Ownership, Partner, Person, Target, TargetConfiguration,
    TargetType, TargetValue, Tenant, TenantId, service_default,
};

pub const C: TenantId = TenantId(Guid::from_u128(0xC));
pub const F: TenantId = TenantId(Guid::from_u128(0xF));
/// A third tenant, known to nobody.
pub const T: TenantId = TenantId(Guid::from_u128(0x7));

pub const FAY: ObjectId = ObjectId(Guid::from_u128(0xF1));
pub const FINN: ObjectId = ObjectId(Guid::from_u128(0xF2));
/// Fay is in it.
pub const FM: ObjectId = ObjectId(Guid::from_u128(0xF9));
/// FM's only member that is a group is nested here.
pub const FN: ObjectId = ObjectId(Guid::from_u128(0xF8));
pub const CARA: ObjectId = ObjectId(Guid::from_u128(0xC1));
pub const CARL: ObjectId = ObjectId(Guid::from_u128(0xC2));
/// Cara is in it.
pub const CE: ObjectId = ObjectId(Guid::from_u128(0xC9));

pub const PAYROLL: AppId = AppId(Guid::from_u128(0xA1));
pub const WIKI: AppId = AppId(Guid::from_u128(0xA2));
pub const FAPP: AppId = AppId(Guid::from_u128(0xA3));
pub const TEAMS: AppId = crate::domain::OFFICE_365_APPS[0].0;

/// Two tenants at service defaults that know each other's directory.
#[derive(Clone)]
pub struct World {
    pub estate: Estate,
    pub directories: Directories,
}

fn half(text: &str, all: TargetValue) -> TargetConfiguration {
    let (how, who) = text.split_at(2);
    let access = match how.as_bytes()[1] {
        b'+' => AccessType::Allowed,
        b'-' => AccessType::Blocked,
        _ => AccessType::Other("futureValue".into()),
    };
    let whole =
        if all == TargetValue::AllUsers { TargetType::User } else { TargetType::Application };
    let targets = who.split_whitespace().map(|word| match word {
        "All" => Target::of(all.clone(), whole.clone()),
        "fay" => Target::user(FAY),
        "finn" => Target::user(FINN),
        "carl" => Target::user(CARL),
        "FM" => Target::group(FM),
        "FN" => Target::group(FN),
        "CE" => Target::group(CE),
        "Gone" => Target::group(ObjectId(Guid::from_u128(0xDEAD))),
        "Payroll" => Target::app(PAYROLL),
        "Wiki" => Target::app(WIKI),
        "FApp" => Target::app(FAPP),
        other => Target::of(TargetValue::parse(other), whole.clone()),
    });
    TargetConfiguration::of(access, targets.collect())
}

/// `U+ FM, A- Payroll`.
pub fn setting(text: &str) -> B2bSetting {
    let (users, apps) = text.split_once(", ").unwrap();
    B2bSetting::of(half(users, TargetValue::AllUsers), half(apps, TargetValue::AllApplications))
}

fn person(id: ObjectId, user_type: &str) -> Person {
    Person { id, user_type: user_type.to_owned(), ..Person::default() }
}

fn app(app_id: AppId) -> Application {
    Application { app_id, owner: Some(C), ..Application::default() }
}

fn tenant(id: TenantId, name: &str) -> Tenant {
    Tenant {
        id,
        display_name: name.to_owned(),
        ownership: Ownership::Ours,
        policy: Some(Arc::new(CrossTenantAccessPolicy {
            default: Some(Arc::new(DefaultConfiguration {
                is_service_default: Some(true),
                configuration: service_default().clone(),
                ..DefaultConfiguration::default()
            })),
            ..CrossTenantAccessPolicy::default()
        })),
        external: Some(Arc::new(ExternalCollaboration {
            authorization: Some(AuthorizationPolicy {
                allow_invites_from: Some(AllowInvitesFrom::Everyone),
                ..AuthorizationPolicy::default()
            }),
            b2b_management: Some(B2bManagementPolicy::default()),
            ..ExternalCollaboration::default()
        })),
        ..Tenant::default()
    }
}

impl World {
    pub fn new() -> Self {
        let mut estate = Estate::default();
        for (id, name) in [(C, "Contoso"), (F, "Fabrikam")] {
            estate.tenants.insert(id, Arc::new(tenant(id, name)));
        }
        let group = |id, members: &[ObjectId]| Group {
            id,
            display_name: String::new(),
            members: Some(members.to_vec()),
        };
        let fabrikam = Directory {
            users: vec![person(FAY, "Member"), person(FINN, "Member")],
            groups: vec![group(FM, &[FAY]), group(FN, &[FM])],
            ..Directory::default()
        };
        let contoso = Directory {
            users: vec![person(CARA, "Member"), person(CARL, "Member")],
            groups: vec![group(CE, &[CARA])],
            applications: vec![app(PAYROLL), app(WIKI)],
            ..Directory::default()
        };
        let directories = [(C, Arc::new(contoso)), (F, Arc::new(fabrikam))].into();
        World { estate, directories }
    }

    pub fn tenant_mut(&mut self, id: TenantId) -> &mut Tenant {
        Arc::make_mut(self.estate.tenants.get_mut(&id).unwrap())
    }

    pub fn policy_mut(&mut self, id: TenantId) -> &mut CrossTenantAccessPolicy {
        Arc::make_mut(self.tenant_mut(id).policy.as_mut().unwrap())
    }

    pub fn default_mut(&mut self, owner: TenantId) -> &mut Configuration {
        let default = Arc::make_mut(self.policy_mut(owner).default.as_mut().unwrap());
        default.is_service_default = Some(false);
        &mut default.configuration
    }

    pub fn partner_mut(&mut self, owner: TenantId, other: TenantId) -> &mut Configuration {
        let partners = &mut self.policy_mut(owner).partners;
        let partner = partners.entry(other).or_insert_with(|| Arc::new(Partner::new(other)));
        &mut Arc::make_mut(partner).configuration
    }

    pub fn default(mut self, owner: TenantId, b2b: B2b, text: &str) -> Self {
        *self.default_mut(owner).b2b_mut(b2b) = Some(setting(text));
        self
    }

    pub fn partner(mut self, owner: TenantId, other: TenantId, b2b: B2b, text: &str) -> Self {
        *self.partner_mut(owner, other).b2b_mut(b2b) = Some(setting(text));
        self
    }

    /// The partner Fabrikam of Contoso, inbound collaboration.
    pub fn inbound(self, text: &str) -> Self {
        self.partner(C, F, B2b::CollaborationInbound, text)
    }

    pub fn trust(mut self, mfa: bool, device: bool) -> Self {
        self.partner_mut(C, F).inbound_trust = Some(InboundTrust {
            mfa: Some(mfa),
            compliant_device: Some(device),
            hybrid_joined_device: Some(device),
            ..InboundTrust::default()
        });
        self
    }

    pub fn external_mut(&mut self) -> &mut ExternalCollaboration {
        Arc::make_mut(self.tenant_mut(C).external.as_mut().unwrap())
    }

    pub fn invites(mut self, value: AllowInvitesFrom) -> Self {
        self.external_mut().authorization.as_mut().unwrap().allow_invites_from = Some(value);
        self
    }

    pub fn domains(mut self, allowed: &[&str], blocked: &[&str]) -> Self {
        let names =
            |list: &[&str]| Some(list.iter().map(|name| DomainName::observed(name)).collect());
        let invitations = InvitationsPolicy {
            allowed: names(allowed),
            blocked: names(blocked),
            ..InvitationsPolicy::default()
        };
        self.external_mut().b2b_management =
            Some(B2bManagementPolicy { invitations, ..B2bManagementPolicy::default() });
        self
    }

    /// The policy of a tenant is not in the workspace.
    pub fn unseen(mut self, id: TenantId) -> Self {
        self.tenant_mut(id).policy = None;
        self
    }

    pub fn ask(&self, question: &Question) -> Answer {
        evaluate(&self.estate, &self.directories, question)
    }

    pub fn verdict(&self, question: &Question) -> Verdict {
        self.ask(question).verdict
    }
}

/// Somebody of Fabrikam to Contoso.
pub fn knock(user: ObjectId, app: AppId) -> Question {
    Question { home: F, user, resource: C, app, ..Question::default() }
}

/// Somebody of Contoso to Fabrikam.
pub fn leave(user: ObjectId, app: AppId) -> Question {
    Question { home: C, user, resource: F, app, ..Question::default() }
}

pub fn direct(question: Question) -> Question {
    Question { kind: Kind::DirectConnect, ..question }
}

pub fn invite(user: ObjectId, address: &str) -> Question {
    Question {
        stage: Stage::Invitation,
        address: (!address.is_empty()).then(|| address.to_owned()),
        inviter: Some(CARL),
        ..knock(user, WIKI)
    }
}

/// Groups given with the question instead of looked up.
pub fn told(groups: &[ObjectId], question: Question) -> Question {
    Question { groups: Some(groups.iter().copied().collect::<BTreeSet<_>>()), ..question }
}
