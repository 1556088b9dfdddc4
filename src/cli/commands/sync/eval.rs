use std::fmt::Write;
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::look::Look;
use crate::cli::trouble::Trouble;
use crate::expr::{
    self, Attributes, Ending, Environment, Expression, Fault, Findings, Outcome, Value, Warning,
};
use crate::store;
use crate::wire;

/// Bytes of a file with a user.
const USER_BYTES_MAX: u64 = 16 << 20;

#[derive(Debug, clap::Args)]
#[command(after_help = "`--help` lists every function.", after_long_help = functions())]
pub struct Args {
    /// Such as `Join(" ", [givenName], [surname])`
    #[arg(value_name = "EXPRESSION", allow_hyphen_values = true)]
    expression: String,
    /// A user as Graph returns it: one object, or the first of a list
    #[arg(long, value_name = "FILE")]
    user: Option<PathBuf>,
    /// An attribute instead of the user's; a value such as `["a","b"]` is several
    #[arg(long, value_name = "NAME=VALUE", value_parser = set)]
    set: Vec<(String, Value)>,
}

/// Reads `NAME=VALUE`.
fn set(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    let name = name.trim().trim_start_matches('[').trim_end_matches(']');
    if name.is_empty() {
        return Err("expected NAME=VALUE".to_owned());
    }
    let several = match serde_json::from_str::<Json>(value) {
        Ok(list @ Json::Array(_)) => Some(wire::attribute(&list)),
        _ => None,
    };
    Ok((name.to_owned(), several.unwrap_or_else(|| Value::from(value))))
}

/// The table of functions, for the help.
fn functions() -> String {
    let mut out = "Functions (names are case-sensitive):\n".to_owned();
    for function in expr::functions() {
        let _memory = writeln!(out, "  {}\n      {}", function.signature(), function.help);
        if let Some(example) = function.example {
            let _memory = writeln!(out, "      {} gives {}", example.expression, example.gives);
        }
    }
    out.push_str(
        "Source: Microsoft Learn, Reference for writing expressions for attribute mappings.",
    );
    out
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let text = &args.expression;
    let look = call.look;
    let expression = expr::parse(text).map_err(|fault| trouble(&fault, text, look))?;
    let Findings { faults, mut warnings } = expr::check(&expression, None);
    if let Some(fault) = faults.first() {
        return Err(trouble(fault, text, look));
    }
    let mut attributes = match &args.user {
        Some(path) => user(path)?,
        None => Attributes::new(),
    };
    attributes.extend(args.set);
    let now: Timestamp = (call.now)().parse().unwrap_or_default();
    let seed = now.as_second().unsigned_abs();
    let now = TimeZone::UTC.to_datetime(now);
    let environment = Environment { attributes: &attributes, now, seed, taken: None };
    let outcome = expr::evaluate(&expression, &environment);
    expr::merge(&mut warnings, outcome.warnings.iter().cloned());
    if call.is_json() {
        let warnings: Vec<Json> =
            warnings.iter().map(|Warning { id, text }| json!({ "id": id, "text": text })).collect();
        return Ok(Answer::json(&json!({
            "value": wire::value_json(&outcome.value),
            "flows": outcome.flows,
            "warnings": warnings,
        })));
    }
    Ok(Answer::text(for_people(&expression, &outcome, &warnings, look)))
}

fn user(path: &Path) -> Result<Attributes, Trouble> {
    let bytes = store::read_input(path, USER_BYTES_MAX)?;
    let shown = path.display();
    // Windows PowerShell writes UTF-16.
    let encoding = Encoding::for_bom(&bytes).map_or(UTF_8, |(encoding, _)| encoding);
    let (text, _, broken) = encoding.decode(&bytes);
    if broken {
        return Err(Trouble::bad(format!("`{shown}` is no {} text", encoding.name())));
    }
    let json: Json = serde_json::from_str(&text)
        .map_err(|fault| Trouble::bad(format!("`{shown}` holds no user: {fault}")))?;
    let list = json.get("value").and_then(Json::as_array);
    let found = list.map_or(Some(&json), |list| list.first());
    match found.filter(|user| user.is_object()) {
        Some(user) => Ok(wire::attributes(user)),
        None => Err(Trouble::bad(format!("`{shown}` holds no user"))),
    }
}

/// The sentence, the line, and a caret below the place.
fn trouble(fault: &Fault, text: &str, look: Look) -> Trouble {
    let [before, marked, after] = fault.line(text).map(|part| look.show(part));
    let indent = " ".repeat(unicode_width::UnicodeWidthStr::width(&*before));
    let carets = "^".repeat(unicode_width::UnicodeWidthStr::width(&*marked).max(1));
    let sentence = look.show(&fault.sentence);
    let lines = format!("{sentence}\n  {before}{marked}{after}\n  {indent}{carets}");
    let mut trouble = Trouble::usage(&lines);
    trouble.rule = fault.rule;
    trouble
}

fn for_people(
    expression: &Expression,
    outcome: &Outcome,
    warnings: &[Warning],
    look: Look,
) -> String {
    let value = match &outcome.value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => format!("\"{text}\""),
        Value::Many(_) => wire::value_json(&outcome.value).to_string(),
        single => single.text().unwrap_or_default(),
    };
    let flows = match (outcome.ending, outcome.flows) {
        (_, true) => "yes",
        (Ending::Evaluated, false) => "no: nothing is written, the target keeps what it has",
        (Ending::Failed, false) => "no: the engine cannot evaluate it",
        (Ending::NotEvaluated, false) => "not known: it is not evaluated here",
    };
    let mut out = format!(
        "expression  {}\nvalue       {}\nflows       {flows}\n",
        look.show(&expression.to_string()),
        look.show(&value)
    );
    for warning in warnings {
        let _memory = writeln!(out, "warning     {}: {}", warning.id, look.show(&warning.text));
    }
    out
}
