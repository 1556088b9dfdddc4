//! Mergers: one file a subcommand, one row here.

mod apply;
mod check;
mod new;
pub mod say;
mod simulate;
mod status;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;

use crate::access::Directories;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::why::directories;
use crate::cli::trouble::Trouble;
use crate::domain::Workspace;
use crate::merger::{Answers, introduced, read_answers};
use crate::store::{self, Desk};

/// Answers of a hundred tenants with thousands of names have less.
const ANSWERS_BYTES_MAX: u64 = 16 << 20;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Begin: answers for these tenants, to be changed in a file and applied
    New(new::Args),
    /// Show every question with its answer, what is wrong with it, and what it stages
    Status(status::Args),
    /// Make what is missing for the answers one edit; undo takes it back
    ApplyAnswers(apply::Args),
    /// Show what is done, computed from the settings of both sides
    Checklist(check::Args),
    /// Tell what the answers do to the people of these tenants, before anything is changed
    Simulate(simulate::Args),
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    match args.what {
        What::New(args) => new::perform(args, call),
        What::Status(args) => status::perform(args, call),
        What::ApplyAnswers(args) => apply::perform(args, call),
        What::Checklist(args) => check::perform(args, call),
        What::Simulate(args) => simulate::perform(args, call),
    }
}

/// A workspace, its directories, and the answers that are meant.
pub struct Scene {
    pub desk: Desk,
    pub workspace: Arc<Workspace>,
    /// The same with every tenant of the answers, for their names.
    pub known: Workspace,
    pub directories: Directories,
    pub answers: Answers,
}

impl Scene {
    /// The answers of a file, or those that are kept beside the workspace.
    pub fn of(file: Option<&Path>, call: &mut Call<'_>) -> Result<Self, Trouble> {
        let desk = call.open()?;
        let workspace = Arc::clone(desk.workspace());
        let answers = match file {
            Some(path) => read(path)?,
            None => store::kept_answers(desk.disk().as_ref())?.ok_or_else(|| {
                Trouble::bad("no merger is under way in this workspace; name a file of answers, or begin with `detente merger new`")
            })?,
        };
        if let Some(foreign) = answers.foreign(&workspace) {
            return Err(Trouble::bad(format!("{foreign}; nothing was changed")));
        }
        let tenants: Vec<_> = answers.tenants.iter().map(|member| member.id).collect();
        let (directories, notices) = directories(desk.disk().as_ref(), tenants)?;
        call.notices.extend(notices);
        let known = introduced(&workspace, &answers);
        Ok(Scene { desk, workspace, known, directories, answers })
    }
}

/// Reads a file of answers.
fn read(path: &Path) -> Result<Answers, Trouble> {
    let bytes = store::read_input(path, ANSWERS_BYTES_MAX)?;
    read_answers(&bytes).map_err(|what| {
        Trouble::bad(format!(
            "`{}` is no file of answers: {what}; nothing was changed",
            path.display()
        ))
    })
}

/// A file of answers, as several subcommands take it.
#[derive(Debug, clap::Args)]
pub struct File {
    /// The answers; without it those that are kept in the workspace
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}
