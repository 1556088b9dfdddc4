//! How fast it is told who may pass: `cargo bench --features bench --bench verdict`. Figures and
//! machine stand in the README; `benches/cedar` runs the same questions beside another engine.

#![expect(clippy::unwrap_used, reason = "a bench may fail loudly")]

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use detente::bench::{Asked, Verdicts};
use divan::{Bencher, black_box, counter::ItemsCount};

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [10, 1_000, 10_000];

/// One verdict without its trace, from the index.
#[divan::bench(args = SIZES, sample_count = 200, sample_size = 4096)]
fn without_trace(bencher: Bencher<'_, '_>, partners: usize) {
    let verdicts = Verdicts::of(partners);
    let mut number = 0usize;
    bencher.bench_local(|| {
        number += 1;
        verdicts.without_trace(black_box(number))
    });
}

/// One verdict with its trace, in words, from the engine.
#[divan::bench(args = SIZES, sample_count = 100, sample_size = 1024)]
fn with_trace(bencher: Bencher<'_, '_>, partners: usize) {
    let verdicts = Verdicts::of(partners);
    let mut number = 0usize;
    bencher.bench_local(|| {
        number += 1;
        verdicts.with_trace(black_box(number))
    });
}

/// What the what-if screen works out for one question, by the users of each of its two sides: at the
/// first question, at the next, and with the changes that turn it around.
#[divan::bench(args = [3_000, 300_000], sample_count = 10, sample_size = 1)]
fn what_if_first(bencher: Bencher<'_, '_>, users: usize) {
    let asked = std::cell::RefCell::new(Asked::of(users));
    let forget = || asked.borrow_mut().forget();
    bencher.with_inputs(forget).bench_local_values(|()| asked.borrow().answer());
}

/// See above.
#[divan::bench(args = [3_000, 300_000], sample_count = 20, sample_size = 1)]
fn what_if_next(bencher: Bencher<'_, '_>, users: usize) {
    let asked = Asked::of(users);
    bencher.bench_local(|| asked.answer());
}

/// See above.
#[divan::bench(args = [3_000, 300_000], sample_count = 10, sample_size = 1)]
fn what_if_screen(bencher: Bencher<'_, '_>, users: usize) {
    let asked = Asked::of(users);
    bencher.bench_local(|| asked.screen());
}

/// Compiling the index, with a directory of 40 people for each partner.
#[divan::bench(args = SIZES, sample_count = 5)]
fn compile(bencher: Bencher<'_, '_>, partners: usize) {
    let mut verdicts = Verdicts::of(partners);
    bencher.bench_local(|| verdicts.compile());
}

const LINES: usize = 1_000_000;

fn questions(verdicts: &Verdicts, path: &Path) {
    let mut text = String::new();
    for number in 0..LINES {
        let [home, user, resource, app] = verdicts.question(number).unwrap();
        writeln!(
            text,
            r#"{{"home":"{home}","user":"{user}","resource":"{resource}","app":"{app}"}}"#
        )
        .unwrap();
    }
    std::fs::write(path, text).unwrap();
}

/// The program on a file of a million questions and a thousand partners, from start to end.
#[divan::bench(args = ["brief", "whole"], sample_count = 3, sample_size = 1)]
fn audit(bencher: Bencher<'_, '_>, how: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (workspace, file) = (folder.path().join("workspace"), folder.path().join("q.jsonl"));
    let verdicts = Verdicts::of(1_000);
    verdicts.make_workspace(&workspace).unwrap();
    questions(&verdicts, &file);
    bencher.counter(ItemsCount::new(LINES)).bench_local(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_detente"));
        command.arg("audit").arg(&file).arg("--workspace").arg(&workspace);
        command.args((how == "brief").then_some("--brief"));
        assert!(command.stdout(Stdio::null()).status().unwrap().success());
    });
}
