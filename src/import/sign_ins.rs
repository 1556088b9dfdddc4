//! Sign-in logs: Graph's `signIn` objects, the portal's download, and the report of
//! `Get-MsIdCrossTenantAccessActivity`. They are compacted while they are read, so that memory
//! grows with the distinct ways and never with the rows.
//!
//! Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/beta/resources/signin.md and
//! AzureAD/MSIdentityTools:src/Get-MsIdCrossTenantAccessActivity.ps1

mod compact;
mod moment;
mod object;
pub(super) mod pages;
mod row;
pub(super) mod table;

pub(super) use compact::Compactor;
pub(super) use object::is_sign_in;

use super::fault::ImportFault;
use super::kind::Kind;
use super::session::{Session, Spot};
use super::tidy;
use crate::access::{Activity, LogHead};
use crate::domain::{Guid, TenantId};
use object::ObjectRow;
use row::{Fate, Row};

/// What one file said of sign-ins.
#[derive(Clone, Debug, PartialEq)]
pub struct SignInLog {
    /// What stands at its head.
    pub head: LogHead,
    /// One activity a way. Where the file does not name our tenant, [`OURS`] stands for it.
    pub activities: Vec<Activity>,
    /// Whether [`OURS`] stands for our tenant.
    pub needs_owner: bool,
}

/// Stands for "the tenant the file is of" until that is known; no tenant has this id.
pub const OURS: TenantId = TenantId(Guid::from_u128(0));

impl Session<'_> {
    /// Takes a `signIn` object.
    fn sign_in(
        &mut self,
        object: &ObjectRow<'_>,
        place: &dyn Fn() -> String,
    ) -> Result<(), ImportFault> {
        let row = object.row();
        self.sign_in_row(&row, row.fate(), false, place)
    }

    /// The same, of an object that was read whole.
    pub(super) fn sign_in_object(
        &mut self,
        object: &tidy::Object,
        spot: &Spot<'_>,
    ) -> Result<(), ImportFault> {
        let place = || spot.start.words(spot.path);
        let text = serde_json::to_string(object).unwrap_or_default();
        let object: ObjectRow<'_> = serde_json::from_str(&text).map_err(|bad| {
            let text = bad.to_string();
            let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
            self.fault(Some(place()), what, "correct the file or export it again")
        })?;
        self.sign_in(&object, &place)
    }

    fn sign_in_row(
        &mut self,
        row: &Row<'_>,
        fate: Result<Fate, String>,
        needs_owner: bool,
        place: &dyn Fn() -> String,
    ) -> Result<(), ImportFault> {
        self.recognised += 1;
        let log = self.sign_ins.get_or_insert_default();
        log.needs_owner |= needs_owner;
        log.take(row, fate, place)
            .map_err(|what| self.fault(Some(place()), what, "correct the file or export it again"))
    }

    /// A list of sign-ins has ended.
    pub(super) fn sign_in_page(&mut self, has_next: bool) {
        self.recognised += 1;
        let pages = self.found.pages.entry(Kind::SignIn).or_default();
        pages.pages += 1;
        pages.with_next += usize::from(has_next);
    }

    /// Hands the log of this file out.
    pub(super) fn flush_sign_ins(&mut self) -> Result<(), ImportFault> {
        let Some(log) = self.sign_ins.take() else { return Ok(()) };
        let assumed = log.assumed();
        let name = self.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let log = log.finish(name).map_err(|(place, what)| {
            self.fault(Some(place), what, "export it again with dates such as 2024-06-01T10:11:12Z")
        })?;
        if assumed > 0 {
            self.warnings.add(
                "sign-ins without `crossTenantAccessType`, which Graph v1.0 does not give, were taken as B2B collaboration; the beta tells B2B direct connect apart",
                &self.file,
            );
        }
        self.found.needs_owner |= log.needs_owner && !log.activities.is_empty();
        self.rows.sign_ins(self.slot, log).map_err(|bad| {
            self.fault(
                None,
                format!("the sign-ins cannot be put aside: {bad}"),
                "make room on the disk",
            )
        })
    }
}
