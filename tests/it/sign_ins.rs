//! Sign-in logs from outside: imported once, asked against the draft, rehearsed, staged, undone.

use std::fmt::Write as _;
use std::fs;

use insta::assert_snapshot;

use crate::scene::{CONTOSO, FABRIKAM, NOBODY, Scene};

const WIKI: &str = "eeeeeeee-0000-4000-8000-000000000001";
const PAYROLL: &str = "eeeeeeee-0000-4000-8000-000000000002";

/// One `signIn` of Graph's beta.
fn sign_in(home: &str, user: u8, app: &str, date: &str, code: u32) -> String {
    let name = if app == WIKI { "Wiki" } else { "Payroll" };
    format!(
        r#"{{"createdDateTime":"{date}T08:00:{user:02}Z","userPrincipalName":"user{user}@{}.example","userId":"aaaaaaaa-0000-4000-8000-{user:012}","appId":"{app}","appDisplayName":"{name}","homeTenantId":"{home}","resourceTenantId":"{CONTOSO}","crossTenantAccessType":"b2bCollaboration","status":{{"errorCode":{code}}}}}"#,
        &home[..4]
    )
}

fn put(scene: &Scene, name: &str, rows: &[String]) {
    let text = format!(
        "{{\"@odata.context\":\"https://graph.microsoft.com/beta/$metadata#auditLogs/signIns\",\"value\":[{}]}}",
        rows.join(",\n")
    );
    fs::write(scene.path(name), text).unwrap();
}

/// Contoso with Fabrikam, and a log of Fabrikam's people and of somebody's whom nobody listed.
fn scene() -> Scene {
    let scene = Scene::contoso();
    let mut rows = Vec::new();
    for user in 1..=3 {
        rows.push(sign_in(FABRIKAM, user, WIKI, "2026-06-02", 0));
        rows.push(sign_in(FABRIKAM, user, WIKI, "2026-06-30", 0));
    }
    rows.push(sign_in(FABRIKAM, 1, PAYROLL, "2026-06-20", 0));
    rows.push(sign_in(NOBODY, 9, WIKI, "2026-06-29", 0));
    rows.push(sign_in(NOBODY, 9, WIKI, "2026-06-29", 50_126));
    rows.push(sign_in(NOBODY, 8, WIKI, "2026-06-03", 0));
    rows.push(sign_in(CONTOSO, 7, WIKI, "2026-06-03", 0));
    put(&scene, "june.json", &rows);
    scene
}

fn logs(scene: &Scene) -> Vec<String> {
    let Ok(entries) = fs::read_dir(scene.path("w").join("logs")) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_log_comes_in_once() {
    let scene = scene();
    assert_snapshot!(scene.run(&["import", "june.json"]), @r"
    exit 0
    sign-ins: 11 rows read, 10 taken in 6 ways (a person and an application each) from 2026-06-02 to 2026-06-30; left out: 1 that did not cross tenants
    the settings are as they were observed before
    ");
    let before = scene.files("w");
    assert_eq!(logs(&scene).len(), 1);
    fs::copy(scene.path("june.json"), scene.path("again.json")).unwrap();
    assert_snapshot!(scene.run(&["import", "again.json", "june.json"]), @r"
    exit 0
    the settings are as they were observed before
    warning: the sign-ins of `again.json` and 1 more are in the workspace already; they were not counted again
    ");
    assert_eq!(scene.files("w").len(), before.len());
    assert_eq!(logs(&scene).len(), 1);
}

#[test]
fn two_logs_of_one_time_are_told() {
    let scene = scene();
    scene.fine(&["import", "june.json"]);
    put(
        &scene,
        "some.json",
        &[sign_in(FABRIKAM, 1, WIKI, "2026-06-30", 0), sign_in(FABRIKAM, 1, WIKI, "2026-06-10", 0)],
    );
    assert_snapshot!(scene.run(&["import", "some.json"]), @r"
    exit 0
    sign-ins: 2 rows read, 2 taken in 1 way (a person and an application each) from 2026-06-10 to 2026-06-30
    the settings are as they were observed before
    warning: the logs `some.json` and `june.json` tell of the same ways at the same time; what stands in both is counted twice
    ");
    // Pages of one export follow one another in time.
    put(&scene, "page1.json", &[sign_in(FABRIKAM, 1, WIKI, "2026-07-02", 0)]);
    put(&scene, "page2.json", &[sign_in(FABRIKAM, 2, WIKI, "2026-07-02", 0)]);
    assert_snapshot!(scene.run(&["import", "page1.json", "page2.json"]), @r"
    exit 0
    sign-ins: 2 rows read, 2 taken in 2 ways (a person and an application each) from 2026-07-02 to 2026-07-02
    the settings are as they were observed before
    ");
}

#[test]
fn one_bad_file_and_no_log_comes_in() {
    let scene = scene();
    let before = scene.files("w");
    fs::write(scene.path("zz.json"), "[").unwrap();
    assert!(scene.run(&["import", "june.json", "zz.json"]).starts_with("exit 2\n"));
    let files = scene.files("w");
    let lock = |name: &&(std::path::PathBuf, Vec<u8>)| !name.0.ends_with("import.lock");
    assert_eq!(
        files.iter().filter(lock).collect::<Vec<_>>(),
        before.iter().filter(lock).collect::<Vec<_>>()
    );
}

#[test]
fn the_activity_script_speaks_of_the_tenant_that_is_ours() {
    let scene = Scene::contoso();
    let mut text = "\"ExternalTenantId\",\"AccessDirection\",\"UserPrincipalName\",\"UserId\",\"CrossTenantAccessType\",\"AppDisplayName\",\"AppId\",\"ResourceId\",\"CreatedDateTime\",\"StatusCode\"\r\n".to_owned();
    for (other, direction) in [(FABRIKAM, "Inbound"), (FABRIKAM, "Outbound"), (CONTOSO, "Inbound")]
    {
        write!(text, "\"{other}\",\"{direction}\",\"ada@x.example\",\"aaaaaaaa-0000-4000-8000-000000000001\",\"b2bCollaboration\",\"Wiki\",\"{WIKI}\",\"\",\"2026-06-13T00:00:00Z\",\"0\"\r\n").unwrap();
    }
    fs::write(scene.path("events.csv"), text).unwrap();
    assert_snapshot!(scene.run(&["import", "events.csv"]), @r"
    exit 0
    sign-ins: 3 rows read, 2 taken in 2 ways (a person and an application each) from 2026-06-13 to 2026-06-13; left out: 1 that did not cross tenants
    the settings are as they were observed before
    ");
    let told = scene.json(&["audit", "--signins"]);
    let partners: Vec<String> = told["partners"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{} {}", one["partnerName"], one["direction"]))
        .collect();
    assert_eq!(partners, ["\"Fabrikam\" \"inbound\"", "\"Fabrikam\" \"outbound\""]);
}

#[test]
fn the_draft_is_asked_about_real_sign_ins() {
    let scene = scene();
    assert_snapshot!(scene.run(&["audit", "--signins"]), @r"
    exit 2
    ! error: no sign-ins between tenants are in the workspace; `detente import` reads Graph's auditLogs/signIns (the beta tells more), the download of the Entra admin center, and the events of Get-MsIdCrossTenantAccessActivity
    ");
    scene.fine(&["import", "june.json"]);
    let org = format!(
        r#"[{{"id":"{CONTOSO}","displayName":"Contoso","verifiedDomains":[{{"name":"contoso.com","isDefault":true}}]}},{{"isServiceDefault":true}},{{"tenantId":"{FABRIKAM}","inboundTrust":null}}]"#
    );
    fs::write(scene.path("org.json"), org).unwrap();
    scene.fine(&["import", "org.json"]);
    scene.fine(&["set", "b2bCollaborationInbound", "block-all", "--partner", FABRIKAM]);
    assert_snapshot!(scene.run(&["audit", "--signins"]), @r"
    exit 0
    sign-ins of 29 days, 2026-06-02 to 2026-06-30: the draft beside what was observed

    the draft        ways     people       apps  succeeded     failed  last seen
    breaks              4          3          2          7          0  2026-06-30
    stays open          2          2          1          2          1  2026-06-29

    partner                               direction       ways     breaks      opens   new step  not known  succeeded  last seen
    Fabrikam                              inbound            4          4          0          0          0          7  2026-06-30
    99999999-9999-9999-9999-999999999999  inbound            2          0          0          0          0          2  2026-06-29

    breaks:
    person              application  partner   succeeded  last seen   decided by
    user1@2222.example  Wiki         Fabrikam          2  2026-06-30  b2bCollaborationInbound.applications of Contoso, this partner
    user1@2222.example  Payroll      Fabrikam          1  2026-06-20  b2bCollaborationInbound.applications of Contoso, this partner
    user2@2222.example  Wiki         Fabrikam          2  2026-06-30  b2bCollaborationInbound.applications of Contoso, this partner
    user3@2222.example  Wiki         Fabrikam          2  2026-06-30  b2bCollaborationInbound.applications of Contoso, this partner
    ");
    let told = scene.json(&["audit", "--signins", "--partner", "fabrikam.com"]);
    assert_eq!(told["summary"]["breaks"]["ways"], 4);
    assert_eq!(told["changes"].as_array().unwrap().len(), 4);
    let first = &told["changes"][0];
    assert_eq!(first["decidedBy"]["origin"], "partner");
    assert_eq!(
        (first["class"].as_str(), first["successes"].as_u64(), first["lastSeen"].as_str()),
        (Some("breaks"), Some(2), Some("2026-06-30"))
    );
    assert_eq!(
        scene.json(&["audit", "--signins", "--partner", NOBODY])["changes"],
        serde_json::json!([])
    );
    assert!(scene.run(&["audit"]).starts_with("exit 2"));
    assert!(scene.run(&["audit", "q.jsonl", "--signins"]).starts_with("exit 2"));
    assert!(scene.run(&["audit", "--signins", "--observed"]).starts_with("exit 2"));
}

#[test]
fn a_list_of_people_is_told_apart() {
    let scene = scene();
    scene.fine(&["import", "june.json"]);
    let list = r#"{"accessType":"allowed","targets":[{"target":"aaaaaaaa-0000-4000-8000-000000000001","targetType":"user"}]}"#;
    scene.fine(&["set", "b2bCollaborationInbound.usersAndGroups", list, "--partner", FABRIKAM]);
    let said = scene.run(&["audit", "--signins", "--partner", FABRIKAM]);
    assert!(said.contains("2 of these turn on a list of people"), "{said}");
    let told = scene.json(&["audit", "--signins", "--partner", FABRIKAM]);
    assert_eq!(told["summary"]["breaks"]["people"], 2);
    assert_eq!(told["summary"]["staysOpen"]["people"], 1);
}

#[test]
fn a_default_that_blocks_is_rehearsed_staged_and_undone() {
    let scene = scene();
    assert_snapshot!(scene.run(&["rehearse", "--default-block", "inbound"]), @r"
    exit 2
    ! error: no sign-ins between tenants are in the workspace; `detente import` reads Graph's auditLogs/signIns (the beta tells more), the download of the Entra admin center, and the events of Get-MsIdCrossTenantAccessActivity
    ");
    scene.fine(&["import", "june.json"]);
    let shown =
        |scene: &Scene| (scene.json(&["show", "default"]), scene.json(&["show", "partners"]));
    let before = shown(&scene);
    let ask = ["rehearse", "--default-block", "inbound", "--days", "7"];
    assert_snapshot!(scene.run(&ask), @r"
    exit 0
    sign-ins that succeeded in 7 days, 2026-06-24 to 2026-06-30: 4 people and 1 application go on

    to be written, partners first, the default last:
      Fabrikam, inbound B2B collaboration: all that is open today; keeps 3 people and 1 application
      99999999-9999-9999-9999-999999999999 (new), inbound B2B collaboration: all that is open today; keeps 1 person and 1 application
      the default of Contoso: blocks inbound for everybody else

    nothing was changed; with --stage it is one edit of the draft
    ");
    assert_eq!(shown(&scene), before, "nothing was changed");
    let by_apps = scene.json(&[&ask[..], &["--apps"]].concat());
    let listed = by_apps["entries"][1]["value"]["applications"]["targets"].as_array().unwrap();
    assert_eq!(listed.len(), 5, "one that was used and four that guests need");
    assert_snapshot!(scene.run(&[&ask[..], &["--apps", "--stage"]].concat()), @r"
    exit 0
    sign-ins that succeeded in 7 days, 2026-06-24 to 2026-06-30: 4 people and 1 application go on

    to be written, partners first, the default last:
      Fabrikam, inbound B2B collaboration: 5 applications listed; keeps 3 people and 1 application
      99999999-9999-9999-9999-999999999999 (new), inbound B2B collaboration: 5 applications listed; keeps 1 person and 1 application
      the default of Contoso: blocks inbound for everybody else
    applications are listed by the id of the client; how a request is matched whose resource has another id is not documented
    inbound lists hold My Apps, the Access Panel, My Profile and My Sign-ins besides: guests need them to come in and to register for MFA; two of them can be set through Graph only

    what would break: it succeeded, but before these days:
    person              application  partner   succeeded  last seen   decided by
    user1@2222.example  Payroll      Fabrikam          1  2026-06-20  b2bCollaborationInbound.applications of Contoso, this partner

    it is in the draft; undo with `detente undo`
    ");
    assert_ne!(shown(&scene), before);
    assert_snapshot!(scene.run(&["history"]), @r"
    exit 0
    EDIT  WHEN                  WHO  WHAT
    3     [TIME]  ada  Contoso: the default blocks inbound, 2 partner settings written first
    2     [TIME]  ada  Contoso: partner Fabrikam added
    1     [TIME]  ada  workspace made for Contoso
    ");
    scene.fine(&["undo"]);
    assert_eq!(shown(&scene), before);
    scene.fine(&["redo"]);
    assert_snapshot!(scene.run(&ask), @r"
    exit 0
    sign-ins that succeeded in 7 days, 2026-06-24 to 2026-06-30: 4 people and 1 application go on
    stopped by the draft already, and left so: 1 person and 1 application
    the default blocks already, and nothing depends on it; there is nothing to change
    ");
}

#[test]
fn doctor_knows_the_logs() {
    let scene = scene();
    scene.fine(&["import", "june.json"]);
    assert_eq!(scene.json(&["doctor"])["sign-in logs"], 1);
    let path = scene.path("w").join("logs").join(&logs(&scene)[0]);
    let text = fs::read_to_string(&path).unwrap().replace("\"successes\":2", "\"successes\":3");
    fs::write(&path, text).unwrap();
    let told = scene.run(&["doctor"]);
    assert!(told.starts_with("exit 2\n") && told.contains("is not what was imported"), "{told}");
}

#[test]
fn the_practice_workspace_has_a_log() {
    let scene = Scene::empty();
    scene.fine(&["demo", "w"]);
    assert_snapshot!(scene.run(&["audit", "--signins"]), @r"
    exit 0
    sign-ins of 30 days, 2026-06-01 to 2026-06-30: the draft beside what was observed

    the draft              ways     people       apps  succeeded     failed  last seen
    breaks                   13         13          2        294          7  2026-06-30
    needs a new step          8          4          2        137          4  2026-06-30
    stays open              141         69         12       2934         74  2026-06-30

    partner                               direction       ways     breaks      opens   new step  not known  succeeded  last seen
    Ashgrove Recruitment                  inbound            7          7          0          0          0        184  2026-06-30
    Velmont Foods                         outbound          18          6          0          0          0        342  2026-06-30
    Alpha Nordics                         inbound           42          0          0          0          0        918  2026-06-30
    Alpha Iberia                          inbound           16          0          0          0          0        326  2026-06-30
    Thistledown Textiles                  inbound           12          0          0          0          0        234  2026-06-30
    b4e96a50-d61a-45e0-9ef6-a8926557c10c  inbound           10          0          0          0          0        193  2026-06-30
    Ironmere Steelworks                   inbound            6          0          0          0          0        189  2026-06-30
    Silverbirch Analytics                 inbound            6          0          0          0          0        160  2026-06-28
    Bramblewick Accountants               inbound            8          0          0          0          0        157  2026-06-28
    Osprey Freight                        inbound            8          0          0          8          0        137  2026-06-30
    Alpha Retail                          inbound            5          0          0          0          0        127  2026-06-29
    1af5d855-9f7c-4178-b0db-98c0b218858e  inbound            3          0          0          0          0         96  2026-06-28
    b4e96a50-d61a-45e0-9ef6-a8926557c10c  outbound           2          0          0          0          0         57  2026-06-26
    73cca74f-d3a0-49b3-af19-5fef4d1f7f37  inbound            2          0          0          0          0         53  2026-06-05
    Quarrystone Cement                    inbound            3          0          0          0          0         48  2026-06-30
    Kestrel Bay Energy                    outbound           4          0          0          0          0         35  2026-06-28
    Larkspur Insurance                    inbound            2          0          0          0          0         37  2026-06-23
    Dunmere Aviation                      outbound           3          0          0          0          0         26  2026-06-25
    7fda19da-c6d3-47c9-bb38-0073bc8a64dd  inbound            1          0          0          0          0         21  2026-06-16
    9de0b0d6-ab3a-4a62-aa9a-280a9e8e9158  inbound            2          0          0          0          0         13  2026-06-26
    Pemberly Catering                     inbound            2          0          0          0          0         12  2026-06-27

    breaks:
    person                            application     partner               succeeded  last seen   decided by
    chloe.brandt@alphacorp.com        Recipe Archive  Velmont Foods                15  2026-06-30  b2bCollaborationOutbound.applications of Alpha Corp, this partner
    petra.das@alphacorp.com           Recipe Archive  Velmont Foods                 6  2026-06-28  b2bCollaborationOutbound.applications of Alpha Corp, this partner
    jonas.hart@alphacorp.com          Recipe Archive  Velmont Foods                24  2026-06-29  b2bCollaborationOutbound.applications of Alpha Corp, this partner
    tariq.ibarra@alphacorp.com        Recipe Archive  Velmont Foods                20  2026-06-29  b2bCollaborationOutbound.applications of Alpha Corp, this partner
    adaeze.turner@alphacorp.com       Recipe Archive  Velmont Foods                32  2026-06-29  b2bCollaborationOutbound.applications of Alpha Corp, this partner
    neil.hansen@alphacorp.com         Recipe Archive  Velmont Foods                13  2026-06-29  b2bCollaborationOutbound.applications of Alpha Corp, this partner
    grace.keller@ashgrove.example     Service Desk    Ashgrove Recruitment         38  2026-06-27  b2bCollaborationInbound.applications of Alpha Corp, this partner
    mohammed.reid@ashgrove.example    Service Desk    Ashgrove Recruitment         19  2026-06-29  b2bCollaborationInbound.applications of Alpha Corp, this partner
    ingrid.hansen@ashgrove.example    Service Desk    Ashgrove Recruitment         39  2026-06-30  b2bCollaborationInbound.applications of Alpha Corp, this partner
    gabriel.farrell@ashgrove.example  Service Desk    Ashgrove Recruitment         37  2026-06-30  b2bCollaborationInbound.applications of Alpha Corp, this partner
    adaeze.ibarra@ashgrove.example    Service Desk    Ashgrove Recruitment         22  2026-06-28  b2bCollaborationInbound.applications of Alpha Corp, this partner
    helen.garcia@ashgrove.example     Service Desk    Ashgrove Recruitment          1  2026-06-28  b2bCollaborationInbound.applications of Alpha Corp, this partner
    alan.adeyemi@ashgrove.example     Service Desk    Ashgrove Recruitment         28  2026-06-30  b2bCollaborationInbound.applications of Alpha Corp, this partner

    needs a new step:
    person                                application      partner         succeeded  last seen   decided by
    joanna.okafor@ospreyfreight.example   Supplier Portal  Osprey Freight         27  2026-06-27  b2bCollaborationOutbound of Osprey Freight
    joanna.okafor@ospreyfreight.example   Warehouse        Osprey Freight          5  2026-06-28  b2bCollaborationOutbound of Osprey Freight
    daniel.pereira@ospreyfreight.example  Supplier Portal  Osprey Freight         14  2026-06-29  b2bCollaborationOutbound of Osprey Freight
    daniel.pereira@ospreyfreight.example  Warehouse        Osprey Freight         40  2026-06-30  b2bCollaborationOutbound of Osprey Freight
    amelia.schmidt@ospreyfreight.example  Supplier Portal  Osprey Freight         19  2026-06-28  b2bCollaborationOutbound of Osprey Freight
    amelia.schmidt@ospreyfreight.example  Warehouse        Osprey Freight         15  2026-06-29  b2bCollaborationOutbound of Osprey Freight
    priya.pereira@ospreyfreight.example   Supplier Portal  Osprey Freight          4  2026-06-28  b2bCollaborationOutbound of Osprey Freight
    priya.pereira@ospreyfreight.example   Warehouse        Osprey Freight         13  2026-06-28  b2bCollaborationOutbound of Osprey Freight
    ");
    assert_snapshot!(scene.run(&["rehearse", "--default-block", "both", "--days", "14", "--tenant", "alphacorp.com"]), @r"
    exit 0
    sign-ins that succeeded in 14 days, 2026-06-17 to 2026-06-30: 70 people and 12 applications go on
    stopped by the draft already, and left so: 13 people and 2 applications

    to be written, partners first, the default last:
      Ironmere Steelworks, inbound B2B collaboration: all that is open today; keeps 3 people and 2 applications
      1af5d855-9f7c-4178-b0db-98c0b218858e (new), inbound B2B collaboration: all that is open today; keeps 3 people and 1 application
      Alpha Retail, inbound B2B collaboration: all that is open today; keeps 5 people and 1 application
      Larkspur Insurance, inbound B2B collaboration: all that is open today; keeps 2 people and 1 application
      Pemberly Catering, inbound B2B collaboration: all that is open today; keeps 2 people and 1 application
      Bramblewick Accountants, inbound B2B collaboration: all that is open today; keeps 4 people and 2 applications
      9de0b0d6-ab3a-4a62-aa9a-280a9e8e9158 (new), inbound B2B collaboration: all that is open today; keeps 2 people and 1 application
      Osprey Freight, inbound B2B collaboration: all that is open today; keeps 4 people and 2 applications
      b4e96a50-d61a-45e0-9ef6-a8926557c10c (new), inbound B2B collaboration: all that is open today; keeps 5 people and 2 applications
      b4e96a50-d61a-45e0-9ef6-a8926557c10c (new), outbound B2B collaboration: all that is open today; keeps 2 people and 1 application
      Silverbirch Analytics, inbound B2B collaboration: all that is open today; keeps 3 people and 2 applications
      Alpha Iberia, inbound B2B collaboration: all that is open today; keeps 8 people and 2 applications
      the default of Alpha Corp: blocks inbound and outbound for everybody else

    what would break: it succeeded, but before these days:
    person                               application      partner                               succeeded  last seen   decided by
    oscar.barnes@oldmillbrewery.example  Supplier Portal  73cca74f-d3a0-49b3-af19-5fef4d1f7f37         22  2026-06-05  b2bCollaborationInbound.applications of Alpha Corp, the default
    felix.vargas@oldmillbrewery.example  Supplier Portal  73cca74f-d3a0-49b3-af19-5fef4d1f7f37         31  2026-06-05  b2bCollaborationInbound.applications of Alpha Corp, the default
    ivan.lewis@fairhavenclinic.example   Service Desk     7fda19da-c6d3-47c9-bb38-0073bc8a64dd         21  2026-06-16  b2bCollaborationInbound.applications of Alpha Corp, the default

    nothing was changed; with --stage it is one edit of the draft
    ");
}
