//! What the screen of a merger looks at: the answers, and what they come to, worked out off the
//! screen's thread.

mod held;
mod task;

pub use held::Merging;
pub use task::{Cycle, Proposed, Task, Told};
