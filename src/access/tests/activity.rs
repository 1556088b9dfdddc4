//! Sign-ins of a log: the question each is, what they add up to, how they are called.

use jiff::civil::{Date, date};

use super::scene::*;
use crate::access::Verdict::{self, *};
use crate::access::{Activity, Kind, Way, joined};
use crate::domain::{AppId, B2b, ObjectId};

fn way(user: ObjectId, app: AppId) -> Way {
    Way { home: F, resource: C, user, app, ..Way::default() }
}

#[test]
fn a_sign_in_of_the_log_is_asked_as_it_happened() {
    let world = World::new()
        .inbound("U+ FM, A+ Payroll")
        .partner(C, F, B2b::DirectConnectInbound, "U+ finn, A+ All")
        .partner(F, C, B2b::DirectConnectOutbound, "U+ All, A+ All");
    let two = |app, other| Way { other_app: Some(other), ..way(FAY, app) };
    let channel = |user| Way { kind: Kind::DirectConnect, ..way(user, WIKI) };
    let away = Way { home: C, resource: F, ..way(CARA, FAPP) };
    #[rustfmt::skip]
    let table: &[(&str, Way, Verdict)] = &[
        ("fay to Payroll", way(FAY, PAYROLL), Allowed),
        ("another user", way(FINN, PAYROLL), Blocked),
        ("another application", way(FAY, WIKI), Blocked),
        ("Payroll is what was asked for", two(WIKI, PAYROLL), Allowed),
        ("finn by direct connect", channel(FINN), Allowed),
        ("fay by direct connect", channel(FAY), Blocked),
        ("the other way round", away, Allowed),
        ("from where nobody knows", Way { home: T, ..away }, DependsOnPartner),
        ("to where nobody knows", Way { resource: T, ..away }, DependsOnPartner),
    ];
    for (name, way, want) in table {
        assert_eq!(world.verdict(&way.question()), *want, "{name}");
    }
}

fn names(sign_in_name: &str, name: &str, app: &str) -> Activity {
    Activity {
        way: way(FAY, PAYROLL),
        user_principal_name: sign_in_name.into(),
        user_name: name.into(),
        app_name: app.into(),
        ..Activity::default()
    }
}

fn days(first: Date, last: Date, last_success: Option<Date>) -> Activity {
    Activity { way: way(FAY, PAYROLL), first, last, last_success, ..Activity::default() }
}

#[test]
fn exports_that_overlap_in_time_add_up_in_any_order() {
    let spring = Activity {
        successes: 5,
        failures: 2,
        assumed: 4,
        ..days(date(2026, 3, 1), date(2026, 5, 31), Some(date(2026, 4, 9)))
    };
    let summer = Activity {
        successes: 0,
        failures: 3,
        assumed: 1,
        ..days(date(2026, 5, 20), date(2026, 8, 31), None)
    };
    let other = Activity { way: way(FINN, PAYROLL), successes: 1, ..Activity::default() };
    let whole = Activity {
        successes: 5,
        failures: 5,
        assumed: 5,
        ..days(date(2026, 3, 1), date(2026, 8, 31), Some(date(2026, 4, 9)))
    };
    assert_eq!(spring.sign_ins(), 7);
    let one = joined([spring.clone(), other.clone(), summer.clone()]);
    assert_eq!(one, [whole.clone(), other.clone()]);
    assert_eq!(joined([summer, spring, other]), one);
}

#[test]
fn a_person_is_called_by_the_sign_in_name_or_else_the_name_or_else_the_id() {
    let fay = FAY.to_string();
    #[rustfmt::skip]
    let table: &[(&str, &str, &str)] = &[
        ("fay@fabrikam.com", "Fay Fox", "fay@fabrikam.com"),
        ("fay@fabrikam.com", "",        "fay@fabrikam.com"),
        ("",                 "Fay Fox", "Fay Fox"),
        ("",                 "",        &fay),
    ];
    for (sign_in_name, name, want) in table {
        assert_eq!(names(sign_in_name, name, "").person(), *want);
    }
    assert_eq!(names("", "", "Payroll").app(), "Payroll");
    assert_eq!(names("", "", "").app(), PAYROLL.to_string());
}

#[test]
fn who_was_renamed_is_called_the_same_in_whatever_order_logs_come() {
    let (old, new, nameless) =
        (names("fay@x.com", "", ""), names("fox@x.com", "", ""), names("", "", ""));
    for order in [[&old, &new, &nameless], [&new, &nameless, &old], [&nameless, &old, &new]] {
        let all = joined(order.map(Clone::clone));
        let called: Vec<String> = all.iter().map(Activity::person).collect();
        assert_eq!(called, ["fay@x.com"]);
    }
}
