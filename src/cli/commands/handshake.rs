use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;
use serde_json::json;

use super::merger::Scene;
use super::set::said;
use super::why::directories;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names::{self, name_of};
use crate::cli::trouble::Trouble;
use crate::domain::{Ownership, TenantId, Workspace};
use crate::merger::{Answers, Reply, Request, letter, reply, request};
use crate::store;

/// Requests and answers of the largest mergers have less.
const BYTES_MAX: u64 = 16 << 20;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write down what they have to do, in which order, and which ids we need from them
    Request {
        /// Whom to ask: a tenant of the merger that is not ours
        #[arg(value_name = "TENANT")]
        to: String,
        /// Our tenant; may be left out when one of ours takes part
        #[arg(long, value_name = "TENANT")]
        tenant: Option<String>,
        /// The answers; without it those that are kept in the workspace
        #[arg(long, value_name = "FILE")]
        answers: Option<PathBuf>,
        /// Write the request to a new file, as JSON that can be answered
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Answer a request that came to us, from what we exported last
    Reply {
        /// The request
        #[arg(value_name = "REQUEST")]
        request: PathBuf,
        /// Tell what is drafted, not what was exported
        #[arg(long)]
        draft: bool,
        /// Write the answer to a new file
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Take an answer in: their settings become known, their ids go to the address book
    Answer {
        /// The answer
        #[arg(value_name = "ANSWER")]
        answer: PathBuf,
        /// The request it has to answer
        #[arg(long, value_name = "REQUEST")]
        request: Option<PathBuf>,
    },
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    match args.what {
        What::Request { to, tenant, answers, out } => {
            ask(&to, tenant.as_deref(), answers.as_deref(), out.as_deref(), call)
        }
        What::Reply { request, draft, out } => answer_it(&request, draft, out.as_deref(), call),
        What::Answer { answer, request } => take(&answer, request.as_deref(), call),
    }
}

fn ask(
    to: &str,
    tenant: Option<&str>,
    answers: Option<&Path>,
    out: Option<&Path>,
    call: &mut Call<'_>,
) -> Result<Answer, Trouble> {
    let scene = Scene::of(answers, call)?;
    let draft = &scene.workspace.draft;
    let to = named(&scene.workspace, &scene.answers, to)?;
    if scene.answers.member(to).is_none_or(|member| member.ours) {
        return Err(Trouble::bad(format!(
            "{} is ours or takes no part; what is ours is made by `detente merger apply-answers`",
            name_of(draft, to)
        )));
    }
    let ours = scene.answers.tenants.iter().filter(|one| one.ours).map(|one| one.id);
    let from = match (tenant, ours.collect::<Vec<TenantId>>().as_slice()) {
        (Some(text), _) => names::owner(draft, Some(text))?,
        (None, [one]) => *one,
        (None, _) => {
            return Err(Trouble::bad(
                "several tenants of ours take part; say which asks with --tenant",
            ));
        }
    };
    let request = request(&scene.workspace, &scene.answers, from, to).map_err(Trouble::bad)?;
    let file = request.write();
    if let Some(path) = out {
        store::write_new(path, file.as_bytes())?;
        return Ok(written(call, path, &request.mark()));
    }
    Ok(Answer::text(if call.is_json() { file } else { letter(&request) }))
}

/// A tenant of the answers, which the workspace need not know yet.
fn named(workspace: &Workspace, answers: &Answers, text: &str) -> Result<TenantId, Trouble> {
    let wanted = text.trim().to_lowercase();
    let told = answers
        .tenants
        .iter()
        .find(|one| one.id.to_string() == wanted || one.name.to_lowercase() == wanted);
    told.map_or_else(|| names::tenant(&workspace.draft, text), |one| Ok(one.id))
}

fn written(call: &Call<'_>, path: &Path, mark: &str) -> Answer {
    let path = path.display().to_string();
    if call.is_json() {
        return Answer::json(&json!({ "written": path, "sha256": mark }));
    }
    Answer::text(format!("written to {}, mark {mark}", call.look.show(&path)))
}

fn read<T>(path: &Path, what: &str, read: fn(&[u8]) -> Result<T, String>) -> Result<T, Trouble> {
    let bytes = store::read_input(path, BYTES_MAX)?;
    read(&bytes).map_err(|why| {
        Trouble::bad(format!("`{}` is no {what}: {why}; nothing was changed", path.display()))
    })
}

fn answer_it(
    path: &Path,
    draft: bool,
    out: Option<&Path>,
    call: &mut Call<'_>,
) -> Result<Answer, Trouble> {
    let request = read(path, "request", Request::read)?;
    let desk = call.open()?;
    let workspace = Arc::clone(desk.workspace());
    let us = request.to.id;
    let (directories, notices) = directories(desk.disk().as_ref(), [us])?;
    call.notices.extend(notices);
    let estate = if draft { workspace.draft.clone() } else { workspace.observed_estate() };
    let directory = directories.get(&us).map(AsRef::as_ref);
    let told =
        reply(&workspace, &estate, directory, &request, &call.actor).map_err(Trouble::bad)?;
    let open = request.ids.len() - told.ids.len();
    if open > 0 {
        call.notices.push(format!(
            "{open} of the ids that are asked for are not in our directory under that name, or stand there twice; fill them in by hand"
        ));
    }
    let file = told.write();
    if let Some(path) = out {
        store::write_new(path, file.as_bytes())?;
        return Ok(written(call, path, &told.in_reply_to));
    }
    Ok(Answer::text(file))
}

fn take(path: &Path, asked: Option<&Path>, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let told = read(path, "answer to a handshake", Reply::read)?;
    if let Some(asked) = asked {
        let request = read(asked, "request", Request::read)?;
        if request.mark() != told.in_reply_to {
            return Err(Trouble::bad(format!(
                "`{}` answers the request {}, not `{}`; nothing was changed",
                path.display(),
                told.in_reply_to.escape_debug(),
                asked.display()
            )));
        }
    }
    let mut desk = call.open()?;
    let stamp = call.stamp();
    let (applied, notices) = store::take_answer(&mut desk, &stamp, &told)?;
    call.hear(&mut desk);
    call.notices.extend(notices);
    let is_known = |tenant: &crate::domain::Tenant| tenant.ownership == Ownership::Theirs;
    debug_assert!(desk.workspace().draft.tenant(told.from.id).is_some_and(is_known));
    Ok(said(call, &applied, desk.revision(), "", "undo with `detente undo`"))
}
