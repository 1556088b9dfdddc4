use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::scene::named;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::trouble::{BUG, DISK, Trouble};
use crate::domain::{SyncConfiguration, SyncSchema};
use crate::store;
use crate::wire;

/// Which part is written, and how Graph takes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Scope, actions and mappings: the body of PUT …/synchronization/jobs/ID/schema
    #[default]
    Schema,
    /// The job with its schema, as GET …/synchronization/jobs/ID?$expand=schema returns it
    Job,
    /// Target, scope and brake: the body of PUT …/synchronization/secrets, without any secret
    Switches,
}

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The configuration: its name or id
    #[arg(value_name = "NAME")]
    name: String,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Which part
    #[arg(long, value_enum, default_value_t)]
    part: Part,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let held = named(desk.workspace(), &args.name)?;
    let value = match args.part {
        Part::Schema => wire::value(&held.schema),
        Part::Job => {
            let mut job = wire::sync_job_value(&held);
            if let Value::Object(members) = &mut job {
                members.insert("schema".to_owned(), wire::value(&held.schema));
            }
            job
        }
        Part::Switches => wire::secrets_value(&held),
    };
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    // Success is said of what reads back as what was meant.
    read_back(&held, args.part, &text).map_err(|what| {
        Trouble::of(
            BUG,
            format!("what was to be written does not read back: {what}; nothing was written"),
        )
    })?;
    store::write_output(&args.out, text.as_bytes())?;
    let written = store::read_input(&args.out, text.len() as u64)?;
    if written != text.as_bytes() {
        let path = args.out.display();
        return Err(Trouble::of(DISK, format!("`{path}` does not hold what was written to it")));
    }
    let path = args.out.display().to_string();
    let (part, verb, how) = match args.part {
        Part::Schema => (
            "schema",
            "was",
            "PUT it as a whole to /servicePrincipals/ID/synchronization/jobs/JOB/schema; it replaces everything and starts a new initial cycle",
        ),
        Part::Job => ("job", "was", "`detente import` reads it"),
        Part::Switches => (
            "switches",
            "were",
            "PUT them to /servicePrincipals/ID/synchronization/secrets together with every other value there: what is left out is lost",
        ),
    };
    if call.is_json() {
        return Ok(Answer::json(&json!({ "part": part, "file": path, "bytes": text.len() })));
    }
    Ok(Answer::text(format!(
        "the {part} of {} {verb} written to {} and read back the same; {how}",
        call.look.show(&held.display_name),
        call.look.show(&path)
    )))
}

/// Whether the text says what the configuration says.
fn read_back(held: &SyncConfiguration, part: Part, text: &str) -> Result<(), String> {
    let differs = |what: &str| Err(format!("its {what} would be another"));
    let whole: Value = serde_json::from_str(text).map_err(|fault| fault.to_string())?;
    let mut again = SyncConfiguration {
        id: held.id,
        display_name: held.display_name.clone(),
        source: held.source,
        notification: held.notification.clone(),
        ..SyncConfiguration::default()
    };
    match part {
        Part::Schema => {
            let schema: SyncSchema =
                wire::from_slice(text.as_bytes()).map_err(|fault| fault.to_string())?;
            if schema == held.schema { Ok(()) } else { differs("schema") }
        }
        Part::Job => {
            let Value::Object(mut job) = whole else { return differs("shape") };
            let schema = job.shift_remove("schema").unwrap_or_default();
            let schema: SyncSchema = wire::typed(schema)?;
            wire::take_sync_job(&mut again, job)?;
            let same = again.job_id == held.job_id
                && again.schedule_state == held.schedule_state
                && again.deletion_threshold == held.deletion_threshold;
            if !same {
                return differs("settings");
            }
            if schema == held.schema { Ok(()) } else { differs("schema") }
        }
        Part::Switches => {
            let pairs = whole.get("value").and_then(Value::as_array).cloned().unwrap_or_default();
            for pair in &pairs {
                let text = |name: &str| pair.get(name).and_then(Value::as_str).unwrap_or_default();
                wire::take_secret(&mut again, text("key"), text("value"))?;
            }
            let same = again.target == held.target
                && again.sync_all == held.sync_all
                && again.deletion_threshold == held.deletion_threshold
                && again.skip_out_of_scope_deletions == held.skip_out_of_scope_deletions;
            if same { Ok(()) } else { differs("switches") }
        }
    }
}
