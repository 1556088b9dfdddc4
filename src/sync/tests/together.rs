//! Several configurations of one pair.

use super::*;
use crate::domain::FlowType;
use crate::sync::together::{Kind, together};

const ANN: &str = "ann upn=ann@s.com mail=ann@s.com name=Ann on=true";
const GUEST: &str =
    "ann upn=ann_s.com#EXT#@tee.onmicrosoft.com mail=ann@s.com name=Ann on=true type=Guest";

type Bend = fn(&mut Scene);

/// A configuration for guests, and one for members that writes `userType` always.
fn pair(source: &str, target: &str, bends: [Bend; 2]) -> [Scene; 2] {
    let mut guests = scene(source, target);
    guests.configuration.id = id(900);
    guests.row("userType").source.as_mut().unwrap().expression = Some("\"Guest\"".to_owned());
    let mut members = scene(source, target);
    members.configuration.id = id(901);
    members.row("userType").flow_type = Some(FlowType::Always);
    let mut both = [guests, members];
    for (scene, bend) in both.iter_mut().zip(bends) {
        scene.mode = Mode::Incremental;
        bend(scene);
    }
    both
}

/// `kind from>to outcome: what the second writes; what is contested` for each meeting.
fn told(both: &[Scene; 2]) -> Vec<String> {
    let [one, two] = both;
    let names = |side: usize| {
        let mut all = [wanted(&one.configuration), wanted(&two.configuration)]
            .map(|ends| ends[side].clone())
            .concat();
        all.sort_unstable();
        all.dedup();
        all
    };
    let source = roster(&one.source, names(0), 1);
    let target = roster(&one.target, names(1), 100);
    let expressions = crate::sync::Expressions::default();
    let engines = both.each_ref().map(|scene| {
        Engine::of(Inputs {
            estate: &scene.estate,
            configuration: &scene.configuration,
            source: &source,
            target: &target,
            source_groups: &scene.source_groups,
            target_groups: &scene.target_groups,
            mode: scene.mode,
            expressions: &expressions,
        })
    });
    let found = together(&engines, &|_| ControlFlow::Continue(())).unwrap();
    let shown = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
    let tell = |one: &crate::sync::Meeting| {
        let said = found.told(&engines, one);
        let written = said.changes.iter().filter(|one| one.is_written());
        let written: Vec<String> = written
            .map(|one| format!("{} {}>{}", one.attribute, shown(&one.before), shown(&one.after)))
            .collect();
        let contests: Vec<String> = said
            .contests
            .iter()
            .map(|one| format!("{} {}|{}", one.attribute, shown(&one.first), shown(&one.second)))
            .collect();
        let written = if written.len() > 5 { "all".to_owned() } else { written.join(" ") };
        format!(
            "{} {}>{} {}: {written}; {}",
            one.kind.words().0,
            one.from,
            one.to,
            said.outcome.words().0,
            contests.join(" ")
        )
    };
    found.meetings.iter().map(tell).collect()
}

fn nobody(scene: &mut Scene) {
    scene.assign(&[]);
}

fn ann(scene: &mut Scene) {
    scene.assign(&[1]);
}

fn nobody_kept(scene: &mut Scene) {
    scene.assign(&[]);
    scene.mapping().flow_types = Some("Add,Update".to_owned());
}

/// Case 55: somebody moves from the configuration for guests to the one for members.
#[test]
fn somebody_moves_from_one_configuration_to_another() {
    #[rustfmt::skip]
    let table: &[(&str, &str, [Bend; 2], &[&str])] = &[
        ("Delete is off in the first: handed over, the guest becomes a member", GUEST, [nobody_kept, ann],
            &["moving 0>1 handedOver: userType Guest>Member; "]),
        ("Delete is on: a race", GUEST, [nobody, ann],
            &["moving 0>1 race: userType Guest>Member; "]),
        ("userType on creation only: the guest stays one, whatever made the user", GUEST,
            [nobody_kept, |s| { ann(s); s.row("userType").flow_type = Some(FlowType::ObjectAddOnly); }],
            &["moving 0>1 handedOver: ; "]),
        ("the first stops at one deletion", GUEST, [|s| { nobody(s); s.configuration.deletion_threshold = Some(1); }, ann],
            &["moving 0>1 held: userType Guest>Member; "]),
        ("a member already: nothing of the first's is left in the target", &GUEST.replace("Guest", "Member"), [nobody, ann], &[]),
        ("the target does not tell the type", &GUEST.replace(" type=Guest", ""), [nobody, ann], &["perhaps 0>1 race: ; "]),
        ("not in the target: nobody is handed over", "", [nobody, ann], &[]),
        ("in the bin of the target: restored or deleted", &format!("{GUEST} gone=2026-01-01"), [nobody, ann], &[]),
        ("back to the guests", &GUEST.replace("Guest", "Member"), [ann, nobody], &["moving 1>0 race: ; "]),
        ("in the scope of both, and there", GUEST, [ann, |s| { ann(s); s.row("displayName").source = None; }], &["inBoth 0>1 same: userType Guest>Member; "]),
        ("in the scope of both, and not there", "", [ann, ann], &["inBoth 0>1 madeTwice: all; "]),
        ("both write the type always", GUEST, [|s| { ann(s); s.row("userType").flow_type = None; }, ann],
            &["inBoth 0>1 fight: userType Guest>Member; userType Guest|Member"]),
        ("the type is whose cycle comes first", "", [ann, |s| { ann(s); s.row("userType").flow_type = Some(FlowType::ObjectAddOnly); }],
            &["inBoth 0>1 fight: all; userType Guest|Member"]),
        ("who is in the scope of the second cannot be told", GUEST, [ann, |s| s.assign(&[77])], &["unclear 1>0 unknown: ; "]),
        ("neither", GUEST, [nobody, nobody], &[]),
    ];
    for (case, target, bends, want) in table {
        assert_eq!(told(&pair(ANN, target, *bends)), *want, "{case}");
    }
}

#[test]
fn what_is_said_of_several_configurations_names_its_pages() {
    use crate::sync::together::{CERTAINTY, PAGES};
    assert_eq!(CERTAINTY, Certainty::Undocumented);
    assert_eq!(PAGES.len(), 3);
    for (says, page) in PAGES {
        assert!(page.starts_with("MicrosoftDocs/entra-docs:docs/identity/"), "{says}");
    }
    let words: std::collections::BTreeSet<&str> =
        Kind::ALL.iter().map(|one| one.words().0).collect();
    assert_eq!(words.len(), Kind::ALL.len());
}

#[test]
fn scopes_that_overlap_by_assignment() {
    use crate::sync::together::{is_same_pair, overlap};
    let of = |bend: Bend, number: u128| {
        let mut scene = scene("", "");
        bend(&mut scene);
        scene.configuration.id = id(number);
        scene.configuration
    };
    let (everyone, one, two) = (of(|_| {}, 1), of(ann, 2), of(|s| s.assign(&[2]), 3));
    let empty = of(nobody, 4);
    assert!(is_same_pair(&everyone, &one) && !is_same_pair(&one, &one));
    let back = SyncConfiguration { source: TARGET, target: SOURCE, ..one.clone() };
    assert!(!is_same_pair(&everyone, &back), "the other way is another pair");
    assert!(overlap(&everyone, &one) && overlap(&two, &everyone) && overlap(&everyone, &everyone));
    assert!(!overlap(&one, &two) && !overlap(&empty, &everyone) && !overlap(&one, &empty));
    assert!(overlap(&one, &one));
}
