//! What can be done on the screen of mappings, and by which keys.

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
    Write,
    Flow,
    Default,
    Form,
    Build,
    Elsewhere,
    Create,
    Remove,
    Restore,
    NextSample,
    PreviousSample,
    Keep,
    KeepOrGuess,
    Guess,
    Discard,
    Complete,
    NextOffer,
    PreviousOffer,
    KeepField,
    LeaveField,
}

const NEXT_SAMPLE: Binding<Command> = bind(
    &["ctrl+f", "alt+down"],
    Command::NextSample,
    "mappings.sample",
    "show it on the next person",
    "",
);
const PREVIOUS_SAMPLE: Binding<Command> = bind(
    &["ctrl+b", "alt+up"],
    Command::PreviousSample,
    "mappings.sample.back",
    "show it on the person before",
    "",
);

#[rustfmt::skip]
pub const KEYS: &[Binding<Command>] = &[
    bind(&["enter", "e"], Command::Write, "mappings.write", "write where the value comes from", "edit"),
    bind(&["f"], Command::Form, "mappings.form", "kind, attribute, when and default of this row", "form"),
    bind(&["n"], Command::Build, "mappings.build", "build a mapping: target, kind, attribute, when, default", "new"),
    bind(&["space"], Command::Flow, "mappings.flow", "write it always, or on creation only", "always/once"),
    bind(&["v"], Command::Default, "mappings.default", "the value on creation where nothing is given", "default"),
    bind(&["c"], Command::Create, "mappings.create", "map another attribute", "add"),
    bind(&["x"], Command::Remove, "mappings.remove", "map this attribute no longer", "remove"),
    bind(&["E"], Command::Elsewhere, "mappings.elsewhere", "write it in your own editor (VISUAL, EDITOR)", ""),
    bind(&["R"], Command::Restore, "mappings.restore", "this row as the template of the service has it", "template's"),
    bind(&["j", "down"], Command::Down, "mappings.down", "next", ""),
    bind(&["k", "up"], Command::Up, "mappings.up", "previous", ""),
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "mappings.pagedown", "half a page down", ""),
    bind(&["ctrl+u", "pgup"], Command::PageUp, "mappings.pageup", "half a page up", ""),
    bind(&["g g", "home"], Command::First, "mappings.first", "first", ""),
    bind(&["G", "end"], Command::Last, "mappings.last", "last", ""),
    NEXT_SAMPLE, PREVIOUS_SAMPLE,
];

#[rustfmt::skip]
pub const WRITING_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::KeepOrGuess, "mappings.write.keep", "keep it; where it has a fault, take the guess", "keep"),
    bind(&["esc"], Command::Discard, "mappings.write.discard", "leave the row as it was", "discard"),
    bind(&["tab"], Command::Complete, "mappings.write.complete", "complete the function or the attribute", "complete"),
    bind(&["ctrl+y"], Command::Guess, "mappings.write.guess", "take the guess", "take the guess"),
    bind(&["ctrl+s"], Command::Keep, "mappings.write.save", "keep it", ""),
    bind(&["ctrl+x"], Command::Elsewhere, "mappings.write.elsewhere", "write it in your own editor (VISUAL, EDITOR)", ""),
    bind(&["down"], Command::NextOffer, "mappings.write.down", "next of what fits", ""),
    bind(&["up"], Command::PreviousOffer, "mappings.write.up", "previous of what fits", ""),
    bind(&["ctrl+f", "alt+down"], Command::NextSample, "mappings.write.sample", "show it on the next person", "next person"),
    bind(&["ctrl+b", "alt+up"], Command::PreviousSample, "mappings.write.sample.back", "show it on the person before", ""),
];

/// While there is a guess, enter takes it.
#[rustfmt::skip]
pub const GUESS_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::KeepOrGuess, "mappings.write.keep", "keep it; where it has a fault, take the guess", "take the guess"),
    bind(&["esc"], Command::Discard, "mappings.write.discard", "leave the row as it was", "discard"),
    bind(&["tab"], Command::Complete, "mappings.write.complete", "complete the function or the attribute", "complete"),
    bind(&["ctrl+y"], Command::Guess, "mappings.write.guess", "take the guess", ""),
    bind(&["ctrl+s"], Command::Keep, "mappings.write.save", "keep it", ""),
    bind(&["ctrl+x"], Command::Elsewhere, "mappings.write.elsewhere", "write it in your own editor (VISUAL, EDITOR)", ""),
    bind(&["down"], Command::NextOffer, "mappings.write.down", "next of what fits", ""),
    bind(&["up"], Command::PreviousOffer, "mappings.write.up", "previous of what fits", ""),
    bind(&["ctrl+f", "alt+down"], Command::NextSample, "mappings.write.sample", "show it on the next person", "next person"),
    bind(&["ctrl+b", "alt+up"], Command::PreviousSample, "mappings.write.sample.back", "show it on the person before", ""),
];

#[rustfmt::skip]
pub const FIELD_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::KeepField, "mappings.field.keep", "go on with what is typed", "go on"),
    bind(&["esc"], Command::LeaveField, "mappings.field.leave", "leave it as it was", "leave it"),
    bind(&["tab"], Command::Complete, "mappings.field.complete", "complete the attribute", "complete"),
    bind(&["down"], Command::NextOffer, "mappings.field.down", "next of what fits", ""),
    bind(&["up"], Command::PreviousOffer, "mappings.field.up", "previous of what fits", ""),
];
