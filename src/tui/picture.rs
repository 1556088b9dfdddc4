//! What was drawn, as text and as SVG: for the tests that look at the screen, and for the pictures
//! in the README.
//!
//! The text has two blocks of one size: what is written, wide characters once; then one letter a
//! cell for the role it was written in, capital where the cursor is.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// A letter for each role, in the order of [`Role::ALL`].
const LETTERS: [char; 13] = ['t', 'm', 'a', 'i', 'o', 'r', 'y', 'x', 'c', 'w', 'e', 'f', 'b'];
const LEGEND: &str = "t text, m muted, a accent, i inbound, o outbound, r trust, y allow, x block, \
c changed, w warning, e error, f match, b border; . card, _ cursor; CAPITAL under the cursor";

/// The grounds of `Theme::roles`.
const CARD: Color = Color::Indexed(101);
const CURSOR: Color = Color::Indexed(102);

/// The cells of a line that are seen, with the column each begins in and its width.
fn line(buffer: &Buffer, y: u16) -> Vec<(u16, u16, &Cell)> {
    let area = buffer.area;
    let mut out = Vec::new();
    let mut x = area.left();
    while x < area.right() {
        let Some(cell) = buffer.cell((x, y)) else { break };
        let width = u16::try_from(cell.symbol().width()).unwrap_or(1).clamp(1, area.right() - x);
        out.push((x, width, cell));
        x += width;
    }
    out
}

/// What is written.
pub fn plain(buffer: &Buffer) -> String {
    by_line(buffer, |(_, _, cell)| cell.symbol().to_owned())
}

/// In which role, drawn with `Theme::roles`.
pub fn roles(buffer: &Buffer) -> String {
    by_line(buffer, |(_, width, cell)| letter(cell).to_string().repeat(usize::from(width)))
}

/// Both, and what the letters mean.
pub fn picture(buffer: &Buffer) -> String {
    format!("{}\n---\n{}\n---\n{LEGEND}\n", plain(buffer), roles(buffer))
}

fn by_line(buffer: &Buffer, show: fn((u16, u16, &Cell)) -> String) -> String {
    let lines: Vec<String> = (buffer.area.top()..buffer.area.bottom())
        .map(|y| line(buffer, y).into_iter().map(show).collect::<String>().trim_end().to_owned())
        .collect();
    lines.join("\n")
}

fn letter(cell: &Cell) -> char {
    let role = match cell.fg {
        Color::Indexed(number) => LETTERS.get(usize::from(number)).copied().unwrap_or('?'),
        _ => '?',
    };
    match (cell.symbol() == " ", cell.bg) {
        (true, CURSOR) => '_',
        (true, CARD) => '.',
        (true, _) => ' ',
        (false, CURSOR) => role.to_ascii_uppercase(),
        (false, _) => role,
    }
}

/// Tenths of a pixel, so that a number is written the same everywhere.
const CELL_WIDTH: u32 = 84;
const CELL_HEIGHT: u32 = 162;
/// From the top of a cell to the line the letters stand on.
const BASE: u32 = 135;
const FONT: &str = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
/// What a terminal shows where nothing was said.
const FORE: &str = "#e6eaf0";
const BACK: &str = "#0f141b";

/// How a stretch of a line looks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Look {
    fore: String,
    back: String,
    bold: bool,
    underlined: bool,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let (fore, back) = (hex(cell.fg, FORE), hex(cell.bg, BACK));
        let is_reversed = cell.modifier.contains(Modifier::REVERSED);
        let (fore, back) = if is_reversed { (back, fore) } else { (fore, back) };
        Look {
            fore,
            back,
            bold: cell.modifier.contains(Modifier::BOLD),
            underlined: cell.modifier.contains(Modifier::UNDERLINED),
        }
    }
}

fn hex(color: Color, otherwise: &str) -> String {
    match color {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        _ => otherwise.to_owned(),
    }
}

/// What was drawn, as SVG. Each stretch of one look says how wide it is, so that columns stand
/// under each other in any font.
pub fn svg(buffer: &Buffer) -> String {
    let area = buffer.area;
    let (width, height) = (pixels(area.width, CELL_WIDTH), pixels(area.height, CELL_HEIGHT));
    let ground = buffer.cell((area.x, area.y)).map_or(BACK.to_owned(), |cell| Look::of(cell).back);
    let mut out = String::new();
    let _memory = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="{FONT}" font-size="14" xml:space="preserve">"#
    );
    let _memory = writeln!(out, r#"<rect width="{width}" height="{height}" fill="{ground}"/>"#);
    for y in area.top()..area.bottom() {
        for (x, width, look, text) in stretches(buffer, y) {
            draw_stretch(&mut out, (x - area.x, y - area.y), width, &look, &ground, &text);
        }
    }
    out.push_str("</svg>\n");
    out
}

fn stretches(buffer: &Buffer, y: u16) -> Vec<(u16, u16, Look, String)> {
    let mut out: Vec<(u16, u16, Look, String)> = Vec::new();
    for (x, width, cell) in line(buffer, y) {
        let look = Look::of(cell);
        match out.last_mut() {
            Some((_, taken, known, text)) if *known == look => {
                *taken += width;
                text.push_str(cell.symbol());
            }
            _ => out.push((x, width, look, cell.symbol().to_owned())),
        }
    }
    out
}

fn draw_stretch(
    out: &mut String,
    (x, y): (u16, u16),
    width: u16,
    look: &Look,
    ground: &str,
    text: &str,
) {
    let Look { fore, back, bold, underlined } = look;
    if back != ground {
        let _memory = writeln!(
            out,
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{back}"/>"#,
            pixels(x, CELL_WIDTH),
            pixels(y, CELL_HEIGHT),
            pixels(width, CELL_WIDTH),
            pixels(1, CELL_HEIGHT)
        );
    }
    // Words stand where they stand; long gaps between them are not left to the font.
    let (mut at, mut rest) = (x, text);
    while !rest.trim().is_empty() {
        let lead = rest.len() - rest.trim_start_matches(' ').len();
        let (gap, after) = rest.split_at(lead);
        let end = after.find("   ").unwrap_or(after.trim_end_matches(' ').len());
        let (word, next) = after.split_at(end);
        at += cells(gap);
        let style = match (bold, underlined) {
            (true, true) => r#" font-weight="bold" text-decoration="underline""#,
            (true, false) => r#" font-weight="bold""#,
            (false, true) => r#" text-decoration="underline""#,
            (false, false) => "",
        };
        let _memory = writeln!(
            out,
            r#"<text x="{}" y="{}" textLength="{}" lengthAdjust="spacingAndGlyphs" fill="{fore}"{style}>{}</text>"#,
            pixels(at, CELL_WIDTH),
            tenths(u32::from(y) * CELL_HEIGHT + BASE),
            pixels(cells(word), CELL_WIDTH),
            escaped(word)
        );
        at += cells(word);
        rest = next;
    }
}

fn cells(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

fn pixels(cells: u16, cell: u32) -> String {
    tenths(u32::from(cells) * cell)
}

fn tenths(number: u32) -> String {
    match number % 10 {
        0 => (number / 10).to_string(),
        rest => format!("{}.{rest}", number / 10),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
