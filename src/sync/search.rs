//! Finding and ordering people of a large directory, for lists: each function is pure, works in
//! slices of milliseconds, and stops where nobody waits any more.

use std::ops::Range;

use memchr::memchr;
use memchr::memmem::Finder;

use super::halves::{Pass, apart};
use super::preview::{Judged, Stopped, Tick};
use super::roster::{Known, Roster};
use super::verdict::{Action, Reason};

mod by_name;

use by_name::Letters;

/// Rows of a slice: a megabyte or so.
const SLICE: usize = 1 << 14;

/// Between the texts of a person; it stands in no needle.
const BREAK: char = '\n';

/// What people are called: display name, sign-in name and mail of everybody, in small letters.
#[derive(Clone, Debug, Default)]
pub struct Names {
    slices: Vec<Slice>,
    /// Those of what people are called first.
    letters: Letters,
}

#[derive(Clone, Debug, Default)]
struct Slice {
    text: String,
    /// Where the texts of each row end.
    ends: Vec<usize>,
}

impl Slice {
    fn range(&self, row: usize) -> Range<usize> {
        let end = |row: usize| self.ends.get(row).copied().unwrap_or(self.text.len());
        row.checked_sub(1).map_or(0, end)..end(row)
    }

    fn row(&self, row: usize) -> &str {
        self.text.get(self.range(row)).unwrap_or_default()
    }

    /// What a row is called first.
    fn first(&self, row: usize) -> &[u8] {
        let texts = self.row(row).as_bytes();
        texts.get(..memchr(BREAK as u8, texts).unwrap_or(texts.len())).unwrap_or_default()
    }

    fn push(&mut self, texts: [Option<&str>; 3]) {
        let [name, upn, mail] = texts;
        for text in [name, upn, mail.filter(|mail| Some(*mail) != upn)].into_iter().flatten() {
            let from = self.text.len();
            if text.is_ascii() {
                self.text.push_str(text);
                if let Some(new) = self.text.get_mut(from..) {
                    new.make_ascii_lowercase();
                }
            } else {
                self.text.push_str(&text.to_lowercase());
            }
            if text.contains(BREAK) {
                let plain = self.text.split_off(from).replace(BREAK, " ");
                self.text.push_str(&plain);
            }
            self.text.push(BREAK);
        }
        self.ends.push(self.text.len());
    }

    /// The rows with a needle, in their order.
    fn search(&self, needle: &Finder<'_>, first: usize, out: &mut Vec<u32>) {
        let (mut from, mut row) = (0, 0);
        while let Some(found) = self.text.as_bytes().get(from..).and_then(|rest| needle.find(rest))
        {
            let at = from + found;
            let after = self.ends.get(row..).unwrap_or_default();
            // Neighbours are found by a look, those far apart by halving.
            row += match after.iter().take(4).position(|end| *end > at) {
                Some(next) => next,
                None => after.partition_point(|end| *end <= at),
            };
            out.push(number(first + row));
            from = self.range(row).end;
            row += 1;
        }
    }
}

fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

fn waits(tick: Tick<'_>, row: usize) -> Result<(), Stopped> {
    if tick(row as u64).is_break() { Err(Stopped) } else { Ok(()) }
}

impl Names {
    /// Takes the names of everybody. The tick counts users.
    pub fn of(roster: &Roster, tick: Tick<'_>) -> Result<Self, Stopped> {
        let name = roster.column("displayName");
        let mut names = Names::default();
        for first in (0..roster.len()).step_by(SLICE) {
            waits(tick, first)?;
            let mut slice = Slice::default();
            for row in first..roster.len().min(first + SLICE) {
                let known = |known| roster.known(row, known).text();
                let name = roster.value(row, name).text();
                slice.push([name, known(Known::SignInName), known(Known::Mail)]);
                names.letters.add(slice.first(row - first));
            }
            slice.text.shrink_to_fit();
            names.slices.push(slice);
        }
        Ok(names)
    }

    /// The rows in which a text stands, whatever its letter case; `among` these, which are in
    /// ascending order, where they are given. Nobody has to be among the answers to a needle that
    /// was not among those to its beginning.
    pub fn search(
        &self,
        needle: &str,
        among: Option<&[u32]>,
        tick: Tick<'_>,
    ) -> Result<Vec<u32>, Stopped> {
        let needle = needle.to_lowercase();
        let some =
            |slices: Range<usize>, pass: Pass<'_>| self.search_some(&needle, among, slices, pass);
        let count = among.map_or(self.slices.len() * SLICE, <[u32]>::len);
        // Only the first half hears of whoever waits: where there is one slice, it is there.
        let (middle, end) = (self.slices.len().div_ceil(2), self.slices.len());
        let (mut out, rest) =
            apart(count, tick, |pass| some(0..middle, pass), |pass| some(middle..end, pass))?;
        out.extend(rest);
        Ok(out)
    }

    /// The same in some of the slices.
    fn search_some(
        &self,
        needle: &str,
        among: Option<&[u32]>,
        slices: Range<usize>,
        pass: Pass<'_>,
    ) -> Result<Vec<u32>, Stopped> {
        let finder = Finder::new(needle.as_bytes());
        let mut out = Vec::new();
        for at in slices {
            let Some(slice) = self.slices.get(at) else { break };
            let first = at * SLICE;
            pass(first)?;
            let rows = first..first + slice.ends.len();
            let few = among.map(|among| {
                let place = |row: usize| among.partition_point(|one| *one < number(row));
                among.get(place(rows.start)..place(rows.end)).unwrap_or_default()
            });
            match few {
                _ if needle.contains(BREAK) => {}
                None if needle.is_empty() => out.extend(rows.map(number)),
                None => slice.search(&finder, first, &mut out),
                // Where most are asked for, all of them are sooner found.
                Some(few) if few.len() * 4 > slice.ends.len() => {
                    let mut found = Vec::new();
                    slice.search(&finder, first, &mut found);
                    let mut few = few.iter().copied().peekable();
                    out.extend(found.into_iter().filter(|row| {
                        while few.next_if(|one| one < row).is_some() {}
                        few.next_if_eq(row).is_some()
                    }));
                }
                Some(few) => out.extend(few.iter().copied().filter(|row| {
                    finder.find(slice.row(*row as usize - first).as_bytes()).is_some()
                })),
            }
        }
        Ok(out)
    }

    /// The texts of one person, each in a line.
    pub fn row(&self, row: u32) -> &str {
        let row = row as usize;
        self.slices.get(row / SLICE).map_or("", |slice| slice.row(row % SLICE))
    }

    /// What a person is called first.
    fn first(&self, row: u32) -> &[u8] {
        let row = row as usize;
        self.slices.get(row / SLICE).map_or(&[], |slice| slice.first(row % SLICE))
    }
}

/// These rows by what becomes of them, in the order of a summary, then by why; else as they were.
pub fn by_outcome(users: &[Judged], among: &[u32]) -> Vec<u32> {
    let mut kinds: Vec<((Action, Reason), Vec<u32>)> = Vec::new();
    for row in among.iter().copied() {
        let Some(user) = users.get(row as usize) else { continue };
        // There are few kinds, and those that many have come soon.
        let kind = (user.action, user.reason);
        match kinds.iter_mut().find(|(one, _)| *one == kind) {
            Some((_, rows)) => rows.push(row),
            None => kinds.push((kind, vec![row])),
        }
    }
    kinds.sort_unstable_by_key(|(kind, _)| *kind);
    let mut out = Vec::with_capacity(among.len());
    out.extend(kinds.into_iter().flat_map(|(_, rows)| rows));
    out
}
