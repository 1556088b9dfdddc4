//! Work on many users on two threads: the one place of this room that starts one. What is asked of a
//! user depends on no other user of the same pass, so that the halves need not meet.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::preview::{Stopped, Tick};

/// Users between two ticks.
const TICK_USERS: usize = 4096;

/// Fewer users than this are not worth a thread.
const FEW: usize = 16_384;

/// To be called for every user; stops where nobody waits any more.
pub type Pass<'p> = &'p dyn Fn(usize) -> Result<(), Stopped>;

/// What both threads know of each other.
#[derive(Default)]
struct Pace {
    done: AtomicUsize,
    is_over: AtomicBool,
}

impl Pace {
    /// Only the thread that was there before asks whoever waits.
    fn pass(&self, row: usize, tick: Option<Tick<'_>>) -> Result<(), Stopped> {
        if !row.is_multiple_of(TICK_USERS) {
            return Ok(());
        }
        let done = self.done.fetch_add(TICK_USERS, Ordering::Relaxed) as u64;
        if tick.is_some_and(|tick| tick(done).is_break()) {
            self.is_over.store(true, Ordering::Relaxed);
        }
        if self.is_over.load(Ordering::Relaxed) { Err(Stopped) } else { Ok(()) }
    }
}

/// Two works on so many users, side by side where they are many.
pub fn apart<A, B: Send>(
    count: usize,
    tick: Tick<'_>,
    one: impl FnOnce(Pass<'_>) -> Result<A, Stopped>,
    other: impl FnOnce(Pass<'_>) -> Result<B, Stopped> + Send,
) -> Result<(A, B), Stopped> {
    let pace = Pace::default();
    if count < FEW {
        return Ok((
            one(&|row| pace.pass(row, Some(tick)))?,
            other(&|row| pace.pass(row, Some(tick)))?,
        ));
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(|| other(&|row| pace.pass(row, None)));
        let one = one(&|row| pace.pass(row, Some(tick)));
        // A panic over there is a panic here.
        let other = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((one?, other?))
    })
}

/// A work on so many users, the one half of them beside the other.
pub fn halves<T: Send>(
    count: usize,
    tick: Tick<'_>,
    work: impl Fn(Range<usize>, Pass<'_>) -> Result<T, Stopped> + Sync,
) -> Result<(T, T), Stopped> {
    let middle = count / 2;
    apart(count, tick, |pass| work(0..middle, pass), |pass| work(middle..count, pass))
}
