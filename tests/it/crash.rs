//! Kills the program while it writes, and lets many of it write at once: what was acknowledged
//! (exit code 0) is there afterwards, and opening needs no hand.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it tells what it counted and skipped"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::scene::Scene;

const PARTNERS: usize = 8;
/// Edits of each writer.
const ROUNDS: usize = 25;
const TRY_AGAIN: i32 = 75;

/// Nothing is proven while the commands are missing; the test says so instead of passing silently.
fn can_run(scene: &Scene) -> bool {
    let help = scene.command(&["--help"]).output().unwrap();
    let listed =
        String::from_utf8_lossy(&help.stdout).lines().any(|line| line.trim().starts_with("set"));
    if !listed {
        eprintln!("SKIPPED: `detente --help` does not list `set` yet");
    }
    listed
}

fn partner(n: usize) -> String {
    format!("{n:08x}-0000-0000-0000-00000000abcd")
}

fn scene() -> Scene {
    let scene = Scene::contoso();
    for n in 0..PARTNERS {
        scene.fine(&["partner", "add", &partner(n)]);
    }
    scene
}

/// The nth of a row of edits that each change something: one bit of one of 3 x 8 switches.
fn edit(n: usize) -> [String; 5] {
    let paths = [
        "inboundTrust.isMfaAccepted",
        "automaticUserConsentSettings.inboundAllowed",
        "automaticUserConsentSettings.outboundAllowed",
    ];
    let value = if (n / (paths.len() * PARTNERS)).is_multiple_of(2) { "true" } else { "false" };
    let path = paths[n / PARTNERS % paths.len()];
    ["set".into(), path.into(), value.into(), "--partner".into(), partner(n % PARTNERS)]
}

/// What the journal and the workspace say, through the program: revision, label, undone.
fn history(scene: &Scene) -> Vec<serde_json::Value> {
    let out = scene.command(&["history", "--limit", "0", "--format", "json"]).output().unwrap();
    assert!(
        out.status.success(),
        "history does not open: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    serde_json::from_slice(&out.stdout).unwrap()
}

/// The values of all 24 switches as the program shows them.
fn shown(scene: &Scene, n: usize) -> serde_json::Value {
    let out =
        scene.command(&["show", "partner", &partner(n), "--format", "json"]).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let all: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    all["own"].clone()
}

fn value_at(own: &serde_json::Value, path: &str) -> Option<bool> {
    path.split('.').try_fold(own, |within, name| within.get(name))?.as_bool()
}

#[derive(Default)]
struct Count {
    kills: usize,
    torn: usize,
    lost: usize,
}

/// One workspace under fire: what was acknowledged, and the edit that is under way.
struct Range {
    scene: Scene,
    revision: u64,
    next: usize,
    count: Count,
}

impl Range {
    fn new() -> Self {
        let scene = scene();
        let revision = history(&scene).len() as u64;
        Range { scene, revision, next: 0, count: Count::default() }
    }

    /// Makes edits until the next one renews the checkpoint: that is when files are renamed.
    fn until_due(&mut self) {
        loop {
            let text = std::fs::read_to_string(self.scene.path("w/workspace.json")).unwrap();
            let saved: serde_json::Value = serde_json::from_str(&text).unwrap();
            if self.revision + 1 >= saved["revision"].as_u64().unwrap() + 64 {
                return;
            }
            self.scene.fine(&edit(self.next).each_ref().map(String::as_str));
            self.next += 1;
            self.revision += 1;
        }
    }

    /// After a shot: the journal opens, holds what it held, and at most the edit that was under
    /// way. Gives whether that edit is there.
    fn look(&mut self, acknowledged: bool) {
        let lines = history(&self.scene);
        let revisions: Vec<u64> =
            lines.iter().map(|line| line["revision"].as_u64().unwrap()).collect();
        let head = *revisions.iter().max().unwrap();
        let whole: BTreeSet<u64> = (1..=head).collect();
        let is_whole = revisions.iter().copied().collect::<BTreeSet<_>>() == whole;
        let fits = head == self.revision || head == self.revision + 1;
        self.count.torn += usize::from(!is_whole || head > self.revision + 1);
        self.count.lost += usize::from(head < self.revision + u64::from(acknowledged));
        assert!(is_whole && fits, "{revisions:?} after {}", self.revision);
        assert!(!acknowledged || head == self.revision + 1, "an acknowledged edit is lost");
        if head == self.revision + 1 {
            let words = edit(self.next);
            let own = shown(&self.scene, self.next % PARTNERS);
            let value = value_at(&own, &words[1]);
            assert_eq!(
                value,
                Some(words[2] == "true"),
                "the state does not show what the journal says"
            );
            self.next += 1;
        }
        self.revision = head;
    }

    fn close(self, what: &str) {
        let Count { kills, torn, lost } = self.count;
        println!("{what}: {kills} kills, {torn} torn, {lost} acknowledged edits lost");
        let leftovers: Vec<PathBuf> = std::fs::read_dir(self.scene.path("w"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "tmp"))
            .collect();
        assert!(leftovers.len() <= 1, "{leftovers:?}");
    }
}

#[test]
fn killed_at_any_time_it_loses_no_acknowledged_edit() {
    let probe = Scene::empty();
    if !can_run(&probe) {
        return;
    }
    let wanted = std::env::var("DETENTE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let mut range = Range::new();
    // How long an edit takes here, so that shots fall inside it.
    let start = Instant::now();
    range.scene.fine(&edit(0).each_ref().map(String::as_str));
    let whole = start.elapsed();
    range.look(true);
    let mut random = 0x5eed_u64;
    let mut done = 0;
    while range.count.kills < wanted && done < wanted * 3 {
        done += 1;
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let part = u32::try_from(random % 1000).unwrap();
        let words = edit(range.next);
        let mut child = range
            .scene
            .command(&words.each_ref().map(String::as_str))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * part / 1000 + Duration::from_micros(random % 100));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        range.count.kills += usize::from(status.code().is_none());
        range.look(status.success());
    }
    assert!(range.count.kills >= wanted / 2, "too few shots hit");
    range.close("random kills");
}

#[test]
fn killed_at_any_system_call_it_loses_no_acknowledged_edit() {
    let probe = Scene::empty();
    let strace = Command::new("strace").arg("-V").stdout(Stdio::null()).status();
    if !strace.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: no strace on PATH");
        return;
    }
    if !can_run(&probe) {
        return;
    }
    let mut range = Range::new();
    let program = env!("CARGO_BIN_EXE_detente");
    let mut calls = Vec::new();
    for call in [
        "openat",
        "write",
        "fsync",
        "fdatasync",
        "rename",
        "linkat",
        "unlink",
        "unlinkat",
        "ftruncate",
        "flock",
        "close",
    ] {
        for at in 1..200 {
            range.until_due();
            let words = edit(range.next);
            let status = range
                .scene
                .command(&[])
                .get_envs()
                .fold(Command::new("strace"), |mut command, (name, value)| {
                    if let Some(value) = value {
                        command.env(name, value);
                    }
                    command
                })
                .args(["-f", "-qq", "-o", "/dev/null", "-e"])
                .arg(format!("inject={call}:signal=KILL:when={at}"))
                .arg(program)
                .args(&words)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .unwrap();
            range.look(status.success());
            if status.success() {
                break;
            }
            range.count.kills += 1;
            calls.push(call);
        }
    }
    for call in ["write", "fsync", "fdatasync", "rename", "linkat", "flock"] {
        assert!(calls.contains(&call), "no shot at {call} hit: {calls:?}");
    }
    assert!(range.count.kills > 20, "only {} kills", range.count.kills);
    range.close("system call kills");
}

#[test]
fn eight_writers_at_once_lose_nothing() {
    let probe = Scene::empty();
    if !can_run(&probe) {
        return;
    }
    let scene = scene();
    let before = history(&scene).len();
    let again: usize = std::thread::scope(|scope| {
        let scene = &scene;
        let writers: Vec<_> = (0..PARTNERS)
            .map(|who| {
                scope.spawn(move || {
                    let mut again = 0;
                    for round in 0..ROUNDS {
                        // Its own partner, a switch that this round turns over.
                        let words = edit(round * PARTNERS + who);
                        loop {
                            let out = scene
                                .command(&words.each_ref().map(String::as_str))
                                .output()
                                .unwrap();
                            match out.status.code() {
                                Some(0) => break,
                                Some(TRY_AGAIN) => again += 1,
                                code => {
                                    panic!("{code:?}: {}", String::from_utf8_lossy(&out.stderr))
                                }
                            }
                        }
                    }
                    again
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).sum()
    });
    let lines = history(&scene);
    assert_eq!(lines.len(), before + PARTNERS * ROUNDS, "every acknowledged edit stands once");
    let revisions: BTreeSet<u64> =
        lines.iter().map(|line| line["revision"].as_u64().unwrap()).collect();
    assert_eq!(revisions.len(), lines.len());
    for who in 0..PARTNERS {
        let own = shown(&scene, who);
        // The last edit of each switch is what stands.
        for switch in 0..3 {
            let last = (0..ROUNDS).rev().find(|round| round % 3 == switch).unwrap();
            let words = edit(last * PARTNERS + who);
            assert_eq!(value_at(&own, &words[1]), Some(words[2] == "true"), "{words:?}");
        }
    }
    println!("writers: {PARTNERS} x {ROUNDS} edits, 0 lost, {again} tried again");
}
