use ratatui::layout::Rect;

use crate::tui::paint::Paint;
use crate::tui::theme::Role;

/// Writes downwards in an area, until it is full.
#[derive(Debug)]
pub struct Pen<'a, 'p> {
    /// What is left of it.
    pub area: Rect,
    /// The brush.
    pub paint: &'a mut Paint<'p>,
}

impl Pen<'_, '_> {
    /// Writes words over as many lines as they need.
    pub fn words(&mut self, role: Role, text: &str) {
        let lines = self.paint.wrap(self.area, role, text);
        self.down(lines);
    }

    /// Writes paragraphs, a line left empty between two.
    pub fn paragraphs(&mut self, role: Role, texts: &[&str]) {
        for (at, text) in texts.iter().enumerate() {
            self.down(u16::from(at > 0));
            self.words(role, text);
        }
    }

    /// Writes a title, and words beside it.
    pub fn pair(&mut self, title: &str, role: Role, text: &str) {
        if self.area.height == 0 {
            return;
        }
        let Rect { x, y, width, .. } = self.area;
        self.paint.text(x, y, 13, Role::Muted, title);
        let inner = Rect { x: x + 14, width: width.saturating_sub(14), ..self.area };
        let lines = self.paint.wrap(inner, role, text);
        self.down(lines.max(1));
    }

    /// Leaves a line empty where there is room: it is worth less than a written one.
    pub fn space(&mut self) {
        if self.area.height > 6 {
            self.down(1);
        }
    }

    /// Goes down.
    pub fn down(&mut self, lines: u16) {
        let lines = lines.min(self.area.height);
        self.area.y += lines;
        self.area.height -= lines;
    }
}
