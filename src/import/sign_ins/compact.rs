//! Rows put together as they come.

use std::collections::HashMap;

use jiff::civil::{Date, DateTime};

use crate::access::{Activity, LogHead, Way, prefer};

use super::super::fault::shown;
use super::SignInLog;
use super::moment::{Moment, Order, moment};
use super::row::{Fate, Row};

/// Days by one reading of the dates.
#[derive(Clone, Copy, Debug)]
struct Days {
    first: Date,
    last: Date,
    last_success: Option<Date>,
}

/// Sign-ins of one way so far.
#[derive(Debug)]
struct Tally {
    successes: u64,
    failures: u64,
    assumed: u64,
    month_first: Days,
    day_first: Days,
    /// Set apart, because they are seldom needed and what is counted should lie close together.
    names: Box<[Box<str>; 4]>,
    /// What the names of the last row come to: nearly all rows of a way name it alike, and the
    /// texts themselves lie far away.
    names_mark: u32,
}

/// The rows of one file so far.
#[derive(Debug, Default)]
pub(in crate::import) struct Compactor {
    ways: HashMap<Way, Tally>,
    head: LogHead,
    /// From the first to the last, by either reading of the dates.
    spans: [Option<(DateTime, DateTime)>; 2],
    /// What a date showed, and how it was written.
    order: Option<(Order, String)>,
    /// Where the first date stands that can be read either way.
    unclear: Option<(String, String)>,
    assumed: u64,
    pub needs_owner: bool,
}

fn mark(names: [&str; 4]) -> u32 {
    let mut mark = crc32fast::Hasher::new();
    for name in names {
        mark.update(name.as_bytes());
        mark.update(&[0]);
    }
    mark.finalize()
}

impl Days {
    fn add(&mut self, day: Date, success: bool) {
        self.first = self.first.min(day);
        self.last = self.last.max(day);
        if success {
            self.last_success = self.last_success.max(Some(day));
        }
    }

    fn of(day: Date, success: bool) -> Self {
        Days { first: day, last: day, last_success: success.then_some(day) }
    }
}

impl Compactor {
    /// Takes a row; the fault says what is wrong with it. `place` is asked only when needed.
    pub(super) fn take(
        &mut self,
        row: &Row<'_>,
        fate: Result<Fate, String>,
        place: &dyn Fn() -> String,
    ) -> Result<(), String> {
        self.head.rows += 1;
        let (way, success, assumed) = match fate? {
            Fate::LeftOut(reason) => {
                *self.head.left_out.entry(reason).or_default() += 1;
                return Ok(());
            }
            Fate::Taken { way, success, assumed } => (way, success, assumed),
        };
        let [month_first, day_first] = self.read(row.at, place)?;
        for (span, at) in self.spans.iter_mut().zip([month_first, day_first]) {
            let (first, last) = span.get_or_insert((at, at));
            *first = at.min(*first);
            *last = at.max(*last);
        }
        let (month_first, day_first) = (month_first.date(), day_first.date());
        let tally = self.ways.entry(way).or_insert_with(|| Tally {
            successes: 0,
            failures: 0,
            assumed: 0,
            month_first: Days::of(month_first, success),
            day_first: Days::of(day_first, success),
            names: Box::default(),
            names_mark: 0,
        });
        tally.month_first.add(month_first, success);
        tally.day_first.add(day_first, success);
        tally.successes += u64::from(success);
        tally.failures += u64::from(!success);
        tally.assumed += u64::from(assumed);
        self.assumed += u64::from(assumed);
        let names = [row.upn, row.user_name, row.app_name, row.resource_name];
        let mark = mark(names);
        if tally.names_mark != mark {
            tally.names_mark = mark;
            for (name, said) in tally.names.iter_mut().zip(names) {
                prefer(name, said);
            }
        }
        Ok(())
    }

    /// Both readings of a time.
    fn read(&mut self, text: &str, place: &dyn Fn() -> String) -> Result<[DateTime; 2], String> {
        let found = moment(text).ok_or_else(|| {
            format!("expected a date such as 2024-06-01T10:11:12Z, found `{}`", shown(text))
        })?;
        match found {
            Moment::Clear(at) => Ok([at, at]),
            Moment::Either { month_first, day_first } => {
                self.unclear.get_or_insert_with(|| (place(), shown(text)));
                Ok([month_first, day_first])
            }
            Moment::Shows(order, at) => match &self.order {
                Some((before, example)) if *before != order => Err(format!(
                    "the month comes first in one date of this file and the day in another: `{example}` and `{}`",
                    shown(text)
                )),
                Some(_) => Ok([at, at]),
                None => {
                    self.order = Some((order, shown(text)));
                    Ok([at, at])
                }
            },
        }
    }

    /// How many rows did not say by which way.
    pub fn assumed(&self) -> u64 {
        self.assumed
    }

    /// Puts the log together; the fault has a place and a sentence.
    pub fn finish(self, source: &str) -> Result<SignInLog, (String, String)> {
        let order = match (self.order, self.unclear) {
            (Some((order, _)), _) => order,
            (None, None) => Order::MonthFirst,
            (None, Some((place, text))) => {
                let what = format!(
                    "`{text}` can be read with the day or with the month first, and no date in this file shows which"
                );
                return Err((place, what));
            }
        };
        let days = |tally: &Tally| match order {
            Order::MonthFirst => tally.month_first,
            Order::DayFirst => tally.day_first,
        };
        let mut activities: Vec<Activity> = self
            .ways
            .into_iter()
            .map(|(way, tally)| {
                let Days { first, last, last_success } = days(&tally);
                let Tally { successes, failures, assumed, names, .. } = tally;
                let [user_principal_name, user_name, app_name, resource_name] = *names;
                Activity {
                    way,
                    successes,
                    failures,
                    assumed,
                    first,
                    last,
                    last_success,
                    user_principal_name,
                    user_name,
                    app_name,
                    resource_name,
                }
            })
            .collect();
        activities.sort_unstable_by_key(|activity| activity.way);
        let [month_first, day_first] = self.spans;
        let span = if order == Order::MonthFirst { month_first } else { day_first };
        let (first, last) = span.unzip();
        let head = LogHead { source: source.to_owned(), first, last, ..self.head };
        Ok(SignInLog { head, activities, needs_owner: self.needs_owner })
    }
}
