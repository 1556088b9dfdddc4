use proptest::prelude::*;

use super::*;
use crate::arbitrary;

#[test]
fn edits_of_different_places_are_merged() {
    let disk = Memory::default();
    let mut one = create(&disk, start());
    let mut two = open_quietly(&disk);
    one.apply(&stamp(), &[remark(1)]).unwrap();
    let applied = two.apply(&stamp(), &[remark(2)]).unwrap();
    assert_eq!(applied.taken_in.len(), 1);
    assert_eq!(one.refresh().unwrap().len(), 1);
    assert_eq!(one.workspace(), two.workspace());
    assert_eq!(remarks(open_quietly(&disk).workspace()), [1, 2]);
}

#[test]
fn edits_of_the_same_place_are_a_conflict_and_nothing_is_lost() {
    let disk = Memory::default();
    let mut one = create(&disk, start());
    one.apply(&stamp(), &[trust(Claim::Mfa, false)]).unwrap();
    let mut two = open_quietly(&disk);
    one.apply(&stamp(), &[trust(Claim::Mfa, true), trust(Claim::CompliantDevice, true)]).unwrap();
    let length = disk.len("history.jsonl").unwrap();

    // Turning another claim on goes through; contradicting does not.
    let mut other = open_quietly(&disk);
    other.apply(&stamp(), &[trust(Claim::HybridJoinedDevice, true)]).unwrap();
    let wish = trust(Claim::CompliantDevice, false);
    let fault = two.apply(&stamp(), std::slice::from_ref(&wish)).unwrap_err();
    let Fault::Conflict(conflict) = &fault else { panic!("{fault}") };
    assert!(conflict.place.ends_with("/inboundTrust/isCompliantDeviceAccepted"), "{fault}");
    assert_eq!((conflict.ours.as_str(), conflict.theirs.as_str()), ("false", "true"));
    assert!(fault.is_passing());
    assert!(disk.len("history.jsonl").unwrap() > length);
    assert_eq!(two.workspace(), other.workspace(), "theirs is taken in, ours is not written");

    // Doing it again overrules knowingly.
    let applied = two.apply(&stamp(), &[wish]).unwrap();
    assert_eq!((applied.places, applied.taken_in.len()), (1, 0));
    assert_eq!(open_quietly(&disk).workspace(), two.workspace());
}

#[test]
fn what_changes_nothing_here_but_contradicts_another_instance_is_a_conflict() {
    let disk = Memory::default();
    let mut one = create(&disk, start());
    one.apply(&stamp(), &[trust(Claim::Mfa, true)]).unwrap();
    let mut two = open_quietly(&disk);
    one.apply(&stamp(), &[trust(Claim::Mfa, false)]).unwrap();
    // `two` still shows MFA as trusted: saying "trust it" must not pass as nothing to do.
    let fault = two.apply(&stamp(), &[trust(Claim::Mfa, true)]).unwrap_err();
    assert!(matches!(fault, Fault::Conflict(_)), "{fault}");
    assert_eq!(two.apply(&stamp(), &[trust(Claim::Mfa, true)]).unwrap().places, 1);
}

#[test]
fn the_same_edit_by_both_is_no_conflict() {
    let disk = Memory::default();
    let mut one = create(&disk, start());
    let mut two = open_quietly(&disk);
    one.apply(&stamp(), &[trust(Claim::Mfa, true)]).unwrap();
    let applied = two.apply(&stamp(), &[trust(Claim::Mfa, true)]).unwrap();
    assert_eq!((applied.places, applied.taken_in.len()), (0, 1));
    // The first edits of an untouched default meet in its flag only.
    let claim = |claim| {
        let (subject, setting) = (Subject::Default, Setting::Trust(claim));
        Edit::Switch { owner: OURS, subject, setting, value: Some(true) }
    };
    one.apply(&stamp(), &[Edit::ResetDefault { owner: OURS }]).unwrap();
    two.refresh().unwrap();
    one.apply(&stamp(), &[claim(Claim::Mfa)]).unwrap();
    two.apply(&stamp(), &[claim(Claim::CompliantDevice)]).unwrap();
    let workspace = open_quietly(&disk).workspace().clone();
    let trust = workspace.draft.policy(OURS).unwrap().default.clone().unwrap();
    let trust = trust.configuration.inbound_trust.clone().unwrap();
    assert_eq!((trust.mfa, trust.compliant_device), (Some(true), Some(true)));
}

#[test]
fn undo_of_what_another_instance_undid_is_taken_in() {
    let disk = Memory::default();
    let mut one = create(&disk, start());
    one.apply(&stamp(), &[remark(1)]).unwrap();
    one.apply(&stamp(), &[remark(2)]).unwrap();
    let mut two = open_quietly(&disk);
    one.undo(&stamp()).unwrap();
    two.undo(&stamp()).unwrap();
    assert_eq!(remarks(two.workspace()), Vec::<usize>::new());
    one.refresh().unwrap();
    one.redo(&stamp()).unwrap();
    assert_eq!(remarks(open_quietly(&disk).workspace()), [1]);
}

proptest! {
    #![proptest_config(arbitrary::cases(96))]

    #[test]
    fn desks_that_take_turns_lose_nothing(
        workspace in arbitrary::open_workspace(),
        turns in prop::collection::vec((0usize..3, arbitrary::edit(), any::<bool>()), 1..16),
    ) {
        let disk = Memory::default();
        drop(create(&disk, workspace));
        let mut desks = [open_quietly(&disk), open_quietly(&disk), open_quietly(&disk)];
        let mut lines = 1;
        for (who, edit, retry) in turns {
            let desk = &mut desks[who];
            let mut result = desk.apply(&stamp(), std::slice::from_ref(&edit));
            if matches!(result, Err(Fault::Conflict(_))) && retry {
                result = desk.apply(&stamp(), &[edit]);
                prop_assert!(!matches!(result, Err(Fault::Conflict(_))), "again is an answer");
            }
            match result {
                Ok(applied) => lines += usize::from(applied.places > 0),
                Err(Fault::Refused(_) | Fault::Conflict(_)) => {}
                Err(fault) => return Err(TestCaseError::fail(fault.to_string())),
            }
            // Whoever just spoke stands where the disk stands.
            if desks[who].refresh().unwrap().is_empty() {
                let there = open_quietly(&disk);
                prop_assert_eq!(bytes(there.workspace()), bytes(desks[who].workspace()));
            }
        }
        let mut last = open_quietly(&disk);
        prop_assert_eq!(last.history().unwrap().timeline().count(), lines);
        for desk in &mut desks {
            desk.refresh().unwrap();
            prop_assert_eq!(bytes(desk.workspace()), bytes(last.workspace()));
        }
    }
}
