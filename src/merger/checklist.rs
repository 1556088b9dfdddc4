//! How far a set-up is, computed from state: every line is a handful of questions to the engines, and
//! is ticked exactly when they answer as the line says.

use std::collections::BTreeSet;

use super::answers::{Answers, Named};
use super::sample::{self, STRANGER, Sample};
use super::step::{Step, member_name};
use super::wish::{Duty, Want, Wish};
use super::wishes;
use crate::access::{
    Answer, Directories, Gate, Kind, Outcome, Question, Relation, Stage, Truth, Verdict, evaluate,
};
use crate::domain::{AppId, Claim, Direction, Ownership, TenantId, Workspace};

/// How a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tick {
    /// The engines say so.
    Done,
    /// They say otherwise.
    Open,
    /// What decides is not in the workspace.
    Unknown,
}

impl Tick {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Tick::Done => "done",
            Tick::Open => "open",
            Tick::Unknown => "unknown",
        }
    }

    /// All of several.
    pub fn all(ticks: impl IntoIterator<Item = Tick>) -> Tick {
        let mut worst = Tick::Done;
        for tick in ticks {
            worst = match (worst, tick) {
                (Tick::Open, _) | (_, Tick::Open) => Tick::Open,
                (Tick::Unknown, _) | (_, Tick::Unknown) => Tick::Unknown,
                (Tick::Done, Tick::Done) => Tick::Done,
            };
        }
        worst
    }
}

impl From<Truth> for Tick {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::Yes => Tick::Done,
            Truth::No => Tick::Open,
            Truth::Unknown => Tick::Unknown,
        }
    }
}

/// What a question has to come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// It passes, if need be with a step.
    Passes,
    /// It passes, and nobody is asked for anything.
    Unprompted,
    /// It is shut by what one of the tenants says about the other, or this one where it is named:
    /// that something else stops it is not enough, for that may change without anybody asking.
    Shut(Option<TenantId>),
}

impl Expect {
    /// Whether an answer is what was expected.
    pub fn tick(self, answer: &Answer) -> Tick {
        let whose = match self {
            Expect::Shut(whose) => whose,
            Expect::Passes | Expect::Unprompted => {
                return match answer.verdict {
                    Verdict::DependsOnPartner | Verdict::Invalid => Tick::Unknown,
                    Verdict::Allowed => Tick::Done,
                    Verdict::StepRequired if self == Expect::Passes => Tick::Done,
                    Verdict::StepRequired | Verdict::Blocked => Tick::Open,
                };
            }
        };
        let sides = answer.trace.iter().filter(|line| {
            matches!(line.gate, Gate::HomeOutbound | Gate::ResourceInbound | Gate::Cloud)
                && whose.is_none_or(|id| line.tenant == id)
        });
        let mut tick = Tick::Open;
        for line in sides {
            match line.would {
                Outcome::Block => return Tick::Done,
                Outcome::Unknown => tick = Tick::Unknown,
                Outcome::Pass | Outcome::Step | Outcome::NotReached => {}
            }
        }
        tick
    }

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Expect::Passes => "passes",
            Expect::Unprompted => "unprompted",
            Expect::Shut(_) => "shut",
        }
    }
}

/// What a line rests on.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    /// A question to [`evaluate`].
    Asked {
        /// The question.
        question: Box<Question>,
        /// Who is asked about.
        person: String,
        /// What it has to come to.
        expect: Expect,
        /// What it came to.
        verdict: Verdict,
        /// Whether that is what was expected.
        tick: Tick,
        /// Why, where it did not come to that.
        because: String,
        /// The gate that decided, whose it is and its setting, where it did not pass.
        elsewhere: Option<(Gate, TenantId, &'static str)>,
    },
    /// A switch as [`Relation`] reads it.
    Stands {
        /// What.
        what: &'static str,
        /// Whether.
        truth: Truth,
    },
}

impl Proof {
    /// Whether it speaks for the line.
    pub fn tick(&self) -> Tick {
        match self {
            Proof::Asked { tick, .. } => *tick,
            Proof::Stands { truth, .. } => (*truth).into(),
        }
    }
}

/// What somebody has to do so that a line gets its tick.
#[derive(Clone, Debug, PartialEq)]
pub struct Todo {
    /// In which tenant.
    pub tenant: TenantId,
    /// Whether that tenant is ours.
    pub is_ours: bool,
    /// Graph's property.
    pub setting: &'static str,
    /// What it shall be.
    pub words: String,
    /// With which role and licence, and where.
    pub duty: Duty,
    /// Whether it is known that it is not so.
    pub is_missing: bool,
}

impl Todo {
    /// What is to be done about a wish, or nothing where it is met.
    pub fn of(workspace: &Workspace, wish: &Wish) -> Option<Self> {
        let met = wish.is_met(workspace);
        (met != Truth::Yes).then(|| Todo {
            tenant: wish.owner,
            is_ours: wish.is_ours(workspace),
            setting: wish.want.setting(),
            words: wish.words(workspace),
            duty: wish.want.duty(),
            is_missing: met == Truth::No,
        })
    }
}

/// A line of the checklist.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckLine {
    /// The question it belongs to.
    pub step: Step,
    /// What is true when it is ticked.
    pub title: String,
    /// Whether it is.
    pub tick: Tick,
    /// What it rests on.
    pub proof: Vec<Proof>,
    /// What is left to do.
    pub todo: Vec<Todo>,
    /// Why it is not ticked, as the engine says; empty where it is.
    pub because: String,
}

const CONDITIONAL: Duty = Duty {
    role: "Conditional Access Administrator",
    licence: "Entra ID P1",
    page: "Protection › Conditional Access › Policies",
    source: "MicrosoftDocs/entra-docs:docs/external-id/authentication-conditional-access.md",
};

struct Checking<'c> {
    workspace: &'c Workspace,
    directories: &'c Directories,
    answers: &'c Answers,
    lines: Vec<CheckLine>,
}

/// Every line that the answers give rise to: relation by relation, then everybody else.
pub fn checklist(
    workspace: &Workspace,
    directories: &Directories,
    answers: &Answers,
) -> Vec<CheckLine> {
    let mut checking = Checking { workspace, directories, answers, lines: Vec::new() };
    for (home, resource) in answers.pairs() {
        checking.relation(home, resource);
    }
    let tenants: BTreeSet<TenantId> = answers.tenants.iter().map(|member| member.id).collect();
    for tenant in tenants {
        checking.everybody_else(tenant);
    }
    checking.lines
}

/// The lines of one relation only.
pub fn relation_lines(
    workspace: &Workspace,
    directories: &Directories,
    answers: &Answers,
    home: TenantId,
    resource: TenantId,
) -> Vec<CheckLine> {
    let mut checking = Checking { workspace, directories, answers, lines: Vec::new() };
    checking.relation(home, resource);
    checking.lines
}

impl Checking<'_> {
    fn name(&self, id: TenantId) -> String {
        member_name(self.workspace, self.answers, id)
    }

    fn line(&mut self, step: Step, title: String, proof: Vec<Proof>, wishes: &[Wish]) {
        // What rests on nothing is not proven.
        let tick = match proof.as_slice() {
            [] => Tick::Unknown,
            all => Tick::all(all.iter().map(Proof::tick)),
        };
        let because = proof.iter().find(|one| one.tick() == tick && tick != Tick::Done);
        let because = match because {
            Some(Proof::Asked { person, because, .. }) => format!("{person}: {because}"),
            Some(Proof::Stands { what, truth: Truth::No }) => format!("not so: {what}"),
            Some(Proof::Stands { what, .. }) => format!("not in the workspace: {what}"),
            None => String::new(),
        };
        let mut todo: Vec<Todo> = Vec::new();
        if tick != Tick::Done {
            todo.extend(wishes.iter().filter_map(|wish| Todo::of(self.workspace, wish)));
            if todo.is_empty() {
                todo.extend(proof.iter().filter_map(|one| self.elsewhere(one)).take(1));
            }
        }
        self.lines.push(CheckLine { step, title, tick, proof, todo, because });
    }

    /// What stands in the way when every wish is met.
    fn elsewhere(&self, proof: &Proof) -> Option<Todo> {
        let Proof::Asked { because, elsewhere: Some((gate, tenant, setting)), tick, .. } = proof
        else {
            return None;
        };
        let known = self.workspace.draft.tenant(*tenant);
        let duty = if *gate == Gate::ConditionalAccess { CONDITIONAL } else { Want::Listed.duty() };
        Some(Todo {
            tenant: *tenant,
            is_ours: known.is_some_and(|one| one.ownership == Ownership::Ours),
            setting,
            words: because.clone(),
            duty,
            is_missing: *tick == Tick::Open,
        })
    }

    fn ask(&self, question: Question, person: &str, expect: Expect) -> Proof {
        let answer = evaluate(&self.workspace.draft, self.directories, &question);
        let tick = expect.tick(&answer);
        let because = match (tick, answer.deciding()) {
            (Tick::Done, _) => String::new(),
            (_, None) => "nothing stops it".to_owned(),
            (Tick::Open, _) if matches!(expect, Expect::Shut(_)) => {
                "neither tenant shuts it".to_owned()
            }
            (_, Some(line)) => line.because.clone(),
        };
        let elsewhere = match (expect, answer.deciding()) {
            (Expect::Passes | Expect::Unprompted, Some(line)) if tick != Tick::Done => {
                Some((line.gate, line.tenant, line.setting))
            }
            _ => None,
        };
        let (verdict, person) = (answer.verdict, person.to_owned());
        let question = Box::new(question);
        Proof::Asked { question, person, expect, verdict, tick, because, elsewhere }
    }

    fn relation(&mut self, home: TenantId, resource: TenantId) {
        let all = wishes::relation(self.workspace, self.answers, home, resource);
        let of = |steps: &[Step]| -> Vec<Wish> {
            all.iter().filter(|wish| steps.contains(&wish.step)).cloned().collect()
        };
        let (from, to) = (self.name(home), self.name(resource));
        let stands = Relation::of(&self.workspace.draft, home, resource);
        let said = self.answers.collaboration.iter().flat_map(|said| &said.people);
        let only: Vec<&Named> =
            said.filter(|people| people.tenant == home).flat_map(|people| &people.only).collect();
        let (meant, other) = sample::people(self.directories, home, &only);
        let who = if only.is_empty() { "everyone" } else { "whoever is named" };
        if self.answers.collaboration.is_some() {
            self.collaboration(
                [home, resource],
                &meant,
                other.as_ref(),
                &of(&[Step::Topology, Step::Collaboration, Step::Trust]),
                who,
            );
        }
        if self.answers.direct_connect == Some(true)
            && !wishes::is_cross_cloud(self.workspace, self.answers, home, resource)
        {
            let base = self.question(home, resource, Kind::DirectConnect);
            let base = Question { app: sample::teams(), ..base };
            let asked =
                meant.iter().map(|one| self.ask(asking(&base, one), &one.name, Expect::Passes));
            let proof = asked.collect();
            let title = format!("{who} of {from} can be added to Teams shared channels of {to}");
            self.line(Step::DirectConnect, title, proof, &of(&[Step::DirectConnect, Step::Trust]));
        }
        if let Some(trust) = self.answers.trust {
            let words = ["MFA", "compliant devices", "hybrid joined devices"];
            let said = [trust.mfa, trust.compliant, trust.hybrid];
            let wanted: Vec<usize> = (0..3).filter(|at| said.get(*at) == Some(&true)).collect();
            let proof: Vec<Proof> = wanted
                .iter()
                .filter_map(|at| Some((words.get(*at)?, stands.trust.get(*at)?)))
                .map(|(what, truth)| Proof::Stands { what, truth: *truth })
                .collect();
            if !proof.is_empty() {
                let named: Vec<&str> =
                    wanted.iter().filter_map(|at| words.get(*at).copied()).collect();
                let title = format!("{} of {from} count in {to}", named.join(" and "));
                self.line(Step::Trust, title, proof, &of(&[Step::Trust]));
            }
        }
        if self.answers.redemption == Some(true) {
            let [out, into] = stands.redemption;
            let proof = vec![
                Proof::Stands { what: "automatic redemption outbound at home", truth: out },
                Proof::Stands { what: "automatic redemption inbound", truth: into },
            ];
            let title = format!("people of {from} see no consent prompt in {to}");
            self.line(Step::Redemption, title, proof, &of(&[Step::Redemption]));
        }
        if let Some(source) = self.answers.source(home) {
            let assigned: Vec<&Named> =
                if source.everyone { Vec::new() } else { source.assigned.iter().collect() };
            let (meant, _) = sample::people(self.directories, home, &assigned);
            let base = self.question(home, resource, Kind::Collaboration);
            let base = Question { stage: Stage::Synchronisation, app: sample::teams(), ..base };
            let asked =
                meant.iter().map(|one| self.ask(asking(&base, one), &one.name, Expect::Passes));
            let proof = asked.collect();
            let title =
                format!("accounts of {from} may be created in {to}, and their people sign in");
            self.line(
                Step::Sync,
                title,
                proof,
                &of(&[Step::Topology, Step::Sync, Step::Redemption, Step::Collaboration]),
            );
        }
    }

    fn collaboration(
        &mut self,
        [home, resource]: [TenantId; 2],
        meant: &[Sample],
        other: Option<&Sample>,
        wishes: &[Wish],
        who: &str,
    ) {
        let (from, to) = (self.name(home), self.name(resource));
        let (apps, outside) = sample::apps(self.directories, self.answers, resource);
        let base = self.question(home, resource, Kind::Collaboration);
        let mut proof = Vec::new();
        for person in meant {
            for app in &apps {
                let question = Question { app: *app, ..asking(&base, person) };
                proof.push(self.ask(question, &person.name, Expect::Passes));
            }
        }
        let what = if outside.is_some() { "the listed applications" } else { "the applications" };
        let title = format!("{who} of {from} can be a guest in {to} and open {what}");
        self.line(Step::Collaboration, title, proof.clone(), wishes);
        if self.answers.trust.is_some_and(|trust| trust.mfa) {
            let proof: Vec<Proof> = proof
                .into_iter()
                .map(|one| match one {
                    Proof::Asked { question, person, .. } => {
                        self.ask(*question, &person, Expect::Unprompted)
                    }
                    stands @ Proof::Stands { .. } => stands,
                })
                .collect();
            let has: BTreeSet<Claim> = sample::proof(self.answers);
            let device = if has.len() > 1 { " on a trusted device" } else { "" };
            let title = format!("who did MFA in {from}{device} is not asked again in {to}");
            self.line(Step::Trust, title, proof, wishes);
        }
        let mut bounds = Vec::new();
        if let (Some(person), Some(app)) = (other, apps.first()) {
            let question = Question { app: *app, ..asking(&base, person) };
            bounds.push(self.ask(question, &person.name, Expect::Shut(None)));
        }
        if let (Some(person), Some(app)) = (meant.first(), outside) {
            let question = Question { app, ..asking(&base, person) };
            bounds.push(self.ask(question, &person.name, Expect::Shut(None)));
        }
        if !bounds.is_empty() {
            let title = format!("nobody else of {from} comes in, and nothing else of {to} is open");
            self.line(Step::Collaboration, title, bounds, wishes);
        }
    }

    fn question(&self, home: TenantId, resource: TenantId, kind: Kind) -> Question {
        Question { home, resource, kind, has: sample::proof(self.answers), ..Question::default() }
    }

    fn everybody_else(&mut self, tenant: TenantId) {
        let Some(closed) = self.answers.closed else { return };
        let all: Vec<Wish> =
            wishes::closed(self.answers).into_iter().filter(|wish| wish.owner == tenant).collect();
        let name = self.name(tenant);
        let stranger = Sample {
            user: sample::NEWCOMER,
            groups: Some(BTreeSet::new()),
            name: "somebody of a tenant nobody deals with".to_owned(),
        };
        let (own, _) = sample::people(self.directories, tenant, &[]);
        let (apps, _) = sample::apps(self.directories, &Answers::default(), tenant);
        let app: AppId = apps.first().copied().unwrap_or_else(sample::teams);
        let way = |home, resource, app| {
            let base = Question {
                home,
                resource,
                app,
                has: sample::proof(self.answers),
                ..Question::default()
            };
            Kind::ALL.map(|kind| {
                let app = if kind == Kind::DirectConnect { sample::teams() } else { app };
                Question { kind, app, ..base.clone() }
            })
        };
        let both = [way(STRANGER, tenant, app), way(tenant, STRANGER, sample::teams())];
        let sides = [
            (closed.inbound, B2bSide::In, format!("nobody else comes into {name}")),
            (closed.outbound, B2bSide::Out, format!("people of {name} go nowhere else")),
        ];
        for ((shut, side, title), questions) in sides.into_iter().zip(both) {
            if !shut {
                continue;
            }
            let people: Vec<Sample> = match side {
                B2bSide::In => vec![stranger.clone()],
                B2bSide::Out => own.clone(),
            };
            let mut proof = Vec::new();
            for person in &people {
                for question in &questions {
                    let shut = Expect::Shut(Some(tenant));
                    proof.push(self.ask(asking(question, person), &person.name, shut));
                }
            }
            let wishes: Vec<Wish> = all.iter().filter(|wish| side.is_of(wish)).cloned().collect();
            self.line(Step::Closed, title, proof, &wishes);
        }
    }
}

/// Which way a default is shut.
#[derive(Clone, Copy)]
enum B2bSide {
    In,
    Out,
}

impl B2bSide {
    fn is_of(self, wish: &Wish) -> bool {
        let Want::B2b(setting, _) = &wish.want else { return false };
        match self {
            B2bSide::In => setting.people_are() == Direction::Inbound,
            B2bSide::Out => setting.people_are() == Direction::Outbound,
        }
    }
}

/// A question about one person.
fn asking(base: &Question, person: &Sample) -> Question {
    Question { user: person.user, groups: person.groups.clone(), ..base.clone() }
}
