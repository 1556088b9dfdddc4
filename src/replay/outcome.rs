//! What becomes of one way.

use super::Side;
use super::judge::Judgement;
use crate::access::{Activity, Step, Verdict};

/// What the draft does to a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// It was not stopped, and is.
    Breaks,
    /// It was stopped, and is not.
    Opens,
    /// It goes on, with a step on the way that was not there.
    NeedsStep,
    /// It cannot be told.
    NotKnown,
    /// It goes on as before.
    StaysOpen,
    /// It stays stopped.
    StaysBlocked,
}

impl Class {
    /// All of them, what matters most first: the word in answers for programs, and for people.
    pub const ALL: [(Class, &'static str, &'static str); 6] = [
        (Class::Breaks, "breaks", "breaks"),
        (Class::Opens, "opens", "opens"),
        (Class::NeedsStep, "needsStep", "needs a new step"),
        (Class::NotKnown, "notKnown", "not known"),
        (Class::StaysOpen, "staysOpen", "stays open"),
        (Class::StaysBlocked, "staysBlocked", "stays blocked"),
    ];

    /// The word in answers for programs.
    pub fn word(self) -> &'static str {
        Class::ALL.iter().find(|(class, ..)| *class == self).map_or("", |(_, word, _)| word)
    }

    /// The words for people.
    pub fn title(self) -> &'static str {
        Class::ALL.iter().find(|(class, ..)| *class == self).map_or("", |(.., title)| title)
    }
}

/// Of which estate it cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unknown {
    /// As observed.
    Observed,
    /// As drafted.
    Draft,
    /// Of neither.
    Both,
}

/// One way, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Who, where, how often, until when.
    pub activity: Activity,
    /// The same seen from us.
    pub side: Side,
    /// What the draft does to it.
    pub class: Class,
    /// Where it cannot be told: of which estate.
    pub unknown: Option<Unknown>,
    /// Steps that were not there before.
    pub steps: Vec<Step>,
    /// It signed in although the settings as observed stop it.
    pub disagrees: bool,
    /// As observed.
    pub observed: Judgement,
    /// As drafted.
    pub draft: Judgement,
}

/// What becomes of a way. What is stopped is known whatever else is not. A sign-in that succeeded
/// shows that what is not known said yes: where it is what the other side says, or where nothing
/// differs (`same`) between the estates.
pub(super) fn change(
    activity: &Activity,
    side: Side,
    same: bool,
    observed: Judgement,
    draft: Judgement,
) -> Change {
    let proven = activity.successes > 0;
    let open = |judgement: &Judgement| match judgement.verdict {
        Verdict::Allowed | Verdict::StepRequired => true,
        Verdict::DependsOnPartner => proven && (same || judgement.silent_partner),
        Verdict::Invalid => proven && same,
        Verdict::Blocked => false,
    };
    let steps: Vec<Step> =
        draft.steps.iter().filter(|step| !observed.steps.contains(step)).copied().collect();
    let blocked = |judgement: &Judgement| judgement.verdict == Verdict::Blocked;
    let (class, unknown) = match (blocked(&observed), blocked(&draft)) {
        (true, true) => (Class::StaysBlocked, None),
        (false, true) => (Class::Breaks, None),
        (true, false) => (Class::Opens, None),
        (false, false) => match (open(&observed), open(&draft)) {
            (true, true) if steps.is_empty() => (Class::StaysOpen, None),
            (true, true) => (Class::NeedsStep, None),
            (false, true) => (Class::NotKnown, Some(Unknown::Observed)),
            (true, false) => (Class::NotKnown, Some(Unknown::Draft)),
            (false, false) => (Class::NotKnown, Some(Unknown::Both)),
        },
    };
    let steps = if class == Class::NeedsStep { steps } else { Vec::new() };
    Change {
        disagrees: activity.successes > 0 && blocked(&observed),
        activity: activity.clone(),
        side,
        class,
        unknown,
        steps,
        observed,
        draft,
    }
}
