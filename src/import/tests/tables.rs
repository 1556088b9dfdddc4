use super::*;
use insta::assert_snapshot;

fn users(separator: char, end: &str) -> String {
    let rows = [
        ["userPrincipalName", "displayName", "id", "userType", "accountEnabled", "createdDateTime"],
        [
            "ida@wingtip.example",
            "\"Öberg, \"\"Ida\"\"\"",
            NORTH,
            "Member",
            "True",
            "8/9/2031 1:25:31 PM",
        ],
    ];
    let mut text = String::new();
    for row in rows {
        text.push_str(&row.join(&separator.to_string()));
        text.push_str(end);
    }
    text
}

fn wide(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let text = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
    for unit in text.encode_utf16() {
        out.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
    }
    out
}

#[test]
fn every_packing_of_the_same_table_is_the_same_line() {
    let plain = users(',', "\r\n");
    let want = gather(&[("u.csv", &plain)]).unwrap().1.0;
    assert_snapshot!(want.first().unwrap().2, @r#"{"userPrincipalName":"ida@wingtip.example","displayName":"Öberg, \"Ida\"","id":"b7d1e3f4-0000-4000-8000-0000000000a1","userType":"Member","accountEnabled":true,"createdDateTime":"8/9/2031 1:25:31 PM"}"#);
    let table: Vec<(&str, Vec<u8>)> = vec![
        ("semicolons", users(';', "\n").into_bytes()),
        ("tabs", users('\t', "\r\n").into_bytes()),
        ("sep line", format!("sep=;\r\n{}", users(';', "\r\n")).into_bytes()),
        ("sep line, tab", format!("\"sep=\t\"\r\n{}", users('\t', "\r\n")).into_bytes()),
        ("sep line, comma", format!("sep=,\r\n{plain}").into_bytes()),
        ("byte order mark", format!("\u{feff}{plain}").into_bytes()),
        ("UTF-16LE with mark", wide(&plain, false, true)),
        ("UTF-16BE with mark", wide(&plain, true, true)),
        ("UTF-16LE", wide(&plain, false, false)),
        ("UTF-16BE", wide(&plain, true, false)),
        ("type line", format!("#TYPE System.Object\r\n{plain}").into_bytes()),
        ("version line", plain.clone().into_bytes()),
    ];
    for (what, bytes) in table {
        let got = gather(&[("u.csv", &bytes)]).unwrap_or_else(|fault| panic!("{what}: {fault}"));
        assert_eq!(got.1.0, want, "{what}");
    }
}

#[test]
fn columns_are_found_by_token_name_and_old_name() {
    for header in [
        "Objekt-ID [objectId],Benutzerprinzipalname [userPrincipalName] Erforderlich",
        "Object ID,User principal name",
        "objectId,userPrincipalName",
    ] {
        let text = format!("{header}\n{NORTH},ida@wingtip.example\n");
        let lines = gather(&[("u.csv", &text)]).unwrap().1.0;
        assert_eq!(
            lines.first().unwrap().2,
            format!(r#"{{"id":"{NORTH}","userPrincipalName":"ida@wingtip.example"}}"#),
            "{header}"
        );
    }
}

#[test]
fn members_of_a_group() {
    let text = format!(
        "id,userPrincipalName,displayName,objectType,isUser\n{NORTH},ida@wingtip.example,Ida,User,True\n"
    );
    let lines = gather(&[(&format!("exportGroupMembers_{GROUP}.csv"), &text)]).unwrap().1.0;
    assert_eq!(lines.first().unwrap().1, DirectoryKind::Members);
    assert_eq!(
        lines.first().unwrap().2,
        format!(r#"{{"id":"{GROUP}","members":[{{"id":"{NORTH}"}}]}}"#)
    );
    assert_snapshot!(refused("members.csv", &text), @"members.csv, line 2, column 1: these are members of a group, but the answer does not say of which; put the group's id into the file's name, such as `members-<group id>.json`; nothing was changed");
}

#[test]
fn groups_and_applications_of_the_portal() {
    let group = format!("id,displayName,groupType,membershipType\n{GROUP},All,Security,Assigned\n");
    let app = format!("\n\nDisplay name,Application (client) ID\nPayroll,{SOUTH}\n");
    let (_, lines) = gather(&[("g.csv", &group), ("a.csv", &app)]).unwrap();
    let kinds: Vec<DirectoryKind> = lines.0.iter().map(|(_, kind, _)| *kind).collect();
    assert_eq!(kinds, [DirectoryKind::Groups, DirectoryKind::Applications]);
    assert_eq!(
        lines.0.last().unwrap().2,
        format!(r#"{{"displayName":"Payroll","appId":"{SOUTH}"}}"#)
    );
    assert_snapshot!(refused("a.csv", format!("{app}broken\n")), @"a.csv, line 5, column 1: this row has 1 columns, expected 2 as in the header; correct the row or export the file again; nothing was changed");
}

#[test]
fn templates_are_refused_with_a_reason() {
    assert_snapshot!(refused("i.csv", "version:v1.0,,,\r\nE-Mail-Adresse [inviteeEmail] Erforderlich,Umleitungs-URL [inviteRedirectURL] Erforderlich\r\n"), @"i.csv, line 2, column 1: this is a template for inviting guests; it says whom to invite, not who is there; download the list of users itself; nothing was changed");
    assert_snapshot!(refused("c.csv", "version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required\n"), @"c.csv, line 2, column 1: this is a template for a bulk operation; it says what to do, not what is; download the list of users itself; nothing was changed");
    assert_snapshot!(refused("m.csv", "version:v1.0\nMember object ID or user principal name [memberObjectIdOrUpn] Required\n"), @"m.csv, line 2, column 1: this is a template for changing the members of a group; it says what to do, not what is; download the list of users itself; nothing was changed");
}

#[test]
fn a_quote_that_never_closes_names_its_line() {
    let open = format!(
        "id,userPrincipalName,displayName\n{NORTH},a@x.example,A\n{SOUTH},b@x.example,\"B\n"
    );
    assert_snapshot!(refused("u.csv", &open), @"u.csv, line 3, column 1: a quote that opens in this line is never closed; close the quote or export the file again; nothing was changed");
    let middle = format!("id,userPrincipalName\n{NORTH},\"a\"b\n");
    assert_snapshot!(refused("u.csv", middle), @"u.csv, line 2, column 1: a quote that opens in this line closes in the middle of a field; close the quote or export the file again; nothing was changed");
    let long = format!("{open}{}", "x\n".repeat(60));
    assert_snapshot!(refused("u.csv", long), @"u.csv, line 3, column 1: a quote that opens in this line is not closed within 50 lines; close the quote or export the file again; nothing was changed");
}

#[test]
fn a_lost_quote_is_an_error_or_changes_no_row() {
    let rows: Vec<String> = (0..4)
        .map(|n| {
            format!("00000000-0000-4000-8000-{n:012},\"u{n}@x.example\",\"A \"\"{n}\"\",\nB\"\n")
        })
        .collect();
    let text = format!("id,userPrincipalName,displayName\n{}", rows.concat());
    assert_eq!(gather(&[("u.csv", &text)]).unwrap().1.0.len(), 4);
    let mut refusals = 0;
    for (at, _) in text.match_indices('"') {
        let mut less = text.clone();
        less.remove(at);
        match gather(&[("u.csv", &less)]) {
            Ok((_, lines)) => assert_eq!(lines.0.len(), 4, "without the quote at {at}"),
            Err(_) => refusals += 1,
        }
    }
    assert!(refusals > 20, "only {refusals}");
}

#[test]
fn rows_and_columns_that_do_not_fit_are_named() {
    assert_snapshot!(refused("u.csv", format!("id,userPrincipalName\n{NORTH},a,b\n")), @"u.csv, line 2, column 1: this row has 3 columns, expected 2 as in the header; correct the row or export the file again; nothing was changed");
    assert_snapshot!(refused("u.csv", "userPrincipalName,displayName\na,b\n"), @"u.csv, line 1, column 1: missing column: `id`; found `userPrincipalName`, `displayName`; download the list again with all columns; nothing was changed");
    assert_snapshot!(refused("u.csv", "displayName,surname\na,b\n"), @"u.csv, line 1, column 1: missing columns: `id` and `userPrincipalName`; found `displayName`, `surname`; download the list again with all columns; nothing was changed");
    assert_snapshot!(refused("u.csv", "id,userPrincipalName\nnobody,b\n"), @"u.csv, line 2, column 1, at `id`: expected a GUID such as 11111111-2222-3333-4444-555555555555 as `id`, found `nobody`; correct the file or export it again; nothing was changed");
    assert_snapshot!(refused("u.csv", format!("id,userPrincipalName,mail,mail\n{NORTH},a,b,c\n")), @"u.csv, line 2, column 1: two columns are named `mail`; remove one of the columns; nothing was changed");
}

#[test]
fn a_table_without_rows_is_still_one() {
    let (outcome, lines) =
        import(&Workspace::default(), &[("u.csv", "id,userPrincipalName\n")]).unwrap();
    assert!(lines.0.is_empty());
    assert_eq!(outcome.report.warnings, ["a table of users has no rows (u.csv)"]);
}
