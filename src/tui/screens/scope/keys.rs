//! What can be done on the screen of a scope, and by which keys.

use crate::tui::key::{Binding, bind};

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Change,
    Toggle,
    Add,
    AddFilter,
    Remove,
    Keep,
    Drop,
    NextPart,
    PreviousPart,
    NextOffer,
    PreviousOffer,
    TakeClause,
    LeaveClause,
    TakeField,
    LeaveField,
}

#[rustfmt::skip]
pub const KEYS: &[Binding<Command>] = &[
    bind(&["enter", "e"], Command::Change, "scope.change", "change what is under the cursor", "change"),
    bind(&["space"], Command::Toggle, "scope.toggle", "everyone or the assigned; an action on or off", "toggle"),
    bind(&["c"], Command::Add, "scope.add", "add here: somebody who is assigned, a condition", "add"),
    bind(&["o"], Command::AddFilter, "scope.or", "add a filter: who passes one of them is in scope", "or"),
    bind(&["x"], Command::Remove, "scope.remove", "take out what is under the cursor", "take out"),
    bind(&["s", "ctrl+s"], Command::Keep, "scope.keep", "keep what was changed here, as one edit", "keep"),
    bind(&["D"], Command::Drop, "scope.drop", "drop what was changed here", "drop"),
    bind(&["j", "down"], Command::Down, "scope.down", "next", ""),
    bind(&["k", "up"], Command::Up, "scope.up", "previous", ""),
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "scope.pagedown", "half a page down", ""),
    bind(&["ctrl+u", "pgup"], Command::PageUp, "scope.pageup", "half a page up", ""),
    bind(&["g g", "home"], Command::First, "scope.first", "first", ""),
    bind(&["G", "end"], Command::Last, "scope.last", "last", ""),
];

#[rustfmt::skip]
pub const CLAUSE_KEYS: &[Binding<Command>] = &[
    bind(&["tab"], Command::NextPart, "scope.clause.next", "take what fits, and go on", "go on"),
    bind(&["enter"], Command::TakeClause, "scope.clause.take", "take this condition", "take it"),
    bind(&["esc"], Command::LeaveClause, "scope.clause.leave", "leave it as it was", "leave it"),
    bind(&["down"], Command::NextOffer, "scope.clause.down", "next of what fits", "choose"),
    bind(&["up"], Command::PreviousOffer, "scope.clause.up", "previous of what fits", ""),
    bind(&["shift+tab", "ctrl+b"], Command::PreviousPart, "scope.clause.back", "back to the part before", ""),
];

#[rustfmt::skip]
pub const FIELD_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::TakeField, "scope.field.take", "take what is typed", "take it"),
    bind(&["esc"], Command::LeaveField, "scope.field.leave", "leave it as it was", "leave it"),
];
