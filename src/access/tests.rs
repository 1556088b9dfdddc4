#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod activity;
pub mod cases;
mod conditional;
mod conditions;
mod examples;
mod guests;
pub mod index;
mod judges;
mod laws;
mod lists;
mod names;
mod oracle;
mod published;
mod reach;
mod relation;
mod resolve;
pub mod scene;
mod sign_up;
mod stops;
mod summary;
mod told;
mod ways;
mod words;
