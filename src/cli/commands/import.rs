use std::fmt::Write;
use std::path::PathBuf;

use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names;
use crate::cli::trouble::Trouble;
use crate::import::{Disagreement, ImportFault, Report};
use crate::store::{self, ImportTrouble};

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
    let mut desk = call.open()?;
    // A tenant that is not known yet can be named by its id: the files make it known.
    let tenant = match args.tenant {
        None => None,
        Some(text) => match text.parse() {
            Ok(id) => Some(id),
            Err(_) => Some(names::tenant(&desk.workspace().draft, &text).map_err(|trouble| {
                Trouble::bad(format!(
                    "{}; files of a tenant that the workspace does not know need its id, and its organization object (`GET /organization`) tells its name",
                    trouble.sentence
                ))
            })?),
        },
    };
    let files = store::regular_files(&args.paths)?;
    if files.is_empty() {
        let places = args.paths.iter().map(|path| format!("`{}`", path.display()));
        return Err(Trouble::bad(format!(
            "there is no file in {}; nothing was read and nothing was changed",
            places.collect::<Vec<_>>().join(", ")
        )));
    }
    let stamp = call.stamp();
    let done =
        store::import_files(&mut desk, &stamp, &files, tenant).map_err(
            |trouble| match trouble {
                ImportTrouble::Input(fault) => input_trouble(&fault),
                ImportTrouble::Store(fault) => fault.into(),
            },
        )?;
    call.hear(&mut desk);
    let report = done.report;
    if call.is_json() {
        return Ok(Answer::json(&json!({
            "files": files.len(),
            "revision": desk.revision(),
            "places": done.applied.places,
            "cameIn": report.came_in,
            "warnings": report.warnings,
            "disagreements": report.disagreements.iter().map(disagreement).collect::<Vec<_>>(),
            "takenIn": done.applied.taken_in,
        })));
    }
    Ok(Answer::text(text(&report, done.applied.places, call)))
}

/// A file that cannot be understood.
pub fn input_trouble(fault: &ImportFault) -> Trouble {
    Trouble::bad(fault.to_string())
}

fn disagreement(found: &Disagreement) -> serde_json::Value {
    json!({
        "tenantId": found.tenant.to_string(),
        "place": found.place,
        "draft": found.draft,
        "observed": found.observed,
    })
}

fn text(report: &Report, places: usize, call: &Call<'_>) -> String {
    let look = call.look;
    let mut out = String::new();
    for line in &report.came_in {
        let _memory = writeln!(out, "{}", look.show(line));
    }
    if places == 0 {
        out.push_str("the settings are as they were observed before\n");
    }
    for line in &report.warnings {
        let _memory = writeln!(out, "warning: {}", look.show(line));
    }
    if !report.disagreements.is_empty() {
        out.push_str("the draft was edited where the tenant has changed; the draft was kept:\n");
    }
    for found in &report.disagreements {
        let value = |value: &Option<crate::domain::Json>| match value {
            Some(value) => crate::wire::ascii(value.to_string()),
            None => "inherited or not there".to_owned(),
        };
        let _memory = writeln!(
            out,
            "  {}\n    draft     {}\n    observed  {}",
            look.show(&found.place),
            value(&found.draft),
            value(&found.observed)
        );
    }
    // Nothing was written then, and an undo would take back what was done before.
    if places > 0 {
        out.push_str("undo with `detente undo`; directories and sign-in logs stay\n");
    }
    out
}
