//! The questions as forms: one function each, from the answers to lines.

mod basics;
mod people;
mod review;
mod simulate;
mod sync;
mod tenants;

pub use tenants::member;

use super::line::{Held, Line};
use crate::merger::{Fault, Leavers, Step, Weight};
use crate::tui::glyph::Glyphs;
use crate::tui::theme::Role;
use crate::tui::widgets::Mark;

/// What is said of leavers where only a part was said so far: as a fresh configuration has it.
pub const LEAVERS: Leavers = Leavers {
    deprovision: true,
    threshold: Some(crate::domain::DELETION_THRESHOLD_DEFAULT),
    start: false,
};

/// The form of a question, with what is wrong with its answer.
pub fn form(step: Step, held: Held<'_>, glyphs: Glyphs) -> Vec<Line> {
    let mut lines = match step {
        Step::Tenants => tenants::tenants(held),
        Step::Topology => tenants::topology(held),
        Step::Collaboration => people::collaboration(held),
        Step::DirectConnect => basics::direct_connect(held),
        Step::Sync => sync::sync(held),
        Step::Attributes => sync::attributes(held),
        Step::Leavers => sync::leavers(held),
        Step::Redemption => basics::redemption(held),
        Step::Trust => basics::trust(held),
        Step::Closed => basics::closed(held),
        Step::Simulate => simulate::simulate(held, glyphs),
        Step::Review => review::review(held, glyphs),
    };
    let faults = held.proposed.iter().flat_map(|held| &held.proposal.faults);
    let faults: Vec<&Fault> =
        // Before anything is answered nothing is wrong.
        faults.filter(|fault| fault.step == step && held.model.merging.is_begun).collect();
    if !faults.is_empty() {
        lines.push(Line::gap());
    }
    lines.extend(faults.into_iter().map(|fault| fault_line(fault, glyphs).rest()));
    if step == Step::Simulate {
        lines = lines.into_iter().map(Line::rest).collect();
    }
    lines
}

/// What is wrong, with its sign.
fn fault_line(fault: &Fault, glyphs: Glyphs) -> Line {
    let (sign, role) = match fault.weight {
        Weight::Stop => (glyphs.block(), Role::Error),
        Weight::Mind => (glyphs.warning(), Role::Warning),
    };
    let mut line = Line::say(role, fault.sentence.clone());
    line.mark = Mark::Sign(sign, role);
    line
}

/// A count with its noun.
fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        other => format!("{} {many}", crate::text::grouped(other as u64)),
    }
}
