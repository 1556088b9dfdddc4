//! Files that are read in from within the merger, and what becomes of answers when a directory is
//! imported again in the middle of it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::merger::stage_of;
use crate::merger::{Step, Weight};
use crate::tui::app::Message;

const BETA: &str = "bbbbbbbb-0000-0000-0000-000000000002";

/// What an administrator exported of Beta.
fn export(folder: &Path, group: &str) {
    let put = |name: &str, value: serde_json::Value| {
        fs::write(folder.join(name), value.to_string()).unwrap();
    };
    let graph = |what: &str| format!("https://graph.microsoft.com/v1.0/$metadata#{what}");
    put(
        "one.json",
        serde_json::json!({
            "@odata.context": graph("organization"),
            "value": [{ "id": BETA, "displayName": "Beta", "verifiedDomains": [{ "name": "beta.example", "isDefault": true, "isInitial": true }] }],
        }),
    );
    put(
        "two.json",
        serde_json::json!({
            "@odata.context": graph("policies/crossTenantAccessPolicy/default/$entity"),
            "isServiceDefault": true,
        }),
    );
    put(
        "three.json",
        serde_json::json!({
            "@odata.context": graph("policies/crossTenantAccessPolicy/partners"),
            "value": [],
        }),
    );
    put(
        "four.json",
        serde_json::json!({
            "@odata.context": graph("groups"),
            "value": [{ "id": "cccccccc-0000-0000-0000-000000000001", "displayName": group, "securityEnabled": true }],
        }),
    );
    put(
        "five.json",
        serde_json::json!({
            "@odata.context": graph("users"),
            "value": [{ "id": "cccccccc-0000-0000-0000-000000000009", "displayName": "Bea", "userPrincipalName": "bea@beta.example", "userType": "Member" }],
        }),
    );
}

#[test]
fn an_export_is_read_in_without_leaving() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("export");
    fs::create_dir(&inside).unwrap();
    export(&inside, "Staff of Beta");
    let mut stage = stage_of(&[("Alpha", "alpha.example")]);
    stage.keys("g w space j j enter");
    assert!(stage.text().contains("Read files in"), "{}", stage.text());
    stage.paste(&format!("{}/", folder.path().display()));
    stage.keys("enter");
    assert!(stage.text().contains("export/"), "{}", stage.text());
    // Letters narrow, enter opens.
    stage.keys("type:exp enter");
    let seen = stage.text();
    assert!(seen.contains("all of this folder") && seen.contains("five.json"), "{seen}");
    stage.keys("enter");
    let seen = stage.text();
    assert!(stage.said().contains("read in; u undoes it"), "{seen}");
    assert!(seen.contains("Beta"), "what came in is told: {seen}");
    stage.keys("enter");
    let held = &stage.app.model.merging.answers;
    assert_eq!(held.tenants.len(), 2, "it takes part: {}", stage.text());
    assert!(held.tenants[1].ours && held.tenants[1].name == "Beta");
    assert!(stage.text().contains("Beta (ours)"), "{}", stage.text());
    // Whoever comes back finds both, and the workspace has what came in.
    let mut again = stage.reopened();
    again.keys("g w");
    assert_eq!(again.app.model.merging.answers.tenants.len(), 2, "{}", again.text());
    assert!(again.draft().tenant(BETA.parse().unwrap()).is_some());
}

#[test]
fn what_cannot_be_read_changes_nothing_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    export(folder.path(), "Staff");
    fs::write(folder.path().join("broken.json"), "{\"value\": [").unwrap();
    let mut stage = stage_of(&[("Alpha", "alpha.example")]);
    let before = stage.desk.workspace().clone();
    stage.keys("g w space j j enter");
    stage.paste(&format!("{}/", folder.path().display()));
    stage.keys("enter ctrl+s");
    assert!(stage.is_refused() && stage.said().contains("broken.json"), "{}", stage.said());
    assert_eq!(*stage.desk.workspace(), before);
    // The rest goes on: without that file all comes in.
    fs::remove_file(folder.path().join("broken.json")).unwrap();
    stage.keys("ctrl+s");
    assert!(stage.said().contains("read in"), "{}", stage.said());
    stage.keys("esc");
    assert_eq!(stage.app.model.merging.answers.tenants.len(), 2, "{}", stage.text());
    // A folder that is not there is said on the card, and esc leaves it.
    stage.keys("j enter");
    stage.paste("/nowhere/at/all/");
    stage.keys("enter");
    assert!(stage.text().contains("cannot be read"), "{}", stage.text());
    stage.keys("esc");
    assert!(stage.text().contains("Which tenants"), "{}", stage.text());
}

/// A group that was chosen is not in the directory any more: said at the step it was chosen in.
#[test]
fn a_directory_imported_again_is_said_at_the_step_it_concerns() {
    let mut stage = stage_of(&[("Alpha", "alpha.example"), ("Beta", "beta.example")]);
    stage.keys("g w space j space r n n j j enter j space enter");
    let faults = |stage: &super::Stage| {
        let model = &stage.app.model;
        let held = model.merging.current(model.asked_of()).unwrap();
        let stops = held.proposal.faults.iter().filter(|fault| fault.weight == Weight::Stop);
        stops.map(|fault| (fault.step, fault.sentence.clone())).collect::<Vec<_>>()
    };
    assert_eq!(faults(&stage), []);
    let answers = stage.app.model.merging.answers.clone();
    let alpha = stage.tenant("Alpha");
    let mut directory = stage.app.model.directories[&alpha].as_ref().clone();
    directory.groups[0].id = crate::merger::tests::group(1, 7);
    directory.groups[0].display_name = "Others".to_owned();
    stage.tell(Message::Directory(alpha, Arc::new(directory)));
    let found = faults(&stage);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, Step::Collaboration);
    assert!(found[0].1.contains("as it was imported last; choose again"), "{found:?}");
    assert_eq!(stage.app.model.merging.answers, answers, "nothing is lost");
    assert!(stage.text().contains("choose again"), "{}", stage.text());
    // All else can still be looked at and answered.
    stage.keys("n n space n");
    assert_eq!(stage.app.model.merging.at, Some(Step::Attributes));
}
