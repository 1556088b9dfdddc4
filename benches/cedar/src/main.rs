//! The same questions about the same settings, asked of the index, of the engine that gives a trace,
//! and of Cedar: `cargo run --release --manifest-path benches/cedar/Cargo.toml`.
//!
//! A setting becomes a `permit` for who goes out or comes in; a default holds unless a partner has
//! a setting of its own. A sign-in is two requests, out of the home tenant and into the resource
//! tenant, and passes when both are allowed. Cedar is asked with all policies, as its documentation
//! shows it, and with the policies of the two tenants only, picked by hand.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request,
};
use detente::bench::{Plain, Verdicts};

fn main() {
    println!(
        "ns a verdict, median of 9 rounds: partners, index, with trace, Cedar by tenant, Cedar with all policies"
    );
    for partners in [10, 1_000, 10_000] {
        measure(partners);
    }
}

/// Nanoseconds for one call, the median of nine rounds.
fn median(count: usize, mut ask: impl FnMut(usize)) -> f64 {
    let mut rounds: Vec<f64> = (0..9)
        .map(|_| {
            let start = Instant::now();
            (0..count).for_each(&mut ask);
            start.elapsed().as_secs_f64() * 1e9 / count as f64
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[4]
}

fn measure(partners: usize) {
    let verdicts = Verdicts::of(partners);
    let cedar = Cedar::of(&verdicts);
    let count = verdicts.count();
    let (mut passed, mut stopped) = (0, 0);
    for number in 0..count {
        let want = match verdicts.without_trace(number) {
            "allowed" => true,
            "blocked" => false,
            // Of strangers nobody knows what they say; Cedar has no word for it.
            "dependsOnPartner" => continue,
            other => panic!("{other}"),
        };
        assert_eq!(verdicts.with_trace(number), verdicts.without_trace(number));
        assert_eq!(cedar.passes(number, true), want, "question {number}");
        if number < 400_000 / partners.max(100) {
            assert_eq!(cedar.passes(number, false), want, "question {number}");
        }
        if want { passed += 1 } else { stopped += 1 }
    }
    let index = median(count, |number| {
        black_box(verdicts.without_trace(black_box(number)));
    });
    let engine = median(count, |number| {
        black_box(verdicts.with_trace(black_box(number)));
    });
    let sliced = median(count, |number| {
        black_box(cedar.passes(black_box(number), true));
    });
    let whole = median((200_000 / partners).clamp(20, count), |number| {
        black_box(cedar.passes(black_box(number), false));
    });
    println!(
        "{partners:>6} {index:>8.0} {engine:>8.0} {sliced:>8.0} {whole:>10.0}   by tenant / index {:.0}, all / index {:.0}; {passed} passed and {stopped} stopped alike",
        sliced / index,
        whole / index
    );
}

fn uid(kind: &str, id: &str) -> EntityUid {
    format!(r#"{kind}::"{id}""#).parse().expect("an id is plain")
}

struct Cedar {
    authorizer: Authorizer,
    entities: Entities,
    all: PolicySet,
    /// The policies of one tenant about one other, or its defaults.
    sliced: HashMap<(bool, String, Option<String>), PolicySet>,
    nothing: PolicySet,
    /// Out and in, with the tenants.
    requests: Vec<[(Request, String, String); 2]>,
}

impl Cedar {
    fn of(verdicts: &Verdicts) -> Self {
        let settings = verdicts.settings();
        let mut own = BTreeMap::<(bool, &str), Vec<&str>>::new();
        for Plain { owner, other, inbound, .. } in &settings {
            let own = own.entry((*inbound, owner)).or_default();
            own.extend(other.as_deref());
        }
        let mut all = String::new();
        let mut sliced = HashMap::new();
        for setting in &settings {
            let own = own.get(&(setting.inbound, setting.owner.as_str()));
            let text = permit(setting, own.map_or(&[], Vec::as_slice));
            all.push_str(&text);
            // A default that is picked by hand need not say for whom it does not hold.
            let alone = permit(setting, &[]).parse().expect("a policy");
            let key = (setting.inbound, setting.owner.clone(), setting.other.clone());
            sliced.insert(key, alone);
        }
        let request = |number| {
            let [home, user, resource, app] = verdicts.question(number).expect("a question");
            let ask = |action: &str| {
                let (user, app) = (uid("User", &user), uid("App", &app));
                Request::new(user, uid("Action", action), app, Context::empty(), None)
                    .expect("no schema to break")
            };
            [(ask("leave"), home.clone(), resource.clone()), (ask("enter"), resource, home)]
        };
        Cedar {
            authorizer: Authorizer::new(),
            entities: entities(verdicts),
            all: all.parse().expect("policies"),
            sliced,
            nothing: PolicySet::new(),
            requests: (0..verdicts.count()).map(request).collect(),
        }
    }

    fn passes(&self, number: usize, by_tenant: bool) -> bool {
        self.requests[number].iter().zip([false, true]).all(|((request, owner, other), inbound)| {
            let policies =
                if by_tenant { self.of_tenant(inbound, owner, other) } else { &self.all };
            let answer = self.authorizer.is_authorized(request, policies, &self.entities);
            answer.decision() == Decision::Allow
        })
    }

    fn of_tenant(&self, inbound: bool, owner: &str, other: &str) -> &PolicySet {
        let partner = (inbound, owner.to_owned(), Some(other.to_owned()));
        let default = (inbound, owner.to_owned(), None);
        let found = self.sliced.get(&partner).or_else(|| self.sliced.get(&default));
        found.unwrap_or(&self.nothing)
    }
}

fn entities(verdicts: &Verdicts) -> Entities {
    let users = verdicts.users().map(|(tenant, user, groups)| {
        let mut parents: HashSet<_> = groups.iter().map(|group| uid("Group", group)).collect();
        parents.insert(uid("Tenant", &tenant));
        Entity::new_no_attrs(uid("User", &user), parents)
    });
    let apps = verdicts.apps().map(|(tenant, app)| {
        Entity::new_no_attrs(uid("App", &app), HashSet::from([uid("Tenant", &tenant)]))
    });
    Entities::from_entities(users.chain(apps), None).expect("no id stands twice")
}

/// A setting that lets somebody pass, as a policy; what lets nobody pass is none.
fn permit(setting: &Plain, own: &[&str]) -> String {
    let Plain { owner, other, inbound, allows, users, groups, apps } = setting;
    if !allows {
        return String::new();
    }
    // People come in from the other tenant, and go out to it.
    let (here, there, action) = if *inbound {
        ("resource", "principal", "enter")
    } else {
        ("principal", "resource", "leave")
    };
    let scope = |side: &str| match other {
        _ if side == here => format!(r#"{side} in Tenant::"{owner}""#),
        Some(other) => format!(r#"{side} in Tenant::"{other}""#),
        None => side.to_owned(),
    };
    let mut text = format!(
        r#"permit({}, action == Action::"{action}", {})"#,
        scope("principal"),
        scope("resource")
    );
    let list = |kind: &str, ids: &[String]| -> Vec<String> {
        ids.iter().map(|id| format!(r#"{kind}::"{id}""#)).collect()
    };
    if let Some(users) = users {
        let names = [list("User", users), list("Group", groups)].concat().join(", ");
        write!(text, " when {{ principal in [{names}] }}").expect("memory");
    }
    if let Some(apps) = apps {
        write!(text, " when {{ resource in [{}] }}", list("App", apps).join(", ")).expect("memory");
    }
    if other.is_none() && !own.is_empty() {
        let names: Vec<String> = own.iter().map(|id| format!(r#"Tenant::"{id}""#)).collect();
        write!(text, " unless {{ {there} in [{}] }}", names.join(", ")).expect("memory");
    }
    text.push_str(";\n");
    text
}
