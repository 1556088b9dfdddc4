//! What is done with a user, why, and how sure that is.

use crate::access::Truth;

/// What becomes of one user. The words are the keys of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// An external user is made in the target.
    Create,
    /// The external user of the target is changed.
    Update,
    /// Nothing differs.
    Unchanged,
    /// A soft-deleted user of the target comes back.
    Restore,
    /// The user of the target is soft-deleted; it is purged 30 days later.
    SoftDelete,
    /// Sign-in of the user in the target is blocked.
    Disable,
    /// Would be deleted or disabled, but too many would.
    Staged,
    /// No longer managed; the user stays in the target as it is.
    Release,
    /// Not in scope, or not touched.
    Skip,
    /// The service refuses it.
    Fail,
    /// It cannot be told.
    Ambiguous,
}

impl Action {
    /// All, in the order of a summary.
    pub const ALL: [Action; 11] = [
        Action::Create,
        Action::Update,
        Action::Unchanged,
        Action::Restore,
        Action::SoftDelete,
        Action::Disable,
        Action::Staged,
        Action::Release,
        Action::Skip,
        Action::Fail,
        Action::Ambiguous,
    ];

    /// The key of a summary.
    pub fn word(self) -> &'static str {
        Self::WORDS.get(self as usize).copied().unwrap_or_default()
    }

    /// All words.
    pub const WORDS: &[&str] = &[
        "create",
        "update",
        "unchanged",
        "restore",
        "softDelete",
        "disable",
        "staged",
        "release",
        "skip",
        "fail",
        "ambiguous",
    ];

    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            Action::SoftDelete => "soft-delete",
            other => other.word(),
        }
    }

    /// Whether something is done in the target.
    pub fn is_change(self) -> bool {
        matches!(
            self,
            Action::Create
                | Action::Update
                | Action::Restore
                | Action::SoftDelete
                | Action::Disable
        )
    }

    /// Whether it counts towards the deletion threshold: deletes and disables do.
    ///
    /// Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/accidental-deletions.md
    pub fn is_deletion(self) -> bool {
        matches!(self, Action::SoftDelete | Action::Disable | Action::Staged)
    }
}

/// How sure a verdict is. The surest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Microsoft's documents say so.
    Documented,
    /// It follows from what they say.
    Inferred,
    /// They are silent, or contradict each other.
    Undocumented,
}

impl Certainty {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Certainty::Documented => "documented",
            Certainty::Inferred => "inferred",
            Certainty::Undocumented => "undocumented",
        }
    }
}

/// Why a user gets its action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Nobody in the target is this user.
    NoMatch,
    /// A user of the target is this user and differs.
    Differs,
    /// The same, invited and not redeemed yet.
    Pending,
    /// Nothing differs.
    Redundant,
    /// Nothing that is in both exports differs.
    RedundantAsFarAsTold,
    /// Sign-in was blocked in the source.
    Disabled,
    /// Soft-deleted in the target, and in scope.
    DeletedInTarget,
    /// Unassigned, or out of the filters.
    LeftScope,
    /// The same, and blocked in the source in the same cycle.
    LeftScopeDisabled,
    /// Blocked first, then out of an assigned group.
    DisabledThenLeft,
    /// Deleted in the source.
    DeletedInSource,
    /// Deletes are off.
    DeleteOff,
    /// Creates are off.
    AddOff,
    /// Updates are off.
    UpdateOff,
    /// The value users are matched by is missing.
    NoNetId,
    /// External, or signs in by SMS.
    BuiltIn,
    /// The same, as far as the export lets it be told.
    BuiltInInferred,
    /// An input filter cuts it off.
    InputFilter,
    /// A guest who is at home in the source.
    InternalGuest,
    /// Blocked in the source, never provisioned.
    NotActive,
    /// Not assigned.
    NotAssigned,
    /// In a group inside an assigned one.
    Nested,
    /// In an assigned group that is not security-enabled.
    NotSecurityEnabled,
    /// No scoping filter holds.
    Filtered,
    /// An assigned group, or its members, are not in the workspace.
    AssignmentUnknown,
    /// The readings of a regular expression differ.
    Readings,
    /// A filter cannot be evaluated.
    FilterUnknown,
    /// The target's directory is not in the workspace.
    TargetUnknown,
    /// Several users of the target fit.
    SeveralMatches,
    /// Another user in scope leads to the same user of the target.
    Shared,
    /// An internal user of the target has the address.
    TakenByUser,
    /// A group of the target has the address.
    TakenByGroup,
    /// No address to invite.
    NoMail,
    /// The domain of the address is not verified in the source.
    Unverified,
    /// Mastered on-premises in the target.
    OnPremises,
    /// Nobody may invite in the target.
    InvitesOff,
    /// Automatic redemption is missing.
    PolicyCheck,
    /// The job does nothing.
    JobBlocked,
    /// There is no mapping of users.
    NoMapping,
    /// Nobody in the target is this user, and something there may stop the invitation.
    InvitationInDoubt,
    /// Only what Exchange owns differs.
    ExchangeOwned,
    /// Only letter case differs.
    CaseOnly,
    /// A mapping cannot be evaluated for the user.
    ExpressionFails,
}

impl Reason {
    /// The service's own word, and a sentence.
    pub fn words(self) -> (&'static str, &'static str) {
        let (code, sentence, _) = self.row();
        (code, sentence)
    }

    /// Whether it is said of a user who is in scope and matched.
    pub fn is_in_scope(self) -> bool {
        matches!(
            self,
            Reason::UpdateOff | Reason::OnPremises | Reason::Disabled | Reason::ExchangeOwned
        )
    }

    /// How sure what follows from it is.
    pub fn certainty(self) -> Certainty {
        self.row().2
    }

    /// Word, sentence, certainty. The words are those of provisioning logs where they have one.
    ///
    /// Source: MicrosoftDocs/entra-docs:docs/identity/monitoring-health/howto-analyze-provisioning-logs.md,
    /// …/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md and
    /// …-configure.md, …/identity/app-provisioning/how-provisioning-works.md
    #[rustfmt::skip]
    fn row(self) -> (&'static str, &'static str, Certainty) {
        use Certainty::{Documented as D, Inferred as I, Undocumented as X};
        match self {
            Reason::NoMatch => ("", "no user of the target is this user", D),
            Reason::Differs => ("", "the user of the target differs", D),
            Reason::Pending => ("", "an invitation is pending: the sign-in name is not corrected by incremental cycles; verify", X),
            Reason::Redundant => ("RedundantExport", "nothing differs", D),
            Reason::RedundantAsFarAsTold => ("RedundantExport", "nothing differs in what both exports hold", I),
            Reason::Disabled => ("", "sign-in is blocked in the source", D),
            Reason::DeletedInTarget => ("", "soft-deleted in the target: it comes back where a cycle deleted it; deleted by hand there, it has to be restored by hand", X),
            Reason::LeftScope => ("NotEffectivelyEntitled", "no longer in scope", D),
            Reason::LeftScopeDisabled => ("NotEffectivelyEntitled", "no longer in scope, and blocked in the source; whether the block or the deletion comes first is not documented", X),
            Reason::DisabledThenLeft => ("NotEffectivelyEntitled", "blocked first, then out of scope: stays in the target, blocked", I),
            Reason::DeletedInSource => ("", "deleted in the source", D),
            Reason::DeleteOff => ("", "no longer in scope, and deletes are off: stays in the target, unmanaged", D),
            Reason::AddOff => ("", "creates are off", D),
            Reason::UpdateOff => ("", "updates are off", D),
            Reason::NoNetId => ("ImportSkipped", "netId is missing, by which users are matched", I),
            Reason::BuiltIn => ("NotEffectivelyEntitled", "Filter external users.alternativeSecurityIds EQUALS 'None' is false: external, or signs in by SMS", D),
            Reason::BuiltInInferred => ("NotEffectivelyEntitled", "Filter external users: a guest from elsewhere, as the sign-in name or the state of the invitation tells", I),
            Reason::InputFilter => ("NotEffectivelyEntitled", "an input filter is false; leaving it deprovisions nobody", D),
            Reason::InternalGuest => ("NotEffectivelyEntitled", "a guest who is at home in the source: one page refuses them, another supports them", X),
            Reason::NotActive => ("NotEffectivelyEntitled", "not active in the source, and never provisioned", D),
            Reason::NotAssigned => ("NotEffectivelyEntitled", "not assigned, neither directly nor by direct membership of an assigned group", D),
            Reason::Nested => ("NotEffectivelyEntitled", "only in a group inside an assigned group, which is not expanded", D),
            Reason::NotSecurityEnabled => ("NotEffectivelyEntitled", "only in an assigned group that is not security-enabled", D),
            Reason::Filtered => ("NotEffectivelyEntitled", "no scoping filter holds", D),
            Reason::AssignmentUnknown => ("", "an assigned group or its members are not in the workspace", I),
            Reason::Readings => ("", "a regular expression matches inside the value but not the whole of it, and which is meant is not documented", X),
            Reason::FilterUnknown => ("", "a filter cannot be evaluated here", I),
            Reason::TargetUnknown => ("", "the directory of the target is not in the workspace: created, or matched with a user that is there", I),
            Reason::SeveralMatches => ("", "several users of the target fit", X),
            Reason::Shared => ("", "another user in scope has the same mail, and both end up on one user of the target", D),
            Reason::TakenByUser => ("InvitationCreationFailureAmbiguousUser", "an internal user of the target has this address", D),
            Reason::TakenByGroup => ("InvitationCreationFailureInvalidPropertyValue", "a group of the target has this address", D),
            Reason::NoMail => ("", "no mail to invite by", X),
            Reason::Unverified => ("", "the domain of the mail is not a verified domain of the source, as far as the workspace knows its domains", I),
            Reason::OnPremises => ("CannotUpdateObjectsMasteredOnPremises", "the user of the target is mastered on-premises", D),
            Reason::InvitesOff => ("AzureActiveDirectoryForbidden", "the target lets nobody invite", D),
            Reason::PolicyCheck => ("AzureDirectoryB2BManagementPolicyCheckFailure", "automatic redemption is not on on both sides", D),
            Reason::JobBlocked => ("", "the job does nothing, see its verdict", D),
            Reason::InvitationInDoubt => ("", "no user of the target is this user; the target blocks B2B collaboration with this tenant or its domain list stops this domain, and whether that stops synchronisation is not documented", X),
            Reason::ExchangeOwned => ("CannotUpdateObjectsOriginatedInExternalService", "only attributes differ that belong to Exchange, because the user of the target has a mailbox", I),
            Reason::CaseOnly => ("RedundantExport", "only letter case differs, which is no change unless `caseExact` of the attribute says so", X),
            Reason::ExpressionFails => ("", "the service cannot evaluate the expression of a mapping for this user; what follows is not documented, taken as a failure of the user", I),
            Reason::NoMapping => ("", "the configuration has no enabled mapping of users to users", I),
        }
    }
}

/// Whether a job would run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobVerdict {
    /// It runs.
    Runs,
    /// It cannot work at all.
    Blocked,
    /// It is put into quarantine.
    Quarantined,
    /// What one side says is not in the workspace.
    Unknown,
}

impl JobVerdict {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            JobVerdict::Runs => "runs",
            JobVerdict::Blocked => "blocked",
            JobVerdict::Quarantined => "quarantined",
            JobVerdict::Unknown => "unknown",
        }
    }
}

/// One question of the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Whether it lets the job through.
    pub truth: Truth,
    /// What the job becomes when it does not; `Runs` where only creates fail.
    pub otherwise: JobVerdict,
    /// What the service says then, where it has a word.
    pub code: &'static str,
    /// A sentence.
    pub because: String,
}
