//! What one cycle makes of one user, given where the user stands. What the engine says of
//! directories is taken over; what only the past decides is decided here.

use super::standing::{Deleter, Left, Standing};
use super::state::State;
use super::twin::Look;
use crate::domain::ObjectId;
use crate::sync::change::{Change, Note};
use crate::sync::preview::{Engine, Judged, Preview};
use crate::sync::verdict::{Action, Certainty, JobVerdict, Reason};

/// What a cycle does with a user.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub action: Action,
    pub code: &'static str,
    pub because: String,
    pub certainty: Certainty,
    pub to: State,
    /// The user of the target that is meant, where it is there already.
    pub target: Option<ObjectId>,
    pub changes: Vec<Change>,
    pub doubts: Vec<String>,
}

/// What the engine says of somebody, and the engine that says it.
struct Said<'l> {
    judged: Judged,
    engine: &'l Engine<'l>,
    preview: &'l Preview,
    row: usize,
}

impl Said<'_> {
    fn changes(&self) -> Vec<Change> {
        self.engine.changes(self.row, &self.preview.users)
    }

    fn target(&self) -> Option<ObjectId> {
        self.judged.matched().map(|(at, _)| self.engine.inputs().target.id(at))
    }
}

/// Decides. `is_initial` is a cycle that looks at everybody.
pub fn decide<'l>(
    standing: &Standing,
    row: Option<usize>,
    look: &Look<'l>,
    is_initial: bool,
) -> Decision {
    let base = standing.base();
    let Some(row) = row else { return purged(base) };
    let said = |looked| said(row, looked);
    match base {
        State::None | State::Gone | State::Released => match said(look.first) {
            Some(said) => unmanaged(&said, standing),
            None => nothing(base),
        },
        State::TargetSoftDeleted => match said(look.later) {
            Some(said) => binned(&said, standing, is_initial),
            None => nothing(base),
        },
        State::LinkedActive
        | State::LinkedDisabled
        | State::Staged
        | State::Escrowed
        | State::Frozen => {
            let (first, later) = (said(look.first), said(look.later));
            // A restart forgets what was changed when, not who belongs to whom.
            let compares = |said: &Said<'l>| {
                matches!(said.judged.action, Action::Update | Action::Unchanged | Action::Fail)
                    && said.judged.matched().is_some()
            };
            // Somebody with the same mail who is not managed is in nobody's way.
            let is_shared = later.as_ref().is_some_and(|said| said.judged.reason == Reason::Shared);
            let takes_first = is_initial || is_shared;
            match first.filter(|said| takes_first && compares(said)).or(later) {
                Some(said) => managed(&said, standing, is_initial),
                None => nothing(base),
            }
        }
    }
}

fn said<'l>(row: usize, (engine, preview): (&'l Engine<'l>, &'l Preview)) -> Option<Said<'l>> {
    let judged = preview.users.get(row).copied()?;
    Some(Said { judged, engine, preview, row })
}

fn nothing(state: State) -> Decision {
    told(Action::Skip, "", "not in the source any more", Certainty::Documented, state)
}

fn told(
    action: Action,
    code: &'static str,
    because: &str,
    certainty: Certainty,
    to: State,
) -> Decision {
    let (because, changes, doubts) = (because.to_owned(), Vec::new(), Vec::new());
    Decision { action, code, because, certainty, to, target: None, changes, doubts }
}

/// Nobody of that id is left in the source.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/how-provisioning-works.md
fn purged(base: State) -> Decision {
    match base {
        State::LinkedActive | State::LinkedDisabled => told(
            Action::SoftDelete,
            "",
            "purged from the source",
            Certainty::Inferred,
            State::TargetSoftDeleted,
        ),
        State::Released => told(
            Action::Skip,
            "",
            "purged from the source; who is no longer managed is not deleted any more",
            Certainty::Documented,
            base,
        ),
        _ => nothing(base),
    }
}

/// What the engine said, as it said it.
fn plain(said: &Said<'_>, certainty: Certainty, to: State) -> Decision {
    let (code, because) = said.judged.reason.words();
    let mut out = told(said.judged.action, code, because, certainty, to);
    (out.changes, out.target) = (said.changes(), said.target());
    out.doubts = doubts(&out.changes);
    out
}

/// How sure it is of somebody whose partner in the target is known.
fn linked_certainty(said: &Said<'_>) -> Certainty {
    let gate = match said.preview.job.verdict {
        JobVerdict::Unknown => Certainty::Inferred,
        JobVerdict::Runs | JobVerdict::Blocked | JobVerdict::Quarantined => Certainty::Documented,
    };
    said.judged.reason.certainty().max(gate)
}

/// Whether sign-in in the target is blocked afterwards.
fn linked(said: &Said<'_>, changes: &[Change]) -> State {
    let written = changes.iter().find(|one| one.attribute == "accountEnabled");
    let after = match (written, said.judged.matched()) {
        (Some(change), _) => change.after.clone(),
        (None, Some((at, _))) => {
            let value = said.engine.inputs().target.named(at, "accountEnabled");
            value.text().map(str::to_owned)
        }
        (None, None) => None,
    };
    match after.is_some_and(|text| text.eq_ignore_ascii_case("false")) {
        true => State::LinkedDisabled,
        false => State::LinkedActive,
    }
}

/// Somebody who is not managed.
fn unmanaged(said: &Said<'_>, standing: &Standing) -> Decision {
    let base = standing.base();
    let certainty = said.judged.certainty;
    match said.judged.action {
        Action::Create | Action::Update | Action::Unchanged => {
            let mut out = plain(said, certainty, base);
            out.to = linked(said, &out.changes);
            match (base, said.judged.action) {
                (State::Gone, Action::Create) => {
                    "purged from the target before: a new user, with a new object id"
                        .clone_into(&mut out.because);
                    out.certainty = out.certainty.max(match standing.deleter {
                        Deleter::Cycle => Certainty::Inferred,
                        _ => Certainty::Undocumented,
                    });
                }
                (State::Released, _) => out.because.push_str("; managed again"),
                _ => {}
            }
            out
        }
        Action::Fail => plain(said, certainty, State::Escrowed),
        _ if base == State::Released && said.judged.reason == Reason::NotActive => told(
            Action::Skip,
            "NotEffectivelyEntitled",
            "not active in the source, and no longer managed",
            Certainty::Inferred,
            base,
        ),
        _ => plain(said, certainty, base),
    }
}

/// Somebody in the recycle bin of the target: who put the user there decides.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md
/// and …-configure.md, whose troubleshooting disagrees with its own step 14.
fn binned(said: &Said<'_>, standing: &Standing, is_initial: bool) -> Decision {
    let base = State::TargetSoftDeleted;
    if said.judged.action != Action::Restore {
        return plain(said, linked_certainty(said), base);
    }
    let back = |because: &str, certainty| {
        let mut out = plain(said, certainty, base);
        out.to = linked(said, &out.changes);
        (out.code, out.because) = ("", because.to_owned());
        out
    };
    match standing.deleter {
        Deleter::Cycle => back(
            "a cycle deleted the user less than 30 days ago, and the user is in scope again: restored, with the same object id; memberships of groups do not come back by themselves",
            Certainty::Documented,
        ),
        Deleter::Himself => back(
            "the user left by himself and is still in scope: comes back; one page says a new cycle provisions the user again, another that only a restore by hand does, so whether the object id is the old one is not certain",
            Certainty::Undocumented,
        ),
        Deleter::Unknown => back(said.judged.reason.words().1, Certainty::Undocumented),
        Deleter::Administrator if is_initial => told(
            Action::Ambiguous,
            "",
            "deleted in the target by an administrator; whether a cycle that looks at everybody brings the user back is not documented",
            Certainty::Undocumented,
            base,
        ),
        Deleter::Administrator => told(
            Action::Fail,
            "InvalidAnchor",
            "the id that is remembered leads to a deleted user; restore by hand in the target (created again instead is possible: the documents do not say)",
            Certainty::Undocumented,
            State::Escrowed,
        ),
    }
}

/// Somebody who is managed.
fn managed(said: &Said<'_>, standing: &Standing, is_initial: bool) -> Decision {
    let base = standing.base();
    let certainty = linked_certainty(said);
    match said.judged.action {
        Action::Update | Action::Unchanged | Action::Disable => {
            let mut out = plain(said, certainty, base);
            out.to = linked(said, &out.changes);
            if !is_initial {
                out.doubts.extend(faults(said, standing));
            }
            out
        }
        Action::SoftDelete => plain(said, certainty, State::TargetSoftDeleted),
        Action::Release => {
            let mut out = plain(said, certainty, State::Released);
            if said.judged.reason == Reason::DisabledThenLeft {
                out.certainty = match standing.left {
                    Some(Left::Groups) => Certainty::Documented,
                    _ => Certainty::Undocumented,
                };
                if standing.left != Some(Left::Groups) {
                    out.because.push_str(
                        "; documented only of a group's members, taken as the same otherwise",
                    );
                }
            }
            out
        }
        Action::Fail => plain(said, certainty, State::Escrowed),
        Action::Create => told(
            Action::Ambiguous,
            "",
            "the user of the target is not found any more",
            Certainty::Undocumented,
            base,
        ),
        Action::Restore | Action::Staged | Action::Skip | Action::Ambiguous => {
            plain(said, certainty, base)
        }
    }
}

/// What stays unrepaired, as the notes on attributes tell.
fn doubts(changes: &[Change]) -> Vec<String> {
    let sentence = |change: &Change| {
        let attribute = &change.attribute;
        Some(match change.note? {
            Note::NotReevaluated => format!(
                "{attribute} stays empty: references are looked at again only on demand or after a restart"
            ),
            Note::SignInNameStays => format!(
                "{attribute} stays as it is while the invitation is pending: repaired on demand or after a restart"
            ),
            Note::ManagerOutOfScope => {
                format!("{attribute} is not written: whom it names is not in scope")
            }
            Note::Null if change.before.is_some() => {
                format!("{attribute} keeps its value: nothing is never written")
            }
            _ => return None,
        })
    };
    changes.iter().filter_map(sentence).collect()
}

/// `Switch` on an attribute that has not changed is read as empty in incremental cycles.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/functions-for-customizing-application-data.md
fn faults(said: &Said<'_>, standing: &Standing) -> Vec<String> {
    let users = said.engine.inputs().configuration.users();
    let rows = users.into_iter().flat_map(|mapping| &mapping.attribute_mappings);
    let doubt = |row: &crate::domain::AttributeMapping| {
        let text = row.source.as_ref()?.expression.as_deref()?;
        let read = crate::sync::expression::attributes(text);
        let is_read = |name: &String| read.contains(name);
        let fails = text.contains("Switch(")
            && !standing.changed.is_empty()
            && !standing.changed.iter().any(is_read);
        fails.then(|| {
            format!(
                "{} may be cleared: `Switch` on an attribute that did not change is documented to fail in incremental cycles",
                row.target
            )
        })
    };
    rows.filter_map(doubt).collect()
}
