//! Flashcards: what a page is about, and the questions of the self-check without their choices.

use super::check::{check, first_large, number};
use super::page::{Kind, pages};
use super::school::School;

/// A card with two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its stable name.
    pub id: String,
    /// What is asked.
    pub front: String,
    /// What is to be known.
    pub back: String,
    /// The page it is about.
    pub page: &'static str,
}

/// All cards, in the order of a seed.
pub fn cards(school: &School, seed: &str) -> Vec<Card> {
    let of_pages = pages().iter().map(|page| {
        let front = match page.kind {
            Kind::Concept => format!("In a sentence: {}?", page.title),
            Kind::Setting | Kind::External => {
                format!("What does {} decide? ({})", page.title, page.setting)
            }
        };
        Card { id: page.id.to_owned(), front, back: page.summary.clone(), page: page.id }
    });
    let asked = check(school, seed, usize::MAX).into_iter().map(|asked| Card {
        id: format!("check {}", asked.id),
        back: format!("{}.\n{}.", first_large(asked.answer()), asked.because),
        front: asked.question,
        page: asked.page,
    });
    let mut all: Vec<Card> = of_pages.chain(asked).collect();
    all.sort_by_key(|card| (number(seed, &card.id), card.id.clone()));
    all
}
