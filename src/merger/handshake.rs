//! A request to the administrators of a tenant that is not ours, and their answer.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::answers::{Answers, Member, Named};
use super::codec::{self, text};
use super::proposal::introduced;
use super::step::{Step, member_name};
use super::wish::{Want, Wish};
use super::wishes;
use crate::access::{Sign, Truth, b2b_standing, resolve_bool, resolve_half};
use crate::domain::{
    AccessType, B2b, B2bSetting, Direction, Guid, Half, Json, ObjectAction, Setting, Subject,
    Tenant, TenantId, Workspace,
};
use crate::wire;

/// One of the two sides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Party {
    /// Its id.
    #[serde(with = "text")]
    pub id: TenantId,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its main domain.
    #[serde(default)]
    pub domain: String,
    /// Its cloud.
    #[serde(default)]
    pub cloud: String,
}

/// What we do on our side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Deed {
    /// Graph's property.
    pub setting: String,
    /// What it is.
    pub words: String,
    /// `done` where it was seen in an export and the draft leaves it so, `undone` where the draft
    /// does not, `planned` where it is in the draft only, `open` otherwise.
    pub state: String,
}

/// What they have to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ask {
    /// Its place in the order.
    pub order: usize,
    /// Whose entry it belongs to: `partner` for theirs about us, `default`, or `tenant`.
    pub place: String,
    /// Graph's property.
    pub setting: String,
    /// What it shall be.
    pub words: String,
    /// The same in Graph's shape, where it has one.
    #[serde(default)]
    pub value: Json,
    /// The least role.
    pub role: String,
    /// The licence, or nothing.
    #[serde(default)]
    pub licence: String,
    /// Where in the admin center.
    pub page: String,
    /// What it is for.
    pub because: String,
}

/// An id that only they can look up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IdAsked {
    /// `user` or `group`.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub because: String,
}

/// The request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Request {
    /// Who asks.
    pub from: Party,
    /// Who is asked.
    pub to: Party,
    /// What it is about.
    pub purpose: String,
    /// What we do.
    pub ours: Vec<Deed>,
    /// What they have to do, in order.
    pub asks: Vec<Ask>,
    /// Ids we need from them.
    pub ids: Vec<IdAsked>,
}

/// A request with its mark, as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Sealed {
    sha256: String,
    request: Request,
}

const REQUEST: &str = "handshake-request";

impl Request {
    /// SHA-256 of what it says.
    pub fn mark(&self) -> String {
        codec::mark(self)
    }

    /// As a file.
    pub fn write(&self) -> String {
        codec::write(REQUEST, &Sealed { sha256: self.mark(), request: self.clone() })
    }

    /// From a file, whose mark must fit.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let sealed: Sealed = codec::read(REQUEST, bytes)?;
        let mark = sealed.request.mark();
        if sealed.sha256 != mark {
            return Err(format!(
                "its mark is {mark}, and it says {}: it was changed on the way; ask for it again",
                sealed.sha256.escape_debug()
            ));
        }
        Ok(sealed.request)
    }
}

pub(super) fn party(workspace: &Workspace, answers: &Answers, id: TenantId) -> Party {
    let tenant = workspace.draft.tenant(id);
    let domain = tenant.and_then(Tenant::primary_domain).map(ToString::to_string);
    Party {
        id,
        name: member_name(workspace, answers, id),
        domain: domain.unwrap_or_default(),
        cloud: wishes::cloud_of(workspace, answers, id).word().to_owned(),
    }
}

/// The request of one of ours to one that is not, or why there is nothing to ask.
pub fn request(
    workspace: &Workspace,
    answers: &Answers,
    from: TenantId,
    to: TenantId,
) -> Result<Request, String> {
    let workspace = &introduced(workspace, answers);
    let mut all: Vec<Wish> = Vec::new();
    for (home, resource) in answers.pairs() {
        if [(from, to), (to, from)].contains(&(home, resource)) {
            all.extend(wishes::relation(workspace, answers, home, resource));
        }
    }
    if all.is_empty() {
        return Err(format!(
            "the answers have nothing to do with both {} and {}",
            member_name(workspace, answers, from),
            member_name(workspace, answers, to)
        ));
    }
    let closed = wishes::closed(answers);
    all.extend(closed.into_iter().filter(|wish| wish.owner == to));
    Ok(compose(workspace, answers, [from, to], all))
}

/// The request for what our draft opens towards a partner of whom no answers speak: the other end of
/// every way that is open at ours.
pub fn mirrored(workspace: &Workspace, from: TenantId, to: TenantId) -> Result<Request, String> {
    let mut answers = Answers::default();
    for id in [from, to] {
        let known = workspace.draft.tenant(id).map(Member::of);
        answers.tenants.push(known.unwrap_or_else(|| Member { id, ..Member::default() }));
    }
    let workspace = &introduced(workspace, &answers);
    let Some(policy) = workspace.draft.policy(from) else {
        return Err(format!(
            "the cross-tenant access policy of {} is not in the workspace",
            member_name(workspace, &answers, from)
        ));
    };
    let mut all = Vec::new();
    let subject = Subject::Partner(to);
    let ends = |step, want: Want, other: Want| {
        [(from, to, want), (to, from, other)].map(|(owner, other, want)| Wish {
            step,
            owner,
            other: Some(other),
            want,
        })
    };
    for (ours, theirs) in MIRRORS {
        let open = b2b_standing(policy, subject, ours).0;
        if open == Sign::Block {
            continue;
        }
        let half = |half| resolve_half(policy, subject, ours, half).map(|found| found.value);
        let (Some(users), Some(apps)) = (half(Half::UsersAndGroups), half(Half::Applications))
        else {
            continue;
        };
        let held = B2bSetting::of(users.clone(), apps.clone());
        // Whom they let out is theirs to say; that they let out is what is asked.
        let asked = Want::B2b(theirs, wishes::everything(AccessType::Allowed));
        all.extend(ends(Step::Collaboration, Want::B2b(ours, held), asked));
    }
    for (ours, theirs) in
        [(Direction::Inbound, Direction::Outbound), (Direction::Outbound, Direction::Inbound)]
    {
        let setting = Setting::Consent(ours);
        if resolve_bool(policy, subject, setting).is_some_and(|one| one.value) {
            let other = Want::Switch(Setting::Consent(theirs), true);
            all.extend(ends(Step::Redemption, Want::Switch(setting, true), other));
        }
    }
    if all.is_empty() {
        return Err(format!(
            "nothing is open towards {}, so nothing is to be asked of it",
            member_name(workspace, &answers, to)
        ));
    }
    Ok(compose(workspace, &answers, [from, to], all))
}

const MIRRORS: [(B2b, B2b); 4] = [
    (B2b::CollaborationInbound, B2b::CollaborationOutbound),
    (B2b::CollaborationOutbound, B2b::CollaborationInbound),
    (B2b::DirectConnectInbound, B2b::DirectConnectOutbound),
    (B2b::DirectConnectOutbound, B2b::DirectConnectInbound),
];

/// Writes wishes down: ours with how they stand, theirs in the order in which they are done.
fn compose(
    workspace: &Workspace,
    answers: &Answers,
    [from, to]: [TenantId; 2],
    all: Vec<Wish>,
) -> Request {
    let mut seen: Vec<Wish> = Vec::new();
    for wish in all {
        if !seen.contains(&wish) {
            seen.push(wish);
        }
    }
    seen.sort_by_key(|wish| rank(&wish.want, wish.other.is_none()));
    let observed = Workspace { draft: workspace.observed_estate(), ..workspace.clone() };
    let ours = seen.iter().filter(|wish| wish.owner == from).map(|wish| Deed {
        setting: wish.want.setting().to_owned(),
        words: wish.words(workspace),
        state: match (wish.is_met(&observed), wish.is_met(workspace)) {
            // What runs in the source is never part of an observed policy.
            (Truth::Yes, Truth::Yes) if !matches!(wish.want, Want::Configuration(_)) => "done",
            (_, Truth::Yes) => "planned",
            (Truth::Yes, _) => "undone",
            _ => "open",
        }
        .to_owned(),
    });
    let theirs =
        seen.iter().filter(|wish| wish.owner == to && wish.is_open(wish.is_met(workspace)));
    let asks = (1..).zip(theirs).map(|(order, wish)| {
        let duty = wish.want.duty();
        Ask {
            order,
            place: match (&wish.want, wish.other) {
                (Want::B2b(..) | Want::Switch(..), None) => "default",
                (Want::B2b(..) | Want::Switch(..) | Want::Listed, Some(_)) => "partner",
                _ => "tenant",
            }
            .to_owned(),
            setting: wish.want.setting().to_owned(),
            words: wish.words(workspace),
            value: value(&wish.want),
            role: duty.role.to_owned(),
            licence: duty.licence.to_owned(),
            page: duty.page.to_owned(),
            because: wish.step.row().title.to_owned(),
        }
    });
    Request {
        from: party(workspace, answers, from),
        to: party(workspace, answers, to),
        purpose: format!(
            "{} and {}",
            member_name(workspace, answers, from),
            member_name(workspace, answers, to)
        ),
        ours: ours.collect(),
        asks: asks.collect(),
        ids: ids(answers, to),
    }
}

/// First what all else needs, then what opens, then what a job needs, and defaults at the end:
/// whoever does them one by one never locks anybody out.
fn rank(want: &Want, is_default: bool) -> usize {
    match want {
        Want::Cloud(_) => 0,
        Want::Listed => 1,
        Want::B2b(..) if is_default => 9,
        Want::B2b(..) => 2,
        Want::Switch(Setting::Trust(_), _) => 3,
        Want::Invitations => 4,
        // Microsoft's own order: the permission first, then the two boxes.
        Want::Switch(Setting::Sync(_), _) => 5,
        Want::Switch(..) => 6,
        Want::Configuration(_) => 7,
    }
}

fn value(want: &Want) -> Json {
    match want {
        Want::Cloud(endpoint) => Json::from(vec![endpoint.word().to_owned()]),
        Want::Listed => Json::Null,
        Want::B2b(_, value) => wire::to_value(value),
        Want::Switch(_, on) => Json::from(*on),
        Want::Invitations => Json::from("adminsAndGuestInviters"),
        Want::Configuration(wanted) => {
            let users = wanted.users();
            let rows = users.map(|users| {
                let rows = users.attribute_mappings.iter().map(|row| row.target.clone());
                rows.collect::<Vec<_>>()
            });
            let deletes = users.is_some_and(|users| users.does(ObjectAction::Delete));
            let assigned = wanted.assigned.iter().map(ToString::to_string).collect::<Vec<_>>();
            let members = [
                ("displayName", Json::from(wanted.display_name.clone())),
                ("targetTenantId", Json::from(wanted.target.to_string())),
                ("syncAll", Json::from(wanted.sync_all)),
                ("assigned", Json::from(assigned)),
                ("attributes", Json::from(rows.unwrap_or_default())),
                ("deleteLeavers", Json::from(deletes)),
                ("deletionThreshold", Json::from(wanted.deletion_threshold)),
            ];
            Json::Object(
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            )
        }
    }
}

/// Whatever of theirs was named without its id.
fn ids(answers: &Answers, to: TenantId) -> Vec<IdAsked> {
    let people = answers.collaboration.iter().flat_map(|said| &said.people);
    let people = people.filter(|one| one.tenant == to).flat_map(|one| &one.only);
    let people = people.map(|named| (named, "who may come to us"));
    let sent = answers.sync.iter().flatten().filter(|one| one.tenant == to);
    let sent = sent.flat_map(|one| &one.assigned).map(|named| (named, "who is synchronised"));
    let mut seen = BTreeSet::new();
    people
        .chain(sent)
        .filter(|(named, _)| is_asked(named) && seen.insert((named.user, named.name.clone())))
        .map(|(named, because)| IdAsked {
            kind: if named.user { "user" } else { "group" }.to_owned(),
            name: named.name.clone(),
            because: because.to_owned(),
        })
        .collect()
}

/// An id of nothing but zeros stands for one that is to be asked for.
pub(super) fn is_asked(named: &Named) -> bool {
    named.id == Guid::default() && !named.name.is_empty()
}
