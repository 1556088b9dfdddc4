//! Two-sided estates of any size and questions about them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::{OWNER, partner_id, tenant};
use crate::access::{Directories, Index, Question, evaluate};
use crate::domain::{
    AccessType, AppId, Application, B2b, B2bSetting, Configuration, CrossTenantAccessPolicy,
    DefaultConfiguration, Directory, Estate, Group, Guid, ObjectId, Ownership, Partner, Person,
    Target, TargetConfiguration, TargetType, TargetValue, Tenant, TenantId, Workspace,
};
use crate::store::{Desk, Folder, Stamp};

const USERS: usize = 40;
const APPS: usize = 50;
const QUESTIONS: usize = 4096;

/// An id of a kind of thing, spread over all bits as real ones are.
fn id(kind: u128, number: usize) -> Guid {
    let bits =
        (kind << 64 | number as u128).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    Guid::from_u128(bits ^ (bits >> 67))
}

fn user_id(tenant: usize, number: usize) -> ObjectId {
    ObjectId(id(1, tenant * USERS + number % USERS))
}

fn group_id(tenant: usize) -> ObjectId {
    ObjectId(id(2, tenant))
}

fn app_id(tenant: usize, number: usize) -> AppId {
    AppId(id(3, tenant * APPS + number % APPS))
}

/// Three users, a group of thirty and five applications; seldom a list of forty applications.
fn listed(people: usize, things: usize, number: usize) -> B2bSetting {
    let users = (0..3).map(|n| Target::user(user_id(people, number + n)));
    let users = users.chain([Target::group(group_id(people))]).collect();
    let count = if number.is_multiple_of(10) { 40 } else { 5 };
    let apps = (0..count).map(|n| Target::app(app_id(things, number + n))).collect();
    B2bSetting::of(
        TargetConfiguration::of(AccessType::Allowed, users),
        TargetConfiguration::of(AccessType::Allowed, apps),
    )
}

fn all(access: &AccessType) -> B2bSetting {
    B2bSetting::of(
        TargetConfiguration::all_users(access.clone()),
        TargetConfiguration::all_apps(access.clone()),
    )
}

fn policy(inbound: B2bSetting, outbound: B2bSetting) -> CrossTenantAccessPolicy {
    let configuration = Configuration {
        b2b_collaboration_inbound: Some(inbound),
        b2b_collaboration_outbound: Some(outbound),
        ..Configuration::default()
    };
    let default = DefaultConfiguration {
        is_service_default: Some(false),
        configuration,
        ..DefaultConfiguration::default()
    };
    CrossTenantAccessPolicy {
        default: Some(Arc::new(default)),
        ..CrossTenantAccessPolicy::default()
    }
}

fn directory(tenant: usize) -> Directory {
    let person = |number| Person { id: user_id(tenant, number), ..Person::default() };
    let app = |number| Application { app_id: app_id(tenant, number), ..Application::default() };
    let members = Some((10..USERS).map(|number| user_id(tenant, number)).collect());
    Directory {
        users: (0..USERS).map(person).collect(),
        groups: vec![Group { id: group_id(tenant), members, ..Group::default() }],
        applications: (0..APPS).map(app).collect(),
        ..Directory::default()
    }
}

/// What one layer of a tenant says in one direction, in plain words, for another engine.
#[derive(Clone, Debug)]
pub struct Plain {
    /// Whose setting.
    pub owner: String,
    /// About whom; `None` is the default.
    pub other: Option<String>,
    /// Inbound or outbound.
    pub inbound: bool,
    /// Whether the listed are let through; no list here blocks some only.
    pub allows: bool,
    /// Users, or `None` for all.
    pub users: Option<Vec<String>>,
    /// Groups.
    pub groups: Vec<String>,
    /// Applications, or `None` for all.
    pub apps: Option<Vec<String>>,
}

/// One tenant with so many partners, whose policies and directories are known; a third of the
/// partners have nothing of their own, a third let all pass, a third have lists.
#[derive(Debug)]
pub struct Verdicts {
    estate: Estate,
    directories: Directories,
    index: Index,
    questions: Vec<Question>,
}

impl Verdicts {
    /// Makes it, with the index.
    pub fn of(partners: usize) -> Self {
        let mut ours = policy(all(&AccessType::Blocked), all(&AccessType::Allowed));
        let mut directories = BTreeMap::from([(OWNER, Arc::new(directory(0)))]);
        let mut estate = Estate::default();
        for number in 1..=partners {
            let id = partner_id(number);
            let mut partner = Partner::new(id);
            let (inbound, outbound) = match number % 3 {
                0 => (None, None),
                1 => (Some(all(&AccessType::Allowed)), None),
                _ => (Some(listed(number, 0, number)), Some(listed(0, number, number))),
            };
            partner.configuration.b2b_collaboration_inbound = inbound;
            partner.configuration.b2b_collaboration_outbound = outbound;
            ours.partners.insert(id, Arc::new(partner));
            let theirs = match number % 4 {
                0 => listed(number, 0, number),
                _ => all(&AccessType::Allowed),
            };
            let policy = Some(Arc::new(policy(all(&AccessType::Allowed), theirs)));
            let other = tenant(id, format!("Partner {number:05}"), Ownership::Theirs);
            estate.tenants.insert(id, Arc::new(Tenant { policy, ..other }));
            directories.insert(id, Arc::new(directory(number)));
        }
        let contoso = tenant(OWNER, "Contoso".to_owned(), Ownership::Ours);
        let contoso = Tenant { policy: Some(Arc::new(ours)), ..contoso };
        estate.tenants.insert(OWNER, Arc::new(contoso));
        let index = Index::of(&estate, &directories);
        let questions = (0..QUESTIONS).map(|n| question(n, partners)).collect();
        Verdicts { estate, directories, index, questions }
    }

    /// Compiles the index anew.
    pub fn compile(&mut self) {
        self.index = Index::of(&self.estate, &self.directories);
    }

    /// How many questions there are; every number below asks one.
    pub fn count(&self) -> usize {
        self.questions.len()
    }

    /// The index is asked.
    pub fn without_trace(&self, number: usize) -> &'static str {
        let question = self.questions.get(number % QUESTIONS);
        question.map_or("", |question| self.index.answer(question).verdict.word())
    }

    /// The engine is asked.
    pub fn with_trace(&self, number: usize) -> &'static str {
        let question = self.questions.get(number % QUESTIONS);
        let answer =
            question.map(|question| evaluate(&self.estate, &self.directories, question).verdict);
        answer.map_or("", crate::access::Verdict::word)
    }

    /// A question as texts: home, user, resource, application.
    pub fn question(&self, number: usize) -> Option<[String; 4]> {
        let question = self.questions.get(number % QUESTIONS)?;
        let Question { home, user, resource, app, .. } = question;
        Some([home.to_string(), user.to_string(), resource.to_string(), app.to_string()])
    }

    /// Users with their tenant and their groups.
    pub fn users(&self) -> impl Iterator<Item = (String, String, Vec<String>)> + '_ {
        self.directories.iter().flat_map(|(tenant, directory)| {
            directory.users.iter().map(|user| {
                let in_it = |group: &&Group| {
                    group.members.as_ref().is_some_and(|members| members.contains(&user.id))
                };
                let groups =
                    directory.groups.iter().filter(in_it).map(|group| group.id.to_string());
                (tenant.to_string(), user.id.to_string(), groups.collect())
            })
        })
    }

    /// Applications with their tenant.
    pub fn apps(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.directories.iter().flat_map(|(tenant, directory)| {
            let apps = directory.applications.iter();
            apps.map(|app| (tenant.to_string(), app.app_id.to_string()))
        })
    }

    /// Everything that is said, layer by layer.
    pub fn settings(&self) -> Vec<Plain> {
        let mut out = Vec::new();
        for (owner, tenant) in &self.estate.tenants {
            let Some(policy) = &tenant.policy else { continue };
            let default = policy.default.iter().map(|default| (None, &default.configuration));
            let partners = policy.partners.iter().map(|(id, p)| (Some(*id), &p.configuration));
            for (other, configuration) in default.chain(partners) {
                for b2b in [B2b::CollaborationInbound, B2b::CollaborationOutbound] {
                    let setting = configuration.b2b(b2b);
                    out.extend(setting.and_then(|setting| plain(*owner, other, b2b, setting)));
                }
            }
        }
        out
    }

    /// Writes a workspace, without directories, to a folder.
    pub fn make_workspace(&self, folder: &Path) -> Option<()> {
        let workspace = Workspace { draft: self.estate.clone(), ..Workspace::default() };
        let disk = Arc::new(Folder::at(folder).ok()?);
        Desk::create(disk, "bench", &Stamp::default(), "bench", workspace, None).ok().map(|_| ())
    }
}

/// Mostly guests coming in, some people going out, some strangers.
fn question(number: usize, partners: usize) -> Question {
    let turn = number.wrapping_mul(0x9E37_79B1) >> 3;
    let other = 1 + turn % partners;
    let (user, app) = (turn / 7, turn / 11);
    let (home, user, resource, app) = match number % 16 {
        0 => (TenantId(id(4, turn)), ObjectId(id(5, turn)), OWNER, app_id(0, app)),
        4 | 8 | 12 => (OWNER, user_id(0, user), partner_id(other), app_id(other, app)),
        _ => (partner_id(other), user_id(other, user), OWNER, app_id(0, app)),
    };
    Question { home, user, resource, app, ..Question::default() }
}

fn plain(
    owner: TenantId,
    other: Option<TenantId>,
    b2b: B2b,
    setting: &B2bSetting,
) -> Option<Plain> {
    let (users, apps) = (setting.users_and_groups.as_ref()?, setting.applications.as_ref()?);
    let ids = |list: &TargetConfiguration, kind: &TargetType| -> Vec<String> {
        let named = list.targets.iter().filter(|target| target.kind == *kind);
        named.filter(|t| matches!(t.value, TargetValue::Id(_))).map(|t| t.value.text()).collect()
    };
    Some(Plain {
        owner: owner.to_string(),
        other: other.map(|other| other.to_string()),
        inbound: b2b == B2b::CollaborationInbound,
        allows: users.access == AccessType::Allowed,
        users: (!users.is_all()).then(|| ids(users, &TargetType::User)),
        groups: ids(users, &TargetType::Group),
        apps: (!apps.is_all()).then(|| ids(apps, &TargetType::Application)),
    })
}
