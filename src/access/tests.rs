#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod cases;
mod conditional;
mod examples;
mod judges;
mod laws;
mod oracle;
mod published;
mod resolve;
mod scene;
