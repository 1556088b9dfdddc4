//! A disk that says no: at the Nth request, once or from then on.

use std::fmt::Debug;
use std::io::{self, BufRead};
use std::sync::Mutex;

use super::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    Once,
    Sticky,
}

/// What a failing write leaves behind.
#[derive(Clone, Copy, Debug)]
enum Left {
    Nothing,
    Half,
    All,
}

#[derive(Debug)]
struct Plan {
    count: usize,
    at: usize,
    length: Length,
    errno: i32,
    left: Left,
}

#[derive(Clone, Debug)]
struct Faulty {
    disk: Memory,
    plan: Arc<Mutex<Plan>>,
}

impl Faulty {
    fn fails(&self) -> Option<(io::Error, Left)> {
        let mut plan = self.plan.lock().unwrap();
        plan.count += 1;
        let fails = match plan.length {
            Length::Once => plan.count == plan.at,
            Length::Sticky => plan.count >= plan.at,
        };
        fails.then(|| (io::Error::from_raw_os_error(plan.errno), plan.left))
    }

    fn ask<T>(&self, answer: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        match self.fails() {
            Some((fault, _)) => Err(fault),
            None => answer(),
        }
    }
}

impl Disk for Faulty {
    fn place(&self, name: &str) -> String {
        self.disk.place(name)
    }

    fn read_from(&self, name: &str, offset: u64) -> io::Result<Option<Vec<u8>>> {
        self.ask(|| self.disk.read_from(name, offset))
    }

    fn len(&self, name: &str) -> io::Result<Option<u64>> {
        self.ask(|| self.disk.len(name))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.ask(|| self.disk.list(folder))
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn BufRead + Send>>> {
        self.ask(|| self.disk.open(name))
    }

    fn append(&self, name: &str, at: u64, bytes: &[u8]) -> io::Result<()> {
        let Some((fault, left)) = self.fails() else { return self.disk.append(name, at, bytes) };
        let part = match left {
            Left::Nothing => 0,
            Left::Half => bytes.len() / 2,
            Left::All => bytes.len(),
        };
        if part > 0 {
            self.disk.append(name, at, &bytes[..part])?;
        }
        Err(fault)
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let Some((fault, left)) = self.fails() else { return self.disk.replace(name, bytes) };
        // The new file may be in place although its folder could not be synced.
        if matches!(left, Left::All) {
            self.disk.replace(name, bytes)?;
        }
        Err(fault)
    }

    fn truncate(&self, name: &str, length: u64) -> io::Result<()> {
        self.ask(|| self.disk.truncate(name, length))
    }

    fn keep(&self, name: &str, copy: &str) -> io::Result<()> {
        self.ask(|| self.disk.keep(name, copy))
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn io::Write + Send>> {
        self.ask(|| self.disk.create(name))
    }

    fn settle(&self, name: &str) -> io::Result<()> {
        self.ask(|| self.disk.settle(name))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.ask(|| self.disk.rename(from, to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.ask(|| self.disk.remove(name))
    }

    fn hold(&self, _held: Held, _owner: &str) -> Result<Box<dyn Debug>, Fault> {
        self.ask(|| Ok(Box::new(()) as Box<dyn Debug>)).map_err(|source| Fault::Disk {
            action: "lock",
            path: self.place("lock"),
            source,
        })
    }
}

/// Every fault names the file and what was left as it was.
fn is_clear(fault: &Fault) {
    let text = fault.to_string();
    assert!(text.contains("memory") || matches!(fault, Fault::Conflict(_)), "{text}");
    assert!(!text.contains("Err("), "{text}");
}

/// A day's work. Gives what was acknowledged and what was tried; whether a fault came up.
fn work(disk: &Faulty, length: Length) -> (Vec<usize>, usize, bool) {
    let (mut acknowledged, mut faults) = (Vec::new(), false);
    let mut tried = 0;
    let shared = || Arc::new(disk.clone());
    let mut made = Desk::create(shared(), "t", &stamp(), "new", start(), []);
    if let Err(fault) = &made {
        is_clear(fault);
        faults = true;
        made = Desk::create(shared(), "t", &stamp(), "new", start(), []);
        if matches!(made, Err(Fault::Exists(_))) {
            made = Desk::open(shared(), "t");
        }
        assert!(made.is_ok() || length == Length::Sticky, "the second try goes through");
    }
    let Ok(mut desk) = made else { return (acknowledged, tried, true) };
    for n in 0..6 {
        tried = n + 1;
        let mut result = desk.apply(&stamp(), &[remark(n)]);
        if let Err(fault) = &result {
            is_clear(fault);
            faults = true;
            result = desk.apply(&stamp(), &[remark(n)]);
            assert!(result.is_ok() || length == Length::Sticky, "{result:?}");
        }
        if result.is_ok() {
            acknowledged.push(n);
        }
        if n == 2 || n == 4 {
            if let Err(fault) = desk.close() {
                is_clear(&fault);
                faults = true;
            }
            match Desk::open(shared(), "t") {
                Ok(next) => desk = next,
                Err(fault) => {
                    is_clear(&fault);
                    faults = true;
                }
            }
        }
    }
    faults |= !desk.take_notices().is_empty();
    (acknowledged, tried, faults)
}

#[test]
fn no_fault_of_the_disk_costs_an_acknowledged_edit() {
    const EIO: i32 = 5;
    const ENOSPC: i32 = 28;
    let mut states = 0;
    for length in [Length::Once, Length::Sticky] {
        for (errno, left) in
            [(EIO, Left::Nothing), (ENOSPC, Left::Half), (EIO, Left::All), (ENOSPC, Left::All)]
        {
            for at in 1.. {
                let disk = Memory::default();
                let plan = Plan { count: 0, at, length, errno, left };
                let faulty = Faulty { disk: disk.clone(), plan: Arc::new(Mutex::new(plan)) };
                let (acknowledged, tried, faults) = work(&faulty, length);
                if faulty.plan.lock().unwrap().count < at {
                    assert!(!faults && acknowledged.len() == 6);
                    break;
                }
                states += 1;
                // The disk is well again.
                match Desk::open(Arc::new(disk.clone()), "t") {
                    Ok(mut desk) => {
                        let there = remarks(desk.workspace());
                        assert!(acknowledged.iter().all(|n| there.contains(n)), "{length:?} {at}");
                        assert!(there.iter().all(|n| *n < tried));
                        desk.apply(&stamp(), &[remark(77)]).unwrap();
                        desk.close().unwrap();
                        assert_eq!(open_quietly(&disk).workspace(), desk.workspace());
                    }
                    Err(fault) => {
                        assert!(matches!(fault, Fault::Missing(_)) && acknowledged.is_empty());
                    }
                }
            }
        }
    }
    assert!(states > 300, "{states} faults");
    println!("faults: {states} injected, 0 acknowledged edits lost");
}

#[test]
fn an_edit_that_could_not_be_written_is_not_shown_as_done() {
    let disk = Memory::default();
    drop(create(&disk, start()));
    let plan =
        Plan { count: 0, at: usize::MAX, length: Length::Sticky, errno: 28, left: Left::Half };
    let faulty = Faulty { disk: disk.clone(), plan: Arc::new(Mutex::new(plan)) };
    let mut desk = Desk::open(Arc::new(faulty.clone()), "t").unwrap();
    let before = desk.workspace().clone();
    {
        let mut plan = faulty.plan.lock().unwrap();
        plan.at = plan.count + 1;
    }
    let fault = desk.apply(&stamp(), &[remark(1)]).unwrap_err();
    assert!(matches!(fault, Fault::Disk { .. }), "{fault}");
    assert!(fault.to_string().ends_with("the workspace is as it was"), "{fault}");
    assert_eq!((desk.workspace(), desk.revision()), (&before, 1));
    faulty.plan.lock().unwrap().at = usize::MAX;
    assert_eq!(desk.apply(&stamp(), &[remark(1)]).unwrap().places, 1);
}

#[test]
fn a_file_that_cannot_be_read_is_not_a_file_that_is_not_there() {
    let disk = Memory::default();
    let mut desk = create(&disk, start());
    desk.apply(&stamp(), &[remark(1)]).unwrap();
    let before = disk.all();
    for at in 1.. {
        let plan = Plan { count: 0, at, length: Length::Once, errno: 5, left: Left::Nothing };
        let faulty = Faulty { disk: disk.clone(), plan: Arc::new(Mutex::new(plan)) };
        let opened = Desk::open(Arc::new(faulty.clone()), "t");
        assert_eq!(disk.all(), before, "opening writes nothing, request {at}");
        let asked = faulty.plan.lock().unwrap().count;
        match opened {
            Ok(_) if asked < at => break,
            // Whether an import was cut short is the last question; it does not stop the opening.
            Ok(mut desk) => {
                assert_eq!(asked, at);
                assert!(desk.take_notices()[0].starts_with("an import that was cut short"));
            }
            Err(fault) => assert!(matches!(fault, Fault::Disk { action: "read", .. }), "{fault}"),
        }
    }
}
