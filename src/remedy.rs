//! The smallest change: which edits on our side turn exactly this answer around, and whom else they
//! would touch. Every proposal was tried on a copy before it is told.

mod candidates;
mod reach;

use std::collections::BTreeSet;

use crate::access::{self, Answer, Directories, Gate, Line, Outcome, Question, Verdict, evaluate};
use crate::domain::{Guid, Ownership, TenantId, Workspace};
use crate::edit::{self, Edit};

use reach::Reach;

/// Proposals that are told, at most.
const PROPOSALS_MAX: usize = 5;

/// A change that turns the answer around.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What it does, in words.
    pub label: String,
    /// The edits, ready to be made together.
    pub edits: Vec<Edit>,
    /// How many other pairs of a known user and a known application it opens at this gate.
    pub opens: u64,
    /// How many others it closes.
    pub closes: u64,
}

/// What can be done about an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remedies {
    /// What we can do, the least far-reaching first.
    pub ours: Vec<Proposal>,
    /// What the other side has to do.
    pub theirs: Vec<String>,
}

/// A change at one gate, before it is known to be enough.
struct Fix {
    label: String,
    edits: Vec<Edit>,
    reach: Reach,
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

/// The least far-reaching first; of two that touch as many the one that changes less, which takes
/// fewer words.
fn sorted(mut fixes: Vec<Fix>) -> Vec<Fix> {
    fixes.sort_by_cached_key(|fix| (fix.reach.total(), fix.label.len(), fix.label.clone()));
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
            let reach = reach::between(self, &after, line);
            kept.push(Fix { label, edits, reach });
        }
        sorted(kept)
    }

    /// One fix of each gate together, tried once more as a whole.
    fn joined(&self, ways: Vec<Vec<Fix>>, before: Verdict) -> Vec<Proposal> {
        let Some((first, others)) = ways.split_first() else { return Vec::new() };
        let mut out = Vec::new();
        for fix in first {
            let Some(rest) = others.iter().map(|fixes| fixes.first()).collect::<Option<Vec<_>>>()
            else {
                return Vec::new();
            };
            let all: Vec<&Fix> = std::iter::once(fix).chain(rest).collect();
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
            let opens = all.iter().map(|fix| fix.reach.opens).sum();
            let closes = all.iter().map(|fix| fix.reach.closes).sum();
            // Of two that touch as many the first takes fewer words, and does less.
            let seen =
                out.iter().any(|kept: &Proposal| (kept.opens, kept.closes) == (opens, closes));
            if turned && !seen {
                let labels: BTreeSet<&str> = all.iter().map(|fix| fix.label.as_str()).collect();
                out.push(Proposal {
                    label: labels.into_iter().collect::<Vec<_>>().join("; and "),
                    edits,
                    opens,
                    closes,
                });
            }
            if out.len() == PROPOSALS_MAX {
                break;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests;
