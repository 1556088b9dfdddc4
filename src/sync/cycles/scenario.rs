//! Scenarios by name: what happens to whom and when. Day 0 is the day of the first cycle, and people
//! act at ten past nine, so that the next cycle is the one of twenty past.

use super::event::{Event, Happening, Official, Personal};
use super::run::Plan;
use crate::domain::{DELETION_THRESHOLD_DEFAULT, ObjectId};
use crate::sync::inputs::{Inputs, Mode};
use crate::sync::preview::Engine;
use crate::sync::roster::{Field, Value};
use crate::sync::verdict::Action;

/// When people act: ten past nine.
pub const MORNING: u64 = 9 * super::HOUR + 10;

/// The days a scenario is followed where nothing else is asked for: the recycle bin, and some.
pub const DAYS: u64 = 40;

/// What changes with a name.
const RENAMED: [&str; 4] = ["surname", "displayName", "userPrincipalName", "mail"];

/// What a scenario is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The user it happens to.
    pub user: Option<ObjectId>,
    /// To how many, where it happens to many.
    pub count: Option<u64>,
    /// How many days.
    pub days: Option<u64>,
}

/// The people of a scenario.
struct Cast {
    user: ObjectId,
    manager: Option<ObjectId>,
    many: Vec<ObjectId>,
    texts: Vec<(&'static str, String)>,
}

/// Something that is played by name.
#[derive(Clone, Copy)]
pub struct Scenario {
    /// Its name.
    pub name: &'static str,
    /// What happens.
    pub about: &'static str,
    /// Whether it happens to many; otherwise a user has to be named.
    pub is_mass: bool,
    needs_manager: bool,
    events: fn(&Cast) -> Vec<Event>,
}

impl std::fmt::Debug for Scenario {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

const fn scenario(
    name: &'static str,
    about: &'static str,
    events: fn(&Cast) -> Vec<Event>,
) -> Scenario {
    Scenario { name, about, is_mass: false, needs_manager: false, events }
}

const fn mass(scenario: Scenario) -> Scenario {
    Scenario { is_mass: true, ..scenario }
}

/// All scenarios.
#[rustfmt::skip]
pub const SCENARIOS: &[Scenario] = &[
    scenario("leaver", "no longer assigned on day 0", |cast| vec![
        cast.on(0, Personal::LeavesScope),
    ]),
    scenario("deleted", "deleted in the source on day 0", |cast| vec![
        cast.on(0, Personal::Deleted),
    ]),
    scenario("disabled-then-unassigned", "blocked on day 0, synchronised, unassigned on day 1", |cast| vec![
        cast.on(0, Personal::Blocked),
        cast.on(1, Personal::LeavesScope),
    ]),
    scenario("back-on-day-12", "deleted on day 0, restored and assigned on day 12", |cast| vec![
        cast.on(0, Personal::Deleted),
        cast.on(12, Personal::Restored),
        cast.on(12, Personal::Assigned),
    ]),
    scenario("back-on-day-31", "unassigned on day 0, assigned again on day 31", |cast| vec![
        cast.on(0, Personal::LeavesScope),
        cast.on(31, Personal::Assigned),
    ]),
    scenario("left-by-himself", "leaves the target through My Account on day 0", |cast| vec![
        cast.on(0, Personal::LeavesTarget),
    ]),
    scenario("deleted-by-target", "deleted by the target's administrator on day 0, changes on day 2, restored by hand on day 3", |cast| vec![
        cast.on(0, Personal::DeletedInTarget),
        cast.changes_on(2),
        cast.on(3, Personal::RestoredInTarget),
    ]),
    scenario("edited-by-target", "another display name in the target on day 0; another job title at home on day 2", |cast| vec![
        cast.on(0, Personal::EditedInTarget { attribute: "displayName".to_owned(), value: Field::Text("Edited there".to_owned()) }),
        cast.changes_on(2),
    ]),
    scenario("inbound-off", "the target closes inbound synchronisation on day 0, the user is unassigned on day 1", |cast| vec![
        job(0, Official::InboundOff),
        cast.on(1, Personal::LeavesScope),
    ]),
    scenario("inbound-off-and-on", "the same, and the target opens it again on day 7", |cast| vec![
        job(0, Official::InboundOff),
        cast.on(1, Personal::LeavesScope),
        job(7, Official::InboundOn),
    ]),
    mass(scenario("mass-leave", "many are unassigned on day 0; the deletes are allowed on day 3", |cast| vec![
        cast.all(0, Personal::LeavesScope),
        job(3, Official::DeletesAllowed),
    ])),
    mass(scenario("mass-leave-repaired", "many are unassigned on day 0; assigned again on day 3, and restarted", |cast| vec![
        cast.all(0, Personal::LeavesScope),
        cast.all(3, Personal::Assigned),
        job(3, Official::Restarted),
    ])),
    Scenario { needs_manager: true, ..scenario("manager-enters-later", "the manager is assigned on day 7; the user changes on day 8; the job is restarted on day 9", |cast| {
        let manager = cast.manager.unwrap_or(cast.user);
        let leaves = Happening::To(vec![manager], Personal::LeavesScope);
        let enters = Happening::To(vec![manager], Personal::Assigned);
        vec![
            Event { at: 0, what: leaves },
            Event::on(7, MORNING, enters),
            cast.changes_on(8),
            job(9, Official::Restarted),
        ]
    }) },
    scenario("rename", "another surname, sign-in name and mail on day 0", Cast::renamed),
];

fn job(day: u64, official: Official) -> Event {
    Event::on(day, MORNING, Happening::Job(official))
}

impl Cast {
    fn on(&self, day: u64, what: Personal) -> Event {
        Event::on(day, MORNING, Happening::To(vec![self.user], what))
    }

    fn all(&self, day: u64, what: Personal) -> Event {
        Event::on(day, MORNING, Happening::To(self.many.clone(), what))
    }

    /// Some change.
    fn changes_on(&self, day: u64) -> Event {
        let value = Field::Text("Another title".to_owned());
        self.on(day, Personal::Changed { attribute: "jobTitle".to_owned(), value })
    }

    fn renamed(&self) -> Vec<Event> {
        let change = |(attribute, text): &(&str, String)| {
            let text = match *attribute {
                "userPrincipalName" | "mail" => format!("renamed.{text}"),
                "displayName" => format!("{text} (renamed)"),
                _ => "Renamed".to_owned(),
            };
            let attribute = (*attribute).to_owned();
            self.on(0, Personal::Changed { attribute, value: Field::Text(text) })
        };
        self.texts.iter().map(change).collect()
    }
}

impl Scenario {
    /// The scenario with a name.
    pub fn named(name: &str) -> Option<&'static Scenario> {
        SCENARIOS.iter().find(|one| one.name == name)
    }

    /// What is to be run; a sentence where it cannot be.
    pub fn plan(&self, inputs: &Inputs<'_>, ask: &Ask) -> Result<Plan, String> {
        let source = inputs.source;
        let many = if self.is_mass { many(inputs, ask)? } else { Vec::new() };
        let user = ask
            .user
            .or(many.first().copied())
            .ok_or("the scenario is about one user, and none is named")?;
        let row = source
            .ids()
            .iter()
            .position(|id| *id == user)
            .ok_or("the user is not in the directory of the source")?;
        let manager = match source.named(row, "manager") {
            Value::Reference(id) if source.ids().contains(&id) => Some(id),
            _ => None,
        };
        if self.needs_manager && manager.is_none() {
            return Err(
                "the directory of the source names no manager of this user who is in it; take somebody who has one".to_owned()
            );
        }
        let text = |name: &'static str| Some((name, source.named(row, name).text()?.to_owned()));
        let texts = RENAMED.into_iter().filter_map(text).collect();
        let cast = Cast { user, manager, many, texts };
        let users = match (self.is_mass, self.needs_manager) {
            (true, _) => cast.many.clone(),
            (false, true) => [Some(user), manager].into_iter().flatten().collect(),
            (false, false) => vec![user],
        };
        Ok(Plan { users, events: (self.events)(&cast), days: ask.days.unwrap_or(DAYS) })
    }
}

/// So many users in scope, in the order of the export; who is named comes first.
fn many(inputs: &Inputs<'_>, ask: &Ask) -> Result<Vec<ObjectId>, String> {
    let engine = Engine::of(Inputs { mode: Mode::Initial, ..*inputs });
    let nobody_stops = |_| std::ops::ControlFlow::Continue(());
    let users = engine.preview(&nobody_stops).map(|preview| preview.users).unwrap_or_default();
    let in_scope = users.iter().zip(inputs.source.ids()).filter(|(user, id)| {
        let stays = matches!(user.action, Action::Create | Action::Update | Action::Unchanged);
        stays && Some(**id) != ask.user
    });
    let mut out: Vec<ObjectId> = ask.user.into_iter().collect();
    out.extend(in_scope.map(|(_, id)| *id));
    let there = out.len() as u64;
    let threshold = inputs.configuration.deletion_threshold.unwrap_or(DELETION_THRESHOLD_DEFAULT);
    match ask.count {
        Some(count) if count > there => return Err(too_few(there)),
        count => out.truncate(usize::try_from(count.unwrap_or(threshold)).unwrap_or(usize::MAX)),
    }
    match out.is_empty() {
        true => Err(too_few(0)),
        false => Ok(out),
    }
}

fn too_few(there: u64) -> String {
    match there {
        0 => "no user of the source is in scope".to_owned(),
        there => format!("only {there} users of the source are in scope"),
    }
}
