//! Cross-tenant synchronisation: one file a subcommand, one row here.

mod eval;
mod export;
mod findings;
mod forecast;
mod groups;
mod invite;
pub mod list;
mod new;
mod person;
mod preview;
mod remove;
mod scene;
mod set;
mod setup;
mod simulate;
mod teardown;
mod together;

pub use scene::previewed;

use clap::{Subcommand, ValueEnum};

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::trouble::Trouble;
use crate::sync::{Mode, PolicyGate};

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
    /// Change scope, mappings, actions, the brake on deletions, or whom to tell
    #[command(after_long_help = set::HELP)]
    Set(Box<set::Args>),
    /// Take a configuration out; accounts in the target stay as they are
    Remove(remove::Args),
    /// Write the schema, the job or the switches in Graph's shape
    Export(export::Args),
    /// Write the list for inviting the same people by hand, to compare both ways
    Invite(invite::Args),
    /// Tell what a cycle would do with every user of the source
    Preview(preview::Args),
    /// Tell the same of one user, in the five steps of provisioning on demand
    Person(person::Args),
    /// Tell what becomes of the assigned groups themselves, and of whom they hold
    Groups(OneCycle),
    /// Look at all configurations of one pair of tenants together: who is in the scope of two, who moves
    Together(together::Args),
    /// Tell what is to be known before a job runs or ends: limits, groups, what stays behind
    Forecast(OneCycle),
    /// Play what happens to users over days: somebody leaves, comes back, is blocked or renamed
    Simulate(simulate::Args),
    /// Show how far the set-up of a configuration is on both sides, and whose work the rest is
    Setup(setup::Args),
    /// Show how a synchronisation is ended so that nobody is left behind, step by step with days
    Teardown(teardown::Args),
}

/// One cycle of one configuration.
#[derive(Debug, clap::Args)]
struct OneCycle {
    /// The configuration: its name or id
    #[arg(value_name = "NAME")]
    name: String,
    /// Which cycle
    #[arg(long, value_enum, default_value_t)]
    mode: Cycle,
}

/// What the policy gate does, as it is typed.
#[derive(Debug, clap::Args)]
struct GateArg {
    /// Where the policies of the two sides stop the job: what would become of everybody without that
    #[arg(long)]
    let_through: bool,
}

impl GateArg {
    fn gate(&self) -> PolicyGate {
        if self.let_through { PolicyGate::LetThrough } else { PolicyGate::Kept }
    }
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
        What::Set(args) => set::perform(*args, call),
        What::Remove(args) => remove::perform(args, call),
        What::Export(args) => export::perform(args, call),
        What::Invite(args) => invite::perform(args, call),
        What::Preview(args) => preview::perform(args, call),
        What::Person(args) => person::perform(args, call),
        What::Forecast(args) => forecast::perform(args, call),
        What::Simulate(args) => simulate::perform(args, call),
        What::Setup(args) => setup::perform(args, call),
        What::Groups(args) => groups::perform(args, call),
        What::Together(args) => together::perform(args, call),
        What::Teardown(args) => teardown::perform(args, call),
    }
}
