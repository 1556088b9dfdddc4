//! Who goes where among many tenants: every ordered pair in one of a few states, and what is open
//! in it.

use super::answers::Answers;
use super::line::Todo;
use super::wish::{Want, Wish};
use super::wishes::relation;
use crate::access::{Layer, Truth, resolve_b2b};
use crate::domain::{Subject, TenantId, Workspace};

/// How a pair stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// A tenant and itself.
    Own,
    /// No relation was asked for, and neither side says anything about the other.
    Nothing,
    /// It was asked for, and nothing of it is there.
    Missing,
    /// Some of it is there.
    Half,
    /// All that is known of it is there, and the rest is not in the workspace.
    Unseen,
    /// All of it is there.
    Complete,
    /// One side says the opposite on purpose, or opens what was not asked for.
    Conflicting,
}

impl Cell {
    /// All, in the order of a legend.
    pub const ALL: [Cell; 7] = [
        Cell::Own,
        Cell::Nothing,
        Cell::Missing,
        Cell::Half,
        Cell::Unseen,
        Cell::Complete,
        Cell::Conflicting,
    ];

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Cell::Own => "own",
            Cell::Nothing => "nothing",
            Cell::Missing => "missing",
            Cell::Half => "half",
            Cell::Unseen => "unseen",
            Cell::Complete => "complete",
            Cell::Conflicting => "conflicting",
        }
    }

    /// The sign, in ASCII.
    pub fn sign(self) -> char {
        match self {
            Cell::Own => '\\',
            Cell::Nothing => '.',
            Cell::Missing => 'o',
            Cell::Half => '~',
            Cell::Unseen => '?',
            Cell::Complete => '+',
            Cell::Conflicting => '!',
        }
    }
}

/// One ordered pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Whose people.
    pub home: TenantId,
    /// Where to.
    pub resource: TenantId,
    /// How it stands.
    pub cell: Cell,
    /// Wishes that are met, and all of them.
    pub met: [usize; 2],
}

/// All ordered pairs of the tenants that take part, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Mesh {
    /// The tenants, in the order of the answers.
    pub tenants: Vec<TenantId>,
    /// Row by row: the home is the row, the resource the column.
    pub pairs: Vec<Pair>,
}

impl Mesh {
    /// One row.
    pub fn row(&self, at: usize) -> &[Pair] {
        let width = self.tenants.len();
        self.pairs.get(at * width..(at + 1) * width).unwrap_or_default()
    }

    /// How many pairs stand so.
    pub fn count(&self, cell: Cell) -> usize {
        self.pairs.iter().filter(|pair| pair.cell == cell).count()
    }
}

/// How every pair stands, held against the answers: their directions say which pairs are wanted.
pub fn mesh(workspace: &Workspace, answers: &Answers) -> Mesh {
    let mut tenants: Vec<TenantId> = Vec::new();
    for member in &answers.tenants {
        if !tenants.contains(&member.id) {
            tenants.push(member.id);
        }
    }
    let wanted: std::collections::BTreeSet<(TenantId, TenantId)> =
        answers.pairs().into_iter().collect();
    let mut pairs = Vec::with_capacity(tenants.len() * tenants.len());
    for home in &tenants {
        for resource in &tenants {
            let is_wanted = wanted.contains(&(*home, *resource));
            pairs.push(pair(workspace, answers, *home, *resource, is_wanted));
        }
    }
    Mesh { tenants, pairs }
}

/// What is open in one pair, whether or not it is wanted.
pub fn open_lines(
    workspace: &Workspace,
    answers: &Answers,
    home: TenantId,
    resource: TenantId,
) -> Vec<Todo> {
    let wishes = relation(workspace, answers, home, resource);
    wishes.iter().filter_map(|wish| Todo::of(workspace, wish)).collect()
}

fn pair(
    workspace: &Workspace,
    answers: &Answers,
    home: TenantId,
    resource: TenantId,
    is_wanted: bool,
) -> Pair {
    let out = |cell, met| Pair { home, resource, cell, met };
    if home == resource {
        return out(Cell::Own, [0, 0]);
    }
    let wishes = relation(workspace, answers, home, resource);
    if !is_wanted {
        // Nobody asked for it: it is in conflict where a side says on purpose what opens it.
        let opened = wishes.iter().any(|wish| {
            is_said(workspace, wish) && opens(wish) && wish.is_met(workspace) == Truth::Yes
        });
        return out(if opened { Cell::Conflicting } else { Cell::Nothing }, [0, 0]);
    }
    let truths: Vec<Truth> = wishes.iter().map(|wish| wish.is_met(workspace)).collect();
    let count = |truth| truths.iter().filter(|one| **one == truth).count();
    let met = [count(Truth::Yes), truths.len()];
    let against = wishes.iter().zip(&truths).any(|(wish, truth)| {
        *truth == Truth::No && matches!(wish.want, Want::B2b(..)) && is_said(workspace, wish)
    });
    let cell = match () {
        () if against => Cell::Conflicting,
        () if count(Truth::Yes) == truths.len() => Cell::Complete,
        () if count(Truth::No) == 0 => Cell::Unseen,
        () if wishes.iter().zip(&truths).any(|(wish, truth)| {
            *truth == Truth::Yes && wish.other.is_some() && is_said(workspace, wish)
        }) =>
        {
            Cell::Half
        }
        () => Cell::Missing,
    };
    out(cell, met)
}

/// Whether the tenant itself says it about the other, and does not merely inherit it.
fn is_said(workspace: &Workspace, wish: &Wish) -> bool {
    let Some(policy) = workspace.draft.policy(wish.owner) else { return false };
    let Some(other) = wish.other else { return false };
    match &wish.want {
        Want::B2b(setting, _) => {
            resolve_b2b(policy, Subject::Partner(other), *setting).layer == Layer::Partner
        }
        Want::Switch(setting, _) => {
            crate::access::resolve_bool(policy, Subject::Partner(other), *setting)
                .is_some_and(|held| held.layer == Layer::Partner)
        }
        Want::Configuration(wanted) => workspace
            .synchronizations
            .values()
            .any(|held| held.source == wanted.source && held.target == wanted.target),
        Want::Listed => policy.partners.contains_key(&other),
        Want::Cloud(_) | Want::Invitations => false,
    }
}

/// Whether people pass by it, as far as it goes: trust and redemption open nothing by themselves.
fn opens(wish: &Wish) -> bool {
    match &wish.want {
        Want::B2b(..) | Want::Configuration(_) => true,
        Want::Switch(setting, on) => *on && matches!(setting, crate::domain::Setting::Sync(_)),
        Want::Cloud(_) | Want::Listed | Want::Invitations => false,
    }
}
