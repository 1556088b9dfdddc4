//! Why a text is no expression, and where.

use std::fmt;
use std::ops::Range;

/// Why a text is no expression that the service would take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong: one sentence, lower case.
    pub sentence: String,
    /// Where, in bytes.
    pub span: Range<usize>,
    /// The rule behind it, where it has a name.
    pub rule: Option<&'static str>,
}

impl Fault {
    /// Without a rule that has a name.
    pub fn at(span: Range<usize>, sentence: impl Into<String>) -> Self {
        Fault { sentence: sentence.into(), span, rule: None }
    }

    /// By a rule that has a name.
    pub fn by(rule: &'static str, span: Range<usize>, sentence: impl Into<String>) -> Self {
        Fault { rule: Some(rule), ..Fault::at(span, sentence) }
    }

    /// The line it stands on, in three parts: before it, itself, behind it. Both outer parts are cut
    /// to what fits beside a caret.
    pub fn line<'t>(&self, text: &'t str) -> [&'t str; 3] {
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let start = self.span.start.min(text.len());
        let head = part(0, start);
        let begin = head.rfind('\n').map_or(0, |at| at + 1);
        let end = part(start, text.len()).find('\n').map_or(text.len(), |at| start + at);
        let stop = self.span.end.clamp(start, end);
        let (before, marked, after) = (part(begin, start), part(start, stop), part(stop, end));
        [last(before, AROUND), first(marked, AROUND), first(after, AROUND)]
    }
}

/// Characters of the line that are shown on each side of the place, at most.
const AROUND: usize = 40;

fn first(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(at, _)| text.get(..at).unwrap_or(text))
}

fn last(text: &str, count: usize) -> &str {
    let mut starts = text.char_indices().rev().skip(count.saturating_sub(1));
    starts.next().map_or(text, |(at, _)| text.get(at..).unwrap_or(text))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}
