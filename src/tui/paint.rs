//! Writing on the screen: everything goes through here, so nothing is written outside, every name
//! is shown harmless, and what can be clicked is noted where it was drawn.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::glyph::Glyphs;
use super::theme::{Ground, Role, Theme};
use crate::text::{visible, visible_ascii};

/// What a click means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Tab number, from 0.
    Tab(usize),
    /// Something of the screen that was drawn, by its own number.
    Item(usize),
    /// A column title.
    Column(usize),
    /// On a card, where nothing can be clicked.
    Inside,
    /// Outside a card: closes it.
    Outside,
}

/// A place that can be clicked. Later ones lie above earlier ones.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// Where.
    pub area: Rect,
    /// On which layer: 0 is the screen, cards lie above.
    pub layer: usize,
    /// What it means.
    pub target: Target,
}

/// The brush.
#[derive(Debug)]
pub struct Paint<'p> {
    buffer: &'p mut Buffer,
    theme: &'p Theme,
    /// The signs in use.
    pub glyphs: Glyphs,
    /// What can be clicked, in order of drawing.
    pub hits: Vec<Hit>,
    /// Where the terminal's own cursor belongs: in the field that is typed into.
    pub cursor: Option<Position>,
    /// The layer that is drawn on.
    pub layer: usize,
}

/// Where to cut a text that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Names: at the end.
    End,
    /// Ids and sign-in names: in the middle.
    Middle,
}

impl<'p> Paint<'p> {
    /// A brush for a buffer.
    pub fn new(buffer: &'p mut Buffer, theme: &'p Theme, glyphs: Glyphs) -> Self {
        let area = buffer.area;
        buffer.set_style(area, theme.role(Role::Text).patch(theme.ground(Ground::Screen)));
        Paint { buffer, theme, glyphs, hits: Vec::new(), cursor: None, layer: 0 }
    }

    /// Makes a text safe to show.
    fn safe<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.glyphs.ascii { visible_ascii(text) } else { visible(text) }
    }

    /// Writes a text into a width; returns the cells it took. What does not fit is cut.
    pub fn text(&mut self, x: u16, y: u16, width: u16, role: Role, text: &str) -> u16 {
        let style = self.theme.role(role);
        self.styled(x, y, width, style, text, Cut::End)
    }

    /// The same in bold.
    pub fn bold(&mut self, x: u16, y: u16, width: u16, role: Role, text: &str) -> u16 {
        let style = self.theme.role(role).add_modifier(Modifier::BOLD);
        self.styled(x, y, width, style, text, Cut::End)
    }

    /// The same, cut in the middle.
    pub fn id(&mut self, x: u16, y: u16, width: u16, role: Role, text: &str) -> u16 {
        let style = self.theme.role(role);
        self.styled(x, y, width, style, text, Cut::Middle)
    }

    /// Writes a text so that it ends at the right edge of a width.
    pub fn right(&mut self, x: u16, y: u16, width: u16, role: Role, text: &str) -> u16 {
        let taken = cells(&self.safe(text)).min(width);
        self.text(x + (width - taken), y, taken, role, text)
    }

    /// Writes pieces one after another; returns the cells they took.
    pub fn pieces(&mut self, x: u16, y: u16, width: u16, pieces: &[(Role, &str)]) -> u16 {
        let mut taken = 0;
        for (role, text) in pieces {
            if taken >= width {
                break;
            }
            taken += self.text(x + taken, y, width - taken, *role, text);
        }
        taken
    }

    fn styled(&mut self, x: u16, y: u16, width: u16, style: Style, text: &str, cut: Cut) -> u16 {
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x >= area.right() {
            return 0;
        }
        let width = width.min(area.right() - x);
        let safe = self.safe(text);
        let fitted = fit(&safe, width, cut, self.glyphs.cut());
        let (end, _) = self.buffer.set_stringn(x, y, fitted.as_ref(), usize::from(width), style);
        end.saturating_sub(x)
    }

    /// Lays a ground under an area and leaves the text on it.
    pub fn ground(&mut self, area: Rect, ground: Ground) {
        let style = self.theme.ground(ground);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Shows the row or cell under the cursor.
    pub fn highlight(&mut self, area: Rect) {
        let style = self.theme.ground(Ground::Cursor).add_modifier(Modifier::BOLD);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Gives a meaning to what stands in an area already.
    pub fn tint(&mut self, area: Rect, role: Role, modifier: Modifier) {
        let style = self.theme.role(role).add_modifier(modifier);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Empties an area for a card to be drawn on it.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        let style = self.theme.role(Role::Text).patch(self.theme.ground(Ground::Card));
        // A wide character that reaches into the card must not shine through.
        if area.x > 0 {
            for y in area.top()..area.bottom() {
                if let Some(cell) = self.buffer.cell_mut((area.x - 1, y))
                    && cell.symbol().width() > 1
                {
                    cell.set_symbol(" ");
                }
            }
        }
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Notes that an area can be clicked.
    pub fn hit(&mut self, area: Rect, target: Target) {
        let layer = self.layer;
        self.hits.push(Hit { area: area.intersection(self.buffer.area), layer, target });
    }

    /// Draws a pane's frame and returns the room inside it, one column of padding left and right.
    pub fn pane(&mut self, area: Rect, frame: &Frame<'_>) -> Rect {
        let area = area.intersection(self.buffer.area);
        if area.width < 4 || area.height < 2 {
            return Rect { width: area.width, ..area };
        }
        let role = if frame.focus { Role::Accent } else { Role::Border };
        let [top_left, top_right, bottom_left, bottom_right, across, down] =
            self.glyphs.frame(frame.focus);
        let inner = usize::from(area.width - 2);
        let line = |left: &str, right: &str| format!("{left}{}{right}", across.repeat(inner));
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        self.text(area.x, area.y, area.width, role, &line(top_left, top_right));
        self.text(area.x, bottom, area.width, role, &line(bottom_left, bottom_right));
        for y in area.y + 1..bottom {
            self.text(area.x, y, 1, role, down);
            self.text(right, y, 1, role, down);
        }
        let room = area.width.saturating_sub(4);
        let taken = self.label(area.x + 2, area.y, room, frame.title, true);
        self.label_right(area, area.y, room.saturating_sub(taken + 2), frame.note);
        self.label_right(area, bottom, room, frame.action);
        Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
    }

    fn label(&mut self, x: u16, y: u16, room: u16, text: &str, strong: bool) -> u16 {
        if text.is_empty() || room < 3 {
            return 0;
        }
        let text = format!(" {text} ");
        if strong {
            self.bold(x, y, room, Role::Text, &text)
        } else {
            self.text(x, y, room, Role::Muted, &text)
        }
    }

    fn label_right(&mut self, area: Rect, y: u16, room: u16, text: &str) {
        let width = cells(&self.safe(text)) + 2;
        if text.is_empty() || width > room {
            return;
        }
        self.label(area.right().saturating_sub(width + 2), y, width, text, false);
    }

    /// A line across.
    pub fn rule(&mut self, x: u16, y: u16, width: u16) {
        let line = self.glyphs.rule().repeat(usize::from(width));
        self.text(x, y, width, Role::Border, &line);
    }

    /// Writes words over as many lines as they need and there are; returns the lines taken.
    pub fn wrap(&mut self, area: Rect, role: Role, text: &str) -> u16 {
        let safe = self.safe(text).into_owned();
        let lines = wrap(&safe, area.width);
        let room = usize::from(area.height).min(lines.len());
        for ((number, line), y) in lines.iter().take(room).enumerate().zip(area.y..) {
            if number + 1 == room && room < lines.len() {
                // What is left out is shown to be left out.
                let cut = self.glyphs.cut();
                let shorter = head(line, area.width.saturating_sub(cells(cut)));
                self.text(area.x, y, area.width, role, &format!("{shorter}{cut}"));
            } else {
                self.text(area.x, y, area.width, role, line);
            }
        }
        u16::try_from(room).unwrap_or(area.height)
    }
}

/// What stands in a pane's frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame<'f> {
    /// Top left.
    pub title: &'f str,
    /// Top right: a count, or where it comes from.
    pub note: &'f str,
    /// Bottom right: the main action.
    pub action: &'f str,
    /// Whether keys go here.
    pub focus: bool,
}

/// Cells a text takes.
pub fn cells(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

fn fit<'t>(text: &'t str, width: u16, cut: Cut, sign: &str) -> Cow<'t, str> {
    if cells(text) <= width {
        return Cow::Borrowed(text);
    }
    let Some(room) = width.checked_sub(cells(sign)) else { return Cow::Borrowed("") };
    match cut {
        Cut::End => Cow::Owned(format!("{}{sign}", head(text, room))),
        Cut::Middle => {
            let front = room.div_ceil(2);
            Cow::Owned(format!("{}{sign}{}", head(text, front), tail(text, room - front)))
        }
    }
}

/// As many graphemes from the start as fit.
fn head(text: &str, width: u16) -> &str {
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += cells(grapheme);
        if taken > width {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// As many graphemes from the end as fit.
fn tail(text: &str, width: u16) -> &str {
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        taken += cells(grapheme);
        if taken > width {
            return text.get(at + grapheme.len()..).unwrap_or_default();
        }
    }
    text
}

/// Breaks a text at spaces; a word longer than the line is cut into pieces.
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let mut lines = Vec::new();
    if width == 0 {
        return lines;
    }
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let mut word = word;
            let gap = u16::from(!line.is_empty());
            if cells(&line) + gap + cells(word) > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            while cells(word) > width {
                let piece = head(word, width);
                if piece.is_empty() {
                    break;
                }
                lines.push(piece.to_owned());
                word = word.get(piece.len()..).unwrap_or_default();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}
