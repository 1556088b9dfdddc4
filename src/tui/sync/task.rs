//! Work on synchronisation that is too long for the screen's thread. A newer task of the same kind
//! stops an older one: each carries its number, and looks whether it is still the latest.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::bench::{Attempt, NotTried, Tried};
use super::previewed::{Cycle, NoPreview, Previewed};
use crate::domain::{Estate, SyncConfiguration};
use crate::store::Disk;
use crate::sync::{
    Ask, Found, NoList, PeopleView, Scenario, Tick, Timeline, TogetherLine, people, simulate,
};
use crate::tui::app::Message;

/// Users judged between two words about how far it is.
const STEP: u64 = 65_536;

/// Which preview is wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The policies it is asked of.
    pub estate: Estate,
    /// The configuration.
    pub configuration: Arc<SyncConfiguration>,
    /// Which cycle.
    pub cycle: Cycle,
    /// The preview before, whose directories need not be read again.
    pub before: Option<Arc<Previewed>>,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Work {
    /// Judge everybody.
    Preview(Wanted),
    /// List people; whom the last filter was found for.
    List(Arc<Previewed>, PeopleView, Option<Arc<Found>>),
    /// Play a scenario.
    Play(Arc<Previewed>, &'static str, Ask),
    /// Look at configurations of one pair together.
    Together(Arc<Previewed>, Vec<Arc<SyncConfiguration>>),
    /// Try something out.
    Try(Box<Attempt>),
}

/// Work with its number.
#[derive(Clone, Debug)]
pub struct Task {
    /// Which one it is.
    pub number: u64,
    /// The latest of its kind.
    pub latest: Arc<AtomicU64>,
    /// What is to be done.
    pub work: Work,
}

impl PartialEq for Task {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number && Arc::ptr_eq(&self.latest, &other.latest)
    }
}

/// What is told of a task.
#[derive(Debug)]
pub enum Told {
    /// How many users are judged.
    Judged(u64),
    /// The preview is there.
    Previewed(Arc<Previewed>),
    /// What is said of several configurations of one pair, or why nothing is.
    Together(Result<Vec<TogetherLine>, String>),
    /// There is none, and why.
    NoPreview(NoPreview),
    /// A list is there: of which preview, the rows, and whom the filter was found for.
    Listed(Arc<Previewed>, Arc<Vec<u32>>, Option<Arc<Found>>),
    /// A scenario was played, or why it cannot be.
    Played(&'static str, Ask, Result<Arc<Timeline>, String>),
    /// There is no list, because the filter cannot be read.
    BadFilter(String),
    /// How many users have been tried out on.
    Trying(u64),
    /// Something has been tried out.
    Tried(Arc<Tried>),
    /// It could not be, and why.
    NotTried(String),
}

impl Task {
    /// Does it; tells how far it is, and what came out.
    pub fn run(self, disk: &dyn Disk, tell: &dyn Fn(Message)) {
        let Task { number, latest, work } = self;
        let flow = || match latest.load(Ordering::Relaxed) == number {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        };
        let told = |told| tell(Message::Sync(number, told));
        match work {
            Work::Preview(Wanted { estate, configuration, cycle, before }) => {
                let said = Cell::new(0);
                let tick = |done: u64| {
                    if done >= said.get() + STEP {
                        said.set(done);
                        told(Told::Judged(done));
                    }
                    flow()
                };
                let before = before.as_deref();
                let made =
                    Previewed::make(disk, &estate, &configuration, cycle, before, (&tick, &flow));
                match made {
                    Ok(previewed) => {
                        let previewed = Arc::new(previewed);
                        told(Told::Previewed(Arc::clone(&previewed)));
                        // Before anybody looks for a name.
                        let _or_when_asked_for = previewed.names(&|_| flow());
                    }
                    Err(NoPreview::Stopped) => {}
                    Err(why) => told(Told::NoPreview(why)),
                }
            }
            Work::Try(attempt) => {
                let said = Cell::new(0);
                let tick = |done: u64| {
                    if done >= said.get() + STEP {
                        said.set(done);
                        told(Told::Trying(done));
                    }
                    flow()
                };
                match attempt.run(disk, &tick, &flow) {
                    Ok(tried) => told(Told::Tried(Arc::new(tried))),
                    Err(NotTried::Stopped) => {}
                    Err(NotTried::Fault(fault)) => told(Told::NotTried(fault.to_string())),
                }
            }
            Work::List(of, view, before) => match list(&of, &view, before, &|_| flow()) {
                Ok((rows, found)) => told(Told::Listed(of, Arc::new(rows), found.map(Arc::new))),
                Err(NoList::Stopped) => {}
                Err(NoList::Bad(fault)) => told(Told::BadFilter(fault.to_string())),
            },
            Work::Together(of, all) => match of.together(disk, &all, &flow) {
                Ok(Some(lines)) => told(Told::Together(Ok(lines))),
                Ok(None) => {}
                Err(fault) => told(Told::Together(Err(fault.to_string()))),
            },
            Work::Play(of, name, ask) => {
                let inputs = of.engine().inputs();
                let scenario =
                    Scenario::named(name).ok_or_else(|| format!("no scenario is called {name}"));
                let plan = scenario.and_then(|scenario| scenario.plan(inputs, &ask));
                let played = plan.map(|plan| Arc::new(simulate(inputs, &plan)));
                told(Told::Played(name, ask, played));
            }
        }
    }
}

/// The people of a view; their names are taken only where they are looked at.
fn list(
    of: &Previewed,
    view: &PeopleView,
    before: Option<Arc<Found>>,
    tick: Tick<'_>,
) -> Result<(Vec<u32>, Option<Found>), NoList> {
    let names = if view.wants_names() { Some(of.names(tick)?) } else { None };
    people(of.engine(), &of.preview, names, view, before.as_deref(), tick)
}
