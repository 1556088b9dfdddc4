//! What the screens of synchronisation share: previews, made off the screen's thread and kept while
//! they hold, and the lists of people in them.

mod bench;
mod held;
mod previewed;
mod task;

pub use bench::{Found, Trial, Tried};
pub use held::{Held, Listed};
pub use previewed::{Cycle, FIRST, LATER, Previewed};
pub use task::{Task, Told};
