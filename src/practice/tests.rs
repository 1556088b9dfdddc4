#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod mistakes;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::identity::tenant_id;
use super::*;
use crate::domain::{
    AccessType, B2b, B2bSetting, Configuration, Direction, Guid, Half, TargetConfiguration,
    TargetType, TargetValue, known_app,
};
use crate::wire::{self, Checkpoint};

fn ours() -> [TenantId; 4] {
    FIRMS.map(|firm| tenant_id(firm.domain))
}

fn by_name<'a>(practice: &'a Practice, name: &str) -> &'a Tenant {
    let mut found =
        practice.workspace.draft.tenants.values().filter(|tenant| tenant.display_name == name);
    let tenant = found.next().unwrap_or_else(|| panic!("no tenant is called {name}"));
    assert!(found.next().is_none(), "{name} stands twice");
    tenant
}

fn lines(directory: &DirectoryLines) -> impl Iterator<Item = &String> {
    directory.users.iter().chain(&directory.groups).chain(&directory.applications)
}

fn parsed(lines: &[String]) -> Vec<Value> {
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value.get(member).and_then(Value::as_str).unwrap_or_default()
}

fn hash_of(practice: &Practice) -> String {
    let Practice { workspace, observed, directories, log } = practice;
    let seen = Workspace { draft: Estate { tenants: observed.clone() }, ..Workspace::default() };
    let mut hash = Sha256::new();
    for side in [workspace, &seen] {
        hash.update(wire::to_bytes(&Checkpoint::of(side, 0, String::new(), 0)));
    }
    for directory in directories.values() {
        for line in lines(directory) {
            hash.update(line);
            hash.update("\n");
        }
    }
    hash.update(wire::head_line(&log.head));
    for activity in &log.activities {
        hash.update(wire::activity_line(activity));
    }
    hash.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

#[test]
fn the_same_every_time() {
    let hash = hash_of(&practice());
    assert_eq!(hash, hash_of(&practice()));
    // A change of the practice workspace is deliberate: say so here.
    insta::assert_snapshot!(hash, @"0eb8ba3bee1c3452130d26476dd669bffb9c7969b55f3afaf1265b3e68d65bc2");
}

#[test]
fn what_is_written_reads_back() {
    let Practice { workspace, .. } = practice();
    let bytes = wire::to_bytes(&Checkpoint::of(&workspace, 0, String::new(), 0));
    let read: Checkpoint = wire::from_slice(&bytes).unwrap();
    assert_eq!(read.into_workspace(), workspace);
}

#[test]
fn as_large_as_it_says() {
    let practice = practice();
    let mut sizes = Vec::new();
    for firm in FIRMS {
        let id = tenant_id(firm.domain);
        let directory = &practice.directories[&id];
        let partners = |tenant: &Tenant| tenant.policy.as_ref().unwrap().partners.len();
        sizes.push(format!(
            "{}: {} users, {} groups, {} applications, {} partners observed, {} drafted",
            firm.name,
            directory.users.len(),
            directory.groups.len(),
            directory.applications.len(),
            partners(&practice.observed[&id]),
            partners(&practice.workspace.draft.tenants[&id]),
        ));
    }
    let Workspace { draft, observed, address_book, notes, .. } = &practice.workspace;
    assert!(observed.is_empty());
    sizes.push(format!(
        "{} tenants, {} addresses, {} notes",
        draft.tenants.len(),
        address_book.len(),
        notes.len()
    ));
    insta::assert_snapshot!(sizes.join("\n"), @r"
    Alpha Corp: 60 users, 6 groups, 10 applications, 43 partners observed, 43 drafted
    Beta Ltd: 58 users, 6 groups, 10 applications, 12 partners observed, 12 drafted
    Meridian Health: 80 users, 5 groups, 9 applications, 10 partners observed, 10 drafted
    CityClinic: 500 users, 8 groups, 6 applications, 4 partners observed, 4 drafted
    64 tenants, 14 addresses, 24 notes
    ");
}

#[test]
fn every_line_is_compact_and_reads() {
    for (id, directory) in &practice().directories {
        let mut ids = BTreeSet::new();
        for line in &directory.users {
            let person = wire::read_person(line.as_bytes()).unwrap();
            assert!(ids.insert(person.id.0), "{id}: {line}");
            assert!(!person.display_name.is_empty() && person.user_principal_name.contains('@'));
        }
        let users = ids.clone();
        for line in &directory.groups {
            let group = wire::read_group(line.as_bytes()).unwrap();
            assert!(ids.insert(group.id.0), "{id}: {line}");
            let members = group.members.unwrap();
            assert!(!members.is_empty(), "{line}");
            assert!(members.iter().all(|member| users.contains(&member.0)), "{line}");
        }
        for line in &directory.applications {
            let app = wire::read_application(line.as_bytes()).unwrap();
            assert!(ids.insert(app.app_id.0), "{id}: {line}");
        }
        assert!(lines(directory).all(|line| !line.contains('\n') && !line.contains(": ")));
        let addresses: Vec<Value> = parsed(&directory.users);
        let upns: BTreeSet<&str> =
            addresses.iter().map(|user| text(user, "userPrincipalName")).collect();
        assert_eq!(upns.len(), directory.users.len());
    }
}

#[test]
fn everyone_reports_up_to_one_person() {
    for (id, directory) in &practice().directories {
        let users = parsed(&directory.users);
        let managers: BTreeMap<&str, &str> = users
            .iter()
            .map(|user| (text(user, "id"), user.get("manager").map_or("", |to| text(to, "id"))))
            .collect();
        let alone = users
            .iter()
            .filter(|user| text(user, "userType") == "Member" && user.get("manager").is_none());
        assert_eq!(alone.count(), 1, "{id}");
        for user in managers.keys() {
            let mut at = *user;
            let mut steps = 0;
            while !managers[at].is_empty() {
                assert!(managers.contains_key(managers[at]), "{id}: manager of {at}");
                at = managers[at];
                steps += 1;
                assert!(steps < 10, "{id}: {user} reports in a circle");
            }
        }
    }
}

#[test]
fn the_clinic_has_five_hundred_complete_people() {
    let practice = practice();
    let directory = &practice.directories[&tenant_id(CITY.domain)];
    let users = parsed(&directory.users);
    assert_eq!(users.len(), 500);
    for user in &users {
        for member in
            "displayName givenName surname userPrincipalName mail department jobTitle employeeId"
                .split(' ')
        {
            assert!(!text(user, member).is_empty(), "{member} of {user}");
        }
    }
    let employees: BTreeSet<&str> = users.iter().map(|user| text(user, "employeeId")).collect();
    assert_eq!(employees.len(), 500);
    assert_eq!(users.iter().filter(|user| user.get("manager").is_none()).count(), 1);
    let guests = users.iter().filter(|user| text(user, "userType") == "Guest").count();
    let disabled =
        users.iter().filter(|user| user.get("accountEnabled") == Some(&Value::Bool(false))).count();
    insta::assert_snapshot!(format!("{guests} guests, {disabled} disabled"), @"5 guests, 17 disabled");
    for name in ["Zoë Lindqvist", "Siobhán O'Neil", "Łukasz Wójcik", "田中 陽子"] {
        assert!(users.iter().any(|user| text(user, "displayName") == name), "{name}");
    }
}

#[test]
fn clinical_staff_are_the_people_of_clinical_departments() {
    let practice = practice();
    let directory = &practice.directories[&tenant_id(CITY.domain)];
    let groups: Vec<_> =
        directory.groups.iter().map(|line| wire::read_group(line.as_bytes()).unwrap()).collect();
    let clinical = groups.iter().find(|group| group.display_name == "Clinical Staff").unwrap();
    let members: BTreeSet<_> = clinical.members.as_ref().unwrap().iter().copied().collect();
    let wards: BTreeSet<&str> =
        CITY.departments.iter().filter(|it| it.is_clinical).map(|it| it.name).collect();
    let people: Vec<_> =
        directory.users.iter().map(|line| wire::read_person(line.as_bytes()).unwrap()).collect();
    for person in &people {
        let is_clinical = wards.contains(person.department.as_str());
        assert_eq!(members.contains(&person.id), is_clinical, "{}", person.display_name);
    }
    assert!(people.iter().filter(|person| members.contains(&person.id)).count() == members.len());
    assert_eq!(members.len(), 350);
}

#[test]
fn visitors_of_the_health_group_are_people_of_the_clinic() {
    let practice = practice();
    let home = parsed(&practice.directories[&tenant_id(CITY.domain)].users);
    let addresses: BTreeSet<&str> = home.iter().map(|user| text(user, "mail")).collect();
    let users = parsed(&practice.directories[&tenant_id(MERIDIAN.domain)].users);
    let guests: Vec<_> = users.iter().filter(|user| text(user, "userType") == "Guest").collect();
    assert_eq!(guests.len(), VISITORS);
    assert!(guests.iter().all(|guest| addresses.contains(text(guest, "mail"))));
}

#[test]
fn tenants_are_told_apart_by_id_domain_and_name() {
    let practice = practice();
    let (mut names, mut domains) = (BTreeSet::new(), BTreeSet::new());
    for (id, tenant) in &practice.workspace.draft.tenants {
        assert_eq!(*id, tenant.id);
        assert!(!tenant.display_name.is_empty());
        assert!(names.insert(&tenant.display_name), "{} stands twice", tenant.display_name);
        for domain in &tenant.domains {
            assert!(domains.insert(&domain.name), "{} stands twice", domain.name);
        }
    }
    let mut called = BTreeMap::new();
    for row in
        alpha::PARTNERS.iter().chain(others::BETA).chain(others::MERIDIAN).chain(others::CITY)
    {
        let name = called.entry(row.domain).or_insert(row.name);
        assert_eq!(*name, row.name, "{} has two names", row.domain);
        let is_known = practice.workspace.draft.tenants.contains_key(&tenant_id(row.domain));
        assert_eq!(is_known, !row.name.is_empty(), "{}", row.domain);
    }
}

/// Every setting of every tenant of ours, with its owner and the partner it is about.
fn settings(
    practice: &Practice,
) -> impl Iterator<Item = (TenantId, Option<TenantId>, B2b, &B2bSetting)> {
    ours().into_iter().flat_map(move |owner| {
        let policy = practice.workspace.draft.policy(owner).unwrap();
        let default = (None, &policy.default.as_ref().unwrap().configuration);
        let partners = policy.partners.iter().map(|(id, it)| (Some(*id), &it.configuration));
        std::iter::once(default).chain(partners).flat_map(
            move |(other, configuration): (_, &Configuration)| {
                B2b::ALL
                    .into_iter()
                    .filter_map(move |b2b| Some((owner, other, b2b, configuration.b2b(b2b)?)))
            },
        )
    })
}

#[test]
fn every_setting_is_one_the_service_takes() {
    let practice = practice();
    let all =
        |half: Option<&TargetConfiguration>| half.is_some_and(TargetConfiguration::blocks_all);
    for (owner, other, b2b, setting) in settings(&practice) {
        let place = format!("{owner} about {other:?}, {b2b:?}");
        let (users, apps) = (&setting.users_and_groups, &setting.applications);
        if all(users.as_ref()) {
            assert!(all(apps.as_ref()), "{place}: blocks people but not applications");
        }
        if users.as_ref().is_some_and(|half| half.access == AccessType::Allowed) {
            assert!(!all(apps.as_ref()), "{place}: allows people but no application");
        }
        for (half, is_people) in [(users, true), (apps, false)] {
            let Some(half) = half else { continue };
            assert!(!half.targets.is_empty(), "{place}: empty list");
            let keywords =
                half.targets.iter().filter(|it| !matches!(it.value, TargetValue::Id(_))).count();
            assert!(keywords == 0 || half.targets.len() == 1, "{place}: a keyword among ids");
            assert!(
                half.targets.iter().all(|it| (it.kind != TargetType::Application) == is_people)
            );
        }
        if other.is_none() && b2b.people_are() == Direction::Inbound {
            assert!(users.as_ref().unwrap().is_all(), "{place}: people named in the default");
        }
    }
    for owner in ours() {
        let default = practice.workspace.draft.policy(owner).unwrap().default.as_ref().unwrap();
        let consent = default.configuration.automatic_user_consent.as_ref().unwrap();
        assert_eq!((consent.inbound, consent.outbound), (Some(false), Some(false)));
        assert!(default.redemption.as_ref().unwrap().fallback.is_some());
    }
}

#[test]
fn every_id_is_known_in_the_tenant_it_belongs_to() {
    let practice = practice();
    let mut home_of: BTreeMap<Guid, TenantId> = BTreeMap::new();
    for (id, directory) in &practice.directories {
        for line in &directory.users {
            home_of.insert(wire::read_person(line.as_bytes()).unwrap().id.0, *id);
        }
        for line in &directory.groups {
            home_of.insert(wire::read_group(line.as_bytes()).unwrap().id.0, *id);
        }
        for line in &directory.applications {
            home_of.insert(wire::read_application(line.as_bytes()).unwrap().app_id.0, *id);
        }
    }
    for (id, entry) in &practice.workspace.address_book {
        assert!(!entry.told_by.is_empty(), "nobody told us {}", entry.name);
        assert!(home_of.insert(*id, entry.tenant).is_none(), "{} needs no asking", entry.name);
    }
    let tidewell = tenant_id("tidewell.example");
    for (owner, other, b2b, setting) in settings(&practice) {
        let is_inbound = b2b.people_are() == Direction::Inbound;
        for half in Half::BOTH {
            for target in setting.half(half).map_or(&[][..], |it| &it.targets) {
                let TargetValue::Id(id) = target.value else { continue };
                if known_app(crate::domain::AppId(id)).is_some() || other == Some(tidewell) {
                    continue;
                }
                let is_ours = is_inbound != (half == Half::UsersAndGroups);
                let home = if is_ours { owner } else { other.unwrap() };
                assert_eq!(home_of.get(&id), Some(&home), "{owner} about {other:?}: {id}");
            }
        }
    }
}

#[test]
fn the_plan_of_alpha_has_something_to_show() {
    let practice = practice();
    for owner in ours() {
        let (before, after) =
            (&practice.observed[&owner], &practice.workspace.draft.tenants[&owner]);
        assert_eq!(before == after, owner != tenant_id(ALPHA.domain));
    }
    let partners = |tenants: &BTreeMap<TenantId, Arc<Tenant>>| {
        tenants[&tenant_id(ALPHA.domain)].policy.as_ref().unwrap().partners.clone()
    };
    let (before, after) =
        (partners(&practice.observed), partners(&practice.workspace.draft.tenants));
    let ids: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let changed = ids.into_iter().filter(|id| before.get(id) != after.get(id));
    let mut names: Vec<_> =
        changed.map(|id| practice.workspace.draft.tenants[id].display_name.as_str()).collect();
    names.sort_unstable();
    insta::assert_snapshot!(
        names.join(", "),
        @"Ashgrove Recruitment, Cobalt Quay Shipping, Kestrel Bay Energy, Marrowby Print, Osprey Freight, Velmont Foods"
    );
    assert_eq!(names.len(), STAGED.len());
}
