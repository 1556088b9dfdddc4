//! Questions on the what-if screen, and what becomes of what it proposes.

use std::sync::Arc;

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::Stage;
use crate::tui::app::{Effect, Message};
use crate::tui::errand::{Outcome, Wish};

/// The sixth line: the verdict.
fn verdict(stage: &mut Stage) -> String {
    let seen = stage.text();
    seen.lines().nth(7).unwrap_or_default().trim_matches(['│', '┃', ' ']).to_owned()
}

#[test]
fn the_smallest_change_turns_the_answer_and_its_undo_turns_it_back() {
    let mut stage = Stage::after("5");
    let before = Arc::clone(stage.desk.workspace());
    assert!(verdict(&mut stage).starts_with("✗ BLOCKED"), "{}", stage.text());
    stage.keys("c");
    assert!(stage.said().contains("saved, u undoes it"), "{}", stage.said());
    assert!(!verdict(&mut stage).contains("BLOCKED"), "{}", stage.text());
    assert!(stage.text().contains("changed by the plan: was blocked"), "{}", stage.text());
    stage.keys("u");
    assert!(verdict(&mut stage).starts_with("✗ BLOCKED"), "{}", stage.text());
    assert_eq!(stage.desk.workspace(), &before, "undo restores what stood");
}

#[test]
fn what_was_observed_is_asked_and_not_changed() {
    let mut stage = Stage::after("5 c t");
    assert!(verdict(&mut stage).starts_with("✗ BLOCKED"), "{}", stage.text());
    assert!(stage.text().contains("the plan makes it: "), "{}", stage.text());
    stage.keys("c");
    assert!(stage.is_refused(), "{}", stage.said());
}

#[test]
fn enter_on_a_gate_goes_to_its_setting_and_back_returns() {
    let mut stage = Stage::after("5 j enter");
    let seen = stage.text();
    assert_eq!(stage.app.tab(), "Settings");
    assert!(seen.contains("Beta Ltd"), "{seen}");
    stage.keys("[");
    assert_eq!(stage.app.tab(), "What-if");
    stage.keys("s j enter");
    assert_eq!(stage.app.tab(), "External", "{}", stage.text());
}

#[test]
fn a_gate_of_theirs_is_not_ours_to_open() {
    let mut stage = Stage::after("2 / type:velmont enter w home enter");
    assert_eq!(stage.app.tab(), "What-if");
    assert!(stage.said().contains("only its administrators can change it"), "{}", stage.said());
    stage.keys("y");
    let copied = stage.wanted.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(copied.contains("somebody on no list of Velmont Foods to Payroll"), "{copied}");
    assert!(copied.contains("home outbound"), "{copied}");
}

#[test]
fn a_person_an_application_and_a_tenant_are_chosen() {
    let mut stage = Stage::after("5 w type:ruth space type:schmidt enter");
    let seen = stage.text();
    assert!(seen.contains("who Ruth Schmidt") && seen.contains("of CityClinic"), "{seen}");
    stage.keys("a type:wiki enter");
    assert!(stage.text().contains("opens Wiki"), "{}", stage.text());
    stage.keys("x");
    assert!(stage.text().contains("of CityClinic"), "{}", stage.text());
    stage.keys("r");
    assert!(stage.text().contains("Ruth Schmidt of CityClinic"), "{}", stage.text());
    stage.keys("down down enter");
    assert!(stage.text().contains("who Ruth Schmidt"), "{}", stage.text());
}

#[test]
fn nobody_on_a_list_is_never_written_into_one() {
    let mut stage = Stage::after("2 / type:quill enter w f");
    let seen = stage.text();
    assert!(!seen.contains("00000000-0000"), "{seen}");
    stage.keys("esc c");
    let draft = format!("{:?}", stage.draft());
    assert!(!draft.contains("Id(Guid(0))"), "the stand-in is nobody");
}

#[test]
fn an_error_is_decoded_and_its_question_asked() {
    let mut stage = Stage::after("5 d");
    let city = stage.tenant("CityClinic");
    stage.paste(&format!(
        "AADSTS500213: The resource tenant's cross-tenant access policy does not allow this user. User ruth.schmidt@cityclinic.com of {city}"
    ));
    let seen = stage.text();
    assert!(seen.contains("said by the resource tenant"), "{seen}");
    stage.keys("enter");
    let seen = stage.text();
    assert!(seen.contains("who Ruth Schmidt") && seen.contains("of CityClinic"), "{seen}");
    assert!(seen.contains("of Alpha Corp"), "{seen}");
    stage.keys("d type:AADSTS50126 enter");
    assert!(
        stage.said().contains("login.microsoftonline.com/error?code=50126"),
        "{}",
        stage.said()
    );
}

#[test]
fn the_map_leads_to_settings_and_questions() {
    let mut stage = Stage::after("6 j l enter");
    assert_eq!(stage.app.tab(), "Settings");
    let seen = stage.text();
    assert!(seen.contains("Beta Ltd"), "looked from the side that lets people in: {seen}");
    stage.keys("6 w");
    assert_eq!(stage.app.tab(), "What-if");
    let mut stage = Stage::after("6 n");
    let seen = stage.text();
    assert!(!stage.said().contains("changes nothing"), "{seen}");
    assert!(seen.contains("~ was"), "{seen}");
}

#[test]
fn going_back_looks_from_the_tenant_one_looked_from() {
    let mut stage = Stage::after("5 j k enter");
    assert_ne!(stage.app.model.owner, stage.tenant("Alpha Corp"), "the gate is Beta's");
    stage.keys("esc");
    assert_eq!(stage.app.model.owner, stage.tenant("Alpha Corp"));
    assert_eq!(stage.app.tab(), "What-if");
}

#[test]
fn what_stops_an_answer_is_chosen_and_not_staged_at_once() {
    let mut stage = Stage::after("5 a type:wiki enter c");
    assert_eq!(stage.app.cards(), 1, "{}", stage.text());
    assert!(stage.text().contains("What turns it around"), "{}", stage.text());
}

#[test]
fn the_map_shows_a_changed_list_and_a_partner_that_is_removed() {
    let mut stage = Stage::after("5 c 6");
    let row = |stage: &mut Stage, name: &str| {
        let seen = stage.text();
        seen.lines().find(|line| line.contains(name)).map(str::to_owned).unwrap_or(seen)
    };
    assert!(row(&mut stage, "Beta Ltd     ").contains('~'), "{}", stage.text());
    let mut stage = Stage::after("6 G");
    for _ in 0..60 {
        if stage.text().contains("Marrowby Print") {
            return;
        }
        stage.keys("k");
    }
    panic!("a partner that the plan removes has a row");
}

#[test]
fn the_history_tells_what_a_change_was_made_for() {
    let mut stage = Stage::after("5 c 0");
    let seen = stage.text();
    assert!(seen.contains("let in: Mei Keller of Beta Ltd"), "{seen}");
    let mut stage = Stage::after("7 b enter 0");
    let seen = stage.text();
    assert!(seen.contains("default of Alpha Corp: block"), "{seen}");
}

#[test]
fn a_partner_is_found_by_its_name_where_nobody_of_it_is_known() {
    let mut stage = Stage::after("5 w type:velmont enter");
    let seen = stage.text();
    assert!(seen.contains("somebody on no list") && seen.contains("of Velmont Foods"), "{seen}");
}

#[test]
fn whom_only_a_log_knows_is_called_by_the_name_in_it() {
    let mut stage = Stage::after("7 enter enter");
    let seen = stage.text();
    assert!(seen.contains("@ashgrove.example"), "{seen}");
}

#[test]
fn questions_are_remembered_after_a_restart_and_are_no_edit() {
    let stage = Stage::after("5 w type:ruth space type:schmidt enter a type:wiki enter");
    assert_eq!(stage.app.model.asked.len(), 2);
    let draft = stage.draft().clone();
    let mut stage = stage.reopened();
    assert_eq!(stage.app.model.asked.len(), 2);
    assert_eq!(*stage.draft(), draft);
    stage.keys("5 r");
    assert!(stage.text().contains("Ruth Schmidt of CityClinic to Wiki"), "{}", stage.text());
    stage.keys("enter");
    assert!(stage.text().contains("opens Wiki"), "{}", stage.text());
    let mut sibling = stage.sibling();
    sibling.keys("5 x");
    stage.keys("m");
    let kept = stage.reopened().app.model.asked.len();
    assert_eq!(kept, 4, "what another instance asked stays");
}

#[test]
fn what_turns_an_answer_around_is_worked_out_behind_the_screen() {
    let mut stage = Stage::after("5");
    assert!(!stage.text().contains("is being worked out"), "{}", stage.text());
    let effects = stage.app.handle(Message::Key(KeyEvent::from(KeyCode::Char('x'))));
    assert!(stage.text().contains("is being worked out"), "{}", stage.text());
    let is_work = |effect: &&Effect| matches!(effect, Effect::Errand(_));
    assert_eq!(effects.iter().filter(is_work).count(), 1, "asked once");
    let again = stage.app.handle(Message::Key(KeyEvent::from(KeyCode::Char('j'))));
    assert_eq!(again.iter().filter(is_work).count(), 0, "and not again while it is");
    // What comes late, to another question, is not shown.
    let other = stage.app.model.of(Wish::Turn(Box::default()));
    stage.tell(Message::Worked(Box::new(other), Arc::new(Outcome::Turned(Arc::default()))));
    assert!(stage.text().contains("is being worked out"), "{}", stage.text());
    for effect in effects {
        stage.perform(effect);
    }
    assert!(!stage.text().contains("is being worked out"), "{}", stage.text());
}
