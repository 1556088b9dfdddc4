//! A preview with all it was made of, so that one more person can be asked about at any time.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use self_cell::self_cell;

use crate::domain::{Estate, SyncConfiguration, TenantId, Workspace};
use crate::store::{Disk, Fault, read_roster};
use crate::sync::{Engine, Expressions, Inputs, Mode, Preview, Roster, SyncGroup, Tick, wanted};

/// The users and groups of one side, as far as a configuration needs them.
#[derive(Debug, Default)]
pub struct Side {
    tenant: TenantId,
    attributes: Vec<String>,
    users: Roster,
    groups: Vec<SyncGroup>,
    /// What could not be read.
    said: Vec<String>,
}

impl Side {
    /// Reads a side, or takes the one that was read before where it holds as much.
    fn read(
        disk: &dyn Disk,
        tenant: TenantId,
        attributes: Vec<String>,
        before: Option<&Arc<Side>>,
    ) -> Result<Arc<Self>, Fault> {
        let holds = |side: &&Arc<Side>| {
            side.tenant == tenant && attributes.iter().all(|name| side.attributes.contains(name))
        };
        if let Some(side) = before.filter(holds) {
            return Ok(Arc::clone(side));
        }
        let (users, groups, said) = read_roster(disk, tenant, attributes.clone())?;
        Ok(Arc::new(Side { tenant, attributes, users, groups, said }))
    }

    /// A side that also holds these attributes: the same one where it does.
    pub(super) fn with(
        self: &Arc<Self>,
        disk: &dyn Disk,
        more: impl Iterator<Item = String>,
    ) -> Result<Arc<Self>, Fault> {
        let mut attributes = self.attributes.clone();
        attributes.extend(more);
        attributes.sort_unstable();
        attributes.dedup();
        Side::read(disk, self.tenant, attributes, Some(self))
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

/// What a preview is made of.
#[derive(Debug)]
pub struct Ends {
    estate: Estate,
    configuration: Arc<SyncConfiguration>,
    mode: Mode,
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
    /// Reads what is needed, and judges everybody.
    pub fn make(
        disk: &dyn Disk,
        estate: &Estate,
        configuration: &Arc<SyncConfiguration>,
        mode: Mode,
        before: Option<&Previewed>,
        tick: Tick<'_>,
    ) -> Result<Self, NoPreview> {
        let go = || match tick(0) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(NoPreview::Stopped),
        };
        let before = before.map(|before| before.ready.borrow_owner());
        let [from, to] = wanted(configuration);
        let known = before.map(|ends| &ends.source);
        let source = Side::read(disk, configuration.source, from, known);
        let source = source.map_err(NoPreview::Fault)?;
        go()?;
        if source.users.is_empty() {
            return Err(NoPreview::NoSource(configuration.source));
        }
        let known = before.map(|ends| &ends.target);
        let target = Side::read(disk, configuration.target, to, known);
        let target = target.map_err(NoPreview::Fault)?;
        go()?;
        let configuration = Arc::clone(configuration);
        let expressions = Expressions::default();
        let estate = estate.clone();
        let ends = Ends { estate, configuration, mode, source, target, expressions };
        let ready = Ready::new(ends, |ends| {
            Engine::of(Inputs {
                estate: &ends.estate,
                configuration: &ends.configuration,
                source: &ends.source.users,
                target: &ends.target.users,
                source_groups: &ends.source.groups,
                target_groups: &ends.target.groups,
                mode: ends.mode,
                expressions: &ends.expressions,
            })
        });
        let preview = ready.borrow_dependent().preview(tick).map_err(|_| NoPreview::Stopped)?;
        let ends = ready.borrow_owner();
        let mut said: Vec<String> =
            ends.source.said.iter().chain(&ends.target.said).cloned().collect();
        let name = |id| match ends.estate.tenant(id) {
            Some(tenant) if !tenant.display_name.is_empty() => tenant.display_name.clone(),
            _ => id.to_string(),
        };
        said.extend(ready.borrow_dependent().untold_words(name));
        Ok(Previewed { ready, preview, said })
    }

    /// What judged them.
    pub fn engine(&self) -> &Engine<'_> {
        self.ready.borrow_dependent()
    }

    /// The configuration as it was asked of.
    pub fn configuration(&self) -> &Arc<SyncConfiguration> {
        &self.ready.borrow_owner().configuration
    }

    /// The users and groups of the source.
    pub fn source(&self) -> &Arc<Side> {
        &self.ready.borrow_owner().source
    }

    /// Which cycle.
    pub fn mode(&self) -> Mode {
        self.ready.borrow_owner().mode
    }
}
