//! What came out, under the estate that is shown and under the other one.

use crate::access::{Answer, Question, Verdict, evaluate};
use crate::remedy::{Remedies, smallest};
use crate::tui::model::{Model, Showing};

/// An answer with what can be done about it.
#[derive(Debug)]
pub(super) struct Answered {
    pub answer: Answer,
    /// What comes out under the estate that is not shown.
    pub other: Verdict,
    /// What would turn the draft's answer around; empty while the observed estate is shown.
    pub remedies: Remedies,
}

impl Answered {
    pub fn of(model: &Model, question: Question) -> Self {
        let (draft, observed) = (&model.workspace.draft, &model.observed);
        let ask = |estate| evaluate(estate, &model.directories, &question);
        let (answer, other) = match model.showing {
            Showing::Draft => (ask(draft), ask(observed).verdict),
            Showing::Observed => (ask(observed), ask(draft).verdict),
        };
        let remedies = match model.showing {
            Showing::Draft => smallest(&model.workspace, &model.directories, &question, &answer),
            Showing::Observed => Remedies::default(),
        };
        Answered { answer, other, remedies }
    }
}
