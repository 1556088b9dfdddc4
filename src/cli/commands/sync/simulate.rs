use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::Cycle;
use super::person::row_of;
use super::scene::Scene;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::look::Look;
use crate::cli::table::Table;
use crate::cli::trouble::Trouble;
use crate::domain::ObjectId;
use crate::sync::{
    Ask, DAY, DAYS, Inputs, Kind, Lane, Moment, Note, Plan, SCENARIOS, Scenario, State, Timeline,
    event_words, simulate, spoken,
};
use crate::text::{did_you_mean, nearest};

/// Columns of the text.
const WIDTH: usize = 80;

/// Users named in a line.
const NAMED_MAX: usize = 3;

#[derive(Debug, clap::Args)]
#[command(after_help = "`detente sync simulate --list` lists scenarios and events.")]
pub struct Args {
    /// The configuration: its name or id
    #[arg(value_name = "NAME", required_unless_present = "list")]
    name: Option<String>,
    /// What happens
    #[arg(long, value_name = "SCENARIO", required_unless_present_any = ["list", "event"])]
    scenario: Option<String>,
    /// An event instead of a scenario, as `DAY WHAT [VALUE]`; may be given several times
    #[arg(long, value_name = "EVENT", conflicts_with = "scenario")]
    event: Vec<String>,
    /// To whom: object id, sign-in name or display name
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    /// To how many, where it happens to many; as many as stop the job where nothing is said
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// How many days are played
    #[arg(long, value_name = "DAYS", default_value_t = DAYS, value_parser = clap::value_parser!(u64).range(1..=366))]
    days: u64,
    /// The first cycle
    #[arg(long, value_enum, default_value_t)]
    mode: Cycle,
    /// List the scenarios
    #[arg(long)]
    list: bool,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    if args.list {
        return Ok(list(call));
    }
    let scenario = args.scenario.as_deref().map(named).transpose()?;
    let scene = Scene::of(args.name.as_deref().unwrap_or_default(), call)?;
    let engine = scene.engine(args.mode.mode());
    let user = match &args.user {
        Some(text) => Some(scene.source.id(row_of(&scene.source, text)?)),
        None => None,
    };
    let (title, plan) = match scenario {
        Some(scenario) => played(scenario, &args, user, engine.inputs())?,
        None => ("events".to_owned(), typed(&args, user)?),
    };
    let timeline = simulate(engine.inputs(), &plan);
    scene.tell(&engine, call);
    if call.is_json() {
        let name = scenario.map(|scenario| scenario.name);
        return Ok(Answer::json(&whole_json(&scene, name, &timeline)));
    }
    Ok(Answer::text(text(&scene, &title, &timeline, call.look)))
}

/// A scenario by name, made for somebody.
fn played(
    scenario: &Scenario,
    args: &Args,
    user: Option<ObjectId>,
    inputs: &Inputs<'_>,
) -> Result<(String, Plan), Trouble> {
    let name = scenario.name;
    if args.count.is_some() && !scenario.is_mass {
        let why = "happens to one user; `--count` is for those that happen to many";
        return Err(Trouble::usage(&format!("`{name}` {why}")));
    }
    if user.is_none() && !scenario.is_mass {
        let why = "happens to one user; name the user with `--user`";
        return Err(Trouble::usage(&format!("`{name}` {why}")));
    }
    let ask = Ask { user, count: args.count, days: Some(args.days) };
    let plan = scenario.plan(inputs, &ask).map_err(Trouble::bad)?;
    Ok((format!("{name}: {}", scenario.about), plan))
}

/// Events as they were typed.
fn typed(args: &Args, user: Option<ObjectId>) -> Result<Plan, Trouble> {
    let events = args.event.iter().map(|text| spoken(text, user));
    let events: Vec<_> =
        events.collect::<Result<_, String>>().map_err(|fault| Trouble::usage(&fault))?;
    Ok(Plan { users: user.into_iter().collect(), events, days: args.days })
}

fn named(name: &str) -> Result<&'static Scenario, Trouble> {
    Scenario::named(name.trim()).ok_or_else(|| {
        let names = SCENARIOS.iter().map(|one| one.name);
        let hint = did_you_mean(&nearest(name, names, 3));
        Trouble::bad(format!(
            "no scenario is called `{name}`{hint}; `detente sync simulate --list` lists them"
        ))
    })
}

fn list(call: &Call<'_>) -> Answer {
    if call.is_json() {
        let list = SCENARIOS.iter().map(
            |one| json!({ "name": one.name, "about": one.about, "happensToMany": one.is_mass }),
        );
        let events = event_words()
            .map(|(word, value, about)| json!({ "name": word, "value": value, "about": about }));
        return Answer::json(&json!({
            "scenarios": list.collect::<Vec<_>>(),
            "events": events.collect::<Vec<_>>(),
        }));
    }
    let mut table = Table::new(call.look, &["SCENARIO", "WHAT HAPPENS"]);
    for one in SCENARIOS {
        table.row([one.name.to_owned(), one.about.to_owned()]);
    }
    let mut events = Table::new(call.look, &["EVENT", "WHAT HAPPENS"]);
    for (word, value, about) in event_words() {
        events.row([format!("{word} {value}").trim().to_owned(), about.to_owned()]);
    }
    Answer::text(format!("{}\n{}", table.text(), events.text()))
}

fn whole_json(scene: &Scene, scenario: Option<&str>, timeline: &Timeline) -> Value {
    json!({
        "configuration": scene.configuration.display_name,
        "scenario": scenario,
        "days": timeline.end / DAY,
        "cycles": timeline.cycles,
        "assumed": timeline.assumed,
        "moments": timeline.moments.iter().map(moment_json).collect::<Vec<_>>(),
        "users": timeline.lanes.iter().map(lane_json).collect::<Vec<_>>(),
    })
}

fn moment_json(one: &Moment) -> Value {
    let changes = one.changes.iter().map(|change| {
        json!({
            "attribute": change.attribute,
            "before": change.before,
            "after": change.after,
            "mapping": change.mapping,
            "note": change.note.map(Note::word),
        })
    });
    json!({
        "minute": one.at,
        "untilMinute": one.until,
        "cycle": one.cycle,
        "lastCycle": one.last,
        "kind": one.kind.word(),
        "what": one.word,
        "sourceIds": one.who.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "from": one.from.words().0,
        "to": one.to.words().0,
        "code": Some(one.code).filter(|code| !code.is_empty()),
        "because": one.because,
        "certainty": one.certainty.word(),
        "changes": changes.collect::<Vec<_>>(),
        "doubts": one.doubts,
    })
}

fn lane_json(lane: &Lane) -> Value {
    let spans = lane.spans.iter().map(|span| {
        json!({
            "fromMinute": span.from,
            "untilMinute": span.until,
            "state": span.state.words().0,
            "targetId": span.target.map(|id| id.to_string()),
        })
    });
    json!({
        "sourceId": lane.who.to_string(),
        "userPrincipalName": lane.name,
        "states": spans.collect::<Vec<_>>(),
    })
}

fn text(scene: &Scene, about: &str, timeline: &Timeline, look: Look) -> String {
    let mut out = String::new();
    let title = scene.title();
    paragraph(&mut out, "", &look.show(&title));
    paragraph(&mut out, "", about);
    for words in &timeline.assumed {
        paragraph(&mut out, "", &format!("assumed: {words}"));
    }
    let names: BTreeMap<_, &str> =
        timeline.lanes.iter().map(|lane| (lane.who, lane.name.as_str())).collect();
    for one in &timeline.moments {
        moment_text(&mut out, one, &names, look);
    }
    out.push_str(&ends(timeline, look));
    out
}

fn moment_text(out: &mut String, one: &Moment, names: &BTreeMap<ObjectId, &str>, look: Look) {
    if one.kind == Kind::Quiet {
        let (first, last) = (one.cycle.unwrap_or_default(), one.last.unwrap_or_default());
        let line = match first == last {
            true => format!("{}, cycle {first}: nothing", one.clock()),
            false => format!("{}, cycles {first} to {last}: nothing", one.clock()),
        };
        paragraph(out, "", &line);
        return;
    }
    let mut head = one.clock();
    if let Some(cycle) = one.cycle {
        let _memory = write!(head, ", cycle {cycle}");
    }
    let becomes = one.becomes("->");
    let rest = match (one.kind, &becomes) {
        (Kind::Event, _) => one.because.clone(),
        (Kind::Job, _) => format!("the job, {}", one.word),
        (Kind::Action | Kind::Quiet, None) => one.word.to_owned(),
        (Kind::Action | Kind::Quiet, Some(becomes)) => format!("{}; {becomes}", one.word),
    };
    paragraph(out, "", &look.show(&format!("{head}: {rest}")));
    if let (Kind::Event, Some(becomes)) = (one.kind, &becomes) {
        paragraph(out, "  ", becomes);
    }
    if names.len() > 1 && !one.who.is_empty() {
        let named: Vec<&str> =
            one.who.iter().take(NAMED_MAX).filter_map(|id| names.get(id).copied()).collect();
        let more = if one.who.len() > NAMED_MAX { ", and more" } else { "" };
        let who = match one.who.len() {
            1 => named.join(", "),
            count => format!("{count} users: {}{more}", named.join(", ")),
        };
        paragraph(out, "  ", &look.show(&who));
    }
    for line in one.why().iter().chain(&one.written()).chain(&one.doubts) {
        paragraph(out, "  ", &look.show(line));
    }
}

/// Where everybody stands at last.
fn ends(timeline: &Timeline, look: Look) -> String {
    let mut out = String::new();
    let head = format!("after {} days and {} cycles", timeline.end / DAY, timeline.cycles);
    if let [lane] = timeline.lanes.as_slice() {
        let state = lane.end().words().1;
        paragraph(&mut out, "", &format!("{head}: {}: {state}", look.show(&lane.name)));
        return out;
    }
    let mut counts: BTreeMap<State, u64> = BTreeMap::new();
    for lane in &timeline.lanes {
        *counts.entry(lane.end()).or_default() += 1;
    }
    let list = counts.iter().map(|(state, count)| format!("{count} {}", state.words().1));
    paragraph(&mut out, "", &format!("{head}: {}", list.collect::<Vec<_>>().join("; ")));
    out
}

/// Words in lines of 80 columns; the lines after the first stand two columns in.
pub fn paragraph(out: &mut String, indent: &str, text: &str) {
    let mut line = indent.to_owned();
    let mut is_empty = true;
    for word in text.split(' ') {
        if !is_empty && line.width() + 1 + word.width() > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line = format!("{indent}  ");
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}
