use super::*;
use crate::wire::{Change, Entry, Kind, Pointer, write_entry};

const CHECKPOINT: &str = "workspace.json";
const PREVIOUS: &str = "workspace.previous.json";
const JOURNAL: &str = "history.jsonl";

/// Twelve remarks; the checkpoint stands at the eighth, the one before it at the fourth.
fn scene() -> (Memory, Workspace) {
    let disk = Memory::default();
    let mut desk = create(&disk, start());
    for n in 0..12 {
        desk.apply(&stamp(), &[remark(n)]).unwrap();
        if n == 3 || n == 7 {
            desk.close().unwrap();
        }
    }
    (disk.clone(), Workspace::clone(desk.workspace()))
}

fn copy(disk: &Memory) -> Memory {
    let copy = Memory::default();
    for name in [CHECKPOINT, PREVIOUS, JOURNAL] {
        if let Some(bytes) = disk.read(name).unwrap() {
            copy.replace(name, &bytes).unwrap();
        }
    }
    copy
}

/// A copy without some files.
fn without(disk: &Memory, gone: &[&str]) -> Memory {
    let copy = Memory::default();
    for name in [CHECKPOINT, PREVIOUS, JOURNAL].into_iter().filter(|name| !gone.contains(name)) {
        copy.replace(name, &disk.read(name).unwrap().unwrap()).unwrap();
    }
    copy
}

/// After any mending: edits go on, and what is opened next is the same, without a word.
fn goes_on(disk: &Memory, mut desk: Desk) {
    desk.apply(&stamp(), &[remark(99)]).unwrap();
    desk.close().unwrap();
    let mut again = open_quietly(disk);
    assert_eq!(again.workspace(), desk.workspace());
    assert!(remarks(again.workspace()).contains(&99));
    again.undo(&stamp()).unwrap();
    assert!(!remarks(open_quietly(disk).workspace()).contains(&99));
}

#[test]
fn a_journal_torn_at_any_byte_of_its_last_line_opens_up_to_the_line_before() {
    let (disk, _) = scene();
    let journal = disk.read(JOURNAL).unwrap().unwrap();
    let last = journal.split_inclusive(|byte| *byte == b'\n').next_back().unwrap().len();
    let keep = journal.len() - last;
    for cut in 1..last {
        let torn = copy(&disk);
        torn.truncate(JOURNAL, (keep + cut) as u64).unwrap();
        let mut desk = open(&torn);
        assert_eq!(remarks(desk.workspace()), (0..11).collect::<Vec<_>>(), "cut at {cut}");
        let notices = desk.take_notices();
        assert!(notices[0].contains(&format!("{cut} bytes were set aside")), "{notices:?}");
        assert_eq!(torn.len(JOURNAL).unwrap(), Some(keep as u64));
        if cut % 37 == 0 {
            goes_on(&torn, desk);
        }
    }
    // Cut before the line there is nothing to say.
    let cut = copy(&disk);
    cut.truncate(JOURNAL, keep as u64).unwrap();
    assert_eq!(remarks(open_quietly(&cut).workspace()).len(), 11);
}

#[test]
fn torn_ends_at_the_same_place_do_not_overwrite_each_other() {
    let (disk, _) = scene();
    let end = disk.len(JOURNAL).unwrap().unwrap();
    for torn in [b"{\"revision\"".as_slice(), b"{\"rev"] {
        disk.append(JOURNAL, end, torn).unwrap();
        assert_eq!(open(&disk).take_notices().len(), 1);
    }
    assert_eq!(disk.names().iter().filter(|name| name.starts_with("history.torn-")).count(), 2);
}

#[test]
fn a_checkpoint_that_cannot_be_used_is_rebuilt_without_losing_an_edit() {
    let (disk, whole) = scene();
    let bad = |names: &[&str]| {
        let bad = copy(&disk);
        for name in names {
            let mut bytes = bad.read(name).unwrap().unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x10;
            bad.replace(name, &bytes).unwrap();
        }
        bad
    };
    let table: &[(Memory, &str)] = &[
        (bad(&[CHECKPOINT]), "the checkpoint before it, no edit is lost"),
        (bad(&[CHECKPOINT, PREVIOUS]), "the journal, no edit is lost"),
        (without(&disk, &[CHECKPOINT]), "the checkpoint before it, no edit is lost"),
        (without(&disk, &[CHECKPOINT, PREVIOUS]), "the journal, no edit is lost"),
    ];
    for (disk, source) in table {
        let mut desk = open(disk);
        assert_eq!(**desk.workspace(), whole);
        let notices = desk.take_notices();
        assert!(notices.len() == 1 && notices[0].ends_with(source), "{notices:?}");
        goes_on(disk, desk);
    }
    for length in [0, 1, 100] {
        let cut = copy(&disk);
        cut.truncate(CHECKPOINT, length).unwrap();
        assert_eq!(**open(&cut).workspace(), whole, "cut to {length}");
    }
}

#[test]
fn a_checkpoint_without_a_journal_opens_and_begins_a_new_one() {
    let (disk, _) = scene();
    let until_8: Vec<usize> = (0..8).collect();
    let empty = copy(&disk);
    empty.truncate(JOURNAL, 0).unwrap();
    let torn = copy(&disk);
    torn.truncate(JOURNAL, 20).unwrap();
    // An older journal does not take the workspace back.
    let older = copy(&disk);
    let journal = disk.read(JOURNAL).unwrap().unwrap();
    let third =
        journal.split_inclusive(|byte| *byte == b'\n').take(3).map(<[u8]>::len).sum::<usize>();
    older.truncate(JOURNAL, third as u64).unwrap();
    for disk in [without(&disk, &[JOURNAL]), empty, torn, older] {
        let had = disk.len(JOURNAL).unwrap().unwrap_or(0);
        let mut desk = open(&disk);
        assert_eq!(remarks(desk.workspace()), until_8);
        let notices = desk.take_notices();
        assert!(notices[0].contains("The next edit begins a new journal"), "{notices:?}");
        assert_eq!(notices.len(), 1 + usize::from(had > 0), "{notices:?}");
        assert_eq!(desk.history().unwrap().timeline().count(), 0);
        assert!(matches!(desk.undo(&stamp()), Err(Fault::Nothing(_))));
        // Looking changes nothing.
        desk.close().unwrap();
        assert_eq!(remarks(open(&disk).workspace()), until_8);
        desk.apply(&stamp(), &[remark(20)]).unwrap();
        let kinds: Vec<Kind> =
            desk.history().unwrap().timeline().map(|(line, _)| line.kind).collect();
        assert_eq!(kinds, [Kind::Init, Kind::Edit]);
        // The new journal alone holds everything.
        assert_eq!(open(&without(&disk, &[CHECKPOINT, PREVIOUS])).workspace(), desk.workspace());
        goes_on(&disk, desk);
    }
    // Even the damaged checkpoint's predecessor will do, and says what is missing.
    let alone = without(&disk, &[CHECKPOINT, JOURNAL]);
    let mut desk = open(&alone);
    assert_eq!(remarks(desk.workspace()), (0..4).collect::<Vec<_>>());
    assert!(desk.take_notices().iter().any(|notice| notice.ends_with("edits since then are lost")));
    goes_on(&alone, desk);
}

#[test]
fn a_newer_format_is_refused_and_left_untouched() {
    let (disk, _) = scene();
    let text = String::from_utf8(disk.read(CHECKPOINT).unwrap().unwrap()).unwrap();
    let newer = text.replacen("\"format\": 1", "\"format\": 2", 1);
    disk.replace(CHECKPOINT, newer.as_bytes()).unwrap();
    let before = disk.all();
    let fault = Desk::open(Arc::new(disk.clone()), "test").unwrap_err();
    assert!(matches!(fault, Fault::Newer(_)), "{fault}");
    assert!(fault.to_string().contains("format 2") && fault.to_string().contains("Update detente"));
    assert_eq!(disk.all(), before);
}

#[test]
fn a_whole_line_of_a_newer_detente_is_not_cut_off() {
    let (disk, _) = scene();
    let journal = disk.read(JOURNAL).unwrap().unwrap();
    let last = journal.split_inclusive(|byte| *byte == b'\n').next_back().unwrap();
    let (_, head) = crate::wire::read_entry(last.strip_suffix(b"\n").unwrap(), None).unwrap();
    let path = Pointer::parse("/shelves/7").unwrap();
    let changes = vec![Change { path, before: None, after: Some(Json::Null) }];
    let Stamp { time, actor } = stamp();
    let entry =
        Entry { revision: 14, time, actor, kind: Kind::Edit, label: "shelf".into(), changes };
    let (line, _) = write_entry(&entry, &head);
    let mut standing = open_quietly(&disk);
    disk.append(JOURNAL, journal.len() as u64, line.as_bytes()).unwrap();
    let before = disk.all();
    let fault = Desk::open(Arc::new(disk.clone()), "test").unwrap_err();
    assert!(matches!(fault, Fault::Newer(_)), "{fault}");
    assert!(matches!(
        standing.apply(&stamp(), &[remark(1)]),
        Ok(Applied { places: 0, .. }) | Err(Fault::Newer(_))
    ));
    assert!(matches!(standing.apply(&stamp(), &[remark(50)]), Err(Fault::Newer(_))));
    assert!(matches!(standing.refresh(), Err(Fault::Newer(_))));
    assert_eq!(disk.all(), before);
}

#[test]
fn what_was_observed_is_missed_but_takes_no_edit_along() {
    let disk = Memory::default();
    let mut desk = create(&disk, start());
    let tenant = Tenant { id: OURS, display_name: "Alpha as seen".into(), ..Tenant::default() };
    desk.change(&stamp(), Kind::Import, "import".into(), |workspace| {
        Ok((workspace.clone(), vec![(OURS, Arc::new(tenant.clone()))]))
    })
    .unwrap();
    desk.apply(&stamp(), &[remark(1)]).unwrap();
    let whole = Workspace::clone(desk.workspace());
    let name = disk.names().into_iter().find(|name| name.starts_with("observed/")).unwrap();
    let file = disk.read(&name).unwrap().unwrap();
    assert_eq!(*open_quietly(&disk).workspace().as_ref(), whole);

    let spoiled = [None, Some(b"{}".to_vec()), Some(file[..file.len() - 2].to_vec())];
    for spoiled in spoiled {
        // From the checkpoint, and from the journal alone.
        for from_journal in [false, true] {
            let copy = copy(&disk);
            if from_journal {
                copy.remove(CHECKPOINT).unwrap();
                copy.remove(PREVIOUS).unwrap();
            }
            match &spoiled {
                Some(bytes) => copy.replace(&name, bytes).unwrap(),
                None => copy.remove(&name).unwrap(),
            }
            let mut desk = open(&copy);
            assert_eq!(remarks(desk.workspace()), [1]);
            assert!(desk.workspace().observed.is_empty());
            let notices = desk.take_notices();
            let said = notices.iter().any(|notice| notice.contains("bring the file back"));
            assert!(said, "{notices:?}");
            desk.apply(&stamp(), &[remark(2)]).unwrap();
            desk.close().unwrap();
            // When the file comes back, so does what it says.
            copy.replace(&name, &file).unwrap();
            let again = open_quietly(&copy);
            assert_eq!(again.workspace().observed, whole.observed);
            assert_eq!(remarks(again.workspace()), [1, 2]);
        }
    }
}

#[test]
fn making_a_workspace_can_be_repeated_after_it_was_killed_and_only_then() {
    let make =
        |disk: &Memory| Desk::create(Arc::new(disk.clone()), "t", &stamp(), "new", start(), []);
    let whole = Memory::default();
    drop(make(&whole).unwrap());
    assert!(matches!(make(&whole), Err(Fault::Exists(_))));
    let journal = whole.read(JOURNAL).unwrap().unwrap();
    for cut in 0..=journal.len() {
        let disk = Memory::default();
        disk.replace(JOURNAL, &journal[..cut]).unwrap();
        if cut == journal.len() {
            // Only the checkpoint was missing.
            assert!(matches!(make(&disk), Err(Fault::Exists(_))));
            assert_eq!(**open(&disk).workspace(), start());
        } else {
            let fault = Desk::open(Arc::new(disk.clone()), "t").unwrap_err();
            assert!(matches!(fault, Fault::Missing(_)), "cut at {cut}: {fault}");
            if cut % 101 == 0 {
                assert_eq!(**make(&disk).unwrap().workspace(), start());
                open_quietly(&disk);
            }
        }
    }
    let fault = Desk::open(Arc::new(Memory::default()), "t").unwrap_err();
    assert!(matches!(fault, Fault::Missing(_)));
}

#[test]
fn every_flipped_bit_of_the_files_costs_at_most_what_stands_behind_it() {
    let (disk, whole) = scene();
    let (mut states, mut newer) = (0u32, 0u32);
    for name in [CHECKPOINT, JOURNAL] {
        let good = disk.read(name).unwrap().unwrap();
        let step = if name == JOURNAL { 5 } else { 3 };
        for place in (0..good.len()).step_by(step) {
            let bit = place % 8;
            let copy = copy(&disk);
            let mut bad = good.clone();
            bad[place] ^= 1 << bit;
            copy.replace(name, &bad).unwrap();
            states += 1;
            match Desk::open(Arc::new(copy), "t") {
                Ok(desk) if name == CHECKPOINT => assert_eq!(**desk.workspace(), whole),
                // What stands before the checkpoint is not read; what stands behind is set aside.
                Ok(desk) => assert!(remarks(desk.workspace()).len() >= 8, "byte {place}"),
                Err(Fault::Newer(_)) => newer += 1,
                Err(fault) => panic!("{name}, byte {place}, bit {bit}: {fault}"),
            }
        }
    }
    assert!(states > 1_000 && newer <= 2, "{states} states, {newer} taken for newer");
}
