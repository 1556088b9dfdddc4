#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use Method::{Bulk, DirectConnect, Entitlement, Invitation, Sync};

fn answers(text: &str) -> Answers {
    text.split_whitespace().fold(Answers::default(), |answers, word| {
        let (question, value) = word.split_once('=').unwrap();
        answers.with(question, value).unwrap_or_else(|| panic!("no answer is called {word}"))
    })
}

/// What is answered, what fits best, and what is ruled out.
#[rustfmt::skip]
const SCENARIOS: &[(&str, Method, &[Method])] = &[
    // Two companies of 3,000 merge; accounts are made, maintained and removed automatically.
    ("people=3000 company=same upkeep=automatic removal=source need=apps", Sync, &[Invitation, Bulk, DirectConnect]),
    ("people=3000 company=same upkeep=automatic", Sync, &[Invitation, Bulk]),
    ("people=3", Invitation, &[]),
    ("people=5 company=other need=apps upkeep=hand removal=hand", Invitation, &[DirectConnect]),
    ("people=60 company=other need=apps upkeep=hand", Bulk, &[DirectConnect]),
    ("people=60 need=channels company=other partner=yes", DirectConnect, &[]),
    ("people=60 need=channels company=other partner=no upkeep=hand", Bulk, &[Sync, DirectConnect]),
    ("people=400 company=other need=apps upkeep=request approval=yes removal=date", Entitlement, &[DirectConnect]),
    ("people=40 company=other removal=date approval=yes licence=p1", Bulk, &[Entitlement]),
    ("people=800 company=same upkeep=automatic partner=no", Entitlement, &[Invitation, Bulk, Sync, DirectConnect]),
    ("people=3000 company=same upkeep=automatic licence=free", Sync, &[Invitation, Bulk, Sync, DirectConnect, Entitlement]),
    ("people=3000 company=same cloud=government upkeep=automatic licence=p1", Entitlement, &[Invitation, Bulk, Sync, DirectConnect, Entitlement]),
    ("people=3000 company=same cloud=government upkeep=automatic licence=governance", Sync, &[Invitation, Bulk, DirectConnect]),
    ("people=3000 company=same cloud=from-china upkeep=automatic", Entitlement, &[Invitation, Bulk, Sync, DirectConnect]),
    ("people=20 accounts=other company=other", Bulk, &[Sync, DirectConnect]),
    ("people=2 accounts=other company=other", Invitation, &[Sync, DirectConnect]),
];

#[test]
fn every_scenario_ends_as_it_should() {
    for (text, best, out) in SCENARIOS {
        let ranked = choose(&answers(text));
        let ruled: BTreeSet<Method> =
            ranked.iter().filter(|one| !one.fits()).map(|one| one.method).collect();
        assert_eq!(ruled, out.iter().copied().collect(), "{text}");
        let first = ranked.first().unwrap();
        // Where nothing fits, nothing is called the best.
        assert!(first.method == *best || !first.fits(), "{text}: {:?}", first.method);
        assert_eq!(first.fits(), out.len() < METHODS.len(), "{text}");
    }
}

#[test]
fn every_row_speaks_of_a_question_that_is_asked() {
    let mut spoken = BTreeSet::new();
    for rule in RULES {
        assert!(!rule.when.is_empty());
        for (question, word) in rule.when {
            let asked = QUESTIONS.iter().find(|asked| asked.id == *question).unwrap();
            assert!(asked.values.iter().any(|(known, _)| known == word), "{question}={word}");
            spoken.insert(*question);
        }
        if rule.effect == Effect::Out {
            assert!(!rule.source.is_empty(), "{} rules out without a source", rule.because);
        }
        assert!(!rule.because.ends_with('.') && rule.because.is_ascii(), "{}", rule.because);
        assert!(RULES.iter().filter(|other| *other == rule).count() == 1, "{}", rule.because);
    }
    // A question nothing hangs on would be asked for nothing.
    let asked: BTreeSet<&str> = QUESTIONS.iter().map(|asked| asked.id).collect();
    assert_eq!(spoken, asked);
}

#[test]
fn people_are_counted_or_called() {
    for (count, band) in [("0", "few"), ("10", "few"), ("11", "some"), ("101", "many")] {
        assert_eq!(answers(&format!("people={count}")), answers(&format!("people={band}")));
    }
    assert_eq!(answers("people=1000"), answers("people=many"));
    assert_eq!(answers("people=1001"), answers("people=thousands"));
    assert_eq!(Answers::default().with("people", "lots"), None);
    assert_eq!(Answers::default().with("colour", "red"), None);
}

#[test]
fn turning_goes_through_every_answer_and_back_to_none() {
    for (at, asked) in QUESTIONS.iter().enumerate() {
        let mut answers = Answers::default();
        let mut seen = Vec::new();
        for _ in asked.values {
            answers.turn(at, true);
            seen.push(answers.given(at).unwrap().0);
        }
        assert_eq!(seen, asked.values.iter().map(|(word, _)| *word).collect::<Vec<_>>());
        answers.turn(at, true);
        assert!(answers.is_empty());
        answers.turn(at, false);
        assert_eq!(answers.given(at).unwrap().0, *seen.last().unwrap());
        answers.clear(at);
        assert!(answers.is_empty());
    }
}

fn some_answers() -> impl Strategy<Value = Answers> {
    let each: Vec<_> =
        QUESTIONS.iter().map(|asked| proptest::option::of(0..asked.values.len())).collect();
    each.prop_map(|given| Answers { given: given.try_into().unwrap() })
}

proptest! {
    #[test]
    fn every_way_is_ranked_once_and_what_fits_comes_first(answers in some_answers()) {
        let ranked = choose(&answers);
        let methods: BTreeSet<Method> = ranked.iter().map(|one| one.method).collect();
        prop_assert_eq!(methods.len(), METHODS.len());
        prop_assert!(ranked.is_sorted_by_key(|one| (!one.fits(), -one.points)));
    }

    /// One more answer never brings a way back that was ruled out.
    #[test]
    fn an_answer_more_rules_out_no_less(answers in some_answers(), at in 0..QUESTIONS.len()) {
        let mut fewer = answers.clone();
        fewer.clear(at);
        let out = |answers: &Answers| -> BTreeSet<Method> {
            choose(answers).iter().filter(|one| !one.fits()).map(|one| one.method).collect()
        };
        prop_assert!(out(&fewer).is_subset(&out(&answers)));
    }
}
