use insta::assert_snapshot;
use serde_json::json;

use crate::scene::Scene;

/// Learning needs no workspace.
fn scene() -> Scene {
    Scene::empty()
}

#[test]
fn a_page_is_read_by_name_by_title_and_by_setting() {
    let scene = scene();
    let page = scene.fine(&["learn", "trust-mfa"]);
    assert_snapshot!(page);
    assert_eq!(page, scene.fine(&["learn", "Trust MFA"]));
    assert_eq!(page, scene.fine(&["learn", "inboundTrust.isMfaAccepted"]));
    let page = scene.json(&["learn", "who-may-invite"]);
    assert_eq!(page["setting"], "allowInvitesFrom");
    assert_eq!(page["kind"], "external");
    assert!(page["sources"][0].as_str().unwrap().starts_with("MicrosoftDocs/entra-docs:docs/"));
    let page = scene.json(&["learn", "inbound-direct-connect-who"]);
    assert_eq!(page["open"][0]["ambiguity"], "A4");
}

#[test]
fn lines_end_where_the_terminal_does() {
    let scene = scene();
    for (columns, most) in [("40", 40), ("80", 80), ("300", 100), ("nonsense", 80)] {
        for args in [
            &["learn", "cross-tenant-sync"] as &[&str],
            &["learn"],
            &["choose"],
            &["learn", "--check", "9", "--answers"],
        ] {
            let output = scene.command(args).env("COLUMNS", columns).output().unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            let longest = text.lines().map(|line| line.chars().count()).max().unwrap();
            // What is to be typed stands in one piece.
            let whole = text.lines().filter(|line| !line.contains("detente "));
            assert!(
                whole.map(|line| line.chars().count()).max().unwrap() <= most,
                "{args:?} at {columns}: {longest}"
            );
            assert!(longest > most / 2, "{args:?} at {columns}: {longest}");
        }
    }
}

#[test]
fn pages_are_listed_and_searched() {
    let scene = scene();
    let all = scene.json(&["learn"]);
    assert_eq!(all.as_array().unwrap().len(), 41);
    let found = scene.json(&["learn", "--find", "security", "keys"]);
    let ids: Vec<&str> =
        found.as_array().unwrap().iter().map(|page| page["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["conditional-access", "trust-mfa"]);
    assert_snapshot!(scene.run(&["learn", "--find", "zebra"]), @"
    exit 2
    ! error: no page has all of `zebra`; `detente learn` lists the pages
    ");
    assert_snapshot!(scene.run(&["learn", "trust-mfaa"]), @"
    exit 2
    ! error: no page is called `trust-mfaa`; did you mean `trust-mfa` or `trust`? `detente learn` lists the pages, `detente learn --find WORDS` searches them
    ");
}

#[test]
fn questions_come_in_the_order_of_their_seed() {
    let scene = scene();
    let args = ["learn", "--check", "3", "--seed", "day one"];
    let asked = scene.json(&args);
    assert_eq!(asked, scene.json(&args));
    let questions = asked["questions"].as_array().unwrap();
    assert_eq!(questions.len(), 3);
    for question in questions {
        let right = usize::try_from(question["right"].as_u64().unwrap()).unwrap();
        assert!(question["choices"].get(right).is_some());
    }
    let shown = scene.fine(&args);
    assert!(!shown.contains(" says: "), "the answers are kept back");
    let told = scene.fine(&[&args[..], &["--answers"]].concat());
    assert_eq!(told.matches(" says: ").count(), 3);
    let cards = scene.json(&["learn", "--cards", "4", "--seed", "x"]);
    assert_eq!(cards["cards"].as_array().unwrap().len(), 4);
}

#[test]
fn the_merger_of_two_companies_is_synchronised() {
    let scene = scene();
    let args = [
        "choose",
        "--people",
        "3000",
        "--company",
        "same",
        "--upkeep",
        "automatic",
        "--removal",
        "source",
    ];
    assert_snapshot!(scene.fine(&args));
    let answer = scene.json(&args);
    assert_eq!(
        answer["answers"],
        json!({ "people": "thousands", "company": "same", "upkeep": "automatic", "removal": "source" })
    );
    assert_eq!(answer["ways"][0]["way"], "sync");
    assert_eq!(answer["ways"][0]["fits"], true);
    assert_eq!(answer["ways"][4]["fits"], false);
    assert!(answer["ways"][4]["ruledOutBy"][0]["source"].is_string());
    assert_eq!(answer["ways"][0]["traits"]["kept up to date"], "every 40 minutes, from the source");
}

#[test]
fn answers_that_are_none_are_refused() {
    let scene = scene();
    assert_snapshot!(scene.run(&["choose", "--people", "lots"]), @"
    exit 2
    ! error: --people takes a number, or few, some, many, thousands; found `lots`
    ");
    let told = scene.run(&["choose", "--company", "ours"]);
    assert!(told.starts_with("exit 2\n") && told.contains("same, other"), "{told}");
    let asked = scene.fine(&["choose"]);
    assert!(
        asked.contains("--upkeep: Who keeps the accounts?") && asked.contains("kept up to date")
    );
}
