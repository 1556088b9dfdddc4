use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::set::said;
use crate::cli::trouble::Trouble;

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn perform(_args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let mut desk = call.open()?;
    let applied = desk.redo(&call.stamp())?;
    call.hear(&mut desk);
    Ok(said(call, &applied, desk.revision(), "made again", "undo with `detente undo`"))
}
