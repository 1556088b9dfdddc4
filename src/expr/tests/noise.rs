//! Laws, by chance.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{attributes, evaluated};
use crate::arbitrary::cases;
use crate::expr::syntax::{Call, CompareWord, Comparison, Expression, Node, Operator};
use crate::expr::*;

pub(super) const PIECES: [&str; 36] = [
    "(",
    ")",
    ",",
    "[",
    "]",
    "\"",
    "\\",
    "\\\\",
    "=",
    "<>",
    "<",
    "&H",
    "&",
    "-",
    "1",
    "99999999999",
    "0.5",
    " ",
    "\n",
    "é",
    "\u{1f600}",
    "\u{202e}",
    "vbTextCompare",
    "\"x\"",
    "[mail]",
    "Left(",
    "Replace(",
    "Switch(",
    "IIF(",
    "Join(",
    "Nothing",
    "CDate(",
    "Mid(",
    "\"\\\\d\"",
    "\"d\"",
    "\0",
];

fn node(node: Node) -> Expression {
    Expression { node, span: 0..0 }
}

fn leaf() -> impl Strategy<Value = Expression> {
    prop_oneof![
        "[a-z_:. é]{0,6}[a-z]".prop_map(|name| node(Node::Attribute(name))),
        any::<String>().prop_map(|text| node(Node::Text(text))),
        "-?[0-9]{1,20}(\\.[0-9]{1,3})?".prop_map(|digits| node(Node::Number(digits))),
        "[0-9A-Fa-f]{1,15}".prop_map(|digits| node(Node::Hex(digits))),
    ]
}

fn call(inner: impl Strategy<Value = Expression>) -> impl Strategy<Value = Expression> {
    let word = select(CompareWord::ALL.as_slice()).prop_map(|word| node(Node::Word(word)));
    let argument = prop_oneof![9 => inner, 1 => word];
    let compared = (argument, proptest::option::weighted(0.1, select(Operator::ALL.as_slice())));
    let argument = (compared, leaf()).prop_map(|((left, operator), right)| match operator {
        None => left,
        Some(operator) => node(Node::Comparison(Box::new(Comparison { left, operator, right }))),
    });
    let names: Vec<&str> = functions().map(|function| function.name).collect();
    (select(names), vec(proptest::option::weighted(0.8, argument), 0..6)).prop_map(
        |(name, mut arguments)| {
            // One empty slot is how no argument at all is written.
            if arguments == [None] {
                arguments.clear();
            }
            node(Node::Call(Call::new(functions::find(name).unwrap(), arguments)))
        },
    )
}

fn expression() -> impl Strategy<Value = Expression> {
    leaf().prop_recursive(4, 24, 4, call)
}

/// Whatever it says, it must be said: nothing here panics or fails to end.
fn survive(expression: &Expression, text: &str) {
    let attributes = attributes(&[("mail", text), ("m", "a"), ("m", text)]);
    let now = jiff::civil::date(2021, 7, 2).at(0, 0, 0, 0);
    let environment = Environment { attributes: &attributes, now, seed: 1, taken: None };
    let outcome = evaluate(expression, &environment);
    assert!(!outcome.flows || outcome.ending == Ending::Evaluated);
    let _findings = check(expression, None);
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn token_soup_is_read_or_refused(pieces in vec(select(PIECES.as_slice()), 0..40)) {
        let text = pieces.concat();
        match parse(&text) {
            Ok(expression) => {
                let printed = expression.to_string();
                let again = parse(&printed).unwrap();
                prop_assert_eq!(&again, &expression);
                prop_assert_eq!(again.to_string(), printed);
                survive(&expression, &text);
            }
            Err(fault) => prop_assert_eq!(fault.line(&text).concat().contains('\n'), false),
        }
    }

    #[test]
    fn what_is_printed_is_read_back(expression in expression(), text in any::<String>()) {
        let printed = expression.to_string();
        if printed.chars().count() <= 10_000 {
            prop_assert_eq!(&parse(&printed).unwrap(), &expression);
        }
        survive(&expression, &text);
    }

    #[test]
    fn any_pattern_date_and_format_ends(pattern in "\\PC{0,12}", text in "\\PC{0,12}", date in "[0-9/:. TZ+-]{0,24}") {
        let quoted = |text: &str| node(Node::Text(text.to_owned())).to_string();
        let (pattern, text, date) = (quoted(&pattern), quoted(&text), quoted(&date));
        for call in [
            format!("Replace({text}, , {pattern}, , {text})"),
            format!("Replace({text}, , {pattern}, {text}, {text})"),
            format!("CDate({date})"),
            format!("FormatDateTime({date}, , {pattern}, {pattern})"),
            format!("FormatDateTime({date}, , \"yyyy-MM-dd\", {text})"),
            format!("NormalizeDiacritics(PCase({text}, {pattern}))"),
        ] {
            evaluated(&call, &[]);
        }
    }
}

fn nested(depth: usize) -> String {
    format!("{}[a]{}", "ToLower(".repeat(depth), ")".repeat(depth))
}

#[test]
fn calls_are_nested_to_a_depth_and_not_deeper() {
    let deepest = parse(&nested(64)).unwrap();
    assert_eq!(parse(&deepest.to_string()).unwrap(), deepest);
    survive(&deepest, "A");
    assert!(parse(&nested(65)).unwrap_err().sentence.contains("64 deep"));
}

#[test]
fn a_hundred_thousand_parentheses_do_no_harm_on_a_small_stack() {
    let small = std::thread::Builder::new().stack_size(2 << 20);
    let run = small.spawn(|| {
        for text in ["(".repeat(100_000), "Not(".repeat(25_000), nested(60), nested(1_000)] {
            match parse(&text) {
                Ok(expression) => survive(&expression, "A"),
                Err(fault) => assert!(fault.span.end <= text.len()),
            }
        }
    });
    run.unwrap().join().unwrap();
}

#[test]
fn an_expression_has_ten_thousand_characters_at_most() {
    let text = format!("\"{}\"", "é".repeat(9_998));
    assert!(parse(&text).is_ok());
    let fault = parse(&format!("{text} ")).unwrap_err();
    assert_eq!(fault.rule, Some("CTS039"));
}

#[test]
fn a_value_does_not_grow_without_end() {
    let mut text = "\"aaaaaaaaaa\"".to_owned();
    for _ in 0..40 {
        text = format!("Replace({text}, \"a\", , , \"aaaaaaaaaa\")");
    }
    let outcome = evaluated(&text, &[]);
    assert_eq!(outcome.ending, Ending::NotEvaluated);
    let mut text = "\"a\"".to_owned();
    for _ in 0..20 {
        text = format!("Replace({text}, , \".\", , \"$_$_$_$_$_$_$_$_\")");
    }
    assert_eq!(evaluated(&text, &[]).ending, Ending::NotEvaluated);
}
