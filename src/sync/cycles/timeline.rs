//! What cycles did, as a list to be read and as lanes to be drawn.

use super::state::State;
use super::{DAY, HOUR};
use crate::domain::ObjectId;
use crate::sync::change::Change;
use crate::sync::verdict::Certainty;

/// What a moment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody does something: an administrator, the user, the recycle bin.
    Event,
    /// A cycle does something with users, or says why it does not.
    Action,
    /// Something becomes of the job.
    Job,
    /// Cycles that do nothing.
    Quiet,
}

impl Kind {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Event => "event",
            Kind::Action => "action",
            Kind::Job => "job",
            Kind::Quiet => "quiet",
        }
    }
}

/// Something that happened, to one user or in the same way to several.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Minutes since the start of the first cycle.
    pub at: u64,
    /// Until when; the same where it takes no time.
    pub until: u64,
    /// The cycle, counted from 1; of a stretch the first. `None` between cycles.
    pub cycle: Option<u64>,
    /// The last cycle of a stretch; otherwise the same.
    pub last: Option<u64>,
    /// The users of the source, in the order asked for; nobody where it is about the job.
    pub who: Vec<ObjectId>,
    /// What it is.
    pub kind: Kind,
    /// The word for programs: of an event, an action or a state of the job.
    pub word: &'static str,
    /// Where they stood.
    pub from: State,
    /// Where they stand now.
    pub to: State,
    /// The service's own word, where it has one.
    pub code: &'static str,
    /// One sentence.
    pub because: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// What is written, and what is not and why; empty where that differs between users.
    pub changes: Vec<Change>,
    /// What stays unrepaired, or may go wrong; a sentence each.
    pub doubts: Vec<String>,
}

impl Moment {
    /// When it is: `day 12 09:20`.
    pub fn clock(&self) -> String {
        let minute = self.at % DAY;
        format!("day {} {:02}:{:02}", self.at / DAY, minute / HOUR, minute % HOUR)
    }

    /// From where to where, where that is not the same.
    pub fn becomes(&self, arrow: &str) -> Option<String> {
        (self.from != self.to)
            .then(|| format!("{} {arrow} {}", self.from.words().1, self.to.words().1))
    }

    /// Why, in the service's own word where it has one, and how sure that is; of what somebody does
    /// there is nothing to explain.
    pub fn why(&self) -> Option<String> {
        let code = if self.code.is_empty() { String::new() } else { format!("{}: ", self.code) };
        (self.kind != Kind::Event)
            .then(|| format!("{code}{} ({})", self.because, self.certainty.word()))
    }

    /// The attributes that are written, beside the mark of a deletion.
    pub fn written(&self) -> Option<String> {
        let written = self.changes.iter().filter(|change| change.is_written());
        let names: Vec<&str> = written
            .map(|change| change.attribute.as_str())
            .filter(|name| *name != "IsSoftDeleted")
            .collect();
        (!names.is_empty()).then(|| format!("written: {}", names.join(", ")))
    }
}

/// How long somebody stood somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first minute.
    pub from: u64,
    /// The minute after the last.
    pub until: u64,
    /// Where.
    pub state: State,
    /// The user in the target, where there is one.
    pub target: Option<ObjectId>,
}

/// One user over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The user of the source.
    pub who: ObjectId,
    /// The sign-in name at the start, else the id.
    pub name: String,
    /// From the start to the end, without gaps.
    pub spans: Vec<Span>,
}

impl Lane {
    /// Where the user stands at last.
    pub fn end(&self) -> State {
        self.spans.last().map_or(State::None, |span| span.state)
    }
}

/// Everything that happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// The minute at which it ends.
    pub end: u64,
    /// How many cycles ran.
    pub cycles: u64,
    /// What happened, in order.
    pub moments: Vec<Moment>,
    /// The users asked about, in the order asked.
    pub lanes: Vec<Lane>,
    /// What was taken for granted, a sentence each.
    pub assumed: Vec<String>,
}

impl Timeline {
    /// Takes a moment in; the same thing in the same minute is said once, of several.
    pub(super) fn push(&mut self, moment: Moment) {
        let same = |one: &&mut Moment| {
            let Moment { at, cycle, kind, word, from, to, because, .. } = &moment;
            !one.who.is_empty()
                && !moment.who.is_empty()
                && (one.at, one.cycle, one.kind, one.word, one.from, one.to)
                    == (*at, *cycle, *kind, *word, *from, *to)
                && one.because == *because
                && one.doubts == moment.doubts
                && one.certainty == moment.certainty
        };
        // Of one minute there are few sorts of moments, however many the users are.
        let minute = self.moments.iter_mut().rev().take_while(|one| one.at == moment.at);
        match minute.take(16).find(same) {
            Some(one) => {
                one.who.extend(moment.who);
                if one.changes != moment.changes {
                    one.changes.clear();
                }
            }
            None => self.moments.push(moment),
        }
    }

    /// Takes a cycle in that did nothing.
    pub(super) fn quiet(&mut self, at: u64, cycle: u64) {
        if let Some(last) = self.moments.last_mut().filter(|last| last.kind == Kind::Quiet) {
            (last.until, last.last) = (at, Some(cycle));
            return;
        }
        self.moments.push(Moment {
            at,
            until: at,
            cycle: Some(cycle),
            last: Some(cycle),
            who: Vec::new(),
            kind: Kind::Quiet,
            word: "quiet",
            from: State::None,
            to: State::None,
            code: "",
            because: "nothing".to_owned(),
            certainty: Certainty::Documented,
            changes: Vec::new(),
            doubts: Vec::new(),
        });
    }
}
