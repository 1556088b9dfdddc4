use std::fmt::Write;
use std::sync::Arc;

use ratatui::crossterm::terminal;
use serde_json::{Map, Value, json};

use crate::cli::answer::Answer;
use crate::cli::call::{Call, disk, place};
use crate::cli::look::{Sign, locale};
use crate::cli::table::Table;
use crate::cli::trouble::{DISK, REFUSED, Trouble};
use crate::store::{Disk, Fault, Folder, examine};

#[derive(Debug, clap::Args)]
pub struct Args {}

/// One line of the report.
struct Line {
    name: &'static str,
    value: Value,
    sign: Sign,
}

pub fn perform(_args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let mut report = Report { lines: Vec::new(), exit: 0 };
    terminal(call, &mut report);
    workspace(call, &mut report)?;
    let Report { lines, exit } = report;
    if call.is_json() {
        let object: Map<String, Value> =
            lines.into_iter().map(|line| (line.name.to_owned(), line.value)).collect();
        return Ok(Answer { exit, ..Answer::json(&json!(object)) });
    }
    let look = call.look;
    let mut table = Table::bare(look);
    let mut long = String::new();
    for Line { name, value, sign } in lines {
        let words = match &value {
            Value::Null => "not set".to_owned(),
            Value::String(text) => look.show(text).into_owned(),
            Value::Array(items) => {
                for item in items {
                    let text = item.as_str().unwrap_or_default();
                    let _memory = writeln!(long, "{name}: {}", look.show(text));
                }
                if items.is_empty() { "none".to_owned() } else { format!("{}, below", items.len()) }
            }
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            other => other.to_string(),
        };
        table.row([look.sign(sign).to_owned(), name.to_owned(), words]);
    }
    Ok(Answer { exit, ..Answer::text(format!("{}{long}", table.text())) })
}

struct Report {
    lines: Vec<Line>,
    exit: u8,
}

impl Report {
    fn say(&mut self, name: &'static str, value: Value) {
        self.lines.push(Line { name, value, sign: Sign::Yes });
    }

    fn check(&mut self, name: &'static str, value: Value, fine: bool) {
        let sign = if fine { Sign::Yes } else { Sign::No };
        self.lines.push(Line { name, value, sign });
    }

    fn fail(&mut self, exit: u8) {
        self.exit = self.exit.max(exit);
    }
}

fn terminal(call: &Call<'_>, report: &mut Report) {
    report.say("version", json!(env!("CARGO_PKG_VERSION")));
    report.say("terminal", json!(call.terminal));
    for name in ["TERM", "COLORTERM", "NO_COLOR"] {
        report.say(name, json!((call.env)(name)));
    }
    report.say("locale", json!(locale(call.env)));
    report.say("characters", json!(if call.look.ascii { "ASCII" } else { "Unicode" }));
    let size = terminal::size().ok().filter(|_| call.terminal);
    report.say("size", json!(size.map(|(wide, high)| format!("{wide} x {high}"))));
    let colour = match supports_color::on(supports_color::Stream::Stdout) {
        None => "none",
        Some(level) if level.has_16m => "16 million",
        Some(level) if level.has_256 => "256",
        Some(_) => "16",
    };
    report.say("colours", json!(colour));
}

fn workspace(call: &mut Call<'_>, report: &mut Report) -> Result<(), Trouble> {
    let folder = call.folder()?;
    let folder = disk(&folder)?;
    report.say("workspace", json!(place(&folder)));
    let mut desk =
        match crate::store::Desk::open(Arc::new(disk(place(&folder).as_ref())?), &call.owner()) {
            Ok(desk) => desk,
            Err(Fault::Missing(_)) => {
                report.say("state", json!("there is no workspace yet; `detente init` makes one"));
                return Ok(());
            }
            Err(fault) => {
                report.fail(if matches!(fault, Fault::Disk { .. }) { DISK } else { REFUSED });
                report.check("state", json!(fault.to_string()), false);
                return Ok(());
            }
        };
    report.say("state", json!("opened"));
    let notices = desk.take_notices();
    if !notices.is_empty() {
        report.fail(REFUSED);
    }
    let fine = notices.is_empty();
    report.check("found at opening", json!(notices), fine);
    report.say("revision", json!(desk.revision()));
    let health = examine(&folder, desk.workspace())?;
    report.say("journal lines", json!(health.lines));
    let whole = health.broken.is_none();
    let chain = health.broken.unwrap_or_else(|| "whole".to_owned());
    report.check("journal chain", json!(chain), whole);
    let intact = health.observed.is_empty();
    report.check("damaged observed files", json!(health.observed), intact);
    report.say("sign-in logs", json!(health.logs));
    let sound = health.damaged_logs.is_empty();
    report.check("damaged sign-in logs", json!(health.damaged_logs), sound);
    if !whole || !intact || !sound {
        report.fail(REFUSED);
    }
    exposed(&folder, report);
    Ok(())
}

fn exposed(folder: &Folder, report: &mut Report) {
    match folder.exposed() {
        Ok(found) => {
            let fine = found.is_empty();
            report.check("open to others", json!(found), fine);
        }
        Err(fault) => {
            report.fail(DISK);
            let text = format!("cannot read `{}`: {fault}", folder.place(""));
            report.check("open to others", json!(text), false);
        }
    }
}
