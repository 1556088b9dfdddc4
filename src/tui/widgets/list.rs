use std::cell::Cell;

use ratatui::layout::Rect;

use crate::tui::paint::Paint;
use crate::tui::theme::Role;

/// Where one is in a list, and how far it is scrolled.
///
/// How far it is scrolled depends on how tall the list is drawn, so drawing remembers it: the only
/// thing in this room that drawing changes.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The row under the cursor.
    pub at: usize,
    top: Cell<usize>,
    height: Cell<usize>,
}

impl List {
    /// Moves by rows, staying inside `count`.
    pub fn step(&mut self, rows: isize, count: usize) {
        self.at = self.at.saturating_add_signed(rows).min(count.saturating_sub(1));
    }

    /// Keeps the cursor inside `count`.
    pub fn clamp(&mut self, count: usize) {
        self.at = self.at.min(count.saturating_sub(1));
    }

    /// Rows of half a page.
    pub fn half_page(&self) -> isize {
        isize::try_from(self.height.get() / 2).unwrap_or(10).max(1)
    }

    /// The rows to draw in a height, the cursor among them, with room to see what comes next.
    pub fn window(&self, height: u16, count: usize) -> std::ops::Range<usize> {
        let height = usize::from(height);
        self.height.set(height);
        let margin = 2.min(height.saturating_sub(1) / 2);
        let mut top = self.top.get();
        top = top.min(self.at.saturating_sub(margin));
        top = top.max((self.at + margin + 1).saturating_sub(height));
        top = top.min(count.saturating_sub(height));
        self.top.set(top);
        top..(top + height).min(count)
    }

    /// Draws where the window lies, in the column right of the list.
    pub fn scroll_bar(&self, area: Rect, count: usize, paint: &mut Paint<'_>) {
        let height = usize::from(area.height);
        if count <= height || height == 0 {
            return;
        }
        let thumb = (height * height / count).max(1);
        let room = count - height;
        let start = self.top.get().min(room) * (height - thumb) / room;
        for (line, y) in (area.y..area.bottom()).enumerate() {
            let inside = line >= start && line < start + thumb;
            let (role, sign) = match inside {
                true => (Role::Muted, paint.glyphs.thumb()),
                false => (Role::Border, paint.glyphs.rail()),
            };
            paint.text(area.x, y, 1, role, sign);
        }
    }
}
