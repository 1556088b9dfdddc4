use std::collections::HashSet;

use foldhash::fast::RandomState;

use crate::domain::Guid;

/// Up to here a search in a sorted array is as quick as a hash, and a quarter of the size.
const FEW_MAX: usize = 16;

/// A set of ids.
#[derive(Debug)]
pub enum Ids {
    /// Sorted.
    Few(Box<[Guid]>),
    /// Hashed.
    Many(HashSet<Guid, RandomState>),
}

impl Ids {
    pub fn contains(&self, id: Guid) -> bool {
        match self {
            Ids::Few(ids) => ids.binary_search(&id).is_ok(),
            Ids::Many(ids) => ids.contains(&id),
        }
    }
}

impl FromIterator<Guid> for Ids {
    fn from_iter<I: IntoIterator<Item = Guid>>(ids: I) -> Self {
        let mut ids: Vec<Guid> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() <= FEW_MAX {
            Ids::Few(ids.into())
        } else {
            Ids::Many(ids.into_iter().collect())
        }
    }
}
