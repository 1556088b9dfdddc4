//! What is known of synchronisation on the screens.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::bench::{Bench, Trial};
use super::previewed::{Cycle, Previewed};
use super::task::{Task, Told, Wanted, Work};
use crate::domain::{Estate, ObjectId, SyncConfiguration, Tenant, Workspace};
use crate::sync::{Ask, Found, PeopleView, Summary, Timeline, TogetherLine, is_same_pair};

/// The rows of a list, and of which preview.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The preview.
    pub of: Arc<Previewed>,
    /// The rows of those who pass, in order.
    pub rows: Arc<Vec<u32>>,
}

/// A scenario that was played, or why it cannot be.
#[derive(Clone, Debug)]
pub struct Played {
    /// Its name.
    pub name: &'static str,
    /// Whom it happens to, and for how long.
    pub ask: Ask,
    /// What happened.
    pub timeline: Result<Arc<Timeline>, String>,
}

/// The configuration that is looked at, its preview, and the list of people.
#[derive(Debug, Default)]
pub struct Held {
    /// The configuration; the first where it is none.
    chosen: Option<ObjectId>,
    /// Which cycle, and whether the gate is kept.
    pub cycle: Cycle,
    /// The last preview that was whole; shown until the next one is.
    pub previewed: Option<Arc<Previewed>>,
    /// What the one before it said.
    pub before: Option<Summary>,
    /// Users judged so far, while one is being made.
    pub judged: Option<u64>,
    /// Why there is none.
    pub fault: Option<String>,
    /// Stopped by hand: not begun again by itself.
    pub is_stopped: bool,
    /// The list of people.
    pub listed: Option<Listed>,
    /// The scenario that was played last.
    pub played: Option<Played>,
    /// What is said of several configurations of one pair; none while it is looked at.
    pub together: Option<Result<Vec<TogetherLine>, String>>,
    /// Why the filter cannot be read.
    pub bad_filter: Option<String>,
    /// What is tried out without an edit.
    pub bench: Bench,
    asked: Option<Asked>,
    view: PeopleView,
    /// Whom the last filter was found for, and in which preview.
    found: Option<(Arc<Previewed>, Arc<Found>)>,
    previews: Counter,
    lists: Counter,
    plays: Counter,
    togethers: Counter,
}

/// What a preview was asked of: whatever changes it is another object.
#[derive(Debug)]
struct Asked {
    configuration: Arc<SyncConfiguration>,
    cycle: Cycle,
    tenants: [Option<Arc<Tenant>>; 2],
}

impl Asked {
    fn of(estate: &Estate, configuration: &Arc<SyncConfiguration>, cycle: Cycle) -> Self {
        let SyncConfiguration { source, target, .. } = configuration.as_ref();
        let tenants = [source, target].map(|id| estate.tenants.get(id).cloned());
        Asked { configuration: Arc::clone(configuration), cycle, tenants }
    }

    fn is(&self, other: &Asked) -> bool {
        let same = |(one, two): (&Option<Arc<Tenant>>, &Option<Arc<Tenant>>)| match (one, two) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        Arc::ptr_eq(&self.configuration, &other.configuration)
            && self.cycle == other.cycle
            && self.tenants.iter().zip(&other.tenants).all(same)
    }
}

/// Numbers tasks of one kind.
#[derive(Debug, Default)]
pub(super) struct Counter(Arc<AtomicU64>);

impl Counter {
    pub fn next(&self, work: Work) -> Task {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        Task { number, latest: Arc::clone(&self.0), work }
    }

    /// Whoever is at work finds that nobody waits any more.
    fn stop(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub fn is_latest(&self, number: u64) -> bool {
        self.0.load(Ordering::Relaxed) == number
    }
}

impl Held {
    /// The configuration that is looked at.
    pub fn chosen<'w>(&self, workspace: &'w Workspace) -> Option<&'w Arc<SyncConfiguration>> {
        let all = &workspace.synchronizations;
        self.chosen.and_then(|id| all.get(&id)).or_else(|| all.values().next())
    }

    /// Looks at another configuration.
    pub fn choose(&mut self, id: ObjectId) {
        if self.chosen != Some(id) {
            self.chosen = Some(id);
            self.forget();
        }
    }

    /// Looks at another cycle.
    pub fn turn(&mut self, cycle: Cycle) {
        if self.cycle != cycle {
            self.cycle = cycle;
            self.forget();
        }
    }

    /// Makes the preview again, also where it still holds.
    pub fn again(&mut self) {
        (self.asked, self.is_stopped) = (None, false);
    }

    /// Stops what is being made; false where nothing is.
    pub fn stop(&mut self) -> bool {
        let was = self.judged.take().is_some();
        if was {
            self.previews.stop();
            self.is_stopped = true;
        }
        was
    }

    fn forget(&mut self) {
        self.stop();
        self.again();
        (self.before, self.fault) = (None, None);
    }

    /// The preview that is shown, where it is one of what is looked at.
    pub fn shown(&self, workspace: &Workspace) -> Option<&Arc<Previewed>> {
        let id = self.chosen(workspace)?.id;
        let of = |previewed: &&Arc<Previewed>| {
            previewed.configuration().id == id && previewed.asked() == self.cycle
        };
        self.previewed.as_ref().filter(of)
    }

    /// The preview that is to be made, where the last one asked for was of something else.
    pub fn want(&mut self, workspace: &Workspace, estate: &Estate) -> Option<Task> {
        let configuration = Arc::clone(self.chosen(workspace)?);
        let now = Asked::of(estate, &configuration, self.cycle);
        if self.is_stopped || self.asked.as_ref().is_some_and(|asked| asked.is(&now)) {
            return None;
        }
        self.asked = Some(now);
        (self.judged, self.fault) = (Some(0), None);
        let before = self.previewed.clone();
        let estate = estate.clone();
        let wanted = Wanted { estate, configuration, cycle: self.cycle, before };
        Some(self.previews.next(Work::Preview(wanted)))
    }

    /// Tries out on everybody what is wanted, where it has not been and there is a preview.
    pub fn attempt(&mut self, workspace: &Workspace, trial: Option<Trial>) -> Option<Task> {
        let shown = Arc::clone(self.shown(workspace)?);
        self.bench.attempt(shown, trial?)
    }

    /// The list of people in a view.
    pub fn list(&mut self, view: PeopleView, workspace: &Workspace) -> Option<Task> {
        self.view = view;
        let shown = Arc::clone(self.shown(workspace)?);
        let is_of = |of: &Previewed| Arc::ptr_eq(of.source(), shown.source());
        let found = self.found.as_ref().filter(|(of, _)| is_of(of));
        let found = found.map(|(_, found)| Arc::clone(found));
        Some(self.lists.next(Work::List(shown, self.view.clone(), found)))
    }

    /// A scenario is played.
    pub fn play(&mut self, of: Arc<Previewed>, name: &'static str, ask: Ask) -> Task {
        self.plays.next(Work::Play(of, name, ask))
    }

    /// All configurations of the pair that is looked at are looked at together.
    pub fn look_together(&mut self, workspace: &Workspace) -> Option<Task> {
        let shown = Arc::clone(self.shown(workspace)?);
        let one = shown.configuration();
        let others = workspace.synchronizations.values();
        let mut all: Vec<_> = others.filter(|other| is_same_pair(one, other)).cloned().collect();
        all.push(Arc::clone(one));
        all.sort_by_key(|one| one.display_name.to_lowercase());
        self.together = None;
        Some(self.togethers.next(Work::Together(shown, all)))
    }

    /// Takes in what a task tells; the list that is to be made of it, where one is.
    pub fn take(&mut self, number: u64, told: Told, workspace: &Workspace) -> Option<Task> {
        match told {
            Told::Judged(users) if self.previews.is_latest(number) => self.judged = Some(users),
            Told::Previewed(previewed) if self.previews.is_latest(number) => {
                let is_same = |before: &&Arc<Previewed>| {
                    before.configuration().id == previewed.configuration().id
                        && before.asked() == previewed.asked()
                };
                let before = self.previewed.as_ref().filter(is_same);
                self.before = before.map(|before| before.preview.summary);
                self.previewed = Some(previewed);
                self.judged = None;
                return self.list(self.view.clone(), workspace);
            }
            Told::NoPreview(why) if self.previews.is_latest(number) => {
                (self.judged, self.previewed, self.listed, self.found) = (None, None, None, None);
                self.fault = Some(why.words(workspace));
            }
            Told::Listed(of, rows, found) if self.lists.is_latest(number) => {
                self.found = found.map(|found| (Arc::clone(&of), found));
                self.listed = Some(Listed { of, rows });
                self.bad_filter = None;
            }
            Told::Played(name, ask, played) if self.plays.is_latest(number) => {
                self.played = Some(Played { name, ask, timeline: played });
            }
            Told::Together(told) if self.togethers.is_latest(number) => self.together = Some(told),
            Told::BadFilter(text) if self.lists.is_latest(number) => self.bad_filter = Some(text),
            other => self.bench.take(number, other),
        }
        None
    }
}
