//! Set-ups from outside: answers in files, handshakes between two workspaces, partners by kind.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::merger::{ALPHA, companies};
use crate::scene::{CONTOSO, FABRIKAM, NOBODY, Scene, graph, untouched};

/// The clinic, as its administrators would export it: people with mail and a department, one group.
fn clinic() -> Scene {
    let scene = Scene::empty();
    scene.init("w", CONTOSO, "CityClinic", "cityclinic.com");
    let tenants = [
        ("home", CONTOSO, "CityClinic", "cityclinic.com", 500u32),
        ("there", FABRIKAM, "MeridianHealth", "meridianhealth.com", 3),
    ];
    for (folder, tenant, name, domain, people) in tenants {
        let id = |number: u32| format!("00000001-0000-4000-8000-{}{number:08}", &tenant[..4]);
        let user = |number: u32| {
            json!({
                "id": id(number),
                "displayName": format!("{name} {number}"),
                "userPrincipalName": format!("{number}@{domain}"),
                "mail": format!("{number}@{domain}"),
                "userType": "Member",
                "accountEnabled": true,
                "department": "Clinical",
                "jobTitle": "Nurse",
            })
        };
        let members: Vec<Value> = (0..people).map(|number| json!({ "id": id(number) })).collect();
        let pages = [
            (
                "authorization.json",
                json!({
                    "@odata.context": graph("policies/authorizationPolicy/$entity"),
                    "allowInvitesFrom": "everyone",
                }),
            ),
            (
                "users.json",
                json!({
                    "@odata.context": graph("users"),
                    "value": (0..people).map(user).collect::<Vec<_>>(),
                }),
            ),
            (
                "groups.json",
                json!({
                    "@odata.context": graph("groups"),
                    "value": [{
                        "id": format!("00000009-0000-4000-8000-{}00000001", &tenant[..4]),
                        "displayName": "Clinical Staff",
                        "securityEnabled": true,
                        "members": members,
                    }],
                }),
            ),
        ];
        std::fs::create_dir_all(scene.path(folder)).unwrap();
        for (file, page) in pages.into_iter().chain(untouched(tenant, name, domain)) {
            std::fs::write(scene.path(folder).join(file), page.to_string()).unwrap();
        }
        scene.fine(&["import", folder]);
    }
    scene
}

/// Answers as a file whose content was changed.
fn answers(scene: &Scene, name: &str, change: impl FnOnce(&mut Value)) {
    let text = std::fs::read(scene.path(name)).unwrap();
    let mut file: Value = serde_json::from_slice(&text).unwrap();
    change(&mut file);
    std::fs::write(scene.path(name), file.to_string()).unwrap();
}

fn clinical(file: &mut Value) {
    let content = &mut file["content"];
    content["sync"] = json!([{
        "tenant": CONTOSO,
        "assigned": [{ "id": "00000009-0000-4000-8000-111100000001", "name": "Clinical Staff" }],
    }]);
    content["attributes"] = json!({ "only": ["displayName", "department", "jobTitle", "manager"] });
    content["leavers"] = json!({ "deprovision": true, "threshold": 25 });
    content["directConnect"] = json!(false);
}

#[test]
fn the_clinic_is_simulated_set_up_and_checked() {
    let scene = clinic();
    let new = ["merger", "new", "--tenant", "CityClinic", "--tenant", "MeridianHealth"];
    scene.fine(&[&new[..], &["--topology", "one-way", "--out", "clinic.json"]].concat());
    answers(&scene, "clinic.json", clinical);
    assert_snapshot!(scene.run(&["merger", "simulate", "clinic.json"]));
    assert_snapshot!(scene.run(&["merger", "status", "clinic.json"]));
    scene.fine(&["merger", "apply-answers", "clinic.json"]);
    let preview = scene.json(&["sync", "preview", "CityClinic to MeridianHealth"]);
    assert_eq!(preview["summary"]["create"], 500);
    assert_eq!(preview["job"]["licences"], 500);
    assert_snapshot!(scene.run(&["sync", "setup", "CityClinic to MeridianHealth"]));
    assert_snapshot!(scene.run(&[
        "sync",
        "teardown",
        "CityClinic to MeridianHealth",
        "--since",
        "2026-01-02"
    ]));
    // The answers are kept beside the workspace, so that the file may be left out from now on.
    assert!(scene.fine(&["merger", "status"]).contains("nothing is missing on our side"));
    let told = scene.json(&["merger", "status"]);
    assert_eq!(told["edits"], 0);
    assert_eq!(told["steps"].as_array().unwrap().len(), 12);
}

type Spoil = fn(&mut Value);

#[test]
fn answers_that_cannot_be_used_are_refused_and_change_nothing() {
    let scene = companies();
    scene.fine(&["merger", "new", "--tenant", "Alpha", "--tenant", "Beta", "--out", "a.json"]);
    let files = scene.files("w");
    let cases: [(&str, Spoil); 5] = [
        ("newer.json", |file| file["format"] = json!(9)),
        ("odd.json", |file| file["content"]["colour"] = json!("red")),
        ("elsewhere.json", |file| file["content"]["tenants"][0]["id"] = json!(NOBODY)),
        ("twice.json", |file| {
            let first = file["content"]["tenants"][0].clone();
            file["content"]["tenants"].as_array_mut().unwrap().push(first);
            file["content"]["topology"] = json!({ "shape": "fullMesh" });
        }),
        ("empty.json", |file| file["content"]["sync"] = json!([{ "tenant": ALPHA }])),
    ];
    let mut told = String::new();
    for (name, change) in cases {
        std::fs::copy(scene.path("a.json"), scene.path(name)).unwrap();
        answers(&scene, name, change);
        told.push_str(&scene.run(&["merger", "apply-answers", name]));
    }
    assert_snapshot!(told);
    assert_eq!(scene.files("w"), files);
    assert_snapshot!(scene.run(&["merger", "status"]), @r"
    exit 2
    ! error: no merger is under way in this workspace; name a file of answers, or begin with `detente merger new`
    ");
    // What was redirected is told for what it is, and as JSON it is the answers themselves.
    let new = ["merger", "new", "--tenant", "Alpha", "--tenant", "Beta"];
    let sentence = scene.fine(&new);
    let redirected = scene.fine(&[&new[..], &["--replace", "--format", "json"]].concat());
    for (name, content, want) in [
        (
            "sentence.json",
            sentence.as_str(),
            "it holds text, not JSON, and begins with `answers are",
        ),
        ("void.json", "", "it is empty"),
    ] {
        std::fs::write(scene.path(name), content).unwrap();
        let told = scene.run(&["merger", "status", name]);
        assert!(told.contains(want), "{told}");
    }
    std::fs::write(scene.path("whole.json"), redirected).unwrap();
    scene.fine(&["merger", "status", "whole.json"]);
    let out = ["merger", "new", "--tenant", "Alpha", "--tenant", "Beta", "--out", "a.json"];
    assert!(scene.run(&out).starts_with("exit 74"), "a file that is there is not written over");
}

#[test]
fn a_handshake_between_two_houses_closes_the_loop() {
    let scene = Scene::contoso();
    let other = Scene::empty();
    other.init("w", FABRIKAM, "Fabrikam", "fabrikam.com");
    let partner = ["partner", "add", CONTOSO, "--name", "Contoso", "--domain", "contoso.com"];
    other.fine(&partner);
    scene.fine(&["merger", "new", "--tenant", "Contoso", "--tenant", "Fabrikam"]);
    scene.fine(&["merger", "apply-answers"]);
    let asked = scene.path("asked.json");
    let request = ["handshake", "request", "Fabrikam"];
    scene.fine(&[&request[..], &["--out", asked.to_str().unwrap()]].concat());
    assert_snapshot!(scene.run(&request));
    // The other house does what it is asked for, by its own answers.
    other.fine(&["merger", "new", "--tenant", "Fabrikam", "--tenant", "Contoso"]);
    other.fine(&["merger", "apply-answers"]);
    let told = scene.path("told.json");
    let reply = ["handshake", "reply", asked.to_str().unwrap(), "--draft", "--out"];
    other.fine(&[&reply[..], &[told.to_str().unwrap()]].concat());
    let answer = ["handshake", "answer", told.to_str().unwrap(), "--request"];
    let before = scene.json(&["merger", "status"]);
    scene.fine(&[&answer[..], &[asked.to_str().unwrap()]].concat());
    let asks = |told: &Value| -> usize {
        let steps = told["steps"].as_array().unwrap().iter();
        steps.map(|step| step["asked"].as_array().unwrap().len()).sum()
    };
    assert_eq!((asks(&before) > 7, asks(&scene.json(&["merger", "status"]))), (true, 0));
    assert_snapshot!(scene.fine(&["mesh", "--home", "Contoso", "--resource", "Fabrikam"]));
    scene.fine(&["undo"]);
    assert_eq!(scene.json(&["merger", "status"]), before);
    // An answer to another request, and a request that was touched, are refused.
    answers(&scene, "asked.json", |file| file["content"]["request"]["purpose"] = json!("more"));
    let touched = scene.run(&[&answer[..], &[asked.to_str().unwrap()]].concat());
    assert!(touched.contains("it was changed on the way"), "{touched}");
}

#[test]
fn partners_are_taken_in_by_kind_and_cut_off() {
    let scene = Scene::contoso();
    let onboard = [
        "partner",
        "onboard",
        "Fabrikam",
        "--as",
        "supplier",
        "--owner",
        "Ada",
        "--review",
        "2027-01-31",
    ];
    assert_snapshot!(scene.run(&onboard));
    let before = scene.files("w");
    scene.fine(&[&onboard[..], &["--stage"]].concat());
    assert_ne!(scene.files("w"), before);
    let journal = std::fs::read_to_string(scene.path("w/history.jsonl")).unwrap();
    assert!(journal.contains(r#""owner":"Ada""#) && journal.contains("2027-01-31"), "{journal}");
    let told = scene.json(&[&onboard[..], &["--stage"]].concat());
    assert_eq!(told["edits"], json!([]), "a second time nothing is left to do");
    assert_snapshot!(scene.run(&["partner", "cutoff", "Fabrikam"]));
    scene.fine(&["partner", "cutoff", "Fabrikam", "--yes"]);
    let why = [
        "why",
        "--home",
        "Fabrikam",
        "--user",
        NOBODY,
        "--resource",
        "Contoso",
        "--app",
        "Microsoft Teams",
    ];
    assert_eq!(scene.json(&why)["verdict"], "blocked");
    scene.fine(&["undo"]);
    assert_ne!(scene.json(&why)["verdict"], "blocked");
    let own = scene.run(&["partner", "onboard", "Contoso", "--as", "blocked"]);
    assert!(own.contains("a tenant cannot be its own partner"), "{own}");
}
