#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;

use super::reach::Crowd;
use super::{Reach, Remedies, Trial, smallest};
use crate::access::tests::cases::Case;
use crate::access::tests::scene::*;
use crate::access::{Question, Verdict, evaluate};
use crate::domain::{B2b, Cloud, Ownership, Workspace};
use crate::edit;

fn workspace(world: &World) -> Workspace {
    Workspace { draft: world.estate.clone(), ..Workspace::default() }
}

/// Fabrikam is not ours: what it says can only be asked for.
fn ours(mut world: World) -> World {
    world.tenant_mut(F).ownership = Ownership::Theirs;
    world
}

/// What is said of others is what comes out when each of them is asked.
fn check_reach(world: &World, question: &Question, found: &Remedies) {
    let before = workspace(world);
    let trial = Trial { workspace: &before, directories: &world.directories, question };
    let Some(crowd) = Crowd::of(&trial) else {
        assert!(found.ours.iter().all(|one| one.reach.is_none()), "nobody is known");
        return;
    };
    for proposal in &found.ours {
        let after = edit::apply(&before, &proposal.edits).unwrap();
        let mut told = Reach::default();
        for (user, app) in
            crowd.users.iter().flat_map(|user| crowd.apps.iter().map(move |app| (*user, *app)))
        {
            if (user, app) == (question.user, question.app) {
                continue;
            }
            let one = Question { user, app, groups: None, ..question.clone() };
            let stops = |workspace: &Workspace| {
                evaluate(&workspace.draft, &world.directories, &one).verdict == Verdict::Blocked
            };
            match (stops(&before), stops(&after)) {
                (true, false) => told.opens += 1,
                (false, true) => told.closes += 1,
                _ => {}
            }
        }
        assert_eq!(proposal.reach, Some(told), "{}", proposal.label);
    }
}

/// Every proposal is made and turns the answer around.
fn remedies(world: &World, question: &Question) -> Remedies {
    let before = workspace(world);
    let answer = world.ask(question);
    let found = smallest(&before, &world.directories, question, &answer);
    for proposal in &found.ours {
        let after = edit::apply(&before, &proposal.edits).unwrap();
        let now = evaluate(&after.draft, &world.directories, question).verdict;
        match answer.verdict {
            Verdict::Blocked => assert!(
                !matches!(now, Verdict::Blocked | Verdict::Invalid),
                "{}: {now:?}",
                proposal.label
            ),
            _ => assert_eq!(now, Verdict::Blocked, "{}", proposal.label),
        }
    }
    found
}

fn first(world: &World, question: &Question) -> (String, u64, u64) {
    let found = remedies(world, question);
    let proposal = found.ours.first().unwrap();
    let reach = proposal.reach.unwrap_or_default();
    (proposal.label.clone(), reach.opens, reach.closes)
}

#[test]
fn the_change_that_touches_fewest_comes_first() {
    let wiki = |user| knock(user, WIKI);
    let told = |words: &str, opens, closes| (words.to_owned(), opens, closes);
    // Nothing passes yet: only the pair is opened.
    assert_eq!(
        first(&ours(World::new().inbound("U- All, A- All")), &wiki(FAY)),
        told(
            "allow only the user and allow only the application, in Contoso's inbound B2B collaboration for Fabrikam",
            0,
            0
        )
    );
    // Finn is put beside the group; he then reaches Payroll too, and Microsoft's published ones.
    assert_eq!(
        first(&ours(World::new().inbound("U+ FM, A+ All")), &wiki(FINN)),
        told(
            "put the user on the allowed users, in Contoso's inbound B2B collaboration for Fabrikam",
            14,
            0
        )
    );
    // Everything passes: two block lists close exactly the pair.
    let open = remedies(&ours(World::new()), &wiki(FAY));
    let proposal = &open.ours[0];
    assert_eq!(proposal.reach.unwrap(), Reach::default());
    assert!(proposal.label.starts_with("block only the user and block only the application"));
}

#[test]
fn what_the_other_side_has_to_do_is_said_and_not_proposed() {
    let world = ours(World::new().partner(F, C, B2b::CollaborationOutbound, "U- All, A- All"));
    let found = remedies(&world, &knock(FAY, WIKI));
    assert!(found.ours.is_empty());
    assert!(found.theirs[0].starts_with("Fabrikam has to change its b2bCollaborationOutbound: "));
    let unknown = remedies(&ours(World::new().unseen(F)), &knock(FAY, WIKI));
    assert!(unknown.theirs.is_empty(), "nothing known stops it");
    let ours = unknown.ours.first().unwrap();
    assert!(ours.label.contains("Contoso's inbound"), "but our side alone could: {}", ours.label);
}

#[test]
fn other_gates_have_their_own_ways() {
    let listed = ours(World::new().domains(&[], &["fabrikam.com", "tailspin.com"]));
    let (label, ..) = first(&listed, &invite(FAY, "fay@fabrikam.com"));
    assert_eq!(label, "take fabrikam.com off the domain block list of Contoso");
    let closed = ours(World::new().domains(&["tailspin.com"], &[]));
    let (label, ..) = first(&closed, &invite(FAY, "fay@fabrikam.com"));
    assert_eq!(label, "put fabrikam.com on the domain allow list of Contoso");
    let mut away = ours(World::new());
    away.tenant_mut(F).cloud = Cloud::UsGovernment;
    away.tenant_mut(F).policy = None;
    let (label, ..) = first(&away, &knock(FAY, WIKI));
    assert_eq!(label, "let Contoso work with the cloud of Fabrikam and add it as a partner");
}

#[test]
fn every_proposal_turns_its_answer_around() {
    let mut told = BTreeMap::<(Verdict, bool), u32>::new();
    for seed in 0..600 {
        let mut case = Case::of(seed);
        if seed % 3 == 0 {
            case.world.tenant_mut(F).ownership = Ownership::Theirs;
        }
        let verdict = case.world.verdict(&case.question);
        let found = remedies(&case.world, &case.question);
        *told.entry((verdict, !found.ours.is_empty())).or_default() += 1;
        check_reach(&case.world, &case.question, &found);
    }
    println!("(verdict, something is proposed): {told:?}");
    assert!(told[&(Verdict::Blocked, true)] > 200 && told[&(Verdict::Allowed, true)] > 50);
}

#[test]
fn a_list_is_added_to_before_it_is_replaced() {
    // The list names what others use and nobody here knows.
    let listed = World::new().inbound("U+ FM, A+ FApp").partner(
        F,
        C,
        B2b::CollaborationOutbound,
        "U+ All, A+ All",
    );
    let found = remedies(&ours(listed), &knock(FAY, WIKI));
    let labels: Vec<&str> = found.ours.iter().map(|one| one.label.as_str()).collect();
    assert!(labels[0].starts_with("put the application on the allowed applications"), "{labels:?}");
    // Of a directory that is not known, nobody can be counted, and that is said.
    let mut unseen = ours(World::new().inbound("U+ FM, A+ FApp"));
    unseen.directories.remove(&F);
    let found = remedies(&unseen, &told(&[FM], knock(FAY, WIKI)));
    assert!(found.ours[0].label.starts_with("put the application on"), "{:?}", found.ours[0]);
    assert_eq!(found.ours[0].reach, None);
}
