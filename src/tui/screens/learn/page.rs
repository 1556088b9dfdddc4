//! Lines on the screen that are more than there is room for: drawn from a place that can be moved.

use std::cell::Cell;

use ratatui::layout::Rect;

use crate::learn::{Laid, Page, Tone, flow, lay, page};
use crate::tui::paint::Paint;
use crate::tui::theme::Role;

/// Text runs no further, however wide the window is.
const COLUMNS_MAX: u16 = 100;

/// How far a text is scrolled. How far it can be depends on how it is drawn, so drawing remembers.
#[derive(Clone, Debug, Default)]
pub(super) struct Scroll {
    top: Cell<usize>,
    height: Cell<usize>,
    /// Whether what is to be kept in sight is; not while somebody looks elsewhere.
    follows: Cell<bool>,
}

impl Scroll {
    /// Moves by lines.
    pub(super) fn step(&self, lines: isize) {
        self.follows.set(false);
        self.top.set(self.top.get().saturating_add_signed(lines));
    }

    /// Lines of half a page.
    pub(super) fn half_page(&self) -> isize {
        isize::try_from(self.height.get() / 2).unwrap_or(10).max(1)
    }

    /// Back to the first line.
    pub(super) fn first(&self) {
        self.top.set(0);
    }

    /// Keeps in sight what is to be kept.
    pub(super) fn follow(&self) {
        self.follows.set(true);
    }

    /// To the last one.
    pub(super) fn last(&self) {
        self.top.set(usize::MAX);
    }

    /// The lines to draw in a height; `kept` is one of them.
    pub(super) fn window(&self, height: u16, count: usize, kept: usize) -> std::ops::Range<usize> {
        let height = usize::from(height);
        self.height.set(height);
        let mut top = self.top.get();
        if self.follows.get() {
            top = top.min(kept).max((kept + 1).saturating_sub(height));
        }
        top = top.min(count.saturating_sub(height));
        self.top.set(top);
        top..(top + height).min(count)
    }

    /// Draws where the window lies, in the column right of the text.
    fn bar(&self, area: Rect, count: usize, paint: &mut Paint<'_>) {
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
            paint.text(area.right() + 1, y, 1, role, sign);
        }
    }
}

/// How wide a text is set.
pub(super) fn columns(area: Rect) -> usize {
    usize::from(area.width.min(COLUMNS_MAX))
}

/// A page with what lies beside it, numbered.
pub(super) fn lines(of: &Page, width: usize) -> Vec<Laid> {
    let mut out = lay(of, width);
    flow(&mut out, Tone::Text, "", "", width);
    flow(&mut out, Tone::Heading, "", "See also (its number opens it)", width);
    for (number, id) in (1..).zip(&of.see) {
        let title = page(id).map_or(*id, |other| other.title);
        flow(&mut out, Tone::Text, &format!("{number} "), title, width);
    }
    out
}

/// Writes a line.
pub(super) fn write(paint: &mut Paint<'_>, area: Rect, y: u16, line: &Laid) {
    match line.tone {
        Tone::Title => paint.bold(area.x, y, area.width, Role::Text, &line.text),
        Tone::Heading => paint.bold(area.x, y, area.width, Role::Accent, &line.text),
        Tone::Text => paint.text(area.x, y, area.width, Role::Text, &line.text),
        Tone::Aside => paint.text(area.x, y, area.width, Role::Muted, &line.text),
    };
}

/// Writes as many lines as there is room for, from where it is scrolled to.
pub(super) fn show(
    paint: &mut Paint<'_>,
    area: Rect,
    lines: &[Laid],
    scroll: &Scroll,
    kept: usize,
) {
    let window = scroll.window(area.height, lines.len(), kept);
    for (y, line) in (area.y..).zip(lines.get(window).unwrap_or_default()) {
        write(paint, area, y, line);
    }
    scroll.bar(area, lines.len(), paint);
}
