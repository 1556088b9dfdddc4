//! The shape of an expression, and how it is printed.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::functions::Function;
use super::pattern::{BadPattern, Pattern};

/// A piece of an expression, and where it stood. Two are equal when they say the same, wherever.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it says.
    pub node: Node,
    /// Where it stood, in bytes.
    pub span: Range<usize>,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

/// What a piece of an expression says.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `[mail]`.
    Attribute(String),
    /// `"text"`, unescaped.
    Text(String),
    /// `1`, `-2.5`: the digits as they were written.
    Number(String),
    /// `&HF7`: the digits as they were written.
    Hex(String),
    /// How `InStr` compares.
    Word(CompareWord),
    /// A function with its arguments.
    Call(Call),
    /// `[a] = "b"`.
    Comparison(Box<Comparison>),
}

/// A function with its arguments.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its row.
    pub function: &'static Function,
    /// One for each slot between commas; an empty slot is an argument left out. `F()` has none.
    pub arguments: Vec<Option<Expression>>,
    /// The pattern that is written in it, once it was needed.
    pub compiled: OnceLock<Result<Arc<Pattern>, BadPattern>>,
}

impl PartialEq for Call {
    fn eq(&self, other: &Self) -> bool {
        self.function == other.function && self.arguments == other.arguments
    }
}

impl Call {
    /// A call.
    pub fn new(function: &'static Function, arguments: Vec<Option<Expression>>) -> Self {
        Call { function, arguments, compiled: OnceLock::new() }
    }

    /// The argument in a slot, unless it was left out.
    pub fn argument(&self, index: usize) -> Option<&Expression> {
        self.arguments.get(index).and_then(Option::as_ref)
    }
}

/// Two operands, compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Before the operator.
    pub left: Expression,
    /// How they are compared.
    pub operator: Operator,
    /// Behind it.
    pub right: Expression,
}

/// A word of `InStr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareWord {
    /// Upper and lower case are the same.
    Text,
    /// They are not.
    Binary,
}

impl CompareWord {
    /// Both.
    pub const ALL: [CompareWord; 2] = [CompareWord::Text, CompareWord::Binary];

    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            CompareWord::Text => "vbTextCompare",
            CompareWord::Binary => "vbBinaryCompare",
        }
    }
}

/// How two operands are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

impl Operator {
    /// All, the longer signs first.
    pub const ALL: [Operator; 6] = [
        Operator::NotEqual,
        Operator::GreaterOrEqual,
        Operator::LessOrEqual,
        Operator::Equal,
        Operator::Greater,
        Operator::Less,
    ];

    /// Whether it holds of two operands in this order.
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Operator::Equal => order.is_eq(),
            Operator::NotEqual => order.is_ne(),
            Operator::Greater => order.is_gt(),
            Operator::GreaterOrEqual => order.is_ge(),
            Operator::Less => order.is_lt(),
            Operator::LessOrEqual => order.is_le(),
        }
    }

    /// As it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Equal => "=",
            Operator::NotEqual => "<>",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
        }
    }
}

impl Expression {
    /// The pieces directly inside.
    pub fn children(&self) -> Vec<&Expression> {
        match &self.node {
            Node::Call(call) => call.arguments.iter().flatten().collect(),
            Node::Comparison(comparison) => vec![&comparison.left, &comparison.right],
            Node::Attribute(_) | Node::Text(_) | Node::Number(_) | Node::Hex(_) | Node::Word(_) => {
                Vec::new()
            }
        }
    }

    /// The names of the attributes in it, in order, with repetitions.
    pub fn attributes(&self) -> Vec<&str> {
        let mut waiting = vec![self];
        let mut names = Vec::new();
        while let Some(piece) = waiting.pop() {
            if let Node::Attribute(name) = &piece.node {
                names.push(name.as_str());
            }
            waiting.extend(piece.children().into_iter().rev());
        }
        names
    }
}

/// The one way to write it: `parse` gives the same expression back.
impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::Attribute(name) => write!(f, "[{name}]"),
            Node::Text(text) => {
                write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
            }
            Node::Number(digits) => f.write_str(digits),
            Node::Hex(digits) => write!(f, "&H{digits}"),
            Node::Word(word) => f.write_str(word.word()),
            Node::Call(call) => {
                write!(f, "{}(", call.function.name)?;
                for (index, argument) in call.arguments.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    if let Some(argument) = argument {
                        argument.fmt(f)?;
                    }
                }
                f.write_str(")")
            }
            Node::Comparison(comparison) => {
                let Comparison { left, operator, right } = &**comparison;
                write!(f, "{left} {} {right}", operator.sign())
            }
        }
    }
}
