//! What a cycle would do with every user of the source.

use std::collections::HashMap;
use std::ops::ControlFlow;

use foldhash::fast::FixedState;

use super::expression::attributes;
use super::gate;
use super::inputs::{Inputs, Mode};
use super::job::{Job, Summary};
use super::mapping::{Change, Mappings, Note, Occasion, Setting, Superior, built_sign_in_name};
use super::matching::{By, Found, Holder, Matcher};
use super::roster::{Roster, Value};
use super::scope::{Scope, Scoped, is_deleted, is_enabled};
use super::verdict::{Action, Certainty, Check, Reason};
use crate::access::Truth;
use crate::domain::{ObjectAction, ObjectId, SyncConfiguration, TenantId};

/// Users between two ticks.
const TICK_USERS: usize = 4096;

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
    /// The row of the user in the target, and by what it was found.
    pub matched: Option<(usize, By)>,
}

impl Judged {
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
}

/// Configuration and directories, ready for any user.
#[derive(Debug)]
pub struct Engine<'i> {
    pub(super) inputs: Inputs<'i>,
    pub(super) checks: Vec<Check>,
    pub(super) scope: Scope,
    matcher: Matcher,
    mappings: Mappings,
    rows: HashMap<ObjectId, usize, FixedState>,
    initial_domain: Option<String>,
    verified: Vec<String>,
    invitations: gate::Invitations,
    is_told: bool,
}

impl<'i> Engine<'i> {
    /// Makes everything ready.
    pub fn of(inputs: Inputs<'i>) -> Self {
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
        let mut engine = Engine {
            checks: gate::checks(estate, configuration),
            scope: Scope::of(configuration, source, inputs.source_groups),
            matcher: Matcher::of(target, inputs.target_groups),
            mappings: Mappings::of(configuration.users(), source, target),
            rows: source.ids().iter().enumerate().map(|(row, id)| (*id, row)).collect(),
            initial_domain: initial.map(str::to_owned),
            verified: verified.map(|domain| domain.name.to_string()).collect(),
            invitations: gate::Invitations::of(estate, configuration),
            is_told: false,
            inputs,
        };
        engine.is_told = engine.untold().iter().all(Vec::is_empty);
        engine
    }

    /// Whether an id is a user of the source.
    pub(super) fn is_user(&self, id: ObjectId) -> bool {
        self.rows.contains_key(&id)
    }

    /// What it looks at.
    pub fn inputs(&self) -> &Inputs<'i> {
        &self.inputs
    }

    /// The initial domain of the target, of which sign-in names are built.
    pub fn initial_domain(&self) -> Option<&str> {
        self.initial_domain.as_deref()
    }

    /// Attributes that mappings read or write and that an export does not hold at all: of those
    /// nothing is said. First those of the source, then those of the target.
    pub fn untold(&self) -> [Vec<String>; 2] {
        let Inputs { configuration, source, target, .. } = self.inputs;
        let mapping = configuration.users().into_iter();
        let rows: Vec<_> = mapping
            .flat_map(|mapping| &mapping.attribute_mappings)
            .filter(|row| row.matching_priority.unwrap_or(0) == 0 && row.target != "IsSoftDeleted")
            .collect();
        let named = rows
            .iter()
            .filter_map(|row| row.source.as_ref())
            .flat_map(|from| from.expression.as_deref().map(attributes).into_iter().flatten());
        let from = named.filter(|name| name != "IsSoftDeleted" && !source.tells(name)).collect();
        let to = rows.iter().map(|row| row.target.clone());
        [from, to.filter(|name| !target.tells(name)).collect()]
    }

    /// What the exports do not hold, in sentences; a tenant is called by `name`.
    pub fn untold_words(&self, name: impl Fn(TenantId) -> String) -> Vec<String> {
        let [from, to] = self.untold();
        let SyncConfiguration { source, target, .. } = self.inputs.configuration;
        let mut out = Vec::new();
        for (attributes, tenant) in [(from, source), (to, target)] {
            if !attributes.is_empty() {
                out.push(format!(
                    "the users of {} were exported without {}; nothing is said about mappings of these",
                    name(*tenant),
                    attributes.join(", ")
                ));
            }
        }
        out.extend(self.scope_words(name));
        out
    }

    /// What is not known of who is assigned, in sentences.
    pub fn scope_words(&self, name: impl Fn(TenantId) -> String) -> Vec<String> {
        let mut out = Vec::new();
        let strangers = self.strangers();
        if strangers > 0 {
            out.push(format!(
                "{strangers} members of assigned groups are neither users nor groups in the export of {}: a device or an application is not synchronised, and a user who is missing in the export is not judged here",
                name(self.inputs.configuration.source)
            ));
        }
        if self.is_scope_open() {
            let text = "an assigned user or group, or the members of an assigned group, are not in the workspace";
            out.push(text.to_owned());
        }
        out
    }

    /// The name of a user of the source.
    pub fn name(&self, id: ObjectId) -> Option<String> {
        let row = *self.rows.get(&id)?;
        self.inputs.source.named(row, "displayName").text().map(str::to_owned)
    }

    /// Which user of the target a user of the source is.
    pub(super) fn find(&self, row: usize) -> Found {
        self.matcher.find(self.inputs.source, row)
    }

    /// Users, groups and members of groups that a first cycle reads.
    pub fn size(&self) -> usize {
        self.scope.size(self.inputs.source)
    }

    /// Whether who is assigned is not wholly in the workspace.
    pub fn is_scope_open(&self) -> bool {
        self.scope.is_open()
    }

    /// Judges everybody.
    pub fn preview(&self, tick: Tick<'_>) -> Result<Preview, Stopped> {
        self.judge(tick).map(|users| self.gated(users))
    }

    /// Judges everybody as if the job were let through.
    pub(super) fn judge(&self, tick: Tick<'_>) -> Result<Vec<Judged>, Stopped> {
        let count = self.inputs.source.len();
        let mut users = Vec::with_capacity(count);
        for row in 0..count {
            if row % TICK_USERS == 0 && tick(row as u64).is_break() {
                return Err(Stopped);
            }
            users.push(self.placed(row));
        }
        self.share(&mut users);
        for row in 0..count {
            if row % TICK_USERS == 0 && tick(row as u64).is_break() {
                return Err(Stopped);
            }
            self.compare(row, &mut users);
        }
        Ok(users)
    }

    /// Scope and match of one user; whether a matched one differs is asked by [`Self::compare`].
    fn placed(&self, row: usize) -> Judged {
        let Inputs { source, configuration, mode, .. } = self.inputs;
        let Some(mapping) = configuration.users() else {
            return judged(Action::Skip, Reason::NoMapping, None);
        };
        if source.tells("netId") && source.named(row, "netId") == Value::Missing {
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
                Found::Nobody if !mapping.does(ObjectAction::Add) => {
                    judged(Action::Skip, Reason::AddOff, None)
                }
                Found::Nobody => self.creating(row),
            },
        }
    }

    fn creating(&self, row: usize) -> Judged {
        let Some(mail) = self.inputs.source.named(row, "mail").text() else {
            return judged(Action::Fail, Reason::NoMail, None);
        };
        let domain = mail.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase();
        if !self.verified.is_empty() && !self.verified.contains(&domain) {
            return judged(Action::Fail, Reason::Unverified, None);
        }
        match self.matcher.holder(mail) {
            Some(Holder::User) => judged(Action::Fail, Reason::TakenByUser, None),
            Some(Holder::Group) => judged(Action::Fail, Reason::TakenByGroup, None),
            None if self.invitations.is_doubtful(&domain) => {
                judged(Action::Create, Reason::InvitationInDoubt, None)
            }
            None => judged(Action::Create, Reason::NoMatch, None),
        }
    }

    /// Somebody who is managed and no longer in scope.
    fn leaving(&self, row: usize, reason: Reason, linked: Option<(usize, By)>) -> Judged {
        let Inputs { source, target, configuration, .. } = self.inputs;
        let deletes = configuration.users().is_some_and(|users| users.does(ObjectAction::Delete));
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

    /// Two users in scope who lead to one user of the target.
    fn share(&self, users: &mut [Judged]) {
        let source = self.inputs.source;
        let mut mails: HashMap<String, usize, FixedState> = HashMap::default();
        let mut rows: HashMap<usize, usize, FixedState> = HashMap::default();
        let mut shared = Vec::new();
        for (row, user) in users.iter().enumerate() {
            let first = match (user.action, user.matched) {
                (Action::Create, _) => {
                    let mail = source.named(row, "mail").text().unwrap_or_default();
                    *mails.entry(mail.to_lowercase()).or_insert(row)
                }
                (Action::Update | Action::Restore, Some((at, _))) => *rows.entry(at).or_insert(row),
                _ => continue,
            };
            if first != row {
                shared.extend([first, row]);
            }
        }
        for row in shared {
            if let Some(user) = users.get_mut(row) {
                *user = judged(Action::Ambiguous, Reason::Shared, user.matched);
            }
        }
    }

    /// Whether a matched user differs.
    fn compare(&self, row: usize, users: &mut [Judged]) {
        let Some(user) = users.get(row).copied() else { return };
        let (Action::Update, Some((at, by))) = (user.action, user.matched) else { return };
        let Inputs { source, target, configuration, mode, .. } = self.inputs;
        let changes = self.changes(row, users);
        let written = changes.iter().any(Change::is_written);
        let blocks = !is_enabled(source, row)
            && changes.iter().any(|one| one.attribute == "accountEnabled" && one.is_written());
        let updates = configuration.users().is_some_and(|users| users.does(ObjectAction::Update));
        let is_owned = || {
            has_mailbox(target, at)
                && self.changes(row, users).iter().any(|one| one.note == Some(Note::ExchangeOwned))
        };
        let (action, reason) = match () {
            () if !written && updates && is_owned() => (Action::Fail, Reason::ExchangeOwned),
            () if !written && self.is_pending(at) => (Action::Unchanged, Reason::Pending),
            () if !written && self.is_told => (Action::Unchanged, Reason::Redundant),
            () if !written => (Action::Unchanged, Reason::RedundantAsFarAsTold),
            () if !updates => (Action::Skip, Reason::UpdateOff),
            () if is_mastered_elsewhere(target, at) => (Action::Fail, Reason::OnPremises),
            () if blocks => (Action::Disable, Reason::Disabled),
            () if self.is_pending(at) => (Action::Update, Reason::Pending),
            () => (Action::Update, Reason::Differs),
        };
        let mut judged = judged(action, reason, Some((at, by)));
        if mode == Mode::Incremental {
            judged.certainty = judged.certainty.max(Certainty::Inferred);
        }
        if let Some(user) = users.get_mut(row) {
            *user = judged;
        }
    }

    fn is_pending(&self, at: usize) -> bool {
        let state = self.inputs.target.named(at, "userState");
        state.text().is_some_and(|state| state == "PendingAcceptance")
    }

    /// What happens to the attributes of a user, given what becomes of everybody.
    pub fn changes(&self, row: usize, users: &[Judged]) -> Vec<Change> {
        let Inputs { source, target, mode, expressions, estate, configuration, .. } = self.inputs;
        let Some(user) = users.get(row) else { return Vec::new() };
        let occasion = match (user.action, user.matched) {
            (Action::Create, _) => Occasion::Create,
            (
                Action::Update
                | Action::Unchanged
                | Action::Restore
                | Action::Disable
                | Action::Fail,
                Some((at, _)),
            ) => Occasion::Update {
                row: at,
                is_incremental: mode == Mode::Incremental,
                is_pending: self.is_pending(at),
                has_mailbox: has_mailbox(target, at),
            },
            (Action::SoftDelete | Action::Staged, _) => return vec![deletion()],
            _ => return Vec::new(),
        };
        let superior = |id: ObjectId| self.superior(id, users);
        let around = Setting {
            source,
            target,
            initial_domain: self.initial_domain.as_deref(),
            is_cross_cloud: gate::is_cross_cloud(estate, configuration),
            expressions,
            superior: &superior,
        };
        self.mappings.changes(row, occasion, &around)
    }

    fn superior(&self, id: ObjectId, users: &[Judged]) -> Superior {
        let Inputs { source, target, .. } = self.inputs;
        let Some(row) = self.rows.get(&id).copied() else { return Superior::OutOfScope };
        let Some(user) = users.get(row) else { return Superior::OutOfScope };
        match (user.action, user.matched) {
            (
                Action::Update | Action::Unchanged | Action::Restore | Action::Disable,
                Some((at, _)),
            ) => Superior::There(target.id(at)),
            (Action::Staged | Action::Skip | Action::Fail, Some((at, _)))
                if user.reason.is_in_scope() =>
            {
                Superior::There(target.id(at))
            }
            (Action::Create, _) => Superior::Created(
                self.initial_domain
                    .as_deref()
                    .zip(source.named(row, "userPrincipalName").text())
                    .map(|(domain, upn)| built_sign_in_name(upn, domain)),
            ),
            _ => Superior::OutOfScope,
        }
    }
}

/// Whether a user of the target has a mailbox, as far as the export tells which plans are assigned.
fn has_mailbox(target: &Roster, at: usize) -> bool {
    target.named(at, "assignedPlans") == Value::Bool(true)
}

/// Whether a user of the target is mastered on-premises.
fn is_mastered_elsewhere(target: &Roster, at: usize) -> bool {
    let synced = target.named(at, "dirSyncEnabled").text();
    synced.is_some_and(|word| word.eq_ignore_ascii_case("true"))
}

pub(super) fn judged(action: Action, reason: Reason, matched: Option<(usize, By)>) -> Judged {
    let found = matched.map_or(Certainty::Documented, |(_, by)| by.certainty());
    Judged { action, reason, certainty: reason.certainty().max(found), matched }
}

fn deletion() -> Change {
    Change {
        attribute: "IsSoftDeleted".to_owned(),
        before: Some("False".to_owned()),
        after: Some("True".to_owned()),
        mapping: "[IsSoftDeleted]".to_owned(),
        note: None,
    }
}
