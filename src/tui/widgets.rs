//! Parts that several screens are made of.

mod list;

pub use list::List;
