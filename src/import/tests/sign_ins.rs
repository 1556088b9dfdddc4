use super::*;
use crate::access::{Activity, Kind, LeftOut, joined};
use insta::assert_snapshot;

const ADA: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const APP: &str = "eeeeeeee-0000-4000-8000-000000000001";
const RESOURCE: &str = "00000003-0000-0000-c000-000000000000";

/// A `signIn` with members put in the place of others.
fn sign_in(changes: &[(&str, &str)]) -> String {
    let mut members = vec![
        ("id", r#""ffffffff-0000-4000-8000-000000000001""#.to_owned()),
        ("createdDateTime", r#""2026-06-01T10:11:12Z""#.to_owned()),
        ("userDisplayName", r#""Ada \"A\" Lovelace""#.to_owned()),
        ("userPrincipalName", r#""ada@north.example""#.to_owned()),
        ("userId", format!(r#""{ADA}""#)),
        ("appId", format!(r#""{APP}""#)),
        ("appDisplayName", r#""Payroll""#.to_owned()),
        ("resourceDisplayName", r#""Microsoft Graph""#.to_owned()),
        ("resourceId", format!(r#""{RESOURCE}""#)),
        ("homeTenantId", format!(r#""{NORTH}""#)),
        ("resourceTenantId", format!(r#""{WE}""#)),
        ("crossTenantAccessType", r#""b2bCollaboration""#.to_owned()),
        ("status", r#"{"errorCode":0,"failureReason":"Other."}"#.to_owned()),
        ("appliedConditionalAccessPolicies", r#"[{"id":"x","deep":[1,{"a":null}]}]"#.to_owned()),
    ];
    for (name, value) in changes {
        match members.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = (*value).to_owned(),
            None => members.push((name, (*value).to_owned())),
        }
    }
    let members: Vec<String> = members
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!(r#""{name}":{value}"#))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn log<B: AsRef<[u8]>>(name: &str, bytes: B) -> SignInLog {
    let (_, lines) = gather(&[(name, bytes)]).unwrap_or_else(|fault| panic!("{fault}"));
    let [log] = <[SignInLog; 1]>::try_from(lines.1).unwrap();
    log
}

fn told(log: &SignInLog) -> String {
    let SignInLog { head, activities, needs_owner } = log;
    let mut out = format!("{} rows of {}", head.rows, head.source);
    for (reason, _, words) in LeftOut::ALL {
        if let Some(count) = head.left_out.get(&reason) {
            out.push_str(&format!("; {count} {words}"));
        }
    }
    if *needs_owner {
        out.push_str("; of nobody");
    }
    for one in activities {
        out.push_str(&format!(
            "\n{} of {} -> {} of {} {} {}+{} ({}) {}..{} {:?}",
            one.person(),
            one.way.home,
            one.app(),
            one.way.resource,
            one.way.kind.word(),
            one.successes,
            one.failures,
            one.assumed,
            one.first,
            one.last,
            one.last_success.map(|day| day.to_string()),
        ));
    }
    out
}

fn wide(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

const CSV: &str = "\"Date (UTC)\",\"Request ID\",\"User ID\",\"User\",\"Username\",\"Cross tenant access type\",\"Incoming token type\",\"Application\",\"Application ID \",\"Resource\",\"Resource ID \",\"Resource tenant ID\",\"Home tenant ID\",\"Status\",\"Sign-in error code\",\"Incoming token type\"";

#[test]
fn every_packing_tells_the_same() {
    let one = sign_in(&[]);
    let two = sign_in(&[
        ("createdDateTime", r#""2026-06-03T23:59:59.1234567Z""#),
        ("status", r#"{"errorCode":50126}"#),
    ]);
    let context =
        r#""@odata.context":"https://graph.microsoft.com/beta/$metadata#auditLogs/signIns""#;
    let pascal = |text: &str| {
        ["createdDateTime", "userId", "appId", "homeTenantId", "resourceTenantId"]
            .iter()
            .fold(text.to_owned(), |text, _| text)
    };
    let page = format!("{{{context},\"value\":[{one},\n {two}]}}");
    let batch = format!(
        r#"{{"responses":[{{"id":"1","status":200,"body":{{{context},"value":[{one},{two}]}}}}]}}"#
    );
    let table = format!(
        "{CSV}\r\n\"2026-06-01T10:11:12Z\",\"r1\",\"{ADA}\",\"Ada \"\"A\"\" Lovelace\",\"ada@north.example\",\"B2B collaboration\",\"none\",\"Payroll\",\"{APP}\",\"Microsoft Graph\",\"{RESOURCE}\",\"{WE}\",\"{NORTH}\",\"Success\",\"None\",\"\"\r\n\"2026-06-03T23:59:59Z\",\"r2\",\"{ADA}\",\"Ada \"\"A\"\" Lovelace\",\"ada@north.example\",\"b2bCollaboration\",\"none\",\"Payroll\",\"{APP}\",\"Microsoft Graph\",\"{RESOURCE}\",\"{WE}\",\"{NORTH}\",\"Failure\",\"50126\",\"\"\r\n"
    );
    let semicolons = table.replace("\",\"", "\";\"");
    let packings: Vec<(&str, Vec<u8>)> = vec![
        ("a page", page.clone().into()),
        ("its value first", format!("{{\"value\":[{one},{two}],{context}}}").into()),
        ("a bare list", format!("[{one},{two}]").into()),
        ("a line each", format!("{one}\n{two}\n").into()),
        ("two pages in a file", format!("{{\"value\":[{one}]}}\n{{\"value\":[{two}]}}").into()),
        ("a batch", batch.into()),
        ("UTF-16", wide(&page)),
        ("with a mark", format!("\u{feff}{page}").into()),
        ("a table", table.clone().into()),
        ("semicolons", semicolons.into()),
        ("UTF-16 table", wide(&table)),
        ("pretty", pascal(&page.replace(",\"", ",\n    \"")).into()),
    ];
    for (name, bytes) in packings {
        let told = told(&log("log", bytes));
        let want = "2 rows of log\nada@north.example of b7d1e3f4-0000-4000-8000-0000000000a1 -> Payroll of 5a0c1d52-0000-4000-8000-000000000001 collaboration 1+1 (0) 2026-06-01..2026-06-03 Some(\"2026-06-01\")";
        assert_eq!(told, want, "{name}");
    }
}

#[test]
fn what_powershell_writes() {
    let text = format!(
        r#"[{{"AppDisplayName":"Payroll","AppId":"{APP}","CreatedDateTime":"\/Date(1780308672000)\/","HomeTenantId":"{NORTH}","ResourceId":"{APP}","ResourceTenantId":"{WE}","Status":{{"AdditionalDetails":null,"ErrorCode":0}},"UserId":"{ADA}","UserPrincipalName":"ada@north.example","AdditionalProperties":{{}}}}]"#
    );
    let log = log("log", text);
    assert_eq!(log.activities.first().unwrap().way.other_app, None, "one application");
    assert_snapshot!(told(&log), @r#"
    1 rows of log
    ada@north.example of b7d1e3f4-0000-4000-8000-0000000000a1 -> Payroll of 5a0c1d52-0000-4000-8000-000000000001 collaboration 1+0 (1) 2026-06-01..2026-06-01 Some("2026-06-01")
    "#);
}

/// Changed members, and why the row is left out.
type Row<'a> = (&'a [(&'a str, &'a str)], Option<LeftOut>);

#[test]
fn what_becomes_of_each_row() {
    #[rustfmt::skip]
    let table: &[Row<'_>] = &[
        (&[], None),
        (&[("crossTenantAccessType", "")], None),
        (&[("crossTenantAccessType", "null")], None),
        (&[("crossTenantAccessType", r#""b2bDirectConnect""#)], None),
        (&[("resourceId", "null")], None),
        (&[("resourceId", r#""https://graph.example""#)], None),
        (&[("appId", r#""""#)], None),
        (&[("homeTenantId", "")], Some(LeftOut::NoTenants)),
        (&[("resourceTenantId", r#""""#)], Some(LeftOut::NoTenants)),
        (&[("homeTenantId", r#""00000000-0000-0000-0000-000000000000""#)], Some(LeftOut::NoTenants)),
        (&[("homeTenantId", r#""5a0c1d52-0000-4000-8000-000000000001""#)], Some(LeftOut::WithinTenant)),
        (&[("crossTenantAccessType", r#""none""#)], Some(LeftOut::WithinTenant)),
        (&[("crossTenantAccessType", r#""microsoftSupport""#)], Some(LeftOut::NotJudged)),
        (&[("crossTenantAccessType", r#""serviceProvider""#)], Some(LeftOut::NotJudged)),
        (&[("crossTenantAccessType", r#""passthrough""#)], Some(LeftOut::NotJudged)),
        (&[("crossTenantAccessType", r#""unknownFutureValue""#)], Some(LeftOut::NotJudged)),
        (&[("crossTenantAccessType", r#""b2bCollaboration,serviceProvider""#)], Some(LeftOut::NotJudged)),
        (&[("crossTenantAccessType", r#""b2bCollaboration,b2bDirectConnect""#)], Some(LeftOut::NotJudged)),
        (&[("signInEventTypes", r#"["servicePrincipal"]"#)], Some(LeftOut::ServicePrincipal)),
        (&[("userId", r#""""#), ("servicePrincipalId", r#""x""#)], Some(LeftOut::ServicePrincipal)),
        (&[("userId", "null")], Some(LeftOut::NoUser)),
        (&[("appId", "null"), ("resourceId", "null")], Some(LeftOut::NoApplication)),
        (&[("status", "null")], Some(LeftOut::NoStatus)),
    ];
    for (changes, want) in table {
        let log = log("log.json", format!("[{}]", sign_in(changes)));
        let left_out = log.head.left_out.keys().next().copied();
        assert_eq!((left_out, log.head.rows), (*want, 1), "{changes:?}");
        assert_eq!(log.activities.len(), usize::from(want.is_none()), "{changes:?}");
    }
    let direct = log("l", sign_in(&[("crossTenantAccessType", r#""b2bDirectConnect""#)]));
    assert_eq!(direct.activities.first().unwrap().way.kind, Kind::DirectConnect);
}

#[test]
fn what_is_assumed_is_marked_and_said() {
    let (outcome, lines) = import(
        &Workspace::default(),
        &[("l.json", format!("[{}]", sign_in(&[("crossTenantAccessType", "")])))],
    )
    .unwrap();
    assert_eq!(lines.1.first().unwrap().activities.first().unwrap().assumed, 1);
    assert_snapshot!(outcome.report.warnings.join("\n"), @"sign-ins without `crossTenantAccessType`, which Graph v1.0 does not give, were taken as B2B collaboration; the beta tells B2B direct connect apart (l.json)");
}

#[test]
fn the_events_of_the_activity_script_are_of_the_tenant_that_is_ours() {
    let head = "#TYPE Selected.Object\r\n\"ExternalTenantId\",\"ExternalTenantName\",\"AccessDirection\",\"UserDisplayName\",\"UserPrincipalName\",\"UserId\",\"UserType\",\"CrossTenantAccessType\",\"AppDisplayName\",\"AppId\",\"ResourceDisplayName\",\"ResourceId\",\"SignInId\",\"CreatedDateTime\",\"StatusCode\",\"StatusReason\"\r\n";
    let row = |direction: &str, at: &str| {
        format!(
            "\"{NORTH}\",\"NotFound\",\"{direction}\",\"Ada\",\"ada@north.example\",\"{ADA}\",\"guest\",\"b2bCollaboration\",\"Payroll\",\"{APP}\",\"Graph\",\"{RESOURCE}\",\"s\",\"{at}\",\"0\",\"Other.\"\r\n"
        )
    };
    let text = format!(
        "{head}{}{}",
        row("Inbound", "6/1/2026 9:00:00 PM"),
        row("Outbound", "6/30/2026 12:00:00 AM")
    );
    assert_snapshot!(told(&log("events.csv", text)), @r#"
    2 rows of events.csv; of nobody
    ada@north.example of 00000000-0000-0000-0000-000000000000 -> Payroll of b7d1e3f4-0000-4000-8000-0000000000a1 collaboration 1+0 (0) 2026-06-30..2026-06-30 Some("2026-06-30")
    ada@north.example of b7d1e3f4-0000-4000-8000-0000000000a1 -> Payroll of 00000000-0000-0000-0000-000000000000 collaboration 1+0 (0) 2026-06-01..2026-06-01 Some("2026-06-01")
    "#);
    let summary = "\"ExternalTenantId\",\"AccessDirection\",\"SignIns\",\"SuccessSignIns\",\"FailedSignIns\",\"UniqueUsers\",\"UniqueResources\"\n\"x\",\"Inbound\",1,1,0,1,1\n";
    assert_snapshot!(refused("s.csv", summary), @"s.csv, line 1, column 1: this counts sign-ins by tenant and does not say who opened what; export the events, without -SummaryStats; nothing was changed");
    assert_snapshot!(refused("e.csv", format!("{head}{}", row("Sideways", "2026-06-01T00:00:00Z"))), @"e.csv, line 2, column 1: expected `Inbound` or `Outbound` as `AccessDirection`, found `Sideways`; correct the file or export it again; nothing was changed");
}

/// A table with one row a date.
fn dated(dates: &[&str]) -> String {
    let mut text =
        "Date (UTC),Request ID,User ID,Application ID,Home tenant ID,Resource tenant ID,Status\n"
            .to_owned();
    for date in dates {
        text.push_str(&format!("\"{date}\",r,{ADA},{APP},{NORTH},{WE},Success\n"));
    }
    text
}

#[test]
fn dates_are_read_or_refused_and_never_guessed() {
    let days = |dates: &[&str]| match gather(&[("d.csv", dated(dates))]) {
        Ok((_, lines)) => {
            let one = lines.1.first().unwrap().activities.first().unwrap().clone();
            format!("{} {}", one.first, one.last)
        }
        Err(fault) => fault.to_string(),
    };
    #[rustfmt::skip]
    let table: &[(&[&str], &str)] = &[
        (&["2026-06-01T10:11:12Z"], "2026-06-01 2026-06-01"),
        (&["2026-06-01T10:11:12.123Z"], "2026-06-01 2026-06-01"),
        (&["2026-06-01T23:30:00-02:00"], "2026-06-02 2026-06-02"),
        (&["2026-06-01 10:11:12"], "2026-06-01 2026-06-01"),
        (&["2026-06-01T10:11:12"], "2026-06-01 2026-06-01"),
        (&["6/6/2026 1:00:00 AM"], "2026-06-06 2026-06-06"),
        (&["6/1/2026 1:00:00 AM", "6/13/2026 12:30:00 PM"], "2026-06-01 2026-06-13"),
        (&["13/6/2026 13:00:00", "1/6/2026 12:30:00"], "2026-06-01 2026-06-13"),
        (&["01.06.2026 13:00:00", "30.06.2026 12:30:00"], "2026-06-01 2026-06-30"),
        (&["9/19/2023, 1:46:55.434 PM"], "2023-09-19 2023-09-19"),
    ];
    for (dates, want) in table {
        assert_eq!(days(dates), *want, "{dates:?}");
    }
    let bad: Vec<String> = [
        &["6/1/2026 1:00:00 AM"][..],
        &["6/13/2026 1:00:00 AM", "13/6/2026 1:00:00 AM"],
        &["yesterday"],
        &["2026-06-31T10:11:12Z"],
        &[""],
        &["6/13/2026 13:00:00 PM"],
    ]
    .iter()
    .map(|dates| days(dates))
    .collect();
    assert_snapshot!(bad.join("\n"), @r"
    d.csv, line 2, column 1: `6/1/2026 1:00:00 AM` can be read with the day or with the month first, and no date in this file shows which; export it again with dates such as 2024-06-01T10:11:12Z; nothing was changed
    d.csv, line 3, column 1: the month comes first in one date of this file and the day in another: `6/13/2026 1:00:00 AM` and `13/6/2026 1:00:00 AM`; correct the file or export it again; nothing was changed
    d.csv, line 2, column 1: expected a date such as 2024-06-01T10:11:12Z, found `yesterday`; correct the file or export it again; nothing was changed
    d.csv, line 2, column 1: expected a date such as 2024-06-01T10:11:12Z, found `2026-06-31T10:11:12Z`; correct the file or export it again; nothing was changed
    d.csv, line 2, column 1: expected a date such as 2024-06-01T10:11:12Z, found ``; correct the file or export it again; nothing was changed
    d.csv, line 2, column 1: expected a date such as 2024-06-01T10:11:12Z, found `6/13/2026 13:00:00 PM`; correct the file or export it again; nothing was changed
    ");
}

#[test]
fn bad_input_is_told_with_its_place() {
    let good = sign_in(&[]);
    let table: Vec<(&str, String)> = vec![
        ("no id", format!("[{good},\n  {}]", sign_in(&[("userId", r#""ada""#)]))),
        ("a number", format!("{{\"value\":[{}]}}", sign_in(&[("appId", "7")]))),
        ("a number as code", format!("[{}]", sign_in(&[("status", r#"{"errorCode":"0"}"#)]))),
        ("twice", format!("[{}]", good.replacen('{', r#"{"userId":"x","#, 1))),
        ("cut", format!("[{good},{}", good.get(..100).unwrap())),
        ("cut after a row", format!("[{good}")),
        ("a stray word", format!("[{good} x]")),
        ("something after", format!("[{good}] x")),
        ("something else after", format!("[{good}]\n{{\"id\":1}}")),
        ("two lists", format!("{{\"value\":[{good}],\"value\":[{good}]}}")),
        ("no date", format!("[{}]", sign_in(&[("createdDateTime", "null")]))),
        ("too long", format!("[{}]", sign_in(&[("x", &format!("\"{}\"", "y".repeat(5 << 20)))]))),
        ("columns", "Date (UTC),User ID,Status\nx,y,z\n".to_owned()),
    ];
    let told: Vec<String> =
        table.iter().map(|(name, text)| format!("{name}: {}", refused("b.json", text))).collect();
    assert_snapshot!(told.join("\n"), @r#"
    no id: b.json, line 2, column 3, at `[1]`: expected a GUID such as 11111111-2222-3333-4444-555555555555 as `userId`, found `ada`; correct the file or export it again; nothing was changed
    a number: b.json, line 1, column 232, at `value[0]`: invalid type: integer `7`, expected a text; export the file again; nothing was changed
    a number as code: b.json, line 1, column 560, at `[0]`: invalid type: string "0", expected a whole number; export the file again; nothing was changed
    twice: b.json, line 1, column 187, at `[0]`: duplicate field `userId`; export the file again; nothing was changed
    cut: b.json, line 1, column 757: the file ends in the middle of the JSON; export the file again; nothing was changed
    cut after a row: b.json, line 1, column 656: the file ends in the middle of the JSON; export the file again; nothing was changed
    a stray word: b.json, line 1, column 657: this is not JSON: expected `]`; export the file again; nothing was changed
    something after: b.json, line 1, column 658: something follows the end of the JSON; export the file again; nothing was changed
    something else after: b.json, line 2, column 8: this is neither a sign-in nor a list of sign-ins, as the rest of the file is; export the file again; nothing was changed
    two lists: b.json, line 1, column 675: there are two lists in one object, the second is `value`; export the file again; nothing was changed
    no date: b.json, line 1, column 2, at `[0]`: expected a date such as 2024-06-01T10:11:12Z, found ``; correct the file or export it again; nothing was changed
    too long: b.json, line 1, column 2: the object that starts in line 1 is longer than 4 MiB, expected less; export the file again; nothing was changed
    columns: b.json, line 1, column 1: missing columns: `Application ID`, `Home tenant ID`, `Resource tenant ID`; download the sign-ins with all columns; nothing was changed
    "#);
}

/// Rows of three people over some days.
fn many() -> Vec<String> {
    (0..40_u32)
        .map(|row| {
            let user = format!(r#""aaaaaaaa-0000-4000-8000-{:012}""#, row % 3 + 1);
            let date = format!(r#""2026-06-{:02}T00:{:02}:00Z""#, row * 7 % 28 + 1, row);
            let code = format!(r#"{{"errorCode":{}}}"#, row % 4);
            let name = format!(r#""user{}@north.example""#, row % 5);
            sign_in(&[
                ("userId", &user),
                ("createdDateTime", &date),
                ("status", &code),
                ("userPrincipalName", &name),
            ])
        })
        .collect()
}

#[test]
fn neither_order_nor_splitting_changes_the_sums() {
    let mut rows = many();
    let whole = log("l", format!("[{}]", rows.join(",")));
    let (front, back) = rows.split_at(13);
    let parts = [front, back].map(|part| log("l", format!("[{}]", part.join(","))).activities);
    let together: Vec<Activity> = joined(parts.concat());
    assert_eq!(together, whole.activities);
    rows.reverse();
    assert_eq!(log("l", rows.join("\n")), whole);
    assert_eq!(whole.activities.len(), 3);
    assert_eq!(whole.activities.iter().map(Activity::sign_ins).sum::<u64>(), 40);
}

#[test]
fn a_file_longer_than_what_is_read_at_once() {
    let row = sign_in(&[("about", &format!("\"{}\\n\"", "z".repeat(1000)))]);
    let rows = vec![row; 2_000];
    let page = format!("{{\"value\":[\n{}\n]}}", rows.join(",\n"));
    assert_eq!(log("l", &page).head.rows, 2_000);
    let broken = page.replacen("\"errorCode\":0", "\"errorCode\":[]", 1_999);
    let broken = broken.replacen("\"errorCode\":[]", "\"errorCode\":0", 1_998);
    assert_snapshot!(refused("l.json", broken), @"l.json, line 2000, column 556, at `value[1998]`: invalid type: sequence, expected a whole number; export the file again; nothing was changed");
}
