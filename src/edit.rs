//! Changing a workspace: every change there is, and what the service would refuse.
//!
//! An edit is data with one way forward. Undo is not its business: the journal knows what stood
//! where.

mod kind;
mod perform;
mod rules;
mod synchronization;
mod words;

pub use kind::{Edit, Fix, Refused};
pub use perform::apply;
pub use words::words;

#[cfg(test)]
mod tests;
