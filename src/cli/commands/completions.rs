use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::grammar;
use crate::cli::trouble::Trouble;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

#[expect(clippy::unnecessary_wraps, reason = "every command may be in trouble")]
pub fn perform(args: Args, _call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut grammar(), "detente", &mut bytes);
    Ok(Answer::text(String::from_utf8_lossy(&bytes)))
}
