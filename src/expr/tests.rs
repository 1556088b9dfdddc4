#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod cases;
mod faults;
mod long;
mod mending;
mod noise;
mod published;

use jiff::civil::date;

use super::*;

/// An environment of some attributes, at a fixed time.
pub fn attributes(rows: &[(&str, &str)]) -> Attributes {
    let mut out = Attributes::new();
    for (name, value) in rows {
        let value = Value::from(*value);
        let several = match out.remove(*name) {
            None => value,
            Some(Value::Many(mut values)) => {
                values.push(value);
                Value::Many(values)
            }
            Some(first) => Value::Many(vec![first, value]),
        };
        out.insert((*name).to_owned(), several);
    }
    out
}

/// Evaluated on the second of July 2021.
#[track_caller]
pub fn evaluated(expression: &str, rows: &[(&str, &str)]) -> Outcome {
    let expression = parse(expression).unwrap_or_else(|fault| panic!("{expression}: {fault}"));
    let attributes = attributes(rows);
    let now = date(2021, 7, 2).at(15, 33, 38, 0);
    evaluate(&expression, &Environment { attributes: &attributes, now, seed: 7, taken: None })
}

/// The text of a value: several are joined by ` | `.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Many(values) => values.iter().map(shown).collect::<Vec<_>>().join(" | "),
        single => single.text().unwrap_or_default(),
    }
}

#[test]
fn every_example_gives_what_its_row_says() {
    for function in functions() {
        let Some(example) = function.example else { continue };
        let outcome = evaluated(example.expression, example.attributes);
        assert_eq!(shown(&outcome.value), example.gives, "{}", example.expression);
        let expression = parse(example.expression).unwrap();
        assert_eq!(check(&expression, None).faults, [], "{}", example.expression);
        assert!(example.expression.contains(function.name));
    }
}

#[test]
fn every_function_has_a_name_of_its_own_and_parameters_in_a_sound_order() {
    let mut names: Vec<&str> = functions().map(|function| function.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    for function in functions() {
        let repeating =
            function.parameters.iter().position(|parameter| parameter.need == Need::Repeating);
        assert!(repeating.is_none_or(|at| at + 1 == function.parameters.len()), "{function:?}");
    }
}

#[test]
fn what_changes_is_the_same_for_the_same_seed_and_time() {
    let random = "RandomString(6, 3, 0, 0, 3)";
    for expression in ["Guid()", "Now()", random, "RandomString(20, 1, 1, 1, 1, \"aA0\")"] {
        let (first, second) = (evaluated(expression, &[]), evaluated(expression, &[]));
        assert_eq!(first, second);
        let warnings = check(&parse(expression).unwrap(), None).warnings;
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].id, "CTS036");
    }
    assert_eq!(shown(&evaluated("Now()", &[]).value), "7/2/2021 3:33:38 PM");
    let guid = shown(&evaluated("Guid()", &[]).value);
    assert!(guid.parse::<crate::domain::Guid>().is_ok(), "{guid}");
    assert_eq!(guid.chars().nth(14), Some('4'));
    let text = shown(&evaluated(random, &[]).value);
    assert_eq!(text.chars().filter(char::is_ascii_digit).count(), 3, "{text}");
    assert_eq!(text.chars().filter(char::is_ascii_lowercase).count(), 3, "{text}");
}

#[test]
fn a_value_that_is_taken_is_passed_over() {
    let expression = parse("SelectUniqueValue(\"a\", [b], \"c\")").unwrap();
    let attributes = attributes(&[("b", "b")]);
    let now = date(2021, 7, 2).at(0, 0, 0, 0);
    for (names, wanted, ending) in [
        (&["a"][..], "b", Ending::Evaluated),
        (&["a", "b"], "c", Ending::Evaluated),
        (&["a", "b", "c"], "null", Ending::Failed),
    ] {
        let taken = names.iter().map(|name| (*name).to_owned()).collect();
        let environment =
            Environment { attributes: &attributes, now, seed: 0, taken: Some(&taken) };
        let outcome = evaluate(&expression, &environment);
        assert_eq!((shown(&outcome.value).as_str(), outcome.ending), (wanted, ending));
    }
}
