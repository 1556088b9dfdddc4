//! Pages from where one stands, the chooser, flashcards and the self-check.

use super::Stage;
use crate::domain::{SETTINGS, Setting, SyncKind};
use crate::learn::{about, check, page, pages};
use crate::practice::school;
use crate::tui::screen::{Ask, Parcel};

/// The title of a page on the screen, in a window that shows the text alone.
fn shows(stage: &mut Stage, id: &str) -> bool {
    stage.draw(120, 36);
    stage.text().contains(&format!(" {id} "))
}

#[test]
fn o_opens_the_page_of_the_setting_under_the_cursor() {
    for row in SETTINGS {
        // A partner has every setting; the default has no synchronisation.
        let mut stage = Stage::after("2 / type:velmont enter enter");
        stage.app.perform(vec![Ask::Hand(Parcel::Setting(row.setting))]);
        stage.keys("o");
        let id = about(row.path).unwrap().id;
        assert!(shows(&mut stage, id), "{}", row.path);
        assert_eq!(stage.app.cards(), 1);
        stage.keys("esc");
        assert_eq!((stage.app.cards(), stage.app.tab()), (0, "Settings"));
    }
    let sync = SETTINGS.iter().filter(|row| row.setting == Setting::Sync(SyncKind::Users));
    assert_eq!(sync.count(), 1);
}

#[test]
fn o_opens_the_page_of_every_line_of_external() {
    let mut stage = Stage::after("4");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..12 {
        stage.keys("o");
        let text = stage.text();
        let found = pages().iter().find(|page| text.contains(&format!(" {} ━", page.id)));
        seen.insert(found.unwrap_or_else(|| panic!("{text}")).id);
        stage.keys("esc j");
    }
    let all: std::collections::BTreeSet<&str> = pages()
        .iter()
        .filter(|page| page.kind == crate::learn::Kind::External)
        .map(|page| page.id)
        .collect();
    assert_eq!(seen, all);
}

#[test]
fn typing_finds_a_page_and_esc_leads_back_step_by_step() {
    let mut stage = Stage::after("g o type:AADSTS90071");
    assert!(shows(&mut stage, "inbound-direct-connect-who"));
    stage.keys("enter G");
    assert!(stage.text().contains("See also"));
    // The first page of see also, and back.
    let first = page("inbound-direct-connect-who").unwrap().see[0];
    stage.keys("1");
    assert!(shows(&mut stage, first));
    stage.keys("[");
    assert!(shows(&mut stage, "inbound-direct-connect-who"));
    stage.keys("[");
    assert_eq!(stage.said(), "this is the first page that was opened");
    stage.keys("9 7");
    assert_eq!(stage.said(), "see also has no such number");
    stage.keys("esc");
    assert_eq!(stage.app.cards(), 1, "the list is shown again");
    stage.keys("esc");
    assert_eq!(stage.app.cards(), 0);
    let mut stage = Stage::after("g o type:zebra");
    assert!(stage.text().contains("No page has all these words."));
    stage.keys("enter");
    assert!(stage.is_refused());
}

#[test]
fn the_chooser_ranks_while_it_is_filled_in() {
    let mut stage = Stage::after("g f");
    assert!(stage.text().contains("Answer what you know"));
    // Thousands, the same company, applications, kept automatically.
    stage.keys("space space space space j space j space j space space");
    assert!(stage.text().contains("1 cross-tenant synchronisation"));
    stage.keys("o");
    assert!(shows(&mut stage, "cross-tenant-sync"));
    stage.keys("esc X");
    assert!(stage.text().contains("Answer what you know"), "the form is where it was, and empty");
    stage.keys("v");
    assert!(stage.text().contains("kept up to date"));
}

#[test]
fn a_known_card_goes_and_another_comes_again() {
    let mut stage = Stage::after("g k");
    let count = pages().len() + check(school(), "x", usize::MAX).len();
    assert!(stage.text().contains(&format!("{count} left, 0 known")));
    stage.keys("space");
    assert!(stage.text().contains("not yet, it comes again"));
    stage.keys("h");
    assert!(stage.text().contains(&format!("{count} left, 0 known")));
    assert!(stage.text().contains("space turns the card"), "the next one lies face down");
    for _ in 0..count {
        stage.keys("l");
    }
    assert!(stage.text().contains(&format!("All {count} cards are known")));
    stage.keys("space");
    assert_eq!(stage.said(), "all cards are known; r begins anew");
    stage.keys("r");
    assert!(stage.text().contains(&format!("{count} left, 0 known")));
}

#[test]
fn the_check_counts_what_was_right() {
    let mut stage = Stage::after("g q");
    let asked = check(school(), &stage.app.model.today, usize::MAX);
    stage.keys("enter");
    assert!(stage.said().starts_with("choose an answer first"));
    for (number, one) in (1..).zip(&asked) {
        // Every second answer is wrong.
        let right = number % 2 == 0;
        let choice = if right { one.right } else { (one.right + 1) % one.choices.len() };
        stage.keys(&(choice + 1).to_string());
        let text = stage.text();
        assert!(text.contains(if right { "Right." } else { "Not so." }), "{}: {text}", one.id);
        // A second answer to the same question counts for nothing.
        stage.keys(&(one.right + 1).to_string());
        stage.keys("enter");
    }
    let score = format!("{} of {} were right", asked.len() / 2, asked.len());
    assert!(stage.text().contains(&score), "{score}");
    stage.keys("space");
    assert_eq!(stage.said(), "that was the last question; r begins anew");
}

#[test]
fn learning_changes_nothing() {
    let mut stage = Stage::new();
    let before = stage.desk.revision();
    stage.keys("g q 1 enter esc g f space esc g k space l esc g o enter esc esc");
    assert_eq!((stage.desk.revision(), stage.app.cards()), (before, 0));
}
