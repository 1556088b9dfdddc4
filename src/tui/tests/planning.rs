//! The plan on the screen: what is left out, the order, the way back, and what edits do to it.

use std::sync::Arc;

use super::Stage;
use crate::plan::Choice;
use crate::tui::app::Message;
use crate::tui::job::Done;

#[test]
fn a_change_is_left_out_and_taken_in_again() {
    let mut stage = Stage::after("9 j space");
    assert!(stage.said().ends_with("--out DIR --without 2"), "{}", stage.said());
    let seen = stage.text();
    assert!(seen.contains("6 of 7 made") && seen.contains("[ ]   2"), "{seen}");
    assert!(seen.contains("left out"), "{seen}");
    stage.keys("o");
    assert!(stage.text().contains("Steps, in a safe order"), "{}", stage.text());
    stage.keys("o j space");
    assert!(stage.text().contains("━ 7 ━"), "{}", stage.text());
}

/// Numbers of changes are those of one workspace: after an edit nothing is left out by mistake.
#[test]
fn an_edit_takes_everything_in_again_and_says_so() {
    let mut stage = Stage::after("9 j space 2 / type:velmont enter enter j j j j space");
    assert!(stage.app.model.planned.0.without.is_empty());
    let said = stage.said();
    assert!(said.contains("all of its changes are in again"), "{said}");
    assert!(said.contains("; "), "and what the edit did: {said}");
    stage.keys("9");
    assert!(!stage.text().contains(" made "), "{}", stage.text());
}

#[test]
fn a_change_leads_to_its_setting_and_back() {
    let mut stage = Stage::after("9 G");
    assert!(stage.text().contains("Cobalt Quay Shipping: partner added"), "{}", stage.text());
    stage.keys("enter");
    assert_eq!(stage.app.tab(), "Settings");
    assert!(stage.text().contains("Cobalt Quay Shipping"), "{}", stage.text());
    stage.keys("[");
    assert_eq!(stage.app.tab(), "Plan");
}

#[test]
fn the_way_back_takes_back_what_the_way_there_does() {
    let mut stage = Stage::after("9 v");
    let seen = stage.text();
    assert!(seen.contains("Way back: changes") && seen.contains("partner removed"), "{seen}");
    stage.keys("space");
    assert!(stage.said().contains("the way back takes all of it back"), "{}", stage.said());
    stage.keys("v");
    assert!(stage.text().contains("━ Changes ━"), "{}", stage.text());
}

#[test]
fn a_request_is_copied_and_a_plan_of_nothing_says_so() {
    let stage = Stage::after("9 y");
    assert!(stage.said().starts_with("the request was sent"), "{}", stage.said());
    let (practice, directories) = super::stage::rolled();
    let mut workspace = practice.workspace.clone();
    for (id, tenant) in &practice.observed {
        workspace.draft.tenants.insert(*id, tenant.clone());
    }
    workspace.synchronizations.clear();
    let mut stage = Stage::of(workspace, practice.observed.clone(), directories.clone());
    stage.keys("9");
    assert!(stage.text().contains("there is nothing to do"), "{}", stage.text());
    stage.keys("space");
    assert!(stage.is_refused(), "{}", stage.said());
}

#[test]
fn a_look_at_another_screen_takes_nothing_in_again() {
    for tab in ["0", "1", "2", "3", "4", "5", "6", "7", "8"] {
        let mut stage = Stage::after("9 j j space");
        stage.keys(tab);
        stage.keys("9");
        assert!(stage.text().contains("6 of 7 made"), "{tab}: {}", stage.text());
    }
}

#[test]
fn a_plan_of_an_earlier_choice_that_comes_late_takes_nothing_in_again() {
    let mut stage = Stage::after("9");
    let (_, before) = stage.app.model.plan.clone().unwrap();
    stage.keys("j space");
    let asked_of = stage.app.model.asked_of();
    let planned = (Choice::default(), false);
    stage.tell(Message::Done(asked_of, Done::Planned(planned, Arc::clone(&before))));
    assert!(stage.text().contains("6 of 7 made"), "{}", stage.text());
}
