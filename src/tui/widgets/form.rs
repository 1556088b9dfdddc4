use ratatui::layout::Rect;
use tui_input::Input;

use crate::tui::paint::{Paint, Target, cells, wrap};
use crate::tui::theme::Role;

/// Where the value of a field starts, after its title.
const VALUE: u16 = 12;

/// What stands before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    None,
    /// One of several.
    Radio(bool),
    /// One by itself.
    Tick(bool),
    /// A sign, and what it means.
    Sign(&'static str, Role),
}

/// A line of a form: words, something to choose, or a field. What is done about it is known to
/// whoever made it, by its place among the lines that can be stopped at.
#[derive(Clone, Debug)]
pub struct FormLine {
    text: String,
    /// In a field what it holds; else what stands at the right end.
    note: String,
    /// What belongs into an empty field.
    help: String,
    role: Role,
    mark: Mark,
    indent: u16,
    is_stop: bool,
    is_field: bool,
}

impl FormLine {
    fn of(role: Role, mark: Mark, text: impl Into<String>) -> Self {
        FormLine {
            text: text.into(),
            note: String::new(),
            help: String::new(),
            role,
            mark,
            indent: 0,
            is_stop: false,
            is_field: false,
        }
    }

    /// Words.
    pub fn say(role: Role, text: impl Into<String>) -> Self {
        Self::of(role, Mark::None, text)
    }

    /// A title over several lines.
    pub fn title(text: impl Into<String>) -> Self {
        Self::say(Role::Accent, text)
    }

    /// Nothing.
    pub fn gap() -> Self {
        Self::say(Role::Text, "")
    }

    /// One of several.
    pub fn radio(on: bool, text: impl Into<String>) -> Self {
        Self::of(Role::Text, Mark::Radio(on), text).stop()
    }

    /// One by itself.
    pub fn tick(on: bool, text: impl Into<String>) -> Self {
        Self::of(Role::Text, Mark::Tick(on), text).stop()
    }

    /// Something to press.
    pub fn press(text: impl Into<String>) -> Self {
        Self::say(Role::Accent, text).stop()
    }

    /// Is typed into: a title, what it holds, and what belongs there while it is empty.
    pub fn field(title: impl Into<String>, value: &str, help: impl Into<String>) -> Self {
        let mut line = Self::say(Role::Muted, title).stop();
        (line.note, line.help, line.is_field) = (value.to_owned(), help.into(), true);
        line
    }

    /// With a sign.
    pub fn signed(mut self, sign: &'static str, role: Role) -> Self {
        self.mark = Mark::Sign(sign, role);
        self
    }

    /// With something at its right end.
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Further in.
    pub fn within(mut self, columns: u16) -> Self {
        self.indent = columns;
        self
    }

    /// Something the cursor stops at.
    pub fn stop(mut self) -> Self {
        self.is_stop = true;
        self
    }

    /// Whether the cursor stops at it.
    pub fn is_stop(&self) -> bool {
        self.is_stop
    }

    fn lead(&self) -> u16 {
        let mark = match self.mark {
            Mark::None => 0,
            Mark::Radio(_) | Mark::Tick(_) => 4,
            Mark::Sign(..) => 2,
        };
        2 + self.indent + mark
    }
}

/// One row of a line that may take several.
struct Row<'l> {
    line: &'l FormLine,
    stop: Option<usize>,
    text: String,
    is_first: bool,
    is_last: bool,
}

fn rows(lines: &[FormLine], width: u16) -> Vec<Row<'_>> {
    let mut out = Vec::new();
    let mut stops = 0;
    for line in lines {
        let room = width.saturating_sub(line.lead()).max(8);
        let stop = line.is_stop.then_some(stops);
        stops += usize::from(line.is_stop);
        let safe = crate::text::visible(&line.text).into_owned();
        let mut words = if line.is_field { vec![safe] } else { wrap(&safe, room) };
        let last = words.last().map_or(0, |text| cells(text));
        if !line.note.is_empty() && !line.is_field && last + cells(&line.note) + 2 > room {
            words.push(String::new());
        }
        let count = words.len();
        for (at, text) in words.into_iter().enumerate() {
            out.push(Row { line, stop, text, is_first: at == 0, is_last: at + 1 == count });
        }
    }
    out
}

/// A form as it is drawn.
#[derive(Debug)]
pub struct Form<'f> {
    /// The lines.
    pub lines: &'f [FormLine],
    /// The stop under the cursor.
    pub at: usize,
    /// What is typed into, where the cursor stands on a field.
    pub input: Option<&'f Input>,
}

impl Form<'_> {
    /// Rows that all of it takes in a width.
    pub fn height(lines: &[FormLine], width: u16) -> u16 {
        u16::try_from(rows(lines, width).len()).unwrap_or(u16::MAX)
    }

    /// Draws it, scrolled to where the cursor is. The scroll bar stands right of the area.
    pub fn draw(&self, area: Rect, paint: &mut Paint<'_>) {
        let rows = rows(self.lines, area.width);
        let height = usize::from(area.height);
        let here = rows.iter().position(|row| row.stop == Some(self.at)).unwrap_or(0);
        let before = if height < 5 { 0 } else { height / 2 };
        let top = match rows.len() > height {
            _ if self.at == 0 && here < height => 0,
            true => here.saturating_sub(before).min(rows.len() - height),
            false => 0,
        };
        for (row, y) in rows.iter().skip(top).zip(area.y..area.bottom()) {
            let spot = Rect { y, height: 1, ..area };
            self.row(row, spot, paint);
            if let Some(stop) = row.stop {
                paint.hit(spot, Target::Item(stop));
            }
        }
        if rows.len() <= height || height == 0 {
            return;
        }
        for (at, y) in (area.y..area.bottom()).enumerate() {
            let place = at * rows.len() / height;
            let (role, sign) = match place >= top && place < top + height {
                true => (Role::Muted, paint.glyphs.thumb()),
                false => (Role::Border, paint.glyphs.rail()),
            };
            paint.text(area.right() + 1, y, 1, role, sign);
        }
    }

    fn row(&self, row: &Row<'_>, spot: Rect, paint: &mut Paint<'_>) {
        let Rect { x, y, width, .. } = spot;
        let line = row.line;
        let is_here = row.stop == Some(self.at);
        if is_here {
            paint.highlight(spot);
            if row.is_first {
                paint.text(x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
        }
        if row.is_first {
            let (sign, role) = match line.mark {
                Mark::None => ("", Role::Text),
                Mark::Radio(true) => (paint.glyphs.chosen(), Role::Accent),
                Mark::Radio(false) => (paint.glyphs.unchosen(), Role::Muted),
                Mark::Tick(true) => (paint.glyphs.ticked(), Role::Accent),
                Mark::Tick(false) => (paint.glyphs.unticked(), Role::Muted),
                Mark::Sign(sign, role) => (sign, role),
            };
            let from = (2 + line.indent).min(width);
            paint.text(x + from, y, (width - from).min(3), role, sign);
        }
        let at = line.lead().min(width);
        let inner = Rect { x: x + at, width: width - at, ..spot };
        if line.is_field {
            self.field(line, inner, is_here, paint);
            return;
        }
        paint.text(inner.x, y, inner.width, line.role, &row.text);
        let left = cells(&row.text) + 2 * u16::from(!row.text.is_empty());
        if row.is_last && !line.note.is_empty() && inner.width > left {
            paint.right(inner.x + left, y, inner.width - left, Role::Muted, &line.note);
        }
    }

    fn field(&self, line: &FormLine, spot: Rect, is_here: bool, paint: &mut Paint<'_>) {
        let Rect { x, y, width, .. } = spot;
        let title = VALUE.min(width / 3);
        let role = if is_here { Role::Accent } else { Role::Muted };
        paint.text(x, y, title.saturating_sub(1), role, &line.text);
        let (from, room) = (x + title, width - title);
        let input = self.input.filter(|_| is_here);
        let value = input.map_or(line.note.as_str(), Input::value);
        if value.is_empty() {
            paint.text(from, y, room, Role::Muted, &line.help);
        }
        let Some(input) = input else {
            paint.text(from, y, room, Role::Text, value);
            return;
        };
        // What is typed is longer than the field: its end is where one looks.
        let skipped = input.visual_scroll(usize::from(room.saturating_sub(1)));
        let shown: String = value.chars().skip(skipped).collect();
        paint.text(from, y, room, Role::Text, &shown);
        let at = u16::try_from(input.visual_cursor().saturating_sub(skipped)).unwrap_or(0);
        paint.cursor = Some((from + at.min(room.saturating_sub(1)), y).into());
    }
}
