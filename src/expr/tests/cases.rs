//! What each function gives, edge by edge. `D` is documented by Microsoft, `S` seen in samples, `I`
//! inferred from .NET or Visual Basic, `X` not documented: then the warning says so.

use super::{evaluated, shown};

/// Expression, attributes, value, ids of the warnings, certainty.
type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c str, &'c [&'c str], char);

#[track_caller]
fn run(cases: &[Case<'_>]) {
    for (expression, attributes, value, ids, certainty) in cases {
        let outcome = evaluated(expression, attributes);
        let met: Vec<&str> = outcome.warnings.iter().map(|warning| warning.id).collect();
        assert_eq!(shown(&outcome.value), *value, "{expression} {:?}", outcome.warnings);
        assert_eq!(met, *ids, "{expression} {:?}", outcome.warnings);
        assert!("DSIX".contains(*certainty));
        assert!(*certainty != 'X' || !ids.is_empty(), "{expression}: a doubt is said");
    }
}

const UNDOCUMENTED: &[&str] = &["undocumented"];
const FAILED: &[&str] = &["failed"];
const NOT: &[&str] = &["notEvaluated"];
const PATTERN: &[&str] = &["CTS015"];

#[test]
#[rustfmt::skip]
fn attributes_and_constants() {
    run(&[
        ("[displayName]", &[("displayName", "Fay")], "Fay", &[], 'S'),
        ("[displayName]", &[], "null", &[], 'D'),
        ("[DisplayName]", &[("displayName", "Fay")], "null", &["CTS040"], 'D'),
        ("\"Member\"", &[], "Member", &[], 'D'),
        ("\"a\\\\b\\\"c\"", &[], "a\\b\"c", &[], 'D'),
        ("1", &[], "1", &[], 'S'),
        ("&HF7", &[], "247", &[], 'D'),
        ("-2.50", &[], "-2.5", &[], 'I'),
    ]);
}

#[test]
#[rustfmt::skip]
fn what_flows() {
    run(&[
        ("IIF([country]=\"USA\", [country], [department])", &[("country", "CH"), ("department", "Sales")], "Sales", &[], 'D'),
        ("IIF([country]=\"USA\", [country], [department])", &[("department", "Sales")], "null", &["CTS031"], 'X'),
        ("IIF([country]=\"USA\", [country], [department])", &[("country", ""), ("department", "Sales")], "null", &["CTS031"], 'X'),
        ("IIF(IsPresent([a]), [a], \"x\")", &[], "null", &["CTS031"], 'X'),
        ("IIF([a] = \"A\", \"y\", \"n\")", &[("a", "a")], "n", &[], 'I'),
        ("IIF([a] <> \"A\", \"y\", \"n\")", &[("a", "a")], "y", &[], 'D'),
        ("IIF([n] > 9, \"y\", \"n\")", &[("n", "10")], "y", &[], 'D'),
        ("IIF([n] >= 10, \"y\", \"n\")", &[("n", "10")], "y", &[], 'D'),
        ("IIF([n] < 10, \"y\", \"n\")", &[("n", "10")], "n", &[], 'D'),
        ("IIF([n] <= &HA, \"y\", \"n\")", &[("n", "10")], "y", &[], 'D'),
        ("IIF([a] > \"b\", \"y\", \"n\")", &[("a", "c")], "y", UNDOCUMENTED, 'X'),
        ("IIF([n] = 10, \"y\", \"n\")", &[("n", "10")], "y", &[], 'D'),
        ("IIF([n] = 10, \"y\", \"n\")", &[("n", "10.0")], "y", UNDOCUMENTED, 'X'),
        ("IIF(CDate(\"2020-01-02\") > \"2020\", \"y\", \"n\")", &[], "null", NOT, 'X'),
        ("IIF(IsPresent([a]) = \"True\", \"y\", \"n\")", &[("a", "x")], "y", &[], 'D'),
        ("CBool([m] = \"x\")", &[("m", "x"), ("m", "y")], "null", NOT, 'X'),
        ("IIF(\"perhaps\", \"y\", \"n\")", &[], "null", FAILED, 'I'),
        ("IIF(CDate(\"2020-01-02\") > CDate(\"2020-01-01\"), \"y\", CDate(\"no\"))", &[], "y", &[], 'I'),
        ("Switch([a], \"z\", \"k\", \"v\", \"K\", \"V\")", &[("a", "K")], "V", &[], 'D'),
        ("Switch([a], \"z\", \"k\", \"v\")", &[("a", "K")], "z", &[], 'D'),
        ("Switch([a], , \"k\", \"v\")", &[("a", "K")], "null", &[], 'D'),
        ("Switch([a], \"z\", \"\", \"none\")", &[("a", "")], "none", &[], 'D'),
        ("Switch([a], \"z\", \"\", \"none\")", &[], "none", &[], 'D'),
        ("Switch([a], \"z\", \"k\")", &[], "null", FAILED, 'D'),
        ("Switch(IsPresent([a]), \"z\", \"True\", [a], \"False\", \"none\")", &[], "none", &[], 'S'),
        ("Coalesce([a], [b], \"c\")", &[], "c", &[], 'D'),
        ("Coalesce([a], [b])", &[], "null", &[], 'D'),
        ("Coalesce([a], \"c\")", &[("a", "")], "", &[], 'D'),
        ("IsNull([a])", &[("a", "")], "False", &[], 'D'),
        ("IsNull([a])", &[], "True", &[], 'D'),
        ("IsNullOrEmpty([a])", &[], "True", &[], 'D'),
        ("IsNullOrEmpty([a])", &[("a", "")], "True", &[], 'D'),
        ("IsPresent([a])", &[], "False", &[], 'D'),
        ("IsPresent([a])", &[("a", "")], "False", &[], 'D'),
        ("IsString([a])", &[], "False", UNDOCUMENTED, 'X'),
        ("Not(\"True\")", &[], "False", &[], 'D'),
        ("Not(\"False\")", &[], "True", &[], 'D'),
        ("Not(\"true\")", &[], "True", &[], 'D'),
        ("Not([a])", &[], "True", &[], 'D'),
        ("Not(IsNull([a]))", &[], "False", &[], 'D'),
        ("CBool([a] = [b])", &[("a", "x"), ("b", "y")], "False", &[], 'D'),
        ("CBool(0)", &[], "False", &[], 'D'),
        ("CBool(-1)", &[], "True", &[], 'D'),
        ("CBool([a] = \"x\")", &[], "null", UNDOCUMENTED, 'X'),
        ("Redact([a])", &[("a", "x")], "x", &[], 'D'),
        ("AltSecIdFromNetId([netId])", &[("netId", "1")], "null", NOT, 'S'),
        ("DefaultDomain()", &[], "null", NOT, 'S'),
        ("SingleAppRoleAssignment([appRoleAssignments])", &[], "null", &["CTS035"], 'D'),
    ]);
}

#[test]
fn nulls_and_ignored_values_do_not_flow() {
    for (expression, flows) in [
        ("[a]", false),
        ("\"\"", true),
        ("\"x\"", true),
        ("IgnoreFlowIfNullOrEmpty([a])", false),
        ("IgnoreFlowIfNullOrEmpty(\"\")", false),
        ("IgnoreFlowIfNullOrEmpty(\"x\")", true),
        ("CDate(\"x\")", false),
        ("DefaultDomain()", false),
    ] {
        assert_eq!(evaluated(expression, &[]).flows, flows, "{expression}");
    }
}

#[test]
#[rustfmt::skip]
fn texts() {
    run(&[
        ("Append([a], \".test\")", &[], "null", UNDOCUMENTED, 'X'),
        ("Append(1, \"a\")", &[], "1a", &[], 'S'),
        ("Append([a], \"x\")", &[("a", "1"), ("a", "2")], "null", NOT, 'X'),
        ("ConvertToBase64(\"a\")", &[], "YQA=", &[], 'I'),
        ("ConvertToBase64(\"\")", &[], "", &[], 'I'),
        ("ConvertToUTF8Hex(\"é\")", &[], "C3A9", &[], 'I'),
        ("Left(\"John Doe\", 0)", &[], "", &[], 'D'),
        ("Left(\"John Doe\", -1)", &[], "John Doe", &[], 'D'),
        ("Left(\"John Doe\", 99)", &[], "John Doe", &[], 'D'),
        ("Left([a], 3)", &[], "", &[], 'D'),
        ("Left(\"\u{1f600}x\", 1)", &[], "null", NOT, 'I'),
        ("Left(\"\u{1f600}x\", 2)", &[], "\u{1f600}", &[], 'I'),
        ("Mid(\"John Doe\", 6, 3)", &[], "Doe", &[], 'D'),
        ("Mid(\"John Doe\", 6, 99)", &[], "Doe", &[], 'D'),
        ("Mid(\"John Doe\", 9, 1)", &[], "", UNDOCUMENTED, 'X'),
        ("Mid(\"John Doe\", 0, 1)", &[], "null", FAILED, 'I'),
        ("NormalizeDiacritics(\"äöüÄÖÜ\")", &[], "aouAOU", &[], 'D'),
        ("NormalizeDiacritics(\"ßæøłıİ\")", &[], "ssaeoeliI", &[], 'D'),
        ("NormalizeDiacritics(\"ŁØ\")", &[], "LOE", &[], 'D'),
        ("NormalizeDiacritics(\"œ\u{304}e\u{301}\")", &[], "oee", &[], 'D'),
        ("NormalizeDiacritics(\"đœŋα\")", &[], "đœŋα", UNDOCUMENTED, 'X'),
        ("PCase(\"john o'neil SMITH\")", &[], "John O'neil Smith", &[], 'S'),
        ("PCase(\"hello-world\", \" \")", &[], "Hello-world", &[], 'D'),
        ("PCase(\"hello-world\")", &[], "Hello-World", &[], 'I'),
        ("StripSpaces(\" a  b \")", &[], "ab", &[], 'D'),
        ("ToLower(\"ÄB\")", &[], "äb", &[], 'D'),
        ("ToUpper(\"straße\")", &[], "STRAßE", &[], 'I'),
        ("ToUpper(\"Fay\", \"en-US\")", &[], "FAY", &[], 'D'),
        ("ToUpper(\"fix\", \"tr-TR\")", &[], "null", NOT, 'I'),
    ]);
}

#[test]
#[rustfmt::skip]
fn searching() {
    run(&[
        ("InStr(\"repEated\", \"e\", 3, vbBinaryCompare)", &[], "7", &[], 'D'),
        ("InStr(\"repEated\", \"e\", 3, vbTextCompare)", &[], "4", &[], 'I'),
        ("InStr(\"repEated\", \"e\", 3)", &[], "7", UNDOCUMENTED, 'X'),
        ("InStr(\"a\", \"b\")", &[], "0", UNDOCUMENTED, 'X'),
        ("InStr(\"a\", \"a\", 0)", &[], "null", FAILED, 'I'),
        ("Word(\"The quick brown fox\", 3, \" \")", &[], "brown", &[], 'D'),
        ("Word(\"The quick brown fox\", 0, \" \")", &[], "", &[], 'D'),
        ("Word(\"The quick brown fox\", 5, \" \")", &[], "", &[], 'D'),
        ("Word([a], 1, \" \")", &[], "", &[], 'D'),
        ("Word(\"a  b\", 2, \" \")", &[], "b", UNDOCUMENTED, 'X'),
        ("Split(\"a,b\", \",\")", &[], "a | b", &[], 'D'),
        ("Split(\"a, b\", \",\")", &[], "a | b", UNDOCUMENTED, 'X'),
        ("Split(\"a\", \"\")", &[], "null", FAILED, 'I'),
    ]);
}

#[test]
#[rustfmt::skip]
fn replacing() {
    run(&[
        ("Replace([a], \"a\", , , \"b\", , )", &[("a", "aAa")], "bAb", &[], 'D'),
        ("Replace([a], \"a\", , , \"b\")", &[("a", "aAa")], "bAb", &[], 'S'),
        ("Replace([a], \"<username>\", , , , , \"<username>@contoso.com\")", &[("a", "jsmith")], "jsmith@contoso.com", &[], 'D'),
        ("Replace([a], , \"\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})\", , \"${phoneNumber}\", , )", &[("a", "+91 9998887777")], "9998887777", &[], 'D'),
        ("Replace([a], , \"(?<streetNumber>^\\\\d*)\", \"streetNumber\", \"888\", , )", &[("a", "545 Tremont Street")], "888 Tremont Street", &[], 'D'),
        ("Replace([a], , \"(?<u>.*)@.*\", \"u\", , [mail], )", &[("mail", "fay@contoso.com")], "fay", &[], 'D'),
        ("Replace([a], , \"(?<u>.*)@.*\", \"u\", , [mail], )", &[("a", "x"), ("mail", "fay@contoso.com")], "x", &[], 'D'),
        ("Replace([a], , \"(?<u>.*)@.*\", \"u\", , [mail], )", &[("mail", "fay")], "null", UNDOCUMENTED, 'X'),
        ("Replace([a], , \"[()\\\\s-]+\", , \"\", , )", &[("a", "+1 (999) 888-7777")], "+19998887777", &[], 'I'),
        ("Replace([a], \"a\", , , \"b\")", &[], "null", UNDOCUMENTED, 'X'),
        ("Replace(\"a\", \"\", , , \"b\")", &[], "null", FAILED, 'I'),
        ("Replace(\"a\", \"a\")", &[], "null", FAILED, 'D'),
    ]);
}

/// Pattern, text, replacement, result: .NET's own behaviour.
#[test]
fn patterns_run_as_in_dotnet() {
    for (pattern, text, with, wanted) in [
        (".*", "abc", "x", "xx"),
        ("a*", "baac", "x", "xbxxcx"),
        ("(a)(?<n>b)(c)", "abc", "$1$2$3", "acb"),
        ("(a)(?<n>b)", "ab", "[${n}|$&|$$|$0|$9|$_|$`|$'|$+|${no}]", "[b|ab|$|ab|$9|ab|||b|${no}]"),
        ("(a)", "a", "$10", "a0"),
        ("^[\\w-.]+$", "a-b.c", "y", "y"),
        ("[[]", "a[b", "", "ab"),
        ("[a&&b]", "&", "y", "y"),
        ("a{,2}", "a{,2}", "y", "y"),
        ("(?i)ab(?#note)c", "ABC", "y", "y"),
        ("(?'n'a)", "a", "${n}!", "a!"),
        ("\\u0041\\x42\\e?", "AB", "y", "y"),
        ("\\p{Lu}+", "ÄBc", "y", "yc"),
        ("^b", "a\nb", "y", "a\nb"),
        ("[a-z-9]", "a-9", "y", "yyy"),
        ("[^]a]", "]ab", "y", "]ay"),
        ("(?m)^b", "a\nb", "y", "a\ny"),
        ("a{2}|}", "aa}", "y", "yy"),
        ("[]a]", "]a", "y", "yy"),
        ("\\@|\\-", "a@b-c", "", "abc"),
        ("é+", "éé", "e", "e"),
    ] {
        let call = format!("Replace([t], , \"{}\", , \"{with}\")", pattern.replace('\\', "\\\\"));
        let outcome = evaluated(&call, &[("t", text)]);
        assert_eq!(shown(&outcome.value), wanted, "{pattern} {:?}", outcome.warnings);
        assert_eq!(outcome.warnings, [], "{pattern}");
    }
}

#[test]
fn what_cannot_be_run_the_same_way_is_not_run() {
    for (pattern, ids) in [
        ("(?=a)", PATTERN),
        ("(?!a)", PATTERN),
        ("(?<=a)", PATTERN),
        ("(?<!a)", PATTERN),
        ("(?>a)", PATTERN),
        ("(?(a)b)", PATTERN),
        ("(?<a-b>c)", PATTERN),
        ("(a)\\1", PATTERN),
        ("(?<a>a)\\k<a>", PATTERN),
        ("(?<a>a)|(?<a>b)", PATTERN),
        ("[a-z-[aeiou]]", PATTERN),
        ("[[:alpha:]]", PATTERN),
        ("\\p{IsGreek}", PATTERN),
        ("(?x)a", PATTERN),
        ("(?i)\\p{Lu}", PATTERN),
        ("[a--]", PATTERN),
        ("\\Ga", PATTERN),
        ("a$", PATTERN),
        ("(a{1000}){1000}", PATTERN),
        ("a**", FAILED),
        ("a++", FAILED),
        ("(a", FAILED),
        ("[a", FAILED),
        ("\\q", FAILED),
        ("(?P<a>a)", FAILED),
        ("\\x{41}", FAILED),
    ] {
        let call = format!("Replace([t], , \"{}\", , \"\")", pattern.replace('\\', "\\\\"));
        let outcome = evaluated(&call, &[("t", "a\n")]);
        let met: Vec<&str> = outcome.warnings.iter().map(|warning| warning.id).collect();
        assert_eq!(met, ids, "{pattern} {:?}", outcome.warnings);
        assert!(!outcome.flows, "{pattern}");
    }
}

#[test]
#[rustfmt::skip]
fn lists_and_numbers() {
    let two: &[(&str, &str)] = &[("m", "a"), ("m", "b")];
    run(&[
        ("Count([m])", two, "2", &[], 'D'),
        ("Count([m])", &[], "null", UNDOCUMENTED, 'X'),
        ("Item([m], 2)", two, "b", &[], 'D'),
        ("Item([m], 0)", two, "null", FAILED, 'D'),
        ("Item([m], 3)", two, "null", UNDOCUMENTED, 'X'),
        ("Join(\",\", [m], \"c\")", two, "a,b,c", &[], 'D'),
        ("Join(\" \", \"A\", \"B\")", &[], "A B", &[], 'D'),
        ("Join(\", \", \"\", [a], \"x\", \"\")", &[], "x", &[], 'S'),
        ("RemoveDuplicates([m])", &[("m", "a"), ("m", "A")], "a | A", UNDOCUMENTED, 'X'),
        ("[m]", two, "a | b", &[], 'S'),
        ("BitAnd(&HF, &HF7)", &[], "7", &[], 'D'),
        ("BitAnd(\"6\", 3)", &[], "2", &[], 'S'),
        ("BitAnd(\"six\", 3)", &[], "null", FAILED, 'I'),
        ("CStr(IsNull([a]))", &[], "True", &[], 'D'),
        ("CStr(12)", &[], "12", &[], 'D'),
    ]);
}

#[test]
#[rustfmt::skip]
fn dates() {
    run(&[
        ("CDate(\"2020-03-16-07:00\")", &[], "3/16/2020 7:00:00 AM", &[], 'D'),
        ("CDate(\"2021-06-30+08:00\")", &[], "6/29/2021 4:00:00 PM", &[], 'D'),
        ("CDate(\"2021-06-30T12:00:00.1234567Z\")", &[], "6/30/2021 12:00:00 PM", &[], 'I'),
        ("CDate(\"6/30/2021 12:05:06 am\")", &[], "6/30/2021 12:05:06 AM", &[], 'I'),
        ("CDate(\"Wednesday, June 30, 2021\")", &[], "6/30/2021 12:00:00 AM", &[], 'I'),
        ("CDate(\"30 Jun 2021\")", &[], "6/30/2021 12:00:00 AM", &[], 'I'),
        ("CDate(\"30/6/2021\")", &[], "null", NOT, 'I'),
        ("CDate(\"6/30/21\")", &[], "null", NOT, 'I'),
        ("CDate(\"tomorrow\")", &[], "null", FAILED, 'I'),
        ("DateAdd(\"d\", 7, CDate(\"2012-03-16-07:00\"))", &[], "3/23/2012 7:00:00 AM", &[], 'D'),
        ("DateAdd(\"m\", 10, CDate(\"2012-03-16-07:00\"))", &[], "1/16/2013 7:00:00 AM", &[], 'D'),
        ("DateAdd(\"m\", 1, \"2021-01-31\")", &[], "2/28/2021 12:00:00 AM", &[], 'I'),
        ("DateAdd(\"yyyy\", -1, CDate(\"2020-02-29\"))", &[], "2/28/2019 12:00:00 AM", &[], 'I'),
        ("DateAdd(\"ww\", 1, \"2021-01-31\")", &[], "2/7/2021 12:00:00 AM", &[], 'D'),
        ("DateAdd(\"h\", 1, \"2021-01-31\")", &[], "1/31/2021 1:00:00 AM", &[], 'D'),
        ("DateAdd(\"n\", 1, \"2021-01-31\")", &[], "1/31/2021 12:01:00 AM", &[], 'D'),
        ("DateAdd(\"s\", -1, \"2021-01-31\")", &[], "1/30/2021 11:59:59 PM", &[], 'D'),
        ("DateAdd(\"q\", 1, \"2021-01-31\")", &[], "null", FAILED, 'D'),
        ("DateAdd(\"yyyy\", 9999, \"2021-01-31\")", &[], "null", FAILED, 'I'),
        ("DateDiff(\"ww\", CDate(\"8/25/2021 5:41:18 PM\"), CDate(\"2012-03-16 07:00Z\"))", &[], "-493", &[], 'D'),
        ("DateDiff(\"d\", CDate(\"8/25/2021 5:41:18 PM\"), CDate(\"2012-03-16 07:00Z\"))", &[], "-3449", &[], 'D'),
        ("DateDiff(\"m\", CDate(\"8/25/2021 5:41:18 PM\"), CDate(\"2012-03-16 07:00Z\"))", &[], "-113", &[], 'D'),
        ("DateDiff(\"yyyy\", CDate(\"8/25/2021 5:41:18 PM\"), CDate(\"2012-03-16 07:00Z\"))", &[], "-9", &[], 'D'),
        ("DateDiff(\"d\", \"2021-01-01 23:00\", \"2021-01-02 01:00\")", &[], "1", UNDOCUMENTED, 'X'),
        ("DateFromNum(129699324000000000)", &[], "1/1/2012 11:00:00 PM", &[], 'D'),
        ("DateFromNum(-1)", &[], "null", FAILED, 'I'),
        ("NumFromDate(\"2020-12-31 23:59:59-08:00\")", &[], "132539615990000000", &[], 'I'),
        ("NumFromDate(CDate(\"1600-01-01\"))", &[], "null", FAILED, 'I'),
        ("DateFromNum(NumFromDate(\"2020-12-31\"))", &[], "12/31/2020 12:00:00 AM", &[], 'I'),
        ("FormatDateTime([a], , \"yyyyMMddHHmmss.fZ\", \"yyyy-MM-dd\")", &[("a", " 20150123105347.1Z ")], "2015-01-23", &[], 'D'),
        ("FormatDateTime(\"2021-06-05 14:07:08\", , \"yyyy-MM-dd HH:mm:ss\", \"dddd d MMMM yy, h:m tt 'o\\\\'clock' FF\")", &[], "Saturday 5 June 21, 2:7 PM o'clock ", &[], 'I'),
        ("FormatDateTime(\"5 Jun 2021 2PM\", , \"d MMM yyyy htt\", \"M/d/yyyy HH:mm:ss.fff\")", &[], "6/5/2021 14:00:00.000", &[], 'I'),
        ("FormatDateTime(\"2021-06-05T01:00:00+02:00\", , \"yyyy-MM-ddTHH:mm:ssK\", \"yyyy-MM-dd HH:mmK\")", &[], "2021-06-04 23:00Z", UNDOCUMENTED, 'X'),
        ("FormatDateTime(\"2021-13-05\", , \"yyyy-MM-dd\", \"yyyy\")", &[], "null", FAILED, 'I'),
        ("FormatDateTime(\"2021-06-05\", , \"yyyy-MM-dd\", \"d\")", &[], "null", NOT, 'I'),
        ("FormatDateTime(\"10:00\", , \"HH:mm\", \"yyyy\")", &[], "null", NOT, 'I'),
        ("FormatDateTime(\"2021-06-05\", \"AssumeLocal\", \"yyyy-MM-dd\", \"yyyy\")", &[], "null", NOT, 'I'),
    ]);
}

#[test]
#[rustfmt::skip]
fn chance() {
    run(&[
        ("RandomString(2, 1, 1, 1, 1)", &[], "null", FAILED, 'D'),
        ("RandomString(257, 1, 1, 1, 1)", &[], "null", FAILED, 'D'),
        ("RandomString(0, 0, 0, 0, 0)", &[], "", &[], 'I'),
        ("RandomString(1, 1, 0, 0, 0, \"0123456789\")", &[], "null", FAILED, 'I'),
    ]);
}
