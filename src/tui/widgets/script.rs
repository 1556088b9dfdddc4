use unicode_segmentation::UnicodeSegmentation;

use crate::text::{visible, visible_ascii};
use crate::tui::paint::cells;

/// A text that is longer than a line, broken where the line ends, with the place of every byte.
#[derive(Debug)]
pub struct Script {
    /// The lines, as they are shown.
    pub lines: Vec<String>,
    /// Where each grapheme begins: its byte, its line and its column.
    places: Vec<(usize, u16, u16)>,
}

impl Script {
    /// Breaks a text into lines of a width.
    pub fn of(text: &str, width: u16, ascii: bool) -> Self {
        let mut script = Script { lines: Vec::new(), places: Vec::new() };
        let (mut line, mut x) = (String::new(), 0u16);
        let end = |line: &mut String, x: &mut u16, script: &mut Script| {
            script.lines.push(std::mem::take(line));
            *x = 0;
        };
        for (byte, grapheme) in text.grapheme_indices(true) {
            let shown = if ascii { visible_ascii(grapheme) } else { visible(grapheme) };
            let wide = cells(&shown);
            // A character that is shown by its number may be wider than all of a narrow window.
            if x + wide > width.max(1) && x > 0 {
                end(&mut line, &mut x, &mut script);
            }
            script.places.push((byte, script.line(), x));
            line.push_str(&shown);
            x = x.saturating_add(wide);
        }
        // The cursor stands behind the last character, also where that fills its line.
        if x >= width.max(1) {
            end(&mut line, &mut x, &mut script);
        }
        script.places.push((text.len(), script.line(), x));
        script.lines.push(line);
        script
    }

    /// The number of the line that is being written.
    fn line(&self) -> u16 {
        u16::try_from(self.lines.len()).unwrap_or(u16::MAX)
    }

    /// Line and column of a byte.
    pub fn place(&self, byte: usize) -> (u16, u16) {
        let found = self.places.iter().rev().find(|(begin, _, _)| *begin <= byte);
        found.map_or((0, 0), |(_, line, x)| (*line, *x))
    }
}
