//! The list of people over a large directory, in a real terminal: scrolled, filtered, stopped.
//!
//! `DETENTE_PEOPLE=1000000 cargo test --release --test it people -- --nocapture` does it with a
//! million users and prints how long a key takes to its frame.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::pty::{PATIENCE, Terminal, command, until};

const PEOPLE: u64 = 30_000;
/// Keys of which the time to their frame is taken.
const KEYS: usize = 40;

fn people() -> u64 {
    std::env::var("DETENTE_PEOPLE").ok().and_then(|text| text.parse().ok()).unwrap_or(PEOPLE)
}

/// The file with the users of the clinic, of all tenants the one with the most people.
fn users(folder: &Path) -> PathBuf {
    let tenants = std::fs::read_dir(folder.join("directory")).unwrap();
    let files = tenants.map(|tenant| tenant.unwrap().path().join("users.jsonl"));
    files.max_by_key(|file| std::fs::metadata(file).map_or(0, |data| data.len())).unwrap()
}

/// The practice workspace with ever so many people more.
fn enlarged(folder: &Path, count: u64) {
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_detente"))
        .arg("demo")
        .arg(folder)
        .output()
        .unwrap();
    assert!(made.status.success());
    let file = std::fs::OpenOptions::new().append(true).open(users(folder)).unwrap();
    let mut file = std::io::BufWriter::new(file);
    for number in 0..count {
        writeln!(
            file,
            r#"{{"id":"{number:08x}-aaaa-4aaa-8aaa-{number:012x}","displayName":"Person {number}","userPrincipalName":"p{number}@cityclinic.com","mail":"p{number}@cityclinic.com","department":"Ward {}","jobTitle":"Nurse","accountEnabled":true,"userType":"Member"}}"#,
            number % 97
        )
        .unwrap();
    }
}

/// A number as the screen groups it.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let chunks: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|part| std::str::from_utf8(part).unwrap()).collect();
    chunks.join(",")
}

fn wait_long(terminal: &Terminal, text: &str) {
    let shown = until(3 * PATIENCE, || terminal.text().contains(text));
    assert!(shown, "`{text}` did not appear:\n{}", terminal.text());
}

/// The time from a key to the screen on which it is seen.
fn time(terminal: &Terminal, key: &str, seen: &str) -> Duration {
    let begun = Instant::now();
    terminal.send(key);
    let deadline = begun + PATIENCE;
    while !terminal.text().contains(seen) {
        assert!(Instant::now() < deadline, "`{seen}` did not appear:\n{}", terminal.text());
        std::thread::sleep(Duration::from_micros(200));
    }
    begun.elapsed()
}

#[test]
fn a_large_directory_is_scrolled_filtered_and_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let count = people();
    enlarged(folder.path(), count);
    let total = count + 500;
    let all = grouped(total);
    let terminal = Terminal::of(command(folder.path()));
    terminal.wait("Needs a decision");
    // Stopped while it is made: nothing is shown that is not whole, and it begins again.
    terminal.send("8");
    let begun = until(PATIENCE, || {
        let seen = terminal.text();
        seen.contains("Esc stops") || seen.contains("reading") || seen.contains(&all)
    });
    assert!(begun, "{}", terminal.text());
    if !terminal.text().contains(&all) {
        let stopped = time(&terminal, "\x1b", "r begins again");
        println!("stopped after {stopped:?}");
        terminal.send("r");
    }
    wait_long(&terminal, &format!("1 of {all}"));
    // To the end, to the middle, and on.
    terminal.send("G");
    wait_long(&terminal, &format!("{all} of {all}"));
    terminal.send("%50\r");
    let middle = total / 2;
    wait_long(&terminal, &format!("{} of {all}", grouped(middle + 1)));
    let mut times: Vec<Duration> = (2..)
        .take(KEYS)
        .map(|step| time(&terminal, "j", &format!("{} of {all}", grouped(middle + step))))
        .collect();
    times.sort();
    println!("a row down: median {:?}, longest {:?}", times[KEYS / 2], times[KEYS - 1]);
    // One person among all.
    terminal.send("/");
    let last = format!("p{}@", count - 1);
    let found = time(&terminal, &last, &format!("1 of 1 among {all}"));
    println!("a filter of {} letters typed at once: {found:?}", last.len());
    assert!(terminal.text().contains(&format!("Person {}", count - 1)), "{}", terminal.text());
}
