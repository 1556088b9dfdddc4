//! The counted pairs against asking about every one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::index::rich;
use super::scene::*;
use crate::access::{
    Directories, Index, Kind, Question, Reach, Unseen, Verdict, apps_between, between, crossings,
    evaluate, flips, losers, reach, stopped_between,
};
use crate::domain::{
    AccessType, AppId, B2b, B2bSetting, Directory, Estate, Guid, KNOWN_APPS, ObjectId, Target,
    TargetConfiguration, TenantId,
};
use crate::practice::practice;
use crate::wire;

fn one_by_one(
    estate: &Estate,
    directories: &Directories,
    home: TenantId,
    resource: TenantId,
    kind: Kind,
) -> Reach {
    let (users, apps) = (&directories[&home].users, &directories[&resource].applications);
    let mut mix = BTreeMap::<Verdict, u64>::new();
    for user in users {
        for app in apps {
            let (user, app) = (user.id, app.app_id);
            let question = Question { home, user, resource, app, kind, ..Question::default() };
            *mix.entry(evaluate(estate, directories, &question).verdict).or_default() += 1;
        }
    }
    let count = |verdict| mix.get(&verdict).copied().unwrap_or(0);
    Reach {
        users: users.len() as u64,
        apps: apps.len() as u64,
        allowed: count(Verdict::Allowed),
        step: count(Verdict::StepRequired),
        blocked: count(Verdict::Blocked),
        unknown: count(Verdict::DependsOnPartner) + count(Verdict::Invalid),
    }
}

#[test]
fn the_practice_workspace_is_counted_as_one_by_one() {
    let world = practice();
    let estate = &world.workspace.draft;
    let read = |(id, lines): (&TenantId, &crate::practice::DirectoryLines)| {
        let bytes =
            |lines: &[String]| lines.iter().map(|l| l.clone().into_bytes()).collect::<Vec<_>>();
        let directory = Directory {
            // A tenth of the people is enough of everybody.
            users: bytes(&lines.users)
                .iter()
                .step_by(10)
                .map(|l| wire::read_person(l).unwrap())
                .collect(),
            groups: bytes(&lines.groups).iter().map(|l| wire::read_group(l).unwrap()).collect(),
            applications: bytes(&lines.applications)
                .iter()
                .map(|l| wire::read_application(l).unwrap())
                .collect(),
            ..Directory::default()
        };
        (*id, Arc::new(directory))
    };
    let directories: Directories = world.directories.iter().map(read).collect();
    let index = Index::of(estate, &directories);
    let mut all = Reach::default();
    for (home, resource) in directories
        .keys()
        .flat_map(|home| directories.keys().map(move |resource| (*home, *resource)))
    {
        for kind in Kind::ALL {
            let counted = reach(&index, &directories, home, resource, kind).unwrap();
            let asked = one_by_one(estate, &directories, home, resource, kind);
            assert_eq!(counted, asked, "{home} to {resource}, {kind:?}");
            all.allowed += counted.allowed;
            all.blocked += counted.blocked;
            all.unknown += counted.unknown;
        }
    }
    assert!(all.allowed > 0 && all.blocked > 0 && all.unknown > 0, "{all:?}");
}

#[test]
fn rich_estates_are_counted_as_one_by_one() {
    for seed in 0..500 {
        let world = rich(seed);
        let index = Index::of(&world.estate, &world.directories);
        for (home, resource) in [(F, C), (C, F)] {
            for kind in Kind::ALL {
                let counted = reach(&index, &world.directories, home, resource, kind);
                let Ok(counted) = counted else { continue };
                let asked = one_by_one(&world.estate, &world.directories, home, resource, kind);
                assert_eq!(counted, asked, "seed {seed}");
            }
        }
    }
}

/// Three estates that are as different as they come, and what is asked of all of them: about whom,
/// and for what.
fn three(seed: u64) -> ([World; 3], Vec<ObjectId>, BTreeSet<AppId>) {
    let all = [seed, seed + 1000, seed + 2000].map(|seed| {
        let mut world = rich(seed);
        world.directories = World::new().directories;
        world
    });
    let users = all[0].directories[&F].users.iter().map(|user| user.id).collect();
    (all, users, [PAYROLL, WIKI, FAPP, TEAMS].into())
}

#[test]
fn what_changes_is_counted_as_one_by_one() {
    let mut seen = (0, 0, 0, 0);
    for seed in 0..400 {
        let (worlds, users, apps) = three(seed);
        // Groups of a question are those of one user, and mean nothing here.
        let question = told(&[FM], knock(CARL, WIKI));
        let stops = |world: &World, user: ObjectId, app: AppId| {
            world.verdict(&Question { user, app, groups: None, ..question.clone() })
                == Verdict::Blocked
        };
        let index = |at: usize| Index::of(&worlds[at].estate, &worlds[at].directories);
        let (was, is, now) = (index(0), index(1), index(2));
        let count = |user: ObjectId, closes: bool| {
            let turns = |app: &&AppId| {
                (stops(&worlds[0], user, **app), stops(&worlds[1], user, **app))
                    == (!closes, closes)
            };
            apps.iter().filter(turns).count() as u64
        };
        let each = |closes| users.iter().map(|user| count(*user, closes)).collect::<Vec<_>>();
        let (opened, closed) = (each(false), each(true));
        let pairs = flips(&was, &is, &question, users.iter(), &apps);
        assert_eq!(pairs, (opened.iter().sum(), closed.iter().sum()), "seed {seed}");
        let mut told: Vec<(ObjectId, u64, u64)> = Vec::new();
        for one in crossings(&was, &is, &question, users.iter(), &apps) {
            told.extend(one.users.iter().map(|user| (**user, one.opened, one.closed)));
        }
        told.sort();
        let asked = users.iter().zip(opened.iter().zip(&closed));
        let mut asked: Vec<_> = asked.map(|(user, (open, close))| (*user, *open, *close)).collect();
        asked.sort();
        assert_eq!(told, asked, "seed {seed}");
        let losing: Vec<ObjectId> =
            users.iter().zip(&closed).filter(|(_, closed)| **closed > 0).map(|(u, _)| *u).collect();
        for named in [0, 1, 5] {
            let first: Vec<ObjectId> = losing.iter().copied().take(named).collect();
            let found = losers(&was, &is, &question, users.iter(), &apps, named);
            assert_eq!(found, (losing.len() as u64, first), "seed {seed}");
        }
        let hit = |user: ObjectId, app: AppId| {
            let [start, end, now] = [0, 1, 2].map(|at| stops(&worlds[at], user, app));
            !start && !end && now
        };
        let mut people: Vec<ObjectId> =
            users.iter().copied().filter(|user| apps.iter().any(|app| hit(*user, *app))).collect();
        let missed: BTreeSet<AppId> =
            apps.iter().copied().filter(|app| users.iter().any(|user| hit(*user, *app))).collect();
        let (mut found, apps_found) =
            stopped_between([&was, &is, &now], &question, users.iter(), &apps);
        found.sort();
        people.sort();
        assert_eq!((&found, &apps_found), (&people, &missed), "seed {seed}");
        seen = (
            seen.0 + pairs.0,
            seen.1 + pairs.1,
            seen.2 + found.len(),
            seen.3 + usize::from(losing.len() == 1),
        );
    }
    assert!(seen.0 > 20 && seen.1 > 20 && seen.2 > 20 && seen.3 > 5, "{seen:?}");
}

#[test]
fn between_two_tenants_nothing_else_decides() {
    let mut world = World::new().inbound("U+ FM, A+ Payroll").partner(
        F,
        C,
        B2b::CollaborationOutbound,
        "U+ All, A- Wiki",
    );
    let gone = AppId(Guid::from_u128(0xA9));
    let other = TargetConfiguration::of(AccessType::Allowed, vec![Target::app(gone)]);
    let all = TargetConfiguration::all_users(AccessType::Allowed);
    let listed = Some(B2bSetting::of(all, other));
    world.partner_mut(C, T).b2b_collaboration_inbound = listed.clone();
    let apps = |world: &World| apps_between(&world.estate, &world.directories, F, C);
    let found = apps(&world);
    assert!([PAYROLL, WIKI, TEAMS, KNOWN_APPS[0].id].iter().all(|app| found.contains(app)));
    assert!(!found.contains(&gone), "named towards somebody else");
    world.partner_mut(C, F).b2b_direct_connect_inbound = listed.clone();
    assert!(apps(&world).contains(&gone), "whatever the setting");
    world.partner_mut(C, F).b2b_direct_connect_inbound = None;
    world.default_mut(F).b2b_collaboration_inbound = listed;
    assert!(apps(&world).contains(&gone), "named by a default");

    let cut = between(&world.estate, F, C);
    assert_eq!(cut.tenants.keys().copied().collect::<Vec<_>>(), [C, F]);
    let partners = |id| cut.policy(id).unwrap().partners.keys().copied().collect::<Vec<_>>();
    assert_eq!((partners(C), partners(F)), (vec![F], vec![C]));
    assert_eq!(between(&world.estate, F, T).tenants.len(), 1, "who is not there stays away");
}

#[test]
fn what_is_not_there_is_told() {
    let world = World::new();
    let index = Index::of(&world.estate, &world.directories);
    let ask = |home, resource| {
        reach(&index, &world.directories, home, resource, Kind::Collaboration).map(|r| r.allowed)
    };
    assert_eq!(ask(F, C), Ok(4));
    assert_eq!(ask(C, F), Err(Unseen::Applications(F)), "Fabrikam's directory has none");
    assert_eq!(ask(T, C), Err(Unseen::Users(T)));
}

/// A tenant of a hundred thousand users is counted in a handful of questions.
#[test]
fn users_who_stand_in_the_same_lists_are_asked_about_once() {
    let alike = |text: &str, one, other| {
        let world = World::new().inbound(text);
        let index = Index::of(&world.estate, &world.directories);
        let [one, other] = [one, other].map(|user| index.likeness(&knock(user, WIKI)).unwrap());
        one == other
    };
    assert!(alike("U+ All, A+ Payroll", FAY, FINN));
    assert!(!alike("U+ FM, A+ All", FAY, FINN), "fay is in the group");
    assert!(alike("U+ FM, A+ All", FINN, CARL), "neither is");
    assert!(alike("U+ FM finn, A+ All", FAY, FINN), "each is listed, by whatever target");
    assert!(alike("U- Gone, A+ All", FAY, FINN), "of neither it is known");
    let world = World::new().inbound("U+ FM, A+ All");
    let index = Index::of(&world.estate, &world.directories);
    assert_eq!(index.likeness(&told(&[FM], knock(FAY, WIKI))), None, "groups of this question");
}
