//! What can be done on the screen of synchronisation, and by which keys.

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
    Percent,
    NextKind,
    PreviousKind,
    Open,
    Back,
    NextPane,
    PreviousPane,
    Filter,
    EndFilter,
    ClearFilter,
    ChangesOnly,
    Sort,
    Mark,
    Unmark,
    Copy,
    Cycle,
    Gate,
    Simulate,
    Again,
    Mappings,
    Scope,
    Groups,
    Together,
    Create,
    Remove,
    Standing,
}

const DOWN: Binding<Command> = bind(&["j", "down"], Command::Down, "sync.down", "next", "");
const UP: Binding<Command> = bind(&["k", "up"], Command::Up, "sync.up", "previous", "");
const PAGE_DOWN: Binding<Command> =
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "sync.pagedown", "half a page down", "");
const PAGE_UP: Binding<Command> =
    bind(&["ctrl+u", "pgup"], Command::PageUp, "sync.pageup", "half a page up", "");
const FIRST: Binding<Command> = bind(&["g g", "home"], Command::First, "sync.first", "first", "");
const LAST: Binding<Command> = bind(&["G", "end"], Command::Last, "sync.last", "last", "");
const NEXT_KIND: Binding<Command> = bind(
    &["n"],
    Command::NextKind,
    "sync.kind",
    "the next person of whom something else becomes",
    "next kind",
);
const PREVIOUS_KIND: Binding<Command> =
    bind(&["N"], Command::PreviousKind, "sync.kind.back", "the same backwards", "");
const COPY: Binding<Command> = bind(
    &["y"],
    Command::Copy,
    "sync.copy",
    "copy this person, or the marked ones, for a ticket",
    "",
);

const GATE: Binding<Command> = bind(
    &["v"],
    Command::Gate,
    "sync.gate",
    "where a job is stopped: as they fare once it is let through, or now",
    "",
);

const SIMULATE: Binding<Command> = bind(
    &["p"],
    Command::Simulate,
    "sync.simulate",
    "play what becomes of this person who leaves, comes back, is blocked",
    "play",
);

#[rustfmt::skip]
pub const KEYS: &[Binding<Command>] = &[
    bind(&["enter", "l", "right"], Command::Open, "sync.open", "open: a person in five steps, an outcome as a filter", "open"),
    bind(&["tab"], Command::NextPane, "sync.pane", "to the configurations, the outcomes, the people", "pane"),
    bind(&["/"], Command::Filter, "sync.filter", "filter people: words, action:create, department:x, because:…", "filter"),
    bind(&["d"], Command::ChangesOnly, "sync.changes", "only people for whom something is done", "changes"),
    NEXT_KIND,
    bind(&["s"], Command::Sort, "sync.sort", "sort by outcome, name, export", ""),
    bind(&["i"], Command::Cycle, "sync.cycle", "the first cycle, or a later one", ""),
    GATE,
    SIMULATE,
    bind(&["m"], Command::Mappings, "sync.mappings", "the attribute mappings of the configuration", "mappings"),
    bind(&["e"], Command::Scope, "sync.scope", "who is in the scope of the configuration", "scope"),
    bind(&["o"], Command::Groups, "sync.groups", "what becomes of the assigned groups themselves", ""),
    bind(&["b"], Command::Together, "sync.together", "all configurations of this pair of tenants together: whom two of them touch", ""),
    bind(&["S"], Command::Standing, "sync.standing", "the five steps of the set-up, ticked by state, and how it is ended", "set-up"),
    bind(&["c"], Command::Create, "sync.create", "make a configuration from the template", "new"),
    bind(&["x"], Command::Remove, "sync.remove", "remove the configuration; accounts stay", ""),
    bind(&["%"], Command::Percent, "sync.percent", "jump to a percentage of the list", ""),
    bind(&["space"], Command::Mark, "sync.mark", "mark this person", ""),
    bind(&["M"], Command::Unmark, "sync.unmark", "mark nobody", ""),
    COPY,
    bind(&["r"], Command::Again, "sync.again", "read the directories' verdict again", ""),
    bind(&["esc"], Command::ClearFilter, "sync.clear", "stop what is running; clear the filter", ""),
    bind(&["shift+tab", "P"], Command::PreviousPane, "sync.pane.back", "the same backwards", ""),
    DOWN, UP, PAGE_DOWN, PAGE_UP, FIRST, LAST, PREVIOUS_KIND,
];

#[rustfmt::skip]
pub const TYPING_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::EndFilter, "sync.type.end", "keep it", "keep"),
    bind(&["esc"], Command::ClearFilter, "sync.type.clear", "clear it", "clear"),
    bind(&["down"], Command::Down, "sync.type.down", "next", ""),
    bind(&["up"], Command::Up, "sync.type.up", "previous", ""),
];

#[rustfmt::skip]
pub const PERSON_KEYS: &[Binding<Command>] = &[
    bind(&["esc", "h", "left"], Command::Back, "sync.person.back", "back to the people", "people"),
    bind(&["tab"], Command::NextPane, "sync.person.step", "open the next step", "step"),
    bind(&["shift+tab", "P"], Command::PreviousPane, "sync.person.step.back", "the same backwards", ""),
    bind(&["n"], Command::NextKind, "sync.person.next", "the next person of the list", "next person"),
    bind(&["N"], Command::PreviousKind, "sync.person.previous", "the person before", "previous"),
    COPY,
    SIMULATE,
    bind(&["i"], Command::Cycle, "sync.person.cycle", "the first cycle, or a later one", "cycle"),
    GATE,
    DOWN, UP, PAGE_DOWN, PAGE_UP, FIRST, LAST,
];
