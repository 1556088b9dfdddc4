#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

pub mod cases;
mod conditional;
mod examples;
pub mod index;
mod judges;
mod laws;
mod oracle;
mod published;
mod reach;
mod relation;
mod resolve;
pub mod scene;
mod told;
