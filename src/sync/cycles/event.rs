//! What happens while cycles run: in the source, in the target, to the job.

use crate::domain::{ObjectId, SyncSchema};
use crate::sync::roster::Field;

/// What happens to one user.
#[derive(Clone, Debug, PartialEq)]
pub enum Personal {
    /// Deleted in the source; 30 days in its recycle bin.
    Deleted,
    /// Restored in the source.
    Restored,
    /// Purged from the source.
    HardDeleted,
    /// No longer assigned directly.
    Unassigned,
    /// No longer a member of any assigned group.
    RemovedFromGroups,
    /// Whatever assigns the user is taken away.
    LeavesScope,
    /// Assigned directly.
    Assigned,
    /// Sign-in blocked in the source.
    Blocked,
    /// Sign-in allowed again in the source.
    Unblocked,
    /// An attribute gets another value in the source.
    Changed {
        /// The attribute, as the mappings call it.
        attribute: String,
        /// The new value.
        value: Field,
    },
    /// The user leaves the target through My Account.
    LeavesTarget,
    /// An administrator of the target deletes the user there.
    DeletedInTarget,
    /// An administrator of the target restores the user there.
    RestoredInTarget,
    /// An administrator of the target changes an attribute there.
    EditedInTarget {
        /// The attribute of the target.
        attribute: String,
        /// The new value.
        value: Field,
    },
}

/// What happens to the job.
#[derive(Clone, Debug, PartialEq)]
pub enum Official {
    /// The target no longer lets the source synchronise users in.
    InboundOff,
    /// The target lets it again.
    InboundOn,
    /// Mappings or filters are saved, changed or not.
    SchemaSaved(Option<Box<SyncSchema>>),
    /// Restarted with an empty scope: quarantine, watermark and failures are cleared.
    Restarted,
    /// Deletes are allowed: restarted with `ForceDeletes`.
    DeletesAllowed,
    /// Another deletion threshold.
    Threshold(Option<u64>),
    /// The job, or the whole configuration, is deleted.
    JobDeleted,
}

/// Whom it happens to.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// To users of the source, the same to each.
    To(Vec<ObjectId>, Personal),
    /// To the job.
    Job(Official),
}

/// Something that happens at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Minutes since the start of the first cycle.
    pub at: u64,
    /// What.
    pub what: Happening,
}

impl Event {
    /// Something at some minute of a day; days count from 0.
    pub fn on(day: u64, minute: u64, what: Happening) -> Self {
        Event { at: day * super::DAY + minute, what }
    }
}

impl Personal {
    /// The word for programs, and a sentence about one or several users.
    pub fn words(&self) -> (&'static str, String) {
        let fixed = match self {
            Personal::Deleted => ("deleted", "deleted in the source"),
            Personal::Restored => ("restored", "restored in the source"),
            Personal::HardDeleted => ("hardDeleted", "purged from the source"),
            Personal::Unassigned => ("unassigned", "no longer assigned directly"),
            Personal::RemovedFromGroups => {
                ("removedFromGroups", "removed from every assigned group")
            }
            Personal::LeavesScope => {
                ("leavesScope", "no longer assigned, neither directly nor through a group")
            }
            Personal::Assigned => ("assigned", "assigned"),
            Personal::Blocked => ("blocked", "sign-in blocked in the source"),
            Personal::Unblocked => ("unblocked", "sign-in allowed again in the source"),
            Personal::Changed { attribute, value } => {
                return ("changed", format!("{attribute} in the source becomes {}", told(value)));
            }
            Personal::LeavesTarget => ("leavesTarget", "leaves the target through My Account"),
            Personal::DeletedInTarget => {
                ("deletedInTarget", "deleted in the target by an administrator")
            }
            Personal::RestoredInTarget => {
                ("restoredInTarget", "restored in the target by an administrator")
            }
            Personal::EditedInTarget { attribute, value } => {
                return (
                    "editedInTarget",
                    format!("{attribute} in the target becomes {}", told(value)),
                );
            }
        };
        (fixed.0, fixed.1.to_owned())
    }

    /// Whether a cycle that looks at changes of the source sees it.
    pub fn is_seen(&self) -> bool {
        !matches!(
            self,
            Personal::DeletedInTarget
                | Personal::RestoredInTarget
                | Personal::EditedInTarget { .. }
        )
    }
}

impl Official {
    /// The word for programs, and a sentence.
    pub fn words(&self) -> (&'static str, String) {
        let fixed = match self {
            Official::InboundOff => {
                ("inboundOff", "the target no longer lets the source synchronise users in")
            }
            Official::InboundOn => {
                ("inboundOn", "the target lets the source synchronise users in again")
            }
            Official::SchemaSaved(_) => {
                ("schemaSaved", "mappings or filters are saved: the next cycle looks at everybody")
            }
            Official::Restarted => (
                "restarted",
                "the job is restarted: quarantine and failures are cleared, the next cycle looks at everybody",
            ),
            Official::DeletesAllowed => {
                ("deletesAllowed", "the deletes are allowed (restart with ForceDeletes)")
            }
            Official::Threshold(None) => {
                ("threshold", "deletion prevention is switched off; what is staged waits on")
            }
            Official::Threshold(Some(most)) => {
                return (
                    "threshold",
                    format!("the job now stops at {most} deletions; what is staged waits on"),
                );
            }
            Official::JobDeleted => (
                "jobDeleted",
                "the job is deleted: its memory is lost, and the accounts stay in the target as they are",
            ),
        };
        (fixed.0, fixed.1.to_owned())
    }
}

/// A value in a sentence.
fn told(value: &Field) -> String {
    match value {
        Field::Missing | Field::Unreadable => "empty".to_owned(),
        Field::Bool(value) => value.to_string(),
        Field::Number(text) | Field::Text(text) => format!("`{text}`"),
        Field::Reference(id) => id.to_string(),
        Field::Many(items) => format!("`{}`", items.join(", ")),
    }
}
