//! Bringing tenants together: from the answers to a dozen questions to edits on every side, to what
//! the sides that are not ours have to do, and to ticks that are computed from state.
//!
//! A *wish* is one thing that shall be so in one tenant ([`wish::Wish`]). Proposal, checklist, set-up of
//! synchronisation, handshake and mesh all read the same wishes, so they cannot disagree; whether
//! people then pass is asked of [`crate::access`] and [`crate::sync`], never of the wishes.

mod answers;
mod checklist;
mod codec;
mod configuration;
mod cutoff;
mod fault;
mod fault_sync;
mod handshake;
mod letter;
mod line;
mod mesh;
mod onboard;
mod proposal;
mod reply;
mod sample;
mod setup;
mod simulate;
mod step;
mod teardown;
mod wish;
mod wishes;

pub use answers::{
    Answers, Apps, Attributes, Clause, Closed, Collaboration, Leavers, Member, Named, People,
    Source, Topology, Trust, Ways,
};
pub use checklist::{checklist, relation_lines};
pub use codec::{read_answers, write_answers};
pub use configuration::KEPT;
pub use cutoff::{Blast, Cutoff, Traffic, cutoff};
pub use fault::{Fault, TENANTS_MAX, Weight};
pub use fault_sync::vain_filters;
pub use handshake::{Request, mirrored, request};
pub use letter::{is_letter, letter};
pub use line::{CheckLine, Proof, Tick, Todo};
pub use mesh::{Cell, Mesh, Pair, mesh, open_lines};
pub use onboard::{ARCHETYPES, Archetype, Onboarded, Onboarding, Turn, onboard};
pub use proposal::{Asked, Proposal, Staged, State, StepView, introduced, proposal, steps};
#[cfg(test)]
pub use reply::ToldId;
pub use reply::{Reply, filled, reply, take_in};
pub use setup::{Setup, SetupLine, Stage, setup};
#[cfg(test)]
pub use simulate::NAMED_MAX;
pub use simulate::{Forecast, Shift, between, forecast, simulate, unseen};
pub use step::{STEPS, Step};
pub use teardown::{Phase, TeardownLine, teardown};
pub use wish::Duty;

#[cfg(test)]
pub mod tests;
