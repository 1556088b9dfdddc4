//! Who may pass, and why. Pure: an estate in, an answer out.

mod resolve;
mod summary;

pub use resolve::{Layer, resolve_b2b, resolve_bool, resolve_half};
pub use summary::{Sign, Standing, b2b_standing, half_words, standing};

#[cfg(test)]
mod tests;
