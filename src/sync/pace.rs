//! How long cycles take, and which licences they need.
//!
//! Of the first cycle the documents give a range for each object, where the scope is who is assigned.
//! Of later ones they say that time grows with the number of changes, and no number.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/application-provisioning-when-will-provisioning-finish-specific-user.md
//! and …/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md

use super::cycles::CYCLE;
use super::job::Summary;
use super::preview::Engine;
use super::verdict::{Action, Certainty};
use super::words::minutes_words;
use crate::text::grouped;

/// Minutes that a cycle takes for each user, group and member, from and to.
const MINUTES: [f64; 2] = [0.01, 0.08];

/// Where the range is written.
pub const PAGE: &str = "MicrosoftDocs/entra-docs:docs/identity/app-provisioning/application-provisioning-when-will-provisioning-finish-specific-user.md";

/// How long cycles take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Users, groups and members that a first cycle reads.
    pub objects: u64,
    /// Minutes of the first cycle, from and to.
    pub first: [f64; 2],
    /// How sure they are: the range is given for a scope of who is assigned.
    pub first_certainty: Certainty,
    /// What this preview changes in the target.
    pub changes: u64,
    /// Minutes of a later cycle that has so many changes, from and to; inferred from the range of a
    /// first one.
    pub later: [f64; 2],
    /// The licence that each user in scope needs in the source.
    pub licence: &'static str,
}

/// How sure it is what a later cycle takes.
pub const LATER_CERTAINTY: Certainty = Certainty::Inferred;

/// Minutes between the starts of cycles.
pub const EVERY_MINUTES: u64 = CYCLE;

/// How many changes fit between two starts, from and to.
pub fn fitting() -> [u64; 2] {
    // 40 minutes at 0.08 and at 0.01 a change.
    [CYCLE * 100 / 8, CYCLE * 100]
}

#[expect(clippy::cast_precision_loss, reason = "a forecast in minutes")]
fn minutes(objects: u64) -> [f64; 2] {
    MINUTES.map(|each| (each * objects as f64 * 100.0).round() / 100.0)
}

impl Pace {
    /// Of a configuration, with what would be done were the job let through.
    pub(super) fn of(engine: &Engine<'_>, free: &Summary, is_cross_cloud: bool) -> Self {
        let inputs = engine.inputs();
        let everyone = inputs.configuration.sync_all;
        let objects = if everyone {
            let members = inputs.source_groups.iter().flat_map(|group| &group.members);
            let members: usize = members.map(Vec::len).sum();
            inputs.source.len() + inputs.source_groups.len() + members
        } else {
            engine.size()
        } as u64;
        let changes =
            Action::ALL.into_iter().filter(|one| one.is_change()).map(|one| free.of(one)).sum();
        Pace {
            objects,
            first: minutes(objects),
            first_certainty: if everyone { Certainty::Inferred } else { Certainty::Documented },
            changes,
            later: minutes(changes),
            licence: match is_cross_cloud || inputs.configuration.groups().is_some() {
                true => "Entra ID Governance or Entra Suite",
                false => "Entra ID P1",
            },
        }
    }

    /// The first cycle in words, with the range it rests on.
    pub fn first_words(&self) -> String {
        let why = match self.first_certainty {
            Certainty::Documented => "documented as approximate",
            _ => "inferred: the range is documented for who is assigned only",
        };
        format!(
            "first cycle {}: 0.01 to 0.08 minutes for each of {} users, groups and members ({why}); all new takes about twice as long as all found",
            minutes_words(self.first),
            grouped(self.objects)
        )
    }

    /// Later cycles in words. What is inferred is said to be.
    pub fn later_words(&self, is_later: bool) -> String {
        let [from, to] = fitting();
        let now = match (is_later, self.changes) {
            (false, _) => String::new(),
            (true, 0) => "; this one has nothing to change".to_owned(),
            (true, 1) => format!("; this one has 1 change, {}", minutes_words(self.later)),
            (true, count) => {
                format!("; this one has {} changes, {}", grouped(count), minutes_words(self.later))
            }
        };
        format!(
            "later cycles start every {EVERY_MINUTES} minutes and take as long as what changed needs{now}; at the pace of a first one (inferred, no page gives a number) {} to {} changes fit between two starts",
            grouped(from),
            grouped(to)
        )
    }

    /// The same in few words, where there is little room.
    pub fn short_words(&self, is_later: bool) -> String {
        match is_later {
            false => format!("first cycle {} (0.01 to 0.08 each)", minutes_words(self.first)),
            true => format!("this cycle {} (inferred)", minutes_words(self.later)),
        }
    }
}
