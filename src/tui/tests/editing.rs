//! Mappings and scopes of a synchronisation, as they are written.

use std::sync::Arc;

use super::Stage;
use super::hostile::{check, names};
use crate::domain::{AttributeMapping, FlowType, SourceType, SyncConfiguration};

fn configuration(stage: &Stage) -> Arc<SyncConfiguration> {
    let all = &stage.desk.workspace().synchronizations;
    Arc::clone(all.values().find(|one| one.display_name == "Clinical staff").unwrap())
}

fn row(stage: &Stage, target: &str) -> AttributeMapping {
    let configuration = configuration(stage);
    let rows = &configuration.users().unwrap().attribute_mappings;
    rows.iter().find(|row| row.target == target).unwrap().clone()
}

fn text(stage: &Stage, target: &str) -> String {
    row(stage, target).source.unwrap().expression.unwrap()
}

/// The cursor on the row of the display name.
const NAME: &str = "8 m j j j";

#[test]
fn the_places_of_a_synchronisation_are_places() {
    let mut stage = Stage::after("8 m");
    assert_eq!(stage.app.tab(), "Mappings");
    assert!(stage.text().contains("▌8 Sync▐") || stage.text().contains(" 8 Sync "));
    stage.keys("esc");
    assert_eq!(stage.app.tab(), "Sync");
    stage.keys("e");
    assert_eq!(stage.app.tab(), "Scope");
    stage.keys("[ ]");
    assert_eq!(stage.app.tab(), "Scope");
    stage.keys("8");
    assert_eq!(stage.app.tab(), "Sync");
    stage.keys("[");
    assert_eq!(stage.app.tab(), "Scope");
    stage.keys("2 [ q");
    assert_eq!(stage.app.tab(), "Sync");
}

#[test]
fn an_expression_is_written_and_taken_back() {
    let mut stage = Stage::after(NAME);
    let before = configuration(&stage);
    stage.keys("enter ctrl+u type:ToUpper([displayName])");
    let seen = stage.text();
    assert!(seen.contains("ZOË LINDQVIST"), "{seen}");
    assert!(seen.contains("~ 347 changed"), "{seen}");
    assert_eq!(configuration(&stage), before, "typing is no edit");
    stage.keys("ctrl+s");
    assert_eq!(text(&stage, "displayName"), "ToUpper([displayName])");
    assert_eq!(row(&stage, "displayName").source.unwrap().kind, Some(SourceType::Function));
    let said = "Clinical staff: displayName is now ToUpper([displayName])";
    assert!(stage.said().starts_with(said), "{}", stage.said());
    stage.keys("u");
    assert_eq!(configuration(&stage), before);
    assert_eq!(stage.app.tab(), "Mappings");
    stage.keys("U");
    let stage = stage.reopened();
    assert_eq!(text(&stage, "displayName"), "ToUpper([displayName])");
}

#[test]
fn a_guess_is_taken_by_enter_and_kept_by_another() {
    let mut stage = Stage::after(NAME);
    stage.keys("enter ctrl+u type:Joyn(\"_\", space type:[mail]");
    assert!(stage.text().contains("no function is called `Joyn`"), "{}", stage.text());
    stage.keys("enter");
    assert!(stage.text().contains("Join(\"_\", [mail])"), "{}", stage.text());
    assert_eq!(text(&stage, "displayName"), "[displayName]");
    stage.keys("enter");
    assert_eq!(text(&stage, "displayName"), "Join(\"_\", [mail])");
}

#[test]
fn what_cannot_be_mended_is_not_kept_and_says_why() {
    let mut stage = Stage::after(NAME);
    stage.keys("enter ctrl+u type:%%% enter");
    assert!(stage.is_refused() && stage.said().starts_with("not kept: "), "{}", stage.said());
    // The results are still those of what could be read last.
    assert!(stage.text().contains("Zoë Lindqvist"), "{}", stage.text());
    stage.keys("ctrl+y");
    assert_eq!(stage.said(), "there is nothing to guess");
    stage.keys("esc");
    assert_eq!(text(&stage, "displayName"), "[displayName]");
    stage.keys("enter enter");
    assert_eq!(stage.said(), "it is like that already");
}

#[test]
fn tab_completes_functions_and_attributes() {
    let mut stage = Stage::after(NAME);
    stage.keys("enter ctrl+u type:ToUp tab type:[giv tab type:) enter");
    assert_eq!(text(&stage, "displayName"), "ToUpper([givenName])");
    stage.keys("enter ctrl+u type:Norm down up tab type:[disp tab type:) enter");
    assert_eq!(text(&stage, "displayName"), "NormalizeDiacritics([displayName])");
}

#[test]
fn attributes_that_no_mapping_read_are_read_once() {
    let mut stage = Stage::after(NAME);
    stage.keys("enter ctrl+u type:[employeeId]");
    let seen = stage.text();
    assert!(!seen.contains("is not in the export"), "{seen}");
    stage.keys("ctrl+u type:[nobody]");
    assert!(stage.text().contains("? [nobody]"), "{}", stage.text());
    assert!(stage.text().contains("unknownAttribute"), "{}", stage.text());
}

#[test]
fn an_attribute_that_nobody_has_is_named_with_the_nearest() {
    let mut stage = Stage::after(NAME);
    stage.keys("enter ctrl+u type:[surnam]");
    let seen = stage.text();
    assert!(seen.contains("no user of the source has `surnam`"), "{seen}");
    assert!(seen.contains("did you mean") && seen.contains("`surname`?"), "{seen}");
    assert!(seen.contains("~ 0 changed"), "what is not known is not changed: {seen}");
    stage.keys("enter 8");
    let seen = stage.text();
    assert!(seen.contains("has `surnam`") && !seen.contains("exported without"), "{seen}");
}

#[test]
fn the_keys_say_what_enter_takes() {
    let mut stage = Stage::after(NAME);
    stage.keys("enter");
    assert!(stage.text().contains("⏎ keep"), "{}", stage.text());
    stage.keys("ctrl+u type:Joyn(\"_\", space type:[mail]");
    let seen = stage.text();
    assert!(seen.contains("enter takes the guess") && seen.contains("⏎ take the guess"), "{seen}");
    assert!(!seen.contains("⏎ keep") && !seen.contains("^y"), "{seen}");
}

#[test]
fn a_row_changes_when_it_is_written_and_its_default() {
    let mut stage = Stage::after(NAME);
    stage.keys("space");
    assert_eq!(row(&stage, "displayName").flow_type, Some(FlowType::ObjectAddOnly));
    let said = "Clinical staff: displayName is written on creation only";
    assert!(stage.said().starts_with(said), "{}", stage.said());
    stage.keys("v type:Somebody enter");
    assert_eq!(row(&stage, "displayName").default_value.as_deref(), Some("Somebody"));
    stage.keys("R");
    assert_eq!(row(&stage, "displayName").flow_type, Some(FlowType::Always));
    assert_eq!(row(&stage, "displayName").default_value, None);
    stage.keys("R");
    assert_eq!(stage.said(), "this row is as the template has it");
}

#[test]
fn a_row_is_added_and_removed_by_a_word() {
    let mut stage = Stage::after("8 m c type:mailN tab enter");
    assert!(stage.text().contains("mailNickname (new)"), "{}", stage.text());
    stage.keys("enter");
    assert_eq!(text(&stage, "mailNickname"), "[mailNickname]");
    stage.keys("x enter");
    assert_eq!(text(&stage, "mailNickname"), "[mailNickname]");
    stage.keys("type:mailnickname enter");
    assert!(stage.said().contains("mailNickname is no longer mapped"), "{}", stage.said());
    let rows = configuration(&stage).users().unwrap().attribute_mappings.len();
    assert_eq!(rows, 10);
    stage.keys("c type:mail enter");
    assert_eq!(stage.said(), "mail is mapped already");
    // What the template says of a row comes back with it.
    stage.keys("c type:showIn tab enter enter");
    assert_eq!(text(&stage, "showInAddressList"), "\"true\"");
    stage.keys("c type:preferredL tab enter enter");
    assert_eq!(row(&stage, "preferredLanguage").default_value.as_deref(), Some("en-US"));
}

/// Built from nothing, line by line: attributes are picked with the arrows or typed.
#[test]
fn a_mapping_is_built_by_its_parts() {
    let mut stage =
        Stage::after("8 m n type:comp down tab tab type:depart down tab down tab type:None enter");
    let seen = stage.text();
    assert!(!stage.is_refused() && stage.app.cards() == 0, "{}\n{seen}", stage.said());
    let made = row(&stage, "companyName");
    assert_eq!(text(&stage, "companyName"), "[department]");
    assert_eq!(made.flow_type, Some(FlowType::ObjectAddOnly));
    assert_eq!((made.default_value.as_deref(), made.matching_priority), (Some("None"), Some(0)));
    // The cursor is on it, and the same card changes it: a constant, always.
    stage.keys("f tab down tab ctrl+u type:Tee tab down enter");
    assert_eq!(text(&stage, "companyName"), "\"Tee\"");
    assert_eq!(row(&stage, "companyName").flow_type, Some(FlowType::Always));
    // An expression, with its fault, and nothing.
    stage.keys("f tab down tab ctrl+u type:Joyn([mail]) enter");
    assert!(
        stage.is_refused() && stage.said().contains("no function is called `Joyn`"),
        "{}",
        stage.said()
    );
    stage.keys("ctrl+u type:ToUpper([mail]) enter");
    assert_eq!(text(&stage, "companyName"), "ToUpper([mail])");
    stage.keys("f tab down enter");
    assert_eq!(row(&stage, "companyName").source, None);
    stage.keys("u u u");
    assert_eq!(text(&stage, "companyName"), "[department]");
    stage.keys("f enter");
    assert_eq!(stage.said(), "it is like that already");
}

#[test]
fn what_is_no_mapping_is_refused_with_a_reason() {
    let mut stage = Stage::after("8 m n enter");
    assert!(
        stage.is_refused() && stage.said().contains("one attribute of the target"),
        "{}",
        stage.said()
    );
    stage.keys("type:mail tab tab type:mail enter");
    assert!(stage.said().contains("mail is mapped already"), "{}", stage.said());
    stage.keys("shift+tab shift+tab ctrl+u type:proxyAddresses");
    assert!(stage.text().contains("CTS022"), "{}", stage.text());
    stage.keys("tab tab tab tab tab down enter");
    assert!(stage.said().contains("schemaInvalid"), "{}", stage.said());
    stage.keys("esc");
    assert_eq!(stage.app.cards(), 0);
}

/// What came back from the user's own editor is judged as if it had been typed.
#[test]
fn a_row_is_written_in_an_editor_of_the_user() {
    use crate::tui::app::{Effect, Message};
    let mut stage = Stage::after(NAME);
    stage.keys("E");
    assert_eq!(stage.wanted.last(), Some(&Effect::Write("[displayName]".to_owned())));
    stage.tell(Message::Written("ToUpper(\n  [displayName]\n)".to_owned()));
    assert_eq!(stage.said(), "taken over; enter keeps it");
    stage.keys("enter");
    assert_eq!(text(&stage, "displayName"), "ToUpper(   [displayName] )");
    stage.keys("enter ctrl+x");
    stage.tell(Message::Written("Joyn(".to_owned()));
    assert_eq!(stage.said(), "taken over; it is no expression yet");
    stage.keys("esc");
    assert_eq!(text(&stage, "displayName"), "ToUpper(   [displayName] )");
}

#[test]
fn the_row_that_users_are_matched_by_stays() {
    let mut stage = Stage::after("8 m G k k");
    for key in ["enter", "space", "v", "x", "R", "f", "E"] {
        stage.keys(key);
        assert!(stage.said().contains("schemaInvalid"), "{key}: {}", stage.said());
        assert_eq!(stage.app.cards(), 0);
    }
}

#[test]
fn another_person_is_shown_and_the_troublesome_stay() {
    let mut stage = Stage::after(NAME);
    assert!(stage.text().contains("Tariq O'Brien"));
    assert!(stage.text().contains("Sofia Bello"));
    stage.keys("enter ctrl+f alt+down");
    assert!(!stage.text().contains("Sofia Bello"), "{}", stage.text());
    assert!(stage.text().contains("Tariq O'Brien"));
    stage.keys("alt+up ctrl+b ctrl+b");
    assert!(stage.text().contains("Sofia Bello"), "{}", stage.text());
    assert_eq!(stage.said(), "that was the first person");
}

/// To a filter of the scope, with one condition.
const FILTER: &str = "8 e o type:dep tab tab type:Anaesthesia enter";

#[test]
fn a_filter_is_built_counted_kept_and_taken_back() {
    let mut stage = Stage::after(FILTER);
    let before = configuration(&stage);
    assert!(before.users().unwrap().scope.as_ref().unwrap().groups.is_empty());
    let seen = stage.text();
    assert!(seen.contains("26 in scope"), "{seen}");
    assert!(seen.contains("-322 leave"), "{seen}");
    stage.keys("c type:city tab type:not tab");
    stage.keys("esc s");
    let scope = configuration(&stage).users().unwrap().scope.clone().unwrap();
    assert_eq!(scope.groups.len(), 1);
    let clause = &scope.groups[0].clauses[0];
    assert_eq!(clause.attribute.as_deref(), Some("department"));
    assert_eq!(clause.operator.as_deref(), Some("EQUALS"));
    assert_eq!(clause.operand.as_ref().unwrap().values, ["Anaesthesia"]);
    assert_eq!(
        scope.input_filter_groups,
        before.users().unwrap().scope.as_ref().unwrap().input_filter_groups
    );
    let said = "Clinical staff: scope: department EQUALS 'Anaesthesia'";
    assert!(stage.said().starts_with(said), "{}", stage.said());
    // The preview follows.
    stage.keys("8");
    assert!(stage.text().contains("create        2"), "{}", stage.text());
    stage.keys("u");
    assert_eq!(configuration(&stage), before);
}

#[test]
fn the_marked_line_is_taken_and_not_what_was_begun() {
    let mut stage = Stage::after("8 e o type:dep tab tab type:Emer");
    assert!(!stage.text().contains(" 0 in scope"), "it is counted as marked: {}", stage.text());
    stage.keys("enter");
    assert!(stage.text().contains("department EQUALS 'Emergency Medicine'"), "{}", stage.text());
    // One that is there stays as long as nothing is typed.
    stage.keys("enter enter");
    assert!(stage.text().contains("department EQUALS 'Emergency Medicine'"), "{}", stage.text());
    let typed = [
        ("8 e o type:dep tab tab type:Nowhere enter", "department EQUALS 'Nowhere'"),
        ("8 e o type:dep tab type:Incl tab type:Emer enter", "department Includes 'Emer'"),
        ("8 e o type:dep tab type:Incl tab type:Emer down enter", "department Includes 'Emergency"),
        ("8 e o type:dep enter type:Emer tab enter", "department EQUALS 'Emergency Medicine'"),
    ];
    for (keys, words) in typed {
        let mut stage = Stage::after(keys);
        assert!(stage.text().contains(words), "{keys}: {}", stage.text());
    }
}

#[test]
fn the_steps_of_a_scope_add_up_to_what_the_job_does() {
    let mut stage = Stage::after("8 e");
    let seen = stage.text();
    assert!(seen.contains("-10 ") && seen.contains("not active in the source:"), "{seen}");
    assert!(seen.contains("338 ") && seen.contains("left: created, updated"), "{seen}");
}

#[test]
fn conditions_join_and_filters_widen() {
    let mut stage = Stage::after(FILTER);
    stage.keys("o type:dep tab tab type:Finance enter");
    let seen = stage.text();
    assert!(seen.contains("or Filter 2"), "{seen}");
    stage.keys("c type:jobTitle tab type:null enter");
    assert!(stage.text().contains("and jobTitle IS N"), "{}", stage.text());
    // The last condition takes its filter with it.
    stage.keys("x x");
    assert!(!stage.text().contains("or Filter 2"), "{}", stage.text());
    stage.keys("D");
    assert!(stage.text().contains("no filter"), "{}", stage.text());
    assert_eq!(stage.said(), "dropped: the scope is as it stands");
}

#[test]
fn whoever_leaves_the_scope_is_counted_against_what_stops_the_job() {
    let mut stage = Stage::after("8 e G enter ctrl+u type:2 enter");
    stage.keys("g g space space j x");
    let seen = stage.text();
    assert!(seen.contains("TooManyDeletes"), "{seen}");
    stage.keys("G k space");
    assert!(stage.text().contains("looked after by nobody"), "{}", stage.text());
    stage.keys("s");
    let kept = configuration(&stage);
    assert_eq!((kept.deletion_threshold, kept.assigned.len()), (Some(2), 0));
    assert_eq!(kept.users().unwrap().flow_types.as_deref(), Some("Add,Update"));
}

#[test]
fn somebody_is_assigned_from_the_directory() {
    let mut stage = Stage::after("8 e c type:nurses");
    assert_eq!(stage.app.cards(), 1);
    stage.keys("ctrl+u type:zo space type:lind enter s");
    assert_eq!(configuration(&stage).assigned.len(), 2);
    assert!(stage.said().contains("assigned"), "{}", stage.said());
    assert!(stage.text().contains("Zoë Lindqvist"), "{}", stage.text());
}

#[test]
fn a_scope_that_is_kept_leaves_what_else_changed() {
    let mut stage = Stage::after(FILTER);
    stage.keys("[ m j j j space [ e s");
    let kept = configuration(&stage);
    assert_eq!(kept.users().unwrap().scope.as_ref().unwrap().groups.len(), 1);
    assert_eq!(row(&stage, "displayName").flow_type, Some(FlowType::ObjectAddOnly));
}

#[test]
fn the_cut_before_scope_is_shown_and_left_alone() {
    let mut stage = Stage::after("8 e j j j j");
    for key in ["enter", "space", "c", "x"] {
        stage.keys(key);
        assert!(stage.said().contains("deprovisions nobody"), "{key}: {}", stage.said());
    }
}

#[test]
fn what_was_observed_opens_no_editor() {
    for keys in ["8 m t enter", "8 m t c", "8 e t o", "8 e t enter", "8 t c", "8 t x"] {
        let mut stage = Stage::after(keys);
        assert!(stage.is_refused(), "{keys}: {}", stage.said());
        stage.keys("type:zz");
        assert_eq!(stage.app.cards(), 0, "{keys}");
        assert!(!stage.text().contains("zz"), "{keys}:\n{}", stage.text());
    }
    // One that is open closes.
    let mut stage = Stage::after("8 e o");
    stage.keys("esc t");
    assert!(!stage.text().contains("A new filter"), "{}", stage.text());
}

#[test]
fn hostile_text_is_shown_harmless_while_it_is_written() {
    for keys in ["8 m enter", "8 m c", "8 m v", "8 e o", "8 e o tab tab", "8 c"] {
        for name in names() {
            let mut stage = Stage::after(keys);
            stage.paste(&name);
            for (width, height) in [(120, 36), (80, 24), (52, 20), (30, 8), (7, 5)] {
                check(keys, &stage.draw(width, height), true);
            }
            stage.keys("enter");
            check(keys, &stage.draw(120, 36), true);
        }
    }
}

#[test]
fn a_configuration_is_made_and_removed() {
    let mut stage = Stage::after("8 c enter");
    assert_eq!(stage.said(), "a configuration needs a name");
    stage.keys("type:Nurses tab type:cityc tab type:meridian tab type:clinical enter");
    let all = &stage.desk.workspace().synchronizations;
    let made = all.values().find(|one| one.display_name == "Nurses").unwrap();
    assert_eq!(
        (made.source, made.target),
        (stage.tenant("CityClinic"), stage.tenant("Meridian Health"))
    );
    assert_eq!((made.assigned.len(), made.sync_all), (1, false));
    assert_eq!(made.users().unwrap().attribute_mappings.len(), 23);
    assert!(stage.said().contains("synchronisation Nurses made"), "{}", stage.said());
    assert!(stage.text().contains("Sync › Nurses"), "{}", stage.text());
    stage.keys("x type:nurses enter");
    assert_eq!(stage.desk.workspace().synchronizations.len(), 1);
    stage.keys("u");
    assert_eq!(stage.desk.workspace().synchronizations.len(), 2);
}

#[test]
fn a_new_configuration_begins_with_the_pair_that_is_looked_at() {
    let mut stage = Stage::after("8 c");
    let seen = stage.text();
    assert!(seen.contains("from  CityClinic") && seen.contains("to    Meridian Health"), "{seen}");
    stage.keys("type:clinical space type:STAFF enter");
    assert_eq!(stage.app.cards(), 1, "the form stays: {}", stage.text());
    let seen = stage.text();
    assert!(seen.contains("`Clinical staff` is there already: type another name"), "{seen}");
    assert!(!seen.contains("CTS050"), "nobody is assigned yet: {seen}");
    stage.keys("tab tab tab");
    assert!(stage.text().contains("type to find one"), "{}", stage.text());
    stage.keys("type:clinical");
    let seen = stage.text();
    assert!(seen.contains("found by clinical") && seen.contains("CTS050"), "{seen}");
    assert!(!seen.contains("is there already"), "the fault goes with the next key: {seen}");
}
