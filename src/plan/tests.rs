#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

pub mod lawful;
mod laws;
mod orders;
mod outages;
mod scenes;
mod sets;
mod synced;
pub mod universe;
