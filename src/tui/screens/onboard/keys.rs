//! What can be done while a partner is taken in, and by which keys.

use crate::tui::key::{Binding, bind};

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    First,
    Last,
    Choose,
    Next,
    Back,
    Stage,
    Leave,
    EndField,
    LeaveField,
}

const STAGE: Binding<Command> =
    bind(&["ctrl+s"], Command::Stage, "onboard.stage", "stage it all, as one edit", "stage");

#[rustfmt::skip]
pub const KEYS: &[Binding<Command>] = &[
    bind(&["space", "enter"], Command::Choose, "onboard.choose", "choose this, or open its card", "choose"),
    bind(&["n", "pgdn"], Command::Next, "onboard.next", "the next step", "next"),
    bind(&["p", "pgup"], Command::Back, "onboard.back", "the step before", "back"),
    STAGE,
    bind(&["j", "down", "tab"], Command::Down, "onboard.down", "next line", ""),
    bind(&["k", "up", "shift+tab"], Command::Up, "onboard.up", "line before", ""),
    bind(&["g g", "home"], Command::First, "onboard.first", "first line", ""),
    bind(&["G", "end"], Command::Last, "onboard.last", "last line", ""),
    bind(&["esc"], Command::Leave, "onboard.leave", "leave; what was answered stays as long as the program runs", ""),
];

#[rustfmt::skip]
pub const TYPING_KEYS: &[Binding<Command>] = &[
    bind(&["enter", "down", "tab"], Command::EndField, "onboard.field.end", "on to the next line", "next line"),
    bind(&["up", "shift+tab"], Command::Up, "onboard.field.up", "line before", ""),
    bind(&["pgdn", "ctrl+f"], Command::Next, "onboard.field.next", "the next step", "next"),
    bind(&["pgup", "ctrl+b"], Command::Back, "onboard.field.back", "the step before", "back"),
    STAGE,
    bind(&["esc"], Command::LeaveField, "onboard.field.leave", "out of the field", "leave field"),
];
