//! Two companies of one merger, set up as a guide would: restrictive defaults, each other's people
//! let in both ways, MFA and compliant devices trusted, direct connect for Teams. Everyone of both
//! passes without a second prompt; anybody else is stopped.

use serde_json::{Value, json};

use crate::scene::{NOBODY, Scene, graph, untouched};

pub const ALPHA: &str = "aaaaaaaa-1111-4111-8111-111111111111";
pub const BETA: &str = "bbbbbbbb-2222-4222-8222-222222222222";
/// Microsoft Teams, as every tenant knows it.
const TEAMS: &str = "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe";
const PEOPLE: u32 = 30;

fn id(kind: &str, tenant: &str, number: u32) -> String {
    format!("{kind}-0000-4000-8000-{}{number:08}", &tenant[..4])
}

/// What the administrators of one company export.
pub fn export(scene: &Scene, name: &str, tenant: &str, domain: &str) {
    let folder = scene.path(name);
    std::fs::create_dir_all(&folder).unwrap();
    let users: Vec<Value> = (0..PEOPLE)
        .map(|number| {
            json!({
                "id": id("00000001", tenant, number),
                "displayName": format!("{name} {number}"),
                "userPrincipalName": format!("{number}@{domain}"),
                "userType": "Member",
            })
        })
        .collect();
    let apps: Vec<Value> = (0..5)
        .map(|number| {
            json!({
                "id": id("00000003", tenant, number),
                "appId": id("00000002", tenant, number),
                "displayName": format!("App {number}"),
                "appOwnerOrganizationId": tenant,
                "servicePrincipalType": "Application",
            })
        })
        .collect();
    let external = json!({
        "guestOrExternalUserTypes": "b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser",
        "externalTenants": {
            "@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants",
            "membershipKind": "all",
        },
    });
    let policy = |number: u32, control: &str| {
        json!({
            "id": id("00000004", tenant, number),
            "displayName": format!("External users need {control}"),
            "state": "enabled",
            "conditions": {
                "users": { "includeGuestsOrExternalUsers": external },
                "applications": { "includeApplications": ["All"] },
                "clientAppTypes": ["all"],
            },
            "grantControls": { "operator": "OR", "builtInControls": [control] },
        })
    };
    let pages = [
        ("users.json", json!({ "@odata.context": graph("users"), "value": users })),
        ("apps.json", json!({ "@odata.context": graph("servicePrincipals"), "value": apps })),
        (
            "policies.json",
            json!({
                "@odata.context": graph("identity/conditionalAccess/policies"),
                "value": [policy(1, "mfa"), policy(2, "compliantDevice")],
            }),
        ),
    ];
    for (file, page) in pages.into_iter().chain(untouched(tenant, name, domain)) {
        std::fs::write(folder.join(file), page.to_string()).unwrap();
    }
    scene.fine(&["import", folder.to_str().unwrap()]);
}

/// What one company does about the other.
fn agree(scene: &Scene, owner: &str, other: &str) {
    let set = |path: &str, value: &str, partner: Option<&str>| {
        let mut args = vec!["set", path, value, "--tenant", owner];
        args.extend(partner.into_iter().flat_map(|partner| ["--partner", partner]));
        scene.fine(&args);
    };
    for way in ["b2bCollaborationInbound", "b2bCollaborationOutbound"] {
        set(way, "block-all", None);
    }
    scene.fine(&["partner", "add", other, "--tenant", owner]);
    for way in ["b2bCollaborationInbound", "b2bCollaborationOutbound"] {
        set(way, "allow-all", Some(other));
    }
    let teams = json!({
        "usersAndGroups": { "accessType": "allowed", "targets": [{ "target": "AllUsers", "targetType": "user" }] },
        "applications": { "accessType": "allowed", "targets": [{ "target": "Office365", "targetType": "application" }] },
    });
    for way in ["b2bDirectConnectInbound", "b2bDirectConnectOutbound"] {
        set(way, &teams.to_string(), Some(other));
    }
    for switch in [
        "inboundTrust.isMfaAccepted",
        "inboundTrust.isCompliantDeviceAccepted",
        "automaticUserConsentSettings.inboundAllowed",
        "automaticUserConsentSettings.outboundAllowed",
    ] {
        set(switch, "true", Some(other));
    }
}

/// The answers to a file of questions.
fn audit(scene: &Scene, questions: &[Value]) -> Vec<Value> {
    let lines: Vec<String> = questions.iter().map(ToString::to_string).collect();
    std::fs::write(scene.path("questions.jsonl"), lines.join("\n")).unwrap();
    let told = scene.fine(&["audit", "questions.jsonl"]);
    let brief = scene.fine(&["audit", "questions.jsonl", "--brief"]);
    let answers: Vec<Value> =
        told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (answer, short) in answers.iter().zip(brief.lines()) {
        let short: Value = serde_json::from_str(short).unwrap();
        assert_eq!(answer["verdict"], short["verdict"]);
    }
    assert_eq!(answers.len(), questions.len());
    answers
}

/// Both companies as they are before.
pub fn companies() -> Scene {
    let scene = Scene::empty();
    scene.init("w", ALPHA, "Alpha", "alpha.example");
    export(&scene, "Alpha", ALPHA, "alpha.example");
    export(&scene, "Beta", BETA, "beta.example");
    scene
}

#[test]
fn everyone_of_both_companies_passes_and_anybody_else_is_stopped() {
    let scene = companies();
    agree(&scene, ALPHA, BETA);
    agree(&scene, BETA, ALPHA);
    prove(&scene);
}

/// The same by answers: one step, which is empty a second time and can be taken back.
#[test]
fn answers_come_to_the_same_as_setting_by_setting() {
    let scene = companies();
    let before = scene.json(&["show", "partners", "--tenant", "Alpha"]);
    scene.fine(&["merger", "new", "--tenant", "Alpha", "--tenant", "Beta", "--out", "a.json"]);
    // The usual answers leave the defaults as they are; a guide that shuts them says so.
    let usual = scene.json(&["merger", "status", "a.json"]);
    let closed = usual["steps"].as_array().unwrap().iter().find(|step| step["id"] == "closed");
    let closed = closed.unwrap();
    assert_eq!(closed["answer"], "the defaults stay as they are");
    assert_eq!((&closed["staged"], &closed["asked"]), (&json!([]), &json!([])));
    let text = std::fs::read_to_string(scene.path("a.json")).unwrap();
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file["content"]["closed"] = json!({ "inbound": true, "outbound": true });
    std::fs::write(scene.path("a.json"), file.to_string()).unwrap();
    scene.fine(&["merger", "apply-answers", "a.json"]);
    prove(&scene);
    let again = scene.json(&["merger", "apply-answers"]);
    assert_eq!(again["places"], 0);
    assert_eq!(scene.json(&["merger", "checklist"])["tick"], "done");
    scene.fine(&["undo"]);
    assert_eq!(scene.json(&["show", "partners", "--tenant", "Alpha"]), before);
    let open = scene.output(&["merger", "checklist"]);
    assert_eq!(open.status.code(), Some(1), "an open line is a finding");
}

/// Asks about everybody.
fn prove(scene: &Scene) {
    let mut inside = Vec::new();
    for (home, resource) in [(ALPHA, BETA), (BETA, ALPHA)] {
        for number in 0..PEOPLE {
            let user = id("00000001", home, number);
            for app in 0..5 {
                let app = id("00000002", resource, app);
                inside.push(json!({ "home": home, "user": user, "resource": resource, "app": app, "has": ["mfa", "compliant"] }));
                inside.push(json!({ "home": home, "user": user, "resource": resource, "app": app, "stage": "synchronisation", "has": ["mfa", "compliant"] }));
            }
            inside.push(json!({ "home": home, "user": user, "resource": resource, "app": TEAMS, "kind": "direct-connect", "has": ["mfa", "compliant"] }));
        }
    }
    for (question, answer) in inside.iter().zip(audit(scene, &inside)) {
        // Nobody has switched synchronisation on, which the merger does not need.
        if question["stage"] == "synchronisation" {
            assert_eq!(answer["verdict"], "blocked", "{question}");
            continue;
        }
        assert_eq!(answer["verdict"], "allowed", "{question}: {answer}");
        assert_eq!(answer["steps"], json!([]), "without a second prompt: {question}");
        assert_eq!(answer["guestObject"], question["kind"] != "direct-connect");
    }
    let outside: Vec<Value> = [ALPHA, BETA]
        .into_iter()
        .flat_map(|ours| {
            let user = id("00000001", ours, 0);
            let app = id("00000002", ours, 0);
            let stranger = "99999999-0000-4000-8000-000000000001";
            ["collaboration", "direct-connect"].into_iter().flat_map(move |kind| {
                [
                    json!({ "home": NOBODY, "user": stranger, "resource": ours, "app": app, "kind": kind, "has": ["mfa", "compliant"] }),
                    json!({ "home": ours, "user": user, "resource": NOBODY, "app": TEAMS, "kind": kind, "has": ["mfa", "compliant"] }),
                ]
            })
        })
        .collect();
    for (question, answer) in outside.iter().zip(audit(scene, &outside)) {
        assert_eq!(answer["verdict"], "blocked", "whatever a third tenant says: {question}");
    }
    // What is not Teams does not come by direct connect, and an unproven session is asked at home.
    let user = id("00000001", BETA, 3);
    let app = id("00000002", ALPHA, 3);
    let edges = [
        json!({ "home": BETA, "user": user, "resource": ALPHA, "app": app, "kind": "direct-connect", "has": ["mfa", "compliant"] }),
        json!({ "home": BETA, "user": user, "resource": ALPHA, "app": app }),
        json!({ "home": BETA, "user": user, "resource": ALPHA, "app": app, "stage": "invitation", "inviterRole": "entitled", "address": "3@beta.example" }),
    ];
    let told = audit(scene, &edges);
    assert_eq!(told[0]["verdict"], "blocked");
    assert_eq!(told[1]["verdict"], "stepRequired");
    assert_eq!(told[1]["steps"], json!(["mfaInHomeTenant", "deviceInHomeTenant"]));
    assert_ne!(told[2]["verdict"], "blocked", "{}", told[2]);
    let prompts = told[2]["steps"].as_array().unwrap();
    assert!(!prompts.contains(&json!("consentPrompt")), "redemption is automatic both ways");
}
