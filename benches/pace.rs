//! How fast it is: `cargo bench --features bench`. Figures and machine stand in the README.

#![expect(clippy::unwrap_used, reason = "a bench may fail loudly")]

use std::path::PathBuf;

use detente::bench::{Stage, make_workspace};
use divan::Bencher;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [40, 1_000, 10_000];

fn workspace(partners: usize) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("workspace");
    make_workspace(&path, partners).unwrap();
    (folder, path)
}

/// Opening the workspace from the disk and drawing the first frame, 120 by 36, in memory.
#[divan::bench(args = SIZES, sample_count = 20)]
fn open_to_first_frame(bencher: Bencher<'_, '_>, partners: usize) {
    let (_folder, path) = workspace(partners);
    bencher.bench_local(|| Stage::open(&path).unwrap());
}

/// Drawing the partner list.
#[divan::bench(args = SIZES)]
fn draw_partners(bencher: Bencher<'_, '_>, partners: usize) {
    let (_folder, path) = workspace(partners);
    let mut stage = Stage::open(&path).unwrap();
    stage.key('2');
    bencher.bench_local(|| stage.draw());
}

/// Drawing the settings matrix.
#[divan::bench(args = SIZES)]
fn draw_settings(bencher: Bencher<'_, '_>, partners: usize) {
    let (_folder, path) = workspace(partners);
    let mut stage = Stage::open(&path).unwrap();
    stage.key('3');
    bencher.bench_local(|| stage.draw());
}

/// One row down in the partner list, to the finished frame.
#[divan::bench(args = SIZES)]
fn key_to_frame(bencher: Bencher<'_, '_>, partners: usize) {
    let (_folder, path) = workspace(partners);
    let mut stage = Stage::open(&path).unwrap();
    stage.key('2');
    let mut step = 0u32;
    bencher.bench_local(|| {
        step += 1;
        stage.key(if step % 20 < 10 { 'j' } else { 'k' });
    });
}

/// A letter typed into the filter of the partner list, to the filtered frame.
#[divan::bench(args = SIZES)]
fn filter_letter_to_frame(bencher: Bencher<'_, '_>, partners: usize) {
    let (_folder, path) = workspace(partners);
    let mut stage = Stage::open(&path).unwrap();
    stage.key('2');
    stage.key('/');
    bencher.bench_local(|| stage.key('a'));
}

/// An edit, to the return of the journal's fsync.
#[divan::bench(args = SIZES, sample_count = 50)]
fn edit_to_durable(bencher: Bencher<'_, '_>, partners: usize) {
    let (_folder, path) = workspace(partners);
    let mut stage = Stage::open(&path).unwrap();
    bencher.bench_local(|| assert!(stage.edit()));
}

/// A program that has drawn its first frame; ending it is not timed.
#[cfg(unix)]
struct Started {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

#[cfg(unix)]
impl Drop for Started {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The program itself in a terminal, 120 by 36: from starting it to the whole first frame.
#[cfg(unix)]
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn start_in_a_terminal(bencher: Bencher<'_, '_>, partners: usize) {
    use std::io::Read;
    let (_folder, path) = workspace(partners);
    bencher.bench_local(|| {
        let size =
            portable_pty::PtySize { rows: 36, cols: 120, ..portable_pty::PtySize::default() };
        let pair = portable_pty::native_pty_system().openpty(size).unwrap();
        let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_detente"));
        command.args(["--theme", "night", "--workspace"]);
        command.arg(&path);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (mut seen, mut bytes) = (Vec::<u8>::new(), vec![0; 65_536]);
        // The hint line is drawn last.
        while !seen.windows(4).any(|word| word == b"quit") {
            let count = reader.read(&mut bytes).unwrap();
            assert!(count > 0, "ended before its first frame");
            seen.extend(bytes.iter().take(count));
        }
        Started { child, _master: pair.master }
    });
}
