//! What a setting opens, as a set.

use proptest::prelude::*;

use crate::access::{Truth, passes};
use crate::arbitrary::{cases, list};
use crate::domain::*;
use crate::plan::allowed::Allowed;

fn users(text: &str) -> TargetConfiguration {
    half(text, |word| match word {
        "all" => Target::of(TargetValue::AllUsers, TargetType::User),
        word => Target::group(ObjectId(id(word))),
    })
}

fn apps(text: &str) -> TargetConfiguration {
    half(text, |word| match word {
        "all" => Target::of(TargetValue::AllApplications, TargetType::Application),
        "suite" => Target::of(TargetValue::Office365, TargetType::Application),
        word => Target::app(AppId(id(word))),
    })
}

fn id(word: &str) -> Guid {
    Guid::from_u128(word.bytes().fold(0, |sum, byte| sum << 8 | u128::from(byte)))
}

fn half(text: &str, target: impl Fn(&str) -> Target) -> TargetConfiguration {
    let mut words = text.split(' ');
    let access = match words.next() {
        Some("allow") => AccessType::Allowed,
        Some("block") => AccessType::Blocked,
        other => AccessType::Other(other.unwrap_or_default().into()),
    };
    TargetConfiguration::of(access, words.map(target).collect())
}

fn of(text: &str) -> Allowed {
    let (who, what) = text.split_once(" / ").unwrap();
    Allowed::of(users(who), apps(what))
}

#[test]
fn one_lies_within_another_or_they_share_something() {
    #[rustfmt::skip]
    let table: &[(&str, &str, bool, bool, &str)] = &[
        // one, other, one within other, other within one, in common
        ("allow all / allow all", "block all / block all", false, true, "block all / block all"),
        ("allow g / allow all", "allow all / allow all", true, false, "allow g / allow all"),
        ("allow g / allow a", "allow g h / allow a b", true, false, "allow g / allow a"),
        ("allow g / allow all", "allow h / allow all", false, false, "block all / block all"),
        ("allow f g / allow all", "allow g h / allow a", false, false, "allow g / allow a"),
        ("block g / allow all", "block h / allow all", false, false, "block g h / allow all"),
        ("allow all / block a", "allow all / block b", false, false, "allow all / block a b"),
        // Two block lists stop the listed pair and nothing else.
        ("block g / block a", "block all / block all", false, true, "block all / block all"),
        ("block g / block a", "allow all / allow all", true, false, "block g / block a"),
        ("block g / block a", "block g / allow all", false, true, "block g / allow all"),
        ("block g / block a", "block h / block b", false, false, "block all / block all"),
        // The flip trap: what reads narrower is not.
        ("allow g / block a", "block g / block a", true, false, "allow g / block a"),
        ("block g / block all", "block g / allow all", true, true, "block g / block all"),
        // Members of one group may be in another, and an application may be in a suite.
        ("allow g / allow all", "block h / allow all", false, false, "block all / block all"),
        ("allow all / allow suite", "allow all / allow a", false, false, "block all / block all"),
        // What the service refuses opens nothing.
        ("allow all / block all", "block all / block all", true, true, "allow all / block all"),
        // What cannot be read lies in nothing but itself.
        ("future g / allow all", "allow all / allow all", false, false, "block all / block all"),
        ("future g / allow all", "future g / allow all", true, true, "future g / allow all"),
        ("allow all / allow all", "allow / allow all", false, false, "block all / block all"),
    ];
    for (one, other, within, contains, common) in table {
        let (a, b) = (of(one), of(other));
        assert_eq!(a.within(&b), *within, "{one} within {other}");
        assert_eq!(b.within(&a), *contains, "{other} within {one}");
        assert_eq!(a.common(&b), of(common), "{one} and {other}");
    }
    assert!(Allowed::Switches(0b101).within(&Allowed::Switches(0b111)));
    assert!(!Allowed::Switches(0b101).within(&Allowed::Switches(0b011)));
    assert_eq!(Allowed::Switches(0b101).common(&Allowed::Switches(0b011)), Allowed::Switches(1));
}

proptest! {
    #![proptest_config(cases(512))]

    /// What both have in common lies within both.
    #[test]
    fn what_is_common_lies_within_both(
        one in (list(Half::UsersAndGroups), list(Half::Applications)),
        other in (list(Half::UsersAndGroups), list(Half::Applications)),
    ) {
        let (one, other) = (Allowed::of(one.0, one.1), Allowed::of(other.0, other.1));
        let common = one.common(&other);
        prop_assert!(common.within(&one) && common.within(&other), "{common:?}");
    }

    /// "Within" is never said where one answer speaks against it.
    #[test]
    fn within_is_sound(
        one in (list(Half::UsersAndGroups), list(Half::Applications)),
        other in (list(Half::UsersAndGroups), list(Half::Applications)),
        member in any::<u8>(),
        app in 0u128..7,
    ) {
        let is_within = Allowed::of(one.0.clone(), one.1.clone())
            .within(&Allowed::of(other.0.clone(), other.1.clone()));
        let listed = |list: &TargetConfiguration, names: &dyn Fn(&Guid) -> bool| {
            list.targets.iter().map(|target| match &target.value {
                TargetValue::Id(id) => Truth::from(names(id)),
                value if value.is_all() => Truth::Yes,
                _ => Truth::Unknown,
            }).fold(if list.targets.is_empty() { Truth::Unknown } else { Truth::No }, Truth::or)
        };
        let nth = |n: u128| Guid::from_u128(n * 0x1111_1111_1111_1111_1111_1111_1111);
        let answer = |(who, what): &(TargetConfiguration, TargetConfiguration)| {
            let user = listed(who, &|id| (1..=5).any(|n| member & 1 << n != 0 && nth(n) == *id));
            passes(&who.access, user, &what.access, listed(what, &|id| nth(app) == *id))
        };
        if is_within && answer(&one) == Truth::Yes {
            prop_assert!(answer(&other) != Truth::No);
        }
    }
}
