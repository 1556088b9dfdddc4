//! The question as it is filled in: fields, each chosen or turned to its next value.

use std::collections::BTreeSet;

use crate::access::{Activity, Identity, InviterRole, Kind, Question, Stage};
use crate::decode::Named;
use crate::domain::{AppId, Claim, KNOWN_APPS, ObjectId, TenantId};
use crate::partners::PartnerRow;
use crate::tui::model::Model;

/// One field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Field {
    /// The person.
    #[default]
    Who,
    /// The tenant the account belongs to.
    Home,
    /// The application.
    App,
    /// The mail address that is invited.
    Address,
    /// The tenant that holds the application.
    Resource,
    /// Collaboration or direct connect.
    Kind,
    /// Sign-in, invitation, synchronisation.
    Stage,
    /// Whose network it is asked from.
    Network,
    /// What the session can prove.
    Claim(Claim),
    /// What is known of whoever invites.
    Inviter,
}

/// The fields in the order of the keys.
const FIELDS: &[Field] = &[
    Field::Who,
    Field::Home,
    Field::App,
    Field::Address,
    Field::Resource,
    Field::Kind,
    Field::Stage,
    Field::Network,
    Field::Claim(Claim::Mfa),
    Field::Claim(Claim::CompliantDevice),
    Field::Claim(Claim::HybridJoinedDevice),
    Field::Inviter,
];

/// The question, as far as it is filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Form {
    pub home: Option<TenantId>,
    /// `None` for somebody whom no list names: of most partners no directory is known.
    pub user: Option<ObjectId>,
    pub resource: Option<TenantId>,
    pub app: Option<AppId>,
    pub address: Option<String>,
    kind: Kind,
    identity: Identity,
    stage: Stage,
    network: Option<TenantId>,
    has: BTreeSet<Claim>,
    inviter_role: Option<InviterRole>,
}

/// The first user of a tenant's directory.
fn first_user(model: &Model, tenant: TenantId) -> Option<ObjectId> {
    let directory = model.directories.get(&tenant)?;
    directory.users.first().map(|user| user.id)
}

/// The first application of a tenant's directory, or one that every tenant has.
fn first_app(model: &Model, tenant: TenantId) -> Option<AppId> {
    let own = model.directories.get(&tenant).and_then(|directory| directory.applications.first());
    own.map(|app| app.app_id).or_else(|| KNOWN_APPS.first().map(|known| known.id))
}

impl Form {
    /// Something to begin with: a known person of a partner, and an application of ours.
    pub fn first(model: &Model) -> Self {
        let partners = || model.rows.iter().filter_map(PartnerRow::partner);
        let peopled = partners().find(|id| first_user(model, *id).is_some());
        let home = peopled.or_else(|| partners().next());
        let mut form = Form {
            home,
            user: home.and_then(|home| first_user(model, home)),
            resource: Some(model.owner),
            app: first_app(model, model.owner),
            ..Form::default()
        };
        form.readdress(model);
        form
    }

    /// The form of a question.
    pub fn of(question: &Question) -> Self {
        Form {
            home: Some(question.home),
            user: Some(question.user).filter(|user| *user != ObjectId::default()),
            resource: Some(question.resource),
            app: Some(question.app),
            address: question.address.clone(),
            kind: question.kind,
            identity: question.identity,
            stage: question.stage,
            network: question.network,
            has: question.has.clone(),
            inviter_role: question.inviter_role,
        }
    }

    /// The question, once it is whole.
    pub fn question(&self) -> Option<Question> {
        let invitation = self.invites();
        let addressed = invitation || self.stage == Stage::SignUp;
        Some(Question {
            home: self.home?,
            user: self.user.unwrap_or_default(),
            groups: self.user.is_none().then(BTreeSet::new),
            resource: self.resource?,
            app: self.app?,
            kind: self.kind,
            identity: self.identity,
            stage: self.stage,
            network: self.network.filter(|_| self.has(Field::Network)),
            has: self.has.clone(),
            address: self.address.clone().filter(|_| addressed),
            inviter_role: self.inviter_role.filter(|_| invitation),
            ..Question::default()
        })
    }

    /// Whether an invitation is asked about.
    pub fn invites(&self) -> bool {
        self.stage == Stage::Invitation
    }

    /// Whether a field belongs to this question.
    pub fn has(&self, field: Field) -> bool {
        let invitation = self.stage == Stage::Invitation;
        match field {
            Field::App | Field::Claim(_) => !invitation,
            Field::Address | Field::Inviter => invitation,
            Field::Network => self.stage == Stage::SignIn && self.identity == Identity::Entra,
            Field::Who | Field::Home => self.identity == Identity::Entra,
            Field::Resource | Field::Kind | Field::Stage => true,
        }
    }

    /// The fields of this question.
    pub fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        FIELDS.iter().copied().filter(|field| self.has(*field))
    }

    /// Turns a field to its next value.
    pub fn turn(&mut self, field: Field, model: &Model) {
        match field {
            Field::Kind => {
                // By collaboration, by direct connect, and guests whose identity is not Entra's.
                (self.kind, self.identity) = match (self.kind, self.identity) {
                    (_, Identity::Other) => (Kind::Collaboration, Identity::Entra),
                    (Kind::Collaboration, _) => (Kind::DirectConnect, Identity::Entra),
                    (Kind::DirectConnect, _) => (Kind::Collaboration, Identity::Other),
                };
                // Direct connect knows nothing but the sign-in.
                self.stage = Stage::SignIn;
            }
            Field::Stage => {
                self.stage = match self.stage {
                    Stage::SignIn => Stage::Invitation,
                    Stage::Invitation if self.identity == Identity::Other => Stage::SignUp,
                    Stage::Invitation => Stage::Synchronisation,
                    Stage::Synchronisation => Stage::SignUp,
                    Stage::SignUp => Stage::SignIn,
                };
                self.kind = Kind::Collaboration;
            }
            Field::Network => {
                self.network = if self.network.is_none() { Some(model.owner) } else { None };
            }
            Field::Claim(claim) => {
                if !self.has.remove(&claim) {
                    self.has.insert(claim);
                }
            }
            Field::Inviter => {
                self.inviter_role = match self.inviter_role {
                    None => Some(InviterRole::Plain),
                    Some(InviterRole::Plain) => Some(InviterRole::Entitled),
                    Some(InviterRole::Entitled) => None,
                };
            }
            Field::Who | Field::Home | Field::App | Field::Address | Field::Resource => {}
        }
    }

    /// Somebody was chosen, of whichever tenant.
    pub fn person(&mut self, home: TenantId, user: ObjectId, model: &Model) {
        if self.resource == Some(home) && self.network.is_none() {
            self.swap(model);
        }
        self.home = Some(home);
        self.user = Some(user).filter(|user| *user != ObjectId::default());
        self.address = address(model, home, user);
    }

    /// People of another tenant are meant.
    pub fn come_from(&mut self, tenant: TenantId, model: &Model) {
        if self.resource == Some(tenant) && self.network.is_none() {
            self.swap(model);
        } else if self.home != Some(tenant) {
            self.home = Some(tenant);
            self.user = first_user(model, tenant);
        }
        self.readdress(model);
    }

    /// An error message names parts of the question; the rest stays where it still fits.
    pub fn name(&mut self, named: &Named, model: &Model) {
        let before = (self.home, self.resource);
        self.kind = named.kind;
        self.identity = Identity::Entra;
        self.stage = Stage::SignIn;
        self.network = named.network;
        self.home = named.home.or(self.home);
        self.resource = named.resource.or(self.resource);
        let (home, resource) = (self.home != before.0, self.resource != before.1);
        self.user = named.user.or(self.user.filter(|_| !home));
        let app = || self.resource.and_then(|resource| first_app(model, resource));
        self.app = named.app.or(self.app.filter(|_| !resource)).or_else(app);
        self.readdress(model);
    }

    /// Applications of another tenant are meant. On our network a foreign account may be asked about
    /// with its own tenant's applications; elsewhere nothing lies between a tenant and itself.
    pub fn go_to(&mut self, tenant: TenantId, model: &Model) {
        if self.home == Some(tenant) && self.network.is_none() {
            self.swap(model);
        } else if self.resource != Some(tenant) {
            self.resource = Some(tenant);
            self.app = first_app(model, tenant);
        }
    }

    /// The two tenants change places; person and application are those of the new sides.
    pub fn swap(&mut self, model: &Model) {
        std::mem::swap(&mut self.home, &mut self.resource);
        self.user = self.home.and_then(|home| first_user(model, home));
        self.app = self.resource.and_then(|resource| first_app(model, resource));
        self.readdress(model);
    }

    fn readdress(&mut self, model: &Model) {
        self.address = self.home.zip(self.user).and_then(|(home, user)| address(model, home, user));
    }

    /// What a field is called, as part of a sentence.
    pub fn label(&self, field: Field) -> &'static str {
        match (field, self.stage) {
            (Field::Who, _) => "who",
            (Field::App, _) => "opens",
            (Field::Address, _) => "as",
            (Field::Resource, Stage::Invitation) => "into",
            (Field::Home | Field::Resource, _) => "of",
            (Field::Kind, _) => "by",
            (Field::Stage, _) => "at",
            (Field::Inviter, _) => "invited by",
            (Field::Network, _) => "from",
            (Field::Claim(_), _) => "",
        }
    }

    /// What a field holds, in words.
    pub fn value(&self, field: Field, model: &Model) -> String {
        let tenant = |id: Option<TenantId>| id.map(|id| model.name(id));
        let known = match field {
            Field::Who => self.user_name(model),
            Field::Home => tenant(self.home),
            Field::App => self.app_name(model),
            Field::Address => self.address.clone(),
            Field::Resource => tenant(self.resource),
            Field::Kind => Some(match self.kind {
                _ if self.identity == Identity::Other => "not of Entra".to_owned(),
                Kind::Collaboration => "collaboration".to_owned(),
                Kind::DirectConnect => "direct connect".to_owned(),
            }),
            Field::Stage => Some(match self.stage {
                Stage::SignIn => "sign-in".to_owned(),
                Stage::Invitation => "invitation".to_owned(),
                Stage::Synchronisation => "synchronisation".to_owned(),
                Stage::SignUp => "sign-up".to_owned(),
            }),
            Field::Network => Some(match tenant(self.network) {
                None => "anywhere".to_owned(),
                Some(name) => format!("{name}'s network"),
            }),
            Field::Inviter => Some(match self.inviter_role {
                None => "somebody, role not known".to_owned(),
                Some(InviterRole::Plain) => "somebody without a role".to_owned(),
                Some(InviterRole::Entitled) => "a Guest Inviter or administrator".to_owned(),
            }),
            Field::Claim(claim) => Some(self.has.contains(&claim).to_string()),
        };
        known.unwrap_or_else(|| "?".to_owned())
    }

    /// Whether a claim is ticked.
    pub fn holds(&self, claim: Claim) -> bool {
        self.has.contains(&claim)
    }

    fn user_name(&self, model: &Model) -> Option<String> {
        let home = self.home?;
        let Some(user) = self.user else { return Some("somebody on no list".to_owned()) };
        let found = model.id_name(home, user.0).map(|(name, _)| name);
        // A log knows by name whom no directory here does.
        let logged = || {
            let seen = |one: &&Activity| (one.way.home, one.way.user) == (home, user);
            model.activities().iter().find(seen).map(Activity::person)
        };
        found.or_else(logged).or_else(|| Some(user.to_string()))
    }

    fn app_name(&self, model: &Model) -> Option<String> {
        let (resource, app) = self.resource.zip(self.app)?;
        let found = model.id_name(resource, app.0).map(|(name, _)| name);
        let logged = || {
            let seen = |one: &&Activity| (one.way.resource, one.way.app) == (resource, app);
            model.activities().iter().find(seen).map(Activity::app)
        };
        found.or_else(logged).or_else(|| Some(app.to_string()))
    }

    /// The question in one line.
    pub fn sentence(&self, model: &Model) -> String {
        let value = |field| self.value(field, model);
        let (who, home, resource) = (value(Field::Who), value(Field::Home), value(Field::Resource));
        match self.stage {
            Stage::Invitation if self.identity == Identity::Other => {
                format!("somebody not of Entra invited into {resource}")
            }
            Stage::Invitation => format!("{who} of {home} invited into {resource}"),
            Stage::SignIn if self.identity == Identity::Other => {
                format!("somebody not of Entra to {} of {resource}", value(Field::App))
            }
            Stage::SignUp if self.identity == Identity::Other => {
                format!("somebody not of Entra signs up for {} of {resource}", value(Field::App))
            }
            Stage::SignIn | Stage::Synchronisation | Stage::SignUp => {
                let way = match (self.kind, self.stage) {
                    (Kind::DirectConnect, _) => " by direct connect",
                    (_, Stage::Synchronisation) => " once synchronised",
                    (_, Stage::SignUp) => " by signing up",
                    _ => "",
                };
                format!("{who} of {home} to {} of {resource}{way}", value(Field::App))
            }
        }
    }
}

/// The address under which somebody is most likely invited: the sign-in name.
fn address(model: &Model, home: TenantId, user: ObjectId) -> Option<String> {
    let directory = model.directories.get(&home)?;
    let person = directory.users.iter().find(|person| person.id == user)?;
    Some(person.user_principal_name.clone()).filter(|name| name.contains('@'))
}
