//! Questions that tables answer: errors, and methods.

use super::Put;
use crate::decode::{Side, read};
use crate::learn::choose::{Answers, choose};
use crate::learn::method::METHODS;
use crate::learn::school::School;

fn error(school: &School, code: &str, asked: &str) -> Option<Put> {
    let found = read(code, &school.workspace, &school.directories).code?;
    let sides = [Side::Home, Side::Resource, Side::Network].map(Side::title);
    let text = format!("{asked} {code}. Whose setting says no?");
    Put::of(text, &sides, found.side.title(), format!("{}: {}", found.text, found.means))
}

pub(super) fn error_outbound(school: &School) -> Option<Put> {
    error(
        school,
        "AADSTS500212",
        "Our user is a guest of a partner and the sign-in there fails with",
    )
}

pub(super) fn error_inbound(school: &School) -> Option<Put> {
    error(school, "AADSTS500213", "A guest cannot get into our tenant; the sign-in fails with")
}

pub(super) fn error_restrictions(school: &School) -> Option<Put> {
    error(
        school,
        "AADSTS5000211",
        "A consultant works at one of our laptops with the account of another company and gets",
    )
}

/// Puts a case to the table of methods.
fn case(text: &str, answers: &[(&str, &str)]) -> Option<Put> {
    let given = answers
        .iter()
        .try_fold(Answers::default(), |all, (question, word)| all.with(question, word))?;
    let ranked = choose(&given);
    let best = ranked.first().filter(|best| best.fits())?;
    // Two that are equal would both be right.
    if ranked.get(1).is_some_and(|next| next.fits() && next.points == best.points) {
        return None;
    }
    let titles: Vec<&str> = METHODS.iter().map(|(_, _, title, _)| *title).collect();
    let reasons = best.pro.iter().map(|(because, _)| *because);
    let others = ranked
        .iter()
        .filter_map(|other| other.out.first().map(|(because, _)| (other.method.title(), *because)));
    let mut because = reasons.collect::<Vec<_>>().join("; ");
    for (title, why) in others {
        because.push_str(&format!(". Not {title}: {why}"));
    }
    Put::of(text, &titles, best.method.title(), because)
}

pub(super) fn merger(_: &School) -> Option<Put> {
    case(
        "Two companies of 3,000 people each merge. Their people need each other's applications, and accounts are to be created, maintained and removed automatically. Which solution?",
        &[
            ("people", "3000"),
            ("company", "same"),
            ("need", "apps"),
            ("upkeep", "automatic"),
            ("removal", "source"),
        ],
    )
}

pub(super) fn workshop(_: &School) -> Option<Put> {
    case(
        "Four experts of another company help with a project site for two months. We know them by name and take them out ourselves. Which way is enough?",
        &[
            ("people", "4"),
            ("company", "other"),
            ("need", "apps"),
            ("upkeep", "hand"),
            ("removal", "hand"),
        ],
    )
}

pub(super) fn channels(_: &School) -> Option<Put> {
    case(
        "Marketing works with an agency in Teams shared channels and in nothing else. The agency's administrators help, both sides have P1. Which way makes no accounts at all?",
        &[
            ("people", "40"),
            ("company", "other"),
            ("need", "channels"),
            ("partner", "yes"),
            ("licence", "p1"),
        ],
    )
}

pub(super) fn requests(_: &School) -> Option<Put> {
    case(
        "A supplier's people change all the time. They are to ask for access themselves, a buyer approves, and after 90 days it ends by itself. Governance licences are there. Which way?",
        &[
            ("people", "300"),
            ("company", "other"),
            ("need", "apps"),
            ("upkeep", "request"),
            ("approval", "yes"),
            ("removal", "date"),
            ("licence", "governance"),
        ],
    )
}

pub(super) fn file(_: &School) -> Option<Put> {
    case(
        "Sixty trainers with addresses at all sorts of providers need one application for a season. There is a list of addresses, and somebody removes them in autumn. Which way?",
        &[
            ("people", "60"),
            ("company", "other"),
            ("need", "apps"),
            ("upkeep", "hand"),
            ("removal", "hand"),
            ("accounts", "other"),
        ],
    )
}
