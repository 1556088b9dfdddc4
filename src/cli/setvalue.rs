//! What `set` is told, as edits.

use serde_json::Value;

use super::setpath::{List, NoteField, Place, Row};
use super::trouble::Trouble;
use crate::domain::{
    AccessType, AllowInvitesFrom, AutomaticUserConsent, B2b, B2bSetting, Claim, CloudEndpoint,
    Direction, DomainName, Extra, GuestLevel, Guid, Half, InboundTrust, Note, RedemptionOrder,
    Setting, Subject, SyncKind, TargetConfiguration, TenantId, Workspace, service_redemption_order,
};
use crate::edit::Edit;
use crate::text::{did_you_mean, nearest};
use crate::wire::{self, Json};

/// Where a value is to go.
#[derive(Clone, Copy, Debug)]
pub struct Aim<'w> {
    /// The workspace as it stands.
    pub workspace: &'w Workspace,
    /// Whose policy.
    pub owner: TenantId,
    /// For whom.
    pub subject: Subject,
    /// Which setting.
    pub row: Row,
}

/// The edits that a value stands for.
pub fn edits(aim: Aim<'_>, text: &str) -> Result<Vec<Edit>, Trouble> {
    let Aim { owner, subject, .. } = aim;
    let one = |edit| Ok(vec![edit]);
    match aim.row.place {
        Place::Cell(Setting::Half(setting, half)) => {
            let value = half_of(aim, setting, half, text)?;
            one(Edit::Half { owner, subject, setting, half, value })
        }
        Place::Cell(setting) => {
            one(Edit::Switch { owner, subject, setting, value: switch_of(aim, text)? })
        }
        Place::Whole(setting) => {
            one(Edit::B2b { owner, subject, setting, value: whole_of(aim, text)? })
        }
        Place::Trust => trust(aim, text),
        Place::Consent => consent(aim, text),
        Place::Sync => match text {
            "inherit" | "null" => Ok(switches(
                aim,
                [SyncKind::Users, SyncKind::Groups].map(|kind| (Setting::Sync(kind), None)),
            )),
            _ => Err(expected(aim, text)),
        },
        Place::Clouds => one(Edit::CloudEndpoints { owner, endpoints: clouds(aim, text)? }),
        Place::Redemption => one(Edit::Redemption { owner, order: redemption(aim, text)? }),
        Place::InvitesFrom => match AllowInvitesFrom::parse(unquoted(text)) {
            AllowInvitesFrom::Other(_) => Err(expected(aim, text)),
            value => one(Edit::InvitesFrom { owner, value }),
        },
        Place::GuestLevel => one(Edit::GuestLevel { owner, value: guest_level(aim, text)? }),
        Place::Domains(list) => one(domains(aim, list, text)?),
        Place::SelfServiceSignUp => {
            one(Edit::SelfServiceSignUp { owner, value: truth(aim, text)? })
        }
        Place::AllowLeave => one(Edit::AllowLeave { owner, value: truth(aim, text)? }),
        Place::Note(field) => one(note(aim, field, text)?),
    }
}

fn expected(aim: Aim<'_>, text: &str) -> Trouble {
    const SHOWN_MAX: usize = 60;
    let shown: String = text.chars().take(SHOWN_MAX).collect();
    let more = if shown.len() < text.len() { "..." } else { "" };
    Trouble::bad(format!(
        "`{}` takes {}, found `{shown}{more}`; nothing was changed",
        aim.row.path, aim.row.takes
    ))
}

/// A word that may also be given as JSON text.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

fn json<T>(aim: Aim<'_>, text: &str) -> Result<T, Trouble>
where
    Json<T>: serde::de::DeserializeOwned,
{
    if !text.starts_with(['{', '[']) {
        return Err(expected(aim, text));
    }
    wire::from_slice(text.as_bytes())
        .map_err(|fault| Trouble::bad(format!("the value cannot be read: {fault}")))
}

/// A member nobody knows passes, because the service grows; one that is nearly right does not.
fn no_slips(extra: &Extra, known: &[&str]) -> Result<(), Trouble> {
    for (name, _) in extra.iter() {
        let near = nearest(name, known.iter().copied(), 1);
        if !near.is_empty() {
            return Err(Trouble::bad(format!(
                "the value has an unknown member `{name}`{}",
                did_you_mean(&near)
            )));
        }
    }
    Ok(())
}

fn check_list(list: &TargetConfiguration) -> Result<(), Trouble> {
    no_slips(&list.extra, &["accessType", "targets"])?;
    list.targets.iter().try_for_each(|t| no_slips(&t.extra, &["target", "targetType"]))
}

fn all(half: Half, access: AccessType) -> TargetConfiguration {
    match half {
        Half::UsersAndGroups => TargetConfiguration::all_users(access),
        Half::Applications => TargetConfiguration::all_apps(access),
    }
}

fn half_of(
    aim: Aim<'_>,
    setting: B2b,
    half: Half,
    text: &str,
) -> Result<TargetConfiguration, Trouble> {
    match text {
        "allow-all" => Ok(all(half, AccessType::Allowed)),
        "block-all" => Ok(all(half, AccessType::Blocked)),
        "inherit" | "null" => Err(Trouble::bad(format!(
            "half a setting cannot be inherited: the service inherits whole properties; set `{}` to `inherit`",
            setting.property()
        ))),
        _ => {
            let list: TargetConfiguration = json(aim, text)?;
            check_list(&list)?;
            Ok(list)
        }
    }
}

fn whole_of(aim: Aim<'_>, text: &str) -> Result<Option<B2bSetting>, Trouble> {
    let both = |access: AccessType| {
        B2bSetting::of(all(Half::UsersAndGroups, access.clone()), all(Half::Applications, access))
    };
    match text {
        "inherit" | "null" => Ok(None),
        "allow-all" => Ok(Some(both(AccessType::Allowed))),
        "block-all" => Ok(Some(both(AccessType::Blocked))),
        _ => {
            let value: B2bSetting = json(aim, text)?;
            no_slips(&value.extra, &["usersAndGroups", "applications"])?;
            for half in Half::BOTH {
                value.half(half).map_or(Ok(()), check_list)?;
            }
            if Half::BOTH.iter().all(|half| value.half(*half).is_none()) {
                return Err(Trouble::bad(
                    "the value has neither `usersAndGroups` nor `applications`; to inherit both, say `inherit`",
                ));
            }
            Ok(Some(value))
        }
    }
}

fn switch_of(aim: Aim<'_>, text: &str) -> Result<Option<bool>, Trouble> {
    match text {
        "true" => Ok(Some(true)),
        "false" => Ok(Some(false)),
        "inherit" | "null" => Ok(None),
        _ => Err(expected(aim, text)),
    }
}

fn truth(aim: Aim<'_>, text: &str) -> Result<bool, Trouble> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(expected(aim, text)),
    }
}

fn switches(aim: Aim<'_>, values: impl IntoIterator<Item = (Setting, Option<bool>)>) -> Vec<Edit> {
    let Aim { owner, subject, .. } = aim;
    let edit = |(setting, value)| Edit::Switch { owner, subject, setting, value };
    values.into_iter().map(edit).collect()
}

fn trust(aim: Aim<'_>, text: &str) -> Result<Vec<Edit>, Trouble> {
    let claims = Claim::ALL.map(|claim| (claim, Setting::Trust(claim)));
    if matches!(text, "inherit" | "null") {
        // For a partner one of them takes all three back; on the default each goes back by itself.
        return Ok(switches(aim, claims.map(|(_, setting)| (setting, None))));
    }
    let value: InboundTrust = json(aim, text)?;
    if let Some((name, _)) = value.extra.iter().next() {
        return Err(Trouble::bad(format!("the value has an unknown member `{name}`")));
    }
    let said = claims
        .into_iter()
        .filter_map(|(claim, setting)| Some((setting, Some(value.claim(claim)?))));
    let edits = switches(aim, said);
    if edits.is_empty() { Err(expected(aim, text)) } else { Ok(edits) }
}

fn consent(aim: Aim<'_>, text: &str) -> Result<Vec<Edit>, Trouble> {
    let both = [Direction::Inbound, Direction::Outbound];
    if matches!(text, "inherit" | "null") {
        return Ok(switches(aim, both.map(|direction| (Setting::Consent(direction), None))));
    }
    let value: AutomaticUserConsent = json(aim, text)?;
    if let Some((name, _)) = value.extra.iter().next() {
        return Err(Trouble::bad(format!("the value has an unknown member `{name}`")));
    }
    // The value replaces the whole property, so a direction left out is inherited.
    Ok(switches(aim, both.map(|way| (Setting::Consent(way), value.direction(way)))))
}

fn texts(aim: Aim<'_>, text: &str) -> Result<Vec<String>, Trouble> {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(items)) => items
            .iter()
            .map(|item| item.as_str().map(str::to_owned).ok_or_else(|| expected(aim, text)))
            .collect(),
        _ => Err(expected(aim, text)),
    }
}

fn clouds(aim: Aim<'_>, text: &str) -> Result<Vec<CloudEndpoint>, Trouble> {
    let mut endpoints = Vec::new();
    for word in texts(aim, text)? {
        match CloudEndpoint::parse(&word) {
            CloudEndpoint::Other(_) => {
                let known = CloudEndpoint::KNOWN.iter().map(CloudEndpoint::word);
                return Err(Trouble::bad(format!(
                    "no cloud is called `{word}`{}",
                    did_you_mean(&nearest(&word, known, 2))
                )));
            }
            endpoint if endpoints.contains(&endpoint) => {}
            endpoint => endpoints.push(endpoint),
        }
    }
    Ok(endpoints)
}

fn redemption(aim: Aim<'_>, text: &str) -> Result<RedemptionOrder, Trouble> {
    if text == "inherit" {
        return Ok(service_redemption_order());
    }
    let order: RedemptionOrder = json(aim, text)?;
    no_slips(
        &order.extra,
        &["primaryIdentityProviderPrecedenceOrder", "fallbackIdentityProvider"],
    )?;
    Ok(order)
}

fn guest_level(aim: Aim<'_>, text: &str) -> Result<GuestLevel, Trouble> {
    match unquoted(text) {
        "member" => Ok(GuestLevel::Member),
        "limited" => Ok(GuestLevel::Limited),
        "restricted" => Ok(GuestLevel::Restricted),
        id => id.parse::<Guid>().map(GuestLevel::of).map_err(|_| expected(aim, text)),
    }
}

fn domains(aim: Aim<'_>, list: List, text: &str) -> Result<Edit, Trouble> {
    let mut new = Vec::new();
    for name in texts(aim, text)? {
        let name = DomainName::parse(&name)
            .map_err(|bad| Trouble::bad(format!("`{name}`: {bad}; nothing was changed")))?;
        if !new.contains(&name) {
            new.push(name);
        }
    }
    let held = aim
        .workspace
        .draft
        .tenant(aim.owner)
        .and_then(|tenant| tenant.external.as_deref())
        .and_then(|external| external.b2b_management.as_ref())
        .map(|policy| policy.invitations.clone())
        .unwrap_or_default();
    let (allowed, blocked) = match list {
        List::Allowed => (new, held.blocked.unwrap_or_default()),
        List::Blocked => (held.allowed.unwrap_or_default(), new),
    };
    Ok(Edit::Domains { owner: aim.owner, allowed, blocked })
}

fn note(aim: Aim<'_>, field: NoteField, text: &str) -> Result<Edit, Trouble> {
    let Subject::Partner(partner) = aim.subject else {
        return Err(Trouble::bad("a note belongs to a partner; say which with --partner"));
    };
    let text = if text == "inherit" { "" } else { text }.trim();
    if field == NoteField::Review && !text.is_empty() {
        let day = text.parse::<jiff::civil::Date>().ok().map(|day| day.to_string());
        if day.as_deref() != Some(text) {
            return Err(expected(aim, text));
        }
    }
    let mut note = aim.workspace.notes.get(&(aim.owner, partner)).cloned().unwrap_or_default();
    let place = match field {
        NoteField::Owner => &mut note.owner,
        NoteField::Purpose => &mut note.purpose,
        NoteField::Ticket => &mut note.ticket,
        NoteField::Review => &mut note.review,
    };
    text.clone_into(place);
    let note = (note != Note::default()).then_some(note);
    Ok(Edit::Note { owner: aim.owner, partner, note })
}
