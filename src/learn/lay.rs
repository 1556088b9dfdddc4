//! Laying out for a width: the lines that both faces show.

use super::page::Page;
use crate::access::ambiguity;

/// How a line is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The title of a page.
    Title,
    /// A heading.
    Heading,
    /// Text.
    Text,
    /// Something beside it: names, sources.
    Aside,
}

/// One line, no longer than was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// How it is meant.
    pub tone: Tone,
    /// What it says.
    pub text: String,
}

/// Lays a page out for a width in columns.
pub fn lay(page: &Page, width: usize) -> Vec<Laid> {
    let mut out = Vec::new();
    flow(&mut out, Tone::Title, "", page.title, width);
    if !page.setting.is_empty() {
        flow(&mut out, Tone::Aside, "", page.setting, width);
    }
    gap(&mut out);
    flow(&mut out, Tone::Text, "", &page.summary, width);
    for section in &page.sections {
        gap(&mut out);
        flow(&mut out, Tone::Heading, "", section.heading, width);
        bullets(&mut out, &section.points, width);
    }
    let open: Vec<String> = page
        .open
        .iter()
        .filter_map(|name| ambiguity(name).map(|words| format!("{name}: {words}.")))
        .collect();
    if !open.is_empty() {
        gap(&mut out);
        flow(&mut out, Tone::Heading, "", "Left open, and how it is read here", width);
        bullets(&mut out, &open, width);
    }
    gap(&mut out);
    flow(&mut out, Tone::Heading, "", "Sources", width);
    for source in &page.sources {
        flow(&mut out, Tone::Aside, "- ", source, width);
    }
    out
}

/// Lays points out, one after the other.
fn bullets(out: &mut Vec<Laid>, points: &[String], width: usize) {
    for point in points {
        flow(out, Tone::Text, "- ", point, width);
    }
}

fn gap(out: &mut Vec<Laid>) {
    out.push(Laid { tone: Tone::Text, text: String::new() });
}

/// Breaks a text at spaces. What follows a sign is set under the text, not under the sign; a word
/// that is longer than the line is cut. Our own text is ASCII, where a character is a column.
pub fn flow(out: &mut Vec<Laid>, tone: Tone, sign: &str, text: &str, width: usize) {
    let sign = if width > 8 { sign } else { "" };
    let room = width.saturating_sub(sign.len()).max(1);
    let mut line = String::new();
    let mut lines = Vec::new();
    for word in text.split(' ') {
        let gap = usize::from(!line.is_empty());
        if line.chars().count() + gap + word.chars().count() > room && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut rest: Vec<char> = word.chars().collect();
        while rest.len() > room {
            lines.push(rest.drain(..room).collect());
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(rest);
    }
    lines.push(line);
    let under = " ".repeat(sign.len());
    for (at, text) in lines.into_iter().enumerate() {
        let before = if at == 0 { sign } else { &under };
        out.push(Laid { tone, text: format!("{before}{text}") });
    }
}
