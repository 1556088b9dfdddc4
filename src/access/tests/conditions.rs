//! Conditional Access: the engine against a judge that shares nothing with it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::cases::Case;
use super::conditional::under;
use super::judges::random_cases;
use super::oracle::{Coins, Groups, explore, passes};
use super::scene::*;
use super::ways::{Guest, Session, Ways, ways};
use crate::access::{Answer, Kind, Verdict};
use crate::domain::{B2b, Claim, InboundTrust, ObjectId};

/// What the engine says where the ways through are these, whatever is guessed: a step is wanted where
/// it does for certain and could be needed. The second is whether no more could be said.
fn holds(answer: &Answer, found: &BTreeSet<Ways>) -> (bool, bool) {
    let free = |ways: &Ways| ways.contains(&BTreeSet::new());
    let (all_free, all_shut) = (found.iter().all(free), found.iter().all(Ways::is_empty));
    let steps: BTreeSet<&str> = answer.steps.iter().map(|step| step.word()).collect();
    match answer.verdict {
        Verdict::Allowed => (all_free, true),
        Verdict::Blocked => (all_shut, true),
        Verdict::StepRequired => {
            let does = |ways: &Ways| ways.iter().any(|way| way.is_subset(&steps));
            let least = found.iter().any(|ways| ways.contains(&steps));
            // A step too many says less than could be known, as long as it does.
            (found.iter().all(does), !all_free && least)
        }
        Verdict::DependsOnPartner | Verdict::Invalid => {
            let is_step = found.len() == 1 && found.iter().all(|ways| !ways.is_empty());
            (true, !all_free && !all_shut && !is_step)
        }
    }
}

/// What the judge is told besides the settings.
#[derive(Default)]
pub struct Known<'a> {
    pub policies: &'a [Value],
    pub strengths: &'a [Value],
    pub guest: Guest,
    pub others: BTreeSet<String>,
}

/// Answers, counted.
#[derive(Debug, Default)]
pub struct Tally {
    pub asked: u64,
    blunt: u64,
    pub mix: BTreeMap<Verdict, u64>,
    wrong: Vec<String>,
}

impl Tally {
    fn ask(&mut self, case: &Case, policies: &[Value], why: &str) {
        self.put(case, &Known { policies, ..Known::default() }, why);
    }

    pub fn put(&mut self, case: &Case, known: &Known<'_>, why: &str) {
        let answer = case.world.ask(&case.question);
        let has = case.question.has.iter().map(|claim| match claim {
            Claim::Mfa => "mfa",
            Claim::CompliantDevice => "compliantDevice",
            Claim::HybridJoinedDevice => "domainJoinedDevice",
        });
        let here: Option<Groups> =
            case.world.directories.get(&case.question.resource).map(|here| {
                let members = |list: &Vec<ObjectId>| list.iter().map(ToString::to_string).collect();
                here.groups
                    .iter()
                    .map(|g| (g.id.to_string(), g.members.as_ref().map(members)))
                    .collect()
            });
        let session = Session {
            policies: known.policies,
            strengths: known.strengths,
            has: has.collect(),
            guest: known.guest.clone(),
            others: known.others.clone(),
            here: here.as_ref(),
        };
        let found = case.put(|ask| {
            explore(
                |coins: &mut Coins| {
                    if passes(ask, coins) { ways(ask, &session, coins) } else { Ways::new() }
                },
            )
        });
        let (is_right, is_sharp) = holds(&answer, &found);
        self.asked += 1;
        *self.mix.entry(answer.verdict).or_default() += 1;
        let is_blunt = is_right && !is_sharp;
        self.blunt += u64::from(is_blunt);
        if !is_right || is_blunt {
            let kind = if is_right { "BLUNT" } else { "WRONG" };
            self.wrong.push(format!(
                "{kind} {why} {:?} {:?}: engine {:?} {:?}, judge {found:?}",
                case.question.kind, case.question.has, answer.verdict, answer.steps
            ));
        }
    }

    pub fn done(&self, name: &str, blunt_max: u64) {
        println!("{name}: {} asked, {} blunt, {:?}", self.asked, self.blunt, self.mix);
        let mut groups = BTreeMap::<&str, (u64, &str)>::new();
        for line in &self.wrong {
            groups.entry(line.split(" | ").next().unwrap()).or_insert((0, line)).0 += 1;
        }
        for (count, line) in groups.values() {
            println!("{count} x {line}");
        }
        assert!(!self.wrong.iter().any(|line| line.starts_with("WRONG")), "{name}");
        assert!(self.blunt <= blunt_max, "{name}: {} say less than could be known", self.blunt);
    }
}

pub const KINDS: [&str; 9] = [
    "b2bCollaborationGuest",
    "b2bCollaborationMember",
    "b2bCollaborationGuest,b2bCollaborationMember",
    "b2bDirectConnectUser",
    "internalGuest,otherExternalUser",
    "serviceProvider",
    "none",
    "internalGuest,b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser,otherExternalUser,serviceProvider",
    "unknownFutureValue",
];

fn people() -> Vec<(String, Value)> {
    let mut all: Vec<(String, Value)> = Vec::new();
    for word in ["All", "None", "GuestsOrExternalUsers", "unknownWord"] {
        all.push((word.to_owned(), json!({ "Users": [word] })));
    }
    all.push(("id".to_owned(), json!({ "Users": [CARA.to_string()] })));
    all.push(("group".to_owned(), json!({ "Groups": [CE.to_string()] })));
    all.push(("role".to_owned(), json!({ "Roles": ["62e90394-69f5-4237-9190-012177145e10"] })));
    for kinds in KINDS {
        for (name, tenants) in [
            ("", Value::Null),
            ("of all", json!({ "membershipKind": "all" })),
            ("of F", json!({ "membershipKind": "enumerated", "members": [F.to_string()] })),
            ("of T", json!({ "membershipKind": "enumerated", "members": [T.to_string()] })),
            ("of ?", json!({ "membershipKind": "unknownFutureValue" })),
        ] {
            let outside = json!({ "guestOrExternalUserTypes": kinds, "externalTenants": tenants });
            all.push((format!("{kinds} {name}"), json!({ "GuestsOrExternalUsers": outside })));
        }
    }
    all
}

fn things() -> Vec<Value> {
    let (payroll, wiki) = (PAYROLL.to_string(), WIKI.to_string());
    vec![
        json!({ "includeApplications": ["All"] }),
        json!({ "includeApplications": ["None"] }),
        json!({ "includeApplications": ["Office365"] }),
        json!({ "includeApplications": ["MicrosoftAdminPortals"] }),
        json!({ "includeApplications": [payroll, wiki] }),
        json!({ "includeApplications": ["All"], "excludeApplications": [payroll] }),
        json!({ "includeApplications": ["All"], "excludeApplications": ["Office365"] }),
        json!({ "includeApplications": [], "includeUserActions": ["urn:user:registersecurityinfo"] }),
        json!({ "includeApplications": ["All"], "applicationFilter": { "mode": "exclude", "rule": "x" } }),
        json!({ "includeApplications": [payroll], "applicationFilter": { "mode": "include", "rule": "x" } }),
        json!({ "includeApplications": ["unknownWord"] }),
    ]
}

fn who(include: &Value, exclude: &Value) -> Value {
    let mut users = serde_json::Map::new();
    for (side, value) in [("include", include), ("exclude", exclude)] {
        for (key, value) in value.as_object().into_iter().flatten() {
            users.insert(format!("{side}{key}"), value.clone());
        }
    }
    Value::Object(users)
}

pub fn policy(state: &str, users: &Value, apps: &Value, grant: &Value) -> Value {
    json!({
        "id": "00000000-0000-0000-0000-0000000000ca", "displayName": "Externals", "state": state,
        "conditions": { "users": users, "applications": apps, "clientAppTypes": ["all"] },
        "grantControls": grant,
    })
}

/// Both sides are open for both ways.
fn open() -> World {
    World::new().partner(C, F, B2b::DirectConnectInbound, "U+ All, A+ All").partner(
        F,
        C,
        B2b::DirectConnectOutbound,
        "U+ All, A+ All",
    )
}

fn held(world: World, policies: &[Value]) -> World {
    let texts: Vec<String> = policies.iter().map(ToString::to_string).collect();
    under(world, &texts.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn whom_a_policy_picks_is_judged_alike() {
    let mut tally = Tally::default();
    let block = json!({ "operator": "OR", "builtInControls": ["block"] });
    let everybody = json!({ "Users": ["All"] });
    let mut all = people();
    all.push(("nobody".to_owned(), json!({})));
    let whole = json!({ "includeApplications": ["All"] });
    let mut put = |why: &str, world: World, policy: Value| {
        let policies = [policy];
        let world = held(world, &policies);
        for kind in Kind::ALL {
            for app in [PAYROLL, TEAMS] {
                let question = crate::access::Question { kind, ..knock(FAY, app) };
                let case = Case { world: world.clone(), question };
                tally.ask(&case, &policies, why);
            }
        }
    };
    for (included, include) in &all {
        for (excluded, exclude) in &all {
            let why = format!("{included} but {excluded}");
            put(&why, open(), policy("enabled", &who(include, exclude), &whole, &block));
        }
        for state in ["disabled", "enabledForReportingButNotEnforced", "unknownFutureValue"] {
            let why = format!("{included} {state}");
            put(&why, open(), policy(state, &who(include, &Value::Null), &whole, &block));
        }
        for apps in things() {
            for world in [open(), provider(open()), open().unseen(C)] {
                let why = format!("{included} to {apps}");
                put(&why, world, policy("enabled", &who(include, &Value::Null), &apps, &block));
            }
        }
    }
    for gap in ["users", "applications"] {
        let mut policy = policy("enabled", &who(&everybody, &Value::Null), &whole, &block);
        policy["conditions"][gap] = Value::Null;
        put(&format!("without {gap}"), open(), policy);
    }
    for (name, value) in MOMENTS {
        let mut policy = policy("enabled", &who(&everybody, &Value::Null), &whole, &block);
        policy["conditions"][*name] = serde_json::from_str(value).unwrap();
        put(&format!("when {name} {value}"), open(), policy);
    }
    tally.done("whom", 131);
}

const MOMENTS: &[(&str, &str)] = &[
    ("locations", r#"{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}"#),
    ("locations", "null"),
    ("platforms", r#"{"includePlatforms":["android"]}"#),
    ("clientAppTypes", r#"["exchangeActiveSync","other"]"#),
    ("clientAppTypes", "[]"),
    ("signInRiskLevels", r#"["high"]"#),
    ("userRiskLevels", "[]"),
    ("servicePrincipalRiskLevels", "[]"),
    ("devices", r#"{"deviceFilter":{"mode":"include","rule":"x"}}"#),
    ("insiderRiskLevels", r#""minor""#),
    ("signInRiskLevels", r#"["none"]"#),
    ("locations", r#"{"includeLocations":["All"],"excludeLocations":[]}"#),
];

fn provider(mut world: World) -> World {
    let partners = &mut world.policy_mut(C).partners;
    std::sync::Arc::make_mut(partners.get_mut(&F).unwrap()).is_service_provider = Some(true);
    world
}

pub fn grants() -> Vec<(&'static str, Value)> {
    let built =
        |operator: &str, words: &[&str]| json!({ "operator": operator, "builtInControls": words });
    let strong = |id: u8| json!({ "id": format!("00000000-0000-0000-0000-00000000000{id}") });
    vec![
        ("nothing", Value::Null),
        ("no control", built("OR", &[])),
        ("block", built("OR", &["block"])),
        ("mfa", built("OR", &["mfa"])),
        ("device", built("OR", &["compliantDevice"])),
        ("hybrid", built("AND", &["domainJoinedDevice"])),
        ("mfa or device", built("OR", &["mfa", "compliantDevice"])),
        ("device or mfa", built("OR", &["compliantDevice", "mfa"])),
        ("mfa and device", built("AND", &["mfa", "compliantDevice"])),
        ("either device", built("OR", &["compliantDevice", "domainJoinedDevice"])),
        ("mfa and hybrid or not", json!({ "builtInControls": ["mfa", "domainJoinedDevice"] })),
        ("one and no operator", json!({ "builtInControls": ["mfa"] })),
        ("approved", built("OR", &["approvedApplication"])),
        ("protected", built("AND", &["compliantApplication"])),
        ("approved or mfa", built("OR", &["approvedApplication", "mfa"])),
        ("password and mfa", built("AND", &["passwordChange", "mfa"])),
        ("future", built("OR", &["retinaScan"])),
        ("future or mfa", built("OR", &["retinaScan", "mfa"])),
        ("future and approved", built("AND", &["retinaScan", "approvedApplication"])),
        ("terms", json!({ "operator": "OR", "termsOfUse": ["t"] })),
        (
            "terms and mfa",
            json!({ "operator": "AND", "builtInControls": ["mfa"], "termsOfUse": ["t"] }),
        ),
        (
            "terms or mfa",
            json!({ "operator": "OR", "builtInControls": ["mfa"], "termsOfUse": ["t"] }),
        ),
        (
            "terms or device",
            json!({ "operator": "OR", "builtInControls": ["compliantDevice"], "termsOfUse": ["t"] }),
        ),
        ("custom", json!({ "operator": "OR", "customAuthenticationFactors": ["c"] })),
        (
            "custom or mfa",
            json!({ "operator": "OR", "builtInControls": ["mfa"], "customAuthenticationFactors": ["c"] }),
        ),
        ("strength 2", json!({ "operator": "OR", "authenticationStrength": strong(2) })),
        ("strength 3", json!({ "operator": "OR", "authenticationStrength": strong(3) })),
        ("strength 4", json!({ "operator": "OR", "authenticationStrength": strong(4) })),
        ("strength ?", json!({ "operator": "OR", "authenticationStrength": strong(9) })),
        (
            "strength 4 or device",
            json!({ "operator": "OR", "builtInControls": ["compliantDevice"], "authenticationStrength": strong(4) }),
        ),
        (
            "strength 2 and device",
            json!({ "operator": "AND", "builtInControls": ["compliantDevice"], "authenticationStrength": strong(2) }),
        ),
        (
            "unknown operator",
            json!({ "operator": "XOR", "builtInControls": ["mfa", "compliantDevice"] }),
        ),
    ]
}

fn sets() -> Vec<BTreeSet<Claim>> {
    (0..8u8)
        .map(|bits| {
            let all = Claim::ALL.into_iter().enumerate();
            all.filter(|(place, _)| bits >> place & 1 == 1).map(|(_, claim)| claim).collect()
        })
        .collect()
}

/// Trust by the partner, by the default behind it, member by member, and where it is not known.
fn trusting() -> Vec<(String, World)> {
    let trust = |bits: u8, told: u8| {
        let member = |place: u8| (told >> place & 1 == 1).then_some(bits >> place & 1 == 1);
        InboundTrust {
            mfa: member(0),
            compliant_device: member(1),
            hybrid_joined_device: member(2),
            ..InboundTrust::default()
        }
    };
    let mut all = vec![("trust unseen".to_owned(), open().unseen(C))];
    for bits in 0..8 {
        let mut world = open();
        world.partner_mut(C, F).inbound_trust = Some(trust(bits, 7));
        all.push((format!("trust {bits}"), world));
        let mut world = open();
        world.default_mut(C).inbound_trust = Some(trust(bits, 7));
        all.push((format!("default trust {bits}"), world.clone()));
        world.partner_mut(C, F).inbound_trust = Some(trust(!bits, 0b010));
        all.push((format!("mixed trust {bits}"), world));
    }
    all
}

#[test]
fn what_policies_want_is_judged_alike() {
    let mut tally = Tally::default();
    let users = json!({ "includeUsers": ["All"] });
    let apps = json!({ "includeApplications": ["All"] });
    let all = grants();
    let mut put = |why: &str, world: &World, policies: &[Value]| {
        let world = held(world.clone(), policies);
        for kind in Kind::ALL {
            for has in sets() {
                let question = crate::access::Question { kind, has, ..knock(FAY, WIKI) };
                let case = Case { world: world.clone(), question };
                tally.ask(&case, policies, why);
            }
        }
    };
    for (trust, world) in trusting() {
        for (name, grant) in &all {
            let one = policy("enabled", &users, &apps, grant);
            put(&format!("{name} | {trust}"), &world, std::slice::from_ref(&one));
            let mut with_session = one;
            with_session["sessionControls"] =
                json!({ "signInFrequency": { "value": 1, "type": "hours" } });
            put(&format!("{name}, session | {trust}"), &world, &[with_session]);
        }
    }
    let is_long = random_cases() > 100_000;
    let few = ["trust 0", "trust 5"];
    let some = trusting().into_iter().filter(|(name, _)| {
        few.contains(&name.as_str()) || (is_long && name.starts_with("trust "))
    });
    for (trust, world) in some {
        for (one, first) in &all {
            for (other, second) in &all {
                let policies = [first, second].map(|grant| policy("enabled", &users, &apps, grant));
                put(&format!("{one} with {other} | {trust}"), &world, &policies);
            }
        }
    }
    tally.done("what", 0);
}
