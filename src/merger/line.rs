//! What a line of a checklist is: what it rests on, whether it holds, and what is left to do.

use super::step::Step;
use super::wish::{Duty, Wish};
use crate::access::{Answer, Gate, Outcome, Question, Truth, Verdict};
use crate::domain::{TenantId, Workspace};

/// How a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tick {
    /// The engines say so.
    Done,
    /// They say otherwise.
    Open,
    /// What decides is not in the workspace.
    Unknown,
}

impl Tick {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Tick::Done => "done",
            Tick::Open => "open",
            Tick::Unknown => "unknown",
        }
    }

    /// All of several.
    pub fn all(ticks: impl IntoIterator<Item = Tick>) -> Tick {
        let mut worst = Tick::Done;
        for tick in ticks {
            worst = match (worst, tick) {
                (Tick::Open, _) | (_, Tick::Open) => Tick::Open,
                (Tick::Unknown, _) | (_, Tick::Unknown) => Tick::Unknown,
                (Tick::Done, Tick::Done) => Tick::Done,
            };
        }
        worst
    }
}

impl From<Truth> for Tick {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::Yes => Tick::Done,
            Truth::No => Tick::Open,
            Truth::Unknown => Tick::Unknown,
        }
    }
}

/// What a question has to come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// It passes, if need be with a step.
    Passes,
    /// It passes, and nobody is asked for anything.
    Unprompted,
    /// It is shut by what one of the tenants says about the other, or this one where it is named:
    /// that something else stops it is not enough, for that may change without anybody asking.
    Shut(Option<TenantId>),
}

impl Expect {
    /// Whether an answer is what was expected.
    pub fn tick(self, answer: &Answer) -> Tick {
        let whose = match self {
            Expect::Shut(whose) => whose,
            Expect::Passes | Expect::Unprompted => {
                return match answer.verdict {
                    Verdict::DependsOnPartner | Verdict::Invalid => Tick::Unknown,
                    // Who is asked for what is for policies to say that nobody here has seen.
                    Verdict::Allowed if self == Expect::Unprompted && unseen(answer).is_some() => {
                        Tick::Unknown
                    }
                    Verdict::Allowed => Tick::Done,
                    Verdict::StepRequired if self == Expect::Passes => Tick::Done,
                    Verdict::StepRequired | Verdict::Blocked => Tick::Open,
                };
            }
        };
        let sides = answer.trace.iter().filter(|line| {
            matches!(line.gate, Gate::HomeOutbound | Gate::ResourceInbound | Gate::Cloud)
                && whose.is_none_or(|id| line.tenant == id)
        });
        let mut tick = Tick::Open;
        for line in sides {
            match line.would {
                Outcome::Block => return Tick::Done,
                Outcome::Unknown => tick = Tick::Unknown,
                Outcome::Pass | Outcome::Step | Outcome::NotReached => {}
            }
        }
        tick
    }

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Expect::Passes => "passes",
            Expect::Unprompted => "unprompted",
            Expect::Shut(_) => "shut",
        }
    }
}

/// That the Conditional Access of the resource tenant is not in the workspace, in a sentence.
pub(super) fn unseen(answer: &Answer) -> Option<&str> {
    let conditions = answer.trace.iter().find(|line| line.gate == Gate::ConditionalAccess)?;
    (conditions.would == Outcome::NotReached).then_some(conditions.because.as_str())
}

/// What a line rests on.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    /// A question to [`crate::access::evaluate`].
    Asked {
        /// The question.
        question: Box<Question>,
        /// Who is asked about.
        person: String,
        /// What it has to come to.
        expect: Expect,
        /// What it came to.
        verdict: Verdict,
        /// Whether that is what was expected.
        tick: Tick,
        /// Why, where it did not come to that.
        because: String,
        /// What it does not speak for.
        mind: String,
        /// The gate that decided, whose it is and its setting, where it did not pass.
        elsewhere: Option<(Gate, TenantId, &'static str)>,
    },
    /// A switch as [`crate::access::Relation`] reads it.
    Stands {
        /// What.
        what: &'static str,
        /// Whether.
        truth: Truth,
    },
}

impl Proof {
    /// Whether it speaks for the line.
    pub fn tick(&self) -> Tick {
        match self {
            Proof::Asked { tick, .. } => *tick,
            Proof::Stands { truth, .. } => (*truth).into(),
        }
    }
}

/// What somebody has to do so that a line gets its tick.
#[derive(Clone, Debug, PartialEq)]
pub struct Todo {
    /// In which tenant.
    pub tenant: TenantId,
    /// Whether that tenant is ours.
    pub is_ours: bool,
    /// Graph's property.
    pub setting: &'static str,
    /// What it shall be.
    pub words: String,
    /// With which role and licence, and where.
    pub duty: Duty,
    /// Whether it is known that it is not so.
    pub is_missing: bool,
}

impl Todo {
    /// What is to be done about a wish, or nothing where it is met.
    pub fn of(workspace: &Workspace, wish: &Wish) -> Option<Self> {
        let met = wish.is_met(workspace);
        wish.is_open(met).then(|| Todo {
            tenant: wish.owner,
            is_ours: wish.is_ours(workspace),
            setting: wish.want.setting(),
            words: wish.words(workspace),
            duty: wish.want.duty(),
            is_missing: met == Truth::No,
        })
    }
}

/// A line of the checklist.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckLine {
    /// The question it belongs to.
    pub step: Step,
    /// What is true when it is ticked.
    pub title: String,
    /// Whether it is.
    pub tick: Tick,
    /// What it rests on.
    pub proof: Vec<Proof>,
    /// What is left to do.
    pub todo: Vec<Todo>,
    /// Why it is not ticked, as the engine says; empty where it is.
    pub because: String,
    /// What a tick does not speak for; empty where there is nothing.
    pub mind: String,
}
