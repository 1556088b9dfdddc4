//! People in the order of their names. The first letters of a name and its row make one number, so
//! that nearly all of it is numbers put in order; a text is looked at again only where the first
//! letters of several are alike and do not end there.

use std::ops::Range;

use super::super::halves::{Pass, halves};
use super::super::preview::{Stopped, Tick};
use super::{Names, SLICE, waits};

/// Numbers that are put in order at once, which takes a few milliseconds.
const RUN: usize = 1 << 17;

/// Bits of a number that hold the row.
const ROW_BITS: u32 = u32::BITS;

/// Names alike so far that are simply compared.
const FEW: usize = 1 << 14;

/// Bytes alike from which on names are simply compared: a `displayName` has 256 characters at most
/// (<https://learn.microsoft.com/graph/api/resources/user>), so that this is no tenant's.
const LONG: usize = 1 << 10;

/// The bytes that stand in names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letters([bool; 1 << u8::BITS]);

impl Default for Letters {
    fn default() -> Self {
        Letters([false; 1 << u8::BITS])
    }
}

impl Letters {
    /// Takes in those of one name.
    pub fn add(&mut self, name: &[u8]) {
        for byte in name {
            if let Some(is_there) = self.0.get_mut(usize::from(*byte)) {
                *is_there = true;
            }
        }
    }
}

/// Letters as small numbers in the same order; zero stands for the end of a name.
struct Alphabet {
    places: [u8; 1 << u8::BITS],
    /// What one letter takes.
    bits: u32,
}

impl Alphabet {
    fn of(letters: &Letters) -> Self {
        let mut places = [0; 1 << u8::BITS];
        let mut last = 0u8;
        for (place, is_there) in places.iter_mut().zip(letters.0) {
            if is_there {
                // The line break stands in no name: 255 at most.
                last = last.saturating_add(1);
                *place = last;
            }
        }
        Alphabet { places, bits: u8::BITS - last.leading_zeros() }
    }

    /// Letters that one number holds.
    fn room(&self) -> u32 {
        (u128::BITS - ROW_BITS).checked_div(self.bits).unwrap_or_default()
    }

    /// First letters and row; the smaller goes before.
    fn key(&self, name: &[u8], row: u32) -> u128 {
        let (mut letters, mut left) = (0u128, self.room());
        for byte in name.iter().take(self.room() as usize) {
            let place = self.places.get(usize::from(*byte)).copied().unwrap_or_default();
            letters = letters << self.bits | u128::from(place);
            left -= 1;
        }
        letters << (self.bits * left) << ROW_BITS | u128::from(row)
    }

    /// Whether no letter can follow those of a number.
    fn ends(&self, key: u128) -> bool {
        (key >> ROW_BITS) & ((1 << self.bits) - 1) == 0
    }
}

impl Names {
    /// These rows by what they are called first, whatever its letter case. Whoever is called the
    /// same stands in the order of the export.
    pub fn by_name(&self, among: &[u32], tick: Tick<'_>) -> Result<Vec<u32>, Stopped> {
        self.ordered(&Alphabet::of(&self.letters), among, 0, tick)
    }

    /// These rows, whose names are alike in so many bytes.
    fn ordered(
        &self,
        alphabet: &Alphabet,
        among: &[u32],
        alike: usize,
        tick: Tick<'_>,
    ) -> Result<Vec<u32>, Stopped> {
        let rest = |row: u32| self.first(row).get(alike..).unwrap_or_default();
        let sorted = |rows: Range<usize>, pass: Pass<'_>| {
            let mut keys = Vec::with_capacity(rows.len());
            for (place, row) in rows.clone().zip(among.get(rows).unwrap_or_default()) {
                pass(place)?;
                keys.push(alphabet.key(rest(*row), *row));
            }
            let mut runs = Vec::new();
            for run in keys.chunks_mut(RUN) {
                pass(0)?;
                run.sort_unstable();
                runs.push(run.to_vec());
            }
            drop(keys);
            while runs.len() > 1 {
                let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
                let mut all = runs.into_iter();
                while let Some(one) = all.next() {
                    merged.push(match all.next() {
                        Some(other) => merge(&one, &other, &|| pass(0))?,
                        None => one,
                    });
                }
                runs = merged;
            }
            Ok(runs.pop().unwrap_or_default())
        };
        let (one, other) = halves(among.len(), tick, sorted)?;
        let keys = merge(&one, &other, &|| waits(tick, among.len()))?;
        let mut out = Vec::with_capacity(keys.len());
        for run in keys.chunk_by(|one, other| one >> ROW_BITS == other >> ROW_BITS) {
            let rows = run.iter().map(|key| row_of(*key));
            match run {
                [one, _, ..] if !alphabet.ends(*one) => {
                    let alike = alike + alphabet.room() as usize;
                    out.extend(self.told_apart(alphabet, rows.collect(), alike, tick)?);
                }
                _ => out.extend(rows),
            }
        }
        Ok(out)
    }

    /// The same for rows in the order of the export.
    fn told_apart(
        &self,
        alphabet: &Alphabet,
        mut rows: Vec<u32>,
        alike: usize,
        tick: Tick<'_>,
    ) -> Result<Vec<u32>, Stopped> {
        if rows.len() > FEW && alike < LONG {
            return self.ordered(alphabet, &rows, alike, tick);
        }
        rows.sort_by(|one, other| self.first(*one).cmp(self.first(*other)));
        Ok(rows)
    }
}

fn row_of(key: u128) -> u32 {
    u32::try_from(key & u128::from(u32::MAX)).unwrap_or_default()
}

/// Two runs as one.
fn merge(
    one: &[u128],
    other: &[u128],
    pass: &dyn Fn() -> Result<(), Stopped>,
) -> Result<Vec<u128>, Stopped> {
    let mut out = Vec::with_capacity(one.len() + other.len());
    let (mut one, mut other) = (one, other);
    while let ([first, ..], [second, ..]) = (one, other) {
        if out.len() % SLICE == 0 {
            pass()?;
        }
        // Which of the two is a coin's throw: no branch to guess.
        let is_second = second < first;
        out.push(if is_second { *second } else { *first });
        one = one.get(usize::from(!is_second)..).unwrap_or_default();
        other = other.get(usize::from(is_second)..).unwrap_or_default();
    }
    out.extend_from_slice(one);
    out.extend_from_slice(other);
    Ok(out)
}
