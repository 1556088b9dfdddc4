//! Cross-tenant synchronisation: one file a subcommand, one row here.

mod eval;
pub mod list;
mod new;
mod person;
mod preview;
mod scene;
mod setup;
mod teardown;

pub use scene::previewed;

use clap::{Subcommand, ValueEnum};

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::trouble::Trouble;
use crate::sync::Mode;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Evaluate the expression of an attribute mapping for one user
    Eval(eval::Args),
    /// Make a configuration from the default template or from an exported schema
    New(new::Args),
    /// List the configurations
    List,
    /// Tell what a cycle would do with every user of the source
    Preview(preview::Args),
    /// Tell the same of one user, in the five steps of provisioning on demand
    Person(person::Args),
    /// Show how far the set-up of a configuration is on both sides, and whose work the rest is
    Setup(setup::Args),
    /// Show how a synchronisation is ended so that nobody is left behind, step by step with days
    Teardown(teardown::Args),
}

/// Which cycle, as it is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Cycle {
    /// The first: nobody in the target is managed yet
    #[default]
    Initial,
    /// A later one: whoever is found in the target is taken as managed
    Incremental,
}

impl Cycle {
    fn mode(self) -> Mode {
        match self {
            Cycle::Initial => Mode::Initial,
            Cycle::Incremental => Mode::Incremental,
        }
    }
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    match args.what {
        What::Eval(args) => eval::perform(args, call),
        What::New(args) => new::perform(args, call),
        What::List => list::perform(call),
        What::Preview(args) => preview::perform(args, call),
        What::Person(args) => person::perform(args, call),
        What::Setup(args) => setup::perform(args, call),
        What::Teardown(args) => teardown::perform(args, call),
    }
}
