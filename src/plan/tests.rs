#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod laws;
mod scenes;
mod sets;
mod synced;
pub mod universe;
