//! The smallest change: which edits on our side turn exactly this answer around, and whom else they
//! would touch. Every proposal was tried on a copy before it is told.

mod candidates;
mod reach;

use std::collections::BTreeSet;

use crate::access::{
    self, Answer, Directories, Gate, Line, Outcome, Question, Stage, Verdict, evaluate,
};
use crate::domain::{
    B2b, Guid, Half, Ownership, Subject, Target, TargetConfiguration, TenantId, Workspace,
};
use crate::edit::{self, Edit};

use reach::Crowd;
pub use reach::Reach;

/// Proposals that are told, at most.
const PROPOSALS_MAX: usize = 5;
/// Changes at the first gate that are tried as a whole, the smallest of them first.
const TRIED_MAX: usize = 12;

/// A change that turns the answer around.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What it does, in words.
    pub label: String,
    /// The edits, ready to be made together.
    pub edits: Vec<Edit>,
    /// Whom else it touches; `None` where nobody of the home tenant is known, or where it is not
    /// about sign-ins.
    pub reach: Option<Reach>,
}

/// What can be done about an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remedies {
    /// What we can do: first what leaves every list as it is but for the one asked about, then the
    /// least far-reaching.
    pub ours: Vec<Proposal>,
    /// What the other side has to do.
    pub theirs: Vec<String>,
}

/// A change at one gate, before it is known to be enough.
struct Fix {
    label: String,
    edits: Vec<Edit>,
    /// How many that a list names it takes off: such a change is never the smallest.
    loses: usize,
    /// How many halves let everybody or everything pass afterwards, or stop it, and did not before.
    widens: usize,
}

/// Which edits turn the answer to a question around: open what is blocked, block what is not. A
/// block on one side stops it whatever the other says, so it is proposed where theirs is not known.
pub fn smallest(
    workspace: &Workspace,
    directories: &Directories,
    question: &Question,
    answer: &Answer,
) -> Remedies {
    let mut out = Remedies::default();
    let trial = Trial { workspace, directories, question };
    let ways: Vec<Vec<Fix>> = match answer.verdict {
        Verdict::Blocked => {
            let stops = |line: &&Line| line.would == Outcome::Block;
            let (ours, theirs): (Vec<&Line>, Vec<&Line>) =
                answer.trace.iter().filter(stops).partition(|line| trial.is_ours(line.tenant));
            out.theirs = theirs.iter().map(|line| trial.theirs(line)).collect();
            if !theirs.is_empty() {
                return out;
            }
            let opens = |line: &&Line| trial.fixes(line, |after| after.would != Outcome::Block);
            ours.iter().map(opens).collect()
        }
        // One of the two sides is enough to close; each is a way of its own.
        Verdict::Allowed | Verdict::StepRequired | Verdict::DependsOnPartner => {
            let sides = |line: &&Line| {
                matches!(line.gate, Gate::HomeOutbound | Gate::ResourceInbound)
                    && trial.is_ours(line.tenant)
            };
            let closes = |line: &Line| trial.fixes(line, |after| after.would == Outcome::Block);
            vec![sorted(answer.trace.iter().filter(sides).flat_map(closes).collect())]
        }
        Verdict::Invalid => return out,
    };
    out.ours = trial.joined(ways, answer.verdict);
    out
}

/// What leaves lists as they are comes first; of two that do, the one that changes less, which takes
/// fewer words.
fn sorted(mut fixes: Vec<Fix>) -> Vec<Fix> {
    fixes.sort_by_cached_key(|fix| (fix.loses, fix.widens, fix.label.len(), fix.label.clone()));
    fixes
}

/// Where changes are tried.
struct Trial<'w> {
    workspace: &'w Workspace,
    directories: &'w Directories,
    question: &'w Question,
}

impl Trial<'_> {
    fn is_ours(&self, tenant: TenantId) -> bool {
        self.workspace
            .draft
            .tenant(tenant)
            .is_some_and(|tenant| tenant.ownership == Ownership::Ours)
    }

    fn name(&self, tenant: TenantId) -> String {
        access::name(&self.workspace.draft, tenant)
    }

    /// What an id of a tenant is called, where that is known.
    fn called(&self, tenant: TenantId, id: Guid) -> Option<String> {
        let book = &self.workspace.address_book;
        access::id_name(self.directories, book, tenant, id).map(|(name, _)| name)
    }

    fn theirs(&self, line: &Line) -> String {
        let setting = if line.setting.is_empty() { line.gate.title() } else { line.setting };
        format!("{} has to change its {setting}: {}", self.name(line.tenant), line.because)
    }

    /// Candidates at one gate that do what is wanted of its line.
    fn fixes(&self, line: &Line, wanted: impl Fn(&Line) -> bool) -> Vec<Fix> {
        let mut kept = Vec::new();
        for (label, edits) in candidates::at(self, line) {
            let Ok(after) = edit::apply(self.workspace, &edits) else { continue };
            let answer = evaluate(&after.draft, self.directories, self.question);
            let same = |other: &&Line| other.gate == line.gate && other.tenant == line.tenant;
            let mut lines = answer.trace.iter().filter(same).peekable();
            if lines.peek().is_none() || !lines.all(&wanted) {
                continue;
            }
            let (loses, widens) = self.toll(&after, line);
            kept.push(Fix { label, edits, loses, widens });
        }
        sorted(kept)
    }

    /// What a change costs the lists of the gate's setting: how many named ones it takes off, and how
    /// many halves become a matter of everybody.
    fn toll(&self, after: &Workspace, line: &Line) -> (usize, usize) {
        let Some(setting) = B2b::ALL.into_iter().find(|b2b| b2b.property() == line.setting) else {
            return (0, 0);
        };
        let Question { home, resource, .. } = *self.question;
        let other = if line.tenant == home { resource } else { home };
        let half = |workspace: &'_ Workspace, half| {
            let policy = workspace.draft.policy(line.tenant)?;
            let found = access::resolve_half(policy, Subject::Partner(other), setting, half)?;
            Some(found.value.clone())
        };
        let (mut loses, mut widens) = (0, 0);
        for which in Half::BOTH {
            let (Some(was), Some(is)) = (half(self.workspace, which), half(after, which)) else {
                continue;
            };
            let named = |target: &&Target| !target.value.is_all();
            loses += was.targets.iter().filter(named).filter(|t| !is.targets.contains(t)).count();
            let whole = |list: &TargetConfiguration| (list.allows_all(), list.blocks_all());
            widens += usize::from(is.is_all() && whole(&is) != whole(&was));
        }
        (loses, widens)
    }

    /// One fix of each gate together, tried once more as a whole.
    fn joined(&self, ways: Vec<Vec<Fix>>, before: Verdict) -> Vec<Proposal> {
        let Some((first, others)) = ways.split_first() else { return Vec::new() };
        let Some(rest) = others.iter().map(|fixes| fixes.first()).collect::<Option<Vec<_>>>()
        else {
            return Vec::new();
        };
        let crowd = Crowd::of(self);
        let mut found = Vec::new();
        for fix in first.iter().take(TRIED_MAX) {
            let all: Vec<&Fix> = std::iter::once(fix).chain(rest.iter().copied()).collect();
            let mut edits: Vec<Edit> = Vec::new();
            for edit in all.iter().flat_map(|fix| &fix.edits) {
                if !edits.contains(edit) {
                    edits.push(edit.clone());
                }
            }
            let Ok(after) = edit::apply(self.workspace, &edits) else { continue };
            let now = evaluate(&after.draft, self.directories, self.question).verdict;
            let turned = match before {
                Verdict::Blocked => !matches!(now, Verdict::Blocked | Verdict::Invalid),
                _ => now == Verdict::Blocked,
            };
            if turned {
                let labels: BTreeSet<&str> = all.iter().map(|fix| fix.label.as_str()).collect();
                let label = labels.into_iter().collect::<Vec<_>>().join("; and ");
                // Invitations are not counted: nobody knows who is going to be invited.
                let counted = self.question.stage != Stage::Invitation;
                let crowd = crowd.as_ref().filter(|_| counted);
                let reach = crowd.map(|crowd| crowd.reach(self, &after));
                let loses: usize = all.iter().map(|fix| fix.loses).sum();
                let widens: usize = all.iter().map(|fix| fix.widens).sum();
                found.push((
                    loses,
                    reach.map(Reach::total),
                    widens,
                    Proposal { label, edits, reach },
                ));
            }
        }
        found.sort_by_cached_key(|(loses, total, widens, proposal)| {
            (*loses, *total, *widens, proposal.label.len(), proposal.label.clone())
        });
        // Of two that touch as many, the one with more words does something for nothing.
        found.dedup_by_key(|(loses, total, widens, _)| (*loses, *total, *widens));
        found.into_iter().map(|(.., proposal)| proposal).take(PROPOSALS_MAX).collect()
    }
}

#[cfg(test)]
mod tests;
