//! What is open at both ends and closed for a while in between, between which steps, and for whom:
//! the other side of an order in which nothing opens on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::act::{Act, Property, Value};
use super::allowed::Allowed;
use super::change::Item;
use super::pair::is_far;
use super::people::ways;
use super::schedule::in_force;
use super::whole::{Plan, Step, Wait};
use crate::access::{Directories, Index, Kind, Question, apps_between, between, stopped_between};
use crate::domain::{
    AllowInvitesFrom, AppId, CrossTenantAccessPolicy, Direction, Estate, ObjectId, Subject, Tenant,
    TenantId,
};

/// What is lost for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    /// What a setting opens to a partner, or by default to everybody else.
    Setting(Subject, Property),
    /// Who may invite.
    Invites,
}

/// One thing that both ends allow and that is closed after one step, until another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// Whose policy closes it.
    pub owner: TenantId,
    /// What.
    pub lost: Lost,
    /// The step that closes it.
    pub from: Wait,
    /// The step that opens it again.
    pub until: Wait,
    /// The same two as places in the order of all steps.
    span: (usize, usize),
}

/// Whom an outage hits, of those who are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missed {
    /// Who, by the tenant they are of.
    pub people: BTreeSet<(TenantId, ObjectId)>,
    /// Which applications, by the tenant they stand in.
    pub apps: BTreeSet<(TenantId, AppId)>,
    /// Of these nobody is known.
    pub unseen: BTreeSet<TenantId>,
    /// Whether people sign in by it at all, so that they could be counted.
    pub counts: bool,
}

/// What one tenant has in force of everything that can be lost.
struct Sight<'p> {
    owner: TenantId,
    start: &'p Tenant,
    end: &'p Tenant,
    estate: &'p Estate,
    partners: BTreeSet<TenantId>,
}

fn policy(tenant: &Tenant) -> CrossTenantAccessPolicy {
    tenant.policy.as_deref().cloned().unwrap_or_default()
}

fn invites(tenant: &Tenant) -> Option<usize> {
    let authorization = tenant.external.as_deref()?.authorization.as_ref()?;
    let value = authorization.allow_invites_from.as_ref()?;
    AllowInvitesFrom::KNOWN.iter().position(|known| known == value)
}

impl<'p> Sight<'p> {
    fn of(owner: TenantId, start: &'p Tenant, end: &'p Tenant, estate: &'p Estate) -> Self {
        let ids = |tenant: &Tenant| policy(tenant).partners.into_keys().collect::<Vec<_>>();
        let partners = ids(start).into_iter().chain(ids(end)).collect();
        Sight { owner, start, end, estate, partners }
    }

    fn allowed(&self, tenant: &Tenant, subject: Subject, property: Property) -> Allowed {
        let nothing = CrossTenantAccessPolicy::default();
        let held = tenant.policy.as_deref().unwrap_or(&nothing);
        if let Subject::Partner(id) = subject
            && !held.partners.contains_key(&id)
            && is_far(self.estate, &self.end.cloud, id)
        {
            return Allowed::Nothing;
        }
        in_force(held, subject, property)
    }

    /// What may be lost or come back by a step.
    fn touched(&self, act: &Act) -> Vec<Lost> {
        let of = |id: TenantId, properties: &mut dyn Iterator<Item = Property>| {
            properties.map(|one| Lost::Setting(Subject::Partner(id), one)).collect::<Vec<_>>()
        };
        let whole = || Property::OF_PARTNER.into_iter();
        let of_default = |properties: Vec<Property>| {
            let others = self.partners.iter().map(|id| Subject::Partner(*id));
            let subjects = others.chain([Subject::Default]);
            subjects
                .flat_map(|subject| properties.iter().map(move |one| Lost::Setting(subject, *one)))
                .collect::<Vec<_>>()
        };
        match act {
            Act::AddPartner(made) => of(made.tenant_id, &mut whole()),
            Act::RemovePartner(id) => of(*id, &mut whole()),
            Act::Partner(id, values) => of(*id, &mut values.iter().map(Value::property)),
            Act::Default(values) => of_default(values.iter().map(Value::property).collect()),
            Act::ResetDefault => of_default(whole().collect()),
            Act::Authorization(..) => vec![Lost::Invites],
            Act::AddSync(..)
            | Act::Sync(..)
            | Act::RemoveSync(_)
            | Act::Clouds(_)
            | Act::Domains(_)
            | Act::SignUp(_)
            | Act::Leave(_)
            | Act::SetUp(..)
            | Act::ByHand(_) => Vec::new(),
        }
    }

    fn is_lost(&self, now: &Tenant, lost: Lost) -> bool {
        match lost {
            Lost::Setting(subject, property) => {
                let [start, end, now] = [self.start, self.end, now]
                    .map(|tenant| self.allowed(tenant, subject, property));
                start.lost(&end, &now)
            }
            Lost::Invites => match (invites(self.start), invites(self.end), invites(now)) {
                (Some(start), Some(end), Some(now)) => now < start.min(end),
                _ => false,
            },
        }
    }
}

fn place(step: &Step) -> Wait {
    Wait { owner: step.owner, number: step.number }
}

impl Plan {
    /// Everything that both ends allow and a step on the way closes, in the order it closes.
    pub fn outages(&self) -> Vec<Outage> {
        let (before, after) = self.estates();
        let mut out = Vec::new();
        for owner in self.owners() {
            let (Some(start), Some(end)) = (before.tenant(owner), after.tenant(owner)) else {
                continue;
            };
            let sight = Sight::of(owner, start, end, &after);
            self.of_owner(&sight, &mut out);
        }
        out.sort_by_key(|outage| (outage.span, outage.owner, outage.lost));
        out
    }

    fn of_owner(&self, sight: &Sight<'_>, out: &mut Vec<Outage>) {
        let mut state = sight.start.clone();
        let mut open: BTreeMap<Lost, (usize, Wait)> = BTreeMap::new();
        for (index, step) in self.steps.iter().enumerate() {
            if step.owner != sight.owner {
                continue;
            }
            step.act.apply(&mut state);
            for lost in sight.touched(&step.act) {
                if sight.is_lost(&state, lost) {
                    open.entry(lost).or_insert((index, place(step)));
                } else if let Some((since, from)) = open.remove(&lost) {
                    let (owner, until) = (sight.owner, place(step));
                    out.push(Outage { owner, lost, from, until, span: (since, index) });
                }
            }
        }
    }

    /// Whom these outages hit, one answer each.
    pub fn missed(&self, outages: &[Outage], directories: &Directories) -> Vec<Missed> {
        let (before, after) = self.estates();
        let mut asked: Vec<Asked> =
            outages.iter().map(|outage| Asked::of(outage, &before, &after, directories)).collect();
        let mut now = before.clone();
        for (index, step) in self.steps.iter().enumerate() {
            if let Some(tenant) = now.tenants.get_mut(&step.owner) {
                step.act.apply(Arc::make_mut(tenant));
            }
            for (asked, outage) in asked.iter_mut().zip(outages) {
                let (from, until) = outage.span;
                if from <= index && index < until {
                    asked.look(step.owner, index == from, &now, directories);
                }
            }
        }
        asked.into_iter().map(|asked| asked.missed).collect()
    }

    /// The change of this plan that an outage is a part of, where it is of one.
    pub fn outage_serves(&self, outage: &Outage) -> Vec<usize> {
        let at = |place: Wait| {
            let mut steps = self.steps.iter();
            steps.find(|step| step.owner == place.owner && step.number == place.number)
        };
        let both = [outage.from, outage.until].into_iter().filter_map(at);
        let all: BTreeSet<usize> = both.flat_map(|step| step.serves.iter().copied()).collect();
        all.into_iter().collect()
    }
}

/// One way that an outage is on.
struct Way {
    home: TenantId,
    resource: TenantId,
    kind: Kind,
    start: Index,
    end: Index,
    apps: BTreeSet<AppId>,
}

struct Asked {
    ways: Vec<Way>,
    missed: Missed,
}

impl Asked {
    fn of(outage: &Outage, before: &Estate, after: &Estate, directories: &Directories) -> Self {
        let mut out = Asked { ways: Vec::new(), missed: Missed::default() };
        let Lost::Setting(subject, property) = outage.lost else { return out };
        let others: Vec<TenantId> = match subject {
            Subject::Partner(id) => vec![id],
            // Those who live by the default, as far as their people are known.
            Subject::Default => {
                let lives = |id: &TenantId| {
                    *id != outage.owner
                        && before.partner(outage.owner, *id).is_none()
                        && after.partner(outage.owner, *id).is_none()
                };
                after.tenants.keys().copied().filter(lives).collect()
            }
        };
        for (direction, kind) in ways(Item::Setting(subject, property)) {
            out.missed.counts = true;
            for other in &others {
                let (home, resource) = match direction {
                    Direction::Inbound => (*other, outage.owner),
                    Direction::Outbound => (outage.owner, *other),
                };
                if directories.get(&home).is_none_or(|known| known.users.is_empty()) {
                    if matches!(subject, Subject::Partner(_)) {
                        out.missed.unseen.insert(home);
                    }
                    continue;
                }
                let index = |estate| Index::of(&between(estate, home, resource), directories);
                let mut apps = apps_between(before, directories, home, resource);
                apps.extend(apps_between(after, directories, home, resource));
                let (start, end) = (index(before), index(after));
                out.ways.push(Way { home, resource, kind: *kind, start, end, apps });
            }
        }
        out
    }

    /// Asks everybody at one moment, where something of the way has just changed.
    fn look(&mut self, changed: TenantId, is_first: bool, now: &Estate, directories: &Directories) {
        for way in &self.ways {
            if is_first || changed == way.home || changed == way.resource {
                way.ask(now, directories, &mut self.missed);
            }
        }
    }
}

impl Way {
    fn ask(&self, now: &Estate, directories: &Directories, missed: &mut Missed) {
        let Way { home, resource, kind, start, end, apps } = self;
        let now = Index::of(&between(now, *home, *resource), directories);
        let question =
            Question { home: *home, resource: *resource, kind: *kind, ..Question::default() };
        let users = directories.get(home).map(|known| known.users.as_slice()).unwrap_or_default();
        let users = users.iter().map(|user| &user.id);
        let (people, apps) = stopped_between([start, end, &now], &question, users, apps);
        missed.people.extend(people.into_iter().map(|user| (*home, user)));
        missed.apps.extend(apps.into_iter().map(|app| (*resource, app)));
    }
}
