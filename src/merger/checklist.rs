//! How far a set-up is, computed from state: every line is a handful of questions to the engines, and
//! is ticked exactly when they answer as the line says.

use std::collections::BTreeSet;

use super::answers::{Answers, Named};
use super::line::{CheckLine, Expect, Proof, Tick, Todo, unseen};
use super::sample::{self, STRANGER, Sample};
use super::step::{Step, member_name};
use super::wish::{Duty, Want, Wish};
use super::wishes;
use crate::access::{Directories, Gate, Kind, Question, Relation, Stage, Truth, evaluate};
use crate::domain::{AppId, Claim, Direction, Ownership, TenantId, Workspace};

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
    let tenants: BTreeSet<TenantId> = answers.closing().collect();
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
        let mind = proof.iter().find_map(|one| match one {
            Proof::Asked { mind, .. } if tick == Tick::Done && !mind.is_empty() => {
                Some(mind.clone())
            }
            _ => None,
        });
        let mind = mind.unwrap_or_default();
        self.lines.push(CheckLine { step, title, tick, proof, todo, because, mind });
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
            (_, None) => unseen(&answer).unwrap_or("nothing stops it").to_owned(),
            (Tick::Open, _) if matches!(expect, Expect::Shut(_)) => {
                "neither tenant shuts it".to_owned()
            }
            (_, Some(line)) => line.because.clone(),
        };
        let mind = match expect {
            Expect::Passes | Expect::Unprompted => unseen(&answer).unwrap_or_default().to_owned(),
            Expect::Shut(_) => String::new(),
        };
        let elsewhere = match (expect, answer.deciding()) {
            (Expect::Passes | Expect::Unprompted, Some(line)) if tick != Tick::Done => {
                Some((line.gate, line.tenant, line.setting))
            }
            _ => None,
        };
        let (verdict, person) = (answer.verdict, person.to_owned());
        let question = Box::new(question);
        Proof::Asked { question, person, expect, verdict, tick, because, mind, elsewhere }
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
        self.direct_connect(
            [home, resource],
            &meant,
            who,
            &of(&[Step::DirectConnect, Step::Trust]),
        );
        self.trust(&stands, [&from, &to], &of(&[Step::Trust]));
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
            let steps = [Step::Topology, Step::Sync, Step::Redemption, Step::Collaboration];
            self.line(Step::Sync, title, proof, &of(&steps));
        }
    }

    fn direct_connect(
        &mut self,
        [home, resource]: [TenantId; 2],
        meant: &[Sample],
        who: &str,
        wishes: &[Wish],
    ) {
        let crosses = wishes::is_cross_cloud(self.workspace, self.answers, home, resource);
        if self.answers.direct_connect != Some(true) || crosses {
            return;
        }
        let base = self.question(home, resource, Kind::DirectConnect);
        let base = Question { app: sample::teams(), ..base };
        let asked = meant.iter().map(|one| self.ask(asking(&base, one), &one.name, Expect::Passes));
        let proof = asked.collect();
        let (from, to) = (self.name(home), self.name(resource));
        let title = format!("{who} of {from} can be added to Teams shared channels of {to}");
        self.line(Step::DirectConnect, title, proof, wishes);
    }

    fn trust(&mut self, stands: &Relation, [from, to]: [&str; 2], wishes: &[Wish]) {
        let Some(trust) = self.answers.trust else { return };
        let words = ["MFA", "compliant devices", "hybrid joined devices"];
        let said = [trust.mfa, trust.compliant, trust.hybrid];
        let wanted = words.into_iter().zip(said).zip(stands.trust).filter(|((_, on), _)| *on);
        let proof: Vec<Proof> =
            wanted.map(|((what, _), truth)| Proof::Stands { what, truth }).collect();
        if proof.is_empty() {
            return;
        }
        let named: Vec<&str> =
            words.into_iter().zip(said).filter(|(_, on)| *on).map(|(word, _)| word).collect();
        let title = format!("{} of {from} count in {to}", named.join(" and "));
        self.line(Step::Trust, title, proof, wishes);
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
                Question { app, kind, ..base.clone() }
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
