//! Directories for synchronisation: what cannot be read is counted and named, and reading stops.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::{Guid, TenantId};
use crate::store::directory::{End, Reading, read_ends};
use crate::store::{Disk, Memory};

const SOURCE: TenantId = TenantId(Guid::from_u128(1));
const TARGET: TenantId = TenantId(Guid::from_u128(2));

fn ends(users: &str, tick: &(dyn Fn(Reading) -> ControlFlow<()> + Sync)) -> Option<[End; 2]> {
    let disk = Memory::default();
    disk.replace(&format!("directory/{SOURCE}/users.jsonl"), users.as_bytes()).unwrap();
    let attributes = || vec!["displayName".to_owned(), "manager".to_owned()];
    read_ends(&disk, [(SOURCE, attributes()), (TARGET, attributes())], tick).unwrap()
}

fn line(number: usize, more: &str) -> String {
    format!("{{\"id\":\"00000000-0000-0000-0000-{number:012}\"{more}}}\n")
}

#[test]
fn what_cannot_be_read_is_counted_and_named() {
    let go_on = |_| ControlFlow::Continue(());
    let bad = line(3, ",\"displayName\":\"half").replace('}', "");
    let users = [
        line(1, ""),
        "{\"displayName\":\"nobody\"}\n".to_owned(),
        line(2, ",\"manager\":{}"),
        line(1, ",\"displayName\":\"again\""),
        bad.trim_end().to_owned(),
    ];
    let [source, target] = ends(&users.concat(), &go_on).unwrap();
    assert_eq!((source.users.len(), target.users.len()), (2, 0));
    assert!(!source.users.tells("displayName"));
    let path = format!("memory/directory/{SOURCE}/users.jsonl");
    let said = [
        format!(
            "2 lines of `{path}` cannot be read; the first: line 2: missing field `id` at line 1 column 24; the file ends in the middle of the last"
        ),
        format!(
            "1 line of `{path}` has the `id` of a line before, which counts; the first: 00000000-0000-0000-0000-000000000001"
        ),
        format!(
            "`manager` of 1 user in `{path}` is neither text, number, truth, list nor an object with an `id`; nothing is said about it there"
        ),
    ];
    assert_eq!(source.notices, said);
    assert_eq!(target.notices, Vec::<String>::new());
    let [source, _] = ends(bad.trim_end(), &go_on).unwrap();
    assert!(source.notices[0].ends_with(", and the file ends in it"), "{:?}", source.notices);
}

#[test]
fn reading_tells_how_far_it_is_and_stops() {
    let users: String = (0..30_000).map(|number| line(number, ",\"displayName\":\"x\"")).collect();
    let size = users.len() as u64;
    let most = AtomicU64::new(0);
    let told = |reading: Reading| {
        assert_eq!(reading.of, size);
        most.fetch_max(reading.bytes, Ordering::Relaxed);
        ControlFlow::Continue(())
    };
    let [source, _] = ends(&users, &told).unwrap();
    assert_eq!((source.users.len(), most.into_inner()), (30_000, size));
    let stopped = ends(&users, &|reading| match reading.bytes {
        0 => ControlFlow::Continue(()),
        _ => ControlFlow::Break(()),
    });
    assert!(stopped.is_none());
}
