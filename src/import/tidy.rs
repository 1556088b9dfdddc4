//! What other tools do to Graph's objects, undone: renamed members, nulls blown up, notes of the
//! protocol. And what must not come in at all: secrets.

use std::collections::BTreeMap;

use crate::domain::{B2b, Json};

use super::fault::shown;

pub(super) type Object = serde_json::Map<String, Json>;

/// What happened on the way, with how often and an example of where.
#[derive(Clone, Debug, Default)]
pub(super) struct Warnings(BTreeMap<String, (usize, String)>);

impl Warnings {
    /// Warns of something once, however often it occurs.
    pub fn add(&mut self, what: impl Into<String>, place: &str) {
        self.0.entry(what.into()).or_insert_with(|| (0, place.to_owned())).0 += 1;
    }

    /// The sentences.
    pub fn into_sentences(self) -> Vec<String> {
        self.0
            .into_iter()
            .map(|(what, (times, place))| match (times, place.is_empty()) {
                (_, true) => what,
                (1, false) => format!("{what} ({place})"),
                (times, false) => format!("{what} ({times} times, first in {place})"),
            })
            .collect()
    }
}

/// Members with a letter case that a rule cannot find.
const NAMES: [&str; 9] = [
    "b2bCollaborationInbound",
    "b2bCollaborationOutbound",
    "b2bDirectConnectInbound",
    "b2bDirectConnectOutbound",
    "isHybridAzureADJoinedDeviceAccepted",
    "m365CollaborationInbound",
    "m365CollaborationOutbound",
    "tenantId",
    "id",
];

const TRUST: &str = "inboundTrust";
const CONSENT: &str = "automaticUserConsentSettings";

/// What `ConvertTo-Json` writes where its depth was not enough.
const CUT: [&str; 4] = [
    "Microsoft.Graph.PowerShell.Models.",
    "Microsoft.Graph.Beta.PowerShell.",
    "System.Object[]",
    "@{",
];

/// What happens to a member that `ConvertTo-Json` cut short.
#[derive(Clone, Copy, PartialEq)]
enum Cut {
    Refused,
    LeftOut,
}

/// Whether the members are named as PowerShell names properties.
fn is_pascal(object: &Object) -> bool {
    let mut names = object.keys().filter_map(|name| name.chars().next());
    let starts = |c: char| c.is_ascii_lowercase();
    names.clone().any(|c| c.is_ascii_uppercase()) && !names.any(starts)
}

/// Whether members of an object are to be called otherwise, or some of them may be left out for
/// what they are called.
pub(super) fn is_renamed(object: &Object) -> bool {
    let is_odd = |name: &String| {
        NAMES.iter().any(|wanted| name != wanted && name.eq_ignore_ascii_case(wanted))
    };
    is_pascal(object) || object.keys().any(is_odd)
}

fn camel(name: &str) -> String {
    if let Some(known) = NAMES.iter().find(|known| known.eq_ignore_ascii_case(name)) {
        return (*known).to_owned();
    }
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_ascii_lowercase().to_string() + letters.as_str(),
        None => String::new(),
    }
}

/// Gives the members Graph's names.
///
/// Source: microsoftgraph/msgraph-sdk-powershell (generated classes have `AdditionalProperties`)
fn unpascal(object: Object, cut: Cut) -> Result<Object, String> {
    let mut out = Object::new();
    let mut more = Object::new();
    for (name, value) in object {
        if name == "AdditionalProperties" {
            if let Json::Object(inner) = value {
                more = inner;
            }
            continue;
        }
        let value = unpascal_value(value, cut)?;
        let name = camel(&name);
        match out.get(&name) {
            Some(there) if !there.is_null() && !value.is_null() && *there != value => {
                return Err(format!("the member `{}` is given twice", shown(&name)));
            }
            Some(there) if !there.is_null() => {}
            _ => {
                out.insert(name, value);
            }
        }
    }
    for (name, value) in more {
        if out.get(&name).is_none_or(Json::is_null) {
            out.insert(name, value);
        }
    }
    Ok(out)
}

fn unpascal_value(value: Json, cut: Cut) -> Result<Json, String> {
    Ok(match value {
        Json::Object(inner) if says_nothing(&Json::Object(inner.clone())) => Json::Null,
        Json::Object(inner) => Json::Object(unpascal(inner, cut)?),
        Json::Array(items) => Json::Array(
            items.into_iter().map(|item| unpascal_value(item, cut)).collect::<Result<_, _>>()?,
        ),
        Json::String(text) if CUT.iter().any(|begin| text.starts_with(begin)) => {
            if cut == Cut::LeftOut {
                return Ok(Json::Null);
            }
            return Err(format!(
                "`{}` stands where an object is expected: ConvertTo-Json was not given enough -Depth",
                shown(&text)
            ));
        }
        other => other,
    })
}

/// Whether every leaf is null or an empty list.
fn says_nothing(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.values().all(says_nothing),
        Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}

/// Brings an object into Graph's own form.
pub(super) fn tidy(
    mut object: Object,
    file: &str,
    warnings: &mut Warnings,
) -> Result<Object, String> {
    if is_pascal(&object) {
        // Directory objects have many members that nobody needs here; policies do not.
        // Of a job only its status lies deeper than the default depth.
        let is_directory =
            ["UserPrincipalName", "GroupTypes", "AppId", "SynchronizationJobSettings"]
                .iter()
                .any(|name| object.contains_key(*name));
        object = unpascal(object, if is_directory { Cut::LeftOut } else { Cut::Refused })?;
        // The SDK has every property; that one is null does not mean that the service said so.
        object.retain(|name, value| !value.is_null() || is_setting(name));
    } else {
        for wanted in NAMES {
            let odd = object.keys().find(|name| name.eq_ignore_ascii_case(wanted)).cloned();
            if let Some(odd) = odd.filter(|odd| odd != wanted && !object.contains_key(wanted)) {
                let renamed = object.into_iter().map(|(name, value)| {
                    if name == odd { (wanted.to_owned(), value) } else { (name, value) }
                });
                object = renamed.collect();
            }
        }
    }
    for setting in B2b::ALL {
        let Some(Json::Object(whole)) = object.get_mut(setting.property()) else { continue };
        for half in whole.values_mut() {
            if half.get("accessType").is_some_and(Json::is_null) && says_nothing(half) {
                *half = Json::Null;
            }
        }
        if whole.contains_key("usersAndGroups") && whole.values().all(Json::is_null) {
            object.insert(setting.property().to_owned(), Json::Null);
        }
    }
    if let Some(trust @ Json::Object(_)) = object.get(TRUST)
        && says_nothing(trust)
    {
        object.insert(TRUST.to_owned(), Json::Null);
    }
    scrub(&mut object, file, warnings);
    Ok(object)
}

fn is_setting(name: &str) -> bool {
    name == TRUST || name == CONSENT || B2b::ALL.iter().any(|setting| setting.property() == name)
}

/// Drops secrets, wherever they stand.
fn scrub(object: &mut Object, file: &str, warnings: &mut Warnings) {
    object.retain(|name, value| {
        let secret = (is_secret_name(name) && holds_something(value))
            || matches!(value, Json::String(text) if is_token(text));
        if secret {
            warnings.add(format!("`{}` looks like a secret and was left out", shown(name)), file);
        }
        !secret
    });
    for value in object.values_mut() {
        scrub_value(value, file, warnings);
    }
}

fn scrub_value(value: &mut Json, file: &str, warnings: &mut Warnings) {
    match value {
        Json::Object(members) => scrub(members, file, warnings),
        Json::Array(items) => {
            items.retain(|item| {
                let secret = matches!(item, Json::String(text) if is_token(text));
                if secret {
                    warnings.add("a token in a list was left out", file);
                }
                !secret
            });
            for item in items {
                scrub_value(item, file, warnings);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn holds_something(value: &Json) -> bool {
    match value {
        Json::String(text) => !text.is_empty(),
        Json::Object(_) | Json::Array(_) | Json::Number(_) => !says_nothing(value),
        Json::Null | Json::Bool(_) => false,
    }
}

pub(super) fn is_secret_name(name: &str) -> bool {
    const ENDS: [&str; 7] = [
        "password",
        "passwd",
        "secret",
        "secrettext",
        "token",
        "privatekey",
        "certificatepassword",
    ];
    // The protocol's own notes end in `Token` too; they are dropped elsewhere.
    if name.starts_with('@') {
        return false;
    }
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    ENDS.iter().any(|end| name.ends_with(end))
}

/// What a JSON web token begins with, and each of its parts that is JSON.
pub(super) const TOKEN: &str = "eyJ";

/// Whether a text holds a JSON web token.
pub(super) fn is_token(text: &str) -> bool {
    let of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.split(|c| !of_token(c)).any(|word| {
        word.find(TOKEN).and_then(|at| word.get(at..)).is_some_and(|word| {
            let parts: Vec<&str> = word.split('.').collect();
            parts.len() >= 3 && parts.iter().take(2).all(|part| part.len() >= 10)
        })
    })
}

/// Whether a member is a note of the protocol.
pub(super) fn is_note(name: &str) -> bool {
    name.contains("@odata.") || name.starts_with("@microsoft.graph.")
}

/// Drops the notes of the protocol from an object and all within.
pub(super) fn drop_notes(object: &mut Object) {
    object.retain(|name, _| !is_note(name));
    object.values_mut().for_each(drop_notes_inside);
}

fn drop_notes_inside(value: &mut Json) {
    match value {
        Json::Object(members) => drop_notes(members),
        Json::Array(items) => items.iter_mut().for_each(drop_notes_inside),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}
