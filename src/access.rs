//! Who may pass, and why. Pure: an estate in, an answer out.

mod brief;
mod cloud;
mod conditional;
mod demand;
mod evaluate;
mod gate;
mod index;
mod invitation;
mod membership;
mod question;
mod reach;
mod redemption;
mod resolve;
mod rule;
mod summary;
mod trace;
mod verdict;

pub use brief::{Brief, Decider, Steps};
pub use evaluate::evaluate;
pub use index::Index;
pub use membership::Directories;
pub use question::{InviterRole, Kind, Question, Stage};
pub use reach::{Reach, Unseen, reach};
pub use resolve::{Layer, resolve_b2b, resolve_bool, resolve_half};
pub use rule::{Truth, passes};
pub use summary::{Sign, Standing, b2b_standing, half_words, standing};
pub use trace::{Gate, Line, Outcome, name};
pub use verdict::{Answer, Step, Verdict};

#[cfg(test)]
pub mod tests;
