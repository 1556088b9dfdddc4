//! What a roster holds, and how it is searched.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::arbitrary::cases;
use crate::sync::roster::Value;
use crate::sync::search::{Names, by_outcome};

/// Attributes that are kept with their row, and one whose texts are looked up.
const NAMES: [&str; 4] = ["mail", "userPrincipalName", "department", "manager"];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-cÄß@ .]{0,6}",
        2 => select(["ann@s.com", "ann", "ann@", "S", "\u{1}x", "\0", "3:a"].as_slice()).prop_map(str::to_owned),
        // Longer than what stands with a row, and about as long.
        1 => (250..260usize).prop_map(|length| "ä".repeat(length / 2) + "x"),
    ]
}

fn any_field() -> impl Strategy<Value = Field> {
    prop_oneof![
        Just(Field::Missing),
        any::<bool>().prop_map(Field::Bool),
        "[0-9.]{1,4}".prop_map(Field::Number),
        text().prop_map(Field::Text),
        text().prop_map(Field::Text),
        (0..5u128).prop_map(|number| Field::Reference(id(number))),
        vec(text(), 0..3).prop_map(Field::Many),
        Just(Field::Unreadable),
    ]
}

/// What comes out where this went in.
fn is_kept(field: Option<&Field>, value: Value<'_>) -> bool {
    match (field, value) {
        (None | Some(Field::Missing), Value::Missing)
        | (Some(Field::Unreadable), Value::Unreadable) => true,
        (Some(Field::Text(text)), Value::Missing) => text.is_empty(),
        (Some(Field::Many(items)), Value::Missing) => items.is_empty(),
        (Some(Field::Bool(a)), Value::Bool(b)) => *a == b,
        (Some(Field::Number(a)), Value::Number(b)) | (Some(Field::Text(a)), Value::Text(b)) => {
            a == b
        }
        (Some(Field::Reference(a)), Value::Reference(b)) => *a == b,
        (Some(Field::Many(a)), Value::Many(b)) => b.iter().eq(a.iter().map(String::as_str)),
        _ => false,
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn what_went_in_comes_out(rows in vec(vec(of(any_field()), NAMES.len()), 0..300), again in 0..9usize) {
        let mut roster = Roster::new(NAMES.map(str::to_owned).to_vec());
        for (fields, number) in rows.iter().zip(0..) {
            // One that comes to nothing, and one that is there already.
            roster.begin();
            roster.put_text(0, "half");
            roster.put_unreadable(1);
            roster.push(id(number), fields.clone());
            if number as usize == again {
                roster.push(id(number / 2), vec![Some(Field::Text("twice".to_owned())); NAMES.len()]);
            }
        }
        roster.settle();
        prop_assert_eq!(roster.len(), rows.len());
        for (column, name) in NAMES.iter().enumerate() {
            let is_told = rows.iter().any(|fields| fields[column].is_some());
            prop_assert_eq!(roster.tells(name), is_told);
            let unreadable = rows.iter().filter(|fields| fields[column] == Some(Field::Unreadable));
            let counted = roster.unreadable().find(|(known, _)| known == name).map_or(0, |(_, count)| count);
            prop_assert_eq!(counted, unreadable.count() as u64);
            for (row, fields) in rows.iter().enumerate() {
                let value = roster.named(row, name);
                prop_assert_eq!(roster.id(row), id(row as u128));
                prop_assert_eq!(roster.row(id(row as u128)), Some(row));
                let is_right = if is_told { is_kept(fields[column].as_ref(), value) } else { value == Value::Untold };
                prop_assert!(is_right, "{name} {row}: {value:?} of {:?}", fields[column]);
            }
        }
    }

    #[test]
    fn who_is_found_has_the_text(
        names in vec(("[aAbÄ ]{0,4}", "[abB]{1,3}", of("[abB]{1,3}")), 0..60),
        needle in "[aAbÄ]{0,3}",
        more in "[abä]{1,2}",
    ) {
        let columns = ["displayName", "userPrincipalName", "mail"].map(str::to_owned);
        let mut roster = Roster::new(columns.to_vec());
        for ((name, upn, mail), number) in names.iter().zip(0..) {
            let mail = mail.clone().map(Field::Text);
            roster.push(id(number), vec![Some(Field::Text(name.clone())), Some(Field::Text(upn.clone())), mail]);
        }
        let go_on = |_| ControlFlow::Continue(());
        let searched = Names::of(&roster, &go_on).unwrap();
        let plain = |needle: &str| -> Vec<u32> {
            let needle = needle.to_lowercase();
            let has = |text: &str| text.to_lowercase().contains(&needle);
            let rows = names.iter().zip(0..).filter(|((name, upn, mail), _)| {
                has(name) || has(upn) || mail.as_deref().is_some_and(has)
            });
            rows.map(|(_, row)| row).collect()
        };
        let found = searched.search(&needle, None, &go_on).unwrap();
        prop_assert_eq!(&found, &plain(&needle));
        let longer = format!("{needle}{more}");
        prop_assert_eq!(searched.search(&longer, Some(&found), &go_on).unwrap(), plain(&longer));
        let ordered = searched.by_name(&found, &go_on).unwrap();
        // Whoever has no name is called as they sign in.
        let first = |(name, upn, _): &(String, String, _)| if name.is_empty() { upn } else { name }.to_lowercase();
        let lower: Vec<_> = ordered.iter().map(|row| (first(&names[*row as usize]), *row)).collect();
        prop_assert!(lower.is_sorted(), "{lower:?}");
        let mut same = ordered;
        same.sort_unstable();
        prop_assert_eq!(same, found);
        prop_assert!(names.is_empty() || searched.search("a", None, &|_| ControlFlow::Break(())).is_err());
    }
}

#[test]
fn many_names_are_put_in_order_on_two_threads_as_on_none() {
    let mut roster = Roster::new(["displayName", "userPrincipalName"].map(str::to_owned).to_vec());
    let mut texts = Vec::new();
    for row in 0..70_000u32 {
        // Some are alike in their first letters, some in all of them.
        let mixed = row.wrapping_mul(2_654_435_761) >> 12;
        let name = match mixed % 3 {
            0 => format!("Maximiliana Featherstone {}", mixed % 97),
            1 => format!("Mo {}", mixed % 997),
            _ => "Ann Bee".to_owned(),
        };
        let upn = format!("u{}@s.com", mixed % 5003);
        texts.push((name.to_lowercase(), row));
        let fields = [name, upn].map(|text| Some(Field::Text(text)));
        roster.push(id(row.into()), fields.to_vec());
    }
    let names = Names::of(&roster, &|_| ControlFlow::Continue(())).unwrap();
    let all: Vec<u32> = (0..70_000).collect();
    let ordered = names.by_name(&all, &|_| ControlFlow::Continue(())).unwrap();
    texts.sort_unstable();
    assert!(ordered.iter().eq(texts.iter().map(|(_, row)| row)));
    // Whoever stops waiting is heard while runs are put together, too.
    for heard in [0, 2, 4, 7] {
        let asked = std::cell::Cell::new(0);
        let tick = |_| match asked.replace(asked.get() + 1) {
            at if at < heard => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        };
        assert!(names.by_name(&all, &tick).is_err(), "after {heard}");
    }
}

#[test]
fn columns_that_do_not_repeat_are_kept_with_their_rows_from_then_on() {
    let mut roster = Roster::new(vec!["extensionAttribute1".to_owned()]);
    let value = |row: u128| format!("value {row}");
    for row in 0..5000 {
        roster.push(id(row), vec![Some(Field::Text(value(row)))]);
    }
    roster.push(id(5000), vec![Some(Field::Bool(true))]);
    roster.settle();
    for row in 0..5000 {
        assert_eq!(roster.value(row, Some(0)), Value::Text(&value(row as u128)));
    }
    assert_eq!(roster.value(5000, Some(0)), Value::Bool(true));
}

#[test]
fn many_users_are_judged_in_halves_as_few_are_at_once() {
    let is_off = |row: usize| row.is_multiple_of(3);
    let line = |row| format!("u upn=u{row}@s.com mail=u{row}@s.com on={}\n", !is_off(row));
    let scene = scene(&(0..20_000).map(line).collect::<String>(), "");
    scene.with(|engine, preview| {
        for row in [0, 1, 9_999, 10_000, 10_001, 19_999] {
            let want = if is_off(row) { Action::Skip } else { Action::Create };
            assert_eq!(preview.users[row].action, want, "{row}");
        }
        assert_eq!(preview.summary.of(Action::Skip), 6_667);
        let among: Vec<u32> = (0..20_000).collect();
        let ordered = by_outcome(&preview.users, &among);
        let actions: Vec<_> =
            ordered.iter().map(|row| preview.users[*row as usize].action).collect();
        assert!(actions.is_sorted() && ordered.len() == among.len());
        assert_eq!(ordered[..2], [1, 2]);
        // Somebody who waits no more is heard soon, in every pass.
        for most in 0..8 {
            let asked = std::cell::Cell::new(0);
            let stop = |_| {
                asked.set(asked.get() + 1);
                if asked.get() > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let is_over = engine.preview(&stop).is_err();
            assert!(!is_over || asked.get() == most + 1, "{most}: {}", asked.get());
            assert!(is_over || most > 4, "{most}");
        }
    });
}
