//! Real sign-ins on the screen, and the rehearsal of a default that blocks.

use std::sync::Arc;

use super::Stage;
use crate::access::{Sign, standing};
use crate::domain::{B2b, Half, Setting, Subject};

#[test]
fn what_the_draft_breaks_is_seen_and_asked() {
    let mut stage = Stage::after("7");
    let seen = stage.text();
    assert!(seen.contains("all 162") && seen.contains("breaks 13"), "{seen}");
    stage.keys("enter");
    let seen = stage.text();
    assert!(seen.contains("Service Desk") && seen.contains("breaks"), "{seen}");
    stage.keys("enter");
    assert_eq!(stage.app.tab(), "What-if");
    assert!(stage.text().contains("✗ BLOCKED"), "{}", stage.text());
    stage.keys("[ esc");
    assert!(stage.text().contains("enter shows the people"), "{}", stage.text());
}

#[test]
fn one_class_at_a_time() {
    let mut stage = Stage::after("7 tab");
    let seen = stage.text();
    assert!(seen.contains("Ashgrove Recruitment") && !seen.contains("Alpha Nordics"), "{seen}");
    stage.keys("tab");
    let seen = stage.text();
    assert!(seen.contains("needs a new step 8") && seen.contains("Osprey Freight"), "{seen}");
    stage.keys("tab");
    let seen = stage.text();
    assert!(!seen.contains("Ashgrove Recruitment") && seen.contains("Alpha Nordics"), "{seen}");
    stage.keys("shift+tab shift+tab shift+tab");
    assert!(stage.text().contains("Ashgrove Recruitment"), "{}", stage.text());
}

#[test]
fn an_edit_is_seen_in_the_traffic() {
    let mut stage = Stage::after("7");
    assert!(stage.text().contains("breaks 13"), "{}", stage.text());
    // Ashgrove's inbound setting back to the default, which lets everybody in.
    stage.keys("3 i 7");
    assert!(stage.text().contains("breaks 6"), "{}", stage.text());
    stage.keys("u");
    assert!(stage.text().contains("breaks 13"), "{}", stage.text());
}

#[test]
fn a_default_that_blocks_is_rehearsed_staged_and_undone() {
    let mut stage = Stage::after("7 b");
    let before = Arc::clone(stage.desk.workspace());
    let seen = stage.text();
    assert!(seen.contains("13 settings of partners first, then the default"), "{seen}");
    stage.keys("enter");
    assert!(stage.said().contains("saved, u undoes it"), "{}", stage.said());
    let policy = stage.draft().policy(stage.app.model.owner).unwrap();
    let who = Setting::Half(B2b::CollaborationInbound, Half::UsersAndGroups);
    assert_eq!(standing(policy, Subject::Default, who).sign, Sign::Block);
    assert!(stage.text().contains("breaks 13"), "no more than before: {}", stage.text());
    stage.keys("u");
    assert_eq!(stage.desk.workspace(), &before, "one step takes it back");
}

#[test]
fn without_a_log_it_says_how_to_get_one() {
    let (practice, directories) = super::stage::rolled();
    let workspace = practice.workspace.clone();
    let mut stage = Stage::without_log(workspace, practice.observed.clone(), directories.clone());
    stage.keys("7");
    let seen = stage.text();
    assert!(seen.contains("No sign-in log is in the workspace"), "{seen}");
    stage.keys("b");
    assert!(stage.is_refused(), "{}", stage.said());
}

#[test]
fn a_rehearsal_follows_what_another_instance_does_meanwhile() {
    let mut stage = Stage::after("7 b");
    assert!(stage.text().contains("13 settings of partners first"), "{}", stage.text());
    let mut other = stage.sibling();
    // The other one lets everybody of Ashgrove in again, who then has to be listed as well.
    other.keys("2 / type:ashgrove enter enter i");
    stage.keys("j");
    assert!(stage.text().contains("14 settings of partners first"), "{}", stage.text());
}
