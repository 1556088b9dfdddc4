use proptest::prelude::*;

use super::*;
use crate::arbitrary;
use crate::domain::{FallbackIdentityProvider, RedemptionOrder};

#[test]
fn an_edit_survives_opening_again_and_undo_restores_the_workspace() {
    let disk = Memory::default();
    let mut desk = create(&disk, start());
    let before = desk.workspace().clone();
    let labels = [trust(Claim::Mfa, true), trust(Claim::CompliantDevice, true)]
        .map(|edit| desk.apply(&stamp(), &[edit]).unwrap().label);
    assert_eq!(labels, ["Beta: trust MFA on", "Beta: trust compliant devices on"]);
    let after = desk.workspace().clone();
    let mut again = open_quietly(&disk);
    assert_eq!(again.workspace(), &after);
    again.undo(&stamp()).unwrap();
    again.undo(&stamp()).unwrap();
    assert_eq!(again.workspace(), &before);
    assert!(matches!(again.undo(&stamp()), Err(Fault::Nothing("there is nothing to undo"))));
    again.redo(&stamp()).unwrap();
    again.redo(&stamp()).unwrap();
    assert_eq!(again.workspace(), &after);
    assert!(matches!(again.redo(&stamp()), Err(Fault::Nothing("there is nothing to redo"))));
    again.close().unwrap();
    assert_eq!(open_quietly(&disk).workspace(), &after);
    assert_eq!(again.history().unwrap().timeline().count(), 7);
}

#[test]
fn an_edit_that_changes_nothing_is_no_line() {
    let disk = Memory::default();
    let mut desk = create(&disk, start());
    desk.apply(&stamp(), &[remark(1)]).unwrap();
    let length = disk.len("history.jsonl").unwrap();
    let again = desk.apply(&stamp(), &[remark(1)]).unwrap();
    assert_eq!(again, Applied { label: String::new(), places: 0, taken_in: vec![] });
    assert_eq!(disk.len("history.jsonl").unwrap(), length);
}

#[test]
fn the_checkpoint_is_renewed_also_when_every_edit_is_a_process_of_its_own() {
    let disk = Memory::default();
    drop(create(&disk, start()));
    for n in 0..130 {
        open_quietly(&disk).apply(&stamp(), &[remark(n)]).unwrap();
    }
    let file = disk.read("workspace.json").unwrap().unwrap();
    let revision = read_checkpoint(&file).unwrap().revision;
    assert!(revision >= 129, "the checkpoint stands at {revision}");
    assert_eq!(remarks(open_quietly(&disk).workspace()).len(), 130);
}

/// Of the members we do not know, the ones that an edit drops come back where they were.
#[test]
fn unknown_members_come_back_in_their_order() {
    const ORDERS: [&[&str]; 5] = [&[], &["a"], &["b"], &["a", "b"], &["b", "a"]];
    let order = |names: &[&str]| {
        let mut order = RedemptionOrder {
            fallback: Some(FallbackIdentityProvider::DefaultConfiguredIdp),
            ..RedemptionOrder::default()
        };
        for name in names {
            order.extra.insert((*name).to_owned(), Json::Null);
        }
        order
    };
    for (first, second) in ORDERS.iter().flat_map(|a| ORDERS.map(|b| (a, b))) {
        let disk = Memory::default();
        let mut desk = create(&disk, start());
        let set = |names| Edit::Redemption { owner: OURS, order: order(names) };
        desk.apply(&stamp(), &[set(first)]).unwrap();
        let before = bytes(desk.workspace());
        if desk.apply(&stamp(), &[set(second)]).unwrap().places == 0 {
            assert_eq!(bytes(desk.workspace()), before, "{first:?} to {second:?}");
            continue;
        }
        let after = bytes(desk.workspace());
        desk.undo(&stamp()).unwrap();
        assert_eq!(bytes(desk.workspace()), before, "back from {second:?} to {first:?}");
        desk.redo(&stamp()).unwrap();
        assert_eq!(bytes(desk.workspace()), after, "again from {first:?} to {second:?}");
    }
}

#[derive(Clone, Debug)]
enum Act {
    Edit(Box<Edit>),
    Undo,
    Redo,
    Reopen,
    Close,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => arbitrary::edit().prop_map(|edit| Act::Edit(Box::new(edit))),
        3 => Just(Act::Undo),
        2 => Just(Act::Redo),
        1 => Just(Act::Reopen),
        1 => Just(Act::Close),
    ]
}

proptest! {
    #![proptest_config(arbitrary::cases(160))]

    /// The model is a list of the bytes of every state and a place in it.
    #[test]
    fn any_walk_of_edits_undo_and_redo_ends_where_a_stack_says(
        workspace in arbitrary::open_workspace(),
        acts in prop::collection::vec(act(), 1..24),
    ) {
        let disk = Memory::default();
        let mut desk = create(&disk, workspace);
        let (mut states, mut place) = (vec![bytes(desk.workspace())], 0);
        for act in acts {
            match act {
                Act::Edit(edit) => match desk.apply(&stamp(), &[*edit]) {
                    Ok(applied) if applied.places == 0 => {}
                    Ok(_) => {
                        states.truncate(place + 1);
                        states.push(bytes(desk.workspace()));
                        place += 1;
                    }
                    Err(Fault::Refused(_)) => {}
                    Err(fault) => return Err(TestCaseError::fail(fault.to_string())),
                },
                Act::Undo => match desk.undo(&stamp()) {
                    Err(Fault::Nothing(_)) => prop_assert_eq!(place, 0),
                    other => {
                        prop_assert!(other.unwrap().places > 0);
                        place -= 1;
                    }
                },
                Act::Redo => match desk.redo(&stamp()) {
                    Err(Fault::Nothing(_)) => prop_assert_eq!(place, states.len() - 1),
                    other => {
                        prop_assert!(other.unwrap().places > 0);
                        place += 1;
                    }
                },
                Act::Reopen => desk = open_quietly(&disk),
                Act::Close => {
                    desk.close().unwrap();
                    prop_assert_eq!(&saved(&disk), &states[place]);
                }
            }
            prop_assert_eq!(&bytes(desk.workspace()), &states[place]);
        }
        // All the way back, and all the way there again, each time on a desk that was just opened.
        while place > 0 {
            desk = open_quietly(&disk);
            desk.undo(&stamp()).unwrap();
            place -= 1;
            prop_assert_eq!(&bytes(desk.workspace()), &states[place]);
        }
        while place + 1 < states.len() {
            desk = open_quietly(&disk);
            desk.redo(&stamp()).unwrap();
            place += 1;
            prop_assert_eq!(&bytes(desk.workspace()), &states[place]);
        }
        desk.close().unwrap();
        prop_assert_eq!(&saved(&disk), &states[place]);
        // The journal alone tells the same.
        let journal = Memory::default();
        journal.replace("history.jsonl", &disk.read("history.jsonl").unwrap().unwrap()).unwrap();
        prop_assert_eq!(&bytes(open(&journal).workspace()), &states[place]);
    }
}
