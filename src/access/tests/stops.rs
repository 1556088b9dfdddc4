//! What is told of the gates behind one that stops.

use super::scene::*;
use crate::access::Verdict::*;
use crate::access::{Answer, Gate, Line, Outcome, Question};
use crate::domain::B2b;

fn line(answer: &Answer, gate: Gate) -> &Line {
    answer.trace.iter().find(|line| line.gate == gate).unwrap()
}

/// Fabrikam lets nobody out to Contoso.
fn kept_in(world: World) -> World {
    world.partner(F, C, B2b::CollaborationOutbound, "U- All, A- All")
}

/// What Contoso would do with fay, were she let out, and which question is open then.
fn behind(world: World) -> (Outcome, String, Option<String>) {
    let answer = kept_in(world).ask(&knock(FAY, WIKI));
    assert_eq!(answer.deciding().unwrap().gate, Gate::HomeOutbound);
    let line = line(&answer, Gate::ResourceInbound);
    assert_eq!(line.outcome, Outcome::NotReached);
    let (would, _) = line.because.split_once(": ").unwrap();
    (line.would, would.to_owned(), line.ambiguity())
}

#[test]
fn who_opens_one_side_is_told_what_the_other_would_do() {
    assert_eq!(behind(World::new()), (Outcome::Pass, "would pass".into(), None));
    // Which of two blocks the service names is not documented.
    let both = behind(World::new().inbound("U- All, A- All"));
    assert_eq!(both, (Outcome::Block, "would stop it as well".into(), Some("A6".into())));
    let gone = behind(World::new().inbound("U+ Gone, A+ All"));
    assert_eq!(gone, (Outcome::Unknown, "could not be told".into(), None));
    // The one open question does not hide the other: two block lists, one of them for all.
    let two = behind(World::new().inbound("U- FM, A- All"));
    assert_eq!(two, (Outcome::Block, "would stop it as well".into(), Some("A3, A6".into())));
}

#[test]
fn what_the_policies_would_want_is_told_behind_a_block() {
    let behind = |control: &str| {
        let world = super::conditional::under(World::new(), &[&super::conditional::wants(control)]);
        let answer = kept_in(world).ask(&knock(FAY, WIKI));
        assert_eq!((answer.verdict, answer.steps.len()), (Blocked, 0), "no step helps");
        let line = line(&answer, Gate::ConditionalAccess);
        (line.because.clone(), line.ambiguity())
    };
    let (because, open) = behind("mfa");
    assert!(because.starts_with("would want a step: ") && because.contains("MFA"), "{because}");
    assert_eq!(open, None);
    let (because, open) = behind("block");
    assert!(because.starts_with("would stop it as well: "), "{because}");
    assert_eq!(open.as_deref(), Some("A18"));
}

#[test]
fn which_block_is_named_is_open_between_the_two_sides_only() {
    let world = kept_in(World::new()).inbound("U- All, A- All").domains(&["tailspin.com"], &[]);
    let answer = world.ask(&invite(FAY, "fay@fabrikam.com"));
    assert_eq!(answer.deciding().unwrap().gate, Gate::DomainList);
    for gate in [Gate::ResourceInbound, Gate::HomeOutbound] {
        assert_eq!(line(&answer, gate).would, Outcome::Block);
        assert_eq!(line(&answer, gate).ambiguity(), None, "the domain list stops it before them");
    }
}

#[test]
fn a_tenant_without_a_name_is_called_by_its_id() {
    let mut world = World::new().inbound("U- All, A- All");
    let said = |world: &World| {
        let answer = world.ask(&knock(FAY, WIKI));
        answer.deciding().unwrap().because.clone()
    };
    assert!(said(&world).contains("so Contoso's inbound"), "{}", said(&world));
    world.tenant_mut(C).display_name.clear();
    assert!(said(&world).contains(&format!("so {C}'s inbound")), "{}", said(&world));
    let stranger = world.ask(&Question { resource: T, ..knock(FAY, WIKI) });
    assert!(stranger.deciding().unwrap().because.contains(&T.to_string()));
}
