//! A handshake on the screen: the request goes out as two files, the answer comes in as one edit.

use super::Stage;
use crate::domain::Json;
use crate::merger::{Reply, Request};
use crate::store::Disk;

/// The request that lies outside.
fn request(stage: &Stage, name: &str) -> Request {
    let files = stage.outside.all();
    let bytes = files.get(name).unwrap_or_else(|| panic!("{:?}", stage.outside.names()));
    Request::read(bytes).unwrap()
}

/// An answer that opens nothing but what the default of Alpha opens.
fn answer(stage: &Stage, request: &Request) -> Reply {
    let policy = stage.draft().policy(stage.app.model.owner).unwrap();
    let default = policy.default.as_deref().unwrap();
    Reply {
        in_reply_to: request.mark(),
        from: request.to.clone(),
        to: request.from.clone(),
        told_by: "Vic".to_owned(),
        default: crate::wire::to_value(default),
        ..Reply::default()
    }
}

#[test]
fn what_our_draft_opens_is_asked_of_them_in_two_files() {
    let mut stage = Stage::after("2 / type:velmont enter H");
    let seen = stage.text();
    assert!(seen.contains("Handshake with Velmont Foods"), "{seen}");
    assert!(seen.contains("1. outbound B2B collaboration to Alpha Corp"), "{seen}");
    stage.keys("G up");
    assert!(stage.text().contains("▸ name"), "{}", stage.text());
    stage.keys("enter");
    assert!(stage.said().starts_with("written and read back"), "{}", stage.said());
    let names = stage.outside.names();
    assert_eq!(names, ["velmontfoods.example.request.json", "velmontfoods.example.request.md"]);
    let request = request(&stage, "velmontfoods.example.request.json");
    assert!(!request.asks.is_empty() && !request.ours.is_empty());
    // Again: nothing is replaced without a word, and then both.
    stage.keys("enter");
    assert!(stage.text().contains("Replace the file that is there?"), "{}", stage.text());
    stage.keys("type:replace enter");
    assert!(stage.said().starts_with("written and read back"), "{}", stage.said());
}

#[test]
fn their_answer_becomes_known_as_one_edit() {
    let mut stage = Stage::after("2 / type:velmont enter H G up enter");
    let request = request(&stage, "velmontfoods.example.request.json");
    let reply = answer(&stage, &request);
    stage.outside.replace("answer.json", reply.write().as_bytes()).unwrap();
    let velmont = stage.tenant("Velmont Foods");
    assert!(stage.draft().policy(velmont).is_none(), "nothing was known");
    let revision = stage.desk.revision();
    stage.keys("down type:answer.json enter");
    assert!(stage.said().contains("answer of Velmont Foods taken in"), "{}", stage.said());
    assert_eq!(stage.desk.revision(), revision + 1);
    assert!(stage.draft().policy(velmont).is_some());
    stage.keys("esc u");
    assert!(stage.draft().policy(velmont).is_none());
}

#[test]
fn what_is_no_answer_changes_nothing() {
    let mut stage = Stage::after("2 / type:velmont enter H G enter");
    assert!(stage.is_refused() && stage.said().contains("no file is named"), "{}", stage.said());
    let revision = stage.desk.revision();
    stage.keys("type:nowhere.json enter");
    assert!(stage.is_refused() && stage.said().contains("nowhere.json"), "{}", stage.said());
    for bytes in [b"{}".as_slice(), b"\xff", b""] {
        stage.outside.replace("bad.json", bytes).unwrap();
        stage.keys("ctrl+u type:bad.json enter");
        assert!(stage.is_refused() && stage.said().contains("no answer"), "{}", stage.said());
    }
    // An answer to somebody else.
    let strangers = Reply { partner: Json::Null, ..Reply::default() };
    stage.outside.replace("bad.json", strangers.write().as_bytes()).unwrap();
    stage.keys("enter");
    assert!(stage.is_refused() && stage.said().contains("nothing was changed"), "{}", stage.said());
    assert_eq!(stage.desk.revision(), revision);
}

#[test]
fn what_is_ours_is_not_asked_and_a_merger_asks_by_its_answers() {
    let stage = Stage::after("2 / type:beta enter H");
    assert!(stage.said().contains("it is ours") && stage.app.cards() == 0, "{}", stage.said());
    let gamma = "11111111-2222-3333-4444-555555555555";
    let mut stage = Stage::after(&format!(
        "g w space G k k k enter type:{gamma} enter type:Gamma pgdn pgup r H"
    ));
    let seen = stage.text();
    assert!(seen.contains("Handshake with Gamma"), "{seen}");
    stage.keys("G up enter");
    let request = request(&stage, &format!("{gamma}.request.json"));
    assert_eq!(request.to.name, "Gamma");
    assert!(request.asks.iter().any(|ask| ask.setting.starts_with("inboundTrust")), "{request:?}");
}
