//! Synchronisation on the screen: outcomes, people, one person, and what an edit does to them.

use super::Stage;
use crate::domain::{Setting, Subject, SyncKind};
use crate::edit::Edit;
use crate::tui::app::Effect;

#[test]
fn an_outcome_is_a_filter_and_the_same_again_lifts_it() {
    let mut stage = Stage::after("8");
    let seen = stage.text();
    assert!(seen.contains("create       335") && seen.contains("1 of 500"), "{seen}");
    stage.keys("shift+tab j enter");
    let seen = stage.text();
    assert!(seen.contains("1 of 3 among 500") && seen.contains("only update"), "{seen}");
    stage.keys("shift+tab enter");
    assert!(stage.text().contains("336 of 500"), "the cursor stays: {}", stage.text());
}

#[test]
fn a_filter_is_typed_and_its_faults_are_said() {
    let mut stage = Stage::after("8 / type:radiology");
    assert!(stage.text().contains("nobody passes"), "a department is no name: {}", stage.text());
    stage.keys("esc / type:department:radiology space type:action:update enter");
    let seen = stage.text();
    assert!(seen.contains("Nadia Yılmaz") && seen.contains("among 500"), "{seen}");
    stage.keys("/ ctrl+u type:colour:red");
    assert!(stage.text().contains("there is no field `colour`"), "{}", stage.text());
    stage.keys("esc");
    assert!(stage.text().contains("1 of 500"), "{}", stage.text());
}

#[test]
fn the_next_kind_and_a_percentage_are_jumped_to() {
    let mut stage = Stage::after("8 n");
    assert!(stage.text().contains("336 of 500"), "{}", stage.text());
    stage.keys("n");
    assert!(stage.text().contains("339 of 500"), "{}", stage.text());
    stage.keys("n");
    assert_eq!(stage.said(), "no other kind follows");
    stage.keys("N N");
    assert!(stage.text().contains("335 of 500"), "{}", stage.text());
    stage.keys("% type:50 enter");
    assert!(stage.text().contains("251 of 500"), "{}", stage.text());
    stage.keys("% type:never enter");
    assert!(stage.text().contains("1 of 500"), "no number is the start: {}", stage.text());
}

#[test]
fn a_person_is_told_in_five_steps_and_the_cursor_stays_with_them() {
    let mut stage = Stage::after("8 n enter");
    let seen = stage.text();
    for step in ["1 Test connection", "2 Import", "3 Scope", "4 Match", "5 Action"] {
        assert!(seen.contains(step), "{step}: {seen}");
    }
    assert!(seen.contains("3 of 4 written") && seen.contains("Radiographer"), "{seen}");
    stage.keys("esc s");
    let seen = stage.text();
    assert!(seen.contains("by name") && seen.contains("▸ ~ update"), "{seen}");
    assert!(seen.contains("Nadia Yılmaz"), "{seen}");
}

/// Somebody who is to be created is nobody in the target: that is no fault.
#[test]
fn a_match_that_finds_nobody_is_usual_for_a_create() {
    let mut stage = Stage::after("8 enter");
    let seen = stage.text();
    assert!(seen.contains("– 4 Match") && seen.contains("✓ 5 Action"), "{seen}");
    // For somebody who is skipped it says something.
    stage.keys("esc G enter");
    assert!(!stage.text().contains("– 4 Match"), "{}", stage.text());
}

#[test]
fn people_are_marked_and_copied_for_a_ticket() {
    let mut stage = Stage::after("8 n space space y");
    assert_eq!(stage.said(), "2 people was sent to the terminal's clipboard (OSC 52)");
    assert!(stage.text().contains("2 marked"), "{}", stage.text());
}

/// The target lets nobody in any more: the preview follows the edit, and its undo.
#[test]
fn a_preview_follows_the_policy_of_its_target() {
    let mut stage = Stage::after("8");
    let target = stage.tenant("Meridian Health");
    let source = stage.tenant("CityClinic");
    let closed = Edit::Switch {
        owner: target,
        subject: Subject::Partner(source),
        setting: Setting::Sync(SyncKind::Users),
        value: Some(false),
    };
    stage.perform(Effect::Apply(vec![closed]));
    let seen = stage.text();
    assert!(
        seen.contains("the job does nothing") && seen.contains("since the last preview"),
        "{seen}"
    );
    assert!(seen.contains("were the job let through: create 335, update 3, skip 162"), "{seen}");
    assert!(!seen.contains("+ create"), "{seen}");
    stage.keys("v");
    let seen = stage.text();
    assert!(seen.contains("the job does nothing"), "what the job becomes is told as it is: {seen}");
    assert!(seen.contains("shown as if it were let through"), "{seen}");
    assert!(seen.contains("+ create       335"), "{seen}");
    stage.keys("l");
    let seen = stage.text();
    assert!(seen.contains("8 of 9 written, once let through"), "{seen}");
    stage.keys("esc v");
    assert!(!stage.text().contains("+ create"), "{}", stage.text());
    stage.keys("u");
    let seen = stage.text();
    assert!(seen.contains("the job would run, and is disabled"), "{seen}");
    assert!(!seen.contains("were the job let through"), "{seen}");
}

#[test]
fn without_a_configuration_it_says_how_to_make_one() {
    let (practice, directories) = super::stage::rolled();
    let mut workspace = practice.workspace.clone();
    workspace.synchronizations.clear();
    let mut stage = Stage::of(workspace, practice.observed.clone(), directories.clone());
    stage.keys("8");
    let seen = stage.text();
    assert!(seen.contains("c makes one") && !seen.contains("U+000A"), "{seen}");
    stage.keys("enter");
    assert!(stage.is_refused(), "{}", stage.said());
}
