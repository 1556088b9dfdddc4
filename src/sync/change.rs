//! What happens to one attribute of a user of the target, and why it is not simply written.

use super::verdict::Certainty;

/// Why an attribute is not simply written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// The mapping is for creation only; the target keeps what it has.
    CreateOnly,
    /// The source has no value, and nothing is never written.
    Null,
    /// The source has no value, and the default is written on creation.
    Default,
    /// Only letter case differs, which is not taken as a change.
    CaseOnly,
    /// An expression that is not evaluated here.
    NotEvaluated,
    /// The manager is not in scope.
    ManagerOutOfScope,
    /// The manager is created in the same cycle, and linked afterwards.
    LinkedAfterwards,
    /// Not repaired before a restart: references are not looked at again.
    NotReevaluated,
    /// Managers do not cross clouds.
    CrossCloud,
    /// The initial domain of the target is not in the workspace.
    InitialDomainUnknown,
    /// An invitation is pending: incremental cycles leave the sign-in name.
    SignInNameStays,
    /// The user of the target has a mailbox, and the attribute belongs to Exchange.
    ExchangeOwned,
    /// `Switch` may read as empty what did not change.
    MayBeCleared,
    /// A condition of `IIF` looks at what has no value.
    ConditionFails,
    /// The service cannot evaluate the expression for this user.
    Fails,
    /// The service does not take the expression.
    Invalid,
}

/// The reference of expressions.
pub const FUNCTIONS: &str = "MicrosoftDocs/entra-docs:docs/identity/app-provisioning/functions-for-customizing-application-data.md";

impl Note {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        self.row().0
    }

    /// A sentence for people.
    pub fn sentence(self) -> &'static str {
        self.row().1
    }

    /// How sure that is and where it is written, of the notes that rest on a fault of the service's
    /// own or on what its pages leave open.
    pub fn doubt(self) -> Option<(Certainty, &'static str)> {
        match self {
            Note::MayBeCleared | Note::ConditionFails => Some((Certainty::Undocumented, FUNCTIONS)),
            Note::Fails | Note::Invalid => Some((Certainty::Inferred, FUNCTIONS)),
            _ => None,
        }
    }

    #[rustfmt::skip]
    fn row(self) -> (&'static str, &'static str) {
        match self {
            Note::CreateOnly => ("createOnly", "written on creation only: the target keeps what it has"),
            Note::Null => ("null", "the source has no value, and nothing is never written: the target keeps what it has"),
            Note::Default => ("default", "the source has no value: the default is written, on creation only"),
            Note::CaseOnly => ("caseOnly", "only letter case differs, which is not taken as a change"),
            Note::NotEvaluated => ("notEvaluated", "the expression is not evaluated here, so what it gives is not known"),
            Note::ManagerOutOfScope => ("managerOutOfScope", "the manager is not in scope, so no link is made"),
            Note::LinkedAfterwards => ("linkedAfterwards", "the manager is created in the same cycle and linked afterwards"),
            Note::NotReevaluated => ("notReevaluated", "a later cycle does not look at references again: not repaired before a restart"),
            Note::CrossCloud => ("crossCloud", "managers do not cross clouds"),
            Note::InitialDomainUnknown => ("initialDomainUnknown", "the initial domain of the target is not in the workspace, of which the name is built"),
            Note::SignInNameStays => ("signInNameStays", "an invitation is pending: incremental cycles leave the sign-in name as it is"),
            Note::ExchangeOwned => ("exchangeOwned", "the user of the target has a mailbox, and the attribute belongs to Exchange there: it is not written"),
            Note::MayBeCleared => ("mayBeCleared", "may be cleared: something else changes, and `Switch` is documented to read as empty what did not; another page says that nothing is never written"),
            Note::ConditionFails => ("conditionFails", "the condition of `IIF` looks at what has no value, and is documented to fail: taken so that nothing is written"),
            Note::Fails => ("fails", "the service cannot evaluate the expression for this user; what follows is not documented, taken as a failure of the user"),
            Note::Invalid => ("invalid", "the service does not take this expression, see the findings: nothing is said of what it gives"),
        }
    }
}

/// What happens to one attribute of the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The attribute.
    pub attribute: String,
    /// What the target holds.
    pub before: Option<String>,
    /// What it holds afterwards; the same where nothing is written.
    pub after: Option<String>,
    /// The mapping, as an expression.
    pub mapping: String,
    /// Why it is not simply written.
    pub note: Option<Note>,
}

impl Change {
    /// Whether something is written.
    pub fn is_written(&self) -> bool {
        self.before != self.after
    }
}

/// The deletion of a user, as a change.
pub(super) fn deletion() -> Change {
    Change {
        attribute: "IsSoftDeleted".to_owned(),
        before: Some("False".to_owned()),
        after: Some("True".to_owned()),
        mapping: "[IsSoftDeleted]".to_owned(),
        note: None,
    }
}
