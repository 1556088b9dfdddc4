//! The rows of the published table, and all sixteen shapes.

use super::scene::*;
use crate::access::Gate;
use crate::access::Verdict::{self, *};
use crate::domain::{AccessType, B2b, B2bSetting, Half, Target, TargetConfiguration};

/// Fay is listed, finn is not; Payroll is listed, Wiki is not. Verdicts for fay and Payroll, fay and
/// Wiki, finn and Payroll, finn and Wiki.
#[rustfmt::skip]
const SHAPES: &[(u8, bool, &str, [Verdict; 4])] = &[
    (1,  true,  "U+ All, A+ All",     [Allowed, Allowed, Allowed, Allowed]),
    (2,  true,  "U+ All, A+ Payroll", [Allowed, Blocked, Allowed, Blocked]),
    (3,  false, "U+ All, A- All",     [Blocked, Blocked, Blocked, Blocked]),
    (4,  false, "U+ All, A- Payroll", [Blocked, Allowed, Blocked, Allowed]),
    (5,  true,  "U+ FM, A+ All",      [Allowed, Allowed, Blocked, Blocked]),
    (6,  true,  "U+ FM, A+ Payroll",  [Allowed, Blocked, Blocked, Blocked]),
    (7,  false, "U+ FM, A- All",      [Blocked, Blocked, Blocked, Blocked]),
    (8,  true,  "U+ FM, A- Payroll",  [Blocked, Allowed, Blocked, Blocked]),
    (9,  false, "U- All, A+ All",     [Blocked, Blocked, Blocked, Blocked]),
    (10, false, "U- All, A+ Payroll", [Blocked, Blocked, Blocked, Blocked]),
    (11, true,  "U- All, A- All",     [Blocked, Blocked, Blocked, Blocked]),
    // The service refuses it; the rule alone would block Payroll only, so it fails closed.
    (12, false, "U- All, A- Payroll", [Blocked, Invalid, Blocked, Invalid]),
    (13, false, "U- FM, A+ All",      [Blocked, Blocked, Allowed, Allowed]),
    (14, true,  "U- FM, A+ Payroll",  [Blocked, Blocked, Allowed, Blocked]),
    (15, true,  "U- FM, A- All",      [Blocked, Blocked, Allowed, Allowed]),
    (16, true,  "U- FM, A- Payroll",  [Blocked, Allowed, Allowed, Allowed]),
];

fn four(world: &World) -> [Verdict; 4] {
    [(FAY, PAYROLL), (FAY, WIKI), (FINN, PAYROLL), (FINN, WIKI)]
        .map(|(user, app)| world.verdict(&knock(user, app)))
}

#[test]
fn the_nine_published_rows_hold() {
    let published: Vec<_> = SHAPES.iter().filter(|(_, published, ..)| *published).collect();
    assert_eq!(published.len(), 9);
    for (number, _, text, want) in published {
        assert_eq!(four(&World::new().inbound(text)), *want, "row {number}: {text}");
    }
}

#[test]
fn the_sixteen_shapes_hold_on_every_side() {
    assert_eq!(SHAPES.len(), 16);
    for (number, _, text, want) in SHAPES {
        let inbound = World::new().inbound(text);
        assert_eq!(four(&inbound), *want, "inbound, shape {number}");
        let outbound = World::new().partner(F, C, B2b::CollaborationOutbound, text);
        assert_eq!(four(&outbound), *want, "outbound, shape {number}");
        let both = inbound.partner(F, C, B2b::CollaborationOutbound, text);
        assert_eq!(four(&both), *want, "both, shape {number}");
        let by_default = World::new().default(C, B2b::CollaborationInbound, text);
        assert_eq!(four(&by_default), *want, "default, shape {number}");
        let direct_connect = World::new().partner(C, F, B2b::DirectConnectInbound, text).partner(
            F,
            C,
            B2b::DirectConnectOutbound,
            "U+ All, A+ All",
        );
        let verdicts = [(FAY, PAYROLL), (FAY, WIKI), (FINN, PAYROLL), (FINN, WIKI)]
            .map(|(user, app)| direct_connect.verdict(&direct(knock(user, app))));
        assert_eq!(verdicts, *want, "direct connect, shape {number}");
    }
}

#[test]
fn what_is_not_understood_is_never_allowed() {
    for (number, _, text, want) in SHAPES {
        for (at, future) in [text.replacen('+', "?", 1), text.replacen('-', "?", 1)]
            .into_iter()
            .chain([text.replace("Payroll", "FutureSuite"), text.replace("FM", "FutureGroup")])
            .enumerate()
        {
            if future == **text {
                continue;
            }
            let got = four(&World::new().inbound(&future));
            for (now, before) in got.iter().zip(want) {
                let opens = *now == Allowed && (at < 2 || *before != Allowed);
                assert!(!opens, "shape {number} as {future}: {before:?} became {now:?}");
            }
        }
    }
}

#[test]
fn an_empty_list_says_nothing() {
    for access in [AccessType::Allowed, AccessType::Blocked] {
        let mut world = World::new();
        let empty = TargetConfiguration::of(access, Vec::new());
        let apps = TargetConfiguration::of(AccessType::Allowed, vec![Target::app(WIKI)]);
        *world.partner_mut(C, F).b2b_mut(B2b::CollaborationInbound) =
            Some(B2bSetting::of(empty, apps));
        assert_eq!(world.verdict(&knock(FAY, WIKI)), Invalid);
        assert_eq!(world.verdict(&knock(FAY, PAYROLL)), Blocked, "whoever is meant");
    }
}

#[test]
fn the_half_that_tells_more_is_named() {
    use Half::{Applications, UsersAndGroups};
    let table = [
        ("U+ All, A+ All", [Applications; 4]),
        ("U+ All, A+ Payroll", [Applications; 4]),
        ("U+ FM, A+ All", [UsersAndGroups; 4]),
        ("U+ FM, A+ Payroll", [UsersAndGroups, Applications, UsersAndGroups, UsersAndGroups]),
        ("U- All, A- All", [Applications; 4]),
        ("U- FM, A- Payroll", [UsersAndGroups, Applications, UsersAndGroups, UsersAndGroups]),
    ];
    for (shape, want) in table {
        let world = World::new().inbound(shape);
        let part = |(user, app)| {
            let trace = world.ask(&knock(user, app)).trace;
            trace.iter().find(|line| line.gate == Gate::ResourceInbound).unwrap().part.unwrap()
        };
        let parts = [(FAY, PAYROLL), (FAY, WIKI), (FINN, PAYROLL), (FINN, WIKI)].map(part);
        assert_eq!(parts, want, "{shape}");
    }
}
