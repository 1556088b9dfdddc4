use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::open;
use crate::cli::answer::Answer;
use crate::cli::call::{Call, disk, place};
use crate::cli::trouble::Trouble;
use crate::domain::TenantId;
use crate::practice::{DirectoryLines, Practice, practice};
use crate::store::{self, Desk, Fault, Folder};
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
    if !store::is_practice(&folder)? {
        claim(&folder)?;
    }
    let root = place(&folder);
    let desk = match Desk::open(Arc::new(folder), &call.owner()) {
        Ok(mut desk) => {
            call.hear(&mut desk);
            if args.reset {
                renew(&mut desk, call)?;
            }
            desk
        }
        Err(Fault::Missing(_)) => make(&root, call)?,
        Err(fault) => return Err(Trouble::from(fault)),
    };
    open::enter(desk, call)
}

/// Takes an empty folder for practice. The mark comes first, so that what a killed run leaves
/// behind is finished by the next one.
fn claim(folder: &Folder) -> Result<(), Trouble> {
    let path = place(folder);
    match folder.is_empty() {
        Ok(true) => Ok(store::mark_practice(folder)?),
        Ok(false) => Err(Trouble::bad(format!(
            "`{path}` holds what `detente demo` did not make; it was left as it is, name an empty folder, or open a workspace with --workspace"
        ))),
        Err(source) => Err(Trouble::from(Fault::Disk { action: "read", path, source })),
    }
}

fn make(root: &str, call: &mut Call<'_>) -> Result<Desk, Trouble> {
    let Practice { workspace, observed, directories, log } = practice();
    let mut desk = Desk::create(
        Arc::new(disk(root.as_ref())?),
        &call.owner(),
        &call.stamp(),
        "practice workspace made",
        workspace,
        observed,
    )?;
    put_directories(&desk, &directories)?;
    desk.put_sign_ins(&log.head, &log.activities)?;
    call.hear(&mut desk);
    Ok(desk)
}

/// An edit like any other, so that nothing that was practised is lost.
fn renew(desk: &mut Desk, call: &mut Call<'_>) -> Result<(), Trouble> {
    let Practice { workspace, observed, directories, log } = practice();
    let label = "practice workspace renewed".to_owned();
    desk.change(&call.stamp(), Kind::Edit, label, |_| {
        let observed = observed.iter().map(|(id, tenant)| (*id, Arc::clone(tenant))).collect();
        Ok((workspace.clone(), observed))
    })?;
    put_directories(desk, &directories)?;
    desk.put_sign_ins(&log.head, &log.activities)?;
    call.hear(desk);
    Ok(())
}

fn put_directories(
    desk: &Desk,
    directories: &BTreeMap<TenantId, DirectoryLines>,
) -> Result<(), Trouble> {
    for (tenant, DirectoryLines { users, groups, applications }) in directories {
        for (kind, lines) in [("users", users), ("groups", groups), ("applications", applications)]
        {
            desk.put_directory(*tenant, kind, lines.iter().map(String::as_str))?;
        }
    }
    Ok(())
}
