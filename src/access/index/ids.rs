//! Sets of ids. All stand in one row and in one table, so that what is asked together lies together:
//! a question to ten thousand partners pays for the way to the memory, not for the work.

use std::collections::HashSet;
use std::ops::Range;

use foldhash::fast::RandomState;

use crate::domain::Guid;

/// Up to here a search in a sorted row is as quick as a hash, and a quarter of the size.
const FEW_MAX: usize = 16;

/// One of the sets.
#[derive(Clone, Debug)]
pub enum Ids {
    /// Where it stands in the row.
    Few(Range<u32>),
    /// Its number in the table.
    Many(usize),
}

/// All sets.
#[derive(Debug, Default)]
pub struct Sets {
    /// Sets of few, one behind the other, each sorted.
    few: Vec<Guid>,
    /// The ids of sets of many, each beside the number of its set.
    many: HashSet<(usize, Guid), RandomState>,
    count: usize,
}

impl Sets {
    /// Keeps a set.
    pub fn keep(&mut self, ids: impl IntoIterator<Item = Guid>) -> Ids {
        let mut ids: Vec<Guid> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let end = self.few.len() + ids.len();
        match (u32::try_from(self.few.len()), u32::try_from(end)) {
            (Ok(start), Ok(end)) if ids.len() <= FEW_MAX => {
                self.few.append(&mut ids);
                Ids::Few(start..end)
            }
            _ => {
                self.count += 1;
                self.many.extend(ids.into_iter().map(|id| (self.count, id)));
                Ids::Many(self.count)
            }
        }
    }

    pub fn contains(&self, ids: &Ids, id: Guid) -> bool {
        match *ids {
            Ids::Few(Range { start, end }) => {
                let row = self.few.get(start as usize..end as usize);
                row.is_some_and(|row| row.binary_search(&id).is_ok())
            }
            Ids::Many(number) => self.many.contains(&(number, id)),
        }
    }
}
