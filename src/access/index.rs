//! Answers without words, for when there are millions of questions.
//!
//! [`evaluate`] stays the judge: the index holds what sign-ins ask most, compiled when it is built,
//! and asks [`evaluate`] about the rest. A test holds both to the same answers.

mod ids;
mod lists;
mod number;
mod rows;
mod seats;
mod wanted;

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use self::lists::Groups;
use self::rows::{Compiler, Half, Setting, Settings, Way};
use self::seats::{Conditions, Seat, Seats};
use self::wanted::{Kept, Wanted};
use super::brief::{Brief, Decider, Steps};
use super::evaluate::evaluate;
use super::gate::{INBOUND_STOPS, OUTBOUND_STOPS, Scene, inbound, outbound};
use super::membership::{Directories, made_by_microsoft};
use super::question::{Identity, Kind, Question, Stage};
use super::rule::{Said, Truth, passes, turns_on};
use super::trace::Gate;
use super::verdict::Verdict;
use crate::domain::{AccessType, AppId, Estate, Half as WhichHalf, TenantId};

/// An estate with its directories, compiled. Hashed by `foldhash`, which costs a few nanoseconds an
/// id and is seeded at random, so that no export can be made to collide.
#[derive(Debug)]
pub struct Index {
    estate: Estate,
    directories: Directories,
    seats: Seats,
    settings: Settings,
    /// Who registered the applications of each directory, where it was told.
    makers: BTreeMap<TenantId, HashMap<AppId, TenantId, RandomState>>,
    wanted: Kept,
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
        let (mut compiler, mut seats) = (Compiler::of(Groups::of(directories)), Seats::default());
        for (id, tenant) in &estate.tenants {
            let rows = tenant.policy.as_deref().map(|policy| compiler.rows(*id, policy));
            seats.take(*id, tenant, rows);
        }
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
            seats,
            settings: compiler.into_settings(),
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
        let (there, here) = (self.seats.get(home), self.seats.get(resource));
        if let (Some(there), Some(here)) = (there, here)
            && !there.is_near(here)
        {
            return None;
        }
        let out = self.side([there, here], Way::Out, question)?;
        let inn = self.side([here, there], Way::In, question)?;
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
            None | Some(Seat { conditions: Conditions::Nothing, .. }) => Wanted::default(),
            Some(here) => {
                let is_personal = here.conditions == Conditions::People;
                self.wanted.ask(&self.scene(question), is_personal)
            }
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

    /// What the first of two tenants says about one person and one application of them, or `None`
    /// when its setting is not held.
    fn side(&self, seats: [Option<&Seat>; 2], way: Way, question: &Question) -> Option<Side> {
        let Question { home, resource, kind, .. } = *question;
        let (gate, tenant, property, error) = match way {
            Way::Out => (Gate::HomeOutbound, home, outbound(kind), OUTBOUND_STOPS),
            Way::In => (Gate::ResourceInbound, resource, inbound(kind), INBOUND_STOPS),
        };
        let setting = property.property();
        let decider = Decider { gate, tenant, setting, part: None, origin: None };
        let Some(row) = self.seats.about(seats) else {
            return Some(Side { passes: Truth::Unknown, decider, error });
        };
        let Setting { users, apps, .. } = *self.settings.setting(row, kind, way)?;
        let user = said(users, self.user_listed(users, question)?);
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
        let (there, here) = (self.seats.get(home), self.seats.get(resource));
        let listed = |seats, way| {
            let Some(row) = self.seats.about(seats) else { return Some(Truth::Unknown) };
            let users = self.settings.setting(row, kind, way)?.users;
            self.user_listed(users, question)
        };
        Some([listed([there, here], Way::Out)?, listed([here, there], Way::In)?])
    }

    /// Whether the person is listed, or `None` when that turns on groups that came with the question.
    fn user_listed(&self, users: Half, question: &Question) -> Option<Truth> {
        let Some(list) = users.list else { return Some(Truth::Yes) };
        let lists = &self.settings.lists;
        let is_told = question.groups.is_some() && lists.names_groups(list);
        (!is_told).then(|| lists.has_user(list, question.user))
    }

    fn app_listed(&self, apps: Half, question: &Question) -> Truth {
        let Some(list) = apps.list else { return Truth::Yes };
        let has = |app| {
            self.settings.lists.has_app(list, app, || {
                made_by_microsoft(app, || {
                    let told = |tenant| self.makers.get(&tenant)?.get(&app).copied();
                    told(question.resource).or_else(|| told(question.home))
                })
            })
        };
        question.apps().map(has).fold(Truth::No, Truth::or)
    }

    /// How many settings and lists are held.
    #[cfg(test)]
    pub(super) fn counts(&self) -> [usize; 3] {
        let [people, things] = self.settings.lists.counts();
        [self.settings.count(), people, things]
    }

    fn scene<'a>(&'a self, question: &'a Question) -> Scene<'a> {
        Scene::of(&self.estate, &self.directories, question)
    }
}

fn said(half: Half, listed: Truth) -> Said<'static> {
    let access = if half.allows { &AccessType::Allowed } else { &AccessType::Blocked };
    Said { access, names_all: half.list.is_none(), listed }
}
