//! Importing from outside: folders in, all or nothing, a second import beside draft edits.

use std::fs;

use crate::scene::{CONTOSO, FABRIKAM, Scene};

const ADA: &str = "aaaaaaaa-1111-1111-1111-111111111111";
const BOB: &str = "bbbbbbbb-1111-1111-1111-111111111111";
const CREW: &str = "cccccccc-1111-1111-1111-111111111111";

fn partners(compliant: bool) -> String {
    format!(
        r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/partners","value":[{{"tenantId":"{FABRIKAM}","isServiceProvider":null,"inboundTrust":{{"isMfaAccepted":true,"isCompliantDeviceAccepted":{compliant},"isHybridAzureADJoinedDeviceAccepted":false}},"b2bCollaborationInbound":null,"b2bCollaborationOutbound":null,"b2bDirectConnectInbound":null,"b2bDirectConnectOutbound":null,"automaticUserConsentSettings":{{"inboundAllowed":null,"outboundAllowed":null}},"someday":{{"n":1.10}}}}]}}"#
    )
}

/// A workspace of Contoso, and a folder `export` as an administrator would bring it.
fn scene() -> Scene {
    let scene = Scene::empty();
    scene.init("w", CONTOSO, "Contoso", "contoso.com");
    fs::create_dir(scene.path("export")).unwrap();
    put(
        &scene,
        "org.json",
        &format!(
            r#"{{"value":[{{"id":"{CONTOSO}","displayName":"Contoso","verifiedDomains":[{{"name":"contoso.com","isDefault":true}}]}}]}}"#
        ),
    );
    put(&scene, "partners.json", &partners(false));
    put(
        &scene,
        "users.json",
        &format!(
            r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users","value":[{{"id":"{ADA}","displayName":"Ada","userPrincipalName":"ada@contoso.com"}},{{"id":"{BOB}","displayName":"Bob","userPrincipalName":"bob@contoso.com"}},{{"id":"{ADA}","displayName":"Ada Two","userPrincipalName":"ada@contoso.com"}}]}}"#
        ),
    );
    put(
        &scene,
        "groups.json",
        &format!(
            r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#groups","value":[{{"id":"{CREW}","displayName":"Crew","securityEnabled":true}}]}}"#
        ),
    );
    put(
        &scene,
        &format!("{CREW}.json"),
        &format!(
            r##"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#directoryObjects","value":[{{"@odata.type":"#microsoft.graph.user","id":"{ADA}","displayName":"Ada","userPrincipalName":"ada@contoso.com"}},{{"@odata.type":"#microsoft.graph.user","id":"{BOB}","displayName":"Bob","userPrincipalName":"bob@contoso.com"}}]}}"##
        ),
    );
    scene
}

fn put(scene: &Scene, name: &str, text: &str) {
    fs::write(scene.path("export").join(name), text).unwrap();
}

fn import(scene: &Scene) -> serde_json::Value {
    let out = scene.output(&["import", "export", "--format", "json"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

fn shown(scene: &Scene) -> serde_json::Value {
    let out = scene.output(&["show", "partner", FABRIKAM, "--format", "json"]);
    serde_json::from_slice(&out.stdout).unwrap()
}

fn directory(scene: &Scene, kind: &str) -> String {
    let path = scene.path("w").join("directory").join(CONTOSO).join(format!("{kind}.jsonl"));
    fs::read_to_string(path).unwrap()
}

/// Every file of the workspace but the locks.
fn files(scene: &Scene) -> Vec<(String, Vec<u8>)> {
    fn walk(folder: &std::path::Path, out: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
            } else if !path.to_string_lossy().ends_with("lock") {
                out.push((path.display().to_string(), fs::read(&path).unwrap()));
            }
        }
    }
    let mut out = Vec::new();
    walk(&scene.path("w"), &mut out);
    out.sort();
    out
}

#[test]
fn a_folder_comes_in_and_what_nobody_knows_survives() {
    let scene = scene();
    import(&scene);
    let partner = shown(&scene);
    assert_eq!(partner["effective"]["inboundTrust"]["isMfaAccepted"], true);
    assert_eq!(partner["own"]["someday"].to_string(), r#"{"n":1.10}"#, "the digits as they came");
    assert_eq!(partner["draft"], serde_json::json!([]), "the draft follows what was imported");
    let users = directory(&scene, "users");
    assert_eq!(users.lines().count(), 2, "of two objects with one id the later one holds: {users}");
    assert!(users.contains("Ada Two"));
    let group: serde_json::Value =
        serde_json::from_str(directory(&scene, "groups").lines().next().unwrap()).unwrap();
    assert_eq!(group["members"].as_array().unwrap().len(), 2);
    assert_eq!(group["securityEnabled"], true);
}

#[test]
fn nothing_is_left_beside_the_workspace() {
    let scene = scene();
    import(&scene);
    let odd: Vec<String> = files(&scene)
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| {
            name.contains("jsonl.") || name.contains("import.") || name.contains("pending")
        })
        .collect();
    assert_eq!(odd, Vec::<String>::new());
}

#[test]
fn one_bad_file_among_good_ones_changes_nothing() {
    let bad: &[(&str, &[u8], &str)] = &[
        ("zz.json", b"", "empty"),
        ("zz.json", b"{\"value\":[{\"tenantId\":", "line 1"),
        ("zz.json", b"hello", "zz.json"),
        ("zz.csv", b"displayName,mail\r\nAda,a@b.c\r\n", "zz.csv"),
        ("zz.json", b"{\"id\":\"x\0y\",\"userPrincipalName\":\"a\"}", "zz.json"),
        (
            "zz.json",
            b"{\"@odata.context\":\"x/partners\",\"value\":[{\"tenantId\":\"22222222-2222-2222-2222-22222222222\",\"inboundTrust\":null}]}",
            "GUID",
        ),
    ];
    for (name, content, said) in bad {
        let scene = scene();
        fs::write(scene.path("export").join(name), content).unwrap();
        let before = files(&scene);
        let out = scene.output(&["import", "export"]);
        let fault = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{fault}");
        assert!(fault.contains(said) && fault.contains("nothing was changed"), "{fault}");
        assert_eq!(fault.lines().count(), 1, "one sentence: {fault}");
        assert_eq!(files(&scene), before, "{fault}");
    }
}

#[test]
fn a_second_import_keeps_draft_edits_and_says_where_they_disagree() {
    let scene = scene();
    import(&scene);
    scene.fine(&["set", "inboundTrust.isMfaAccepted", "false", "--partner", FABRIKAM]);
    put(&scene, "partners.json", &partners(true));
    let said = import(&scene);
    let found = said["disagreements"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{said}");
    assert_eq!(found[0]["draft"]["isMfaAccepted"], false);
    assert_eq!(found[0]["observed"]["isCompliantDeviceAccepted"], true);
    let partner = shown(&scene);
    assert_eq!(partner["effective"]["inboundTrust"]["isMfaAccepted"], false, "the draft was kept");
    assert_ne!(partner["draft"], serde_json::json!([]));
}

#[test]
fn an_import_is_undone_like_an_edit() {
    let scene = scene();
    let before = scene.output(&["show", "partners", "--format", "json"]).stdout;
    import(&scene);
    scene.fine(&["undo"]);
    assert_eq!(scene.output(&["show", "partners", "--format", "json"]).stdout, before);
    scene.fine(&["redo"]);
    assert_eq!(shown(&scene)["effective"]["inboundTrust"]["isMfaAccepted"], true);
}

#[test]
fn an_import_that_changes_nothing_offers_no_undo() {
    let scene = scene();
    let again = ["import", "export"];
    assert!(scene.run(&again).contains("undo with"));
    let said = scene.run(&again);
    assert!(said.contains("as they were observed before") && !said.contains("undo with"), "{said}");
}

/// A directory is replaced as a whole, which is said where it gets smaller.
#[test]
fn a_directory_that_gets_smaller_is_told() {
    let scene = Scene::contoso();
    let users = |numbers: std::ops::Range<u32>| {
        let user = |number| {
            format!(
                r#"{{"id":"{number:08}-1111-1111-1111-111111111111","displayName":"User {number}","userPrincipalName":"u{number}@contoso.com","userType":"Member"}}"#
            )
        };
        format!(r#"{{"value":[{}]}}"#, numbers.map(user).collect::<Vec<_>>().join(","))
    };
    let import = |text: String| {
        fs::write(scene.path("users.json"), text).unwrap();
        scene.run(&["import", "users.json", "--tenant", CONTOSO])
    };
    assert!(!import(users(0..3)).contains("in the place of"));
    assert!(!import(users(0..4)).contains("in the place of"));
    let told = import(users(0..1));
    assert!(told.contains("1 users of Contoso are in the place of 4 that were there"), "{told}");
}

#[test]
fn who_comes_twice_and_who_is_nobody_is_said() {
    let scene = scene();
    let told = scene.run(&["import", "export"]);
    assert!(
        told.contains(&format!(
            "warning: 1 of the users came more than once, and the last one of each was taken; the first is {ADA}"
        )),
        "{told}"
    );
    // Twice the same import is no duplicate.
    let again = scene.run(&["import", "export"]);
    assert_eq!(again.matches("more than once").count(), 1, "{again}");
    let group = format!(
        r#"{{"value":[{{"id":"{CREW}","displayName":"Crew","securityEnabled":true,"groupTypes":[],"members":[{{"id":"{ADA}"}},{{"id":"dddddddd-1111-1111-1111-111111111111"}}]}}]}}"#
    );
    let name = format!(
        r#"{{"tenantId":"{FABRIKAM}","displayName":"Fabrikam","defaultDomainName":"fabrikam.com","federationBrandName":null}}"#
    );
    fs::create_dir(scene.path("more")).unwrap();
    fs::write(scene.path("more/groups.json"), group).unwrap();
    fs::write(scene.path("more/fabrikam.json"), name).unwrap();
    scene.fine(&["import", "more"]);
    scene
        .fine(&["sync", "new", "Fab", "--source", CONTOSO, "--target", FABRIKAM, "--assign", CREW]);
    let told = scene.run(&["sync", "preview", "Fab"]);
    assert!(told.contains("1 members of assigned groups are neither users nor groups"), "{told}");
}
