use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::scene::named;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::set::said;
use crate::cli::names::name_of;
use crate::cli::trouble::Trouble;
use crate::domain::{ObjectAction, ObjectId, SyncConfiguration, SyncFilter, SyncSchema};
use crate::edit::{self, Edit};
use crate::store;
use crate::sync::{Around, SchemaFault, faults};
use crate::wire::{self, Kind};

/// Bytes of a file with filters.
const FILTER_BYTES_MAX: u64 = 1 << 20;

/// What stands below the help.
pub const HELP: &str = r#"Everything named in one call is one edit, undone by `detente undo`.

A filter is Graph's: a list of groups of which one must hold, each with clauses that all must hold.
  detente sync set Staff --filter '[{"name":"Sales","clauses":[{"sourceOperandName":"department",
      "operatorName":"EQUALS","targetOperand":{"values":["Sales"]}}]}]'

What the service would refuse is refused here: a second attribute to match users by, an expression
that does not hold, a target that cannot be written."#;

/// Who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Scope {
    /// Everybody of the source
    All,
    /// Users and groups that are assigned
    Assigned,
}

/// What is done in the target, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Action {
    Add,
    Update,
    Delete,
    /// Nothing at all
    None,
}

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The configuration: its name or id
    #[arg(value_name = "NAME")]
    name: String,
    /// A user or group that is assigned from now on; may be given several times
    #[arg(long = "assign", value_name = "GUID")]
    assign: Vec<ObjectId>,
    /// A user or group that is no longer assigned; may be given several times
    #[arg(long = "unassign", value_name = "GUID")]
    unassign: Vec<ObjectId>,
    /// Who is in scope, before filters
    #[arg(long, value_enum)]
    scope: Option<Scope>,
    /// Deletions of one cycle that stop the job; 0 for none
    #[arg(long, value_name = "N")]
    threshold: Option<u64>,
    /// Who is told when the job stops; `none` for nobody
    #[arg(long, value_name = "MAIL")]
    notify: Option<String>,
    /// What is done in the target, such as add,update
    #[arg(long, value_enum, value_delimiter = ',', value_name = "ACTION")]
    actions: Vec<Action>,
    /// Scoping filters: JSON, @FILE that holds it, or `none`
    #[arg(long, value_name = "JSON|@FILE", allow_hyphen_values = true)]
    filter: Option<String>,
    /// An exported schema that replaces scope, actions and mappings
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// Another name
    #[arg(long, value_name = "NAME")]
    rename: Option<String>,
}

/// What the arguments mean, with all files read.
struct Change {
    args: Args,
    filter: Option<SyncFilter>,
    schema: Option<SyncSchema>,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let filter = args.filter.as_deref().map(filter).transpose()?;
    let schema = args.schema.as_deref().map(super::new::read).transpose()?;
    let mut desk = call.open()?;
    let held = named(desk.workspace(), &args.name)?;
    let change = Change { args, filter, schema };
    let words = change.words();
    if words.is_empty() {
        return Err(Trouble::bad(
            "nothing was named to change; `detente sync set --help` lists what can be",
        ));
    }
    let id = held.id;
    let label = format!(
        "{}: synchronisation {}: {}",
        name_of(&desk.workspace().draft, held.source),
        held.display_name,
        words.join(", ")
    );
    let applied = desk.change(&call.stamp(), Kind::Edit, label, |workspace| {
        let Some(held) = workspace.synchronizations.get(&id) else {
            return Err(edit::Refused::because("this configuration is no longer there").into());
        };
        let next = change.over(held).map_err(edit::Refused::because)?;
        let around = Around { estate: Some(&workspace.draft), ..Around::default() };
        if let Some(fault) = worse(&faults(held, &around), &faults(&next, &around)) {
            let reason = format!("{}, at `{}`; {}", fault.text, fault.path, fault.fix);
            return Err(edit::Refused::by(fault.id, reason).into());
        }
        let edits = [Edit::Synchronization { id, configuration: Some(Box::new(next)) }];
        Ok((edit::apply(workspace, &edits)?, Vec::new()))
    })?;
    call.hear(&mut desk);
    Ok(said(call, &applied, desk.revision(), "", "undo with `detente undo`"))
}

/// The first finding that the service refuses and that was not there before.
fn worse(before: &[SchemaFault], after: &[SchemaFault]) -> Option<SchemaFault> {
    let is_new = |fault: &&SchemaFault| fault.is_refused && !before.contains(fault);
    after.iter().find(is_new).cloned()
}

/// Reads filters: a list of groups, or Graph's filter that holds one.
fn filter(text: &str) -> Result<SyncFilter, Trouble> {
    if text.trim() == "none" {
        return Ok(SyncFilter::default());
    }
    let (text, from) = match text.strip_prefix('@') {
        None => (text.to_owned(), "--filter".to_owned()),
        Some(path) => {
            let bytes = store::read_input(Path::new(path), FILTER_BYTES_MAX)?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Trouble::bad(format!("`{path}` is not UTF-8; nothing was changed")))?;
            (text, path.to_owned())
        }
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    let whole =
        if text.starts_with('[') { format!("{{\"groups\":{text}}}") } else { text.to_owned() };
    let read: SyncFilter = wire::from_slice(whole.as_bytes()).map_err(|fault| {
        Trouble::bad(format!("`{from}` holds no scoping filters: {fault}; nothing was changed"))
    })?;
    if read.groups.is_empty() {
        return Err(Trouble::bad(format!(
            "`{from}` holds no scoping filters: expected a list of groups with `clauses`, or `none`; nothing was changed"
        )));
    }
    if let Some(at) = read.groups.iter().position(|group| group.clauses.is_empty()) {
        return Err(Trouble::bad(format!(
            "`{from}`: groups[{at}] has no clauses, and everybody would pass it; nothing was changed"
        )));
    }
    Ok(read)
}

impl Change {
    /// What is changed, for the history.
    fn words(&self) -> Vec<String> {
        let args = &self.args;
        let mut out = Vec::new();
        let mut say = |is: bool, text: String| {
            if is {
                out.push(text);
            }
        };
        say(self.schema.is_some(), "another schema".to_owned());
        say(!args.assign.is_empty(), format!("{} assigned", args.assign.len()));
        say(!args.unassign.is_empty(), format!("{} unassigned", args.unassign.len()));
        if let Some(scope) = args.scope {
            let word = if scope == Scope::All { "everyone" } else { "who is assigned" };
            say(true, format!("scope {word}"));
        }
        match args.threshold {
            Some(0) => say(true, "nothing stops deletions".to_owned()),
            Some(most) => say(true, format!("stops at {most} deletions")),
            None => {}
        }
        if let Some(mail) = &args.notify {
            say(true, format!("tells {mail}"));
        }
        say(!args.actions.is_empty(), format!("actions {}", self.flow_types()));
        if let Some(filter) = &self.filter {
            say(true, format!("{} scoping filters", filter.groups.len()));
        }
        if let Some(name) = &args.rename {
            say(true, format!("called {}", name.trim()));
        }
        out
    }

    fn flow_types(&self) -> String {
        let chosen: Vec<&str> = [
            (Action::Add, ObjectAction::Add),
            (Action::Update, ObjectAction::Update),
            (Action::Delete, ObjectAction::Delete),
        ]
        .into_iter()
        .filter(|(typed, _)| self.args.actions.contains(typed))
        .map(|(_, action)| action.word())
        .collect();
        if chosen.is_empty() { "None".to_owned() } else { chosen.join(",") }
    }

    /// The configuration with the change.
    fn over(&self, held: &SyncConfiguration) -> Result<SyncConfiguration, String> {
        let Change { args, filter, schema } = self;
        let mut next = held.clone();
        if let Some(schema) = schema {
            next.schema.clone_from(schema);
        }
        if let Some(name) = &args.rename {
            name.trim().clone_into(&mut next.display_name);
        }
        let there: BTreeSet<ObjectId> = next.assigned.iter().copied().collect();
        if let Some(stranger) = args.unassign.iter().find(|id| !there.contains(id)) {
            return Err(format!("{stranger} is not assigned, so it cannot be unassigned"));
        }
        next.assigned.retain(|id| !args.unassign.contains(id));
        for id in &args.assign {
            if !next.assigned.contains(id) {
                next.assigned.push(*id);
            }
        }
        if let Some(scope) = args.scope {
            next.sync_all = scope == Scope::All;
        }
        if let Some(most) = args.threshold {
            next.deletion_threshold = Some(most).filter(|most| *most > 0);
            let told = next.notification.get_or_insert_default();
            told.counts_deletions = Some(most > 0);
            told.deletions_max = Some(most).filter(|most| *most > 0);
        }
        if let Some(mail) = &args.notify {
            let mail = Some(mail.trim()).filter(|mail| !mail.is_empty() && *mail != "none");
            if let Some(odd) = mail.filter(|mail| !mail.contains('@')) {
                return Err(format!("`{odd}` is no address; expected one with an @, or `none`"));
            }
            let told = next.notification.get_or_insert_default();
            told.enabled = Some(mail.is_some());
            told.recipients = mail.map(str::to_owned);
            told.counts_deletions.get_or_insert(held.deletion_threshold.is_some());
        }
        let missing = || "there is no enabled mapping from User to User to change".to_owned();
        if !args.actions.is_empty() {
            let users = next.users_mut().ok_or_else(missing)?;
            users.flow_types = Some(self.flow_types());
        }
        if let Some(filter) = filter {
            let users = next.users_mut().ok_or_else(missing)?;
            users.scope.get_or_insert_default().groups.clone_from(&filter.groups);
        }
        Ok(next)
    }
}
