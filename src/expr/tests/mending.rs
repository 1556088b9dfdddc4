//! What was meant, and where the cursor stands.

use proptest::prelude::*;

use super::*;

fn known() -> Vec<String> {
    ["mail", "displayName", "givenName", "surname"].map(str::to_owned).to_vec()
}

#[test]
fn a_slip_is_mended() {
    #[rustfmt::skip]
    let table: &[(&str, &str)] = &[
        ("Joyn(\" \", [givenName], [surname])", "Join(\" \", [givenName], [surname])"),
        ("tolower([mail])", "ToLower([mail])"),
        ("ToLower([mail]", "ToLower([mail])"),
        ("ToLowr([mail]", "ToLower([mail])"),
        ("ToLower(mail)", "ToLower([mail])"),
        ("mil", "[mail]"),
        ("Member", "\"Member\""),
        ("Append([mail]; \"x\")", "Append([mail], \"x\")"),
        ("Append([mail], 'x')", "Append([mail], \"x\")"),
        ("Append([mail] \"x\")", "Append([mail], \"x\")"),
        ("Replace([mail], , \"\\d\", , \"\", , )", "Replace([mail], , \"\\\\d\", , \"\", , )"),
        ("IIF([mail] == \"a\", \"b\", \"c\")", "IIF([mail] = \"a\", \"b\", \"c\")"),
        ("ToLower([mail]))", "ToLower([mail])"),
        ("ToLower([mail)", "ToLower([mail])"),
        ("ToLower([surn", "ToLower([surname])"),
        ("\u{201c}Member\u{201d}", "\"Member\""),
    ];
    for (wrong, right) in table {
        assert_eq!(mend(wrong, &known()).as_deref(), Some(*right), "{wrong}");
    }
}

#[test]
fn what_is_right_or_beyond_help_is_left_alone() {
    for text in
        ["[mail]", "\"x\"", "ToLower([mail])", "[nobody]", "", "%%%", "To", "Item([mail], 0)"]
    {
        assert_eq!(mend(text, &known()), None, "{text}");
    }
}

proptest! {
    #[test]
    fn a_guess_has_no_fault(text in "[A-Za-z\\[\\]\"'(), ;=\\\\]{0,40}") {
        if let Some(guess) = mend(&text, &known()) {
            let read = parse(&guess).map(|expression| check(&expression, None).faults);
            prop_assert_eq!(read, Ok(Vec::new()), "{} became {}", text, guess);
        }
    }

    #[test]
    fn any_place_of_any_text_is_somewhere(text in "\\PC{0,40}", at in 0usize..50) {
        let here = here(&text, at);
        prop_assert!(text.get(here.span.clone()).is_some(), "{:?} in {}", here, text);
        let (done, place) = here.complete(&text, "X");
        prop_assert!(done.get(place..).is_some());
    }
}

#[test]
fn the_cursor_is_in_the_innermost_call() {
    // `|` is the cursor.
    #[rustfmt::skip]
    let table: &[(&str, &str, usize, Word, &str)] = &[
        ("Replace(|", "Replace", 0, Word::Nothing, ""),
        ("Replace([mail], \"@\", |", "Replace", 2, Word::Nothing, ""),
        ("Replace(ToLower([ma|il]), \"@\")", "ToLower", 0, Word::Attribute, "ma"),
        ("Replace(ToLower([mail]), |", "Replace", 1, Word::Nothing, ""),
        ("Join(\",(\\\"[\", To|", "Join", 1, Word::Function, "To"),
        ("Join(\"a, b|", "Join", 0, Word::Nothing, ""),
        ("To|", "", 0, Word::Function, "To"),
        ("[|", "", 0, Word::Attribute, ""),
        ("Nobody(1, |", "", 0, Word::Nothing, ""),
    ];
    for (text, function, argument, word, begun) in table {
        let at = text.find('|').unwrap();
        let found = here(&text.replace('|', ""), at);
        let call = found.call.map_or(("", 0), |(function, at)| (function.name, at));
        assert_eq!(call, (*function, *argument), "{text}");
        assert_eq!((found.word, found.begun.as_str()), (*word, *begun), "{text}");
    }
}

#[test]
fn a_completed_word_is_whole() {
    #[rustfmt::skip]
    let table: &[(&str, &str, &str)] = &[
        ("To|", "ToLower", "ToLower(|"),
        ("To|Up([mail])", "ToLower", "ToLower|([mail])"),
        ("Join(\" \", [giv|", "givenName", "Join(\" \", [givenName]|"),
        ("Join(\" \", [giv|xx], 1)", "givenName", "Join(\" \", [givenName]|, 1)"),
    ];
    for (text, choice, want) in table {
        let at = text.find('|').unwrap();
        let text = text.replace('|', "");
        let (mut done, place) = here(&text, at).complete(&text, choice);
        done.insert(place, '|');
        assert_eq!(done, *want, "{text}");
    }
}
