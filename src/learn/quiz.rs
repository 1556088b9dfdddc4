//! Questions whose answer an engine gives. A row says how a question is put on a workspace; nothing
//! in a row says what is right.

mod access;
mod scene;
mod sync;
mod tables;

use super::school::School;

/// A question as it is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Put {
    pub question: String,
    /// Answers to choose from, all different.
    pub choices: Vec<String>,
    /// Which of them the engine gives.
    pub right: usize,
    /// Why, in the words of the engine.
    pub because: String,
}

impl Put {
    /// Puts a question, if what the engine says is among the choices.
    fn of(
        question: impl Into<String>,
        choices: &[&str],
        says: &str,
        because: impl Into<String>,
    ) -> Option<Put> {
        let right = choices.iter().position(|choice| *choice == says)?;
        Some(Put {
            question: question.into(),
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
            right,
            because: because.into(),
        })
    }
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    /// The evaluator of access.
    Access,
    /// The same, before and after an edit.
    Rehearsal,
    /// The preview of synchronisation.
    Sync,
    /// The reader of errors.
    Decode,
    /// The table of methods.
    Choose,
}

impl Engine {
    /// The words for people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Engine::Access => "the evaluator",
            Engine::Rehearsal => "the evaluator, before and after the edit",
            Engine::Sync => "the preview of synchronisation",
            Engine::Decode => "the reader of errors",
            Engine::Choose => "the table of methods",
        }
    }
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quiz {
    /// Its stable name.
    pub id: &'static str,
    /// The page it is about.
    pub page: &'static str,
    pub engine: Engine,
    /// Puts it; `None` where the workspace does not hold what it is about.
    pub put: fn(&School) -> Option<Put>,
}

const fn row(
    id: &'static str,
    page: &'static str,
    engine: Engine,
    put: fn(&School) -> Option<Put>,
) -> Quiz {
    Quiz { id, page, engine, put }
}

/// Every question.
#[rustfmt::skip]
pub(super) const QUIZZES: &[Quiz] = &[
    row("mfa-trusted", "trust-mfa", Engine::Access, access::mfa_trusted),
    row("mfa-done", "trust", Engine::Access, access::mfa_done),
    row("mfa-untrusted", "trust", Engine::Rehearsal, access::mfa_untrusted),
    row("direct-connect-untrusted", "collaboration-or-direct-connect", Engine::Rehearsal, access::direct_connect_untrusted),
    row("device-untrusted", "trust-compliant-device", Engine::Access, access::device_untrusted),
    row("not-listed", "inbound-and-outbound", Engine::Access, access::not_listed),
    row("two-block-lists", "who-and-what", Engine::Access, access::two_block_lists),
    row("wrong-side", "inbound-collaboration-who", Engine::Access, access::wrong_side),
    row("closed-default", "inheritance", Engine::Access, access::closed_default),
    row("reset-default", "inheritance", Engine::Rehearsal, access::reset_default),
    row("removed-partner", "inheritance", Engine::Rehearsal, access::removed_partner),
    row("blocked-domain", "domain-list", Engine::Access, access::blocked_domain),
    row("old-guest-of-blocked-domain", "boundary", Engine::Access, access::old_guest),
    row("other-cloud", "other-clouds", Engine::Access, access::other_cloud),
    row("consent-prompt", "redemption", Engine::Rehearsal, access::consent_prompt),
    row("sync-first-cycle", "cross-tenant-sync", Engine::Sync, sync::first_cycle),
    row("sync-known-guest", "cross-tenant-sync", Engine::Sync, sync::known_guest),
    row("sync-left-out", "cross-tenant-sync", Engine::Sync, sync::left_out),
    row("sync-without-redemption", "synchronise-users-in", Engine::Sync, sync::without_redemption),
    row("sync-nobody-invites", "who-may-invite", Engine::Sync, sync::nobody_invites),
    row("error-outbound", "inbound-and-outbound", Engine::Decode, tables::error_outbound),
    row("error-inbound", "inbound-and-outbound", Engine::Decode, tables::error_inbound),
    row("error-restrictions", "tenant-restrictions", Engine::Decode, tables::error_restrictions),
    row("choose-merger", "choosing", Engine::Choose, tables::merger),
    row("choose-workshop", "choosing", Engine::Choose, tables::workshop),
    row("choose-channels", "collaboration-or-direct-connect", Engine::Choose, tables::channels),
    row("choose-requests", "entitlement-management", Engine::Choose, tables::requests),
    row("choose-file", "bulk-invitation", Engine::Choose, tables::file),
];
