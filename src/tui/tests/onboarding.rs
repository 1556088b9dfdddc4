//! Taking a partner in by keys: live verdicts, one edit, back at any time.

use super::Stage;
use crate::domain::{B2b, Claim, Setting, Subject};
use crate::tui::errand::Outcome;

fn verdicts(stage: &Stage) -> Vec<(String, &'static str)> {
    let (_, outcome) = stage.app.model.worked.as_ref().unwrap();
    let Outcome::Onboarded(done) = outcome.as_ref() else { panic!("{outcome:?}") };
    done.turns.iter().map(|turn| (turn.words.clone(), turn.after.word())).collect()
}

#[test]
fn a_partner_is_taken_in_as_one_edit_and_undone_as_one() {
    let mut stage = Stage::after("2 / type:velmont enter O space n");
    let before = stage.draft().clone();
    let revision = stage.desk.revision();
    stage.keys("n ctrl+u type:Ada enter ctrl+u type:Orders enter enter ctrl+u type:2027-06-30");
    stage.keys("pgdn");
    let seen = stage.text();
    assert!(seen.contains("Stage it all, as one edit"), "{seen}");
    assert!(seen.contains("owner Ada, purpose Orders") && seen.contains("2027-06-30"), "{seen}");
    stage.keys("enter");
    assert_eq!(stage.desk.revision(), revision + 1, "{}", stage.said());
    assert!(stage.said().contains("taken in as supplier"), "{}", stage.said());
    let partner = stage.tenant("Velmont Foods");
    let owner = stage.app.model.owner;
    let entry = stage.draft().partner(owner, partner).unwrap();
    assert!(entry.configuration.b2b(B2b::CollaborationInbound).is_some());
    assert_eq!(stage.desk.workspace().notes[&(owner, partner)].owner, "Ada");
    let policy = stage.draft().policy(owner).unwrap();
    let mfa =
        crate::access::resolve_bool(policy, Subject::Partner(partner), Setting::Trust(Claim::Mfa));
    assert!(mfa.unwrap().value);
    assert!(stage.text().contains("All of it is in the draft"), "{}", stage.text());
    stage.keys("u");
    assert_eq!(stage.draft(), &before);
    assert!(stage.text().contains("Stage it all, as one edit"), "{}", stage.text());
}

#[test]
fn verdicts_follow_every_answer() {
    let mut stage = Stage::after("2 / type:beta enter O space");
    let supplier = verdicts(&stage);
    stage.keys("j space");
    let subsidiary = verdicts(&stage);
    stage.keys("G space");
    let blocked = verdicts(&stage);
    assert_ne!(supplier, subsidiary);
    assert!(subsidiary.iter().any(|(_, word)| *word == "allowed"), "{subsidiary:?}");
    assert!(blocked.iter().all(|(_, word)| *word == "blocked"), "{blocked:?}");
    stage.keys("n n pgdn");
    assert!(stage.text().contains("blocked, was allowed"), "{}", stage.text());
}

#[test]
fn back_never_looks_and_forward_says_what_waits() {
    let mut stage = Stage::after("g n n");
    assert!(stage.is_refused() && stage.said().contains("which tenant"), "{}", stage.said());
    assert!(stage.text().contains("2  What kind"), "forward goes on: {}", stage.text());
    stage.keys("p");
    assert!(!stage.is_refused(), "{}", stage.said());
    stage.keys("p");
    assert_eq!(stage.said(), "this is the first step");
    stage.keys("n n n pgdn");
    assert!(stage.text().contains("which tenant it is waits, in step 1"), "{}", stage.text());
    stage.keys("ctrl+s");
    assert!(stage.is_refused(), "{}", stage.said());
    // A date that is none is said, and keeps nobody from going back.
    let mut stage = Stage::after("2 / type:velmont enter O space n n");
    stage.keys("up enter enter enter ctrl+u type:soon");
    assert!(stage.text().contains("review      soon"), "{}", stage.text());
    stage.keys("pgup");
    assert!(!stage.is_refused() && stage.text().contains("3  Who and what"), "{}", stage.said());
    stage.keys("n pgdn");
    assert!(stage.is_refused() && stage.said().contains("is no date"), "{}", stage.said());
    stage.keys("ctrl+s");
    assert!(stage.is_refused() && stage.said().contains("is no date"), "{}", stage.said());
}

#[test]
fn a_tenant_nobody_knows_is_named_and_made_known_with_it() {
    let mut stage = Stage::after("2 c type:11111111-2222-3333-4444-555555555555 tab type:Gamma");
    stage.keys("pgdn G space ctrl+s");
    assert!(stage.said().contains("partner Gamma taken in as blocked"), "{}", stage.said());
    let gamma = stage.tenant("Gamma");
    let owner = stage.app.model.owner;
    assert!(stage.draft().partner(owner, gamma).is_some());
    assert_eq!(gamma.to_string(), "11111111-2222-3333-4444-555555555555");
}

#[test]
fn only_those_who_are_named_come_in() {
    let mut stage = Stage::after("2 / type:beta enter O space n j enter j space enter");
    let seen = stage.text();
    assert!(seen.contains("(●) only those named"), "{seen}");
    let all = verdicts(&stage);
    let teams: Vec<_> =
        all.iter().filter(|(words, _)| words.ends_with("Teams as a guest")).collect();
    assert!(teams.iter().any(|(_, word)| *word == "allowed"), "{all:?}");
    assert!(teams.iter().any(|(_, word)| *word == "blocked"), "{all:?}");
    stage.keys("k space");
    assert!(verdicts(&stage) != all, "{}", stage.text());
}

#[test]
fn what_was_answered_is_there_when_one_comes_back() {
    let mut stage = Stage::after("2 / type:velmont enter O j space 2 O");
    assert!(stage.text().contains("(●) Subsidiary"), "{}", stage.text());
    stage.keys("esc esc");
    // Another partner begins anew.
    stage.keys("/ ctrl+u type:cobalt enter O");
    assert!(!stage.text().contains("(●)"), "{}", stage.text());
    assert!(stage.text().contains("Onboard › Cobalt"), "{}", stage.text());
}
