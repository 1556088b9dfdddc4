//! Who may pass, and why. Pure: an estate in, an answer out.

mod resolve;

pub use resolve::{Effective, Layer, resolve_b2b, resolve_bool, resolve_half};

#[cfg(test)]
mod tests;
