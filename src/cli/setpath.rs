//! What `set` can change: Graph's property paths, and a few of our own.

use std::fmt::Write;

use super::trouble::Trouble;
use crate::domain::{B2b, SETTINGS, Setting};
use crate::text::{did_you_mean, nearest};

/// A field of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteField {
    /// Who owns the relation.
    Owner,
    /// What it is for.
    Purpose,
    /// A ticket or contract.
    Ticket,
    /// When it is to be reviewed.
    Review,
}

/// One of the two domain lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Only these.
    Allowed,
    /// Any but these.
    Blocked,
}

/// What a path means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A cell of the settings matrix.
    Cell(Setting),
    /// One of the five settings, both halves.
    Whole(B2b),
    /// All three claims.
    Trust,
    /// Automatic redemption, both directions.
    Consent,
    /// The synchronisation policy.
    Sync,
    /// Other clouds.
    Clouds,
    /// Redemption order.
    Redemption,
    /// Who may invite.
    InvitesFrom,
    /// What guests see.
    GuestLevel,
    /// Which domains may be invited.
    Domains(List),
    /// Self-service sign-up.
    SelfServiceSignUp,
    /// Whether guests may leave.
    AllowLeave,
    /// What we wrote down.
    Note(NoteField),
}

/// Who holds a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The default or a partner.
    Either,
    /// A partner only.
    Partner,
    /// The tenant as a whole.
    Tenant,
}

/// A row: the path, what it means, and which values it takes.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// As it is typed.
    pub path: &'static str,
    /// What it means.
    pub place: Place,
    /// Who holds it.
    pub holder: Holder,
    /// The values, for messages.
    pub takes: &'static str,
}

const WHOLE: &str =
    "`inherit`, `allow-all`, `block-all`, or JSON with `usersAndGroups` and `applications`";
const HALF: &str = "`allow-all`, `block-all`, or JSON with `accessType` and `targets`";
const SWITCH: &str = "`true`, `false` or `inherit`";
const LIST: &str = "a JSON list of domains, such as [\"fabrikam.com\"]";

#[rustfmt::skip]
const OTHERS: &[Row] = &[
    Row { path: "b2bCollaborationInbound", place: Place::Whole(B2b::CollaborationInbound), holder: Holder::Either, takes: WHOLE },
    Row { path: "b2bCollaborationOutbound", place: Place::Whole(B2b::CollaborationOutbound), holder: Holder::Either, takes: WHOLE },
    Row { path: "b2bDirectConnectInbound", place: Place::Whole(B2b::DirectConnectInbound), holder: Holder::Either, takes: WHOLE },
    Row { path: "b2bDirectConnectOutbound", place: Place::Whole(B2b::DirectConnectOutbound), holder: Holder::Either, takes: WHOLE },
    Row { path: "tenantRestrictions", place: Place::Whole(B2b::TenantRestrictions), holder: Holder::Either, takes: WHOLE },
    Row { path: "inboundTrust", place: Place::Trust, holder: Holder::Either, takes: "`inherit`, or JSON with `isMfaAccepted` and its siblings" },
    Row { path: "automaticUserConsentSettings", place: Place::Consent, holder: Holder::Either, takes: "`inherit`, or JSON with `inboundAllowed` and `outboundAllowed`" },
    Row { path: "identitySynchronization", place: Place::Sync, holder: Holder::Partner, takes: "`inherit`, which deletes the synchronisation policy" },
    Row { path: "allowedCloudEndpoints", place: Place::Clouds, holder: Holder::Tenant, takes: "a JSON list of `microsoftonline.com`, `microsoftonline.us`, `partner.microsoftonline.cn`" },
    Row { path: "invitationRedemptionIdentityProviderConfiguration", place: Place::Redemption, holder: Holder::Tenant, takes: "`inherit`, or JSON with `primaryIdentityProviderPrecedenceOrder` and `fallbackIdentityProvider`" },
    Row { path: "allowInvitesFrom", place: Place::InvitesFrom, holder: Holder::Tenant, takes: "`none`, `adminsAndGuestInviters`, `adminsGuestInvitersAndAllMembers` or `everyone`" },
    Row { path: "guestUserRoleId", place: Place::GuestLevel, holder: Holder::Tenant, takes: "`member`, `limited`, `restricted`, or the GUID of a role" },
    Row { path: "domains.allowed", place: Place::Domains(List::Allowed), holder: Holder::Tenant, takes: LIST },
    Row { path: "domains.blocked", place: Place::Domains(List::Blocked), holder: Holder::Tenant, takes: LIST },
    Row { path: "selfServiceSignUp", place: Place::SelfServiceSignUp, holder: Holder::Tenant, takes: "`true` or `false`" },
    Row { path: "allowExternalIdentitiesToLeave", place: Place::AllowLeave, holder: Holder::Tenant, takes: "`true` or `false`" },
    Row { path: "note.owner", place: Place::Note(NoteField::Owner), holder: Holder::Partner, takes: "any text" },
    Row { path: "note.purpose", place: Place::Note(NoteField::Purpose), holder: Holder::Partner, takes: "any text" },
    Row { path: "note.ticket", place: Place::Note(NoteField::Ticket), holder: Holder::Partner, takes: "any text" },
    Row { path: "note.review", place: Place::Note(NoteField::Review), holder: Holder::Partner, takes: "a day such as 2026-12-31, or nothing" },
];

/// Every path there is.
pub fn rows() -> impl Iterator<Item = Row> {
    let cells = SETTINGS.iter().map(|row| Row {
        path: row.path,
        place: Place::Cell(row.setting),
        // Where the default has no such setting, the service's rule says why.
        holder: Holder::Either,
        takes: match row.setting {
            Setting::Half(..) => HALF,
            Setting::Trust(_) | Setting::Consent(_) | Setting::Sync(_) => SWITCH,
        },
    });
    OTHERS.iter().copied().chain(cells)
}

/// What a path means; letter case is not significant.
pub fn find(path: &str) -> Result<Row, Trouble> {
    if let Some(row) = rows().find(|row| row.path.eq_ignore_ascii_case(path)) {
        return Ok(row);
    }
    let hint = did_you_mean(&nearest(path, rows().map(|row| row.path), 3));
    let hint = if hint.is_empty() { "; `detente set --help` lists them".to_owned() } else { hint };
    Err(Trouble::bad(format!("there is no setting `{path}`{hint}")))
}

/// The list in the help of `set`.
pub fn help() -> String {
    let mut out = "Settings:\n".to_owned();
    for row in rows() {
        let _memory = write!(out, "  {}\n      {}\n", row.path, row.takes);
    }
    out
}
