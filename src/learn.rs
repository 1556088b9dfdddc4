//! What the settings mean, which way fits, and questions to test oneself: text and tables that both
//! faces show.
//!
//! Pages are data (`learn/pages/*.md`), read once. A question of the self-check is put by a table;
//! its answer is given by the engines, asked on a workspace that is handed in.

mod cards;
mod check;
mod choose;
mod lay;
mod method;
mod page;
mod quiz;
mod school;

pub use cards::{Card, cards};
pub use check::{Check, check};
pub use choose::{Answers, Because, QUESTIONS, Ranked, choose};
pub use lay::{Laid, Tone, flow, lay};
pub use method::{METHODS, TRAITS};
pub use page::{Kind, Page, about, find, page, pages};
pub use school::{Lesson, School};

#[cfg(test)]
mod tests;
