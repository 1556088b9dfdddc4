//! What screens look at: the workspace, and what was derived from it once for all to draw.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::errand;
use super::files::Files;
use super::job::{AskedOf, Job, Work};
use super::merging::Merging;
use super::screens::Planned;
use super::sync::Held;
use super::theme::ThemeName;
use crate::access::{Activity, Question, id_name};
use crate::domain::{
    Directory, Estate, Guid, Ownership, Setting, Subject, Tenant, TenantId, Workspace,
};
use crate::edit::Refused;
use crate::export::Document;
use crate::partners::{PartnerRow, Source, partner_rows};
use crate::plan::{Difference, Tally, What, differences, synced};
use crate::remedy::Remedies;
use crate::replay::{Rehearsal, Replay, Wish};
use crate::store::SignIns;
use crate::wire::{Entry, Headline};

/// Which of the two estates the screens show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Showing {
    /// What is being designed.
    #[default]
    Draft,
    /// What was imported.
    Observed,
}

/// What a person has chosen; kept outside the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Colours.
    pub theme: ThemeName,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Whether changed things flash.
    pub motion: bool,
    /// Whether only ASCII is written.
    pub ascii: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Preferences { theme: ThemeName::Auto, mouse: true, motion: true, ascii: false }
    }
}

/// A line of the history.
#[derive(Clone, Debug)]
pub struct HistoryLine {
    /// The line.
    pub head: Headline,
    /// Whether it stands undone.
    pub undone: bool,
}

/// Everything screens may look at.
#[derive(Debug, Default)]
pub struct Model {
    /// The workspace.
    pub workspace: Arc<Workspace>,
    /// The tenants as observed.
    pub observed: Estate,
    /// Grows with every edit.
    pub revision: u64,
    /// Where the workspace lies.
    pub place: String,
    /// The tenant that is looked from.
    pub owner: TenantId,
    /// Which estate is shown.
    pub showing: Showing,
    /// The questions asked before, newest last.
    pub asked: Vec<Question>,
    /// Where draft and observed differ.
    pub differences: Vec<Difference>,
    /// Synchronisations that are set up here, and parts of others that were edited.
    pub synced: (usize, usize),
    /// The default, then the partners of `owner` in the shown estate, by name.
    pub rows: Arc<Vec<PartnerRow>>,
    /// Marked partners.
    pub marks: BTreeSet<TenantId>,
    /// The journal, oldest first.
    pub history: Vec<HistoryLine>,
    /// The line of the journal that was looked at last.
    pub entry: Option<Entry>,
    /// Imported directories, as far as they have been read.
    pub directories: BTreeMap<TenantId, Arc<Directory>>,
    /// How many directories were read, again included.
    pub directories_read: usize,
    /// Imported sign-in logs, once they have been read.
    pub sign_ins: Option<Arc<SignIns>>,
    /// What the draft does to them, and of what that was asked.
    pub replay: Option<(AskedOf, Arc<Replay>)>,
    /// Which changes are planned, and whether the way back is.
    pub planned: Planned,
    /// The plan, and of what it was made.
    pub plan: Option<((AskedOf, Planned), Arc<Document>)>,
    /// What was rehearsed last.
    pub rehearsal: Option<(Wish, Result<Arc<Rehearsal>, Refused>)>,
    /// What a card or a screen wanted worked out last, and of what.
    pub worked: Option<(errand::Of, Arc<errand::Outcome>)>,
    /// What is known of synchronisation.
    pub sync: Held,
    /// The merger that is under way.
    pub merging: Merging,
    /// Files that are looked for and read in.
    pub files: Files,
    /// What the person has chosen.
    pub preferences: Preferences,
    /// Today, `YYYY-MM-DD`.
    pub today: String,
    /// Grows whenever anything above changes.
    pub version: u64,
}

impl Model {
    /// Takes a workspace in, and derives what screens show.
    pub fn take(&mut self, workspace: Arc<Workspace>, revision: u64) {
        self.observed = workspace.observed_estate();
        self.differences = differences(&workspace);
        self.synced = synced(&workspace, crate::wire::sync_parts);
        self.workspace = workspace;
        self.revision = revision;
        let ours = |tenant: &Tenant| tenant.ownership == Ownership::Ours;
        if !self.workspace.draft.tenant(self.owner).is_some_and(ours) {
            self.owner = self.ours().first().map(|tenant| tenant.id).unwrap_or_default();
        }
        self.derive();
    }

    /// Derives the rows again, after the owner or the estate has changed.
    pub fn derive(&mut self) {
        self.rows = Arc::new(partner_rows(Source {
            workspace: &self.workspace,
            estate: self.estate(),
            owner: self.owner,
            differences: &self.differences,
        }));
        let partners: BTreeSet<TenantId> =
            self.rows.iter().filter_map(PartnerRow::partner).collect();
        self.marks.retain(|mark| partners.contains(mark));
        self.version += 1;
    }

    /// What the imported logs say, as far as they have been read.
    pub fn activities(&self) -> &[Activity] {
        self.sign_ins.as_ref().map(|held| held.activities.as_slice()).unwrap_or_default()
    }

    /// What long work is asked of now.
    pub fn asked_of(&self) -> AskedOf {
        (self.revision, self.directories_read)
    }

    /// Of what a wish would be worked out now.
    pub fn of(&self, wish: errand::Wish) -> errand::Of {
        (self.asked_of(), self.sign_ins.is_some(), wish)
    }

    /// What came of a wish, where that still holds.
    pub fn outcome(&self, wish: errand::Wish) -> Option<&Arc<errand::Outcome>> {
        let of = self.of(wish);
        self.worked.as_ref().filter(|(held, _)| *held == of).map(|(_, outcome)| outcome)
    }

    /// Long work over the sign-ins; nothing where they have not been read, or there are none.
    pub fn job(&self, work: Work) -> Option<Job> {
        let sign_ins = self.sign_ins.clone().filter(|held| !held.activities.is_empty())?;
        Some(self.job_over(sign_ins, work))
    }

    /// The plan is made of the workspace and its directories alone.
    pub fn plan_job(&self) -> Job {
        self.job_over(Arc::default(), Work::Plan(self.planned.clone()))
    }

    /// What would turn the draft's answer to a question around, where that has been worked out.
    pub fn remedies(&self, question: &Question) -> Option<Arc<Remedies>> {
        let wish = errand::Wish::Turn(Box::new(question.clone()));
        match self.outcome(wish)?.as_ref() {
            errand::Outcome::Turned(found) => Some(Arc::clone(found)),
            _ => None,
        }
    }

    fn job_over(&self, sign_ins: Arc<SignIns>, work: Work) -> Job {
        Job {
            workspace: Arc::clone(&self.workspace),
            directories: self.directories.clone(),
            sign_ins,
            asked_of: self.asked_of(),
            work,
        }
    }

    /// The estate that is shown.
    pub fn estate(&self) -> &Estate {
        match self.showing {
            Showing::Draft => &self.workspace.draft,
            Showing::Observed => &self.observed,
        }
    }

    /// Why nothing can be edited now.
    pub fn locked(&self) -> Option<&'static str> {
        (self.showing == Showing::Observed)
            .then_some("what was observed cannot be changed; t goes back to the draft")
    }

    /// Our tenants, by name.
    pub fn ours(&self) -> Vec<&Tenant> {
        let mut ours: Vec<&Tenant> = self
            .workspace
            .draft
            .tenants
            .values()
            .map(Arc::as_ref)
            .filter(|tenant| tenant.ownership == Ownership::Ours)
            .collect();
        ours.sort_by(|a, b| a.display_name.cmp(&b.display_name));
        ours
    }

    /// The name of a tenant, or its id where no name is known.
    pub fn name(&self, id: TenantId) -> String {
        match self.workspace.draft.tenant(id) {
            Some(tenant) if !tenant.display_name.is_empty() => tenant.display_name.clone(),
            _ => id.to_string(),
        }
    }

    /// How a subject is called.
    pub fn subject_name(&self, subject: Subject) -> String {
        match subject {
            Subject::Default => "Default".to_owned(),
            Subject::Partner(id) => self.name(id),
        }
    }

    /// Whether the plan changes a setting of a subject of the tenant that is looked from.
    pub fn is_changed(&self, subject: Subject, setting: Setting) -> bool {
        self.differences.iter().any(|d| {
            d.owner == self.owner
                && d.subject == Some(subject)
                && (d.what == What::Setting(setting) || d.what == What::Added)
        })
    }

    /// The differences of one subject of the tenant that is looked from.
    pub fn changes_of(&self, subject: Subject) -> impl Iterator<Item = &Difference> {
        let owner = self.owner;
        self.differences.iter().filter(move |d| d.owner == owner && d.subject == Some(subject))
    }

    /// How many differences there are, synchronisations among them.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::of(&self.differences);
        tally.added += self.synced.0;
        tally.changed += self.synced.1;
        tally
    }

    /// What an id of a tenant is called, and how we know.
    pub fn id_name(&self, tenant: TenantId, id: Guid) -> Option<(String, &'static str)> {
        id_name(&self.directories, &self.workspace.address_book, tenant, id)
    }
}
