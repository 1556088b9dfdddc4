//! Sample people and applications to ask the engines about.

use std::collections::BTreeSet;

use super::answers::{Answers, Named};
use crate::access::Directories;
use crate::domain::{AppId, Claim, Guid, OFFICE_365_APPS, ObjectId, TenantId};

/// People of one tenant that are asked about, at most, beside a newcomer.
const PEOPLE_MAX: usize = 4;
/// Applications of one tenant that are asked about, at most, beside Teams.
const APPS_MAX: usize = 3;

/// Somebody whom no directory knows: whoever joins next.
pub const NEWCOMER: ObjectId = ObjectId(Guid::from_u128(0xdede_0000_0000_8000_8000_0000_0000_0001));
/// A tenant that nobody deals with.
pub const STRANGER: TenantId = TenantId(Guid::from_u128(0xdede_0000_0000_8000_8000_0000_0000_0002));

/// A person to ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// By object id at home.
    pub user: ObjectId,
    /// Groups, where they do not come from a directory.
    pub groups: Option<BTreeSet<ObjectId>>,
    /// The name to show.
    pub name: String,
}

fn newcomer(groups: BTreeSet<ObjectId>) -> Sample {
    let name = if groups.is_empty() { "a newcomer" } else { "a new member of the group" };
    Sample { user: NEWCOMER, groups: Some(groups), name: name.to_owned() }
}

/// Teams, which stands for the Office 365 suite.
pub fn teams() -> AppId {
    OFFICE_365_APPS.first().map_or_else(AppId::default, |(id, _)| *id)
}

/// People of a home tenant who are meant by a list, or by no list at all; and of those who are not,
/// somebody.
pub fn people(
    directories: &Directories,
    home: TenantId,
    only: &[&Named],
) -> (Vec<Sample>, Option<Sample>) {
    let directory = directories.get(&home);
    let users = directory.map(|one| one.users.as_slice()).unwrap_or_default();
    let of = |id: ObjectId| {
        let known = users.iter().find(|user| user.id == id);
        let name = known.map(|user| user.display_name.clone()).filter(|name| !name.is_empty());
        Sample { user: id, groups: None, name: name.unwrap_or_else(|| id.to_string()) }
    };
    if only.is_empty() {
        let last = users.len().saturating_sub(1);
        let step = (users.len() / PEOPLE_MAX).max(1);
        let mut meant: Vec<Sample> =
            users.iter().step_by(step).take(PEOPLE_MAX).map(|user| of(user.id)).collect();
        if let Some(user) = users.get(last)
            && meant.iter().all(|sample| sample.user != user.id)
        {
            meant.push(of(user.id));
        }
        meant.push(newcomer(BTreeSet::new()));
        return (meant, None);
    }
    let mut meant = Vec::new();
    let mut inside: BTreeSet<ObjectId> = BTreeSet::new();
    for named in only {
        inside.insert(named.object());
        if named.user {
            let known = Sample { groups: None, ..of(named.object()) };
            let name = if known.name == named.id.to_string() && !named.name.is_empty() {
                named.name.clone()
            } else {
                known.name
            };
            meant.push(Sample { user: named.object(), groups: known.groups, name });
            continue;
        }
        let groups = directory.map(|one| one.groups.as_slice()).unwrap_or_default();
        let group = groups.iter().find(|group| group.id == named.object());
        let members = group.and_then(|group| group.members.as_deref()).unwrap_or_default();
        inside.extend(members);
        meant.extend(members.iter().take(PEOPLE_MAX).map(|id| of(*id)));
        meant.push(newcomer(BTreeSet::from([named.object()])));
    }
    let outside = users.iter().find(|user| !inside.contains(&user.id)).map(|user| of(user.id));
    (meant, Some(outside.unwrap_or_else(|| newcomer(BTreeSet::new()))))
}

/// Applications of a resource tenant that are meant, and one that is not.
pub fn apps(
    directories: &Directories,
    answers: &Answers,
    resource: TenantId,
) -> (Vec<AppId>, Option<AppId>) {
    let said = answers.collaboration.iter().flat_map(|said| &said.apps);
    let said: Vec<_> = said.filter(|apps| apps.tenant == resource).collect();
    let directory = directories.get(&resource);
    let own = directory.map(|one| one.applications.as_slice()).unwrap_or_default();
    // An empty list is said to be wrong elsewhere, and opens everything until it is mended.
    if said.iter().all(|apps| apps.only.is_empty() && !apps.office365) {
        let mut meant: Vec<AppId> = own.iter().take(APPS_MAX).map(|app| app.app_id).collect();
        if !meant.contains(&teams()) {
            meant.push(teams());
        }
        return (meant, None);
    }
    let listed: Vec<AppId> =
        said.iter().flat_map(|apps| &apps.only).map(|app| AppId(app.id)).collect();
    let mut meant: Vec<AppId> = listed.iter().copied().take(APPS_MAX).collect();
    let suite = said.iter().any(|apps| apps.office365);
    if suite && !meant.contains(&teams()) {
        meant.push(teams());
    }
    // Of an application that its own tenant registered it is known that it is in no suite.
    let outside = own.iter().find(|app| {
        let is_known = crate::domain::known_app(app.app_id).is_some();
        !listed.contains(&app.app_id) && !is_known && (!suite || app.owner == Some(resource))
    });
    (meant, outside.map(|app| app.app_id))
}

/// What a session can prove that the answers want to count.
pub fn proof(answers: &Answers) -> BTreeSet<Claim> {
    let Some(trust) = answers.trust else { return BTreeSet::new() };
    let said = [trust.mfa, trust.compliant, trust.hybrid];
    Claim::ALL.into_iter().zip(said).filter(|(_, on)| *on).map(|(claim, _)| claim).collect()
}
