//! Taking in the answer to a handshake: a file from outside, which changes what is known of a tenant
//! that is not ours.

use std::path::Path;

use super::app::{Effect, Message};
use super::perform::{perform, stands};
use super::screen::Tone;
use crate::merger::Reply;
use crate::store::{Desk, Outside, Stamp, take_answer};

/// Answers of the largest mergers have less.
const BYTES_MAX: u64 = 16 << 20;

/// Reads an answer and takes it in, where it answers what was asked; says what became of it.
pub fn take(
    desk: &mut Desk,
    outside: &dyn Outside,
    stamp: &Stamp,
    path: &str,
    asked: Option<&str>,
) -> Vec<Message> {
    let refuse = |text: String| vec![Message::Notice(Tone::Refused, text)];
    let bytes = match outside.input(Path::new(path.trim()), BYTES_MAX) {
        Ok(bytes) => bytes,
        Err(fault) => return refuse(fault.to_string()),
    };
    let reply = match Reply::read(&bytes) {
        Ok(reply) => reply,
        Err(why) => {
            return refuse(format!(
                "`{path}` is no answer to a handshake: {why}; nothing was changed"
            ));
        }
    };
    let (applied, mut notices) = match take_answer(desk, stamp, &reply) {
        Ok(taken) => taken,
        Err(fault) => return refuse(fault.to_string()),
    };
    if asked.is_some_and(|mark| mark != reply.in_reply_to) {
        notices.push("it answers another request than would be written now".to_owned());
    }
    let mut text = format!("{}   saved, u undoes it", applied.label);
    for notice in notices {
        text.push_str(&format!("; {notice}"));
    }
    // Ids that were asked for may be filled in now.
    let mut messages = perform(desk, stamp, &Effect::ReadAnswers);
    messages.extend(stands(desk, Some((Tone::Done, text))));
    messages
}
