//! What can be done in the partner list, by which keys, and what it can be sorted by.

use crate::tui::key::{Binding, bind};

/// What can be done in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Down10,
    Up10,
    PageDown,
    PageUp,
    First,
    Last,
    Open,
    Mark,
    MarkRange,
    MarkAll,
    Unmark,
    Filter,
    EndFilter,
    ClearFilter,
    Sort,
    Reverse,
    NextChange,
    PreviousChange,
    Add,
    Onboard,
    Remove,
    CutOff,
    Handshake,
    Note,
    WhatIf,
    Preview,
    CopyId,
    CopyName,
    CopyDomain,
    CopyJson,
}

#[rustfmt::skip]
pub(super) const KEYS: &[Binding<Command>] = &[
    bind(&["enter", "l", "right"], Command::Open, "partners.open", "open the settings; with marks, those of all marked", "open"),
    bind(&["space"], Command::Mark, "partners.mark", "mark this partner", "mark"),
    bind(&["/"], Command::Filter, "partners.filter", "filter: words, field:value, -term, /regex/, ~plan", "filter"),
    bind(&["c"], Command::Add, "partners.add", "add a partner", "add"),
    bind(&["O"], Command::Onboard, "partners.onboard", "take a partner in by kind, with verdicts as you answer", "onboard"),
    bind(&["x"], Command::Remove, "partners.remove", "remove this partner (asks for a word)", ""),
    bind(&["C"], Command::CutOff, "partners.cutoff", "cut this partner off: whom it hits, then all at once (asks for its name)", ""),
    bind(&["H"], Command::Handshake, "partners.handshake", "handshake: ask the other side for what it has to do, take its answer in", ""),
    bind(&["s"], Command::Sort, "partners.sort", "sort by the next column", "sort"),
    bind(&["S"], Command::Reverse, "partners.reverse", "reverse the order", ""),
    bind(&["e"], Command::Note, "partners.note", "edit owner, purpose, ticket and review date", "note"),
    bind(&["w"], Command::WhatIf, "partners.what-if", "what-if: can people of this partner open our applications", "what-if"),
    bind(&["j", "down"], Command::Down, "partners.down", "next", ""),
    bind(&["k", "up"], Command::Up, "partners.up", "previous", ""),
    bind(&["J"], Command::Down10, "partners.down10", "ten down", ""),
    bind(&["K"], Command::Up10, "partners.up10", "ten up", ""),
    bind(&["ctrl+d", "pgdn"], Command::PageDown, "partners.pagedown", "half a page down", ""),
    bind(&["ctrl+u", "pgup"], Command::PageUp, "partners.pageup", "half a page up", ""),
    bind(&["g g", "home"], Command::First, "partners.first", "first", ""),
    bind(&["G", "end"], Command::Last, "partners.last", "last", ""),
    bind(&["v"], Command::MarkRange, "partners.range", "mark from the last marked one to here", ""),
    bind(&["a"], Command::MarkAll, "partners.markall", "mark all that the filter shows", ""),
    bind(&["A"], Command::Unmark, "partners.unmark", "clear all marks", ""),
    bind(&["n"], Command::NextChange, "partners.next", "next one that the plan touches", ""),
    bind(&["N"], Command::PreviousChange, "partners.previous", "previous one that the plan touches", ""),
    bind(&["p"], Command::Preview, "partners.preview", "detail on, off", ""),
    bind(&["y i"], Command::CopyId, "partners.copy.id", "copy the tenant id", ""),
    bind(&["y n"], Command::CopyName, "partners.copy.name", "copy the name", ""),
    bind(&["y d"], Command::CopyDomain, "partners.copy.domain", "copy the domain", ""),
    bind(&["y j"], Command::CopyJson, "partners.copy.json", "copy the settings as JSON", ""),
    bind(&["esc"], Command::ClearFilter, "partners.clear", "clear the filter, then the marks", ""),
];

#[rustfmt::skip]
pub(super) const FILTER_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::EndFilter, "partners.filter.end", "keep the filter, back to the list", "keep"),
    bind(&["esc"], Command::ClearFilter, "partners.filter.clear", "clear the filter", "clear"),
    bind(&["down"], Command::Down, "partners.filter.down", "next", ""),
    bind(&["up"], Command::Up, "partners.filter.up", "previous", ""),
    bind(&["pgdn", "ctrl+f"], Command::PageDown, "partners.filter.pagedown", "half a page down", ""),
    bind(&["pgup", "ctrl+b"], Command::PageUp, "partners.filter.pageup", "half a page up", ""),
];

/// The columns one can sort by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Column {
    #[default]
    Name,
    Domain,
    In,
    Out,
    Direct,
    Sync,
    Trust,
    Plan,
}

pub(super) const COLUMNS: [Column; 8] = [
    Column::Name,
    Column::Domain,
    Column::In,
    Column::Out,
    Column::Direct,
    Column::Sync,
    Column::Trust,
    Column::Plan,
];

impl Column {
    pub(super) fn title(self) -> &'static str {
        match self {
            Column::Name => "Name",
            Column::Domain => "Domain",
            Column::In => "In",
            Column::Out => "Out",
            Column::Direct => "Dir",
            Column::Sync => "Sync",
            Column::Trust => "Trust",
            Column::Plan => "~",
        }
    }
}
