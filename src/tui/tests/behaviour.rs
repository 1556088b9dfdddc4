//! What a person does, and what becomes of it.

use std::sync::Arc;

use super::{SCENES, Stage};
use crate::access::{Sign, standing};
use crate::domain::{
    B2b, Direction, Half, Setting, Subject, TargetConfiguration, TargetType, TargetValue,
};
use crate::tui::app::Effect;
use crate::tui::picture;

const REDEEM_IN: Setting = Setting::Consent(Direction::Inbound);
const GUESTS_WHO: Setting = Setting::Half(B2b::CollaborationInbound, Half::UsersAndGroups);
const GUESTS_WHAT: Setting = Setting::Half(B2b::CollaborationInbound, Half::Applications);

/// The settings of Velmont Foods, the cursor on inbound collaboration, who.
const VELMONT: &str = "2 / type:velmont enter enter";
/// From there to automatic redemption, inbound.
const TO_REDEEM: &str = "j j j j";

fn sign(stage: &Stage, name: &str, setting: Setting) -> Sign {
    let policy = stage.draft().policy(stage.app.model.owner).unwrap();
    standing(policy, Subject::Partner(stage.tenant(name)), setting).sign
}

fn list(stage: &Stage, name: &str) -> TargetConfiguration {
    let policy = stage.draft().policy(stage.app.model.owner).unwrap();
    let subject = Subject::Partner(stage.tenant(name));
    let found = crate::access::resolve_half(
        policy,
        subject,
        B2b::CollaborationInbound,
        Half::UsersAndGroups,
    );
    found.unwrap().value.clone()
}

fn top_line(stage: &mut Stage) -> String {
    stage.text().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn space_changes_a_setting_saves_it_and_says_so() {
    let mut stage = Stage::after(VELMONT);
    assert_ne!(sign(&stage, "Velmont Foods", REDEEM_IN), Sign::Allow);
    stage.keys(TO_REDEEM).keys("space");
    assert_eq!(sign(&stage, "Velmont Foods", REDEEM_IN), Sign::Allow);
    assert!(stage.said().contains("saved, u undoes it"), "{}", stage.said());
    let stage = stage.reopened();
    assert_eq!(sign(&stage, "Velmont Foods", REDEEM_IN), Sign::Allow);
}

#[test]
fn a_refusal_changes_nothing_and_offers_what_helps() {
    let mut stage = Stage::after(VELMONT);
    let before = Arc::clone(stage.desk.workspace());
    stage.keys("space");
    assert!(stage.is_refused(), "{}", stage.said());
    assert!(stage.said().contains("F: "), "{}", stage.said());
    assert_eq!(*stage.desk.workspace(), before);
    stage.keys("F");
    assert!(!stage.is_refused(), "{}", stage.said());
    for setting in [GUESTS_WHO, GUESTS_WHAT] {
        assert_eq!(sign(&stage, "Velmont Foods", setting), Sign::Block);
    }
    stage.keys("F");
    assert_eq!(stage.said(), "nothing was refused just now");
    stage.keys("u");
    assert_eq!(*stage.desk.workspace(), before);
}

#[test]
fn the_offer_is_gone_after_another_edit() {
    let mut stage = Stage::after(VELMONT);
    stage.keys("space").keys(TO_REDEEM).keys("space");
    let after = Arc::clone(stage.desk.workspace());
    stage.keys("F");
    assert_eq!(*stage.desk.workspace(), after, "F did something: {}", stage.said());
}

#[test]
fn undo_and_redo_lead_through_every_state_also_after_starting_again() {
    let mut stage = Stage::after(VELMONT);
    let mut states = vec![Arc::clone(stage.desk.workspace())];
    for keys in [TO_REDEEM, "l l", "k", "j j h h h h", "l", "l"] {
        stage.keys(keys).keys("space");
        if Some(stage.desk.workspace()) != states.last() {
            states.push(Arc::clone(stage.desk.workspace()));
        }
    }
    assert!(states.len() > 4, "{} states", states.len());
    let mut stage = stage.reopened();
    for state in states.iter().rev().skip(1) {
        stage.keys("u");
        assert_eq!(stage.desk.workspace(), state);
    }
    let mut stage = stage.reopened();
    for state in states.iter().skip(1) {
        stage.keys("U");
        assert_eq!(stage.desk.workspace(), state);
    }
    let revision = stage.desk.revision();
    stage.keys("U");
    assert_eq!(stage.desk.revision(), revision, "there is nothing left to make again");
}

/// What is narrower than everyone is opened to everyone by no single key.
#[test]
fn space_shuts_a_list_and_what_differs() {
    let mut stage = Stage::after("2 / type:quill enter enter");
    assert_eq!(sign(&stage, "Harbour & Quill LLP", GUESTS_WHO), Sign::List);
    stage.keys("space F");
    assert_eq!(sign(&stage, "Harbour & Quill LLP", GUESTS_WHO), Sign::Block, "{}", stage.said());

    let names = ["Harbour & Quill LLP", "Velmont Foods"];
    let mut stage = Stage::after("2 / type:quill enter space / ctrl+u type:velmont enter space");
    stage.keys("enter");
    assert_eq!(stage.app.model.marks.len(), 2);
    assert!(stage.text().contains('≠'), "{}", stage.text());
    // Each of the two is offered its way out in turn.
    stage.keys("space F F");
    assert!(!stage.is_refused(), "{}", stage.said());
    for name in names {
        assert_ne!(sign(&stage, name, GUESTS_WHO), Sign::Allow, "{name}: {}", stage.said());
    }
}

#[test]
fn the_status_names_the_last_edit_that_stands() {
    let mut stage = Stage::after(VELMONT);
    stage.keys(TO_REDEEM).keys("space");
    let redeem = stage.text();
    stage.keys("l l space u esc esc");
    let mut stage = stage.reopened();
    let seen = stage.text();
    let last = seen.lines().find(|line| line.contains("last edit:")).unwrap_or_default();
    assert!(last.contains("Velmont Foods") && redeem.contains("saved, u undoes it"), "{seen}");
    stage.keys("u");
    let seen = stage.reopened().text();
    assert!(!seen.contains("last edit: Velmont Foods"), "{seen}");
}

#[test]
fn the_default_is_reset_by_a_typed_word_only() {
    let mut stage = Stage::after("g b l l space F");
    let before = Arc::clone(stage.desk.workspace());
    stage.keys("X");
    assert_eq!(stage.app.cards(), 1);
    assert!(stage.text().contains("type reset to go on"), "{}", stage.text());
    stage.keys("enter");
    assert!(*stage.desk.workspace() == before);
    stage.keys("type:reset enter");
    assert!(*stage.desk.workspace() != before, "{}", stage.said());
    stage.keys("u");
    assert!(*stage.desk.workspace() == before);
}

#[test]
fn the_settings_of_what_is_chosen_are_three() {
    let mut stage = Stage::after("2 / type:velmont enter 3");
    assert!(top_line(&mut stage).contains("Velmont Foods › Settings"), "{}", stage.text());
    stage.keys("l 1 3");
    assert!(top_line(&mut stage).contains("Velmont Foods › Settings"), "as it was left");
    let mut stage = Stage::after("2 a 3");
    assert!(top_line(&mut stage).contains("partners › Settings"), "{}", stage.text());
}

#[test]
fn the_palette_leads_to_other_screens_and_does_nothing_there() {
    let mut stage = Stage::after("2 / type:velmont enter");
    let before = Arc::clone(stage.desk.workspace());
    stage.keys(": type:reset type:default enter");
    let seen = stage.text();
    assert!(seen.contains("here X does it"), "{seen}");
    assert!(top_line(&mut stage).contains("Velmont Foods › Settings"), "{seen}");
    assert_eq!((stage.app.cards(), &before), (0, stage.desk.workspace()));
}

#[test]
fn a_partner_that_was_added_is_gone_to_past_any_filter() {
    const ID: &str = "11111111-2222-3333-4444-555555555555";
    let mut stage = Stage::after("2 / type:velmont enter");
    stage.keys(&format!("c type:{ID} enter"));
    assert!(!stage.is_refused(), "{}", stage.said());
    assert!(top_line(&mut stage).contains(ID), "{}", stage.text());
    stage.keys("/ type:trust:nobody");
    assert!(stage.text().contains("`trust` is never `nobody`"), "{}", stage.text());
}

#[test]
fn what_is_not_known_is_shut_first() {
    let mut stage = Stage::after("T j j j j enter 4 j j j");
    let owner = stage.app.model.owner;
    let is_on = |stage: &Stage| {
        let tenant = stage.draft().tenant(owner).unwrap();
        tenant.external.as_deref().and_then(|external| external.self_service_sign_up)
    };
    let before = is_on(&stage);
    stage.keys("space");
    assert_eq!(is_on(&stage), Some(before == Some(false)), "{before:?}: {}", stage.said());
}

#[test]
fn what_another_instance_wrote_is_seen_at_the_next_key() {
    let mut stage = Stage::after(VELMONT);
    let mut other = stage.sibling();
    other.keys(VELMONT).keys(TO_REDEEM).keys("space");
    stage.keys("j");
    let held = stage.app.model.workspace.draft.policy(stage.app.model.owner).unwrap();
    let subject = Subject::Partner(stage.tenant("Velmont Foods"));
    assert_eq!(standing(held, subject, REDEEM_IN).sign, Sign::Allow);
    assert!(stage.said().starts_with("another instance changed"), "{}", stage.said());
}

#[test]
fn where_two_instances_differ_one_is_asked() {
    let mut stage = Stage::after(VELMONT);
    let mut other = stage.sibling();
    stage.keys(TO_REDEEM);
    other.keys(VELMONT).keys(TO_REDEEM).keys("space space");
    stage.keys("space");
    assert!(stage.is_refused(), "{}", stage.said());
    assert!(stage.said().ends_with("F: make mine over it"), "{}", stage.said());
    assert_ne!(sign(&stage, "Velmont Foods", REDEEM_IN), Sign::Allow, "theirs stands");
    stage.keys("F");
    assert!(!stage.is_refused(), "{}", stage.said());
    assert_eq!(sign(&stage, "Velmont Foods", REDEEM_IN), Sign::Allow, "mine was made over it");
    stage.keys("u");
    assert_ne!(sign(&stage, "Velmont Foods", REDEEM_IN), Sign::Allow);
}

#[test]
fn an_edit_another_instance_made_already_is_seen() {
    let mut stage = Stage::after(VELMONT);
    let mut other = stage.sibling();
    stage.keys(TO_REDEEM);
    other.keys(VELMONT).keys(TO_REDEEM).keys("space");
    stage.keys("space");
    assert_eq!(stage.said(), "it is like that already");
    let held = stage.app.model.workspace.draft.policy(stage.app.model.owner).unwrap();
    let subject = Subject::Partner(stage.tenant("Velmont Foods"));
    assert_eq!(standing(held, subject, REDEEM_IN).sign, Sign::Allow);
}

#[test]
fn an_edit_of_many_is_one_step_and_makes_them_equal() {
    let names = ["Alpha Iberia", "Alpha Nordics", "Alpha Retail"];
    let mut stage = Stage::after("2 / type:name:alpha enter a enter");
    let before = Arc::clone(stage.desk.workspace());
    let signs = names.map(|name| sign(&stage, name, REDEEM_IN));
    assert!(signs.contains(&Sign::Allow) && signs.iter().any(|sign| *sign != Sign::Allow));
    assert!(stage.text().contains('≠'), "{}", stage.text());
    stage.keys(TO_REDEEM).keys("space");
    for name in names {
        assert_eq!(sign(&stage, name, REDEEM_IN), Sign::Allow, "{name}");
    }
    stage.keys("u");
    assert_eq!(*stage.desk.workspace(), before, "one undo takes all of it back");
}

#[test]
fn the_cursor_stays_with_the_partner() {
    let mut stage = Stage::after("2 / type:larkspur enter esc");
    for keys in ["s", "s", "S", "s s s s s s", "/ type:insurance enter", "esc", "S", "p", "t", "t"]
    {
        stage.keys(keys);
        let line = top_line(&mut stage);
        assert!(line.contains("Larkspur Insurance"), "after `{keys}`: {line}");
    }
    stage.keys("enter").keys(TO_REDEEM).keys("space 2");
    let line = top_line(&mut stage);
    assert!(line.contains("Larkspur Insurance"), "after an edit: {line}");
    let mut other = stage.sibling();
    other.keys("2 c type:11111111-2222-3333-4444-555555555555 enter");
    assert!(!other.is_refused(), "{}", other.said());
    stage.tell(crate::tui::app::Message::Focus);
    assert!(stage.said().contains("11111111"), "{}", stage.said());
    let line = top_line(&mut stage);
    assert!(line.contains("Larkspur Insurance"), "after another added a partner: {line}");
}

#[test]
fn what_was_observed_cannot_be_changed() {
    let revision = Stage::after(VELMONT).desk.revision();
    for keys in [
        "2 / type:velmont enter enter t space",
        "2 / type:velmont enter enter t j j j j space",
        "2 / type:velmont enter enter t i",
        "2 / type:velmont enter enter t e",
        "t 4 space",
        "t 4 j j enter",
        "t 2 / type:velmont enter x",
        "t 2 / type:velmont enter e",
        "t 2 c",
        "t 3 X",
    ] {
        let stage = Stage::after(keys);
        assert_eq!(stage.desk.revision(), revision, "`{keys}` changed something");
        assert!(stage.said().contains("observed"), "`{keys}`: {}", stage.said());
        assert_eq!(stage.app.cards(), 0, "`{keys}` opened an editor");
    }
}

#[test]
fn all_users_and_single_ones_exclude_each_other() {
    let mut stage = Stage::after("2 / type:quill enter enter enter");
    assert!(stage.text().contains("2 ticked"), "{}", stage.text());
    stage.keys("/ type:all space type:users enter space");
    assert!(stage.text().contains("1 ticked"), "{}", stage.text());
    stage.keys("/ ctrl+u type:matter enter space");
    assert!(stage.text().contains("1 ticked"), "{}", stage.text());
    stage.keys("enter");
    assert!(!stage.is_refused(), "{}", stage.said());
    let targets = list(&stage, "Harbour & Quill LLP").targets;
    assert_eq!(targets.len(), 1);
    assert!(!targets.iter().any(|target| target.value.is_all()));
}

#[test]
fn a_list_without_a_target_is_not_staged() {
    let mut stage = Stage::after("2 / type:quill enter enter enter space j space");
    assert!(stage.text().contains("0 ticked"), "{}", stage.text());
    stage.keys("enter");
    assert!(stage.is_refused(), "{}", stage.said());
    assert_eq!(stage.app.cards(), 1, "the card stays open");
}

#[test]
fn an_id_that_nobody_can_look_up_is_taken_as_group_or_user() {
    const ID: &str = "11111111-2222-3333-4444-555555555555";
    for (tab, kind) in [("", TargetType::Group), ("tab", TargetType::User)] {
        let mut stage = Stage::after("2 / type:quill enter enter enter");
        stage.keys(&format!("/ type:{ID} {tab} enter space enter"));
        assert!(!stage.is_refused(), "{}", stage.said());
        let found = list(&stage, "Harbour & Quill LLP")
            .targets
            .into_iter()
            .find(|target| matches!(target.value, TargetValue::Id(id) if id.to_string() == ID));
        assert_eq!(found.map(|target| target.kind), Some(kind));
    }
}

#[test]
fn a_review_must_be_a_date() {
    let mut stage = Stage::after("2 / type:velmont enter e shift+tab ctrl+u type:2027-02-30 enter");
    assert!(stage.is_refused(), "{}", stage.said());
    assert!(stage.said().contains("2027-02-30"), "{}", stage.said());
    assert_eq!(stage.app.cards(), 1, "what was typed is still there");
    stage.keys("ctrl+u type:2027-02-28 enter");
    assert_eq!(stage.app.cards(), 0, "{}", stage.said());
    let key = (stage.app.model.owner, stage.tenant("Velmont Foods"));
    let review = stage.desk.workspace().notes.get(&key).map(|note| note.review.as_str());
    assert_eq!(review, Some("2027-02-28"));
}

#[test]
fn a_wildcard_is_no_domain() {
    let mut stage = Stage::after("4 j j enter c type:*.contoso.com enter");
    assert!(stage.is_refused(), "{}", stage.said());
    assert!(stage.said().contains("*.contoso.com"), "{}", stage.said());
    stage.keys("ctrl+u type:contoso.com enter esc enter");
    assert!(!stage.is_refused(), "{}", stage.said());
    assert!(stage.said().contains("saved"), "{}", stage.said());
}

#[test]
fn one_looks_from_another_tenant_and_back() {
    let mut stage = Stage::new();
    let first = stage.app.model.owner;
    stage.keys("2 / type:alpha enter a T j enter");
    assert_ne!(stage.app.model.owner, first);
    assert!(stage.said().starts_with("looking from "), "{}", stage.said());
    let here = stage.app.model.owner;
    let partners = stage.draft().policy(here).unwrap().partners.len();
    assert_eq!(stage.app.model.rows.len(), partners + 1);
    stage.keys("T k enter");
    assert_eq!(stage.app.model.owner, first);
}

#[test]
fn places_are_gone_back_through_and_forward() {
    let mut stage = Stage::after("2 3 4 0");
    let mut seen = Vec::new();
    for keys in ["[", "[", "[", "]", "]", "g h", "[", "g b", "alt+left"] {
        stage.keys(keys);
        seen.push(stage.app.tab());
    }
    assert_eq!(
        seen,
        [
            "External", "Settings", "Partners", "Settings", "External", "Home", "External",
            "Settings", "External"
        ]
    );
    assert!(!stage.has_quit());
}

#[test]
fn going_back_leads_to_the_partner_that_was_left() {
    let mut stage = Stage::after(VELMONT);
    stage.keys("J");
    let next = top_line(&mut stage);
    assert!(!next.contains("Velmont"), "{next}");
    stage.keys("[");
    let line = top_line(&mut stage);
    assert!(line.contains("Velmont Foods"), "{line}");
}

#[test]
fn escape_goes_back_and_never_quits_and_q_leaves_one_place_after_another() {
    let mut stage = Stage::after("2 3 esc");
    assert_eq!(stage.app.tab(), "Partners");
    stage.keys("esc esc esc esc");
    assert!(!stage.has_quit());
    let mut stage = Stage::after("2 3 q q");
    assert_eq!(stage.app.tab(), "Home");
    assert!(!stage.has_quit());
    stage.keys("q");
    assert!(stage.has_quit());
    for keys in ["Q", "2 Q", "ctrl+c", "2 ? ctrl+c", "2 / ctrl+c"] {
        assert!(Stage::after(keys).has_quit(), "{keys}");
    }
    assert!(!Stage::after("2 / type:Q").has_quit());
}

#[test]
fn a_paste_runs_no_command() {
    let text = "dyq\n".repeat(1000);
    for (name, keys) in SCENES {
        let mut stage = Stage::after(keys);
        let before = (stage.desk.revision(), stage.app.tab(), stage.app.cards());
        let wanted = stage.wanted.len();
        stage.paste(&text);
        stage.draw(80, 24);
        assert_eq!((stage.desk.revision(), stage.app.tab(), stage.app.cards()), before, "{name}");
        assert_eq!(stage.wanted.len(), wanted, "{name} wanted {:?}", stage.wanted.last());
    }
}

#[test]
fn a_removal_wants_its_word() {
    let mut stage = Stage::after("2 / type:velmont enter x enter");
    assert!(stage.is_refused(), "{}", stage.said());
    stage.keys("type:velmon enter");
    assert_eq!(stage.app.cards(), 1);
    stage.keys("type:t enter");
    assert_eq!(stage.app.cards(), 0, "{}", stage.said());
    let id = stage.tenant("Velmont Foods");
    assert!(stage.draft().partner(stage.app.model.owner, id).is_none());
    stage.keys("u");
    assert!(stage.draft().partner(stage.app.model.owner, id).is_some());
}

#[test]
fn preferences_change_at_once_and_escape_brings_them_back() {
    let mut stage = Stage::after(", j j j space");
    assert!(stage.app.model.preferences.ascii);
    assert!(stage.text().is_ascii());
    stage.keys("esc");
    assert!(!stage.app.model.preferences.ascii);
    assert!(matches!(stage.wanted.last(), Some(Effect::Prefer(kept)) if !kept.ascii));
}

#[test]
fn what_another_instance_wrote_is_taken_in() {
    let mut stage = Stage::after(VELMONT);
    let mut other = stage.sibling();
    other.keys(VELMONT).keys(TO_REDEEM).keys("space");
    assert_ne!(sign(&stage, "Velmont Foods", REDEEM_IN), Sign::Allow);
    stage.tell(crate::tui::app::Message::Focus);
    assert_eq!(sign(&stage, "Velmont Foods", REDEEM_IN), Sign::Allow);
    assert!(stage.said().starts_with("another instance changed"), "{}", stage.said());
}

#[test]
fn a_refusal_is_read_whole_at_every_size_and_over_cards() {
    for (keys, words) in [
        (format!("{VELMONT} space"), "all users are blocked"),
        ("4 j j enter c type:*.contoso.com enter".to_owned(), "`*.contoso.com`"),
    ] {
        for (width, height) in [(120, 36), (80, 24), (52, 20)] {
            let seen = picture::plain(&Stage::after(&keys).draw(width, height));
            assert!(seen.contains(words), "{width}x{height}:\n{seen}");
        }
    }
}

#[test]
fn keys_that_would_be_typed_are_not_offered() {
    let mut stage = Stage::after("2 /");
    let seen = stage.text();
    assert!(!seen.contains("u undo"), "{seen}");
    stage.keys("enter");
    assert!(stage.text().contains("u undo"));
}
