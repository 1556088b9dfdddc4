//! The expressions of attribute mappings: read, printed, checked and evaluated.
//!
//! The language is that of the Microsoft Entra provisioning engine, described in *Reference for
//! writing expressions for attribute mappings* (MicrosoftDocs/entra-docs,
//! docs/identity/app-provisioning/functions-for-customizing-application-data.md). An expression is
//! an attribute `[mail]`, a constant `"Member"`, or nested calls in the style of Visual Basic.
//!
//! The article leaves much open. Where it does, the value shown is our reading and a warning says
//! so; what cannot be known here (another regular-expression dialect, an internal function) is not
//! evaluated. Nothing here reads a clock or is random by itself: both are in the [`Environment`].

mod check;
mod date;
mod date_format;
mod evaluate;
mod fault;
mod functions;
mod here;
mod mend;
mod number;
mod parse;
mod pattern;
mod replacement;
mod syntax;
mod tokens;
mod value;
mod warning;

pub use check::{Findings, check, in_conditions};
pub use evaluate::{Ending, Environment, Outcome, evaluate};
pub use fault::Fault;
pub use functions::{Function, Kind, Need, all as functions};
pub use here::{Here, Word, here};
pub use mend::mend;
pub use parse::parse;
pub use syntax::{Expression, Node};
pub use value::{Attributes, Value};
pub use warning::{Warning, merge};

#[cfg(test)]
mod tests;
