use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names;
use crate::cli::trouble::Trouble;
use crate::domain::{Cloud, Estate, TenantId};
use crate::merger::{Answers, Member, Topology, Ways, write_answers};
use crate::store;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A tenant that takes part: id, domain or name; one the workspace does not know by its id, or
    /// as ID=NAME
    #[arg(long = "tenant", value_name = "TENANT", required = true)]
    tenants: Vec<String>,
    /// Whose people go where; the first tenant is the middle of a hub, and one way goes from the
    /// first to the second
    #[arg(long, value_enum, default_value_t)]
    topology: Shape,
    /// Leave every question open, instead of answering what most mergers want
    #[arg(long)]
    blank: bool,
    /// Write the answers to a new file, instead of keeping them in the workspace
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the answers that are kept
    #[arg(long)]
    replace: bool,
}

/// The shape, as it is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// Each other's people: both ways between two, a full mesh of more
    #[default]
    All,
    /// People of the first to the second
    OneWay,
    /// People of the others into the first
    HubIn,
    /// People of the first out to the others
    HubOut,
    /// Both between the first and each other
    Hub,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let draft = &desk.workspace().draft;
    let members =
        args.tenants.iter().map(|text| member(draft, text)).collect::<Result<Vec<_>, _>>()?;
    let topology = topology(&args, &members)?;
    let answers = if args.blank {
        Answers { topology: Some(topology), ..Answers::blank(members) }
    } else {
        Answers::recommended(members, topology)
    };
    if let Some(path) = &args.out {
        store::write_new(path, write_answers(&answers).as_bytes())?;
        let path = path.display().to_string();
        if call.is_json() {
            return Ok(Answer::json(&json!({ "written": path })));
        }
        return Ok(Answer::text(format!(
            "answers written to {}; change them there, then `detente merger apply-answers {}`",
            call.look.show(&path),
            call.look.show(&path)
        )));
    }
    let disk = desk.disk();
    if !args.replace && store::kept_answers(disk.as_ref())?.is_some() {
        return Err(Trouble::bad(
            "answers of a merger are kept in this workspace already; nothing was changed, say --replace to begin anew or --out FILE to write elsewhere",
        ));
    }
    store::keep_answers(disk.as_ref(), &answers)?;
    if call.is_json() {
        return Ok(Answer::text(write_answers(&answers)));
    }
    Ok(Answer::text(
        "answers are kept in merger.json of the workspace; `detente merger status` shows what they stage, and --out FILE or --format json gives them as a file",
    ))
}

/// A tenant as it was named.
fn member(draft: &Estate, text: &str) -> Result<Member, Trouble> {
    let (id, told) = text.split_once('=').unwrap_or((text, ""));
    if let Ok(id) = id.trim().parse::<TenantId>() {
        return Ok(draft.tenant(id).map_or_else(
            || Member {
                id,
                name: told.trim().to_owned(),
                cloud: Some(Cloud::Global.word().to_owned()),
                ours: false,
            },
            Member::of,
        ));
    }
    let id = names::tenant(draft, text)?;
    Ok(draft.tenant(id).map_or_else(|| Member { id, ..Member::default() }, Member::of))
}

fn topology(args: &Args, members: &[Member]) -> Result<Topology, Trouble> {
    let [first, second, ..] = members else {
        return Err(Trouble::bad("a merger is of two tenants at least; name each with --tenant"));
    };
    let hub = |ways| Topology::Hub { centre: first.id, ways };
    Ok(match args.topology {
        Shape::All if members.len() == 2 => Topology::BothWays,
        Shape::All => Topology::FullMesh,
        Shape::OneWay if members.len() > 2 => {
            return Err(Trouble::bad("one way is between two tenants; choose a hub for more"));
        }
        Shape::OneWay => Topology::OneWay { home: first.id, resource: second.id },
        Shape::HubIn => hub(Ways::In),
        Shape::HubOut => hub(Ways::Out),
        Shape::Hub => hub(Ways::Both),
    })
}
