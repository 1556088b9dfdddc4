//! What holds for every plan.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index as Pick;

use super::universe::{ends, open, ours, pool, within};
use crate::access::{Directories, Kind, Question, Verdict, evaluate};
use crate::arbitrary::cases;
use crate::domain::*;
use crate::plan::change::Item;
use crate::plan::{Act, Choice, Plan, Property, Step};

pub fn workspace(before: &Estate, after: &Estate) -> Workspace {
    let observed = before
        .tenants
        .iter()
        .map(|(id, tenant)| (*id, Observed { hash: String::new(), tenant: Arc::clone(tenant) }));
    Workspace { draft: after.clone(), observed: observed.collect(), ..Workspace::default() }
}

pub fn plan(before: &Estate, after: &Estate) -> Plan {
    Plan::of(&workspace(before, after), &Choice::default())
}

pub fn done(estate: &Estate, step: &Step) -> Estate {
    let mut out = estate.clone();
    step.act.apply(Arc::make_mut(out.tenants.get_mut(&step.owner).unwrap()));
    out
}

pub fn everything(estate: &Estate) -> Vec<bool> {
    ours().iter().flat_map(|owner| open(estate, *owner)).collect()
}

/// What is open, by tenant, as a sum of which each digit tells.
fn parts(estate: &Estate) -> Vec<(TenantId, String)> {
    let one = |owner: &TenantId| {
        let bits: Vec<u8> = open(estate, *owner).iter().map(|open| u8::from(*open)).collect();
        // The last are those of external collaboration.
        let (most, last) = bits.split_at(bits.len() - 9);
        (
            *owner,
            format!(
                "{} {last:?}",
                crate::arbitrary::observed(Tenant {
                    display_name: format!("{most:?}"),
                    ..Tenant::default()
                })
                .hash
            ),
        )
    };
    ours().iter().map(one).collect()
}

/// What a tenant stores, as far as a plan writes it.
pub fn stored(estate: &Estate) -> impl PartialEq + std::fmt::Debug {
    let nothing = CrossTenantAccessPolicy::default();
    let one = |tenant: &Tenant| {
        let policy = tenant.policy.as_deref().unwrap_or(&nothing);
        let partners: Vec<_> = policy
            .partners
            .values()
            .map(|partner| {
                let settings = Property::OF_PARTNER.map(|p| p.of(&partner.configuration));
                let sync = partner.identity_synchronization.as_ref();
                let sync = sync.map(|sync| {
                    [SyncKind::Users, SyncKind::Groups].map(|k| sync.is_allowed(k) == Some(true))
                });
                (partner.tenant_id, settings, sync)
            })
            .collect();
        let mut clouds = policy.allowed_cloud_endpoints.clone();
        clouds.sort();
        clouds.dedup();
        (partners, clouds)
    };
    estate.tenants.values().map(|tenant| one(tenant)).collect::<Vec<_>>()
}

/// Steps of all tenants in an order of chance, where each tenant keeps its own and waits are heeded.
fn shuffled(plan: &Plan, picks: &[Pick]) -> Vec<Step> {
    let mut queues: BTreeMap<TenantId, Vec<&Step>> = BTreeMap::new();
    for step in plan.steps.iter().rev() {
        queues.entry(step.owner).or_default().push(step);
    }
    let mut counts: BTreeMap<TenantId, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for turn in 0.. {
        let ready: Vec<TenantId> = queues
            .iter()
            .filter(|(_, queue)| {
                queue.last().is_some_and(|step| {
                    step.waits.iter().all(|wait| counts.get(&wait.owner) >= Some(&wait.number))
                })
            })
            .map(|(owner, _)| *owner)
            .collect();
        if ready.is_empty() {
            break;
        }
        let owner = ready[picks[turn % picks.len()].index(ready.len())];
        out.push(queues.get_mut(&owner).unwrap().pop().unwrap().clone());
        *counts.entry(owner).or_default() += 1;
    }
    assert_eq!(out.len(), plan.steps.len(), "nobody waits for ever");
    out
}

/// Who gets from one of ours to another, as the engine says it; what is not known counts as open.
fn passing(estate: &Estate) -> Vec<bool> {
    let none = Directories::new();
    let mut out = Vec::new();
    for home in ours() {
        for resource in ours().into_iter().filter(|resource| *resource != home) {
            for kind in Kind::ALL {
                for (user, groups) in [(1, vec![]), (6, vec![1]), (6, vec![2, 3]), (2, vec![4])] {
                    for app in [1, 2, 6] {
                        let question = Question {
                            home,
                            resource,
                            kind,
                            user: ObjectId(pool(user)),
                            groups: Some(groups.iter().map(|n| ObjectId(pool(*n))).collect()),
                            app: AppId(pool(app)),
                            ..Question::default()
                        };
                        out.push(evaluate(estate, &none, &question).verdict != Verdict::Blocked);
                    }
                }
            }
        }
    }
    out
}

proptest! {
    #![proptest_config(cases(32))]

    /// P9, in its strong form: each state on the way is no more open than one of the two ends.
    #[test]
    fn nothing_is_open_on_the_way_that_is_closed_at_both_ends((before, after) in ends()) {
        let plan = plan(&before, &after);
        let (start, end) = (everything(&before), everything(&after));
        let mut state = before;
        for step in &plan.steps {
            state = done(&state, step);
            let now = everything(&state);
            prop_assert!(within(&now, &start) || within(&now, &end), "{:#?}", step);
        }
    }

    /// The same on the way back.
    #[test]
    fn nor_on_the_way_back((before, after) in ends()) {
        let plan = plan(&before, &after).reversed();
        let (start, end) = (everything(&after), everything(&before));
        let mut state = after;
        for step in &plan.steps {
            state = done(&state, step);
            let now = everything(&state);
            prop_assert!(within(&now, &start) || within(&now, &end), "{:#?}", step);
        }
    }

    /// Between two tenants, whoever goes on first, as long as waits are heeded.
    #[test]
    fn nor_between_tenants_that_wait_for_each_other(
        (before, after) in ends(),
        picks in prop::collection::vec(any::<Pick>(), 24),
    ) {
        let plan = plan(&before, &after);
        let (start, end) = (passing(&before), passing(&after));
        let mut state = before;
        for step in shuffled(&plan, &picks) {
            state = done(&state, &step);
            let now = passing(&state);
            for ((now, start), end) in now.iter().zip(&start).zip(&end) {
                prop_assert!(!now || *start || *end, "{:#?}", step);
            }
        }
    }

    /// P1 and P3: the plan arrives, and the way back arrives where it began.
    #[test]
    fn a_plan_arrives_and_comes_back((before, after) in ends()) {
        let plan = plan(&before, &after);
        let arrived = plan.steps.iter().fold(before.clone(), |state, step| done(&state, step));
        prop_assert_eq!(stored(&arrived), stored(&after));
        prop_assert_eq!(parts(&arrived), parts(&after));
        let back = plan.reversed();
        let returned = back.steps.iter().fold(arrived, |state, step| done(&state, step));
        prop_assert_eq!(parts(&returned), parts(&before));
        prop_assert_eq!(stored(&returned), stored(&before));
    }

    /// P2 and P6: where nothing differs there is nothing to do, and stopped anywhere, a new plan goes on.
    #[test]
    fn a_plan_can_be_left_anywhere((before, after) in ends(), stop in any::<Pick>()) {
        prop_assert!(plan(&after, &after).steps.is_empty());
        let first = plan(&before, &after);
        let count = stop.index(first.steps.len() + 1);
        let state = first.steps[..count].iter().fold(before, |state, step| done(&state, step));
        let arrived = plan(&state, &after).steps.iter().fold(state, |state, step| done(&state, step));
        prop_assert_eq!(parts(&arrived), parts(&after));
        prop_assert_eq!(stored(&arrived), stored(&after));
    }

    /// P4: what is the same at both ends is not touched, but where it leans on a default that changes.
    #[test]
    fn what_does_not_differ_is_left_alone((before, after) in ends()) {
        for step in &plan(&before, &after).steps {
            if let Act::Partner(id, _) | Act::RemovePartner(id) = &step.act {
                let (was, will) = (before.partner(step.owner, *id), after.partner(step.owner, *id));
                let defaults = [&before, &after].map(|estate| {
                    estate.policy(step.owner).and_then(|policy| policy.default.clone())
                });
                let default_differs = defaults[0] != defaults[1];
                prop_assert!(was != will || default_differs, "{:#?}", step);
            }
            prop_assert!(!step.serves.is_empty(), "{:#?}", step);
        }
    }

    /// What is left out stays as it was, and so does what needs it.
    #[test]
    fn a_change_left_out_is_not_made((before, after) in ends(), pick in any::<Pick>()) {
        let workspace = workspace(&before, &after);
        let whole = Plan::of(&workspace, &Choice::default());
        prop_assume!(!whole.changes.is_empty());
        let number = whole.changes[pick.index(whole.changes.len())].number;
        let choice = Choice { without: [number].into(), ..Choice::default() };
        let some = Plan::of(&workspace, &choice);
        prop_assert_eq!(&whole.changes, &some.changes, "numbers stay");
        for change in &some.changes {
            let lost = change.number == number || change.needs.iter().any(|need| !some.makes(*need));
            prop_assert_eq!(some.makes(change.number), !lost);
        }
        let (start, end) = some.estates();
        let (start, end) = (everything(&start), everything(&end));
        let mut state = before;
        for step in &some.steps {
            prop_assert!(!step.serves.contains(&number));
            state = done(&state, step);
            let now = everything(&state);
            prop_assert!(within(&now, &start) || within(&now, &end), "{:#?}", step);
        }
        prop_assert!(everything(&state) == end);
        let only = Plan::of(&workspace, &Choice { only: [number].into(), ..Choice::default() });
        prop_assert!(only.makes(number));
        prop_assert!(only.changes.iter().filter(|c| only.makes(c.number)).count() <= 1 + whole.changes.len().min(8));
    }

    /// Permission to synchronise goes before its partner and comes after it.
    #[test]
    fn a_partner_is_there_whenever_something_is_written_about_it((before, after) in ends()) {
        let mut state = before.clone();
        for step in &plan(&before, &after).steps {
            let there = |id: &TenantId| state.partner(step.owner, *id);
            match &step.act {
                Act::AddPartner(partner) => prop_assert!(there(&partner.tenant_id).is_none()),
                Act::Partner(id, _) => prop_assert!(there(id).is_some()),
                Act::RemovePartner(id) => {
                    prop_assert!(there(id).is_some_and(|p| p.identity_synchronization.is_none()));
                }
                Act::AddSync(id, _) => {
                    prop_assert!(there(id).is_some_and(|p| p.identity_synchronization.is_none()));
                }
                Act::Sync(id, ..) | Act::RemoveSync(id) => {
                    prop_assert!(there(id).is_some_and(|p| p.identity_synchronization.is_some()));
                }
                _ => {}
            }
            state = done(&state, step);
        }
    }
}

/// The strategy makes what the laws are about.
#[test]
fn chance_is_not_lazy() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..200 {
        let (before, after) = ends().new_tree(&mut runner).unwrap().current();
        let plan = plan(&before, &after);
        for step in &plan.steps {
            *seen.entry(step.phase.word()).or_default() += 1;
            *seen.entry(step.why.word()).or_default() += 1;
            *seen.entry(if step.waits.is_empty() { "goes" } else { "waits" }).or_default() += 1;
            let what = match &step.act {
                Act::AddPartner(_) => "add",
                Act::RemovePartner(_) => "remove",
                Act::ResetDefault => "reset",
                Act::Clouds(_) => "clouds",
                Act::Domains(_) => "domains",
                _ => "other",
            };
            *seen.entry(what).or_default() += 1;
        }
        for change in &plan.changes {
            if matches!(change.item, Item::Unsaid(..)) {
                *seen.entry("unsaid").or_default() += 1;
            }
        }
    }
    for word in [
        "close", "turn", "open", "draft", "interim", "pauses", "waits", "add", "remove", "reset",
        "clouds", "domains", "unsaid",
    ] {
        assert!(seen.get(word) > Some(&9), "{word}: {seen:?}");
    }
}
