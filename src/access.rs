//! Who may pass, and why. Pure: an estate in, an answer out.

mod activity;
mod ambiguity;
mod brief;
mod clause;
mod cloud;
mod conditional;
mod demand;
mod elsewhere;
mod evaluate;
mod explain;
mod gate;
mod guests;
mod index;
mod invitation;
mod membership;
mod names;
mod picks;
mod question;
mod reach;
mod redemption;
mod relation;
mod resolve;
mod restriction;
mod rule;
mod sign_up;
mod strength;
mod summary;
mod trace;
mod verdict;
mod ways;

pub use activity::{Activity, LeftOut, LogHead, Way, joined, prefer};
pub use ambiguity::ambiguity;
pub use brief::{Brief, Decider, Steps};
pub use evaluate::evaluate;
pub use explain::explain;
pub use index::Index;
pub use membership::Directories;
pub use names::id_name;
pub use question::{Identity, InviterRole, Kind, Question, Stage};
pub use reach::{
    Reach, Unseen, apps_between, between, crossings, flips, losers, reach, stopped_between,
};
pub use relation::{Relation, Together};
pub use resolve::{Layer, resolve_b2b, resolve_bool, resolve_half};
pub use rule::{Truth, passes};
pub use summary::{Sign, Standing, b2b_standing, half_words, standing};
pub use trace::{Gate, Line, Outcome, name};
pub use verdict::{Answer, Step, Verdict};

#[cfg(test)]
pub mod tests;
