use super::*;
use insta::assert_snapshot;

#[test]
fn a_fault_says_what_where_and_what_to_do() {
    assert_snapshot!(refused("e.json", ""), @"e.json: the file is empty; export it again; nothing was changed");
    assert_snapshot!(refused("e.json", "  \n\t"), @"e.json: the file is empty; export it again; nothing was changed");
    assert_snapshot!(refused("e.json", "hello world"), @"e.json: nothing in this file was recognised: expected JSON of Microsoft Graph, a CSV download of the Entra admin center or a Microsoft365DSC configuration; leave the file out, or export it again; nothing was changed");
    assert_snapshot!(refused("e.json", "{} trailing"), @"e.json, line 1, column 4: something follows the end of the JSON; export the file again; nothing was changed");
    assert_snapshot!(refused("e.json", "{\"tenantId\": \n  nope}"), @"e.json, line 2, column 6: this is not JSON: expected ident; export the file again; nothing was changed");
    assert_snapshot!(refused("e.json", "[{\"tenantId\": \"x\"},\n {\"tenantId\": "), @"e.json, line 1, column 2, at `[0].tenantId`: expected a GUID such as 11111111-2222-3333-4444-555555555555 as `tenantId`, found `x`; correct the file or export it again; nothing was changed");
    assert_snapshot!(refused("e.json", r#"{"colour":"green","shape":"round"}"#), @"e.json: nothing in this file was recognised: expected JSON of Microsoft Graph, a CSV download of the Entra admin center or a Microsoft365DSC configuration; found `colour`, `shape`; leave the file out, or export it again; nothing was changed");
}

#[test]
fn a_wrong_type_names_its_place_in_the_file() {
    assert_snapshot!(refused("p.json", format!("{{\n \"value\": [\n  {{\"tenantId\": \"{NORTH}\",\n   \"inboundTrust\": {{\"isMfaAccepted\": \"yes\"}}}}]}}")), @r#"p.json, line 4, column 42, at `value[0].inboundTrust.isMfaAccepted`: invalid type: string "yes", expected a boolean; correct the file or export it again; nothing was changed"#);
    assert_snapshot!(refused("p.json", "[{\"tenantId\":\"123\",\"inboundTrust\":null}]"), @"p.json, line 1, column 2, at `[0].tenantId`: expected a GUID such as 11111111-2222-3333-4444-555555555555 as `tenantId`, found `123`; correct the file or export it again; nothing was changed");
    assert_snapshot!(refused("p.json", "[{\"tenantId\":7,\"inboundTrust\":null}]"), @"p.json, line 1, column 2, at `[0].tenantId`: expected a GUID such as 11111111-2222-3333-4444-555555555555 as `tenantId`, found `7`; correct the file or export it again; nothing was changed");
    assert_snapshot!(refused("u.json", "[{\"userPrincipalName\":\"a\"}]"), @"u.json, line 1, column 2, at `[0].id`: expected a GUID such as 11111111-2222-3333-4444-555555555555 as `id`, found none; correct the file or export it again; nothing was changed");
    assert_snapshot!(refused("x.json", r#"{"allowExternalIdentitiesToLeave":"no"}"#), @r#"x.json, line 1, column 1, at `allowExternalIdentitiesToLeave`: expected true or false, found `"no"`; correct the file or export it again; nothing was changed"#);
}

#[test]
fn duplicates_are_refused_at_any_depth() {
    let partner = |inner: &str| format!(r#"{{"tenantId":"{NORTH}","inboundTrust":null,{inner}}}"#);
    assert_snapshot!(refused("p.json", partner(r#""inboundTrust":{}"#)), @"p.json, line 1, column 89: the member `inboundTrust` is given twice; which one holds is not clear; correct the file or export it again; nothing was changed");
    assert_snapshot!(refused("p.json", partner(r#""new":[{"a":{"id":1,"\u0069d":2}}]"#)), @"p.json, line 1, column 103, at `new[0].a`: the member `id` is given twice; which one holds is not clear; correct the file or export it again; nothing was changed");
    assert_snapshot!(refused("p.json", format!("[{0},{0}]", partner(r#""a":1"#))), @"p.json, line 1, column 80, at `[1].tenantId`: the partner b7d1e3f4-0000-4000-8000-0000000000a1 stands twice in the list, expected one entry a tenant; remove one of the two or export the list again; nothing was changed");
    assert_snapshot!(refused("p.json", r#"{"value":[],"value":[]}"#), @"p.json, line 1, column 24: this is not JSON: there are two lists in one object, the second is `value`; export the file again; nothing was changed");
    assert_snapshot!(refused("p.json", format!(r#"{{"TenantId":"{NORTH}","TenantID":"{SOUTH}","InboundTrust":null}}"#)), @"p.json, line 1, column 1: the member `tenantId` is given twice; export it again, from PowerShell with `ConvertTo-Json -Depth 20`; nothing was changed");
}

#[test]
fn two_files_that_contradict_each_other_are_refused() {
    let files = [
        ("a.json", format!(r#"{{"tenantId":"{NORTH}","isServiceProvider":true}}"#)),
        ("b.json", format!(r#"{{"tenantId":"{NORTH}","isServiceProvider":false}}"#)),
    ];
    assert_snapshot!(gather(&files).err().unwrap(), @"b.json: `isServiceProvider` of the partner b7d1e3f4-0000-4000-8000-0000000000a1 has another value here than in a.json; import the newer file only; nothing was changed");
}

#[test]
fn depth_ends_at_what_the_reader_allows() {
    let nested = |levels: usize| {
        format!(
            r#"{{"tenantId":"{NORTH}","inboundTrust":null,"x":{}{}}}"#,
            "[".repeat(levels),
            "]".repeat(levels)
        )
    };
    assert_eq!(refused("p.json", nested(120)), "it was accepted");
    assert_snapshot!(refused("p.json", nested(200)), @"p.json, line 1, column 202, at `x[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0…`: the JSON is nested deeper than 127 levels, which no export is; correct the file or export it again; nothing was changed");
    assert_snapshot!(refused("p.json", format!("[{}]", nested(200))), @"p.json, line 1, column 203, at `[0].x[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][…`: the JSON is nested deeper than 127 levels, which no export is; correct the file or export it again; nothing was changed");
    let refusal = refused("p.json", nested(2_000_000));
    assert!(refusal.contains("nested deeper"), "{refusal}");
}

#[test]
fn garbage_of_a_gibibyte_is_refused_by_its_beginning() {
    struct Endless(u64);
    impl io::Read for Endless {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            out.fill(b'x');
            self.0 += out.len() as u64;
            assert!(self.0 < 1024 * 1024, "read on and on");
            Ok(out.len())
        }
    }
    let mut gathered = Gathered::default();
    let source = Source {
        name: "big".into(),
        stem: "big".into(),
        folder: String::new(),
        content: &mut Endless(0),
    };
    assert!(gathered.read(source, &mut Lines::default()).is_err());
    assert!(apply(gathered, &Workspace::default(), None).is_err(), "nothing of it can be applied");
}

#[test]
fn an_object_without_end_is_not_read_to_its_end() {
    struct Endless(&'static [u8], u64);
    impl io::Read for Endless {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            self.1 += out.len() as u64;
            assert!(self.1 < 8 * 1024 * 1024, "read on and on");
            out.fill(b'x');
            for (slot, byte) in out.iter_mut().zip(std::mem::take(&mut self.0)) {
                *slot = *byte;
            }
            Ok(out.len())
        }
    }
    for begin in [r#"{"isServiceDefault":""#, r#"{"value":[{"id":"a"#, "id,userPrincipalName\n"] {
        let mut gathered = Gathered::default();
        let source = Source {
            name: "big".into(),
            stem: "big".into(),
            folder: String::new(),
            content: &mut Endless(begin.as_bytes(), 0),
        };
        let fault = gathered.read(source, &mut Lines::default()).unwrap_err();
        assert!(fault.what.contains("longer than 4 MiB"), "{fault}");
    }
}

#[test]
fn policies_have_a_limit_together() {
    let one = format!(
        r#"{{"tenantId":"{NORTH}","inboundTrust":null,"x":"{}"}}"#,
        "x".repeat(1024 * 1024)
    );
    let list = |count: usize| {
        let all: Vec<String> =
            (0..count).map(|n| one.replace("a1\"", &format!("{n:02}\""))).collect();
        format!("[{}]", all.join(","))
    };
    assert_eq!(refused("p.json", list(3)), "it was accepted");
    assert_snapshot!(refused("p.json", list(5)), @"p.json, line 1, column 3145967, at `[3]`: the policies in this file are longer than 4 MiB, expected less; split the file; nothing was changed");
}

#[test]
fn a_row_has_a_limit_and_just_below_it_passes() {
    let user = |length: usize| {
        let bare = format!(r#"{{"id":"{NORTH}","userPrincipalName":"a","about":""}}"#).len();
        format!(
            r#"[{{"id":"{NORTH}","userPrincipalName":"a","about":"{}"}}]"#,
            "x".repeat(length - bare)
        )
    };
    assert_eq!(refused("u.json", user(super::super::ROW_BYTES_MAX)), "it was accepted");
    assert_snapshot!(refused("u.json", user(super::super::ROW_BYTES_MAX + 1)), @"u.json, line 1, column 2, at `[0]`: one object has 1048577 bytes, more than 1048576 bytes are not read; export it with fewer properties, and members in files of their own; nothing was changed");
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_offset() {
    assert_snapshot!(refused("u.csv", b"id,userPrincipalName\n\xd6berg,x\n"), @"u.csv: the bytes at offset 21 are not UTF-8; expected UTF-8 or UTF-16 text; check the file, or export it again as UTF-8; nothing was changed");
    assert_snapshot!(refused("p.json", b"{\"a\":\"\0\"}"), @"p.json: there is a NUL character at offset 6; check the file, or export it again as UTF-8; nothing was changed");
    assert_snapshot!(refused("p.json", b"{\"a\":\"cut \xe2\x82"), @"p.json: the bytes at offset 10 are not UTF-8; expected UTF-8 or UTF-16 text; check the file, or export it again as UTF-8; nothing was changed");
    assert_snapshot!(refused("p.json", b"\xff\xfe\0\0{\0\0\0"), @"p.json: this is UTF-32; expected UTF-8 or UTF-16; check the file; nothing was changed");
    assert_snapshot!(refused("p.json", b"\xff\xfe{\0\x00\xd8}\0"), @"p.json: the bytes at offset 4 are not UTF-16; expected UTF-8 or UTF-16 text; check the file, or export it again as UTF-8; nothing was changed");
    let late = format!("{{\"a\":\"{}\0\"}}", "x".repeat(100_000));
    assert!(refused("p.json", late).contains("offset 100006"));
}

#[test]
fn a_tenant_nobody_names_is_asked_for() {
    let file = [("p.json", r#"{"isServiceDefault":true}"#)];
    assert_snapshot!(import(&Workspace::default(), &file).err().unwrap(), @"nothing says which tenant the files are of; say `--tenant GUID`, or add the tenant's `organization` object to the folder; nothing was changed");
    let (gathered, _) = gather(&file).unwrap();
    let outcome = apply(gathered, &Workspace::default(), Some(id(SOUTH))).unwrap();
    assert!(outcome.observed.contains_key(&id(SOUTH)));
    let (only, _) = fresh(&[]);
    let (outcome, _) = import(&stored(only), &file).unwrap();
    assert!(outcome.observed.contains_key(&id(WE)), "the only tenant of ours");
}

#[test]
fn files_of_another_tenant_than_was_said_are_refused() {
    let files = [("o.json", ORGANIZATION), ("p.json", r#"{"isServiceDefault":true}"#)];
    let (gathered, _) = gather(&files).unwrap();
    assert_snapshot!(apply(gathered, &Workspace::default(), Some(id(SOUTH))).err().unwrap(), @"o.json: this is of the tenant 5a0c1d52-0000-4000-8000-000000000001, but `--tenant b7d1e3f4-0000-4000-8000-0000000000a2` was given; leave `--tenant` out, or import these files by themselves; nothing was changed");
    let other = ORGANIZATION.replace(WE, SOUTH);
    let files = [
        ("a/o.json", ORGANIZATION),
        ("a/o2.json", &other),
        ("a/p.json", r#"{"isServiceDefault":true}"#),
    ];
    assert_snapshot!(import(&Workspace::default(), &files).err().unwrap(), @"the files in a are of more than one tenant (5a0c1d52-0000-4000-8000-000000000001 and b7d1e3f4-0000-4000-8000-0000000000a2), and the others do not say whose they are; put each tenant's files into a folder of their own; nothing was changed");
}

#[test]
fn each_folder_has_its_own_tenant() {
    let other = ORGANIZATION.replace(WE, SOUTH);
    let default = r#"{"isServiceDefault":true}"#;
    let files = [
        ("a/o.json", ORGANIZATION),
        ("a/p.json", default),
        ("b/o.json", &other),
        ("b/x/p.json", default),
    ];
    let (outcome, _) = import(&Workspace::default(), &files).unwrap();
    for of in [WE, SOUTH] {
        assert!(outcome.observed.get(&id(of)).unwrap().policy.is_some(), "{of}");
    }
}

#[test]
fn secrets_do_not_come_in() {
    let token = format!("eyJ{}.eyJ{}.{}", "a".repeat(20), "b".repeat(20), "c".repeat(20));
    let user = format!(
        r#"[{{"id":"{NORTH}","userPrincipalName":"a","passwordProfile":{{"password":"hunter2","forceChangePasswordNextSignIn":true}},"passwordPolicies":"None","note":"Bearer {token}","accessToken":"abc","list":["{token}","fine"],"privateKey":null}}]"#
    );
    let (outcome, lines) = fresh(&[&user]);
    assert_snapshot!(lines.0.first().unwrap().2, @r#"{"id":"b7d1e3f4-0000-4000-8000-0000000000a1","userPrincipalName":"a","passwordProfile":{"forceChangePasswordNextSignIn":true},"passwordPolicies":"None","list":["fine"],"privateKey":null}"#);
    assert_snapshot!(outcome.report.warnings.join("\n"), @r"
        `accessToken` looks like a secret and was left out (part0.json)
        `note` looks like a secret and was left out (part0.json)
        `password` looks like a secret and was left out (part0.json)
        a token in a list was left out (part0.json)
        ");
}

#[test]
fn hostile_names_stay_on_one_line() {
    let refusal = refused(
        "a\u{1b}[31m\u{202e}.json",
        format!(r#"[{{"tenantId":"{}\u001b[2J\n\u202e","inboundTrust":null}}]"#, "x".repeat(500)),
    );
    assert!(refusal.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{refusal:?}");
    assert!(refusal.len() < 600, "{refusal}");
}
