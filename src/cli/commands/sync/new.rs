use std::path::{Path, PathBuf};

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::set::said;
use crate::cli::names::{self, name_of};
use crate::cli::trouble::Trouble;
use crate::domain::{
    DELETION_THRESHOLD_DEFAULT, ObjectId, ScheduleState, SyncConfiguration, SyncSchema,
};
use crate::edit::{self, Edit};
use crate::merger::own_id;
use crate::store;
use crate::sync;
use crate::wire::{self, Kind};

/// A real schema has some 150 KB.
const SCHEMA_BYTES_MAX: u64 = 16 << 20;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// The tenant that pushes: id, domain or name
    #[arg(long, value_name = "TENANT")]
    source: String,
    /// The tenant that is pushed to: id, domain or name
    #[arg(long, value_name = "TENANT")]
    target: String,
    /// An exported schema (the answer to GET …/synchronization/jobs/ID/schema), instead of the template
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// A user or group of the source that is assigned; may be given several times
    #[arg(long = "assign", value_name = "GUID", conflicts_with = "all")]
    assigned: Vec<ObjectId>,
    /// Everyone is in scope
    #[arg(long)]
    all: bool,
    /// Deletions of one cycle that stop the job; 0 for none
    #[arg(long, value_name = "N", default_value_t = DELETION_THRESHOLD_DEFAULT)]
    threshold: u64,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let mut desk = call.open()?;
    let draft = &desk.workspace().draft;
    let source = names::tenant(draft, &args.source)?;
    let target = names::tenant(draft, &args.target)?;
    let schema = args.schema.as_deref().map_or_else(|| Ok(sync::template()), read)?;
    let id = own_id(source, target, &args.name);
    let label = format!("{}: synchronisation {} made", name_of(draft, source), args.name.trim());
    let configuration = SyncConfiguration {
        id,
        display_name: args.name.trim().to_owned(),
        source,
        target,
        sync_all: args.all,
        assigned: args.assigned,
        deletion_threshold: Some(args.threshold).filter(|count| *count > 0),
        schedule_state: Some(ScheduleState::Disabled),
        schema,
        ..SyncConfiguration::default()
    };
    let edits = [Edit::Synchronization { id, configuration: Some(Box::new(configuration)) }];
    let applied = desk.change(&call.stamp(), Kind::Edit, label, |workspace| {
        if workspace.synchronizations.contains_key(&id) {
            let reason = "this synchronisation configuration is there already";
            return Err(edit::Refused::because(reason).into());
        }
        Ok((edit::apply(workspace, &edits)?, Vec::new()))
    })?;
    call.hear(&mut desk);
    Ok(said(call, &applied, desk.revision(), "", "undo with `detente undo`"))
}

fn read(path: &Path) -> Result<SyncSchema, Trouble> {
    let bytes = store::read_input(path, SCHEMA_BYTES_MAX)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let shown = path.display();
    let schema: SyncSchema = wire::from_slice(text).map_err(|fault| {
        Trouble::bad(format!(
            "`{shown}` is no synchronization schema: {fault}; nothing was changed"
        ))
    })?;
    let configuration = SyncConfiguration { schema, ..SyncConfiguration::default() };
    if configuration.users().is_none() {
        return Err(Trouble::bad(format!(
            "`{shown}` has no enabled mapping from User to User in `synchronizationRules`; nothing was changed"
        )));
    }
    Ok(configuration.schema)
}
