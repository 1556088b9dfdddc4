//! The set-up and the ending of a synchronisation on the screen.

use super::Stage;
use crate::tui::errand::Outcome;
use crate::tui::picture;

#[test]
fn ticks_follow_the_settings_and_enter_goes_there() {
    let mut stage = Stage::after("8 S");
    let seen = stage.text();
    assert!(seen.contains("4 of 5 steps done") && seen.contains("✗ 5 schedule"), "{seen}");
    // From the line of the target's switch to the switch, and back.
    for _ in 0..20 {
        let here = stage.text().lines().any(|line| {
            line.contains('▸') && line.contains("Meridian Health lets CityClinic synchronise")
        });
        if here {
            break;
        }
        stage.keys("j");
    }
    stage.keys("enter");
    assert_eq!(stage.app.tab(), "Settings", "{}", stage.text());
    assert_eq!(stage.app.model.name(stage.app.model.owner), "Meridian Health");
    stage.keys("space");
    assert!(stage.said().contains("saved"), "{}", stage.said());
    stage.keys("[");
    let seen = stage.text();
    assert!(seen.contains("✗ 3 policy of the target"), "{seen}");
    assert!(seen.contains("to do") && seen.contains("Security Administrator"), "{seen}");
    stage.keys("u");
    assert!(stage.text().contains("4 of 5 steps done"), "{}", stage.text());
}

#[test]
fn the_waits_of_an_ending_get_their_days() {
    let mut stage = Stage::after("8 S d type:tomorrow enter");
    assert!(stage.is_refused() && stage.said().contains("is no date"), "{}", stage.said());
    stage.keys("ctrl+u type:2026-11-20 enter");
    assert!(stage.text().contains("unassigned on 2026-11-20"), "{}", stage.text());
    // With nobody assigned and nobody left the purge is what is waited for.
    let (_, outcome) = stage.app.model.worked.clone().unwrap();
    let Outcome::Stands(standing) = outcome.as_ref() else { panic!("{outcome:?}") };
    assert_eq!(standing.teardown.len(), 9);
    stage.keys("d esc");
    assert!(stage.text().contains("unassigned on 2026-11-20"), "{}", stage.text());
    stage.keys("d ctrl+u enter");
    assert!(stage.text().contains("d: since when"), "{}", stage.text());
}

#[test]
fn the_mesh_leads_to_the_set_up_of_its_pair() {
    let mut stage = Stage::after("g w space j space r m s");
    let seen = picture::plain(&stage.draw(140, 60));
    assert!(seen.contains("Set-up › Alpha Corp → Beta Ltd"), "{seen}");
    assert!(seen.contains("no configuration from Alpha Corp to Beta Ltd"), "{seen}");
    assert!(seen.contains("is in the workspace that could be tried"), "{seen}");
    stage.keys("tab");
    assert!(stage.text().contains("no configuration between these two"), "{}", stage.text());
    stage.keys("[");
    assert_eq!(stage.app.tab(), "Merger");
}
