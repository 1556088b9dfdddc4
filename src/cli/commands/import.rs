use std::path::PathBuf;

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names;
use crate::cli::trouble::Trouble;
use crate::store;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The tenant the files belong to, where they do not say it themselves
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Files or folders; all of them are read, or nothing is changed
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let estate = &desk.workspace().draft;
    let _tenant = args.tenant.map(|text| names::tenant(estate, &text)).transpose()?;
    let files = store::regular_files(&args.paths)?;
    Err(Trouble::bad(format!(
        "import is not yet in this build; {} files were found and none was read",
        files.len()
    )))
}
