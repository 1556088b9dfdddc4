//! One setting of one tenant, asked about one person and one application.

use std::cell::OnceCell;
use std::fmt::Write;

use super::clause::{By, Clause, Origin};
use super::membership::{Directories, Listed, app_listed, user_listed};
use super::question::{Kind, Question};
use super::resolve::{Effective, Layer, Layers};
use super::rule::{Said, Truth, half_passes, passes, turns_on};
use super::trace::{Called, Doubt, Gate, Line};
use crate::domain::{
    AccessType, B2b, CrossTenantAccessPolicy, DomainList, Estate, Half, Subject,
    TargetConfiguration, TargetValue, Tenant, TenantId,
};

/// Room for most sentences, so that they do not grow word by word.
const SENTENCE: usize = 256;

/// The home tenant does not let this person out to the resource tenant.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity-platform/reference-error-codes.md
pub(super) const OUTBOUND_STOPS: &str = "AADSTS500212";
/// The resource tenant does not let this person in. Source: as above.
pub(super) const INBOUND_STOPS: &str = "AADSTS500213";

/// What a question is answered from.
#[derive(Clone, Debug)]
pub(super) struct Scene<'a> {
    estate: &'a Estate,
    pub directories: &'a Directories,
    pub question: &'a Question,
    /// The two tenants of the question, looked up once: every gate asks for them.
    home: Option<&'a Tenant>,
    resource: Option<&'a Tenant>,
    /// What they say of each other, looked up when a gate first asks.
    home_layers: OnceCell<Option<Layers<'a>>>,
    resource_layers: OnceCell<Option<Layers<'a>>>,
}

/// What is asked of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// May this person open this application?
    Access,
    /// May this person be invited at all?
    Invitation,
}

/// Both halves of a setting as they are in force.
pub(super) struct Halves<'a> {
    pub users: Effective<&'a TargetConfiguration>,
    pub apps: Effective<&'a TargetConfiguration>,
}

impl<'a> Halves<'a> {
    pub fn of(layers: Layers<'a>, setting: B2b) -> Option<Self> {
        Some(Halves {
            users: layers.half(setting, Half::UsersAndGroups)?,
            apps: layers.half(setting, Half::Applications)?,
        })
    }

    /// The shape that the service refuses and that the rule alone would read as open: all users
    /// blocked, some applications blocked.
    pub fn contradicts_itself(&self) -> bool {
        self.users.value.blocks_all()
            && self.apps.value.access == AccessType::Blocked
            && !self.apps.value.is_all()
    }
}

/// The setting that speaks for one way in one direction.
pub(super) fn outbound(kind: Kind) -> B2b {
    match kind {
        Kind::Collaboration => B2b::CollaborationOutbound,
        Kind::DirectConnect => B2b::DirectConnectOutbound,
    }
}

/// See [`outbound`].
pub(super) fn inbound(kind: Kind) -> B2b {
    match kind {
        Kind::Collaboration => B2b::CollaborationInbound,
        Kind::DirectConnect => B2b::DirectConnectInbound,
    }
}

impl<'a> Scene<'a> {
    pub fn of(estate: &'a Estate, directories: &'a Directories, question: &'a Question) -> Self {
        let (home, resource) = (estate.tenant(question.home), estate.tenant(question.resource));
        let (home_layers, resource_layers) = (OnceCell::new(), OnceCell::new());
        Scene { estate, directories, question, home, resource, home_layers, resource_layers }
    }

    /// What `owner` says of `other`; `None` where its policy is not known.
    pub fn layers(&self, owner: TenantId, other: TenantId) -> Option<Layers<'a>> {
        let look = || Some(Layers::of(self.policy(owner)?, Subject::Partner(other)));
        match (owner, other) {
            pair if pair == (self.question.home, self.question.resource) => {
                *self.home_layers.get_or_init(look)
            }
            pair if pair == (self.question.resource, self.question.home) => {
                *self.resource_layers.get_or_init(look)
            }
            _ => look(),
        }
    }

    /// One tenant.
    pub fn tenant(&self, id: TenantId) -> Option<&'a Tenant> {
        match id {
            id if id == self.question.home => self.home,
            id if id == self.question.resource => self.resource,
            id => self.estate.tenant(id),
        }
    }

    /// The cross-tenant access policy of one tenant, where it is known.
    pub fn policy(&self, id: TenantId) -> Option<&'a CrossTenantAccessPolicy> {
        self.tenant(id)?.policy.as_deref()
    }
}

impl<'a> Scene<'a> {
    pub fn name(&self, id: TenantId) -> Called<'a> {
        Called::of(self.tenant(id), id)
    }

    /// What the home tenant says about its people going out.
    pub fn home_outbound(&self, kind: Kind, asked: Asked) -> Line {
        let Question { home, resource, .. } = *self.question;
        self.setting(Gate::HomeOutbound, home, resource, outbound(kind), asked)
    }

    /// What the resource tenant says about people coming in.
    pub fn resource_inbound(&self, kind: Kind, asked: Asked) -> Line {
        let Question { home, resource, .. } = *self.question;
        let line = self.setting(Gate::ResourceInbound, resource, home, inbound(kind), asked);
        let by_default = line.origin.is_some_and(|layer| layer != Layer::Partner);
        let stopped = asked == Asked::Invitation && line.would_block();
        line.unsure_if(stopped && by_default && self.domain_is_allowed(), "A16")
    }

    /// Whether an allow list names the domain that is invited.
    fn domain_is_allowed(&self) -> bool {
        let external = self.resource.and_then(|tenant| tenant.external.as_ref());
        let policy = external.and_then(|external| external.b2b_management.as_ref());
        let domain = super::invitation::domain(self.question);
        match (policy.map(|policy| policy.domain_list()), domain) {
            (Some(DomainList::Allow(list)), Some(domain)) => list.contains(&domain),
            _ => false,
        }
    }

    /// By what the user is listed; groups by the name their directory gives.
    fn user_by(&self, listed: &Listed<'a>) -> By<'a> {
        match listed.by {
            Some(TargetValue::Id(id)) if *id == self.question.user.0 => By::Itself("object id"),
            Some(TargetValue::Id(id)) => {
                let directory = self.directories.get(&self.question.home);
                let groups = directory.map(|home| home.groups.as_slice()).unwrap_or_default();
                let group = groups.iter().find(|group| group.id.0 == *id);
                let name = group.map(|group| &group.display_name).filter(|name| !name.is_empty());
                name.map_or(By::Unnamed(*id), |name| By::Group(name))
            }
            Some(value) => By::Target(value),
            None => By::Nothing,
        }
    }

    /// By what the application is listed.
    fn app_by(&self, listed: &Listed<'a>) -> By<'a> {
        match listed.by {
            Some(TargetValue::Id(id)) if *id == self.question.app.0 => By::Itself("application id"),
            Some(value) => By::Target(value),
            None => By::Nothing,
        }
    }

    /// One setting of `owner` about `other`.
    pub fn setting(
        &self,
        gate: Gate,
        owner: TenantId,
        other: TenantId,
        setting: B2b,
        asked: Asked,
    ) -> Line {
        let property = setting.property();
        let owner_name = self.name(owner);
        let Some(layers) = self.layers(owner, other) else {
            let because = format!(
                "the cross-tenant access policy of {owner_name} is not in the workspace, and its {} decides as well",
                setting.title()
            );
            return Line::pass(gate, owner, property, because).doubtful(Doubt::Missing);
        };
        let Some(halves) = Halves::of(layers, setting) else {
            let because = format!("{owner_name} has no {}", setting.title());
            return Line::pass(gate, owner, property, because).doubtful(Doubt::Unreadable);
        };
        let user = user_listed(halves.users.value, self.question, self.directories);
        let app = match asked {
            Asked::Access => app_listed(halves.apps.value, self.question, self.directories),
            Asked::Invitation => reachable(halves.apps.value),
        };
        let (by_user, by_app) = (self.user_by(&user), self.app_by(&app));
        let judged = Judged { halves, user, app, by_user, by_app, asked };
        judged.line(gate, owner, setting, owner_name)
    }
}

impl Line {
    fn would_block(&self) -> bool {
        self.would == super::trace::Outcome::Block
    }
}

/// A stand-in for "some application": listed in an allow list always, and in a block list only
/// where it names all. An invitation is for no application in particular.
fn reachable(list: &TargetConfiguration) -> Listed<'_> {
    let truth = match &list.access {
        _ if list.targets.is_empty() => Truth::Unknown,
        AccessType::Allowed => Truth::Yes,
        AccessType::Blocked => list.is_all().into(),
        AccessType::Other(_) => Truth::Unknown,
    };
    let doubt = (truth == Truth::Unknown)
        .then(|| (Doubt::Unreadable, "the list of applications cannot be read".to_owned()));
    Listed { truth, by: None, doubt, ambiguities: Vec::new() }
}

/// A setting with what is known of the two memberships.
struct Judged<'a> {
    halves: Halves<'a>,
    user: Listed<'a>,
    app: Listed<'a>,
    by_user: By<'a>,
    by_app: By<'a>,
    asked: Asked,
}

impl Judged<'_> {
    fn passes(&self) -> Truth {
        let (users, apps) = (&self.halves.users.value.access, &self.halves.apps.value.access);
        let whole = passes(users, self.user.truth, apps, self.app.truth);
        match self.asked {
            Asked::Access => whole,
            // The texts about invitations speak of users and groups only.
            Asked::Invitation => half_passes(users, self.user.truth).and(whole),
        }
    }

    /// The half on which it turns.
    fn part(&self, passes: Truth) -> Half {
        let Halves { users, apps } = &self.halves;
        turns_on(said(users.value, &self.user), said(apps.value, &self.app), passes)
    }

    fn line(self, gate: Gate, owner: TenantId, setting: B2b, owner_name: Called<'_>) -> Line {
        let mut passes = self.passes();
        let contradicts = passes == Truth::Yes && self.halves.contradicts_itself();
        if contradicts {
            passes = Truth::Unknown;
        }
        let part = self.part(passes);
        let (layer, matched) = match part {
            Half::UsersAndGroups => (self.halves.users.layer, self.user.by),
            Half::Applications => (self.halves.apps.layer, self.app.by),
        };
        let because = self.sentence(passes, part, contradicts, setting, owner_name);
        let mut line = Line::pass(gate, owner, setting.property(), because);
        line.part = Some(part);
        line.origin = Some(layer);
        line.matched = matched.map(TargetValue::text);
        let error = match (self.asked, gate) {
            (Asked::Access, Gate::HomeOutbound) => Some(OUTBOUND_STOPS),
            (Asked::Access, Gate::ResourceInbound) => Some(INBOUND_STOPS),
            _ => None,
        };
        let mut line = match passes {
            Truth::Yes => line,
            Truth::No => line.blocking(error),
            Truth::Unknown => line.doubtful(self.doubt(contradicts)),
        };
        line.ambiguities = self.ambiguities(passes);
        line
    }

    fn doubt(&self, contradicts: bool) -> Doubt {
        let readable = |half: &TargetConfiguration| !matches!(half.access, AccessType::Other(_));
        let doubts = [&self.user, &self.app].into_iter().filter_map(|half| half.doubt.as_ref());
        if contradicts
            || !readable(self.halves.users.value)
            || !readable(self.halves.apps.value)
            || doubts.map(|(doubt, _)| *doubt).any(|doubt| doubt == Doubt::Unreadable)
        {
            Doubt::Unreadable
        } else {
            Doubt::Missing
        }
    }

    fn ambiguities(&self, passes: Truth) -> Vec<&'static str> {
        let (users, apps) = (self.halves.users.value, self.halves.apps.value);
        let mut open = self.user.ambiguities.clone();
        open.extend(&self.app.ambiguities);
        if users.access == AccessType::Blocked && !users.is_all() && apps.blocks_all() {
            open.push("A3");
        }
        if self.halves.users.layer != self.halves.apps.layer {
            open.push("A5");
        }
        // Where the two readings of an invitation part: a listed user keeps other applications.
        let (by_users, by_apps) = (
            half_passes(&users.access, self.user.truth),
            half_passes(&apps.access, self.app.truth),
        );
        if self.asked == Asked::Invitation && (by_users != by_apps || passes == Truth::Unknown) {
            open.push("A7");
        }
        open
    }

    /// The half on which it turns comes first: a sentence may be cut where there is little room.
    fn sentence(
        &self,
        passes: Truth,
        part: Half,
        contradicts: bool,
        setting: B2b,
        owner: Called<'_>,
    ) -> String {
        let (users, apps) = (&self.halves.users, &self.halves.apps);
        let are_many = setting == B2b::TenantRestrictions;
        let does = match passes {
            Truth::Yes if are_many => "let this pass",
            Truth::Yes => "lets this pass",
            Truth::No if are_many => "stop this",
            Truth::No => "stops this",
            Truth::Unknown => "cannot be told",
        };
        let user = Clause::Asked {
            who: "the user",
            kind: "users",
            access: &users.value.access,
            listed: &self.user,
            by: self.by_user,
        };
        let app = match self.asked {
            Asked::Access => Clause::Asked {
                who: "the application",
                kind: "applications",
                access: &apps.value.access,
                listed: &self.app,
                by: self.by_app,
            },
            Asked::Invitation if apps.value.blocks_all() => {
                Clause::Told("all applications are blocked")
            }
            Asked::Invitation => Clause::Told("an invitation is for no application in particular"),
        };
        let (first, second) = match part {
            Half::UsersAndGroups => (user, app),
            Half::Applications => (app, user),
        };
        let (title, origin) = (setting.title(), Origin(users.layer, apps.layer));
        let mut text = String::with_capacity(SENTENCE);
        write!(text, "{first}, and {second}, so {owner}'s {title}, {origin}, {does}").ok(); // memory takes all
        if contradicts {
            text.push_str("; the service refuses to block all users without all applications");
        }
        let both = (&users.value.access, &apps.value.access)
            == (&AccessType::Blocked, &AccessType::Blocked);
        if both && passes == Truth::Yes && self.user.truth != self.app.truth {
            text.push_str("; two block lists stop only a listed user with a listed application");
        }
        text
    }
}

fn said<'a>(list: &'a TargetConfiguration, listed: &Listed<'_>) -> Said<'a> {
    Said { access: &list.access, names_all: list.is_all(), listed: listed.truth }
}
