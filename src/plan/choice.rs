//! Which changes are made: all, some, or all but some.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;

/// What is wanted of a plan, by the numbers of its changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// These and what they need; all where it is empty.
    pub only: BTreeSet<usize>,
    /// Not these, nor what needs them.
    pub without: BTreeSet<usize>,
}

/// A change that is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its number.
    pub number: usize,
    /// The number of a change that it needs and that is not made; `None` where it was not wanted.
    pub needs: Option<usize>,
}

impl Choice {
    /// The changes that are made, and those that are not.
    pub fn of(&self, changes: &[Change]) -> (BTreeSet<usize>, Vec<LeftOut>) {
        let mut wanted: BTreeSet<usize> = changes
            .iter()
            .map(|change| change.number)
            .filter(|number| self.only.is_empty() || self.only.contains(number))
            .collect();
        let needs: BTreeMap<usize, &[usize]> =
            changes.iter().map(|change| (change.number, change.needs.as_slice())).collect();
        loop {
            let more: BTreeSet<usize> = wanted
                .iter()
                .filter_map(|number| needs.get(number))
                .copied()
                .flatten()
                .copied()
                .collect();
            let before = wanted.len();
            wanted.extend(more);
            if wanted.len() == before {
                break;
            }
        }
        let mut lost: BTreeMap<usize, usize> = BTreeMap::new();
        wanted.retain(|number| !self.without.contains(number));
        loop {
            let lacking = wanted.iter().find_map(|number| {
                let needs = needs.get(number).copied().unwrap_or_default();
                needs.iter().find(|need| !wanted.contains(need)).map(|need| (*number, *need))
            });
            let Some((number, need)) = lacking else { break };
            wanted.remove(&number);
            lost.insert(number, need);
        }
        let out = changes.iter().map(|change| change.number);
        let out = out.filter(|number| !wanted.contains(number));
        let out = out.map(|number| LeftOut { number, needs: lost.get(&number).copied() }).collect();
        (wanted, out)
    }
}
