//! A preview with all it was made of, so that one more person can be asked about at any time.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use self_cell::self_cell;

use crate::domain::{Estate, SyncConfiguration, TenantId, Workspace};
use crate::store::{Disk, End, Fault, read_ends, read_roster};
use crate::sync::{
    Engine, Expressions, Inputs, Mode, Names, Peril, PolicyGate, Preview, Roster, Stopped,
    SyncGroup, Tick, TogetherLine, together, together_lines, wanted,
};

/// Whether anyone still waits; asked from the threads that read.
pub type Flow<'f> = &'f (dyn Fn() -> ControlFlow<()> + Sync);

/// The users and groups of one side, as far as a configuration needs them.
#[derive(Debug, Default)]
pub struct Side {
    tenant: TenantId,
    attributes: Vec<String>,
    users: Roster,
    groups: Vec<SyncGroup>,
    /// What could not be read.
    said: Vec<String>,
    /// The names of the users, once they were taken.
    names: OnceLock<Names>,
    /// Held while they are.
    taking: Mutex<()>,
}

impl Side {
    fn of(tenant: TenantId, attributes: Vec<String>, end: End) -> Arc<Self> {
        let End { users, groups, notices: said } = end;
        Arc::new(Side {
            tenant,
            attributes,
            users,
            groups,
            said,
            names: OnceLock::new(),
            taking: Mutex::new(()),
        })
    }

    /// Whether it holds as much.
    fn holds(&self, tenant: TenantId, attributes: &[String]) -> bool {
        self.tenant == tenant && attributes.iter().all(|name| self.attributes.contains(name))
    }

    /// Reads a side, or takes the one that was read before where it holds as much; none where nobody
    /// waits any more.
    fn read(
        disk: &dyn Disk,
        (tenant, attributes): (TenantId, Vec<String>),
        before: Option<&Arc<Side>>,
        flow: Flow<'_>,
    ) -> Result<Option<Arc<Self>>, Fault> {
        if let Some(side) = before.filter(|side| side.holds(tenant, &attributes)) {
            return Ok(Some(Arc::clone(side)));
        }
        let end = read_roster(disk, tenant, attributes.clone(), &mut |_| flow())?;
        Ok(end.map(|end| Side::of(tenant, attributes, end)))
    }

    /// Both sides, at once where both have to be read.
    fn both(
        disk: &dyn Disk,
        ends: [(TenantId, Vec<String>); 2],
        before: Option<&Ends>,
        flow: Flow<'_>,
    ) -> Result<Option<[Arc<Self>; 2]>, Fault> {
        let known = before.map(|ends| [&ends.source, &ends.target]);
        let is_held = known.is_some_and(|known| {
            known.iter().zip(&ends).any(|(side, (tenant, names))| side.holds(*tenant, names))
        });
        let [from, to] = ends;
        if is_held {
            let [source, target] = known.map_or([None; 2], |known| known.map(Some));
            let source = Side::read(disk, from, source, flow)?;
            let target = Side::read(disk, to, target, flow)?;
            return Ok(source.zip(target).map(|(source, target)| [source, target]));
        }
        let read = read_ends(disk, [from.clone(), to.clone()], &|_| flow())?;
        Ok(read.map(|[source, target]| {
            [Side::of(from.0, from.1, source), Side::of(to.0, to.1, target)]
        }))
    }

    /// A side that also holds these attributes: the same one where it does; none where nobody waits
    /// any more.
    pub(super) fn with(
        self: &Arc<Self>,
        disk: &dyn Disk,
        more: impl Iterator<Item = String>,
        flow: Flow<'_>,
    ) -> Result<Option<Arc<Self>>, Fault> {
        let mut attributes = self.attributes.clone();
        attributes.extend(more);
        attributes.sort_unstable();
        attributes.dedup();
        Side::read(disk, (self.tenant, attributes), Some(self), flow)
    }

    /// How many attributes of each user it holds.
    pub(super) fn width(&self) -> usize {
        self.attributes.len()
    }

    /// The users.
    pub fn users(&self) -> &Roster {
        &self.users
    }

    /// The groups.
    pub fn groups(&self) -> &[SyncGroup] {
        &self.groups
    }
}

/// Which cycle is previewed, and what the gate does to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cycle {
    /// The first or a later one.
    pub mode: Mode,
    /// Whether it stops the job.
    pub gate: PolicyGate,
}

impl Cycle {
    /// The other cycle behind the same gate.
    pub fn other_mode(self) -> Self {
        let mode = match self.mode {
            Mode::Initial => Mode::Incremental,
            Mode::Incremental => Mode::Initial,
        };
        Cycle { mode, ..self }
    }

    /// The same cycle with the gate the other way.
    pub fn other_gate(self) -> Self {
        let gate = match self.gate {
            PolicyGate::Kept => PolicyGate::LetThrough,
            PolicyGate::LetThrough => PolicyGate::Kept,
        };
        Cycle { gate, ..self }
    }
}

/// The first cycle, as it will be.
pub const FIRST: Cycle = Cycle { mode: Mode::Initial, gate: PolicyGate::Kept };

/// A later one.
pub const LATER: Cycle = Cycle { mode: Mode::Incremental, gate: PolicyGate::Kept };

/// What a preview is made of.
#[derive(Debug)]
pub struct Ends {
    estate: Estate,
    configuration: Arc<SyncConfiguration>,
    cycle: Cycle,
    source: Arc<Side>,
    target: Arc<Side>,
    expressions: Expressions,
}

self_cell! {
    /// The directories, and the engine that looks at them.
    struct Ready {
        owner: Ends,

        #[covariant]
        dependent: Engine,
    }
}

/// A preview, with the engine that made it.
pub struct Previewed {
    ready: Ready,
    /// What would become of everybody.
    pub preview: Preview,
    /// What could not be read, and what the exports do not hold.
    pub said: Vec<String>,
    /// Mappings at risk, a sentence each.
    pub risks: Vec<String>,
}

impl fmt::Debug for Previewed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Previewed").field("job", &self.preview.job).finish_non_exhaustive()
    }
}

/// Why there is no preview.
#[derive(Debug)]
pub enum NoPreview {
    /// Nobody waited any more.
    Stopped,
    /// A directory cannot be read.
    Fault(Fault),
    /// The source's users are not in the workspace.
    NoSource(TenantId),
}

impl NoPreview {
    /// In words.
    pub fn words(&self, workspace: &Workspace) -> String {
        match self {
            NoPreview::Stopped => "stopped".to_owned(),
            NoPreview::Fault(fault) => fault.to_string(),
            NoPreview::NoSource(tenant) => no_source(workspace, *tenant),
        }
    }
}

fn no_source(workspace: &Workspace, tenant: TenantId) -> String {
    let name = workspace.draft.tenant(tenant).map(|tenant| tenant.display_name.as_str());
    let name = name.filter(|name| !name.is_empty()).unwrap_or("the source");
    format!(
        "the directory of {name} is not in the workspace; `detente import` reads its users and groups"
    )
}

impl Previewed {
    /// Reads what is needed, and judges everybody. The tick counts users: each of the two rounds
    /// counts for half.
    pub fn make(
        disk: &dyn Disk,
        estate: &Estate,
        configuration: &Arc<SyncConfiguration>,
        cycle: Cycle,
        before: Option<&Previewed>,
        (tick, flow): (Tick<'_>, Flow<'_>),
    ) -> Result<Self, NoPreview> {
        let before = before.map(|before| before.ready.borrow_owner());
        let [from, to] = wanted(configuration);
        let ends = [(configuration.source, from), (configuration.target, to)];
        let read = Side::both(disk, ends, before, flow).map_err(NoPreview::Fault)?;
        let [source, target] = read.ok_or(NoPreview::Stopped)?;
        if source.users.is_empty() {
            return Err(NoPreview::NoSource(configuration.source));
        }
        let configuration = Arc::clone(configuration);
        let expressions = Expressions::default();
        let estate = estate.clone();
        let ends = Ends { estate, configuration, cycle, source, target, expressions };
        let ready = Ready::try_new(ends, |ends| {
            let inputs = Inputs {
                estate: &ends.estate,
                configuration: &ends.configuration,
                source: &ends.source.users,
                target: &ends.target.users,
                source_groups: &ends.source.groups,
                target_groups: &ends.target.groups,
                mode: ends.cycle.mode,
                expressions: &ends.expressions,
            };
            Engine::ready(inputs, &|_| flow())
        });
        let ready = ready.map_err(|_stopped| NoPreview::Stopped)?;
        let preview = ready.borrow_dependent().previewed(cycle.gate, &|done| tick(done / 2));
        let preview = preview.map_err(|_stopped| NoPreview::Stopped)?;
        let perils = ready.borrow_dependent().perils(&preview.users, &|_| flow());
        let perils = perils.map_err(|_stopped| NoPreview::Stopped)?;
        let risks = perils.iter().map(Peril::words).collect();
        let ends = ready.borrow_owner();
        let mut said: Vec<String> =
            ends.source.said.iter().chain(&ends.target.said).cloned().collect();
        let name = |id| match ends.estate.tenant(id) {
            Some(tenant) if !tenant.display_name.is_empty() => tenant.display_name.clone(),
            _ => id.to_string(),
        };
        said.extend(ready.borrow_dependent().untold_words(name));
        Ok(Previewed { ready, preview, said, risks })
    }

    /// What judged them.
    pub fn engine(&self) -> &Engine<'_> {
        self.ready.borrow_dependent()
    }

    /// The names of the source, to search and to order by.
    pub fn names(&self, tick: Tick<'_>) -> Result<&Names, Stopped> {
        let Side { users, names, taking, .. } = self.ready.borrow_owner().source.as_ref();
        if names.get().is_none() {
            // Whoever comes second waits for the first, who is sooner ready.
            let _held = taking.lock().unwrap_or_else(PoisonError::into_inner);
            if names.get().is_none() {
                let _first = names.set(Names::of(users, tick)?);
            }
        }
        names.get().ok_or(Stopped)
    }

    /// The configuration as it was asked of.
    pub fn configuration(&self) -> &Arc<SyncConfiguration> {
        &self.ready.borrow_owner().configuration
    }

    /// The users and groups of the source.
    pub fn source(&self) -> &Arc<Side> {
        &self.ready.borrow_owner().source
    }

    /// Looks at this configuration and others of the same pair together; none where nobody waits any
    /// more.
    pub(super) fn together(
        &self,
        disk: &dyn Disk,
        all: &[Arc<SyncConfiguration>],
        flow: Flow<'_>,
    ) -> Result<Option<Vec<TogetherLine>>, Fault> {
        let ends = self.ready.borrow_owner();
        let read = |side: usize| {
            let wanted = all.iter().map(|one| wanted(one));
            wanted.flat_map(move |[source, target]| if side == 0 { source } else { target })
        };
        let source = ends.source.with(disk, read(0), flow)?;
        let target = ends.target.with(disk, read(1), flow)?;
        let Some((source, target)) = source.zip(target) else { return Ok(None) };
        let mut engines = Vec::new();
        for configuration in all {
            let inputs = Inputs {
                estate: &ends.estate,
                configuration,
                source: &source.users,
                target: &target.users,
                source_groups: &source.groups,
                target_groups: &target.groups,
                mode: Mode::Incremental,
                expressions: &ends.expressions,
            };
            match Engine::ready(inputs, &|_| flow()) {
                Ok(engine) => engines.push(engine),
                Err(Stopped) => return Ok(None),
            }
        }
        let Ok(found) = together(&engines, &|_| flow()) else { return Ok(None) };
        let name = |id: TenantId| match ends.estate.tenant(id) {
            Some(tenant) if !tenant.display_name.is_empty() => tenant.display_name.clone(),
            _ => id.to_string(),
        };
        let SyncConfiguration { source, target, .. } = self.configuration().as_ref();
        let pair = format!("{} to {}", name(*source), name(*target));
        Ok(Some(together_lines(all, &engines, &found, &pair)))
    }

    /// Which cycle.
    pub fn asked(&self) -> Cycle {
        self.ready.borrow_owner().cycle
    }
}
