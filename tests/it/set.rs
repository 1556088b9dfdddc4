use insta::assert_snapshot;

use crate::scene::{CONTOSO, FABRIKAM, Scene};

#[test]
fn set_says_what_is_now_true() {
    let scene = Scene::contoso();
    let trust = ["set", "inboundTrust.isMfaAccepted", "true", "--partner", "fabrikam.com"];
    assert_snapshot!(scene.run(&trust), @r"
        exit 0
        Fabrikam: trust MFA on; undo with `detente undo`
    ");
    assert_snapshot!(scene.run(&trust), @r"
        exit 0
        it is so already; nothing was changed
    ");
    assert_snapshot!(scene.run(&["set", "B2BCOLLABORATIONINBOUND", "block-all", "--format", "json"]), @r#"
        exit 0
        {
          "label": "default of Contoso: inbound B2B collaboration block all, block all",
          "places": 3,
          "revision": 4,
          "takenIn": []
        }
    "#);
    std::fs::write(
        scene.path("half.json"),
        "\u{feff}{\"accessType\":\"allowed\",\"targets\":[{\"target\":\"Office365\",\"targetType\":\"application\"}]}\r\n",
    )
    .unwrap();
    assert_snapshot!(scene.run(&["set", "b2bDirectConnectInbound.applications", "@half.json", "--partner", FABRIKAM]), @r#"
        exit 2
        ! error: all users are blocked, so all applications must be blocked as well (rule V1)
        !   fix: detente set b2bDirectConnectInbound '{"usersAndGroups":{"accessType":"allowed","targets":[{"target":"AllUsers","targetType":"user"}]},"applications":{"accessType":"allowed","targets":[{"target":"Office365","targetType":"application"}]}}' --partner 22222222-2222-2222-2222-222222222222
    "#);
}

#[test]
fn every_path_can_be_set_and_is_shown() {
    let scene = Scene::contoso();
    for (path, value) in [
        ("b2bCollaborationInbound", "block-all"),
        ("allowedCloudEndpoints", "[\"microsoftonline.us\"]"),
        (
            "invitationRedemptionIdentityProviderConfiguration",
            "{\"primaryIdentityProviderPrecedenceOrder\":[\"externalFederation\"],\"fallbackIdentityProvider\":\"emailOneTimePasscode\"}",
        ),
        ("allowInvitesFrom", "adminsAndGuestInviters"),
        ("guestUserRoleId", "restricted"),
        ("guestUserRoleId", "a0b1b346-4d3e-4e8b-98f8-753987be4970"),
        ("domains.blocked", "[\"Evil.Example\"]"),
        ("selfServiceSignUp", "false"),
        ("allowExternalIdentitiesToLeave", "true"),
        ("inboundTrust", "{\"isMfaAccepted\":true,\"isCompliantDeviceAccepted\":true}"),
    ] {
        scene.fine(&["set", path, value]);
    }
    for (path, value) in [
        ("inboundTrust", "inherit"),
        ("automaticUserConsentSettings.inboundAllowed", "true"),
        ("automaticUserConsentSettings", "inherit"),
        ("identitySynchronization.userSyncInbound.isSyncAllowed", "true"),
        ("identitySynchronization", "inherit"),
        ("note.owner", "- Ada"),
        ("note.purpose", "the bridge"),
        ("note.ticket", "C-7"),
        ("note.review", "2026-12-31"),
    ] {
        scene.fine(&["set", path, value, "--partner", "Fabrikam"]);
    }
    assert_snapshot!(scene.run(&["show", "partner", "Fabrikam"]), @r"
        exit 0
        Fabrikam (22222222-2222-2222-2222-222222222222), partner of Contoso
        SETTING                        IN FORCE     SAID BY          DRAFT
        inbound collaboration, who     ✗ block all  the default
        inbound collaboration, what    ✗ block all  the default
        outbound collaboration, who    ✓ allow all  the default
        outbound collaboration, what   ✓ allow all  the default
        inbound direct connect, who    ✗ block all  the default
        inbound direct connect, what   ✗ block all  the default
        outbound direct connect, who   ✗ block all  the default
        outbound direct connect, what  ✗ block all  the default
        tenant restrictions, who       ✗ block all  the default
        tenant restrictions, what      ✗ block all  the default
        trust MFA                      ✓ on         the default
        trust compliant devices        ✓ on         the default
        trust hybrid joined devices    ✗ off        the default
        automatic redemption inbound   ✗ off        the default
        automatic redemption outbound  ✗ off        the default
        synchronise users in           ✗ off        service default
        synchronise groups in          ✗ off        service default
        reach inbound: not known: users of Fabrikam are not imported
        reach outbound: not known: users of Contoso are not imported
        note owner: - Ada
        note purpose: the bridge
        note ticket: C-7
        note review: 2026-12-31
    ");
    assert_snapshot!(scene.run(&["show", "collaboration", "--format", "json"]), @r#"
        exit 0
        {
          "tenantId": "11111111-1111-1111-1111-111111111111",
          "displayName": "Contoso",
          "effective": {
            "allowInvitesFrom": "adminsAndGuestInviters",
            "guestUserRoleId": "a0b1b346-4d3e-4e8b-98f8-753987be4970",
            "domains": {
              "allowed": [],
              "blocked": [
                "evil.example"
              ]
            },
            "selfServiceSignUp": false,
            "allowExternalIdentitiesToLeave": true
          },
          "own": {
            "authorizationPolicy": {
              "allowInvitesFrom": "adminsAndGuestInviters",
              "guestUserRoleId": "a0b1b346-4d3e-4e8b-98f8-753987be4970"
            },
            "b2bManagementPolicy": {
              "definition": [
                "{\"B2BManagementPolicy\":{\"InvitationsAllowedAndBlockedDomainsPolicy\":{\"AllowedDomains\":[],\"BlockedDomains\":[\"evil.example\"]}}}"
              ]
            },
            "selfServiceSignUp": false,
            "allowExternalIdentitiesToLeave": true
          },
          "draft": [
            "allowExternalIdentitiesToLeave",
            "authorizationPolicy.allowInvitesFrom",
            "authorizationPolicy.guestUserRoleId",
            "b2bManagementPolicy.definition",
            "selfServiceSignUp"
          ]
        }
    "#);
}

#[test]
fn set_refuses_and_says_how_to_go_on() {
    let scene = Scene::contoso();
    let before = scene.files("w");
    let partner = |path, value| scene.run(&["set", path, value, "--partner", FABRIKAM]);
    assert_snapshot!(partner("inboundTrust.isMfaAcepted", "true"), @r"
        exit 2
        ! error: there is no setting `inboundTrust.isMfaAcepted`; did you mean `inboundTrust.isMfaAccepted` or `inboundTrust`?
    ");
    assert_snapshot!(partner("zzz", "true"), @r"
        exit 2
        ! error: there is no setting `zzz`; `detente set --help` lists them
    ");
    assert_snapshot!(partner("inboundTrust.isMfaAccepted", "yes"), @r"
        exit 2
        ! error: `inboundTrust.isMfaAccepted` takes `true`, `false` or `inherit`, found `yes`; nothing was changed
    ");
    assert_snapshot!(partner("b2bCollaborationInbound.usersAndGroups", "block-all"), @r"
        exit 2
        ! error: all users are blocked, so all applications must be blocked as well (rule V1)
        !   fix: detente set b2bCollaborationInbound block-all --partner 22222222-2222-2222-2222-222222222222
    ");
    assert_snapshot!(partner("b2bCollaborationInbound.usersAndGroups", "inherit"), @r"
        exit 2
        ! error: half a setting cannot be inherited: the service inherits whole properties; set `b2bCollaborationInbound` to `inherit`
    ");
    assert_snapshot!(partner("b2bCollaborationInbound", "{\"usersAndGroup\":{}}"), @r"
        exit 2
        ! error: the value has an unknown member `usersAndGroup`; did you mean `usersAndGroups`?
    ");
    assert_snapshot!(partner("b2bCollaborationInbound", "{\"applications\": [}"), @r"
        exit 2
        ! error: the value cannot be read: line 1, column 17, at `applications`: invalid type: sequence, expected an object with `accessType` and `targets`
    ");
    assert_snapshot!(partner("b2bCollaborationInbound", "{}"), @r"
        exit 2
        ! error: the value has neither `usersAndGroups` nor `applications`; to inherit both, say `inherit`
    ");
    assert_snapshot!(partner("b2bCollaborationInbound", "@/nowhere"), @r"
        exit 2
        ! error: `/nowhere`: cannot be read: No such file or directory (os error 2); nothing was changed
    ");
    assert_snapshot!(partner("b2bCollaborationInbound", "@/dev/zero"), @r"
        exit 2
        ! error: `/dev/zero`: is neither a file nor a folder; nothing was changed
    ");
    assert_snapshot!(partner("allowInvitesFrom", "none"), @r"
        exit 2
        ! error: `allowInvitesFrom` belongs to the tenant, not to a partner; leave --partner out
    ");
    assert_snapshot!(partner("note.review", "31.12.2026"), @r"
        exit 2
        ! error: `note.review` takes a day such as 2026-12-31, or nothing, found `31.12.2026`; nothing was changed
    ");
    assert!(scene.files("w") == before, "nothing was changed");
}

#[test]
fn set_refuses_what_is_put_in_the_wrong_place() {
    let scene = Scene::contoso();
    let before = scene.files("w");
    assert_snapshot!(scene.run(&["set", "note.owner", "Ada"]), @r"
        exit 2
        ! error: `note.owner` belongs to a partner; say which with --partner
    ");
    assert_snapshot!(scene.run(&["set", "automaticUserConsentSettings.inboundAllowed", "true"]), @r"
        exit 2
        ! error: automatic redemption cannot be set on the default, where it is always off; set it on each partner (rule V6)
    ");
    assert_snapshot!(scene.run(&["set", "allowedCloudEndpoints", "[\"microsoftonline.uk\"]"]), @r"
        exit 2
        ! error: no cloud is called `microsoftonline.uk`; did you mean `microsoftonline.us` or `microsoftonline.com`?
    ");
    assert_snapshot!(scene.run(&["set", "domains.allowed", "[\"*.x.com\"]"]), @r"
        exit 2
        ! error: `*.x.com`: wildcards are not documented for domain lists; name each domain in full; nothing was changed
    ");
    assert_snapshot!(scene.run(&["set", "tenantRestrictions", "true", "--partner", CONTOSO]), @r"
        exit 2
        ! error: Contoso is not a partner of Contoso; nothing was changed
    ");
    assert_snapshot!(scene.run(&["set", "tenantRestrictions", "inherit", "--format", "json", "--partner", "fabricam.com"]), @r#"
        exit 2
        ! {"error":"no tenant in the workspace is called `fabricam.com`; did you mean `fabrikam.com`?","exit":2}
    "#);
    assert_snapshot!(scene.run(&["set", "tenantRestrictions"]), @r"
        exit 2
        ! error: the following required arguments were not provided:
        !   <VALUE>
        !
        ! Usage: detente set <PATH> <VALUE>
        !
        ! For more information, try '--help'.
    ");
    assert!(scene.files("w") == before, "nothing was changed");
    scene.fine(&["set", "domains.allowed", "[\"x.com\"]"]);
    assert_snapshot!(scene.run(&["set", "domains.blocked", "[\"y.com\"]", "--tenant", "contoso"]), @r"
        exit 2
        ! error: the service keeps one list: either the allowed or the blocked domains, not both
        !   fix: detente set domains.allowed '[]' --tenant 11111111-1111-1111-1111-111111111111
    ");
}

#[test]
fn every_fix_that_is_told_leads_out() {
    let scene = Scene::contoso();
    scene.fine(&[
        "set",
        "identitySynchronization.userSyncInbound.isSyncAllowed",
        "true",
        "--partner",
        "fabrikam",
    ]);
    for args in [
        &["set", "b2bCollaborationInbound.usersAndGroups", "block-all", "--partner", "fabrikam"][..],
        &["set", "b2bCollaborationOutbound.applications", "block-all"],
        &["partner", "remove", "fabrikam", "--yes"],
    ] {
        let output = scene.output(&[args, &["--format", "json"]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
        let fixes = said["fix"].as_array().unwrap();
        assert!(!fixes.is_empty(), "{args:?}");
        for fix in fixes {
            let words: Vec<&str> = fix.as_str().unwrap().split(' ').skip(1).collect();
            scene.fine(&words);
        }
    }
}
