//! Who can reach what between two tenants, counted when a cell is looked at. The index is built once
//! for every state of the workspace.

use std::cell::{OnceCell, RefCell};

use crate::access::{Index, Kind, Reach, Unseen, reach};
use crate::domain::TenantId;
use crate::tui::model::{Model, Showing};

type Pair = (TenantId, TenantId);
/// In the estate that is shown, and in the other one.
pub(super) type Counted = [Result<Reach, Unseen>; 2];

/// What was counted last.
#[derive(Debug, Default)]
pub(super) struct Counts {
    shown: OnceCell<Index>,
    other: OnceCell<Index>,
    last: RefCell<Option<(Pair, Counted)>>,
}

impl Counts {
    /// Pairs of a known user of the one and a known application of the other, by collaboration.
    pub fn of(&self, model: &Model, pair: Pair) -> Counted {
        if let Some((known, counted)) = *self.last.borrow()
            && known == pair
        {
            return counted;
        }
        let (draft, observed) = (&model.workspace.draft, &model.observed);
        let (shown, other) = match model.showing {
            Showing::Draft => (draft, observed),
            Showing::Observed => (observed, draft),
        };
        let counted = [(&self.shown, shown), (&self.other, other)].map(|(index, estate)| {
            let index = index.get_or_init(|| Index::of(estate, &model.directories));
            reach(index, &model.directories, pair.0, pair.1, Kind::Collaboration)
        });
        *self.last.borrow_mut() = Some((pair, counted));
        counted
    }
}
