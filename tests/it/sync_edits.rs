//! Configurations of synchronisation: changed, taken out, written, compared with inviting by hand.

use std::fs;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::scene::{CONTOSO, FABRIKAM, Scene};

const CLINIC: &str = "Clinical staff";
const ADA: &str = "aaaaaaaa-1111-1111-1111-111111111111";
const BOB: &str = "bbbbbbbb-1111-1111-1111-111111111111";
const SP: &str = "41dc044f-0000-4000-8000-0000000000b1";

fn made() -> Scene {
    let scene = Scene::contoso();
    scene.fine(&["sync", "new", "Fab", "--source", "contoso.com", "--target", "fabrikam.com"]);
    scene
}

fn practice() -> Scene {
    let scene = Scene::empty();
    scene.fine(&["demo", "w"]);
    scene
}

fn listed(scene: &Scene) -> Value {
    scene.json(&["sync", "list"])[0].clone()
}

#[test]
fn everything_in_one_call_is_one_edit() {
    let scene = made();
    let filter = r#"[{"name":"Sales","clauses":[{"sourceOperandName":"department","operatorName":"EQUALS","targetOperand":{"values":["Sales"]}}]}]"#;
    assert_snapshot!(scene.run(&[
        "sync", "set", "fab", "--assign", ADA, "--assign", BOB, "--threshold", "40", "--notify", "ops@contoso.com",
        "--actions", "add,update", "--filter", filter, "--rename", "Sales to Fabrikam",
    ]), @r"
    exit 0
    Contoso: synchronisation Fab: 2 assigned, stops at 40 deletions, tells ops@contoso.com, actions Add,Update, 1 scoping filters, called Sales to Fabrikam; undo with `detente undo`
    ");
    let held = listed(&scene);
    assert_eq!(held["displayName"], "Sales to Fabrikam");
    assert_eq!(held["assigned"], json!([ADA, BOB]));
    assert_eq!(held["quarantineTooManyDeletesThreshold"], 40);
    let ids: Vec<&str> = held["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["CTS024"]);
    assert_snapshot!(scene.run(&["sync", "set", "Sales to Fabrikam", "--unassign", BOB, "--scope", "assigned", "--filter", "none"]), @r"
    exit 0
    Contoso: synchronisation Sales to Fabrikam: 1 unassigned, scope who is assigned, 0 scoping filters; undo with `detente undo`
    ");
    assert_eq!(listed(&scene)["assigned"], json!([ADA]));
    scene.fine(&["undo"]);
    assert_eq!(listed(&scene)["assigned"], json!([ADA, BOB]));
    scene.fine(&["undo"]);
    assert_eq!(listed(&scene)["displayName"], "Fab");
    assert_eq!(listed(&scene)["assigned"], json!([]));
    scene.fine(&["redo"]);
    assert_eq!(listed(&scene)["assigned"], json!([ADA, BOB]));
    assert_snapshot!(scene.run(&["sync", "set", "Sales to Fabrikam", "--assign", ADA]), @r"
    exit 0
    it is so already; nothing was changed
    ");
}

#[test]
fn what_cannot_be_set_is_refused_and_changes_nothing() {
    let scene = made();
    let before = scene.files("w");
    let set = |args: &[&str]| scene.run(&[&["sync", "set", "Fab"], args].concat());
    assert_snapshot!(set(&[]), @r"
    exit 2
    ! error: nothing was named to change; `detente sync set --help` lists what can be
    ");
    assert_snapshot!(set(&["--unassign", ADA]), @r"
    exit 2
    ! error: aaaaaaaa-1111-1111-1111-111111111111 is not assigned, so it cannot be unassigned
    ");
    assert_snapshot!(set(&["--notify", "nobody"]), @r"
    exit 2
    ! error: `nobody` is no address; expected one with an @, or `none`
    ");
    assert_snapshot!(set(&["--rename", " "]), @r"
    exit 2
    ! error: a synchronisation configuration needs a name
    ");
    assert_snapshot!(set(&["--filter", "[]"]), @r"
    exit 2
    ! error: `--filter` holds no scoping filters: expected a list of groups with `clauses`, or `none`; nothing was changed
    ");
    assert_snapshot!(set(&["--filter", r#"[{"name":"all","clauses":[]}]"#]), @r"
    exit 2
    ! error: `--filter`: groups[0] has no clauses, and everybody would pass it; nothing was changed
    ");
    assert_snapshot!(set(&["--filter", r#"[{"clauses":"x"}]"#]), @r#"
    exit 2
    ! error: `--filter` holds no scoping filters: line 1, column 25, at `groups[0].clauses`: invalid type: string "x", expected a sequence; nothing was changed
    "#);
    assert_snapshot!(set(&["--filter", "@nowhere.json"]), @r"
    exit 2
    ! error: `nowhere.json`: cannot be read: No such file or directory (os error 2); nothing was changed
    ");
    assert_snapshot!(set(&["--filter", r#"[{"clauses":[{"sourceOperandName":"userType","operatorName":"EQUALS","targetOperand":{"values":["Member"]}}]}]"#]), @r"
    exit 2
    ! error: `userType`: it cannot be filtered by, at `synchronizationRules[0].objectMappings[0].scope.groups[0].clauses[0]`; filter by another attribute, or by assignment (rule CTS011)
    ");
    assert_eq!(scene.files("w"), before);
}

#[test]
fn a_schema_that_the_service_refuses_is_refused() {
    let scene = made();
    scene.fine(&["sync", "export", "Fab", "--out", "schema.json"]);
    let text = fs::read_to_string(scene.path("schema.json")).unwrap();
    let good: Value = serde_json::from_str(&text).unwrap();
    let bent = |bend: &dyn Fn(&mut Vec<Value>)| {
        let mut schema = good.clone();
        bend(
            schema["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
                .as_array_mut()
                .unwrap(),
        );
        fs::write(scene.path("bad.json"), schema.to_string()).unwrap();
        scene.run(&["sync", "set", "Fab", "--schema", "bad.json"])
    };
    assert_snapshot!(bent(&|rows| rows[9]["matchingPriority"] = json!(2)), @r"
    exit 2
    ! error: schemaInvalid: `displayName` would be a second attribute to match users by, at `synchronizationRules[0].objectMappings[0].attributeMappings[9]`; restore the mapping of `alternativeSecurityIds` to `AltSecIdFromNetId([netId])` with matchingPriority 1, and set matchingPriority 0 in all others (rule CTS017)
    ");
    assert_snapshot!(bent(&|rows| rows[9]["source"] = json!({ "type": "Function", "expression": "Joyn(\"@\", [mail])" })), @r"
    exit 2
    ! error: no function is called `Joyn`; did you mean `Join`? (character 1, at `Joyn`), at `synchronizationRules[0].objectMappings[0].attributeMappings[9].source.expression`; correct the expression; detente sync eval shows what it gives (rule invalidExpression)
    ");
    assert_snapshot!(bent(&|rows| rows[9]["targetAttributeName"] = json!("proxyAddresses")), @r"
    exit 2
    ! error: `proxyAddresses` is no target: it may be read and not be written, at `synchronizationRules[0].objectMappings[0].attributeMappings[9].targetAttributeName`; remove the mapping (rule CTS022)
    ");
    // What is not advised only is taken, and said.
    let taken = bent(&|rows| {
        rows[9]["source"] =
            json!({ "type": "Function", "expression": "Switch([state], \"a\", \"b\", \"c\")" });
    });
    assert!(taken.starts_with("exit 0"), "{taken}");
    let ids: Vec<String> = listed(&scene)["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].to_string())
        .collect();
    assert!(ids.contains(&"\"CTS030\"".to_owned()), "{ids:?}");
    // And back again.
    scene.fine(&["sync", "set", "Fab", "--schema", "schema.json"]);
    scene.fine(&["sync", "export", "Fab", "--out", "again.json"]);
    assert_eq!(fs::read_to_string(scene.path("again.json")).unwrap(), text);
}

#[test]
fn removing_is_confirmed_and_undone() {
    let scene = made();
    let before = listed(&scene);
    assert_snapshot!(scene.run(&["sync", "remove", "Fab"]), @r"
    exit 2
    ! error: removing `Fab` ends the synchronisation and deletes nobody: the accounts in Fabrikam stay as they are, no longer managed, and people who leave keep theirs; nothing was changed, say --yes to do it
    ");
    assert_snapshot!(scene.run(&["sync", "remove", "Fab", "--yes"]), @r"
    exit 0
    Contoso: synchronisation Fab removed; the accounts in Fabrikam stay as they are; undo with `detente undo`
    ");
    assert_eq!(scene.json(&["sync", "list"]), json!([]));
    assert_snapshot!(scene.run(&["sync", "remove", "Fab", "--yes"]), @r"
    exit 2
    ! error: no synchronisation configuration is called `Fab`; `detente sync list` lists them
    ");
    scene.fine(&["undo"]);
    assert_eq!(listed(&scene), before);
}

#[test]
fn what_is_written_is_read_back() {
    let scene = made();
    scene.fine(&[
        "sync",
        "set",
        "Fab",
        "--assign",
        ADA,
        "--threshold",
        "40",
        "--notify",
        "ops@contoso.com",
    ]);
    assert_snapshot!(scene.run(&["sync", "export", "Fab", "--out", "schema.json"]), @r"
    exit 0
    the schema of Fab was written to schema.json and read back the same; PUT it as a whole to /servicePrincipals/ID/synchronization/jobs/JOB/schema; it replaces everything and starts a new initial cycle
    ");
    assert_snapshot!(scene.run(&["sync", "export", "Fab", "--out", "job.json", "--part", "job"]), @r"
    exit 0
    the job of Fab was written to job.json and read back the same; `detente import` reads it
    ");
    assert_snapshot!(scene.run(&["sync", "export", "Fab", "--out", "switches.json", "--part", "switches"]), @r"
    exit 0
    the switches of Fab were written to switches.json and read back the same; PUT them to /servicePrincipals/ID/synchronization/secrets together with every other value there: what is left out is lost
    ");
    assert_snapshot!(fs::read_to_string(scene.path("switches.json")).unwrap(), @r#"
    {
      "value": [
        {
          "key": "AuthenticationType",
          "value": "SyncPolicy"
        },
        {
          "key": "CompanyId",
          "value": "22222222-2222-2222-2222-222222222222"
        },
        {
          "key": "SyncNotificationSettings",
          "value": "{\"Enabled\":true,\"Recipients\":\"ops@contoso.com\",\"DeleteThresholdEnabled\":true,\"DeleteThresholdValue\":40}"
        },
        {
          "key": "SyncAll",
          "value": "false"
        }
      ]
    }
    "#);
    assert_snapshot!(scene.run(&["sync", "export", "Fab", "--out", "no/such/folder.json"]), @r"
    exit 2
    ! error: `no/such/folder.json`: lies in a folder that is not there; nothing was changed
    ");
    // Another workspace imports what was written, as if Graph had said it.
    let other = Scene::contoso();
    let bring = |name: &str, to: &str| {
        let text = fs::read_to_string(scene.path(name)).unwrap();
        fs::write(other.path(to), text).unwrap();
    };
    bring("job.json", &format!("job-{SP}.json"));
    bring("switches.json", &format!("switches-{SP}.json"));
    assert_snapshot!(other.run(&["import", &format!("job-{SP}.json"), &format!("switches-{SP}.json")]), @r"
    exit 0
    synchronisation `Synchronisation 41dc044f-0000-4000-8000-0000000000b1` to 22222222-2222-2222-2222-222222222222: its job, its schema, its switches
    undo with `detente undo`; directories and sign-in logs stay
    ");
    let (here, there) = (listed(&scene), listed(&other));
    for same in [
        "sourceTenantId",
        "targetTenantId",
        "syncAll",
        "quarantineTooManyDeletesThreshold",
        "scheduleState",
    ] {
        assert_eq!(here[same], there[same], "{same}");
    }
    other.fine(&["sync", "export", &format!("Synchronisation {SP}"), "--out", "schema.json"]);
    assert_eq!(
        fs::read_to_string(other.path("schema.json")).unwrap(),
        fs::read_to_string(scene.path("schema.json")).unwrap()
    );
    assert_eq!(there["edited"], json!([]));
    other.fine(&["sync", "set", SP, "--threshold", "7"]);
    assert_eq!(listed(&other)["edited"], json!(["settings"]));
    // The service says the same again: the edit stands.
    other.fine(&["import", &format!("job-{SP}.json"), &format!("switches-{SP}.json")]);
    assert_eq!(listed(&other)["quarantineTooManyDeletesThreshold"], 7);
    assert_eq!(
        (CONTOSO, FABRIKAM),
        (here["sourceTenantId"].as_str().unwrap(), here["targetTenantId"].as_str().unwrap())
    );
}

#[test]
fn the_same_people_are_invited_by_hand() {
    let scene = practice();
    assert_snapshot!(scene.run(&["sync", "invite", CLINIC, "--out", "invite.csv"]), @r"
    exit 0
    Clinical staff: CityClinic to Meridian Health: 335 would be created by the first cycle
    the list to invite 335 of them was written to invite.csv
    what inviting does differently:
      each person redeems the invitation; until then the account waits (PendingAcceptance)
      they become guests (userType Guest), whatever the mapping of userType says
      only the address goes along; no other attribute is mapped
      nothing is updated when the person changes in the source
      nobody is removed when the person leaves the scope, or the source
    ");
    let text = fs::read_to_string(scene.path("invite.csv")).unwrap();
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "version:v1.0");
    assert_snapshot!(lines[1], @"Email address to invite [inviteeEmail] Required,Redirection url [inviteRedirectURL] Required,Send invitation message (true or false) [sendEmail],Customized invitation message [customizedMessageBody]");
    assert_snapshot!(lines[2], @"rafael.garcia@cityclinic.com,https://myapplications.microsoft.com,true,");
    let preview = scene.json(&["sync", "preview", CLINIC]);
    let created = preview["summary"]["create"].as_u64().unwrap();
    assert_eq!(lines.len() as u64, created + 2);
    // Without a file the list itself is the answer, and nothing else is.
    let printed = scene.fine(&["sync", "invite", CLINIC]);
    assert_eq!(printed, text);
    let answer = scene.json(&["sync", "invite", CLINIC, "--silent"]);
    assert_eq!(answer["invited"].as_array().unwrap().len() as u64, created);
    assert_snapshot!(scene.run(&["sync", "invite", CLINIC, "--message", "=1+1"]), @r"
    exit 2
    ! error: invalid value '=1+1' for '--message <TEXT>': a text that begins with =, +, - or @ is taken as a formula by programs for tables
    !
    ! For more information, try '--help'.
    ");
    assert_snapshot!(scene.run(&["sync", "invite", CLINIC, "--message", "Hello, you"]), @r"
    exit 2
    ! error: invalid value 'Hello, you' for '--message <TEXT>': the portal takes one line without commas
    !
    ! For more information, try '--help'.
    ");
    assert_snapshot!(scene.run(&["sync", "invite", CLINIC, "--redirect", "javascript:x"]), @r"
    exit 2
    ! error: invalid value 'javascript:x' for '--redirect <URL>': expected https://…, without commas
    !
    ! For more information, try '--help'.
    ");
    // What the portal wants is no export of users.
    assert!(scene.run(&["import", "invite.csv"]).contains("template for inviting guests"));
    // The gate is shut, and people can be invited all the same.
    let path = "identitySynchronization.userSyncInbound.isSyncAllowed";
    scene.fine(&[
        "set",
        path,
        "false",
        "--tenant",
        "meridianhealth.com",
        "--partner",
        "cityclinic.com",
    ]);
    assert_eq!(scene.fine(&["sync", "invite", CLINIC]), text);
}

#[test]
fn an_address_that_is_a_formula_is_left_out_by_name() {
    let scene = made();
    fs::create_dir(scene.path("export")).unwrap();
    let user = |number: u8, mail: &str| {
        json!({ "id": format!("aaaaaaaa-1111-1111-1111-11111111111{number}"), "userPrincipalName": format!("u{number}@contoso.com"),
                "displayName": "U", "mail": mail, "accountEnabled": true, "userType": "Member" })
    };
    let users = json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users",
        "value": [user(1, "ada@contoso.com"), user(2, "=cmd|x!a@contoso.com"), user(3, "+bob@contoso.com"), user(4, "o\"brien,x@contoso.com"), user(5, "a\u{202e}b@contoso.com")] });
    fs::write(scene.path("export/users.json"), users.to_string()).unwrap();
    let organization = json!({ "value": [{ "id": CONTOSO, "displayName": "Contoso", "verifiedDomains": [{ "name": "contoso.com", "isDefault": true }] }] });
    fs::write(scene.path("export/org.json"), organization.to_string()).unwrap();
    let theirs = json!({ "value": [{ "id": "bbbbbbbb-1111-1111-1111-111111111112", "userPrincipalName": "root@fabrikam.com", "displayName": "R" }] });
    scene.fine(&["import", "export"]);
    fs::write(scene.path("theirs.json"), theirs.to_string()).unwrap();
    scene.fine(&["import", "--tenant", FABRIKAM, "theirs.json"]);
    scene.fine(&["sync", "set", "Fab", "--scope", "all"]);
    assert_snapshot!(scene.run(&["sync", "invite", "Fab"]), @r#"
    exit 0
    version:v1.0
    Email address to invite [inviteeEmail] Required,Redirection url [inviteRedirectURL] Required,Send invitation message (true or false) [sendEmail],Customized invitation message [customizedMessageBody]
    ada@contoso.com,https://myapplications.microsoft.com,true,
    "o""brien,x@contoso.com",https://myapplications.microsoft.com,true,
    ! note: 3 left out, because a text that begins with =, +, - or @ is taken as a formula by programs for tables, or because they have invisible characters; invite them by hand: =cmd|x!a@contoso.com +bob@contoso.com a⟨U+202E⟩b@contoso.com
    ! note: 2 addresses; --out FILE writes them to a file
    ! note: Fab: Contoso to Fabrikam: 5 would be created by the first cycle
    ! note: what inviting does differently:
    ! note:   each person redeems the invitation; until then the account waits (PendingAcceptance)
    ! note:   they become guests (userType Guest), whatever the mapping of userType says
    ! note:   only the address goes along; no other attribute is mapped
    ! note:   nothing is updated when the person changes in the source
    ! note:   nobody is removed when the person leaves the scope, or the source
    "#);
}
