//! What was edited in synchronisations that are in their tenant already is never silent.

use std::sync::Arc;

use crate::domain::*;
use crate::plan::{Choice, Plan};

fn parts(held: &SyncConfiguration) -> SyncObserved {
    SyncObserved {
        settings: Some(held.sync_all.to_string()),
        schema: Some(held.schema.rules.len().to_string()),
        assigned: Some(held.assigned.len().to_string()),
        ..SyncObserved::default()
    }
}

fn workspace(change: impl FnOnce(&mut SyncConfiguration)) -> Workspace {
    let mut held = SyncConfiguration {
        id: ObjectId(Guid::from_u128(99)),
        display_name: "Ada's staff".to_owned(),
        job_id: Some("Azure2Azure.1".to_owned()),
        ..SyncConfiguration::default()
    };
    held.observed = Some(parts(&held));
    change(&mut held);
    let synchronizations = [(held.id, Arc::new(held))].into();
    Workspace { synchronizations, ..Workspace::default() }
}

#[test]
fn a_part_that_was_edited_is_a_change_with_a_step_by_hand() {
    let same = Plan::with(&workspace(|_| {}), &Choice::default(), parts);
    assert!(same.changes.is_empty() && same.notes.is_empty(), "{same:?}");
    let edited = workspace(|held| {
        held.sync_all = true;
        held.schema.rules.push(SyncRule::default());
    });
    let plan = Plan::with(&edited, &Choice::default(), parts);
    let titles: Vec<String> = plan.changes.iter().map(|change| plan.title(change)).collect();
    assert_eq!(
        titles,
        [
            "synchronisation Ada's staff: name, job or switches changed (by hand)",
            "synchronisation Ada's staff: schema changed (by hand)"
        ]
    );
    let [settings, schema] = plan.steps.as_slice() else { panic!("{:?}", plan.steps) };
    assert_eq!((settings.serves.as_slice(), schema.serves.as_slice()), (&[1][..], &[2][..]));
    let said = plan.says(schema);
    assert!(said.contains("/synchronization/jobs/Azure2Azure.1/schema"), "{said}");
    assert!(said.contains(r"`detente sync export 'Ada'\''s staff' --out FILE`"), "{said}");
    assert!(plan.says(settings).contains("everyone in scope: yes"), "{}", plan.says(settings));
    let one = Choice { without: [1].into(), ..Choice::default() };
    assert_eq!(Plan::with(&edited, &one, parts).steps.len(), 1);
    let back = plan.reversed();
    assert!(back.steps.iter().all(|step| back.says(step).contains("put back the copy")));
    assert_eq!(back.steps.len(), 2);
}

#[test]
fn what_cannot_be_told_is_said() {
    let plan = Plan::with(&workspace(|held| held.observed = None), &Choice::default(), parts);
    assert!(plan.notes[0].contains("no export of it was imported"), "{:?}", plan.notes);
    let plan = Plan::with(
        &workspace(|held| held.observed = Some(SyncObserved { schema: None, ..parts(held) })),
        &Choice::default(),
        parts,
    );
    assert!(plan.notes[0].contains("imported without schema"), "{:?}", plan.notes);
}
