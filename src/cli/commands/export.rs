use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use serde_json::json;

use super::plan::{Chosen, planned};
use crate::cli::answer::Answer;
use crate::cli::call::{Call, disk};
use crate::cli::names;
use crate::cli::trouble::Trouble;
use crate::export::{Document, FORMATS, Format, document, stem};
use crate::store::{self, Disk, Fault, Lies};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The form
    #[arg(long, value_name = "FORM", value_parser = forms())]
    to: String,
    /// The folder to write into; it is made when it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Of one tenant of ours only
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    #[command(flatten)]
    chosen: Chosen,
}

fn forms() -> PossibleValuesParser {
    let form = |format: &Format| PossibleValue::new(format.word).help(format.about);
    PossibleValuesParser::new(FORMATS.iter().map(form))
}

/// A file that is to be written.
struct File {
    name: String,
    bytes: Vec<u8>,
    document: Document,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let draft = &desk.workspace().draft;
    let named = args.tenant.as_deref();
    let only = named.map(|text| names::owner(draft, Some(text))).transpose()?;
    let Some(format) = FORMATS.iter().find(|format| format.word == args.to) else {
        return Err(Trouble::bad(format!("`{}` is no form of plans", args.to)));
    };
    let (plan, directories) = planned(&desk, call, &args.chosen)?;
    let back = plan.reversed();
    let (mut files, mut others) = (Vec::new(), Vec::new());
    for owner in plan.owners() {
        let stem = stem(draft, owner);
        for (plan, word, is_back) in [(&plan, "plan", false), (&back, "undo", true)] {
            let document = document(plan, Some(owner), &directories, is_back);
            let name = format!("{stem}.{word}.{}", format.ending);
            let file = File { name, bytes: (format.write)(&document), document };
            let wanted = only.is_none_or(|only| only == owner);
            if wanted { files.push(file) } else { others.push(file) }
        }
    }
    if files.is_empty() {
        return Ok(Answer::text("draft and observed are the same; nothing was written"));
    }
    let folder = disk(&args.out)?;
    for file in &files {
        may_write(&folder, file, format)?;
    }
    for file in &files {
        put(&folder, file, format)?;
    }
    let stale = stale(&folder, &files, &others)?;
    let told: Vec<_> =
        files.iter().map(|file| (folder.place(&file.name), &file.document)).collect();
    if call.is_json() {
        let list = told.iter().map(|(path, document)| {
            json!({ "path": path, "direction": document.direction, "hash": document.hash })
        });
        return Ok(Answer::json(&list.collect()));
    }
    let lines = told.iter().map(|(path, document)| {
        format!("{} {}\n", call.look.show(path), document.hash.get(..12).unwrap_or_default())
    });
    let files: String = lines.collect();
    let lines = stale.iter().map(|path| {
        format!("{} is of an earlier plan and was left as it is\n", call.look.show(path))
    });
    let stale = lines.collect::<Vec<_>>().concat();
    Ok(Answer::text(format!("{files}{stale}written and read back; nothing was sent anywhere\n")))
}

/// Files of other plans that lie beside those that were written.
fn stale(folder: &dyn Disk, files: &[File], others: &[File]) -> Result<Vec<String>, Trouble> {
    let fault = |path| move |source| Fault::Disk { action: "read", path, source };
    let mut out = Vec::new();
    for name in folder.list("").map_err(fault(folder.place("")))? {
        let format = FORMATS.iter().find(|format| {
            ["plan", "undo"]
                .iter()
                .any(|word| name.ends_with(&format!(".{word}.{}", format.ending)))
        });
        let Some(format) = format.filter(|_| files.iter().all(|file| file.name != name)) else {
            continue;
        };
        let bytes = folder.read(&name).map_err(fault(folder.place(&name)))?.unwrap_or_default();
        // The same plan in another form is of no earlier plan.
        let is_same = |file: &File| (format.verify)(&bytes, &file.document).is_ok();
        if (format.is_ours)(&bytes) && !files.iter().chain(others).any(is_same) {
            out.push(folder.place(&name));
        }
    }
    Ok(out)
}

/// A file that something else wrote is left alone.
fn may_write(folder: &dyn Disk, file: &File, format: &Format) -> Result<(), Trouble> {
    match store::lies(folder, &file.name, format.is_ours)? {
        Lies::Foreign => Err(Trouble::bad(format!(
            "`{}` was not written by this program, or was changed since; it was left as it is and nothing was written. Name another folder, or remove it",
            folder.place(&file.name)
        ))),
        Lies::Nothing | Lies::Ours => Ok(()),
    }
}

fn put(folder: &dyn Disk, file: &File, format: &Format) -> Result<(), Trouble> {
    let bytes = store::put(folder, &file.name, &file.bytes)?;
    let trouble = |what: String| {
        Trouble::of(
            crate::cli::trouble::DISK,
            format!(
                "`{}` was written but does not read back as the plan: {what}",
                folder.place(&file.name)
            ),
        )
    };
    if bytes != file.bytes {
        return Err(trouble("the disk holds other bytes".to_owned()));
    }
    (format.verify)(&bytes, &file.document).map_err(trouble)
}
