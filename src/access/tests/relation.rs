//! What a relation says at a glance holds for everybody it speaks of.

use super::cases::Case;
use super::scene::*;
use crate::access::{Gate, Kind, Line, Outcome, Question, Relation, Sign};

/// What the settings and clouds of both sides say of one question.
fn settings(world: &World, question: &Question) -> Vec<Outcome> {
    let speaks = |line: &&Line| {
        matches!(line.gate, Gate::Cloud | Gate::HomeOutbound | Gate::ResourceInbound)
    };
    world.ask(question).trace.iter().filter(speaks).map(|line| line.would).collect()
}

#[test]
fn a_sign_holds_for_everybody() {
    let mut told = [0u32; 3];
    for seed in 0..20_000 {
        let Case { world, question } = Case::of(seed);
        let relation = Relation::of(&world.estate, question.home, question.resource);
        let sign = match question.kind {
            Kind::Collaboration => relation.collaboration.whole,
            Kind::DirectConnect => relation.direct_connect.whole,
        };
        let said = settings(&world, &question);
        let blocks = said.contains(&Outcome::Block);
        match sign {
            Sign::Block => {
                told[0] += 1;
                assert!(blocks || said.contains(&Outcome::Unknown), "{question:?} {said:?}");
            }
            Sign::Allow => {
                told[1] += 1;
                assert!(said.iter().all(|one| *one == Outcome::Pass), "{question:?} {said:?}");
            }
            Sign::List | Sign::Absent | Sign::Unknown => told[2] += 1,
        }
    }
    assert!(told.iter().all(|count| *count > 500), "{told:?}");
}

#[test]
fn synchronisation_without_redemption_on_both_sides_is_half_a_thing() {
    let world = World::new();
    let nothing = Relation::of(&world.estate, F, C);
    for sign in [nothing.sync_sign(), nothing.redemption_sign(), nothing.trust_sign()] {
        assert_eq!((sign.whole, sign.known), (Sign::Block, Sign::Block));
    }
    assert_eq!(nothing.collaboration.whole, Sign::Allow);
    assert_eq!(nothing.direct_connect.whole, Sign::Block);
    let unseen = Relation::of(&world.unseen(F).estate, F, C);
    assert_eq!(unseen.collaboration.whole, Sign::Unknown, "theirs is not known");
    assert_eq!(unseen.collaboration.known, Sign::Allow, "ours lets them in");
    assert_eq!(unseen.direct_connect.whole, Sign::Block, "ours alone shuts it");
    assert_eq!(unseen.redemption_sign().whole, Sign::Block, "ours alone shows the prompt");
}
