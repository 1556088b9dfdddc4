//! Characters to tokens.

use std::ops::Range;

use super::fault::Fault;
use super::syntax::Operator;

/// The smallest piece of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A word that is not quoted: the name of a function, or a mistake.
    Name(String),
    /// What stands between brackets.
    Attribute(String),
    /// What stands between quotes, unescaped.
    Text(String),
    /// Digits, with a sign and a fraction where there are any.
    Number(String),
    /// The digits behind `&H`.
    Hex(String),
    Open,
    Close,
    Comma,
    Operator(Operator),
}

/// A token and its bytes.
pub type Placed = (Token, Range<usize>);

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

/// All tokens of a text.
pub fn tokens(text: &str) -> Result<Vec<Placed>, Fault> {
    let mut reader = Reader { text, at: 0 };
    let mut out = Vec::new();
    loop {
        reader.take_while(char::is_whitespace);
        let start = reader.at;
        let Some(c) = reader.peek() else { return Ok(out) };
        let token = reader.token(c)?;
        out.push((token, start..reader.at));
    }
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let taken = rest.find(|c| !wanted(c)).and_then(|end| rest.get(..end)).unwrap_or(rest);
        self.at += taken.len();
        taken
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn token(&mut self, c: char) -> Result<Token, Fault> {
        let start = self.at;
        for (sign, token) in [('(', Token::Open), (')', Token::Close), (',', Token::Comma)] {
            if c == sign {
                self.next();
                return Ok(token);
            }
        }
        if let Some(hint) = slip(self.rest()) {
            return Err(Fault::at(start..start + c.len_utf8(), hint));
        }
        if let Some(operator) = Operator::ALL.into_iter().find(|sign| self.eat(sign.sign())) {
            return Ok(Token::Operator(operator));
        }
        match c {
            '[' => self.attribute(start),
            '"' => self.quoted(start),
            '&' if self.eat("&H") => self.hex(start),
            '-' | '0'..='9' => self.number(start),
            c if c.is_alphabetic() || c == '_' => Ok(Token::Name(
                self.take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).to_owned(),
            )),
            c => {
                let shown = if c.is_control() { c.escape_unicode().to_string() } else { c.into() };
                Err(Fault::at(
                    start..start + c.len_utf8(),
                    format!("`{shown}` has no meaning here"),
                ))
            }
        }
    }

    fn attribute(&mut self, start: usize) -> Result<Token, Fault> {
        self.next();
        let name = self.take_while(|c| !matches!(c, ']' | '[') && !c.is_control());
        if !self.eat("]") {
            return Err(Fault::at(start..self.at, "the name of an attribute ends with `]`"));
        }
        if name.trim().is_empty() {
            return Err(Fault::at(
                start..self.at,
                "between brackets stands the name of an attribute",
            ));
        }
        Ok(Token::Attribute(name.to_owned()))
    }

    fn quoted(&mut self, start: usize) -> Result<Token, Fault> {
        self.next();
        let mut out = String::new();
        loop {
            let at = self.at;
            match self.next() {
                Some('"') => return Ok(Token::Text(out)),
                Some('\\') => match self.next() {
                    Some(c @ ('\\' | '"')) => out.push(c),
                    Some(c) => {
                        return Err(Fault::by(
                            "CTS037",
                            at..self.at,
                            format!("between quotes a backslash is doubled: `\\\\{c}`"),
                        ));
                    }
                    None => break,
                },
                Some(c) => out.push(c),
                None => break,
            }
        }
        Err(Fault::at(start..start + 1, "the text that begins here has no `\"` at its end"))
    }

    fn hex(&mut self, start: usize) -> Result<Token, Fault> {
        let digits = self.take_while(|c| c.is_ascii_alphanumeric());
        if i64::from_str_radix(digits, 16).is_err() || digits.is_empty() {
            let wrong = "behind `&H` stand 1 to 16 hexadecimal digits, at most 7FFFFFFFFFFFFFFF";
            return Err(Fault::at(start..self.at, wrong));
        }
        Ok(Token::Hex(digits.to_owned()))
    }

    fn number(&mut self, start: usize) -> Result<Token, Fault> {
        self.eat("-");
        let is_digit = |c: char| c.is_ascii_digit();
        let mut good = !self.take_while(is_digit).is_empty();
        if self.eat(".") {
            good &= !self.take_while(is_digit).is_empty();
        }
        good &= self.take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).is_empty();
        let token = self.text.get(start..self.at).unwrap_or_default();
        if !good {
            let wrong = format!("`{token}` is no number; text stands between double quotes");
            return Err(Fault::at(start..self.at, wrong));
        }
        Ok(Token::Number(token.to_owned()))
    }
}

/// What people write who know other languages.
fn slip(rest: &str) -> Option<&'static str> {
    const SLIPS: &[(&str, &str)] = &[
        ("'", "text stands between double quotes"),
        ("\u{201c}", "text stands between straight quotes, `\"`"),
        ("\u{201d}", "text stands between straight quotes, `\"`"),
        ("\u{201e}", "text stands between straight quotes, `\"`"),
        ("==", "equal is written `=`"),
        ("!=", "not equal is written `<>`"),
        ("&&", "there is no `and`; nest IIF"),
        ("||", "there is no `or`; nest IIF"),
        ("+", "there is no arithmetic; texts are put together by `Append` or `Join`"),
        (";", "arguments are separated by `,`"),
    ];
    let found = SLIPS.iter().find(|(sign, _)| rest.starts_with(sign));
    let joined = rest.starts_with('&') && !rest.starts_with("&H");
    found
        .map(|(_, hint)| *hint)
        .or(joined.then_some("texts are put together by `Append` or `Join`, not by `&`"))
}
