//! The key tables, and every key of every one of them.

use std::collections::BTreeSet;

use super::{SCENES, Stage};
use crate::tui::screen::Action;
use crate::tui::screens::GLOBAL;

/// What can be told apart about where one is.
fn place(stage: &Stage) -> (&'static str, usize, u64) {
    (stage.app.tab(), stage.app.cards(), stage.desk.revision())
}

#[test]
fn every_key_of_every_table_can_be_pressed_on_every_scene() {
    let global: Vec<&'static str> = GLOBAL.iter().flat_map(|row| row.keys).copied().collect();
    for (name, keys) in SCENES {
        let mut stage = Stage::after(keys);
        let here = place(&stage);
        let own: Vec<&'static str> =
            stage.app.actions().iter().flat_map(|action| action.keys).copied().collect();
        for key in own.iter().chain(&global) {
            stage.keys(key);
            stage.draw(80, 24);
            let top = stage.app.actions();
            assert!(!top.is_empty(), "{name}: after `{key}` nothing can be done");
            if place(&stage) != here {
                stage = Stage::after(keys);
            }
        }
    }
}

/// The tables of every scene, each once.
fn tables() -> Vec<(&'static str, Vec<Action>)> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for (name, keys) in SCENES {
        let actions = Stage::after(keys).app.actions();
        let ids: Vec<&str> = actions.iter().map(|action| action.id).collect();
        if seen.insert(ids) {
            out.push((*name, actions));
        }
    }
    out
}

#[test]
fn no_table_says_two_things_about_one_key() {
    for (name, actions) in tables() {
        let mut ids = BTreeSet::new();
        let mut keys = BTreeSet::new();
        for action in &actions {
            assert!(ids.insert(action.id), "{name}: {} twice", action.id);
            assert!(action.help.len() > 1, "{name}: {} has no help", action.id);
            for key in action.keys {
                assert!(keys.insert(*key), "{name}: `{key}` twice");
            }
        }
        for key in &keys {
            let longer = keys.iter().find(|other| other.starts_with(&format!("{key} ")));
            assert!(longer.is_none(), "{name}: `{key}` hides {longer:?}");
        }
    }
}

#[test]
fn no_screen_hides_a_key_of_everywhere() {
    for (name, keys) in SCENES {
        let stage = Stage::after(keys);
        if stage.app.cards() > 0 {
            continue;
        }
        for action in stage.app.actions() {
            for key in action.keys {
                let hidden = GLOBAL
                    .iter()
                    .flat_map(|row| row.keys)
                    .find(|global| *global == key || global.starts_with(&format!("{key} ")));
                // Esc is one step back everywhere: on a screen first inside it.
                assert!(
                    hidden.is_none() || *key == "esc",
                    "{name}: `{key}` of {} hides `{}`",
                    action.id,
                    hidden.unwrap_or(&"")
                );
            }
        }
    }
    let mut seen = BTreeSet::new();
    for row in GLOBAL {
        assert!(row.help.len() > 1, "{} has no help", row.id);
        for key in row.keys {
            assert!(seen.insert(*key), "`{key}` twice");
        }
    }
}

/// Whether every terminal sends a key, and none mistakes it for another.
fn is_sent_by_all(key: &str) -> bool {
    key.split(' ').all(|press| match press {
        "space" | "enter" | "esc" | "tab" | "up" | "down" | "left" | "right" | "f1" => true,
        _ => match press.strip_prefix("ctrl+") {
            Some(letter) => letter.len() == 1 && !["i", "m", "h", "j", "["].contains(&letter),
            None => press.len() == 1,
        },
    })
}

#[test]
fn every_action_has_a_key_that_every_terminal_sends() {
    let mut without = Vec::new();
    for (_, actions) in tables() {
        for action in actions {
            if !action.keys.iter().any(|key| is_sent_by_all(key)) {
                without.push(action.id);
            }
        }
    }
    for row in GLOBAL {
        if !row.keys.iter().any(|key| is_sent_by_all(key)) {
            without.push(row.id);
        }
    }
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn what_cannot_be_done_says_why() {
    let mut hindered = 0;
    for (name, keys) in SCENES {
        for action in Stage::after(keys).app.actions() {
            let Some(why) = action.hindrance else { continue };
            hindered += 1;
            assert!(why.len() > 10, "{name}: {}: {why}", action.id);
            let mut stage = Stage::after(keys);
            let key = action.keys.first().copied().unwrap_or_default();
            stage.keys(key);
            assert_eq!(stage.said(), why, "{name}: {}", action.id);
        }
    }
    assert!(hindered > 3, "only {hindered} actions were hindered in all scenes");
    let mut stage = Stage::after("F");
    assert_eq!(stage.said(), "nothing was refused just now");
    assert!(stage.text().contains("nothing was refused just now"));
}

#[test]
fn help_lists_every_action_of_the_screen_and_of_everywhere() {
    let here = Stage::after("2").app.actions().len();
    let mut stage = Stage::after("2 ?");
    let all = here + GLOBAL.len();
    assert!(stage.text().contains(&format!("{all} of {all}")), "{}", stage.text());
}
