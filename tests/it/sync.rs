use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::scene::{CONTOSO, FABRIKAM, Scene};

const CLINIC: &str = "Clinical staff";

/// Where the time of a first cycle is written.
const PACE: &str = "MicrosoftDocs/entra-docs:docs/identity/app-provisioning/application-provisioning-when-will-provisioning-finish-specific-user.md";

/// The practice workspace in `w`.
fn practice() -> Scene {
    let scene = Scene::empty();
    scene.fine(&["demo", "w"]);
    scene
}

fn inbound(scene: &Scene, value: &str) {
    let path = "identitySynchronization.userSyncInbound.isSyncAllowed";
    let whose = ["--tenant", "meridianhealth.com", "--partner", "cityclinic.com"];
    scene.fine(&[["set", path, value].as_slice(), &whose].concat());
}

#[test]
fn the_practice_workspace_is_previewed_at_once() {
    let scene = practice();
    assert_snapshot!(scene.run(&["sync", "list"]), @r"
    exit 0
    NAME            SOURCE      TARGET           SCOPE       STOPS AT       SCHEDULE  FINDINGS
    Clinical staff  CityClinic  Meridian Health  1 assigned  500 deletions  Disabled  1
    ");
    assert_snapshot!(scene.run(&["sync", "preview", CLINIC]), @r"
    exit 0
    Clinical staff: CityClinic to Meridian Health
    ✓ the job would run, and is disabled
    deletions 0 (stops at 500), licences 338 (Entra ID P1 each, in the source)
    first cycle 4 to 29 minutes: 0.01 to 0.08 minutes for each of 351 users, groups
      and members (documented as approximate); all new takes about twice as long as
      all found
    later cycles start every 40 minutes and take as long as what changed needs; at
      the pace of a first one (inferred, no page gives a number) 500 to 4,000
      changes fit between two starts
        MicrosoftDocs/entra-docs:docs/identity/app-provisioning/application-provisioning-when-will-provisioning-finish-specific-user.md
    users: create 335, update 3, skip 162
    ACTION  USERS  CERTAINTY   BECAUSE
    create  335    documented  no user of the target is this user (rafael.garcia@cityclinic.com, zoe.lindqvist@cityclinic.com, sofia.bello@cityclinic.com, and more)
    update  3      inferred    the user of the target differs (nadia.yilmaz@cityclinic.com, joanna.schmidt@cityclinic.com, olga.hart@cityclinic.com)
    skip    5      inferred    NotEffectivelyEntitled: Filter external users: a guest from elsewhere, as the sign-in name or the state of the invitation tells (callum.osei_brightwaterimaging.example#EXT#@cityclinicpractice.onmicrosoft.com, ben.singh_tansystreetdental.example#EXT#@cityclinicpractice.onmicrosoft.com, ben.fletcher_meridianhealth.com#EXT#@cityclinicpractice.onmicrosoft.com, and more)
    skip    10     documented  NotEffectivelyEntitled: not active in the source, and never provisioned (petra.tanner@cityclinic.com, mohammed.costa@cityclinic.com, simon.baker@cityclinic.com, and more)
    skip    147    documented  NotEffectivelyEntitled: not assigned, neither directly nor by direct membership of an assigned group (ruth.schmidt@cityclinic.com, ivan.singh@cityclinic.com, arjun.okafor@cityclinic.com, and more)
    findings: 2
    ? CTS026 the job stops at 500 deletions and at most 351 users are in scope: it never stops
        at secrets.SyncNotificationSettings.DeleteThresholdEnabled
        fix: set a threshold of some 5 % of the population: detente sync set NAME --threshold N
    ? CTS028 no address is told when the job is quarantined, so that nobody notices
        at secrets.SyncNotificationSettings.Recipients
        fix: set a notification mail: detente sync set NAME --notify MAIL
    ");
    assert_eq!(scene.run(&["sync", "list"]), scene.run(&["show", "syncs"]));
}

#[test]
fn one_person_in_five_steps() {
    let scene = practice();
    assert_snapshot!(scene.run(&["sync", "person", CLINIC, "nadia.yilmaz@cityclinic.com"]), @r#"
    exit 0
    Clinical staff: CityClinic to Meridian Health
    1. test connection ✓
       both tenants are global
       Meridian Health lets CityClinic synchronise users in
       automatic redemption outbound in CityClinic for Meridian Health is on
       automatic redemption inbound in Meridian Health for CityClinic is on
       invitations are not switched off in Meridian Health
    2. import ✓
       userPrincipalName: nadia.yilmaz@cityclinic.com
       mail: nadia.yilmaz@cityclinic.com
       userType: Member
       accountEnabled: True
    3. scope ✓
       Active in the source system: true
       Assigned to the application: true
       Filter external users.alternativeSecurityIds EQUALS 'None' = not known (the export of the source does not hold the attribute)
       Filter external users.userState NOT EQUALS 'PendingAcceptance' = not known (the export of the source does not hold the attribute)
       taken as a user of this tenant: neither sign-in name nor invitation is that of a guest
    4. match ✓
       nadia.yilmaz_cityclinic.com#EXT#@meridianhealthpractice.onmicrosoft.com (a7924a6a-87fa-4ee8-ad84-a6a280dc3832), found by the sign-in name built from the one at home
    5. action ✓
       update: the user of the target differs
       certainty: inferred
       3 attributes are written
    ATTRIBUTE   BEFORE  AFTER                                             MAPPING       NOTE
    department  -       Radiology                                         [department]
    jobTitle    -       Radiographer                                      [jobTitle]
    manager     -       jana.palmer_cityclinic.com#EXT#@meridianhealthp…  [manager]
    userType    Guest   Guest                                             "Member"      createOnly
    "#);
    let object = scene.json(&["sync", "person", CLINIC, "nadia.yilmaz@cityclinic.com"]);
    let steps = object["steps"].as_array().unwrap();
    let names: Vec<&str> = steps.iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["testConnection", "import", "scope", "match", "action"]);
    assert_eq!(object["user"]["action"], "update");
    assert_snapshot!(scene.run(&["sync", "person", CLINIC, "nadia.yilma"]), @r"
    exit 2
    ! error: no user of the source is called `nadia.yilma`; did you mean `Nadia Yılmaz`?
    ");
}

#[test]
fn the_answer_for_programs() {
    let scene = practice();
    let answer = scene.json(&["sync", "preview", CLINIC]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&answer), ["summary", "job", "letThrough", "findings", "risks", "users"]);
    let findings = answer["findings"].as_array().unwrap();
    assert!(findings.iter().any(|one| one["id"] == "CTS028"), "{findings:?}");
    assert_eq!(keys(&findings[0]), ["id", "refused", "path", "text", "fix", "certainty", "source"]);
    assert_eq!(
        keys(&answer["summary"]),
        [
            "create",
            "update",
            "unchanged",
            "restore",
            "softDelete",
            "disable",
            "staged",
            "release",
            "skip",
            "fail",
            "ambiguous"
        ]
    );
    assert_eq!(
        answer["job"],
        json!({
            "verdict": "runs", "because": [], "deletions": 0, "threshold": 500,
            "firstCycleMinutes": [3.51, 28.08],
            "firstCycle": {
                "objects": 351, "minutesEach": [0.01, 0.08], "certainty": "documented", "source": PACE,
            },
            "laterCycle": {
                "everyMinutes": 40, "changes": 338, "minutes": [3.38, 27.04],
                "certainty": "inferred", "source": PACE,
            },
            "licences": 338, "licence": "Entra ID P1",
        })
    );
    let users = answer["users"].as_array().unwrap();
    assert_eq!(users.len(), 500);
    let total: u64 =
        answer["summary"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(total, 500);
    let created = users.iter().find(|user| user["action"] == "create").unwrap();
    assert_eq!(
        keys(created),
        ["sourceId", "userPrincipalName", "action", "because", "certainty", "targetId", "changes"]
    );
    let changes = created["changes"].as_array().unwrap();
    assert_eq!(
        keys(&changes[0]),
        ["attribute", "before", "after", "mapping", "note", "noteCertainty", "source"]
    );
    let built = changes.iter().find(|one| one["attribute"] == "userPrincipalName").unwrap();
    let built = built["after"].as_str().unwrap();
    assert!(built.ends_with("_cityclinic.com#EXT#@meridianhealthpractice.onmicrosoft.com"));
    // Twice the same bytes.
    let json = ["sync", "preview", CLINIC, "--format", "json"];
    assert_eq!(scene.fine(&json), scene.fine(&json));
}

#[test]
fn a_closed_gate_is_told_and_exits_with_one() {
    let scene = practice();
    inbound(&scene, "false");
    let told = scene.run(&["sync", "preview", CLINIC]);
    let head: Vec<&str> = told.lines().take(5).collect();
    assert_snapshot!(head.join("\n"), @r"
    exit 1
    Clinical staff: CityClinic to Meridian Health
    ✗ the job: blocked
      AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure: Meridian Health does not let CityClinic synchronise users in
    deletions 0 (stops at 500), licences 338 (Entra ID P1 each, in the source)
    ");
    assert!(
        scene.run(&["sync", "person", CLINIC, "nadia.yilmaz@cityclinic.com"]).starts_with("exit 1")
    );
    // Who would be created without it is told, and still that nobody is.
    let told = scene.run(&["sync", "preview", CLINIC, "--let-through"]);
    assert!(told.starts_with("exit 1") && told.contains("the job: blocked"), "{told}");
    let users = told.lines().find(|line| line.starts_with("users")).unwrap();
    assert_snapshot!(users, @"users, were the job let through: create 335, update 3, skip 162");
    let json = scene.run(&["sync", "preview", CLINIC, "--let-through", "--format", "json"]);
    assert!(
        json.contains("\"letThrough\": true") && json.contains("\"create\":335"),
        "{json:.900}"
    );
    inbound(&scene, "true");
    assert!(scene.run(&["sync", "preview", CLINIC]).starts_with("exit 0"));
}

#[test]
fn a_configuration_is_made_undone_and_refused() {
    let scene = Scene::contoso();
    let new = ["sync", "new", "Fab", "--source", "contoso.com", "--target", "fabrikam.com"];
    assert_snapshot!(scene.run(&[new.as_slice(), &["--all"]].concat()), @r"
    exit 0
    Contoso: synchronisation Fab made; undo with `detente undo`
    ");
    assert_snapshot!(scene.run(&new), @r"
    exit 2
    ! error: this synchronisation configuration is there already
    ");
    assert_snapshot!(scene.run(&["sync", "new", "fab", "--source", FABRIKAM, "--target", CONTOSO]), @r"
    exit 2
    ! error: a synchronisation configuration called `fab` is there already
    ");
    assert_snapshot!(scene.run(&["sync", "new", "Self", "--source", CONTOSO, "--target", CONTOSO]), @r"
    exit 2
    ! error: source and target of a synchronisation are the same tenant
    ");
    assert_snapshot!(scene.run(&["sync", "preview", "Fa"]), @r"
    exit 2
    ! error: no synchronisation configuration is called `Fa`; did you mean `Fab`?; `detente sync list` lists them
    ");
    assert_snapshot!(scene.run(&["sync", "preview", "Fab"]), @r"
    exit 2
    ! error: the directory of Contoso is not in the workspace; `detente import` reads its users and groups
    ");
    assert_eq!(scene.json(&["sync", "list"]).as_array().unwrap().len(), 1);
    scene.fine(&["undo"]);
    assert_eq!(scene.json(&["sync", "list"]), json!([]));
    scene.fine(&["redo"]);
    assert_eq!(scene.json(&["sync", "list"])[0]["displayName"], "Fab");
}

#[test]
fn an_exported_schema_is_kept_with_what_is_not_known() {
    let scene = Scene::contoso();
    let schema = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#x",
        "version": "v1.2",
        "synchronizationRules": [{
            "id": "r", "name": "USER_INBOUND_USER", "priority": 1, "editable": true,
            "objectMappings": [
                { "enabled": false, "name": null, "scope": null, "sourceObjectName": "", "targetObjectName": "Group", "attributeMappings": null },
                { "enabled": true, "sourceObjectName": "User", "targetObjectName": "User", "flowTypes": "Add,Update,Delete",
                  "attributeMappings": [{ "targetAttributeName": "displayName", "exportMissingReferences": false, "matchingPriority": 0,
                    "flowType": "Always", "source": { "type": "Attribute", "name": "displayName", "expression": "[displayName]", "parameters": [] } }] },
            ],
        }],
        "directories": [{ "name": "Microsoft Entra ID", "objects": [] }],
    });
    std::fs::write(scene.path("schema.json"), schema.to_string()).unwrap();
    let new = ["sync", "new", "Fab", "--source", "contoso.com", "--target", "fabrikam.com"];
    scene.fine(&[new.as_slice(), &["--schema", "schema.json", "--threshold", "0"]].concat());
    let history = std::fs::read_to_string(scene.path("w/history.jsonl")).unwrap();
    for kept in
        [r#""directories":[{"name":"Microsoft Entra ID","objects":[]}]"#, r#""editable":true"#]
    {
        assert!(history.contains(kept), "{kept}");
    }
    assert_eq!(scene.json(&["sync", "list"])[0]["quarantineTooManyDeletesThreshold"], Value::Null);
    std::fs::write(scene.path("bad.json"), "{\"synchronizationRules\": 7}").unwrap();
    assert_snapshot!(scene.run(&["sync", "new", "B", "--source", CONTOSO, "--target", FABRIKAM, "--schema", "bad.json"]), @r"
    exit 2
    ! error: `bad.json` is no synchronization schema: line 1, column 26, at `synchronizationRules`: invalid type: integer `7`, expected a sequence; nothing was changed
    ");
    std::fs::write(scene.path("bad.json"), "{}").unwrap();
    assert_snapshot!(scene.run(&["sync", "new", "B", "--source", CONTOSO, "--target", FABRIKAM, "--schema", "bad.json"]), @r"
    exit 2
    ! error: `bad.json` has no enabled mapping from User to User in `synchronizationRules`; nothing was changed
    ");
}

const NADIA: &str = "nadia.yilmaz@cityclinic.com";

#[test]
fn cycles_are_played_over_days() {
    let scene = practice();
    let play = ["sync", "simulate", CLINIC, "--user", NADIA];
    let played = |more: &[&str]| scene.run(&[play.as_slice(), more].concat());
    let text = played(&["--scenario", "disabled-then-unassigned"]);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert_snapshot!(text, @r"
    exit 0
    Clinical staff: CityClinic to Meridian Health
    disabled-then-unassigned: blocked on day 0, synchronised, unassigned on day 1
    assumed: nothing else happens, and a cycle ends before the next begins
    assumed: the export of the source holds no netId, by which users are matched:
      taken as if everybody had one
    day 0 00:00, cycle 1: update; not managed -> linked, active
      the user of the target differs (inferred)
      written: department, jobTitle, manager
    day 0 00:40, cycles 2 to 14: nothing
    day 0 09:10: sign-in blocked in the source
    day 0 09:20, cycle 15: disable; linked, active -> linked, blocked
      sign-in is blocked in the source (documented)
      written: accountEnabled
    day 0 10:00, cycles 16 to 50: nothing
    day 1 09:10: no longer assigned, neither directly nor through a group
    day 1 09:20, cycle 51: release; linked, blocked -> stays, unmanaged
      NotEffectivelyEntitled: blocked first, then out of scope: stays in the target,
        blocked (documented)
    day 1 10:00, cycles 52 to 1441: nothing
    after 40 days and 1441 cycles: nadia.yilmaz@cityclinic.com: stays, unmanaged
    ");
    assert_snapshot!(played(&["--event", "1 leavesTarget", "--event", "3 jobDeleted", "--days", "5", "--mode", "incremental"]), @r"
    exit 0
    Clinical staff: CityClinic to Meridian Health
    events
    assumed: nothing else happens, and a cycle ends before the next begins
    assumed: the export of the source holds no netId, by which users are matched:
      taken as if everybody had one
    day 0 00:00, cycles 1 to 50: nothing
    day 1 09:10: leaves the target through My Account: not possible, the target does
      not let external users leave by themselves
    day 1 09:20, cycles 51 to 122: nothing
    day 3 09:10: the job is deleted: its memory is lost, and the accounts stay in
      the target as they are
    day 3 09:10: release; linked, active -> frozen
      no job manages the user any more: stays in the target as it is (documented)
    after 5 days and 122 cycles: nadia.yilmaz@cityclinic.com: frozen
    ");
    assert_snapshot!(played(&["--scenario", "leavr"]), @r"
    exit 2
    ! error: no scenario is called `leavr`; did you mean `leaver`?; `detente sync simulate --list` lists them
    ");
    assert_snapshot!(played(&["--scenario", "leaver", "--count", "3"]), @r"
    exit 2
    ! error: `leaver` happens to one user; `--count` is for those that happen to many
    ");
    assert_snapshot!(played(&["--event", "1 delted"]), @r"
    exit 2
    ! error: no event is called `delted`; did you mean `deleted`?
    ");
    assert_snapshot!(scene.run(&["sync", "simulate", CLINIC, "--scenario", "leaver"]), @r"
    exit 2
    ! error: `leaver` happens to one user; name the user with `--user`
    ");
    assert_snapshot!(scene.run(&["sync", "simulate", CLINIC, "--scenario", "mass-leave", "--count", "500"]), @r"
    exit 2
    ! error: only 338 users of the source are in scope
    ");
    let list = scene.json(&["sync", "simulate", "--list"]);
    assert_eq!(list["scenarios"].as_array().unwrap().len(), 14);
    // Every scenario of the list can be played, with the same bytes each time.
    for one in list["scenarios"].as_array().unwrap() {
        let name = one["name"].as_str().unwrap();
        let json = [play.as_slice(), &["--scenario", name, "--format", "json"]].concat();
        assert_eq!(scene.fine(&json), scene.fine(&json), "{one}");
    }
}

#[test]
fn a_timeline_for_programs() {
    let scene = practice();
    let answer =
        scene.json(&["sync", "simulate", CLINIC, "--user", NADIA, "--scenario", "back-on-day-31"]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        keys(&answer),
        ["configuration", "scenario", "days", "cycles", "assumed", "moments", "users"]
    );
    let moments = answer["moments"].as_array().unwrap();
    assert_eq!(
        keys(&moments[0]),
        [
            "minute",
            "untilMinute",
            "cycle",
            "lastCycle",
            "kind",
            "what",
            "sourceIds",
            "from",
            "to",
            "code",
            "because",
            "certainty",
            "changes",
            "doubts"
        ]
    );
    let states = answer["users"][0]["states"].as_array().unwrap();
    assert_eq!(keys(&states[0]), ["fromMinute", "untilMinute", "state", "targetId"]);
    let told: Vec<&str> = states.iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(told, ["linkedActive", "targetSoftDeleted", "gone", "linkedActive"]);
    // Who comes back after 30 days is somebody else in the target.
    assert_eq!(states[0]["targetId"], states[1]["targetId"]);
    assert_eq!(states[2]["targetId"], Value::Null);
    assert_ne!(states[3]["targetId"], states[0]["targetId"]);
}

#[test]
fn what_is_to_be_known_before() {
    let scene = practice();
    let answer = scene.json(&["sync", "forecast", CLINIC]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        keys(&answer),
        ["job", "created", "failures", "groups", "endings", "notDocumented", "notLookedAt"]
    );
    assert_eq!(
        answer["failures"],
        json!({ "events": 338, "failures": 0, "references": 11, "quarantine": null })
    );
    assert_eq!(answer["groups"][0]["code"], "EntityTypeNotSupported");
    let endings = answer["endings"].as_array().unwrap();
    assert_eq!(endings.len(), 6);
    assert_eq!(endings[0]["stayEnabled"], 3);
    assert_eq!(endings[5]["softDeleted"], 3);
    let text = scene.run(&["sync", "forecast", CLINIC]);
    assert!(text.starts_with("exit 0"), "{text}");
    let mut lines = text.lines().filter(|line| !line.contains(PACE));
    assert!(lines.all(|line| line.chars().count() <= 80), "{text}");
    inbound(&scene, "false");
    let closed = scene.run(&["sync", "forecast", CLINIC]);
    assert!(closed.starts_with("exit 1"), "{closed}");
}

/// Two configurations of one pair are kept, listed and previewed each for itself, and looked at
/// together: who is in the scope of both, and what the pages say against each other.
#[test]
fn two_configurations_of_one_pair_are_looked_at_together() {
    let scene = practice();
    let alone = scene.run(&["sync", "together", CLINIC]);
    assert!(alone.contains("is the only configuration"), "{alone}");
    let group = scene.json(&["sync", "list"])[0]["assigned"][0].as_str().unwrap().to_owned();
    let ends = ["--source", "cityclinic.com", "--target", "meridianhealth.com"];
    let new = ["sync", "new", "Members", "--assign", group.as_str()];
    scene.fine(&[new.as_slice(), &ends].concat());
    let list = scene.json(&["sync", "list"]);
    assert_eq!(list.as_array().unwrap().len(), 2);
    for one in list.as_array().unwrap() {
        let found = one["findings"].as_array().unwrap();
        assert!(found.iter().any(|one| one["id"] == "CTS050"), "{one}");
    }
    let preview = scene.run(&["sync", "preview", "Members", "--mode", "incremental"]);
    assert!(
        preview.contains("run between the same tenants")
            || preview.contains("runs between the same tenants"),
        "{preview}"
    );
    let answer = scene.json(&["sync", "together", CLINIC]);
    assert_eq!(
        answer["summary"],
        json!({ "moving": 0, "perhaps": 0, "inBoth": 338, "unclear": 0 })
    );
    assert_eq!(answer["certainty"], "undocumented");
    assert_eq!(answer["pages"].as_array().unwrap().len(), 3);
    let users = answer["users"].as_array().unwrap();
    assert!(users.iter().all(|one| one["certainty"] == "undocumented"));
    // Nobody is assigned to one of them any more, and its Delete is on.
    scene.fine(&["sync", "set", CLINIC, "--unassign", group.as_str()]);
    let answer = scene.json(&["sync", "together", "Members"]);
    let one = &answer["users"][0];
    assert_eq!((&one["meeting"], &one["outcome"]), (&json!("perhaps"), &json!("race")));
    assert_eq!((&one["first"], &one["second"]), (&json!(CLINIC), &json!("Members")));
    let text = scene.run(&["sync", "together", CLINIC]);
    assert!(
        text.contains("which comes first is")
            && text.contains("multi-tenant-organization-known-issues.md"),
        "{text}"
    );
}

/// Groups as objects of the target: which, with whom, and what is assumed.
#[test]
fn the_assigned_groups_are_told() {
    let scene = practice();
    let answer = scene.json(&["sync", "groups", CLINIC]);
    let one = &answer["groups"][0];
    assert_eq!((&one["action"], &one["code"]), (&json!("skip"), &json!("EntityTypeNotSupported")));
    let members = one["list"].as_array().unwrap();
    assert!(members.iter().any(|member| member["membership"] == "leftOut"));
    assert!(members.iter().any(|member| member["membership"] == "written"));
    assert_eq!(answer["open"][0]["certainty"], "undocumented");
    let text = scene.run(&["sync", "groups", CLINIC]);
    assert!(text.contains("338 as users in scope") && text.contains("are assumed"), "{text}");
}
