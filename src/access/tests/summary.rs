//! Settings in one sign and a few words.

use super::scene::*;
use crate::access::{Layer, Sign, b2b_standing, half_words, standing};
use crate::domain::{
    AccessType, B2b, Claim, Direction, Guid, Half, ObjectId, Setting, Subject, SyncKind, Target,
    TargetConfiguration, TargetType, TargetValue,
};

#[test]
fn a_half_in_words() {
    let group = |n: u128| Target::group(ObjectId(Guid::from_u128(n)));
    let word = |text: &str, kind: TargetType| Target::of(TargetValue::parse(text), kind);
    let office = || word("Office365", TargetType::Application);
    let odd = Target { kind: TargetType::Other("device".into()), ..Target::user(FAY) };
    let all = Target::of(TargetValue::AllUsers, TargetType::User);
    #[rustfmt::skip]
    let table = [
        (vec![all], Sign::Allow, "all", "none"),
        (vec![], Sign::Unknown, "empty list", "empty list"),
        (vec![group(1)], Sign::List, "1 group", "all but 1 group"),
        (vec![Target::user(FAY), group(1), group(2)], Sign::List, "2 groups + 1 user", "all but 2 groups + 1 user"),
        (vec![Target::app(PAYROLL), Target::app(WIKI), office()], Sign::List, "2 apps + Office365", "all but 2 apps + Office365"),
        (vec![office()], Sign::List, "Office365", "all but Office365"),
        (vec![word("Tomorrow", TargetType::User)], Sign::List, "Tomorrow", "all but Tomorrow"),
        (vec![odd], Sign::List, "00000000-0000-0000-0000-0000000000f1", "all but 00000000-0000-0000-0000-0000000000f1"),
    ];
    for (targets, sign, allowed, blocked) in table {
        let list = |access| TargetConfiguration::of(access, targets.clone());
        assert_eq!(half_words(&list(AccessType::Allowed)), (sign, allowed.to_owned()));
        let other = if sign == Sign::Allow { Sign::Block } else { sign };
        assert_eq!(half_words(&list(AccessType::Blocked)), (other, blocked.to_owned()));
        let future = half_words(&list(AccessType::Other("futureValue".into())));
        assert_eq!(future, (Sign::Unknown, "futureValue".to_owned()));
    }
}

/// Can anybody reach anything by it?
#[test]
fn both_halves_in_one_sign() {
    #[rustfmt::skip]
    let table = [
        ("U+ All, A+ All", Sign::Allow),
        ("U+ All, A+ Payroll", Sign::List),
        ("U+ FM, A+ All", Sign::List),
        ("U+ FM, A+ Payroll", Sign::List),
        ("U- All, A- All", Sign::Block),
        ("U- FM, A- All", Sign::List),
        ("U- All, A- Payroll", Sign::List),
        ("U- FM, A- Payroll", Sign::List),
        ("U+ All, A- All", Sign::Block),
        ("U+ FM, A- All", Sign::Block),
        ("U+ All, A- Payroll", Sign::List),
        ("U+ FM, A- Payroll", Sign::List),
        ("U- All, A+ All", Sign::Block),
        ("U- All, A+ Payroll", Sign::Block),
        ("U- FM, A+ All", Sign::List),
        ("U- FM, A+ Payroll", Sign::List),
        ("U? All, A+ All", Sign::Unknown),
        ("U+ All, A? All", Sign::Unknown),
        ("U- All, A? All", Sign::Unknown),
    ];
    for (text, sign) in table {
        let world = World::new().inbound(text);
        let policy = world.estate.policy(C).unwrap();
        let found = b2b_standing(policy, Subject::Partner(F), B2b::CollaborationInbound);
        assert_eq!(found, (sign, Layer::Partner), "{text}");
        // Where anybody of anything can pass, the engine lets somebody through.
        let opens = |user, app| world.verdict(&knock(user, app)) != crate::access::Verdict::Blocked;
        let some =
            [FAY, FINN].iter().any(|user| [PAYROLL, WIKI].iter().any(|app| opens(*user, *app)));
        assert!(sign == Sign::Unknown || some == (sign != Sign::Block), "{text}");
        let elsewhere = b2b_standing(policy, Subject::Partner(T), B2b::CollaborationInbound);
        assert_eq!(elsewhere, (Sign::Allow, Layer::ServiceDefault));
    }
}

#[test]
fn one_setting_of_one_subject() {
    let mut world = World::new().inbound("U+ FM, A+ All").trust(true, false);
    world.default_mut(C).b2b_collaboration_outbound = Some(setting("U- All, A- All"));
    let policy = world.estate.policy(C).unwrap();
    let half = |b2b| Setting::Half(b2b, Half::UsersAndGroups);
    let (partner, other) = (Subject::Partner(F), Subject::Partner(T));
    let users = Setting::Sync(SyncKind::Users);
    let consent = Setting::Consent(Direction::Inbound);
    let mfa = Setting::Trust(Claim::Mfa);
    let device = Setting::Trust(Claim::CompliantDevice);
    #[rustfmt::skip]
    let table = [
        (partner, half(B2b::CollaborationInbound), Sign::List, "1 group", Layer::Partner),
        (other, half(B2b::CollaborationInbound), Sign::Allow, "all", Layer::Default),
        (other, half(B2b::CollaborationOutbound), Sign::Block, "none", Layer::Default),
        (partner, half(B2b::CollaborationOutbound), Sign::Block, "none", Layer::Default),
        (partner, mfa, Sign::Allow, "on", Layer::Partner),
        (partner, device, Sign::Block, "off", Layer::Partner),
        (other, mfa, Sign::Block, "off", Layer::Default),
        (Subject::Default, users, Sign::Absent, "n/a", Layer::ServiceDefault),
        (partner, users, Sign::Block, "off", Layer::ServiceDefault),
        (partner, consent, Sign::Block, "off", Layer::Default),
    ];
    for (subject, setting, sign, words, layer) in table {
        let found = standing(policy, subject, setting);
        assert_eq!(
            (found.sign, found.words.as_str(), found.layer),
            (sign, words, layer),
            "{setting:?}"
        );
    }
}
