//! What Graph keeps of a synchronisation configuration beside its schema: the job, and the switches
//! that stand among the secrets of its service principal. Secrets themselves are never read.
//!
//! Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/synchronization-synchronizationjob.md,
//! …/synchronization-synchronizationsecretkeystringvaluepair.md, and
//! MicrosoftDocs/entra-docs:docs/identity/hybrid/cloud-sync/how-to-inbound-synch-ms-graph.md

use serde_json::{Map, json};

use super::{sha256, typed, value};
use crate::domain::{
    DELETION_THRESHOLD_DEFAULT, Json, ScheduleState, SyncConfiguration, SyncNotification,
    SyncObserved, TenantId,
};

/// The template of cross-tenant synchronisation; other jobs are of other connectors.
pub const SYNC_TEMPLATE: &str = "Azure2Azure";

/// Setting of the job: deletions of one cycle that stop it.
const THRESHOLD: &str = "QuarantineTooManyDeletesThreshold";
const SETTINGS: &str = "synchronizationJobSettings";

const TARGET: &str = "CompanyId";
const EVERYONE: &str = "SyncAll";
const NOTIFICATION: &str = "SyncNotificationSettings";
const SKIPS_DELETIONS: &str = "SkipOutOfScopeDeletions";
const AUTHENTICATION: (&str, &str) = ("AuthenticationType", "SyncPolicy");
/// Two members of the notification settings: the brake on deletions.
const DELETES_COUNTED: &str = "DeleteThresholdEnabled";
const DELETES_MAX: &str = "DeleteThresholdValue";

/// Puts what a job says over a configuration. Its schema is taken apart from it before.
pub fn take_sync_job(
    held: &mut SyncConfiguration,
    mut job: Map<String, Json>,
) -> Result<(), String> {
    match job.shift_remove("id") {
        Some(Json::String(id)) => held.job_id = Some(id),
        None | Some(Json::Null) => {}
        Some(other) => return Err(format!("expected text as `id` of the job, found `{other}`")),
    }
    if let Some(state) = job.get("schedule").and_then(|schedule| schedule.get("state")) {
        held.schedule_state = state.as_str().map(ScheduleState::parse);
    }
    threshold_of(&job)?;
    held.job = Some(Json::Object(job));
    settle(held);
    Ok(())
}

/// Deletions that stop the job: what the switches say, then what the job says. Where both name a
/// number and they differ, which one holds is not documented.
fn settle(held: &mut SyncConfiguration) {
    let told = held.notification.as_ref();
    let counts = told.and_then(|told| told.counts_deletions);
    let most = told.and_then(|told| told.deletions_max).or_else(|| sync_job_threshold(held));
    held.deletion_threshold = match (counts, most) {
        (Some(false), _) => None,
        (_, Some(most)) => Some(most).filter(|most| *most > 0),
        (Some(true), None) => Some(held.deletion_threshold.unwrap_or(DELETION_THRESHOLD_DEFAULT)),
        (None, None) => held.deletion_threshold,
    };
}

/// Deletions that stop it by the job alone.
pub fn sync_job_threshold(held: &SyncConfiguration) -> Option<u64> {
    held.job.as_ref().and_then(Json::as_object).and_then(|job| threshold_of(job).ok().flatten())
}

fn threshold_of(job: &Map<String, Json>) -> Result<Option<u64>, String> {
    let Some(settings) = job.get(SETTINGS).and_then(Json::as_array) else { return Ok(None) };
    let named = |one: &&Json| one.get("name").and_then(Json::as_str) == Some(THRESHOLD);
    let Some(said) = settings.iter().find(named).and_then(|one| one.get("value")) else {
        return Ok(None);
    };
    number(said)
        .map(Some)
        .ok_or_else(|| format!("expected a whole number as `{THRESHOLD}`, found `{said}`"))
}

fn number(said: &Json) -> Option<u64> {
    said.as_u64().or_else(|| said.as_str().and_then(|text| text.trim().parse().ok()))
}

fn truth(said: &Json) -> Option<bool> {
    let word = |text: &str| match text.trim().to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    said.as_bool().or_else(|| said.as_str().and_then(word))
}

/// The job of a configuration in Graph's shape, without its schema.
pub fn sync_job_value(held: &SyncConfiguration) -> Json {
    let mut out = Map::new();
    if let Some(id) = &held.job_id {
        out.insert("id".to_owned(), json!(id));
    }
    if let Some(Json::Object(job)) = &held.job {
        out.extend(job.clone());
    } else {
        out.insert("templateId".to_owned(), json!(SYNC_TEMPLATE));
        out.insert("schedule".to_owned(), json!({ "interval": "PT40M" }));
    }
    if let Some(state) = &held.schedule_state
        && let Some(Json::Object(schedule)) = out.get_mut("schedule")
    {
        schedule.insert("state".to_owned(), json!(state.word()));
    }
    if let Some(most) = held.deletion_threshold {
        let settings = out.entry(SETTINGS).or_insert_with(|| json!([]));
        if settings.is_null() {
            *settings = json!([]);
        }
        if let Json::Array(settings) = settings {
            let is_it = |one: &&mut Json| one.get("name").and_then(Json::as_str) == Some(THRESHOLD);
            match settings.iter_mut().find(is_it) {
                Some(Json::Object(one)) => {
                    one.insert("value".to_owned(), json!(most.to_string()));
                }
                _ => settings.push(json!({ "name": THRESHOLD, "value": most.to_string() })),
            }
        }
    }
    Json::Object(out)
}

/// Takes one pair of the secrets over a configuration; false when it is none of the switches, and
/// then it is to be forgotten.
pub fn take_secret(held: &mut SyncConfiguration, key: &str, said: &str) -> Result<bool, String> {
    let wrong = |expected: &str| format!("expected {expected} as `{key}`, found `{said}`");
    match key {
        TARGET => held.target = TenantId(said.trim().parse().map_err(|_| wrong("a GUID"))?),
        EVERYONE => {
            held.sync_all = truth(&json!(said)).ok_or_else(|| wrong("true or false"))?;
        }
        SKIPS_DELETIONS => {
            let value = truth(&json!(said)).ok_or_else(|| wrong("true or false"))?;
            held.skip_out_of_scope_deletions = Some(value);
        }
        NOTIFICATION => notification(held, said)?,
        key if key == AUTHENTICATION.0 => {}
        _ => return Ok(false),
    }
    Ok(true)
}

fn notification(held: &mut SyncConfiguration, said: &str) -> Result<(), String> {
    let bad = |what: String| format!("`{NOTIFICATION}` is no JSON text with settings: {what}");
    let mut members: Map<String, Json> =
        serde_json::from_str(said).map_err(|fault| bad(fault.to_string()))?;
    for name in ["Enabled", DELETES_COUNTED] {
        if let Some(word @ Json::String(_)) = members.get_mut(name)
            && let Some(value) = truth(word)
        {
            *word = Json::Bool(value);
        }
    }
    if let Some(word @ Json::String(_)) = members.get_mut(DELETES_MAX)
        && let Some(most) = number(word)
    {
        *word = json!(most);
    }
    held.notification = Some(typed::<SyncNotification>(Json::Object(members)).map_err(bad)?);
    settle(held);
    Ok(())
}

/// The pairs that a configuration puts among the secrets, as the body of the request. No secret is
/// among them.
pub fn secrets_value(held: &SyncConfiguration) -> Json {
    let told = held.notification.as_ref();
    let mut settings = match told.map(value) {
        Some(Json::Object(members)) => members,
        _ => Map::from_iter([("Enabled".to_owned(), json!(false))]),
    };
    let counts = held.deletion_threshold.is_some();
    settings.insert(DELETES_COUNTED.to_owned(), json!(counts));
    if let Some(most) = held.deletion_threshold {
        settings.insert(DELETES_MAX.to_owned(), json!(most));
    }
    let mut pairs = vec![
        (AUTHENTICATION.0, AUTHENTICATION.1.to_owned()),
        (TARGET, held.target.to_string()),
        (NOTIFICATION, Json::Object(settings).to_string()),
        (EVERYONE, held.sync_all.to_string()),
    ];
    pairs.extend(held.skip_out_of_scope_deletions.map(|on| (SKIPS_DELETIONS, on.to_string())));
    let pairs = pairs.into_iter().map(|(key, value)| json!({ "key": key, "value": value }));
    json!({ "value": pairs.collect::<Vec<_>>() })
}

/// Hashes of the parts as they stand now; a part with another hash than the observed one was edited.
pub fn sync_parts(held: &SyncConfiguration) -> SyncObserved {
    let hash = |value: &Json| Some(sha256(value.to_string().as_bytes()));
    let mut job = sync_job_value(held);
    // What the job is doing is not what it was told to do.
    if let Json::Object(members) = &mut job {
        members.shift_remove("status");
    }
    let mut assigned: Vec<String> = held.assigned.iter().map(ToString::to_string).collect();
    assigned.sort_unstable();
    SyncObserved {
        settings: hash(&json!([held.display_name, job, secrets_value(held)])),
        schema: hash(&value(&held.schema)),
        assigned: hash(&json!(assigned)),
        ..SyncObserved::default()
    }
}
