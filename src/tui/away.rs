//! Away in an editor: the terminal is given back, a text is written elsewhere, and all is taken again.
//!
//! Whoever reads keys must not read meanwhile, or the editor would lose some. A thread that waits in
//! `read` cannot be told so; on Unix a change of the window's size wakes it, and so does the signal that
//! says so, sent to ourselves. Elsewhere it looks up from time to time.

use std::process::Command;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use ratatui::crossterm::event::{self, Event as Input};

use super::shell::Event;
use super::{signals, terminal};
use crate::store::Scratch;

/// How long the reader may take to stand aside.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where the reader stands.
#[derive(Clone, Copy, Debug, Default)]
struct Stand {
    /// It is to read nothing.
    is_asked: bool,
    /// It reads nothing.
    is_aside: bool,
}

/// The thread that reads keys, mouse and sizes.
#[derive(Clone, Debug, Default)]
pub struct Reader(Arc<(Mutex<Stand>, Condvar)>);

impl Reader {
    /// Begins to read. Reading blocks, and on some terminals for ever: it has a thread of its own.
    pub fn start(sender: Sender<Event>) -> Self {
        let reader = Reader::default();
        let mine = reader.clone();
        std::thread::spawn(move || mine.run(&sender));
        reader
    }

    fn run(&self, sender: &Sender<Event>) {
        loop {
            self.pass();
            if !has_come() {
                continue;
            }
            let event = match event::read() {
                // It may be the one that was only to wake us.
                Ok(Input::Resize(..)) if self.is_asked() => continue,
                Ok(input) => Event::Input(input),
                Err(_) => Event::End,
            };
            let ends = matches!(event, Event::End);
            if sender.send(event).is_err() || ends {
                return;
            }
        }
    }

    fn is_asked(&self) -> bool {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).is_asked
    }

    /// Waits where it is asked to.
    fn pass(&self) {
        let (stand, changed) = &*self.0;
        let mut stand = stand.lock().unwrap_or_else(PoisonError::into_inner);
        while stand.is_asked {
            stand.is_aside = true;
            changed.notify_all();
            stand = changed.wait(stand).unwrap_or_else(PoisonError::into_inner);
        }
        stand.is_aside = false;
    }

    /// Makes it stand aside; false where it does not.
    fn pause(&self) -> bool {
        let (stand, changed) = &*self.0;
        let mut stand = stand.lock().unwrap_or_else(PoisonError::into_inner);
        stand.is_asked = true;
        signals::wake();
        let waited = changed.wait_timeout_while(stand, PATIENCE, |stand| !stand.is_aside);
        let (mut stand, late) = waited.unwrap_or_else(PoisonError::into_inner);
        if late.timed_out() {
            stand.is_asked = false;
            changed.notify_all();
        }
        !late.timed_out()
    }

    /// Lets it read again.
    fn go_on(&self) {
        let (stand, changed) = &*self.0;
        stand.lock().unwrap_or_else(PoisonError::into_inner).is_asked = false;
        changed.notify_all();
    }

    /// Gives a text to an editor and comes back with what it has become. The terminal is not ours when
    /// this returns.
    pub fn write(&self, editor: &str, text: &str) -> Result<String, String> {
        let scratch = Scratch::new("expression.txt", text).map_err(|fault| fault.to_string())?;
        if !self.pause() {
            return Err("the editor was not opened: the keyboard is still being read".to_owned());
        }
        terminal::give_back();
        signals::be_away(true);
        let ended = command(editor, &scratch).status();
        signals::be_away(false);
        self.go_on();
        match ended {
            Err(why) => {
                Err(format!("cannot run the editor `{editor}`: {why}; the text is as it was"))
            }
            Ok(status) if !status.success() => {
                Err(format!("the editor `{editor}` ended with {status}: the text is as it was"))
            }
            Ok(_) => {
                let text = scratch.read().map_err(|fault| fault.to_string())?;
                Ok(text.trim_end_matches(['\n', '\r']).to_owned())
            }
        }
    }
}

/// Whether there is something to read; where a thread cannot be woken it looks up now and then.
#[cfg(not(unix))]
fn has_come() -> bool {
    event::poll(Duration::from_millis(250)).unwrap_or(true)
}

/// A thread that reads is woken here.
#[cfg(unix)]
fn has_come() -> bool {
    true
}

/// The variable holds a command with its arguments, which the shell takes apart as git does. It makes
/// way for the editor, so that nobody between the two is interrupted by what is typed.
#[cfg(unix)]
fn command(editor: &str, scratch: &Scratch) -> Command {
    let sets = editor.split_whitespace().next().is_some_and(|word| word.contains('='));
    let exec = if sets { "" } else { "exec " };
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{exec}{editor} \"$@\"")).arg("detente").arg(scratch.path());
    command
}

/// Here it is taken apart at its spaces.
#[cfg(not(unix))]
fn command(editor: &str, scratch: &Scratch) -> Command {
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).arg(scratch.path());
    command
}
