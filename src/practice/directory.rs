//! Directories as lines of JSON in Graph's shape.

use serde::Serialize;

use super::firm::{Firm, Kind, Pick, Team};
use super::identity::{app_id, group_id, service_principal_id, tenant_id};
use super::roster::{Standing, User};

/// A directory as it lies on disk: one compact object a line, without ends of lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryLines {
    /// Users with their managers.
    pub users: Vec<String>,
    /// Groups with their direct members.
    pub groups: Vec<String>,
    /// Service principals.
    pub applications: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UserLine<'a> {
    id: String,
    display_name: &'a str,
    given_name: &'a str,
    surname: &'a str,
    user_principal_name: &'a str,
    mail: &'a str,
    mail_nickname: &'a str,
    department: Option<&'a str>,
    job_title: Option<&'a str>,
    company_name: Option<&'a str>,
    city: Option<&'a str>,
    country: Option<&'a str>,
    usage_location: Option<&'a str>,
    employee_id: Option<&'a str>,
    user_type: &'a str,
    account_enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    manager: Option<Reference>,
}

#[derive(Serialize)]
struct Reference {
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GroupLine<'a> {
    id: String,
    display_name: &'a str,
    description: &'a str,
    group_types: &'a [&'a str],
    mail_enabled: bool,
    security_enabled: bool,
    members: Vec<MemberLine>,
}

#[derive(Serialize)]
struct MemberLine {
    #[serde(rename = "@odata.type")]
    kind: &'static str,
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApplicationLine<'a> {
    id: String,
    app_id: String,
    display_name: &'a str,
    app_owner_organization_id: String,
    account_enabled: bool,
    app_role_assignment_required: bool,
    service_principal_type: &'a str,
}

/// Writes the directory of a firm.
pub fn directory(firm: &Firm, users: &[User]) -> DirectoryLines {
    DirectoryLines {
        users: users.iter().map(|user| user_line(firm, user)).collect(),
        groups: firm.groups.iter().map(|team| group_line(firm, team, users)).collect(),
        applications: firm.applications.iter().map(|name| application_line(firm, name)).collect(),
    }
}

fn line(value: &impl Serialize) -> String {
    // Writing our own records to memory has no way to fail.
    serde_json::to_string(value).unwrap_or_default()
}

fn user_line(firm: &Firm, user: &User) -> String {
    let is_guest = user.standing == Standing::Guest;
    let said = |text: &'static str| Some(text).filter(|text| !text.is_empty());
    let ours = |text: &'static str| Some(text).filter(|_| !is_guest);
    line(&UserLine {
        id: user.id.to_string(),
        display_name: &user.name.display,
        given_name: &user.name.given,
        surname: &user.name.surname,
        user_principal_name: &user.upn,
        mail: &user.mail,
        mail_nickname: &user.name.mailbox,
        department: said(user.department),
        job_title: said(user.title),
        company_name: ours(firm.name),
        city: ours(firm.city),
        country: ours(firm.country),
        usage_location: ours(firm.usage_location),
        employee_id: Some(user.employee.as_str()).filter(|text| !text.is_empty()),
        user_type: if is_guest { "Guest" } else { "Member" },
        account_enabled: user.is_enabled,
        manager: user.manager.map(|id| Reference { id: id.to_string() }),
    })
}

fn group_line(firm: &Firm, team: &Team, users: &[User]) -> String {
    let members = users.iter().filter(|user| belongs(team.pick, user));
    let members = members.map(|user| user.id.to_string());
    let (group_types, mail_enabled, security_enabled): (&[&str], bool, bool) = match team.kind {
        Kind::Security => (&[], false, true),
        Kind::Microsoft365 => (&["Unified"], true, false),
    };
    line(&GroupLine {
        id: group_id(firm.domain, team.name).to_string(),
        display_name: team.name,
        description: team.about,
        group_types,
        mail_enabled,
        security_enabled,
        members: members.map(|id| MemberLine { kind: "#microsoft.graph.user", id }).collect(),
    })
}

fn belongs(pick: Pick, user: &User) -> bool {
    match pick {
        Pick::Employees => user.standing != Standing::Guest,
        Pick::Guests => user.standing == Standing::Guest,
        Pick::Clinical => user.is_clinical,
        Pick::Managers => user.standing == Standing::Manager,
        Pick::Departments(names) => names.contains(&user.department),
    }
}

fn application_line(firm: &Firm, name: &str) -> String {
    line(&ApplicationLine {
        id: service_principal_id(firm.domain, name).to_string(),
        app_id: app_id(firm.domain, name).to_string(),
        display_name: name,
        app_owner_organization_id: tenant_id(firm.domain).to_string(),
        account_enabled: true,
        app_role_assignment_required: true,
        service_principal_type: "Application",
    })
}
