use std::sync::Arc;

use super::*;
use crate::domain::{Claim, Direction, Setting, Subject, TenantId};
use crate::edit::{Edit, apply};
use crate::learn::quiz::QUIZZES;
use crate::practice::school;

const SEED: &str = "2026-06-15";

fn asked(school: &School) -> Vec<Check> {
    check(school, SEED, usize::MAX)
}

fn one(school: &School, id: &str) -> Check {
    asked(school).into_iter().find(|check| check.id == id).unwrap_or_else(|| panic!("{id}"))
}

fn tenant(school: &School, name: &str) -> TenantId {
    let mut all = school.workspace.draft.tenants.values();
    all.find(|tenant| tenant.display_name == name).unwrap().id
}

#[test]
fn the_practice_workspace_answers_every_question() {
    let school = school();
    let asked = asked(school);
    let known: BTreeSet<&str> = asked.iter().map(|check| check.id).collect();
    let silent: Vec<&str> =
        QUIZZES.iter().map(|quiz| quiz.id).filter(|id| !known.contains(id)).collect();
    assert_eq!(silent, Vec::<&str>::new());
    for check in &asked {
        let id = check.id;
        assert!(page(check.page).is_some(), "{id}");
        assert!(check.right < check.choices.len(), "{id}");
        assert!((3..=5).contains(&check.choices.len()), "{id}: {:?}", check.choices);
        let different: BTreeSet<&String> = check.choices.iter().collect();
        assert_eq!(different.len(), check.choices.len(), "{id}");
        assert!(check.question.ends_with('?'), "{id}");
        assert!(!check.because.is_empty() && !check.by.is_empty(), "{id}");
    }
}

#[test]
fn what_is_right_is_what_the_engines_say() {
    let school = school();
    let mut lines: Vec<String> = asked(school)
        .iter()
        .map(|check| format!("{}: {}: {}", check.id, check.answer(), check.because))
        .collect();
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"));
}

/// With other settings the same question has another answer: nothing is written down as right.
#[test]
fn another_workspace_has_other_answers() {
    let before = school();
    let (alpha, beta) = (tenant(before, "Alpha Corp"), tenant(before, "Beta Ltd"));
    let switch = |owner, partner, setting, value| Edit::Switch {
        owner,
        subject: Subject::Partner(partner),
        setting,
        value: Some(value),
    };
    let untrusted = switch(alpha, beta, Setting::Trust(Claim::Mfa), false);
    let consenting = switch(beta, alpha, Setting::Consent(Direction::Outbound), true);
    let removed = |name: &str| {
        let partner = tenant(before, name);
        Edit::RemovePartner { owner: alpha, partner }
    };
    #[rustfmt::skip]
    let table: &[(&str, Vec<Edit>)] = &[
        ("mfa-trusted", vec![untrusted.clone()]),
        ("mfa-done", vec![untrusted]),
        ("wrong-side", vec![removed("Tidewell Marine")]),
        ("other-cloud", vec![Edit::CloudEndpoints { owner: alpha, endpoints: vec![crate::domain::CloudEndpoint::UsGovernment] }]),
        ("closed-default", vec![Edit::ResetDefault { owner: beta }]),
        ("blocked-domain", vec![Edit::Domains { owner: alpha, allowed: Vec::new(), blocked: Vec::new() }]),
    ];
    for (id, edits) in table {
        let workspace = apply(&before.workspace, edits).unwrap();
        let after = School { workspace, ..before.clone() };
        assert_ne!(one(before, id).answer(), one(&after, id).answer(), "{id}");
    }
    // Where an edit takes the point away, the question is not asked.
    let workspace = apply(&before.workspace, &[consenting]).unwrap();
    let after = School { workspace, ..before.clone() };
    assert!(asked(&after).iter().all(|check| check.id != "consent-prompt"));
    // Half the users, other numbers.
    let mut after: School = before.clone();
    for lesson in &mut after.lessons {
        Arc::make_mut(&mut lesson.configuration).assigned.clear();
    }
    assert!(asked(&after).iter().all(|check| {
        check.id != "sync-first-cycle" || check.answer() != one(before, "sync-first-cycle").answer()
    }));
}

#[test]
fn a_seed_fixes_the_order_and_another_changes_it() {
    let school = school();
    let ids = |seed: &str| -> Vec<&str> {
        check(school, seed, 7).into_iter().map(|check| check.id).collect()
    };
    assert_eq!(ids(SEED), ids(SEED));
    assert_eq!(ids(SEED).len(), 7);
    assert_ne!(ids(SEED), ids("2026-06-16"));
    assert_eq!(check(school, SEED, 7), asked(school)[..7]);
    // The right answer does not always stand in the same place.
    let places: BTreeSet<usize> = asked(school).iter().map(|check| check.right).collect();
    assert!(places.len() >= 4, "{places:?}");
    // Not the same first question for weeks.
    let first: BTreeSet<&str> = (1..=28).map(|day| ids(&format!("2026-06-{day:02}"))[0]).collect();
    assert!(first.len() >= 10, "{first:?}");
}

#[test]
fn an_empty_workspace_is_asked_only_what_tables_answer() {
    let asked = asked(&School::default());
    assert!(
        asked.iter().all(|check| check.id.starts_with("choose") || check.id.starts_with("error"))
    );
    assert!(asked.len() >= 8, "{}", asked.len());
}

#[test]
fn every_page_and_every_question_is_a_card() {
    let school = school();
    let all = cards(school, SEED);
    assert_eq!(all.len(), pages().len() + QUIZZES.len());
    assert_eq!(all, cards(school, SEED));
    let ids: BTreeSet<&String> = all.iter().map(|card| &card.id).collect();
    assert_eq!(ids.len(), all.len());
    for card in &all {
        assert!(page(card.page).is_some() && !card.front.is_empty(), "{}", card.id);
        assert!(card.back.ends_with('.'), "{}", card.id);
        assert!(!card.front.contains(&card.back), "{}", card.id);
    }
}

#[test]
fn the_school_has_read_everything() {
    let school = school();
    let practice = crate::practice::practice();
    assert_eq!(school.lessons.len(), practice.workspace.synchronizations.len());
    for (id, lines) in &practice.directories {
        let read = &school.directories[id];
        let sizes = (read.users.len(), read.groups.len(), read.applications.len());
        assert_eq!(sizes, (lines.users.len(), lines.groups.len(), lines.applications.len()));
    }
    for lesson in &school.lessons {
        let lines = &practice.directories[&lesson.configuration.source];
        assert_eq!(lesson.source.len(), lines.users.len());
        assert_eq!(lesson.source_groups.len(), lines.groups.len());
    }
}
