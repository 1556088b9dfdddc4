use std::fmt::Write;
use std::path::Path;

use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names::{self, name_of};
use crate::cli::remedy::{self, Tail};
use crate::cli::setpath::{self, Holder, List, Place, Row};
use crate::cli::setvalue::{self, Aim};
use crate::cli::trouble::{REFUSED, Trouble};
use crate::domain::{Subject, TenantId, Workspace};
use crate::store::{self, Applied, Fault};

/// A value given as a file is at most this large.
const VALUE_BYTES_MAX: u64 = 16 << 20;

#[derive(Debug, clap::Args)]
#[command(after_long_help = setpath::help())]
pub struct Args {
    /// Graph's property path, such as inboundTrust.isMfaAccepted; --help lists them
    #[arg(value_name = "PATH")]
    path: String,
    /// true, false, inherit, allow-all, block-all, JSON in Graph's shape, or @FILE that holds it
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    value: String,
    /// Our tenant; may be left out when there is one only
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// The partner; without it the default is meant
    #[arg(long, value_name = "TENANT")]
    partner: Option<String>,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let row = setpath::find(&args.path)?;
    let value = value_of(&args.value, row)?;
    let mut desk = call.open()?;
    let workspace = desk.workspace().clone();
    let owner = names::owner(&workspace.draft, args.tenant.as_deref())?;
    let subject = match &args.partner {
        None => Subject::Default,
        Some(text) => Subject::Partner(names::tenant(&workspace.draft, text)?),
    };
    let tail = Tail::of(call, args.tenant.is_some().then_some(owner));
    may_hold(&workspace, owner, subject, row, &tail)?;
    let aim = Aim { workspace: &workspace, owner, subject, row };
    let edits = setvalue::edits(aim, &value)?;
    let applied = desk.apply(&call.stamp(), &edits).map_err(|fault| refused(fault, row, &tail))?;
    call.hear(&mut desk);
    Ok(said(call, &applied, desk.revision(), "", "undo with `detente undo`"))
}

/// The value itself, or what the named file holds.
fn value_of(text: &str, row: Row) -> Result<String, Trouble> {
    let is_note = matches!(row.place, Place::Note(_));
    let Some(path) = text.strip_prefix('@').filter(|_| !is_note) else {
        return Ok(text.trim().to_owned());
    };
    let bytes = store::read_input(Path::new(path), VALUE_BYTES_MAX)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Trouble::bad(format!("`{path}` is not UTF-8; nothing was changed")))?;
    Ok(text.trim_start_matches('\u{feff}').trim().to_owned())
}

/// Whether the setting belongs where it is to be put.
fn may_hold(
    workspace: &Workspace,
    owner: TenantId,
    subject: Subject,
    row: Row,
    tail: &Tail,
) -> Result<(), Trouble> {
    match (row.holder, subject) {
        (Holder::Tenant, Subject::Partner(_)) => Err(Trouble::bad(format!(
            "`{}` belongs to the tenant, not to a partner; leave --partner out",
            row.path
        ))),
        (Holder::Partner, Subject::Default) => Err(Trouble::bad(format!(
            "`{}` belongs to a partner; say which with --partner",
            row.path
        ))),
        (_, Subject::Partner(id)) if workspace.draft.partner(owner, id).is_none() => {
            let add = (id != owner).then(|| format!("detente partner add {id}{tail}"));
            Err(Trouble::bad(format!(
                "{} is not a partner of {}; nothing was changed",
                name_of(&workspace.draft, id),
                name_of(&workspace.draft, owner)
            ))
            .fixed_by(add.into_iter().collect()))
        }
        _ => Ok(()),
    }
}

/// A refusal with the commands that lead out of it.
fn refused(fault: Fault, row: Row, tail: &Tail) -> Trouble {
    let mut trouble = remedy::refused(fault, tail);
    // Both domain lists hold something: the other one must be emptied first.
    if let Place::Domains(list) = row.place
        && trouble.exit == REFUSED
        && trouble.sentence.contains("one list")
    {
        let other = match list {
            List::Allowed => "domains.blocked",
            List::Blocked => "domains.allowed",
        };
        trouble.fix = vec![format!("detente set {other} '[]'{tail}")];
    }
    trouble
}

/// What is now true.
pub fn said(call: &Call<'_>, applied: &Applied, revision: u64, done: &str, next: &str) -> Answer {
    if call.is_json() {
        return Answer::json(&json!({
            "label": applied.label,
            "places": applied.places,
            "revision": revision,
            "takenIn": applied.taken_in,
        }));
    }
    if applied.places == 0 {
        return Answer::text("it is so already; nothing was changed");
    }
    let look = call.look;
    let mut text = String::new();
    for label in &applied.taken_in {
        let _memory = writeln!(text, "taken in from another instance: {}", look.show(label));
    }
    let done = if done.is_empty() { String::new() } else { format!("{done}: ") };
    let _memory = write!(text, "{done}{}; {next}", look.show(&applied.label));
    Answer::text(text)
}
