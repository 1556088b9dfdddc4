use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};

use super::findings;
use super::simulate::paragraph;
use super::{GateArg, OneCycle};
use serde_json::{Value, json};

use super::scene::{self, Scene, behind, exit, failing, job_json, summary_json};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::look::{Look, Sign};
use crate::cli::table::Table;
use crate::cli::trouble::{DISK, Trouble};
use crate::domain::SyncConfiguration;
use crate::sync::{
    Action, Engine, Job, JobVerdict, Judged, Mode, PACE_PAGE, Pace, Peril, Preview, Summary,
};
use crate::wire::ascii;

/// Users named for each action and reason.
const NAMED_MAX: u64 = 3;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    of: OneCycle,
    #[command(flatten)]
    gate: GateArg,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let scene = Scene::of(&args.of.name, call)?;
    let engine = scene.engine(args.of.mode.mode());
    let preview = behind(&engine, args.gate.gate())?;
    scene.tell(&engine, call);
    scene.tell_beside(call);
    let perils = scene::perils(&engine, &preview)?;
    let exit = exit(&preview);
    if call.is_json() {
        return match stream(&scene, &engine, (&preview, &perils), call.out) {
            // Whoever read it has enough, as `head` does.
            Err(fault) if fault.kind() != ErrorKind::BrokenPipe => Err(Trouble::of(
                DISK,
                format!("cannot write the answer: {fault}; nothing in the workspace was changed"),
            )),
            Ok(()) | Err(_) => Ok(Answer { exit, ..Answer::default() }),
        };
    }
    let mut out = text(&scene, &engine, &preview, call.look)?;
    out.push_str(&perils_text(&perils, call.look));
    out.push_str(&findings::text(&scene.faults(&engine), call.look));
    Ok(Answer { exit, ..Answer::text(out) })
}

/// Written user by user: a directory of a million makes a gigabyte.
fn stream(
    scene: &Scene,
    engine: &Engine<'_>,
    (preview, perils): (&Preview, &[Peril]),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    let summary = ascii(summary_json(&preview.summary).to_string());
    let job = ascii(job_json(&preview.job).to_string());
    let findings = ascii(findings::json(&scene.faults(engine)).to_string());
    let risks = ascii(perils.iter().map(peril_json).collect::<Value>().to_string());
    write!(
        out,
        "{{\n  \"summary\": {summary},\n  \"job\": {job},\n  \"letThrough\": {},\n  \"findings\": {findings},\n  \"risks\": {risks},\n  \"users\": [",
        preview.is_let_through
    )?;
    for row in 0..preview.users.len() {
        let comma = if row == 0 { "" } else { "," };
        let user = ascii(scene.user(engine, preview, row).to_string());
        write!(out, "{comma}\n    {user}")?;
    }
    out.write_all(b"\n  ]\n}\n")?;
    out.flush()
}

fn peril_json(one: &Peril) -> Value {
    json!({
        "attribute": one.attribute,
        "mapping": one.mapping,
        "rule": one.rule,
        "text": one.text,
        "certainty": one.certainty.word(),
        "source": one.source,
        "users": one.users,
    })
}

/// The mappings at risk, a paragraph each.
fn perils_text(perils: &[Peril], look: Look) -> String {
    let mut out = String::new();
    if !perils.is_empty() {
        out.push_str("mappings at risk:\n");
    }
    for one in perils {
        let sign = look.sign(Sign::Unknown);
        let line = format!("{sign} {}", one.words());
        let _memory = writeln!(out, "{}\n    {}", look.show(&line), one.source);
    }
    out
}

fn text(
    scene: &Scene,
    engine: &Engine<'_>,
    preview: &Preview,
    look: Look,
) -> Result<String, Trouble> {
    let mut out = format!("{}\n", look.show(&scene.title()));
    out.push_str(&job_text(&preview.job, &scene.configuration, look));
    out.push_str(&pace_text(&preview.job.pace, engine.inputs().mode));
    if preview.is_let_through {
        let all = counts(&preview.summary);
        let _memory = writeln!(out, "users, were the job let through: {all}");
    } else {
        let _memory = writeln!(out, "users: {}", counts(&preview.summary));
    }
    if let Some(free) = preview.if_let_through.as_ref().filter(|_| !preview.is_let_through) {
        let _memory =
            writeln!(out, "were the job let through: {} (--let-through tells who)", counts(free));
        if free.of(Action::Fail) > 0 {
            let failing = failing(engine)?;
            out.push_str("who fails then:\n");
            out.push_str(&kinds(scene, failing.iter().map(|(row, user)| (*row, user)), look));
            out.push_str("and now:\n");
        }
    }
    out.push_str(&kinds(scene, preview.users.iter().enumerate(), look));
    Ok(out)
}

/// What becomes of users and why, a line for each kind, with some of them by name.
fn kinds<'u>(
    scene: &Scene,
    users: impl Iterator<Item = (usize, &'u Judged)>,
    look: Look,
) -> String {
    let mut kinds: BTreeMap<_, (String, u64, Vec<&str>)> = BTreeMap::new();
    for (row, user) in users {
        let kind = kinds.entry((user.action, user.reason, user.certainty));
        let (_, count, named) = kind.or_insert_with(|| (user.because(), 0, Vec::new()));
        *count += 1;
        if *count <= NAMED_MAX {
            named.extend(scene.source.named(row, "userPrincipalName").text());
        }
    }
    let mut table = Table::new(look, &["ACTION", "USERS", "CERTAINTY", "BECAUSE"]);
    for ((action, _, certainty), (because, count, named)) in kinds {
        let more = if count > NAMED_MAX { ", and more" } else { "" };
        table.row([
            action.word().to_owned(),
            count.to_string(),
            certainty.word().to_owned(),
            look.show(&format!("{because} ({}{more})", named.join(", "))).into_owned(),
        ]);
    }
    table.text()
}

/// The job of a configuration, in lines.
pub fn job_text(job: &Job, of: &SyncConfiguration, look: Look) -> String {
    let sign = look.sign(match job.verdict {
        JobVerdict::Runs => Sign::Yes,
        JobVerdict::Blocked | JobVerdict::Quarantined => Sign::No,
        JobVerdict::Unknown => Sign::Unknown,
    });
    let mut out = match job.verdict {
        JobVerdict::Runs => format!("{sign} {}\n", job.verdict.of_job(of)),
        other => format!("{sign} the job: {}\n", other.word()),
    };
    for line in &job.because {
        let _memory = writeln!(out, "  {}", look.show(line));
    }
    let threshold = job.threshold.map_or("never".to_owned(), |most| format!("at {most}"));
    let _memory = writeln!(
        out,
        "deletions {} (stops {threshold}), licences {} ({} each, in the source)",
        job.deletions, job.licences, job.pace.licence
    );
    out
}

/// How long cycles take and where that is written, in lines.
pub fn pace_text(pace: &Pace, mode: Mode) -> String {
    let mut out = String::new();
    paragraph(&mut out, "", &pace.first_words());
    paragraph(&mut out, "", &pace.later_words(mode == Mode::Incremental));
    let _memory = writeln!(out, "    {PACE_PAGE}");
    out
}

fn counts(summary: &Summary) -> String {
    let some = Action::ALL.iter().filter(|one| summary.of(**one) > 0);
    let list: Vec<String> =
        some.map(|one| format!("{} {}", one.word(), summary.of(*one))).collect();
    if list.is_empty() { "none".to_owned() } else { list.join(", ") }
}
