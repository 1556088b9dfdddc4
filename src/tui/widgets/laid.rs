//! Lines of a form, laid out into rows and scrolled to where the cursor is.

use ratatui::layout::Rect;

use crate::tui::paint::{Paint, Target, cells, wrap};
use crate::tui::theme::Role;

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

impl Mark {
    fn shown(self, paint: &Paint<'_>) -> (&'static str, Role) {
        match self {
            Mark::None => ("", Role::Text),
            Mark::Radio(true) => (paint.glyphs.chosen(), Role::Accent),
            Mark::Radio(false) => (paint.glyphs.unchosen(), Role::Muted),
            Mark::Tick(true) => (paint.glyphs.ticked(), Role::Accent),
            Mark::Tick(false) => (paint.glyphs.unticked(), Role::Muted),
            Mark::Sign(sign, role) => (sign, role),
        }
    }
}

/// How a line of a form takes its room.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'l> {
    /// Its words.
    pub text: &'l str,
    /// What stands at the end of its last row, or below where that is full.
    pub note: &'l str,
    /// What stands before it.
    pub mark: Mark,
    /// Columns it stands further in.
    pub indent: u16,
    /// Whether the cursor stops at it.
    pub is_stop: bool,
    /// Whether it takes one row, whatever its words: a title and a value.
    pub is_pair: bool,
}

impl Shape<'_> {
    /// Columns before the words.
    fn lead(&self) -> u16 {
        let mark = match self.mark {
            Mark::None => 0,
            Mark::Radio(_) | Mark::Tick(_) => 4,
            Mark::Sign(..) => 2,
        };
        2 + self.indent + mark
    }
}

/// A line of a form.
pub trait Laid {
    /// How it takes its room.
    fn shape(&self) -> Shape<'_>;
}

/// One row of a line that may take several.
#[derive(Debug)]
pub struct Row<'l, L> {
    /// The line.
    pub line: &'l L,
    /// Its number among those the cursor stops at.
    pub stop: Option<usize>,
    /// The words of the row.
    pub text: String,
    is_first: bool,
    is_last: bool,
}

/// All rows of all lines in a width. Foreign names are made harmless.
pub fn rows<L: Laid>(lines: &[L], width: u16) -> Vec<Row<'_, L>> {
    let mut out = Vec::new();
    let mut stops = 0;
    for line in lines {
        let shape = line.shape();
        let room = width.saturating_sub(shape.lead()).max(8);
        let stop = shape.is_stop.then_some(stops);
        stops += usize::from(shape.is_stop);
        let safe = crate::text::visible(shape.text).into_owned();
        let mut words = if shape.is_pair { vec![safe] } else { wrap(&safe, room) };
        let last = words.last().map_or(0, |text| cells(text));
        if !shape.note.is_empty() && !shape.is_pair && last + cells(shape.note) + 2 > room {
            words.push(String::new());
        }
        let count = words.len();
        for (at, text) in words.into_iter().enumerate() {
            out.push(Row { line, stop, text, is_first: at == 0, is_last: at + 1 == count });
        }
    }
    out
}

/// Draws the rows in sight, each by `draw`. The scroll bar stands right of the area.
pub fn scrolled<L: Laid>(
    rows: &[Row<'_, L>],
    at: usize,
    area: Rect,
    paint: &mut Paint<'_>,
    mut draw: impl FnMut(&Row<'_, L>, Rect, &mut Paint<'_>),
) {
    let height = usize::from(area.height);
    let here = rows.iter().position(|row| row.stop == Some(at)).unwrap_or(0);
    // In a few rows the line itself is all there is room for.
    let before = if height < 5 { 0 } else { height / 2 };
    let top = match rows.len() > height {
        // Words above the first stop belong to it.
        _ if at == 0 && here < height => 0,
        true => here.saturating_sub(before).min(rows.len() - height),
        false => 0,
    };
    for (row, y) in rows.iter().skip(top).zip(area.y..area.bottom()) {
        let spot = Rect { y, height: 1, ..area };
        draw(row, spot, paint);
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

impl<L: Laid> Row<'_, L> {
    /// Draws what stands before the words, and gives the room that is left for them.
    pub fn begin(&self, spot: Rect, is_here: bool, paint: &mut Paint<'_>) -> Rect {
        let Rect { x, y, width, .. } = spot;
        let shape = self.line.shape();
        if is_here {
            paint.highlight(spot);
        }
        if is_here && self.is_first {
            paint.text(x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        if self.is_first {
            let (sign, role) = shape.mark.shown(paint);
            let from = (2 + shape.indent).min(width);
            paint.text(x + from, y, (width - from).min(3), role, sign);
        }
        let at = shape.lead().min(width);
        Rect { x: x + at, width: width - at, ..spot }
    }

    /// Draws the words, and the note where it belongs.
    pub fn words(&self, role: Role, room: Rect, paint: &mut Paint<'_>) {
        paint.text(room.x, room.y, room.width, role, &self.text);
        let note = self.line.shape().note;
        let left = cells(&self.text) + 2 * u16::from(!self.text.is_empty());
        if self.is_last && !note.is_empty() && room.width > left {
            paint.right(room.x + left, room.y, room.width - left, Role::Muted, note);
        }
    }
}
