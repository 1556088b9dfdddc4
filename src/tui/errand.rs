//! What a card or a screen wants worked out on the workspace as it stands: taking a partner in,
//! cutting one off, the set-up of one synchronisation, what would turn an answer around. Done off the screen's thread, again whenever
//! it no longer holds.

use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::civil::Date;

use super::app::Message;
use super::job::AskedOf;
use super::sync::{LATER, Previewed};
use crate::access::{Directories, Question, evaluate};
use crate::domain::{ObjectId, Observed, SyncConfiguration, TenantId, Workspace};
use crate::edit;
use crate::export::{Document, document, planned};
use crate::merger::{
    Cutoff, Onboarded, Onboarding, Setup, TeardownLine, cutoff, onboard, setup, teardown,
};
use crate::plan::Choice;
use crate::remedy::{Remedies, smallest};
use crate::store::{Disk, SignIns};

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// What taking a partner in comes to.
    Onboard(Box<Onboarding>),
    /// What cutting a partner off comes to.
    CutOff {
        /// Which of ours does it.
        owner: TenantId,
        /// Whom.
        partner: TenantId,
    },
    /// How the set-up of a synchronisation stands, and its ending.
    Stand(Between),
    /// What would turn the draft's answer to a question around, and whom else that touches.
    Turn(Box<Question>),
}

/// A synchronisation, which need not be configured yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Between {
    /// The tenant that pushes.
    pub source: TenantId,
    /// The tenant that is pushed to.
    pub target: TenantId,
    /// The configuration, where there is one.
    pub id: Option<ObjectId>,
    /// The day on which the last one was unassigned.
    pub since: Option<Date>,
    /// Today.
    pub today: Date,
}

/// Of what something was worked out: what the workspace held, whether the logs were read, the wish.
pub type Of = (AskedOf, bool, Wish);

/// What came out.
#[derive(Debug)]
pub enum Outcome {
    /// Of [`Wish::Onboard`].
    Onboarded(Onboarded),
    /// Of [`Wish::CutOff`].
    CutOff(Severed),
    /// Of [`Wish::Stand`].
    Stands(Standing),
    /// Of [`Wish::Turn`].
    Turned(Arc<Remedies>),
}

/// A partner that is cut off, and the way back.
#[derive(Debug)]
pub struct Severed {
    /// What it comes to.
    pub cutoff: Cutoff,
    /// What takes it back in the tenant, step by step.
    pub back: Document,
}

/// How a synchronisation stands.
#[derive(Debug)]
pub struct Standing {
    /// The configuration, or what one would be.
    pub configuration: SyncConfiguration,
    /// Its five steps.
    pub setup: Setup,
    /// Its ending.
    pub teardown: Vec<TeardownLine>,
}

/// Work with all it needs.
#[derive(Clone, Debug)]
pub struct Task {
    /// The workspace.
    pub workspace: Arc<Workspace>,
    /// The directories that have been read.
    pub directories: Directories,
    /// The sign-ins, as far as they have been read.
    pub sign_ins: Arc<SignIns>,
    /// Of what it is asked.
    pub of: Of,
}

impl PartialEq for Task {
    fn eq(&self, other: &Self) -> bool {
        self.of == other.of
    }
}

impl Task {
    /// Does it.
    pub fn run(self, disk: &dyn Disk) -> Message {
        let Task { workspace, directories, sign_ins, of } = self;
        let outcome = match &of.2 {
            Wish::Onboard(wish) => {
                Outcome::Onboarded(onboard(&workspace, &directories, wish.as_ref()))
            }
            Wish::CutOff { owner, partner } => {
                let activities = &sign_ins.activities;
                let cutoff = cutoff(&workspace, &directories, activities, *owner, *partner);
                let back = way_back(&workspace, &directories, &cutoff);
                Outcome::CutOff(Severed { cutoff, back })
            }
            Wish::Stand(between) => {
                Outcome::Stands(standing(&workspace, &directories, between, disk))
            }
            Wish::Turn(question) => {
                let answer = evaluate(&workspace.draft, &directories, question);
                let found = smallest(&workspace, &directories, question, &answer);
                Outcome::Turned(Arc::new(found))
            }
        };
        Message::Worked(Box::new(of), Arc::new(outcome))
    }
}

/// The plan from the draft as it would be to the draft as it is: nothing but what the edit did.
fn way_back(workspace: &Workspace, directories: &Directories, cutoff: &Cutoff) -> Document {
    let mut before = workspace.clone();
    // Jobs that are switched off are said by the edit itself; what else differs in them is older.
    let is_job = |one: &&edit::Edit| matches!(one, edit::Edit::Synchronization { .. });
    let edits: Vec<edit::Edit> = cutoff.edits.iter().filter(|one| !is_job(one)).cloned().collect();
    before.synchronizations.clear();
    let seen =
        before.draft.tenants.iter().map(|(id, tenant)| {
            (*id, Observed { hash: String::new(), tenant: Arc::clone(tenant) })
        });
    before.observed = seen.collect();
    let after = edit::apply(&before, &edits).unwrap_or(before);
    let plan = planned(&after, &Choice::default()).reversed();
    document(&plan, None, directories, true)
}

fn standing(
    workspace: &Workspace,
    directories: &Directories,
    between: &Between,
    disk: &dyn Disk,
) -> Standing {
    let Between { source, target, id, since, today } = *between;
    let held = id.and_then(|id| workspace.synchronizations.get(&id));
    let configuration = held.map_or_else(
        || SyncConfiguration { source, target, ..SyncConfiguration::default() },
        |held| SyncConfiguration::clone(held),
    );
    let known = |id| directories.contains_key(&id);
    let preview = held.filter(|_| known(source) && known(target)).and_then(|held| {
        let (tick, go) = (|_| ControlFlow::Continue(()), || ControlFlow::Continue(()));
        Previewed::make(disk, &workspace.draft, held, LATER, None, (&tick, &go)).ok()
    });
    let preview = preview.as_ref().map(|made| &made.preview);
    let setup = setup(workspace, directories, &configuration, preview);
    // What is not there has no ending.
    let teardown = match held {
        Some(_) => teardown(workspace, &configuration, preview, since, today),
        None => Vec::new(),
    };
    Standing { configuration, setup, teardown }
}
