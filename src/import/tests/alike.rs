//! The short way of users comes to the same as the long one.

use super::super::alike::{Alike, Next};
use super::survival::json;
use super::*;
use crate::domain::Json;
use proptest::prelude::*;

const CONTEXT: &str = "https://graph.microsoft.com/v1.0/$metadata#users(id,displayName)";

/// A page of Graph; what stands before the first member of each user keeps it from the short way
/// or not.
fn page(users: &[String], before: &str, context: &str) -> Vec<u8> {
    let users: Vec<String> = users.iter().map(|members| format!("{{{before}{members}}}")).collect();
    format!(r#"{{"@odata.context":"{context}","value":[{}]}}"#, users.join("\n ,")).into_bytes()
}

/// A note of the protocol that makes an object be looked at by itself; it comes to nothing.
const LONG: &str = r#""@odata.context":"","#;

/// What came of a file: lines, or the fault, with the line where it is but not the column.
fn outcome(file: Vec<u8>) -> Result<(Vec<String>, Gathered), String> {
    match gather(&[("users.json", file)]) {
        Ok((gathered, lines)) => {
            let lines = lines.0.into_iter().map(|(_, kind, line)| format!("{kind:?} {line}"));
            Ok((lines.collect(), gathered))
        }
        Err(ImportFault { place, what, .. }) => {
            let line = place.as_deref().and_then(|place| place.split(',').next());
            let what = what.split(": ").next().unwrap_or_default().to_owned();
            Err(format!("{what} {line:?}"))
        }
    }
}

fn is_same(users: &[String], context: &str) {
    let short = outcome(page(users, "", context)).map(|(lines, read)| (lines, report(read)));
    let long = outcome(page(users, LONG, context)).map(|(lines, read)| (lines, report(read)));
    assert_eq!(short, long, "{}", String::from_utf8_lossy(&page(users, "", context)));
}

fn report(gathered: Gathered) -> String {
    let applied = apply(gathered, &Workspace::default(), Some(id(WE)));
    applied.map_or_else(|fault| fault.to_string(), |outcome| format!("{:?}", outcome.report))
}

/// Members of a user, mostly as Graph writes them.
fn user() -> impl Strategy<Value = String> {
    let text = || {
        prop_oneof![
            4 => "[a-zA-Zé 0-9]{0,12}".prop_map(|text| serde_json::json!(text).to_string()),
            1 => Just("null".to_owned()),
            1 => Just(r#""I\nd\u0061 \ud83d\ude00""#.to_owned()),
            1 => Just(r#""CrossTenantAccessPolicy for b7d1e3f4-0000-4000-8000-0000000000a1""#.to_owned()),
            1 => Just(r#""eyJhbGciOiJIUzI1NiIs.eyJzdWIiOiIxMjM0NTY3.SflKxwRJSMeKKF2QT4fw""#.to_owned()),
            1 => Just(r#""\ud800""#.to_owned()),
            1 => json(),
        ]
    };
    let names = prop::sample::subsequence(
        vec![
            "displayName",
            "userType",
            "department",
            "manager",
            "mail",
            "businessPhones",
            "@odata.type",
            "manager@odata.type",
            "groupTypes",
            "deletedDateTime",
            "error",
            "apiToken",
            "tenantId",
            "age",
            "ID",
            "members",
            "key",
            "displayName",
        ],
        0..9,
    );
    let ids = prop_oneof![
        6 => (0u32..9).prop_map(|n| format!("\"00000000-0000-4000-8000-00000000000{n}\"")),
        1 => Just("\"nobody\"".to_owned()),
    ];
    let manager = prop_oneof![
        3 => Just(r##"{"@odata.type":"#microsoft.graph.user", "id" : "x"}"##.to_owned()),
        1 => Just("{ }".to_owned()),
        1 => Just(r#"{"id":"x","id":"y"}"#.to_owned()),
        1 => Just(r#"{"clientSecret":"x","a":[1 , 2.5,[ ],{"b":{}}]}"#.to_owned()),
        1 => Just(r#"{"$serde_json::private::Number":"1"}"#.to_owned()),
    ];
    let kind = prop_oneof![
        5 => Just(r##""#microsoft.graph.user""##.to_owned()),
        1 => Just(r##""#microsoft.graph.group""##.to_owned()),
    ];
    let values = prop::collection::vec((text(), manager, kind, 0..4usize), 18);
    (ids, names, values).prop_map(|(id, names, values)| {
        let mut out = vec![format!(r#""id":{id}"#), r#""userPrincipalName":"u@x""#.to_owned()];
        for (name, (text, manager, kind, spaces)) in names.iter().zip(values) {
            let value = match *name {
                "manager" => manager,
                "@odata.type" => kind,
                "businessPhones" => format!("[ {text},\"\"]"),
                "age" => format!("{spaces}7"),
                _ => text,
            };
            let space = " \t\n\r".get(..spaces).unwrap_or_default();
            out.push(format!("{space}\"{name}\"{space}:{space}{value}{space}"));
        }
        out.join(",")
    })
}

proptest! {
    #[test]
    fn the_short_way_is_as_the_long_one(
        first in prop::sample::select(vec![r#""displayName":"A","mail":"a","age":1,"manager":null"#, r#""userType":null"#]),
        users in prop::collection::vec(user(), 1..6),
        is_told in any::<bool>(),
    ) {
        let first = format!(r#""id":"{NORTH}","userPrincipalName":"n@x",{first}"#);
        let users: Vec<String> = std::iter::once(first).chain(users).collect();
        is_same(&users, if is_told { CONTEXT } else { "" });
    }

    #[test]
    fn also_where_a_byte_is_wrong(
        at in 0usize..170,
        byte in prop::sample::select(b"\"\\{}[],: \nx0n\x01".to_vec()),
    ) {
        let mut users = vec![members(1), members(2), members(3)];
        let mut broken = std::mem::take(&mut users[1]).into_bytes();
        let at = 1 + at % (broken.len() - 1);
        broken[at] = byte;
        users[1] = String::from_utf8(broken).unwrap();
        is_same(&users, CONTEXT);
    }

    #[test]
    fn also_where_the_file_ends(at in 0usize..400) {
        let users = vec![members(1), members(2), members(3)];
        let cut = |before| {
            let mut file = page(&users, before, CONTEXT);
            // As much behind the second user, so that both end in the same place.
            let third = file.windows(3).rposition(|three| three == b"\n ,").unwrap();
            file.truncate(third + 4 + if at == 0 { 0 } else { before.len() + at });
            outcome(file).map(|(lines, _)| lines)
        };
        prop_assert_eq!(cut(""), cut(LONG));
    }
}

/// Members of a user with a number.
fn members(number: u32) -> String {
    format!(
        r##""id":"00000000-0000-4000-8000-{number:012}","displayName":"Ida {number}","manager":{{"@odata.type":"#microsoft.graph.user","id":"x"}},"phones":["1","2"],"age":{number},"userPrincipalName":"u{number}@x""##
    )
}

fn learned(members: &str) -> Alike {
    let Json::Object(object) = serde_json::from_str(&format!("{{{members}}}")).unwrap() else {
        panic!("an object");
    };
    let mut alike = Alike::default();
    alike.learn(alike.look(&object, CONTEXT).unwrap());
    alike
}

#[test]
fn users_alike_are_taken_at_once() {
    let mut alike = learned(&members(1));
    let mut line = Vec::new();
    let next = format!(" , {{{}}},{{", members(2));
    let found = alike.next(next.as_bytes(), true, &mut line);
    let id = "00000000-0000-4000-8000-000000000002".parse().unwrap();
    assert_eq!(found, Next::User(id, next.len() - 2));
    assert_eq!(
        String::from_utf8(line.clone()).unwrap(),
        r#"{"id":"00000000-0000-4000-8000-000000000002","displayName":"Ida 2","manager":{"id":"x"},"phones":["1","2"],"age":2,"userPrincipalName":"u2@x"}"#
    );
    // Wherever a piece of the file ends, more is asked for.
    for end in 0..next.len() - 2 {
        let found = alike.next(&next.as_bytes()[..end], true, &mut line);
        assert_eq!(found, Next::Cut, "{end}");
    }
    assert_eq!(alike.next(next.as_bytes(), false, &mut line), Next::Other);
}

#[test]
fn nothing_is_learned_of_what_has_to_be_looked_at() {
    let user = members(1);
    for odd in [
        "\"error\":null",
        "\"clientSecret\":null",
        "\"tenantId\":\"x\"",
        "\"ID\":null",
        "\"inboundTrust\":null",
        "\"@odata.type\":7",
        "\"$x\":1",
        "\"a\\\"b\":1",
    ] {
        let Json::Object(object) = serde_json::from_str(&format!("{{{user},{odd}}}")).unwrap()
        else {
            panic!("an object");
        };
        assert!(Alike::default().look(&object, CONTEXT).is_none(), "{odd}");
    }
}

#[test]
fn faults_behind_the_short_way_are_placed() {
    let mut users: Vec<String> = (1..9).map(members).collect();
    users.push(r#""id":"nobody","userPrincipalName":"u""#.to_owned());
    let said = refused("users.json", page(&users, "", CONTEXT));
    assert!(said.contains("line 9, column 3, at `value[8].id`"), "{said}");
}
