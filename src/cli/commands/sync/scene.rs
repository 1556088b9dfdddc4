//! What preview and person share: the configuration that is meant, and both directories.

use std::ops::ControlFlow;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::cli::call::Call;
use crate::cli::names::name_of;
use crate::cli::trouble::{BUG, Trouble};
use crate::domain::{SyncConfiguration, Workspace};
use crate::store::{self, Disk};
use crate::sync::{
    Action, Engine, Inputs, Job, JobVerdict, Judged, Mode, PolicyGate, Preview, Roster, Summary,
    SyncGroup,
};
use crate::text::{did_you_mean, nearest};
use crate::{domain::ObjectId, sync};

/// A configuration with all that is known of its two ends.
pub struct Scene {
    pub workspace: Arc<Workspace>,
    pub configuration: Arc<SyncConfiguration>,
    pub source: Roster,
    pub target: Roster,
    source_groups: Vec<SyncGroup>,
    target_groups: Vec<SyncGroup>,
    expressions: sync::Expressions,
}

impl Scene {
    /// Reads what belongs to the configuration with this name or id.
    pub fn of(name: &str, call: &mut Call<'_>) -> Result<Self, Trouble> {
        let desk = call.open()?;
        let workspace = Arc::clone(desk.workspace());
        let configuration = named(&workspace, name)?;
        let scene = Scene::read(workspace, configuration, desk.disk().as_ref(), call)?;
        if scene.source.is_empty() {
            return Err(Trouble::bad(format!(
                "the directory of {} is not in the workspace; `detente import` reads its users and groups",
                name_of(&scene.workspace.draft, scene.configuration.source)
            )));
        }
        Ok(scene)
    }

    /// Reads what belongs to a configuration of any workspace, also of one that is only tried.
    fn read(
        workspace: Arc<Workspace>,
        configuration: Arc<SyncConfiguration>,
        disk: &dyn Disk,
        call: &mut Call<'_>,
    ) -> Result<Self, Trouble> {
        let [source, target] = sync::wanted(&configuration);
        let ends = [(configuration.source, source), (configuration.target, target)];
        // Nobody stops it here.
        let read = store::read_ends(disk, ends, &|_| ControlFlow::Continue(()))?;
        let [source, target] = read.unwrap_or_default();
        call.notices.extend(source.notices.into_iter().chain(target.notices));
        let (source, source_groups) = (source.users, source.groups);
        let (target, target_groups) = (target.users, target.groups);
        Ok(Scene {
            workspace,
            configuration,
            source,
            target,
            source_groups,
            target_groups,
            expressions: sync::Expressions::default(),
        })
    }

    /// Everything ready for a cycle.
    pub fn engine(&self, mode: Mode) -> Engine<'_> {
        Engine::of(Inputs {
            estate: &self.workspace.draft,
            configuration: &self.configuration,
            source: &self.source,
            target: &self.target,
            source_groups: &self.source_groups,
            target_groups: &self.target_groups,
            mode,
            expressions: &self.expressions,
        })
    }

    /// Says what the exports do not hold.
    pub fn tell(&self, engine: &Engine<'_>, call: &mut Call<'_>) {
        let name = |tenant| name_of(&self.workspace.draft, tenant);
        call.notices.extend(engine.untold_words(name));
    }

    /// Says what is not known of who is assigned.
    pub fn tell_scope(&self, engine: &Engine<'_>, call: &mut Call<'_>) {
        let name = |tenant| name_of(&self.workspace.draft, tenant);
        call.notices.extend(engine.scope_words(name));
    }

    /// What is wrong with the configuration itself.
    pub fn faults(&self, engine: &Engine<'_>) -> Vec<sync::SchemaFault> {
        let population =
            if self.configuration.sync_all { self.source.len() } else { engine.size() };
        let around = sync::Around {
            estate: Some(&self.workspace.draft),
            attributes: None,
            groups: &self.source_groups,
            beside: Some(&self.workspace.synchronizations),
            population: (!engine.is_scope_open()).then_some(population as u64),
        };
        sync::faults(&self.configuration, &around)
    }

    /// What bears on the answer and is in the workspace: other configurations of the same pair.
    pub fn tell_beside(&self, call: &mut Call<'_>) {
        call.notices
            .extend(sync::beside_words(&self.configuration, &self.workspace.synchronizations));
    }

    /// From where to where.
    pub fn title(&self) -> String {
        let name = |id| name_of(&self.workspace.draft, id);
        let SyncConfiguration { display_name, source, target, .. } = self.configuration.as_ref();
        format!("{display_name}: {} to {}", name(*source), name(*target))
    }

    /// One user as programs read it.
    pub fn user(&self, engine: &Engine<'_>, preview: &Preview, row: usize) -> Value {
        let Some(user) = preview.users.get(row) else { return Value::Null };
        let target: Option<ObjectId> = user.matched().map(|(at, _)| self.target.id(at));
        let changes = engine.changes(row, &preview.users);
        let changes = changes.iter().map(change_json);
        json!({
            "sourceId": self.source.id(row).to_string(),
            "userPrincipalName": self.source.named(row, "userPrincipalName").text(),
            "action": user.action.word(),
            "because": user.because(),
            "certainty": user.certainty.word(),
            "targetId": target.map(|id| id.to_string()),
            "changes": changes.collect::<Vec<_>>(),
        })
    }
}

/// What happens to one attribute, as programs read it.
pub fn change_json(one: &sync::Change) -> Value {
    let doubt = one.note.and_then(sync::Note::doubt);
    json!({
        "attribute": one.attribute,
        "before": one.before,
        "after": one.after,
        "mapping": one.mapping,
        "note": one.note.map(sync::Note::word),
        "noteCertainty": doubt.map(|(sure, _)| sure.word()),
        "source": doubt.map(|(_, page)| page),
    })
}

/// The whole preview; nobody stops it here.
pub fn whole(engine: &Engine<'_>) -> Result<Preview, Trouble> {
    behind(engine, PolicyGate::Kept)
}

/// The whole preview with such a gate.
pub fn behind(engine: &Engine<'_>, gate: PolicyGate) -> Result<Preview, Trouble> {
    engine
        .previewed(gate, &|_| ControlFlow::Continue(()))
        .map_err(|_stopped| Trouble::of(BUG, "the preview was stopped"))
}

/// The mappings at risk; nobody stops it here.
pub fn perils(engine: &Engine<'_>, preview: &Preview) -> Result<Vec<sync::Peril>, Trouble> {
    engine
        .perils(&preview.users, &|_| ControlFlow::Continue(()))
        .map_err(|_stopped| Trouble::of(BUG, "the preview was stopped"))
}

/// The preview of a configuration in a workspace that is only tried.
pub fn previewed(
    workspace: &Workspace,
    configuration: &Arc<SyncConfiguration>,
    disk: &dyn Disk,
    mode: Mode,
    call: &mut Call<'_>,
) -> Result<Preview, Trouble> {
    let workspace = Arc::new(workspace.clone());
    let scene = Scene::read(workspace, Arc::clone(configuration), disk, call)?;
    let engine = scene.engine(mode);
    scene.tell(&engine, call);
    whole(&engine)
}

/// The exit code: 1 when the job would not run.
pub fn exit(preview: &Preview) -> u8 {
    match preview.job.verdict {
        JobVerdict::Runs | JobVerdict::Unknown => 0,
        JobVerdict::Blocked | JobVerdict::Quarantined => 1,
    }
}

/// The counts as programs read them.
pub fn summary_json(summary: &Summary) -> Value {
    let counts = Action::ALL.iter().map(|one| (one.word().to_owned(), json!(summary.of(*one))));
    Value::Object(counts.collect())
}

/// The job as programs read it.
pub fn job_json(job: &Job) -> Value {
    json!({
        "verdict": job.verdict.word(),
        "because": job.because,
        "deletions": job.deletions,
        "threshold": job.threshold,
        "firstCycleMinutes": job.pace.first,
        "firstCycle": {
            "objects": job.pace.objects,
            "minutesEach": [0.01, 0.08],
            "certainty": job.pace.first_certainty.word(),
            "source": sync::PACE_PAGE,
        },
        "laterCycle": {
            "everyMinutes": sync::EVERY_MINUTES,
            "changes": job.pace.changes,
            "minutes": job.pace.later,
            "certainty": sync::LATER_CERTAINTY.word(),
            "source": sync::PACE_PAGE,
        },
        "licences": job.licences,
        "licence": job.pace.licence,
    })
}

/// The configuration with this id or name.
pub fn named(workspace: &Workspace, text: &str) -> Result<Arc<SyncConfiguration>, Trouble> {
    let all = &workspace.synchronizations;
    let text = text.trim();
    if let Some(found) = text.parse().ok().and_then(|id| all.get(&id)) {
        return Ok(Arc::clone(found));
    }
    let wanted = text.to_lowercase();
    if let Some(found) = all.values().find(|one| one.display_name.trim().to_lowercase() == wanted) {
        return Ok(Arc::clone(found));
    }
    let called = all.values().map(|one| one.display_name.as_str());
    let hint = did_you_mean(&nearest(&wanted, called, 3));
    Err(Trouble::bad(format!(
        "no synchronisation configuration is called `{text}`{hint}; `detente sync list` lists them"
    )))
}

/// The users who would fail, were the job let through, and why; nobody stops it here.
pub fn failing(engine: &Engine<'_>) -> Result<Vec<(usize, Judged)>, Trouble> {
    engine
        .failing(&|_| ControlFlow::Continue(()))
        .map_err(|_stopped| Trouble::of(BUG, "the preview was stopped"))
}

/// The users who would be created, were the job let through; nobody stops it here.
pub fn created(engine: &Engine<'_>) -> Result<Vec<usize>, Trouble> {
    engine
        .created(&|_| ControlFlow::Continue(()))
        .map_err(|_stopped| Trouble::of(BUG, "the preview was stopped"))
}
