//! What the editors try out on everybody before it is kept: one row of the mappings, or a scope.
//! The directories are those of the preview; only an attribute that no mapping has read yet makes
//! the users be read once more.

use std::sync::Arc;

use super::held::Counter;
use super::previewed::{Flow, Previewed, Side};
use super::task::{Task, Told, Work};
use crate::access::Truth;
use crate::domain::{AttributeMapping, SyncConfiguration};
use crate::expr::{self, Expression};
use crate::store::{Disk, Fault, read_attribute_names};
use crate::sync::{
    Giver, Sample, ScopeCount, Survey, Tick, count_scope, samples, survey, text_of, wanted,
};

/// What is to be tried out.
#[derive(Clone, Debug, PartialEq)]
pub enum Trial {
    /// A row of the mappings, beside the one that stands.
    Row {
        /// As it stands.
        stands: Box<AttributeMapping>,
        /// As it would be.
        row: Box<AttributeMapping>,
    },
    /// A scope, beside the one that stands.
    Scope(Arc<SyncConfiguration>),
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Of a row.
    Row {
        /// Everybody, counted.
        survey: Survey,
        /// People to show it on.
        samples: Vec<Sample>,
        /// Nobody is in scope, so that everybody was looked at.
        is_everyone: bool,
    },
    /// Of a scope.
    Scope(Box<ScopeCount>),
}

/// Something that was tried out.
#[derive(Debug)]
pub struct Tried {
    /// With which preview.
    pub of: Arc<Previewed>,
    /// What it was.
    pub trial: Trial,
    /// The users it was tried on: those of the preview, with every attribute it reads.
    pub source: Arc<Side>,
    /// What came out.
    pub found: Found,
    /// What the attributes of the export are called.
    pub names: Arc<Vec<String>>,
}

/// What is to be tried out, with all it needs.
#[derive(Clone, Debug)]
pub struct Attempt {
    of: Arc<Previewed>,
    trial: Trial,
    /// What was read before.
    before: Option<Arc<Tried>>,
}

/// Why something was not tried out.
#[derive(Debug)]
pub enum NotTried {
    /// Nobody waited any more.
    Stopped,
    /// The users cannot be read.
    Fault(Fault),
}

/// What is tried out, and what came out last.
#[derive(Debug, Default)]
pub struct Bench {
    asked: Option<(Arc<Previewed>, Trial)>,
    /// The last row that was tried out whole.
    pub row: Option<Arc<Tried>>,
    /// The last scope.
    pub scope: Option<Arc<Tried>>,
    /// Users looked at so far, while something is being tried out.
    pub done: Option<u64>,
    /// Why nothing can be tried out.
    pub fault: Option<String>,
    attempts: Counter,
}

impl Bench {
    /// The work that is to be done, where it has not been begun.
    pub(super) fn attempt(&mut self, of: Arc<Previewed>, trial: Trial) -> Option<Task> {
        let is_asked = self
            .asked
            .as_ref()
            .is_some_and(|(asked_of, asked)| Arc::ptr_eq(asked_of, &of) && *asked == trial);
        if is_asked {
            return None;
        }
        self.asked = Some((Arc::clone(&of), trial.clone()));
        self.done = Some(0);
        let before = self.latest(&of).cloned();
        let attempt = Attempt { of, trial, before };
        Some(self.attempts.next(Work::Try(Box::new(attempt))))
    }

    /// What was tried out last with this preview.
    fn latest(&self, of: &Arc<Previewed>) -> Option<&Arc<Tried>> {
        let is_of = |tried: &&Arc<Tried>| Arc::ptr_eq(tried.of.source(), of.source());
        let both = [self.row.as_ref(), self.scope.as_ref()].into_iter().flatten().filter(is_of);
        both.max_by_key(|tried| tried.source.width())
    }

    /// Takes in what an attempt tells.
    pub(super) fn take(&mut self, number: u64, told: Told) {
        if !self.attempts.is_latest(number) {
            return;
        }
        match told {
            Told::Trying(users) => self.done = Some(users),
            Told::Tried(tried) => {
                (self.done, self.fault) = (None, None);
                match tried.found {
                    Found::Row { .. } => self.row = Some(tried),
                    Found::Scope(_) => self.scope = Some(tried),
                }
            }
            Told::NotTried(why) => (self.done, self.fault) = (None, Some(why)),
            _ => {}
        }
    }
}

impl Attempt {
    /// Does it.
    pub(super) fn run(
        self,
        disk: &dyn Disk,
        tick: Tick<'_>,
        flow: Flow<'_>,
    ) -> Result<Tried, NotTried> {
        let Attempt { of, trial, before } = self;
        let tenant = of.configuration().source;
        let names = match &before {
            Some(before) => Arc::clone(&before.names),
            None => Arc::new(read_attribute_names(disk, tenant).map_err(NotTried::Fault)?),
        };
        // What no user has is not looked for, above all no name that is half written.
        let read = read_by(&trial).into_iter().filter(|name| names.contains(name));
        let held = before.as_ref().map_or_else(|| of.source(), |before| &before.source);
        let source = held.with(disk, read, flow).map_err(NotTried::Fault)?;
        let source = source.ok_or(NotTried::Stopped)?;
        let engine = of.engine();
        let found = match &trial {
            Trial::Scope(draft) => {
                let (users, groups) = (source.users(), source.groups());
                let counted = count_scope(engine, draft, users, groups, tick);
                Found::Scope(Box::new(counted.map_err(|_| NotTried::Stopped)?))
            }
            Trial::Row { stands, row } => {
                let users = source.users();
                let count = users.len().min(engine.inputs().source.len());
                let is_in = |at: usize| engine.stands(at) != Truth::No;
                let is_everyone = !(0..count).any(is_in);
                let in_scope = |at: usize| is_everyone || is_in(at);
                let domain = engine.initial_domain();
                let was = Giver::of(stands, users, domain);
                let is = Giver::of(row, users, domain);
                let survey = survey(count, &in_scope, (&was, &is), &row.target, tick)
                    .map_err(|_| NotTried::Stopped)?;
                let mut read = is.reads();
                if read.is_empty() {
                    read = was.reads();
                }
                read.push("displayName".to_owned());
                let samples =
                    samples(users, &in_scope, &read, tick).map_err(|_| NotTried::Stopped)?;
                Found::Row { survey, samples, is_everyone }
            }
        };
        Ok(Tried { of, trial, source, found, names })
    }
}

/// The attributes of the source that something reads.
fn read_by(trial: &Trial) -> Vec<String> {
    match trial {
        Trial::Scope(draft) => {
            let [source, _] = wanted(draft);
            source
        }
        Trial::Row { stands, row } => {
            let texts = [stands, row].map(|row| text_of(row));
            let read = texts.iter().filter_map(|text| expr::parse(text).ok());
            let names = |one: Expression| -> Vec<String> {
                one.attributes().into_iter().map(str::to_owned).collect()
            };
            read.flat_map(names).collect()
        }
    }
}
