//! What a cycle would do with every user of the source.

use std::ops::ControlFlow;

use super::change::Note;
use super::gate;
use super::halves::halves;
use super::inputs::{Inputs, Mode, PolicyGate};
use super::job::{Job, Summary};
use super::mapping::{Mappings, Occasion, Written};
use super::matching::{self, By, Found, Holder, Matcher};
use super::roster::{Known, Roster, Value};
use super::scope::{Scope, Scoped, is_deleted, is_enabled};
use super::table::Table;
use super::verdict::{Action, Certainty, Check, Reason};
use crate::access::Truth;
use crate::domain::{ObjectAction, ObjectId, ObjectMapping};

/// Says how far it is, and is told whether anyone still waits.
pub type Tick<'t> = &'t dyn Fn(u64) -> ControlFlow<()>;

/// Nobody waited any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// What becomes of one user of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What is done.
    pub action: Action,
    /// Why.
    pub reason: Reason,
    /// How sure that is.
    pub certainty: Certainty,
    /// The row of the user in the target: rows are counted in 32 bits, and there are many of these.
    pub(super) found: Option<(u32, By)>,
}

impl Judged {
    /// The row of the user in the target, and by what it was found.
    pub fn matched(&self) -> Option<(usize, By)> {
        self.found.map(|(at, by)| (at as usize, by))
    }

    /// Why, as a log would say it: the service's own word where it has one, and a sentence.
    pub fn because(&self) -> String {
        let (code, sentence) = self.reason.words();
        let code = if self.action == Action::Staged { "StagedDelete" } else { code };
        if code.is_empty() { sentence.to_owned() } else { format!("{code}: {sentence}") }
    }
}

/// What a cycle would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// The job.
    pub job: Job,
    /// The users of the source, in the order of the export.
    pub users: Vec<Judged>,
    /// How many get each action.
    pub summary: Summary,
    /// The same, were the job let through; where it is not.
    pub if_let_through: Option<Summary>,
    /// Whether users and summary are those of a job let through that is not.
    pub is_let_through: bool,
}

/// Configuration and directories, ready for any user.
#[derive(Debug)]
pub struct Engine<'i> {
    pub(super) inputs: Inputs<'i>,
    pub(super) checks: Vec<Check>,
    pub(super) scope: Scope,
    matcher: Matcher,
    pub(super) mappings: Mappings,
    pub(super) initial_domain: Option<String>,
    verified: Vec<String>,
    invitations: gate::Invitations,
    is_told: bool,
    does: Option<Does>,
    pub(super) is_cross_cloud: bool,
    tells_net_id: bool,
}

/// What the mapping of users does at all.
#[derive(Clone, Copy, Debug)]
struct Does {
    add: bool,
    update: bool,
    delete: bool,
}

impl Does {
    fn of(mapping: &ObjectMapping) -> Self {
        let does = |action| mapping.does(action);
        Does {
            add: does(ObjectAction::Add),
            update: does(ObjectAction::Update),
            delete: does(ObjectAction::Delete),
        }
    }
}

impl<'i> Engine<'i> {
    /// Makes everything ready.
    pub fn of(inputs: Inputs<'i>) -> Self {
        Self::ready(inputs, &|_| ControlFlow::Continue(()))
            .unwrap_or_else(|Stopped| Self::with(inputs, Matcher::default()))
    }

    /// The same, for directories so large that somebody may not want to wait: the tick counts users
    /// of the target.
    pub fn ready(inputs: Inputs<'i>, tick: Tick<'_>) -> Result<Self, Stopped> {
        let matcher = Matcher::of(inputs.target, inputs.target_groups, tick)?;
        Ok(Self::with(inputs, matcher))
    }

    fn with(inputs: Inputs<'i>, matcher: Matcher) -> Self {
        let Inputs { estate, configuration, source, target, .. } = inputs;
        let domains = |id| estate.tenant(id).map(|tenant| tenant.domains.as_slice());
        let names = domains(configuration.target).unwrap_or_default().iter();
        let initial = names.map(|domain| domain.name.as_str()).find(|name| {
            let label = name.strip_suffix(".onmicrosoft.com");
            let label = label.or_else(|| name.strip_suffix(".onmicrosoft.us"));
            let label = label.or_else(|| name.strip_suffix(".partner.onmschina.cn"));
            label.is_some_and(|label| !label.contains('.'))
        });
        let verified = domains(configuration.source).unwrap_or_default().iter();
        let verified = verified.filter(|domain| domain.is_verified == Some(true));
        let users = configuration.users();
        let mut engine = Engine {
            checks: gate::checks(estate, configuration),
            scope: Scope::of(configuration, source, inputs.source_groups),
            matcher,
            mappings: Mappings::of(users, source, target),
            initial_domain: initial.map(str::to_owned),
            verified: verified.map(|domain| domain.name.to_string()).collect(),
            invitations: gate::Invitations::of(estate, configuration),
            is_told: false,
            does: users.map(Does::of),
            is_cross_cloud: gate::is_cross_cloud(estate, configuration),
            tells_net_id: source.tells("netId"),
            inputs,
        };
        engine.is_told = engine.untold().iter().all(Vec::is_empty);
        engine
    }

    /// Whether an id is a user of the source.
    pub(super) fn is_user(&self, id: ObjectId) -> bool {
        self.inputs.source.row(id).is_some()
    }

    /// The name of a user of the source.
    pub fn name(&self, id: ObjectId) -> Option<String> {
        let row = self.inputs.source.row(id)?;
        self.inputs.source.named(row, "displayName").text().map(str::to_owned)
    }

    /// What it looks at.
    pub fn inputs(&self) -> &Inputs<'i> {
        &self.inputs
    }

    /// The initial domain of the target, of which sign-in names are built.
    pub fn initial_domain(&self) -> Option<&str> {
        self.initial_domain.as_deref()
    }

    /// Which user of the target a user of the source is.
    pub(super) fn find(&self, row: usize) -> Found {
        self.matcher.find(self.inputs.source, row, self.inputs.target)
    }

    /// Users, groups and members of groups that a first cycle reads.
    pub fn size(&self) -> usize {
        self.scope.size(self.inputs.source)
    }

    /// Judges everybody. The tick counts users, each of them twice: when it is placed, and when it
    /// is compared.
    pub fn preview(&self, tick: Tick<'_>) -> Result<Preview, Stopped> {
        self.previewed(PolicyGate::Kept, tick)
    }

    /// The same, also with what would become of everybody behind a gate that stops the job.
    pub fn previewed(&self, gate: PolicyGate, tick: Tick<'_>) -> Result<Preview, Stopped> {
        let users = self.judge(tick)?;
        Ok(match gate {
            PolicyGate::Kept => self.gated(users),
            PolicyGate::LetThrough => self.let_through(users),
        })
    }

    /// Judges everybody as if the job were let through.
    pub(super) fn judge(&self, tick: Tick<'_>) -> Result<Vec<Judged>, Stopped> {
        let count = self.inputs.source.len();
        let (mut users, others) = halves(count, tick, |rows, pass| {
            let mut users = Vec::with_capacity(rows.len());
            for row in rows {
                pass(row)?;
                users.push(self.placed(row));
            }
            Ok(users)
        })?;
        users.extend(others);
        let later = |done| tick(done + count as u64);
        for row in self.shared(&users) {
            if let Some(user) = users.get_mut(row) {
                *user = judged(Action::Ambiguous, Reason::Shared, user.matched());
            }
        }
        let (first, second) = halves(count, &later, |rows, pass| {
            let mut compared = Vec::with_capacity(rows.len());
            for row in rows {
                pass(row)?;
                compared.push(self.compared(row, &users));
            }
            Ok(compared)
        })?;
        for (user, compared) in users.iter_mut().zip(first.into_iter().chain(second)) {
            if let Some((action, reason)) = compared {
                *user = judged(action, reason, user.matched());
                if self.inputs.mode == Mode::Incremental {
                    user.certainty = user.certainty.max(Certainty::Inferred);
                }
            }
        }
        Ok(users)
    }

    /// Scope and match of one user; whether a matched one differs is asked by [`Self::compared`].
    fn placed(&self, row: usize) -> Judged {
        let Inputs { source, mode, .. } = self.inputs;
        let Some(does) = self.does else {
            return judged(Action::Skip, Reason::NoMapping, None);
        };
        if self.tells_net_id && source.known(row, Known::NetId) == Value::Missing {
            return judged(Action::Skip, Reason::NoNetId, None);
        }
        let scoped = self.scope.of_user(source, row);
        let found = self.find(row);
        let linked = match (mode, found) {
            (Mode::Incremental, Found::One(at, by)) => Some((at, by)),
            _ => None,
        };
        if is_deleted(source, row) {
            return match linked {
                Some(_) if scoped.is_leaving => self.leaving(row, Reason::DeletedInSource, linked),
                _ => judged(Action::Skip, Reason::NotActive, None),
            };
        }
        match scoped {
            Scoped { truth: Truth::No, is_leaving: true, .. } if linked.is_some() => {
                self.leaving(row, scoped.reason, linked)
            }
            Scoped { truth: Truth::No, reason, .. } => judged(Action::Skip, reason, None),
            Scoped { truth: Truth::Unknown, reason, .. } => {
                judged(Action::Ambiguous, reason, linked)
            }
            Scoped { truth: Truth::Yes, .. } if !is_enabled(source, row) && linked.is_none() => {
                judged(Action::Skip, Reason::NotActive, None)
            }
            Scoped { truth: Truth::Yes, .. } => match found {
                _ if self.inputs.target.is_empty() => {
                    judged(Action::Ambiguous, Reason::TargetUnknown, None)
                }
                Found::Several => judged(Action::Ambiguous, Reason::SeveralMatches, None),
                Found::One(at, by) if is_deleted(self.inputs.target, at) => {
                    let action = match mode {
                        Mode::Initial => Action::Ambiguous,
                        Mode::Incremental => Action::Restore,
                    };
                    judged(action, Reason::DeletedInTarget, Some((at, by)))
                }
                Found::One(at, by) => judged(Action::Update, Reason::Differs, Some((at, by))),
                Found::Nobody if !does.add => judged(Action::Skip, Reason::AddOff, None),
                Found::Nobody => self.creating(row),
            },
        }
    }

    fn creating(&self, row: usize) -> Judged {
        let Some(mail) = self.inputs.source.known(row, Known::Mail).text() else {
            return judged(Action::Fail, Reason::NoMail, None);
        };
        let domain = mail.rsplit_once('@').map_or("", |(_, domain)| domain);
        let is_it = |known: &String| domain == known || domain.to_lowercase() == *known;
        if !self.verified.is_empty() && !self.verified.iter().any(is_it) {
            return judged(Action::Fail, Reason::Unverified, None);
        }
        match self.matcher.holder(mail, self.inputs.target) {
            Some(Holder::User) => judged(Action::Fail, Reason::TakenByUser, None),
            Some(Holder::Group) => judged(Action::Fail, Reason::TakenByGroup, None),
            None if self.invitations.is_doubtful(domain) => {
                judged(Action::Create, Reason::InvitationInDoubt, None)
            }
            None => judged(Action::Create, Reason::NoMatch, None),
        }
    }

    /// Somebody who is managed and no longer in scope.
    fn leaving(&self, row: usize, reason: Reason, linked: Option<(usize, By)>) -> Judged {
        let Inputs { source, target, .. } = self.inputs;
        let deletes = self.does.is_some_and(|does| does.delete);
        let at = linked.map_or(usize::MAX, |(at, _)| at);
        let was_deleted = reason == Reason::DeletedInSource;
        let (blocked, blocked_there) = (!is_enabled(source, row), !is_enabled(target, at));
        match () {
            () if is_deleted(target, at) => judged(Action::Skip, reason, linked),
            () if !deletes => judged(Action::Release, Reason::DeleteOff, linked),
            () if was_deleted => judged(Action::SoftDelete, reason, linked),
            () if blocked && blocked_there => {
                judged(Action::Release, Reason::DisabledThenLeft, linked)
            }
            () if blocked => judged(Action::SoftDelete, Reason::LeftScopeDisabled, linked),
            () => judged(Action::SoftDelete, Reason::LeftScope, linked),
        }
    }

    /// Users in scope who lead to one user of the target with another: by the same mail when both
    /// are created.
    fn shared(&self, users: &[Judged]) -> Vec<usize> {
        const NOBODY: u32 = u32::MAX;
        let mail =
            |row: usize| self.inputs.source.known(row, Known::Mail).text().unwrap_or_default();
        let mut mails = Table::default();
        let mut firsts = vec![NOBODY; self.inputs.target.len()];
        let mut shared = Vec::new();
        for (row, user) in users.iter().enumerate() {
            let number = u32::try_from(row).unwrap_or(NOBODY);
            let first = match (user.action, user.matched()) {
                (Action::Create, _) => {
                    let (mine, hash) = (mail(row), matching::hash(mail(row)));
                    let is_it = |other: u32| matching::is_same_word(mail(other as usize), mine);
                    mails.find(hash, is_it).unwrap_or_else(|| {
                        mails.insert(hash, number);
                        number
                    })
                }
                (Action::Update | Action::Restore, Some((at, _))) => match firsts.get_mut(at) {
                    Some(first) => {
                        *first = (*first).min(number);
                        *first
                    }
                    None => continue,
                },
                _ => continue,
            };
            if first != number {
                shared.extend([first as usize, row]);
            }
        }
        shared
    }

    /// Whether a matched user differs, and what becomes of it then. What became of others is asked
    /// only as far as it is the same before and after they are compared.
    fn compared(&self, row: usize, users: &[Judged]) -> Option<(Action, Reason)> {
        let at = match users.get(row).map(|user| (user.action, user.matched()))? {
            (Action::Update, Some((at, _))) => at,
            (Action::Create, _) if self.fails(row, users) => {
                return Some((Action::Fail, Reason::ExpressionFails));
            }
            _ => return None,
        };
        let Inputs { source, target, mode, .. } = self.inputs;
        let (is_pending, has_mailbox) = (self.is_pending(at), has_mailbox(target, at));
        let is_incremental = mode == Mode::Incremental;
        let occasion = Occasion::Update { row: at, is_incremental, is_pending, has_mailbox };
        let is_blocked = !is_enabled(source, row);
        let fails = self.fails(row, users);
        let [seen, block] = self.around(users, |around| {
            let only = is_blocked.then_some("accountEnabled");
            let block = only.map_or(Written::Nothing, |only| {
                self.mappings.writes(row, occasion, around, Some(only))
            });
            [self.mappings.writes(row, occasion, around, None), block]
        });
        let (written, blocks) = (seen == Written::Something, block == Written::Something);
        let updates = self.does.is_some_and(|does| does.update);
        let is_owned = || {
            has_mailbox
                && self.changes(row, users).iter().any(|one| one.note == Some(Note::ExchangeOwned))
        };
        Some(match () {
            () if fails && updates => (Action::Fail, Reason::ExpressionFails),
            () if !written && updates && is_owned() => (Action::Fail, Reason::ExchangeOwned),
            () if !written && is_pending => (Action::Unchanged, Reason::Pending),
            () if seen == Written::NothingButCase => (Action::Unchanged, Reason::CaseOnly),
            () if !written && self.is_told => (Action::Unchanged, Reason::Redundant),
            () if !written => (Action::Unchanged, Reason::RedundantAsFarAsTold),
            () if !updates => (Action::Skip, Reason::UpdateOff),
            () if is_mastered_elsewhere(target, at) => (Action::Fail, Reason::OnPremises),
            () if blocks => (Action::Disable, Reason::Disabled),
            () if is_pending => (Action::Update, Reason::Pending),
            () => (Action::Update, Reason::Differs),
        })
    }

    /// Whether the service cannot evaluate a mapping for a user.
    fn fails(&self, row: usize, users: &[Judged]) -> bool {
        self.mappings.may_fail() && self.around(users, |around| self.mappings.fails(row, around))
    }

    pub(super) fn is_pending(&self, at: usize) -> bool {
        let state = self.inputs.target.known(at, Known::State);
        state.text().is_some_and(|state| state == "PendingAcceptance")
    }
}

/// Whether a user of the target has a mailbox, as far as the export tells which plans are assigned.
pub(super) fn has_mailbox(target: &Roster, at: usize) -> bool {
    target.known(at, Known::Plans) == Value::Bool(true)
}

/// Whether a user of the target is mastered on-premises.
fn is_mastered_elsewhere(target: &Roster, at: usize) -> bool {
    let synced = target.known(at, Known::DirSync).text();
    synced.is_some_and(|word| word.eq_ignore_ascii_case("true"))
}

pub(super) fn judged(action: Action, reason: Reason, matched: Option<(usize, By)>) -> Judged {
    let sure = matched.map_or(Certainty::Documented, |(_, by)| by.certainty());
    let found = matched.map(|(at, by)| (u32::try_from(at).unwrap_or(u32::MAX), by));
    Judged { action, reason, certainty: reason.certainty().max(sure), found }
}
