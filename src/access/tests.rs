#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod cases;
mod examples;
mod judges;
mod laws;
mod published;
mod scene;
