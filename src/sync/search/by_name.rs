//! People in the order of their names. Nearly all of it is settled by the first letters, which are
//! kept beside each other; the texts themselves are looked at only where those are alike.

use std::cmp::Ordering;
use std::ops::Range;

use super::super::halves::halves;
use super::super::preview::{Stopped, Tick};
use super::{Names, SLICE, waits};

/// The first letters of the texts of a person, as one number, and the row.
type Keyed = (u128, u32);

fn key(text: &str) -> u128 {
    let mut first = [0; 16];
    first.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
    u128::from_be_bytes(first)
}

impl Names {
    /// These rows by display name, whatever its letter case.
    pub fn by_name(&self, among: &[u32], tick: Tick<'_>) -> Result<Vec<u32>, Stopped> {
        let sorted = |rows: Range<usize>, pass: &dyn Fn(usize) -> Result<(), Stopped>| {
            let mut runs = Vec::new();
            for rows in among.get(rows).unwrap_or_default().chunks(SLICE) {
                pass(0)?;
                let mut run: Vec<Keyed> =
                    rows.iter().map(|row| (key(self.row(*row)), *row)).collect();
                run.sort_unstable_by(|one, other| self.compared(one, other));
                runs.push(run);
            }
            while runs.len() > 1 {
                let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
                let mut all = runs.into_iter();
                while let Some(one) = all.next() {
                    merged.push(match all.next() {
                        Some(other) => self.merged(&one, &other, &|| pass(0))?,
                        None => one,
                    });
                }
                runs = merged;
            }
            Ok(runs.pop().unwrap_or_default())
        };
        let (one, other) = halves(among.len(), tick, sorted)?;
        let all = self.merged(&one, &other, &|| waits(tick, among.len()))?;
        Ok(all.into_iter().map(|(_, row)| row).collect())
    }

    /// Whoever is called the same stands in the order of the export.
    fn compared(&self, one: &Keyed, other: &Keyed) -> Ordering {
        one.0
            .cmp(&other.0)
            .then_with(|| self.row(one.1).cmp(self.row(other.1)))
            .then(one.1.cmp(&other.1))
    }

    fn merged(
        &self,
        one: &[Keyed],
        other: &[Keyed],
        pass: &dyn Fn() -> Result<(), Stopped>,
    ) -> Result<Vec<Keyed>, Stopped> {
        let mut out = Vec::with_capacity(one.len() + other.len());
        let (mut one, mut other) = (one, other);
        while let ([first, one_rest @ ..], [second, other_rest @ ..]) = (one, other) {
            if out.len() % SLICE == 0 {
                pass()?;
            }
            if self.compared(first, second) == Ordering::Greater {
                out.push(*second);
                other = other_rest;
            } else {
                out.push(*first);
                one = one_rest;
            }
        }
        out.extend_from_slice(one);
        out.extend_from_slice(other);
        Ok(out)
    }
}
