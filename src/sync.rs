//! Cross-tenant synchronisation before it runs: what a cycle would do with every user of the source,
//! why, and how sure that is.
//!
//! Two directories, two policies and a configuration in; a verdict on the job and one on each user
//! out. What the documents leave open is said in the certainty of a verdict; what an export does not
//! hold is never taken as empty ([`roster::Value::Untold`]).

mod expression;
mod filter;
mod gate;
mod inputs;
mod job;
mod mapping;
mod matching;
mod people;
mod person;
mod preview;
mod roster;
mod scope;
mod template;
mod verdict;

pub use expression::Expressions;
pub use filter::{clause_fault, operator_words};
pub use gate::checks;
#[cfg(test)]
pub use gate::verdict as gate_verdict;
pub use inputs::{Inputs, Mode, wanted};
pub use job::{Job, Summary};
pub use mapping::{Change, Note};
pub use people::{NoList, Order, PeopleView, name_of, people};
pub use person::{Step, source_values, steps};
pub use preview::{Engine, Judged, Preview, Tick};

pub use roster::{Field, Roster, SyncGroup};
pub use template::template;
pub use verdict::{Action, Certainty, JobVerdict, Reason};

#[cfg(test)]
mod tests;
