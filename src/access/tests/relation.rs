//! What a relation says at a glance holds for everybody it speaks of.

use super::cases::Case;
use super::scene::*;
use crate::access::{Gate, Kind, Line, Outcome, Question, Relation, Sign};
use crate::domain::{
    AutomaticUserConsent, B2b, Cloud, CloudEndpoint, IdentitySynchronization, SyncInbound,
};

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

fn open_consent(world: &mut World, home: Option<bool>, resource: bool) {
    match home {
        None => world.tenant_mut(F).policy = None,
        Some(outbound) => {
            world.partner_mut(F, C).automatic_user_consent =
                Some(AutomaticUserConsent { outbound: Some(outbound), ..Default::default() });
        }
    }
    world.partner_mut(C, F).automatic_user_consent =
        Some(AutomaticUserConsent { inbound: Some(resource), ..Default::default() });
}

#[test]
fn the_prompt_is_hidden_and_users_are_synchronised_only_with_redemption_on_both_sides() {
    use Sign::{Allow, Block, List, Unknown};
    #[rustfmt::skip]
    let table = [
        // outbound at home, inbound at the resource; redemption whole and as known; synchronisation
        (Some(true),  true,  (Allow, Allow),   (Allow, Allow)),
        (Some(true),  false, (List, List),     (List, List)),
        (Some(false), true,  (List, List),     (List, List)),
        (Some(false), false, (Block, Block),   (List, List)),
        (None,        true,  (Unknown, List),  (Unknown, Allow)),
        (None,        false, (Block, Block),   (List, List)),
    ];
    for (home, resource, redemption, sync) in table {
        let mut world = World::new();
        open_consent(&mut world, home, resource);
        let of = |world: &World| Relation::of(&world.estate, F, C);
        assert_eq!(of(&world).sync_sign().whole, Block, "nobody is let in unless allowed");
        let partner = world.policy_mut(C).partners.get_mut(&F).unwrap();
        std::sync::Arc::make_mut(partner).identity_synchronization =
            Some(IdentitySynchronization {
                user_sync_inbound: Some(SyncInbound {
                    is_sync_allowed: Some(true),
                    ..SyncInbound::default()
                }),
                ..IdentitySynchronization::default()
            });
        let relation = of(&world);
        let sign = relation.redemption_sign();
        assert_eq!((sign.whole, sign.known), redemption, "{home:?} {resource}");
        let sign = relation.sync_sign();
        assert_eq!((sign.whole, sign.known), sync, "{home:?} {resource}");
    }
    let unseen = World::new().unseen(C).unseen(F);
    let relation = Relation::of(&unseen.estate, F, C);
    for sign in [relation.redemption_sign(), relation.sync_sign(), relation.trust_sign()] {
        assert_eq!((sign.whole, sign.known), (Unknown, Unknown));
    }
}

#[test]
fn trust_is_told_as_all_some_or_none() {
    let sign = |mfa, device| {
        let world = World::new().trust(mfa, device);
        Relation::of(&world.estate, F, C).trust_sign().whole
    };
    assert_eq!(sign(true, true), Sign::Allow);
    assert_eq!(sign(true, false), Sign::List);
    assert_eq!(sign(false, true), Sign::List);
    assert_eq!(sign(false, false), Sign::Block);
}

#[test]
fn another_cloud_shuts_collaboration_until_it_is_opened_and_direct_connect_for_good() {
    let mut world = World::new()
        .partner(C, F, B2b::DirectConnectInbound, "U+ All, A+ All")
        .partner(F, C, B2b::DirectConnectOutbound, "U+ All, A+ All");
    let signs = |world: &World| {
        let relation = Relation::of(&world.estate, F, C);
        [relation.collaboration.whole, relation.direct_connect.whole]
    };
    assert_eq!(signs(&world), [Sign::Allow, Sign::Allow]);
    world.tenant_mut(F).cloud = Cloud::UsGovernment;
    assert_eq!(signs(&world), [Sign::Block, Sign::Block]);
    world.policy_mut(F).allowed_cloud_endpoints.push(CloudEndpoint::Global);
    world.policy_mut(C).allowed_cloud_endpoints.push(CloudEndpoint::UsGovernment);
    assert_eq!(signs(&world), [Sign::Allow, Sign::Block]);
}
