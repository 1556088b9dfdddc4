//! Aligned columns.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::look::Look;

/// Cells are at most this wide, but for the last of a row; programs get the whole text as JSON.
const CELL_MAX: usize = 48;
const GAP: usize = 2;

/// Rows of text; the first row names the columns.
#[derive(Clone, Debug)]
pub struct Table {
    look: Look,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with named columns.
    pub fn new(look: Look, heads: &[&str]) -> Self {
        Table { look, rows: vec![heads.iter().map(|head| (*head).to_owned()).collect()] }
    }

    /// A table without a head.
    pub fn bare(look: Look) -> Self {
        Table { look, rows: Vec::new() }
    }

    /// Adds a row. Foreign text was made visible before.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut row: Vec<String> = cells.into_iter().collect();
        if let Some((_last, others)) = row.split_last_mut() {
            for cell in others {
                cut(cell, self.look);
            }
        }
        self.rows.push(row);
    }

    /// The text, a line a row, without spaces at the ends of lines.
    pub fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths = vec![0; columns];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let mut out = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for (width, cell) in widths.iter().zip(row) {
                line.push_str(cell);
                let fill = width.saturating_sub(cell.width()) + GAP;
                line.extend(std::iter::repeat_n(' ', fill));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

fn cut(cell: &mut String, look: Look) {
    if cell.width() <= CELL_MAX {
        return;
    }
    let mut out = String::new();
    let mut width = 0;
    for cluster in cell.graphemes(true) {
        width += cluster.width();
        if width + look.ellipsis().width() > CELL_MAX {
            break;
        }
        out.push_str(cluster);
    }
    out.push_str(look.ellipsis());
    *cell = out;
}
