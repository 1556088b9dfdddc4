//! Conditional Access at random, with guests in the directory and strengths of a tenant's own: the
//! engine against the second judge.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::cases::{Case, Dice};
use super::conditions::{KINDS, Known, Tally, grants, policy};
use super::index::agrees;
use super::judges::random_cases;
use super::scene::*;
use super::ways::Guest;
use crate::access::{Gate, Index, Question, Verdict};
use crate::domain::{B2b, Claim, Group, Guid, InboundTrust, ObjectId, Person};
use crate::wire;

/// Fay and Finn as guests of Contoso, and somebody of whom nothing is known.
const FAY_HERE: ObjectId = ObjectId(Guid::from_u128(0xCF1));
const FINN_HERE: ObjectId = ObjectId(Guid::from_u128(0xCF2));
const NOBODY: ObjectId = ObjectId(Guid::from_u128(0xCF3));
/// Groups of Contoso; the second holds the first.
const GUESTS: ObjectId = ObjectId(Guid::from_u128(0xCF8));
const OUTER: ObjectId = ObjectId(Guid::from_u128(0xCF9));

const OWN: [(&str, &[&str]); 8] = [
    ("text", &["password,sms"]),
    ("keys", &["fido2", "windowsHelloForBusiness"]),
    ("keys or push", &["fido2", "password,microsoftAuthenticatorPush"]),
    ("a pass", &["temporaryAccessPassOneTime"]),
    ("a pass or a token", &["temporaryAccessPassOneTime", "password,hardwareOath"]),
    ("only a password", &["password"]),
    ("mail and a call", &["email,voice"]),
    ("a call at work", &["voice,federatedSingleFactor"]),
];

fn person(id: ObjectId, name: &str, mail: &str, user_type: &str) -> Person {
    let (name, mail) = (name.to_owned(), mail.to_owned());
    let user_type = user_type.to_owned();
    Person { id, user_principal_name: name, mail, user_type, ..Person::default() }
}

/// What was put into the directories, and what follows from it for one person.
fn people(dice: &mut Dice, case: &mut Case) -> (Guest, BTreeSet<String>) {
    let (mut guest, mut others) = (Guest::Unseen, BTreeSet::new());
    let knows_home = case.world.directories.contains_key(&F);
    if let Some(home) = case.world.directories.get_mut(&F) {
        let home = Arc::make_mut(home);
        home.users = vec![
            person(FAY, "fay@fabrikam.com", "fay.fox@fabrikam.com", "Member"),
            person(FINN, "Finn@fabrikam.com", "", "Member"),
        ];
    }
    if dice.percent(10) {
        case.world.directories.remove(&C);
        return (guest, others);
    }
    let here = Arc::make_mut(case.world.directories.get_mut(&C).unwrap());
    here.users = vec![
        person(CARA, "cara@contoso.com", "", "Member"),
        // Whose mail is elsewhere may be at home there.
        person(CARL, "carl@contoso.com", "carl@other.example", "Member"),
    ];
    others.insert(CARA.to_string());
    let kinds = ["Guest", "Guest", "Member", ""];
    let marked = |local: &str| format!("{local}#EXT#@contoso.onmicrosoft.com");
    for (user, id, by_name, by_mail) in [
        (FAY, FAY_HERE, "fay_fabrikam.com", "Fay.Fox@fabrikam.com"),
        (FINN, FINN_HERE, "finn_Fabrikam.com", "finn@fabrikam.com"),
    ] {
        if !dice.percent(70) {
            continue;
        }
        let user_type = dice.pick(&kinds);
        here.users.push(match dice.roll(3) {
            0 => person(id, &marked(by_name), "", user_type),
            1 => person(id, &marked("somebody_else.example"), by_mail, user_type),
            _ => person(id, &marked(by_name), by_mail, user_type),
        });
        if !knows_home {
            continue;
        }
        if user == case.question.user {
            guest = Guest::Found { id: id.to_string(), user_type: user_type.to_owned() };
        } else {
            others.insert(id.to_string());
        }
    }
    let pool = [FAY_HERE, FINN_HERE, NOBODY, CARA, CARL];
    let mut members: Vec<ObjectId> = pool.into_iter().filter(|_| dice.percent(40)).collect();
    if dice.percent(10) {
        members.push(OUTER);
    }
    let held = (!dice.percent(15)).then_some(members);
    let outer = vec![GUESTS, dice.pick(&pool)];
    for (id, members) in [(GUESTS, held), (OUTER, Some(outer))] {
        here.groups.push(Group { id, members, ..Group::default() });
    }
    (guest, others)
}

fn side(dice: &mut Dice, which: &str, users: &mut Value) {
    let ids = [FAY_HERE, FINN_HERE, NOBODY, CARA, CARL].map(|id| id.to_string());
    let groups = [GUESTS, OUTER, CE, NOBODY].map(|id| id.to_string());
    let number = |dice: &mut Dice, of: u64| usize::try_from(dice.roll(of)).unwrap();
    match dice.roll(6) {
        0 => users[format!("{which}Users")] = json!(["GuestsOrExternalUsers"]),
        1 => users[format!("{which}Users")] = json!([ids[number(dice, 5)], ids[number(dice, 5)]]),
        2 => users[format!("{which}Groups")] = json!([groups[number(dice, 4)]]),
        3 => {
            let tenants = dice.pick(&[F, F, T]).to_string();
            users[format!("{which}GuestsOrExternalUsers")] = json!({
                "guestOrExternalUserTypes": KINDS[number(dice, 9)],
                "externalTenants": { "membershipKind": "enumerated", "members": [tenants] },
            });
        }
        4 => users[format!("{which}Roles")] = json!(["r"]),
        _ => {}
    }
}

fn strengths() -> Vec<Value> {
    (0u8..).zip(OWN).map(|(number, (name, combinations))| {
        json!({
            "id": format!("00000000-0000-0000-0000-0000000000d{number}"), "displayName": name,
            "policyType": "custom", "requirementsSatisfied": "mfa", "allowedCombinations": combinations,
        })
    }).collect()
}

fn any_policy(dice: &mut Dice, strengths: &[Value]) -> Value {
    let mut users = json!({});
    if dice.percent(50) {
        users["includeUsers"] = json!(["All"]);
    } else {
        side(dice, "include", &mut users);
    }
    side(dice, "exclude", &mut users);
    let payroll = PAYROLL.to_string();
    let apps = match dice.roll(4) {
        0 => json!({ "includeApplications": [payroll] }),
        1 => json!({ "includeApplications": ["All"], "excludeApplications": ["Office365"] }),
        _ => json!({ "includeApplications": ["All"] }),
    };
    let all = grants();
    let number = |dice: &mut Dice, of: usize| usize::try_from(dice.roll(of as u64)).unwrap();
    let grant = if dice.percent(40) {
        let own = strengths[number(dice, strengths.len())].clone();
        // Policies carry a strength whole, or by its id.
        let own = if dice.percent(50) { own } else { json!({ "id": own["id"] }) };
        let device = if dice.percent(30) { vec!["compliantDevice"] } else { vec![] };
        let operator = dice.pick(&["AND", "OR"]);
        json!({ "operator": operator, "builtInControls": device, "authenticationStrength": own })
    } else {
        all[number(dice, all.len())].1.clone()
    };
    let state = if dice.percent(95) { "enabled" } else { "disabled" };
    policy(state, &users, &apps, &grant)
}

fn any_case(seed: u64, tally: &mut Tally) {
    let mut dice = Dice(seed ^ 0x00CA_CA00);
    let mut case = Case::of(seed);
    case.question.app = dice.pick(&[PAYROLL, WIKI, TEAMS]);
    if dice.percent(70) && case.world.estate.policy(C).is_some() {
        for (owner, other) in [(C, F), (F, C)] {
            if case.world.estate.policy(owner).is_some() {
                for b2b in B2b::ALL {
                    *case.world.partner_mut(owner, other).b2b_mut(b2b) =
                        Some(setting("U+ All, A+ All"));
                }
            }
        }
    }
    if case.world.estate.policy(C).is_some() && dice.percent(80) {
        let mut member = || dice.percent(85).then(|| dice.percent(60));
        case.world.partner_mut(C, F).inbound_trust = Some(InboundTrust {
            mfa: member(),
            compliant_device: member(),
            hybrid_joined_device: member(),
            ..InboundTrust::default()
        });
    }
    case.question.has = Claim::ALL.into_iter().filter(|_| dice.percent(30)).collect();
    let (guest, others) = people(&mut dice, &mut case);
    let all = strengths();
    let exported: Vec<Value> = all.iter().filter(|_| dice.percent(70)).cloned().collect();
    let policies: Vec<Value> = (0..=dice.roll(3)).map(|_| any_policy(&mut dice, &all)).collect();
    let held = json!({ "policies": policies, "authenticationStrengths": exported });
    let held = wire::from_slice(held.to_string().as_bytes()).unwrap();
    case.world.tenant_mut(C).conditional_access = Some(Arc::new(held));
    let known = Known { policies: &policies, strengths: &exported, guest, others };
    tally.put(&case, &known, &format!("seed {seed} {policies:?}"));
    let _held = agrees(&case.world, &case.question);
}

#[test]
fn guests_and_strengths_at_random_are_judged_alike() {
    let mut tally = Tally::default();
    for seed in 0..random_cases() {
        any_case(seed, &mut tally);
    }
    for verdict in
        [Verdict::Allowed, Verdict::Blocked, Verdict::StepRequired, Verdict::DependsOnPartner]
    {
        let share = tally.mix.get(&verdict).copied().unwrap_or(0) * 100 / tally.asked;
        assert!(share >= 2, "{verdict:?}: {:?}", tally.mix);
    }
    tally.done("guests", random_cases() / 50);
}

/// What the answer says of the policy that names people of Contoso.
fn told(users: Value, change: impl FnOnce(&mut World)) -> (Verdict, String) {
    let block = json!({ "operator": "OR", "builtInControls": ["block"] });
    let whole = json!({ "includeApplications": ["All"] });
    let text = policy("enabled", &users, &whole, &block).to_string();
    let mut world = super::conditional::under(World::new(), &[&text]);
    let home = Arc::make_mut(world.directories.get_mut(&F).unwrap());
    home.users = vec![
        person(FAY, "fay@fabrikam.com", "", "Member"),
        person(FINN, "finn@fabrikam.com", "", "Member"),
    ];
    let here = Arc::make_mut(world.directories.get_mut(&C).unwrap());
    here.users = vec![
        person(CARA, "cara@contoso.com", "", "Member"),
        person(FAY_HERE, "fay_fabrikam.com#EXT#@contoso.onmicrosoft.com", "", "Guest"),
    ];
    here.groups.push(Group { id: GUESTS, members: Some(vec![FAY_HERE]), ..Group::default() });
    here.groups.push(Group { id: OUTER, members: Some(vec![GUESTS]), ..Group::default() });
    change(&mut world);
    let answer = world.ask(&knock(FAY, WIKI));
    let line = answer.trace.iter().find(|line| line.gate == Gate::ConditionalAccess).unwrap();
    (answer.verdict, format!("{} {}", line.because, line.ambiguities.join(" ")))
}

type Change = fn(&mut World);

fn here(world: &mut World, change: fn(&mut Vec<Person>)) {
    change(&mut Arc::make_mut(world.directories.get_mut(&C).unwrap()).users);
}

#[test]
fn a_guest_is_told_by_the_address_and_never_silently_not_found() {
    use Verdict::{Allowed, Blocked, DependsOnPartner};
    let user = |id: ObjectId| json!({ "includeUsers": [id.to_string()] });
    let group = |id: ObjectId| json!({ "includeGroups": [id.to_string()] });
    let kind = |kinds: &str| json!({ "includeGuestsOrExternalUsers": { "guestOrExternalUserTypes": kinds } });
    let (guests, members) = ("b2bCollaborationGuest", "b2bCollaborationMember");
    let as_is: Change = |_| {};
    let is_member: Change = |world| here(world, |all| all[1].user_type = "Member".to_owned());
    let is_untold: Change = |world| here(world, |all| all[1].user_type = String::new());
    let is_odd: Change = |world| here(world, |all| all[1].user_type = "Tomorrow".to_owned());
    let are_both: Change = |world| {
        here(world, |all| {
            all.push(person(FINN_HERE, "old#EXT#@c.onmicrosoft.com", "fay@fabrikam.com", "Member"));
        });
    };
    #[rustfmt::skip]
    let table: Vec<(&str, Value, Change, Verdict)> = vec![
        ("guests, and she is one", kind(guests), as_is, Blocked),
        ("guests, and she is a member", kind(guests), is_member, Allowed),
        ("guests, and it is not told", kind(guests), is_untold, DependsOnPartner),
        ("guests, and it is a word from tomorrow", kind(guests), is_odd, DependsOnPartner),
        ("guests, and she is one of two", kind(guests), are_both, DependsOnPartner),
        ("members, and she is a guest", kind(members), as_is, Allowed),
        ("members, and she is one", kind(members), is_member, Blocked),
        ("members, and it is not told", kind(members), is_untold, DependsOnPartner),
        ("either, and it is not told", kind("b2bCollaborationGuest, B2BCollaborationMember"), is_untold, Blocked),
        ("by id", user(FAY_HERE), as_is, Blocked),
        ("in a group", group(GUESTS), as_is, Blocked),
        ("in a group in it", group(OUTER), as_is, Blocked),
        ("another id", user(CARA), as_is, Allowed),
        ("a group that is not there", group(FM), as_is, DependsOnPartner),
        ("all but her", json!({ "includeUsers": ["All"], "excludeUsers": [FAY_HERE.to_string()] }), as_is, Allowed),
        ("no directory of ours", user(FAY_HERE), |world| { world.directories.remove(&C); }, DependsOnPartner),
        ("no directory of hers", user(FAY_HERE), |world| { world.directories.remove(&F); }, DependsOnPartner),
        ("no directory of hers, and a member of ours", user(CARA), |world| { world.directories.remove(&F); }, Allowed),
        ("by mail", user(FAY_HERE), |world| here(world, |all| all[1] = person(FAY_HERE, "f_x.example#ext#@c.onmicrosoft.com", "FAY@fabrikam.com", "Guest")), Blocked),
        ("another address", user(FAY_HERE), |world| here(world, |all| all[1] = person(FAY_HERE, "f_x.example#EXT#@c.onmicrosoft.com", "", "Guest")), DependsOnPartner),
        ("somebody else's address", user(FAY_HERE), |world| here(world, |all| all[1] = person(FAY_HERE, "finn_fabrikam.com#EXT#@c.onmicrosoft.com", "", "Guest")), Allowed),
        ("two with her address", user(FAY_HERE), |world| here(world, |all| all.push(person(FINN_HERE, "old#EXT#@c.onmicrosoft.com", "fay@fabrikam.com", "Guest"))), DependsOnPartner),
        ("two with her address, and neither", user(CARA), |world| here(world, |all| all.push(person(FINN_HERE, "old#EXT#@c.onmicrosoft.com", "fay@fabrikam.com", "Guest"))), Allowed),
        ("a mail contact of ours is no guest", user(CARA), |world| here(world, |all| all[0] = person(CARA, "cara@contoso.com", "fay@fabrikam.com", "Member")), Allowed),
    ];
    for (name, users, change, want) in table {
        let (verdict, words) = told(users, change);
        assert_eq!(verdict, want, "{name}: {words}");
    }
    let (_, words) = told(user(FAY_HERE), |_| {});
    let found = format!("the guest object is {FAY_HERE}, told by its address A19");
    assert!(words.ends_with(&found), "{words}");
}

/// Whom a policy of external kinds picks, asked of the index after others were asked, who may be
/// kept as an answer for all.
#[test]
fn kinds_of_guests_are_kept_apart_by_the_index() {
    let all = ["b2bCollaborationGuest", "b2bCollaborationMember", "b2bDirectConnectUser"];
    for set in 0u8..8 {
        let kinds = (0..).zip(all).filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, kind)| kind);
        let kinds = kinds.collect::<Vec<_>>().join(",");
        for side in ["include", "exclude"] {
            let mut users = json!({ "includeUsers": ["All"] });
            if side == "include" {
                users["includeUsers"] = json!([]);
            }
            users[format!("{side}GuestsOrExternalUsers")] =
                json!({ "guestOrExternalUserTypes": kinds });
            let block = json!({ "operator": "OR", "builtInControls": ["block"] });
            let apps = json!({ "includeApplications": ["All"] });
            let text = policy("enabled", &users, &apps, &block).to_string();
            let open = super::conditional::open(true, true);
            let mut world = super::conditional::under(open, &[&text]);
            let home = Arc::make_mut(world.directories.get_mut(&F).unwrap());
            home.users = vec![
                person(NOBODY, "new@fabrikam.com", "", "Member"),
                person(FAY, "fay@fabrikam.com", "", "Member"),
                person(FINN, "finn@fabrikam.com", "", "Member"),
            ];
            let here = Arc::make_mut(world.directories.get_mut(&C).unwrap());
            let marked = |name: &str| format!("{name}_fabrikam.com#EXT#@contoso.onmicrosoft.com");
            here.users = vec![
                person(FAY_HERE, &marked("fay"), "", "Guest"),
                person(FINN_HERE, &marked("finn"), "", "Member"),
            ];
            let index = Index::of(&world.estate, &world.directories);
            for app in [WIKI, TEAMS] {
                for user in [NOBODY, FAY, FINN, NOBODY] {
                    for question in [knock(user, app), direct(knock(user, app))] {
                        let (kept, asked) = (index.answer(&question), world.ask(&question).brief());
                        assert_eq!(kept, asked, "{side} {kinds}, {user} to {app}");
                    }
                }
            }
        }
    }
}

#[test]
fn who_has_no_tenant_or_no_object_is_in_no_list_for_certain() {
    use crate::access::Identity;
    use Verdict::{Allowed, DependsOnPartner};
    let ask = |users: &Value, question: &Question| {
        let block = json!({ "operator": "OR", "builtInControls": ["block"] });
        let apps = json!({ "includeApplications": ["All"] });
        let text = policy("enabled", users, &apps, &block).to_string();
        let open = super::conditional::open(true, true);
        super::conditional::under(open, &[&text]).verdict(question)
    };
    let other = Question { identity: Identity::Other, ..knock(FAY, WIKI) };
    for tenant in [F, T] {
        let listed = json!({ "includeGuestsOrExternalUsers": {
            "guestOrExternalUserTypes": "b2bCollaborationGuest,b2bCollaborationMember",
            "externalTenants": { "membershipKind": "enumerated", "members": [tenant.to_string()] },
        } });
        assert_eq!(ask(&listed, &other), DependsOnPartner, "{tenant}");
    }
    let group = json!({ "includeGroups": ["not an id"] });
    assert_eq!(ask(&group, &knock(FAY, WIKI)), DependsOnPartner);
    assert_eq!(ask(&group, &direct(knock(FAY, WIKI))), Allowed, "direct connect has no object");
}

/// Certain keys only: what narrows one combination says nothing of another.
#[test]
fn a_combination_is_narrowed_by_its_own_configuration() {
    use Verdict::{DependsOnPartner, StepRequired};
    for (narrowed, want) in [
        (json!(["fido2"]), DependsOnPartner),
        (json!(["x509CertificateMultiFactor"]), StepRequired),
        (json!(null), DependsOnPartner),
    ] {
        let strength = json!({
            "id": "00000000-0000-0000-0000-0000000000d1",
            "allowedCombinations": ["fido2"],
            "combinationConfigurations": [{ "appliesToCombinations": narrowed }],
        });
        let everyone = json!({ "includeUsers": ["All"] });
        let apps = json!({ "includeApplications": ["All"] });
        let grant = json!({ "operator": "OR", "authenticationStrength": strength });
        let text = policy("enabled", &everyone, &apps, &grant).to_string();
        let world = super::conditional::under(super::conditional::open(true, true), &[&text]);
        assert_eq!(world.verdict(&knock(FAY, WIKI)), want, "{strength}");
    }
}

/// Whether every guest of a service provider's tenant is one of its users is not documented.
#[test]
fn users_of_a_service_provider_are_told_by_the_partner() {
    use Verdict::{Allowed, DependsOnPartner};
    for (is_provider, want) in
        [(Some(true), DependsOnPartner), (Some(false), Allowed), (None, Allowed)]
    {
        let users = json!({ "includeGuestsOrExternalUsers": {
            "guestOrExternalUserTypes": "serviceProvider",
        } });
        let block = json!({ "operator": "OR", "builtInControls": ["block"] });
        let apps = json!({ "includeApplications": ["All"] });
        let text = policy("enabled", &users, &apps, &block).to_string();
        let open = super::conditional::open(true, true);
        let mut world = super::conditional::under(open, &[&text]);
        let partner = world.policy_mut(C).partners.get_mut(&F).unwrap();
        Arc::make_mut(partner).is_service_provider = is_provider;
        assert_eq!(world.verdict(&knock(FAY, WIKI)), want, "{is_provider:?}");
    }
}

/// Found by a million cases: between clouds nobody comes by direct connect, whatever its settings say.
#[test]
fn nobody_of_another_cloud_could_come_directly_as_well() {
    use crate::domain::{Cloud, CloudEndpoint};
    let users = json!({ "includeUsers": ["All"], "excludeGuestsOrExternalUsers": {
        "guestOrExternalUserTypes": "b2bDirectConnectUser",
    } });
    let block = json!({ "operator": "OR", "builtInControls": ["block"] });
    let apps = json!({ "includeApplications": ["All"] });
    let text = policy("enabled", &users, &apps, &block).to_string();
    let mut world = super::conditional::under(super::conditional::open(true, true), &[&text]);
    world.partner_mut(F, C);
    let near = world.verdict(&knock(FAY, TEAMS));
    assert_eq!(near, Verdict::Allowed, "who could come directly is left out");
    world.tenant_mut(F).cloud = Cloud::UsGovernment;
    world.policy_mut(F).allowed_cloud_endpoints.push(CloudEndpoint::Global);
    world.policy_mut(C).allowed_cloud_endpoints.push(CloudEndpoint::UsGovernment);
    assert_eq!(world.verdict(&knock(FAY, TEAMS)), Verdict::Blocked);
}
