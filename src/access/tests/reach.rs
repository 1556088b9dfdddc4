//! The counted pairs against asking about every one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::index::rich;
use super::scene::*;
use crate::access::{Directories, Index, Kind, Question, Reach, Unseen, Verdict, evaluate, reach};
use crate::domain::{Directory, Estate, TenantId};
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
