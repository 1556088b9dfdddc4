use super::scene::named;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::set::said;
use crate::cli::names::name_of;
use crate::cli::trouble::Trouble;
use crate::edit::Edit;

/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/api/synchronization-synchronizationjob-delete.md
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The configuration: its name or id
    #[arg(value_name = "NAME")]
    name: String,
    /// Yes, remove it
    #[arg(long)]
    yes: bool,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let mut desk = call.open()?;
    let held = named(desk.workspace(), &args.name)?;
    let target = name_of(&desk.workspace().draft, held.target);
    if !args.yes {
        return Err(Trouble::bad(format!(
            "removing `{}` ends the synchronisation and deletes nobody: the accounts in {target} stay as they are, no longer managed, and people who leave keep theirs; nothing was changed, say --yes to do it",
            held.display_name
        )));
    }
    let edits = [Edit::Synchronization { id: held.id, configuration: None }];
    let applied = desk.apply(&call.stamp(), &edits)?;
    call.hear(&mut desk);
    let next = format!("the accounts in {target} stay as they are; undo with `detente undo`");
    Ok(said(call, &applied, desk.revision(), "", &next))
}
