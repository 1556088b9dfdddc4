//! A second judge for tests, of another shape than the first: sets of pairs, cut from Graph's own
//! JSON by whoever has not read the engine. Uses nothing of this room.
//!
//! What is not known is a coin; the caller throws all of them both ways.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Group members by group id; a group whose members nobody knows has `null`.
pub type Groups = BTreeMap<String, Option<BTreeSet<String>>>;

/// What is asked, in Graph's words.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    pub home: (&'a str, &'a str, Option<&'a Value>),
    pub resource: (&'a str, &'a str, Option<&'a Value>),
    pub user: &'a str,
    pub app: &'a str,
    /// Whether somebody other than Microsoft is known to have made it.
    pub foreign: bool,
    /// `b2bCollaboration` or `b2bDirectConnect`.
    pub family: &'a str,
    /// Groups of the user where they were told.
    pub told: Option<&'a BTreeSet<String>>,
    /// The home directory, where it is known.
    pub groups: Option<&'a Groups>,
}

/// Guesses at what is not known.
#[derive(Clone, Debug, Default)]
pub struct Coins {
    pub thrown: BTreeMap<String, bool>,
    pub wanted: BTreeSet<String>,
}

impl Coins {
    pub fn toss(&mut self, name: &str) -> bool {
        self.wanted.insert(name.to_owned());
        self.thrown.get(name).copied().unwrap_or(false)
    }
}

type Pairs<'a> = BTreeSet<(&'a str, &'a str)>;
const OTHER: &str = "somebody or something else";
/// Applications that are in the suite.
pub const SUITE: [&str; 3] = [
    "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe",
    "00000003-0000-0ff1-ce00-000000000000",
    "00000002-0000-0ff1-ce00-000000000000",
];

/// Everything that some guess leads to.
pub fn explore<T: Ord>(judge: impl Fn(&mut Coins) -> T) -> BTreeSet<T> {
    let mut found = BTreeSet::new();
    let mut open = vec![Coins::default()];
    while let Some(mut coins) = open.pop() {
        let outcome = judge(&mut coins);
        match coins.wanted.iter().find(|name| !coins.thrown.contains_key(*name)).cloned() {
            None => {
                found.insert(outcome);
            }
            Some(name) => {
                for side in [false, true] {
                    let mut next = coins.clone();
                    next.wanted.clear();
                    next.thrown.insert(name.clone(), side);
                    open.push(next);
                }
            }
        }
    }
    found
}

/// Every outcome that some guess leads to.
pub fn outcomes(ask: &Ask<'_>) -> BTreeSet<bool> {
    explore(|coins| passes(ask, coins))
}

/// Whether the settings of both sides let pass.
pub fn passes(ask: &Ask<'_>, coins: &mut Coins) -> bool {
    let (home, resource) = (ask.home, ask.resource);
    let crossing = cloud_open(ask, coins);
    let out = side(ask, "Outbound", home.2, resource.0, coins);
    let inn = side(ask, "Inbound", resource.2, home.0, coins);
    let both: Pairs<'_> = out.intersection(&inn).copied().collect();
    crossing && both.contains(&(ask.user, ask.app))
}

fn cloud_open(ask: &Ask<'_>, coins: &mut Coins) -> bool {
    let (home, resource) = (ask.home, ask.resource);
    if home.1 == resource.1 {
        return true;
    }
    if ask.family != "b2bCollaboration" || (home.1 != "global" && resource.1 != "global") {
        return false;
    }
    let mut knows = |policy: Option<&Value>, other: (&str, &str)| {
        let Some(policy) = policy else { return coins.toss(&format!("cloud of {}", other.0)) };
        let endpoint = match other.1 {
            "global" => "microsoftonline.com",
            "usgov" => "microsoftonline.us",
            _ => "partner.microsoftonline.cn",
        };
        let list = policy["allowedCloudEndpoints"].as_array();
        list.is_some_and(|list| list.iter().any(|e| e == endpoint))
            && !partner(policy, other.0).is_null()
    };
    let there = knows(home.2, (resource.0, resource.1));
    let here = knows(resource.2, (home.0, home.1));
    there && here
}

fn partner<'v>(policy: &'v Value, other: &str) -> &'v Value {
    let list = policy["partners"].as_array();
    list.and_then(|list| list.iter().find(|p| p["tenantId"] == other)).unwrap_or(&Value::Null)
}

/// All pairs that one side lets through.
fn side<'a>(
    ask: &Ask<'a>,
    way: &str,
    policy: Option<&Value>,
    other: &str,
    coins: &mut Coins,
) -> Pairs<'a> {
    let people = BTreeSet::from([ask.user, OTHER]);
    let things = BTreeSet::from([ask.app, OTHER]);
    let cross = |people: &BTreeSet<&'a str>, things: &BTreeSet<&'a str>| -> Pairs<'a> {
        people.iter().flat_map(|p| things.iter().map(|t| (*p, *t))).collect()
    };
    let everything = cross(&people, &things);
    let Some(policy) = policy else {
        return if coins.toss(way) { everything } else { Pairs::new() };
    };
    let property = format!("{}{way}", ask.family);
    let all = [partner(policy, other), &policy["default"]];
    let speaking = |half: &str| {
        let found = all.iter().map(|layer| &layer[&property][half]).find(|value| !value.is_null());
        found.cloned().unwrap_or_else(|| shipped(ask.family.contains("Direct"), half))
    };
    let (users, apps) = (speaking("usersAndGroups"), speaking("applications"));
    let listed_people: BTreeSet<&str> = [(ask.user, true), (OTHER, false)]
        .into_iter()
        .filter(|(_, me)| person_listed(&users, ask, *me, way, coins))
        .map(|(who, _)| who)
        .collect();
    let listed_things: BTreeSet<&str> = [(ask.app, true), (OTHER, false)]
        .into_iter()
        .filter(|(_, this)| thing_listed(&apps, ask, *this, way, coins))
        .map(|(what, _)| what)
        .collect();
    let rest = |all: &BTreeSet<&'a str>, some: &BTreeSet<&str>| -> BTreeSet<&'a str> {
        all.iter().filter(|one| !some.contains(*one)).copied().collect()
    };
    let keep = |all: &BTreeSet<&'a str>, some: &BTreeSet<&str>| -> BTreeSet<&'a str> {
        all.iter().filter(|one| some.contains(*one)).copied().collect()
    };
    let listed = (keep(&people, &listed_people), keep(&things, &listed_things));
    let unlisted = (rest(&people, &listed_people), rest(&things, &listed_things));
    match (users["accessType"].as_str(), apps["accessType"].as_str()) {
        (Some("allowed"), Some("allowed")) => cross(&listed.0, &listed.1),
        (Some("allowed"), Some("blocked")) => cross(&listed.0, &unlisted.1),
        (Some("blocked"), Some("allowed")) => cross(&unlisted.0, &listed.1),
        (Some("blocked"), Some("blocked")) => {
            let stopped = cross(&listed.0, &listed.1);
            let left: Pairs<'a> = everything.difference(&stopped).copied().collect();
            // The service refuses this shape; what it would mean nobody knows.
            let refused = says(&users, "AllUsers") && !says(&apps, "AllApplications");
            if refused && !coins.toss(&format!("refused {way}")) { Pairs::new() } else { left }
        }
        _ => {
            if coins.toss(&format!("word {way}")) {
                everything
            } else {
                Pairs::new()
            }
        }
    }
}

fn shipped(direct: bool, half: &str) -> Value {
    let (target, kind) = match half {
        "usersAndGroups" => ("AllUsers", "user"),
        _ => ("AllApplications", "application"),
    };
    serde_json::json!({
        "accessType": if direct { "blocked" } else { "allowed" },
        "targets": [{ "target": target, "targetType": kind }],
    })
}

fn targets(half: &Value) -> Vec<(&str, &str)> {
    let list = half["targets"].as_array();
    list.into_iter()
        .flatten()
        .map(|t| (t["target"].as_str().unwrap_or(""), t["targetType"].as_str().unwrap_or("")))
        .collect()
}

fn says(half: &Value, word: &str) -> bool {
    targets(half).iter().any(|(target, _)| *target == word)
}

fn person_listed(half: &Value, ask: &Ask<'_>, me: bool, way: &str, coins: &mut Coins) -> bool {
    let list = targets(half);
    if list.is_empty() {
        return coins.toss(&format!("empty people {way}"));
    }
    if list.iter().any(|(target, _)| *target == "AllUsers") {
        return true;
    }
    if !me {
        return false;
    }
    // Everything is looked at before anything is guessed.
    if list.iter().any(|(target, kind)| *kind == "user" && *target == ask.user) {
        return true;
    }
    let groups: Vec<&str> =
        list.iter().filter(|(_, kind)| *kind == "group").map(|(target, _)| *target).collect();
    if let Some(told) = ask.told {
        if groups.iter().any(|group| told.contains(*group)) {
            return true;
        }
    } else if groups.iter().any(|group| in_group(group, ask, 0, coins)) {
        return true;
    }
    list.iter().any(|(target, kind)| {
        *kind != "group" && target.len() != 36 && coins.toss(&format!("word {target} {way}"))
    })
}

fn in_group(group: &str, ask: &Ask<'_>, depth: usize, coins: &mut Coins) -> bool {
    let known = ask.groups.map(|groups| groups.get(group));
    match known {
        Some(Some(Some(members))) => {
            members.contains(ask.user)
                || members.iter().any(|member| {
                    let nested = ask.groups.is_some_and(|groups| groups.contains_key(member));
                    nested && depth < 8 && in_group(member, ask, depth + 1, coins)
                })
        }
        _ => coins.toss(&format!("member of {group}")),
    }
}

fn thing_listed(half: &Value, ask: &Ask<'_>, this: bool, way: &str, coins: &mut Coins) -> bool {
    let list = targets(half);
    if list.is_empty() {
        return coins.toss(&format!("empty things {way}"));
    }
    if list.iter().any(|(target, _)| *target == "AllApplications") {
        return true;
    }
    this && list.iter().any(|(target, _)| match *target {
        "Office365" => SUITE.contains(&ask.app) || (!ask.foreign && coins.toss("suite")),
        word if word.len() != 36 => coins.toss(&format!("word {word} {way}")),
        id => id == ask.app,
    })
}
