use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::scene::{CONTOSO, FABRIKAM, NOBODY, Scene};

const FAY: &str = "f1f1f1f1-0000-0000-0000-000000000001";
const GROUP: &str = "f9f9f9f9-0000-0000-0000-000000000001";
const WIKI: &str = "a2a2a2a2-0000-0000-0000-000000000001";

/// Contoso with the partner Fabrikam, which is administered here as well, with its directory.
fn both() -> Scene {
    let scene = Scene::contoso();
    let policy = json!({ "tenantId": CONTOSO, "b2bCollaborationOutbound": null });
    let pages = json!({
        "partners.json": { "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/partners", "value": [policy] },
    });
    for (name, page) in pages.as_object().unwrap() {
        std::fs::write(scene.path(name), page.to_string()).unwrap();
    }
    scene
}

fn directory(scene: &Scene, tenant: &str) {
    let folder = scene.path("w").join("directory").join(tenant);
    std::fs::create_dir_all(&folder).unwrap();
    let user =
        json!({ "id": FAY, "displayName": "Fay Fox", "userPrincipalName": "fay@fabrikam.com" });
    let group = json!({ "id": GROUP, "displayName": "Marketing", "members": [{ "id": FAY }] });
    let app = json!({ "appId": WIKI, "displayName": "Wiki" });
    std::fs::write(folder.join("users.jsonl"), format!("{user}\n")).unwrap();
    std::fs::write(folder.join("groups.jsonl"), format!("{group}\n")).unwrap();
    std::fs::write(folder.join("applications.jsonl"), format!("{app}\n")).unwrap();
}

fn why<'a>(user: &'a str, app: &'a str) -> [&'a str; 9] {
    ["why", "--home", "Fabrikam", "--user", user, "--resource", "contoso.com", "--app", app]
}

#[test]
fn why_gives_one_verdict_with_its_trace() {
    let scene = both();
    directory(&scene, FABRIKAM);
    directory(&scene, CONTOSO);
    let depends = scene.json(&why("fay@fabrikam.com", "wiki"));
    assert_eq!(depends["verdict"], "dependsOnPartner");
    assert_eq!(depends["guestObject"], true);
    assert_eq!(depends["errorCode"], Value::Null);
    let blocks = json!({
        "usersAndGroups": { "accessType": "blocked", "targets": [{ "target": GROUP, "targetType": "group" }] },
        "applications": { "accessType": "allowed", "targets": [{ "target": "AllApplications", "targetType": "application" }] },
    });
    scene.fine(&["set", "b2bCollaborationInbound", &blocks.to_string(), "--partner", FABRIKAM]);
    let blocked = scene.json(&why("Fay Fox", WIKI));
    assert_eq!(blocked["verdict"], "blocked");
    assert_eq!(blocked["errorCode"], "AADSTS500213");
    assert_eq!(blocked["steps"], json!([]));
    assert_eq!(blocked["decidedBy"]["tenant"], CONTOSO);
    assert_eq!(blocked["decidedBy"]["setting"], "b2bCollaborationInbound");
    assert_eq!(blocked["decidedBy"]["part"], "usersAndGroups");
    assert_eq!(blocked["decidedBy"]["origin"], "partner");
    let gates: Vec<_> =
        blocked["trace"].as_array().unwrap().iter().map(|line| &line["gate"]).collect();
    assert_eq!(gates, ["homeOutbound", "resourceInbound", "conditionalAccess", "redemption"]);
    assert_eq!(blocked["trace"][0]["outcome"], "unknown");
    assert_eq!(blocked["trace"][1]["matched"], GROUP);
    assert_snapshot!("why-blocked", scene.run(&why("fay@fabrikam.com", "Wiki")));
}

#[test]
fn why_names_what_it_does_not_know() {
    let scene = both();
    directory(&scene, FABRIKAM);
    let home = ["why", "--home", NOBODY, "--user", FAY, "--resource", CONTOSO, "--app", WIKI];
    let told =
        [home.as_slice(), &why("Fay Fux", WIKI), &why(FAY, "My Abs")].map(|args| scene.run(args));
    assert_snapshot!("why-unknown-names", told.join(""));
}

#[test]
fn why_asks_who_may_invite() {
    let scene = both();
    let invite =
        [why(FAY, WIKI).as_slice(), &["--stage", "invitation", "--address", "fay@fabrikam.com"]]
            .concat();
    let answer = scene.json(&invite);
    assert_eq!(answer["verdict"], "dependsOnPartner", "what Fabrikam says is not known");
    let gates: Vec<_> =
        answer["trace"].as_array().unwrap().iter().map(|line| &line["gate"]).collect();
    assert_eq!(gates, ["inviter", "domainList", "resourceInbound", "homeOutbound", "redemption"]);
    scene.fine(&["set", "allowInvitesFrom", "none"]);
    let none = scene.json(&invite);
    assert_eq!(
        (&none["verdict"], &none["decidedBy"]["setting"]),
        (&json!("blocked"), &json!("allowInvitesFrom"))
    );
}

#[test]
fn audit_answers_every_line_in_order() {
    let scene = both();
    scene.fine(&["set", "b2bCollaborationInbound", "block-all"]);
    let good =
        json!({ "home": FABRIKAM, "user": FAY, "resource": CONTOSO, "app": WIKI, "groups": [] });
    let direct = json!({ "home": FABRIKAM, "user": FAY, "resource": CONTOSO, "app": WIKI, "kind": "direct-connect", "has": ["mfa"] });
    let stranger =
        json!({ "home": CONTOSO, "user": FAY, "resource": NOBODY, "app": WIKI, "stage": "signIn" });
    let typo =
        json!({ "home": FABRIKAM, "user": FAY, "resource": CONTOSO, "app": WIKI, "group": [] });
    let text = format!("{good}\n{{\"home\":\n{typo}\n\n{direct}\r\n{stranger}");
    std::fs::write(scene.path("q.jsonl"), text).unwrap();
    let path = scene.path("q.jsonl");
    let before = scene.files("w");
    let out = scene.fine(&["audit", path.to_str().unwrap()]);
    let answers: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let verdicts: Vec<_> =
        answers.iter().map(|answer| answer["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["blocked", "invalid", "invalid", "blocked", "dependsOnPartner"]);
    assert_eq!(answers[3]["guestObject"], false);
    let said = |at: usize| answers[at]["trace"][0]["because"].as_str().unwrap();
    assert_snapshot!("audit-bad-lines", format!("{}\n{}", said(1), said(2)));
    assert_eq!(scene.files("w"), before, "an audit changes nothing");
    let one = scene.json(&[
        "why",
        "--home",
        FABRIKAM,
        "--user",
        FAY,
        "--resource",
        CONTOSO,
        "--app",
        WIKI,
        "--groups",
        GROUP,
    ]);
    assert_eq!(one["trace"][1], answers[0]["trace"][1], "both say the same");
    assert_snapshot!("audit-no-file", scene.run(&["audit", "missing.jsonl"]));
}

#[test]
fn a_brief_audit_says_the_same_without_the_trace() {
    let scene = both();
    directory(&scene, FABRIKAM);
    let half = |access: &str, target: &str, kind: &str| json!({ "accessType": access, "targets": [{ "target": target, "targetType": kind }] });
    let some = json!({
        "usersAndGroups": half("allowed", GROUP, "group"),
        "applications": half("allowed", WIKI, "application"),
    });
    scene.fine(&["set", "b2bCollaborationInbound", &some.to_string(), "--partner", FABRIKAM]);
    let policy = json!({
        "id": "cacacaca-0000-4000-8000-000000000002", "displayName": "MFA", "state": "enabled",
        "conditions": { "users": { "includeUsers": ["All"] }, "applications": { "includeApplications": ["All"] } },
        "grantControls": { "operator": "AND", "builtInControls": ["mfa"] },
    });
    std::fs::write(scene.path("ca.json"), json!({ "value": [policy] }).to_string()).unwrap();
    scene.fine(&["import", scene.path("ca.json").to_str().unwrap()]);
    let mut lines = vec!["no question".to_owned(), String::new()];
    for (home, resource) in
        [(FABRIKAM, CONTOSO), (CONTOSO, FABRIKAM), (NOBODY, CONTOSO), (CONTOSO, CONTOSO)]
    {
        for (user, app) in [(FAY, WIKI), (FAY, GROUP), (WIKI, WIKI)] {
            for kind in ["collaboration", "direct-connect"] {
                let mut asked = json!({ "home": home, "user": user, "resource": resource, "app": app, "kind": kind });
                lines.push(asked.to_string());
                // Read without being copied or not, an escape is the same letter.
                lines.push(asked.to_string().replace("\"home\":\"", "\"home\":\"\\u0020"));
                asked["groups"] = json!([GROUP]);
                asked["has"] = json!(["mfa", "hybrid"]);
                asked["otherApp"] = json!(WIKI);
                lines.push(asked.to_string());
                asked["stage"] = json!("invitation");
                lines.push(asked.to_string());
            }
        }
    }
    std::fs::write(scene.path("q.jsonl"), lines.join("\n")).unwrap();
    let path = scene.path("q.jsonl");
    let whole = scene.fine(&["audit", path.to_str().unwrap()]);
    let cut = |line: &str| format!("{}}}\n", line.split_once(",\"trace\":").unwrap().0);
    let want: String = whole.lines().map(cut).collect();
    for verdict in ["blocked", "dependsOnPartner", "invalid"] {
        assert!(want.contains(&format!("\"verdict\":\"{verdict}\"")), "{verdict}");
    }
    assert!(want.contains("\"steps\":[\"mfaInResourceTenant\"]"), "{want}");
    let brief = scene.output(&["audit", "--brief", path.to_str().unwrap()]);
    assert_eq!(String::from_utf8(brief.stdout).unwrap(), want);
    let said = String::from_utf8(brief.stderr).unwrap();
    assert!(said.contains("1 line is no question; without --brief the answer says why"), "{said}");
}

#[test]
fn why_asks_conditional_access_as_it_was_imported() {
    let scene = both();
    let policy = json!({
        "id": "cacacaca-0000-4000-8000-000000000001", "displayName": "No guests from afar", "state": "enabled",
        "conditions": {
            "users": { "includeUsers": ["GuestsOrExternalUsers"] },
            "applications": { "includeApplications": ["All"] },
            "clientAppTypes": ["all"],
        },
        "grantControls": { "operator": "OR", "builtInControls": ["compliantDevice"] },
    });
    std::fs::write(scene.path("ca.json"), json!({ "value": [policy] }).to_string()).unwrap();
    let path = scene.path("ca.json");
    let came = scene.fine(&["import", path.to_str().unwrap()]);
    assert!(came.contains("1 Conditional Access policy"), "{came}");
    let blocked = scene.json(&why(FAY, WIKI));
    assert_eq!(blocked["verdict"], "blocked", "whatever Fabrikam says");
    assert_eq!(blocked["errorCode"], "AADSTS53000");
    assert_eq!(blocked["decidedBy"]["setting"], "conditionalAccessPolicy");
    scene.fine(&["set", "inboundTrust.isCompliantDeviceAccepted", "true", "--partner", FABRIKAM]);
    let trusted = scene.json(&why(FAY, WIKI));
    assert_eq!(trusted["verdict"], "dependsOnPartner");
    assert_eq!(trusted["steps"], json!(["deviceInHomeTenant"]));
    scene.fine(&["undo"]);
    scene.fine(&["undo"]);
    assert_eq!(scene.json(&why(FAY, WIKI))["trace"][2]["outcome"], "notReached", "not imported");
}

#[test]
fn show_partner_counts_who_can_reach_what() {
    let scene = both();
    let partner = ["show", "partner", "fabrikam"];
    let missing = |name: &str| json!({ "notKnown": format!("users of {name} are not imported") });
    let reach = scene.json(&partner)["reach"].clone();
    assert_eq!(reach, json!({ "inbound": missing("Fabrikam"), "outbound": missing("Contoso") }));
    directory(&scene, FABRIKAM);
    directory(&scene, CONTOSO);
    let reach = scene.json(&partner)["reach"].clone();
    let count = |blocked, unknown| json!({ "users": 1, "applications": 1, "allowed": 0, "step": 0, "blocked": blocked, "unknown": unknown });
    let both = json!({ "collaboration": count(0, 1), "directConnect": count(1, 0) });
    assert_eq!(
        reach,
        json!({ "inbound": both, "outbound": both }),
        "what Fabrikam says is not known"
    );
    let text = scene.fine(&partner);
    let line = "reach inbound collaboration: of 1 user by 1 application 0 pass, 0 pass after a step, 0 are stopped, 1 are not known\n";
    assert!(text.contains(line), "{text}");
}

#[test]
fn why_tells_the_smallest_change() {
    let scene = both();
    directory(&scene, FABRIKAM);
    directory(&scene, CONTOSO);
    scene.fine(&["set", "b2bCollaborationInbound", "block-all"]);
    let before = scene.files("w");
    let asked = [why(FAY, WIKI).as_slice(), &["--changes"]].concat();
    let answer = scene.json(&asked);
    assert_eq!(answer["verdict"], "blocked");
    let first = &answer["changes"]["ours"][0];
    eprintln!("{:#}", answer["changes"]);
    assert_eq!((&first["opens"], &first["closes"]), (&json!(0), &json!(0)));
    assert!(first["label"].as_str().unwrap().starts_with("allow only Fay Fox and allow only Wiki"));
    assert_eq!(answer["changes"]["theirs"], json!([]));
    assert!(scene.fine(&asked).contains("  change: allow only Fay Fox"));
    assert_eq!(scene.files("w"), before, "nothing was changed");
    assert_eq!(scene.json(&why(FAY, WIKI)).get("changes"), None);
}

#[test]
fn decode_reads_an_error_and_asks_its_question() {
    let scene = both();
    directory(&scene, FABRIKAM);
    directory(&scene, CONTOSO);
    let message = format!(
        "AADSTS500213: the user fay@fabrikam.com may not open {WIKI}. Trace ID: 11111111-1111-1111-1111-111111111111"
    );
    let open = scene.json(&["decode", &message]);
    assert_eq!(open["agrees"], false, "{open}");
    assert_eq!(open["named"]["home"], FABRIKAM);
    assert_eq!(open["answer"]["verdict"], "dependsOnPartner");
    scene.fine(&["set", "b2bCollaborationInbound", "block-all", "--partner", FABRIKAM]);
    let blocked = scene.json(&["decode", &message]);
    assert_eq!(blocked["agrees"], true);
    assert_eq!(blocked["answer"]["errorCode"], "AADSTS500213");
    let told = [
        scene.run(&["decode", &message]),
        scene.run(&["decode", "AADSTS500212"]),
        scene.run(&["decode", "AADSTS50126:", "wrong", "password"]),
        scene.run(&["decode", "it does not work"]),
    ];
    assert_snapshot!("decode", told.join(""));
}
