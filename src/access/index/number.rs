use std::num::NonZeroU32;

/// The place of something that is held, counted from one: where there may be none, that takes no
/// room of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number(NonZeroU32);

impl Number {
    /// The last there is.
    pub const LAST: Self = Number(NonZeroU32::MAX);

    /// The number of what comes after so many; `None` beyond four billion, which is then not held.
    pub fn after(count: usize) -> Option<Self> {
        u32::try_from(count.checked_add(1)?).ok().and_then(NonZeroU32::new).map(Number)
    }

    /// Puts something behind all others.
    pub fn push<T>(held: &mut Vec<T>, next: T) -> Option<Self> {
        let number = Number::after(held.len())?;
        held.push(next);
        Some(number)
    }

    pub fn of<T>(self, held: &[T]) -> Option<&T> {
        held.get(self.0.get() as usize - 1)
    }
}
