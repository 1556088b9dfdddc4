//! All that can be wanted of the world.

use std::path::PathBuf;

use crate::access::Question;
use crate::edit::Edit;
use crate::merger::Answers;
use crate::tui::delivery::Delivery;
use crate::tui::errand;
use crate::tui::job::Job;
use crate::tui::merging;
use crate::tui::model::Preferences;
use crate::tui::sync::Task;

/// All that can be wanted of the world.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Make edits.
    Apply(Vec<Edit>),
    /// Make edits, called by what they are made for.
    Make(String, Vec<Edit>),
    /// Take the last edit back.
    Undo,
    /// Make it again.
    Redo,
    /// Take in what another instance wrote.
    Refresh,
    /// Look into a folder of this machine.
    Browse(PathBuf),
    /// Read files in.
    ReadIn(PathBuf),
    /// Take in what was read in.
    TakeIn,
    /// Read an entry of the journal.
    ReadEntry(u64),
    /// Take in the answer to a handshake: its file, and the mark of the request it should answer.
    TakeAnswer(String, Option<String>),
    /// Work something out on the workspace.
    Errand(Box<errand::Task>),
    /// Write files outside the workspace.
    Deliver(Box<Delivery>),
    /// Do long work, and tell when it is done.
    Work(Job),
    /// Do work on synchronisation, and tell how far it is.
    Sync(Task),
    /// Do work on a merger, and tell how far it is.
    Merging(merging::Task),
    /// Remember a question.
    KeepQuestion(Box<Question>),
    /// Read the questions that are remembered.
    ReadQuestions,
    /// Keep the answers of a merger.
    KeepAnswers(Box<Answers>),
    /// Read the answers of a merger as they are kept, and say what is wrong with them.
    ReadAnswers,
    /// Put the answers of a merger aside.
    ForgetAnswers,
    /// Keep the preferences, and use them.
    Prefer(Preferences),
    /// Give a text to the terminal's clipboard.
    Copy(String),
    /// Let a text be written in the user's editor.
    Write(String),
    /// Give the terminal back until the program is continued.
    Suspend,
    /// Draw everything again.
    Repaint,
    /// Leave.
    Quit,
}
