//! Directory objects, streamed: one object a line, only the members that lists show are kept in
//! memory.

use serde::Deserialize;

use crate::domain::{AppId, Application, Group, ObjectId, Person};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PersonLine {
    id: String,
    display_name: Option<String>,
    user_principal_name: Option<String>,
    mail: Option<String>,
    user_type: Option<String>,
    department: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GroupLine {
    id: String,
    display_name: Option<String>,
    members: Option<Vec<MemberLine>>,
}

#[derive(Deserialize)]
struct MemberLine {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ApplicationLine {
    app_id: String,
    display_name: Option<String>,
    app_owner_organization_id: Option<String>,
}

fn object_id(text: &str) -> Result<ObjectId, String> {
    text.parse().map_err(|bad| format!("{bad} as `id`, found `{}`", text.escape_debug()))
}

fn sentence(fault: serde_json::Error) -> String {
    fault.to_string()
}

/// Reads a user.
pub fn read_person(line: &[u8]) -> Result<Person, String> {
    let line: PersonLine = serde_json::from_slice(line).map_err(sentence)?;
    let name = line.user_principal_name.unwrap_or_default();
    let mail = line.mail.filter(|mail| !mail.eq_ignore_ascii_case(&name));
    Ok(Person {
        id: object_id(&line.id)?,
        display_name: line.display_name.unwrap_or_default(),
        user_principal_name: name,
        mail: mail.unwrap_or_default(),
        user_type: line.user_type.unwrap_or_default(),
        department: line.department.unwrap_or_default(),
    })
}

/// Reads a group; direct members are expected in its `members`.
pub fn read_group(line: &[u8]) -> Result<Group, String> {
    let line: GroupLine = serde_json::from_slice(line).map_err(sentence)?;
    let members = line
        .members
        .map(|members| members.iter().map(|member| object_id(&member.id)).collect())
        .transpose()?;
    Ok(Group {
        id: object_id(&line.id)?,
        display_name: line.display_name.unwrap_or_default(),
        members,
    })
}

/// Reads an application or a service principal.
pub fn read_application(line: &[u8]) -> Result<Application, String> {
    let line: ApplicationLine = serde_json::from_slice(line).map_err(sentence)?;
    let app_id: AppId = line
        .app_id
        .parse()
        .map_err(|bad| format!("{bad} as `appId`, found `{}`", line.app_id.escape_debug()))?;
    let owner = line.app_owner_organization_id.map(|text| {
        let sentence =
            |bad| format!("{bad} as `appOwnerOrganizationId`, found `{}`", text.escape_debug());
        text.parse().map_err(sentence)
    });
    let display_name = line.display_name.unwrap_or_default();
    Ok(Application { app_id, display_name, owner: owner.transpose()? })
}

#[derive(Deserialize)]
struct IdLine<'l> {
    #[serde(borrow, alias = "appId")]
    id: std::borrow::Cow<'l, str>,
}

#[derive(Deserialize)]
struct Belonging {
    id: String,
    members: Vec<MemberLine>,
}

/// The id of a directory object.
pub fn line_id(line: &[u8]) -> Option<crate::domain::Guid> {
    serde_json::from_slice::<IdLine<'_>>(line).ok()?.id.parse().ok()
}

/// A group's id and the members a line adds to it.
pub fn line_members(line: &[u8]) -> Option<(crate::domain::Guid, Vec<crate::domain::Guid>)> {
    let line: Belonging = serde_json::from_slice(line).ok()?;
    let members = line.members.iter().filter_map(|member| member.id.parse().ok()).collect();
    Some((line.id.parse().ok()?, members))
}

/// A group with these members; every other member of the object stays as it is.
pub fn with_members(line: &[u8], members: &[crate::domain::Guid]) -> String {
    let mut object: serde_json::Map<String, crate::domain::Json> =
        serde_json::from_slice(line).unwrap_or_default();
    let list = members.iter().map(|id| serde_json::json!({ "id": id.to_string() })).collect();
    object.insert("members".to_owned(), crate::domain::Json::Array(list));
    super::workspace::ascii(crate::domain::Json::Object(object).to_string())
}
