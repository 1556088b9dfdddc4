//! An import that the program died in is completed or forgotten, never half there.

use super::*;

const PROMISE: &str = "import.pending.json";
const USERS: &str = "directory/00000000-0000-0000-0000-000000000011/users.jsonl";

/// A workspace whose import died after its promise of a revision.
fn died(revision: u64) -> Memory {
    let disk = Memory::default();
    Desk::create(Arc::new(disk.clone()), "t", &stamp(), "new", start(), []).unwrap();
    disk.replace(USERS, b"old\n").unwrap();
    disk.replace(&format!("{USERS}.new"), b"new\n").unwrap();
    let promise = format!(r#"{{"revision":{revision},"renames":[["{USERS}.new","{USERS}"]]}}"#);
    disk.replace(PROMISE, promise.as_bytes()).unwrap();
    disk
}

#[test]
fn what_was_journaled_is_completed_and_the_rest_forgotten() {
    for (revision, want) in [(1, "new\n"), (2, "old\n")] {
        let disk = died(revision);
        let mut desk = Desk::open(Arc::new(disk.clone()), "t").unwrap();
        assert_eq!(desk.take_notices(), Vec::<String>::new());
        assert_eq!(disk.read(USERS).unwrap().unwrap(), want.as_bytes());
        let left: Vec<String> = disk
            .names()
            .into_iter()
            .filter(|name| name.contains("pending") || name.contains("jsonl."))
            .collect();
        assert_eq!(left, Vec::<String>::new());
    }
}

#[test]
fn a_promise_names_nothing_outside_the_directory() {
    let disk = died(1);
    let before = disk.read("workspace.json").unwrap();
    let promise = r#"{"revision":1,"renames":[["directory/../workspace.json","directory/x"],["history.jsonl","directory/y"]]}"#;
    disk.replace(PROMISE, promise.as_bytes()).unwrap();
    Desk::open(Arc::new(disk.clone()), "t").unwrap();
    assert_eq!(disk.read("workspace.json").unwrap(), before);
    assert!(disk.read("history.jsonl").unwrap().is_some());
}

#[test]
fn sign_in_logs_are_promised_alike() {
    let log = "logs/0a.jsonl";
    let disk = died(1);
    disk.replace("logs/import.0.new", b"log\n").unwrap();
    let promise = format!(r#"{{"revision":1,"renames":[["logs/import.0.new","{log}"]]}}"#);
    disk.replace(PROMISE, promise.as_bytes()).unwrap();
    Desk::open(Arc::new(disk.clone()), "t").unwrap();
    assert_eq!(disk.read(log).unwrap().unwrap(), b"log\n");
    assert!(disk.read(PROMISE).unwrap().is_none());
}
