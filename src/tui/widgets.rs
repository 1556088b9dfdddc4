//! Parts that several screens are made of.

mod form;
mod list;
mod pen;
mod script;

pub use form::{Form, FormLine};
pub use list::List;
pub use pen::Pen;
pub use script::Script;
