use insta::assert_snapshot;
use serde_json::json;

use crate::scene::Scene;

/// A page of Graph with one user.
fn page(scene: &Scene) -> &'static str {
    let user = json!({
        "id": "f1f1f1f1-0000-0000-0000-000000000001",
        "givenName": "Fay",
        "surname": null,
        "accountEnabled": true,
        "businessPhones": ["+41 44 000 00 00"],
        "officeLocation": "B1",
        "mobilePhone": null,
        "otherMails": ["a@x.com", "b@x.com"],
        "onPremisesExtensionAttributes": { "extensionAttribute1": "20150123105347.1Z" },
        "manager": { "@odata.type": "#microsoft.graph.user", "id": "f1f1f1f1-0000-0000-0000-000000000002" },
    });
    let page = json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users", "value": [user] });
    std::fs::write(scene.path("users.json"), format!("\u{feff}{page}")).unwrap();
    "users.json"
}

#[test]
fn an_expression_is_evaluated_for_one_user_without_a_workspace() {
    let scene = Scene::empty();
    let file = page(&scene);
    let value = |expression: &str| {
        let answer = scene.json(&["sync", "eval", expression, "--user", file]);
        assert_eq!(answer.as_object().unwrap().len(), 3);
        answer["value"].clone()
    };
    assert_eq!(value("Join(\" \", [givenName], [surname], \"Fox\")"), "Fay Fox");
    assert_eq!(value("[accountEnabled]"), true);
    assert_eq!(value("Count([otherMails])"), 2);
    assert_eq!(value("[otherMails]"), json!(["a@x.com", "b@x.com"]));
    assert_eq!(value("[telephoneNumber]"), "+41 44 000 00 00");
    assert_eq!(value("[physicalDeliveryOfficeName]"), "B1");
    assert_eq!(value("[manager]"), "f1f1f1f1-0000-0000-0000-000000000002");
    assert_eq!(value("[mobile]"), json!(null));
    let format = "FormatDateTime([extensionAttribute1], , \"yyyyMMddHHmmss.fZ\", \"yyyy-MM-dd\")";
    assert_eq!(value(format), "2015-01-23");
    assert_eq!(value("CDate(\"2020-03-16-07:00\")"), "3/16/2020 7:00:00 AM");
    assert_eq!(
        scene.json(&["sync", "eval", "[surname]", "--user", file]),
        json!({ "value": null, "flows": false, "warnings": [] })
    );
    let set = scene.json(&["sync", "eval", "[surname]", "--user", file, "--set", "surname=a=b"]);
    assert_eq!(set, json!({ "value": "a=b", "flows": true, "warnings": [] }));
    let user: Vec<u8> =
        "\u{feff}{\"mail\":\"ä\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(scene.path("wide.json"), user).unwrap();
    assert_eq!(scene.json(&["sync", "eval", "[mail]", "--user", "wide.json"])["value"], "ä");
    let several = scene.json(&["sync", "eval", "Item([m], 2)", "--set", "m=[\"a\",\"b\"]"]);
    assert_eq!(several["value"], "b");
}

#[test]
fn what_has_to_be_said_stands_beside_the_value() {
    let scene = Scene::empty();
    let file = page(&scene);
    let expression = "IIF([surname]=\"Fox\",[surname],  \"none\")";
    assert_snapshot!(scene.run(&["sync", "eval", expression, "--user", file]), @r#"
        exit 0
        expression  IIF([surname] = "Fox", [surname], "none")
        value       null
        flows       no: nothing is written, the target keeps what it has
        warning     CTS031: the condition of `IIF` reads `[surname]`, which is null or empty: the check fails. That nothing is written then is our reading; `Coalesce`, or `Switch` with the key "", say what is meant
    "#);
    assert_snapshot!(scene.run(&["sync", "eval", "CDate(\"soon\")"]), @r#"
        exit 0
        expression  CDate("soon")
        value       null
        flows       no: the engine cannot evaluate it
        warning     failed: `soon` is no date
    "#);
    let pattern = "Replace(\"a\", , \"(?=a)\", , \"b\")";
    assert_snapshot!(scene.run(&["sync", "eval", pattern]), @r#"
        exit 0
        expression  Replace("a", , "(?=a)", , "b")
        value       null
        flows       not known: it is not evaluated here
        warning     CTS015: not evaluated: the pattern `(?=a)` has look-ahead `(?=`
    "#);
}

#[test]
fn what_is_no_expression_is_refused_with_its_place() {
    let scene = Scene::empty();
    let wrong = "ToLower(Joyn(\"@\", [mail]))";
    assert_snapshot!(scene.run(&["sync", "eval", wrong]), @r#"
        exit 2
        ! error: no function is called `Joyn`; did you mean `Join`?
        !   ToLower(Joyn("@", [mail]))
        !           ^^^^
    "#);
    assert_snapshot!(scene.run(&["sync", "eval", wrong, "--format", "json"]), @r#"
        exit 2
        ! {"error":"no function is called `Joyn`; did you mean `Join`?","exit":2}
    "#);
    assert_snapshot!(scene.run(&["sync", "eval", "Append(\"\u{202e}ä\", left([a], 1))"]), @r#"
        exit 2
        ! error: no function is called `left`: names are case-sensitive; did you mean `Left`? (rule CTS038)
        !   Append("⟨U+202E⟩ä", left([a], 1))
        !                       ^^^^
    "#);
    assert_snapshot!(scene.run(&["sync", "eval", "Left([a])"]), @r"
        exit 2
        ! error: `numChars` of `Left` is missing: `Left(source, numChars)`
        !   Left([a])
        !   ^^^^^^^^^
    ");
    std::fs::write(scene.path("none.json"), "[]").unwrap();
    std::fs::write(scene.path("latin.json"), b"{\"mail\":\"\xe4\"}").unwrap();
    let latin = scene.run(&["sync", "eval", "[mail]", "--user", "latin.json"]);
    assert_eq!(latin, "exit 2\n! error: `latin.json` is no UTF-8 text\n");
    assert_snapshot!(scene.run(&["sync", "eval", "[a]", "--user", "none.json"]), @r"
        exit 2
        ! error: `none.json` holds no user
    ");
}

#[test]
fn the_help_lists_every_function() {
    let help = Scene::empty().fine(&["sync", "eval", "--help"]);
    for name in ["AltSecIdFromNetId(netId)", "Word(source, wordNumber, delimiters)", "Now()"] {
        assert!(help.contains(name), "{name}");
    }
}
