use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::scene::{CONTOSO, FABRIKAM, Scene};

fn everything(access: &str) -> Value {
    json!({
        "usersAndGroups": { "accessType": access, "targets": [{ "target": "AllUsers", "targetType": "user" }] },
        "applications": { "accessType": access, "targets": [{ "target": "AllApplications", "targetType": "application" }] },
    })
}

#[test]
fn show_partner_gives_every_value_with_its_origin() {
    let scene = Scene::contoso();
    let partner = ["show", "partner", "fabrikam.com"];
    let before = scene.json(&partner);
    let members: Vec<&String> = before.as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        ["tenantId", "displayName", "effective", "origin", "own", "draft", "reach"]
    );
    assert_eq!(before["tenantId"], FABRIKAM);
    assert_eq!(before["displayName"], "Fabrikam");
    for (property, access) in [
        ("b2bCollaborationInbound", "allowed"),
        ("b2bCollaborationOutbound", "allowed"),
        ("b2bDirectConnectInbound", "blocked"),
        ("b2bDirectConnectOutbound", "blocked"),
        ("tenantRestrictions", "blocked"),
    ] {
        assert_eq!(before["effective"][property], everything(access), "{property}");
        assert_eq!(before["origin"][property], "serviceDefault", "{property}");
        assert_eq!(before["own"][property], Value::Null, "{property}");
    }
    for path in [
        "inboundTrust.isMfaAccepted",
        "inboundTrust.isCompliantDeviceAccepted",
        "inboundTrust.isHybridAzureADJoinedDeviceAccepted",
        "automaticUserConsentSettings.inboundAllowed",
        "automaticUserConsentSettings.outboundAllowed",
        "identitySynchronization.userSyncInbound.isSyncAllowed",
        "identitySynchronization.groupSyncInbound.isSyncAllowed",
    ] {
        let place = format!("/effective/{}", path.replace('.', "/"));
        assert_eq!(before.pointer(&place), Some(&json!(false)), "{path}");
        assert_eq!(before["origin"][path], "serviceDefault", "{path}");
    }
    assert_eq!(before["origin"].as_object().unwrap().len(), 12);
    assert_eq!(before["own"]["inboundTrust"], Value::Null);
    assert_eq!(before["own"]["automaticUserConsentSettings"], Value::Null);
    assert_eq!(before["draft"], json!(["tenantId"]), "the whole partner is drafted");

    scene.fine(&["set", "inboundTrust.isMfaAccepted", "true", "--partner", FABRIKAM]);
    scene.fine(&["set", "b2bCollaborationOutbound", "block-all"]);
    let after = scene.json(&partner);
    assert_eq!(after["effective"]["inboundTrust"]["isMfaAccepted"], true);
    assert_eq!(after["origin"]["inboundTrust.isMfaAccepted"], "partner");
    assert_eq!(after["own"]["inboundTrust"]["isMfaAccepted"], true);
    assert_eq!(after["effective"]["b2bCollaborationOutbound"], everything("blocked"));
    assert_eq!(after["origin"]["b2bCollaborationOutbound"], "default");
    assert_eq!(after["origin"]["b2bCollaborationInbound"], "default", "the default was touched");
    assert_eq!(after["draft"], json!(["inboundTrust", "tenantId"]));

    let default = scene.json(&["show", "default"]);
    assert_eq!(default["tenantId"], CONTOSO);
    assert_eq!(default["allowedCloudEndpoints"], json!([]));
    assert_eq!(default["origin"].as_object().unwrap().len(), 10, "synchronisation is no default");
    let list = scene.json(&["show", "partners", "--filter", "FABRI .com"]);
    let mut in_list = after.clone();
    in_list.as_object_mut().unwrap().shift_remove("reach").unwrap();
    assert_eq!(list, json!([in_list]), "but for what needs directories");
    assert_eq!(scene.json(&["show", "partners", "--filter", "nobody"]), json!([]));
    assert_eq!(scene.json(&["show", "partners", "--observed"]), json!([]));
}

#[test]
fn lists_are_words_for_people() {
    let scene = Scene::contoso();
    scene.fine(&[
        "set",
        "b2bCollaborationInbound.applications",
        "{\"accessType\":\"allowed\",\"targets\":[{\"target\":\"c44b4083-3bb0-49c1-b47d-974e53cbdf3c\",\"targetType\":\"application\"}]}",
        "--partner",
        "fabrikam",
    ]);
    assert_snapshot!(scene.run(&["show", "tenants"]), @r"
        exit 0
        NAME      ID                                    DOMAIN        CLOUD   WHOSE   PARTNERS
        Contoso   11111111-1111-1111-1111-111111111111  contoso.com   global  ours    1
        Fabrikam  22222222-2222-2222-2222-222222222222  fabrikam.com  global  theirs  not known
    ");
    assert_snapshot!(scene.run(&["show", "tenants", "--format", "json", "--filter", "contoso"]), @r#"
        exit 0
        [
          {
            "tenantId": "11111111-1111-1111-1111-111111111111",
            "displayName": "Contoso",
            "domains": [
              {
                "name": "contoso.com",
                "isDefault": true
              }
            ],
            "cloud": "global",
            "ownership": "ours",
            "partners": 1,
            "observed": "ee8477998f4775eca90f7233a5eb5ef07fca2d1d6a824b377d57f44b91b1b4a1"
          }
        ]
    "#);
    assert_snapshot!(scene.run(&["show", "partners"]), @r"
        exit 0
        NAME      DOMAIN        IN         OUT          DIRECT IN    DIRECT OUT   SYNC   TRUST        DRAFT
        Fabrikam  fabrikam.com  ◐ limited  ✓ allowed ↓  ✗ blocked ↓  ✗ blocked ↓  ✗ off  ✗ nothing ↓  ● 2 changed
        1 of 1 partners; ↓ inherited from the default
    ");
    assert_snapshot!(scene.run(&["show", "partners", "--ascii"]), @r"
        exit 0
        NAME      DOMAIN        IN         OUT          DIRECT IN    DIRECT OUT   SYNC   TRUST        DRAFT
        Fabrikam  fabrikam.com  ~ limited  + allowed v  x blocked v  x blocked v  x off  x nothing v  * 2 changed
        1 of 1 partners; v inherited from the default
    ");
    assert_snapshot!(scene.run(&["show", "partner", "fabrikam"]), @r"
        exit 0
        Fabrikam (22222222-2222-2222-2222-222222222222), partner of Contoso
        SETTING                        IN FORCE               SAID BY          DRAFT
        inbound collaboration, who     ✓ allow all            this partner     ● changed
        inbound collaboration, what    ◐ allow 1 application  this partner     ● changed
        outbound collaboration, who    ✓ allow all            service default
        outbound collaboration, what   ✓ allow all            service default
        inbound direct connect, who    ✗ block all            service default
        inbound direct connect, what   ✗ block all            service default
        outbound direct connect, who   ✗ block all            service default
        outbound direct connect, what  ✗ block all            service default
        tenant restrictions, who       ✗ block all            service default
        tenant restrictions, what      ✗ block all            service default
        trust MFA                      ✗ off                  service default
        trust compliant devices        ✗ off                  service default
        trust hybrid joined devices    ✗ off                  service default
        automatic redemption inbound   ✗ off                  service default
        automatic redemption outbound  ✗ off                  service default
        synchronise users in           ✗ off                  service default
        synchronise groups in          ✗ off                  service default
        named targets
          inbound collaboration, what: application c44b4083-3bb0-49c1-b47d-974e53cbdf3c Azure portal and Entra admin center
        reach inbound: not known: users of Fabrikam are not imported
        reach outbound: not known: users of Contoso are not imported
    ");
    assert_snapshot!(scene.run(&["show", "default"]), @r"
        exit 0
        default of Contoso (11111111-1111-1111-1111-111111111111)
        SETTING                        IN FORCE     SAID BY          DRAFT
        inbound collaboration, who     ✓ allow all  service default
        inbound collaboration, what    ✓ allow all  service default
        outbound collaboration, who    ✓ allow all  service default
        outbound collaboration, what   ✓ allow all  service default
        inbound direct connect, who    ✗ block all  service default
        inbound direct connect, what   ✗ block all  service default
        outbound direct connect, who   ✗ block all  service default
        outbound direct connect, what  ✗ block all  service default
        tenant restrictions, who       ✗ block all  service default
        tenant restrictions, what      ✗ block all  service default
        trust MFA                      ✗ off        service default
        trust compliant devices        ✗ off        service default
        trust hybrid joined devices    ✗ off        service default
        automatic redemption inbound   ✗ off        service default
        automatic redemption outbound  ✗ off        service default
    ");
}

#[test]
fn a_name_that_means_nobody_or_several_is_refused() {
    let scene = Scene::contoso();
    assert_snapshot!(scene.run(&["show", "partner", "fabricam"]), @r"
        exit 2
        ! error: no tenant in the workspace is called `fabricam`; did you mean `Fabrikam`?
    ");
    assert_snapshot!(scene.run(&["show", "partner", "33333333-3333-3333-3333-333333333333"]), @r"
        exit 2
        ! error: the tenant 33333333-3333-3333-3333-333333333333 is not in the workspace
    ");
    assert_snapshot!(scene.run(&["show", "partner", "contoso"]), @r"
        exit 2
        ! error: Contoso is not a partner of Contoso; the default holds for it, see `detente show default`
    ");
    assert_snapshot!(scene.run(&["show", "partners", "--tenant", "fabrikam"]), @r"
        exit 2
        ! error: the cross-tenant access policy of Fabrikam is not in the workspace; import it
    ");
    assert_snapshot!(scene.run(&["set", "allowInvitesFrom", "none", "--tenant", "fabrikam"]), @r"
        exit 2
        ! error: `fabrikam` is not administered here; what it says can be imported, not changed
    ");
    scene.fine(&["partner", "add", "33333333-3333-3333-3333-333333333333", "--name", "fabrikam"]);
    assert_snapshot!(scene.run(&["show", "partner", "Fabrikam"]), @r"
        exit 2
        ! error: 2 tenants are called `Fabrikam`; name the one you mean by its id: 22222222-2222-2222-2222-222222222222, 33333333-3333-3333-3333-333333333333
    ");
    let two = Scene::empty();
    two.fine(&["demo", "w"]);
    let output = two.output(&["show", "partners"]);
    let text = two.told(&output);
    assert!(text.starts_with("exit 2\n! error: "), "{text}");
    assert!(text.contains("say which with --tenant: "), "{text}");
}

#[test]
fn names_that_hide_something_are_shown_harmless() {
    let scene = Scene::contoso();
    let name = "Evil\u{202e}\u{1b}]0;x\u{7}\nCorp";
    let id = "33333333-3333-3333-3333-333333333333";
    scene.fine(&["partner", "add", id, "--name", name]);
    scene.fine(&["set", "note.owner", name, "--partner", id]);
    for args in [
        &["show", "tenants"][..],
        &["show", "partners"],
        &["show", "partner", id],
        &["show", "partner", "evil"],
        &["history"],
        &[],
        &["set", "note.review", name, "--partner", id],
        &["set", name, "true"],
        &["show", name],
        &["partner", "remove", id],
    ] {
        for format in ["text", "json"] {
            let output = scene.output(&[args, &["--format", format]].concat());
            for bytes in [output.stdout, output.stderr] {
                let text = String::from_utf8(bytes).unwrap();
                let foreign = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
                assert!(!text.contains(foreign), "{args:?}: {text:?}");
            }
        }
        let output = scene.output(&[args, &["--ascii"]].concat());
        assert!(output.stdout.is_ascii() && output.stderr.is_ascii(), "{args:?}");
    }
    let lines = scene.fine(&["show", "tenants"]);
    assert_eq!(lines.lines().count(), 4, "{lines}");
}
