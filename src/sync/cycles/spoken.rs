//! Events as they are typed: `DAY WHAT [VALUE]`, such as `2 changed department=Sales`.

use super::event::{Event, Happening, Official, Personal};
use super::scenario::MORNING;
use crate::domain::ObjectId;
use crate::sync::roster::Field;
use crate::text::{did_you_mean, nearest};

enum Shape {
    Person(fn() -> Personal),
    Job(fn() -> Official),
    /// `attribute=value`.
    Attribute(fn(String, Field) -> Personal),
    /// A number, or `never`.
    Threshold,
}

/// Word, what follows it, what it does, what happens.
#[rustfmt::skip]
const WORDS: &[(&str, &str, Shape, &str)] = &[
    ("deleted", "", Shape::Person(|| Personal::Deleted), "deleted in the source"),
    ("restored", "", Shape::Person(|| Personal::Restored), "restored in the source"),
    ("hardDeleted", "", Shape::Person(|| Personal::HardDeleted), "purged from the source"),
    ("unassigned", "", Shape::Person(|| Personal::Unassigned), "the direct assignment is taken away"),
    ("removedFromGroups", "", Shape::Person(|| Personal::RemovedFromGroups), "removed from every assigned group"),
    ("leavesScope", "", Shape::Person(|| Personal::LeavesScope), "both of them"),
    ("assigned", "", Shape::Person(|| Personal::Assigned), "assigned directly"),
    ("blocked", "", Shape::Person(|| Personal::Blocked), "sign-in blocked in the source"),
    ("unblocked", "", Shape::Person(|| Personal::Unblocked), "sign-in allowed again in the source"),
    ("changed", "ATTRIBUTE=VALUE", Shape::Attribute(|attribute, value| Personal::Changed { attribute, value }), "an attribute of the source"),
    ("leavesTarget", "", Shape::Person(|| Personal::LeavesTarget), "leaves the target through My Account"),
    ("deletedInTarget", "", Shape::Person(|| Personal::DeletedInTarget), "deleted by the target's administrator"),
    ("restoredInTarget", "", Shape::Person(|| Personal::RestoredInTarget), "restored by the target's administrator"),
    ("editedInTarget", "ATTRIBUTE=VALUE", Shape::Attribute(|attribute, value| Personal::EditedInTarget { attribute, value }), "an attribute of the target"),
    ("inboundOff", "", Shape::Job(|| Official::InboundOff), "the target closes inbound synchronisation"),
    ("inboundOn", "", Shape::Job(|| Official::InboundOn), "the target opens it"),
    ("schemaSaved", "", Shape::Job(|| Official::SchemaSaved(None)), "mappings or filters are saved"),
    ("restarted", "", Shape::Job(|| Official::Restarted), "the job is restarted"),
    ("deletesAllowed", "", Shape::Job(|| Official::DeletesAllowed), "the deletes are allowed"),
    ("threshold", "N or never", Shape::Threshold, "another deletion threshold"),
    ("jobDeleted", "", Shape::Job(|| Official::JobDeleted), "the job is deleted"),
];

/// Every word with what follows it, and what happens then.
pub fn event_words() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    WORDS.iter().map(|(word, value, _, about)| (*word, *value, *about))
}

/// Reads an event that happens to one user or to the job; the fault is a sentence.
pub fn spoken(text: &str, user: Option<ObjectId>) -> Result<Event, String> {
    const WANTED: &str = "expected `DAY WHAT [VALUE]`, such as `2 changed department=Sales`";
    let mut parts = text.trim().splitn(3, ' ');
    let day = parts.next().and_then(|day| day.parse::<u64>().ok()).filter(|day| *day <= 366);
    let (Some(day), Some(word)) = (day, parts.next()) else {
        return Err(format!("`{text}` is no event; {WANTED}"));
    };
    let value = parts.next().unwrap_or_default().trim();
    let Some((_, follows, shape, _)) = WORDS.iter().find(|(known, ..)| *known == word) else {
        let hint = did_you_mean(&nearest(word, WORDS.iter().map(|(known, ..)| *known), 3));
        return Err(format!("no event is called `{word}`{hint}"));
    };
    let bad = || match follows.is_empty() {
        true => format!("nothing follows `{word}`, found `{value}`"),
        false => format!("{follows} follows `{word}`, found `{value}`"),
    };
    let to = |personal| match user {
        Some(user) => Ok(Happening::To(vec![user], personal)),
        None => Err(format!("`{word}` happens to a user, and none is named")),
    };
    let what = match shape {
        Shape::Person(_) | Shape::Job(_) if !value.is_empty() => return Err(bad()),
        Shape::Person(make) => to(make())?,
        Shape::Job(make) => Happening::Job(make()),
        Shape::Attribute(make) => {
            let (attribute, value) = value.split_once('=').ok_or_else(bad)?;
            to(make(attribute.trim().to_owned(), field(value)))?
        }
        Shape::Threshold if value == "never" => Happening::Job(Official::Threshold(None)),
        Shape::Threshold => {
            let most = value.parse().map_err(|_no_number| bad())?;
            Happening::Job(Official::Threshold(Some(most)))
        }
    };
    Ok(Event::on(day, MORNING, what))
}

/// A value as it is typed: nothing is no value, an object id leads to an object.
fn field(text: &str) -> Field {
    match text {
        "" => Field::Missing,
        "true" => Field::Bool(true),
        "false" => Field::Bool(false),
        _ => match text.parse() {
            Ok(id) => Field::Reference(id),
            Err(_) => Field::Text(text.to_owned()),
        },
    }
}
