//! P9 by force: of a small plan every order of one request an object is tried.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::lawful::{completed, crossing_ends, lawful_ends};
use super::laws::{done, plan};
use super::universe::{open, ours, within};
use crate::arbitrary::cases;
use crate::domain::*;
use crate::plan::pair::said_by_default;
use crate::plan::{Act, Property};

/// One request an object, as a person would make them who changes one thing after the other.
fn plain(before: &Tenant, after: &Tenant) -> Vec<Act> {
    let nothing = CrossTenantAccessPolicy::default();
    let old = before.policy.as_deref().unwrap_or(&nothing);
    let new = after.policy.as_deref().unwrap_or(&nothing);
    let mut out = Vec::new();
    let of_default: Vec<_> = Property::OF_PARTNER
        .into_iter()
        .filter(|property| *property != Property::Consent)
        .filter(|property| said_by_default(old, *property) != said_by_default(new, *property))
        .map(|property| said_by_default(new, property))
        .collect();
    if !of_default.is_empty() {
        out.push(Act::Default(of_default));
    }
    for (id, partner) in &new.partners {
        match old.partners.get(id) {
            None => out.push(Act::AddPartner(Box::new(Partner::clone(partner)))),
            Some(held) => {
                let values: Vec<_> = Property::OF_PARTNER
                    .into_iter()
                    .filter(|p| p.of(&held.configuration) != p.of(&partner.configuration))
                    .map(|p| p.of(&partner.configuration))
                    .collect();
                if !values.is_empty() {
                    out.push(Act::Partner(*id, values));
                }
            }
        }
    }
    let gone = old.partners.keys().filter(|id| !new.partners.contains_key(*id));
    out.extend(gone.map(|id| Act::RemovePartner(*id)));
    let (was, will) = (&old.allowed_cloud_endpoints, &new.allowed_cloud_endpoints);
    if was.iter().any(|end| !will.contains(end)) || will.iter().any(|end| !was.contains(end)) {
        out.push(Act::Clouds(will.clone()));
    }
    out
}

/// Whether some order of these is safe at every moment and loses nothing that both ends allow. What
/// is done in which order does not matter to where it leads, so each set of them is looked at once.
fn some_order_is_smooth(acts: &[Act], owner: TenantId, before: &Estate, after: &Estate) -> bool {
    let (start, end) = (open(before, owner), open(after, owner));
    let whole = (1usize << acts.len()) - 1;
    let state = |set: usize| {
        let mut estate = before.clone();
        let tenant = Arc::make_mut(estate.tenants.get_mut(&owner).unwrap());
        for (at, act) in acts.iter().enumerate() {
            if set & 1 << at != 0 {
                act.apply(tenant);
            }
        }
        open(&estate, owner)
    };
    let mut smooth: BTreeMap<usize, bool> = BTreeMap::new();
    for set in 0..=whole {
        let reached =
            set == 0 || (0..acts.len()).any(|at| set & 1 << at != 0 && smooth[&(set & !(1 << at))]);
        let fine = reached && {
            let now = state(set);
            (within(&now, &start) || within(&now, &end)) && keeps(&start, &end, &now)
        };
        smooth.insert(set, fine);
    }
    smooth[&whole]
}

fn keeps(start: &[bool], end: &[bool], now: &[bool]) -> bool {
    start.iter().zip(end).zip(now).all(|((start, end), now)| !(*start && *end) || *now)
}

/// One tenant changes, but for permission to synchronise and external collaboration.
fn one_changes(before: &Estate, after: &Estate, owner: TenantId) -> Estate {
    let mut out = before.clone();
    let held = before.tenant(owner).unwrap();
    let mut tenant = after.tenant(owner).unwrap().clone();
    tenant.external.clone_from(&held.external);
    let policy = Arc::make_mut(tenant.policy.get_or_insert_default());
    for (id, partner) in &mut policy.partners {
        let sync =
            before.partner(owner, *id).and_then(|held| held.identity_synchronization.clone());
        Arc::make_mut(partner).identity_synchronization = sync;
    }
    // What goes takes its permission with it, which is not what this is about.
    for (id, partner) in &before.policy(owner).unwrap().partners {
        if partner.identity_synchronization.is_some() || partner.is_service_provider == Some(true) {
            policy.partners.entry(*id).or_insert_with(|| Arc::clone(partner));
        }
    }
    out.tenants.insert(owner, Arc::new(tenant));
    out
}

proptest! {
    #![proptest_config(cases(96))]

    /// Where some order of at most six requests is smooth, the plan's is.
    #[test]
    fn where_some_order_is_smooth_the_plans_is((before, after) in prop_oneof![crossing_ends(), lawful_ends()], which in 0usize..3) {
        let owner = ours()[which];
        let (before, after) = (completed(before), completed(after));
        let after = one_changes(&before, &after, owner);
        let acts = plain(before.tenant(owner).unwrap(), after.tenant(owner).unwrap());
        // Enough of them are, see below.
        if acts.len() > 6 || !some_order_is_smooth(&acts, owner, &before, &after) {
            return Ok(());
        }
        let (start, end) = (open(&before, owner), open(&after, owner));
        let mut state = before.clone();
        for step in &plan(&before, &after).steps {
            state = done(&state, step);
            let now = open(&state, owner);
            prop_assert!(within(&now, &start) || within(&now, &end), "unsafe: {step:?}");
            prop_assert!(
                keeps(&start, &end, &now),
                "an order loses nothing, the plan's does: {:#?}\nplain: {:#?}",
                plan(&before, &after).steps.iter().map(|s| format!("{} {:?} {:?}", plan(&before, &after).says(s), s.phase, s.why)).collect::<Vec<_>>(), acts
            );
        }
    }
}

/// Enough small plans have a smooth order, and some have none.
#[test]
fn chance_makes_both() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut smooth, mut rough) = ([0; 7], 0);
    for n in 0..120 {
        let (before, after) = crossing_ends().new_tree(&mut runner).unwrap().current();
        let owner = ours()[n % 3];
        let after = one_changes(&before, &after, owner);
        let acts = plain(before.tenant(owner).unwrap(), after.tenant(owner).unwrap());
        if (2..=6).contains(&acts.len()) {
            match some_order_is_smooth(&acts, owner, &before, &after) {
                true => smooth[acts.len()] += 1,
                false => rough += 1,
            }
        }
    }
    assert!(smooth.iter().sum::<usize>() > 9 && rough > 9, "{smooth:?} {rough}");
}
