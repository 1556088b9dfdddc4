//! The merger wizard by keys alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Stage;
use crate::domain::{Application, Directory, Group, Ownership, Person, Tenant, Workspace};
use crate::merger::tests::{app, fresh, group, user};
use crate::merger::{Step, Tick};
use crate::tui::app::Effect;

/// A tenant of ours that nobody has touched, with thirty people, a group and an application.
fn peopled(number: u128, name: &str, domain: &str) -> (Tenant, Directory) {
    let tenant = fresh(number, name, domain);
    let directory = Directory {
        users: (0..30)
            .map(|at| Person {
                id: user(number, at),
                display_name: format!("Person {at}"),
                user_principal_name: format!("{at}@{domain}"),
                user_type: "Member".to_owned(),
                ..Person::default()
            })
            .collect(),
        groups: vec![Group {
            id: group(number, 1),
            display_name: "Staff".to_owned(),
            members: Some((0..15).map(|at| user(number, at)).collect()),
        }],
        applications: vec![Application {
            app_id: app(number, 1),
            display_name: "Wiki".to_owned(),
            owner: Some(tenant.id),
        }],
        ..Directory::default()
    };
    (tenant, directory)
}

pub fn stage_of(all: &[(&str, &str)]) -> Stage {
    let mut workspace = Workspace::default();
    let mut directories = BTreeMap::new();
    for (number, (name, domain)) in (1..).zip(all) {
        let (tenant, directory) = peopled(number, name, domain);
        directories.insert(tenant.id, Arc::new(directory));
        workspace.draft.tenants.insert(tenant.id, Arc::new(tenant));
    }
    Stage::without_log(workspace, BTreeMap::new(), directories)
}

fn alpha_and_beta() -> Stage {
    stage_of(&[("Alpha", "alpha.example"), ("Beta", "beta.example")])
}

/// Every question answered by hand, one after the other.
const BY_HAND: &str = "g w space j space n G space n space n space n space n n n space n \
     space j space n space j space n n";

fn ticks(stage: &Stage) -> Vec<Tick> {
    let checked = stage.app.model.merging.checked.as_ref().unwrap();
    checked.lines.iter().map(|line| line.tick).collect()
}

fn edits(stage: &Stage) -> usize {
    let model = &stage.app.model;
    model.merging.current(model.asked_of()).unwrap().proposal.edits.len()
}

/// Whole: from nothing to a finished plan, each line of the scenario proven, a second run empty,
/// and undo puts back what stood.
#[test]
fn alpha_and_beta_come_together_by_keys_alone() {
    let mut stage = alpha_and_beta();
    let before = stage.desk.workspace().clone();
    let revision = stage.desk.revision();
    let keys = format!("{BY_HAND} ctrl+s");
    let count: usize = keys.split_whitespace().count();
    assert!(count < 150, "{count} keys");
    assert_eq!(count, 29, "what is claimed in the notes");
    stage.keys(BY_HAND);
    let seen = stage.text();
    assert_eq!(stage.app.model.merging.at, Some(Step::Review), "{seen}");
    let seen = stage.text();
    assert_eq!(stage.app.model.merging.progress(), (10, 10), "{seen}");
    let planned = edits(&stage);
    assert!(planned > 10, "{planned}");
    assert!(stage.text().contains("Stage it all"), "{}", stage.text());
    assert!(ticks(&stage).contains(&Tick::Open));
    stage.keys("ctrl+s");
    assert!(stage.said().contains("merger of Alpha and Beta"), "{}", stage.said());
    assert_eq!(stage.desk.revision(), revision + 1, "one step");
    let seen = stage.text();
    assert!(seen.contains("Nothing is missing on our side") && seen.contains("14 of 14"), "{seen}");
    assert!(ticks(&stage).iter().all(|tick| *tick == Tick::Done));
    assert_eq!(ticks(&stage).len(), 14);
    assert_eq!(edits(&stage), 0, "a second run proposes nothing");
    stage.keys("ctrl+s");
    assert_eq!(stage.said(), "nothing is missing on our side");
    assert_eq!(stage.desk.revision(), revision + 1);
    stage.keys("u");
    assert_eq!(*stage.desk.workspace(), before, "undo puts back what stood");
    assert_eq!(edits(&stage), planned, "and all of it is missing again");
}

/// A finished plan by the usual answers.
#[test]
fn the_usual_answers_take_a_dozen_keys() {
    let mut stage = alpha_and_beta();
    stage.keys("g w space j space r ctrl+s");
    assert!(stage.text().contains("10 of 10"), "{}", stage.text());
}

/// Nobody who is not part of this loses anything by the usual answers.
#[test]
fn the_usual_answers_shut_nobody_out() {
    let mut stage = Stage::after("g w space j space r");
    let held = stage.app.model.merging.answers.closed.unwrap();
    assert!(!held.inbound && !held.outbound && !held.theirs);
    stage.keys("h G l");
    let seen = crate::tui::picture::plain(&stage.draw(140, 200));
    assert!(!seen.contains("everybody else: all users blocked"), "{seen}");
    assert!(!seen.contains("are shut out"), "{seen}");
    // Chosen, it is said in the review before anything else that it comes to.
    stage.keys("p p g g space h G l");
    let seen = crate::tui::picture::plain(&stage.draw(140, 200));
    let told = seen.find("inherit the default").unwrap_or_else(|| panic!("{seen}"));
    assert!(told < seen.find("In Alpha Corp").unwrap(), "{seen}");
}

#[test]
fn what_is_open_is_named_when_it_is_staged() {
    let mut stage = alpha_and_beta();
    stage.keys("g w ctrl+s");
    assert!(stage.said().contains("name two tenants"), "{}", stage.said());
    stage.keys("space j space n space n space n space ctrl+s");
    let said = stage.said();
    assert!(said.contains("still open: Who is synchronised, Attributes"), "{said}");
    let seen = stage.text();
    assert!(!seen.contains("Nothing is missing"), "{seen}");
    assert!(seen.contains("not answered: Who is synchronised"), "{seen}");
    stage.keys("ctrl+s");
    assert!(stage.said().contains("lists what is open"), "{}", stage.said());
}

#[test]
fn a_half_typed_condition_is_not_staged() {
    let mut stage = alpha_and_beta();
    stage.keys("g w space j space r n n n n j j space");
    let answers = &mut crate::merger::Answers::clone(&stage.app.model.merging.answers);
    answers.sync.as_mut().unwrap()[0].rule.push(crate::merger::Clause {
        attribute: "department".to_owned(),
        operator: "EQUALS".to_owned(),
        values: Vec::new(),
    });
    crate::store::keep_answers(stage.desk.disk().as_ref(), answers).unwrap();
    let mut stage = stage.reopened();
    stage.keys("g w p");
    assert!(stage.text().contains("has no value"), "{}", stage.text());
    let revision = stage.desk.revision();
    stage.keys("ctrl+s");
    assert_eq!(stage.desk.revision(), revision);
    assert!(stage.said().contains("in the way"), "{}", stage.said());
}

/// Letters are text in a field, and the footer offers none of them as keys.
#[test]
fn a_field_has_keys_of_its_own_and_is_left_by_esc_and_enter() {
    let mut stage = alpha_and_beta();
    stage.keys("g w space j space r n n n n j j space n n j j");
    let ids = |stage: &Stage| -> Vec<&'static str> {
        stage.app.actions().iter().map(|action| action.id).collect()
    };
    assert!(ids(&stage).contains(&"merger.field.leave"), "{}", stage.text());
    assert!(!ids(&stage).contains(&"merger.next") && !ids(&stage).contains(&"merger.recommend"));
    let foot = stage.text();
    assert!(!foot.contains("usual answers") && !foot.contains("  n next"), "{foot}");
    stage.keys("esc");
    assert!(ids(&stage).contains(&"merger.recommend"), "{}", stage.text());
    assert_eq!(stage.app.model.merging.at, Some(Step::Leavers), "out of the field only");
    stage.keys("enter");
    assert!(ids(&stage).contains(&"merger.field.leave"));
    stage.keys("enter");
    assert!(ids(&stage).contains(&"merger.recommend"), "{}", stage.text());
    stage.keys("n");
    assert_eq!(stage.app.model.merging.at, Some(Step::Redemption));
}

#[test]
fn whatever_is_answered_is_there_again_after_every_single_key() {
    let mut stage = alpha_and_beta();
    let mut answered = 0;
    for key in BY_HAND.split_whitespace() {
        stage.keys(key);
        if !stage.app.model.merging.is_begun {
            continue;
        }
        answered += 1;
        let answers = Arc::clone(&stage.app.model.merging.answers);
        let at = stage.app.model.merging.at;
        stage = stage.reopened();
        stage.keys("g w");
        assert_eq!(stage.app.model.merging.answers, answers, "after `{key}`");
        assert_eq!(stage.app.model.merging.at, at, "after `{key}`");
        // The cursor begins anew on its form: one walks there again, as a person would.
        if matches!(key, "j" | "G") {
            stage.keys(key);
        }
    }
    assert!(answered > 15, "{answered}");
    stage.keys("ctrl+s");
    assert!(stage.text().contains("14 of 14"), "{}", stage.text());
}

#[test]
fn what_is_typed_is_kept_letter_by_letter() {
    let mut stage = alpha_and_beta();
    stage.keys("g w space j space r n n n n j j space n n j j");
    let seen = stage.text();
    assert_eq!(stage.app.model.merging.at, Some(Step::Leavers), "{seen}");
    stage.keys("ctrl+u type:1x3");
    let mut stage = stage.reopened();
    stage.keys("e");
    let leavers = stage.app.model.merging.answers.leavers.unwrap();
    assert_eq!(leavers.threshold, Some(13), "letters are no number");
    assert!(stage.text().contains("[13"), "{}", stage.text());
}

#[test]
fn later_answers_stay_when_an_earlier_one_changes_and_are_looked_at_again() {
    let mut stage = alpha_and_beta();
    stage.keys("g w space j space r n n n n j j space");
    assert!(stage.app.model.merging.answers.sync.as_ref().unwrap()[0].everyone);
    // Only people of Beta go: Alpha cannot send any more.
    stage.keys("p p p g g j space");
    let held = &stage.app.model.merging;
    assert_eq!(held.answers.sync.as_ref().unwrap().len(), 1, "it stays");
    let wrong = |stage: &Stage, step| {
        let proposed = stage.app.model.merging.proposed.as_ref().unwrap();
        proposed.proposal.faults.iter().any(|fault| fault.step == step)
    };
    assert!(wrong(&stage, Step::Sync), "{}", stage.text());
    stage.keys("n n n");
    assert!(stage.text().contains("nobody of Alpha goes anywhere"), "{}", stage.text());
    stage.keys("n");
    assert!(stage.is_refused() && stage.said().contains("waits"), "{}", stage.said());
    assert_eq!(stage.app.model.merging.at, Some(Step::Attributes), "forward goes on all the same");
    stage.keys("ctrl+s");
    assert_eq!(stage.said(), "something is in the way; the last step lists it");
    stage.keys("h G l");
    let seen = stage.text();
    assert!(seen.contains("in the way") && seen.contains("nobody of Alpha goes"), "{seen}");
    // From the review to the fault, and back.
    stage.keys("enter");
    assert_eq!(stage.app.model.merging.at, Some(Step::Sync));
    stage.keys("esc");
    let seen = stage.text();
    assert_eq!(stage.app.model.merging.at, Some(Step::Review), "{seen}");
    stage.keys("esc");
    assert_eq!(stage.app.tab(), "Home");
}

#[test]
fn a_partner_nobody_has_files_of_stays_their_side() {
    let mut stage = stage_of(&[("Alpha", "alpha.example")]);
    stage.keys("g w space j enter type:11111111-2222-3333-4444-555555555555 enter");
    stage.keys("type:Gamma");
    let seen = stage.text();
    assert_eq!(stage.app.model.merging.answers.tenants[1].name, "Gamma", "{seen}");
    stage.keys("pgdn pgup r h G l");
    let seen = crate::tui::picture::plain(&stage.draw(120, 120));
    assert!(seen.contains("Gamma has to (their side)"), "{seen}");
    stage.keys("y");
    let copied = stage.wanted.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(copied.contains("What we ask you to do") && copied.contains("Gamma"), "{copied}");
    stage.keys("ctrl+s");
    let gamma = stage.tenant("Gamma");
    assert_eq!(stage.draft().tenant(gamma).unwrap().ownership, Ownership::Theirs);
    assert!(ticks(&stage).contains(&Tick::Unknown), "what they say is not known");
}

#[test]
fn people_and_applications_are_chosen_on_cards() {
    let mut stage = alpha_and_beta();
    stage.keys("g w space j space r n n j j enter j space enter");
    let said = stage.app.model.merging.answers.collaboration.clone().unwrap();
    assert_eq!(said.people.len(), 1, "{}", stage.text());
    assert_eq!(said.people[0].only[0].name, "Staff");
    assert!(stage.text().contains("[x] Staff"), "{}", stage.text());
    stage.keys("j space");
    let said = stage.app.model.merging.answers.collaboration.clone().unwrap();
    assert!(said.people[0].only.is_empty());
    assert!(stage.text().contains("is empty"), "said at its step: {}", stage.text());
}

#[test]
fn a_mesh_and_a_hub_tell_how_many_relations_they_are() {
    let all = ["A", "B", "C", "D"].map(|name| (name, "x.example"));
    let mut stage = stage_of(&all);
    stage.keys("g w space j space j space j space n");
    let seen = stage.text();
    assert!(seen.contains("12 relations") && seen.contains("6 relations"), "{seen}");
    assert!(seen.contains("up to 100"), "{seen}");
    stage.keys("space j j j space");
    let held = stage.app.model.merging.answers.topology;
    assert!(stage.text().contains("the middle is"), "{held:?} {}", stage.text());
}

#[test]
fn a_file_that_is_no_answers_is_said_and_put_aside() {
    for bytes in [b"{\"detente\":1".as_slice(), b"\xff\xfe", b"{}", b""] {
        let stage = alpha_and_beta();
        stage.desk.disk().replace("merger.json", bytes).unwrap();
        let mut stage = stage.reopened();
        assert!(stage.is_refused() && stage.said().contains("merger.json"), "{}", stage.said());
        stage.keys("g w");
        assert!(!stage.app.model.merging.is_begun);
        assert_eq!(stage.desk.disk().read("merger.json").unwrap().unwrap(), bytes, "untouched");
        stage.keys("space");
        assert!(stage.said().contains("kept as merger.aside-1.json"), "{}", stage.said());
        assert_eq!(stage.desk.disk().read("merger.aside-1.json").unwrap().unwrap(), bytes);
        let stage = stage.reopened();
        assert_eq!(stage.app.model.merging.answers.tenants.len(), 1);
    }
}

#[test]
fn answers_of_another_workspace_are_not_used() {
    let mut other = stage_of(&[("X", "x.example"), ("Y", "y.example"), ("Z", "z.example")]);
    other.keys("g w space j space j space");
    let bytes = other.desk.disk().read("merger.json").unwrap().unwrap();
    let stage = alpha_and_beta();
    stage.desk.disk().replace("merger.json", &bytes).unwrap();
    let stage = stage.reopened();
    assert!(stage.said().contains("another workspace"), "{}", stage.said());
    assert!(!stage.app.model.merging.is_begun);
}

#[test]
fn begun_anew_keeps_what_was_answered() {
    let mut stage = alpha_and_beta();
    stage.keys("g w space j space r g g G space");
    assert!(stage.said().contains("kept as merger.aside-1.json"), "{}", stage.said());
    assert!(!stage.app.model.merging.is_begun);
    assert!(stage.desk.disk().read("merger.json").unwrap().is_none());
}

#[test]
fn another_window_sees_the_answers_at_its_next_key() {
    let mut stage = alpha_and_beta();
    stage.keys("g w space");
    let mut sibling = stage.sibling();
    stage.keys("j space");
    sibling.keys("g w");
    assert_eq!(sibling.app.model.merging.answers.tenants.len(), 2);
}

#[test]
fn practice_shows_what_a_first_cycle_would_do() {
    let mut stage = Stage::after("g w space j space r n n n n j j space h G k");
    assert_eq!(stage.app.model.merging.at, Some(Step::Simulate));
    let seen = stage.text();
    assert!(seen.contains("before and after"), "{seen}");
    let simulated = stage.app.model.merging.simulated.as_ref().unwrap();
    assert!(simulated.shifts.is_some());
    let cycle = simulated.cycles.first().unwrap();
    assert!(cycle.users > 0 && cycle.reached() > 0, "{:?}", cycle.forecast);
}

#[test]
fn the_mesh_shows_what_is_open_in_a_pair_and_what_would_be() {
    let mut stage = alpha_and_beta();
    stage.keys("g w space j space r m");
    let seen = stage.text();
    assert!(seen.contains("people of Alpha in Beta"), "{seen}");
    assert!(seen.contains("+ Beta: trust MFA for Alpha: on"), "{seen}");
    stage.keys("n");
    assert!(stage.text().contains("people of Beta in Alpha"), "{}", stage.text());
    stage.keys("space");
    let seen = stage.text();
    assert!(seen.contains("Mesh, all made") && seen.contains("+ 2 complete"), "{seen}");
    stage.keys("esc");
    assert_eq!((stage.app.cards(), stage.app.tab()), (0, "Merger"));
}

/// Whoever is synchronised into a target that lets nobody in is not said to arrive.
#[test]
fn the_set_up_of_a_synchronisation_stands_in_the_review() {
    let mut stage = Stage::after("g w space j space r n n n n j j space r ctrl+s");
    let seen = crate::tui::picture::plain(&stage.draw(120, 120));
    assert!(seen.contains("Setting up Alpha Corp to Beta Ltd"), "{seen}");
    assert!(seen.contains("✗ schedule switched on"), "{seen}");
    assert!(!seen.contains("directories of both tenants are not in the workspace"), "{seen}");
    assert!(seen.contains("✓ policy of the target"), "{seen}");
}

/// Every step of the wizard is drawn in some scene, at every size.
#[test]
fn every_step_has_its_scene() {
    let mut seen: std::collections::BTreeSet<Step> = std::collections::BTreeSet::new();
    for (name, keys) in super::scenes::SCENES {
        if name.starts_with("merger") {
            let stage = Stage::after(keys);
            seen.extend(stage.app.model.merging.at.or(Some(Step::Tenants)));
        }
    }
    let missing: Vec<&str> = crate::merger::STEPS
        .iter()
        .filter(|row| !seen.contains(&row.step))
        .map(|row| row.title)
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
