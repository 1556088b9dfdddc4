//! Parts that several screens are made of.

mod form;
mod laid;
mod list;
mod pen;
mod script;

pub use form::{Form, FormLine};
pub use laid::{Laid, Mark, Shape, rows, scrolled};
pub use list::List;
pub use pen::Pen;
pub use script::Script;
