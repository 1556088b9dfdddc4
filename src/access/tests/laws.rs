//! Laws of the published rule and of the engine around it, and laws that only sound right.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::cases::{Case, Dice};
use super::scene::*;
use crate::access::{Gate, Kind, Layer, Outcome, Truth, Verdict, passes, resolve_half};
use crate::domain::{AccessType, B2b, Half, InboundTrust, Partner, Subject, TargetConfiguration};
use crate::wire;

/// One half over three people or things: who is listed, and what happens to them.
type Shape = (bool, u8);

fn access(allowed: bool) -> AccessType {
    if allowed { AccessType::Allowed } else { AccessType::Blocked }
}

/// The pairs that pass.
fn pairs(users: Shape, apps: Shape) -> BTreeSet<(u8, u8)> {
    let listed = |shape: Shape, one: u8| Truth::from(shape.1 & (1 << one) != 0);
    let all = (0..3u8).flat_map(|user| (0..3u8).map(move |app| (user, app)));
    all.filter(|(user, app)| {
        let (u, a) = (listed(users, *user), listed(apps, *app));
        passes(&access(users.0), u, &access(apps.0), a) == Truth::Yes
    })
    .collect()
}

fn shapes() -> impl Iterator<Item = (Shape, Shape)> {
    let halves = || [true, false].into_iter().flat_map(|how| (1..8u8).map(move |who| (how, who)));
    halves().flat_map(move |users| halves().map(move |apps| (users, apps)))
}

#[test]
fn l1_a_longer_allow_list_never_narrows_and_a_longer_block_list_never_widens() {
    for (users, apps) in shapes() {
        for more in 1..8u8 {
            let now = pairs(users, apps);
            let then = pairs((users.0, users.1 | more), apps);
            assert!(if users.0 { now.is_subset(&then) } else { then.is_subset(&now) });
            let then = pairs(users, (apps.0, apps.1 | more));
            assert!(if apps.0 { now.is_subset(&then) } else { then.is_subset(&now) });
        }
    }
}

#[test]
fn l2_turning_allow_into_block_beside_a_block_list_never_narrows() {
    for (users, apps) in shapes().filter(|(users, _)| users.0) {
        let (now, then) = (pairs(users, apps), pairs((false, users.1), apps));
        if apps.0 {
            let inside = pairs((true, 7), apps);
            let complement: BTreeSet<_> = inside.difference(&now).copied().collect();
            assert_eq!(then, complement);
        } else {
            assert!(now.is_subset(&then));
        }
    }
}

#[test]
fn l3_only_blocking_all_of_both_closes_by_two_block_lists() {
    for (users, apps) in shapes().filter(|(users, apps)| !users.0 && !apps.0) {
        let lockdown = (users.1, apps.1) == (7, 7);
        assert_eq!(pairs(users, apps).is_empty(), lockdown);
    }
}

#[test]
fn l4_users_and_applications_are_alike() {
    for (users, apps) in shapes() {
        let turned: BTreeSet<_> = pairs(apps, users).into_iter().map(|(a, u)| (u, a)).collect();
        assert_eq!(pairs(users, apps), turned);
    }
}

#[test]
fn what_is_not_known_is_every_possibility() {
    let truths = [Truth::Yes, Truth::No, Truth::Unknown];
    let may_be = |truth: Truth| match truth {
        Truth::Yes => vec![Truth::Yes],
        Truth::No => vec![Truth::No],
        Truth::Unknown => vec![Truth::Yes, Truth::No],
    };
    for (u, a) in truths.iter().flat_map(|u| truths.iter().map(move |a| (*u, *a))) {
        for (users, apps) in [(true, true), (true, false), (false, true), (false, false)] {
            let ask = |u, a| passes(&access(users), u, &access(apps), a);
            let all: BTreeSet<Truth> = may_be(u)
                .into_iter()
                .flat_map(|u| may_be(a).into_iter().map(move |a| (u, a)))
                .map(|(u, a)| ask(u, a))
                .collect();
            let want = if all.len() == 1 { *all.first().unwrap() } else { Truth::Unknown };
            assert_eq!(ask(u, a), want);
        }
    }
}

fn same_cloud(seed: u64) -> Case {
    let mut case = Case::of(seed);
    case.world.tenant_mut(F).cloud = crate::domain::Cloud::Global;
    case
}

fn open(case: &Case) -> Verdict {
    case.world.verdict(&case.question)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn l5_either_side_stops_alone(seed: u64) {
        let case = same_cloud(seed);
        let answer = case.world.ask(&case.question);
        let side = |gate| answer.trace.iter().find(|line| line.gate == gate).unwrap().would;
        let sides = [side(Gate::HomeOutbound), side(Gate::ResourceInbound)];
        prop_assert_eq!(answer.verdict == Verdict::Blocked, sides.contains(&Outcome::Block));
        prop_assert_eq!(answer.verdict == Verdict::Allowed, sides == [Outcome::Pass; 2]);
        for (blocked, other) in [(sides[0], C), (sides[1], F)] {
            if blocked == Outcome::Block {
                prop_assert_eq!(case.world.clone().unseen(other).verdict(&case.question), Verdict::Blocked);
            }
        }
    }

    #[test]
    fn l6_and_l7_a_partner_that_says_nothing_is_no_partner(seed: u64) {
        let case = same_cloud(seed);
        for (owner, other) in [(C, F), (F, C)] {
            if case.world.estate.policy(owner).is_none() {
                continue;
            }
            let mut removed = case.clone();
            removed.world.policy_mut(owner).partners.remove(&other);
            let mut empty = case.clone();
            empty.world.policy_mut(owner).partners.insert(other, Arc::new(Partner::new(other)));
            prop_assert_eq!(open(&removed), open(&empty));
            // And what then holds is the default, for every property.
            let policy = removed.world.estate.policy(owner).unwrap();
            for (b2b, half) in B2b::ALL.into_iter().flat_map(|b| Half::BOTH.map(|h| (b, h))) {
                let whole = |subject| resolve_half(policy, subject, b2b, half);
                prop_assert_eq!(whole(Subject::Partner(other)), whole(Subject::Default));
            }
        }
    }

    #[test]
    fn l8_what_is_not_asked_about_does_not_matter(seed: u64, other: u64) {
        let case = Case::of(seed);
        let before = open(&case);
        let mut dice = Dice(other);
        let mut changed = case.clone();
        let away = match case.question.kind {
            Kind::Collaboration => [B2b::DirectConnectInbound, B2b::DirectConnectOutbound],
            Kind::DirectConnect => [B2b::CollaborationInbound, B2b::CollaborationOutbound],
        };
        for (owner, partner) in [(C, F), (F, C)] {
            if case.world.estate.policy(owner).is_none() {
                continue;
            }
            for b2b in away.into_iter().chain([B2b::TenantRestrictions]) {
                *changed.world.default_mut(owner).b2b_mut(b2b) = Some(dice.setting());
                if case.world.estate.partner(owner, partner).is_some() {
                    *changed.world.partner_mut(owner, partner).b2b_mut(b2b) = Some(dice.setting());
                }
            }
            for b2b in B2b::ALL {
                *changed.world.partner_mut(owner, T).b2b_mut(b2b) = Some(dice.setting());
            }
            changed.world.default_mut(owner).inbound_trust =
                Some(InboundTrust { mfa: Some(dice.percent(50)), ..InboundTrust::default() });
        }
        prop_assert_eq!(open(&changed), before);
    }

    #[test]
    fn l9_names_do_not_matter(seed: u64) {
        let case = Case::of(seed);
        let mut named = case.clone();
        let swaps = [(FAY.0, FINN.0), (PAYROLL.0, WIKI.0), (FM.0, FN.0)];
        let swap = |text: String| {
            swaps.iter().fold(text, |text, (a, b)| {
                let (a, b) = (a.to_string(), b.to_string());
                text.replace(&a, "\u{1}").replace(&b, &a).replace('\u{1}', &b)
            })
        };
        for id in [C, F] {
            let tenant = named.world.tenant_mut(id);
            tenant.display_name = "Contoso".to_owned();
            if let Some(policy) = tenant.policy.take() {
                let text = swap(wire::to_value(&policy).to_string());
                tenant.policy = Some(Arc::new(wire::from_slice(text.as_bytes()).unwrap()));
            }
        }
        let id = |id: crate::domain::ObjectId| swap(id.to_string()).parse().unwrap();
        if let Some(directory) = named.world.directories.get_mut(&F) {
            for group in &mut Arc::make_mut(directory).groups {
                group.id = id(group.id);
                let members = group.members.take();
                group.members = members.map(|list| list.into_iter().map(id).collect());
            }
        }
        let directory = named.world.directories.get_mut(&C).unwrap();
        for app in &mut Arc::make_mut(directory).applications {
            app.app_id = swap(app.app_id.to_string()).parse().unwrap();
        }
        named.question.user = id(case.question.user);
        named.question.app = swap(case.question.app.to_string()).parse().unwrap();
        named.question.groups = case.question.groups.clone().map(|list| list.into_iter().map(id).collect());
        prop_assert_eq!(open(&named), open(&case));
    }

    #[test]
    fn l10_a_reset_of_the_default_changes_only_what_is_inherited(seed: u64) {
        let mut case = same_cloud(seed);
        let mut dice = Dice(seed);
        for (owner, other) in [(C, F), (F, C)] {
            if case.world.estate.policy(owner).is_none() {
                continue;
            }
            for b2b in B2b::ALL {
                let mut own = dice.setting();
                let whole = setting("U+ FM, A+ Wiki");
                for half in Half::BOTH {
                    own.half_mut(half).get_or_insert(whole.half(half).unwrap().clone());
                }
                *case.world.partner_mut(owner, other).b2b_mut(b2b) = Some(own);
            }
        }
        let before = open(&case);
        for owner in [C, F] {
            if case.world.estate.policy(owner).is_some() {
                case.world.policy_mut(owner).default = None;
            }
        }
        prop_assert_eq!(open(&case), before);
    }

    #[test]
    fn l11_the_trace_replays(seed: u64) {
        let case = same_cloud(seed);
        let answer = case.world.ask(&case.question);
        for line in &answer.trace {
            let Some(origin) = line.origin else { continue };
            if line.ambiguities.contains(&"A5") {
                continue;
            }
            let other = if line.tenant == C { F } else { C };
            let b2b = B2b::ALL.into_iter().find(|b2b| b2b.property() == line.setting).unwrap();
            let policy = case.world.estate.policy(line.tenant).unwrap();
            let said = match origin {
                Layer::Partner => policy.partners.get(&other).unwrap().configuration.b2b(b2b),
                Layer::Default => policy.default.as_ref().unwrap().configuration.b2b(b2b),
                Layer::ServiceDefault => crate::domain::service_default().b2b(b2b),
            };
            let mut replay = World { directories: case.world.directories.clone(), ..World::new() };
            *replay.partner_mut(line.tenant, other).b2b_mut(b2b) = said.cloned();
            let again = replay.ask(&case.question);
            let twin = again.trace.iter().find(|twin| twin.gate == line.gate).unwrap();
            prop_assert_eq!(twin.would, line.would);
            prop_assert_eq!(&twin.matched, &line.matched);
        }
    }

    #[test]
    fn what_becomes_known_never_turns_an_answer_around(seed: u64) {
        let mut case = Case::of(seed);
        let before = open(&case);
        let whole = World::new();
        case.world.directories = whole.directories.clone();
        let after = open(&case);
        let turned = matches!(
            (before, after),
            (Verdict::Allowed, Verdict::Blocked) | (Verdict::Blocked, Verdict::Allowed)
        );
        prop_assert!(!turned, "{before:?} became {after:?}");
    }

    #[test]
    fn a_word_from_the_future_never_opens(seed: u64) {
        let case = Case::of(seed);
        let before = open(&case);
        for (owner, other) in [(C, F), (F, C)] {
            for (b2b, half) in B2b::ALL.into_iter().flat_map(|b| Half::BOTH.map(|h| (b, h))) {
                let mut future = case.clone();
                if case.world.estate.partner(owner, other).is_none() {
                    continue;
                }
                let whole = future.world.partner_mut(owner, other).b2b_mut(b2b);
                if let Some(TargetConfiguration { access, .. }) =
                    whole.as_mut().and_then(|whole| whole.half_mut(half).as_mut())
                {
                    *access = AccessType::Other("futureValue".into());
                    let after = open(&future);
                    prop_assert!(after != Verdict::Allowed || before == Verdict::Allowed);
                }
            }
        }
    }
}

#[test]
fn laws_that_only_sound_right_do_not_hold() {
    // "Setting block never widens": turning the users of shape 8 to blocked lets finn in.
    let before = World::new().inbound("U+ FM, A- Payroll");
    let after = World::new().inbound("U- FM, A- Payroll");
    assert_eq!(before.verdict(&knock(FINN, WIKI)), Verdict::Blocked);
    assert_eq!(after.verdict(&knock(FINN, WIKI)), Verdict::Allowed);
    // "Two block lists add up": either list alone stops what both together let through.
    assert_eq!(after.verdict(&knock(FAY, WIKI)), Verdict::Allowed);
    assert_eq!(after.verdict(&knock(FINN, PAYROLL)), Verdict::Allowed);
    // "Removing a partner never widens": the default may be wider.
    let mut closed = World::new().inbound("U- All, A- All");
    assert_eq!(closed.verdict(&knock(FAY, WIKI)), Verdict::Blocked);
    closed.policy_mut(C).partners.remove(&F);
    assert_eq!(closed.verdict(&knock(FAY, WIKI)), Verdict::Allowed);
}
