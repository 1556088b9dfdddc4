//! Cutting a partner off by keys: whom it hits first, a name before anything is shut, one edit, the
//! way back.

use super::Stage;
use crate::domain::{AccessType, B2b};

/// Whether every way between Alpha and a partner is shut for everybody, in its own entry.
fn is_shut(stage: &Stage, name: &str) -> bool {
    let (owner, partner) = (stage.app.model.owner, stage.tenant(name));
    let Some(entry) = stage.draft().partner(owner, partner) else { return false };
    B2b::ALL.into_iter().filter(|b2b| *b2b != B2b::TenantRestrictions).all(|b2b| {
        let held = entry.configuration.b2b(b2b);
        let users = held.and_then(|held| held.users_and_groups.as_ref());
        users.is_some_and(|users| users.access == AccessType::Blocked)
    })
}

#[test]
fn nothing_is_shut_before_the_name_is_typed() {
    let mut stage = Stage::after("2 / type:velmont enter C");
    let (before, revision) = (stage.draft().clone(), stage.desk.revision());
    let seen = stage.text();
    let hit = seen.find("Whom it hits").unwrap();
    assert!(
        hit < seen.find("What is shut, in this order").unwrap(),
        "whom it hits is first: {seen}"
    );
    stage.keys("enter enter");
    assert!(stage.is_refused() && stage.said().contains("to go on"), "{}", stage.said());
    stage.keys("type:yes enter");
    assert_eq!((stage.draft(), stage.desk.revision()), (&before, revision));
    stage.keys("esc");
    assert!(stage.text().contains("Whom it hits"), "back at the card: {}", stage.text());
}

#[test]
fn it_is_one_edit_and_the_way_back_is_shown() {
    // The whole name will do as well as the domain.
    let mut stage =
        Stage::after("2 / type:velmont enter C enter type:velmont space type:foods enter");
    let seen = stage.text();
    assert!(is_shut(&stage, "Velmont Foods"), "{seen}");
    assert!(seen.contains("Velmont Foods is cut off from Alpha Corp"), "{seen}");
    assert!(seen.contains("The way back, in this order") && seen.contains("PATCH /v1.0"), "{seen}");
    let revision = stage.desk.revision();
    stage.keys("u");
    assert_eq!(stage.desk.revision(), revision + 1);
    assert!(!is_shut(&stage, "Velmont Foods"), "{}", stage.text());
    assert!(stage.text().contains("Cut Velmont Foods off from Alpha Corp"), "{}", stage.text());
    stage.keys("esc U");
    assert!(is_shut(&stage, "Velmont Foods"));
    // A second time there is nothing to shut.
    stage.keys("C enter");
    assert!(stage.is_refused() && stage.said().contains("shut already"), "{}", stage.said());
}

#[test]
fn the_log_says_who_loses_what() {
    let mut stage = Stage::new();
    let owner = stage.app.model.owner;
    let log = stage.app.model.activities();
    let busy = log.iter().find(|one| one.way.resource == owner && one.successes > 0).unwrap();
    let name = stage.app.model.name(busy.way.home);
    stage.keys("2 /");
    for letter in name.chars() {
        stage.press(&if letter == ' ' { "space".to_owned() } else { letter.to_string() });
    }
    stage.keys("enter C");
    let seen = stage.text();
    assert!(seen.contains(&format!("of {name} signed in to ")), "{name}: {seen}");
    assert!(!seen.contains(&format!("nobody of {name} signed in")), "{seen}");
    let mut bare = Stage::new();
    bare.tell(crate::tui::app::Message::SignIns(std::sync::Arc::default()));
    bare.keys("2 / type:velmont enter C");
    assert!(bare.text().contains("who uses it is not known"), "{}", bare.text());
}

#[test]
fn what_was_observed_is_not_cut_off_and_the_default_neither() {
    let mut stage = Stage::after("2 t / type:velmont enter C enter");
    assert!(stage.is_refused() && stage.said().contains("observed"), "{}", stage.said());
    stage = Stage::after("2 C");
    assert!(stage.is_refused() && stage.app.cards() == 0, "{}", stage.said());
    stage = Stage::after("2 / type:velmont enter enter C");
    assert!(stage.text().contains("Cut Velmont Foods off"), "{}", stage.text());
}
