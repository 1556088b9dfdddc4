//! What can be done in the wizard, and by which keys.

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
    Rail,
    Form,
    Recommend,
    Clear,
    Stage,
    Copy,
    Simulate,
    Mesh,
    Handshake,
    Leave,
    EndField,
    LeaveField,
}

#[rustfmt::skip]
pub const KEYS: &[Binding<Command>] = &[
    bind(&["tab", "j", "down"], Command::Down, "merger.down", "next field; in the steps, next step", "field"),
    bind(&["space", "enter"], Command::Choose, "merger.choose", "choose, tick, open, or go there", "choose"),
    bind(&["n", "pgdn", "ctrl+n", "ctrl+f"], Command::Next, "merger.next", "next step; inside fields PgDn or ^n", "next"),
    bind(&["p", "pgup", "ctrl+b"], Command::Back, "merger.back", "step before; inside fields PgUp or ^b", "back"),
    bind(&["h", "left"], Command::Rail, "merger.steps", "to the steps", "steps"),
    bind(&["r"], Command::Recommend, "merger.recommend", "answer what is open as most mergers do", "usual answers"),
    bind(&["ctrl+s"], Command::Stage, "merger.stage", "stage all that is missing, as one edit", "stage"),
    bind(&["esc"], Command::Leave, "merger.leave", "leave; every answer is kept", "leave"),
    bind(&["y"], Command::Copy, "merger.copy", "copy what the other side has to do", ""),
    bind(&["i"], Command::Clear, "merger.clear", "take the answer to this step back: what is there is left alone", ""),
    bind(&["s"], Command::Simulate, "merger.simulate", "simulate again, or stop that", ""),
    bind(&["m"], Command::Mesh, "merger.mesh", "every tenant towards every other", "mesh"),
    bind(&["H"], Command::Handshake, "merger.handshake", "handshake: write the others what they have to do, take their answer in", ""),
    bind(&["k", "up", "shift+tab"], Command::Up, "merger.up", "field before; from the first one to the steps", ""),
    bind(&["l", "right"], Command::Form, "merger.form", "to the form", ""),
    bind(&["g g", "home"], Command::First, "merger.first", "first field", ""),
    bind(&["G", "end"], Command::Last, "merger.last", "last field", ""),
];

#[rustfmt::skip]
pub const TYPING_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::EndField, "merger.field.end", "done with this field; every letter is kept", "done"),
    bind(&["esc"], Command::LeaveField, "merger.field.leave", "out of the field; letters are keys again", "out of the field"),
    bind(&["tab", "down"], Command::Down, "merger.field.down", "next field", "next field"),
    bind(&["shift+tab", "up"], Command::Up, "merger.field.up", "field before", ""),
    bind(&["pgdn", "ctrl+n", "ctrl+f"], Command::Next, "merger.field.next", "next step", "next step"),
    bind(&["pgup", "ctrl+b"], Command::Back, "merger.field.back", "step before", "step back"),
    bind(&["ctrl+s"], Command::Stage, "merger.field.stage", "stage all that is missing, as one edit", ""),
];
