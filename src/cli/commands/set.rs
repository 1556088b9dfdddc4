use std::path::Path;

use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names::{self, name_of};
use crate::cli::setpath::{self, Holder, Place, Row};
use crate::cli::setvalue::{self, Aim};
use crate::cli::trouble::Trouble;
use crate::domain::{Subject, TenantId, Workspace};
use crate::edit::Edit;
use crate::store::{self, Applied, Fault};
use crate::wire;

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
            let add = format!("detente partner add {id}{}{}", tail.tenant, tail.workspace);
            Err(Trouble::bad(format!(
                "{} is not a partner of {}; nothing was changed",
                name_of(&workspace.draft, id),
                name_of(&workspace.draft, owner)
            ))
            .fixed_by(vec![add]))
        }
        _ => Ok(()),
    }
}

/// What commands that are told have to carry, so that they mean the same place.
pub struct Tail {
    tenant: String,
    workspace: String,
}

impl Tail {
    /// With the tenant where it was named.
    pub fn of(call: &Call<'_>, owner: Option<TenantId>) -> Self {
        let tenant = owner.map(|id| format!(" --tenant {id}")).unwrap_or_default();
        Tail { tenant, workspace: call.workspace_option() }
    }
}

/// A refusal with the commands that lead out of it.
pub fn refused(fault: Fault, row: Row, tail: &Tail) -> Trouble {
    let Fault::Refused(refused) = &fault else { return Trouble::from(fault) };
    let mut fix = match &refused.fix {
        // All of it, or it would not lead anywhere.
        Some(fix) => fix.edits.iter().map(|edit| command_of(edit, tail)).collect(),
        None => Some(Vec::new()),
    }
    .unwrap_or_default();
    if fix.is_empty()
        && let Place::Domains(list) = row.place
        && refused.rule.is_none()
        && refused.reason.contains("one list")
    {
        let other = match list {
            setpath::List::Allowed => "domains.blocked",
            setpath::List::Blocked => "domains.allowed",
        };
        fix.push(format!("detente set {other} '[]'{}{}", tail.tenant, tail.workspace));
    }
    Trouble::from(fault).fixed_by(fix)
}

/// The command that makes an edit. Names never stand in it, only ids and words of our own.
pub fn command_of(edit: &Edit, tail: &Tail) -> Option<String> {
    let Tail { tenant, workspace } = tail;
    let set = |path: &str, subject: &Subject, value: &str| {
        let partner = match subject {
            Subject::Default => String::new(),
            Subject::Partner(id) => format!(" --partner {id}"),
        };
        format!("detente set {path} {value}{partner}{tenant}{workspace}")
    };
    // A quote inside could end the text early; then nothing is told.
    let quoted = |json: String| (!json.contains('\'')).then(|| format!("'{json}'"));
    match edit {
        Edit::B2b { subject, setting, value, .. } => {
            let value = match value {
                None => "inherit".to_owned(),
                Some(value) => {
                    let halves = [&value.users_and_groups, &value.applications];
                    let plain = value.extra.is_empty();
                    let both = |test: fn(&crate::domain::TargetConfiguration) -> bool| {
                        plain && halves.iter().all(|half| half.as_ref().is_some_and(test))
                    };
                    if both(crate::domain::TargetConfiguration::allows_all) {
                        "allow-all".to_owned()
                    } else if both(crate::domain::TargetConfiguration::blocks_all) {
                        "block-all".to_owned()
                    } else {
                        quoted(wire::to_line(value))?
                    }
                }
            };
            Some(set(setting.property(), subject, &value))
        }
        Edit::Half { subject, setting, half, value, .. } => {
            let path = format!("{}.{}", setting.property(), half.property());
            Some(set(&path, subject, &quoted(wire::to_line(value))?))
        }
        Edit::Switch { subject, setting, value, .. } => {
            let value = match value {
                Some(true) => "true",
                Some(false) => "false",
                None => "inherit",
            };
            Some(set(setting.row().path, subject, value))
        }
        Edit::RemovePartner { partner, .. } => {
            Some(format!("detente partner remove {partner} --yes{tenant}{workspace}"))
        }
        _ => None,
    }
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
        text.push_str(&format!("taken in from another instance: {}\n", look.show(label)));
    }
    let done = if done.is_empty() { String::new() } else { format!("{done}: ") };
    text.push_str(&format!("{done}{}; {next}", look.show(&applied.label)));
    Answer::text(text)
}
