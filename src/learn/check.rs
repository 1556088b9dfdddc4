//! The self-check: questions in an order that a seed fixes, answers shuffled likewise.

use super::quiz::{QUIZZES, Quiz};
use super::school::School;

/// One question with its answers, the right one among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its stable name.
    pub id: &'static str,
    /// The page it is about.
    pub page: &'static str,
    /// The question.
    pub question: String,
    /// Answers to choose from.
    pub choices: Vec<String>,
    /// Which is right.
    pub right: usize,
    /// Why.
    pub because: String,
    /// Who says so.
    pub by: &'static str,
}

impl Check {
    /// The right answer.
    pub fn answer(&self) -> &str {
        self.choices.get(self.right).map(String::as_str).unwrap_or_default()
    }
}

/// So many questions, in the order of a seed. The same seed gives the same on every machine.
pub fn check(school: &School, seed: &str, count: usize) -> Vec<Check> {
    let mut order: Vec<&Quiz> = QUIZZES.iter().collect();
    order.sort_by_key(|quiz| (number(seed, quiz.id), quiz.id));
    order.into_iter().filter_map(|quiz| one(quiz, school, seed)).take(count).collect()
}

fn one(quiz: &Quiz, school: &School, seed: &str) -> Option<Check> {
    let put = (quiz.put)(school)?;
    let mut order: Vec<usize> = (0..put.choices.len()).collect();
    order.sort_by_key(|at| number(seed, &format!("{} {at}", quiz.id)));
    let right = order.iter().position(|at| *at == put.right)?;
    let choices = order.iter().filter_map(|at| put.choices.get(*at).cloned()).collect();
    Some(Check {
        id: quiz.id,
        page: quiz.page,
        question: put.question,
        choices,
        right,
        because: first_large(&put.because),
        by: quiz.engine.title(),
    })
}

/// A sentence begins with a capital letter.
pub(super) fn first_large(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// A number for a text under a seed: FNV-1a, and its bits stirred once more, because it leaves texts
/// that end alike close together.
pub(super) fn number(seed: &str, text: &str) -> u64 {
    let bytes = seed.bytes().chain([0]).chain(text.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let stirred = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    stirred ^ (stirred >> 33)
}
