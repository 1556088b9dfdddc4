//! Where a user of the source stands with one configuration, and which ways lead on.

/// Where somebody stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Not managed, and never was.
    #[default]
    None,
    /// Managed; sign-in in the target is allowed.
    LinkedActive,
    /// Managed; sign-in in the target is blocked.
    LinkedDisabled,
    /// In the recycle bin of the target.
    TargetSoftDeleted,
    /// In the target, and no longer managed.
    Released,
    /// Would be deleted or blocked, but too many would; waits for a decision.
    Staged,
    /// The service refused; it tries again later.
    Escrowed,
    /// The job does nothing any more with anybody.
    Frozen,
    /// Purged from the target.
    Gone,
}

impl State {
    /// The word for programs, and the one for people.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            State::None => ("none", "not managed"),
            State::LinkedActive => ("linkedActive", "linked, active"),
            State::LinkedDisabled => ("linkedDisabled", "linked, blocked"),
            State::TargetSoftDeleted => ("targetSoftDeleted", "soft-deleted"),
            State::Released => ("released", "stays, unmanaged"),
            State::Staged => ("staged", "staged"),
            State::Escrowed => ("escrowed", "waits to be retried"),
            State::Frozen => ("frozen", "frozen"),
            State::Gone => ("gone", "purged"),
        }
    }

    /// Whether a cycle manages somebody who stands here.
    pub fn is_linked(self) -> bool {
        matches!(self, State::LinkedActive | State::LinkedDisabled)
    }

    /// Whether one step leads there.
    #[cfg(test)]
    pub fn leads_to(self, next: State) -> bool {
        self == next
            || next == State::Frozen
            || self == State::Frozen
            || EDGES.iter().any(|(from, to)| *from == self && to.contains(&next))
    }
}

/// The state machine. Everything may freeze, and comes back where it was.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md,
/// …/identity/app-provisioning/how-provisioning-works.md and …/accidental-deletions.md. What an
/// administrator of the target does by hand leads from `TargetSoftDeleted` and `Gone` as well.
#[cfg(test)]
#[rustfmt::skip]
const EDGES: &[(State, &[State])] = &[
    (State::None, &[State::LinkedActive, State::LinkedDisabled, State::Escrowed]),
    (State::LinkedActive, &[State::LinkedDisabled, State::TargetSoftDeleted, State::Released, State::Staged, State::Escrowed]),
    (State::LinkedDisabled, &[State::LinkedActive, State::TargetSoftDeleted, State::Released, State::Staged, State::Escrowed]),
    (State::TargetSoftDeleted, &[State::LinkedActive, State::LinkedDisabled, State::Gone, State::Released, State::Escrowed]),
    (State::Released, &[State::LinkedActive, State::LinkedDisabled, State::TargetSoftDeleted, State::Escrowed]),
    (State::Staged, &[State::TargetSoftDeleted, State::LinkedActive, State::LinkedDisabled, State::Released, State::Escrowed]),
    (State::Escrowed, &[State::None, State::LinkedActive, State::LinkedDisabled, State::TargetSoftDeleted, State::Released, State::Staged, State::Gone]),
    (State::Gone, &[State::LinkedActive, State::LinkedDisabled, State::Escrowed]),
];
