//! Replacing what a pattern finds, as .NET does.

use regex::Captures;

use super::evaluate::{BYTES_MAX, Stop};
use super::pattern::Pattern;

/// Bytes of a text that a pattern is run over. Ours: no attribute holds as much.
const SEARCHED_BYTES_MAX: usize = 1 << 14;

impl Pattern {
    /// Everything it finds, one behind the other. Unlike Rust's, .NET's next empty match may touch
    /// the match before it: `.*` is found twice.
    fn find_all<'t>(&self, text: &'t str) -> Result<Vec<Captures<'t>>, Stop> {
        if text.len() > SEARCHED_BYTES_MAX {
            let long = format!("a pattern is run over {SEARCHED_BYTES_MAX} bytes at most");
            return Err(Stop::not_evaluated(long));
        }
        if self.has_end && text.ends_with('\n') {
            let why = "`$` before the line feed at the end of a text";
            return Err(Stop::NotEvaluated("CTS015", why.to_owned()));
        }
        let mut out = Vec::new();
        let mut at = 0;
        while at <= text.len() {
            let Some(found) = self.regex.captures_at(text, at) else { break };
            let Some(whole) = found.get(0) else { break };
            at = whole.end();
            if whole.is_empty() {
                let next = text.get(at..).and_then(|rest| rest.chars().next());
                at += next.map_or(1, char::len_utf8);
            }
            out.push(found);
        }
        Ok(out)
    }

    /// What a group first finds; `None` when the pattern does not, or the group is not in it.
    pub fn group(&self, text: &str, group: &str) -> Result<Option<String>, Stop> {
        let found = self.find_all(text)?;
        let first = found.first().and_then(|found| found.name(group));
        Ok(first.map(|group| group.as_str().to_owned()))
    }

    /// Whether there is such a group.
    pub fn has_group(&self, group: &str) -> bool {
        self.regex.capture_names().flatten().any(|name| name == group)
    }

    /// The text with everything found replaced, by a template with `${group}` in it.
    pub fn replace_all(&self, text: &str, template: &str) -> Result<String, Stop> {
        self.rewrite(text, |found, out| {
            let whole = found.get(0);
            self.expand(text, found, template, out);
            whole.map(|whole| whole.range())
        })
    }

    /// The text with what a group finds replaced.
    pub fn replace_group(&self, text: &str, group: &str, with: &str) -> Result<String, Stop> {
        self.rewrite(text, |found, out| {
            let range = found.name(group)?.range();
            out.push_str(with);
            Some(range)
        })
    }

    /// Puts what `replace` writes in the place of the range it gives, for everything found.
    fn rewrite(
        &self,
        text: &str,
        replace: impl Fn(&Captures<'_>, &mut String) -> Option<std::ops::Range<usize>>,
    ) -> Result<String, Stop> {
        let mut out = String::new();
        let mut copied = 0;
        for found in self.find_all(text)? {
            let mut with = String::new();
            let Some(range) = replace(&found, &mut with) else { continue };
            out.push_str(text.get(copied..range.start).unwrap_or_default());
            out.push_str(&with);
            copied = range.end;
            if out.len() > BYTES_MAX {
                let long = format!("`Replace` makes more than {BYTES_MAX} bytes");
                return Err(Stop::not_evaluated(long));
            }
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        Ok(out)
    }

    /// .NET's substitutions: `$1`, `${name}`, `$$`, `$&`, `` $` ``, `$'`, `$+`, `$_`.
    fn expand(&self, text: &str, found: &Captures<'_>, template: &str, out: &mut String) {
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once('$') {
            out.push_str(before);
            let (value, length) = self.substitution(text, found, behind).unwrap_or(("$", 0));
            out.push_str(value);
            rest = behind.get(length..).unwrap_or_default();
        }
        out.push_str(rest);
    }

    /// What stands for the text behind a `$`, and how many of its bytes it uses up.
    fn substitution<'t>(
        &self,
        text: &'t str,
        found: &Captures<'t>,
        behind: &str,
    ) -> Option<(&'t str, usize)> {
        let whole = found.get(0)?;
        if let Some(inside) = behind.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            return Some((self.named(found, inside.0)?, inside.0.len() + 2));
        }
        let first = behind.chars().next()?;
        let value = match first {
            '$' => "$",
            '&' => whole.as_str(),
            '`' => text.get(..whole.start())?,
            '\'' => text.get(whole.end()..)?,
            '_' => text,
            '+' => {
                let last = self.numbers().len().checked_sub(1)?;
                self.numbered(found, last)?
            }
            '0'..='9' => {
                let digits = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
                return (1..=digits.min(4)).rev().find_map(|length| {
                    let number = behind.get(..length)?.parse().ok()?;
                    Some((self.numbered(found, number)?, length))
                });
            }
            _ => return None,
        };
        Some((value, first.len_utf8()))
    }

    fn named<'t>(&self, found: &Captures<'t>, name: &str) -> Option<&'t str> {
        if let Ok(number) = name.parse() {
            return self.numbered(found, number);
        }
        self.has_group(name).then(|| found.name(name).map_or("", |group| group.as_str()))
    }

    /// The group of a number: .NET counts those without a name first.
    fn numbered<'t>(&self, found: &Captures<'t>, number: usize) -> Option<&'t str> {
        let index = *self.numbers().get(number)?;
        Some(found.get(index).map_or("", |group| group.as_str()))
    }

    /// Our number of each group, in .NET's order.
    fn numbers(&self) -> Vec<usize> {
        let names: Vec<Option<&str>> = self.regex.capture_names().collect();
        let of = |named: bool| {
            let names = names.iter().enumerate();
            names.filter(move |(_, name)| name.is_some() == named).map(|(index, _)| index)
        };
        of(false).chain(of(true)).collect()
    }
}
