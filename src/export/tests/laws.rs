//! What holds for every plan on the wire: the service takes each request when its turn comes, and
//! a plan that was written down is the plan that is read.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index as Pick;

use super::service::Service;
use crate::access::Directories;
use crate::arbitrary::cases;
use crate::domain::*;
use crate::export::request::request;
use crate::export::{FORMATS, compare, document};
use crate::plan::tests::lawful::lawful_ends;
use crate::plan::tests::universe::{ends, ours};
use crate::plan::{Act, Choice, Plan, Property};

fn plan(before: &Estate, after: &Estate) -> Plan {
    let observed = before
        .tenants
        .iter()
        .map(|(id, tenant)| (*id, Observed { hash: String::new(), tenant: Arc::clone(tenant) }));
    let workspace =
        Workspace { draft: after.clone(), observed: observed.collect(), ..Workspace::default() };
    Plan::of(&workspace, &Choice::default())
}

fn services(estate: &Estate) -> BTreeMap<TenantId, Service> {
    let of = |id: TenantId| {
        let tenant = estate.tenant(id).unwrap();
        let far = estate.tenants.values().filter(|other| other.cloud != tenant.cloud);
        let far = far.filter_map(|far| Some((far.id, far.cloud.endpoint()?.word().to_owned())));
        Service::of(tenant, &far.collect())
    };
    ours().into_iter().map(|id| (id, of(id))).collect()
}

/// Settings and permission to synchronise, as far as both can be read from what the service holds.
fn held(service: &Service) -> Vec<impl PartialEq + std::fmt::Debug + use<>> {
    let one = |(id, members): (&String, &serde_json::Map<String, Json>)| {
        let partner: Partner =
            crate::wire::from_slice(Json::Object(members.clone()).to_string().as_bytes()).unwrap();
        let sync = service.syncs.get(id).map(|sync| {
            ["userSyncInbound", "groupSyncInbound"].map(|kind| {
                sync.get(kind).is_some_and(|kind| kind["isSyncAllowed"] == Json::Bool(true))
            })
        });
        (id.clone(), super::settings(&partner.configuration), sync)
    };
    service.partners.iter().map(one).collect()
}

/// Everything a plan sends, in order, taken one by one by those it is sent to.
fn sent(
    plan: &Plan,
    before: &Estate,
    services: &mut BTreeMap<TenantId, Service>,
) -> Result<(), TestCaseError> {
    for step in &plan.steps {
        let Some(sent) = request(&step.act, before.tenant(step.owner)) else { continue };
        let service = services.get_mut(&step.owner).unwrap();
        if let Err(why) = service.take(&sent) {
            let text = serde_json::to_string(&sent.body).unwrap();
            return Err(TestCaseError::fail(format!(
                "{why}\n{} {}\n{text}",
                sent.method, sent.path
            )));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(64))]

    /// P5: where the service takes both ends, it takes every request on the way, and on the way
    /// back, and holds then what the draft says.
    #[test]
    fn the_service_takes_every_request_when_its_turn_comes((before, after) in lawful_ends()) {
        let plan = plan(&before, &after);
        let mut now = services(&before);
        sent(&plan, &before, &mut now)?;
        let wanted = services(&after);
        for (id, service) in &now {
            prop_assert_eq!(held(service), held(&wanted[id]));
            prop_assert_eq!(service.authorization.get("allowInvitesFrom"), wanted[id].authorization.get("allowInvitesFrom"));
        }
        let mut now = wanted;
        sent(&plan.reversed(), &after, &mut now)?;
        for (id, service) in &services(&before) {
            prop_assert_eq!(held(service), held(&now[id]));
        }
    }

    /// A service provider that goes in the draft stays in the tenant, and a person is told.
    #[test]
    fn a_service_provider_is_never_asked_to_go((before, after) in lawful_ends(), pick in any::<Pick>()) {
        let (mut before, mut after) = (before, after);
        let all = before.tenants.iter().flat_map(|(id, tenant)| {
            tenant.policy.iter().flat_map(|p| p.partners.keys()).map(|partner| (*id, *partner)).collect::<Vec<_>>()
        });
        let all: Vec<(TenantId, TenantId)> = all.collect();
        prop_assume!(!all.is_empty());
        let (owner, provider) = all[pick.index(all.len())];
        let policy = |estate: &mut Estate, act: &dyn Fn(&mut CrossTenantAccessPolicy)| {
            let tenant = Arc::make_mut(estate.tenants.get_mut(&owner).unwrap());
            act(Arc::make_mut(tenant.policy.get_or_insert_default()));
        };
        policy(&mut before, &|policy| {
            Arc::make_mut(policy.partners.get_mut(&provider).unwrap()).is_service_provider = Some(true);
        });
        policy(&mut after, &|policy| { policy.partners.remove(&provider); });
        let plan = plan(&before, &after);
        sent(&plan, &before, &mut services(&before))?;
        let told = plan.steps.iter().any(|step| {
            step.owner == owner
                && matches!(&step.act, Act::ByHand(words) if words.contains("service provider"))
        });
        prop_assert!(told);
    }

    /// P7: a plan that is written and read is the same, and its hash does not hang on the order of
    /// members or on the machine.
    #[test]
    fn a_plan_survives_being_written((before, after) in ends(), seed in any::<u64>()) {
        let plan = plan(&before, &after);
        let json = FORMATS.iter().find(|format| format.word == "json").unwrap();
        for (plan, is_back) in [(plan.reversed(), true), (plan, false)] {
            let written = document(&plan, None, &Directories::new(), is_back);
            let bytes = (json.write)(&written);
            let read = crate::export::read(&bytes).unwrap();
            prop_assert_eq!(&read, &written);
            prop_assert_eq!((json.write)(&read), bytes.clone());
            let value: Json = serde_json::from_slice(&bytes).unwrap();
            let mixed = mixed(&value, seed);
            prop_assert_eq!(crate::export::read(mixed.as_bytes()).unwrap().hash, written.hash);
        }
    }
}

/// The same JSON with the members of every object in another order.
fn mixed(value: &Json, seed: u64) -> String {
    match value {
        Json::Object(members) => {
            let mut all: Vec<(&String, &Json)> = members.iter().collect();
            let turn = usize::try_from(seed % 7).unwrap() % all.len().max(1);
            all.rotate_left(turn);
            let one = |(name, value): &(&String, &Json)| {
                format!("{}:{}", Json::String((*name).clone()), mixed(value, seed / 3))
            };
            format!("{{{}}}", all.iter().map(one).collect::<Vec<_>>().join(","))
        }
        Json::Array(items) => {
            let all: Vec<String> = items.iter().map(|item| mixed(item, seed)).collect();
            format!("[ {} ]", all.join(" ,\n"))
        }
        other => other.to_string(),
    }
}

/// What the service refuses is what the strategy does not make: without the mending, it says no.
#[test]
fn the_service_says_no() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut said: BTreeMap<String, usize> = BTreeMap::new();
    let mut taken = 0;
    for _ in 0..300 {
        let (before, after) = ends().new_tree(&mut runner).unwrap().current();
        let mut now = services(&before);
        for step in &plan(&before, &after).steps {
            let Some(sent) = request(&step.act, before.tenant(step.owner)) else { continue };
            match now.get_mut(&step.owner).unwrap().take(&sent) {
                Ok(()) => taken += 1,
                Err(why) => {
                    let rule = why
                        .split_once("(V")
                        .map_or("other", |(_, rest)| rest.get(..1).unwrap_or_default());
                    *said.entry(rule.to_owned()).or_default() += 1;
                }
            }
        }
    }
    for rule in ["1", "2", "4", "8"] {
        assert!(said.get(rule) > Some(&2), "V{rule}: {said:?}");
    }
    assert!(taken > 300, "{taken} {said:?}");
}

/// What is refused, one by one.
#[test]
fn each_rule_of_the_service_can_be_broken() {
    let (a, b) = (ours()[0], ours()[1]);
    let mut policy = CrossTenantAccessPolicy::default();
    let mut partner = Partner::new(b);
    partner.is_service_provider = Some(true);
    partner.identity_synchronization = Some(IdentitySynchronization::default());
    policy.partners.insert(b, Arc::new(partner.clone()));
    let tenant = Tenant { id: a, policy: Some(Arc::new(policy)), ..Tenant::default() };
    let try_out = |act: &Act| {
        let far = [(ours()[2], "microsoftonline.us".to_owned())].into();
        Service::of(&tenant, &far).take(&request(act, None).unwrap()).unwrap_err()
    };
    let list = |text: &str| {
        let target = Target::of(TargetValue::parse(text), TargetType::Application);
        let apps = TargetConfiguration::of(AccessType::Allowed, vec![target]);
        let users = TargetConfiguration::all_users(AccessType::Allowed);
        let value = Some(B2bSetting::of(users, apps));
        Act::Partner(b, vec![crate::plan::Value::B2b(B2b::CollaborationInbound, value)])
    };
    let consent = Property::Consent.of(&Configuration {
        automatic_user_consent: Some(AutomaticUserConsent::default()),
        ..Configuration::default()
    });
    #[rustfmt::skip]
    let table = [
        (Act::AddPartner(Box::new(Partner::new(b))), "V9"),
        (Act::AddPartner(Box::new(Partner::new(a))), "own partner"),
        (Act::AddPartner(Box::new(Partner::new(ours()[2]))), "not ticked"),
        (Act::RemovePartner(b), "service provider"),
        (Act::AddSync(b, Box::default()), "409"),
        (Act::RemoveSync(ours()[2]), "404"),
        (Act::Sync(ours()[2], SyncKind::Users, true), "404"),
        (Act::Default(vec![consent]), "V6"),
        (Act::Default(vec![Property::Trust.of(&Configuration::default())]), "null"),
        (Act::Default(vec![crate::plan::Value::Redemption(Some(RedemptionOrder::default()))]), "V7"),
        (list("MicrosoftAdminPortals"), "V10"),
        (list("Payroll"), "V8"),
    ];
    for (act, why) in table {
        let said = try_out(&act);
        assert!(said.contains(why), "{act:?}: {said}");
    }
    partner.is_service_provider = None;
    let mut policy = CrossTenantAccessPolicy::default();
    policy.partners.insert(b, Arc::new(partner));
    let tenant = Tenant { id: a, policy: Some(Arc::new(policy)), ..Tenant::default() };
    let said = Service::of(&tenant, &BTreeMap::new())
        .take(&request(&Act::RemovePartner(b), None).unwrap())
        .unwrap_err();
    assert!(said.contains("identitySynchronization first"), "{said}");
}

/// What a plan was made on, by tenant.
fn observed(estate: &Estate) -> BTreeMap<TenantId, Arc<Tenant>> {
    estate.tenants.clone()
}

proptest! {
    #![proptest_config(cases(64))]

    /// P8: whatever a step writes has moved meanwhile, the plan says so before the first write; and
    /// where nothing it writes has moved, it says nothing.
    #[test]
    fn what_has_moved_under_a_plan_is_told(
        (before, after) in lawful_ends(),
        other in crate::arbitrary::configuration(),
        pick in any::<Pick>(),
        which in any::<Pick>(),
    ) {
        let plan = plan(&before, &after);
        let document = document(&plan, None, &Directories::new(), false);
        prop_assert_eq!(&compare(&document, &observed(&before)).drifts, &[]);
        let steps: Vec<_> = plan.steps.iter().filter(|step| !matches!(step.act, Act::ByHand(_))).collect();
        prop_assume!(!steps.is_empty());
        let step = steps[pick.index(steps.len())];
        let mut now = before.clone();
        let tenant = Arc::make_mut(now.tenants.get_mut(&step.owner).unwrap());
        let policy = Arc::make_mut(tenant.policy.get_or_insert_default());
        match &step.act {
            // Somebody writes something else into one of the properties that the step writes.
            Act::Partner(id, values) => {
                if let Some(held) = policy.partners.get_mut(id) {
                    let property = values[which.index(values.len())].property();
                    property.of(&other).put(&mut Arc::make_mut(held).configuration);
                }
            }
            Act::RemovePartner(id) => {
                if let Some(held) = policy.partners.get_mut(id) {
                    let property = Property::OF_PARTNER[which.index(7)];
                    property.of(&other).put(&mut Arc::make_mut(held).configuration);
                }
            }
            Act::AddPartner(made) => {
                policy.partners.insert(made.tenant_id, Arc::new(Partner::new(made.tenant_id)));
            }
            // Somebody has done it already.
            act => act.apply(tenant),
        }
        let moved = said_of(&before, step.owner) != said_of(&now, step.owner);
        let compared = compare(&document, &observed(&now));
        prop_assert_eq!(!compared.drifts.is_empty(), moved, "{:?} {:?}", step.act, compared.drifts);
        for drift in &compared.drifts {
            prop_assert_eq!(drift.tenant, step.owner);
            prop_assert!(!drift.steps.is_empty());
        }
    }

    /// What no step writes may move as it likes.
    #[test]
    fn what_a_plan_does_not_touch_may_move((before, after) in lawful_ends(), other in crate::arbitrary::configuration()) {
        let plan = plan(&before, &after);
        let document = document(&plan, None, &Directories::new(), false);
        let mut now = before.clone();
        for (id, tenant) in &mut now.tenants {
            let tenant = Arc::make_mut(tenant);
            tenant.display_name = "Other".to_owned();
            let policy = Arc::make_mut(tenant.policy.get_or_insert_default());
            for (partner, held) in &mut policy.partners {
                let touched = plan.steps_of(*id).any(|step| {
                    step.act.subject() == Some(Subject::Partner(*partner))
                });
                if !touched {
                    Arc::make_mut(held).configuration = other.clone();
                }
            }
        }
        prop_assert_eq!(&compare(&document, &observed(&now)).drifts, &[]);
    }
}

/// Everything a tenant says, without what says nothing.
fn said_of(estate: &Estate, owner: TenantId) -> Json {
    let service = &services(estate)[&owner];
    let policy = estate.policy(owner).cloned().unwrap_or_default();
    let of_default = |p: Property| format!("{:?}", crate::plan::said_by_default(&policy, p));
    let order = policy.default.as_deref().and_then(|default| default.redemption.clone());
    let order = order.unwrap_or_else(service_redemption_order);
    let external = estate.tenant(owner).unwrap().external.clone().unwrap_or_default();
    let mut clouds = service.clouds.clone();
    clouds.sort();
    let all = serde_json::json!([
        service.partners.values().collect::<Vec<_>>(),
        service.syncs.values().collect::<Vec<_>>(),
        Property::OF_PARTNER.map(of_default),
        format!("{order:?}"),
        clouds,
        service.authorization,
        service.domains,
        external.self_service_sign_up,
        external.allow_external_identities_to_leave,
    ]);
    pruned(&all)
}

/// Without members that are null or hold nothing.
fn pruned(value: &Json) -> Json {
    match value {
        Json::Object(members) => {
            let said = members.iter().map(|(name, value)| (name.clone(), pruned(value)));
            let said: serde_json::Map<_, _> = said
                .filter(|(name, value)| !value.is_null() && !name.starts_with("@odata."))
                .collect();
            if said.is_empty() { Json::Null } else { Json::Object(said) }
        }
        Json::Array(items) => Json::Array(items.iter().map(pruned).collect()),
        other => other.clone(),
    }
}
