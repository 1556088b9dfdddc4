//! A question of `audit`: one object a line.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Deserialize;

use crate::access::{Identity, InviterRole, Kind, Question, Stage};
use crate::domain::{AppId, Claim, ObjectId};

/// Text as it stands in the line, copied only where it holds escapes.
#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'l>(#[serde(borrow)] Cow<'l, str>);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Line<'l> {
    #[serde(borrow)]
    home: Option<Text<'l>>,
    user: Option<Text<'l>>,
    groups: Option<Vec<Text<'l>>>,
    resource: Text<'l>,
    app: Text<'l>,
    other_app: Option<Text<'l>>,
    kind: Option<Text<'l>>,
    stage: Option<Text<'l>>,
    inviter: Option<Text<'l>>,
    inviter_role: Option<Text<'l>>,
    address: Option<Text<'l>>,
    network: Option<Text<'l>>,
    identity: Option<Text<'l>>,
    has: Option<Vec<Text<'l>>>,
}

fn id<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, String>
where
    T::Err: std::fmt::Display,
{
    text.trim().parse().map_err(|bad| format!("{bad} as `{name}`, found `{}`", text.escape_debug()))
}

/// The way somebody comes, from its word.
pub fn kind_of(text: &str) -> Result<Kind, String> {
    let found = Kind::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(text));
    // Graph's own spelling without the hyphen is understood as well.
    let found =
        found.or_else(|| text.eq_ignore_ascii_case("directConnect").then_some(Kind::DirectConnect));
    found.ok_or_else(|| {
        format!(
            "expected `collaboration` or `direct-connect` as `kind`, found `{}`",
            text.escape_debug()
        )
    })
}

/// How far somebody has come, from its word.
pub fn stage_of(text: &str) -> Result<Stage, String> {
    let found = Stage::ALL.into_iter().find(|stage| stage.word().eq_ignore_ascii_case(text));
    let found = found.or_else(|| text.eq_ignore_ascii_case("sign-in").then_some(Stage::SignIn));
    found.ok_or_else(|| {
        format!(
            "expected `signIn`, `invitation` or `synchronisation` as `stage`, found `{}`",
            text.escape_debug()
        )
    })
}

/// Who vouches for the person, from its word.
pub fn identity_of(text: &str) -> Result<Identity, String> {
    let found = Identity::ALL.into_iter().find(|known| known.word().eq_ignore_ascii_case(text));
    found.ok_or_else(|| {
        format!("expected `entra` or `other` as `identity`, found `{}`", text.escape_debug())
    })
}

/// What a session can prove, from its word.
pub fn claim_of(text: &str) -> Result<Claim, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "mfa" => Ok(Claim::Mfa),
        "compliant" => Ok(Claim::CompliantDevice),
        "hybrid" => Ok(Claim::HybridJoinedDevice),
        _ => Err(format!(
            "expected `mfa`, `compliant` or `hybrid` in `has`, found `{}`",
            text.escape_debug()
        )),
    }
}

/// What is known of the inviter's roles, from its word.
pub fn role_of(text: &str) -> Result<InviterRole, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "entitled" => Ok(InviterRole::Entitled),
        "plain" => Ok(InviterRole::Plain),
        _ => Err(format!(
            "expected `entitled` or `plain` as `inviterRole`, found `{}`",
            text.escape_debug()
        )),
    }
}

/// Who is not of Entra has no home tenant and no object id in one.
fn of_entra<T>(name: &str, text: Option<&Text<'_>>, identity: Identity) -> Result<T, String>
where
    T: std::str::FromStr + Default,
    T::Err: std::fmt::Display,
{
    match (text, identity) {
        (Some(text), _) => id(name, &text.0),
        (None, Identity::Other) => Ok(T::default()),
        (None, Identity::Entra) => Err(format!("missing field `{name}`")),
    }
}

/// Reads a question; what is wrong with it is said in a sentence.
pub fn read_question(line: &[u8]) -> Result<Question, String> {
    let line: Line<'_> = serde_json::from_slice(line).map_err(|fault| {
        let text = fault.to_string();
        let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
        format!("{text}, at column {}", fault.column())
    })?;
    let groups = line.groups.map(|groups| {
        groups.iter().map(|group| id("groups", &group.0)).collect::<Result<BTreeSet<ObjectId>, _>>()
    });
    let has = line.has.unwrap_or_default();
    let identity = line.identity.map(|text| identity_of(&text.0)).transpose()?.unwrap_or_default();
    Ok(Question {
        home: of_entra("home", line.home.as_ref(), identity)?,
        user: of_entra("user", line.user.as_ref(), identity)?,
        groups: groups.transpose()?,
        resource: id("resource", &line.resource.0)?,
        app: id::<AppId>("app", &line.app.0)?,
        other_app: line.other_app.map(|text| id("otherApp", &text.0)).transpose()?,
        kind: line.kind.map(|text| kind_of(&text.0)).transpose()?.unwrap_or_default(),
        stage: line.stage.map(|text| stage_of(&text.0)).transpose()?.unwrap_or_default(),
        inviter: line.inviter.map(|text| id("inviter", &text.0)).transpose()?,
        inviter_role: line.inviter_role.map(|text| role_of(&text.0)).transpose()?,
        address: line.address.map(|text| text.0.into_owned()),
        identity,
        network: line.network.map(|text| id("network", &text.0)).transpose()?,
        has: has.iter().map(|text| claim_of(&text.0)).collect::<Result<_, _>>()?,
    })
}

/// Writes a question as [`read_question`] reads it, on one line.
pub fn write_question(question: &Question) -> String {
    let Question {
        home,
        user,
        groups,
        resource,
        app,
        other_app,
        kind,
        stage,
        inviter,
        inviter_role,
        address,
        identity,
        network,
        has,
    } = question;
    let mut line = serde_json::Map::new();
    let mut put = |name: &str, value: Option<serde_json::Value>| {
        line.extend(value.map(|value| (name.to_owned(), value)));
    };
    let text = |text: &str| Some(serde_json::Value::from(text));
    let is_entra = *identity == Identity::Entra;
    put("home", is_entra.then(|| home.to_string().into()));
    put("user", is_entra.then(|| user.to_string().into()));
    let list =
        |ids: &BTreeSet<ObjectId>| ids.iter().map(ToString::to_string).collect::<Vec<_>>().into();
    put("groups", groups.as_ref().map(list));
    put("resource", text(&resource.to_string()));
    put("app", text(&app.to_string()));
    put("otherApp", other_app.map(|app| app.to_string().into()));
    put("kind", text(kind.word()));
    put("stage", text(stage.word()));
    put("inviter", inviter.map(|inviter| inviter.to_string().into()));
    let role = |role: InviterRole| match role {
        InviterRole::Entitled => "entitled".into(),
        InviterRole::Plain => "plain".into(),
    };
    put("inviterRole", inviter_role.map(role));
    put("address", address.as_deref().and_then(text));
    put("network", network.map(|network| network.to_string().into()));
    put("identity", text(identity.word()));
    let claim = |claim: &Claim| match claim {
        Claim::Mfa => "mfa",
        Claim::CompliantDevice => "compliant",
        Claim::HybridJoinedDevice => "hybrid",
    };
    put("has", Some(has.iter().map(claim).collect::<Vec<_>>().into()));
    super::workspace::ascii(serde_json::Value::Object(line).to_string())
}
