//! Whom and what a Conditional Access policy picks. Its ids are those of the resource tenant.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/conditional-access/concept-conditional-access-users-groups.md

use super::cloud;
use super::gate::{Asked, Scene};
use super::guests::Guest;
use super::membership::{in_office_365, is_microsofts};
use super::question::{Identity, Kind, Stage};
use super::rule::Truth;
use super::trace::Outcome;
use crate::domain::{
    AppId, ExternalPeople, Guid, OFFICE_365_APPS, ObjectId, PolicyApplications, PolicyUsers,
    TenantId,
};

/// Where people can come by both ways, Teams and `SharePoint`, stand first in the suite.
const SHARED: usize = 2;

/// Whether what a policy says of people turns on who somebody is, and not only on whence.
pub(super) fn is_personal(users: &PolicyUsers) -> bool {
    let names = |list: &[String]| list.iter().any(|word| word.parse::<Guid>().is_ok());
    let tells_apart = |people: &Option<ExternalPeople>| {
        people.as_ref().is_some_and(|people| {
            has(people, "b2bCollaborationGuest") != has(people, "b2bCollaborationMember")
                || (has(people, "b2bCollaborationGuest") && !has(people, "b2bDirectConnectUser"))
        })
    };
    names(&users.include_users)
        || names(&users.exclude_users)
        || !users.include_groups.is_empty()
        || !users.exclude_groups.is_empty()
        || tells_apart(&users.include_external)
        || tells_apart(&users.exclude_external)
}

/// One side of the people of a policy: those it includes or those it excludes.
struct Side<'p> {
    users: Vec<&'p String>,
    groups: Vec<&'p String>,
    roles: Vec<&'p String>,
    external: Option<&'p ExternalPeople>,
    is_include: bool,
}

/// Whether a policy picks the person. Who comes by direct connect has no object, and so neither
/// group nor role.
pub(super) fn picks(scene: &Scene<'_>, users: &PolicyUsers, guest: &Guest<'_>) -> Truth {
    // What is excluded as well is never picked, whatever is not known of it.
    fn less<'p>(list: &'p [String], without: &[String]) -> Vec<&'p String> {
        let held = |one: &&String| {
            // What `All` would mean there is not documented.
            one.eq_ignore_ascii_case("All")
                || !without.iter().any(|other| other.eq_ignore_ascii_case(one))
        };
        list.iter().filter(held).collect()
    }
    let included = Side {
        users: less(&users.include_users, &users.exclude_users),
        groups: less(&users.include_groups, &users.exclude_groups),
        roles: less(&users.include_roles, &users.exclude_roles),
        external: users.include_external.as_ref(),
        is_include: true,
    };
    let excluded = Side {
        users: users.exclude_users.iter().collect(),
        groups: users.exclude_groups.iter().collect(),
        roles: users.exclude_roles.iter().collect(),
        external: users.exclude_external.as_ref(),
        is_include: false,
    };
    let picked = |object: &Object| {
        let includes = included.holds(scene, guest, *object);
        includes.and(excluded.holds(scene, guest, *object).not())
    };
    // What holds whatever the object may be holds.
    let could_be = Object::could_be(scene, guest);
    let (first, rest) = could_be.split_first().unwrap_or((&Object::None, &[]));
    let found = picked(first);
    if rest.iter().all(|object| picked(object) == found) { found } else { Truth::Unknown }
}

/// What stands for the person in the resource tenant, by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Object {
    /// Nothing.
    None,
    /// A guest.
    Guest,
    /// A member.
    Member,
}

impl Object {
    /// What it could be, by all that is known.
    fn could_be(scene: &Scene<'_>, guest: &Guest<'_>) -> &'static [Object] {
        let question = scene.question;
        let is_direct = question.kind == Kind::DirectConnect;
        let known =
            if is_direct { Guest::with_address(scene).is_guest() } else { guest.is_guest() };
        match known {
            Some(true) => &[Object::Guest],
            Some(false) => &[Object::Member],
            None if is_direct => &[Object::None, Object::Guest, Object::Member],
            // Synchronisation makes members.
            None if question.stage == Stage::Synchronisation => &[Object::Member],
            None => &[Object::Guest, Object::Member],
        }
    }
}

impl Side<'_> {
    fn holds(&self, scene: &Scene<'_>, guest: &Guest<'_>, object: Object) -> Truth {
        let is_direct = scene.question.kind == Kind::DirectConnect;
        let any = |found: &mut dyn Iterator<Item = Truth>| found.fold(Truth::No, Truth::or);
        let by_name =
            any(&mut self.users.iter().map(|word| match word.to_ascii_lowercase().as_str() {
                "all" if self.is_include => Truth::Yes,
                "guestsorexternalusers" => Truth::Yes,
                "none" => Truth::No,
                word => word.parse().map_or(Truth::Unknown, |id| guest.is(scene, ObjectId(id))),
            }));
        let by_group = any(&mut self.groups.iter().map(|word| match word.parse() {
            _ if is_direct => Truth::No,
            Ok(id) => guest.is_in(scene, ObjectId(id)),
            Err(_) => Truth::Unknown,
        }));
        let by_role = if is_direct || self.roles.is_empty() { Truth::No } else { Truth::Unknown };
        let by_kind = self.external.map_or(Truth::No, |people| {
            of_kind(scene, people, object).and(of_tenant(scene, people))
        });
        by_name.or(by_group).or(by_role).or(by_kind)
    }
}

fn kinds(people: &ExternalPeople) -> impl Iterator<Item = &str> {
    let words = people.kinds.as_deref().unwrap_or_default().split(',').map(str::trim);
    words.filter(|kind| !kind.is_empty())
}

fn has(people: &ExternalPeople, wanted: &str) -> bool {
    kinds(people).any(|kind| kind.eq_ignore_ascii_case(wanted))
}

/// Whether the person is of a kind that is picked. A policy for one way reaches who can come by the
/// other as well: guests in Teams and `SharePoint` who are let in by direct connect, and people in
/// shared channels who are guests besides.
fn of_kind(scene: &Scene<'_>, people: &ExternalPeople, object: Object) -> Truth {
    let is_direct = scene.question.kind == Kind::DirectConnect;
    let one = |kind: &str| match kind.to_ascii_lowercase().as_str() {
        "none" | "internalguest" | "otherexternaluser" => Truth::No,
        "b2bcollaborationguest" => (object == Object::Guest).into(),
        "b2bcollaborationmember" => (object == Object::Member).into(),
        "b2bdirectconnectuser" if is_direct => Truth::Yes,
        "b2bdirectconnectuser" => comes_directly(scene),
        "serviceprovider" => provides(scene),
        _ => Truth::Unknown,
    };
    kinds(people).map(one).fold(Truth::No, Truth::or)
}

/// Whether the person could open the same by direct connect.
fn comes_directly(scene: &Scene<'_>) -> Truth {
    let is_shared = |app| OFFICE_365_APPS.iter().take(SHARED).any(|(shared, _)| *shared == app);
    if scene.question.identity == Identity::Other || !scene.question.apps().any(is_shared) {
        return Truth::No;
    }
    let mut gates = cloud::gates_of(scene, Kind::DirectConnect);
    gates.push(scene.home_outbound(Kind::DirectConnect, Asked::Access));
    gates.push(scene.resource_inbound(Kind::DirectConnect, Asked::Access));
    let passes = gates.iter().map(|line| match line.outcome {
        Outcome::Block => Truth::No,
        Outcome::Pass => Truth::Yes,
        Outcome::Step | Outcome::Unknown | Outcome::NotReached => Truth::Unknown,
    });
    passes.fold(Truth::Yes, Truth::and)
}

/// Whether the person is a user of a service provider. Whether every guest of such a tenant is one
/// is not documented.
fn provides(scene: &Scene<'_>) -> Truth {
    let layers = scene.layers(scene.question.resource, scene.question.home);
    let Some(layers) = layers else { return Truth::Unknown };
    match layers.partner() {
        Some(partner) if partner.is_service_provider == Some(true) => Truth::Unknown,
        Some(_) | None => Truth::No,
    }
}

/// Whether the person is of a tenant that is picked.
fn of_tenant(scene: &Scene<'_>, people: &ExternalPeople) -> Truth {
    let is_other = scene.question.identity == Identity::Other;
    let Some(tenants) = &people.tenants else { return Truth::Yes };
    match tenants.membership.as_deref() {
        Some(word) if word.eq_ignore_ascii_case("all") => Truth::Yes,
        // Who has no tenant is in no list of tenants; whether such a list picks them all the same is
        // not documented.
        Some(word) if word.eq_ignore_ascii_case("enumerated") && is_other => Truth::Unknown,
        Some(word) if word.eq_ignore_ascii_case("enumerated") => {
            let home = scene.question.home;
            let is_home = |id: &String| id.parse::<TenantId>().is_ok_and(|id| id == home);
            tenants.members.iter().any(is_home).into()
        }
        Some(_) | None => Truth::Unknown,
    }
}

/// Whether a policy covers the application.
pub(super) fn covers(scene: &Scene<'_>, apps: &PolicyApplications) -> Truth {
    let question = scene.question;
    let each = |of: &dyn Fn(AppId) -> Truth| question.apps().map(of).fold(Truth::No, Truth::or);
    let one = |word: &String| match word.to_ascii_lowercase().as_str() {
        "all" => Truth::Yes,
        "none" => Truth::No,
        "office365" => each(&|app| in_office_365(app, question, scene.directories)),
        // What is in this bundle is not published; nothing that others made is.
        "microsoftadminportals" => {
            each(&|app| match is_microsofts(app, question, scene.directories) {
                Truth::No => Truth::No,
                Truth::Yes | Truth::Unknown => Truth::Unknown,
            })
        }
        word => {
            word.parse().map_or(Truth::Unknown, |id| question.apps().any(|app| app == id).into())
        }
    };
    let included = apps
        .include
        .iter()
        .filter(|word| !apps.exclude.iter().any(|other| other.eq_ignore_ascii_case(word)));
    // User actions and authentication contexts are no applications.
    let included = included.map(one).fold(Truth::No, Truth::or);
    let excluded = apps.exclude.iter().map(one).fold(Truth::No, Truth::or);
    let Some(filter) = apps.filter.as_ref().filter(|filter| !filter.is_null()) else {
        return included.and(excluded.not());
    };
    // Which applications it finds nobody here knows, and how it goes together with those that are
    // named is not documented.
    let included = match filter.get("mode").and_then(|mode| mode.as_str()) {
        Some("exclude") => included.and(Truth::Unknown),
        Some(_) | None => Truth::Unknown,
    };
    included.and(excluded.not())
}
