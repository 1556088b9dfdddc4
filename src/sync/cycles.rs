//! Cycles that follow each other: what becomes of users over days, while people leave, come back and
//! change, and administrators of both sides do what they do.
//!
//! The engine judges ([`crate::sync::Engine`]) on a copy of both directories; here is only what
//! needs a memory: who is managed, who deleted whom, what waits, and the clock. Cycles begin every 40
//! minutes from minute 0 on; how long one takes is left out.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md
//! and …-configure.md, …/identity/app-provisioning/how-provisioning-works.md, …/accidental-deletions.md
//! and …/application-provisioning-quarantine-status.md

mod event;
mod happen;
mod job;
mod judge;
mod people;
mod run;
mod scenario;
mod spoken;
mod standing;
mod state;
mod timeline;
mod twin;
mod write;

#[cfg(test)]
pub use event::{Event, Happening, Official, Personal};
#[cfg(test)]
pub use run::afterwards;
pub use run::{Plan, simulate};
pub use scenario::{Ask, DAYS, SCENARIOS, Scenario};
pub use spoken::{event_words, spoken};
pub use state::State;
pub use timeline::{Kind, Lane, Moment, Timeline};

/// Minutes between two cycles.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md
pub const CYCLE: u64 = 40;

/// Minutes of an hour.
pub const HOUR: u64 = 60;
/// Minutes of a day.
pub const DAY: u64 = 24 * HOUR;
