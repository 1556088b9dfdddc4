use super::*;
use crate::domain::{Guid, ObjectId, ScheduleState, SyncConfiguration};
use crate::wire;
use insta::assert_snapshot;

/// The service principal of the configuration.
const SP: &str = "41dc044f-0000-4000-8000-0000000000b1";
/// Of another application.
const OTHER: &str = "41dc044f-0000-4000-8000-0000000000b2";
const JOB: &str =
    "Azure2Azure.810017afc1d44a3b9e18d693c12b0df1.12472e6c-0000-4000-8000-000000000001";
const ADA: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const BOB: &str = "aaaaaaaa-0000-4000-8000-000000000002";
const GRAPH: &str = "https://graph.microsoft.com/v1.0/$metadata#";

fn job() -> String {
    format!(
        r#"{{"@odata.context":"{GRAPH}servicePrincipals('{SP}')/synchronization/jobs","value":[{{"id":"{JOB}","templateId":"Azure2Azure","schedule":{{"expiration":null,"interval":"PT40M","state":"Active"}},"status":{{"code":"Active","countSuccessiveCompleteFailures":0}},"synchronizationJobSettings":[{{"name":"QuarantineTooManyDeletesThreshold","value":"40"}},{{"name":"LookaheadQueryEnabled","value":"False"}}],"someday":{{"n":1.10}}}}]}}"#
    )
}

fn schema() -> String {
    let rule = r#"{"id":"r","name":"USER_INBOUND_USER","priority":0,"editable":true,"objectMappings":[{"enabled":true,"flowTypes":"Add,Update,Delete","name":"Users","sourceObjectName":"User","targetObjectName":"User","scope":{"groups":[],"inputFilterGroups":[]},"attributeMappings":[{"targetAttributeName":"displayName","matchingPriority":0,"flowType":"Always","source":{"type":"Attribute","name":"displayName","expression":"[displayName]","parameters":[]}}]}]}"#;
    format!(
        r#"{{"@odata.context":"{GRAPH}servicePrincipals('{SP}')/synchronization/jobs('{JOB}')/schema/$entity","id":"{JOB}","version":"v1.2","synchronizationRules":[{rule}],"directories":[{{"name":"Microsoft Entra ID","objects":[]}}]}}"#
    )
}

fn secrets() -> String {
    let notify = r#"{\"Enabled\":true,\"Recipients\":\"ops@wingtip.example\",\"DeleteThresholdEnabled\":true,\"DeleteThresholdValue\":25,\"HumanResourcesLookaheadQueryEnabled\":false}"#;
    format!(
        r#"{{"@odata.context":"{GRAPH}servicePrincipals('{SP}')/synchronization/secrets","value":[{{"key":"AuthenticationType","value":"SyncPolicy"}},{{"key":"CompanyId","value":"{NORTH}"}},{{"key":"SyncAll","value":"false"}},{{"key":"SyncNotificationSettings","value":"{notify}"}},{{"key":"SecretToken","value":"hunter2hunter2"}},{{"key":"Password","value":"*"}}]}}"#
    )
}

fn assigned(who: &[&str]) -> String {
    let list: Vec<String> = who
        .iter()
        .map(|id| format!(r#"{{"id":"x{id}","appRoleId":"{GROUP}","principalId":"{id}","principalType":"User","principalDisplayName":"P","resourceId":"{SP}","resourceDisplayName":"To North"}}"#))
        .collect();
    format!(
        r#"{{"@odata.context":"{GRAPH}servicePrincipals('{SP}')/appRoleAssignedTo","value":[{}]}}"#,
        list.join(",")
    )
}

fn principal() -> String {
    format!(
        r##"{{"@odata.type":"#microsoft.graph.servicePrincipal","id":"{SP}","appId":"{OTHER}","displayName":"To North"}}"##
    )
}

fn whole() -> Vec<(String, String)> {
    let texts = [
        ("org", ORGANIZATION.to_owned()),
        ("principal", principal()),
        ("job", job()),
        ("schema", schema()),
        ("secrets", secrets()),
        ("assigned", assigned(&[ADA, BOB])),
    ];
    texts.into_iter().map(|(name, text)| (format!("{name}.json"), text)).collect()
}

fn brought(workspace: &Workspace, files: &[(String, String)]) -> Outcome {
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    import(workspace, &files).unwrap_or_else(|fault| panic!("{fault}")).0
}

fn one(workspace: &Workspace) -> &SyncConfiguration {
    assert_eq!(workspace.synchronizations.len(), 1);
    workspace.synchronizations.values().next().unwrap()
}

fn object(text: &str) -> ObjectId {
    ObjectId(text.parse::<Guid>().unwrap())
}

#[test]
fn a_configuration_comes_in_whole() {
    let outcome = brought(&Workspace::default(), &whole());
    let held = one(&outcome.workspace);
    assert_eq!(held.id, object(SP));
    assert_eq!(held.display_name, "To North");
    assert_eq!((held.source, held.target), (id(WE), id(NORTH)));
    assert_eq!(held.assigned, [object(ADA), object(BOB)]);
    assert_eq!(held.deletion_threshold, Some(25), "the switches name the number");
    assert_eq!(held.schedule_state, Some(ScheduleState::Active));
    assert_eq!(held.job_id.as_deref(), Some(JOB));
    let told = held.notification.as_ref().unwrap();
    assert_eq!(told.recipients.as_deref(), Some("ops@wingtip.example"));
    assert_eq!(told.extra.get("HumanResourcesLookaheadQueryEnabled"), Some(&false.into()));
    assert!(held.users().is_some());
    // What is not known survives, in job and schema.
    let job = wire::sync_job_value(held).to_string();
    assert!(job.contains(r#""someday":{"n":1.10}"#), "{job}");
    assert!(job.contains(r#"{"name":"QuarantineTooManyDeletesThreshold","value":"25"}"#), "{job}");
    assert!(
        wire::value(&held.schema)
            .to_string()
            .contains(r#""directories":[{"name":"Microsoft Entra ID""#)
    );
    // The target is known from now on.
    assert!(outcome.workspace.draft.tenant(id(NORTH)).is_some());
    assert_snapshot!(outcome.report.came_in.join("\n"), @r"
    Wingtip (5a0c1d52-0000-4000-8000-000000000001): its name and domains
    Wingtip (5a0c1d52-0000-4000-8000-000000000001): 1 applications
    synchronisation `To North` to b7d1e3f4-0000-4000-8000-0000000000a1: its job, its schema, its switches, 2 assigned
    ");
    assert_snapshot!(outcome.report.warnings.join("\n"), @r"
    `Password` among the synchronization secrets is no switch and was not read (secrets.json)
    `SecretToken` among the synchronization secrets is no switch and was not read (secrets.json)
    the job of `To North` stops at 40 deletions and its switches say 25; 25 was taken, and which one holds is not documented
    ");
}

/// Two jobs of one ordered pair are two configurations, each with its own people, in any folder.
#[test]
fn two_jobs_of_one_pair_are_kept_apart() {
    let mut files = whole();
    let again = files.clone().into_iter().filter(|(name, _)| name != "org.json");
    let again: Vec<(String, String)> = again
        .map(|(name, text)| {
            let text = text.replace(SP, OTHER).replace("To North", "Members");
            (format!("members/{name}"), text.replace(JOB, &JOB.replace("810017", "910017")))
        })
        .map(|(name, text)| match name.contains("assigned") {
            true => (name, text.replace(ADA, BOB)),
            false => (name, text),
        })
        .collect();
    files.extend(again);
    let outcome = brought(&Workspace::default(), &files);
    let held: Vec<_> = outcome.workspace.synchronizations.values().collect();
    assert_eq!(held.len(), 2);
    assert!(crate::sync::is_same_pair(held[0], held[1]));
    let names: Vec<&str> = held.iter().map(|one| one.display_name.as_str()).collect();
    assert_eq!(names, ["To North", "Members"]);
    assert_ne!(held[0].job_id, held[1].job_id);
    assert_eq!(held[0].assigned, [object(ADA), object(BOB)]);
    assert!(held[1].assigned.iter().all(|id| *id == object(BOB)), "{:?}", held[1].assigned);
}

#[test]
fn no_secret_is_kept_or_said() {
    let outcome = brought(&Workspace::default(), &whole());
    let kept = wire::to_line(&outcome.workspace.synchronizations);
    let said = format!("{:?}", outcome.report);
    for text in [&kept, &said] {
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[test]
fn any_order_and_any_split_leads_to_the_same() {
    let files = whole();
    let wanted = brought(&Workspace::default(), &files);
    let wanted = one(&wanted.workspace).clone();
    let mut turned = files.clone();
    for _ in 0..files.len() {
        turned.rotate_left(1);
        let outcome = brought(&Workspace::default(), &turned);
        assert_eq!(one(&outcome.workspace), &wanted);
    }
    turned.reverse();
    assert_eq!(one(&brought(&Workspace::default(), &turned).workspace), &wanted);
    // One file after the other, switches first, because they name the target.
    let mut workspace = Workspace::default();
    for name in ["org", "secrets", "schema", "assigned", "principal", "job"] {
        let some: Vec<_> =
            files.iter().filter(|(file, _)| file.starts_with(name)).cloned().collect();
        let mut with = vec![("org.json".to_owned(), ORGANIZATION.to_owned())];
        with.extend(some);
        workspace = stored(brought(&workspace, &with));
    }
    let held = one(&workspace);
    assert_eq!(held, &wanted);
    // The same again changes nothing.
    let again = brought(&workspace, &files);
    assert_eq!(again.report.disagreements, []);
    assert_eq!(
        one(&stored(again)),
        &SyncConfiguration { display_name: "To North".to_owned(), ..wanted }
    );
}

#[test]
fn powershell_says_the_same() {
    let job = format!(
        r#"{{"Id":"{JOB}","Schedule":{{"Expiration":null,"Interval":"00:40:00","State":"Active"}},"Schema":{{"Directories":null,"Id":null,"SynchronizationRules":null,"Version":null}},"Status":{{"Code":"Active","LastExecution":"Microsoft.Graph.PowerShell.Models.MicrosoftGraphSynchronizationTaskExecution"}},"SynchronizationJobSettings":[{{"Name":"QuarantineTooManyDeletesThreshold","Value":"40"}}],"TemplateId":"Azure2Azure","AdditionalProperties":{{}}}}"#
    );
    let secrets = format!(
        r#"[{{"Key":"CompanyId","Value":"{NORTH}"}},{{"Key":"SyncAll","Value":"True"}},{{"Key":"AuthenticationType","Value":"SyncPolicy"}}]"#
    );
    let assigned = format!(
        r#"[{{"AppRoleId":"{GROUP}","Id":"a","PrincipalId":"{ADA}","PrincipalType":"User","ResourceId":"{SP}","DeletedDateTime":null}},{{"AppRoleId":"{GROUP}","Id":"b","PrincipalId":"{BOB}","PrincipalType":"User","ResourceId":"{SP}","DeletedDateTime":null}}]"#
    );
    let files = [
        ("org.json".to_owned(), ORGANIZATION.to_owned()),
        (format!("job-{SP}.json"), job),
        ("secrets.json".to_owned(), secrets),
        ("assigned.json".to_owned(), assigned),
    ];
    let outcome = brought(&Workspace::default(), &files);
    let held = one(&outcome.workspace);
    assert!(held.sync_all);
    assert_eq!(held.deletion_threshold, Some(40));
    assert_eq!(held.schedule_state, Some(ScheduleState::Active));
    assert_eq!(held.assigned.len(), 2);
    assert_snapshot!(outcome.report.warnings.join("\n"), @"the schema of the synchronisation `Synchronisation 41dc044f-0000-4000-8000-0000000000b1` was not among the files: a preview has no mappings before it is imported");
}

#[test]
fn what_belongs_to_no_configuration_is_left_out_by_name() {
    // Nothing names the service principal.
    let bare =
        format!(r#"{{"id":"{JOB}","templateId":"Azure2Azure","schedule":{{"interval":"PT40M"}}}}"#);
    let outcome = brought(
        &Workspace::default(),
        &[("org.json".into(), ORGANIZATION.into()), ("j.json".into(), bare)],
    );
    assert!(outcome.workspace.synchronizations.is_empty());
    assert_snapshot!(outcome.report.warnings.join("\n"), @"the synchronization job `Azure2Azure.810017afc1d44a3b9e18d693c12b0df1.12472e6c-0000-4000-8000-000000000001` belongs to no configuration and was left out: nothing names its service principal; keep `@odata.context`, or put the id of the service principal into the file's name, such as `job-<id>.json` (j.json)");
    // Nothing names the target.
    let outcome = brought(
        &Workspace::default(),
        &[("org.json".into(), ORGANIZATION.into()), ("j.json".into(), job())],
    );
    assert!(outcome.workspace.synchronizations.is_empty());
    assert_snapshot!(outcome.report.warnings.join("\n"), @"the synchronisation configuration 41dc044f-0000-4000-8000-0000000000b1 was left out: nothing says which tenant it pushes to; add the answer to `GET /servicePrincipals/41dc044f-0000-4000-8000-0000000000b1/synchronization/secrets`, of which `CompanyId` is read and secrets are not");
    // Another connector, and who is assigned to another application.
    let other = format!(
        r#"{{"@odata.context":"{GRAPH}servicePrincipals('{OTHER}')/synchronization/jobs/$entity","id":"scim.1234","templateId":"scim","schedule":{{"state":"Active"}}}}"#
    );
    let strangers = assigned(&[ADA]).replace(SP, GROUP);
    let mut files = whole();
    files.push(("scim.json".to_owned(), other));
    files.push(("strangers.json".to_owned(), strangers));
    let outcome = brought(&Workspace::default(), &files);
    assert_eq!(one(&outcome.workspace).id, object(SP));
    assert_snapshot!(outcome.report.warnings.join("\n"), @r"
    `Password` among the synchronization secrets is no switch and was not read (secrets.json)
    `SecretToken` among the synchronization secrets is no switch and was not read (secrets.json)
    assignments of 1 application that owns no synchronisation configuration were left out; a configuration is known by its job
    the job of `To North` stops at 40 deletions and its switches say 25; 25 was taken, and which one holds is not documented
    the synchronization job `scim.1234` is made from the template `scim`, not from `Azure2Azure`: it is no cross-tenant synchronisation and was left out (scim.json)
    ");
}

#[test]
fn what_was_edited_is_kept_and_said() {
    let mut workspace = stored(brought(&Workspace::default(), &whole()));
    let seen = one(&workspace).clone();
    let mut drafted = seen.clone();
    drafted.deletion_threshold = Some(7);
    drafted.assigned.pop();
    workspace.synchronizations.insert(drafted.id, Arc::new(drafted.clone()));
    // The service says what it said before: the draft stands.
    let same = brought(&workspace, &whole());
    assert_eq!(one(&same.workspace), &drafted);
    assert_eq!(same.report.disagreements, []);
    // The service has changed too, in one of the two parts and in one that nobody had edited.
    let mut files = whole();
    files[3].1 = schema().replace("Add,Update,Delete", "Add,Update");
    files[5].1 = assigned(&[ADA, BOB, GROUP]);
    let both = brought(&workspace, &files);
    let held = one(&both.workspace);
    assert_eq!((held.assigned.len(), held.deletion_threshold), (1, Some(7)));
    assert_eq!(held.users().unwrap().flow_types.as_deref(), Some("Add,Update"));
    let told: Vec<String> = both
        .report
        .disagreements
        .iter()
        .map(|one| {
            format!(
                "{}: {} / {}",
                one.place,
                one.draft.clone().unwrap(),
                one.observed.clone().unwrap()
            )
        })
        .collect();
    assert_eq!(told, ["synchronisation To North, assignments: \"1 assigned\" / \"3 assigned\""]);
}

#[test]
fn a_list_that_goes_on_or_is_of_a_person_forgets_nobody() {
    let workspace = stored(brought(&Workspace::default(), &whole()));
    let page = assigned(&[ADA]).replace(r#""value""#, r#""@odata.nextLink":"https://x","value""#);
    let person = format!(
        r#"{{"@odata.context":"{GRAPH}users('{ADA}')/appRoleAssignments","value":[{{"appRoleId":"{GROUP}","principalId":"{ADA}","resourceId":"{SP}"}}]}}"#
    );
    for text in [page, person] {
        let files = [("org.json".to_owned(), ORGANIZATION.to_owned()), ("a.json".to_owned(), text)];
        assert_eq!(one(&brought(&workspace, &files).workspace).assigned.len(), 2);
    }
    // A whole list does.
    let files =
        [("org.json".to_owned(), ORGANIZATION.to_owned()), ("a.json".to_owned(), assigned(&[BOB]))];
    assert_eq!(one(&brought(&workspace, &files).workspace).assigned, [object(BOB)]);
    let none =
        [("org.json".to_owned(), ORGANIZATION.to_owned()), ("a.json".to_owned(), assigned(&[]))];
    assert_eq!(one(&brought(&workspace, &none).workspace).assigned, []);
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    let bad = |from: &str, to: &str, text: String| {
        let text = text.replace(from, to);
        let files = [("org.json", ORGANIZATION.to_owned()), ("x.json", text)];
        import(&Workspace::default(), &files)
            .err()
            .map_or("accepted".to_owned(), |fault| fault.to_string())
    };
    assert_snapshot!(bad(r#""value":"40""#, r#""value":"many""#, job()), @r#"x.json, line 1, column 152, at `value[0]`: expected a whole number as `QuarantineTooManyDeletesThreshold`, found `"many"`; correct the file or export it again; nothing was changed"#);
    assert_snapshot!(bad(NORTH, "north", secrets()), @"x.json, line 1, column 205, at `value[1]`: expected a GUID as `CompanyId`, found `north`; correct the file or export it again; nothing was changed");
    assert_snapshot!(bad(r#""matchingPriority":0"#, r#""matchingPriority":"first""#, schema()), @r#"x.json, line 1, column 700, at `synchronizationRules[0].objectMappings[0].attributeMappings[0].matchingPriority`: invalid type: string "first", expected u64; correct the file or export it again; nothing was changed"#);
    assert_snapshot!(bad(ADA, "ada", assigned(&[ADA])), @"x.json, line 1, column 149, at `value[0].principalId`: expected a GUID such as 11111111-2222-3333-4444-555555555555 as `principalId`, found `ada`; correct the file or export it again; nothing was changed");
    // Two files that say different things of one job.
    let files = [
        ("org.json", ORGANIZATION.to_owned()),
        ("a.json", job()),
        ("b.json", job().replace("PT40M", "PT50M")),
        ("c.json", secrets()),
    ];
    assert_snapshot!(import(&Workspace::default(), &files).err().unwrap(), @"b.json, line 1, column 152, at `value[0]`: the job of this service principal says something else here than in a.json; correct the file or export it again; nothing was changed");
}

#[test]
fn what_did_not_come_is_not_taken_as_empty() {
    let files = whole();
    let some: Vec<_> =
        files.iter().filter(|(name, _)| !name.starts_with("assigned")).cloned().collect();
    let outcome = brought(&Workspace::default(), &some);
    let held = one(&outcome.workspace);
    assert!(held.assigned.is_empty() && !held.tells_assigned());
    // Nobody is assigned, and that was said.
    let mut none = files.clone();
    none[5].1 = assigned(&[]);
    assert!(one(&brought(&Workspace::default(), &none).workspace).tells_assigned());
    // Switches that do not say who is in scope.
    let mut quiet = files;
    quiet[4].1 = secrets().replace(r#"{"key":"SyncAll","value":"false"},"#, "");
    let said = brought(&Workspace::default(), &quiet).report.warnings.join("\n");
    assert!(said.contains("do not say `SyncAll`"), "{said}");
}

#[test]
fn a_name_given_here_stays() {
    let mut workspace = stored(brought(&Workspace::default(), &whole()));
    let mut drafted = one(&workspace).clone();
    drafted.display_name = "Mine".to_owned();
    workspace.synchronizations.insert(drafted.id, Arc::new(drafted));
    for some in
        [whole(), whole().into_iter().filter(|(name, _)| !name.starts_with("job")).collect()]
    {
        assert_eq!(one(&brought(&workspace, &some).workspace).display_name, "Mine");
    }
    let files = [
        ("org.json".into(), ORGANIZATION.into()),
        ("schema.json".into(), schema()),
        ("p.json".into(), principal()),
    ];
    assert_eq!(one(&brought(&workspace, &files).workspace).display_name, "Mine");
}
