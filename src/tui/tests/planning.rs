//! The plan on the screen: what is left out, the order, the way back, and what edits do to it.

use std::sync::Arc;

use super::Stage;
use crate::plan::Choice;
use crate::store::Disk;
use crate::tui::app::Message;
use crate::tui::job::Done;

#[test]
fn a_change_is_left_out_and_taken_in_again() {
    let mut stage = Stage::after("9 j space");
    assert!(stage.said().starts_with("change 2 is left out"), "{}", stage.said());
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

/// What lies outside under a name, as text.
fn written(stage: &Stage, name: &str) -> String {
    let bytes = stage.outside.all().remove(name);
    let bytes = bytes.unwrap_or_else(|| panic!("{name} is not in {:?}", stage.outside.names()));
    String::from_utf8(bytes).unwrap()
}

/// A merger that was staged: a plan of two tenants, with changes that need each other.
const MERGED: &str = "g w space j space r n n n n j j space r ctrl+s 9";

#[test]
fn the_plan_is_written_as_it_is_chosen_and_says_where() {
    let mut stage = Stage::after(MERGED);
    let left_out = stage.app.model.plan.clone().unwrap().1.changes[1].title.clone();
    stage.keys("j space X enter");
    assert!(stage.said().contains("read back: memory/all-tenants.plan.md ("), "{}", stage.said());
    let text = written(&stage, "all-tenants.plan.md");
    assert!(text.contains("Left out.") && text.contains("# Plan: Alpha Corp, Beta Ltd"), "{text}");
    // One tenant, the way back, for programs, under a name of one's own.
    stage.keys("X k space j j j space j j j space j ctrl+u type:mine.json enter");
    assert!(stage.said().contains("memory/mine.json"), "{}", stage.said());
    let text = written(&stage, "mine.json");
    assert!(text.contains("\"direction\": \"reverse\""), "{text}");
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["tenants"].as_array().unwrap().len(), 1, "{text}");
    let changes = document["changes"].as_array().unwrap();
    assert!(
        !changes.is_empty() && changes.iter().all(|change| change["included"] == true),
        "{text}"
    );
    assert!(!text.contains(&left_out), "what is not made needs no way back: {text}");
    let owners: std::collections::BTreeSet<&str> =
        changes.iter().filter_map(|change| change["tenantId"].as_str()).collect();
    assert_eq!(owners.len(), 1, "{text}");
}

#[test]
fn no_file_is_replaced_without_a_word_and_none_of_others_at_all() {
    let mut stage = Stage::after("9 X enter");
    let first = written(&stage, "alphacorp.com.plan.md");
    stage.keys("j space X enter");
    assert!(stage.text().contains("Replace the file that is there?"), "{}", stage.text());
    stage.keys("enter");
    assert!(stage.is_refused(), "{}", stage.said());
    assert_eq!(
        written(&stage, "alphacorp.com.plan.md"),
        first,
        "before the word nothing is written"
    );
    stage.keys("type:replace enter");
    assert!(stage.said().starts_with("written and read back"), "{}", stage.said());
    assert_ne!(written(&stage, "alphacorp.com.plan.md"), first);
    // What somebody else wrote is not even asked about.
    stage.outside.replace("notes.md", b"mine").unwrap();
    stage.keys("X G j j j j j j j j j j ctrl+u type:notes.md enter");
    assert!(stage.is_refused() && stage.said().contains("not written by this"), "{}", stage.said());
    assert_eq!(written(&stage, "notes.md"), "mine");
}

#[test]
fn a_plan_without_a_name_is_not_written() {
    let mut stage = Stage::after("9 X j j j j j j j j j j ctrl+u enter");
    assert!(stage.is_refused() && stage.said().contains("no name"), "{}", stage.said());
    stage.keys("type:folder/ enter");
    assert!(stage.is_refused() && stage.said().contains("no name of a file"), "{}", stage.said());
    assert!(stage.outside.names().is_empty());
}

/// A change that needs another goes out with it, and comes back with it.
#[test]
fn what_needs_a_change_that_is_left_out_is_left_out_with_it() {
    let mut stage = Stage::after(MERGED);
    let document = stage.app.model.plan.clone().unwrap().1;
    let needing = document.changes.iter().find(|change| !change.needs.is_empty()).unwrap();
    let need = needing.needs[0];
    let here = format!("[x]{need:>4} ");
    for _ in 0..=document.changes.len() {
        if stage.text().lines().any(|line| line.contains('▸') && line.contains(&here)) {
            break;
        }
        stage.keys("j");
    }
    stage.keys("space");
    let now = stage.app.model.plan.clone().unwrap().1;
    let change = |number| now.changes.iter().find(|change| change.number == number).unwrap();
    assert!(!change(need).included, "{}", stage.text());
    assert!(!change(needing.number).included, "{}", stage.text());
    assert_eq!(change(needing.number).lacks, Some(need));
    stage.keys("space");
    let now = stage.app.model.plan.clone().unwrap().1;
    assert!(now.changes.iter().all(|change| change.included));
}
