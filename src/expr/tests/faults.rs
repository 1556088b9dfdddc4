use std::collections::BTreeSet;

use crate::expr::{check, parse};

/// The sentence, then the line with a caret below the place.
#[track_caller]
fn said(text: &str) -> String {
    let fault = match parse(text) {
        Err(fault) => fault,
        Ok(expression) => check(&expression, None).faults.into_iter().next().unwrap(),
    };
    let [before, marked, after] = fault.line(text);
    let rule = fault.rule.map(|rule| format!("{rule}: ")).unwrap_or_default();
    format!(
        "{rule}{fault}\n{before}{marked}{after}\n{}{}",
        " ".repeat(before.chars().count()),
        "^".repeat(marked.chars().count().max(1))
    )
}

#[test]
fn a_fault_names_the_place_and_what_was_meant() {
    insta::assert_snapshot!(said("ToLower(Joyn(\"@\", [mail]))"), @r#"
    no function is called `Joyn`; did you mean `Join`?
    ToLower(Joyn("@", [mail]))
            ^^^^
    "#);
    insta::assert_snapshot!(said("tolower([mail])"), @"
    CTS038: no function is called `tolower`: names are case-sensitive; did you mean `ToLower`?
    tolower([mail])
    ^^^^^^^
    ");
    insta::assert_snapshot!(said("Join(\" \",\n  [givenName], surname)"), @r#"
    `surname` is neither quoted nor called: text is written `"surname"`, an attribute `[surname]`
      [givenName], surname)
                   ^^^^^^^
    "#);
}

/// Text, rule, the beginning of the sentence.
#[test]
#[rustfmt::skip]
fn what_the_service_would_not_take() {
    for (text, rule, sentence) in [
        ("", None, "the expression is empty"),
        ("Left(", None, "the expression ends here"),
        ("Left([a], 1", None, "the arguments of `Left` have no `)`"),
        ("Left([a] 1)", None, "a `,` or a `)` is missing"),
        ("[a] = \"b\"", None, "`=` stands only in an argument"),
        ("IIF([a] = [b] = [c], 1, 2)", None, "two comparisons"),
        ("[a] [b]", None, "the expression ends before this"),
        ("(1)", None, "before `(` stands a function"),
        ("Left([a], )x", None, "the expression ends before this"),
        ("Left", None, "`Left` is a function: `Left(source, numChars)`"),
        ("Member", None, "`Member` is neither quoted nor called"),
        ("[", None, "the name of an attribute ends"),
        ("[ ]", None, "between brackets"),
        ("[a[b]", None, "the name of an attribute ends"),
        ("\"a", None, "the text that begins here"),
        ("\"a\\\"", None, "the text that begins here"),
        ("\"\\d\"", Some("CTS037"), "between quotes a backslash is doubled: `\\\\d`"),
        ("'a'", None, "text stands between double quotes"),
        ("\u{201c}a\u{201d}", None, "text stands between straight quotes"),
        ("IIF([a] == \"b\", 1, 2)", None, "equal is written `=`"),
        ("IIF([a] != \"b\", 1, 2)", None, "not equal is written `<>`"),
        ("Append([a] & [b])", None, "texts are put together"),
        ("Left([a]; 1)", None, "arguments are separated"),
        ("&HXY", None, "behind `&H`"),
        ("&H", None, "behind `&H`"),
        ("1a", None, "`1a` is no number"),
        ("1.", None, "`1.` is no number"),
        ("-", None, "`-` is no number"),
        ("{", None, "`{` has no meaning"),
        ("vbTextCompare", None, "`vbTextCompare` is neither"),
        ("Append(vbTextCompare, \"a\")", None, "`vbTextCompare` stands only in `InStr`"),
        ("IIF([a] = vbTextCompare, 1, 2)", None, "`vbTextCompare` stands only in `InStr`"),
        ("InStr(\"a\", \"b\", 1, \"vbTextCompare\")", None, "`compareType` of `InStr` is vbTextCompare or"),
        ("ToLower()", None, "`source` of `ToLower` is missing: `ToLower(source, culture?)`"),
        ("ToLower([a], \"b\", \"c\")", None, "`ToLower` takes at most 2 arguments, not 3"),
        ("Now(1)", None, "`Now` takes no arguments, not 1"),
        ("Left(, 1)", None, "`source` of `Left` is missing"),
        ("Left([a], \"b\")", None, "`numChars` of `Left` is a whole number"),
        ("Left([a], 1.5)", None, "`numChars` of `Left` is a whole number"),
        ("Item([a], 0)", None, "`Item` counts from 1"),
        ("DateAdd(\"q\", 1, [a])", None, "`interval` of `DateAdd` is one of yyyy"),
        ("DateAdd(\"d\", 1, \"soon\")", None, "`dateTime` of `DateAdd` is a date"),
        ("Switch([a], \"b\", \"c\")", Some("CTS033"), "`Switch` takes an even number"),
        ("Replace([a], \"b\")", None, "`Replace` takes oldValue with"),
        ("Replace([a], , \"(\", , \"b\")", None, "the pattern does not hold"),
        ("Replace([a], , \"(?<c>d)\", \"e\", \"b\")", None, "the pattern has no group `e`"),
        ("FormatDateTime([a], \"yyyy\", \"dd\")", None, "`outputFormat` of `FormatDateTime` is missing"),
    ] {
        let fault = match parse(text) {
            Err(fault) => fault,
            Ok(expression) => match check(&expression, None).faults.into_iter().next() {
                Some(fault) => fault,
                None => panic!("{text} is taken"),
            },
        };
        assert!(fault.sentence.starts_with(sentence), "{text}: {fault}");
        assert_eq!(fault.rule, rule, "{text}");
        assert!(fault.span.end <= text.len() && fault.span.start <= fault.span.end, "{text}");
    }
}

/// What is allowed and not advised, whoever the user is.
#[test]
fn what_the_documents_advise_against() {
    let known: BTreeSet<String> = ["mail", "a"].iter().map(|name| (*name).to_owned()).collect();
    for (text, ids) in [
        ("[mail]", &[][..]),
        ("[Mail]", &["CTS040"]),
        ("[extension_1_x]", &["unknownAttribute"]),
        ("Append(\"a\", [userType])", &["unknownAttribute", "CTS021"]),
        ("Switch([a], \"z\", \"k\", \"v\")", &["CTS030"]),
        ("Switch(IsPresent([a]), \"z\", \"True\", \"v\")", &["CTS032", "CTS030"]),
        ("IIF(IsPresent([a]), [a], \"x\")", &["CTS031"]),
        ("IIF(IsPresent([a]) = \"True\", [a], \"x\")", &["CTS031"]),
        ("IIF([a] = \"x\", [a], \"x\")", &[]),
        ("ToLower([manager])", &["CTS034", "unknownAttribute"]),
        ("SelectUniqueValue(\"a\", \"b\")", &["CTS035"]),
        ("Append(SelectUniqueValue(\"a\", \"b\"), \"c\")", &["CTS035", "CTS035"]),
        ("Append(Guid(), \"c\")", &["CTS036"]),
        ("DefaultDomain()", &["undocumented"]),
        ("Append([a] = \"b\", \"c\")", &["undocumented"]),
        ("Replace([a], , \"(?=b)\", , \"c\")", &["CTS015"]),
    ] {
        let findings = check(&parse(text).unwrap(), Some(&known));
        let mut met: Vec<&str> = findings.warnings.iter().map(|warning| warning.id).collect();
        let mut wanted = ids.to_vec();
        met.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(met, wanted, "{text} {findings:?}");
        assert_eq!(findings.faults, [], "{text}");
    }
}
