//! Long work, done off the screen's thread. What comes back carries what it was asked of, so that
//! an answer to an older question is known by its stamp.

use std::sync::Arc;

use super::app::Message;
use super::screens::Planned;
use crate::access::Directories;
use crate::domain::Workspace;
use crate::edit::Refused;
use crate::export::{Document, document};
use crate::replay::{Rehearsal, Replay, Wish, evaluated, rehearse, replay};
use crate::store::SignIns;

/// Revision of the workspace, and how many directories had been read.
pub type AskedOf = (u64, usize);

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// Ask every sign-in of the logs again.
    Replay,
    /// Find what a default that blocks needs first.
    Rehearse(Wish),
    /// Put what differs in order, and count the people.
    Plan(Planned),
}

/// What came out.
#[derive(Clone, Debug)]
pub enum Done {
    /// Of [`Work::Replay`].
    Replayed(Arc<Replay>),
    /// Of [`Work::Rehearse`].
    Rehearsed(Wish, Result<Arc<Rehearsal>, Refused>),
    /// Of [`Work::Plan`].
    Planned(Planned, Arc<Document>),
}

/// Work with all it needs.
#[derive(Clone, Debug)]
pub struct Job {
    /// The workspace.
    pub workspace: Arc<Workspace>,
    /// The directories that have been read.
    pub directories: Directories,
    /// The sign-ins.
    pub sign_ins: Arc<SignIns>,
    /// What it is asked of.
    pub asked_of: AskedOf,
    /// What is to be done.
    pub work: Work,
}

impl PartialEq for Job {
    fn eq(&self, other: &Self) -> bool {
        (self.asked_of, &self.work) == (other.asked_of, &other.work)
    }
}

impl Job {
    /// Does it.
    pub fn run(self) -> Message {
        let Job { workspace, directories, sign_ins, asked_of, work } = self;
        let judge = evaluated(&directories);
        let activities = &sign_ins.activities;
        let done = match work {
            Work::Replay => {
                let observed = workspace.observed_estate();
                Done::Replayed(Arc::new(replay(&observed, &workspace.draft, activities, &judge)))
            }
            Work::Rehearse(wish) => {
                let done = rehearse(&workspace, activities, &wish, &judge).map(Arc::new);
                Done::Rehearsed(wish, done)
            }
            Work::Plan((choice, back)) => {
                let mut plan = crate::export::planned(&workspace, &choice);
                if back {
                    plan = plan.reversed();
                }
                let document = document(&plan, None, &directories, back);
                Done::Planned((choice, back), Arc::new(document))
            }
        };
        Message::Done(asked_of, done)
    }
}
