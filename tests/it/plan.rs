use insta::assert_snapshot;
use serde_json::Value;

use crate::scene::{CONTOSO, FABRIKAM, Scene};

/// Contoso observed at service defaults, with something drafted.
fn drafted() -> Scene {
    let scene = Scene::contoso();
    let fabrikam = |path: &str, value: &str| {
        scene.fine(&["set", path, value, "--partner", FABRIKAM]);
    };
    fabrikam("b2bCollaborationInbound", "allow-all");
    fabrikam("inboundTrust.isMfaAccepted", "true");
    fabrikam("identitySynchronization.userSyncInbound.isSyncAllowed", "true");
    scene.fine(&["set", "b2bCollaborationInbound", "block-all"]);
    scene.fine(&["set", "allowInvitesFrom", "adminsAndGuestInviters"]);
    scene
}

fn code(scene: &Scene, args: &[&str]) -> i32 {
    scene.output(args).status.code().unwrap()
}

#[test]
fn a_plan_is_told_in_words_and_by_its_exit_code() {
    let scene = Scene::empty();
    scene.init("w", CONTOSO, "Contoso", "contoso.com");
    assert_snapshot!(scene.run(&["plan"]), @r"
    exit 0
    draft and observed are the same; there is nothing to do
    ");
    assert_snapshot!("plan", drafted().run(&["plan"]));
    assert_snapshot!("plan-reverse", drafted().run(&["plan", "--reverse", "--ascii"]));
}

#[test]
fn the_practice_plan() {
    let scene = Scene::empty();
    scene.fine(&["demo", "w"]);
    assert_snapshot!("plan-practice", scene.run(&["plan"]));
}

#[test]
fn programs_get_requests_in_order_with_a_hash() {
    let scene = drafted();
    let output = scene.output(&["plan", "--format", "json"]);
    assert_eq!(output.status.code(), Some(3));
    let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(output.stdout.is_ascii());
    assert_eq!(output.stdout, scene.output(&["plan", "--format", "json"]).stdout);
    assert_eq!(plan["hash"].as_str().unwrap().len(), 64);
    let steps = plan["tenants"][0]["steps"].as_array().unwrap();
    let sent = |step: &Value| {
        let request = &step["request"];
        format!(
            "{} {} {} {}",
            step["phase"].as_str().unwrap(),
            request["method"].as_str().unwrap(),
            request["path"].as_str().unwrap().trim_start_matches("/policies/"),
            request["body"]
        )
    };
    let sent: Vec<String> = steps.iter().map(sent).collect();
    assert_snapshot!(sent.join("\n"), @r#"
    close POST crossTenantAccessPolicy/partners {"tenantId":"22222222-2222-2222-2222-222222222222","b2bCollaborationInbound":{"usersAndGroups":{"accessType":"allowed","targets":[{"target":"AllUsers","targetType":"user"}]},"applications":{"accessType":"allowed","targets":[{"target":"AllApplications","targetType":"application"}]}}}
    close PATCH authorizationPolicy {"allowInvitesFrom":"adminsAndGuestInviters"}
    close PATCH crossTenantAccessPolicy/default {"b2bCollaborationInbound":{"usersAndGroups":{"accessType":"blocked","targets":[{"target":"AllUsers","targetType":"user"}]},"applications":{"accessType":"blocked","targets":[{"target":"AllApplications","targetType":"application"}]}}}
    open PUT crossTenantAccessPolicy/partners/22222222-2222-2222-2222-222222222222/identitySynchronization {"userSyncInbound":{"isSyncAllowed":true}}
    open PATCH crossTenantAccessPolicy/partners/22222222-2222-2222-2222-222222222222 {"inboundTrust":{"isMfaAccepted":true,"isCompliantDeviceAccepted":false,"isHybridAzureADJoinedDeviceAccepted":false}}
    "#);
    let back = &steps[0]["back"];
    assert_eq!(back["method"], "DELETE", "{back}");
}

#[test]
fn changes_are_left_out_with_what_needs_them() {
    let scene = drafted();
    let plan: Value =
        serde_json::from_slice(&scene.output(&["plan", "--format", "json"]).stdout).unwrap();
    let number = |title: &str| {
        let changes = plan["changes"].as_array().unwrap();
        let found = changes.iter().find(|c| c["title"].as_str().unwrap().contains(title));
        found.unwrap()["number"].to_string()
    };
    let added = number("partner added");
    assert_snapshot!("plan-without", scene.run(&["plan", "--without", &added]));
    let only = scene.run(&["plan", "--only", &number("permission to synchronise")]);
    assert!(only.contains("add partner Fabrikam"), "what it needs comes with it: {only}");
    assert!(!only.contains("steps in Contoso\n   1 close Fabrikam: inbound"), "{only}");
    assert_snapshot!(scene.run(&["plan", "--without", "17"]), @r"
    exit 2
    ! error: there is no change 17; changes are numbered 1 to 4
    ");
    let all: Vec<String> =
        (1..=plan["changes"].as_array().unwrap().len()).map(|n| n.to_string()).collect();
    let mut args = vec!["plan"];
    for n in &all {
        args.extend(["--without", n]);
    }
    assert_eq!(code(&scene, &args), 0, "nothing is made");
}

#[test]
fn files_are_written_whole_read_back_and_never_over_foreign_ones() {
    let scene = drafted();
    let told = scene.run(&["export", "--to", "markdown", "--out", "out"]);
    assert!(told.contains("[DIR]/out/contoso.com.undo.md "), "{told}");
    assert!(told.ends_with("written and read back; nothing was sent anywhere\n"), "{told}");
    assert_snapshot!("plan-markdown", read(&scene, "out/contoso.com.plan.md"));
    let first = scene.run(&["export", "--to", "json", "--out", "out"]);
    assert!(first.starts_with("exit 0\n") && !first.contains("earlier plan"), "{first}");
    let files = scene.files("out");
    assert_eq!(files.len(), 4);
    let again = scene.run(&["export", "--to", "json", "--out", "out"]);
    assert_eq!((again, scene.files("out")), (first, files), "the same input, the same bytes");
    // What somebody changed is somebody's.
    let undo = scene.path("out/contoso.com.undo.json");
    let text = std::fs::read_to_string(&undo).unwrap().replace("MFA", "PIN");
    std::fs::write(&undo, &text).unwrap();
    let before = scene.files("out");
    scene.fine(&["set", "inboundTrust.isMfaAccepted", "false", "--partner", FABRIKAM]);
    assert_snapshot!(scene.run(&["export", "--to", "json", "--out", "out"]), @r"
    exit 2
    ! error: `[DIR]/out/contoso.com.undo.json` was not written by this program, or was changed since; it was left as it is and nothing was written. Name another folder, or remove it
    ");
    assert_eq!(scene.files("out"), before, "nothing was written");
    let nothing = Scene::empty();
    nothing.init("w", CONTOSO, "Contoso", "contoso.com");
    assert_snapshot!(nothing.run(&["export", "--to", "json", "--out", "out"]), @r"
    exit 0
    draft and observed are the same; nothing was written
    ");
    assert!(!nothing.path("out").exists());
}

#[test]
fn files_of_an_earlier_plan_are_named() {
    let scene = drafted();
    scene.fine(&["export", "--to", "markdown", "--out", "out"]);
    scene.fine(&["set", "inboundTrust.isMfaAccepted", "false", "--partner", FABRIKAM]);
    let told = scene.run(&["export", "--to", "json", "--out", "out", "--tenant", "Contoso"]);
    let name = "[DIR]/out/contoso.com.plan.md is of an earlier plan and was left as it is";
    assert!(told.contains(name), "{told}");
}

fn read(scene: &Scene, name: &str) -> String {
    std::fs::read_to_string(scene.path(name)).unwrap()
}
