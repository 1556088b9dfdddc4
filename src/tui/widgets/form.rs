use ratatui::layout::Rect;
use tui_input::Input;

use super::laid::{Laid, Mark, Shape, rows, scrolled};
use crate::tui::paint::Paint;
use crate::tui::theme::Role;

/// Where the value of a field starts, after its title.
const VALUE: u16 = 12;

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
}

impl Laid for FormLine {
    fn shape(&self) -> Shape<'_> {
        Shape {
            text: &self.text,
            note: &self.note,
            mark: self.mark,
            indent: self.indent,
            is_stop: self.is_stop,
            is_pair: self.is_field,
        }
    }
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
        scrolled(&rows(self.lines, area.width), self.at, area, paint, |row, spot, paint| {
            let is_here = row.stop == Some(self.at);
            let room = row.begin(spot, is_here, paint);
            if row.line.is_field {
                self.field(row.line, room, is_here, paint);
            } else {
                row.words(row.line.role, room, paint);
            }
        });
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
