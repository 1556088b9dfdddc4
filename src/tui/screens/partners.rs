//! Partners: whom we deal with, what is in force for each, and a detail beside the list.
//!
//! ```text
//! ┏━ Partners ━━━━━━━━━━━ 37 of 44 · 3 marked ━┓╭─ Fabrikam ─────────╮
//! ┃   Name         Domain     In Out Dir Sy Tru ┃│ in force, changed  │
//! ```

use std::cell::Cell;

use ratatui::layout::Rect;
use ratatui::style::Modifier;
use tui_input::Input;

use super::add::Add;
use super::confirm::Confirm;
use super::note::NoteCard;
use crate::access::Sign;
use crate::domain::{Subject, TenantId};
use crate::edit::Edit;
use crate::filter::Filter;
use crate::partners::{FIELDS, Mark, PartnerRow, Planned};
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, cells};
use crate::tui::screen::{Ask, Place, Screen, Subjects, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

mod detail;

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
    Remove,
    Note,
    Preview,
    CopyId,
    CopyName,
    CopyDomain,
    CopyJson,
}

const fn bind(
    keys: &'static [&'static str],
    command: Command,
    id: &'static str,
    help: &'static str,
    hint: &'static str,
) -> Binding<Command> {
    Binding { keys, command, id, help, hint }
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter", "l", "right"], Command::Open, "partners.open", "open the settings; with marks, those of all marked", "open"),
    bind(&["space"], Command::Mark, "partners.mark", "mark this partner", "mark"),
    bind(&["/"], Command::Filter, "partners.filter", "filter: words, field:value, -term, /regex/, ~plan", "filter"),
    bind(&["c"], Command::Add, "partners.add", "add a partner", "add"),
    bind(&["x"], Command::Remove, "partners.remove", "remove this partner (asks for a word)", ""),
    bind(&["s"], Command::Sort, "partners.sort", "sort by the next column", "sort"),
    bind(&["S"], Command::Reverse, "partners.reverse", "reverse the order", ""),
    bind(&["e"], Command::Note, "partners.note", "edit owner, purpose, ticket and review date", "note"),
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
const FILTER_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::EndFilter, "partners.filter.end", "keep the filter, back to the list", "keep"),
    bind(&["esc"], Command::ClearFilter, "partners.filter.clear", "clear the filter", "clear"),
    bind(&["down"], Command::Down, "partners.filter.down", "next", ""),
    bind(&["up"], Command::Up, "partners.filter.up", "previous", ""),
    bind(&["pgdn", "ctrl+f"], Command::PageDown, "partners.filter.pagedown", "half a page down", ""),
    bind(&["pgup", "ctrl+b"], Command::PageUp, "partners.filter.pageup", "half a page up", ""),
];

/// The columns one can sort by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Column {
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

const COLUMNS: [Column; 8] = [
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
    fn title(self) -> &'static str {
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

/// The list of partners.
#[derive(Debug, Default)]
pub struct Partners {
    list: List,
    cursor: Option<Subject>,
    shown: Vec<usize>,
    input: Input,
    filtering: bool,
    fault: Option<String>,
    column: Column,
    reversed: bool,
    anchor: Option<TenantId>,
    hide_detail: bool,
    list_area: Cell<Rect>,
}

impl Partners {
    fn row<'m>(&self, model: &'m Model) -> Option<&'m PartnerRow> {
        self.shown.get(self.list.at).and_then(|index| model.rows.get(*index))
    }

    fn follow(&mut self, model: &Model) {
        self.cursor = self.row(model).map(|row| row.subject);
    }

    fn go(&mut self, rows: isize, model: &Model) {
        self.list.step(rows, self.shown.len());
        self.follow(model);
    }

    /// The rows that pass the filter, in order. The default stays on top.
    fn arrange(&mut self, model: &Model) {
        let filter = match Filter::parse(self.input.value(), FIELDS) {
            Ok(filter) => {
                self.fault = None;
                filter
            }
            Err(fault) => {
                self.fault = Some(fault.to_string());
                Filter::default()
            }
        };
        let rows = &model.rows;
        let mut shown: Vec<usize> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| filter.matches(*row))
            .map(|(index, _)| index)
            .collect();
        let by = |index: &usize| rows.get(*index);
        let is_partner = |index: &usize| by(index).is_some_and(|row| row.partner().is_some());
        match self.column {
            Column::Name => {}
            Column::Domain => shown.sort_by_key(|i| by(i).map(|r| r.domain.clone())),
            Column::In => shown.sort_by_key(|i| by(i).map(|r| r.inbound)),
            Column::Out => shown.sort_by_key(|i| by(i).map(|r| r.outbound)),
            Column::Direct => shown.sort_by_key(|i| by(i).map(|r| r.direct_sign())),
            Column::Sync => shown.sort_by_key(|i| by(i).map(|r| r.sync)),
            Column::Trust => shown.sort_by_key(|i| by(i).map(|r| r.trust.map(|on| !on))),
            Column::Plan => shown.sort_by_key(|i| by(i).map(|r| std::cmp::Reverse(r.planned))),
        }
        if self.reversed {
            shown.reverse();
        }
        shown.sort_by_key(is_partner);
        self.shown = shown;
        let found = self.cursor.and_then(|cursor| {
            self.shown.iter().position(|i| by(i).map(|r| r.subject) == Some(cursor))
        });
        match found {
            Some(at) => self.list.at = at,
            None => self.list.clamp(self.shown.len()),
        }
        self.follow(model);
    }

    fn seek_change(&mut self, step: isize, model: &Model) -> Vec<Ask> {
        let count = self.shown.len();
        for distance in 1..=count {
            let distance = isize::try_from(distance).unwrap_or(isize::MAX);
            let at = self.list.at.cast_signed() + step * distance;
            let at = at.rem_euclid(count.cast_signed().max(1)).cast_unsigned();
            let planned = self
                .shown
                .get(at)
                .and_then(|index| model.rows.get(*index))
                .is_some_and(|row| row.planned != Planned::No);
            if planned {
                self.list.at = at;
                self.follow(model);
                return Vec::new();
            }
        }
        vec![Ask::Say(Tone::Plain, "the plan touches none of these".to_owned())]
    }

    fn mark(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        let mut marks = model.marks.clone();
        let here = self.row(model).and_then(PartnerRow::partner);
        match (command, here) {
            (Command::Mark, Some(id)) => {
                if !marks.remove(&id) {
                    marks.insert(id);
                    self.anchor = Some(id);
                }
                self.go(1, model);
            }
            (Command::MarkRange, Some(id)) => {
                let place = |id: TenantId| {
                    self.shown.iter().position(|index| {
                        model.rows.get(*index).and_then(PartnerRow::partner) == Some(id)
                    })
                };
                let from = self.anchor.and_then(place).unwrap_or(self.list.at);
                let (low, high) = (from.min(self.list.at), from.max(self.list.at));
                let range = self.shown.get(low..=high).unwrap_or_default();
                marks.extend(range.iter().filter_map(|i| model.rows.get(*i)?.partner()));
                self.anchor = Some(id);
            }
            (Command::MarkAll, _) => {
                marks.extend(self.shown.iter().filter_map(|i| model.rows.get(*i)?.partner()));
            }
            (Command::Unmark, _) => marks.clear(),
            _ => {
                let text = "the default holds for everybody and cannot be marked".to_owned();
                return vec![Ask::Say(Tone::Plain, text)];
            }
        }
        vec![Ask::Mark(marks)]
    }

    fn open(&self, model: &Model) -> Vec<Ask> {
        let subjects = match (model.marks.len(), self.row(model).map(|row| row.subject)) {
            (0, None) => return Vec::new(),
            (0, Some(Subject::Default)) => Subjects::Default,
            (0, Some(Subject::Partner(id))) => Subjects::One(id),
            _ => Subjects::Many(model.marks.clone()),
        };
        vec![Ask::Go(Place::Settings(subjects))]
    }

    fn copy(&self, command: Command, model: &Model) -> Vec<Ask> {
        let Some(row) = self.row(model) else { return Vec::new() };
        let (what, text) = match (command, row.partner()) {
            (Command::CopyId, Some(id)) => ("the tenant id", id.to_string()),
            (Command::CopyDomain, _) => ("the domain", row.domain.clone()),
            (Command::CopyJson, Some(id)) => {
                let partner = model.estate().partner(model.owner, id);
                let json = partner.map(crate::wire::own_settings).unwrap_or_default();
                ("the settings", crate::wire::ascii(format!("{json:#}")))
            }
            _ => ("the name", row.name.clone()),
        };
        vec![Ask::Copy(what.to_owned(), text)]
    }

    fn remove(&self, model: &Model) -> Vec<Ask> {
        let Some(id) = self.row(model).and_then(PartnerRow::partner) else {
            let text = "the default cannot be removed; it can be reset on its settings".to_owned();
            return vec![Ask::Say(Tone::Refused, text)];
        };
        let then = vec![Ask::Edit(vec![Edit::RemovePartner { owner: model.owner, partner: id }])];
        vec![Ask::Open(Box::new(Confirm::removal(model, id, then)))]
    }
}

impl Screen for Partners {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.filtering { FILTER_KEYS } else { KEYS }
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let here = self.row(model).map(|row| row.name.clone());
        std::iter::once("Partners".to_owned()).chain(here).collect()
    }

    fn refresh(&mut self, model: &Model) {
        self.arrange(model);
    }

    fn typing(&mut self) -> Option<&mut Input> {
        self.filtering.then_some(&mut self.input)
    }

    fn typed(&mut self, model: &Model) -> Vec<Ask> {
        self.arrange(model);
        Vec::new()
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.go(1, model),
            Command::Up => self.go(-1, model),
            Command::Down10 => self.go(10, model),
            Command::Up10 => self.go(-10, model),
            Command::PageDown => self.go(self.list.half_page(), model),
            Command::PageUp => self.go(-self.list.half_page(), model),
            Command::First => self.go(isize::MIN, model),
            Command::Last => self.go(isize::MAX, model),
            Command::Open => return self.open(model),
            Command::Mark | Command::MarkRange | Command::MarkAll | Command::Unmark => {
                return self.mark(command, model);
            }
            Command::Filter => self.filtering = true,
            Command::EndFilter => self.filtering = false,
            Command::ClearFilter => {
                let idle = !self.filtering && self.input.value().is_empty();
                self.filtering = false;
                self.input.reset();
                self.arrange(model);
                if idle && !model.marks.is_empty() {
                    return vec![Ask::Mark(std::collections::BTreeSet::new())];
                }
            }
            Command::Sort => {
                let at = COLUMNS.iter().position(|column| *column == self.column).unwrap_or(0);
                self.column = COLUMNS.get(at + 1).copied().unwrap_or_default();
                self.arrange(model);
                let text = format!("sorted by {}", self.column.title());
                return vec![Ask::Say(Tone::Plain, text)];
            }
            Command::Reverse => {
                self.reversed = !self.reversed;
                self.arrange(model);
            }
            Command::NextChange => return self.seek_change(1, model),
            Command::PreviousChange => return self.seek_change(-1, model),
            Command::Add => return vec![Ask::Open(Box::new(Add::new(model)))],
            Command::Remove => return self.remove(model),
            Command::Note => {
                if let Some(id) = self.row(model).and_then(PartnerRow::partner) {
                    return vec![Ask::Open(Box::new(NoteCard::new(model, id)))];
                }
                let text = "notes are kept on partners".to_owned();
                return vec![Ask::Say(Tone::Plain, text)];
            }
            Command::Preview => self.hide_detail = !self.hide_detail,
            Command::CopyId | Command::CopyName | Command::CopyDomain | Command::CopyJson => {
                return self.copy(command, model);
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.shown.len());
        self.follow(model);
        if again { self.open(model) } else { Vec::new() }
    }

    fn sort(&mut self, column: usize, model: &Model) {
        let column = COLUMNS.get(column).copied().unwrap_or_default();
        self.reversed = column == self.column && !self.reversed;
        self.column = column;
        self.arrange(model);
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        self.go(lines, model);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        if area.width < 40 || area.height < 6 {
            self.draw_one(model, area, paint);
            return;
        }
        let with_filter = self.filtering || !self.input.value().is_empty();
        let filter_lines = u16::from(with_filter);
        let body = Rect { height: area.height - filter_lines, ..area };
        if with_filter {
            let line = Rect { y: body.bottom(), height: 1, ..area };
            self.draw_filter(model, line, paint);
        }
        if area.width < 60 {
            self.draw_list(model, body, false, paint);
        } else if self.hide_detail || (area.width < 100 && body.height < 16) {
            self.draw_list(model, body, true, paint);
        } else if area.width >= 100 {
            let side = (area.width * 2 / 5).min(46);
            let list = Rect { width: body.width - side, ..body };
            self.draw_list(model, list, true, paint);
            let detail = Rect { x: list.right(), width: side, ..body };
            detail::draw(model, self.row(model), detail, paint);
        } else {
            let under = 7.min(body.height / 2);
            let list = Rect { height: body.height - under, ..body };
            self.draw_list(model, list, true, paint);
            let detail = Rect { y: list.bottom(), height: under, ..body };
            detail::draw(model, self.row(model), detail, paint);
        }
    }
}

impl Partners {
    /// One partner, where there is room for no list.
    fn draw_one(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let Some(row) = self.row(model) else {
            paint.text(area.x, area.y, area.width, Role::Muted, "no partner passes the filter");
            return;
        };
        if area.height == 0 {
            return;
        }
        paint.bold(area.x, area.y, area.width, Role::Text, &row.name);
        let mut y = area.y + 1;
        for (title, mark) in [
            ("in", row.inbound),
            ("out", row.outbound),
            ("direct", row.direct_sign()),
            ("sync", row.sync),
        ] {
            if y >= area.bottom() {
                return;
            }
            paint.text(area.x, y, 8, Role::Muted, title);
            draw_mark(mark, area.x + 8, y, paint);
            y += 1;
        }
        if y < area.bottom() {
            let text = format!("{} of {}", self.list.at + 1, self.shown.len());
            paint.text(area.x, y, area.width, Role::Muted, &text);
        }
    }

    fn draw_filter(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let mut x = area.x + 1;
        x += paint.text(x, area.y, 2, Role::Accent, "/ ");
        let count = format!("{} of {}", self.shown.len(), model.rows.len());
        let note = match &self.fault {
            Some(fault) => fault.clone(),
            None => count,
        };
        let room = area.width.saturating_sub(cells(&note) + 8).max(10);
        let value = self.input.value();
        let taken = paint.text(x, area.y, room, Role::Text, value);
        if self.filtering {
            let at = u16::try_from(self.input.visual_cursor()).unwrap_or(0).min(room);
            paint.cursor = Some((x + at, area.y).into());
            if paint.glyphs.ascii || taken == 0 {
                paint.text(x + taken, area.y, 1, Role::Accent, "_");
            }
        }
        let role = if self.fault.is_some() { Role::Warning } else { Role::Muted };
        paint.right(area.x, area.y, area.width - 1, role, &note);
    }

    fn draw_list(&self, model: &Model, area: Rect, framed: bool, paint: &mut Paint<'_>) {
        let partners = model.rows.len().saturating_sub(1);
        let mut note = if self.input.value().is_empty() {
            format!("{partners}")
        } else {
            format!("{} of {}", self.shown.len(), model.rows.len())
        };
        if !model.marks.is_empty() {
            note.push_str(&format!(" {} {} marked", paint.glyphs.dot(), model.marks.len()));
        }
        let inner = if framed {
            let order = if self.reversed { " reversed" } else { "" };
            let action = format!("by {}{order}", self.column.title().to_lowercase());
            let frame = Frame { title: "Partners", note: &note, action: &action, focus: true };
            paint.pane(area, &frame)
        } else {
            area
        };
        let layout = Layout::of(inner.width, framed);
        self.draw_header(&layout, inner, paint);
        let rows = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        self.list_area.set(rows);
        if self.shown.is_empty() {
            let text = match model.rows.len() {
                0 | 1 => "no partners yet: c adds one",
                _ => "nothing passes the filter: Esc clears it",
            };
            paint.text(rows.x, rows.y, rows.width, Role::Muted, text);
        }
        let window = self.list.window(rows.height, self.shown.len());
        for (y, at) in (rows.y..).zip(window) {
            let Some(row) = self.shown.get(at).and_then(|index| model.rows.get(*index)) else {
                continue;
            };
            let line = Rect { y, height: 1, ..rows };
            if at == self.list.at {
                paint.highlight(line);
            }
            draw_row(row, &layout, at == self.list.at, model, line, paint);
            paint.hit(line, Target::Item(at));
        }
        if framed {
            let bar = Rect { x: inner.right() + 1, width: 1, ..rows };
            self.list.scroll_bar(bar, self.shown.len(), paint);
        }
    }

    fn draw_header(&self, layout: &Layout, area: Rect, paint: &mut Paint<'_>) {
        let titles: [(usize, u16, &str, u16); 7] = [
            (0, layout.name.0, "Name", layout.name.1),
            (1, layout.domain.0, "Domain", layout.domain.1),
            (2, layout.signs[0], if layout.tight { "I" } else { "In" }, 3),
            (3, layout.signs[1], if layout.tight { "O" } else { "Out" }, 3),
            (4, layout.signs[2], if layout.tight { "D" } else { "Dir" }, 3),
            (5, layout.signs[3], if layout.tight { "S" } else { "Sync" }, 4),
            (6, layout.trust, "Trust", 5),
        ];
        for (column, x, title, width) in titles {
            if width == 0 {
                continue;
            }
            let spot = Rect { x: area.x + x, y: area.y, width, height: 1 };
            paint.text(spot.x, spot.y, width, Role::Muted, title);
            if COLUMNS.get(column) == Some(&self.column) {
                paint.tint(spot, Role::Accent, Modifier::empty());
            }
            paint.hit(spot, Target::Column(column));
        }
    }
}

/// Where each column begins, from the left of the list.
struct Layout {
    name: (u16, u16),
    domain: (u16, u16),
    signs: [u16; 4],
    trust: u16,
    tight: bool,
}

impl Layout {
    fn of(width: u16, framed: bool) -> Self {
        let tight = !framed;
        let (gap, signs_width) = if tight { (2, 8) } else { (5, 20) };
        let rest = width.saturating_sub(4 + signs_width + 5);
        let domain = if rest >= 38 { (rest - 22).min(rest / 2).min(32) } else { 0 };
        let name = rest.saturating_sub(domain + 1);
        let first = 4 + name + 1 + domain;
        Layout {
            name: (4, name),
            domain: (4 + name + 1, domain.saturating_sub(1)),
            signs: [0, 1, 2, 3].map(|column| first + column * gap),
            trust: first + signs_width,
            tight,
        }
    }
}

fn draw_row(
    row: &PartnerRow,
    layout: &Layout,
    here: bool,
    model: &Model,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let (x, y) = (area.x, area.y);
    if here {
        paint.text(x, y, 1, Role::Accent, paint.glyphs.cursor());
    }
    if row.partner().is_some_and(|id| model.marks.contains(&id)) {
        paint.text(x + 1, y, 1, Role::Accent, paint.glyphs.mark());
    }
    match row.planned {
        Planned::No => {}
        Planned::Changed => {
            paint.text(x + 2, y, 1, Role::Changed, "~");
        }
        Planned::Added => {
            paint.text(x + 2, y, 1, Role::Allow, "+");
        }
    }
    let role = if row.partner().is_none() { Role::Accent } else { Role::Text };
    paint.text(x + layout.name.0, y, layout.name.1, role, &row.name);
    if layout.domain.1 > 0 {
        let domain = match row.subject {
            Subject::Default => "everyone without own settings",
            Subject::Partner(_) => &row.domain,
        };
        paint.text(x + layout.domain.0, y, layout.domain.1, Role::Muted, domain);
    }
    let marks = [row.inbound, row.outbound, row.direct_sign(), row.sync];
    for (column, mark) in layout.signs.into_iter().zip(marks) {
        if layout.tight {
            let (role, sign) = mark_look(mark, paint);
            paint.text(x + column, y, 1, role, sign);
        } else {
            draw_mark(mark, x + column, y, paint);
        }
    }
    draw_trust(row, x + layout.trust, y, paint);
}

fn mark_look(mark: Mark, paint: &Paint<'_>) -> (Role, &'static str) {
    let sign = paint.glyphs.sign(mark.sign);
    let role = match (mark.own, mark.sign) {
        (false, _) => Role::Muted,
        (true, Sign::Allow) => Role::Allow,
        (true, Sign::Block) => Role::Block,
        (true, Sign::List) => Role::Changed,
        (true, Sign::Absent | Sign::Unknown) => Role::Warning,
    };
    (role, sign)
}

/// Two cells: a dot where it is inherited, then what is in force.
fn draw_mark(mark: Mark, x: u16, y: u16, paint: &mut Paint<'_>) {
    if !mark.own {
        paint.text(x, y, 1, Role::Muted, paint.glyphs.inherited());
    }
    let (role, sign) = mark_look(mark, paint);
    paint.text(x + 1, y, 1, role, sign);
}

fn draw_trust(row: &PartnerRow, x: u16, y: u16, paint: &mut Paint<'_>) {
    for ((letter, on), at) in ["M", "D", "H"].into_iter().zip(row.trust).zip(x..) {
        let (role, text) = match (on, row.trust_own) {
            (true, true) => (Role::Trust, letter),
            (true, false) => (Role::Muted, letter),
            (false, _) => (Role::Muted, paint.glyphs.inherited()),
        };
        paint.text(at, y, 1, role, text);
    }
}
