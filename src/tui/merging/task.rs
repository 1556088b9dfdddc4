//! Work on a merger that may be too long for the screen's thread.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::access::Directories;
use crate::domain::{SyncConfiguration, Workspace};
use crate::edit;
use crate::merger::{
    Answers, CheckLine, Forecast, Mesh, Proposal, Setup, Shift, between, checklist, forecast, mesh,
    proposal, setup, simulate, unseen,
};
use crate::store::Disk;
use crate::sync::Action;
use crate::tui::app::Message;
use crate::tui::job::AskedOf;
use crate::tui::sync::{FIRST, LATER, Previewed};

/// Users judged between two words about how far it is.
const STEP: u64 = 65_536;

/// Of what something was worked out.
pub type Of = (AskedOf, Arc<Answers>);

/// What the answers come to, with the workspace as it would be.
#[derive(Debug)]
pub struct Proposed {
    /// Of what.
    pub of: Of,
    /// What is missing.
    pub proposal: Proposal,
    /// The workspace with that made.
    pub after: Workspace,
    /// How every pair stands.
    pub before_mesh: Mesh,
    /// How every pair would stand.
    pub after_mesh: Mesh,
}

/// The first cycle of one synchronisation.
#[derive(Debug)]
pub struct Cycle {
    /// In numbers.
    pub forecast: Forecast,
    /// Users of the source.
    pub users: u64,
    /// With its directories, so that they need not be read again.
    pub previewed: Arc<Previewed>,
}

impl Cycle {
    /// How many are synchronised for certain: whoever gets an account, or has one and keeps it.
    pub fn reached(&self) -> u64 {
        use Action::{Create, Restore, Staged, Unchanged, Update};
        let reaches =
            |action: &Action| matches!(action, Create | Update | Unchanged | Restore | Staged);
        let actions = self.forecast.actions.iter();
        actions.filter(|(action, _)| reaches(action)).map(|(_, count)| count).sum()
    }
}

/// What would happen to people.
#[derive(Debug)]
pub struct Simulated {
    /// Of what.
    pub of: Of,
    /// First cycles.
    pub cycles: Vec<Cycle>,
    /// What opens and what closes; `None` where only cycles were wanted.
    pub shifts: Option<Vec<Shift>>,
    /// What is not known.
    pub unseen: Vec<String>,
}

/// How far the set-up is.
#[derive(Debug)]
pub struct Checked {
    /// Of what.
    pub of: Of,
    /// What the answers give rise to, line by line.
    pub lines: Vec<CheckLine>,
    /// The set-up of every synchronisation between the tenants, by its name.
    pub setups: Vec<(String, Setup)>,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Work {
    /// What the answers come to.
    Propose,
    /// How far the set-up is.
    Check,
    /// What would happen to people.
    Simulate {
        /// The workspace as it would be.
        proposed: Arc<Proposed>,
        /// Whether sign-ins are asked about as well.
        whole: bool,
        /// What was simulated before.
        before: Option<Arc<Simulated>>,
    },
}

/// Work with its number and what it looks at.
#[derive(Clone, Debug)]
pub struct Task {
    /// Which one it is.
    pub number: u64,
    /// The latest of its kind.
    pub latest: Arc<AtomicU64>,
    /// The workspace.
    pub workspace: Arc<Workspace>,
    /// The directories that have been read.
    pub directories: Directories,
    /// Of what it is asked.
    pub of: Of,
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
    /// What the answers come to.
    Proposed(Arc<Proposed>),
    /// How far the set-up is.
    Checked(Arc<Checked>),
    /// How many users are judged.
    Judged(u64),
    /// What would happen to people.
    Simulated(Arc<Simulated>),
    /// Why that cannot be told.
    NotSimulated(String),
}

impl Task {
    /// Does it; tells how far it is, and what came out.
    pub fn run(self, disk: &dyn Disk, tell: &dyn Fn(Message)) {
        let told = |told| tell(Message::Merging(self.number, told));
        let (workspace, answers) = (&self.workspace, &self.of.1);
        match &self.work {
            Work::Propose => {
                let proposal = proposal(workspace, &self.directories, answers);
                // What the rules of the service refuse was left out of the proposal already.
                let after = edit::apply(workspace, &proposal.edits)
                    .unwrap_or_else(|_| Workspace::clone(workspace));
                let (before_mesh, after_mesh) = (mesh(workspace, answers), mesh(&after, answers));
                let of = self.of.clone();
                told(Told::Proposed(Arc::new(Proposed {
                    of,
                    proposal,
                    after,
                    before_mesh,
                    after_mesh,
                })));
            }
            Work::Check => {
                let lines = checklist(workspace, &self.directories, answers);
                let held = between(workspace, answers).into_iter();
                let setups = held.map(|one| self.set_up(one, disk)).collect();
                told(Told::Checked(Arc::new(Checked { of: self.of.clone(), lines, setups })));
            }
            Work::Simulate { proposed, whole, before } => {
                match self.simulate(proposed, *whole, before.as_deref(), disk, &told) {
                    Ok(Some(simulated)) => told(Told::Simulated(Arc::new(simulated))),
                    Ok(None) => {}
                    Err(why) => told(Told::NotSimulated(why)),
                }
            }
        }
    }

    /// The set-up of one synchronisation. Only two directories show whether anybody arrived.
    fn set_up(&self, held: &Arc<SyncConfiguration>, disk: &dyn Disk) -> (String, Setup) {
        let known = |id| self.directories.contains_key(&id);
        let preview = (known(held.source) && known(held.target)).then(|| {
            let draft = &self.workspace.draft;
            let (tick, go) = (|_| ControlFlow::Continue(()), || ControlFlow::Continue(()));
            Previewed::make(disk, draft, held, LATER, None, (&tick, &go)).ok()
        });
        let preview = preview.flatten();
        let preview = preview.as_ref().map(|made| &made.preview);
        let setup = setup(&self.workspace, &self.directories, held, preview);
        (held.display_name.clone(), setup)
    }

    /// Nothing where nobody waits any more.
    fn simulate(
        &self,
        proposed: &Proposed,
        whole: bool,
        before: Option<&Simulated>,
        disk: &dyn Disk,
        told: &dyn Fn(Told),
    ) -> Result<Option<Simulated>, String> {
        let Task { number, latest, workspace, directories, of, .. } = self;
        let goes_on = || latest.load(Ordering::Relaxed) == *number;
        let flow = || if goes_on() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        let said = Cell::new(0);
        let tick = |done: u64| {
            if done >= said.get() + STEP {
                said.set(done);
                told(Told::Judged(done));
            }
            flow()
        };
        let answers = &of.1;
        let mut cycles = Vec::new();
        for held in between(&proposed.after, answers) {
            if !directories.contains_key(&held.source) {
                continue;
            }
            let ends = |cycle: &&Cycle| {
                let known = cycle.previewed.configuration();
                (known.source, known.target) == (held.source, held.target)
            };
            let known = before.and_then(|before| before.cycles.iter().find(ends));
            let known = known.map(|cycle| cycle.previewed.as_ref());
            said.set(0);
            let draft = &proposed.after.draft;
            let made = Previewed::make(disk, draft, held, FIRST, known, (&tick, &flow));
            let previewed = match made {
                Ok(previewed) => Arc::new(previewed),
                Err(why) if !goes_on() => {
                    drop(why);
                    return Ok(None);
                }
                Err(why) => return Err(why.words(workspace)),
            };
            let forecast = forecast(held, &previewed.preview);
            let users = previewed.preview.users.len() as u64;
            cycles.push(Cycle { forecast, users, previewed });
        }
        let shifts = whole.then(|| simulate(workspace, &proposed.after, directories, answers));
        if !goes_on() {
            return Ok(None);
        }
        let unseen = unseen(workspace, directories, answers);
        Ok(Some(Simulated { of: of.clone(), cycles, shifts, unseen }))
    }
}
