//! Cycles over days: scenarios by name, the cases that need a past, and what always holds.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::laws::world;
use crate::arbitrary::cases;
use crate::domain::SourceType;
use crate::sync::cycles::{
    Ask, Event, Happening, Kind, Official, Personal, Plan, SCENARIOS, Scenario, State, Timeline,
    afterwards, simulate, spoken,
};

const ANN: &str = "ann upn=ann@s.com mail=ann@s.com name=Ann on=true";
const GUEST: &str =
    "ann upn=ann_s.com#EXT#@tee.onmicrosoft.com mail=ann@s.com name=Ann on=true type=Guest";

impl Scene {
    /// Asks with everything a preview needs.
    pub(super) fn with_inputs<T>(&self, ask: impl FnOnce(&Inputs<'_>) -> T) -> T {
        self.with(|engine, _| ask(engine.inputs()))
    }

    /// A scenario, played with the first user.
    fn play(&self, name: &str) -> Timeline {
        self.with_inputs(|inputs| {
            let ask = Ask { user: Some(id(1)), ..Ask::default() };
            simulate(inputs, &Scenario::named(name).unwrap().plan(inputs, &ask).unwrap())
        })
    }

    /// Events, `DAY WHAT [VALUE]`, that happen to the first user.
    pub(super) fn events(&self, events: &[&str]) -> Timeline {
        let events = events.iter().map(|text| spoken(text, Some(id(1))).unwrap()).collect();
        let plan = Plan { users: vec![id(1)], events, days: 70 };
        self.with_inputs(|inputs| simulate(inputs, &plan))
    }
}

/// One line a moment.
fn told(timeline: &Timeline) -> String {
    let mut out = String::new();
    for one in &timeline.moments {
        let (day, hour, minute) = (one.at / 1440, one.at % 1440 / 60, one.at % 60);
        out.push_str(&format!("{day} {hour:02}:{minute:02}"));
        match (one.cycle, one.last) {
            (Some(first), Some(last)) if first != last => {
                out.push_str(&format!(" {first}..{last}"));
            }
            (Some(cycle), _) => out.push_str(&format!(" {cycle}")),
            (None, _) => {}
        }
        out.push_str(&format!(" {}", one.word));
        if one.from != one.to {
            out.push_str(&format!(" {} > {}", one.from.words().0, one.to.words().0));
        }
        if !one.code.is_empty() {
            out.push_str(&format!(" {}", one.code));
        }
        if matches!(one.kind, Kind::Action | Kind::Job) {
            out.push_str(&format!(" {}", one.certainty.word()));
        }
        if one.who.len() > 1 {
            out.push_str(&format!(" x{}", one.who.len()));
        }
        out.push('\n');
    }
    out
}

/// The states of the first lane.
pub(super) fn states(timeline: &Timeline) -> String {
    let spans = timeline.lanes[0].spans.iter();
    spans.map(|span| span.state.words().0).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_scenario_by_name() {
    let scene = || {
        let mut scene = scene(
            &format!(
                "{ANN} manager=@2 department=A surname=Lee\nbea upn=bea@s.com mail=bea@s.com on=true"
            ),
            "",
        );
        scene.assign(&[1, 2]);
        scene
    };
    let mut out = String::new();
    for one in SCENARIOS {
        out.push_str(&format!("# {}\n{}\n", one.name, told(&scene().play(one.name))));
    }
    insta::assert_snapshot!(out);
}

/// What cycles did after the first, as `word code certainty`.
pub(super) fn acts(timeline: &Timeline) -> String {
    let moments = timeline.moments.iter().filter(|one| one.cycle != Some(1));
    let moments = moments.filter(|one| matches!(one.kind, Kind::Action | Kind::Job));
    let words = moments.map(|one| {
        let parts = [one.word, one.code, one.certainty.word()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    });
    words.collect::<Vec<_>>().join(", ")
}

fn in_a_group(scene: &mut Scene) {
    scene.assign(&[50]);
    scene.source_groups = vec![SyncGroup {
        id: id(50),
        security_enabled: Some(true),
        members: Some(vec![id(1)]),
        ..SyncGroup::default()
    }];
}

fn directly(scene: &mut Scene) {
    scene.assign(&[1]);
}

fn by_department(scene: &mut Scene) {
    scene.filter(&[("department", "EQUALS", "A")]);
}

#[test]
fn cases_that_need_a_past() {
    type Bend = fn(&mut Scene);
    #[rustfmt::skip]
    let table: &[(&str, Bend, &[&str], &str, &str)] = &[
        ("blocked", directly, &["1 blocked"], "linkedActive linkedDisabled", "disable documented"),
        ("blocked and allowed again", directly, &["1 blocked", "2 unblocked"],
            "linkedActive linkedDisabled linkedActive", "disable documented, update documented"),
        ("blocked and unassigned in one cycle", directly, &["1 blocked", "1 unassigned"],
            "linkedActive targetSoftDeleted gone", "softDelete NotEffectivelyEntitled undocumented"),
        ("blocked, then out of the group", in_a_group, &["1 blocked", "2 removedFromGroups"],
            "linkedActive linkedDisabled released", "disable documented, release NotEffectivelyEntitled documented"),
        ("blocked, then unassigned", directly, &["1 blocked", "2 unassigned"],
            "linkedActive linkedDisabled released", "disable documented, release NotEffectivelyEntitled undocumented"),
        ("released, then deleted at home: nobody manages the user", in_a_group, &["1 blocked", "2 removedFromGroups", "3 deleted"],
            "linkedActive linkedDisabled released", "disable documented, release NotEffectivelyEntitled documented, skip NotEffectivelyEntitled inferred"),
        ("released, and in scope again", in_a_group, &["1 blocked", "2 removedFromGroups", "3 unblocked", "3 assigned"],
            "linkedActive linkedDisabled released linkedActive",
            "disable documented, release NotEffectivelyEntitled documented, update documented"),
        ("blocked, then deleted at home", directly, &["1 blocked", "2 deleted"],
            "linkedActive linkedDisabled targetSoftDeleted gone", "disable documented, softDelete documented"),
        ("out of the filter and back", by_department, &["1 changed department=B", "3 changed department=A"],
            "linkedActive targetSoftDeleted linkedActive", "softDelete NotEffectivelyEntitled documented, restore documented"),
        ("unassigned first, then deleted at home", directly, &["1 unassigned", "2 deleted"],
            "linkedActive targetSoftDeleted gone", "softDelete NotEffectivelyEntitled documented, skip documented"),
        ("purged at home at once", directly, &["1 hardDeleted"], "linkedActive targetSoftDeleted gone", "softDelete inferred"),
        ("restored too late", directly, &["1 deleted", "35 restored"], "linkedActive targetSoftDeleted gone", "softDelete documented"),
        ("deletes off", |s| { directly(s); s.mapping().flow_types = Some("Add,Update".to_owned()); }, &["1 unassigned"],
            "linkedActive released", "release documented"),
        ("unassigned where everyone is in scope", |_| {}, &["1 unassigned"], "linkedActive", "unchanged RedundantExport inferred"),
        ("deleted by the target: nobody notices", directly, &["1 deletedInTarget"], "linkedActive targetSoftDeleted gone", ""),
        ("deleted and restored by the target", directly, &["1 deletedInTarget", "2 restoredInTarget"],
            "linkedActive targetSoftDeleted linkedActive", ""),
        ("deleted by the target, then a change", directly, &["1 deletedInTarget", "2 changed displayName=B"],
            "linkedActive targetSoftDeleted escrowed targetSoftDeleted gone",
            "fail InvalidAnchor undocumented, fail InvalidAnchor undocumented"),
        ("deleted by the target, a change, restored: the change is tried again", directly,
            &["1 deletedInTarget", "2 changed displayName=B", "4 restoredInTarget"],
            "linkedActive targetSoftDeleted escrowed linkedActive", "fail InvalidAnchor undocumented, update documented"),
        ("deleted by the target, purged, then a change", directly, &["1 deletedInTarget", "40 changed displayName=B"],
            "linkedActive targetSoftDeleted gone linkedActive", "create undocumented"),
        ("restored by the target while out of scope", directly, &["1 unassigned", "2 restoredInTarget"],
            "linkedActive targetSoftDeleted released", "softDelete NotEffectivelyEntitled documented"),
        ("left by himself", directly, &["1 leavesTarget"], "linkedActive targetSoftDeleted linkedActive", "restore undocumented"),
        ("left by himself, unassigned in the same minutes", directly, &["1 leavesTarget", "1 unassigned"],
            "linkedActive targetSoftDeleted gone", "skip NotEffectivelyEntitled documented"),
        ("the job is deleted", directly, &["1 jobDeleted", "2 deleted"], "linkedActive frozen", "release documented"),
        ("closed, opened, changed meanwhile", directly, &["1 inboundOff", "2 changed displayName=B", "3 inboundOn"],
            "linkedActive frozen linkedActive",
            "quarantine AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure documented, skip documented, skip documented, runs inferred, unchanged inferred, update documented"),
        ("closed for too long, restarted", directly, &["1 inboundOff", "40 inboundOn", "41 restarted"],
            "linkedActive frozen linkedActive",
            "quarantine AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure documented, skip documented, off documented, unchanged RedundantExport inferred"),
        ("the manager is taken away", directly, &["1 changed manager="], "linkedActive", "unchanged RedundantExport inferred"),
        ("one too many", |s| { directly(s); s.configuration.deletion_threshold = Some(1); }, &["1 unassigned", "3 deletesAllowed"],
            "linkedActive staged targetSoftDeleted gone",
            "quarantine TooManyDeletes documented, staged StagedDelete documented, softDelete NotEffectivelyEntitled documented"),
        ("one too many, restarted without repair", |s| { directly(s); s.configuration.deletion_threshold = Some(1); },
            &["1 unassigned", "3 restarted"], "linkedActive staged",
            "quarantine TooManyDeletes documented, staged StagedDelete documented, quarantine TooManyDeletes documented, staged StagedDelete documented, off documented"),
        ("one too many, repaired and restarted", |s| { directly(s); s.configuration.deletion_threshold = Some(1); },
            &["1 unassigned", "3 assigned", "3 restarted"], "linkedActive staged linkedActive",
            "quarantine TooManyDeletes documented, staged StagedDelete documented, unchanged RedundantExport inferred"),
        ("a block counts as well", |s| { directly(s); s.configuration.deletion_threshold = Some(1); }, &["1 blocked", "2 deletesAllowed"],
            "linkedActive staged linkedDisabled",
            "quarantine TooManyDeletes documented, staged StagedDelete documented, disable documented"),
        ("a higher threshold before", |s| { directly(s); s.configuration.deletion_threshold = Some(1); },
            &["0 threshold never", "1 unassigned"], "linkedActive targetSoftDeleted gone", "softDelete NotEffectivelyEntitled documented"),
    ];
    for (case, bend, events, states_wanted, acts_wanted) in table {
        let mut scene = scene(&format!("{ANN} manager=null department=A"), "");
        bend(&mut scene);
        let timeline = scene.events(events);
        assert_eq!(states(&timeline), *states_wanted, "{case}\n{}", told(&timeline));
        assert_eq!(acts(&timeline), *acts_wanted, "{case}");
    }
}

#[test]
fn a_failed_entry_is_tried_again_until_day_28() {
    let scene = scene(&ANN.replace("mail=ann@s.com", "mail=ann@mail.com"), "");
    assert_eq!(states(&scene.events(&[])), "escrowed none");
    let repaired = scene.events(&["2 changed mail=ann@s.com"]);
    assert_eq!(states(&repaired), "escrowed linkedActive");
    // 6, 12 and 24 hours after the first failure, then daily: 30 tries, the first among them.
    let given_up = scene.events(&[]);
    let last = given_up.moments.iter().rfind(|one| one.word == "fail").unwrap();
    assert!(last.because.ends_with("given up after 31 tries in 28 days"), "{}", last.because);
    assert_eq!(last.at, 28 * 1440);
}

#[test]
fn a_filter_that_is_saved_lets_everybody_be_looked_at() {
    let mut scene = scene(&format!("{ANN} department=Sales"), "");
    let before = scene.configuration.schema.clone();
    scene.filter(&[("department", "EQUALS", "Marketing")]);
    let after = std::mem::replace(&mut scene.configuration.schema, before);
    let saved = Happening::Job(Official::SchemaSaved(Some(Box::new(after))));
    let plan = Plan { users: vec![id(1)], events: vec![Event::on(1, 0, saved)], days: 3 };
    let timeline = scene.with_inputs(|inputs| simulate(inputs, &plan));
    assert_eq!(acts(&timeline), "softDelete NotEffectivelyEntitled documented");
}

#[test]
fn what_incremental_cycles_leave_unrepaired() {
    // Somebody else's edit stays until the user changes at home.
    let timeline = scene(&format!("{ANN} department=A"), "")
        .events(&["1 editedInTarget displayName=Annie", "3 changed department=B"]);
    let written = |timeline: &Timeline, cycle: u64| {
        let moments = timeline.moments.iter().filter(|one| one.cycle.is_some_and(|n| n >= cycle));
        let changes = moments.flat_map(|one| &one.changes).filter(|one| one.is_written());
        changes.map(|one| one.attribute.clone()).collect::<Vec<_>>()
    };
    assert_eq!(written(&timeline, 2), ["department", "displayName"]);
    // The sign-in name of a pending guest waits for a restart.
    let pending = GUEST.replace("ann_s.com#", "ann_old.com#").replace("name=Ann", "name=A");
    let pending = format!("{pending} state=PendingAcceptance");
    let mut waits = scene(ANN, &pending);
    waits.mode = Mode::Incremental;
    let timeline = waits.events(&["1 changed displayName=B", "2 restarted"]);
    let doubts = |timeline: &Timeline| {
        timeline.moments.iter().flat_map(|one| one.doubts.clone()).collect::<Vec<_>>().join("\n")
    };
    assert!(doubts(&timeline).contains("userPrincipalName stays as it is"), "{}", told(&timeline));
    assert_eq!(written(&timeline, 2), ["displayName", "userPrincipalName"]);
    // `Switch` on what did not change.
    let mut switch = scene(&format!("{ANN} city=Bern"), "");
    let source = switch.row("city").source.as_mut().unwrap();
    source.kind = Some(SourceType::Function);
    source.expression = Some(r#"Switch([city], "", "Bern", "B")"#.to_owned());
    let timeline = switch.events(&["1 changed displayName=B"]);
    assert!(doubts(&timeline).contains("city may be cleared"), "{}", told(&timeline));
    assert!(!doubts(&switch.events(&["1 changed city=Basel"])).contains("cleared"));
}

prop_compose! {
    /// Something that happens to one of the first users, or to the job, on one of 45 days.
    fn event()(
        day in 0..45u64,
        minute in 0..1440u64,
        who in 1..5u128,
        what in select([
            "deleted", "restored", "hardDeleted", "unassigned", "removedFromGroups", "leavesScope",
            "assigned", "blocked", "unblocked", "changed department=Sales", "changed mail=x@s.com",
            "leavesTarget", "deletedInTarget", "restoredInTarget", "editedInTarget displayName=E",
            "inboundOff", "inboundOn", "schemaSaved", "restarted", "deletesAllowed", "threshold 1",
            "threshold never", "jobDeleted",
        ].as_slice()),
    ) -> Event {
        let mut event = spoken(&format!("{day} {what}"), Some(id(who))).unwrap();
        event.at = day * 1440 + minute;
        event
    }
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn nobody_leaves_the_state_machine((scene, users) in world(), events in vec(event(), 0..12)) {
        let users: Vec<_> = (1..=users.len() as u128).map(id).collect();
        let plan = Plan { users, events, days: 80 };
        let timeline = scene.with_inputs(|inputs| simulate(inputs, &plan));
        let mut at = 0;
        for one in &timeline.moments {
            prop_assert!(one.from.leads_to(one.to), "{:?}\n{}", one, told(&timeline));
            prop_assert!(at <= one.at && one.at <= one.until && one.until <= timeline.end);
            prop_assert!(!one.because.is_empty());
            at = one.at;
        }
        for lane in &timeline.lanes {
            let mut from = 0;
            for span in &lane.spans {
                prop_assert_eq!(span.from, from);
                prop_assert!(span.until >= span.from);
                from = span.until;
            }
            prop_assert_eq!(from, timeline.end);
            // Where the user stood is where the moments lead.
            let of = timeline.moments.iter().filter(|one| one.who.contains(&lane.who));
            let mut state = None;
            for one in of {
                prop_assert!(state.is_none_or(|state| state == one.from), "{}", told(&timeline));
                state = Some(one.to);
            }
            prop_assert!(state.is_none_or(|state| state == lane.end()));
        }
    }

    #[test]
    fn the_order_of_users_changes_nothing((scene, users) in world(), events in vec(event(), 0..8)) {
        let mut users: Vec<_> = (1..=users.len() as u128).map(id).collect();
        let run = |users: &[_]| {
            let plan = Plan { users: users.to_vec(), events: events.clone(), days: 60 };
            let mut lanes = scene.with_inputs(|inputs| simulate(inputs, &plan)).lanes;
            lanes.sort_by_key(|lane| lane.who);
            lanes
        };
        let first = run(&users);
        users.reverse();
        prop_assert_eq!(first, run(&users));
    }

    #[test]
    fn a_part_of_the_directories_says_what_the_whole_says((mut scene, users) in world()) {
        scene.configuration.deletion_threshold = None;
        scene.mode = Mode::Initial;
        let whole = scene.with(|_, preview| preview.users.clone());
        for (row, user) in whole.iter().enumerate().take(users.len()) {
            let plan = Plan { users: vec![id(row as u128 + 1)], events: Vec::new(), days: 0 };
            let timeline = scene.with_inputs(|inputs| simulate(inputs, &plan));
            let said = timeline.moments.iter().find(|one| one.kind == Kind::Action).unwrap();
            prop_assert_eq!(said.word, user.action.word());
        }
    }

    #[test]
    fn after_a_cycle_there_is_nothing_to_do((mut scene, users) in world()) {
        scene.mode = Mode::Initial;
        let users: Vec<_> = (1..=users.len() as u128).map(id).collect();
        let plan = Plan { users, events: Vec::new(), days: 0 };
        let after = scene.with_inputs(|inputs| afterwards(inputs, &plan));
        let timeline = scene.with_inputs(|inputs| simulate(inputs, &plan));
        for lane in timeline.lanes.iter().filter(|lane| lane.end() == State::LinkedActive) {
            let (_, actions) = after.iter().find(|(id, _)| *id == lane.who).unwrap();
let [later, first] = *actions;
            prop_assert_eq!(first, Action::Unchanged, "{}", told(&timeline));
            // Somebody who is not managed may have the same mail.
            prop_assert!(matches!(later, Action::Unchanged | Action::Ambiguous), "{later:?}");
        }
        let writes = [Action::Create, Action::Update, Action::Disable, Action::SoftDelete];
        // Of who is not managed a later cycle would know nothing.
        let all_idle = after.iter().all(|(_, [_, first])| !writes.contains(first));
        prop_assert!(all_idle, "{after:?}\n{}", told(&timeline));
    }
}

/// The words of the command line are those of the timeline.
#[test]
fn events_as_they_are_typed() {
    for (word, follows, _) in crate::sync::event_words() {
        let value = match follows {
            "" => "",
            "N or never" => "7",
            _ => "displayName=B",
        };
        let event = spoken(&format!("3 {word} {value}"), Some(id(1))).unwrap();
        let said = match &event.what {
            Happening::To(_, personal) => personal.words().0,
            Happening::Job(official) => official.words().0,
        };
        assert_eq!(said, word);
        assert_eq!(event.at / 1440, 3);
    }
    #[rustfmt::skip]
    let table = [
        ("", "`` is no event; expected `DAY WHAT [VALUE]`, such as `2 changed department=Sales`"),
        ("x deleted", "`x deleted` is no event; expected `DAY WHAT [VALUE]`, such as `2 changed department=Sales`"),
        ("3 delted", "no event is called `delted`; did you mean `deleted`?"),
        ("3 deleted now", "nothing follows `deleted`, found `now`"),
        ("3 changed x", "ATTRIBUTE=VALUE follows `changed`, found `x`"),
        ("3 threshold few", "N or never follows `threshold`, found `few`"),
    ];
    for (text, want) in table {
        assert_eq!(spoken(text, Some(id(1))).unwrap_err(), want);
    }
    assert!(
        matches!(spoken("1 deleted", Some(id(4))).unwrap().what, Happening::To(who, Personal::Deleted) if who == [id(4)])
    );
    assert!(spoken("1 deleted", None).is_err());
}
