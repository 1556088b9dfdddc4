//! The people on whom a row is shown.

use std::sync::Arc;

use crate::access::Truth;
use crate::sync::Sample;
use crate::tui::sync::{Found, Tried};

/// Who is shown: those who are likely to be trouble, and others who change with a key.
#[derive(Debug, Default)]
pub struct People {
    pub nasty: Vec<Sample>,
    pub plain: Vec<usize>,
    is_everyone: bool,
}

impl People {
    /// Takes over the people of another trial; the others stay where it is the same preview.
    pub fn take(&mut self, tried: &Arc<Tried>, before: Option<&Arc<Tried>>) {
        let Found::Row { samples, is_everyone, .. } = &tried.found else { return };
        let (nasty, plain): (Vec<Sample>, Vec<Sample>) =
            samples.iter().cloned().partition(|sample| !sample.why.is_empty());
        let is_same = before.is_some_and(|before| Arc::ptr_eq(&before.of, &tried.of));
        self.nasty = nasty;
        self.is_everyone = *is_everyone;
        if !is_same || self.plain.is_empty() {
            self.plain = plain.iter().map(|sample| sample.row).collect();
        }
    }

    /// The next person, or the one before; false where there is none.
    pub fn shift(&mut self, tried: &Tried, forward: bool) -> bool {
        let engine = tried.of.engine();
        let count = tried.source.users().len();
        let is_meant = |row: &usize| {
            (self.is_everyone || engine.stands(*row) != Truth::No)
                && self.nasty.iter().all(|sample| sample.row != *row)
        };
        let found = if forward {
            let from = self.plain.iter().max().map_or(0, |last| last + 1);
            (from..count).find(is_meant)
        } else {
            let to = self.plain.iter().min().copied().unwrap_or(0);
            (0..to).rev().find(is_meant)
        };
        let Some(row) = found else { return false };
        if forward {
            self.plain.push(row);
            self.plain.remove(0);
        } else {
            self.plain.insert(0, row);
            self.plain.pop();
        }
        true
    }

    /// Everybody who is shown, with what is special.
    pub fn all(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let nasty = self.nasty.iter().map(|sample| (sample.row, sample.why));
        nasty.chain(self.plain.iter().map(|row| (*row, "")))
    }
}
