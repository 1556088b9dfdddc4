//! The face without a screen.

use std::process::ExitCode;

use crate::world::World;

/// Runs the command named by the arguments.
pub fn run(_world: World<'_>) -> ExitCode {
    ExitCode::SUCCESS
}
