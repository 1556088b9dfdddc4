//! Bringing tenants together: from the answers to a dozen questions to edits on every side, to what
//! the sides that are not ours have to do, and to ticks that are computed from state.
//!
//! A *wish* is one thing that shall be so in one tenant ([`Wish`]). Proposal, checklist, set-up of
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
mod mesh;
mod onboard;
mod proposal;
mod reply;
mod sample;
mod setup;
mod step;
mod wish;
mod wishes;

pub use answers::{
    Answers, Apps, Attributes, Clause, Closed, Collaboration, Leavers, Member, Named, People,
    Source, Topology, Trust, Ways,
};
pub use checklist::{CheckLine, Expect, Proof, Tick, Todo, checklist, relation_lines};
pub use codec::{FORMAT, read_answers, write_answers};
pub use configuration::own_id;
pub use cutoff::{Blast, Cutoff, Traffic, cutoff};
pub use fault::{Fault, Weight};
pub use handshake::{Ask, Deed, IdAsked, Party, Request, request};
pub use letter::letter;
pub use mesh::{Cell, Mesh, Pair, mesh, open_lines};
pub use onboard::{ARCHETYPES, Archetype, ArchetypeRow, Onboarded, Onboarding, Turn, onboard};
pub use proposal::{Asked, Proposal, Staged, State, StepView, proposal, steps};
pub use reply::{Reply, TakenIn, ToldId, filled, reply, take_in};
pub use setup::{Setup, SetupLine, Stage, setup};
pub use step::{STEPS, Step, StepRow};
pub use wish::{Duty, Want, Wish};

#[cfg(test)]
mod tests;
