#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod laws;
mod scenes;
mod sets;
pub mod universe;
