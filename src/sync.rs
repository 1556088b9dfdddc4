//! Cross-tenant synchronisation before it runs: what a cycle would do with every user of the source,
//! why, and how sure that is.
//!
//! Two directories, two policies and a configuration in; a verdict on the job and one on each user
//! out. What the documents leave open is said in the certainty of a verdict; what an export does not
//! hold is never taken as empty ([`roster::Value::Untold`]).

mod expression;
mod filter;
mod gate;
mod halves;
mod inputs;
mod job;
mod mapping;
mod matching;
mod person;
mod preview;
mod roster;
mod scope;
// The list of people is to use it; until then only what measures it does.
#[cfg(any(test, feature = "bench"))]
mod search;
mod table;
mod template;
mod verdict;

pub use expression::Expressions;
pub use inputs::{Inputs, Mode, wanted};
pub use job::{Job, Summary};
pub use mapping::{Change, Note};
pub use person::{Step, steps};
pub use preview::{Engine, Preview};

pub use roster::{Field, ManyText, Roster, SyncGroup};
#[cfg(feature = "bench")]
pub use search::{Names, by_outcome};
pub use template::template;
pub use verdict::{Action, JobVerdict};

#[cfg(test)]
mod tests;
