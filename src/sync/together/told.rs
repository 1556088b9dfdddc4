//! What is said of several configurations of one pair, line by line: for the command line and the
//! screen alike.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Kind, Meeting, Outcome, PAGES, Together, Told};
use crate::domain::{ObjectAction, SyncConfiguration};
use crate::sync::change::Change;
use crate::sync::preview::Engine;
use crate::text::grouped;

/// Users named for each way of meeting.
const NAMED_MAX: usize = 3;

/// A line, how far it is set in, and whether it is to be minded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Columns.
    pub inset: u16,
    /// It says something that may go wrong.
    pub is_doubt: bool,
    /// The words.
    pub text: String,
}

fn line(inset: u16, text: impl Into<String>) -> Line {
    Line { inset, is_doubt: false, text: text.into() }
}

/// Everything that is said, in lines. `pair` names the two tenants.
pub fn together_lines(
    all: &[Arc<SyncConfiguration>],
    engines: &[Engine<'_>],
    found: &Together,
    pair: &str,
) -> Vec<Line> {
    let name = |at: usize| all.get(at).map_or("", |one| one.display_name.as_str());
    if all.len() < 2 {
        let text = format!(
            "{pair}: {} is the only configuration; there is nothing to be looked at together",
            name(0)
        );
        return vec![line(0, text)];
    }
    let mut out = vec![line(0, format!("{pair}: {} configurations", all.len()))];
    for (at, one) in all.iter().enumerate() {
        let deletes = one.users().is_some_and(|users| users.does(ObjectAction::Delete));
        let (count, is_stopped) = found.deletions.get(at).copied().unwrap_or_default();
        let stop = if is_stopped { ", which stops it" } else { "" };
        let delete = match deletes {
            true => format!("Delete on, {} deletions of its own{stop}", grouped(count)),
            false => "Delete off".to_owned(),
        };
        out.push(line(2, format!("{}: {delete}", one.display_name)));
    }
    let text = "Whether there may be several is undocumented, for the pages contradict each other:";
    out.push(Line { is_doubt: true, ..line(0, text) });
    out.extend(PAGES.iter().map(|(says, page)| line(2, format!("{says}: {page}"))));
    if found.meetings.is_empty() {
        out.push(line(0, "nobody is touched by two of them"));
    }
    kinds(engines, found, &name, &mut out);
    out
}

/// A paragraph for each way of meeting, with some of the users by name.
fn kinds<'n>(
    engines: &[Engine<'_>],
    found: &Together,
    name: &dyn Fn(usize) -> &'n str,
    out: &mut Vec<Line>,
) {
    type Key = (Kind, usize, usize, Outcome);
    let mut kinds: BTreeMap<Key, (u64, Vec<String>)> = BTreeMap::new();
    for meeting in &found.meetings {
        let told = found.told(engines, meeting);
        let key = (meeting.kind, meeting.from, meeting.to, told.outcome);
        let (count, named) = kinds.entry(key).or_default();
        *count += 1;
        if named.len() < NAMED_MAX {
            named.push(of_one(engines, meeting, &told));
        }
    }
    for ((kind, from, to, outcome), (count, named)) in kinds {
        let head = match count {
            1 => "1 user".to_owned(),
            many => format!("{} users", grouped(many)),
        };
        let text = format!("{head} {} (first {}, second {})", kind.words().1, name(from), name(to));
        let is_doubt = !matches!(outcome, Outcome::Same | Outcome::HandedOver);
        out.push(line(0, text));
        out.push(Line { is_doubt, ..line(2, outcome.words().1) });
        out.extend(named.into_iter().map(|text| line(4, text)));
        if count > NAMED_MAX as u64 {
            out.push(line(4, "and more"));
        }
    }
}

fn of_one(engines: &[Engine<'_>], meeting: &Meeting, told: &Told) -> String {
    let source = engines.first().map(|engine| engine.inputs().source);
    let name = source.and_then(|source| source.named(meeting.row, "userPrincipalName").text());
    let mut text = name.unwrap_or("no sign-in name").to_owned();
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    let written: Vec<String> = told
        .changes
        .iter()
        .filter(|one| one.is_written())
        .map(|one: &Change| {
            format!("{} {} -> {}", one.attribute, shown(&one.before), shown(&one.after))
        })
        .collect();
    match written.len() {
        0 => {}
        1..=4 => text.push_str(&format!("; the second writes {}", written.join(", "))),
        many => text.push_str(&format!("; the second writes {many} attributes")),
    }
    // A guest stays one where the type is written on creation only.
    let kept = told.changes.iter().find(|one| one.attribute == "userType" && !one.is_written());
    if let Some(kept) = kept {
        text.push_str(&format!("; userType stays {}", shown(&kept.before)));
    }
    for one in &told.contests {
        let (first, second) = (shown(&one.first), shown(&one.second));
        text.push_str(&format!("; {}: {first} or {second}", one.attribute));
    }
    text
}
