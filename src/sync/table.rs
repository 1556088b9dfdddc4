//! From a key to the number of what has it, without keeping the key: whoever asks compares.

/// A slot of a [`Table`]: half of the hash, and the number plus one. Nothing is 0.
type Slot = u64;

const FEWEST: usize = 16;

/// Numbers by the hash of their keys, eight bytes each, at most three quarters full.
#[derive(Clone, Debug, Default)]
pub struct Table {
    slots: Vec<Slot>,
    count: usize,
}

impl Table {
    /// The first number with this hash that is the one.
    pub fn find(&self, hash: u64, mut is_it: impl FnMut(u32) -> bool) -> Option<u32> {
        let tag = tag(hash);
        let mut at = self.home(tag);
        loop {
            match self.slots.get(at).copied() {
                None | Some(0) => return None,
                Some(slot) if slot >> 32 == u64::from(tag) && is_it(number(slot)) => {
                    return Some(number(slot));
                }
                Some(_) => at = self.after(at),
            }
        }
    }

    /// Takes in a number that is not there yet.
    pub fn insert(&mut self, hash: u64, number: u32) {
        if self.count * 4 >= self.slots.len() * 3 {
            self.resize(slots_for(self.count * 2));
        }
        self.put((u64::from(tag(hash)) << 32) | u64::from(number.saturating_add(1)));
        self.count += 1;
    }

    /// Gives back what growing took too much.
    pub fn settle(&mut self) {
        if self.slots.len() > slots_for(self.count) {
            self.resize(slots_for(self.count));
        }
    }

    fn resize(&mut self, length: usize) {
        let old = std::mem::replace(&mut self.slots, vec![0; length]);
        for slot in old.into_iter().filter(|slot| *slot != 0) {
            self.put(slot);
        }
    }

    fn put(&mut self, slot: Slot) {
        let mut at = self.home(u32::try_from(slot >> 32).unwrap_or_default());
        while self.slots.get(at).is_some_and(|held| *held != 0) {
            at = self.after(at);
        }
        if let Some(free) = self.slots.get_mut(at) {
            *free = slot;
        }
    }

    /// Where a tag is looked for first: the tags are spread over the slots in their order.
    fn home(&self, tag: u32) -> usize {
        usize::try_from((u64::from(tag) * self.slots.len() as u64) >> 32).unwrap_or_default()
    }

    fn after(&self, at: usize) -> usize {
        if at + 1 < self.slots.len() { at + 1 } else { 0 }
    }
}

fn slots_for(count: usize) -> usize {
    (count + count / 3 + 1).max(FEWEST)
}

fn tag(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
}

fn number(slot: Slot) -> u32 {
    u32::try_from(slot & u64::from(u32::MAX)).unwrap_or_default().wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use foldhash::fast::FixedState;
    use proptest::prelude::*;

    use super::*;
    use crate::arbitrary::cases;

    proptest! {
        #![proptest_config(cases(64))]

        #[test]
        fn what_went_in_is_found(keys in proptest::collection::hash_set(any::<u16>(), 0..400), few in any::<bool>()) {
            // Few hashes, so that keys meet.
            let hash = |key: u16| FixedState::default().hash_one(if few { key % 7 } else { key });
            let keys: Vec<u16> = keys.into_iter().collect();
            let mut table = Table::default();
            for (key, number) in keys.iter().zip(0..) {
                table.insert(hash(*key), number);
            }
            table.settle();
            for key in 0..=u16::MAX {
                let found = table.find(hash(key), |number| keys[number as usize] == key);
                let want = keys.iter().zip(0..).find(|(known, _)| **known == key);
                prop_assert_eq!(found, want.map(|(_, number)| number));
            }
        }
    }
}
