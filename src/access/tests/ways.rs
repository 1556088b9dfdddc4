//! The second judge's reading of Conditional Access: which ways policies leave open to somebody from
//! outside. Cut from Graph's own JSON by whoever has not read the engine; uses nothing of this room.
//!
//! Sources: MicrosoftDocs/entra-docs:docs/external-id/authentication-conditional-access.md,
//! MicrosoftDocs/entra-docs:docs/identity/authentication/concept-authentication-strength-external-users.md,
//! MicrosoftDocs/entra-docs:docs/identity/conditional-access/concept-conditional-access-users-groups.md

use std::collections::BTreeSet;

use serde_json::Value;

use super::oracle::{Ask, Coins, Groups, SUITE, passes};

/// What somebody has to do to get through. None of them: stopped.
pub type Ways = BTreeSet<BTreeSet<&'static str>>;

/// The object of the person in the resource tenant, as far as somebody looked.
#[derive(Clone, Debug, Default)]
pub enum Guest {
    /// Nobody has.
    #[default]
    Unseen,
    /// It stands there, with its id and its `userType`, which is empty where it was not told.
    Found { id: String, user_type: String },
}

/// What Conditional Access looks at besides what the settings look at.
#[derive(Clone, Debug)]
pub struct Session<'a> {
    /// Policies of the resource tenant.
    pub policies: &'a [Value],
    /// Its strengths, where they were exported by themselves.
    pub strengths: &'a [Value],
    /// What the session proves: `mfa`, `compliantDevice`, `domainJoinedDevice`.
    pub has: BTreeSet<&'static str>,
    /// The person in the resource tenant.
    pub guest: Guest,
    /// Objects of the resource tenant that are somebody else.
    pub others: BTreeSet<String>,
    /// The groups of the resource tenant, where its directory is known.
    pub here: Option<&'a Groups>,
}

const MFA_HERE: &str = "mfaInResourceTenant";
const MFA_HOME: &str = "mfaInHomeTenant";
const DEVICE_HOME: &str = "deviceInHomeTenant";
const TERMS: &str = "termsOfUse";

fn free() -> Ways {
    Ways::from([BTreeSet::new()])
}

fn only(step: &'static str) -> Ways {
    Ways::from([BTreeSet::from([step])])
}

fn never() -> Ways {
    Ways::new()
}

fn both(one: &Ways, other: &Ways) -> Ways {
    let all = one.iter().flat_map(|a| other.iter().map(|b| a.union(b).copied().collect()));
    least(all.collect())
}

fn either(one: &Ways, other: &Ways) -> Ways {
    least(one.union(other).cloned().collect())
}

/// Without the ways that do more than another way.
fn least(ways: Ways) -> Ways {
    let wider = |way: &BTreeSet<_>| ways.iter().any(|less| less != way && less.is_subset(way));
    ways.iter().filter(|way| !wider(way)).cloned().collect()
}

/// The ways through all policies.
pub fn ways(ask: &Ask<'_>, session: &Session<'_>, coins: &mut Coins) -> Ways {
    let mut left = free();
    for (place, policy) in session.policies.iter().enumerate() {
        let name = |what: &str| format!("{place} {what}");
        let on = match policy["state"].as_str() {
            Some("enabled") => true,
            Some("disabled" | "enabledForReportingButNotEnforced") => false,
            _ => coins.toss(&name("state")),
        };
        if on
            && picks_app(&policy["conditions"], ask, coins, place)
            && picks_person(&policy["conditions"]["users"], ask, session, coins, place)
            && picks_moment(&policy["conditions"], coins, place)
        {
            left = both(&left, &grant(policy, ask, session, coins, place));
        }
    }
    left
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn is_direct(ask: &Ask<'_>) -> bool {
    ask.family == "b2bDirectConnect"
}

fn is_id(word: &str) -> bool {
    word.len() == 36
}

fn picks_person(
    users: &Value,
    ask: &Ask<'_>,
    session: &Session<'_>,
    coins: &mut Coins,
    place: usize,
) -> bool {
    if users.is_null() {
        return coins.toss(&format!("{place} users"));
    }
    let mut side = |which: &str| {
        let list = |what: &str| texts(&users[format!("{which}{what}")]);
        let mut hit = false;
        for word in list("Users") {
            hit |= match word {
                "All" if which == "include" => true,
                "GuestsOrExternalUsers" => true,
                "None" => false,
                id if is_id(id) => is_the_guest(id, ask, session, coins),
                word => coins.toss(&format!("word {word}")),
            };
        }
        for group in list("Groups") {
            hit |= !is_direct(ask) && is_in(group, ask, session, coins, 0);
        }
        for role in list("Roles") {
            // There are no roles without an object to hold them.
            hit |= !is_direct(ask) && coins.toss(&format!("guest holds {role}"));
        }
        hit | picks_outsider(&users[format!("{which}GuestsOrExternalUsers")], ask, session, coins)
    };
    let (included, excluded) = (side("include"), side("exclude"));
    included && !excluded
}

/// Whether the object that stands for the person in the resource tenant has this id.
fn is_the_guest(id: &str, ask: &Ask<'_>, session: &Session<'_>, coins: &mut Coins) -> bool {
    // Direct connect leaves no object.
    if is_direct(ask) {
        return false;
    }
    match &session.guest {
        Guest::Unseen => !session.others.contains(id) && coins.toss(&format!("guest is {id}")),
        Guest::Found { id: found, .. } => id == found,
    }
}

/// Whether that object is in a group, or in a group in it.
fn is_in(group: &str, ask: &Ask<'_>, session: &Session<'_>, coins: &mut Coins, depth: u8) -> bool {
    let known = session.here.and_then(|groups| groups.get(group));
    let Some(Some(members)) = known else { return coins.toss(&format!("guest is in {group}")) };
    let nested = |member: &String| session.here.is_some_and(|groups| groups.contains_key(member));
    members.iter().any(|member| match nested(member) {
        true => depth < 5 && is_in(member, ask, session, coins, depth + 1),
        false => is_the_guest(member, ask, session, coins),
    })
}

fn picks_outsider(
    outside: &Value,
    ask: &Ask<'_>,
    session: &Session<'_>,
    coins: &mut Coins,
) -> bool {
    let Some(kinds) = outside["guestOrExternalUserTypes"].as_str() else { return false };
    let mut hit = false;
    for kind in kinds.split(',').map(str::trim).filter(|kind| !kind.is_empty()) {
        hit |= match kind {
            "none" | "internalGuest" | "otherExternalUser" => false,
            // Either kind reaches the other where somebody can come both ways.
            "b2bCollaborationGuest" | "b2bCollaborationMember" => {
                let wanted = if kind.ends_with("Guest") { "Guest" } else { "Member" };
                let here = match &session.guest {
                    Guest::Found { .. } => true,
                    Guest::Unseen => !is_direct(ask) || coins.toss("also a guest"),
                };
                here && match &session.guest {
                    Guest::Found { user_type, .. } if !user_type.is_empty() => user_type == wanted,
                    _ => coins.toss("guest is Guest") == (wanted == "Guest"),
                }
            }
            "b2bDirectConnectUser" => {
                let directly = Ask { family: "b2bDirectConnect", ..ask.clone() };
                is_direct(ask) || (SUITE[..2].contains(&ask.app) && passes(&directly, coins))
            }
            "serviceProvider" => match ask.resource.2 {
                None => coins.toss("serviceProvider"),
                Some(policy) => {
                    let partners = policy["partners"].as_array();
                    let mut all = partners.into_iter().flatten();
                    let provides = all.any(|p| {
                        p["tenantId"] == ask.home.0 && p["isServiceProvider"] == Value::Bool(true)
                    });
                    provides && coins.toss("serviceProvider")
                }
            },
            word => coins.toss(&format!("kind {word}")),
        };
    }
    let tenants = &outside["externalTenants"];
    hit && match tenants["membershipKind"].as_str() {
        _ if tenants.is_null() => true,
        Some("all") => true,
        Some("enumerated") => texts(&tenants["members"]).contains(&ask.home.0),
        word => coins.toss(&format!("tenants {word:?}")),
    }
}

fn picks_app(conditions: &Value, ask: &Ask<'_>, coins: &mut Coins, place: usize) -> bool {
    let apps = &conditions["applications"];
    if apps.is_null() {
        return coins.toss(&format!("{place} applications"));
    }
    let mut side = |which: &str| {
        let mut hit = false;
        for word in texts(&apps[format!("{which}Applications")]) {
            hit |= match word {
                "All" => true,
                "None" => false,
                "Office365" => SUITE.contains(&ask.app) || (!ask.foreign && coins.toss("suite")),
                "MicrosoftAdminPortals" => !ask.foreign && coins.toss("admin portals"),
                id if is_id(id) => id == ask.app,
                word => coins.toss(&format!("app word {word}")),
            };
        }
        hit
    };
    let (included, excluded) = (side("include"), side("exclude"));
    let names_nothing = texts(&apps["includeApplications"]).is_empty();
    let filtered = !apps["applicationFilter"].is_null();
    // A filter adds what it finds or takes it away: nobody knows which these are.
    let found = filtered && coins.toss(&format!("{place} filter"));
    match apps["applicationFilter"]["mode"].as_str() {
        // Whether it adds to what is named or narrows it is not said.
        Some("include") if coins.toss(&format!("{place} filter adds")) => {
            (included || found) && !excluded
        }
        Some("include") => (included || names_nothing) && found && !excluded,
        Some("exclude") => included && !excluded && !found,
        _ if filtered => found,
        _ => included && !excluded,
    }
}

/// Whether the circumstances are those that the policy waits for; nobody asks about them.
fn picks_moment(conditions: &Value, coins: &mut Coins, place: usize) -> bool {
    let known = ["users", "applications"];
    let others = conditions.as_object().into_iter().flatten().filter(|(key, _)| {
        !known.contains(&key.as_str()) && !key.starts_with('@') && !key.contains("@odata")
    });
    let mut held = true;
    for (key, value) in others {
        held &= says_nothing(value) || coins.toss(&format!("{place} {key}"));
    }
    held
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.iter().all(|one| one == "all" || one == "All"),
        Value::Object(map) => map.values().all(says_nothing),
        _ => false,
    }
}

fn grant(
    policy: &Value,
    ask: &Ask<'_>,
    session: &Session<'_>,
    coins: &mut Coins,
    place: usize,
) -> Ways {
    let controls = &policy["grantControls"];
    let mut all: Vec<Ways> = Vec::new();
    for word in texts(&controls["builtInControls"]) {
        all.push(match word {
            // Block stands alone and beats everything.
            "block" => return never(),
            "mfa" => mfa(ask, session, coins),
            "compliantDevice" | "domainJoinedDevice" => device(word, ask, session, coins),
            "approvedApplication" | "compliantApplication" | "passwordChange" => never(),
            word => guess(&format!("{place} control {word}"), coins),
        });
    }
    // Custom controls do not work across tenants.
    all.extend(texts(&controls["customAuthenticationFactors"]).iter().map(|_| never()));
    if !texts(&controls["termsOfUse"]).is_empty() {
        // Not supported with direct connect; whether that stops or is passed over is not said.
        all.push(if is_direct(ask) { guess("terms", coins) } else { only(TERMS) });
    }
    if !controls["authenticationStrength"].is_null() {
        all.push(strength(&controls["authenticationStrength"], ask, session, coins));
    }
    let granted = match (all.split_first(), controls["operator"].as_str()) {
        (None, _) => free(),
        (Some((one, [])), _) => one.clone(),
        (Some((one, rest)), Some("AND")) => rest.iter().fold(one.clone(), |a, b| both(&a, b)),
        (Some((one, rest)), Some("OR")) => rest.iter().fold(one.clone(), |a, b| either(&a, b)),
        (Some((one, rest)), _) => {
            let and = coins.toss(&format!("{place} operator"));
            rest.iter().fold(one.clone(), |a, b| if and { both(&a, b) } else { either(&a, b) })
        }
    };
    let asks_session = policy["sessionControls"].as_object().is_some_and(|session| {
        session.values().any(|value| value.is_object() && value["isEnabled"] != Value::Bool(false))
    });
    if is_direct(ask) && asks_session {
        return both(&granted, &guess(&format!("{place} session"), coins));
    }
    granted
}

fn guess(name: &str, coins: &mut Coins) -> Ways {
    if coins.toss(name) { free() } else { never() }
}

/// Whether the resource tenant takes the home tenant's word: its partner's value, else its default's.
fn trusts(member: &str, ask: &Ask<'_>, coins: &mut Coins) -> bool {
    let Some(policy) = ask.resource.2 else { return coins.toss(&format!("trust {member}")) };
    let partners = policy["partners"].as_array();
    let partner = partners.into_iter().flatten().find(|p| p["tenantId"] == ask.home.0);
    let layers = [partner, Some(&policy["default"])];
    let said =
        layers.into_iter().flatten().find_map(|layer| layer["inboundTrust"][member].as_bool());
    said.unwrap_or(false)
}

fn mfa(ask: &Ask<'_>, session: &Session<'_>, coins: &mut Coins) -> Ways {
    match (trusts("isMfaAccepted", ask, coins), session.has.contains("mfa")) {
        (true, true) => free(),
        (true, false) => only(MFA_HOME),
        (false, _) if is_direct(ask) => never(),
        (false, _) => only(MFA_HERE),
    }
}

fn device(word: &str, ask: &Ask<'_>, session: &Session<'_>, coins: &mut Coins) -> Ways {
    let member = match word {
        "compliantDevice" => "isCompliantDeviceAccepted",
        _ => "isHybridAzureADJoinedDeviceAccepted",
    };
    match (trusts(member, ask, coins), session.has.contains(word)) {
        (true, true) => free(),
        (true, false) => only(DEVICE_HOME),
        (false, _) => never(),
    }
}

/// Methods somebody from outside can use at home, and which of them also in the resource tenant.
const METHODS: &[(&str, bool)] = &[
    ("sms", true),
    ("voice", true),
    ("microsoftAuthenticatorPush", true),
    ("softwareOath", true),
    ("deviceBasedPush", false),
    ("hardwareOath", false),
    ("fido2", false),
    ("windowsHelloForBusiness", false),
    ("x509CertificateSingleFactor", false),
    ("x509CertificateMultiFactor", false),
];

const BUILT_IN: [(&str, &[&str]); 3] = [
    ("00000000-0000-0000-0000-000000000002", &["password,sms"]),
    ("00000000-0000-0000-0000-000000000003", &["fido2", "deviceBasedPush"]),
    ("00000000-0000-0000-0000-000000000004", &["fido2"]),
];

fn strength(wanted: &Value, ask: &Ask<'_>, session: &Session<'_>, coins: &mut Coins) -> Ways {
    let id = wanted["id"].as_str().unwrap_or("");
    let built_in = BUILT_IN.iter().find(|(known, _)| *known == id);
    let list = |value: &Value| {
        let list = value["allowedCombinations"].as_array();
        list.map(|_| texts(&value["allowedCombinations"]).into_iter().map(str::to_owned).collect())
    };
    let exported = session.strengths.iter().find(|one| !id.is_empty() && one["id"] == id);
    let combinations: Option<Vec<String>> = match built_in {
        Some((_, combinations)) => Some(combinations.iter().map(|c| (*c).to_owned()).collect()),
        None => list(wanted).or_else(|| exported.and_then(list)),
    };
    let trusted = trusts("isMfaAccepted", ask, coins);
    if !trusted && is_direct(ask) {
        return never();
    }
    let (place, step) = if trusted { ("home", MFA_HOME) } else { ("here", MFA_HERE) };
    let can = match &combinations {
        None => coins.toss(&format!("strength {id} {place}")),
        Some(all) => all.iter().any(|one| combination(one, trusted, coins)),
    };
    if !can {
        return never();
    }
    // Any MFA meets the first; of a stronger one the claim does not say by which method it came.
    let is_mfa = built_in.is_some_and(|(known, _)| known.ends_with('2'));
    if trusted && session.has.contains("mfa") && (is_mfa || coins.toss(&format!("strong {id}"))) {
        return free();
    }
    only(step)
}

/// Whether somebody from outside can do all of a combination there.
fn combination(text: &str, at_home: bool, coins: &mut Coins) -> bool {
    let methods: Vec<&str> = text.split(',').map(str::trim).collect();
    let first = ["password", "federatedSingleFactor"];
    let single = ["sms", "x509CertificateSingleFactor"];
    if let [one] = *methods
        && (first.contains(&one) || single.contains(&one))
    {
        // The table is one of second factors.
        return coins.toss(&format!("{one} alone home {at_home}"));
    }
    methods.into_iter().filter(|method| !first.contains(method)).all(|method| {
        match METHODS.iter().find(|(known, _)| *known == method) {
            Some((_, here)) => at_home || *here,
            None => coins.toss(&format!("method {method} home {at_home}")),
        }
    })
}
