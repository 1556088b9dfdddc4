//! What the attribute mappings write.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/customize-application-attributes.md
//! and …/identity/app-provisioning/known-issues.md

use std::borrow::Cow;

use super::change::{Change, Note};
use super::expression::{Evaluated, Expressions};
use super::matching::{is_same_word, unbinned};
use super::risk::Risks;
use super::roster::{Known, Roster, Value};
use super::scope::is_deleted;
use crate::domain::{AttributeMapping, FlowType, ObjectId, ObjectMapping, SourceType};

/// Attributes that are not in the export as they are called: each is computed.
const SOFT_DELETED: &str = "IsSoftDeleted";
const SIGN_IN_NAME: &str = "userPrincipalName";
const MANAGER: &str = "manager";

/// What a mailbox in the target takes over.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/known-issues.md
const EXCHANGE: &[&str] = &["mail", "showInAddressList"];

/// What has become of a manager in the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Superior {
    /// Is there.
    There(ObjectId),
    /// Is created in the same cycle, under this sign-in name.
    Created(Option<String>),
    /// Not in scope.
    OutOfScope,
}

/// Where the mappings are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// The user is created.
    Create,
    /// The user of the target in this row is changed.
    Update {
        /// Its row.
        row: usize,
        /// Only what changed is looked at.
        is_incremental: bool,
        /// The invitation is pending.
        is_pending: bool,
        /// The user has a mailbox.
        has_mailbox: bool,
    },
}

/// Where a value comes from.
#[derive(Clone, Debug)]
enum Plan {
    Attribute(Option<usize>),
    SoftDeleted,
    SignInName,
    Constant(String),
    Expression(String),
    Manager,
    /// Leaves the target alone.
    Nothing,
}

/// What is special about the attribute that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    SoftDeleted,
    SignInName,
    Plain,
}

#[derive(Clone, Debug)]
struct Row {
    target: String,
    kind: Kind,
    column: Option<usize>,
    plan: Plan,
    default: Option<String>,
    flow: FlowType,
    mapping: String,
    risks: Risks,
}

/// The mappings of a configuration, ready for two directories; and whether one of them may be such that
/// the service cannot evaluate it for somebody.
#[derive(Clone, Debug, Default)]
pub struct Mappings(Vec<Row>, bool);

/// What surrounds an evaluation.
#[derive(Clone, Copy)]
pub struct Setting<'s> {
    /// The users of the source.
    pub source: &'s Roster,
    /// The users of the target.
    pub target: &'s Roster,
    /// The initial domain of the target.
    pub initial_domain: Option<&'s str>,
    /// Whether source and target live in different clouds.
    pub is_cross_cloud: bool,
    /// Evaluates expressions.
    pub expressions: &'s Expressions,
    /// Finds what has become of a manager.
    pub superior: &'s dyn Fn(ObjectId) -> Superior,
}

/// A value as it is compared and shown, put together only where it is looked at.
#[derive(Clone)]
enum Said<'s> {
    Text(&'s str),
    Id(ObjectId),
    /// The sign-in name that is built of these two.
    Built(&'s str, &'s str),
    Owned(String),
}

impl Said<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Said::Text(text) => Cow::Borrowed(text),
            Said::Id(id) => Cow::Owned(id.to_string()),
            Said::Built(upn, domain) => Cow::Owned(built_sign_in_name(upn, domain)),
            Said::Owned(text) => Cow::Borrowed(text),
        }
    }

    /// `true` and `True` are one value.
    fn is_same(&self, other: &Said<'_>) -> bool {
        match (self, other) {
            (Said::Text(a), Said::Text(b)) => is_same(a, b),
            (Said::Id(a), Said::Id(b)) => a == b,
            (Said::Text(text), Said::Built(upn, domain)) => is_built(text, upn, domain),
            _ => is_same(&self.text(), &other.text()),
        }
    }
}

/// What is written to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Something.
    Something,
    /// Nothing.
    Nothing,
    /// Nothing, though something differs in letter case.
    NothingButCase,
}

/// What would be written, before the rules of flow.
enum Wanted<'s> {
    Text(Said<'s>),
    Nothing,
    /// It cannot be told; the target is shown as it is.
    Kept(Note),
    /// The export does not tell: nothing can be said.
    Untold,
}

/// What the target holds, as its export tells.
enum Before<'s> {
    Untold,
    Told(Option<Said<'s>>),
}

/// What becomes of one attribute, where there is something to say.
enum Outcome<'s> {
    /// It stays as it is.
    Stays(Note),
    /// This is written.
    Written(Said<'s>, Option<Note>),
}

impl Mappings {
    /// Makes them ready. Rows that users are matched by are the service's own business.
    pub fn of(mapping: Option<&ObjectMapping>, source: &Roster, target: &Roster) -> Self {
        let rows = mapping.map(|mapping| mapping.attribute_mappings.as_slice()).unwrap_or_default();
        let rows = rows.iter().filter(|row| row.matching_priority.unwrap_or(0) == 0);
        let rows: Vec<Row> = rows.map(|row| ready(row, source, target)).collect();
        let may_fail = rows.iter().any(|row| row.risks.may_fail);
        Mappings(rows, may_fail)
    }

    /// What happens to the attributes of one user. Attributes that keep their value are left out,
    /// but where there is something to say about it.
    pub fn changes(&self, row: usize, occasion: Occasion, around: &Setting<'_>) -> Vec<Change> {
        let found: Vec<Option<Change>> =
            self.0.iter().map(|mapping| mapping.change(row, occasion, around)).collect();
        // `Switch` is at risk where something else of the user changes.
        let is_risky = matches!(occasion, Occasion::Update { is_incremental: true, .. })
            && found.iter().flatten().any(Change::is_written);
        let cleared = |mapping: &Row| is_risky.then(|| mapping.cleared(occasion, around)).flatten();
        let rows = self.0.iter().zip(found);
        rows.filter_map(|(mapping, change)| change.or_else(|| cleared(mapping))).collect()
    }

    /// Whether the service may be unable to evaluate a row for somebody.
    pub fn may_fail(&self) -> bool {
        self.1
    }

    /// Whether the service cannot evaluate a row for one user, as far as that is told.
    pub fn fails(&self, row: usize, around: &Setting<'_>) -> bool {
        let rows = self.0.iter().filter(|mapping| mapping.risks.may_fail);
        rows.into_iter()
            .any(|mapping| matches!(mapping.wanted(row, around), Wanted::Kept(Note::Fails)))
    }

    /// Whether anything is written to one user; only that attribute, where one is named. Where
    /// nothing is, whether something differs in letter case.
    pub fn writes(
        &self,
        row: usize,
        occasion: Occasion,
        around: &Setting<'_>,
        only: Option<&str>,
    ) -> Written {
        let rows = self.0.iter().filter(|mapping| only.is_none_or(|name| mapping.target == name));
        let mut out = Written::Nothing;
        for mapping in rows {
            match mapping.outcome(row, occasion, around) {
                Some((_, Outcome::Written(..))) => return Written::Something,
                Some((_, Outcome::Stays(Note::CaseOnly))) => out = Written::NothingButCase,
                _ => {}
            }
        }
        out
    }
}

fn ready(mapping: &AttributeMapping, source: &Roster, target: &Roster) -> Row {
    let said = mapping.source.as_ref();
    let name = said.and_then(|said| said.name.as_deref()).unwrap_or_default();
    let text = said.and_then(|said| said.expression.clone());
    let plan = match said.and_then(|said| said.kind.as_ref()) {
        None if text.is_none() => Plan::Nothing,
        Some(SourceType::Attribute) => match name {
            SOFT_DELETED => Plan::SoftDeleted,
            MANAGER => Plan::Manager,
            SIGN_IN_NAME if mapping.target == SIGN_IN_NAME => Plan::SignInName,
            name => Plan::Attribute(source.column(name)),
        },
        Some(SourceType::Constant) => Plan::Constant(unquoted(text.as_deref().unwrap_or(name))),
        None | Some(SourceType::Function | SourceType::Other(_)) => {
            Plan::Expression(text.clone().unwrap_or_default())
        }
    };
    Row {
        target: mapping.target.clone(),
        kind: match mapping.target.as_str() {
            SOFT_DELETED => Kind::SoftDeleted,
            SIGN_IN_NAME => Kind::SignInName,
            _ => Kind::Plain,
        },
        column: target.column(&mapping.target),
        default: mapping.default_value.clone().filter(|text| !text.is_empty()),
        flow: mapping.flow_type.clone().unwrap_or(FlowType::Always),
        risks: match &plan {
            Plan::Expression(text) => Risks::of(text),
            _ => Risks::default(),
        },
        plan,
        mapping: text.unwrap_or_else(|| format!("[{name}]")),
    }
}

/// A constant is written as a quoted string in the language of expressions.
pub(super) fn unquoted(text: &str) -> String {
    let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inside.unwrap_or(text).to_owned()
}

/// The sign-in name that the target gives to an invited user.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md
pub fn built_sign_in_name(upn: &str, initial_domain: &str) -> String {
    format!("{}#EXT#@{initial_domain}", upn.replace('@', "_"))
}

/// Whether a sign-in name is [`built_sign_in_name`] of these two.
fn is_built(name: &str, upn: &str, initial_domain: &str) -> bool {
    let Some((local, rest)) = name.split_at_checked(upn.len()) else { return false };
    let plain = |byte: u8| if byte == b'@' { b'_' } else { byte };
    rest.strip_prefix("#EXT#@") == Some(initial_domain) && local.bytes().eq(upn.bytes().map(plain))
}

/// A value as it is compared and shown.
pub(super) fn shown(value: Value<'_>) -> Option<String> {
    said(value).map(|said| said.text().into_owned())
}

fn said(value: Value<'_>) -> Option<Said<'_>> {
    match value {
        Value::Reference(id) => Some(Said::Id(id)),
        Value::Many(items) => Some(Said::Owned(items.iter().collect::<Vec<_>>().join(", "))),
        other => other.text().map(Said::Text),
    }
}

impl Row {
    fn change(&self, row: usize, occasion: Occasion, around: &Setting<'_>) -> Option<Change> {
        let (before, outcome) = self.outcome(row, occasion, around)?;
        let before = before.map(|said| said.text().into_owned());
        let (after, note) = match outcome {
            Outcome::Stays(note) => (before.clone(), Some(note)),
            Outcome::Written(said, note) => (Some(said.text().into_owned()), note),
        };
        let (attribute, mapping) = (self.target.clone(), self.mapping.clone());
        Some(Change { attribute, before, after, mapping, note })
    }

    /// What `Switch` may clear although nothing differs.
    fn cleared(&self, occasion: Occasion, around: &Setting<'_>) -> Option<Change> {
        let Occasion::Update { row, .. } = occasion else { return None };
        if !self.risks.clears || self.flow != FlowType::Always {
            return None;
        }
        let Before::Told(Some(said)) = self.before(row, around.target) else { return None };
        let held = Some(said.text().into_owned());
        let (attribute, mapping) = (self.target.clone(), self.mapping.clone());
        let note = Some(Note::MayBeCleared);
        Some(Change { attribute, before: held.clone(), after: held, mapping, note })
    }

    /// What the target holds, and what becomes of it.
    fn outcome<'s>(
        &'s self,
        row: usize,
        occasion: Occasion,
        around: &Setting<'s>,
    ) -> Option<(Option<Said<'s>>, Outcome<'s>)> {
        let is_create = occasion == Occasion::Create;
        let before = match occasion {
            Occasion::Create => None,
            Occasion::Update { row, .. } => match self.before(row, around.target) {
                // What the target holds is not in its export.
                Before::Untold => return None,
                Before::Told(before) => before,
            },
        };
        let outcome = match self.wanted(row, around) {
            Wanted::Untold => return None,
            Wanted::Kept(note) => Outcome::Stays(note),
            Wanted::Nothing if is_create => {
                Outcome::Written(Said::Text(self.default.as_deref()?), Some(Note::Default))
            }
            Wanted::Nothing if before.is_none() || matches!(self.plan, Plan::Nothing) => {
                return None;
            }
            Wanted::Nothing => Outcome::Stays(Note::Null),
            Wanted::Text(said) if is_create => {
                let note = matches!(self.plan, Plan::Manager).then_some(Note::LinkedAfterwards);
                Outcome::Written(said, note)
            }
            Wanted::Text(said) if before.as_ref().is_some_and(|old| old.is_same(&said)) => {
                return None;
            }
            Wanted::Text(said) => match self.stays(&said, before.as_ref(), occasion) {
                Some(note) => Outcome::Stays(note),
                None => Outcome::Written(said, None),
            },
        };
        Some((before, outcome))
    }

    /// Why a value that differs is not written to a user who is there.
    fn stays(
        &self,
        wanted: &Said<'_>,
        before: Option<&Said<'_>>,
        occasion: Occasion,
    ) -> Option<Note> {
        let Occasion::Update { is_incremental, is_pending, has_mailbox, .. } = occasion else {
            return None;
        };
        let case_only = before.is_some_and(|before| is_same_word(&before.text(), &wanted.text()));
        match (&self.flow, &self.plan) {
            _ if case_only => Some(Note::CaseOnly),
            _ if has_mailbox && EXCHANGE.contains(&self.target.as_str()) => {
                Some(Note::ExchangeOwned)
            }
            (FlowType::Always, Plan::SignInName) if is_pending && is_incremental => {
                Some(Note::SignInNameStays)
            }
            (FlowType::Always, Plan::Manager) if before.is_none() && is_incremental => {
                Some(Note::NotReevaluated)
            }
            (FlowType::Always, _) => None,
            (FlowType::AttributeAddOnly, _) if before.is_none() => None,
            (FlowType::ObjectAddOnly | FlowType::AttributeAddOnly, _) => Some(Note::CreateOnly),
            (FlowType::MultiValueAddOnly | FlowType::ValueAddOnly | FlowType::Other(_), _) => {
                Some(Note::NotEvaluated)
            }
        }
    }

    /// What the target holds.
    fn before<'s>(&self, row: usize, target: &'s Roster) -> Before<'s> {
        if self.kind == Kind::SoftDeleted {
            return Before::Told(Some(truth(is_deleted(target, row))));
        }
        match target.value(row, self.column) {
            Value::Untold => Before::Untold,
            Value::Text(upn) if self.kind == Kind::SignInName && is_deleted(target, row) => {
                Before::Told(Some(Said::Text(unbinned(upn))))
            }
            value => Before::Told(said(value)),
        }
    }

    fn wanted<'s>(&'s self, row: usize, around: &Setting<'s>) -> Wanted<'s> {
        let source = around.source;
        match &self.plan {
            Plan::Nothing => Wanted::Nothing,
            Plan::Constant(text) if text.is_empty() => Wanted::Nothing,
            Plan::Constant(text) => Wanted::Text(Said::Text(text)),
            // Mappings are asked about users in scope only.
            Plan::SoftDeleted => Wanted::Text(truth(false)),
            Plan::SignInName => {
                let upn = source.known(row, Known::SignInName).text();
                match (upn, around.initial_domain) {
                    (None, _) => Wanted::Nothing,
                    (Some(_), None) => Wanted::Kept(Note::InitialDomainUnknown),
                    (Some(upn), Some(domain)) => Wanted::Text(Said::Built(upn, domain)),
                }
            }
            Plan::Manager => match source.known(row, Known::Manager) {
                Value::Untold => Wanted::Untold,
                Value::Reference(_) if around.is_cross_cloud => Wanted::Kept(Note::CrossCloud),
                Value::Reference(id) => match (around.superior)(id) {
                    Superior::There(id) => Wanted::Text(Said::Id(id)),
                    Superior::Created(Some(name)) => Wanted::Text(Said::Owned(name)),
                    Superior::Created(None) => Wanted::Kept(Note::LinkedAfterwards),
                    Superior::OutOfScope => Wanted::Kept(Note::ManagerOutOfScope),
                },
                _ => Wanted::Nothing,
            },
            Plan::Attribute(column) => match source.value(row, *column) {
                Value::Untold => Wanted::Untold,
                Value::Unreadable => Wanted::Kept(Note::NotEvaluated),
                value => said(value).map_or(Wanted::Nothing, Wanted::Text),
            },
            Plan::Expression(text) => {
                match around.expressions.evaluate(text, &|name| asked(source, row, name)) {
                    Evaluated::Text(text) if text.is_empty() => Wanted::Nothing,
                    Evaluated::Text(text) => Wanted::Text(Said::Owned(text)),
                    Evaluated::Nothing => Wanted::Nothing,
                    Evaluated::Unknown => Wanted::Kept(Note::NotEvaluated),
                    Evaluated::ConditionFails => Wanted::Kept(Note::ConditionFails),
                    Evaluated::Fails => Wanted::Kept(Note::Fails),
                    Evaluated::Invalid => Wanted::Kept(Note::Invalid),
                }
            }
        }
    }
}

/// `true` and `True` are one value.
fn is_same(a: &str, b: &str) -> bool {
    let is_truth = |text: &str| ["true", "false"].iter().any(|one| text.eq_ignore_ascii_case(one));
    a == b || (a.eq_ignore_ascii_case(b) && is_truth(a))
}

/// An attribute as expressions ask for it: of users in scope, none is deleted.
pub(super) fn asked<'s>(source: &'s Roster, row: usize, name: &str) -> Value<'s> {
    match name {
        SOFT_DELETED => Value::Bool(false),
        name => source.named(row, name),
    }
}

fn truth(value: bool) -> Said<'static> {
    Said::Text(if value { "True" } else { "False" })
}
