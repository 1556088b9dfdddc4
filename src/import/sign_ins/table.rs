//! Sign-ins as tables: the download of the Entra admin center, and the events of
//! `Get-MsIdCrossTenantAccessActivity`.

use csv::StringRecord;

use crate::access::LeftOut;
use crate::domain::TenantId;

use super::super::fault::{ImportFault, Place, shown};
use super::super::session::Session;
use super::OURS;
use super::row::{Fate, Row};

/// What a column can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    At,
    Home,
    Resource,
    External,
    Direction,
    User,
    Upn,
    UserName,
    App,
    AppName,
    ResourceApp,
    ResourceName,
    Access,
    Code,
    Status,
    ServicePrincipal,
}

/// Columns by the letters and digits of their titles.
///
/// Source: the download of the Entra admin center as scripts that read it name its columns, and
/// AzureAD/MSIdentityTools:src/Get-MsIdCrossTenantAccessActivity.ps1
const TITLES: [(&str, Column); 23] = [
    ("dateutc", Column::At),
    ("createddatetime", Column::At),
    ("hometenantid", Column::Home),
    ("resourcetenantid", Column::Resource),
    ("externaltenantid", Column::External),
    ("accessdirection", Column::Direction),
    ("userid", Column::User),
    ("username", Column::Upn),
    ("userprincipalname", Column::Upn),
    ("user", Column::UserName),
    ("userdisplayname", Column::UserName),
    ("appid", Column::App),
    ("application", Column::AppName),
    ("appdisplayname", Column::AppName),
    ("resourceid", Column::ResourceApp),
    ("resource", Column::ResourceName),
    ("resourcedisplayname", Column::ResourceName),
    ("crosstenantaccesstype", Column::Access),
    ("signinerrorcode", Column::Code),
    ("errorcode", Column::Code),
    ("statuscode", Column::Code),
    ("status", Column::Status),
    ("serviceprincipalid", Column::ServicePrincipal),
];

/// Where each column stands; of two with one title the first counts, as the download has some twice.
#[derive(Debug)]
pub(in crate::import) struct Columns(Vec<(Column, usize)>);

fn column(title: &str) -> Option<Column> {
    let bare: String = title.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = bare.to_ascii_lowercase();
    TITLES.iter().find(|(known, _)| *known == bare).map(|(_, column)| *column)
}

impl Columns {
    /// Whether a table holds sign-ins: it says when, who, and how it went.
    pub fn are(titles: &[String]) -> bool {
        let Columns(found) = Columns::of(titles);
        let has = |wanted| found.iter().any(|(column, _)| *column == wanted);
        let who = has(Column::User) || has(Column::Upn) || has(Column::ServicePrincipal);
        has(Column::At) && who && (has(Column::Code) || has(Column::Status))
    }

    /// The columns of a header.
    pub fn of(titles: &[String]) -> Self {
        let mut found: Vec<(Column, usize)> = Vec::new();
        for (index, title) in titles.iter().enumerate() {
            if let Some(column) = column(title)
                && found.iter().all(|(known, _)| *known != column)
            {
                found.push((column, index));
            }
        }
        Columns(found)
    }

    fn has(&self, wanted: Column) -> bool {
        self.0.iter().any(|(column, _)| *column == wanted)
    }

    /// Whether all is there that is needed.
    pub fn check(&self, header: &str, session: &Session<'_>) -> Result<(), ImportFault> {
        let tenants: &[(Column, &str)] = if self.has(Column::External) {
            &[(Column::Direction, "AccessDirection")]
        } else {
            &[(Column::Home, "Home tenant ID"), (Column::Resource, "Resource tenant ID")]
        };
        let wanted = [(Column::User, "User ID"), (Column::App, "Application ID")];
        let missing: Vec<String> = wanted
            .iter()
            .chain(tenants)
            .filter(|(column, _)| !self.has(*column))
            .map(|(_, title)| format!("`{title}`"))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let plural = if missing.len() == 1 { "column" } else { "columns" };
        let what = format!("missing {plural}: {}", missing.join(", "));
        Err(session.fault(Some(header.to_owned()), what, "download the sign-ins with all columns"))
    }

    /// Takes one row.
    pub fn take(
        &self,
        record: &StringRecord,
        line: usize,
        session: &mut Session<'_>,
    ) -> Result<(), ImportFault> {
        let cell = |wanted| {
            let place = self.0.iter().find(|(column, _)| *column == wanted);
            place.and_then(|(_, index)| record.get(*index)).unwrap_or_default().trim()
        };
        let row = Row {
            home: cell(Column::Home),
            resource: cell(Column::Resource),
            user: cell(Column::User),
            app: cell(Column::App),
            resource_app: cell(Column::ResourceApp),
            access: cell(Column::Access),
            at: cell(Column::At),
            success: success(cell(Column::Code), cell(Column::Status)),
            is_service: cell(Column::User).is_empty() && !cell(Column::ServicePrincipal).is_empty(),
            upn: cell(Column::Upn),
            user_name: cell(Column::UserName),
            app_name: cell(Column::AppName),
            resource_name: cell(Column::ResourceName),
        };
        let fate = if self.has(Column::External) {
            external(&row, cell(Column::External), cell(Column::Direction))
        } else {
            row.fate()
        };
        let place = || Place { line, column: 1 }.words("");
        session.sign_in_row(&row, fate, self.has(Column::External), &place)
    }
}

/// The events name the other tenant and which way it went; the one that is left is ours.
fn external(row: &Row<'_>, other: &str, direction: &str) -> Result<Fate, String> {
    if other.is_empty() {
        return Ok(Fate::LeftOut(LeftOut::NoTenants));
    }
    let other: TenantId = other
        .parse()
        .map_err(|bad| format!("{bad} as `ExternalTenantId`, found `{}`", shown(other)))?;
    if direction.eq_ignore_ascii_case("inbound") {
        row.between(other, OURS)
    } else if direction.eq_ignore_ascii_case("outbound") {
        row.between(OURS, other)
    } else {
        Err(format!(
            "expected `Inbound` or `Outbound` as `AccessDirection`, found `{}`",
            shown(direction)
        ))
    }
}

/// The code decides where there is one; the download writes `None` for a success.
fn success(code: &str, status: &str) -> Option<bool> {
    if let Ok(code) = code.parse::<i64>() {
        return Some(code == 0);
    }
    match status.to_ascii_lowercase().as_str() {
        "success" => Some(true),
        "failure" | "interrupted" => Some(false),
        _ => code.eq_ignore_ascii_case("none").then_some(true),
    }
}
