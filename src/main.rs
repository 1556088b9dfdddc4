//! Builds the real world and runs the program in it.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

fn main() -> ExitCode {
    let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let now = || jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let (mut out, mut err) = (io::stdout(), io::stderr());
    detente::run(detente::World {
        args: std::env::args_os().collect(),
        env: &env,
        out: &mut out,
        err: &mut err,
        terminal,
        now: &now,
    })
}
