//! JSON shapes. The only room that knows what a member of a Graph object is called.
//!
//! Reading is strict where a mistake could hide (a member given twice, a wrong type) and lenient
//! where a service may grow (unknown members and unknown words are kept). Writing gives the same
//! bytes for the same value: known members in a fixed order, then the unknown ones as they came.

mod activity;
mod attributes;
mod compare;
mod conditional_access;
mod directory;
mod external;
mod job;
mod journal;
mod names;
mod places;
mod pointer;
mod policy;
mod question;
mod record;
mod roster;
mod scalar;
mod synchronization;
mod tenant;
mod workspace;

pub use activity::{activity_line, head_line, read_activity, read_head};
pub use attributes::{attribute, attributes, value_json};
pub use directory::{
    line_id, line_members, read_application, read_group, read_person, with_members,
};
pub use job::{
    SYNC_TEMPLATE, secrets_value, sync_job_threshold, sync_job_value, sync_parts, take_secret,
    take_sync_job,
};
pub use journal::{
    Entry, Headline, Kind, LineFault, read_entry, read_headline, sha256, write_entry,
};
pub use names::attribute_names;
pub use places::{changes, clash, invert, look, replay, typed, value};
pub use pointer::{Change, Pointer, ReplayFault};
pub use policy::own_settings;
pub use question::{
    claim_of, identity_of, kind_of, read_question, role_of, stage_of, write_question,
};
pub use record::{Json, Ref};
pub use roster::{RosterFault, RosterPlan, plain_length, read_sync_group};
#[cfg(test)]
pub use workspace::to_bytes;
pub use workspace::{
    Checkpoint, CheckpointFault, FORMAT, ascii, compact, from_slice, observed_hint,
    read_checkpoint, to_line, to_value, write_checkpoint,
};

#[cfg(test)]
mod tests;
