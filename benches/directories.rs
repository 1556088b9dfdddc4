//! How fast large directories are read, previewed, searched and ordered:
//! `cargo bench --features bench --bench directories`. Figures and machine stand in the README;
//! `benches/peers` does the same beside other engines. It takes minutes; the directories are written
//! once, into the folder for temporary files.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use detente::bench::Directories;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const SIZES: [usize; 2] = [100_000, 1_000_000];
const HOME: &str = "cityclinic.com";
const AWAY: &str = "meridianhealthpractice.onmicrosoft.com";

/// Directories that are written once: `source` and `target`, `.jsonl` and as pages `.json`.
fn written(users: usize) -> PathBuf {
    let folder = std::env::temp_dir().join("detente-peers").join(users.to_string());
    if !folder.join("target.jsonl").exists() {
        let users = users.to_string();
        let mut command = Command::new(env!("CARGO"));
        command.args(["run", "--release", "--example", "directories", "--", &users]);
        assert!(command.arg(&folder).args([HOME, AWAY]).status().unwrap().success());
    }
    folder
}

fn read_from(folder: &Path) -> Directories {
    let open = |name: &str| {
        std::io::BufReader::with_capacity(1 << 16, std::fs::File::open(folder.join(name)).unwrap())
    };
    Directories::read(open("source.jsonl"), open("target.jsonl")).unwrap()
}

/// Directories that are read once.
fn directories(users: usize) -> &'static Directories {
    static READ: [OnceLock<Directories>; SIZES.len()] = [const { OnceLock::new() }; SIZES.len()];
    let at = SIZES.iter().position(|size| *size == users).unwrap();
    READ[at].get_or_init(|| read_from(&written(users)))
}

/// Reading both directories as a workspace keeps them, one after the other.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn read(bencher: Bencher<'_, '_>, users: usize) {
    let folder = written(users);
    let length = |name: &str| std::fs::metadata(folder.join(name)).unwrap().len();
    bencher
        .counter(BytesCount::new(length("source.jsonl") + length("target.jsonl")))
        .bench_local(|| read_from(&folder));
}

/// The program reading Graph pages into the practice workspace, on the disk when it ends.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn import(bencher: Bencher<'_, '_>, users: usize) {
    let file = written(users).join("source.json");
    let run = |folder: &Path, words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_detente"));
        command.args(words).arg("--workspace").arg(folder.join("w"));
        let out = command.output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    };
    bencher
        .counter(BytesCount::new(std::fs::metadata(&file).unwrap().len()))
        .with_inputs(|| {
            let folder = tempfile::tempdir().unwrap();
            let demo = Command::new(env!("CARGO_BIN_EXE_detente"))
                .arg("demo")
                .arg(folder.path().join("w"))
                .output()
                .unwrap();
            assert!(demo.status.success());
            folder
        })
        .bench_local_refs(|folder| {
            run(folder.path(), &["import", file.to_str().unwrap(), "--tenant", HOME]);
        });
}

/// Matching, scoping and comparing, everything in memory already.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn preview(bencher: Bencher<'_, '_>, users: usize) {
    let directories = directories(users);
    bencher.counter(ItemsCount::new(users)).bench_local(|| directories.preview());
}

/// Taking the names that are searched.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn names(bencher: Bencher<'_, '_>, users: usize) {
    let directories = directories(users);
    bencher.bench_local(|| directories.take_names());
}

/// A text among all names: one letter, two, a word, nobody's.
#[divan::bench(args = ["m", "ma", "tensa", "nobody"], sample_count = 50, sample_size = 1)]
fn search_a_million(bencher: Bencher<'_, '_>, needle: &str) {
    let directories = directories(1_000_000);
    bencher.bench_local(|| directories.search(black_box(needle), None));
}

/// One letter more, among those who were found.
#[divan::bench(args = ["ma", "mar", "tensa"], sample_count = 50, sample_size = 1)]
fn narrow_a_million(bencher: Bencher<'_, '_>, needle: &str) {
    let directories = directories(1_000_000);
    let before = directories.search(needle.get(..needle.len() - 1).unwrap(), None);
    bencher.bench_local(|| directories.search(black_box(needle), Some(&before)));
}

/// Everybody by display name.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn order_by_name(bencher: Bencher<'_, '_>, users: usize) {
    let directories = directories(users);
    bencher.bench_local(|| directories.by_name());
}

/// Everybody by outcome.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn order_by_outcome(bencher: Bencher<'_, '_>, users: usize) {
    let order = directories(users).by_outcome();
    bencher.bench_local(&order);
}
