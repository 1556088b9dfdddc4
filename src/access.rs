//! Who may pass, and why. Pure: an estate in, an answer out.

mod activity;
mod ambiguity;
mod cloud;
mod conditional;
mod demand;
mod evaluate;
mod explain;
mod gate;
mod invitation;
mod membership;
mod names;
mod question;
mod redemption;
mod relation;
mod resolve;
mod restriction;
mod rule;
mod summary;
mod trace;
mod verdict;

pub use activity::{Activity, LeftOut, LogHead, Way, joined, prefer};
pub use ambiguity::ambiguity;
pub use evaluate::evaluate;
pub use explain::explain;
pub use membership::Directories;
pub use names::id_name;
pub use question::{InviterRole, Kind, Question, Stage};
pub use relation::{Relation, Together};
pub use resolve::{Layer, resolve_b2b, resolve_bool, resolve_half};
pub use rule::{Truth, passes};
pub use summary::{Sign, Standing, b2b_standing, half_words, standing};
pub use trace::{Gate, Line, Outcome, name};
pub use verdict::{Answer, Step, Verdict};

#[cfg(test)]
pub mod tests;
