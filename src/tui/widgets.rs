//! Parts that several screens are made of.

mod list;
mod pen;
mod script;

pub use list::List;
pub use pen::Pen;
pub use script::Script;
