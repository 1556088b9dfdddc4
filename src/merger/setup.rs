//! The set-up of one synchronisation in five steps, each ticked by the state of both tenants.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md

use super::answers::{Answers, Named};
use super::line::{Tick, Todo};
use super::sample::{self, Sample};
use super::step::Step;
use super::wish::{ASSIGN, CONFIGURE, Duty, Want, Wish};
use super::wishes::everything;
use crate::access::{Directories, Gate, Kind, Outcome, Question, Truth, evaluate, name};
use crate::domain::{
    AccessType, AppId, B2b, Direction, ScheduleState, Setting, SyncConfiguration, SyncKind,
    TenantId, Workspace,
};
use crate::sync::{self, Action, JobVerdict, Preview};

/// One of the five steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Guests of the source may come, and are let out.
    Allow,
    /// The configuration in the source.
    Source,
    /// What the target admits.
    Target,
    /// One user on demand.
    Test,
    /// The schedule.
    Start,
}

impl Stage {
    /// All, in order.
    pub const ALL: [Stage; 5] =
        [Stage::Allow, Stage::Source, Stage::Target, Stage::Test, Stage::Start];

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Allow => "allow",
            Stage::Source => "source",
            Stage::Target => "target",
            Stage::Test => "test",
            Stage::Start => "start",
        }
    }

    /// What it is.
    pub fn title(self) -> &'static str {
        match self {
            Stage::Allow => "both tenants allow it",
            Stage::Source => "configuration in the source",
            Stage::Target => "policy of the target",
            Stage::Test => "test on demand",
            Stage::Start => "schedule switched on",
        }
    }
}

/// A line of the set-up.
#[derive(Clone, Debug, PartialEq)]
pub struct SetupLine {
    /// Which of the five it belongs to.
    pub stage: Stage,
    /// In which tenant it is decided.
    pub tenant: TenantId,
    /// Graph's property or resource.
    pub setting: &'static str,
    /// Whether it is done.
    pub tick: Tick,
    /// How it stands, in a sentence.
    pub because: String,
    /// What the service says while it is not done, where it has a word.
    pub code: &'static str,
    /// What is left to do.
    pub todo: Option<Todo>,
}

/// The set-up of one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// The tenant that pushes.
    pub source: TenantId,
    /// The tenant that is pushed to.
    pub target: TenantId,
    /// The lines, in the order in which they are done.
    pub lines: Vec<SetupLine>,
}

impl Setup {
    /// How one of the five stands.
    pub fn tick(&self, stage: Stage) -> Tick {
        Tick::all(self.lines.iter().filter(|line| line.stage == stage).map(|line| line.tick))
    }
}

struct Looking<'l> {
    workspace: &'l Workspace,
    configuration: &'l SyncConfiguration,
    lines: Vec<SetupLine>,
}

/// How far the set-up of a configuration is. The test is proven by a preview on both directories:
/// only who stands in the target already was ever synchronised or invited.
pub fn setup(
    workspace: &Workspace,
    directories: &Directories,
    configuration: &SyncConfiguration,
    preview: Option<&Preview>,
) -> Setup {
    let mut looking = Looking { workspace, configuration, lines: Vec::new() };
    looking.gate();
    looking.sign_in(directories);
    looking.source();
    looking.test(preview);
    looking.start();
    let mut lines = looking.lines;
    lines.sort_by_key(|line| line.stage);
    Setup { source: configuration.source, target: configuration.target, lines }
}

impl Looking<'_> {
    fn push(
        &mut self,
        stage: Stage,
        wish: Wish,
        truth: Truth,
        because: String,
        code: &'static str,
    ) {
        let todo = (truth != Truth::Yes).then(|| Todo {
            tenant: wish.owner,
            is_ours: wish.is_ours(self.workspace),
            setting: wish.want.setting(),
            words: wish.words(self.workspace),
            duty: wish.want.duty(),
            is_missing: truth == Truth::No,
        });
        let setting = wish.want.setting();
        let (tenant, tick) = (wish.owner, truth.into());
        self.lines.push(SetupLine { stage, tenant, setting, tick, because, code, todo });
    }

    /// What the gate of the engine asks, check by check, in its own order.
    fn gate(&mut self) {
        let (source, target) = (self.configuration.source, self.configuration.target);
        let switch = |owner, other, setting| Wish {
            step: Step::Sync,
            owner,
            other: Some(other),
            want: Want::Switch(setting, true),
        };
        let cloud = self.workspace.draft.tenant(target).and_then(|tenant| tenant.cloud.endpoint());
        let clouds = Wish {
            step: Step::Topology,
            owner: source,
            other: None,
            want: cloud.map_or(Want::Listed, Want::Cloud),
        };
        let invitations =
            Wish { step: Step::Sync, owner: target, other: None, want: Want::Invitations };
        let rows = [
            (Stage::Allow, clouds),
            (Stage::Target, switch(target, source, Setting::Sync(SyncKind::Users))),
            (Stage::Allow, switch(source, target, Setting::Consent(Direction::Outbound))),
            (Stage::Target, switch(target, source, Setting::Consent(Direction::Inbound))),
            (Stage::Target, invitations),
        ];
        let checks = sync::checks(&self.workspace.draft, self.configuration);
        for ((stage, wish), check) in rows.into_iter().zip(checks) {
            self.push(stage, wish, check.truth, check.because, check.code);
        }
    }

    /// Accounts that cannot sign in are of no use, and may not even be created: everybody who is
    /// sent must get through to something.
    fn sign_in(&mut self, directories: &Directories) {
        let held = self.configuration;
        let (source, target) = (held.source, held.target);
        let users = directories.get(&source).map(|one| one.users.as_slice()).unwrap_or_default();
        let assigned: Vec<Named> = held
            .assigned
            .iter()
            .filter(|_| !held.sync_all)
            .map(|id| Named {
                id: id.0,
                name: String::new(),
                user: users.iter().any(|user| user.id == *id),
            })
            .collect();
        let (people, _) = sample::people(directories, source, &assigned.iter().collect::<Vec<_>>());
        let (apps, _) = sample::apps(directories, &Answers::default(), target);
        let ends = [
            (source, target, B2b::CollaborationOutbound, Gate::HomeOutbound),
            (target, source, B2b::CollaborationInbound, Gate::ResourceInbound),
        ];
        for (owner, other, setting, gate) in ends {
            let (mut all, mut because) = (Truth::Yes, String::new());
            for person in &people {
                let told = self.gets_through(directories, person, &apps, gate);
                if because.is_empty() || (all == Truth::Yes && told.0 != Truth::Yes) {
                    because = told.1;
                }
                all = all.and(told.0);
            }
            let want = Want::B2b(setting, everything(AccessType::Allowed));
            let wish = Wish { step: Step::Collaboration, owner, other: Some(other), want };
            self.push(Stage::Allow, wish, all, because, "");
        }
    }

    /// Whether one side lets somebody through to any application, and why.
    fn gets_through(
        &self,
        directories: &Directories,
        person: &Sample,
        apps: &[AppId],
        gate: Gate,
    ) -> (Truth, String) {
        let (mut best, mut because) = (Truth::No, String::new());
        for app in apps {
            let question = Question {
                home: self.configuration.source,
                resource: self.configuration.target,
                user: person.user,
                groups: person.groups.clone(),
                app: *app,
                kind: Kind::Collaboration,
                ..Question::default()
            };
            let answer = evaluate(&self.workspace.draft, directories, &question);
            let Some(line) = answer.trace.iter().find(|line| line.gate == gate) else { continue };
            let truth = match line.would {
                Outcome::Pass | Outcome::Step => Truth::Yes,
                Outcome::Block => Truth::No,
                Outcome::Unknown | Outcome::NotReached => Truth::Unknown,
            };
            if because.is_empty() || (best != Truth::Yes && truth == Truth::Yes) {
                because.clone_from(&line.because);
            }
            best = best.or(truth);
        }
        (best, because)
    }

    fn source(&mut self) {
        let held = self.configuration;
        let is_kept = self.workspace.synchronizations.contains_key(&held.id);
        let because = if is_kept {
            format!("{} is there", held.display_name)
        } else {
            let title = |id| name(&self.workspace.draft, id);
            let (from, to) = (title(held.source), title(held.target));
            format!("no configuration from {from} to {to} is in the workspace")
        };
        self.job(Stage::Source, is_kept.into(), because, "make the configuration", CONFIGURE);
        let someone = held.sync_all || !held.assigned.is_empty();
        let because = match (held.sync_all, held.assigned.len()) {
            (true, _) => "everyone is in scope".to_owned(),
            (false, 0) => "nobody is assigned: no user is synchronised".to_owned(),
            (false, 1) => "1 user or group is assigned".to_owned(),
            (false, count) => format!("{count} users and groups are assigned"),
        };
        self.job(Stage::Source, someone.into(), because, "assign a group or users", ASSIGN);
        let users = held.users();
        let matches = users.is_some_and(|users| {
            users.attribute_mappings.iter().any(|row| row.matching_priority.unwrap_or(0) > 0)
        });
        let because = match (users.is_some(), matches) {
            (true, true) => "users are mapped, and matched",
            (true, false) => "schemaInvalid: no row matches users; the default match must stay",
            (false, _) => "no enabled mapping of users to users",
        };
        let words = "restore the default mapping of users with its match";
        self.job(Stage::Source, matches.into(), because.to_owned(), words, CONFIGURE);
    }

    /// A line about the job itself.
    fn job(&mut self, stage: Stage, truth: Truth, because: String, words: &str, duty: Duty) {
        let tenant = self.configuration.source;
        let todo = (truth != Truth::Yes).then(|| Todo {
            tenant,
            is_ours: is_ours(self.workspace, tenant),
            setting: "synchronizationJob",
            words: words.to_owned(),
            duty,
            is_missing: truth == Truth::No,
        });
        self.lines.push(SetupLine {
            stage,
            tenant,
            setting: "synchronizationJob",
            tick: truth.into(),
            because,
            code: "",
            todo,
        });
    }

    fn test(&mut self, preview: Option<&Preview>) {
        let held = self.configuration;
        let there = preview.map(|preview| {
            let there = |user: &&sync::Judged| {
                user.matched().is_some()
                    && matches!(
                        user.action,
                        Action::Update | Action::Unchanged | Action::Disable | Action::Restore
                    )
            };
            preview.users.iter().filter(there).count()
        });
        let creates = preview.map(|preview| preview.summary.of(Action::Create));
        let is_stopped = preview.is_some_and(|preview| {
            matches!(preview.job.verdict, JobVerdict::Blocked | JobVerdict::Quarantined)
        });
        let is_kept = self.workspace.synchronizations.contains_key(&held.id);
        let (tick, because) = match (there, creates) {
            _ if !is_kept => (
                Tick::Unknown,
                "no configuration is in the workspace that could be tried".to_owned(),
            ),
            (None, _) => (
                Tick::Unknown,
                "the directories of both tenants are not in the workspace, so nothing shows whether anybody arrived".to_owned(),
            ),
            _ if is_stopped => (
                Tick::Open,
                "as the settings stand the job is stopped before it looks at anybody; close the open lines above first".to_owned(),
            ),
            (Some(0), Some(creates)) => (
                Tick::Open,
                format!("nobody in scope stands in the target yet; the rehearsal would create {creates}"),
            ),
            (Some(count), _) => (
                Tick::Done,
                format!("{count} people in scope stand in the target"),
            ),
        };
        let todo = (tick != Tick::Done).then(|| Todo {
            tenant: held.source,
            is_ours: is_ours(self.workspace, held.source),
            setting: "provisionOnDemand",
            words: "provision one user on demand, then import the directory of the target again".to_owned(),
            duty: Duty {
                role: "Application Administrator",
                licence: "",
                page: "External Identities › Cross-tenant synchronization › Configurations › Provision on demand",
                source: "MicrosoftDocs/entra-docs:docs/identity/app-provisioning/provision-on-demand.md",
            },
            is_missing: tick == Tick::Open,
        });
        self.lines.push(SetupLine {
            stage: Stage::Test,
            tenant: held.source,
            setting: "provisionOnDemand",
            tick,
            because,
            code: "",
            todo,
        });
    }

    fn start(&mut self) {
        let held = self.configuration;
        let truth = match held.schedule_state {
            Some(ScheduleState::Active) => Truth::Yes,
            Some(ScheduleState::Disabled | ScheduleState::Paused) => Truth::No,
            Some(ScheduleState::Other(_)) | None => Truth::Unknown,
        };
        let is_kept = self.workspace.synchronizations.contains_key(&held.id);
        let because = match &held.schedule_state {
            None if !is_kept => {
                "no configuration is in the workspace whose job could be switched on".to_owned()
            }
            Some(ScheduleState::Active) => "the job runs every 40 minutes".to_owned(),
            Some(state) => format!("the job is {}", state.word()),
            None => "whether the job is switched on is not in the workspace".to_owned(),
        };
        let words = "start provisioning: from then on the job runs every 40 minutes";
        self.job(Stage::Start, truth, because, words, CONFIGURE);
    }
}

/// Whether a tenant is administered here.
pub(super) fn is_ours(workspace: &Workspace, id: TenantId) -> bool {
    let tenant = workspace.draft.tenant(id);
    tenant.is_some_and(|tenant| tenant.ownership == crate::domain::Ownership::Ours)
}
