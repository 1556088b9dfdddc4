//! Détente: see, change, rehearse and prove how a tenant trusts other tenants, offline.

mod access;
#[cfg(test)]
mod arbitrary;
mod cli;
mod domain;
mod edit;
mod filter;
mod import;
mod partners;
mod plan;
mod practice;
mod store;
mod text;
mod tui;
mod wire;
mod world;

pub use world::World;

/// Runs the program; the one door of this crate.
pub fn run(world: World<'_>) -> std::process::ExitCode {
    cli::run(world)
}
