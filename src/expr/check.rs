//! What can be said of an expression before anybody's attributes are known.

use std::collections::BTreeSet;

use super::date;
use super::evaluate::Stop;
use super::fault::Fault;
use super::functions::{Certainty, INTERVALS, Kind, Mode, Need, Steadiness};
use super::pattern::{BadPattern, pattern};
use super::syntax::{Call, Comparison, Expression, Node};
use super::warning::{UNDOCUMENTED, UNKNOWN_ATTRIBUTE, Warning, merge, quoted};
use crate::text::{did_you_mean, nearest};

/// What is wrong with an expression, and what has to be said about it, for every user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Why the service would not take it, in the order of the text.
    pub faults: Vec<Fault>,
    /// What is allowed and not advised.
    pub warnings: Vec<Warning>,
}

impl Findings {
    fn warn(&mut self, id: &'static str, text: impl Into<String>) {
        merge(&mut self.warnings, [Warning::new(id, text)]);
    }

    fn fault(&mut self, piece: &Expression, sentence: impl Into<String>) {
        self.faults.push(Fault::at(piece.span.clone(), sentence));
    }
}

/// Counts arguments, compares literals with what the functions take, and says what the documents
/// advise against. `known` are the attributes there are, where somebody knows them: others are
/// warned of only, since custom attributes may be typed.
pub fn check(expression: &Expression, known: Option<&BTreeSet<String>>) -> Findings {
    let mut findings = Findings::default();
    let mut waiting = vec![expression];
    while let Some(piece) = waiting.pop() {
        match &piece.node {
            Node::Attribute(name) => attribute(name, known, &mut findings),
            Node::Call(call) => {
                count(piece, call, &mut findings);
                for (index, argument) in call.arguments.iter().enumerate() {
                    if let Some(argument) = argument {
                        fits(call, index, argument, &mut findings);
                    }
                }
                advice(call, std::ptr::eq(piece, expression), &mut findings);
                special(piece, call, &mut findings);
            }
            Node::Comparison(comparison) => comparable(comparison, &mut findings),
            Node::Text(_) | Node::Number(_) | Node::Hex(_) | Node::Word(_) => {}
        }
        waiting.extend(piece.children().into_iter().rev());
    }
    findings
}

/// The attributes that conditions of `IIF` look at: where one of them has no value, the condition
/// fails.
pub fn in_conditions(expression: &Expression) -> Vec<&str> {
    let mut out = Vec::new();
    let mut waiting = vec![expression];
    while let Some(piece) = waiting.pop() {
        if let Node::Call(call) = &piece.node
            && call.function.name == "IIF"
            && let Some(condition) = call.argument(0)
        {
            out.extend(condition.attributes());
        }
        waiting.extend(piece.children());
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn attribute(name: &str, known: Option<&BTreeSet<String>>, findings: &mut Findings) {
    if matches!(name, "userType" | "samAccountName") {
        findings.warn("CTS021", format!("`[{name}]` is not available as a source"));
    }
    let Some(known) = known.filter(|known| !known.contains(name)) else { return };
    match known.iter().find(|other| other.eq_ignore_ascii_case(name)) {
        Some(other) => findings.warn(
            "CTS040",
            format!("there is no attribute `[{name}]`, but `[{other}]`: names are case-sensitive"),
        ),
        None => findings.warn(
            UNKNOWN_ATTRIBUTE,
            format!(
                "no user of the source has `{name}`{}",
                did_you_mean(&nearest(name, known.iter().map(String::as_str), 1))
            ),
        ),
    }
}

/// Too few, too many, or one left out that is needed.
fn count(piece: &Expression, call: &Call, findings: &mut Findings) {
    let function = call.function;
    let signature = function.signature();
    let slots = call.arguments.len();
    if function.parameter(slots.saturating_sub(1)).is_none() && slots > 0 {
        let most = function.parameters.len();
        let argument = if most == 1 { "argument" } else { "arguments" };
        let most = if most == 0 { "no".to_owned() } else { format!("at most {most}") };
        let many =
            format!("`{}` takes {most} {argument}, not {slots}: `{signature}`", function.name);
        return findings.fault(piece, many);
    }
    let missing = function.parameters.iter().enumerate().find(|(index, parameter)| {
        parameter.need != Need::Optional && call.argument(*index).is_none()
    });
    if let Some((_, parameter)) = missing {
        let few = format!("`{}` of `{}` is missing: `{signature}`", parameter.name, function.name);
        findings.fault(piece, few);
    }
}

/// Whether an argument can be what the function takes there.
fn fits(call: &Call, index: usize, argument: &Expression, findings: &mut Findings) {
    let Some(parameter) = call.function.parameter(index) else { return };
    let place = format!("`{}` of `{}`", parameter.name, call.function.name);
    let wrong = match (&argument.node, parameter.kind) {
        (Node::Word(word), kind) if kind != Kind::Compare => {
            Some(format!("`{}` stands only in `InStr`, as its compareType", word.word()))
        }
        (Node::Word(_), _) => None,
        (_, Kind::Compare) => Some(format!("{place} is vbTextCompare or vbBinaryCompare")),
        (Node::Text(text), Kind::Whole) if text.trim().parse::<i64>().is_err() => {
            Some(format!("{place} is a whole number"))
        }
        (Node::Number(text), Kind::Whole) if text.parse::<i64>().is_err() => {
            Some(format!("{place} is a whole number"))
        }
        (Node::Text(text), Kind::Interval) if !INTERVALS.contains(&text.as_str()) => {
            Some(format!("{place} is one of {}", INTERVALS.join(", ")))
        }
        (Node::Text(text), Kind::Date) if matches!(date::read(text), Err(Stop::Failed(_))) => {
            Some(format!("{place} is a date"))
        }
        (Node::Comparison(_), kind) if kind != Kind::Condition => {
            findings.warn(
                UNDOCUMENTED,
                format!("a comparison is documented in `IIF` and `CBool` only, not as {place}"),
            );
            None
        }
        _ => None,
    };
    if let Some(wrong) = wrong {
        findings.fault(argument, wrong);
    }
}

fn comparable(comparison: &Comparison, findings: &mut Findings) {
    for operand in [&comparison.left, &comparison.right] {
        if let Node::Word(word) = &operand.node {
            let wrong = format!("`{}` stands only in `InStr`, as its compareType", word.word());
            findings.fault(operand, wrong);
        }
    }
}

/// Functions that ask whether something is there.
const PRESENCE: [&str; 3] = ["IsNull", "IsNullOrEmpty", "IsPresent"];
/// Functions that cross-tenant synchronization cannot use.
const ELSEWHERE: [&str; 5] = [
    "SelectUniqueValue",
    "AppRoleAssignments",
    "AppRoleAssignmentsComplex",
    "AssertiveAppRoleAssignmentsComplex",
    "SingleAppRoleAssignment",
];

/// What the documents advise against. The rules are those of cross-tenant synchronization.
fn advice(call: &Call, is_whole: bool, findings: &mut Findings) {
    let function = call.function;
    let name = function.name;
    if call.arguments.iter().flatten().any(|argument| argument.attributes().contains(&"manager")) {
        findings.warn(
            "CTS034",
            format!("`[manager]` is a reference and is mapped directly, not by `{name}`"),
        );
    }
    if ELSEWHERE.contains(&name) {
        findings
            .warn("CTS035", format!("`{name}` is not supported in cross-tenant synchronization"));
    }
    if name == "SelectUniqueValue" && !is_whole {
        findings.warn(
            "CTS035",
            "`SelectUniqueValue` stands only outermost, not inside another function",
        );
    }
    if function.steadiness == Steadiness::Changing {
        findings.warn(
            "CTS036",
            format!("`{name}` gives something else each time: unless the mapping applies on creation only, the target is rewritten again and again"),
        );
    }
    if let Certainty::Seen(source) = function.certainty {
        findings.warn(
            UNDOCUMENTED,
            format!("`{name}` is named in {source}, and no article describes it"),
        );
    }
    let first = call.argument(0);
    let asks = |argument: &Expression| match &argument.node {
        Node::Call(inner) => Some(inner.function.name).filter(|name| PRESENCE.contains(name)),
        _ => None,
    };
    match (name, first) {
        ("IIF", Some(condition)) => {
            let mut pieces = vec![condition];
            pieces.extend(condition.children());
            if let Some(asked) = pieces.into_iter().find_map(asks) {
                findings.warn(
                    "CTS031",
                    format!("`{asked}` in the condition of `IIF` is listed as unsupported; use `Coalesce`, or `Switch` with the key \"\""),
                );
            }
        }
        ("Switch", Some(source)) => {
            if let Some(asked) = asks(source) {
                findings.warn(
                    "CTS032",
                    format!("`{asked}` is documented not to be the source of `Switch`; the key \"\" catches what is empty"),
                );
            }
            if let Some(attribute) = source.attributes().first() {
                findings.warn(
                    "CTS030",
                    format!("when another attribute changes and `[{attribute}]` does not, `Switch` may read it as null and clear the target; `IIF` or `Coalesce` do not"),
                );
            }
        }
        _ => {}
    }
}

/// What only one function demands.
fn special(piece: &Expression, call: &Call, findings: &mut Findings) {
    let text = |index: usize| match call.argument(index).map(|argument| &argument.node) {
        Some(Node::Text(text) | Node::Number(text)) => Some(text.as_str()),
        _ => None,
    };
    match call.function.name {
        "Switch" if call.arguments.len() % 2 == 1 => findings.faults.push(Fault::by(
            "CTS033",
            piece.span.clone(),
            "`Switch` takes an even number of arguments: the source, the default, and pairs of key and value",
        )),
        "Switch" if call.arguments.len() == 2 => {
            findings.fault(piece, "`Switch` takes at least one pair of key and value");
        }
        "Item" if text(1).and_then(|index| index.parse().ok()) == Some(0) => {
            findings.fault(piece, "`Item` counts from 1");
        }
        "Replace" if call.arguments.len() <= 7 && call.argument(0).is_some() => {
            replace(piece, call, text(2), text(3), findings);
        }
        _ => {}
    }
}

fn replace(
    piece: &Expression,
    call: &Call,
    text: Option<&str>,
    group: Option<&str>,
    findings: &mut Findings,
) {
    if Mode::of(call).is_none() {
        return findings.fault(
            piece,
            "`Replace` takes oldValue with replacementValue or template, or regexPattern with \
             replacementValue, with regexGroupName and replacementValue, or with regexGroupName and \
             replacementAttributeName",
        );
    }
    let (Some(text), Some(place)) = (text, call.argument(2)) else { return };
    match pattern(text) {
        Ok(pattern) => {
            if let Some(group) = group.filter(|group| !pattern.has_group(group)) {
                findings.fault(place, format!("the pattern has no group `{group}`"));
            }
        }
        Err(BadPattern::Invalid(why)) => {
            findings.fault(place, format!("the pattern does not hold: {why}"));
        }
        Err(BadPattern::NotEvaluated(what)) => {
            findings
                .warn("CTS015", format!("not evaluated: the pattern {} has {what}", quoted(text)));
        }
    }
}
