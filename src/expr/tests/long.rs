//! Inputs by the million. A short run is always made; `DETENTE_LONG=1` makes ten million, or as many
//! as it says, and tells how long that took:
//!
//! `DETENTE_LONG=1 CARGO_PROFILE_TEST_OPT_LEVEL=2 cargo test --lib expr::tests::long -- --nocapture`

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use super::attributes;
use super::noise::PIECES;
use crate::expr::*;

const SHORT: u64 = 4_000;
const LONG: u64 = 10_000_000;
/// Inputs that share a seed, so that what fails can be made again.
const CHUNK: u64 = 1_000;

/// A plain generator (Steele, Lea and Flood, 2014): the same seed gives the same inputs.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % (count.max(1) as u64)).unwrap()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Values that are hard for somebody.
const TEXTS: [&str; 22] = [
    "",
    " ",
    "a",
    "ada@x.example",
    "Zoë Łukasz",
    "\u{1f600}\u{1f600}",
    "İstanbul ß",
    "\0",
    "\u{202e}",
    "2021-06-30+08:00",
    "20150123105347.1Z",
    "12/31/9999 11:59:59 PM",
    "0001-01-01",
    "9223372036854775807",
    "-1",
    "1.5",
    "yyyy-MM-dd",
    "(a+)+$",
    "(?<g>\\\\d+)",
    "[",
    "${g}",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
];
const NAMES: [&str; 6] = ["mail", "m", "n", "gone", "userType", "manager"];

/// A text that is mostly an expression.
fn grown(dice: &mut Dice, names: &[&str], depth: usize) -> String {
    match (depth, dice.below(8)) {
        (0, 0..=3) | (_, 0) => format!("[{}]", dice.one(&NAMES)),
        (0, 4..=5) | (_, 1) => {
            let text = dice.one(&TEXTS).replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{text}\"")
        }
        (0, _) | (_, 2) => {
            dice.one(&["0", "1", "-3", "99999999999", "0.5", "&HF7", "vbTextCompare"]).to_owned()
        }
        (depth, kind) => {
            let count = dice.below(6);
            let mut arguments = Vec::new();
            for _ in 0..count {
                arguments.push(match dice.below(9) {
                    0 => String::new(),
                    1 if kind == 3 => {
                        let left = grown(dice, names, depth - 1);
                        let sign = dice.one(&["=", "<>", "<", ">="]);
                        format!("{left} {sign} {}", grown(dice, names, 0))
                    }
                    _ => grown(dice, names, depth - 1),
                });
            }
            format!("{}({})", dice.one(names), arguments.join(","))
        }
    }
}

/// An expression that was right, and has been damaged.
fn damaged(dice: &mut Dice, corpus: &[&str]) -> String {
    let mut letters: Vec<char> = dice.one(corpus).chars().collect();
    for _ in 0..=dice.below(4) {
        let at = dice.below(letters.len() + 1);
        match dice.below(4) {
            0 if at < letters.len() => drop(letters.remove(at)),
            1 => {
                let piece = dice.one(&PIECES);
                letters.splice(at..at, piece.chars());
            }
            2 if at < letters.len() => {
                let other = dice.below(letters.len());
                letters.swap(at, other);
            }
            _ => letters.truncate(at.max(1)),
        }
    }
    letters.into_iter().collect()
}

/// Reads, prints, reads again, checks and evaluates; says whether it was an expression.
fn live(text: &str, attributes: &Attributes) -> bool {
    let expression = match parse(text) {
        Ok(expression) => expression,
        Err(fault) => {
            assert!(!fault.line(text).concat().contains('\n'), "{text:?}");
            return false;
        }
    };
    let printed = expression.to_string();
    assert_eq!(parse(&printed).as_ref(), Ok(&expression), "{text:?} printed as {printed:?}");
    let _findings = check(&expression, None);
    let _names = in_conditions(&expression);
    let now = jiff::civil::date(2021, 7, 2).at(0, 0, 0, 0);
    let outcome = evaluate(&expression, &Environment { attributes, now, seed: 1, taken: None });
    assert!(!outcome.flows || outcome.ending == Ending::Evaluated, "{text:?}");
    true
}

/// One chunk: how many of its inputs were expressions.
fn chunk(seed: u64, names: &[&str], corpus: &[&str]) -> u64 {
    let mut dice = Dice(seed);
    let first = dice.one(&TEXTS).to_owned();
    let second = dice.one(&TEXTS).to_owned();
    let held = attributes(&[
        ("mail", &first),
        ("m", &second),
        ("m", "b"),
        ("n", "7"),
        ("userType", "Member"),
    ]);
    let mut read = 0;
    for round in 0..CHUNK {
        let text = match round % 4 {
            0 => (0..dice.below(16)).map(|_| dice.one(&PIECES)).collect::<String>(),
            1 => damaged(&mut dice, corpus),
            _ => {
                let depth = dice.below(4);
                grown(&mut dice, names, depth)
            }
        };
        let was_read = catch_unwind(AssertUnwindSafe(|| live(&text, &held))).ok();
        let place = || panic!("seed {seed}, input {text:?}, with {first:?} and {second:?}");
        read += u64::from(was_read.unwrap_or_else(place));
    }
    read
}

#[test]
fn no_input_makes_anything_panic_and_what_is_printed_is_read_back() {
    let asked = std::env::var("DETENTE_LONG").unwrap_or_default();
    let count = match asked.as_str() {
        "" | "0" => SHORT,
        "1" => LONG,
        number => number.parse().unwrap(),
    };
    let names: Vec<&str> = functions().map(|function| function.name).collect();
    let corpus: Vec<&str> = functions()
        .filter_map(|function| function.example)
        .map(|example| example.expression)
        .collect();
    let began = Instant::now();
    let mut read = 0;
    for seed in 0..count / CHUNK {
        read += chunk(seed, &names, &corpus);
    }
    // The inputs must not all be refused at the door.
    assert!(read * 5 > count, "only {read} of {count} inputs were expressions");
    if count > SHORT {
        let seconds = began.elapsed().as_secs_f64();
        writeln!(
            std::io::stderr(),
            "{count} inputs, {read} of them expressions, {seconds:.0} seconds"
        )
        .unwrap();
    }
}

#[test]
fn ten_thousand_levels_and_patterns_that_explode_end() {
    let deep = format!("{}[a]{}", "Not(".repeat(10_000), ")".repeat(10_000));
    assert_eq!(
        parse(&deep).unwrap_err().rule,
        Some("CTS039"),
        "it is too long before it is too deep"
    );
    let within = format!("{}1{}", "Not(".repeat(1_999), ")".repeat(1_999));
    assert!(parse(&within).unwrap_err().sentence.contains("64 deep"));
    let long = "a".repeat(8_000) + "!";
    let held = attributes(&[("m", &long)]);
    for pattern in [
        "(a+)+$",
        "(a|a)*$",
        "(a|aa)+$",
        "(.*)*b",
        "((a{1,100}){1,100}){1,100}",
        "\\\\w{1000}",
        "(\\\\p{L}{1,50}){1,200}",
        "(x+x+)+y",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
    ] {
        let began = Instant::now();
        let expression = parse(&format!("Replace([m], , \"{pattern}\", , \"x\", , )")).unwrap();
        let now = jiff::civil::date(2021, 7, 2).at(0, 0, 0, 0);
        let environment = Environment { attributes: &held, now, seed: 1, taken: None };
        let _outcome = evaluate(&expression, &environment);
        // Seconds would be a wrong measure on a busy machine; an engine that tries every way takes years.
        assert!(began.elapsed().as_secs() < 60, "{pattern}");
    }
}
