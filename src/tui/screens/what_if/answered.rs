//! What came out, under the estate that is shown and under the other one.

use std::sync::Arc;

use crate::access::{Answer, Question, Verdict, evaluate};
use crate::remedy::{Proposal, Remedies};
use crate::tui::model::{Model, Showing};

/// An answer with what can be done about it.
#[derive(Debug)]
pub(super) struct Answered {
    pub answer: Answer,
    /// What comes out under the estate that is not shown.
    pub other: Verdict,
    /// What would turn the draft's answer around; empty while the observed estate is shown, and
    /// `None` while it is being worked out.
    pub remedies: Option<Arc<Remedies>>,
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
            Showing::Draft => model.remedies(&question),
            Showing::Observed => Some(Arc::default()),
        };
        Answered { answer, other, remedies }
    }

    /// What we can do.
    pub fn ours(&self) -> &[Proposal] {
        self.remedies.as_ref().map(|found| found.ours.as_slice()).unwrap_or_default()
    }

    /// What the other side has to do.
    pub fn theirs(&self) -> &[String] {
        self.remedies.as_ref().map(|found| found.theirs.as_slice()).unwrap_or_default()
    }
}
