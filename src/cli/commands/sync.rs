//! Cross-tenant synchronization: one file a verb.

mod eval;

use clap::Subcommand;

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::trouble::Trouble;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Evaluate the expression of an attribute mapping for one user
    Eval(eval::Args),
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    match args.what {
        What::Eval(args) => eval::perform(args, call),
    }
}
