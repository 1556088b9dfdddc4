//! One pass over large directories, as JSON: seconds of each step and the most memory taken until
//! then. `benches/peers/lists.py` runs it beside other engines:
//! `cargo bench --features bench --bench lists -- FOLDER NEEDLE…`

#![expect(clippy::unwrap_used, reason = "a bench may fail loudly")]
#![expect(clippy::print_stdout, reason = "it is what a program reads")]

use std::path::Path;
use std::time::Instant;

use detente::bench::Directories;

const ROUNDS: usize = 11;

/// The most memory that this process ever had, in MiB; nothing where the system does not tell.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().split(' ').next()?.parse::<u64>().ok()? / 1024)
}

fn read_from(folder: &Path) -> Directories {
    let open = |name: &str| {
        std::io::BufReader::with_capacity(1 << 16, std::fs::File::open(folder.join(name)).unwrap())
    };
    Directories::read(open("source.jsonl"), open("target.jsonl")).unwrap()
}

fn step<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    said(name, begun.elapsed().as_secs_f64(), None);
    done
}

fn said(name: &str, seconds: f64, found: Option<usize>) {
    let peak = peak().map_or("null".to_owned(), |mib| mib.to_string());
    let found = found.map_or("null".to_owned(), |found| found.to_string());
    println!(r#"{{"step":"{name}","seconds":{seconds:.6},"mib":{peak},"found":{found}}}"#);
}

/// The median of several rounds.
fn often<T>(name: &str, count: impl Fn(&T) -> usize, work: impl Fn() -> T) {
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let done = work();
        times.push(begun.elapsed().as_secs_f64());
        found = count(&done);
    }
    times.sort_by(f64::total_cmp);
    said(name, times.get(ROUNDS / 2).copied().unwrap_or_default(), Some(found));
}

fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let Some((folder, needles)) = words.split_first() else { return };
    let directories = step("load", || read_from(Path::new(folder)));
    step("preview", || directories.preview());
    step("names", || directories.search("", None));
    for needle in needles {
        let name = format!("filter {needle}");
        often(&name, Vec::len, || directories.search(needle, None));
    }
    often("sort", Vec::len, || directories.by_name());
}
