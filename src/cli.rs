//! The face without a screen: arguments in, an answer out, an exit code.
//!
//! A command is a file under `commands` and a row in its table. It gets a [`call::Call`] and gives
//! an [`answer::Answer`] or a [`trouble::Trouble`]; only this file writes to the streams.

mod answer;
mod call;
mod commands;
mod describe;
mod drafted;
mod look;
mod names;
mod people;
mod reach;
mod remedy;
mod setpath;
mod setvalue;
mod table;
mod traffic;
mod trouble;
mod verdicts;
mod view;

use std::io::{self, ErrorKind, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use clap::{CommandFactory, Parser};

use self::answer::Answer;
use self::call::{Call, Globals};
use self::commands::Command;
use self::look::Look;
use self::trouble::{BUG, DISK, Trouble};
use crate::world::World;

/// See, change, rehearse and prove how a Microsoft Entra tenant trusts other tenants, offline.
///
/// Without a command the workspace opens full screen. Nothing here ever talks to a tenant:
/// detente reads what was exported and writes what can be read before it is run.
#[derive(Debug, Parser)]
#[command(name = "detente", version, max_term_width = 100)]
struct Line {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The whole command line, for the manual and for completions.
fn grammar() -> clap::Command {
    Line::command()
}

/// Runs the command named by the arguments.
pub fn run(world: World<'_>) -> ExitCode {
    let actor = world.actor();
    let World { args, env, out, err, terminal, now } = world;
    let json = wants_json(&args);
    let line = Line::try_parse_from(&args);
    let globals = line.as_ref().map(|line| line.globals.clone()).unwrap_or_default();
    let look = Look::of(args.iter().any(|arg| arg == "--ascii"), env);
    let mut port = Port { out, err, look, json };
    let line = match line {
        Ok(line) => line,
        Err(fault) => return port.say_clap(&fault),
    };
    let out = &mut *port.out;
    let mut call = Call { globals, env, terminal, now, actor, look, notices: Vec::new(), out };
    let command = line.command.unwrap_or_else(Command::open);
    let done = guarded(|| command.perform(&mut call));
    let notices = std::mem::take(&mut call.notices);
    for notice in &notices {
        port.say_notice(notice);
    }
    match done {
        Ok(answer) => port.say(&answer),
        Err(trouble) => port.say_trouble(&trouble),
    }
}

/// Whether programs read what is said. Asked before the arguments are understood, because a fault
/// in them is to be said in the right form as well.
fn wants_json(args: &[std::ffi::OsString]) -> bool {
    let mut before = None;
    args.iter().any(|arg| {
        let found = arg == "--format=json" || (before == Some("--format") && arg == "json");
        before = arg.to_str();
        found
    })
}

/// Lets a bug end in a sentence: the panic is caught, and where it was is kept.
fn guarded(act: impl FnOnce() -> Result<Answer, Trouble>) -> Result<Answer, Trouble> {
    let place = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&place);
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |about| {
        let text = about.location().map(|at| format!("{}:{}", at.file(), at.line()));
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = text.unwrap_or_default();
    }));
    let done = panic::catch_unwind(AssertUnwindSafe(act));
    panic::set_hook(before);
    done.unwrap_or_else(|_| {
        let place = place.lock().unwrap_or_else(PoisonError::into_inner);
        Err(Trouble::of(
            BUG,
            format!("this is a bug in detente, at {place}; every edit that was confirmed is kept"),
        ))
    })
}

/// Both streams, and how to write on them.
struct Port<'w> {
    out: &'w mut dyn Write,
    err: &'w mut dyn Write,
    look: Look,
    json: bool,
}

impl Port<'_> {
    fn say(&mut self, answer: &Answer) -> ExitCode {
        match send(self.out, answer.body.as_bytes()) {
            Ok(()) => ExitCode::from(answer.exit),
            // Whoever read it has enough, as `head` does.
            Err(fault) if fault.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(fault) => self.say_trouble(&Trouble::of(
                DISK,
                format!("cannot write the answer: {fault}; what the command did is done"),
            )),
        }
    }

    fn say_trouble(&mut self, trouble: &Trouble) -> ExitCode {
        let text = if self.json { trouble.to_json() } else { trouble.to_text(self.look) };
        // When nobody can read why, the exit code still says it.
        let _unheard = send(self.err, text.as_bytes());
        ExitCode::from(trouble.exit)
    }

    fn say_notice(&mut self, notice: &str) {
        let text = if self.json {
            format!("{}\n", crate::wire::ascii(serde_json::json!({ "notice": notice }).to_string()))
        } else {
            format!("note: {}\n", self.look.show(notice))
        };
        let _unheard = send(self.err, text.as_bytes());
    }

    /// Help and version are answers, everything else is a fault in the arguments.
    fn say_clap(&mut self, fault: &clap::Error) -> ExitCode {
        let lines: Vec<String> =
            fault.to_string().lines().map(|line| self.look.show(line).into_owned()).collect();
        if fault.use_stderr() {
            let text = lines.join("\n");
            return self.say_trouble(&Trouble::usage(text.trim_start_matches("error: ")));
        }
        self.say(&Answer::text(lines.join("\n")))
    }
}

fn send(stream: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes)?;
    stream.flush()
}

#[cfg(test)]
mod tests;
