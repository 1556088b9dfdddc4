//! The engine against a judge that shares nothing with it.

use std::collections::{BTreeMap, BTreeSet};

use super::cases::Case;
use super::scene::*;
use crate::access::{Kind, Verdict};
use crate::domain::B2b;

const SHAPES: [&str; 16] = [
    "U+ All, A+ All",
    "U+ All, A+ Payroll",
    "U+ All, A- All",
    "U+ All, A- Payroll",
    "U+ FM, A+ All",
    "U+ FM, A+ Payroll",
    "U+ FM, A- All",
    "U+ FM, A- Payroll",
    "U- All, A+ All",
    "U- All, A+ Payroll",
    "U- All, A- All",
    "U- All, A- Payroll",
    "U- FM, A+ All",
    "U- FM, A+ Payroll",
    "U- FM, A- All",
    "U- FM, A- Payroll",
];

/// Certain verdicts need every guess to agree. Says whether the answer is as sharp as can be.
fn agree(case: &Case, why: &str) -> (Verdict, bool) {
    let answer = case.world.ask(&case.question);
    let outcomes = case.outcomes();
    let want: &[bool] = match answer.verdict {
        Verdict::Allowed => &[true],
        Verdict::Blocked => &[false],
        Verdict::DependsOnPartner | Verdict::Invalid => &[false, true],
        Verdict::StepRequired => panic!("{why}: no step is wanted here"),
    };
    let want: BTreeSet<bool> = want.iter().copied().collect();
    assert!(outcomes.is_subset(&want), "{why}: {outcomes:?} {answer:#?}");
    (answer.verdict, outcomes == want)
}

/// Every estate of two tenants with these shapes, and every pair that tells them apart; says how
/// many.
pub fn every_small_estate(mut judge: impl FnMut(&Case, &str)) -> u32 {
    let mut asked = 0;
    let choices = || SHAPES.into_iter().chain(["inherit", "unseen"]);
    for kind in Kind::ALL {
        let (inbound, outbound) = match kind {
            Kind::Collaboration => (B2b::CollaborationInbound, B2b::CollaborationOutbound),
            Kind::DirectConnect => (B2b::DirectConnectInbound, B2b::DirectConnectOutbound),
        };
        for default in SHAPES.into_iter().chain(["inherit"]) {
            let mut base = World::new();
            if default != "inherit" {
                base = base.default(C, inbound, default);
            }
            for home in choices() {
                let there = match home {
                    "inherit" => base.clone(),
                    "unseen" => base.clone().unseen(F),
                    text => base.clone().partner(F, C, outbound, text),
                };
                for resource in choices() {
                    let world = match resource {
                        "inherit" => there.clone(),
                        "unseen" => there.clone().unseen(C),
                        text => there.clone().partner(C, F, inbound, text),
                    };
                    for (user, app) in [(FAY, PAYROLL), (FAY, WIKI), (FINN, PAYROLL), (FINN, WIKI)]
                    {
                        let mut question = knock(user, app);
                        question.kind = kind;
                        let case = Case { world: world.clone(), question };
                        let why = format!("{kind:?} {default} / {home} / {resource}");
                        judge(&case, &why);
                        asked += 1;
                    }
                }
            }
        }
    }
    asked
}

#[test]
fn every_small_estate_is_judged_alike() {
    let mut mix = BTreeMap::<Verdict, u32>::new();
    let asked = every_small_estate(|case, why| {
        let (verdict, sharp) = agree(case, why);
        assert!(sharp, "{why}: less is said than is known");
        *mix.entry(verdict).or_default() += 1;
    });
    println!("{asked} small estates: {mix:?}");
    assert_eq!(asked, 2 * 17 * 18 * 18 * 4);
}

/// How many estates at random are judged in one test.
pub fn random_cases() -> u64 {
    let long = std::env::var("DETENTE_LONG").is_ok_and(|value| value == "1");
    if long { 1_000_000 } else { 20_000 }
}

#[test]
fn estates_at_random_are_judged_alike() {
    let cases = random_cases();
    let (mut mix, mut blunt) = (BTreeMap::<Verdict, u64>::new(), 0u64);
    for seed in 0..cases {
        let (verdict, sharp) = agree(&Case::of(seed), &format!("seed {seed}"));
        *mix.entry(verdict).or_default() += 1;
        blunt += u64::from(!sharp);
    }
    println!("{cases} estates at random: {mix:?}; {blunt} answers say less than could be known");
    for verdict in VERDICTS {
        // No step is wanted without Conditional Access.
        let share = mix.get(&verdict).copied().unwrap_or(0) * 100 / cases;
        assert!(verdict == Verdict::StepRequired || share >= 2, "{verdict:?}: {mix:?}");
    }
    assert!(blunt * 50 < cases, "{blunt} of {cases}");
}

/// All verdicts there are.
const VERDICTS: [Verdict; 5] = [
    Verdict::Allowed,
    Verdict::Blocked,
    Verdict::StepRequired,
    Verdict::DependsOnPartner,
    Verdict::Invalid,
];
