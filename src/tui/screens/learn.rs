//! Learn: pages to read, found as one types; which way fits; flashcards; a self-check. All cards, so
//! that they lie above whatever is being done and leave it as it was.

mod chooser;
mod deck;
mod page;
mod reader;
mod test;

use crate::tui::screen::AnyScreen;

/// What there is to learn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesson {
    /// The pages.
    Pages,
    /// Which way fits.
    Chooser,
    /// Flashcards.
    Cards,
    /// The self-check.
    Check,
}

/// Opens one.
pub fn lesson(lesson: Lesson) -> Box<dyn AnyScreen> {
    match lesson {
        Lesson::Pages => Box::new(reader::Reader::default()),
        Lesson::Chooser => Box::new(chooser::Chooser::default()),
        Lesson::Cards => Box::new(deck::Deck::default()),
        Lesson::Check => Box::new(test::Test::default()),
    }
}

/// The page of a setting, by Graph's path or property.
pub fn about(path: &str) -> Box<dyn AnyScreen> {
    Box::new(reader::Reader::at(crate::learn::about(path)))
}

/// A page by its name.
fn named(id: &str) -> Box<dyn AnyScreen> {
    Box::new(reader::Reader::at(crate::learn::page(id)))
}
