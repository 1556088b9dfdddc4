//! What somebody may do to get through: every set of steps that suffices, as one number.
//!
//! Whoever passes with some steps passes with more as well, so "both" is what the two have in common,
//! and "either" is what at least one of them has.

use super::verdict::Step;

/// The steps that Conditional Access asks for. Of ways with as many steps the first is taken.
const ASKED: [Step; 4] =
    [Step::MfaInHomeTenant, Step::MfaInResourceTenant, Step::DeviceInHomeTenant, Step::TermsOfUse];

const SETS: std::ops::Range<u8> = 0..1 << ASKED.len();

/// The sets of steps that suffice: bit `n` stands for the set whose members are the bits of `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ways(u16);

/// A set of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chosen(u8);

impl Ways {
    /// Nothing has to be done.
    pub const FREE: Ways = Ways(u16::MAX);
    /// Nothing helps.
    pub const NONE: Ways = Ways(0);

    /// Every set with this step in it suffices.
    pub fn by(step: Step) -> Self {
        let bit = ASKED.iter().position(|asked| *asked == step);
        let with = |set: &u8| bit.is_some_and(|bit| set >> bit & 1 == 1);
        Ways(SETS.filter(with).fold(0, |ways, set| ways | 1 << set))
    }

    /// What suffices for both.
    pub fn and(self, other: Self) -> Self {
        Ways(self.0 & other.0)
    }

    /// What suffices for either.
    pub fn or(self, other: Self) -> Self {
        Ways(self.0 | other.0)
    }

    /// The least that suffices of what is done anyhow.
    pub fn least_of(self, done: Chosen) -> Option<Chosen> {
        let sets = SETS.filter(|set| self.0 >> set & 1 == 1 && set & !done.0 == 0);
        sets.min_by_key(|set| set.count_ones()).map(Chosen)
    }

    /// The least that suffices.
    pub fn least(self) -> Option<Chosen> {
        self.least_of(Chosen(SETS.end - 1))
    }

    /// Whether nothing has to be done.
    pub fn is_free(self) -> bool {
        self == Ways::FREE
    }

    /// Whether nothing helps.
    pub fn is_none(self) -> bool {
        self == Ways::NONE
    }
}

impl Chosen {
    /// Whether nothing has to be done.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// The steps, in the order in which they are asked for.
    pub fn steps(self) -> impl Iterator<Item = Step> {
        let has = move |place: usize| self.0 >> place & 1 == 1;
        ASKED.into_iter().enumerate().filter(move |(place, _)| has(*place)).map(|(_, step)| step)
    }
}
