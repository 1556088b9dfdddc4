//! What the desk answers to an effect, as messages: the part of performing that needs no terminal.

use std::cell::RefCell;
use std::sync::Arc;

use super::app::{Effect, Message};
use super::files;
use super::model::HistoryLine;
use super::screen::Tone;
use crate::edit::{Edit, Refused};
use crate::store::{
    Applied, Conflict, Desk, Fault, Stamp, forget_answers, keep_draft_answers, keep_question,
    kept_answers, kept_questions,
};

/// Performs an effect that the desk can perform; the others answer nothing here.
pub fn perform(desk: &mut Desk, stamp: &Stamp, effect: &Effect) -> Vec<Message> {
    match effect {
        Effect::Apply(edits) => {
            let done = desk.apply(stamp, edits);
            made(desk, edits, done)
        }
        Effect::Make(label, edits) => {
            let done = desk.apply_as(stamp, label.clone(), edits);
            made(desk, edits, done)
        }
        Effect::Undo => {
            let done = desk.undo(stamp);
            report(desk, "undone: ", done)
        }
        Effect::Redo => {
            let done = desk.redo(stamp);
            report(desk, "made again: ", done)
        }
        Effect::Refresh => {
            let mut messages = match desk.refresh() {
                Ok(labels) if labels.is_empty() => Vec::new(),
                Ok(labels) => {
                    let text = format!("another instance changed: {}", labels.join("; "));
                    stands(desk, Some((Tone::Plain, text)))
                }
                Err(fault) => vec![say(Tone::Refused, fault.to_string())],
            };
            // What cannot be read was said once, when it was read first.
            messages.extend(answers(desk).ok());
            messages
        }
        Effect::ReadAnswers => vec![answers(desk).unwrap_or_else(|what| say(Tone::Refused, what))],
        Effect::KeepAnswers(answers) => {
            let kept = keep_draft_answers(desk.disk().as_ref(), desk.workspace(), answers);
            match kept {
                Ok(said) => said.map(|text| say(Tone::Refused, text)).into_iter().collect(),
                Err(fault) => vec![say(Tone::Refused, format!("not saved: {fault}"))],
            }
        }
        Effect::KeepQuestion(question) => match keep_question(desk.disk().as_ref(), question) {
            Ok(()) => Vec::new(),
            Err(fault) => {
                vec![say(Tone::Refused, format!("the question is not remembered: {fault}"))]
            }
        },
        Effect::ReadQuestions => match kept_questions(desk.disk().as_ref()) {
            Ok(questions) => vec![Message::Asked(questions)],
            Err(fault) => vec![say(Tone::Refused, fault.to_string())],
        },
        Effect::ForgetAnswers => match forget_answers(desk.disk().as_ref()) {
            Ok(None) => vec![Message::Answers(None)],
            Ok(Some(name)) => {
                let text = format!("begun anew; the answers before are kept as {name}");
                vec![Message::Answers(None), say(Tone::Done, text)]
            }
            Err(fault) => vec![say(Tone::Refused, fault.to_string())],
        },
        Effect::Browse(folder) => vec![files::look(folder)],
        Effect::ReadIn(path) => {
            let came = files::read_in(desk, stamp, path).map(Arc::new);
            let tenants = came.as_ref().map(|came| came.tenants.clone()).unwrap_or_default();
            let mut messages = files::directories(desk.disk().as_ref(), &tenants);
            messages.push(Message::CameIn(came));
            messages
        }
        Effect::TakeIn => {
            let taken = desk.refresh();
            match taken {
                Ok(_) => stands(desk, None),
                Err(fault) => vec![say(Tone::Refused, fault.to_string())],
            }
        }
        Effect::ReadEntry(revision) => match desk.entry(*revision) {
            Ok(entry) => vec![Message::Entry(Box::new(entry))],
            Err(fault) => vec![say(Tone::Refused, fault.to_string())],
        },
        // The shell does it off the screen's thread instead.
        Effect::Work(job) => vec![job.clone().run()],
        Effect::Errand(task) => vec![task.clone().run(desk.disk().as_ref())],
        Effect::Sync(task) => {
            let told = RefCell::new(Vec::new());
            task.clone().run(desk.disk().as_ref(), &|message| told.borrow_mut().push(message));
            told.into_inner()
        }
        Effect::Merging(task) => {
            let told = RefCell::new(Vec::new());
            task.clone().run(desk.disk().as_ref(), &|message| told.borrow_mut().push(message));
            told.into_inner()
        }
        // The shell does the last ones, which want more than a desk.
        Effect::Deliver(_)
        | Effect::TakeAnswer(..)
        | Effect::Prefer(_)
        | Effect::Copy(_)
        | Effect::Write(_)
        | Effect::Suspend
        | Effect::Repaint
        | Effect::Quit => Vec::new(),
    }
}

/// The answers of a merger as they are kept; in words why they cannot be used.
fn answers(desk: &Desk) -> Result<Message, String> {
    let kept = kept_answers(desk.disk().as_ref()).map_err(|fault| fault.to_string())?;
    if let Some(foreign) = kept.as_ref().and_then(|kept| kept.foreign(desk.workspace())) {
        return Err(format!("{foreign}; they are not used"));
    }
    Ok(Message::Answers(kept.map(Box::new)))
}

/// Tells what became of edits; where another instance was there first, they can be made over it.
fn made(desk: &mut Desk, edits: &[Edit], done: Result<Applied, Fault>) -> Vec<Message> {
    if let Err(Fault::Conflict(conflict)) = &done {
        let asked = overtaken(conflict).fixed_by("make mine over it", edits.to_vec());
        return stands(desk, None).into_iter().chain([Message::Refused(asked)]).collect();
    }
    report(desk, "", done)
}

/// How the desk stands now, and what it has to say.
pub fn stands(desk: &mut Desk, notice: Option<(Tone, String)>) -> Vec<Message> {
    let history = match desk.history() {
        Ok(history) => history
            .timeline()
            .map(|(head, undone)| HistoryLine { head: head.clone(), undone })
            .collect(),
        Err(fault) => return vec![say(Tone::Refused, fault.to_string())],
    };
    let workspace = Arc::clone(desk.workspace());
    let mut messages = vec![Message::Stands(workspace, desk.revision(), history)];
    let notices = desk.take_notices();
    if !notices.is_empty() {
        messages.push(say(Tone::Refused, notices.join(" ")));
    } else if let Some((tone, text)) = notice {
        messages.push(say(tone, text));
    }
    messages
}

/// Tells what became of an edit.
fn report(desk: &mut Desk, verb: &str, done: Result<Applied, Fault>) -> Vec<Message> {
    match done {
        Ok(applied) if applied.places == 0 => {
            // Perhaps because another instance made it so, which is then to be seen.
            stands(desk, Some((Tone::Plain, "it is like that already".to_owned())))
        }
        Ok(applied) => {
            let mut text = format!("{verb}{}   saved", applied.label);
            if verb.is_empty() {
                text.push_str(", u undoes it");
            }
            if !applied.taken_in.is_empty() {
                let theirs = applied.taken_in.join("; ");
                text.push_str(&format!("; taken in from another instance: {theirs}"));
            }
            stands(desk, Some((Tone::Done, text)))
        }
        Err(Fault::Refused(refused)) => vec![Message::Refused(refused)],
        Err(Fault::Conflict(conflict)) => {
            let told = Message::Refused(overtaken(&conflict));
            stands(desk, None).into_iter().chain([told]).collect()
        }
        Err(Fault::Nothing(what)) => vec![say(Tone::Plain, what.to_owned())],
        Err(fault) => {
            // What another instance wrote is taken in even when our edit was not made.
            let mut messages = stands(desk, None);
            messages.push(say(Tone::Refused, fault.to_string()));
            messages
        }
    }
}

/// The screen shows the place by its name and as it stands now, so the path and values of it are
/// left to the command line.
fn overtaken(conflict: &Conflict) -> Refused {
    let theirs = &conflict.label;
    Refused::because(format!("another instance did this meanwhile: {theirs}; yours was not made"))
}

fn say(tone: Tone, text: String) -> Message {
    Message::Notice(tone, text)
}
