//! What is lost on the way although both ends allow it is told, all of it and nothing else.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::lawful::{crossing_ends, lawful_list};
use super::laws::{done, plan};
use super::universe::{open, ours, pool};
use crate::access::{Truth, passes};
use crate::arbitrary::{cases, list};
use crate::domain::*;
use crate::plan::allowed::Allowed;
use crate::plan::outage::Lost;
use crate::plan::{Plan, Property};

/// Truths of one partner in what [`open`] gives: 48 people, 8 applications, five settings, and then
/// seven switches.
const SETTING: usize = 48 * 8;
const PARTNER: usize = 5 * SETTING + 7;

/// Which partner and property a truth of [`open`] is about; nothing for external collaboration.
fn about(owner: TenantId, at: usize) -> Option<(TenantId, Property)> {
    let others: Vec<TenantId> =
        (1..=6).map(|n| TenantId(pool(n))).filter(|id| *id != owner).collect();
    let other = *others.get(at / PARTNER)?;
    let place = at % PARTNER;
    let property = match place.checked_sub(5 * SETTING) {
        None => Property::B2b(B2b::ALL[place / SETTING]),
        Some(0..=2) => Property::Trust,
        Some(3 | 4) => Property::Consent,
        Some(_) => return None,
    };
    Some((other, property))
}

/// Everything that is open at both ends and not after some step: by whom, what, after which steps.
fn lost(
    plan: &Plan,
    before: &Estate,
    after: &Estate,
) -> BTreeSet<(TenantId, TenantId, Property, usize)> {
    let mut out = BTreeSet::new();
    for owner in ours() {
        let (start, end) = (open(before, owner), open(after, owner));
        let mut state = before.clone();
        for (index, step) in plan.steps.iter().enumerate() {
            state = done(&state, step);
            let now = open(&state, owner);
            for (at, now) in now.iter().enumerate() {
                if start[at]
                    && end[at]
                    && !now
                    && let Some((other, property)) = about(owner, at)
                {
                    out.insert((owner, other, property, index));
                }
            }
        }
    }
    out
}

/// The same as the plan tells it.
fn told(
    plan: &Plan,
    before: &Estate,
    after: &Estate,
) -> BTreeSet<(TenantId, TenantId, Property, usize)> {
    let mut out = BTreeSet::new();
    let at = |place: crate::plan::Wait| {
        let is_it =
            |step: &crate::plan::Step| (step.owner, step.number) == (place.owner, place.number);
        plan.steps.iter().position(is_it).unwrap()
    };
    for outage in plan.outages() {
        let Lost::Setting(subject, property) = outage.lost else { continue };
        assert!(at(outage.from) < at(outage.until));
        for index in at(outage.from)..at(outage.until) {
            match subject {
                Subject::Partner(id) => {
                    out.insert((outage.owner, id, property, index));
                }
                Subject::Default => {
                    for n in 1..=6 {
                        let id = TenantId(pool(n));
                        let listed =
                            [before, after].iter().any(|e| e.partner(outage.owner, id).is_some());
                        let cloud = |id| before.tenant(id).map(|tenant| tenant.cloud.clone());
                        let is_far = cloud(id).is_some_and(|far| Some(far) != cloud(outage.owner));
                        if !listed && !is_far && id != outage.owner {
                            out.insert((outage.owner, id, property, index));
                        }
                    }
                }
            }
        }
    }
    out
}

proptest! {
    #![proptest_config(cases(48))]

    /// The mirror of P9.
    #[test]
    fn all_that_is_lost_on_the_way_is_told((before, after) in crossing_ends()) {
        let plan = plan(&before, &after);
        let (lost, told) = (lost(&plan, &before, &after), told(&plan, &before, &after));
        let missing: Vec<_> = lost.difference(&told).collect();
        prop_assert!(missing.is_empty(), "not told: {missing:?}");
        // What the universe tells apart coarsely may be told though it cannot see it; no other tenant
        // and no other setting is.
        let blamed: BTreeSet<_> = told.iter().map(|(a, b, c, _)| (a, b, c)).collect();
        for (owner, other, property) in blamed {
            let properties = [&before, &after].map(|estate| {
                let policy = estate.policy(*owner).cloned().unwrap_or_default();
                crate::plan::schedule::in_force(&policy, Subject::Partner(*other), *property)
            });
            prop_assert!(properties[0] != properties[1] || !lost.is_empty(), "{property:?}");
        }
    }
}

proptest! {
    #![proptest_config(cases(512))]

    /// "Lost" says exactly whether somebody loses some application.
    #[test]
    fn lost_is_exact(
        start in (list(Half::UsersAndGroups), list(Half::Applications)),
        end in (list(Half::UsersAndGroups), list(Half::Applications)),
        now in (list(Half::UsersAndGroups), list(Half::Applications)),
    ) {
        let all = [start, end, now].map(|(who, what)| {
            (
                lawful_list(&who, Half::UsersAndGroups, false),
                lawful_list(&what, Half::Applications, false),
            )
        });
        let mut found = false;
        let ids: Vec<Guid> = (1..=6).map(pool).collect();
        for user in &ids {
            for bits in 0u32..32 {
                let groups: Vec<Guid> = (1u8..=5).filter(|n| bits & 1 << (n - 1) != 0).map(|n| pool(u128::from(n))).collect();
                for app in &ids {
                    for suite in [false, true] {
                        let open = all.iter().map(|(who, what)| {
                            let named = who.targets.iter().any(|target| match &target.value {
                                TargetValue::Id(id) if target.kind == TargetType::Group => groups.contains(id),
                                TargetValue::Id(id) if target.kind == TargetType::User => id == user,
                                TargetValue::AllUsers => true,
                                _ => false,
                            });
                            let used = what.targets.iter().any(|target| match &target.value {
                                TargetValue::Id(id) => id == app,
                                TargetValue::AllApplications => true,
                                TargetValue::Office365 => suite,
                                _ => false,
                            });
                            passes(&who.access, named.into(), &what.access, used.into()) == Truth::Yes
                        });
                        found |= open.collect::<Vec<bool>>() == [true, true, false];
                    }
                }
            }
        }
        let [start, end, now] = all.map(|(who, what)| Allowed::of(who, what));
        prop_assert_eq!(start.lost(&end, &now), found);
    }
}

/// Chance makes outages, so the law above has something to say.
#[test]
fn chance_makes_outages() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut plans, mut outages, mut by_default) = (0, 0, 0);
    for _ in 0..60 {
        let (before, after) = crossing_ends().new_tree(&mut runner).unwrap().current();
        let all = plan(&before, &after).outages();
        plans += usize::from(!all.is_empty());
        outages += all.len();
        let of_default = |lost: &Lost| matches!(lost, Lost::Setting(Subject::Default, _));
        by_default += all.iter().filter(|one| of_default(&one.lost)).count();
    }
    assert!(plans > 10 && outages > 20 && by_default > 2, "{plans} {outages} {by_default}");
}
