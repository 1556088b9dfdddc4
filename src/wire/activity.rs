//! Compacted sign-in logs: a head, then one activity a line, in the names of Graph's `signIn`.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::access::{Activity, Kind, LeftOut, LogHead, Way};
use crate::domain::{AppId, Guid, ObjectId, TenantId};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct HeadLine {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    rows: u64,
    left_out: BTreeMap<String, u64>,
    first: Option<DateTime>,
    last: Option<DateTime>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ActivityLine<'a> {
    home_tenant_id: String,
    resource_tenant_id: String,
    user_id: String,
    app_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resource_id: Option<String>,
    cross_tenant_access_type: &'a str,
    successes: u64,
    failures: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    assumed: u64,
    first_date: Date,
    last_date: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_success_date: Option<Date>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    user_principal_name: Box<str>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    user_display_name: Box<str>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    app_display_name: Box<str>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    resource_display_name: Box<str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Graph's words for the two ways.
const KINDS: [(Kind, &str); 2] =
    [(Kind::Collaboration, "b2bCollaboration"), (Kind::DirectConnect, "b2bDirectConnect")];

fn text(value: &impl Serialize) -> String {
    // Writing our own records to memory has no way to fail.
    super::workspace::ascii(serde_json::to_string(value).unwrap_or_default())
}

/// The line of a head, without its end.
pub fn head_line(head: &LogHead) -> String {
    let LogHead { source, rows, left_out, first, last } = head;
    let word = |reason: LeftOut| {
        let row = LeftOut::ALL.iter().find(|(one, ..)| *one == reason);
        row.map_or_else(String::new, |(_, word, _)| (*word).to_owned())
    };
    text(&HeadLine {
        source: source.clone(),
        rows: *rows,
        left_out: left_out.iter().map(|(reason, count)| (word(*reason), *count)).collect(),
        first: *first,
        last: *last,
    })
}

/// Reads a head.
pub fn read_head(line: &[u8]) -> Result<LogHead, String> {
    let HeadLine { source, rows, left_out, first, last } =
        serde_json::from_slice(line).map_err(|fault| fault.to_string())?;
    let left_out = left_out
        .into_iter()
        .map(|(word, count)| {
            let row = LeftOut::ALL.iter().find(|(_, known, _)| *known == word);
            let (reason, ..) =
                row.ok_or_else(|| format!("`{}` is no reason known here", word.escape_debug()))?;
            Ok((*reason, count))
        })
        .collect::<Result<_, String>>()?;
    Ok(LogHead { source, rows, left_out, first, last })
}

/// The line of an activity, without its end.
pub fn activity_line(activity: &Activity) -> String {
    let Activity {
        way: Way { home, resource, user, app, other_app, kind },
        successes,
        failures,
        assumed,
        first,
        last,
        last_success,
        user_principal_name,
        user_name,
        app_name,
        resource_name,
    } = activity;
    let kind = KINDS.iter().find(|(one, _)| one == kind).map_or("", |(_, word)| word);
    text(&ActivityLine {
        home_tenant_id: home.to_string(),
        resource_tenant_id: resource.to_string(),
        user_id: user.to_string(),
        app_id: app.to_string(),
        resource_id: other_app.map(|id| id.to_string()),
        cross_tenant_access_type: kind,
        successes: *successes,
        failures: *failures,
        assumed: *assumed,
        first_date: *first,
        last_date: *last,
        last_success_date: *last_success,
        user_principal_name: user_principal_name.clone(),
        user_display_name: user_name.clone(),
        app_display_name: app_name.clone(),
        resource_display_name: resource_name.clone(),
    })
}

/// Reads an activity.
pub fn read_activity(line: &[u8]) -> Result<Activity, String> {
    let line: ActivityLine<'_> = serde_json::from_slice(line).map_err(|fault| fault.to_string())?;
    let id = |text: &str, name: &str| -> Result<Guid, String> {
        text.parse().map_err(|bad| format!("{bad} as `{name}`, found `{}`", text.escape_debug()))
    };
    let kind = KINDS.iter().find(|(_, word)| *word == line.cross_tenant_access_type);
    let (kind, _) = kind.ok_or_else(|| {
        format!("`{}` is no way known here", line.cross_tenant_access_type.escape_debug())
    })?;
    let way = Way {
        home: TenantId(id(&line.home_tenant_id, "homeTenantId")?),
        resource: TenantId(id(&line.resource_tenant_id, "resourceTenantId")?),
        user: ObjectId(id(&line.user_id, "userId")?),
        app: AppId(id(&line.app_id, "appId")?),
        other_app: line
            .resource_id
            .as_deref()
            .map(|text| id(text, "resourceId").map(AppId))
            .transpose()?,
        kind: *kind,
    };
    Ok(Activity {
        way,
        successes: line.successes,
        failures: line.failures,
        assumed: line.assumed,
        first: line.first_date,
        last: line.last_date,
        last_success: line.last_success_date,
        user_principal_name: line.user_principal_name,
        user_name: line.user_display_name,
        app_name: line.app_display_name,
        resource_name: line.resource_display_name,
    })
}
