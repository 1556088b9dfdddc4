//! Tokens to an expression.

use std::ops::Range;

use super::fault::Fault;
use super::functions::{self, Function};
use super::syntax::{Call, CompareWord, Comparison, Expression, Node};
use super::tokens::{Placed, Token, tokens};
use crate::text::nearest;

/// Characters an expression may have (known-issues.md of the app-provisioning articles).
pub const CHARACTERS_MAX: usize = 10_000;
/// How deep calls may be nested. Ours: the service names no limit, and nobody nests deeper.
pub const DEPTH_MAX: usize = 64;

/// Reads an expression: an attribute, a constant or a function call.
///
/// Grammar: functions-for-customizing-application-data.md (Microsoft Entra app-provisioning
/// articles); a bare attribute is what the portal itself writes. Names are case-sensitive. Whether
/// the arguments fit the functions is for [`check`](super::check()) to say.
pub fn parse(text: &str) -> Result<Expression, Fault> {
    if let Some((at, _)) = text.char_indices().nth(CHARACTERS_MAX) {
        let long = format!("an expression has at most {CHARACTERS_MAX} characters");
        return Err(Fault::by("CTS039", at..text.len(), long));
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, end: text.len() };
    let expression = parser.operand(0)?;
    match parser.peek() {
        None => Ok(expression),
        Some((Token::Operator(operator), span)) => Err(Fault::at(
            span.clone(),
            format!("`{}` stands only in an argument, as in IIF or CBool", operator.sign()),
        )),
        Some((_, span)) => Err(Fault::at(span.clone(), "the expression ends before this")),
    }
}

struct Parser<'t> {
    tokens: &'t [Placed],
    at: usize,
    /// The length of the text.
    end: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Placed> {
        self.tokens.get(self.at)
    }

    fn next_is(&mut self, token: &Token) -> bool {
        let found = self.peek().is_some_and(|(next, _)| next == token);
        self.at += usize::from(found);
        found
    }

    /// The bytes of the next token, or the place behind the last.
    fn here(&self) -> Range<usize> {
        self.peek().map_or(self.end..self.end, |(_, span)| span.clone())
    }

    fn operand(&mut self, depth: usize) -> Result<Expression, Fault> {
        let Some((token, span)) = self.peek() else {
            let what = match self.at {
                0 => "the expression is empty; it is an attribute, a constant or a function call",
                _ => "the expression ends here, and something is missing",
            };
            return Err(Fault::at(self.here(), what));
        };
        self.at += 1;
        let node = match token {
            Token::Attribute(name) => Node::Attribute(name.clone()),
            Token::Text(text) => Node::Text(text.clone()),
            Token::Number(digits) => Node::Number(digits.clone()),
            Token::Hex(digits) => Node::Hex(digits.clone()),
            Token::Name(name) => return self.named(name, span, depth),
            Token::Open => return Err(Fault::at(span.clone(), "before `(` stands a function")),
            Token::Close | Token::Comma | Token::Operator(_) => {
                return Err(Fault::at(span.clone(), "something is missing before this"));
            }
        };
        Ok(Expression { node, span: span.clone() })
    }

    /// A call, or one of the two words.
    fn named(
        &mut self,
        name: &str,
        span: &Range<usize>,
        depth: usize,
    ) -> Result<Expression, Fault> {
        if !self.next_is(&Token::Open) {
            let word = CompareWord::ALL.into_iter().find(|word| word.word() == name && depth > 0);
            return match word {
                Some(word) => Ok(Expression { node: Node::Word(word), span: span.clone() }),
                None => Err(bare(name, span.clone())),
            };
        }
        let function = functions::find(name).ok_or_else(|| unknown(name, span.clone()))?;
        if depth == DEPTH_MAX {
            let deep = format!("calls are nested more than {DEPTH_MAX} deep");
            return Err(Fault::at(span.clone(), deep));
        }
        let arguments = self.arguments(function, span, depth + 1)?;
        let end = self.tokens.get(self.at.saturating_sub(1)).map_or(span.end, |(_, span)| span.end);
        let node = Node::Call(Call::new(function, arguments));
        Ok(Expression { node, span: span.start..end })
    }

    /// Up to the closing parenthesis, with it.
    fn arguments(
        &mut self,
        function: &Function,
        name: &Range<usize>,
        depth: usize,
    ) -> Result<Vec<Option<Expression>>, Fault> {
        let mut out = Vec::new();
        if self.next_is(&Token::Close) {
            return Ok(out);
        }
        loop {
            let empty = matches!(self.peek(), Some((Token::Comma | Token::Close, _)));
            out.push(if empty { None } else { Some(self.argument(depth)?) });
            if self.next_is(&Token::Comma) {
                continue;
            }
            if self.next_is(&Token::Close) {
                return Ok(out);
            }
            return Err(match self.peek() {
                None => Fault::at(
                    name.clone(),
                    format!("the arguments of `{}` have no `)` at their end", function.name),
                ),
                Some((_, span)) => Fault::at(span.clone(), "a `,` or a `)` is missing before this"),
            });
        }
    }

    fn argument(&mut self, depth: usize) -> Result<Expression, Fault> {
        let left = self.operand(depth)?;
        let Some((Token::Operator(operator), _)) = self.peek() else { return Ok(left) };
        self.at += 1;
        let right = self.operand(depth)?;
        if let Some((Token::Operator(_), span)) = self.peek() {
            return Err(Fault::at(span.clone(), "two comparisons cannot be joined; nest IIF"));
        }
        let span = left.span.start..right.span.end;
        let node = Node::Comparison(Box::new(Comparison { left, operator: *operator, right }));
        Ok(Expression { node, span })
    }
}

fn unknown(name: &str, span: Range<usize>) -> Fault {
    let all = || functions::all().map(|function| function.name);
    if let Some(right) = all().find(|known| known.eq_ignore_ascii_case(name)) {
        let case = format!(
            "no function is called `{name}`: names are case-sensitive; did you mean `{right}`?"
        );
        return Fault::by("CTS038", span, case);
    }
    let near = crate::text::did_you_mean(&nearest(name, all(), 1));
    Fault::at(span, format!("no function is called `{name}`{near}"))
}

fn bare(name: &str, span: Range<usize>) -> Fault {
    let what = match functions::find(name) {
        Some(function) => format!("`{name}` is a function: `{}`", function.signature()),
        None => format!(
            "`{name}` is neither quoted nor called: text is written `\"{name}\"`, an attribute `[{name}]`"
        ),
    };
    Fault::at(span, what)
}
