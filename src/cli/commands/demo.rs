use std::path::PathBuf;
use std::sync::Arc;

use super::open;
use crate::cli::answer::Answer;
use crate::cli::call::{Call, disk, place};
use crate::cli::trouble::Trouble;
use crate::practice::{Practice, practice};
use crate::store::{self, Desk, Disk, Fault, Folder};
use crate::wire::Kind;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where it lies, instead of the usual place
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Put everything back as it was in the beginning; undo takes that back
    #[arg(long)]
    reset: bool,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let folder = args.folder.or_else(store::practice_folder).ok_or_else(|| {
        Trouble::bad("there is no home folder to keep a practice workspace in; name a folder")
    })?;
    let folder = disk(&folder)?;
    let desk = if store::is_practice(&folder)? {
        let mut desk = Desk::open(Box::new(folder), &call.owner())?;
        call.hear(&mut desk);
        if args.reset {
            renew(&mut desk, call)?;
        }
        desk
    } else {
        make(folder, call)?
    };
    open::enter(desk, "practice".to_owned(), call)
}

fn make(folder: Folder, call: &mut Call<'_>) -> Result<Desk, Trouble> {
    let root = place(&folder);
    let Practice { workspace, observed, directories } = practice();
    let made = Desk::create(
        Box::new(disk(root.as_ref())?),
        &call.owner(),
        &call.stamp(),
        "practice workspace made",
        workspace,
        observed,
    );
    let mut desk = made.map_err(|fault| match fault {
        Fault::Exists(path) => Trouble::bad(format!(
            "the workspace in `{path}` was not made by `detente demo`; it was left as it is, open it with `detente --workspace DIR` or name another folder"
        )),
        other => Trouble::from(other),
    })?;
    for (tenant, lines) in &directories {
        for (kind, lines) in [
            ("users", &lines.users),
            ("groups", &lines.groups),
            ("applications", &lines.applications),
        ] {
            desk.put_directory(*tenant, kind, lines.iter().map(String::as_str))?;
        }
    }
    // Last: a folder is only ever renewed when all of this was done in it.
    let marked: &dyn Disk = &folder;
    store::mark_practice(marked)?;
    call.hear(&mut desk);
    Ok(desk)
}

/// An edit like any other, so that nothing that was practised is lost.
fn renew(desk: &mut Desk, call: &mut Call<'_>) -> Result<(), Trouble> {
    let Practice { workspace, observed, directories: _ } = practice();
    let label = "practice workspace renewed".to_owned();
    desk.change(&call.stamp(), Kind::Edit, label, |_| {
        let observed = observed.iter().map(|(id, tenant)| (*id, Arc::clone(tenant))).collect();
        Ok((workspace.clone(), observed))
    })?;
    call.hear(desk);
    Ok(())
}
