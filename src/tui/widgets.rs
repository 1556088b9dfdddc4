//! Parts that several screens are made of.

mod list;
mod pen;

pub use list::List;
pub use pen::Pen;
