//! Commands that lead out of a refusal, ready to be typed.

use std::fmt;

use super::call::Call;
use super::trouble::Trouble;
use crate::domain::{Subject, TargetConfiguration, TenantId};
use crate::edit::Edit;
use crate::store::Fault;
use crate::wire;

/// What commands that are told have to carry, so that they mean the same place.
#[derive(Clone, Debug)]
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

impl fmt::Display for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.tenant, self.workspace)
    }
}

/// What was refused, with the commands that make it acceptable where all of them can be told: a
/// part of the way would not lead anywhere.
pub fn refused(fault: Fault, tail: &Tail) -> Trouble {
    let Fault::Refused(refused) = &fault else { return Trouble::from(fault) };
    let fix = refused.fix.as_ref().and_then(|fix| {
        fix.edits.iter().map(|edit| command_of(edit, tail)).collect::<Option<Vec<_>>>()
    });
    Trouble::from(fault).fixed_by(fix.unwrap_or_default())
}

/// The command that makes an edit. Names never stand in it, only ids and words of our own.
pub fn command_of(edit: &Edit, tail: &Tail) -> Option<String> {
    let set = |path: &str, subject: &Subject, value: &str| {
        let partner = match subject {
            Subject::Default => String::new(),
            Subject::Partner(id) => format!(" --partner {id}"),
        };
        format!("detente set {path} {value}{partner}{tail}")
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
                    let both = |test: fn(&TargetConfiguration) -> bool| {
                        plain && halves.iter().all(|half| half.as_ref().is_some_and(test))
                    };
                    if both(TargetConfiguration::allows_all) {
                        "allow-all".to_owned()
                    } else if both(TargetConfiguration::blocks_all) {
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
            Some(format!("detente partner remove {partner} --yes{tail}"))
        }
        _ => None,
    }
}
