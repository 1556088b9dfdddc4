//! From what is observed to what is drafted: what differs, which requests make it so, and in which
//! order, so that nothing on the way is open that is closed at both ends.
//!
//! A *change* is what a person decides about: a partner, a setting. A *step* is one request. First
//! everything is closed that is to be closed, in every tenant; then everything is opened. What would
//! do both is written in two steps, and one step at most, at the turn, does both at once.

mod act;
mod allowed;
mod change;
mod choice;
mod difference;
mod order;
mod outage;
mod pair;
mod people;
mod schedule;
mod setup;
mod synced;
mod whole;
mod words;

pub use act::{Act, Property, SetUp, Value};
pub use change::Change;
pub use choice::Choice;
pub use difference::{Difference, Tally, What, differences, says};
pub use outage::{Lost, Missed, Outage};
pub use pair::said_by_default;
pub use people::Effect;
pub use synced::{quoted, synced};
pub use whole::{Plan, Step, Wait};

#[cfg(test)]
pub mod tests;
