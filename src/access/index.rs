//! Answers without words, for when there are millions of questions.
//!
//! [`evaluate`] stays the judge: the index holds what sign-ins ask most, compiled when it is built,
//! and asks [`evaluate`] about the rest. A test holds both to the same answers.

mod ids;
mod lists;
mod rows;
mod wanted;

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use self::lists::{Groups, Things};
use self::rows::{Half, Rows, Setting, Way};
use self::wanted::{Kept, Wanted};
use super::brief::{Brief, Decider, Steps};
use super::conditional;
use super::evaluate::evaluate;
use super::gate::{INBOUND_STOPS, OUTBOUND_STOPS, Scene, inbound, outbound};
use super::membership::{Directories, belongs_to_office_365, made_by_microsoft};
use super::question::{Identity, Kind, Question, Stage};
use super::rule::{Said, Truth, passes, turns_on};
use super::trace::Gate;
use super::verdict::Verdict;
use crate::domain::{AccessType, AppId, Cloud, Estate, Half as WhichHalf, Tenant, TenantId};

/// An estate with its directories, compiled. Hashed by `foldhash`, which costs a few nanoseconds an
/// id and is seeded at random, so that no export can be made to collide.
#[derive(Debug)]
pub struct Index {
    estate: Estate,
    directories: Directories,
    tenants: HashMap<TenantId, Seat, RandomState>,
    /// Who registered the applications of each directory, where it was told.
    makers: BTreeMap<TenantId, HashMap<AppId, TenantId, RandomState>>,
    wanted: Kept,
}

/// What is held of one tenant.
#[derive(Debug)]
struct Seat {
    cloud: Cloud,
    /// `None` when its policy is not in the workspace.
    rows: Option<Box<Rows>>,
    /// Whether it has Conditional Access policies that can say anything.
    has_conditions: bool,
    /// Whether these turn on who somebody is.
    is_personal: bool,
}

impl Seat {
    fn of(tenant: &Tenant, groups: &mut Groups<'_>) -> Self {
        let policy = tenant.policy.as_deref();
        let conditions = tenant.conditional_access.as_deref();
        Seat {
            cloud: tenant.cloud.clone(),
            rows: policy.map(|policy| Box::new(Rows::of(tenant.id, policy, groups))),
            has_conditions: conditions
                .is_some_and(|held| held.policies.iter().any(conditional::speaks)),
            is_personal: conditions.is_some_and(conditional::is_personal),
        }
    }
}

/// What one side says.
struct Side {
    passes: Truth,
    decider: Decider,
    error: &'static str,
}

impl Index {
    /// Compiles an estate; it keeps its own copy, which shares every tenant and directory.
    pub fn of(estate: &Estate, directories: &Directories) -> Self {
        let mut groups = Groups::of(directories);
        let seats = estate.tenants.iter().map(|(id, tenant)| (*id, Seat::of(tenant, &mut groups)));
        let tenants = seats.collect();
        let makers = directories.iter().map(|(tenant, directory)| {
            let mut makers: HashMap<_, _, RandomState> = HashMap::default();
            for app in &directory.applications {
                if let Some(owner) = app.owner {
                    makers.entry(app.app_id).or_insert(owner);
                }
            }
            (*tenant, makers)
        });
        Index {
            tenants,
            makers: makers.collect(),
            estate: estate.clone(),
            directories: directories.clone(),
            wanted: Kept::default(),
        }
    }

    /// What [`evaluate`] says to a question, but for its trace.
    pub fn answer(&self, question: &Question) -> Brief {
        self.held(question).unwrap_or_else(|| self.whole(question))
    }

    /// Everything that is not held: other stages, two clouds, tenant restrictions, other identities, settings that cannot
    /// be read or that the service refuses, groups that come with the question. The one place where it is asked anew.
    fn whole(&self, question: &Question) -> Brief {
        evaluate(&self.estate, &self.directories, question).brief()
    }

    /// The answer to a sign-in in one cloud, by settings that can be read.
    pub(super) fn held(&self, question: &Question) -> Option<Brief> {
        let Question { home, resource, kind, stage, .. } = *question;
        let tagged = question.network.is_some() || question.identity == Identity::Other;
        if stage != Stage::SignIn || home == resource || tagged {
            return None;
        }
        let (there, here) = (self.tenants.get(&home), self.tenants.get(&resource));
        if let (Some(there), Some(here)) = (there, here)
            && (there.cloud != here.cloud || matches!(there.cloud, Cloud::Other(_)))
        {
            return None;
        }
        let out = self.side(there, Way::Out, question)?;
        let inn = self.side(here, Way::In, question)?;
        let brief = |verdict, decided_by| Brief {
            verdict,
            steps: Steps::NONE,
            error: None,
            guest_object: kind == Kind::Collaboration,
            decided_by,
        };
        // The first that stops decides, whatever is not known before it.
        if let Some(side) = [&out, &inn].into_iter().find(|side| side.passes == Truth::No) {
            let error = Some(side.error);
            return Some(Brief { error, ..brief(Verdict::Blocked, Some(side.decider)) });
        }
        let unknown = [&out, &inn].into_iter().find(|side| side.passes == Truth::Unknown);
        let unknown = unknown.map(|side| side.decider);
        let wanted = match here {
            Some(here) if here.has_conditions => {
                self.wanted.ask(&self.scene(question), here.is_personal)
            }
            _ => Wanted::default(),
        };
        let Wanted { stops, is_unknown, is_unreadable, steps } = wanted;
        let policy = Some(Decider::policy_of(resource));
        if let Some(error) = stops {
            let error = Some(error);
            return Some(Brief { error, ..brief(Verdict::Blocked, policy) });
        }
        let brief = if is_unreadable {
            brief(Verdict::Invalid, policy)
        } else if unknown.is_some() || is_unknown {
            brief(Verdict::DependsOnPartner, unknown.or(policy))
        } else if steps != Steps::NONE {
            brief(Verdict::StepRequired, policy)
        } else {
            brief(Verdict::Allowed, None)
        };
        Some(Brief { steps, ..brief })
    }

    /// What one tenant says about one person and one application, or `None` when its setting is not
    /// held.
    fn side(&self, seat: Option<&Seat>, way: Way, question: &Question) -> Option<Side> {
        let Question { home, resource, kind, .. } = *question;
        let (gate, tenant, other, property, error) = match way {
            Way::Out => (Gate::HomeOutbound, home, resource, outbound(kind), OUTBOUND_STOPS),
            Way::In => (Gate::ResourceInbound, resource, home, inbound(kind), INBOUND_STOPS),
        };
        let setting = property.property();
        let decider = Decider { gate, tenant, setting, part: None, origin: None };
        let Some(rows) = seat.and_then(|seat| seat.rows.as_deref()) else {
            return Some(Side { passes: Truth::Unknown, decider, error });
        };
        let Setting { users, apps, is_held: true } = rows.about(other).setting(kind, way)? else {
            return None;
        };
        let user = said(users, user_listed(users, question)?);
        let app = said(apps, self.app_listed(apps, question));
        let passes = passes(user.access, user.listed, app.access, app.listed);
        let part = turns_on(user, app, passes);
        let origin = match part {
            WhichHalf::UsersAndGroups => users.layer,
            WhichHalf::Applications => apps.layer,
        };
        let decider = Decider { part: Some(part), origin: Some(origin), ..decider };
        Some(Side { passes, decider, error })
    }

    /// What tells users apart: two of one tenant of whom this is the same get the same answers. `None`
    /// when that is not held.
    pub(super) fn likeness(&self, question: &Question) -> Option<[Truth; 2]> {
        let Question { home, resource, kind, .. } = *question;
        let listed = |owner, other, way| {
            let seat = self.tenants.get(&owner);
            let Some(rows) = seat.and_then(|seat| seat.rows.as_deref()) else {
                return Some(Truth::Unknown);
            };
            user_listed(&rows.about(other).setting(kind, way)?.users, question)
        };
        Some([listed(home, resource, Way::Out)?, listed(resource, home, Way::In)?])
    }

    fn app_listed(&self, half: &Half<Things>, question: &Question) -> Truth {
        let Some(things) = &half.list else { return Truth::Yes };
        question.apps().map(|app| self.is_among(things, app, question)).fold(Truth::No, Truth::or)
    }

    fn is_among(&self, things: &Things, app: AppId, question: &Question) -> Truth {
        if things.contains(app) {
            return Truth::Yes;
        }
        let microsofts = || {
            made_by_microsoft(app, || {
                let told = |tenant| self.makers.get(&tenant)?.get(&app).copied();
                told(question.resource).or_else(|| told(question.home))
            })
        };
        let suite = if things.suite { belongs_to_office_365(app, microsofts) } else { Truth::No };
        if things.microsofts { suite.or(microsofts()) } else { suite }
    }

    /// Whether a tenant's rows about two others are one, and their lists of applications of guests.
    #[cfg(test)]
    pub(super) fn shares(&self, owner: TenantId, one: TenantId, other: TenantId) -> (bool, bool) {
        let rows = self.tenants.get(&owner).and_then(|seat| seat.rows.as_deref());
        let rows = rows.map(|rows| (rows.about(one), rows.about(other)));
        rows.map_or((false, false), |(one, other)| {
            let list = |row: &rows::Row| {
                let setting = row.setting(Kind::Collaboration, Way::In);
                setting.and_then(|setting| setting.apps.list.as_ref().map(std::sync::Arc::as_ptr))
            };
            (std::ptr::eq(one, other), list(one).is_some() && list(one) == list(other))
        })
    }

    fn scene<'a>(&'a self, question: &'a Question) -> Scene<'a> {
        Scene::of(&self.estate, &self.directories, question)
    }
}

/// Whether the person is listed, or `None` when that turns on groups that came with the question.
fn user_listed(half: &Half<lists::People>, question: &Question) -> Option<Truth> {
    let Some(people) = &half.list else { return Some(Truth::Yes) };
    let is_told = question.groups.is_some() && people.names_groups();
    (!is_told).then(|| people.contains(question.user))
}

fn said<L>(half: &Half<L>, listed: Truth) -> Said<'static> {
    let access = if half.allows { &AccessType::Allowed } else { &AccessType::Blocked };
    Said { access, names_all: half.list.is_none(), listed }
}
