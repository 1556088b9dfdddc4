//! .NET regular expressions, as far as they can be run in linear time with the same result.
//!
//! That the dialect is .NET's is inferred: the article points at .NET's grouping constructs. The
//! pattern is translated for the `regex` crate; what means something else there, or nothing (look
//! around, back references, atomic and balancing groups, class subtraction), is not evaluated. A
//! backtracking engine would run some of it, at the price of a step limit and of a second dialect.

use regex::{Regex, RegexBuilder};

/// Bytes a pattern may compile to.
const COMPILED_BYTES_MAX: usize = 1 << 20;

/// Why a pattern is not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadPattern {
    /// .NET refuses it too.
    Invalid(String),
    /// .NET would run it.
    NotEvaluated(String),
}

/// A pattern, ready to be run.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The translation.
    pub regex: Regex,
    /// It has a `$` or `\Z`, which .NET also finds before a last line feed.
    pub has_end: bool,
}

/// What stands for .NET's `\w`.
const WORD: &str = r"\p{L}\p{Mn}\p{Nd}\p{Pc}";

/// Translates a pattern.
pub fn pattern(text: &str) -> Result<Pattern, BadPattern> {
    let chars: Vec<char> = text.chars().collect();
    let mut translator = Translator { chars: &chars, ..Translator::default() };
    translator.all()?;
    let Translator { out, has_end, folds, has_category, chars: _, at: _, repeated: _ } = translator;
    if folds && has_category {
        return cannot("a category where case does not count");
    }
    let built = RegexBuilder::new(&out).size_limit(COMPILED_BYTES_MAX).build();
    match built {
        Ok(regex) => Ok(Pattern { regex, has_end }),
        Err(regex::Error::CompiledTooBig(_)) => {
            Err(BadPattern::NotEvaluated("the pattern is too large".to_owned()))
        }
        Err(fault) => {
            let why = fault.to_string();
            let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
            Err(BadPattern::Invalid(why.to_owned()))
        }
    }
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is met by itself")]
struct Translator<'t> {
    chars: &'t [char],
    at: usize,
    out: String,
    has_end: bool,
    /// The piece before is a quantifier.
    repeated: bool,
    /// Case does not count somewhere.
    folds: bool,
    /// A Unicode category is asked for.
    has_category: bool,
}

fn cannot<T>(what: impl Into<String>) -> Result<T, BadPattern> {
    Err(BadPattern::NotEvaluated(what.into()))
}

fn invalid<T>(what: impl Into<String>) -> Result<T, BadPattern> {
    Err(BadPattern::Invalid(what.into()))
}

impl Translator<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        Some(c)
    }

    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(ahead, c)| self.peek(ahead) == Some(c))
    }

    fn literal(&mut self, c: char) {
        self.out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
    }

    fn all(&mut self) -> Result<(), BadPattern> {
        while let Some(c) = self.next() {
            let before = std::mem::take(&mut self.repeated);
            match c {
                '*' | '+' | '?' => self.quantifier(before, &c.to_string())?,
                '{' => match self.counted() {
                    Some(counted) => self.quantifier(before, &counted)?,
                    None => self.literal('{'),
                },
                '}' | ']' => self.literal(c),
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' if self.peek(0) == Some('?') => self.group()?,
                '$' => {
                    self.has_end = true;
                    self.out.push('$');
                }
                c => self.out.push(c),
            }
        }
        Ok(())
    }

    /// `3}`, `3,}` or `3,5}`; without one of them .NET takes `{` for itself.
    fn counted(&mut self) -> Option<String> {
        let inside: String = self.chars.iter().skip(self.at).take_while(|c| **c != '}').collect();
        let (least, most) = inside.split_once(',').unwrap_or((&inside, "0"));
        let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let closes = self.peek(inside.chars().count()) == Some('}');
        if !(closes && is_number(least) && (most.is_empty() || is_number(most))) {
            return None;
        }
        self.at += inside.chars().count() + 1;
        Some(format!("{{{inside}}}"))
    }

    fn quantifier(&mut self, before: bool, sign: &str) -> Result<(), BadPattern> {
        if before {
            return invalid(format!("`{sign}` follows another quantifier"));
        }
        self.out.push_str(sign);
        if self.peek(0) == Some('?') {
            self.at += 1;
            self.out.push('?');
        }
        self.repeated = true;
        Ok(())
    }

    /// Behind `(`, at `?`.
    fn group(&mut self) -> Result<(), BadPattern> {
        const ABSENT: &[(&str, &str)] = &[
            ("?=", "look-ahead `(?=`"),
            ("?!", "look-ahead `(?!`"),
            ("?<=", "look-behind `(?<=`"),
            ("?<!", "look-behind `(?<!`"),
            ("?>", "the atomic group `(?>`"),
            ("?(", "the conditional group `(?(`"),
        ];
        if let Some((_, what)) = ABSENT.iter().find(|(start, _)| self.starts(start)) {
            return cannot(*what);
        }
        if self.starts("?#") {
            while self.next().is_some_and(|c| c != ')') {}
            return Ok(());
        }
        self.at += 1;
        match self.peek(0) {
            Some('<') => self.group_name('>'),
            Some('\'') => self.group_name('\''),
            _ => self.flags(),
        }
    }

    fn group_name(&mut self, end: char) -> Result<(), BadPattern> {
        self.at += 1;
        let mut name = String::new();
        loop {
            match self.next() {
                Some(c) if c == end => break,
                Some('-') => return cannot("a balancing group"),
                Some(c) if c.is_alphanumeric() || c == '_' => name.push(c),
                _ => return invalid("the name of a group is made of letters and digits"),
            }
        }
        if name.is_empty() || name.starts_with(|c: char| c.is_numeric()) {
            return cannot("a group named by a number");
        }
        if self.out.contains(&format!("(?<{name}>")) {
            return cannot(format!("two groups named `{name}`"));
        }
        self.out.push_str("(?<");
        self.out.push_str(&name);
        self.out.push('>');
        Ok(())
    }

    /// `(?:`, `(?i)`, `(?i-s:`.
    fn flags(&mut self) -> Result<(), BadPattern> {
        self.out.push_str("(?");
        loop {
            match self.next() {
                Some(c @ (':' | ')')) => {
                    self.out.push(c);
                    return Ok(());
                }
                Some(c @ ('i' | 's' | 'm' | '-')) => {
                    self.folds |= c == 'i';
                    self.out.push(c);
                }
                Some(c @ ('n' | 'x')) => return cannot(format!("the option `{c}`")),
                _ => return invalid("`(?` begins no group that there is"),
            }
        }
    }

    /// Behind `\`, outside a class.
    fn escape(&mut self) -> Result<(), BadPattern> {
        let Some(c) = self.next() else { return invalid("`\\` stands at the end") };
        match c {
            'w' | 'W' => {
                let not = if c == 'W' { "^" } else { "" };
                self.out.push_str(&format!("[{not}{WORD}]"));
            }
            'A' | 'z' | 'b' | 'B' => {
                self.out.push('\\');
                self.out.push(c);
            }
            'Z' => {
                self.has_end = true;
                self.out.push_str(r"\z");
            }
            'G' => return cannot("`\\G`"),
            'k' | '1'..='9' => return cannot("a back reference"),
            c => self.shared(c)?,
        }
        Ok(())
    }

    /// Escapes that mean the same inside a class.
    fn shared(&mut self, c: char) -> Result<(), BadPattern> {
        match c {
            'd' | 'D' | 's' | 'S' | 't' | 'n' | 'r' | 'f' | 'v' | 'a' => {
                self.out.push('\\');
                self.out.push(c);
            }
            'e' => self.out.push_str(r"\x1B"),
            'x' => self.coded(2)?,
            'u' => self.coded(4)?,
            'p' | 'P' => self.category(c)?,
            '0' | 'c' => return cannot(format!("the escape `\\{c}`")),
            c if c.is_ascii_alphanumeric() || c == '_' => {
                return invalid(format!("there is no escape `\\{c}`"));
            }
            c => self.literal(c),
        }
        Ok(())
    }

    fn coded(&mut self, count: usize) -> Result<(), BadPattern> {
        let digits: String = self.chars.iter().skip(self.at).take(count).collect();
        let hexadecimal = digits.chars().all(|c| c.is_ascii_hexdigit());
        let code = u32::from_str_radix(&digits, 16).ok();
        let Some(code) = code.filter(|_| hexadecimal && digits.len() == count) else {
            return invalid(format!("a character is named by {count} hexadecimal digits"));
        };
        let Some(c) = char::from_u32(code) else { return cannot("half a character") };
        self.at += count;
        self.literal(c);
        Ok(())
    }

    /// General categories mean the same in both; blocks are .NET's own.
    fn category(&mut self, letter: char) -> Result<(), BadPattern> {
        let name: String =
            self.chars.iter().skip(self.at + 1).take_while(|c| **c != '}').take(64).collect();
        if self.peek(0) != Some('{') || self.peek(name.chars().count() + 1) != Some('}') {
            return invalid(format!("behind `\\{letter}` stands a category between braces"));
        }
        if name.is_empty() || name.len() > 2 || !name.chars().all(|c| c.is_ascii_alphabetic()) {
            return cannot(format!("the Unicode block `{name}`"));
        }
        self.at += name.chars().count() + 2;
        self.has_category = true;
        self.out.push_str(&format!("\\{letter}{{{name}}}"));
        Ok(())
    }

    /// Behind `[`.
    fn class(&mut self) -> Result<(), BadPattern> {
        self.out.push('[');
        if self.peek(0) == Some('^') {
            self.at += 1;
            self.out.push('^');
        }
        let start = self.at;
        // Behind a set such as `\w` a hyphen stands for itself.
        let mut behind_set = false;
        loop {
            let Some(c) = self.next() else { return invalid("a class has no `]` at its end") };
            let was_set = std::mem::take(&mut behind_set);
            match c {
                ']' if self.at > start + 1 => {
                    self.out.push(']');
                    return Ok(());
                }
                '[' if self.peek(0) == Some(':') => return cannot("`[:` in a class"),
                '-' if self.peek(0) == Some('[') => return cannot("class subtraction"),
                '-' if self.peek(0) == Some('-') => return cannot("`--` in a class"),
                '-' if was_set => self.literal('-'),
                '-' | '^' => self.out.push(c),
                '\\' => behind_set = self.class_escape()?,
                c => self.literal(c),
            }
        }
    }

    /// Behind `\` in a class; whether it stands for a set.
    fn class_escape(&mut self) -> Result<bool, BadPattern> {
        let Some(c) = self.next() else { return invalid("`\\` stands at the end") };
        match c {
            'w' => self.out.push_str(WORD),
            'W' => self.out.push_str(&format!("[^{WORD}]")),
            'b' => self.out.push_str(r"\x08"),
            '1'..='9' => return cannot("an octal number in a class"),
            c => self.shared(c)?,
        }
        Ok(matches!(c, 'w' | 'W' | 'd' | 'D' | 's' | 'S' | 'p' | 'P'))
    }
}
