//! Cross-tenant synchronisation before it runs: what a cycle would do with every user of the source,
//! why, and how sure that is.
//!
//! Two directories, two policies and a configuration in; a verdict on the job and one on each user
//! out. What the documents leave open is said in the certainty of a verdict; what an export does not
//! hold is never taken as empty ([`roster::Value::Untold`]).

mod attributes;
mod change;
mod count;
mod cycles;
mod expression;
mod faults;
mod filter;
mod forecast;
mod gate;
mod given;
mod groups;
mod halves;
mod inputs;
mod job;
mod mapping;
mod matching;
mod pace;
mod people;
mod person;
mod preview;
mod risk;
mod roster;
mod row;
mod scope;
mod search;
mod survey;
mod table;
mod template;
mod together;
mod untold;
mod verdict;
mod words;

pub use change::{Change, Note};
pub use count::{FilterCount, ScopeCount, Tallied, count_scope};
pub use cycles::{
    Ask, DAY, DAYS, Kind, Lane, Moment, Plan, SCENARIOS, Scenario, State, Timeline, event_words,
    simulate, spoken,
};
pub use expression::Expressions;
pub use faults::{Around, SchemaFault, faults};
pub use filter::{
    OPERATORS, OperatorRow, can_filter_by, clause_fault, is_pattern, operator_row, operator_words,
};
pub use forecast::{Ending, Forecast, forecast};
pub use gate::checks;
#[cfg(test)]
pub use gate::verdict as gate_verdict;
pub use given::{Given, Giver};
pub use groups::{
    GroupJudged, Member, Membership, OPEN as OPEN_OF_GROUPS, groups, members, unknown_assigned,
};
pub use inputs::{Inputs, Mode, PolicyGate, wanted};
pub use job::{Job, Summary};
pub use pace::{EVERY_MINUTES, LATER_CERTAINTY, PAGE as PACE_PAGE, Pace};
pub use people::{Found, NoList, Order, PeopleView, name_of, people};
pub use person::{Step, source_values, steps};
pub use preview::{Engine, Judged, Preview, Stopped, Tick};

pub use risk::Peril;
pub use roster::{Field, ManyText, Roster, SyncGroup};
pub use row::{RowKind, source_of, text_of};
pub use search::Names;
#[cfg(feature = "bench")]
pub use search::by_outcome;
pub use survey::{Sample, Survey, Trouble, samples, survey};
pub use template::template;
pub use together::{
    CERTAINTY as TOGETHER_CERTAINTY, Kind as MeetingKind, Line as TogetherLine, Meeting, PAGES,
    Together, beside_words, is_same_pair, together, together_lines,
};
pub use verdict::{Action, Certainty, JobVerdict, Reason};
pub use words::minutes_words;

#[cfg(test)]
mod tests;
