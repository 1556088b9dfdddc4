use super::table::Table;
use super::trouble::{HELD, REFUSED};
use super::verdicts::{UNANSWERABLE, answer_json, brief_line, unanswerable};
use super::*;
use crate::access::tests::cases::Dice;
use crate::access::tests::index::{any_question, rich};
use crate::edit::Refused;
use crate::store::{Conflict, Fault};
use crate::text::nearest;

#[test]
fn every_fault_has_its_exit_code() {
    let path = || "x".to_owned();
    let disk = || io::Error::from(ErrorKind::PermissionDenied);
    let conflict =
        Conflict { place: path(), ours: path(), theirs: path(), label: "\u{202e}".to_owned() };
    let table = [
        (Fault::Disk { action: "read", path: path(), source: disk() }, DISK),
        (Fault::Held(path()), HELD),
        (Fault::Conflict(Box::new(conflict)), HELD),
        (Fault::Newer(path()), REFUSED),
        (Fault::Missing(path()), REFUSED),
        (Fault::Exists(path()), REFUSED),
        (Fault::Damaged { path: path(), what: path() }, REFUSED),
        (Fault::Input { path: path(), what: path() }, REFUSED),
        (Fault::Refused(Refused::by("V1", "no")), REFUSED),
        (Fault::Nothing("nothing to undo"), REFUSED),
    ];
    for (fault, exit) in table {
        let text = fault.to_string();
        let trouble = Trouble::from(fault);
        assert_eq!(trouble.exit, exit, "{text}");
        assert!(!trouble.to_text(Look { ascii: false }).contains('\u{202e}'), "{text}");
        assert!(trouble.to_json().is_ascii(), "{text}");
    }
}

#[test]
fn a_bug_ends_in_a_sentence() {
    let done = guarded(|| Err(Trouble::bad(format!("{}", [1, 2].iter().sum::<i32>()))));
    assert_eq!(done, Err(Trouble::bad("3")));
    let trouble = guarded(|| panic!("a bug")).err();
    assert_eq!(trouble.as_ref().map(|trouble| trouble.exit), Some(BUG));
    assert!(trouble.is_some_and(|trouble| trouble.sentence.contains("tests.rs")));
}

#[test]
fn what_is_nearly_right_is_found() {
    let known = ["inboundTrust", "inboundTrust.isMfaAccepted", "tenantRestrictions", "Fabrikam"];
    #[rustfmt::skip]
    let table: &[(&str, &[&str])] = &[
        ("inboundTrust.isMfaAcepted", &["inboundTrust.isMfaAccepted", "inboundTrust"]),
        ("INBOUNDTRUST", &["inboundTrust", "inboundTrust.isMfaAccepted"]),
        ("fabricam", &["Fabrikam"]),
        ("zzz", &[]),
        ("", &[]),
    ];
    for (text, want) in table {
        assert_eq!(nearest(text, known, 2), *want, "{text}");
    }
}

#[test]
fn columns_stand_under_each_other_whatever_the_width_of_a_letter() {
    let mut table = Table::new(Look { ascii: false }, &["NAME", "X"]);
    for name in ["東京", "Contoso", &"n".repeat(90)] {
        table.row([name.to_owned(), "x".repeat(90)]);
    }
    let text = table.text();
    let mut lines = text.lines().skip(1);
    assert!(lines.next().is_some_and(|line| line.starts_with("東京    ")), "{text}");
    assert!(lines.all(|line| line.ends_with(&"x".repeat(90))), "{text}");
    assert!(text.contains(&format!("{}…  ", "n".repeat(47))), "{text}");
}

#[test]
fn a_brief_line_is_the_whole_one_without_its_trace() {
    let same = |brief: &crate::access::Brief, mut whole: serde_json::Value| {
        let trace = whole.as_object_mut().and_then(|members| members.shift_remove("trace"));
        assert!(trace.is_some());
        let mut line = String::new();
        brief_line(brief, &mut line);
        assert_eq!(line, whole.to_string());
    };
    same(&UNANSWERABLE, unanswerable(7, "no"));
    let mut dice = Dice(0);
    for seed in 0..200 {
        let world = rich(seed);
        for _ in 0..10 {
            let answer = world.ask(&any_question(&mut dice));
            same(&answer.brief(), answer_json(&answer));
        }
    }
}

#[test]
fn every_command_that_a_page_names_is_one() {
    let mut count = 0;
    for page in crate::learn::pages() {
        for point in page.sections.iter().flat_map(|section| &section.points) {
            let quoted = point.split('`').skip(1).step_by(2);
            for command in quoted.filter(|text| text.starts_with("detente ")) {
                count += 1;
                let words: Vec<&str> = command.split_whitespace().collect();
                // `detente why` alone names the command.
                let fault = grammar().try_get_matches_from(&words).err();
                let whole = words.len() > 2;
                assert!(fault.is_none() || !whole, "{}: {command}: {fault:?}", page.id);
            }
            let paths = quoted_paths(point);
            assert!(paths.is_empty(), "{}: {paths:?}", page.id);
        }
    }
    assert!(count > 40, "{count}");
}

/// Graph's paths in quotes that `detente set` does not know.
fn quoted_paths(point: &str) -> Vec<&str> {
    let quoted = point.split('`').skip(1).step_by(2);
    quoted
        .filter(|text| {
            !text.contains(' ') && setpath::find(text).is_err() && !text.starts_with("--")
        })
        .collect()
}
