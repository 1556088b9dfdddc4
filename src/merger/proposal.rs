//! From answers to edits: only what is missing, as one step that undo takes back.

use std::collections::BTreeSet;

use super::answers::Answers;
use super::fault::{Fault, Weight, faults};
use super::step::{STEPS, Step, StepRow, member_name};
use super::wish::{Duty, Want, Wish};
use super::wishes::wishes;
use crate::access::{Directories, Truth};
use crate::domain::{Ownership, Partner, Tenant, TenantId, Workspace};
use crate::edit::{self, Edit};

/// What one tenant of ours gets by a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Staged {
    /// The question.
    pub step: Step,
    /// Whose setting changes.
    pub owner: TenantId,
    /// What it becomes.
    pub words: String,
    /// Graph's property.
    pub setting: &'static str,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// What a tenant that is not ours has to do: the same, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The question.
    pub step: Step,
    /// Who has to do it.
    pub owner: TenantId,
    /// What it shall be.
    pub words: String,
    /// Graph's property.
    pub setting: &'static str,
    /// With which role and licence, and where.
    pub duty: Duty,
    /// Whether it is known that it is not so; not known where their settings are not here.
    pub is_missing: bool,
}

/// What the answers come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// What the undo step is called.
    pub label: String,
    /// All edits of ours, to be made together.
    pub edits: Vec<Edit>,
    /// The same, question by question.
    pub staged: Vec<Staged>,
    /// What the others have to do.
    pub asked: Vec<Asked>,
    /// What is wrong with the answers.
    pub faults: Vec<Fault>,
}

impl Proposal {
    /// Whether nothing stands in the way of making the edits.
    pub fn is_sound(&self) -> bool {
        self.faults.iter().all(|fault| fault.weight != Weight::Stop)
    }
}

/// What is missing for the answers to be so. A second time there is nothing left to propose.
pub fn proposal(workspace: &Workspace, directories: &Directories, answers: &Answers) -> Proposal {
    let mut out = Proposal {
        label: label(workspace, answers),
        faults: faults(workspace, directories, answers),
        ..Proposal::default()
    };
    let Staging { staged, asked, refused } =
        stage(workspace, wishes(workspace, answers), Some(answers));
    out.faults.extend(refused);
    out.edits = staged.iter().flat_map(|one| one.edits.iter().cloned()).collect();
    out.staged = staged;
    out.asked = asked;
    out
}

fn label(workspace: &Workspace, answers: &Answers) -> String {
    let names: Vec<String> = answers
        .tenants
        .iter()
        .take(3)
        .map(|member| member_name(workspace, answers, member.id))
        .collect();
    let more = answers.tenants.len().saturating_sub(names.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("merger of {}{more}", names.join(" and "))
}

/// The workspace in which every tenant of the answers is known, so that it can be called by its
/// name.
pub fn introduced(workspace: &Workspace, answers: &Answers) -> Workspace {
    let mut out = workspace.clone();
    for member in answers.tenants.iter().filter(|member| !member.ours) {
        out.draft.tenants.entry(member.id).or_insert_with(|| {
            std::sync::Arc::new(Tenant {
                id: member.id,
                display_name: member.name.clone(),
                cloud: member.told_cloud(),
                ownership: Ownership::Theirs,
                ..Tenant::default()
            })
        });
    }
    out
}

/// What wishes come to.
pub(super) struct Staging {
    pub staged: Vec<Staged>,
    pub asked: Vec<Asked>,
    pub refused: Option<Fault>,
}

/// Divides wishes into edits of ours and requests to others. Defaults come last in what is made,
/// and first in what is asked whether a partner needs a setting of its own: a partner that
/// inherits is open only as long as the default is.
pub(super) fn stage(
    workspace: &Workspace,
    wishes: Vec<Wish>,
    answers: Option<&Answers>,
) -> Staging {
    let mut out = Staging { staged: Vec::new(), asked: Vec::new(), refused: None };
    let shown = answers.map_or_else(|| workspace.clone(), |said| introduced(workspace, said));
    for (id, tenant) in &shown.draft.tenants {
        if workspace.draft.tenant(*id).is_none() {
            out.staged.push(Staged {
                step: Step::Tenants,
                owner: *id,
                words: "made known to the workspace".to_owned(),
                setting: "tenantId",
                edits: vec![Edit::AddTenant(Box::new(Tenant::clone(tenant)))],
            });
        }
    }
    let (defaults, others): (Vec<Wish>, Vec<Wish>) =
        wishes.into_iter().partition(|wish| wish.step == Step::Closed);
    let mut last = Vec::new();
    for wish in &defaults {
        take(&shown, wish, &mut last, &mut out.asked, &mut BTreeSet::new());
    }
    let edits: Vec<Edit> = last.iter().flat_map(|one| one.edits.iter().cloned()).collect();
    let closed = edit::apply(&shown, &edits).unwrap_or_else(|_| shown.clone());
    let mut added = BTreeSet::new();
    for wish in &others {
        take(&closed, wish, &mut out.staged, &mut out.asked, &mut added);
    }
    out.staged.extend(last);
    join_clouds(workspace, &mut out.staged);
    out.refused = refused(workspace, &mut out.staged);
    out
}

fn take(
    workspace: &Workspace,
    wish: &Wish,
    staged: &mut Vec<Staged>,
    asked: &mut Vec<Asked>,
    added: &mut BTreeSet<(TenantId, TenantId)>,
) {
    let met = wish.is_met(workspace);
    // What a tenant of ours says is written down also where nothing was imported of it.
    let is_unsaid = met == Truth::Unknown && wish.is_ours(workspace);
    if !wish.is_open(met) && !is_unsaid {
        return;
    }
    let (step, owner) = (wish.step, wish.owner);
    let (words, setting) = (wish.words(workspace), wish.want.setting());
    if !wish.is_ours(workspace) {
        let is_missing = met == Truth::No;
        asked.push(Asked { step, owner, words, setting, duty: wish.want.duty(), is_missing });
        return;
    }
    // What was never imported of a tenant of ours is not written over: who may invite may well be
    // as it has to be.
    if met == Truth::Unknown && wish.want == Want::Invitations {
        return;
    }
    let mut edits = Vec::new();
    let needs_entry = match &wish.want {
        Want::B2b(..) | Want::Switch(..) | Want::Listed => wish.other,
        Want::Cloud(_) | Want::Invitations | Want::Configuration(_) => None,
    };
    if let Some(other) = needs_entry
        && workspace.draft.partner(owner, other).is_none()
        && added.insert((owner, other))
    {
        edits.push(Edit::AddPartner { owner, partner: Box::new(Partner::new(other)) });
    }
    edits.extend(wish.edit(workspace));
    if !edits.is_empty() {
        staged.push(Staged { step, owner, words, setting, edits });
    }
}

/// Several clouds of one tenant are one list.
fn join_clouds(workspace: &Workspace, staged: &mut [Staged]) {
    let mut held = std::collections::BTreeMap::new();
    for edit in staged.iter_mut().flat_map(|one| &mut one.edits) {
        let Edit::CloudEndpoints { owner, endpoints } = edit else { continue };
        let all = held.entry(*owner).or_insert_with(|| {
            let policy = workspace.draft.policy(*owner);
            policy.map(|policy| policy.allowed_cloud_endpoints.clone()).unwrap_or_default()
        });
        for endpoint in endpoints.drain(..) {
            if !all.contains(&endpoint) {
                all.push(endpoint);
            }
        }
        endpoints.clone_from(all);
    }
}

/// What the rules of the service refuse is left out, and said at its question.
fn refused(workspace: &Workspace, staged: &mut Vec<Staged>) -> Option<Fault> {
    let all = |staged: &[Staged]| -> Vec<Edit> {
        staged.iter().flat_map(|one| one.edits.iter().cloned()).collect()
    };
    edit::apply(workspace, &all(staged)).err()?;
    let mut first = None;
    let mut good: Vec<Staged> = Vec::new();
    for one in staged.drain(..) {
        let step = one.step;
        let words = one.words.clone();
        good.push(one);
        if let Err(refused) = edit::apply(workspace, &all(&good)) {
            good.pop();
            first.get_or_insert(Fault {
                step,
                weight: Weight::Stop,
                sentence: format!("{words}: {refused}"),
            });
        }
    }
    *staged = good;
    first
}

/// How far a question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not answered.
    Open,
    /// It reads an answer that is not there yet. It can be answered all the same.
    Waiting,
    /// Answered.
    Answered,
    /// Answered, and it cannot be done like this.
    Faulty,
}

impl State {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Waiting => "waiting",
            State::Answered => "answered",
            State::Faulty => "faulty",
        }
    }
}

/// A question as a rail or a form shows it.
#[derive(Clone, Debug)]
pub struct StepView<'p> {
    /// The question.
    pub row: &'static StepRow,
    /// How far it is.
    pub state: State,
    /// The answer in a line; empty where there is none.
    pub answer: String,
    /// What is wrong with it.
    pub faults: Vec<&'p Fault>,
    /// What it stages in tenants of ours.
    pub staged: Vec<&'p Staged>,
    /// What it asks of the others.
    pub asked: Vec<&'p Asked>,
}

/// Every question with its answer, its faults and what it stages.
pub fn steps<'p>(
    workspace: &Workspace,
    answers: &Answers,
    proposal: &'p Proposal,
) -> Vec<StepView<'p>> {
    let view = |row: &'static StepRow| {
        let step = row.step;
        let faults: Vec<&Fault> = proposal.faults.iter().filter(|one| one.step == step).collect();
        let answered = step.is_answered(answers);
        let stops = faults.iter().any(|fault| fault.weight == Weight::Stop);
        let waits = row.depends_on.iter().any(|one| !one.is_answered(answers));
        let state = match () {
            () if stops => State::Faulty,
            () if answered => State::Answered,
            () if waits => State::Waiting,
            () => State::Open,
        };
        StepView {
            row,
            state,
            answer: step.answer(workspace, answers),
            faults,
            staged: proposal.staged.iter().filter(|one| one.step == step).collect(),
            asked: proposal.asked.iter().filter(|one| one.step == step).collect(),
        }
    };
    STEPS.iter().map(view).collect()
}
